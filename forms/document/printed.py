"""Printed: do the pages of a document say what was sealed inside it?

Each page must bear the digest of the data; where the plan is known, the cover must name unit, period and revision, and
behind each item's name its sealed figures must stand, in the sealed order. Fonts, line breaks, column widths and the
words of other releases make no difference, so texts are compared without white space.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from forms.document.tables import PrintedLine, beside_figures, printed_lines
from forms.wording.paper_texts import barcode_of, cover_text, revision_name, unit_name
from models.basics.messages import CHINESE, catalogue, say_in
from models.basics.records import dataclass
from models.plan.plan import Means, Plan
from models.returns.returns import Return
from models.sheet.sheet import Sheet

MOST = 50
_BETWEEN = 160  # characters between an item's name and its figure: its measure, its code
_SIGNED = (Means.ANSWERS, Means.REVIEWED, Means.PREPARED, Means.TELEPHONE)
_BREAKS = 10  # digits and points of a number that may be broken over two lines
_LONGEST = 60  # characters of a cover's text that are looked for: a longer one is cut short on paper


@dataclass(frozen=True, slots=True)
class PageFault:
    """A place where pages and data part: the page (from 1, 0 = none in particular), an address, what should stand."""

    page: int
    address: str
    sealed: str


def page_faults(texts: Sequence[str], filed: Return, sheet: Sheet | None) -> tuple[PageFault, ...]:
    """Return where pages say something else than the return, at most `MOST`; empty = they say what was sealed.

    `sheet` None: its plan is not here, and only the digest on each page is looked for.
    """
    pages = [_bare(text) for text in texts]
    code = barcode_of(filed.digest).lower()
    faults = [PageFault(n, "", code.upper()) for n, text in enumerate(pages, 1) if code not in _joined(text)]
    if filed.digest not in _joined("".join(pages)):
        faults.append(PageFault(1, "", filed.digest))
    if sheet is not None and not faults:
        faults += [*_cover(pages[0] if pages else "", filed, sheet.plan), *_lines("".join(pages), filed, sheet)]
    return tuple(faults[:MOST])


def strange_numbers(
    texts: Sequence[str], filed: Return, sheet: Sheet, said: Iterable[str]
) -> tuple[tuple[int, str], ...]:
    """Return the numbers on pages that stand nowhere in a paper, page by page: (page from 1, number), at most `MOST`.

    `said`: what else the paper says: every text of its workbook, its findings. What a table computes besides (同比%,
    完成率), digests, page numbers and what an earlier revision said (`第1版 7.35` in the list of changes) are known; a
    number may be broken over two lines.
    """
    known = {
        plain for text in (*said, filed.content.decode(), *beside_figures(filed, sheet)) for plain, _ in _numbers(text)
    }
    known |= _printed_by_us() | {str(n) for n in range(len(texts) + 1)}
    long = " ".join(one for one in known if len(one) >= _BREAKS)
    codes = (filed.digest, filed.plan_digest, *(barcode_of(one) for one in (filed.digest, *filed.ancestors)))
    digests = [_spread(code) for code in codes]
    hidden = re.compile("|".join([*digests, *_said_before(filed)]), re.IGNORECASE)
    found = dict.fromkeys(
        (page, shown)
        for page, text in enumerate(texts, 1)
        for plain, shown in _numbers(hidden.sub(" ", text))
        if plain not in known and plain not in long
    )
    return tuple(found)[:MOST]


@cache
def _printed_by_us() -> frozenset[str]:
    """The numbers in our own words of papers."""
    texts = (text for key, text in catalogue(CHINESE).items() if key.startswith("papers."))
    return frozenset(plain for text in texts for plain, _ in _numbers(text))


def _said_before(filed: Return) -> Iterator[str]:
    """Yield the pattern of a figure of each earlier revision, as the list of changes has it."""
    for revision in range(1, filed.revision):
        words = say_in(CHINESE, "papers.changes.said", 版=revision, 数="").strip()
        yield rf"{_spread(words)}\s*-?{_WRITTEN.pattern}"


def _spread(digest: str) -> str:
    return r"\s*".join(digest.replace(" ", ""))


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    """Yield each number of a text without noughts that say nothing, and as it stands."""
    flat = text if text.isascii() else unicodedata.normalize("NFKC", text)
    for found in _WRITTEN.findall(flat):
        if found.count(".") > 1:
            continue  # of a release, a plan, a day
        digits = found.replace(",", "")
        whole, point, rest = digits.partition(".")
        rest = rest.rstrip("0")
        yield (whole.lstrip("0") or "0") + (point + rest if rest else ""), found


def _joined(text: str) -> str:
    return text.replace("|", "")


def _cover(page: str, filed: Return, plan: Plan) -> Iterator[PageFault]:
    said = {
        "单位": unit_name(filed, plan),
        "报告期": plan.periods[filed.period].name,
        "版次": revision_name(filed.revision),
        **{name: cover_text(filed, name) for means in _SIGNED if (name := plan.field_name(means))},
    }
    for name, text in said.items():
        if _joined(_bare(text[:_LONGEST])) not in _joined(page):
            yield PageFault(1, f"封面.{name}", text)


def _lines(text: str, filed: Return, sheet: Sheet) -> Iterator[PageFault]:
    place = 0
    for line in printed_lines(filed, sheet):
        found = _find(text, place, line)
        if found < 0 or _says_otherwise(text, line):
            yield PageFault(0, line.address, line.figure)
        else:
            place = found


def _says_otherwise(text: str, line: PrintedLine) -> bool:
    """True when the item's row stands anywhere with another figure: a table in front of ours, or behind it."""
    row = _bare_name(line.name) + _bare_name(line.measure) + _bare_name(line.address) + "|"
    figure, place = _bare(line.figure), -1
    while (place := text.find(row, place + 1)) >= 0:
        behind = text[place + len(row) : place + len(row) + _BETWEEN]
        if _NUMBER.match(behind) and not _joined(behind).startswith(figure):
            return True
    return False


def _find(text: str, place: int, line: PrintedLine) -> int:
    """Return where a line's figures end behind a place, -1 when its name is nowhere followed by them."""
    name, measure, code = _bare_name(line.name), _bare_name(line.measure), _bare_name(line.address)
    figures = [_bare(one) for one in (line.figure, line.last) if one]
    while (place := text.find(name, place)) >= 0:
        place += len(name)
        end = _figures_behind(text, place, measure, code, figures)
        if end >= 0:
            return end
    return -1


def _figures_behind(text: str, place: int, measure: str, code: str, figures: Sequence[str]) -> int:
    for figure in figures:
        found = _figure_behind(text, place, figure)
        if found is None:
            return -1
        between = text[place : found[0]].replace(measure, "", 1).replace(code, "", 1)
        if _DIGIT.search(between):
            return -1
        place = found[1]
    return place


def _figure_behind(text: str, place: int, figure: str) -> tuple[int, int] | None:
    """Return where a figure begins and ends, as the first behind a place that stands by itself; None for nowhere."""
    last = place + _BETWEEN
    start = text.find(figure, place, last)
    end = start + len(figure)
    if start >= 0 and "|" not in text[place:end] and _stands_alone(text, start, end, last):
        return start, end
    broken = r"\|?".join(map(re.escape, figure))  # a long figure may run over two lines
    found = re.compile(rf"(?<![0-9.-]){broken}(?![0-9])").search(text, place, last)
    return found.span() if found is not None else None


def _stands_alone(text: str, start: int, end: int, last: int) -> bool:
    """True when no digit or point before, and no digit behind (up to `last`), makes a longer figure of one."""
    before, after = text[max(start - 1, 0) : start], text[end : min(end + 1, last)]
    return not _DIGIT.match(before) and before not in (".", "-") and not _DIGIT.match(after)


def _bare(text: str) -> str:
    """A text without white space and signs that fonts may lack, in one form of each letter; | between two figures."""
    return _SILENT.sub("", _FIGURES.sub("|", unicodedata.normalize("NFKC", text).casefold()))


_bare_name = lru_cache(maxsize=4096)(_bare)  # of an item, its measure, its code: the same in many papers
_WRITTEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)*")
_DIGIT, _NUMBER = re.compile("[0-9]"), re.compile("-?[0-9]")
_SILENT = re.compile(r"[^\w.+%|-]|_")
_FIGURES = re.compile(r"(?<=[0-9.%])[^\w.%+-]+(?=[-+0-9.])")
