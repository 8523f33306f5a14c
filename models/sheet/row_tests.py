"""Row tests: the relations of a plan about rows, bound to the registers of a sheet."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from models.basics.records import dataclass
from models.formula.bind import Answer, Step, bind, bind_across
from models.formula.prefixes import Prefix
from models.formula.rows import RowGround, candidates
from models.formula.tree import AMONG_ROWS, ELSEWHERE, Node
from models.plan.formulas import SETTLED, reads_only_its_row
from models.plan.plan import Plan, Relation
from models.sheet.identity_cache import same_objects
from models.sheet.other_rows import RegisterFigures, ground_of
from models.sheet.rows import Row

Place = tuple[str, int, str]  # check, number of its relation, register


@dataclass(frozen=True, slots=True)
class Test:
    """One relation over one register; broken where its answer is `wrong`, open where unknown for want of an input."""

    place: Place
    step: Step
    wrong: bool | None


def own_tests(sheet: RegisterFigures, register: str) -> Iterable[Test]:
    """Yield what is asked of each row of a register by itself."""
    grounds: dict[tuple[str, ...], RowGround] = {}
    for place, relation in _own_relations(sheet.plan).get(register, ()):
        unset, settled = unset_parameters(sheet, relation), _settling(sheet, relation)
        if relation.rows not in grounds:
            grounds[relation.rows] = ground_of(sheet, relation.rows, sheet.lookup(None))
        step = bind(relation.formula.tree, grounds[relation.rows])
        yield Test(place, settled(step), not relation.must)
        if unset:
            yield Test(place, step, None)


def asked_of_rows(plan: Plan, register: str, checks: Collection[str]) -> bool:
    """Return True where one of some checks, by id, asks something of each row of a register by itself."""
    return any(place[0] in checks for place, _ in _own_relations(plan).get(register, ()))


def _own_relations(plan: Plan) -> Mapping[str, Sequence[tuple[Place, Relation]]]:
    """The relations that hang on each row alone, by register; found once for a plan."""
    known: dict[str, list[tuple[Place, Relation]]] | None = plan.derived.get("relations of rows alone")
    if known is None:
        known = plan.derived["relations of rows alone"] = {}
        for check in plan.checks.values():
            for number, relation in enumerate(check.relations):
                for name in relation.rows if by_itself(relation) else ():
                    known.setdefault(name, []).append(((check.id, number, name), relation))
    return known


def bound_across(
    sheet: RegisterFigures, place: tuple[str, int], relation: Relation, ground: RowGround
) -> tuple[Step, Collection[int] | None]:
    """Return the truth of a relation that looks at more than its own row, and the ids of the only rows to be asked.

    None instead of ids: any row may break it.
    """
    keep, settled = _keeper(sheet, place), _settling(sheet, relation)
    step = bind_across(relation.formula.tree, ground, _own_part, keep)
    only = None if relation.must or relation.needs else candidates(relation.formula.tree, ground)
    return settled(step), only


def by_itself(relation: Relation) -> bool:
    """True when a relation hangs on each row alone, as long as plan, settings, unit and period are the same."""
    needs = all(name.partition(".")[0] == Prefix.GIVEN for name in relation.needs)
    return needs and not relation.formula.tree.ops & AMONG_ROWS and reads_only_its_row(relation.formula)


def _settling(sheet: RegisterFigures, relation: Relation) -> Callable[[Step], Step]:
    """Return what makes of a step: itself; while something the relation needs is missing, one that is open for every
    row that does not hold anyway.
    """
    right = relation.must
    if not ungiven(sheet, relation):
        return lambda step: step
    return lambda step: lambda row: right if step(row) is right else not right


def _own_part(node: Node) -> bool:
    """True for a truth about the row alone, whatever else the formula looks at."""
    names = all(name.partition(".")[0] in SETTLED for name in node.names)
    return names and bool(node.columns) and not node.ops & (AMONG_ROWS | ELSEWHERE)


def _keeper(sheet: RegisterFigures, place: tuple[str, int]) -> Callable[[Node, Step], Step]:
    """Return what remembers the own part of a formula by what a row says, from one sheet to the next."""

    def keep(node: Node, step: Step) -> Step:
        name, ground = f"part {place} {node.start}", ground_objects(sheet)
        last = sheet.cache.last(name)
        known: dict[int, tuple[Row, Answer]] = {}
        if isinstance(last, tuple) and same_objects(last[0], ground):
            known = last[1]
        now: dict[int, tuple[Row, Answer]] = {}
        sheet.cache.put(name, (ground, now))

        def asked(row: Row) -> Answer:
            found = known.get(id(row.values))  # whoever is known holds its row, so that no other has its id
            if found is None:
                found = row, step(row)
            now[id(row.values)] = found
            return found[1]

        return asked

    return keep


def ground_objects(sheet: RegisterFigures) -> tuple[object, ...]:
    """Return what the judgement of a row by itself hangs on besides the row."""
    return sheet.plan, sheet.settings, sheet.unit, sheet.plan.periods[sheet.period_id]


def ungiven(sheet: RegisterFigures, relation: Relation) -> tuple[str, ...]:
    """Return what a relation needs and is not there."""
    return tuple(need for need in relation.needs if not _given(sheet, need))


def unset_parameters(sheet: RegisterFigures, relation: Relation) -> tuple[str, ...]:
    """Return the parameters the formula reads, and does not name among its needs, that are not given."""
    reads = {*relation.formula.reads, *(source.rows for source in relation.formula.sources)}
    return tuple(
        name
        for name in sorted(reads - set(relation.needs))
        if name.partition(".")[0] == Prefix.GIVEN and not _set(sheet, name.partition(".")[2])
    )


def _given(sheet: RegisterFigures, need: str) -> bool:
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
