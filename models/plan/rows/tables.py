"""Tables of plan files: bounded, read as TOML, and sorted into the rows of each kind of table.

Files come from anybody: size, depth and shape are bounded before anything is made of them. What is wrong is noted with
its file and line; a table whose head is misspelt is still read as the one that is meant.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import tomli

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.reading import text_of_file, toml_number
from models.plan.rows.keys import KEYS
from models.plan.rows.problems import Problems
from models.plan.rows.toml_row import Rows, TomlRow, row_names

_AT_TOP = [table for table in KEYS.values() if not table.inside and not table.settings]
SINGLE = tuple(table.name for table in _AT_TOP if table.single)
REPEATED = tuple(table.name for table in _AT_TOP if not table.single)
LARGEST, LARGEST_TOGETHER = 512 * 1024, 4 * 1024 * 1024  # bytes
MOST_FILES, MOST_ROWS = 80, 20_000  # rows of all tables together
_FILE_NAME = re.compile(r'[^/\\:*?"<>|\x00-\x1f]{1,100}')
ALIKE = 0.5  # a file that repeats more of another's ids than this is a copy of it
LONGEST_LINE, MOST_DOTS = 5000, 60  # tomli takes the square of a dotted key's length
_QUOTED = r'"(?:\\.|[^"\\\n])*"' + r"|'[^'\n]*'"
FILES_KEPT = 32  # those of a plan and of its next version
_DAY = r"(?<![0-9])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])"


class TooDenseError(Exception):
    """A file with a line that would take the parser too long; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


def tables_of(problems: Problems, files: Mapping[str, bytes]) -> dict[str, Rows]:
    """Return the rows of every kind of table, in the order of the files' names.

    Files of which nothing more can be said make the problems hopeless (`Problems.stop`).
    """
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
                if row.file not in ids:
                    ids[row.file] = set()
                ids[row.file].add((kind, id))
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
        return _tables_in(text)
    except TooDenseError as error:
        problems.stop(name, "", "too_dense", n=error.line)
        return {}
    except (ValueError, RecursionError, ArithmeticError) as error:  # ValueError: also a number of 5,000 digits
        for number, day in _impossible_days(text):
            problems.stop(name, "", "no_such_day", n=number, 原文=day)
            return {}
        line = re.search(r"at line (\d+)", str(error))
        problems.stop(name, "", "not_toml", n=line[1] if line else text.count("\n") + 1)
        return {}


@lru_cache(maxsize=FILES_KEPT)
def _tables_in(text: str) -> Mapping[str, Any]:
    """Return what a file says; nobody may change it. Versions of a plan share most of their files, parsed once.

    Raises TooDenseError; ValueError, RecursionError or ArithmeticError as the parser does.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MOST_DOTS and ("." in line or len(line) > LONGEST_LINE) and _dense(line):
            raise TooDenseError(number)
    return tomli.loads(text, parse_float=toml_number)


def _impossible_days(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each day that no calendar has."""
    for number, line in enumerate(text.split("\n"), 1):
        for found in re.finditer(_DAY, re.sub(_QUOTED, "", line.partition("#")[0])):
            try:
                date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                yield number, found[0]


def _dense(line: str) -> bool:
    if len(line) > LONGEST_LINE:
        return True
    return line.count(".") > MOST_DOTS and re.sub(_QUOTED, "", line).count(".") > MOST_DOTS


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


def table_rows(problems: Problems, file: str, kind: str, found: list[Any]) -> tuple[TomlRow, ...]:
    """Return the rows of one `[[kind]]` of a file; they are called by their id, or by their number without one."""
    rows = []
    for called, one in zip(row_names(found), found, strict=True):
        place = f"{kind}[{called}]"
        if type(one) is dict:
            rows.append(TomlRow(problems, file, place, one))
        else:
            problems.note(file, place, "wrong_type", 键=kind, 应为=say("plan.type_rows"))
    return tuple(rows)


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
