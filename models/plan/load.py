"""Plan files: the TOML of a plan folder, or of one file, becomes a Plan; or every problem it has, all at once.

A Plan that this module gives has no reference that leads nowhere, no formula that cannot be evaluated, no id that
cannot stand in an address or a file name. A plan travels as its files and is known by their digest. Files come from
anybody: size, depth and shape are bounded before anything is made of them. DESIGN §3, §6 `plan check`.

To add a key: read it where its row is built (`plan_rows` who and when, `plan_items` what, `plan_checks` the checks,
`plan_deliverables` what else a task asks for) and say in the folder's own recipe what it is for. To add a kind of
table: its name below, its reader, its field in Plan.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from models.basics.quantity import Rounding
from models.basics.resources import RESOURCES
from models.plan.checks import Scope, read_checks, read_parameters
from models.plan.deliverables import Homes, read_deliverables, read_safeguards
from models.plan.formulas import Formulas, Names
from models.plan.items import (
    Around,
    item_types,
    read_indicators,
    read_items,
    read_process,
    read_registers,
    with_last_year,
)
from models.plan.people import (
    Rows,
    UnitPool,
    read_assignments,
    read_blocks,
    read_calendar,
    read_groups,
    read_periods,
    read_tables,
    read_units,
)
from models.plan.plan import Plan
from models.plan.problems import Problem, Problems
from models.plan.toml_row import EPOCH, Row, table_rows

__all__ = ("SHIPPED", "PlanProblems", "Problem", "load_plan", "load_plan_bytes", "plan_digest", "plan_files")

SHIPPED = RESOURCES / "plans" / "ankang-2020"
DEMO = "demo.toml"  # invented figures for `demo`, no part of the plan
SINGLE = ("plan", "calendar")
REPEATED = (
    "unit", "group", "block", "safeguard", "indicator", "item", "process", "table", "assignment", "register", "period",
    "check", "parameter", "deliverable",
)  # fmt: skip
LARGEST, LARGEST_TOGETHER = 512 * 1024, 1024 * 1024  # bytes
MOST_FILES, MOST_ROWS = 40, 2000
LONGEST_LINE, MOST_DOTS = 5000, 60  # tomllib takes the square of a dotted key's length
_QUOTED = re.compile(r'"(?:\\.|[^"\\\n])*"' + r"|'[^'\n]*'")
_FILE_NAME = re.compile(r'[^/\\:*?"<>|\x00-\x1f]{1,100}')
_VERSION = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){2}")


class PlanProblems(Exception):
    """A plan that cannot be used; `problems` holds everything that is wrong with it, in the order of its files."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def plan_files(source: Path) -> Mapping[str, bytes]:
    """Return the files of a plan, name → content: the .toml files of a folder, or the one file; empty if none.

    The demonstration figures are no part of a plan. A file that is too large comes cut, and is refused when loaded.
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
    """Return the plan its files say, whatever order they come in. Raises PlanProblems with every problem they have."""
    problems = Problems()
    tables = _tables(problems, files)
    if problems.hopeless:
        raise PlanProblems(problems.listed())
    plan = _plan(tables, plan_digest(files))
    for rows in tables.values():
        for row in rows:
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


def _tables(problems: Problems, files: Mapping[str, bytes]) -> dict[str, Rows]:
    """Return the rows of every kind of table, in the order of the files' names."""
    _bound(problems, files)
    found: dict[str, list[Row]] = {kind: [] for kind in (*SINGLE, *REPEATED)}
    for name in () if problems.hopeless else sorted(files):
        for kind, row in _rows_of(problems, name, _parsed(problems, name, files[name])):
            found[kind].append(row)
    for kind, rows in found.items():
        if kind in SINGLE and len(rows) > 1:
            rows[1].note("", "one_table", 键=kind)
        if len(rows) > MOST_ROWS:
            problems.stop(rows[MOST_ROWS].file, kind, "too_many_rows", 键=kind, n=MOST_ROWS)
    if not found["plan"] and not problems.hopeless:
        problems.stop("", "plan", "no_plan")
    return {kind: tuple(rows) for kind, rows in found.items()}


def _bound(problems: Problems, files: Mapping[str, bytes]) -> None:
    if not files:
        problems.stop("", "", "no_files")
    if len(files) > MOST_FILES:
        problems.stop("", "", "too_many_files", n=MOST_FILES)
    elif sum(map(len, files.values())) > LARGEST_TOGETHER:
        problems.stop("", "", "too_large_together", n=LARGEST_TOGETHER // 1024)


def _parsed(problems: Problems, name: str, content: bytes) -> Mapping[str, Any]:
    if not _FILE_NAME.fullmatch(name):
        problems.stop(name[:100], "", "file_name")
    elif len(content) > LARGEST:
        problems.stop(name, "", "too_large", n=LARGEST // 1024)
    else:
        return _toml(problems, name, content)
    return {}


def _toml(problems: Problems, name: str, content: bytes) -> Mapping[str, Any]:
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        problems.stop(name, "", "not_utf8")
        return {}
    dense = next((number for number, line in enumerate(text.split("\n"), 1) if _dense(line)), None)
    if dense is not None:
        problems.stop(name, "", "too_dense", n=dense)
        return {}
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: also a number of 5,000 digits
        line = re.search(r"at line (\d+)", str(error))
        problems.stop(name, "", "not_toml", n=line[1] if line else text.count("\n") + 1)
        return {}


def _dense(line: str) -> bool:
    if len(line) > LONGEST_LINE:
        return True
    return line.count(".") > MOST_DOTS and _QUOTED.sub("", line).count(".") > MOST_DOTS


def _rows_of(problems: Problems, file: str, tables: Mapping[str, Any]) -> Iterator[tuple[str, Row]]:
    for kind, found in tables.items():
        if kind in SINGLE and type(found) is dict:
            yield kind, Row(problems, file, kind, found)
        elif kind in REPEATED and type(found) is list:
            for row in table_rows(problems, file, kind, found[: MOST_ROWS + 1]):
                yield kind, row
        elif kind in SINGLE or kind in REPEATED:
            problems.note(file, kind, "not_single" if kind in SINGLE else "not_repeated", 键=kind)
        else:
            near = problems.near(kind, (*SINGLE, *REPEATED))
            problems.note(file, kind[:100], "unknown_table", 键=kind, 提示=near)


def _plan(rows: Mapping[str, Rows], digest: str) -> Plan:
    head = rows["plan"][0]
    rounding = head.choice("rounding", Rounding, Rounding.GBT8170)
    units = read_units(rows["unit"], rows["group"])
    pool = UnitPool(units)
    blocks, tables = read_blocks(rows["block"], pool), read_tables(rows["table"])
    registers, parameters = read_registers(rows["register"], pool), read_parameters(rows["parameter"], units)
    named = {str(row.found.get("id")) for row in rows["indicator"]}
    asked = rows["item"], rows["process"]
    names = Names(item_types(*asked), with_last_year(*asked), named, registers, parameters)
    formulas = Formulas(names, rounding)
    around = Around(units, blocks, tables, registers, formulas, rounding)
    indicators = read_indicators(rows["indicator"], around)
    items = read_items(rows["item"], rows["process"], indicators, around)
    assignments = read_assignments(rows["assignment"], pool, tables, items)
    homes = Homes(pool, blocks, items, registers, assignments)
    hub, version = head.text("hub_unit", ""), head.text("version")
    head.known(hub, "hub_unit", units)
    if not _VERSION.fullmatch(version):
        head.note("version", "bad_version", 版本=version)
    return Plan(
        id=head.id(), version=version, title=head.text("title"),
        short_title=head.text("short_title", head.text("title")), doc_no=head.text("doc_no", ""),
        issued=head.day("issued", needed=True) or EPOCH,
        year=head.whole("year", 2000, 2199, needed=True) or EPOCH.year, hub_unit=hub or None, digest=digest,
        rounding=rounding, calendar=read_calendar(rows["calendar"]), header=head.pairs("header"), units=units,
        groups=read_groups(rows["group"], units), blocks=blocks, indicators=indicators, items=items,
        process=read_process(rows["process"]), tables=tables,
        assignments=assignments, registers=registers, periods=read_periods(rows["period"], tables),
        checks=read_checks(rows["check"], Scope(pool, {**tables, **registers}, items, formulas)),
        parameters=parameters, safeguards=read_safeguards(rows["safeguard"], homes),
        deliverables=read_deliverables(rows["deliverable"], homes),
    )  # fmt: skip
