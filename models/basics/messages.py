"""Message catalogue: looks up a key and fills its placeholders in the selected language.

Texts live in `resources/messages/<language>/<room>/*.toml`, one file or more for each place that speaks (errors,
papers, cli …): `say("papers.program")` reads key `program` of `papers.toml` and `papers-*.toml`, in whatever room. What
only some pages of a place say may have a file of its own: `say("window.filing.code")` reads `window.filing.toml`, where
there is one, and a start that shows no such page does not.
Papers and screens need the same words, so this stands below both. Findings speak with the plan's own templates
(`fill`).

The language is chosen once, at the start: the environment variable TANBAO_LANGUAGE, else what the window remembers,
else Chinese. It is the language of the window and the command line only. What stands on a paper, in an entry form, in
the office's ledger and receipts, in a letter or in the name of a file, and what is read back from a file, is Chinese
in every language, and so is what completes the plan's own sentences (findings). Such a key has no text in another
language, and `say` takes the Chinese one; a key that serves both is said on a paper with `say_in(CHINESE, …)`.
tests/test_messages.py lists those keys and finds any other that a language lacks. Words that go with a count are given
for one and for any other: `{n} {n:row|rows}`; Chinese needs none.

What a plan calls its programme, the whole, the office and the units stands in the plan's [words] and fills the blanks
of PLAN_WORDS in every text: of the plan that was opened last (`use_words`), or of the one a paper is made for
(`in_words_of`); before any plan was opened, words that fit every office.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from models.basics.errors import AppError, MachineError
from models.basics.resources import RESOURCES

MESSAGES = RESOURCES / "messages"
CHINESE, ENGLISH = LANGUAGES = ("zh_CN", "en")
LANGUAGE_VARIABLE = "TANBAO_LANGUAGE"
_BLANK = re.compile(r"\{([^{}]+)\}")
_MEASURE = re.compile(r" {([^{}]+)}(?=[，；]|。|[,.;]|$)")  # behind a figure, and the space before it
_QUOTED = "“([^“”]*)”"
_INNER = str.maketrans("“”", "‘’")  # quotation marks within others
_CLOSE = ("%", "‰")  # measures that stand at their figure; an empty one has no space either
_COUNTED = r"\{([^{}:|]+):([^{}|]*)\|([^{}|]*)\}"  # {n:row|rows}


_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")
PLAN_WORDS: Mapping[str, str] = {  # blank of a text → key of [words] in a plan
    "试点工作": "programme", "试点工作全称": "programme_long", "全市": "whole", "全市合计": "whole_total",
    "市办": "office", "市办全称": "office_long", "县区": "local", "县区合计": "local_total", "园区": "within",
    "地区": "region",
}  # fmt: skip
_ANY_PLAN: Mapping[str, str] = {
    "programme": "报表填报", "programme_long": "报表填报", "whole": "全部单位", "whole_total": "合计",
    "office": "汇总单位", "office_long": "汇总单位", "local": "单位", "local_total": "各单位合计", "within": "所在单位",
    "region": "",
}  # fmt: skip
COMMAND_LINE = "command_line"  # place of the texts that the command line says instead of those of the same name
_chosen = [CHINESE]
_commanded = [False]  # a command speaks, no window
_opened: list[Mapping[str, str]] = [_ANY_PLAN]
_spoken: ContextVar[Mapping[str, str] | None] = ContextVar("words of the plan a paper is made for", default=None)


def use_words(words: Mapping[str, str]) -> None:
    """Speak with the words of the plan that was opened, from now on; empty = of no plan."""
    _opened[0] = words or _ANY_PLAN


@contextmanager
def in_words(words: Mapping[str, str]) -> Iterator[None]:
    """Speak with the words of one plan for a while, whatever plan was opened."""
    before = _spoken.set(words or _ANY_PLAN)
    try:
        yield
    finally:
        _spoken.reset(before)


def in_words_of(
    words: Callable[_Given, Mapping[str, str]],
) -> Callable[[Callable[_Given, _Result]], Callable[_Given, _Result]]:
    """Make a function speak with the words that `words` finds in its arguments."""

    def decorate(made: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
        @wraps(made)
        def wrapper(*given: _Given.args, **named: _Given.kwargs) -> _Result:
            with in_words(words(*given, **named)):
                return made(*given, **named)

        return wrapper

    return decorate


def words_in_use() -> Mapping[str, str]:
    """Return the plan's words that texts are said with: the same object as long as they are the same."""
    return _spoken.get() or _opened[0]


def _words_for(blanks: Set[str]) -> dict[str, object]:
    """The plan's words for those of some blanks that are filled with them."""
    words = words_in_use()
    return {blank: words.get(PLAN_WORDS[blank]) or _ANY_PLAN[PLAN_WORDS[blank]] for blank in blanks & PLAN_WORDS.keys()}


def language_in_use() -> str:
    """Return the language in use, one of LANGUAGES."""
    return _chosen[0]


def speech() -> tuple[object, ...]:
    """Return what sentences are worded by: the language and the plan's words, the same objects while they last."""
    return language_in_use(), words_in_use()


def choose_language(wanted: object) -> str:
    """Use the language of TANBAO_LANGUAGE, else the wanted one, else Chinese; return it. Called once, at the start."""
    offered = (os.environ.get(LANGUAGE_VARIABLE), wanted, CHINESE)
    _chosen[0] = next(str(one) for one in offered if one in LANGUAGES)
    return _chosen[0]


@cache
def catalogue(language: str = CHINESE) -> Mapping[str, str]:
    """Return every text of a language as `file.key` → text; nested tables join their keys with dots."""
    texts: dict[str, str] = {}
    for place in _files(language):
        texts |= _texts_of(language, place)
    return texts


@cache
def _files(language: str) -> Mapping[str, list[Path]]:
    """Place that speaks → its files; `errors-seals.toml` is one of `errors`, `window.grid.toml` is its own place."""
    found: dict[str, list[Path]] = {}
    for room in sorted(room.name for room in os.scandir(MESSAGES / language) if room.is_dir()):  # quicker than `glob`
        for name in sorted(os.listdir(MESSAGES / language / room)):
            if name.endswith(".toml"):
                place = name.removesuffix(".toml").partition("-")[0]
                found.setdefault(place, []).append(MESSAGES / language / room / name)
    return found


@cache
def _texts_of(language: str, place: str) -> Mapping[str, str]:
    """The texts of one place that speaks (errors, papers, cli …): the others are not read for its sake."""
    import tomli

    texts: dict[str, str] = {}
    for path in _files(language).get(place, ()):
        _collect(place, tomli.loads(path.read_text("utf-8")), texts)
    return texts


@lru_cache(maxsize=8_192)  # more keys than there are texts: each is asked for again and again, of every paper and cell
def text_of(language: str, key: str) -> str | None:
    """Return the text of a key in a language with its blanks, None where it has none; reads only what it stands in."""
    place, _, rest = key.partition(".")
    page = f"{place}.{rest.partition('.')[0]}"
    return _texts_of(language, page if page in _files(language) else place).get(key)


def _collect(prefix: str, table: Mapping[str, object], texts: dict[str, str]) -> None:
    for key, value in table.items():
        name = f"{prefix}.{key}"
        if isinstance(value, Mapping):
            _collect(name, value, texts)
        else:
            texts[name] = str(value)


def fill(template: str, facts: Mapping[str, object]) -> str:
    """Put facts into the `{name}` blanks of a template; a blank without a fact stays visible.

    Plain replacement in one pass, never str.format: plan files, which anybody may write, hold templates, and a fact may
    itself be a text with braces that a clerk has typed. A measure that ends a clause stands a space behind its figure,
    a sign (%) right at it; the quotation marks of a fact that stands in a template's own are single ones.
    """
    blanks, rest = _cut(template) if len(template) < _LONG else _cut.__wrapped__(template)
    said: list[str] = []
    for before, name, measure, inside in blanks:
        fact = str(facts[name]) if name in facts else f"{{{name}}}"
        said.append(before[:-1] if measure and not _apart(facts.get(name)) else before)
        said.append(_within(fact) if inside and "“" in fact else fact)
    return "".join(said) + rest


def _within(fact: str) -> str:
    """Return a fact with single quotation marks; marks that end one quotation and begin the next (甲”“乙) stay."""
    single = re.sub(_QUOTED, r"‘\1’", fact)
    left = next((sign for sign in single if sign in "“”"), "")
    return single.translate(_INNER) if left == "“" else single


_LONG = 1_000  # characters of a template, like a page of the guide, that is not kept cut


@lru_cache(maxsize=4_096)  # a reception says the same sentences of thousands of papers
def _cut(template: str) -> tuple[list[tuple[str, str, bool, bool]], str]:
    """Cut a template at its blanks: (text before, name, a measure behind a figure, within quotes), the rest."""
    measures = {found.start() + 1 for found in _MEASURE.finditer(template)}
    found, end = list[tuple[str, str, bool, bool]](), 0
    for blank in _BLANK.finditer(template):
        start = blank.start()
        inside = template.count("“", 0, start) > template.count("”", 0, start)
        found.append((template[end:start], blank[1], start in measures, inside))
        end = blank.end()
    return found, template[end:]


def _apart(measure: object) -> bool:
    """True for a word behind a figure, or a blank without a fact; False for a sign, or nothing."""
    return measure is None or (str(measure) != "" and not str(measure).startswith(_CLOSE))


def say(key: str, **facts: object) -> str:
    """Return the text of a key with its blanks filled. Raises KeyError for a key that no message file has."""
    return say_in(language_in_use(), _own(key), **facts)


@contextmanager
def by_command_line() -> Iterator[None]:
    """Let `say` and `sentence` name commands as the way out, where the command line has a text of its own.

    Everybody else, the window, papers and the ledger, says the text itself, which names none.
    """
    before, _commanded[0] = _commanded[0], True
    try:
        yield
    finally:
        _commanded[0] = before


def _own(key: str) -> str:
    own = f"{COMMAND_LINE}.{key}"
    return own if _commanded[0] and text_of(CHINESE, own) is not None else key


def joined(parts: Iterable[str]) -> str:
    """Return sentences and words side by side, with the semicolon of the language in use; the last full stop stays."""
    *others, last = [*parts] or [""]
    return ("；" if language_in_use() == CHINESE else "; ").join([*(one.rstrip("。") for one in others), last])


def counted(prefix: str, **counts: int) -> str:
    """Return counts in words side by side (新填 3 处，改动 2 处), each the text `prefix.name`; 0 is not said."""
    said = [say(f"{prefix}.{name}", n=count) for name, count in counts.items() if count]
    return ("，" if language_in_use() == CHINESE else ", ").join(said)


def say_in(language: str, key: str, /, **facts: object) -> str:
    """Return the text of a key in a language, in Chinese where the language has none. Raises KeyError as `say`."""
    text = text_of(language, key) or text_of(CHINESE, key)
    if text is None:
        raise KeyError(key)
    if "{" not in text:
        return text
    if language != CHINESE:
        text = re.sub(_COUNTED, lambda words: words[2] if str(facts.get(words[1])) == "1" else words[3], text)
    lacking = _blanks(text) - facts.keys()
    return fill(text, {**_words_for(lacking), **facts} if lacking else facts)


@cache
def _blanks(text: str) -> frozenset[str]:
    """The names of the blanks of a text of the catalogue."""
    return frozenset(_BLANK.findall(text))


def with_words(text: str) -> str:
    """Return a text of the program's own, like a page of the guide, with the plan's words in its blanks."""
    return fill(text, _words_for(PLAN_WORDS.keys()))


def sentence(error: AppError | MachineError) -> str:
    """Return the one plain sentence that tells a person what is wrong and the way out."""
    return say_in(language_in_use(), _own(f"errors.{error.code}"), **error.facts)


def sentence_in(language: str, error: AppError | MachineError) -> str:
    """Return the sentence of an error in a language; in Chinese for whatever the ledger or a receipt keeps."""
    return say_in(language, f"errors.{error.code}", **error.facts)
