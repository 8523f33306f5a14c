"""Import rows: a register in somebody's book, its columns found by their names.

Totals, signatures at the foot and rows whose names are masked are no rows of a register: they are refused by place.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from forms.book.text import word
from forms.filling.collected import odd_look
from forms.filling.import_page import OpenPage
from forms.lists.heads import LEAST_COLUMNS, head_names, head_words, known_word
from forms.lists.no_rows import is_ended, is_part, is_total, why_no_row
from forms.lists.said_measures import measured
from forms.lists.said_places import others_named, place_column
from forms.wording.masks import STAR
from models.basics.messages import say
from models.basics.quantity import NO_ACCEPTS
from models.basics.reading import half_width
from models.basics.records import dataclass
from models.filling.offer import OfferedRow
from models.plan.plan import Column, ColumnType, Register
from models.sheet.cells import itself, read_field

NOTHING: Mapping[int, str] = {}
MOST_TOLD = 10  # heads
_At = tuple[int, Column]  # the place of a column
_Read = tuple[
    int, str, Column | None
]  # place and name of a column that is read; None where the register has none so called
_WORDS = (ColumnType.TEXT, ColumnType.CHOICE, ColumnType.YES_NO)
_FIGURES = (ColumnType.NUMBER, ColumnType.WHOLE)
_BESIDE = frozenset(word(f"column.{name}") for name in ("number", "register", "counting"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """A list of a page that is read into a register; `chosen` and `beside` as in `read_register`."""

    register: Register
    columns: Mapping[int, str]  # place → name
    read: Sequence[_Read]
    ordinal: Collection[str]  # columns that only number the rows
    masked: Sequence[tuple[int, str]]  # place and name of those that papers show masked
    beside: Mapping[int, str]
    chosen: bool


def read_beside(page: OpenPage, register: Register, lists: Sequence[Mapping[int, str]]) -> None:
    """Offer the rows of lists that stand beside one another, from left to right; each is place → column."""
    read = {place: name for one in lists for place, name in one.items()}
    for one in lists:
        read_register(page, register, one, beside={place: name for place, name in read.items() if place not in one})


def read_register(
    page: OpenPage,
    register: Register,
    columns: Mapping[int, str],
    *,
    chosen: bool = False,
    beside: Mapping[int, str] = NOTHING,
) -> None:
    """Offer the rows of a register; `columns` is place → column.

    `chosen`: a person has said which are read; `beside`: columns of other lists on the same lines.
    """
    out = page.collected
    if any(word("mark.masked") in text for text in page.heads.values()):
        out.remarks.append(say("imports.masked", 台账=register.name))
        return
    out.scope.add(register.id)
    read = [(place, name, register.column(name)) for place, name in columns.items()]
    one = _List(
        register=register,
        columns=columns,
        read=read,
        ordinal={column.name for column in register.columns if column.ordinal},
        masked=[(place, name) for place, name, column in read if column is not None and column.mask],
        beside=beside,
        chosen=chosen,
    )
    page.tell_hidden(columns)
    if not chosen:  # else words of one's own may stand in any row
        _leave_other_list(page, register, [(place, column) for place, _, column in read if column is not None])
        page.tell_columns([*columns, *beside], _BESIDE)
    before = len(out.rows)
    for number in page.lines():
        _read_line(page, one, number)
    _tell_others(page, register, columns, len(out.rows) - before)
    page.tell_left()


def _read_line(page: OpenPage, one: _List, number: int) -> None:
    """Offer what a line says as a row, or refuse it by its place; one that says nothing of its own is left."""
    out = page.collected
    shared = {place: said for place, _, column in one.read if (said := _shared(page, number, place, column))}
    apart = {place: name for place, name in one.columns.items() if place not in shared}
    if not any(page.says(number, place) for place, name in apart.items() if name not in one.ordinal):
        page.leave(number, one.columns)
        return
    reason = _no_word(shared.values()) or _no_row(page, number, one.register, apart, one.beside)
    if reason := reason or _masked_row(page, number, one.masked):
        out.refuse(page.place(number), reason)
        return
    texts = {
        name: text
        for place, name, column in one.read
        if place not in shared and (text := _used(page, number, place, column, as_it_stands=one.chosen)) is not None
    }
    if texts.keys() - one.ordinal:
        texts |= {one.columns[place]: said for place, said in shared.items()}
        out.shared += len(shared)
        out.hidden += number in page.cells.hidden
        out.rows.append(OfferedRow(one.register.id, texts, page.place(number)))


def _tell_others(page: OpenPage, register: Register, columns: Mapping[int, str], count: int) -> None:
    """Say which other units the rows of a list name as their place: a list of the whole city, most likely."""
    out = page.collected
    choices = [one.name for one in register.columns if one.choices]
    name = columns.get(place_column({at: one for at, one in columns.items() if one in choices}, out.sheet) or 0)
    if name is None or not count:
        return
    texts = [text for row in out.rows[-count:] if (text := row.texts.get(name, "").strip())]
    others = set(others_named(texts, out.sheet))
    if found := [text for text in texts if text in others]:
        said = "、".join(dict.fromkeys(found[:MOST_TOLD]))
        out.remarks.append(say("imports.other_rows", 台账=register.name, n=len(found), 写=said))


def _no_word(words: Iterable[str]) -> str:
    """Say why words that several lines share are none of a row: totals, and names that are masked."""
    found = list(words)
    if any(is_total(one) or is_part(one) for one in found):
        return say("imports.total_row")
    return say("imports.merged_masked") if any(STAR in half_width(one) for one in found) else ""


def _used(page: OpenPage, number: int, place: int, column: Column | None, *, as_it_stands: bool) -> str | None:
    """A text of a row, None for what says nothing or is refused."""
    if not page.usable(number, place, measure=column.measure if column is not None else ""):
        return None
    return _text(page, number, place, column, as_it_stands=as_it_stands)


def _shared(page: OpenPage, number: int, place: int, column: Column | None) -> str:
    """A word that stands in a cell merged over several lines, and is each one's; a figure would count several times."""
    if not page.cells.merged or column is None or column.type not in _WORDS:
        return ""
    found = page.shared(number, place)
    return "" if found is None or found.stale or odd_look(page.cells, found) else found.text.strip()


def _leave_other_list(page: OpenPage, register: Register, columns: Sequence[_At]) -> None:
    """End the list where heads begin that are none of ours, and say which rows were left."""
    lines = list(page.lines())
    found = next((n for n, below in pairwise([*lines, 0]) if _other_heads(page, n, below, columns)), None)
    if found is None:
        return
    heads = [shown.text.strip() for shown in page.cells.rows[found].values() if shown.text.strip()]
    rows = page.rest(found)
    said = say("imports.other_list", 头=found, 尾=rows[-1], 栏="、".join(heads[:MOST_TOLD]), 台账=register.name)
    page.collected.refuse(page.place(found), said)


def _other_heads(page: OpenPage, number: int, below: int, columns: Sequence[_At]) -> bool:
    """True for a line of names where figures, days or choices belong, and the line below it does not fit either.

    It stands apart from the rows above it, or names columns that some list of ours has; no name is said again below it.
    """
    fitting, misfits = _fit(page, number, columns)
    texts = [shown.text for _, shown in sorted(page.cells.rows[number].items()) if shown.text.strip()]
    if fitting or not misfits or not all(map(known_word, texts)) or why_no_row(texts):
        return False
    words = head_words(page.collected.sheet)
    ours = sum(any(name in words for name in head_names(text)) for text in texts)
    if ours == len(texts) >= LEAST_COLUMNS:
        return True
    above = [one for one in page.cells.rows.get(number - 1, {}).values() if one.text.strip()]
    apart = len(texts) > LEAST_COLUMNS and len(above) < LEAST_COLUMNS
    if not (apart or ours >= LEAST_COLUMNS):
        return False
    again = any(page.text(number, at) == page.text(below, at) != "" for at, _ in columns)
    return not below or (not again and _fit(page, below, columns)[1] > 0)


def _fit(page: OpenPage, number: int, columns: Iterable[_At]) -> tuple[int, int]:
    """How many cells of a line fit columns that do not take every text, and how many do not."""
    texts = [(column, page.text(number, at)) for at, column in columns if column.type is not ColumnType.TEXT]
    fits = [bool(itself(column)(text)) or not read_field(column, text).fault for column, text in texts if text]
    return sum(fits), len(fits) - sum(fits)


def _text(page: OpenPage, number: int, place: int, column: Column | None, *, as_it_stands: bool) -> str | None:
    """A text of a row; a figure with the measure the list says, unless a person has said how it is converted.

    None for one that is refused: nobody knows in what it is counted.
    """
    text = page.typed(number, place, day=column is not None and column.type is ColumnType.DATE)
    if as_it_stands or column is None or column.type not in _FIGURES:
        return text
    said = page.said(place)
    if page.differs(number, place, said, column):
        return None
    found = measured(text, said, column.measure, NO_ACCEPTS, column.measures)
    if found is None:
        page.refuse_measure(number, place, said, column.measure)
    return found


def _no_row(
    page: OpenPage, number: int, register: Register, columns: Mapping[int, str], beside: Collection[int]
) -> str:
    """Why a line is no row of a register, "" for one that is."""
    merged = page.cells.merged
    apart = [place for place in columns if (number, place) in merged and not page.is_spread(number, place)]
    if any(page.says(number, place) for place in apart):
        return say("imports.merged", 行=number)
    if undone := page.undone(number, columns):
        return undone
    line = page.cells.rows[number].items()
    texts = [shown.text.strip() for place, shown in line if shown.text.strip() and place not in beside]
    if key := why_no_row(texts, [column.name for column in register.columns if column.type in _FIGURES]):
        return say(key)
    if not any(re.search(r"\w", text) for text in texts):
        return say("imports.sign_row")
    if len(texts) == 1 and (page.last_before_heads(number) or register.name in texts[0] or is_ended(texts[0])):
        return say("imports.title_row")
    return ""


def _masked_row(page: OpenPage, number: int, masked: Iterable[tuple[int, str]]) -> str:
    """Why a line with masked texts is no row, "" for one without; `masked` are place and name of such columns."""
    hidden = [name for place, name in masked if STAR in half_width(page.text(number, place))]
    return say("imports.masked_row", 栏="、".join(hidden)) if hidden else ""
