"""Strange properties: what a PDF or a workbook says of itself beside its pages and sheets, and its return does not.

A title in the list of a folder is read before the file is opened. What programs write by themselves is no matter:
names, versions, days. So of what people write for people every number and every Chinese word must be the return's; of
names of makers and the like a figure is told, and another unit of the plan. A PDF of ours is written by no other
program: of its properties every word must be known.
"""

import re
from collections.abc import Callable, Sequence

from forms.document.other_words import KnownWords, other_chinese
from forms.document.strange import MOST, in_words, numbers_of
from models.basics.messages import CHINESE, say_in
from models.plan.plan import Plan
from models.returns.returns import Return

_TITLES = ("title", "/Title")  # of a workbook, of a PDF
_SHORT_DIGEST = 16  # signs of the digest that our own seal gives as its reason
_DAY = re.compile(r"D:\d{8}|\d{4}-\d\d-\d\d|uuid|https?:", re.ASCII)
_FIGURE = re.compile(r"(?<![\d.])\d+(?:,\d{3})*\.\d+(?![\d.])")
_BY_PEOPLE = frozenset((*_TITLES, "subject", "description", "keywords", "category", "contentStatus"))
_BY_PROGRAMS = frozenset(("/Producer", "/Trapped", "/Metadata"))  # of a PDF
_DAYS = frozenset(("/CreationDate", "/ModDate"))
_NOTHING = frozenset(("(unspecified)", "(anonymous)", "unspecified", "anonymous", "untitled"))  # programs write for it
_LEAST_NAME = 3  # characters of a unit's name that is looked for
_SHORTEST = 2  # digits of a number in a title: programs call a file Sheet1 by themselves


def strange_properties(
    about: Sequence[tuple[str, str]], filed: Return, plan: Plan, known: Callable[[], KnownWords]
) -> tuple[str, ...]:
    """Return the texts of a file's own properties and descriptions that say something else than its return.

    `about`: (what it is, text) as the document or workbook has them. A title of ours names plan and period; another
    release may call the file otherwise. `known` is asked only where a text is not plainly ours.
    """
    titles = [text for name, text in about if name in _TITLES]
    looked_at = [(name, text) for name, text in about if name in _TITLES or text not in titles]
    by_programs = "\n".join(text for name, text in looked_at if _is_of_programs(name))
    if not _says_something(by_programs, filed, plan):  # nearly never: they are looked at together
        looked_at = [(name, text) for name, text in looked_at if not _is_of_programs(name)]
    texts = (text for name, text in looked_at if _is_strange(name, text, filed, plan, known))
    return tuple(dict.fromkeys(texts))[:MOST]


def _is_of_programs(name: str) -> bool:
    """True for what a workbook says that programs, not people, write into it."""
    return name not in _BY_PEOPLE and not name.startswith("/")


def _says_something(text: str, filed: Return, plan: Plan) -> bool:
    """True for a figure, also in words, or the name of another unit."""
    return bool(_FIGURE.search(text) or in_words(text) or _names_another(text, filed, plan))


def _is_strange(name: str, text: str, filed: Return, plan: Plan, known: Callable[[], KnownWords]) -> bool:
    if _DAY.match(text):
        return False
    if name == "/Reason":
        return len(text) < _SHORT_DIGEST or not filed.digest.startswith(text)
    if _is_of_programs(name):
        return _says_something(text, filed, plan)
    period = plan.periods[filed.period].name
    periods = (period, period.partition("（")[0])  # of a workbook without what stands in brackets
    if text in (say_in(CHINESE, "papers.document.title", 方案=plan.short_title, 期=one) for one in periods):
        return False
    said = {plain for one in (period, plan.short_title, plan.title) for plain, _ in numbers_of(one)}
    least = _SHORTEST if name == "title" else 1
    numbers = any(plain not in said and len(shown) >= least for plain, shown in numbers_of(text))
    return bool(numbers or in_words(text) or _has_words(name, text, known) or (name == "/Title" and period not in text))


def _has_words(name: str, text: str, known: Callable[[], KnownWords]) -> bool:
    """True for words that the paper does not say; of a workbook and of programs' names only Chinese ones."""
    if text in _NOTHING:
        return False
    if name in _BY_PEOPLE or name in _BY_PROGRAMS:
        return bool(other_chinese([text], known()))
    return name in _DAYS or bool(known().unknown(text))


def _names_another(text: str, filed: Return, plan: Plan) -> bool:
    """True for a text with the name of another unit of the plan."""
    names, ends = _names_of_units(plan, filed.period)
    if len(text) < _LEAST_NAME or ends.isdisjoint(text):
        return False
    day, own = plan.periods[filed.period].end, plan.units[filed.unit]
    ours = f"{own.full_name}\n{own.name_on(day)}"
    return any(name in text and name not in ours for name in names)


def _names_of_units(plan: Plan, period: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The names of all units in a period that are long enough to be looked for, and the signs they end with.

    Found once for a plan.
    """
    key = ("names looked for", period)
    if key not in plan.derived:
        names = (plan.unit_in(unit, period) for unit in plan.units)
        long = tuple(name for name in names if len(name) >= _LEAST_NAME)
        plan.derived[key] = long, frozenset(name[-1] for name in long)
    found: tuple[tuple[str, ...], frozenset[str]] = plan.derived[key]
    return found
