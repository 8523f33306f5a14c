"""Answers: what a sheet answers to the relations of a check, at every place where one does not hold, in one call.

A check needs more than whether a formula holds: what the formula lacks, which figures its sentence names, which row it
is about. All of it is found here, where the sheet stands, so that a check only has to put it in words. A relation that
is unknown says nothing, except at an item when an input is missing or awaited or the office gave no parameter, and
wherever something it needs is not there: then it could not be evaluated (未能核验).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from models.answers.half_rates import half_between
from models.answers.said import shown, words_of
from models.basics.addresses import Address
from models.basics.quantity import Rounding, plain
from models.formula.bind import bind
from models.formula.formula import EXCUSED, Value
from models.formula.prefixes import Prefix
from models.plan.plan import Check, Level, Relation
from models.sheet.judged import Judged, given
from models.sheet.rows import Row
from models.sheet.sheet import Sheet

Figures = Mapping[str, str]  # blank of a sentence → its text


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationAnswer:
    """A place where a relation does not hold; where something is `lacking` it could not be evaluated."""

    at: str  # address of the cell, else id of the register
    figures: Figures
    row: Row | None = None  # of the register, where the relation is about rows
    lacking: tuple[str, ...] = ()  # addresses and parameters
    half: tuple[str, ...] = ()  # parts of a rate that are 不适用 beside a figure: no sentence of the plan fits that


def answers(sheet: Sheet, check: Check, number: int, judged: Judged) -> Iterator[RelationAnswer]:
    """Yield where a relation of the check, does not hold: in the order of registers and rows, or of lines."""
    relation = check.relations[number]
    if relation.rows:
        for register in relation.rows:
            yield from _in_rows(sheet, relation, register, (check.id, number, register), judged)
    elif (relation.at or relation.item in sheet.slots_of) and keeps_what_it_reads(sheet, relation):
        yield from _at_register(sheet, relation) if relation.at else _at_cells(sheet, check, relation)


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


def _in_rows(
    sheet: Sheet, relation: Relation, register: str, place: tuple[str, int, str], judged: Judged
) -> Iterator[RelationAnswer]:
    rows, lacking = judged.broken.get(place, ()), _not_given(sheet, relation)
    if lacking or (not rows and place in judged.open):
        if rows or place in judged.open:
            blanks = dict.fromkeys(relation.values, "")
            yield RelationAnswer(at=register, figures=blanks, lacking=lacking or _unset(sheet, relation))
        return
    if rows:
        ground, rounding = judged.grounds[relation.rows], sheet.plan.rounding
        steps = {blank: (bind(one.tree, ground), one.tree.op == "column") for blank, one in relation.values.items()}
        for row in rows:
            said = {blank: _shown_of_row(step(row), rounding, as_typed=bare) for blank, (step, bare) in steps.items()}
            yield RelationAnswer(at=register, figures=said, row=row)


def _shown_of_row(value: Any, rounding: Rounding, *, as_typed: bool) -> str:  # noqa: ANN401
    """A blank column prints as nothing in a sentence about its row; a figure of the row itself with all it has."""
    if value is None or value is EXCUSED:
        return ""
    return plain(value) if as_typed and isinstance(value, Decimal) else shown(value, rounding)


def _unset(sheet: Sheet, relation: Relation) -> tuple[str, ...]:
    names = {*relation.formula.reads, *(source.rows for source in relation.formula.sources)}
    return tuple(name for name in sorted(names) if name.startswith(Prefix.GIVEN.of("")) and not given(sheet, name))


def _not_given(sheet: Sheet, relation: Relation) -> tuple[str, ...]:
    return tuple(need for need in relation.needs if not given(sheet, need))


def _at_register(sheet: Sheet, relation: Relation) -> Iterator[RelationAnswer]:
    if not sheet.registers.get(relation.at):
        return
    truth, lacking = relation.formula.evaluate(sheet.lookup()), _not_given(sheet, relation)
    if truth is relation.must or (truth is None and not lacking):
        return
    yield RelationAnswer(at=relation.at, figures=_figures(sheet, relation, None), lacking=lacking)


def _at_cells(sheet: Sheet, check: Check, relation: Relation) -> Iterator[RelationAnswer]:
    for line in lines_of(check, relation, sheet):
        truth = relation.formula.evaluate(sheet.lookup(line))
        if truth is relation.must:
            continue
        at = str(Address(relation.item, line))
        if truth is None and relation.must and check.level is Level.ERROR:
            half = half_between(sheet, sheet.read_addresses(relation.formula.reads, line))
            if half:
                yield RelationAnswer(at=at, figures={}, half=half)
                continue
        lacking = _not_given(sheet, relation) or (_lacking(sheet, relation, line) if truth is None else ())
        if truth is not None or lacking:
            yield RelationAnswer(at=at, figures=_figures(sheet, relation, line), lacking=lacking)


def _lacking(sheet: Sheet, relation: Relation, line: str | None) -> tuple[str, ...]:
    """What keeps an unknown relation from being evaluated; empty when it does not apply at all."""
    cells = {address: sheet.cell(address) for address in sheet.read_addresses(relation.formula.reads, line)}
    if any(cell.excused or cell.state is None for cell in cells.values()):
        return ()
    lacking = [address for address, cell in cells.items() if cell.lacking]
    value_of = sheet.lookup(line)
    for name in sorted(relation.formula.reads):
        prefix = name.partition(".")[0]
        if prefix in (Prefix.BEFORE, Prefix.LAST_YEAR, Prefix.TARGET) and value_of(name) is None:
            return ()
        if prefix in (Prefix.GIVEN, Prefix.FACTOR) and value_of(name) is None:
            lacking.append(name)
    return tuple(lacking)


def _figures(sheet: Sheet, relation: Relation, line: str | None) -> dict[str, str]:
    value_of = sheet.lookup(line)
    values: dict[str, Value] = {blank: formula.evaluate(value_of) for blank, formula in relation.values.items()}
    return words_of(relation.values, values, sheet)
