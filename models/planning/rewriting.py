"""Rewriting: a plan's files with some rows changed, and everything else as it was written, its comments above all.

Only the keys that changed are written anew, in the place of the old ones; of a row that stands in one line the row. A
file that is laid out in a way not known here (a table whose head is nowhere) is no reason to fail: then the whole plan
is written canonically.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import tomli

from models.basics.reading import text_of_file
from models.planning.source import Rows, inline_row, key_line, plan_rows, plan_toml
from models.planning.toml_places import Path, TomlLine, comments, elements, toml_lines

Row = Mapping[str, Any]


class _UnknownLayout(Exception):
    """The rows do not lie in the files as this module knows them."""


class _Edit(NamedTuple):
    """A piece of a text, and what stands there instead: whole lines, or `inline` text with the lines before it."""

    start: int
    end: int
    lines: Sequence[str]
    inline: str = ""


def rewritten(files: Mapping[str, bytes], rows: Rows) -> dict[str, bytes]:
    """Return the files of a plan that has these rows, made from those of a plan whose rows have the same order."""
    try:
        made = _edited(files, rows)
    except _UnknownLayout:
        return plan_toml(rows)
    return made if plan_rows(made) == rows else plan_toml(rows)


def _edited(files: Mapping[str, bytes], rows: Rows) -> dict[str, bytes]:
    made, seen = {}, dict.fromkeys(rows, 0)
    for name in sorted(files):
        text = text_of_file(files[name], name)
        lines, edits = tuple(toml_lines(text)), list[_Edit]()
        for kind, found in tomli.loads(text, parse_float=Decimal).items():
            several = isinstance(found, list)
            for place, before in enumerate(found if several else [found]):
                number = seen.get(kind, 0)
                seen[kind] = number + 1
                if number >= len(rows.get(kind, ())):
                    raise _UnknownLayout
                if before != rows[kind][number]:
                    path: Path = (kind, place) if several else (kind,)
                    edits += _row_edits(text, lines, path, before, rows[kind][number])
        end = b"\r\n" if b"\r\n" in files[name] else b"\n"
        made[name] = _applied(text, edits).encode().replace(b"\n", end) if edits else files[name]
    if any(seen[kind] != len(rows[kind]) for kind in rows):
        raise _UnknownLayout
    return made


def _row_edits(text: str, lines: Sequence[TomlLine], path: Path, before: Row, row: Row) -> Iterator[_Edit]:
    """What to change for one row: in the table of its own, else where it is the value of a key."""
    kind = str(path[0])
    for line in lines:
        if line.value is not None and line.path == path[: len(line.path)]:
            yield _inline_edit(text, line, path, inline_row(kind, row))
            return
    changed = {key for key in {*before, *row} if before.get(key) != row.get(key)}
    new = [key_line(kind, key, row[key]) for key in row if key in changed]
    gone = [line for line in lines if line.path[: len(path)] == path and {*line.path[len(path) :][:1]} & changed]
    at = next((line for line in gone if line.value and line.table == path[: len(line.table)]), None)
    for line in gone:
        kept, lead = comments(text, line.start, line.end), "".join(f"{key}." for key in path[len(line.table) :])
        yield _Edit(line.start, line.end, [*kept, *(f"{lead}{one}" for one in new if line is at)])
    if at is None:
        own = [line.end for line in lines if line.table == path]
        if not own:
            raise _UnknownLayout
        yield _Edit(own[-1], own[-1], new)


def _inline_edit(text: str, line: TomlLine, path: Path, new: str) -> _Edit:
    """A row that stands in one line, written anew there; comments inside of it come to stand before it."""
    start, end = line.value or (line.start, line.end)
    if len(line.path) < len(path):
        start, end = list(elements(text, start))[int(path[1])]
        return _Edit(start, end, comments(text, start, end), new)
    kept = comments(text, start, end)
    return _Edit(line.start, end, kept, f"{text[line.start : start]}{new}")


def _applied(text: str, edits: Sequence[_Edit]) -> str:
    for one in sorted(edits, reverse=True):
        above = text[: one.start]
        apart = [""] if one.lines and above.rpartition("\n")[2].strip() else []  # a comment gets a line of its own
        new = "\n".join([*apart, *one.lines, one.inline])
        text = f"{above}{new}{text[one.end :]}"
    return text
