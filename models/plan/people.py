"""A plan's rows about who and when: units, groups, blocks, tables, registers' keepers, assignments and periods.

Each reader takes its TOML rows and gives records by id; what is wrong is noted at its row and the record made as well
as it can be, so that one mistake does not hide the next. Source of the shapes: the folder's own recipes.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from models.basics.messages import say
from models.basics.period import Calendar, Period, PeriodKind
from models.basics.quantity import MEASURES
from models.plan.plan import Assignment, Block, DatedName, Item, Table, Unit, UnitKind, folded_name
from models.plan.toml_row import EPOCH, Row, select, unique

Rows = tuple[Row, ...]
_KINDS = {f"@{kind.value}": kind for kind in UnitKind if kind is not UnitKind.GROUP}
_ALL = "@all"


@dataclass(frozen=True, slots=True)
class UnitPool:
    """The units a selector may name."""

    units: Mapping[str, Unit]

    def __call__(self, name: str) -> tuple[str, ...] | None:
        """Return the units of a selector, None for a name nobody has."""
        if name.startswith("@"):
            kind = _KINDS.get(name)
            if kind is None and name != _ALL:
                return None
            wanted = tuple(_KINDS.values()) if kind is None else (kind,)
            return tuple(unit.id for unit in self.units.values() if unit.enabled and unit.kind in wanted)
        return (name,) if name in self.units else None

    def of(self, row: Row, key: str, *, groups: bool = False) -> tuple[str, ...]:
        """Return the units a key of a row selects; groups only where they may stand."""
        chosen = select(row, key, self, lambda name: self._near(row, name))
        for name in chosen:
            if not groups and self.units[name].kind is UnitKind.GROUP:
                row.note(key, "not_a_filer", 键=key, 名称=name)
        return chosen

    def _near(self, row: Row, name: str) -> str:
        """A unit's id is meant by who writes its name; ids are numbers, so a similar one is no hint."""
        for unit in self.units.values() if row.problems.hinting else ():
            if folded_name(name) in {folded_name(text) for text in _called(unit)}:
                return say("plan.near", id=unit.id)
        return row.problems.near(name, (*_KINDS, _ALL)) if name.startswith("@") else ""


def read_units(rows: Rows, groups: Rows) -> dict[str, Unit]:
    """Return units and groups by id, in the order of the file, groups last."""
    found = unique([*map(_unit, rows), *map(_group, groups)])
    for row in rows:
        within = row.text("within", "")
        if row.known(within, "within", found) and found[within].kind is not UnitKind.COUNTY:
            row.note("within", "within_county", 名称=within)
    _refuse_shared_names([*rows, *groups], found)
    return found


def _unit(row: Row) -> tuple[str, Row, Unit]:
    return row.id(), row, Unit(
        row.id(), row.choice("kind", UnitKind), _names(row), row.text("full_name", ""), row.texts("aliases"),
        row.text("within", "") or None, row.flag("enabled", default=True), row.text("clause", ""),
    )  # fmt: skip


def _names(row: Row) -> tuple[DatedName, ...]:
    dated = tuple(_dated(one) for one in row.rows("names"))
    if not dated:
        return (DatedName(row.text("name"), row.text("code", ""), None, None),)
    if row.given("name") or row.given("code"):
        row.note("names", "both_names")
    for before, after in pairwise(dated):
        if before.until is None or after.since is None or before.until > after.since:
            row.note("names", "name_order")
    if any(one.since and one.until and one.until <= one.since for one in dated):
        row.note("names", "name_order")
    return dated


def _dated(row: Row) -> DatedName:
    return DatedName(row.text("name"), row.text("code", ""), row.day("since"), row.day("until"))


def _group(row: Row) -> tuple[str, Row, Unit]:
    names = (DatedName(row.text("name"), "", None, None),)
    return row.id(), row, Unit(row.id(), UnitKind.GROUP, names, "", (), None, True, row.text("clause", ""))


def _refuse_shared_names(rows: list[Row], units: Mapping[str, Unit]) -> None:
    """Two units of one name could not be told apart in a foreign book (Plan.unit_named)."""
    owners: dict[str, str] = {}
    for row in rows:
        unit = units.get(row.id())
        if unit is None:
            continue
        for text in _called(unit):
            owner = owners.setdefault(folded_name(text), unit.id)
            if owner != unit.id:
                row.note("aliases", "name_shared", 名称=text, 甲=owner, 乙=unit.id)


def _called(unit: Unit) -> tuple[str, ...]:
    """Every name and code a unit goes by."""
    dated = [text for one in unit.names for text in (one.name, one.code)]
    return tuple(text for text in (unit.id, unit.full_name, *unit.aliases, *dated) if text)


def read_groups(rows: Rows, units: Mapping[str, Unit]) -> dict[str, tuple[str, ...]]:
    """Return group id → the members the plan itself names (none: 待填)."""
    return {row.id(): UnitPool(units).of(row, "members") for row in rows}


def read_blocks(rows: Rows, pool: UnitPool) -> dict[str, Block]:
    """Return blocks by id."""
    return unique((row.id(), row, _block(row, pool)) for row in rows)


def _block(row: Row, pool: UnitPool) -> Block:
    return Block(
        row.id(), row.text("clause"), row.text("title"), pool.of(row, "lead"), pool.of(row, "responsible", groups=True),
        row.text("lead_as_written", ""), row.text("responsible_as_written", ""), row.text("text", ""),
    )  # fmt: skip


def read_tables(rows: Rows) -> dict[str, Table]:
    """Return tables by id, in printing order."""
    return unique((row.id(), row, Table(row.id(), row.text("name"), row.text("clause"))) for row in rows)


def read_assignments(
    rows: Rows, pool: UnitPool, tables: Collection[str], items: Mapping[str, Item]
) -> tuple[Assignment, ...]:
    """Return who fills what."""
    homes: dict[str, list[Item]] = {}
    for item in items.values():
        homes.setdefault(item.indicator or item.process or "", []).append(item)
    return tuple(_assignment(row, pool, tables, items, homes) for row in rows)


def _assignment(
    row: Row, pool: UnitPool, tables: Collection[str], items: Mapping[str, Item], homes: Mapping[str, Sequence[Item]]
) -> Assignment:
    table = row.text("table")
    known = row.known(table, "table", tables)

    def called(name: str) -> tuple[str, ...] | None:
        """Return an item, or those of an indicator that may stand in the table, or the parts of a process item."""
        if name in items:
            return (name,)
        return tuple(item.id for item in homes[name] if table in item.tables) if name in homes else None

    chosen = select(row, "items", called, partial(row.problems.near, known=items))
    for name in chosen:
        if known and table not in items[name].tables:
            row.note("items", "not_in_table", 名称=name, 表=table)
    for key in ("items", "units"):
        row.texts(key, needed=True)
    return Assignment(
        table, pool.of(row, "units"), chosen, pool.of(row, "split"), row.flag("optional"), row.text("clause")
    )


def read_periods(rows: Rows, tables: Collection[str]) -> dict[str, Period]:
    """Return periods by id; each has a predecessor that leads back to a first one."""
    found = unique((row.id(), row, _period(row, tables)) for row in rows)
    followed: set[str] = set()
    for row in rows:
        before = row.text("predecessor", "")
        if row.known(before, "predecessor", found) and found[before].end > (row.day("end") or found[before].end):
            row.note("predecessor", "predecessor_later", 名称=before)
        way = list(_predecessors(row.id(), found))
        if way and way[-1] == way[0] and len(way) > 1 and way[0] not in followed:
            row.note("predecessor", "predecessor_circle", 经过=" → ".join(way))
            followed.update(way)
    return found


def _period(row: Row, tables: Collection[str]) -> Period:
    row.text("clause", "")
    start, end = row.day("start", needed=True) or EPOCH, row.day("end", needed=True) or EPOCH
    if end < start:
        row.note("end", "ends_before")
    due = row.texts("tables", needed=True)
    for table in due:
        row.known(table, "tables", tables)
    return Period(
        row.id(), row.text("name"), row.choice("kind", PeriodKind), start, end, row.text("predecessor", "") or None,
        due, row.flag("rising"),
    )  # fmt: skip


def _predecessors(name: str, periods: Mapping[str, Period]) -> Iterator[str]:
    """Yield a period, its predecessor and so on, ending with the one that came before."""
    seen: set[str] = set()
    at: str | None = name
    while at is not None and at in periods:
        yield at
        if at in seen:
            return
        seen.add(at)
        at = periods[at].predecessor


def read_calendar(rows: Rows) -> Calendar:
    """Return the office's calendar; without one, Monday to Friday are worked."""
    if not rows:
        return Calendar(frozenset(), frozenset())
    return Calendar(rows[0].days("holidays"), rows[0].days("workdays"))


def known_measure(row: Row) -> str:
    """Return the measure of a row, "" when it has none; note one that does not exist."""
    measure = row.text("measure", "")
    if measure and measure not in MEASURES:
        row.note("measure", "unknown_measure", 计量单位=measure, 提示=row.problems.near(measure, MEASURES))
    return measure
