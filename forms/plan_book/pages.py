"""Pages: what each sheet of a plan's book says, as rows that know their cells.

A sheet is known by the hidden keys of its first row; in a book somebody typed, by its name and the Chinese heads. Every
row keeps where each of its values stands, so that a problem the loader finds in the plan is told at the cell.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import field
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from forms.given.cells import GivenCell, SheetCells
from forms.guards.columns import column_letters
from forms.plan_book.cells import RULE, CellFault, cell_value
from forms.plan_book.layout import PARENT, LayoutColumn, LayoutSheet, SheetShape, pages, word
from models.basics.messages import say
from models.basics.records import dataclass
from models.plan.rows.keys import Type

HEADS_WITHIN = 4  # rows in which the heads of a sheet somebody typed are looked for
CODE = re.compile(r"\^?[a-z_]+(?:\.[a-z_*0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPlace:
    """A cell of a book, counted from 1; a column of 0 is the whole row, a row of 0 the whole sheet."""

    sheet: str
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """The cell as people name it, "" for a whole sheet."""
        return f"{column_letters(self.column)}{self.row}" if self.column and self.row else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookProblem:
    """What is wrong, or worth a second look, in a book: where and a sentence."""

    place: BookPlace
    message: str

    @property
    def text(self) -> str:
        """Place and sentence in one line."""
        where = f"{self.place.sheet} {self.place.cell}".strip()
        return f"{where}：{self.message}" if where else self.message


class BookRow(dict[str, Any]):
    """A row of a plan that knows its sheet and line, and the cell of each of its keys (`range.low`)."""

    def __init__(self, sheet: str, row: int) -> None:
        """Begin a row without values."""
        super().__init__()
        self.place = BookPlace(sheet=sheet, row=row, column=1)
        self.cells: dict[str, BookPlace] = {}


@dataclass(kw_only=True)
class CollectedRows:
    """Everything read so far: rows by sheet of the layout, problems, looks."""

    rows: dict[str, list[tuple[str, BookRow]]] = field(default_factory=dict)  # page → (parent id, row)
    problems: list[BookProblem] = field(default_factory=list)
    looks: list[BookProblem] = field(default_factory=list)
    sheets: dict[str, str] = field(default_factory=dict)  # page → sheet it was read from
    lost: set[str] = field(default_factory=set)  # tables that rows belong to or speak of, and nothing is in

    def wrong(self, place: BookPlace, reason: str, **facts: object) -> None:
        """Note a problem by its sentence."""
        self.problems.append(BookProblem(place=place, message=say(f"plan_reading.{reason}", **facts)))


def folded(text: str) -> str:
    """Return a text as heads and names are compared: width, case and outer spaces make no difference."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def near(text: str, known: Mapping[str, Any] | Iterator[str] | tuple[str, ...]) -> str:
    """Return the hint “（是不是“…”？）”, "" when nothing is near."""
    match = get_close_matches(text[:60], list(known), 1, 0.5)  # of two signs, one may be wrong
    return say("plan.near", id=match[0]) if match else ""


@dataclass(kw_only=True)
class OpenSheet:
    """One sheet of a book whose page is known: where its heads stand and which column holds what."""

    collected: CollectedRows
    cells: SheetCells
    page: LayoutSheet
    heads: int  # row of the heads
    keyed: bool  # the hidden row says what the columns are

    def place(self, row: int, column: int) -> BookPlace:
        """Return a cell of this sheet."""
        return BookPlace(sheet=self.cells.title, row=row, column=column)

    @cached_property
    def codes(self) -> Mapping[int, str]:
        """Column → its code, by the hidden row or else by its head."""
        first = self.cells.rows.get(self.heads - 1, {}) if self.keyed else {}
        found = {column: shown.text.strip() for column, shown in first.items() if shown.text.strip()}
        for column, shown in self.cells.rows.get(self.heads, {}).items():
            if column not in found and shown.text.strip():
                found[column] = self.by_head.get(folded(shown.text), "")
        return found

    @cached_property
    def by_head(self) -> Mapping[str, str]:
        """Head, or key, → code."""
        found = {folded(self.page.parent_head): f"{PARENT}{self.page.parents[0]}"} if self.page.parents else {}
        for lane in self.page.lanes:
            found.setdefault(folded(lane.head), lane.code)
            found.setdefault(folded(lane.steps[-1]), lane.code)
        return found

    @property
    def below(self) -> Iterator[int]:
        """The lines under the heads that say something."""
        for row in sorted(self.cells.rows):
            if row > self.heads and any(shown.text.strip() or shown.stale for shown in self.cells.rows[row].values()):
                yield row

    def fill(self, row: BookRow, lane: LayoutColumn, shown: GivenCell, place: BookPlace, said: Any) -> None:  # noqa: ANN401
        """Put what a cell says into a row, or note why it cannot be taken."""
        name = ".".join(lane.steps)
        row.cells[name] = place
        try:
            value = cell_value(lane.table, lane.key, shown, said)
        except CellFault as fault:
            self.collected.problems.append(BookProblem(place=place, message=fault.message))
            if lane.key.type is not Type.WORD and (lane.table, lane.key.name) != RULE:
                return
            value = shown.text.strip()  # the loader says no more of it, but knows that a word stands there
        if value is None:
            return
        target: dict[str, Any] = row
        for step in lane.steps[:-1]:
            target = target.setdefault(step, {})
        target[lane.steps[-1]] = value


def open_sheet(collected: CollectedRows, cells: SheetCells) -> OpenSheet | None:
    """Return a sheet as one of a plan, None for any other."""
    named = {folded(page.name): page for page in pages()}
    first = cells.rows.get(1, {})
    codes = [shown.text.strip() for shown in first.values() if CODE.fullmatch(shown.text.strip())]
    tables = [code.partition(".")[0] for code in codes if not code.startswith(PARENT)]
    page = next((one for one in pages() if one.table in tables), None)
    if page is not None:
        return OpenSheet(collected=collected, cells=cells, page=page, heads=2, keyed=True)
    page = named.get(folded(cells.title))
    if page is None:
        return None
    for row in range(1, HEADS_WITHIN + 1):
        opened = OpenSheet(collected=collected, cells=cells, page=page, heads=row, keyed=False)
        heads = {folded(shown.text) for shown in cells.rows.get(row, {}).values()}
        if len(heads & set(opened.by_head)) >= min(2, len(opened.by_head)) or _single_head(page, heads):
            return opened
    return (
        OpenSheet(collected=collected, cells=cells, page=page, heads=1, keyed=False)
        if page.shape is SheetShape.CROSS
        else None
    )


def _single_head(page: LayoutSheet, heads: set[str]) -> bool:
    return page.shape is SheetShape.SINGLE and {folded(word("key")), folded(word("value"))} <= heads


def read_rows(sheet: OpenSheet) -> Iterator[tuple[str, BookRow]]:
    """Yield the rows of a sheet of one row a line, each with the id of the row it belongs to ("" for none)."""
    lanes = _lanes(sheet)
    codes = {lane.code: column for column, lane in lanes.items()}
    parent = next((column for column, code in sheet.codes.items() if code.startswith(PARENT)), 0)
    for number in sheet.below:
        row, line = BookRow(sheet.cells.title, number), sheet.cells.rows[number]
        own = {column: line[column] for column in lanes if column in line and line[column].text.strip()}
        if not own and not sheet.cells.text(number, parent or None):
            continue

        def said(name: str, number: int = number) -> str:
            return sheet.cells.text(number, codes.get(f"{sheet.page.table}.{name}"))

        row.place = sheet.place(number, min(own, default=1))
        for column, lane in lanes.items():
            sheet.fill(row, lane, line.get(column, GivenCell("")), sheet.place(number, column), said)
        home, at = sheet.cells.text(number, parent or None), sheet.place(number, parent or 1)
        row.cells[PARENT] = at
        if sheet.page.parents and not home:
            sheet.collected.wrong(at, "parent_blank", 列=sheet.page.parent_head)
            continue
        yield home, row


def _lanes(sheet: OpenSheet) -> dict[int, LayoutColumn]:
    """Return column → what it holds; a column nobody knows, with something in it, is a problem."""
    found: dict[int, LayoutColumn] = {}
    seen: set[str] = set()
    for column, code in sheet.codes.items():
        lane = sheet.page.lane(code)
        head = sheet.cells.text(sheet.heads, column) or code
        if code in seen and code:
            sheet.collected.wrong(sheet.place(sheet.heads, column), "column_twice", 列=head)
        elif lane is not None:
            found[column] = lane
        elif code != "-" and not code.startswith(PARENT):
            heads = tuple(lane.head for lane in sheet.page.lanes)
            if any(sheet.cells.text(row, column) for row in sheet.below):
                hint = near(head, heads)
                sheet.collected.wrong(sheet.place(sheet.heads, column), "unknown_column", 列=head, 提示=hint)
        seen.add(code)
    stray = {column for row in sheet.below for column in sheet.cells.rows[row]} - set(sheet.codes)
    for column in sorted(stray):
        row = next(row for row in sheet.below if column in sheet.cells.rows[row])
        if sheet.cells.text(row, column):
            sheet.collected.wrong(sheet.place(row, column), "unknown_column", 列="", 提示="")
    return found


def read_single(sheet: OpenSheet) -> BookRow:
    """Return the one row of a sheet of one key a line."""
    table = sheet.page.table
    columns = {code: column for column, code in sheet.codes.items()}
    keys = columns.get(f"{table}.key", 0)
    heads, values = _head_columns(sheet)
    row = BookRow(sheet.cells.title, sheet.heads)
    for number in sheet.below:
        code = sheet.cells.text(number, keys or None) or sheet.by_head.get(folded(sheet.cells.text(number, heads)), "")
        lane, at = sheet.page.lane(code), sheet.place(number, values)
        shown = sheet.cells.rows[number].get(values, GivenCell(""))
        if lane is None:
            name = code or sheet.cells.text(number, heads)
            if shown.text.strip() or name:
                known = tuple(lane.head for lane in sheet.page.lanes)
                hint = near(name, known)
                sheet.collected.wrong(
                    sheet.place(number, heads), "hidden_key", 名称=name, 表=sheet.page.name, 提示=hint
                )
            continue
        sheet.fill(row, lane, shown, at, lambda _: "")
    return row


def _head_columns(sheet: OpenSheet) -> tuple[int, int]:
    heads = {folded(shown.text): column for column, shown in sheet.cells.rows.get(sheet.heads, {}).items()}
    columns = {code: column for column, code in sheet.codes.items()}
    value = columns.get(f"{sheet.page.table}.value") or heads.get(folded(word("value")), 2)
    return heads.get(folded(word("key")), 1), value
