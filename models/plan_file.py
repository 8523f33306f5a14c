"""Plan files: the TOML tables of a plan folder become a Plan, or every problem they have, all at once.

To add a key: read it where its row is built here, and say in the folder's own recipe what it is for. Unknown keys, dead
references, repeated ids, bad formulas and impossible measures are refused (DESIGN §3). A plan travels as its files.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from models.period import Calendar, Period, PeriodKind
from models.plan import Plan, Table
from models.plan_formulas import Formulas
from models.plan_reader import EPOCH, Problem, Problems, Row, unique
from models.plan_rows import Rows
from models.quantity import Rounding
from models.words import say

SHIPPED = Path(__file__).resolve().parent.parent / "resources" / "plans" / "ankang-2020"
DEMO = "demo.toml"
LARGEST, MOST_FILES = 2 * 1024 * 1024, 40
KINDS = (
    "plan", "calendar", "unit", "group", "block", "safeguard", "indicator", "item", "process", "table", "assignment",
    "register", "period", "check", "parameter",
)  # fmt: skip


class PlanProblems(Exception):
    """A plan cannot be used; `problems` holds everything that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def plan_files(source: Path) -> Mapping[str, bytes]:
    """Return the files of a plan folder, or the one file, by name; the demonstration figures are no part of a plan."""
    if source.is_file():
        return {source.name: source.read_bytes()}
    return {path.name: path.read_bytes() for path in sorted(source.glob("*.toml")) if path.name != DEMO}


def load_plan(source: Path) -> Plan:
    """Return the plan of a folder or a single file. Raises PlanProblems, OSError."""
    return load_plan_bytes(plan_files(source))


def load_plan_bytes(files: Mapping[str, bytes]) -> Plan:
    """Return the plan its files say. Raises PlanProblems with every problem they have."""
    problems = Problems()
    tables = _tables(problems, files)
    if problems.found:
        raise PlanProblems(tuple(problems.found))
    plan = _plan(problems, tables, digest(files))
    if problems.found or plan is None:
        raise PlanProblems(tuple(problems.found))
    return plan


def digest(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of a plan's files, names and line ends made equal on every system."""
    found = hashlib.sha256()
    for name in sorted(files):
        if name != DEMO:
            content = files[name].replace(b"\r\n", b"\n")
            found.update(f"{name}\0{len(content)}\0".encode() + content)
    return found.hexdigest()


def _tables(problems: Problems, files: Mapping[str, bytes]) -> dict[str, list[Row]]:
    """Return the rows of every kind of table, in the order of the files."""
    tables: dict[str, list[Row]] = {kind: [] for kind in KINDS}
    if not files or len(files) > MOST_FILES:
        problems.note("", "", "no_files")
    for name, content in files.items():
        for kind, found in _parsed(problems, name, content).items():
            if kind not in tables:
                problems.note(name, kind, "unknown_table", 表=kind)
                continue
            rows = found if isinstance(found, list) else [found]
            for number, row in enumerate(rows, 1):
                path = f"{kind}[{number}]" if isinstance(found, list) else kind
                if isinstance(row, dict):
                    tables[kind].append(Row(problems, name, path, row))
                else:
                    problems.note(name, path, "wrong_type", 键=kind, 应为=say("plan.type_table"))
    return tables


def _parsed(problems: Problems, name: str, content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST:
        problems.note(name, "", "too_large")
        return {}
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        problems.note(name, "", "not_toml", 原因=str(error)[:120])
        return {}


def _plan(problems: Problems, tables: dict[str, list[Row]], mark: str) -> Plan | None:
    if len(tables["plan"]) != 1:
        problems.note("plan.toml", "plan", "one_plan")
        return None
    head = tables["plan"][0]
    rounding = head.choice("rounding", Rounding, Rounding.GBT8170)
    rows = Rows(tables, rounding)
    periods = unique(_periods(tables["period"]))
    _predecessors(tables["period"], periods)
    calendar = _calendar(tables["calendar"])
    header = {name: str(text) for name, text in head.mapping("header").items()}
    hub = head.text("hub_unit", "") or None
    if hub is not None:
        head.known(hub, "hub_unit", rows.units)
    plan_tables = unique(_table_rows(tables["table"]))
    formulas = Formulas(rows, rounding)
    plan = Plan(
        head.text("id"), head.text("version"), head.text("title"), head.text("short_title", head.text("title")),
        head.text("doc_no", ""), head.day("issued", needed=True) or EPOCH, head.whole("year") or EPOCH.year, hub, mark,
        rounding, calendar, header, rows.units, rows.groups, rows.blocks, rows.indicators(formulas),
        rows.items(formulas, plan_tables), rows.process, plan_tables, rows.assignments(plan_tables), rows.registers, periods,
        rows.checks(formulas), rows.parameters, rows.safeguards,
    )  # fmt: skip
    formulas.refuse_circles(plan.items)
    for kind in KINDS:
        for row in tables[kind]:
            row.close()
    return plan


def _periods(rows: list[Row]) -> Iterator[tuple[str, Row, Period]]:
    for row in rows:
        row.text("clause", "")
        name = row.text("id")
        start, end = row.day("start", needed=True) or EPOCH, row.day("end", needed=True) or EPOCH
        if end < start:
            row.note("end", "ends_before", 键="end")
        period = Period(
            name, row.text("name"), row.choice("kind", PeriodKind), start, end, row.text("predecessor", "") or None,
            row.texts("tables"), row.flag("rising"),
        )  # fmt: skip
        yield name, row, period


def _predecessors(rows: list[Row], periods: Mapping[str, Period]) -> None:
    for row in rows:
        seen: set[str] = set()
        name: str | None = row.text("id", "")
        row.known(row.text("predecessor", ""), "predecessor", periods)
        while name in periods and name not in seen:
            seen.add(name)
            name = periods[name].predecessor
        if name in seen:
            row.note("predecessor", "circle", 名称=name)


def _table_rows(rows: list[Row]) -> Iterator[tuple[str, Row, Table]]:
    for row in rows:
        name = row.text("id")
        yield name, row, Table(name, row.text("name"), row.text("clause"))


def _calendar(rows: list[Row]) -> Calendar:
    if not rows:
        return Calendar(frozenset(), frozenset())
    return Calendar(rows[0].days("holidays"), rows[0].days("workdays"))
