"""Judged rows: what the checks of a plan find in the rows of a sheet, and which rows do not count.

What hangs on one row alone is found once per row object and remembered while plan, settings, unit and period are the
same; what looks at other rows goes by indexes that `models.formula.rows` makes once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field

from models.basics.records import dataclass
from models.formula.rows import RowGround
from models.plan.plan import Check, Relation
from models.sheet.identity_cache import same_objects
from models.sheet.other_rows import RegisterFigures, ground_of
from models.sheet.row_tests import (
    Place,
    Test,
    asked_of_rows,
    bound_across,
    by_itself,
    ground_objects,
    own_tests,
    ungiven,
    unset_parameters,
)
from models.sheet.rows import Row

Mark = int | tuple[str, str]  # number of a test it offends; fault and column of an unread text, "" and a blank column


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterMarks:
    """What was found of the rows of one register by themselves."""

    ground: tuple[object, ...]  # plan, settings, unit and period it was found for
    rows: Sequence[Row]
    marked: tuple[tuple[Row, tuple[Mark, ...]], ...]  # rows with a mark, in row order
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The rows of a sheet that break something, in row order, and what relations lack."""

    broken: dict[Place, list[Row]] = field(default_factory=dict)
    open: dict[Place, list[Row]] = field(default_factory=dict)  # unknown because a parameter is not given
    grounds: dict[tuple[str, ...], RowGround] = field(default_factory=dict)
    ungiven: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)  # relation → what it needs, not there
    unset: dict[tuple[str, int], tuple[str, ...]] = field(
        default_factory=dict
    )  # → parameters it reads besides, not set


def rows_left_out(sheet: RegisterFigures) -> Mapping[str, frozenset[int]]:
    """Return register → numbers of the rows that do not count, because a check says that it leaves them out."""
    plan, unit, period = sheet.plan, sheet.unit_id, sheet.period_id
    leaving = [check for check in plan.checks.values() if check.leaves_out and not check.trial]
    checks = sheet.settings.applying(plan, leaving, unit, period)
    out: dict[str, set[int]] = {name: set() for name in sheet.registers}
    for (_, _, register), rows in judge(sheet, checks).broken.items():
        out.setdefault(register, set()).update(row.number for row in rows)
    return {name: frozenset(numbers) for name, numbers in out.items()}


def marked_columns(sheet: RegisterFigures, register: str) -> list[tuple[Row, tuple[str, str]]]:
    """Return each column of a register that could not be read, with its fault, or that is required and blank, with "".

    The same object as long as no row is marked otherwise.
    """
    marked = remembered(sheet, register).marked

    def make() -> list[tuple[Row, tuple[str, str]]]:
        return [(row, mark) for row, marks in marked for mark in marks if isinstance(mark, tuple)]

    return sheet.cache.keep(f"marked columns {register}", (marked,), make)


def judge(sheet: RegisterFigures, checks: Iterable[Check]) -> Judged:
    """Return the rows that break the relations of some checks, and what keeps relations from being evaluated."""
    wanted = {check.id: check for check in checks}
    judged = Judged()
    for name, rows in sheet.registers.items():
        if rows and asked_of_rows(sheet.plan, name, wanted):
            _gather(remembered(sheet, name), wanted, judged)
    for check in wanted.values():
        for number, relation in enumerate(check.relations):
            _across(sheet, (check.id, number), relation, judged)
    return judged


def _across(sheet: RegisterFigures, place: tuple[str, int], relation: Relation, judged: Judged) -> None:
    """Judge the rows of a relation that looks at more than its own row; note what every relation lacks."""
    if relation.needs:
        judged.ungiven[place] = ungiven(sheet, relation)
    registers = [name for name in relation.rows if sheet.registers.get(name)]
    if not registers:
        return
    ground = judged.grounds.get(relation.rows)
    if ground is None:
        ground = judged.grounds[relation.rows] = ground_of(sheet, relation.rows, sheet.lookup(None))
    judged.unset[place] = unset = unset_parameters(sheet, relation)
    if by_itself(relation):
        return
    (step, only), wrong = bound_across(sheet, place, relation, ground), not relation.must
    for name in registers:
        rows = sheet.registers[name]
        asked = rows if only is None else [row for row in rows if id(row) in only] if only else ()
        if found := [row for row in asked if step(row) is wrong]:
            judged.broken[*place, name] = found
        if unset and (open_ones := [row for row in rows if step(row) is None]):
            judged.open[*place, name] = open_ones


def _gather(memory: RegisterMarks, wanted: Mapping[str, Check], judged: Judged) -> None:
    for row, marks in memory.marked:
        for mark in marks:
            if isinstance(mark, int):
                test = memory.tests[mark]
                if test.place[0] in wanted:
                    found = judged.open if test.wrong is None else judged.broken
                    found.setdefault(test.place, []).append(row)


def remembered(sheet: RegisterFigures, register: str) -> RegisterMarks:
    """Return what the rows of a register do wrong by themselves, found anew only for other row objects."""
    rows, ground = sheet.registers.get(register, ()), ground_objects(sheet)
    name = f"judged {register}"

    def make() -> RegisterMarks:
        last = sheet.cache.last(name)
        known = last if isinstance(last, RegisterMarks) and same_objects(last.ground, ground) else None
        tests = tuple(own_tests(sheet, register)) if known is None else known.tests
        marks_of = _marker(sheet, register, tests)
        marks = sheet.cache.each(f"marks {register}", rows, lambda some: [*map(marks_of, some)], (*ground, tests))
        marked = tuple([pair for pair in zip(rows, marks, strict=True) if pair[1]])
        if known is not None and _same_pairs(known.marked, marked):
            marked = known.marked
        return RegisterMarks(ground=ground, rows=rows, marked=marked, tests=tests)

    return sheet.cache.keep(name, (*ground, rows), make)


def _same_pairs(some: Sequence[tuple[object, object]], others: Sequence[tuple[object, object]]) -> bool:
    """True for the very same rows with the very same marks: nothing that was made of them need be made anew."""
    return len(some) == len(others) and all(
        row is other and marks is found for (row, marks), (other, found) in zip(some, others, strict=True)
    )


def _marker(sheet: RegisterFigures, register: str, tests: tuple[Test, ...]) -> Callable[[Row], tuple[Mark, ...]]:
    steps = [(number, test.step, test.wrong) for number, test in enumerate(tests)]
    needed = [column.name for column in sheet.plan.registers[register].columns if column.required]

    def marks_of(row: Row) -> tuple[Mark, ...]:
        faults, values = row.faults, row.values
        found: list[Mark] = [(fault, column) for column, fault in faults.items()]
        found += [("", name) for name in needed if not values.get(name) and name not in faults]
        found += [number for number, step, wrong in steps if step(row) is wrong]
        return tuple(found)

    return marks_of
