"""Sheet as JSON: the whole sheet of one unit and period, its texts read exactly as if typed into the cells.

For scripts and tests (`--from FILE.json`). Refuses items, blocks, registers and columns the unit does not
have, by name; leaves everything else to the checks.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from models.basics.addresses import COVER, LAST_YEAR, field_address
from models.basics.canonical import written_by_somebody
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.reading import quoted, text_of_file
from models.plan.plan import Register
from models.sheet.cells import BLANK, Cell, State, noted_state, read_cell, read_field
from models.sheet.explanation import Explanation, require_text
from models.sheet.rows import Row, read_row
from models.sheet.sheet import Sheet

PARTS = ("cover", "cells", "registers", "progress", "explanations", "evidence")
MOST_ROWS = 50_000
_T = TypeVar("_T")


def read_sheet(content: bytes, empty: Sheet, name: str) -> Sheet:
    """Return the sheet a JSON text says, in place of everything in `empty` but plan, unit, period and settings.

    Raises AppError: "file_not_utf8", "input_unreadable" for anything but such JSON, "input_twice" for a name said twice
    (which of the two is meant?), "not_yours" for what the unit does not have.
    """
    try:
        said = written_by_somebody(
            text_of_file(content, name), parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_once
        )
    except json.JSONDecodeError as error:
        raise AppError("input_unreadable", 文件=name, 原因=say("input.not_json", n=error.lineno)) from error
    except UnicodeEncodeError as error:
        raise AppError("input_unreadable", 文件=name, 原因=say("input.half_sign")) from error
    except (ValueError, RecursionError) as error:
        raise AppError("input_unreadable", 文件=name, 原因=say("input.not_text")) from error
    _expect(isinstance(said, dict), name, "outer")
    unknown = next((part for part in said if part not in PARTS), None)
    _expect(unknown is None, name, "unknown", 部分=unknown)
    for part in PARTS:
        _expect(isinstance(said.get(part, {}), dict), name, "object", 部分=part)
    cells = dict(_cells(said.get("cells", {}), empty))
    cells |= dict(_fields({COVER: said.get("cover", {})}, empty, name))
    cells |= dict(_fields(said.get("progress", {}), empty, name))
    registers = {one: _rows(empty, one, rows, name) for one, rows in said.get("registers", {}).items()}
    explanations = {key: _explanation(key, value, name) for key, value in said.get("explanations", {}).items()}
    kept = {address: cell for address, cell in cells.items() if cell != BLANK}
    return replace(empty, cells=kept, registers=registers, explanations=explanations)


def _expect(holds: bool, name: str, why: str, **facts: object) -> None:
    if not holds:
        raise AppError("input_unreadable", 文件=name, 原因=say(f"input.{why}", **facts))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise AppError("input_twice", 名称=twice)
    return found


def _refuse(empty: Sheet, what: str) -> AppError:
    return AppError("not_yours", 项目=what, 单位=empty.unit_name)


def _cells(said: Mapping[str, Any], empty: Sheet) -> Iterator[tuple[str, Cell]]:
    for address, value in said.items():
        if address in empty.fields:
            yield address, read_field(empty.fields[address].column, _text(value))
            continue
        slot = empty.slots.get(address)
        if slot is None:
            raise _refuse(empty, address)
        if isinstance(value, Mapping) and LAST_YEAR in value:
            beside = f"{address}/{LAST_YEAR}"
            if beside not in empty.slots:
                raise _refuse(empty, beside)
            yield beside, read_cell(slot.item, _text(value[LAST_YEAR]))
        yield address, _cell(slot.item, value, empty, address)


def _cell(item: Any, value: object, empty: Sheet, address: str) -> Cell:  # noqa: ANN401
    if not isinstance(value, Mapping):
        return read_cell(item, _text(value))
    if "state" not in value:
        return read_cell(item, _text(value.get("value")))
    states = {state.value for state in State if state.rules.figure or state.rules.chosen}
    if value["state"] not in states:
        raise AppError("state_unknown", 项目=address, 状态=value["state"], 可选="、".join(sorted(states)))
    if value["state"] == State.VALUE:
        return read_cell(item, _text(value.get("value")))
    return _named(address, lambda: noted_state(State(value["state"]), _text(value.get("note"))))


def _named(place: str, made: Callable[[], _T]) -> _T:
    """What is made of a place; a refusal of its text says the place."""
    try:
        return made()
    except AppError as error:
        if error.code != "line_long":
            raise
        raise AppError(error.code, **{**error.facts, "栏": f"{place} {error.facts['栏']}"}) from error


def _text(value: object) -> str:
    if isinstance(value, (dict, list)):
        raise AppError("input_text", 原文=quoted(str(value)))
    return "" if value is None else "是" if value is True else "否" if value is False else str(value)


def _fields(groups: Mapping[str, Any], empty: Sheet, name: str) -> Iterator[tuple[str, Cell]]:
    for group, fields in groups.items():
        _expect(isinstance(fields, Mapping), name, "object", 部分=group)
        if group != COVER and group not in empty.blocks:
            raise _refuse(empty, group)
        for field, value in fields.items():
            slot = empty.fields.get(field_address(group, field))
            if slot is None:
                raise _refuse(empty, field_address(group, field))
            yield slot.address, read_field(slot.column, _text(value))


def _rows(empty: Sheet, register_id: str, rows: object, name: str) -> tuple[Row, ...]:
    if register_id not in empty.register_ids:
        raise _refuse(empty, register_id)
    register = empty.plan.registers[register_id]
    _expect(isinstance(rows, list) and len(rows) <= MOST_ROWS, name, "rows", 部分=register_id)
    return tuple(_row(empty, register, number, row, name) for number, row in enumerate(_list(rows), 1))


def _list(rows: object) -> list[object]:
    return rows if isinstance(rows, list) else []


def _row(empty: Sheet, register: Register, number: int, row: object, name: str) -> Row:
    if not isinstance(row, Mapping):
        raise AppError("input_unreadable", 文件=name, 原因=say("input.row", 台账=register.id, n=number))
    unknown = next((column for column in row if register.column(column) is None), None)
    if unknown is not None:
        raise _refuse(empty, f"{register.id}.{unknown}")
    return read_row(register, number, {column: _text(value) for column, value in row.items()})


def _explanation(key: str, value: object, name: str) -> Explanation:
    if not isinstance(value, Mapping):
        _expect(isinstance(value, str), name, "explanation")
        value = {"text": value}
    said = _text(value.get("text"))
    return Explanation(_named(key, lambda: require_text(said, "field.explanation")), _text(value.get("code")))
