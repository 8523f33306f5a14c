"""Workbook tables: the figures, registers and progress of a return as sheets.

What is shown is what was frozen; the sheet only says where it stands. One row for each cell, found again by its code.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import groupby
from operator import attrgetter

from forms.book.registers import FIGURES, register_cells, register_lane
from forms.book.text import shown, state_text, word
from forms.book.writer import ACROSS, AnyBook, BookColumn, BookFigure, lane_width, shared_widths
from forms.wording.paper_texts import cover_text, header_lines, revision_name, unit_name, unit_name_in_tables
from models.basics.addresses import Address, field_address
from models.basics.records import dataclass
from models.plan.plan import Column, Item, Means, Plan, Register
from models.returns.returns import Entry, Return
from models.sheet.cells import VALUE
from models.sheet.fillable import Slot, found_of_slots, unit_blocks
from models.sheet.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTexts:
    """What stands around every table of one return: below its title, its legal marks, at its foot."""

    context: str  # unit, period, revision
    marks: str
    signers: str


def page_texts(filed: Return, sheet: Sheet) -> PageTexts:
    """Return what stands around the tables of a return, made once for all of them."""
    context = _context(filed, sheet.plan, unit_name_in_tables(filed, sheet.plan))
    return PageTexts(context=context, marks=_marks(sheet), signers=_signers(filed, sheet.plan))


def earlier_context(filed: Return, sheet: Sheet) -> str:
    """Return that line as earlier releases wrote it: with the name on the cover."""
    return _context(filed, sheet.plan, unit_name(filed, sheet.plan))


def _context(filed: Return, plan: Plan, name: str) -> str:
    return word("context", 单位=name, 期=plan.periods[filed.period].name, 版次=revision_name(filed.revision))


def _signers(filed: Return, plan: Plan) -> str:
    """The line at the foot of a statistical form: who answers for it."""
    means = (Means.ANSWERS, Means.REVIEWED, Means.PREPARED, Means.TELEPHONE, Means.DATED)
    return word("signers", **{one.value: cover_text(filed, plan.field_name(one)) for one in means})


def _marks(sheet: Sheet) -> str:
    """The legal marks of a form on one line, "" while there are none."""
    return "    ".join(header_lines(sheet.plan.header))


@dataclass(frozen=True, slots=True, kw_only=True)
class _TableLine:
    """One row of a table: an item, or a county's line of it, this year's and last year's."""

    code: str
    item: Item
    line: str | None
    last: str  # address of last year's slot, "" for none
    derived: bool
    total: bool  # over the lines of a split table


def write_tables(book: AnyBook, filed: Return, sheet: Sheet, around: PageTexts, *, draft: bool) -> Iterator[str]:
    """Write one sheet for each table the unit has in the period; yield their titles."""
    for table, lines in found_of_slots(sheet.plan, sheet.slots, "table lines", partial(_lines_by_table, sheet)).items():
        known = sheet.plan.tables[table]
        lanes = _table_lanes(filed, lines)
        page = book.page(f"{known.id} {known.name}", known.name, tuple(lanes.values()))
        page.note(around.context)
        page.note(around.marks)
        page.head(keep=2 if "line" in lanes else 1)
        for cells in zip(*_table_cells(filed, sheet, lines, lanes, draft=draft), strict=True):
            page.row(cells)
        page.note(around.signers)
        page.note(word("derived"))
        if "line" in lanes:
            page.note(word("split"))
        yield known.name


def _lines_by_table(sheet: Sheet) -> Mapping[str, Sequence[_TableLine]]:
    """The rows of every table, by table: the same for all units that fill the same cells."""
    return {table: _table_lines(tuple(slots)) for table, slots in groupby(sheet.slots.values(), attrgetter("table"))}


def _table_lines(slots: Sequence[Slot]) -> list[_TableLine]:
    order: dict[tuple[str, str | None], dict[bool, Slot]] = {}
    for slot in slots:
        order.setdefault((slot.item.id, slot.line), {})[slot.last_year] = slot
    return [_table_line(name, line, found) for (name, line), found in order.items()]


def _table_line(name: str, line: str | None, found: Mapping[bool, Slot]) -> _TableLine:
    item, slot, last = next(iter(found.values())).item, found.get(False), found.get(True)
    total = slot is not None and slot.total
    return _TableLine(
        code=str(Address(name, line)),
        item=item,
        line=line,
        last=last.address if last else "",
        derived=total or not item.entered,
        total=total,
    )


def _table_lanes(filed: Return, lines: Sequence[_TableLine]) -> dict[str, BookColumn]:
    """The columns that a table has, by what stands in them; how wide they are is found when somebody asks."""

    def figures(of: Mapping[str, Entry], *, last_year: bool, most: float) -> float:
        places = [(line.item, line.last if last_year else line.code) for line in lines]
        return lane_width([_value(item, of.get(address)) for item, address in places], 16, most)

    def states() -> float:
        return lane_width([state_text(entry) for line in lines if (entry := filed.cells.get(line.code))], 14, 34)

    lanes = {
        "line": BookColumn(word("column.line"), 20),
        "name": BookColumn(word("column.name"), 46),
        "measure": BookColumn(word("column.measure"), 14, "center"),
        "code": BookColumn(word("column.code"), lambda: lane_width([line.code for line in lines], 10, 24), "center"),
        "state": BookColumn(word("column.state"), states),
        "value": BookColumn(word("column.value"), partial(figures, filed.cells, last_year=False, most=48)),
        "last_year": BookColumn(word("column.last_year"), partial(figures, filed.cells, last_year=True, most=20)),
        "control": BookColumn(word("column.control"), partial(figures, filed.controls, last_year=False, most=20)),
        "last_year_control": BookColumn(
            word("column.last_year_control"), partial(figures, filed.controls, last_year=True, most=20)
        ),
    }
    typed = filed.controls
    wanted = {
        "line": any(line.line for line in lines),
        "last_year": any(line.last for line in lines),
        "control": bool(typed) and any(line.code in typed for line in lines),
        "last_year_control": bool(typed) and any(line.last in typed for line in lines if line.last),
    }
    return {key: lane for key, lane in lanes.items() if wanted.get(key, True)}


def _table_cells(
    filed: Return, sheet: Sheet, lines: Sequence[_TableLine], lanes: Collection[str], *, draft: bool
) -> list[list[str]]:
    """What stands in each column that a table has (the keys of `_table_lanes`), from above."""
    entries = [filed.cells.get(line.code) for line in lines]
    both, mark = list(zip(lines, entries, strict=True)), word("derived_mark")
    columns: Mapping[str, Callable[[], list[str]]] = {
        "line": lambda: [_line_name(sheet, line) for line in lines],
        "name": lambda: [f"{mark}{line.item.name}" if line.derived else line.item.name for line in lines],
        "measure": lambda: [line.item.measure for line in lines],
        "code": lambda: [line.code for line in lines],
        "state": lambda: [
            state_text(entry) if entry else _unread(sheet, line.code, draft=draft) for line, entry in both
        ],
        "value": lambda: [_value(line.item, entry) if entry and entry.state == VALUE else "" for line, entry in both],
        "last_year": lambda: [_value(line.item, filed.cells.get(line.last)) for line in lines],
        "control": lambda: [_value(line.item, filed.controls.get(line.code)) for line in lines],
        "last_year_control": lambda: [_value(line.item, filed.controls.get(line.last)) for line in lines],
    }
    return [columns[key]() for key in lanes]


def _line_name(sheet: Sheet, line: _TableLine) -> str:
    if line.line:
        return sheet.name_of(line.line)
    return word("total") if line.total else ""


def _value(item: Item, entry: Entry | None) -> str:
    if entry is not None and item.numeric and entry.state == VALUE and entry.value:
        return BookFigure(entry.value, item.decimals)
    return shown(entry)


def _unread(sheet: Sheet, address: str, *, draft: bool) -> str:
    """What was typed and could not be read; only a draft has such cells."""
    if not draft:
        return ""
    cell = sheet.cell(address)
    return word("unread", 原文=cell.raw) if cell.fault else ""


def write_registers(book: AnyBook, filed: Return, sheet: Sheet, around: PageTexts, *, draft: bool) -> Iterator[str]:
    """Write one sheet for each register that has rows; yield their titles."""
    for name in sheet.register_ids:
        rows = filed.registers.get(name, ())
        if not rows:
            continue
        register = sheet.plan.registers[name]
        lanes = [
            BookColumn(word("column.number"), 7, "center"),
            BookColumn(word("column.register"), 9, "center"),
            BookColumn(word("column.counting"), 8, "center"),
            *(register_lane(column, rows) for column in register.columns),
        ]
        page = book.page(f"{register.id} {register.name}", register.name, lanes)
        page.note(around.context)
        page.note(around.marks)
        page.head(keep=1)
        typed = sheet.registers.get(name, ()) if draft else ()
        cells, uncounted = register_cells(register.columns, first=4), sheet.uncounted.get(name, ())
        mark = word("left_out")
        for number, row in enumerate(rows, 1):
            texts = {**typed[number - 1].raw, **row} if number <= len(typed) else row
            counting = mark if number in uncounted else ""
            page.row_at({1: BookFigure(str(number)), 2: name, 3: counting, **cells(texts)})
        page.note(around.signers)
        page.note(word("masked"))
        yield register.name


def empty_registers(filed: Return, sheet: Sheet) -> list[Register]:
    """Return the registers the unit keeps and has nothing in."""
    return [sheet.plan.registers[name] for name in sheet.register_ids if not filed.registers.get(name)]


def write_progress(book: AnyBook, filed: Return, sheet: Sheet, around: PageTexts, *, draft: bool) -> Iterator[str]:
    """Write the progress of the unit's blocks, one row each; yield its title if the period asks for it."""
    if not any(slot.group in sheet.plan.blocks for slot in sheet.fields.values()):
        return
    rows: list[list[str]] = []
    for block, role in unit_blocks(sheet.plan, sheet.unit_id, sheet.settings.groups):
        entries = filed.progress.get(block.id, {})
        cells = [_progress_cell(field, entries.get(field.name)) for field in sheet.plan.progress_columns]
        if draft:
            cells = [
                cell or _unread(sheet, field_address(block.id, field.name), draft=True)
                for cell, field in zip(cells, sheet.plan.progress_columns, strict=True)
            ]
        rows.append([block.id, block.clause, block.title, word("lead" if role == "lead" else "responsible"), *cells])
    page = book.page(word("sheet.progress"), word("sheet.progress"), _progress_lanes(sheet.plan, rows))
    page.note(around.context)
    page.note(around.marks)
    page.head(keep=1)
    for row in rows:
        page.row(row)
    page.note(around.signers)
    yield word("sheet.progress")


_FIRST = (7, 10, 15, 7)  # widths: code, clause, task, the unit's part in it
_SHORT = 8.5  # of a column of a word, a name or a number; a head of four characters in two lines
_PROSE = (Means.WORDS, Means.TROUBLE, Means.NEXT)


def _progress_lanes(plan: Plan, rows: Sequence[Sequence[str]]) -> list[BookColumn]:
    """The columns of progress; those of prose share what is left of a page on which they can be read."""
    fields = plan.progress_columns
    prose = [place for place, field in enumerate(fields) if field.means in _PROSE]

    @cache
    def shared() -> Mapping[int, float]:
        texts = [[row[len(_FIRST) + place] for row in rows] for place in prose]
        room = ACROSS - sum(_FIRST) - _SHORT * (len(fields) - len(prose))
        return dict(zip(prose, shared_widths(texts, room, 12), strict=True))

    heads = ("code", "clause", "task", "role")
    first = [
        BookColumn(word(f"column.{head}"), width, "center" if head in ("code", "role") else "left")
        for head, width in zip(heads, _FIRST, strict=True)
    ]

    def width_at(place: int) -> float:
        return shared()[place]

    lanes = (
        BookColumn(field.name, partial(width_at, place) if place in prose else _SHORT)
        for place, field in enumerate(fields)
    )
    return [*first, *lanes]


def _progress_cell(field: Column, entry: Entry | None) -> str:
    text = shown(entry)
    number = field.type in FIGURES and entry is not None and entry.state == VALUE
    return BookFigure(text) if number and text else text
