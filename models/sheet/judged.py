"""Judged rows: what the checks of a plan find in the rows of a sheet, and which rows do not count.

What hangs on one row alone is found once per row object and remembered while plan, settings, unit and period are the
same; what looks at other rows goes by indexes that `models.formula.rows` makes once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from models.formula.bind import Answer, Step, bind
from models.formula.prefixes import Prefix
from models.formula.rows import RowGround, bind_across, candidates
from models.formula.tree import AMONG_ROWS, ELSEWHERE, Node
from models.plan.formulas import SETTLED, reads_only_its_row
from models.plan.plan import Check, Relation
from models.sheet.identity_cache import places_changed, same_objects
from models.sheet.other_rows import RegisterFigures, ground_of
from models.sheet.rows import Row

Place = tuple[str, int, str]  # check, number of its relation, register
Mark = int | tuple[str, str]  # number of a test it offends; fault and column of an unread text, "" and a blank column


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterMarks:
    """What was found of the rows of one register by themselves."""

    ground: tuple[object, ...]  # plan, settings, unit and period it was found for
    rows: Sequence[Row]
    of_row: Mapping[int, tuple[Row, tuple[Mark, ...]]]  # id of the row object → row, its marks
    marked: tuple[tuple[Row, tuple[Mark, ...]], ...]  # rows with a mark, in row order
    tests: tuple["Test", ...]


@dataclass(frozen=True, slots=True)
class Test:
    """One relation over one register; broken where its answer is `wrong`, open where unknown for want of an input."""

    place: Place
    step: Step
    wrong: bool | None


@dataclass(frozen=True, slots=True)
class Judged:
    """The rows of a sheet that break something, in row order."""

    broken: dict[Place, list[Row]]
    open: dict[Place, list[Row]]  # unknown because a parameter is not given
    grounds: dict[tuple[str, ...], RowGround]


def applies(check: Check, sheet: RegisterFigures) -> bool:
    """True when a check is run over a unit's sheet in this period; waived ones are not."""
    if check.periods and sheet.plan.periods[sheet.period_id].kind.id not in check.periods:
        return False
    if check.office or (check.units and sheet.unit_id not in check.units):
        return False
    return sheet.settings.waived(check.id, sheet.unit_id, sheet.period_id) is None


def rows_left_out(sheet: RegisterFigures) -> Mapping[str, frozenset[int]]:
    """Return register → numbers of the rows that do not count, because a check says that it leaves them out."""
    checks = [c for c in sheet.plan.checks.values() if c.leaves_out and not c.trial and applies(c, sheet)]
    out: dict[str, set[int]] = {name: set() for name in sheet.registers}
    for (_, _, register), rows in judge(sheet, checks).broken.items():
        out.setdefault(register, set()).update(row.number for row in rows)
    return {name: frozenset(numbers) for name, numbers in out.items()}


def unread_columns(sheet: RegisterFigures, register: str) -> list[tuple[Row, str, str]]:
    """Return each text of a register that could not be read: its row, the fault and the column."""
    marks = _marks(sheet, register)
    return [(row, fault, column) for row, (fault, column) in marks if fault]


def blank_columns(sheet: RegisterFigures, register: str) -> list[tuple[Row, str]]:
    """Return each required column of a register that is blank, with its row."""
    return [(row, column) for row, (fault, column) in _marks(sheet, register) if not fault]


def _marks(sheet: RegisterFigures, register: str) -> list[tuple[Row, tuple[str, str]]]:
    found = remembered(sheet, register).marked
    return [(row, mark) for row, marks in found for mark in marks if isinstance(mark, tuple)]


def judge(sheet: RegisterFigures, checks: Iterable[Check]) -> Judged:
    """Return the rows that break the relations of some checks."""
    wanted = {check.id: check for check in checks}
    judged = Judged({}, {}, {})
    for name, rows in sheet.registers.items():
        if rows:
            _gather(remembered(sheet, name), wanted, judged)
    for check in wanted.values():
        for number, relation in enumerate(check.relations):
            if any(sheet.registers.get(name) for name in relation.rows):
                ground = judged.grounds.get(relation.rows)
                if ground is None:
                    ground = judged.grounds[relation.rows] = ground_of(sheet, relation.rows, sheet.lookup(None))
                if not _by_itself(relation):
                    _across(sheet, (check.id, number), relation, ground, judged)
    return judged


def _gather(memory: RegisterMarks, wanted: Mapping[str, Check], judged: Judged) -> None:
    for row, marks in memory.marked:
        for mark in marks:
            if isinstance(mark, int):
                test = memory.tests[mark]
                if test.place[0] in wanted:
                    found = judged.open if test.wrong is None else judged.broken
                    found.setdefault(test.place, []).append(row)


def _by_itself(relation: Relation) -> bool:
    """True when a relation hangs on each row alone, as long as plan, settings, unit and period are the same."""
    needs = all(name.partition(".")[0] == Prefix.GIVEN for name in relation.needs)
    return needs and not relation.formula.tree.ops & AMONG_ROWS and reads_only_its_row(relation.formula)


def _across(
    sheet: RegisterFigures, place: tuple[str, int], relation: Relation, ground: RowGround, judged: Judged
) -> None:
    """Judge the rows of a relation that looks at more than its own row."""
    tree, wrong = relation.formula.tree, not relation.must
    keep = _keeper(sheet, place)
    step = _settling(sheet, relation, bind_across(tree, ground, _own_part, keep))
    only = None if relation.must or relation.needs else candidates(tree, ground)
    unset = _unset_parameters(sheet, relation)
    for name in relation.rows:
        rows = sheet.registers.get(name, ())
        asked = rows if only is None else [row for row in rows if id(row) in only] if only else ()
        found = [row for row in asked if step(row) is wrong]
        if found:
            judged.broken[*place, name] = found
        if unset and (open_ones := [row for row in rows if step(row) is None]):
            judged.open[*place, name] = open_ones


def _own_part(node: Node) -> bool:
    """True for a truth about the row alone, whatever else the formula looks at."""
    names = all(name.partition(".")[0] in SETTLED for name in node.names)
    return names and bool(node.columns) and not node.ops & (AMONG_ROWS | ELSEWHERE)


def _keeper(sheet: RegisterFigures, place: tuple[str, int]) -> Callable[[Node, Step], Step]:
    """Return what remembers the own part of a formula by row object, from one sheet to the next."""

    def keep(node: Node, step: Step) -> Step:
        name, ground = f"part {place} {node.start}", ground_objects(sheet)
        last = sheet.cache.last(name)
        known: dict[int, tuple[Row, Answer]] = {}
        if isinstance(last, tuple) and same_objects(last[0], ground):
            known = last[1]
        now: dict[int, tuple[Row, Answer]] = {}
        sheet.cache.put(name, (ground, now))

        def asked(row: Row) -> Answer:
            found = known.get(id(row))
            if found is None or found[0] is not row:
                found = row, step(row)
            now[id(row)] = found
            return found[1]

        return asked

    return keep


def ground_objects(sheet: RegisterFigures) -> tuple[object, ...]:
    """Return what the judgement of a row by itself hangs on besides the row."""
    return sheet.plan, sheet.settings, sheet.unit, sheet.plan.periods[sheet.period_id]


def remembered(sheet: RegisterFigures, register: str) -> RegisterMarks:
    """Return what the rows of a register do wrong by themselves, found anew only for other row objects."""
    rows, ground = sheet.registers.get(register, ()), ground_objects(sheet)
    name = f"judged {register}"

    def make() -> RegisterMarks:
        last = sheet.cache.last(name)
        if isinstance(last, RegisterMarks) and same_objects(last.ground, ground):
            marks_of, places = _marker(sheet, register, last.tests), places_changed(last.rows, rows)
            if places is not None and all(last.rows[at].number == rows[at].number for at in places):
                return _found_again(last, rows, places, marks_of)
            return _found(ground, rows, last.tests, marks_of, last.of_row)
        tests = tuple(_own_tests(sheet, register))
        return _found(ground, rows, tests, _marker(sheet, register, tests), {})

    return sheet.cache.keep(name, (*ground, rows), make)


def _found(
    ground: tuple[object, ...],
    rows: Sequence[Row],
    tests: tuple[Test, ...],
    marks_of: Callable[[Row], tuple[Mark, ...]],
    known: Mapping[int, tuple[Row, tuple[Mark, ...]]],
) -> RegisterMarks:
    pairs = [known.get(id(row)) or (row, marks_of(row)) for row in rows]  # what is known holds its row alive
    of_row = {id(pair[0]): pair for pair in pairs}
    marked = [pair for pair in pairs if pair[1]]
    return RegisterMarks(ground=ground, rows=rows, of_row=of_row, marked=tuple(marked), tests=tests)


def _found_again(
    last: RegisterMarks, rows: Sequence[Row], places: list[int], marks_of: Callable[[Row], tuple[Mark, ...]]
) -> RegisterMarks:
    """The same with other rows at a few places."""
    of_row, differing = dict(last.of_row), False
    for place in places:
        row, old = rows[place], last.rows[place]
        _, before = of_row.pop(id(old), (old, ()))
        of_row[id(row)] = row, marks_of(row)
        differing |= bool(before or of_row[id(row)][1])
    marked = tuple(pair for row in rows if (pair := of_row[id(row)])[1]) if differing else last.marked
    return replace(last, rows=rows, of_row=of_row, marked=marked)


def _own_tests(sheet: RegisterFigures, register: str) -> Iterable[Test]:
    grounds: dict[tuple[str, ...], RowGround] = {}
    for check in sheet.plan.checks.values():
        for number, relation in enumerate(check.relations):
            if register not in relation.rows or not _by_itself(relation):
                continue
            if relation.rows not in grounds:
                grounds[relation.rows] = ground_of(sheet, relation.rows, sheet.lookup(None))
            step = bind(relation.formula.tree, grounds[relation.rows])
            place = (check.id, number, register)
            yield Test(place, _settling(sheet, relation, step), not relation.must)
            if _unset_parameters(sheet, relation):
                yield Test(place, step, None)


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


def _settling(sheet: RegisterFigures, relation: Relation, step: Step) -> Step:
    """Return the step; while something the relation needs is missing, every row that does not hold anyway is open."""
    if all(given(sheet, need) for need in relation.needs):
        return step
    right = relation.must
    return lambda row: right if step(row) is right else not right


def given(sheet: RegisterFigures, need: str) -> bool:
    """True when what a check needs is there: rows of a register, a value of a parameter or of an item."""
    if need in sheet.plan.registers:
        return bool(sheet.registers.get(need))
    prefix, _, name = need.partition(".")
    if prefix == Prefix.GIVEN:
        return _set(sheet, name)
    return sheet.lookup(None)(need) is not None


def _set(sheet: RegisterFigures, parameter: str) -> bool:
    declared = sheet.plan.parameters.get(parameter)
    if declared is not None and declared.type == "table":
        return bool(sheet.settings.table(sheet.plan, parameter))
    return bool(sheet.settings.parameter(sheet.plan, parameter, sheet.unit_id))


def _unset_parameters(sheet: RegisterFigures, relation: Relation) -> bool:
    """True when a parameter the formula reads, and does not name among its needs, is not given."""
    reads = {*relation.formula.reads, *(source.rows for source in relation.formula.sources)}
    return any(
        name.partition(".")[0] == Prefix.GIVEN and not _set(sheet, name.partition(".")[2])
        for name in reads - set(relation.needs)
    )
