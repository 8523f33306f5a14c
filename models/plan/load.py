"""Plan files: the TOML of a plan folder, or of one file, becomes a Plan; or every problem it has, all at once.

A Plan that this module gives has no reference that leads nowhere, no formula that cannot be evaluated, no id that
cannot stand in an address or a file name. A plan travels as its files and is known by their digest. Files come from
anybody: size, depth and shape are bounded before anything is made of them.

To add a key: its line in `models.plan.rows.keys`, and what it does where its record is built (`people` who and when,
`items` what, `checks`, `parameters`, `deliverables`). To add a kind of table: its keys, its reader, its field in Plan.
"""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from models.basics.errors import AppError
from models.basics.quantity import Rounding
from models.basics.reading import text_of_file
from models.basics.resources import RESOURCES
from models.plan.checks import CheckScope, read_checks
from models.plan.declared import declared_checks
from models.plan.deliverables import Homes, read_deliverables, read_safeguards
from models.plan.formulas import FormulaNames, Formulas
from models.plan.indicators import held_to_items, read_indicators
from models.plan.items import (
    Around,
    item_types,
    read_items,
    read_process,
    with_last_year,
)
from models.plan.parameters import read_parameters
from models.plan.people import (
    Rows,
    UnitPool,
    read_assignments,
    read_blocks,
    read_groups,
    read_measures,
    read_registers,
    read_tables,
    read_unit_kinds,
    read_units,
    read_words,
    tear,
)
from models.plan.periods import read_calendar, read_period_kinds, read_periods
from models.plan.plan import Plan, Role
from models.plan.rows.keys import KEYS
from models.plan.rows.problems import Problem, Problems
from models.plan.rows.toml_row import EPOCH, TomlRow, ids_of, table_rows
from models.plan.rows.toml_text import TooDenseError, impossible_days, tables_in
from models.plan.rows.values import Pools, read

__all__ = ("SHIPPED", "PlanProblems", "Problem", "load_plan", "load_plan_bytes", "plan_digest", "plan_files")

SHIPPED = RESOURCES / "plans" / "ankang-2020"
BESIDE = ("demo.toml", "pictures.toml")  # invented figures for `demo` and for pictures, no part of the plan
_AT_TOP = [table for table in KEYS.values() if not table.inside and not table.settings]
SINGLE = tuple(table.name for table in _AT_TOP if table.single)
REPEATED = tuple(table.name for table in _AT_TOP if not table.single)
LARGEST, LARGEST_TOGETHER = 512 * 1024, 4 * 1024 * 1024  # bytes
MOST_FILES, MOST_ROWS = 80, 20_000  # rows of all tables together
_FILE_NAME = re.compile(r'[^/\\:*?"<>|\x00-\x1f]{1,100}')
PLANS_KEPT = 8  # an office holds a few plans and versions of them
ALIKE = 0.5  # a file that repeats more of another's ids than this is a copy of it
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

    The demonstration figures are no part of a plan. A file that is too large comes cut, and is refused when loaded.
    """
    if source.is_file():
        return {source.name: _content(source)}
    paths = sorted(path for path in source.glob("*.toml") if path.is_file() and path.name not in BESIDE)
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
    return _loaded(tuple(sorted(files.items())))


@lru_cache(maxsize=PLANS_KEPT)
def _loaded(content: tuple[tuple[str, bytes], ...]) -> Plan:
    files, problems = dict(content), Problems()
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
    found: dict[str, list[TomlRow]] = {kind: [] for kind in (*SINGLE, *REPEATED)}
    for name in () if problems.hopeless else sorted(files):
        for kind, row in _rows_of(problems, name, _parsed(problems, name, files[name])):
            found[kind].append(row)
    for kind, rows in found.items():
        if kind in SINGLE and len(rows) > 1:
            rows[1].note("", "one_table", 键=kind)
    _refuse_copies(problems, found)
    if sum(map(len, found.values())) > MOST_ROWS:
        problems.stop("", "", "too_many_rows", n=MOST_ROWS)
    if not found["plan"] and not problems.hopeless:
        problems.stop("", "plan", "no_plan")
    elif not problems.hopeless:
        _refuse_other_format(problems, found["plan"][0])
    return {kind: tuple(rows) for kind, rows in found.items()}


def _refuse_other_format(problems: Problems, head: TomlRow) -> None:
    """Stop at a plan that is written in an earlier format, or in a later one."""
    format = head.found.get("format")
    known = next(key.bounds for key in KEYS["plan"].keys if key.name == "format") or (0, 0)
    if "format" not in head.found or (type(format) is int and format < known[0]):
        problems.stop(head.file, "plan.format", "old_format")
    elif type(format) is int and format > known[1]:
        problems.stop(head.file, "plan.format", "later_format", n=format)


def _refuse_copies(problems: Problems, found: Mapping[str, list[TomlRow]]) -> None:
    """Name a left-over copy of a file as such, once, instead of every id in it; the original is the one first met."""
    ids: dict[str, set[tuple[str, str]]] = {}
    for kind, rows in found.items():
        for row in rows:
            if isinstance(id := row.found.get("id"), str):
                ids.setdefault(row.file, set()).add((kind, id))
    files = sorted(ids, key=lambda name: (len(name), name))
    for place, name in enumerate(files):
        other = next((o for o in files[:place] if len(ids[name] & ids[o]) > max(1, ALIKE * len(ids[name]))), None)
        if other is not None:
            problems.stop(name, "", "copied_file", 文件=other)


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
        text = text_of_file(content, name)
    except AppError:
        problems.stop(name, "", "not_utf8")
        return {}
    try:
        return tables_in(text)
    except TooDenseError as error:
        problems.stop(name, "", "too_dense", n=error.line)
        return {}
    except (ValueError, RecursionError, ArithmeticError) as error:  # ValueError: also a number of 5,000 digits
        for number, day in impossible_days(text):
            problems.stop(name, "", "no_such_day", n=number, 原文=day)
            return {}
        line = re.search(r"at line (\d+)", str(error))
        problems.stop(name, "", "not_toml", n=line[1] if line else text.count("\n") + 1)
        return {}


def _rows_of(problems: Problems, file: str, tables: Mapping[str, Any]) -> Iterator[tuple[str, TomlRow]]:
    for kind, found in tables.items():
        if kind in SINGLE and type(found) is dict:
            yield kind, TomlRow(problems, file, kind, found)
        elif kind in REPEATED and type(found) is list:
            for row in table_rows(problems, file, kind, found[: MOST_ROWS + 1]):
                yield kind, row
        elif kind in SINGLE or kind in REPEATED:
            if any(problems.nearest(other, (kind,)) for other in tables if other not in (*SINGLE, *REPEATED)):
                continue  # its own head is misspelt, which is told
            problems.note(file, kind, "not_single" if kind in SINGLE else "not_repeated", 键=kind)
        else:
            near = problems.near(kind, (*SINGLE, *REPEATED))
            problems.note(file, kind[:100], "unknown_table", 键=kind, 提示=near)
            yield from _rows_meant(problems, file, kind, tables)


def _rows_meant(problems: Problems, file: str, kind: str, tables: Mapping[str, Any]) -> Iterator[tuple[str, TomlRow]]:
    """Yield the rows of a table whose head is misspelt as those of the table that is meant: one slip is one problem.

    Where its inner tables stand under the right name, its rows are torn apart, and nothing more can be said.
    """
    meant, found = problems.nearest(kind, (*SINGLE, *REPEATED)), tables[kind]
    if meant is None:
        return
    if meant in tables and meant in REPEATED and type(tables[meant]) is not list:
        problems.hopeless = True
    elif meant in SINGLE and meant not in tables and type(found) is dict:
        yield meant, TomlRow(problems, file, meant, found)
    elif meant in REPEATED and type(found) is list:
        yield from ((meant, row) for row in table_rows(problems, file, meant, found[: MOST_ROWS + 1]))


def _remember_names(rows: Mapping[str, Rows]) -> None:
    """Let a hint find the id of what is named where its id is wanted (州林草局 → D2)."""
    for row in (row for found in rows.values() for row in found):
        id, name = row.found.get("id"), row.found.get("name")
        if isinstance(id, str) and isinstance(name, str):
            row.problems.called.setdefault(name, []).append(id)


def _plan(rows: Mapping[str, Rows], digest: str) -> Plan:
    _remember_names(rows)
    measures = read_measures(rows["measure"])
    for kind, found in rows.items():
        tear(kind, found)
    ids: dict[str, Collection[str]] = {kind: ids_of(found) for kind, found in rows.items()}
    asked = rows["item"], rows["process"]
    types = item_types(*asked)
    pools = Pools({**ids, "unit": {*ids["unit"], *ids["group"]}, "item": types}, measures)
    head = rows["plan"][0]
    said = read(head, "plan", pools)
    if said["version"] and not _VERSION.fullmatch(said["version"]):
        head.note("version", "bad_version", 版本=said["version"])
    since, until = said["since"] or EPOCH, said["until"] or EPOCH
    if until < since:
        head.note("until", "ends_before")
    rounding = Rounding(said["rounding"]) if said["rounding"] in set(Rounding) else Rounding.GBT8170
    unit_kinds = read_unit_kinds(rows["unit_kind"], pools)
    units = read_units(rows["unit"], rows["group"], unit_kinds, pools)
    pool, kinds = UnitPool(units), read_period_kinds(rows["period_kind"], pools)
    blocks, tables = read_blocks(rows["block"], pool, pools), read_tables(rows["table"], pools)
    registers, parameters = read_registers(rows["register"], pool, pools), read_parameters(rows["parameter"], pools)
    names = FormulaNames(
        items=types,
        last_year=with_last_year(*asked),
        indicators=set(ids["indicator"]),
        registers=registers,
        parameters=parameters,
    )
    formulas = Formulas(names, rounding)
    around = Around(
        pools=pools,
        units=units,
        blocks=blocks,
        tables=tables,
        kinds=kinds,
        registers=registers,
        parameters=parameters,
        formulas=formulas,
        rounding=rounding,
        since=since,
    )
    indicators = read_indicators(rows["indicator"], around)
    items = read_items(rows["item"], rows["process"], indicators, around)
    assignments = read_assignments(rows["assignment"], pool, pools, items)
    progress = next((table.columns for table in tables.values() if table.role is Role.PROGRESS), ())
    homes = Homes(
        pool=pool,
        pools=pools,
        progress=progress,
        blocks=blocks,
        items=items,
        registers=registers,
        assignments=assignments,
    )
    return Plan(
        **{key: said[key] for key in ("id", "version", "title", "doc_no", "follows", "header", "book_seal")},
        short_title=said["short_title"] or said["title"],
        issued=said["issued"] or EPOCH,
        since=since,
        until=until,
        year=said["year"] or until.year,
        office=said["office"] or None,
        digest=digest,
        rounding=rounding,
        words=read_words(rows["words"], pools),
        uses=_uses(rows["uses"], pools),
        calendar=read_calendar(rows["calendar"], pools),
        measures=measures,
        unit_kinds=unit_kinds,
        units=units,
        groups=read_groups(rows["group"], units),
        blocks=blocks,
        indicators=held_to_items(rows["indicator"], indicators, items, measures),
        items=items,
        process=read_process(rows["process"]),
        tables=tables,
        assignments=assignments,
        registers=registers,
        period_kinds=kinds,
        periods=read_periods(rows["period"], kinds, pools),
        checks={
            **read_checks(
                rows["check"],
                CheckScope(
                    pool=pool,
                    kinds=kinds,
                    places={**tables, **registers},
                    items=items,
                    measures=pools.measures.named,
                    formulas=formulas,
                ),
            ),
            **declared_checks(items, registers, rows["register"], formulas),
        },
        parameters=parameters,
        safeguards=read_safeguards(rows["safeguard"], homes),
        deliverables=read_deliverables(rows["deliverable"], homes),
        files={row.path: row.file for found in rows.values() for row in found},
    )


def _uses(rows: Rows, pools: Pools) -> Mapping[str, str]:
    """Return what the program needs of the office's parameters → the parameter that says it."""
    said = read(rows[0], "uses", pools) if rows else {}
    return {name: id for name, id in said.items() if id and name not in ("clause", "note")}
