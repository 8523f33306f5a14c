"""Rules about what was read and what is blank, and what the program itself never lets pass.

A plan's checks of these rules give level, wording and id. The program depends on none of them: a text that could not
be read, and a required cell or column that is blank, can never be filed. Where no check of the plan stops it, the
program's own sentence does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial

from models.answers.breach import Breach, Breaches
from models.answers.refused import column_refused, place_refused, too_long
from models.answers.unread import RowText, fault_of, unread
from models.basics.addresses import COVER
from models.basics.messages import say, speech
from models.basics.reading import (
    NORMALISED,
    NOT_A_DATE,
    UNREADABLE,
    WRONG_MEASURE,
    impossible_day,
)
from models.checks.sheet_rule import SheetRule, found_at_cells, plan_words
from models.plan.plan import Check, ColumnType, ItemType, Level
from models.plan.rules import FAULTS, REMARKS
from models.sheet.cells import NO_STATE
from models.sheet.fillable import FieldSlot, Slot
from models.sheet.rows import Row, row_remarks
from models.sheet.sheet import Sheet

FIGURES = (ColumnType.NUMBER, ColumnType.WHOLE)
TEXTS = (ColumnType.TEXT, ColumnType.CREDIT_CODE, ColumnType.VIN, ColumnType.PLATE)
BLANK_RULES = ("required", "cover_complete")
ROWS = 1  # part of the program's own checks that is about rows


def reading(check: Check, sheet: Sheet) -> Iterator[Breach]:
    """Say what reading the typed text remarked, or why it could not be read."""
    wanted, found = check.inputs["of"], unread(sheet)
    for address, cell in found.cells.items():
        if wanted in (fault_of(cell), *cell.remarks):
            words = too_long(sheet, address, cell.raw) or reading_words(check, sheet, address)
            yield Breach(at=address, figures={"原文": cell.raw, "值": cell.text}, template=words)
    if wanted == UNREADABLE:
        yield from _no_choice(check, sheet)
    yield from _of_rows(sheet, wanted, found.texts)
    if wanted in REMARKS:
        yield from _remarked_rows(sheet, wanted)


def _remarked_rows(sheet: Sheet, wanted: str) -> Iterator[Breach]:
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
                    yield Breach(at=name, row=row, figures=facts | {"原文": row.raw[place]})


def _rows_with_raw_texts(sheet: Sheet, name: str, rows: tuple[Row, ...]) -> list[Row]:
    """The rows that keep a text as typed, looked for once in a register."""
    return sheet.cache.keep(f"raw texts {name}", (rows,), lambda: [row for row in rows if row.raw])


def _of_rows(sheet: Sheet, wanted: str, texts: Sequence[RowText]) -> tuple[Breach, ...]:
    """Return what could not be read of rows for one reason; said once, for as long as the rows are the same."""

    def said() -> tuple[Breach, ...]:
        return tuple(_unread_columns([one for one in texts if one.fault == wanted]))

    return sheet.cache.keep(f"unread {wanted}", (texts, *speech()), said)


def _unread_columns(texts: Sequence[RowText]) -> Iterator[Breach]:
    for one in texts:
        text = one.row.raw[one.column]
        told = column_refused(one.register.column(one.column), one.fault, text)
        yield Breach(at=one.register.id, row=one.row, figures={"栏": one.column, "原文": text}, template=told)


def _no_choice(check: Check, sheet: Sheet) -> Iterator[Breach]:
    """A choice that nobody has offered: neither the plan nor the office."""
    yield from found_at_cells(check, sheet, _not_offered, lambda _, slot: slot.item.type is ItemType.CHOICE)


def _not_offered(check: Check, sheet: Sheet, slot: Slot) -> Sequence[Breach]:
    text, offered = sheet.cell(slot.address).text, sheet.choices_of(slot.item)
    if text in ("", *offered):
        return ()
    words = say("findings.not_a_choice", 可选="、".join(offered) or say("findings.no_factor_set"))
    return (Breach(at=slot.address, figures={"原文": text}, template=words),)


def reading_words(check: Check, sheet: Sheet, address: str) -> str:
    """Return the sentence on a text that could not be read: the plan's of a figure, else one on choices or length."""
    slot, field = sheet.slots.get(address), sheet.fields.get(address)
    if slot is None and field is None:
        return column_refused(None, UNREADABLE, "")
    figure = slot.item.numeric if slot else field is not None and field.column.type in FIGURES
    if figure or check.inputs["of"] != UNREADABLE:
        return plan_words(check, sheet, address)
    return place_refused(sheet, address)


def required(check: Check, sheet: Sheet) -> Iterator[Breach]:
    """A required cell is blank and nothing was said of it; a dash is no answer either.

    Fields of the cover are asked for by the rule of the cover, columns of which a check over rows speaks itself by it.
    """
    found = unread(sheet)
    for address in found.blank:
        if not address.startswith(f"{COVER}."):
            yield Breach(at=address, template=required_words(check, sheet, address))
    spoken_of = {name: _spoken_of(sheet, name) for name in sheet.registers}
    yield from _blank_columns([one for one in found.blank_columns if one.column not in spoken_of[one.register.id]])


def required_words(check: Check, sheet: Sheet, address: str) -> str:
    """Return the sentence on a blank: of a column, a field of progress, what a register counts, else the plan's."""
    if address in sheet.fields:
        return say("findings.field_missing")
    item = sheet.slots[address].item if address in sheet.slots else None
    if item is not None and item.type is ItemType.COUNTED and item.count:
        names = "、".join(sheet.plan.registers[name].name for name in item.counted_in)
        return say("findings.counted_missing", 指标="{指标}", 台账=names)
    return plan_words(check, sheet, address) if address in sheet.slots else say("findings.column_missing")


def _blank_columns(columns: Sequence[RowText]) -> Iterator[Breach]:
    words = say("findings.column_missing") if columns else ""
    for one in columns:
        yield Breach(at=one.register.id, row=one.row, figures={"栏": one.column}, template=words)


def _spoken_of(sheet: Sheet, register: str) -> frozenset[str]:
    """Return the columns of a register that a check over rows asks for itself."""
    known: dict[str, frozenset[str]] = sheet.plan.derived.setdefault("spoken of", {})
    if register not in known:
        relations = (relation for check in sheet.plan.checks.values() for relation in check.relations)
        known[register] = frozenset(column for one in relations if register in one.rows for column in one.blanks)
    return known[register]


def never_filed(sheet: Sheet, found: Iterable[Breaches]) -> Iterator[Breaches]:
    """Yield what no check of the plan stops although it can never be filed: unread texts and required blanks."""
    stopped: dict[tuple[str, int], list[Check]] = {}  # address of a cell, else register and id of a row object
    for group in found:
        for one in group.stopping:
            stopped.setdefault((one.at, id(one.row)), []).append(group.check)

    def stops(address: str, *rules: str) -> bool:
        return any(check.rule in rules for check in stopped.get((address, id(None)), ()))

    def stops_row(one: RowText, rule: str) -> bool:
        checks = stopped.get((one.register.id, id(one.row)))  # None of nearly all, of thousands of rows there may be
        return checks is not None and any(check.rule == rule or _asks_for(check, one) for check in checks)

    blanks_too, asked = not _waived(sheet), unread(sheet)
    cells = [
        Breach(
            at=at,
            figures={"原文": cell.raw},
            template=too_long(sheet, at, cell.raw) or _choices_told(sheet.choices_at(at)),
        )
        for at, cell in asked.cells.items()
        if fault_of(cell) in FAULTS and not stops(at, "reading")
    ]
    blank = [Breach(at=at) for at in asked.blank if blanks_too and not stops(at, *BLANK_RULES)]
    texts = [one for one in asked.texts if one.fault != NO_STATE and not stops_row(one, "reading")]
    columns = [one for one in asked.blank_columns if blanks_too and not stops_row(one, "required")]
    yield Breaches(check=own_check("unread"), found=cells)
    yield Breaches(check=own_check("blank"), found=blank)
    yield Breaches(check=own_check("unread"), found=[*_unread_columns(texts)], part=ROWS)
    yield Breaches(check=own_check("blank"), found=[*_blank_columns(columns)], part=ROWS)


def impossible_days(sheet: Sheet) -> Breaches:
    """Return the places in whose plain texts a day is named that no month has (“竣工 2020.9.31”): a hint."""
    found = [*_impossible_in_cells(sheet)]
    for name, rows in sheet.registers.items():
        register = sheet.plan.registers.get(name)
        texts = [one.name for one in register.columns if one.type is ColumnType.TEXT] if register else []
        days = sheet.cache.each(f"days {name}", rows, partial(_days_inside, texts))
        for row, inside in zip(rows, days, strict=True) if any(days) else ():
            for column, day in inside.items():
                found.append(Breach(at=name, row=row, figures={"栏": column, "指标": column, "原文": day}))
    return Breaches(check=own_check("day", Level.HINT), found=found)


def _impossible_in_cells(sheet: Sheet) -> Iterator[Breach]:
    """The same of texts that stand alone: items, the cover, the progress of a task."""
    for address, cell in sheet.cells.items():
        if type(cell.value) is not str:
            continue  # nearly all
        slot, place = sheet.slots.get(address), sheet.fields.get(address)
        plain = slot.item.type is ItemType.TEXT if slot else place is not None and place.column.type is ColumnType.TEXT
        if plain and cell.text and (day := impossible_day(cell.text)):
            name = slot.item.name if slot else place.column.name if place else ""
            yield Breach(at=address, figures={"栏": name, "指标": name, "原文": day})


def _days_inside(columns: Sequence[str], rows: Sequence[Row]) -> list[Mapping[str, str]]:
    """Of each row, column → the impossible day its text names."""
    return [_days_of(columns, row.values) for row in rows]


def _days_of(columns: Sequence[str], texts: Mapping[str, str]) -> Mapping[str, str]:
    """The same of one row; most texts name no day at all."""
    return {name: day for name in columns if (text := texts.get(name)) and (day := impossible_day(text))}


def _waived(sheet: Sheet) -> bool:
    """True when the office lets a unit leave required cells blank."""
    checks = sheet.plan.checks_of("required")
    return any(sheet.settings.waived(check.id, sheet.unit_id, sheet.period_id) for check in checks)


def _choices_told(choices: Sequence[str]) -> str:
    """The sentence that names what may be chosen, "" where nothing is chosen from."""
    return say("findings.not_a_choice", 可选="、".join(choices)) if choices else ""


def _asks_for(check: Check, of: RowText) -> bool:
    return any(of.register.id in one.rows and of.column in one.blanks for one in check.relations)


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
    # of a figure a dash is no answer, required or not
    return slot.required or slot.item.required_when is not None or slot.item.numeric


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
