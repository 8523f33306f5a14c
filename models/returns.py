"""Return: one unit's sheet of one period, frozen; its canonical bytes, its digest, and what differs between two.

The canonical bytes are what is sealed (DESIGN §4): UTF-8 JSON, sorted keys, no white space, figures as plain decimal
text, dates ISO, states as codes. They leave out layout, file names and the time of export. Reading them back is strict:
bytes that are not the canonical form of what they say are refused, so that one content has one digest.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from models.addresses import field_address, row_address
from models.cells import Cell, State, read_cell, read_field
from models.checks import ENGINE
from models.errors import AppError
from models.plan import Plan, Register
from models.quantity import plain
from models.row_rules import rows_left_out
from models.rows import Row, read_row
from models.settings import Settings
from models.sheet import Explanation, Sheet

FORM = "tanbao-return-1"
LARGEST = 16 * 1024 * 1024  # bytes of a return; 10,000 register rows take about 4 MB


@dataclass(frozen=True, slots=True)
class Entry:
    """A frozen cell: state code, canonical text, the typed text where its reading was remarked on, note."""

    state: str
    value: str = ""
    raw: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that belongs to the return: shown name, bytes, SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Return:
    """报表: a frozen sheet with cover and explanations. Ancestors are digests, oldest first."""

    plan_id: str
    plan_version: str
    plan_digest: str
    engine: str
    settings: int
    unit: str
    period: str
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

    @property
    def content(self) -> bytes:
        """The canonical bytes: what is sealed."""
        return _encode(_as_json(self))

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical bytes, hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def freeze(
    sheet: Sheet,
    *,
    ancestors: tuple[str, ...] = (),
    reason: str = "",
    evidence: tuple[Evidence, ...] = (),
    test: bool = False,
) -> Return:
    """Freeze a sheet as it stands; runs no check."""
    plan = sheet.plan
    cells = {a: _entry(sheet.cell(a)) for a in sheet.slots if sheet.cell(a).state is not None}
    controls = {
        a: _entry(cell) for a in sheet.slots if (cell := sheet.control(a)) is not None and cell.state is not None
    }
    fields: dict[str, dict[str, Entry]] = {}
    for address, slot in sheet.fields.items():
        if sheet.cell(address).state is not None:
            fields.setdefault(slot.group, {})[slot.column.name] = _entry(sheet.cell(address))
    cover = fields.pop("封面", {})
    registers = {name: tuple(dict(row.values) for row in rows) for name, rows in sheet.registers.items() if rows}
    return Return(
        plan.id, plan.version, plan.digest, ENGINE, sheet.settings.version, sheet.unit_id, sheet.period_id,
        ancestors, reason, cover, cells, controls, fields, registers, dict(sheet.explanations), evidence, test,
    )  # fmt: skip


def _entry(cell: Cell) -> Entry:
    raw = cell.raw if cell.remarks else ""
    return Entry(cell.state.value if cell.state else "", cell.text, raw, cell.note)


def thaw(filed: Return, plan: Plan, settings: Settings, previous: Sheet | None = None) -> Sheet:
    """Return the sheet a return was frozen from, so that the same checks can be run again.

    Derived cells are computed anew; `disagreements` tells where that differs from what was sealed.
    """
    cells: dict[str, Cell] = {}
    for address, entry in {**filed.cells, **filed.controls}.items():
        item = plan.items.get(address.partition("@")[0].partition("/")[0])
        if item is not None and (item.entered or address in filed.controls):
            cells[address] = _thawed(entry, read_cell(item, entry.raw) if entry.raw else None, numeric=item.numeric)
    for address in filed.cells.keys() - filed.controls.keys():
        if address in cells and filed.cells[address].state == State.MISSING:
            del cells[address]
    groups = {"封面": filed.cover, **filed.progress}
    empty = Sheet(plan, filed.unit, filed.period, settings)
    for group, entries in groups.items():
        for name, entry in entries.items():
            slot = empty.fields.get(field_address(group, name))
            if slot is not None and entry.state == State.VALUE:
                read = read_field(slot.column, entry.raw) if entry.raw else None
                numeric = slot.column.type.value in ("number", "whole")
                cells[slot.address] = _thawed(entry, read, numeric=numeric)
    registers = {
        name: tuple(read_row(plan.registers[name], number, row) for number, row in enumerate(rows, 1))
        for name, rows in filed.registers.items()
        if name in plan.registers
    }
    return build_sheet(
        Sheet(plan, filed.unit, filed.period, settings, cells, registers, filed.explanations, previous=previous)
    )


def build_sheet(sheet: Sheet) -> Sheet:
    """Return the sheet with the rows that do not count marked (CK-D01…D03), as every sheet must be before it is used."""
    left_out = rows_left_out(sheet.plan, sheet.registers)
    return replace(sheet, uncounted=left_out)


def _thawed(entry: Entry, read: Cell | None, *, numeric: bool) -> Cell:
    state = State(entry.state)
    value: Decimal | str | None = None
    if state is State.VALUE:
        value = Decimal(entry.value) if numeric else entry.value
    remarks = read.remarks if read is not None and read.text == entry.value else ()
    return Cell(state, value, entry.raw or entry.value, entry.note, remarks)


def disagreements(filed: Return, sheet: Sheet) -> tuple[str, ...]:
    """Return the addresses of cells whose sealed value is not what the plan derives from the same entries."""
    now = freeze(sheet).cells
    return tuple(a for a in {**now, **filed.cells} if now.get(a) != filed.cells.get(a) and _matters(now, filed, a))


def _matters(now: Mapping[str, Entry], filed: Return, address: str) -> bool:
    mine, theirs = now.get(address), filed.cells.get(address)
    return (mine.state, mine.value) != (theirs.state, theirs.value) if mine and theirs else True


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two returns, or a return and its visible cells, differ; "" = nothing there."""

    address: str
    before: str
    after: str


def statements(filed: Return, plan: Plan | None = None) -> Iterator[tuple[str, str]]:
    """Yield address and shown text of everything a return says: cover, cells, controls, progress, rows, explanations."""
    for group, entries in {"封面": filed.cover, **filed.progress}.items():
        for name, entry in entries.items():
            yield field_address(group, name), spoken(entry)
    yield from ((address, spoken(entry)) for address, entry in filed.cells.items())
    yield from ((f"{address}（控制数）", spoken(entry)) for address, entry in filed.controls.items())
    for register, rows in filed.registers.items():
        for number, row in enumerate(rows, 1):
            key = _key(plan.registers.get(register) if plan else None, number, row)
            yield from ((row_address(register, key, column), text) for column, text in row.items())
    yield from ((key, e.text) for key, e in filed.explanations.items())


def _key(register: Register | None, number: int, row: Mapping[str, str]) -> tuple[str, ...]:
    key = tuple(row.get(column, "") for column in register.keys[0]) if register and register.keys else ()
    return key if any(key) else (f"第{number}行",)


def spoken(entry: Entry) -> str:
    """Return a frozen cell in comparable words: its value, or its state with the note."""
    return entry.value if entry.state == State.VALUE else f"{entry.state}{entry.note and '：' + entry.note}"


def difference(old: Return, new: Return, plan: Plan | None = None) -> tuple[Difference, ...]:
    """Return every place where two revisions differ, in the order of the newer one."""
    before, after = dict(statements(old, plan)), dict(statements(new, plan))
    return tuple(
        Difference(address, before.get(address, ""), after.get(address, ""))
        for address in {**after, **before}
        if before.get(address, "") != after.get(address, "")
    )


def _as_json(filed: Return) -> dict[str, object]:
    return {
        "form": FORM,
        "plan": {"id": filed.plan_id, "version": filed.plan_version, "digest": filed.plan_digest},
        "engine": filed.engine,
        "settings": filed.settings,
        "unit": filed.unit,
        "period": filed.period,
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
    parts = {"s": entry.state, "v": entry.value, "r": entry.raw, "n": entry.note}
    return {name: text for name, text in parts.items() if text}


def _encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def parse_return(content: bytes) -> Return:
    """Read canonical bytes back. Raises AppError("return_malformed") for anything but the canonical form of a return."""
    if len(content) > LARGEST:
        raise AppError("return_malformed", why="too_large")
    try:
        filed = _from_json(json.loads(content, parse_float=_no_float, parse_constant=_no_float))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ArithmeticError) as error:
        raise AppError("return_malformed", why=type(error).__name__) from error
    if filed.content != content:
        raise AppError("return_malformed", why="not_canonical")
    return filed


def _no_float(text: str) -> float:
    raise ValueError(text)


def _from_json(found: dict[str, object]) -> Return:
    parts = _Reader(found)
    if parts.text("form") != FORM:
        raise ValueError("form")
    plan = _Reader(parts.table("plan"))
    filed = Return(
        plan.text("id"), plan.text("version"), plan.text("digest"), parts.text("engine"), parts.whole("settings"),
        parts.text("unit"), parts.text("period"), tuple(str(d) for d in parts.rows("ancestors")), parts.text("reason"),
        _entries(parts.table("cover")), _entries(parts.table("cells")), _entries(parts.table("controls")),
        {block: _entries(_table(row)) for block, row in parts.table("progress").items()},
        {name: tuple(_texts(_table(row)) for row in _list(rows)) for name, rows in parts.table("registers").items()},
        {k: Explanation(_texts(_table(e))["text"], _texts(_table(e))["code"]) for k, e in parts.table("explanations").items()},
        tuple(Evidence(r.text("name"), r.whole("size"), r.text("sha256")) for r in map(_Reader, map(_table, parts.rows("evidence")))),
        found["test"] is True,
    )  # fmt: skip
    if parts.whole("revision") != filed.revision or found["test"] not in (True, False):
        raise ValueError("revision")
    return filed


class _Reader:
    """Typed access to one JSON object; a wrong type is a ValueError."""

    def __init__(self, found: dict[str, object]) -> None:
        self.found = found

    def text(self, name: str) -> str:
        return _text(self.found[name])

    def whole(self, name: str) -> int:
        value = self.found[name]
        if type(value) is not int or value < 0:
            raise ValueError(name)
        return value

    def table(self, name: str) -> dict[str, object]:
        return _table(self.found[name])

    def rows(self, name: str) -> list[object]:
        return _list(self.found[name])


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("text")
    return value


def _table(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError("table")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("list")
    return value


def _texts(table: dict[str, object]) -> dict[str, str]:
    return {name: _text(value) for name, value in table.items()}


def _entries(table: dict[str, object]) -> dict[str, Entry]:
    return {name: _frozen_entry(_texts(_table(parts))) for name, parts in table.items()}


def _frozen_entry(parts: dict[str, str]) -> Entry:
    entry = Entry(State(parts["s"]).value, parts.get("v", ""), parts.get("r", ""), parts.get("n", ""))
    if set(parts) - {"s", "v", "r", "n"}:
        raise ValueError("entry")
    return entry


__all__ = ["Difference", "Entry", "Evidence", "Return", "difference", "freeze", "parse_return", "plain", "thaw"]
