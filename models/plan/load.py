"""Plan files: the TOML of a plan folder, or of one file, becomes a Plan; or every problem it has, all at once.

A Plan that this module gives has no reference that leads nowhere, no formula that cannot be evaluated, no id that
cannot stand in an address or a file name. A plan travels as its files and is known by their digest. Files come from
anybody: size, depth and shape are bounded before anything is made of them.

To add a key: its line in `models.plan.rows.keys`, and what it does where its record is built (`people` who and when,
`items` what, `checks`, `parameters`, `deliverables`). To add a kind of table: its keys, its reader, its field in Plan.
"""

import gc
import hashlib
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path

from models.basics.period import PeriodKind
from models.basics.quantity import Rounding
from models.basics.records import dataclass
from models.basics.resources import RESOURCES
from models.plan.checks import CheckScope, read_checks
from models.plan.declared import declared_checks
from models.plan.deliverables import Homes, read_deliverables, read_safeguards
from models.plan.formulas import FormulaNames, Formulas
from models.plan.indicators import held_to_items, read_indicators
from models.plan.items import Around, item_types, read_items, read_process, refuse_twin_items, with_last_year
from models.plan.parameters import read_parameters
from models.plan.people import (
    read_assignments,
    read_blocks,
    read_groups,
    read_registers,
    read_tables,
    read_unit_kinds,
    read_units,
)
from models.plan.periods import read_calendar, read_period_kinds, read_periods
from models.plan.plan import Assignment, Block, Check, Column, Item, Parameter, Plan, Register, Role, Table, UnitKind
from models.plan.rows.problems import Problem, Problems
from models.plan.rows.selectors import UnitPool
from models.plan.rows.tables import LARGEST, MOST_FILES, tables_of
from models.plan.rows.toml_row import EPOCH, Rows, TomlRow, ids_of, words_of
from models.plan.rows.twins import tear
from models.plan.rows.values import Pools, Values, read
from models.plan.rows.vocabulary import read_measures, read_words

__all__ = ("SHIPPED", "PlanProblems", "Problem", "load_plan", "load_plan_bytes", "plan_digest", "plan_files")

SHIPPED = RESOURCES / "plans" / "ankang-2020"
DEMO = "demo.toml"  # invented figures for `demo`, no part of the plan; beside its files or in a folder below
PLANS_KEPT = 8  # an office holds a few plans and versions of them
_VERSION = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){2}")


class PlanProblems(Exception):
    """A plan that cannot be used; `problems` holds everything that is wrong with it, in the order of its files."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems

    @property
    def old_format(self) -> bool:
        """True when the only thing wrong is that the plan is written in a format that is no longer read."""
        return [problem.key for problem in self.problems] == ["plan.old_format"]


def plan_files(source: Path) -> Mapping[str, bytes]:
    """Return the files of a plan, name → content: the .toml files of a folder, or the one file; empty if none.

    The demonstration figures are no part of a plan, nor is what lies in a folder below. A file that is too large comes
    cut, and is refused when loaded.
    """
    if source.is_file():
        return {source.name: _content(source)}
    paths = sorted(path for path in source.glob("*.toml") if path.is_file() and path.name != DEMO)
    return {path.name: _content(path) for path in islice(paths, MOST_FILES + 1)}


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def load_plan(source: Path) -> Plan:
    """Return the plan of a folder or a single file. Raises PlanProblems with every problem; OSError of the disk."""
    return load_plan_bytes(plan_files(source))


def load_plan_bytes(files: Mapping[str, bytes]) -> Plan:
    """Return the plan its files say, whatever order they come in. Raises PlanProblems with every problem they have.

    The same files are read once in a process: a plan never changes, so everybody may hold the same one.
    """
    collecting = gc.isenabled()
    gc.disable()  # nothing of a plan becomes garbage: looking for it took a third of the time at ten times the size
    try:
        return _loaded(tuple(sorted(files.items())))
    finally:
        if collecting:
            gc.enable()


@lru_cache(maxsize=PLANS_KEPT)
def _loaded(content: tuple[tuple[str, bytes], ...]) -> Plan:
    files, problems = dict(content), Problems()
    tables = tables_of(problems, files)
    if problems.hopeless:
        raise PlanProblems(problems.listed())
    plan = _plan(tables, plan_digest(files))
    for row in chain.from_iterable(tables.values()):
        row.close()
    if problems.found:
        raise PlanProblems(problems.listed())
    return plan


def plan_digest(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of a plan's files by name, line ends made equal on every system; hexadecimal."""
    found = hashlib.sha256()
    for name in sorted(files):
        content = files[name].replace(b"\r\n", b"\n")
        found.update(f"{name}\0{len(content)}\0".encode() + content)
    return found.hexdigest()


def _remember_names(rows: Mapping[str, Rows]) -> None:
    """Let a hint find the id of what is named where its id is wanted (州林草局 → D2)."""
    for row in chain.from_iterable(rows.values()):
        id, name = row.found.get("id"), row.found.get("name")
        if isinstance(id, str) and isinstance(name, str):
            row.problems.called.setdefault(name, []).append(id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """Who fills in, and where: what the rows of indicators, items and checks point at."""

    pools: Pools
    pool: UnitPool
    blocks: Mapping[str, Block]
    tables: Mapping[str, Table]
    registers: Mapping[str, Register]
    kinds: Mapping[str, PeriodKind]
    parameters: Mapping[str, Parameter]
    unit_kinds: Mapping[str, UnitKind]

    @property
    def progress(self) -> tuple[Column, ...]:
        """The columns of the table of progress; none where the plan has none."""
        return next((table.columns for table in self.tables.values() if table.role is Role.PROGRESS), ())


def _plan(rows: Mapping[str, Rows], digest: str) -> Plan:
    """Build the plan in the order in which its rows point at each other; what is wrong is noted at its row."""
    _remember_names(rows)
    pools, types = _pools(rows)
    said = _head(rows["plan"][0], pools)
    places = _places(rows, pools)
    formulas = Formulas(_names(rows, types, places), said["rounding"])
    around = _around(places, formulas, said)
    indicators = read_indicators(rows["indicator"], around)
    items = read_items(rows["item"], rows["process"], indicators, around)
    assignments = read_assignments(rows["assignment"], places.pool, pools, items)
    refuse_twin_items(rows, items, assignments)
    homes = _homes(places, items, assignments)
    return Plan(
        **said,
        digest=digest,
        words=read_words(rows["words"], pools),
        uses=_uses(rows["uses"], pools),
        calendar=read_calendar(rows["calendar"], pools),
        measures=pools.measures,
        unit_kinds=places.unit_kinds,
        units=places.pool.units,
        groups=read_groups(rows["group"], places.pool.units),
        blocks=places.blocks,
        indicators=held_to_items(rows["indicator"], indicators, items, pools.measures),
        items=items,
        process=read_process(rows["process"]),
        tables=places.tables,
        assignments=assignments,
        registers=places.registers,
        period_kinds=places.kinds,
        periods=read_periods(rows["period"], places.kinds, pools),
        checks=_checks(rows, places, items, formulas),
        parameters=places.parameters,
        safeguards=read_safeguards(rows["safeguard"], homes),
        deliverables=read_deliverables(rows["deliverable"], homes),
        files={row.path: row.file for found in rows.values() for row in found},
    )


def _pools(rows: Mapping[str, Rows]) -> tuple[Pools, Mapping[str, str]]:
    """What references may name, by the ids as written, and the type of each item."""
    measures = read_measures(rows["measure"])
    for kind, found in rows.items():
        tear(kind, found)
    ids: dict[str, Collection[str]] = {kind: ids_of(found) for kind, found in rows.items()}
    types = item_types(rows["item"], rows["process"])
    return Pools({**ids, "unit": {*ids["unit"], *ids["group"]}, "item": types}, measures), types


def _head(row: TomlRow, pools: Pools) -> Values:
    """Return the fields of a Plan that its [plan] says, what it leaves out filled in."""
    said = read(row, "plan", pools)
    if said["version"] and not _VERSION.fullmatch(said["version"]):
        row.note("version", "bad_version", 版本=said["version"])
    since, until = said["since"] or EPOCH, said["until"] or EPOCH
    if until < since:
        row.note("until", "ends_before")
    return {
        **{key: said[key] for key in ("id", "version", "title", "doc_no", "follows", "header", "book_seal")},
        "short_title": said["short_title"] or said["title"],
        "issued": said["issued"] or EPOCH,
        "since": since,
        "until": until,
        "year": said["year"] or until.year,
        "office": said["office"] or None,
        "rounding": Rounding(said["rounding"]) if said["rounding"] in words_of(Rounding) else Rounding.GBT8170,
    }


def _places(rows: Mapping[str, Rows], pools: Pools) -> _Places:
    unit_kinds = read_unit_kinds(rows["unit_kind"], pools)
    pool = UnitPool(read_units(rows["unit"], rows["group"], unit_kinds, pools))
    kinds = read_period_kinds(rows["period_kind"], pools)
    blocks, tables = read_blocks(rows["block"], pool, pools), read_tables(rows["table"], pools)
    registers, parameters = read_registers(rows["register"], pool, pools), read_parameters(rows["parameter"], pools)
    return _Places(
        pools=pools,
        pool=pool,
        blocks=blocks,
        tables=tables,
        registers=registers,
        kinds=kinds,
        parameters=parameters,
        unit_kinds=unit_kinds,
    )


def _names(rows: Mapping[str, Rows], types: Mapping[str, str], places: _Places) -> FormulaNames:
    return FormulaNames(
        items=types,
        last_year=with_last_year(rows["item"], rows["process"]),
        indicators=set(places.pools.ids["indicator"]),
        registers=places.registers,
        parameters=places.parameters,
    )


def _around(places: _Places, formulas: Formulas, said: Values) -> Around:
    return Around(
        pools=places.pools,
        units=places.pool.units,
        blocks=places.blocks,
        tables=places.tables,
        kinds=places.kinds,
        registers=places.registers,
        parameters=places.parameters,
        formulas=formulas,
        rounding=said["rounding"],
        since=said["since"],
    )


def _homes(places: _Places, items: Mapping[str, Item], assignments: tuple[Assignment, ...]) -> Homes:
    return Homes(
        pool=places.pool,
        pools=places.pools,
        progress=places.progress,
        blocks=places.blocks,
        items=items,
        registers=places.registers,
        assignments=assignments,
    )


def _checks(
    rows: Mapping[str, Rows], places: _Places, items: Mapping[str, Item], formulas: Formulas
) -> dict[str, Check]:
    """Return the checks a plan lists and those its items and columns declare, by id."""
    scope = CheckScope(
        pool=places.pool,
        kinds=places.kinds,
        places={**places.tables, **places.registers},
        items=items,
        measures=places.pools.measures.named,
        formulas=formulas,
    )
    listed = read_checks(rows["check"], scope)
    return {**listed, **declared_checks(items, places.registers, rows["register"], formulas)}


def _uses(rows: Rows, pools: Pools) -> Mapping[str, str]:
    """Return what the program needs of the office's parameters → the parameter that says it."""
    said = read(rows[0], "uses", pools) if rows else {}
    return {name: id for name, id in said.items() if id and name not in ("clause", "note")}
