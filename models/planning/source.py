"""Source: a plan's rows as written, and the one way they are written as TOML.

Between the files of a plan and anything that edits one (a book, next year's plan) stand plain rows: kind of table →
its rows in order, each a dictionary of TOML values. `plan_toml` writes them canonically: one file for each group of
tables, keys in the order of the table of keys, so that the same rows always give the same bytes.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import tomli

from models.basics.quantity import plain
from models.basics.reading import text_of_file
from models.plan.rows.keys import COMMON, KEYS
from models.plan.rows.tables import REPEATED, SINGLE

Rows = dict[str, list[dict[str, Any]]]  # kind of table → its rows; a table there is one of has one row
FILES: Mapping[str, Sequence[str]] = {  # file → the tables in it; a table of no file gets one of its own
    "plan": ("plan", "calendar", "uses", "words", "measure"),
    "units": ("unit_kind", "unit", "group"),
    "periods": ("period_kind", "period"),
    "tables": ("table", "assignment"),
    "blocks": ("block", "safeguard"),
    "indicators": ("indicator",),
    "items": ("item",),
    "process": ("process",),
    "registers": ("register",),
    "parameters": ("parameter",),
    "deliverables": ("deliverable",),
    "checks": ("check",),
}
__all__ = ("FILES", "KINDS", "SINGLE", "Rows", "plan_rows", "plan_toml", "quoted")
KINDS = tuple(
    kind for kind in KEYS if kind in SINGLE or kind in REPEATED
)  # those that stand at the top, in their order
LONGEST = 118  # characters of a line before a list is broken into lines of its own
LONGEST_INLINE = 1500  # characters of a table that is still written on one line


def plan_rows(files: Mapping[str, bytes]) -> Rows:
    """Return the rows of a plan's files as written, in the order the loader reads them.

    The files are those of a plan that loads: raises ValueError for what is no TOML.
    """
    found: Rows = {kind: [] for kind in KINDS}
    for name in sorted(files):
        tables = tomli.loads(text_of_file(files[name], name), parse_float=Decimal)
        for kind, rows in tables.items():
            found.setdefault(kind, []).extend(rows if isinstance(rows, list) else [rows])
    return {kind: rows for kind, rows in found.items() if rows}


def plan_toml(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, bytes]:
    """Return the files of a plan that has these rows; a file without rows is none."""
    placed = {kind for kinds in FILES.values() for kind in kinds}
    files = {**FILES, **{kind: (kind,) for kind in rows if kind not in placed}}
    made: dict[str, bytes] = {}
    for name, kinds in files.items():
        texts = [_table(kind, row) for kind in kinds for row in rows.get(kind, ())]
        if texts:
            made[f"{name}.toml"] = "\n".join(texts).encode()
    return made


def key_line(kind: str, name: str, value: Any) -> str:  # noqa: ANN401
    """Return one key of a row as `plan_toml` writes it, without the end of its last line."""
    return f"{_key(name)} = {_value(value, _inner(kind, name))}"


def inline_row(kind: str, row: Mapping[str, Any]) -> str:
    """Return a whole row as one value, as it stands in a list of rows."""
    return _value(row, kind)


def _table(kind: str, row: Mapping[str, Any]) -> str:
    head = f"[{kind}]" if kind in SINGLE else f"[[{kind}]]"
    return "\n".join([head, *_lines(kind, kind, row)]) + "\n"


def _lines(path: str, table: str, row: Mapping[str, Any]) -> Iterator[str]:
    """Yield a row's keys, those that would make a line too long as tables of their own behind the others."""
    later: list[tuple[str, Any]] = []
    for name, value in _ordered(table, row):
        text = _value(value, _inner(table, name))
        if (isinstance(value, Mapping) or _is_rows(value)) and max(map(len, text.split("\n"))) > LONGEST_INLINE:
            later.append((name, value))
        else:
            yield f"{_key(name)} = {text}"
    for name, value in later:
        here, inner = f"{path}.{_key(name)}", _inner(table, name)
        for one in [value] if isinstance(value, Mapping) else value:
            yield f"[{here}]" if isinstance(value, Mapping) else f"[[{here}]]"
            yield from _lines(here, inner, one)


def _inner(table: str, name: str) -> str:
    """Return the table a key of a table holds, "" for none: of what the plan itself declares, nothing is known."""
    key = KEYS[table].key(name) if table in KEYS else None
    return key.of if key is not None and key.of in KEYS and KEYS[key.of].inside else ""


def _ordered(table: str, row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    known = [key.name for key in (*KEYS[table].keys, *COMMON)] if table in KEYS else []
    for name in (*(name for name in known if name in row), *(name for name in row if name not in known)):
        yield name, row[name]


def _is_rows(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _value(value: Any, table: str = "") -> str:  # noqa: ANN401
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(name)} = {_value(one, _inner(table, name))}" for name, one in _ordered(table, value))
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        return _list([_value(one, table) for one in value], rows=_is_rows(value))
    return str(value)


def _list(texts: Sequence[str], *, rows: bool) -> str:
    short = f"[{', '.join(texts)}]"
    if len(short) <= LONGEST and not (rows and len(texts) > 1):
        return short
    lines: list[str] = []
    for text in texts:
        if not rows and lines and len(lines[-1]) + len(text) + 2 <= LONGEST:
            lines[-1] += f" {text},"
        else:
            lines.append(f"  {text},")
    return "\n".join(["[", *lines, "]"])


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("_", "").replace("-", "").isalnum() else quoted(name)


def quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
