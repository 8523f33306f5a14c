"""Strange: the figures that the pages of a document show and its return does not hold.

Whoever has the unit's key can seal a paper of his own making: everything sealed stands on its pages, and something
beside it. None of this makes a paper wrong, so it is told and changes nothing. Words without a number are looked for
by `other_words`, properties by `strange_properties`. What cannot be found so: whole numbers that stand elsewhere in the
paper too.
"""

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from forms.document.tables import beside_figures
from forms.wording.changes import changed_places
from forms.wording.earlier import earlier_words
from forms.wording.paper_texts import barcode_of
from models.basics.messages import CHINESE, catalogue, say_in
from models.plan.plan import Plan
from models.returns.returns import Return
from models.sheet.sheet import Sheet

MOST = 50
Found = tuple[tuple[int, str], ...]  # page (from 1), what stands there
_BREAKS = 10  # digits and points of a number that may be broken over two lines
_LONGEST_SAID = 400  # characters of what an earlier revision said of one place
_LONGEST_PLACE = 120  # characters of a row's place in the list of changes: its key, its column
_WRITTEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)*")
_APART = re.compile(r"(?<!\S)[\d.](?:\s+[\d.]){2,}(?!\S)")
_DIGITS, _TENS = "〇零○一二三四五六七八九两壹贰叁肆伍陆柒捌玖", "十百千万亿拾佰仟萬"
_IN_WORDS = re.compile(rf"[{_DIGITS}{_TENS}]*[{_DIGITS}十拾][{_DIGITS}{_TENS}]*(?:[点點][{_DIGITS}]+)?")
_SHORTEST = 3  # signs of a number in words: 第一, 十二 are in every text
_COUNTS = (  # our sentences of a return's pages that count places, rows, columns or files
    "changes.heading", "changes.rest", "register.count", "register.rest", "register.columns", "table.not_due",
    "findings.alike", "findings.warning_meaning", "document.evidence_count",
)  # fmt: skip
_SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def strange_numbers(
    texts: Sequence[str], filed: Return, sheet: Sheet, said: Iterable[str], cells: Iterable[str] = ()
) -> Found:
    """Return the numbers on pages that stand nowhere in a paper, page by page: (page from 1, number), at most `MOST`.

    `cells`: every text of its workbook, `said`: what else the paper says: its findings. What a table computes besides
    (同比%, 完成率), digests, page numbers and what an earlier revision said (`第1版 7.35` in the list of changes) are
    known; a number may be broken over two lines.
    """
    known = {*_times_said(tuple(cells)), *_times_said(beside(filed, sheet))}
    known.update(plain for plain, _ in numbers_of(lines_in_one_form((*said, sealed_text(filed)))))
    known |= _printed_by_us() | {str(n) for n in range(len(texts) + 1)}
    long = " ".join(one for one in known if len(one) >= _BREAKS)
    found = dict.fromkeys(
        (page, shown)
        for page, (text, own) in enumerate(zip(texts, of_this_revision(texts, filed, sheet.plan), strict=True), 1)
        for plain, shown in (*numbers_of(own), *numbers_of(_moved_together(text)))
        if plain not in known and plain not in long
    )
    return tuple(found)[:MOST]


@cache
def _printed_by_us() -> frozenset[str]:
    """The numbers in our own words of papers."""
    return frozenset(plain for plain, _ in numbers_of(_our_words()))


@cache
def _our_words() -> str:
    ours = (text for key, text in catalogue(CHINESE).items() if key.startswith("papers."))
    return "\n".join((*ours, *earlier_words()))


def numbers_in_words(texts: Sequence[str], filed: Return, sheet: Sheet, said: Iterable[str]) -> Found:
    """Return numbers spelled in words (六十六点五) that the paper does not say so, page by page; `said` as above."""
    known = "\n".join([*said, filed.content.decode(), _our_words()])
    found = dict.fromkeys(
        (page, words)
        for page, text in enumerate(of_this_revision(texts, filed, sheet.plan), 1)
        for words in in_words(text)
        if words not in known
    )
    return tuple(found)[:MOST]


def in_words(text: str) -> list[str]:
    """Return the numbers in Chinese words of a text; short ones such as 第一 and 十二 are in every text."""
    return [words for words in _IN_WORDS.findall(text) if len(words) >= _SHORTEST]


def repeated_figures(texts: Sequence[str], filed: Return, sheet: Sheet, cells: Iterable[str], more: str) -> Found:
    """Return the figures of a return that pages show more often than its tables do, with each page they stand on.

    `cells`: the texts of its workbook's cells, with one for each finding; `more`: what it says besides and may print
    several times, such as explanations. A figure that is said there may stand anywhere, and so may a whole number.
    What a correction says in words (a note, a text, a row's key) may stand once more, in the list of changes.
    """
    spoken = {plain for plain, _ in numbers_of(more)}
    wanted = {
        plain
        for entry in filed.cells.values()
        for plain, _ in numbers_of(str(entry.value or ""))
        if "." in plain and plain not in spoken
    }
    expected = _times_said(tuple(cells)) + _times_said(beside(filed, sheet))
    hidden = _said_now(filed.revision)
    shown = Counter[str]()
    places: dict[tuple[int, str], str] = {}
    for page, text in enumerate(of_this_revision(texts, filed, sheet.plan), 1):
        for plain, written in numbers_of(hidden.sub(" ", text)):
            if plain in wanted:
                shown[plain] += 1
                places[page, written] = plain
    if filed.ancestors and any(shown[plain] > max(expected[plain], 1) for plain in shown):
        expected += _times_said(tuple(_said_as_changed(filed, sheet.plan)))
    return tuple(place for place, plain in places.items() if shown[plain] > max(expected[plain], 1))[:MOST]


def _said_as_changed(filed: Return, plan: Plan) -> Iterator[str]:
    """Yield what the list of changes would say of each place of a return, without what `_said_now` hides on pages."""
    hidden = _said_now(filed.revision)
    nothing = replace(filed, cover={}, cells={}, controls={}, progress={}, registers={}, explanations={}, evidence=())
    for place, _, new in changed_places(plan, nothing, filed):
        said = say_in(CHINESE, "papers.changes.said", 版=filed.revision, 数=new)
        yield hidden.sub(" ", f"{place}\n{said}")


@lru_cache(maxsize=8)
def _times_said(texts: tuple[str, ...]) -> Counter[str]:
    """How often each number stands in some texts; two searches ask it of the same cells. Not to be changed."""
    return Counter(plain for plain, _ in numbers_of(lines_in_one_form(texts)))


def beside(filed: Return, sheet: Sheet) -> tuple[str, ...]:
    """What the tables print beside the figures, computed once for a sheet."""
    sources = (filed, sheet.memory.basis)
    return sheet.cache.keep("beside figures", sources, lambda: tuple(beside_figures(filed, sheet)))


def of_this_revision(texts: Sequence[str], filed: Return, plan: Plan) -> tuple[str, ...]:
    """The texts without digests, counts, and what the list of changes says of earlier revisions: no figures of it."""
    codes = (filed.digest, filed.plan_digest, *(barcode_of(one) for one in (filed.digest, *filed.ancestors)))
    return _own_texts(tuple(texts), codes, filed.revision, tuple(one.name for one in plan.registers.values()))


@lru_cache(maxsize=2)
def _own_texts(
    texts: tuple[str, ...], codes: tuple[str, ...], revision: int, registers: tuple[str, ...]
) -> tuple[str, ...]:
    """The same: three searches ask for the pages of one paper."""
    low, hidden = [code.lower() for code in codes if code], _counts_and_earlier(revision, registers)
    return tuple(hidden.sub(" ", _without(text, low)) for text in texts)


def _without(text: str, codes: Iterable[str]) -> str:
    """A text without some codes, in small letters or large ones, whatever blanks and ends of lines stand in them."""
    flat = "".join(text.split()).translate(_SMALL)
    spans = [(at, at + len(code)) for code in codes for at in _places(flat, code)]
    if not spans:
        return text
    places = [place for place, sign in enumerate(text) if not sign.isspace()]
    kept, end = list[str](), 0
    for first, behind in sorted(spans):
        kept.append(text[end : places[first]])
        end = max(end, places[behind - 1] + 1)
    return " ".join([*kept, text[end:]])


def _places(text: str, wanted: str) -> Iterator[int]:
    place = text.find(wanted)
    while place >= 0:
        yield place
        place = text.find(wanted, place + len(wanted))


@lru_cache(maxsize=64)
def _counts_and_earlier(revision: int, registers: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of our sentences that count, and of what the list of changes says of the revisions before one."""
    parts = [*_counted(), _in_order(), *_rows_gone(revision, registers), *_said_before(revision)]
    return re.compile("|".join(parts), re.IGNORECASE | re.DOTALL | re.MULTILINE)


@cache
def _in_order() -> str:
    """The pattern of the number before a finding, alone at the beginning of its line."""
    sign, _, _ = catalogue(CHINESE)["papers.findings.row"].removeprefix("{序}").partition("{")
    return rf"^\s*\d{{1,6}}{re.escape(sign)}(?!\d)"


@lru_cache(maxsize=64)
def _said_now(revision: int) -> re.Pattern[str]:
    """The pattern of what the list of changes says of a revision's own figure."""
    now = say_in(CHINESE, "papers.changes.said", 版=revision, 数="").strip()
    return re.compile(rf"{_spread(now)}\s*-?{_WRITTEN.pattern}", re.IGNORECASE | re.DOTALL)


@cache
def _counted() -> tuple[str, ...]:
    """The patterns of our sentences that count, with any whole number in them."""
    texts = catalogue(CHINESE)
    parts = [re.split(r"\{(?!n\}).*", texts[f"papers.{key}"])[0].split("{n}") for key in _COUNTS]
    return tuple(r"\s*\d[\d,]*\s*".join(_spread(re.sub(r"\s", "", one)) for one in some) for some in parts)


def _said_before(own: int) -> Iterator[str]:
    """Yield the pattern of what each earlier revision said of a place, up to what this one says, or of its figure."""
    now = _spread(say_in(CHINESE, "papers.changes.said", 版=own, 数="").strip())
    for revision in range(1, own):
        then = _spread(say_in(CHINESE, "papers.changes.said", 版=revision, 数="").strip())
        yield rf"{then}(?:(?!{then}).){{0,{_LONGEST_SAID}}}?(?={now})|{then}\s*-?{_WRITTEN.pattern}"


def _rows_gone(own: int, registers: Iterable[str]) -> Iterator[str]:
    """Yield the pattern of each place in the list of changes whose row is gone: its key stands nowhere else now."""
    said, blank = (say_in(CHINESE, f"papers.changes.{key}") for key in ("said", "blank"))
    now = _spread(said.format(版=own, 数=blank))
    names = "|".join(map(_spread, registers))
    for revision in range(1, own if names else 0):
        then = _spread(said.format(版=revision, 数="").strip())
        parts = (rf"(?:(?!{then}).){{0,{longest}}}?" for longest in (_LONGEST_PLACE, _LONGEST_SAID))
        yield rf"(?:{names})\s*·{then.join(parts)}{now}"


def _moved_together(text: str) -> str:
    """The numbers of a text whose digits and point stand apart from each other: 1 9 2 . 4 0."""
    return " ".join("".join(one.split()) for one in _APART.findall(text) if one.count(".") == 1)


def _spread(text: str) -> str:
    return r"\s*".join(map(re.escape, text.replace(" ", "")))


@lru_cache(maxsize=64)
def in_one_form(text: str) -> str:
    """A text with one form of each sign (NFKC); several searches ask it of the pages of one paper."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def lines_in_one_form(texts: Iterable[str]) -> str:
    """Some texts, each on a line, with one form of each sign: no sign is one with another over the end of a line.

    Names, measures and words of ours are the same in the cells of many papers.
    """
    return "\n".join(_short_in_one_form(text) if len(text) <= _SHORT else in_one_form(text) for text in texts)


_SHORT = 100  # characters of a text whose form is remembered
_short_in_one_form = lru_cache(maxsize=4_096)(in_one_form.__wrapped__)


def sealed_text(filed: Return) -> str:
    """What a return says, as it was sealed, with its ends of lines: two searches ask for its signs in one form."""
    return filed.content.decode().replace("\\n", "\n")


def numbers_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield each number of a text without noughts that say nothing, and as it stands."""
    for found in _WRITTEN.findall(in_one_form(text)):
        if plain := _plain(found):
            yield plain, found


@lru_cache(maxsize=4_096)
def _plain(written: str) -> str:
    """A number without noughts that say nothing; "" for one of a release, a plan, a day."""
    if written.count(".") > 1:
        return ""
    whole, point, rest = written.replace(",", "").partition(".")
    rest = rest.rstrip("0")
    return (whole.lstrip("0") or "0") + (point + rest if rest else "")
