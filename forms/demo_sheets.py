"""Invented sheets for `demo`: figures drawn from the plan's demo.toml, the same for the same seed.

Everything here is test data and says so on every page; nothing of it is a fact about anybody.
"""

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from models.cells import BLANK, Cell, read_cell, read_field
from models.checks import run_checks, unexplained
from models.plan import Item, ItemType, Plan
from models.quantity import plain
from models.rows import Row, read_row
from models.sheet import Explanation, Sheet
from models.returns import build_sheet
from models.slots import Slot

VEHICLES = {"R02": 720, "R03": 306}
STAGES = ("国一", "国二", "国三")


@dataclass(frozen=True)
class Figures:
    """The invented figures of one plan."""

    said: Mapping[str, Any]

    @classmethod
    def load(cls, folder: Path) -> "Figures":
        """Read demo.toml of a plan folder."""
        return cls(tomllib.loads((folder / "demo.toml").read_text("utf-8")))

    @property
    def period(self) -> str:
        """The period the demonstration plays in."""
        return str(self.said["period"])


def invent(empty: Sheet, figures: Figures, seed: int) -> Sheet:
    """Fill a sheet with invented figures and explain its warnings, so that it can be filed."""
    draw = random.Random(f"{seed}/{empty.unit_id}/{empty.period_id}")  # noqa: S311 - test data, not secrets
    cells: dict[str, Cell] = {}
    shares = {row["item"] for row in figures.said["share"]}
    asked = [s for s in empty.slots.values() if s.due and s.item.entered and not s.total and not s.last_year]
    for slot in sorted(asked, key=lambda one: one.item.id in shares):  # a part is drawn after its whole
        cell = _cell(slot, cells, figures, draw)
        if cell != BLANK:
            cells[slot.address] = cell
    _settle_days(empty, cells, draw)
    cells |= _fields(empty, figures)
    registers = {name: _vehicles(empty.plan, name, count, draw) for name, count in VEHICLES.items() if name in empty.register_ids}
    if "R09" in empty.register_ids:
        registers["R09"] = _communities(empty.plan)
    sheet = Sheet(empty.plan, empty.unit_id, empty.period_id, empty.settings, cells, registers, today=empty.today)
    return explained(build_sheet(sheet), str(figures.said["explanation"]))


def explained(sheet: Sheet, words: str) -> Sheet:
    """Return the sheet with every open warning explained in the same words."""
    from dataclasses import replace

    keys = {finding.keys[-2] if len(finding.keys) > 2 else finding.key for finding in unexplained(run_checks(sheet), sheet.explanations)}
    return replace(sheet, explanations={**sheet.explanations, **{key: Explanation(words) for key in keys}})


def _cell(slot: Slot, cells: Mapping[str, Cell], figures: Figures, draw: random.Random) -> Cell:
    item = slot.item
    if item.type is ItemType.CHOICE:
        chosen = figures.said["choices"].get(item.id) or (item.choices[0] if slot.required and item.choices else "")
        return read_cell(item, chosen)
    if not item.numeric:
        return BLANK
    for row in figures.said["share"]:
        if row["item"] == item.id:
            whole = cells.get(slot.address.replace(item.id, row["of"], 1), BLANK).number
            return BLANK if whole is None else read_cell(item, plain(_between(draw, row["low"], row["high"], 4, whole, item)))
    for row in figures.said["range"]:
        if item.id in row["items"]:
            return read_cell(item, plain(_between(draw, row["low"], row["high"], row["places"], Decimal(1), item)))
    return read_cell(item, str(draw.randint(1, 10))) if slot.required else BLANK


def _between(draw: random.Random, low: str, high: str, places: int, times: Decimal, item: Item) -> Decimal:
    step = Decimal(1).scaleb(-places)
    count = int((Decimal(high) - Decimal(low)) / step)
    value = (Decimal(low) + step * draw.randint(0, count)) * times
    return round(value, item.decimals or 0)


def _settle_days(empty: Sheet, cells: dict[str, Cell], draw: random.Random) -> None:
    """Days by quality add up to the days watched (CK-B20)."""
    days = [f"Q07.{n}" for n in range(1, 8)]
    if days[0] not in empty.slots:
        return
    watched = empty.plan.periods[empty.period_id].calendar_days - draw.randint(0, 3)
    best, light = watched // 2 + draw.randint(-12, 12), draw.randint(8, 20)
    parts = [watched, best, watched - best - light - 3, light, 2, 1, 0]
    for name, part in zip(days, parts, strict=True):
        cells[name] = read_cell(empty.plan.items[name], str(part))


def _fields(empty: Sheet, figures: Figures) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    month = str(empty.plan.periods[empty.period_id].months)
    for address, slot in empty.fields.items():
        block = empty.plan.blocks.get(slot.group)
        if block is None:
            text = str(figures.said["people"].get(slot.column.name, ""))
        else:
            words = str(figures.said["progress"]).replace("{title}", block.title).replace("{month}", month)
            text = {"阶段": "推进中", "本期进展": words}.get(slot.column.name, "")
        if text:
            found[address] = read_field(slot.column, text)
    return found


def _communities(plan: Plan) -> tuple[Row, ...]:
    """Seven communities that reach the standard, so that the plan's 5.04 % is decided by rounding."""
    register = plan.registers["R09"]
    texts = {"街道/社区": "测试社区", "户数": "420", "已配设施": "是", "达标": "是", "认定日期": "2020-08-31", "认定单位": "测试单位"}
    known = {name: text for name, text in texts.items() if register.column(name)}
    return tuple(read_row(register, n, {**known, "小区": f"测试小区{n}"}) for n in range(1, 8))


def _vehicles(plan: Plan, register: str, count: int, draw: random.Random) -> tuple[Row, ...]:
    rows = []
    for number in range(1, count + 1):
        letters = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
        vin = "LTEST" + "".join(draw.choice(letters) for _ in range(6)) + f"{number:06d}"
        base = 10000 if register == "R02" else 50000
        texts = {
            "号牌号码": f"陕G{base + number}", "号牌种类": "大型汽车", "VIN": vin, "车辆类型": "重型货车",
            "燃料种类": "柴油" if register == "R02" else "天然气", "排放阶段": draw.choice(STAGES), "使用性质": "营运",
            "淘汰方式": "报废注销", "完成日期": f"2020-{draw.randint(1, 9):02d}-{draw.randint(1, 28):02d}",
            "县区": "汉滨区", "原燃料": "汽油", "改装登记": "油改气",
        }  # fmt: skip
        known = {name: text for name, text in texts.items() if plan.registers[register].column(name)}
        rows.append(read_row(plan.registers[register], number, known))
    return tuple(rows)
