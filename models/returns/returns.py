"""Return: one unit's sheet of one period, frozen; its canonical bytes and its digest.

The canonical bytes are what is sealed: UTF-8 JSON, sorted keys, no white space, figures as plain decimal
text, dates ISO, states as codes. They leave out layout, file names and the time of export. Reading them back is strict:
bytes that are not the canonical form of what they say are refused, so that one content has one digest.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import Any

from models.basics.canonical import Fields, decode, encode, list_of, table_of, text_of, texts_of
from models.basics.errors import AppError
from models.basics.period import own_id
from models.basics.records import dataclass
from models.basics.sizes import LARGEST_RETURN
from models.sheet.cells import State
from models.sheet.explanation import Explanation

FORM = "tanbao-return-1"
NO_OCCURRENCE = "1"  # the rule engine whose addresses did not tell rows of one key apart
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SUBSTANCE = ("cover", "cells", "controls", "progress", "registers", "explanations", "evidence")
_PARTS = frozenset((
    "form", "plan", "engine", "settings", "unit", "period", "revision", "ancestors", "reason", "cover", "cells",
    "controls", "progress", "registers", "explanations", "evidence", "test",
))  # fmt: skip
_ENTRY = frozenset(("s", "v", "r", "n"))
_STATES = frozenset(state.value for state in State)
_WITH_VALUE = State.VALUE.value
SHORT = 60  # characters of a value that stands in other papers too


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A frozen cell: state code, canonical text, the typed text where its reading was remarked on, note."""

    state: str
    value: str
    raw: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that belongs to the return: shown name, bytes, SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Return:
    """报表: a frozen sheet with cover and explanations. Ancestors are digests, oldest first."""

    plan_id: str
    plan_version: str
    plan_digest: str
    engine: str
    settings: int
    unit: str
    period: str  # its id in the plan, or what the workspace that holds it keeps it under
    ancestors: tuple[str, ...]
    reason: str
    cover: Mapping[str, Entry]
    cells: Mapping[str, Entry]
    controls: Mapping[str, Entry]
    progress: Mapping[str, Mapping[str, Entry]]
    registers: Mapping[str, tuple[Mapping[str, str], ...]]
    explanations: Mapping[str, Explanation]
    evidence: tuple[Evidence, ...] = ()
    test: bool = False  # 测试数据: invented figures, marked on every page

    @property
    def revision(self) -> int:
        """1 = 初报; how many ancestors it has, plus one."""
        return len(self.ancestors) + 1

    @cached_property
    def content(self) -> bytes:
        """The canonical bytes: what is sealed."""
        return encode(_as_json(self))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical bytes, hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def substance(self) -> str:
        """SHA-256 of what it says — cover, cells, rows, progress, explanations, evidence — wherever it stands."""
        said = _as_json(self)
        return hashlib.sha256(encode({name: said[name] for name in _SUBSTANCE})).hexdigest()


def says_the_same(one: Return, other: Return) -> bool:
    """True when two returns say the same, whatever their place in the line, reason, plan version or settings."""
    return one.substance == other.substance


def _as_json(filed: Return) -> dict[str, object]:
    return {
        "form": FORM,
        "plan": {"id": filed.plan_id, "version": filed.plan_version, "digest": filed.plan_digest},
        "engine": filed.engine,
        "settings": filed.settings,
        "unit": filed.unit,
        "period": own_id(filed.period),
        "revision": filed.revision,
        "ancestors": list(filed.ancestors),
        "reason": filed.reason,
        "cover": {name: _entry_json(entry) for name, entry in filed.cover.items()},
        "cells": {address: _entry_json(entry) for address, entry in filed.cells.items()},
        "controls": {address: _entry_json(entry) for address, entry in filed.controls.items()},
        "progress": {b: {name: _entry_json(e) for name, e in row.items()} for b, row in filed.progress.items()},
        "registers": {name: [dict(row) for row in rows] for name, rows in filed.registers.items()},
        "explanations": {k: {"code": e.code, "text": e.text} for k, e in filed.explanations.items()},
        "evidence": [{"name": e.name, "size": e.size, "sha256": e.sha256} for e in filed.evidence],
        "test": filed.test,
    }


def _entry_json(entry: Entry) -> dict[str, str]:
    parts = {"s": entry.state} if entry.state else {}
    if entry.value:
        parts["v"] = entry.value
    if entry.raw:
        parts["r"] = entry.raw
    if entry.note:
        parts["n"] = entry.note
    return parts


def parse_return(content: bytes) -> Return:
    """Read canonical bytes back. Raises AppError("return_malformed") for anything but the canonical form of a return.

    Which texts must be figures only the plan can tell: see `check_figures`.
    """
    if len(content) > LARGEST_RETURN:
        raise AppError("return_malformed", why="too_large")
    try:
        found = decode(content)
        filed = return_of(found, lambda read, table: read(table))
        same = found.keys() == _PARTS and encode(found) == content
    except (ValueError, KeyError, RecursionError) as error:
        raise AppError("return_malformed", why=type(error).__name__) from error
    if not same:
        raise AppError("return_malformed", why="not_canonical")
    filed.__dict__["content"] = content  # what `return_of` lets pass it says whole, so these are its canonical bytes
    return filed


Table = dict[str, object]
Part = Callable[[Callable[[Table], Any], Table], Any]  # gives what a function reads of a table, now or when asked


def return_of(found: object, part: Part) -> Return:
    """Return what an object says, `part` by part and whole. Raises ValueError, KeyError for one that is no return."""
    parts = Fields(found)
    if parts.text("form") != FORM or own_id(parts.text("period")) != parts.text("period"):
        raise ValueError("form")
    plan = Fields(parts.table("plan"), {"id", "version", "digest"})
    ancestors = tuple(_digest(one) for one in parts.rows("ancestors"))
    if parts.whole("revision") != len(ancestors) + 1:
        raise ValueError("revision")
    return Return(
        plan_id=plan.text("id"),
        plan_version=plan.text("version"),
        plan_digest=plan.text("digest"),
        engine=parts.text("engine"),
        settings=parts.whole("settings"),
        unit=parts.text("unit"),
        period=parts.text("period"),
        ancestors=ancestors,
        reason=parts.text("reason"),
        cover=part(_entries, parts.table("cover")),
        cells=part(_entries, parts.table("cells")),
        controls=part(_entries, parts.table("controls")),
        progress=part(_progress, parts.table("progress")),
        registers=part(_registers, parts.table("registers")),
        explanations=part(_explanations, parts.table("explanations")),
        evidence=tuple(_evidence(one) for one in parts.rows("evidence")),
        test=parts.truth("test"),
    )


def _progress(table: Table) -> dict[str, dict[str, Entry]]:
    return {block: _entries(table_of(row)) for block, row in table.items()}


def _registers(table: Table) -> dict[str, tuple[dict[str, str], ...]]:
    return {name: tuple(texts_of(row) for row in list_of(rows)) for name, rows in table.items()}


def _explanations(table: Table) -> dict[str, Explanation]:
    return {key: _explanation(one) for key, one in table.items()}


def _digest(value: object) -> str:
    text = text_of(value)
    if not _DIGEST.fullmatch(text):
        raise ValueError("digest")
    return text


def _explanation(found: object) -> Explanation:
    parts = Fields(found, {"code", "text"})
    return Explanation(parts.text("text"), parts.text("code"))


def _evidence(found: object) -> Evidence:
    parts = Fields(found, {"name", "size", "sha256"})
    return Evidence(parts.text("name"), parts.whole("size"), _digest(parts.text("sha256")))


def _entries(table: Table) -> dict[str, Entry]:
    return {name: _frozen_entry(parts) for name, parts in table.items()}


@lru_cache(maxsize=8_192)  # names, stages and figures that paper after paper says
def _valued(text: str) -> Entry:
    return Entry(state=_WITH_VALUE, value=text)


def _frozen_entry(found: object) -> Entry:
    plain = found.get("v") if isinstance(found, dict) and len(found) == 2 and found.get("s") == _WITH_VALUE else None
    if plain and isinstance(plain, str):  # nearly all of them
        return _valued(plain) if len(plain) <= SHORT else Entry(state=_WITH_VALUE, value=plain)
    if not isinstance(found, dict) or not found.keys() <= _ENTRY:
        raise ValueError("entry")
    for text in found.values():
        if not isinstance(text, str) or not text:
            raise ValueError("text")
    state, value = found["s"], found.get("v", "")
    if state not in _STATES or (state == _WITH_VALUE) is not bool(value):
        raise ValueError("entry")
    return Entry(state=state, value=value, raw=found.get("r", ""), note=found.get("n", ""))
