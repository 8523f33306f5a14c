"""Relations: the findings of what a check says in formulas, about cells, rows of registers, or a register as a whole.

A relation that is broken is told with its figures. One that is unknown says nothing, except at an item when an input
is missing or awaited or the office gave no parameter, and wherever something it needs is not there: then it could not
be evaluated (未能核验).
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from models.basics.addresses import Address
from models.basics.quantity import Rounding, plain
from models.checks.findings import Finding, found_at, found_in_row, shown, words_of
from models.checks.half_ratio import of_relation
from models.formula.bind import bind
from models.formula.formula import EXCUSED, Value
from models.plan.plan import Check, Relation
from models.sheet.judged import Judged, given
from models.sheet.sheet import Sheet


def relation_findings(check: Check, sheet: Sheet, judged: Judged) -> Iterator[Finding]:
    """Yield the findings of a check's relations: in the order of registers and rows, else of lines."""
    for number, relation in enumerate(check.relations):
        if relation.rows:
            for name in relation.rows:
                yield from _row_findings(check, number, relation, sheet, name, judged)
        elif (relation.at or relation.item in sheet.slots_of) and keeps_what_it_reads(sheet, relation):
            yield from _at_register(check, relation, sheet) if relation.at else _at_cells(check, relation, sheet)


def keeps_what_it_reads(sheet: Sheet, relation: Relation) -> bool:
    """True unless a relation looks at a register that the unit does not keep."""
    if not relation.formula.sources and not relation.at and not relation.needs:
        return True
    wanted = {source.rows for source in relation.formula.sources} | {relation.at, *relation.needs}
    return all(name in sheet.register_ids for name in wanted if name in sheet.plan.registers)


def lines_of(check: Check, relation: Relation, sheet: Sheet) -> Iterator[str | None]:
    """Yield the lines, or the plain cell (None), on which a relation about an item stands in this sheet."""
    for slot in sheet.slots_of.get(relation.item, ()):
        if not slot.last_year and not slot.total and (not check.scope or slot.table in check.scope):
            yield slot.line


def _row_findings(
    check: Check, number: int, relation: Relation, sheet: Sheet, register: str, judged: Judged
) -> Iterator[Finding]:
    place = (check.id, number, register)
    rows = judged.broken.get(place, ())
    lacking = tuple(need for need in relation.needs if not given(sheet, need))
    if lacking or (not rows and place in judged.open):
        if rows or place in judged.open:
            blanks = dict.fromkeys(relation.values, "")
            yield found_at(check, sheet, register, blanks, lacking=lacking or _unset(sheet, relation))
        return
    if rows:
        ground = judged.grounds[relation.rows]
        values = {blank: (bind(one.tree, ground), one.tree.op == "column") for blank, one in relation.values.items()}
        known, rounding = sheet.plan.registers[register], sheet.plan.rounding
        for row in rows:
            said = {blank: _shown_of_row(step(row), rounding, as_typed=bare) for blank, (step, bare) in values.items()}
            yield found_in_row(check, sheet, known, row, said, template=relation.message)


def _shown_of_row(value: Any, rounding: Rounding, *, as_typed: bool) -> str:  # noqa: ANN401
    """A blank column prints as nothing in a sentence about its row; a figure of the row itself with all it has."""
    if value is None or value is EXCUSED:
        return ""
    return plain(value) if as_typed and isinstance(value, Decimal) else shown(value, rounding)


def _unset(sheet: Sheet, relation: Relation) -> tuple[str, ...]:
    names = {*relation.formula.reads, *(source.rows for source in relation.formula.sources)}
    return tuple(name for name in sorted(names) if name.startswith("参数.") and not given(sheet, name))


def _at_register(check: Check, relation: Relation, sheet: Sheet) -> Iterator[Finding]:
    if not sheet.registers.get(relation.at):
        return
    truth, lacking = relation.formula.evaluate(sheet.lookup()), _missing_needs(sheet, relation)
    if truth is relation.must or (truth is None and not lacking):
        return
    figures = _figures(relation, sheet, None)
    yield found_at(check, sheet, relation.at, figures, template=relation.message, lacking=lacking)


def _at_cells(check: Check, relation: Relation, sheet: Sheet) -> Iterator[Finding]:
    words = relation.message or _wording(check, relation, sheet)
    for line in lines_of(check, relation, sheet):
        truth = relation.formula.evaluate(sheet.lookup(line))
        if truth is relation.must:
            continue
        at = str(Address(relation.item, line))
        half = of_relation(check, relation, sheet, line) if truth is None else None
        if half is not None:
            yield half
            continue
        lacking = _missing_needs(sheet, relation)
        if truth is None and not lacking:
            lacking = _lacking(relation, sheet, line)
            if not lacking:
                continue
        yield found_at(check, sheet, at, _figures(relation, sheet, line), template=words, lacking=lacking)


def _wording(check: Check, relation: Relation, sheet: Sheet) -> str:
    return check.words_for(relation.item, sheet.plan.items[relation.item].indicator) if check.wordings else ""


def _missing_needs(sheet: Sheet, relation: Relation) -> tuple[str, ...]:
    return tuple(need for need in relation.needs if not given(sheet, need))


def _lacking(relation: Relation, sheet: Sheet, line: str | None) -> tuple[str, ...]:
    """What keeps an unknown relation from being evaluated; empty when it does not apply at all."""
    cells = {address: sheet.cell(address) for address in sheet.read_addresses(relation.formula.reads, line)}
    if any(cell.excused or cell.state is None for cell in cells.values()):
        return ()
    lacking = [address for address, cell in cells.items() if cell.lacking]
    value_of = sheet.lookup(line)
    for name in sorted(relation.formula.reads):
        prefix = name.partition(".")[0]
        if prefix in ("上期", "上年", "目标") and value_of(name) is None:
            return ()
        if prefix in ("参数", "因子") and value_of(name) is None:
            lacking.append(name)
    return tuple(lacking)


def _figures(relation: Relation, sheet: Sheet, line: str | None) -> dict[str, str]:
    value_of = sheet.lookup(line)
    values: dict[str, Value] = {blank: formula.evaluate(value_of) for blank, formula in relation.values.items()}
    return words_of(relation.values, values, sheet)
