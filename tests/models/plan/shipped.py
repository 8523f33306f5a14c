"""The shipped plan, loaded once, and what several tests look up in it."""

from functools import cache
from pathlib import Path

from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Indicator, Plan

DATA = Path(__file__).resolve().parents[2] / "data"


COUNTY_NAMES = {
    "610902": "汉滨区人民政府", "610921": "汉阴县人民政府", "610922": "石泉县人民政府", "610923": "宁陕县人民政府",
    "610924": "紫阳县人民政府", "610925": "岚皋县人民政府", "610926": "平利县人民政府", "610927": "镇坪县人民政府",
    "610928": "旬阳县人民政府", "610929": "白河县人民政府",
}  # fmt: skip


@cache
def plan() -> Plan:
    return load_plan(SHIPPED)


def indicators() -> tuple[Indicator, ...]:
    return tuple(plan().indicators.values())
