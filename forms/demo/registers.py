"""Invented register rows for `demo`: scrapped vehicles, communities, events. Test data, the same for the same seed."""

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from models.plan.plan import Plan
from models.sheet.rows import Row, read_row

VEHICLES = {"R02": 720, "R03": 306}
_STAGES = ("国一", "国二", "国三")
_LETTERS = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"  # of a VIN: no I, O, Q


def invent_registers(
    plan: Plan, asked: Sequence[str], said: Sequence[Mapping[str, Any]], draw: random.Random
) -> dict[str, tuple[Row, ...]]:
    """Return register → rows for the registers a unit is asked for. `said` are the [[row]] tables of demo.toml."""
    found: dict[str, tuple[Row, ...]] = {}
    for register in asked:
        texts = [dict(row["cells"]) for row in said if row["register"] == register]
        if register in VEHICLES:
            texts = list(_vehicles(register, VEHICLES[register], draw))
        if texts:
            found[register] = _rows(plan, register, texts)
    return found


def _rows(plan: Plan, register: str, texts: Sequence[Mapping[str, str]]) -> tuple[Row, ...]:
    wanted = plan.registers[register]
    known = [{name: text for name, text in row.items() if wanted.column(name)} for row in texts]
    return tuple(read_row(wanted, number, row) for number, row in enumerate(known, 1))


def _vehicles(register: str, count: int, draw: random.Random) -> Iterator[dict[str, str]]:
    diesel = register == "R02"
    for number in range(1, count + 1):
        yield {
            "号牌号码": f"陕G{(10000 if diesel else 50000) + number}", "号牌种类": "大型汽车",
            "VIN": "LTEST" + "".join(draw.choice(_LETTERS) for _ in range(6)) + f"{number:06d}",
            "车辆类型": "重型货车", "燃料种类": "柴油" if diesel else "天然气", "排放阶段": draw.choice(_STAGES),
            "使用性质": "营运", "淘汰方式": "报废注销", "县区": "汉滨区", "原燃料": "汽油", "改装登记": "油改气",
            "完成日期": f"2020-{draw.randint(1, 9):02d}-{draw.randint(1, 28):02d}",
        }  # fmt: skip
