"""Rewriting: a plan's files with some rows changed, and everything else as it was written, its comments above all.

Only the keys that changed are written anew, in the place of the old ones. A file that is laid out in a way not known
here (rows in one line, keys of a table in pieces) is no reason to fail: then the whole plan is written canonically.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import tomli

from models.planning.source import Rows, key_line, plan_rows, plan_toml

_HEAD = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_.-]+)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")


class _OtherLayout(Exception):
    """The rows do not lie in the files as this module knows them."""


def rewritten(files: Mapping[str, bytes], rows: Rows) -> dict[str, bytes]:
    """Return the files of a plan that has these rows, made from those of a plan whose rows have the same order."""
    try:
        made = _edited(files, rows)
    except (_OtherLayout, UnicodeDecodeError, tomli.TOMLDecodeError):
        return plan_toml(rows)
    return made if plan_rows(made) == rows else plan_toml(rows)


def _edited(files: Mapping[str, bytes], rows: Rows) -> dict[str, bytes]:
    made, seen, before = {}, dict.fromkeys(rows, 0), plan_rows(files)
    for name in sorted(files):
        pieces = []
        for kind, lines in _chunks(files[name].decode("utf-8").splitlines(keepends=True)):
            number = seen.get(kind, 0)
            seen[kind] = number + 1
            if kind and number >= len(rows.get(kind, ())):
                raise _OtherLayout
            if kind and before[kind][number] != rows[kind][number]:
                lines = _with_row(kind, lines, before[kind][number], rows[kind][number])
            pieces += lines
        made[name] = "".join(pieces).encode()
    if any(seen[kind] != len(rows[kind]) for kind in rows):
        raise _OtherLayout
    return made


def _chunks(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the lines of each row with its kind, what stands before the first under ""; of a row all its tables."""
    kind, held = "", list[str]()
    for line in lines:
        head = _HEAD.fullmatch(line)
        if head and not (kind and head[1].startswith(f"{kind}.")):
            if held:
                yield kind, held
            kind, held = head[1], []
        held.append(line)
    if held:
        yield kind, held


def _with_row(kind: str, lines: list[str], before: Mapping[str, Any], row: Mapping[str, Any]) -> list[str]:
    """The lines of a row with the keys that changed written anew where the first of them stood."""
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    changed = {key for key in {*before, *row} if before.get(key) != row.get(key)}
    new = [f"{key_line(kind, key, row[key])}\n".replace("\n", end) for key in row if key in changed]
    made, gone = [lines[0]], set[str]()
    for key, statement in _statements(lines[1:]):
        if key not in changed:
            made += statement
            continue
        gone.add(key)
        made += [*(f"{one}{end}" for one in _comments(statement)), *(new if len(gone) == 1 else [])]
    if not gone or gone != changed & before.keys():
        raise _OtherLayout
    return made


def _statements(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each key with the lines of its value; other lines under ""."""
    at = 0
    while at < len(lines):
        found, stop = _KEY.match(lines[at]), at + 1
        while found and stop < len(lines) and not _is_whole(lines[at:stop]):
            stop += 1
        yield found[1] if found else "", list(lines[at:stop])
        at = stop


def _is_whole(lines: Sequence[str]) -> bool:
    try:
        tomli.loads("".join(lines), parse_float=Decimal)
    except tomli.TOMLDecodeError:
        return False
    return True


def _comments(statement: Sequence[str]) -> Iterator[str]:
    """The comments inside and behind a value: what can be cut off a line without changing what is said."""
    said = tomli.loads("".join(statement), parse_float=Decimal)
    for number, line in enumerate(statement):
        for at in (place for place, sign in enumerate(line) if sign == "#"):
            rest = "".join([*statement[:number], line[:at], "\n", *statement[number + 1 :]])
            if _is_whole([rest]) and tomli.loads(rest, parse_float=Decimal) == said:
                yield line[at:].rstrip()
                break
