"""Rules about what was read and what is blank, and what the program itself never lets pass.

A plan's checks of these rules give level, wording and id. The program depends on none of them: a text that could not
be read, and a required cell or column that is blank, can never be filed. Where no check of the plan stops it, the
program's own sentence does.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from models.basics.addresses import COVER
from models.basics.messages import say
from models.basics.reading import NORMALISED, NOT_A_DATE, UNREADABLE, WRONG_MEASURE
from models.checks.findings import Finding, Outcome, found_at, found_in_row
from models.checks.sheet_rule import SheetRule, found_at_cells, plan_words
from models.plan.plan import Check, ColumnType, ItemType, Level, Register
from models.plan.rules import FAULTS, REMARKS
from models.sheet.cells import NO_STATE, Cell, State
from models.sheet.fillable import FieldSlot, Slot
from models.sheet.judged import blank_columns, unread_columns
from models.sheet.rows import Row, row_remarks
from models.sheet.sheet import Sheet

FIGURES = (ColumnType.NUMBER, ColumnType.WHOLE)
TEXTS = (ColumnType.TEXT, ColumnType.CREDIT_CODE, ColumnType.VIN, ColumnType.PLATE)
BLANK_RULES = ("required", "cover_complete")


def fault_of(cell: Cell) -> str:
    """Return why a cell could not be read, "" when it could; what the program does not know is unreadable."""
    return _known(cell.fault) if cell.fault else ""


def _known(fault: str) -> str:
    return fault if fault in (*FAULTS, NO_STATE) else UNREADABLE


def reading(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """Say what reading the typed text remarked, or why it could not be read."""
    wanted = check.inputs["of"]
    for address, cell in noticed_cells(sheet).items():
        if wanted in (fault_of(cell), *cell.remarks):
            words = reading_words(check, sheet, address)
            yield found_at(check, sheet, address, {"原文": cell.raw, "值": cell.text}, template=words)
    if wanted == UNREADABLE:
        yield from _no_choice(check, sheet)
    for register, row, fault, column in _unread_rows(sheet):
        if fault == wanted:
            yield _unread_column(check, sheet, register, row, column)
    if wanted in REMARKS:
        yield from _remarked_rows(check, sheet, wanted)


def noticed_cells(sheet: Sheet) -> Mapping[str, Cell]:
    """Return the entered cells that reading could not read, or remarked something of, in the order of the form."""

    def noticed(address: str, _: object) -> Cell | None:
        cell = sheet.cells.get(address)
        return cell if cell is not None and (cell.fault or cell.remarks) else None

    return sheet.memory.at_places("noticed", sheet.places_asked, noticed)


def blank_places(sheet: Sheet) -> Mapping[str, str]:
    """Return the places that are required and blank, or hold a dash, which is no answer."""

    def blank(address: str, _: object) -> str | None:
        return address if _blank(sheet, address) else None

    return sheet.memory.at_places("blank", sheet.places_asked, blank)


def _unread_rows(sheet: Sheet) -> Iterator[tuple[Register, Row, str, str]]:
    for name in sheet.registers:
        register = sheet.plan.registers.get(name)
        for row, fault, column in unread_columns(sheet, name) if register else ():
            if register is not None:
                yield register, row, _known(fault), column


def _remarked_rows(check: Check, sheet: Sheet, wanted: str) -> Iterator[Finding]:
    """What reading remarked of the columns of registers: the same words as for a cell."""
    for name, rows in sheet.registers.items():
        register = sheet.plan.registers.get(name)
        for row in _rows_with_raw_texts(sheet, name, rows) if register else ():
            if register is None:
                continue
            for place, remarks in row_remarks(register, row):
                column = register.column(place)
                if wanted in remarks and column is not None:
                    facts = {"指标": place, "栏": place, "单位": column.measure, "值": row.get(place)}
                    yield found_in_row(check, sheet, register, row, facts | {"原文": row.raw[place]})


def _rows_with_raw_texts(sheet: Sheet, name: str, rows: tuple[Row, ...]) -> list[Row]:
    """The rows that keep a text as typed, looked for once in a register."""
    return sheet.cache.keep(f"raw texts {name}", (rows,), lambda: [row for row in rows if row.raw])


def _unread_column(check: Check, sheet: Sheet, register: Register, row: Row, column: str) -> Finding:
    facts = {"栏": column, "原文": row.raw[column]}
    return found_in_row(check, sheet, register, row, facts, template=say("findings.column_unread"))


def _no_choice(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """A choice that nobody has offered: neither the plan nor the office."""
    yield from found_at_cells(check, sheet, _not_offered, lambda _, slot: slot.item.type is ItemType.CHOICE)


def _not_offered(check: Check, sheet: Sheet, slot: Slot) -> Iterator[Finding]:
    text, offered = sheet.cell(slot.address).text, sheet.choices_of(slot.item)
    if text not in ("", *offered):
        words = say("findings.not_a_choice", 可选="、".join(offered) or say("findings.no_factor_set"))
        yield found_at(check, sheet, slot.address, {"原文": text}, template=words)


def reading_words(check: Check, sheet: Sheet, address: str) -> str:
    """Return the sentence on a text that could not be read: the plan's of a figure, else one on choices or length."""
    slot, field = sheet.slots.get(address), sheet.fields.get(address)
    if slot is None and field is None:
        return say("findings.column_unread")
    figure = slot.item.numeric if slot else field is not None and field.column.type in FIGURES
    if figure or check.inputs["of"] != UNREADABLE:
        return plan_words(check, sheet, address)
    choices = sheet.choices_of(slot.item) if slot else field.column.choices if field else ()
    return say("findings.not_a_choice", 可选="、".join(choices)) if choices else say("findings.text_too_long")


def required(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """A required cell is blank and nothing was said of it; a dash is no answer either.

    Fields of the cover are asked for by the rule of the cover, columns of which a check over rows speaks itself by it.
    """
    for address in blank_places(sheet):
        if not address.startswith(f"{COVER}."):
            yield found_at(check, sheet, address, template=required_words(check, sheet, address))
    for register, row, column in _blank_rows(sheet):
        if column not in _spoken_of(sheet, register.id):
            yield _blank_column(check, sheet, register, row, column)


def required_words(check: Check, sheet: Sheet, address: str) -> str:
    """Return the sentence on a blank: of a column, of a field of progress, else the plan's."""
    if address in sheet.fields:
        return say("findings.field_missing")
    return plan_words(check, sheet, address) if address in sheet.slots else say("findings.column_missing")


def _blank(sheet: Sheet, address: str) -> bool:
    slot, cell = sheet.slots.get(address), sheet.cell(address)
    asked = slot is None or slot.required or not sheet.derives(slot)  # `required_when` asks as well
    return (asked and cell.state is State.MISSING) or cell.fault == NO_STATE


def _blank_rows(sheet: Sheet) -> Iterator[tuple[Register, Row, str]]:
    """Every required column that is blank, and every dash, which is no answer."""
    for name in sheet.registers:
        register = sheet.plan.registers.get(name)
        if register is not None:
            yield from ((register, row, column) for row, column in blank_columns(sheet, name))
    yield from ((register, row, column) for register, row, fault, column in _unread_rows(sheet) if fault == NO_STATE)


def _blank_column(check: Check, sheet: Sheet, register: Register, row: Row, column: str) -> Finding:
    return found_in_row(check, sheet, register, row, {"栏": column}, template=say("findings.column_missing"))


def _spoken_of(sheet: Sheet, register: str) -> frozenset[str]:
    """Return the columns of a register that a check over rows asks for itself."""
    relations = (relation for check in sheet.plan.checks.values() for relation in check.relations)
    return frozenset(column for one in relations if register in one.rows for column in one.blanks)


def never_filed(sheet: Sheet, found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield what no check of the plan stops although it can never be filed: unread texts and required blanks."""
    stopped: dict[str, list[Check]] = {}
    for finding in found:
        if finding.at and finding.outcome is Outcome.BROKEN and finding.level is Level.ERROR:
            stopped.setdefault(finding.at, []).append(finding.check)
    waived = _waived(sheet)
    yield from _cells_never_filed(sheet, stopped, waived=waived)
    yield from _rows_never_filed(sheet, stopped, waived=waived)


def _waived(sheet: Sheet) -> bool:
    """True when the office lets a unit leave required cells blank."""
    checks = sheet.plan.checks_of("required")
    return any(sheet.settings.waived(check.id, sheet.unit_id, sheet.period_id) for check in checks)


def _cells_never_filed(sheet: Sheet, stopped: Mapping[str, list[Check]], *, waived: bool) -> Iterator[Finding]:
    def stops(address: str, *rules: str) -> bool:
        return any(check.rule in rules for check in stopped.get(address, ()))

    for address, cell in noticed_cells(sheet).items():
        if fault_of(cell) in FAULTS and not stops(address, "reading"):
            words = _choices_told(sheet, address)
            yield found_at(own_check("unread"), sheet, address, {"原文": cell.raw}, template=words)
    for address in () if waived else blank_places(sheet):
        if not stops(address, *BLANK_RULES):
            yield found_at(own_check("blank"), sheet, address)


def _choices_told(sheet: Sheet, address: str) -> str:
    """The sentence that names what may be chosen, "" where nothing is chosen from."""
    slot, field = sheet.slots.get(address), sheet.fields.get(address)
    choices = sheet.choices_of(slot.item) if slot else field.column.choices if field else ()
    return say("findings.not_a_choice", 可选="、".join(choices)) if choices else ""


def _rows_never_filed(sheet: Sheet, stopped: Mapping[str, list[Check]], *, waived: bool) -> Iterator[Finding]:
    def stops(register: Register, row: Row, column: str, rule: str) -> bool:
        checks = stopped.get(str(sheet.places(register.id).address(row)), ())
        return any(check.rule == rule or _asks_for(check, register.id, column) for check in checks)

    for register, row, fault, column in _unread_rows(sheet):
        if fault != NO_STATE and not stops(register, row, column, "reading"):
            yield _unread_column(own_check("unread"), sheet, register, row, column)
    for register, row, column in () if waived else _blank_rows(sheet):
        if not stops(register, row, column, "required"):
            yield _blank_column(own_check("blank"), sheet, register, row, column)


def _asks_for(check: Check, register: str, column: str) -> bool:
    return any(register in one.rows and column in one.blanks for one in check.relations)


@cache
def own_check(kind: str, level: Level = Level.ERROR) -> Check:
    """Return a check of the program's own by the kind of what it finds: `findings.own_<kind>` is its sentence."""
    return Check(id=f"TB-{kind}", level=level, message=say(f"findings.own_{kind}"), clause="")


READ_IN_FIGURES = (
    WRONG_MEASURE,
    *REMARKS,
)  # what a figure can be read as; a day is read as NOT_A_DATE, a name NORMALISED


def _can_be_read_so(check: Check, *, figure: bool, day: bool, text: bool) -> bool:
    wanted = check.inputs["of"]
    own = (figure and wanted in READ_IN_FIGURES) or (day and wanted == NOT_A_DATE) or (text and wanted == NORMALISED)
    return wanted == UNREADABLE or own


def _reads_cell(check: Check, slot: Slot) -> bool:
    return _can_be_read_so(
        check, figure=slot.item.numeric, day=slot.item.type is ItemType.DATE, text=slot.item.type is ItemType.TEXT
    )


def _reads_field(check: Check, field: FieldSlot) -> bool:
    kind = field.column.type
    return _can_be_read_so(check, figure=kind in FIGURES, day=kind is ColumnType.DATE, text=kind in TEXTS)


def _asks_cell(check: Check, slot: Slot) -> bool:
    return (
        slot.required or slot.item.required_when is not None or slot.item.numeric
    )  # a dash is no answer, required or not


def _asks_field(check: Check, field: FieldSlot) -> bool:
    return field.group != COVER and (field.required or field.column.type in FIGURES)


RULES: Mapping[str, SheetRule] = {
    "reading": SheetRule(
        find=reading,
        at_cell=_reads_cell,
        at_field=_reads_field,
        at_register=lambda _check, _register: True,
        words=reading_words,
    ),
    "required": SheetRule(
        find=required,
        at_cell=_asks_cell,
        at_field=_asks_field,
        at_register=lambda _check, _register: True,
        words=required_words,
    ),
}
