"""Template: a plain, unsigned workbook that anybody fills in with WPS, Excel or LibreOffice, without our program.

One sheet for each table, for the progress of blocks and for each register in its scope, with drop-downs, notes and what
to do on the first page. Nothing is locked and nothing in it is trusted: `forms.filling.import_book` finds lines by
their codes and columns by their heads, and what the hidden sheet says only keeps a book from being taken for another
one.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from forms.book.text import word
from forms.book.writer import TEAL, Book, BookColumn, Margins, lane_width
from forms.filling.entry_page import BODY, EntryPage
from forms.filling.template_texts import FORM, KEY_SHEET, TemplateKeys, derived_word, key_rows
from models.basics.addresses import COVER, Address, field_address
from models.basics.messages import in_words_of, say
from models.basics.period import format_time, own_id
from models.basics.records import dataclass
from models.filling.slices import Scope, scope_items
from models.plan.plan import Column, ColumnType, Item, ItemType, Means, Register
from models.sheet.cells import BLANK, STATES, Cell, State
from models.sheet.fillable import Slot, unit_blocks
from models.sheet.sheet import Sheet

EMPTY_ROWS = 40  # ruled and ready below the last row of a register
LISTED = 2000  # rows of a register that drop-downs reach
_PROGRESS = {Means.WORDS: 28, Means.TROUBLE: 16, Means.NEXT: 16, Means.PERCENT: 8}  # any other 7: one page wide
_ROOM = {ColumnType.DATE: 13.0, ColumnType.CREDIT_CODE: 22.0, ColumnType.VIN: 21.0, ColumnType.PLATE: 12.0}


@in_words_of(lambda sheet, *_, **__: sheet.plan.words)
def write_template(
    sheet: Sheet,
    scope: Scope,
    *,
    supplier: str = "",
    slice_id: str = "",
    filled: bool = False,
    until: datetime | None = None,
) -> bytes:
    """Return the template of a scope.

    `filled` = with what the sheet says now, to be corrected; `until` = when it is wanted back.
    """
    unit, period = sheet.unit_name, sheet.plan.periods[sheet.period_id]
    title = say("imports.template.title", 单位=unit)
    book = Book(
        title, unit, datetime(period.end.year, period.end.month, period.end.day), Margins(title, period.name), body=BODY
    )
    front = EntryPage(
        book, say("imports.template.sheet"), title, [BookColumn("", 3), BookColumn("", 83)], portrait=True
    )
    parts = list(_parts(book, sheet, scope, filled=filled))
    _front(front, sheet, supplier, until, parts)
    _hide_keys(book, sheet, supplier, slice_id)
    return book.content()


def _hide_keys(book: Book, sheet: Sheet, supplier: str, slice_id: str) -> None:
    """Write on a sheet nobody sees what the book is of."""
    keys = TemplateKeys(
        form=FORM,
        plan=sheet.plan.id,
        unit=sheet.unit_id,
        period=own_id(sheet.period_id),
        supplier=supplier,
        slice=slice_id,
    )
    hidden = EntryPage(book, KEY_SHEET, KEY_SHEET, [BookColumn("", 20), BookColumn("", 60)])
    for name, text in key_rows(keys).items():
        hidden.line([name, text])
    hidden.hide()


def _front(page: EntryPage, sheet: Sheet, supplier: str, until: datetime | None, parts: Sequence[str]) -> None:
    say_ = "imports.template."
    page.note(say(f"{say_}unit", 单位=sheet.unit_name), font_size=12)
    page.note(say(f"{say_}period", 报告期=sheet.plan.periods[sheet.period_id].name), font_size=12)
    if supplier:
        page.note(say(f"{say_}supplier", 科室=supplier), font_size=12)
    if until is not None:
        page.note(say(f"{say_}due", 时=format_time(until)), font_size=12, font_color=TEAL)
    page.space()
    for number in range(1, 6):
        page.note(say(f"{say_}how_{number}"), font_size=11)
    page.note(say(f"{say_}secret"), font_size=11, font_color=TEAL)
    page.space()
    page.note(say(f"{say_}contents"), font_size=11)
    for part in parts:
        page.note(f"· {part}", font_size=11)


def _parts(book: Book, sheet: Sheet, scope: Scope, *, filled: bool) -> Iterator[str]:
    if scope.cover:
        yield _cover(book, sheet, filled=filled)
    items = scope_items(sheet, scope)
    for table in dict.fromkeys(slot.table for slot in sheet.slots.values()):
        lines = [one for one in _table_lines(sheet, table) if table in scope.tables or one.item.id in items]
        if any(slot and not slot.derived for one in lines for slot in (one.slot, one.last)):
            yield _table(book, sheet, table, lines, filled=filled)
    if scope.blocks:
        yield _progress(book, sheet, scope.blocks, filled=filled)
    for name in scope.registers:
        yield _register(book, sheet, sheet.plan.registers[name], filled=filled)


def _cover(book: Book, sheet: Sheet, *, filled: bool) -> str:
    title = word("sheet.cover")
    lanes = [
        BookColumn(word("column.code"), 18, "center"),
        BookColumn(word("column.field"), 18),
        BookColumn(word("column.content"), 44),
    ]
    page = EntryPage(book, title, title, lanes)
    page.head(keep=2)
    for column in sheet.plan.cover_columns:
        address = field_address(COVER, column.name)
        page.known([address, column.name])
        page.entry(2, _raw(sheet.cells.get(address)) if filled else "", wrap=True)
        page.next()
    return title


@dataclass(frozen=True, slots=True, kw_only=True)
class _TemplateLine:
    item: Item
    line: str | None
    slot: Slot | None
    last: Slot | None


def _table_lines(sheet: Sheet, table: str) -> list[_TemplateLine]:
    """Return the lines of a table that are due; what is not due is so by itself and is not asked."""
    order: dict[tuple[str, str | None], dict[bool, Slot]] = {}
    for slot in sheet.slots.values():
        if slot.table == table and slot.due:
            order.setdefault((slot.item.id, slot.line), {})[slot.last_year] = slot
    return [
        _TemplateLine(item=next(iter(found.values())).item, line=line, slot=found.get(False), last=found.get(True))
        for (_, line), found in order.items()
    ]


def _table(book: Book, sheet: Sheet, table: str, lines: Sequence[_TemplateLine], *, filled: bool) -> str:
    known = sheet.plan.tables[table]
    title = f"{known.id} {known.name}"
    split = any(one.line for one in lines)
    codes = lane_width([str(Address(one.item.id, one.line)) for one in lines], 10, 22)
    lanes = {
        "code": BookColumn(word("column.code"), codes, "center"),
        "line": BookColumn(word("column.line"), 14),
        "name": BookColumn(word("column.name"), 28 if split else 40),
        "measure": BookColumn(word("column.measure"), 12, "center"),
        "value": BookColumn(word("column.value"), 14 if split else 16, "right"),
        "last_year": BookColumn(word("column.last_year"), 14, "right"),
        "state": BookColumn(word("column.state"), 12, "center"),
        "note": BookColumn(say("imports.template.note"), 20 if split else 26),
    }
    wanted = {"line": split, "last_year": any(one.last for one in lines)}
    places = {name: place for place, name in enumerate(name for name in lanes if wanted.get(name, True))}
    page = EntryPage(book, title, known.name, [lanes[name] for name in places])
    page.head(keep=places["name"] + 1)
    for one in lines:
        _table_line(page, sheet, one, places, filled=filled)
    return title


def _table_line(page: EntryPage, sheet: Sheet, one: _TemplateLine, places: Mapping[str, int], *, filled: bool) -> None:
    slot = one.slot or one.last
    if slot is None:
        return
    derived = slot.derived
    line = sheet.name_of(one.line) if one.line else word("total") if slot.total else ""
    name = f"{word('derived_mark')}{one.item.name}" if derived else one.item.name
    known = {"code": str(Address(one.item.id, one.line)), "line": line, "name": name, "measure": one.item.measure}
    page.known([text for part, text in known.items() if part in places], note=_definition(sheet, one.item))
    for column, part in (("value", one.slot), ("last_year", one.last)):
        if column not in places:
            continue
        if part is None or derived:
            page.closed(places[column], derived_word() if derived and part is not None else "")
            continue
        cell = sheet.cells.get(part.address) if filled else None
        page.entry(places[column], _value(cell), choices=_choices(sheet, one.item), wrap=not one.item.numeric)
    _state(page, sheet, one, places, open_=not derived and one.slot is not None, filled=filled)
    page.next()


def _state(
    page: EntryPage, sheet: Sheet, one: _TemplateLine, places: Mapping[str, int], *, open_: bool, filled: bool
) -> None:
    if not open_ or one.slot is None:
        page.closed(places["state"])
        page.closed(places["note"])
        return
    cell = sheet.cells.get(one.slot.address, BLANK) if filled else BLANK
    said = say(f"papers.state.{cell.state}") if cell.state in STATES else ""
    page.entry(places["state"], said, choices=tuple(say(f"papers.state.{state}") for state in STATES))
    page.entry(places["note"], cell.note if said else "", wrap=True)


def _definition(sheet: Sheet, item: Item) -> str:
    indicator = sheet.plan.indicators.get(item.indicator or "")
    return "\n".join([item.clause, *(indicator.notes if indicator else ())]).strip()


def _choices(sheet: Sheet, item: Item) -> tuple[str, ...]:
    return ("是", "否") if item.type is ItemType.YES_NO else sheet.choices_of(item)


def _raw(cell: Cell | None) -> str:
    return (cell.raw or cell.text) if cell is not None else ""


def _value(cell: Cell | None) -> str:
    return _raw(cell) if cell is not None and (cell.state is State.VALUE or cell.fault) else ""


def _progress(book: Book, sheet: Sheet, blocks: Sequence[str], *, filled: bool) -> str:
    title = word("sheet.progress")
    lanes = [
        BookColumn(word("column.code"), 7, "center"),
        BookColumn(word("column.clause"), 8),
        BookColumn(word("column.task"), 14),
        BookColumn(word("column.role"), 5, "center"),
        *(BookColumn(one.name, _PROGRESS.get(one.means, 7) if one.means else 7) for one in sheet.plan.progress_columns),
    ]
    page = EntryPage(book, title, title, lanes)
    page.head(keep=3)
    roles = {block.id: role for block, role in unit_blocks(sheet.plan, sheet.unit_id, sheet.settings.groups)}
    for name in blocks:
        block = sheet.plan.blocks[name]
        page.known([block.id, block.clause, block.title, say(f"imports.template.{roles.get(name, 'responsible')}")])
        for place, column in enumerate(sheet.plan.progress_columns, 4):
            cell = sheet.cells.get(field_address(name, column.name)) if filled else None
            page.entry(place, _raw(cell), choices=column.choices, wrap=column.type is ColumnType.TEXT)
        page.next(tall=4)
    return title


def _register(book: Book, sheet: Sheet, register: Register, *, filled: bool) -> str:
    title = f"{register.id} {register.name}"
    page = EntryPage(book, title, register.name, [_register_lane(column) for column in register.columns])
    rows = sheet.registers.get(register.id, ()) if filled else ()
    if filled and rows and any(column.mask for column in register.columns):
        page.note(say("imports.template.personal"), font_color=TEAL)
    page.head(keep=1)
    texts = [{**row.values, **row.raw} for row in rows] or [dict(fixed) for fixed in register.fixed_rows]
    page.lists({place: _column_choices(column) for place, column in enumerate(register.columns)}, LISTED)
    for row in [*texts, *({} for _ in range(EMPTY_ROWS))]:
        for place, column in enumerate(register.columns):
            page.entry(place, row.get(column.name, ""), wrap=column.type is ColumnType.TEXT)
        page.next()
    return title


def _column_choices(column: Column) -> tuple[str, ...]:
    return ("是", "否") if column.type is ColumnType.YES_NO else column.choices


def _register_lane(column: Column) -> BookColumn:
    star = say("imports.template.required") if column.required else ""
    head = f"{column.name}{star}" + (f"\n（{column.measure}）" if column.measure else "")
    right = column.type in (ColumnType.NUMBER, ColumnType.WHOLE)
    return BookColumn(
        head, lane_width([head, *column.choices], _ROOM.get(column.type, 12), 30), "right" if right else "left"
    )
