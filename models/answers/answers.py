"""Answers: what a sheet answers to the relations of a check, at every place where one does not hold, in one call.

A check needs more than whether a formula holds: what the formula lacks, which figures its sentence names, which row it
is about. All of it is found here, where the sheet stands, so that a check only has to put it in words. A relation that
is unknown says nothing, except at an item when an input is missing or awaited or the office gave no parameter, and
wherever something it needs is not there: then it could not be evaluated (未能核验).
"""

from collections.abc import Iterator, Mapping

from models.answers.breach import Breach
from models.answers.half_rates import half_between, half_breach
from models.answers.said import shown_of_row, words_of
from models.basics.addresses import Address
from models.formula.bind import ValueOf, bind
from models.formula.prefixes import Prefix
from models.plan.plan import Check, Level, Relation
from models.sheet.cells import Cell
from models.sheet.judged import Judged
from models.sheet.row_tests import Place
from models.sheet.sheet import Sheet


def answers(sheet: Sheet, check: Check, number: int, judged: Judged) -> Iterator[Breach]:
    """Yield where a relation of the check, by number, does not hold: in the order of registers and rows or of lines."""
    relation = check.relations[number]
    if relation.rows:
        for register in relation.rows:
            yield from _in_rows(sheet, relation, (check.id, number, register), judged)
    elif (relation.at or relation.item in sheet.slots_of) and keeps_what_it_reads(sheet, relation):
        yield from _at_cells(sheet, check, relation, judged.ungiven.get((check.id, number), ()))


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


def _in_rows(sheet: Sheet, relation: Relation, place: Place, judged: Judged) -> Iterator[Breach]:
    rows, ungiven, register = judged.broken.get(place, ()), judged.ungiven.get(place[:2], ()), place[2]
    if ungiven or (not rows and place in judged.open):
        if rows or place in judged.open:
            blanks = dict.fromkeys(relation.values, "")
            yield Breach(at=register, figures=blanks, lacking=ungiven or judged.unset[place[:2]])
        return
    if rows:
        ground, rounding = judged.grounds[relation.rows], sheet.plan.rounding
        steps = {blank: (bind(one.tree, ground), one.tree.op == "column") for blank, one in relation.values.items()}
        for row in rows:
            said = {blank: shown_of_row(step(row), rounding, as_typed=bare) for blank, (step, bare) in steps.items()}
            yield Breach(at=register, figures=said, row=row)


def _at_cells(sheet: Sheet, check: Check, relation: Relation, ungiven: tuple[str, ...]) -> Iterator[Breach]:
    """Yield where a relation about an item, or about a register as a whole, does not hold."""
    register = relation.at if sheet.registers.get(relation.at) else ""
    lines = (None,) if register else () if relation.at else lines_of(check, relation, sheet)
    for line in lines:
        value_of = sheet.lookup(line)
        truth = relation.formula.evaluate(value_of)
        if truth is relation.must:
            continue
        open_item = truth is None and not register
        cells = sheet.cells_read(relation.formula, line) if open_item else {}
        at = register or str(Address(relation.item, line))
        lacking = ungiven or (_lacking(relation, cells, value_of) if open_item else ())
        half = half_between(sheet, cells) if cells and relation.must and check.level is Level.ERROR else ()
        if half:
            yield half_breach(sheet, half)
            continue
        if truth is not None or lacking:
            values = {blank: formula.evaluate(value_of) for blank, formula in relation.values.items()}
            yield Breach(at=at, figures=words_of(relation.values, values, sheet), lacking=lacking)


def _lacking(relation: Relation, cells: Mapping[str, Cell], value_of: ValueOf) -> tuple[str, ...]:
    """What keeps an unknown relation from being evaluated; empty when it does not apply at all."""
    if any(cell.excused or cell.state is None for cell in cells.values()):
        return ()
    lacking = [address for address, cell in cells.items() if cell.lacking]
    for name in sorted(relation.formula.reads):
        prefix = name.partition(".")[0]
        if prefix in (Prefix.BEFORE, Prefix.LAST_YEAR, Prefix.TARGET) and value_of(name) is None:
            return ()
        if prefix in (Prefix.GIVEN, Prefix.FACTOR) and value_of(name) is None:
            lacking.append(name)
    return tuple(lacking)
