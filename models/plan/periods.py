"""A plan's rows about when: kinds of period, periods with their predecessors, and the office's calendar.

Each reader takes its TOML rows and gives records by id; what is wrong is noted at its row and the record made as well
as it can be. Source of the shapes: `models.plan.rows.keys`.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from models.basics.period import Calendar, Period, PeriodKind
from models.plan.rows.toml_row import EPOCH, Rows, TomlRow
from models.plan.rows.twins import Named, refuse_twins, unique
from models.plan.rows.values import Pools, Values, read

NO_KIND = PeriodKind(id="", name="", rank=0)  # stands where a kind was wrong; the plan is refused anyway


def read_period_kinds(rows: Rows, pools: Pools) -> dict[str, PeriodKind]:
    """Return the kinds of period by id."""
    return unique((row.id(), row, _period_kind(read(row, "period_kind", pools))) for row in rows)


def _period_kind(said: Values) -> PeriodKind:
    names = ("id", "name", "deciding", "preliminary", "final")
    return PeriodKind(**{name: said[name] for name in names}, rank=said["rank"] or 1)


def read_periods(rows: Rows, kinds: Mapping[str, PeriodKind], pools: Pools) -> dict[str, Period]:
    """Return periods by id; each has predecessors that lead back to a first one, no two of a kind have one name."""
    found = unique((row.id(), row, _period(row, read(row, "period", pools), kinds)) for row in rows)
    followed: set[str] = set()
    for row in rows:
        period = found.get(row.id())
        for table, before in period.predecessors.items() if period else ():
            if ":" in before:
                continue  # of the plan before; whether it is there is seen when that plan is
            key = "predecessor" if table == "*" else f"predecessor.{table}"
            if row.known(before, key, found, "period") and found[before].end > (row.day("end") or found[before].end):
                row.note(key, "predecessor_later", 名称=before)
            way = list(_predecessors(row.id(), table, found))
            if way and way[-1] == way[0] and len(way) > 1 and way[0] not in followed:
                row.note(key, "predecessor_circle", 经过=" → ".join(way))
                followed.update(way)
    refuse_twins((Named(row, (str(row.found.get("kind")),)) for row in rows), "twin_period")
    return found


def _period(row: TomlRow, said: Values, kinds: Mapping[str, PeriodKind]) -> Period:
    start, end = said["start"] or EPOCH, said["end"] or EPOCH
    if end < start:
        row.note("end", "ends_before")
    from_day: date = said["counts_from"] or start
    if from_day > start:
        row.note("counts_from", "counts_late")
    for table in said["predecessor"]:
        if table != "*":
            row.known(table, f"predecessor.{table}", said["tables"])
    return Period(
        id=said["id"],
        name=said["name"],
        kind=kinds.get(said["kind"], NO_KIND),
        start=start,
        end=end,
        counts_from=from_day,
        predecessors=said["predecessor"],
        last_year=said["last_year"],
        tables=said["tables"],
        rising=said["rising"],
        clause=said["clause"],
        note=said["note"],
    )


def _predecessors(name: str, table: str, periods: Mapping[str, Period]) -> Iterator[str]:
    """Yield a period, its predecessor for a table and so on, ending with the one that came before."""
    seen: set[str] = set()
    at: str | None = name
    while at is not None and at in periods:
        yield at
        if at in seen:
            return
        seen.add(at)
        at = periods[at].before(table)


def read_calendar(rows: Rows, pools: Pools) -> Calendar:
    """Return the office's calendar; without one, Monday to Friday are worked."""
    if not rows:
        return Calendar(frozenset(), frozenset())
    said = read(rows[0], "calendar", pools)
    return Calendar(said["holidays"], said["workdays"])
