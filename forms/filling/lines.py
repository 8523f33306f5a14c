"""Import lines: tables, cover and progress of somebody's book, each line found by its code, or by a name only one has.

A blank cell offers nothing; where the sheet already says something, that is told.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise

from forms.book.text import word
from forms.filling.import_page import OpenPage
from forms.filling.line_addresses import LineAddresses, why_not_ours
from forms.lists.heads import LEAST_COLUMNS, head_kinds, head_name, known_head
from forms.lists.said_measures import SaidMeasures, measured, said_alone, said_in_column
from models.basics.addresses import COVER, LAST_YEAR, field_address
from models.basics.messages import say
from models.basics.reading import half_width
from models.filling.offer import OfferedText
from models.plan.plan import ColumnType, Item, ItemType, Plan
from models.sheet.cells import BLANK, STATES, State
from models.sheet.sheet import Sheet

_STATES = {say(f"papers.state.{state}"): state for state in STATES}
_STATE = re.compile(rf"({'|'.join(_STATES)})(?:[：:，,（(]\s*(.*?)[）)]?)?", re.DOTALL)
_NO_STATE = (say("papers.state.missing"), "缺", "数值")
_ONCE = ("code", "value", "last_year")  # two columns called so: nobody knows which is meant
_OURS = ("line", "measure", "control", "last_year_control", "clause", "task", "role", "ordinal", "code")

_BEHIND = re.compile(r"[（(]([^（()）]+)[)）]\s*$")  # 人工造林（亩）


def progress_heads(heads: Mapping[int, str], plan: Plan) -> dict[int, str]:
    """Return place → field of the progress row for the heads that name one; empty when too few do."""
    names = {head_name(column.name): column.name for column in plan.progress_columns}
    found = {place: name for place, text in heads.items() if (name := known_head(text, names)) is not None}
    return found if len(found) >= LEAST_COLUMNS else {}


def read_tables(page: OpenPage, heads: Mapping[int, str]) -> None:
    """Offer what the lines of a table say, or of several that stand beside one another."""
    kinds = kinds_of(heads, page.collected.sheet)
    parts = tables_beside(heads, kinds)
    for one in parts:
        beside = [place for part in parts if part is not one for place in part]
        LineReader(page, one, {place: kinds[place] for place in one if place in kinds}, beside).read()


def kinds_of(heads: Mapping[int, str], sheet: Sheet) -> dict[int, str]:
    """Return what the columns of a table hold, in the period of a sheet."""
    period = sheet.plan.periods[sheet.period_id]
    return head_kinds(heads, period.counts_from, period.end)


def tables_beside(heads: Mapping[int, str], known: Mapping[int, str]) -> list[dict[int, str]]:
    """Return the heads of each table that stands on the same lines, from left to right; mostly there is one.

    A table begins where the first of the heads that tell an item, 代码 or 名称, stands again; each has its figures.
    `known` is what the heads hold (`head_kinds`).
    """
    first = next((kind for _, kind in sorted(known.items()) if kind in ("code", "name")), "")
    starts = [place for place, kind in sorted(known.items()) if kind == first and first]
    bounds = [min(heads, default=0), *starts[1:], max(heads, default=0) + 1]
    parts = [
        {place: heads[place] for place in sorted(heads) if begin <= place < end} for begin, end in pairwise(bounds)
    ]
    whole = all("value" in (known.get(place) for place in part) for part in parts)
    return parts if whole and len(parts) > 1 else [dict(heads)]


class LineReader:
    """Reads the lines of one sheet that has a column for values."""

    def __init__(
        self, page: OpenPage, heads: Mapping[int, str], kinds: Mapping[int, str], beside: Iterable[int] = ()
    ) -> None:
        """Read a sheet with these heads, place → text and → kind; `beside`: columns of other tables on the lines."""
        self._page, self._beside = page, tuple(beside)
        self._out, self._sheet = page.collected, page.collected.sheet
        self._kinds: dict[str, list[int]] = {}
        for place, kind in sorted(kinds.items()):
            self._kinds.setdefault(kind, []).append(place)
        self._at = {kind: places[0] for kind, places in self._kinds.items()}
        cover = head_name(heads.get(self._at.get("value", 0), "")) == word("column.content")
        self._lines = LineAddresses(page, heads, self._kinds, cover=cover)

    def read(self) -> None:
        """Offer what the lines say; a table with two columns for the same thing is refused whole."""
        for kind in _ONCE:
            places = self._kinds.get(kind, ())
            if len(places) > 1:
                names = dict.fromkeys(self._page.head_of(place) for place in places)
                key = "imports.columns_alike" if len(names) == 1 else "imports.two_columns"
                said = say(key, 栏="、".join(names), 列=self._page.lanes(places))
                self._out.refuse(self._page.place(self._page.head), said)
                return
        for number in self._page.lines():
            self._line(number)
        known = sorted(self._at.values())
        self._page.tell_left()
        self._page.tell_hidden(known)
        where = [self._lines.place_column] if self._lines.place_column else []
        self._page.tell_columns([*known, *where, *self._beside], {word(f"column.{name}") for name in _OURS})

    @cached_property
    def _silent(self) -> list[int]:
        """Columns that are not told when they are left, as those of the numbers of the lines: notes may stand there."""
        ours = {word(f"column.{name}") for name in _OURS}
        return [at for at, text in self._page.heads.items() if head_name(text) in ours and at not in self._beside]

    def _line(self, number: int) -> None:
        says = any(self._says(number, self._at.get(kind)) for kind in ("value", "last_year", "state"))
        address = self._lines.address(number, says=says)
        if address is None:
            if not says:
                self._page.leave(number, (*self._at.values(), *self._silent))
            return
        self._out.hidden += number in self._page.cells.hidden and says
        self._out.scope.add(self._sheet.slots[address].table if address in self._sheet.slots else COVER)
        stated = bool(self._page.text(number, self._at.get("state")))
        for kind, place in (("value", address), ("last_year", f"{address}/{LAST_YEAR}")):
            column = self._at.get(kind)
            if column is not None and self._page.usable(
                number, column, self._lines.code(number) or address, self._own_measure(address)
            ):
                self._take(place, number, column)
            elif column is not None and not self._page.says(number, column) and not (stated and kind == "value"):
                self._blank(place, number, column)
        self._state(number, address)

    def _says(self, number: int, column: int | None) -> bool:
        """True when a column says something of its own; a foot written across all columns from the code on does not."""
        first = self._page.cells.merged.get((number, column or 0))
        return first != (number, self._at.get("code")) and self._page.says(number, column)

    def _take(self, address: str, number: int, column: int) -> None:
        slot, place = self._sheet.slots.get(address), self._page.place(number, column)
        text = self._page.typed(number, column, day=_is_day(self._sheet, address))
        if slot is not None and slot.item.numeric:
            said = self._said(number, column, slot.item)
            if self._page.differs(number, column, said, slot.item):
                return
            found = measured(text, said, slot.item.measure, slot.item.accepts, slot.item.measures)
            if found is None:
                self._page.refuse_measure(number, column, said, slot.item.measure)
                return
            text = found
        state = _STATE.fullmatch(text.strip())
        if state and slot is not None and text.strip() not in self._sheet.choices_of(slot.item):
            note = (state[2] or "").strip() or self._page.text(number, self._at.get("note"))
            self._out.texts.append(
                OfferedText(address=address, text="", place=place, state=_STATES[state[1]], note=note)
            )
        else:
            self._out.texts.append(OfferedText(address=address, text=text, place=place))

    def _said(self, number: int, column: int, item: Item) -> list[SaidMeasures]:
        """What the list says of the measure of a figure: in the line, behind its name or the head, or above all."""
        behind = _BEHIND.search(self._lines.name(number))
        told = self._page.text(number, self._at.get("measure"))
        own = (said_in_column if self._measured else said_alone)(told, item.measures)
        texts = (own, said_alone(behind[1], item.measures) if behind else ())
        return [*(SaidMeasures(names=one) for one in texts), *self._page.said(column)]

    @cached_property
    def _measured(self) -> bool:
        """True where the column of measures holds some: under 单位 there may stand organisations too."""
        column = self._at.get("measure")
        texts = (self._page.text(number, column) for number in self._page.lines()) if column is not None else ()
        return any(said_alone(text, self._sheet.plan.measures) for text in texts)

    def _blank(self, address: str, number: int, column: int) -> None:
        if self._sheet.cells.get(address, BLANK) != BLANK:
            self._out.blanks += 1
            self._out.texts.append(OfferedText(address=address, text="", place=self._page.place(number, column)))

    def _state(self, number: int, address: str) -> None:
        column = self._at.get("state")
        said = self._page.text(number, column)
        if not said or said in _NO_STATE:
            return
        place, note = self._page.place(number, column), self._page.text(number, self._at.get("note"))
        state = _STATE.fullmatch(said)
        value = self._page.text(number, self._at.get("value"))
        twice = _STATE.fullmatch(value)
        if state is None:
            self._out.refuse(place, say("imports.unknown_state", 原文=said[:40]))
        elif twice is not None and twice[1] == state[1]:
            return  # said in both columns, and taken from the other
        elif value:
            self._out.refuse(place, say("imports.both", 状态=state[1]))
        elif not (_STATES[state[1]] is State.NOT_DUE and not self._due(address)):
            self._out.texts.append(
                OfferedText(
                    address=address,
                    text="",
                    place=place,
                    state=_STATES[state[1]],
                    note=note or (state[2] or "").strip(),
                )
            )

    def _own_measure(self, address: str) -> str:
        slot = self._sheet.slots.get(address)
        return slot.item.measure if slot else ""

    def _due(self, address: str) -> bool:
        slot = self._sheet.slots.get(address)
        return slot is None or slot.due


def read_progress(page: OpenPage, code: int, fields: Mapping[int, str]) -> None:
    """Offer the progress of blocks, one row each; `fields` as `progress_heads` finds them."""
    out, sheet = page.collected, page.collected.sheet
    measures = {column.name: column.measure for column in sheet.plan.progress_columns}
    page.tell_hidden((code, *fields))
    for number in page.lines():
        block = half_width(page.text(number, code)).replace(" ", "").upper()
        if not any(page.says(number, place) for place in fields):
            page.leave(number, (code, *fields))
            continue
        if block not in sheet.blocks:
            reason = say("imports.nameless") if not block else why_not_ours(page, sheet, block, number)
            if block or len(list(_said(page, number, fields))) > 1:  # a line of signatures is no progress
                out.refuse(page.place(number, code), reason)
            else:
                page.leave(number, fields)
            continue
        out.hidden += number in page.cells.hidden
        out.scope.add(block)
        for place, name in fields.items():
            address = field_address(block, name)
            if page.usable(number, place, block, measures[name]):
                out.texts.append(
                    OfferedText(address=address, text=page.typed(number, place), place=page.place(number, place))
                )
            elif not page.says(number, place) and sheet.cells.get(address, BLANK) != BLANK:
                out.blanks += 1
                out.texts.append(OfferedText(address=address, text="", place=page.place(number, place)))
    page.tell_left()
    page.tell_columns((code, *fields), {word(f"column.{name}") for name in _OURS})


def _is_day(sheet: Sheet, address: str) -> bool:
    slot, field = sheet.slots.get(address), sheet.fields.get(address)
    return slot.item.type is ItemType.DATE if slot else field is not None and field.column.type is ColumnType.DATE


def _said(page: OpenPage, number: int, fields: Mapping[int, str]) -> Iterator[int]:
    return (place for place in fields if page.says(number, place))
