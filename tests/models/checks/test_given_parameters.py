"""A check of rows that reads what the office sets: told as open while it is not set, judged by it afterwards."""

from dataclasses import replace

import pytest

from models.checks.findings import Outcome
from models.checks.run import run_checks
from models.plan.plan import Plan
from models.settings.settings import Settings
from models.sheet.rows import read_row
from models.sheet.sheet import Sheet
from tests.models.checks.test_without_checks import with_checks

UNREQUIRED = """
[[check]]
id = "T-7"
level = "warning"
rows = ["R07"]
must = "设计规模 >= 查(参数.r07_threshold.规模, 畜种)"
message = "{x}"
values = { x = "设计规模" }
clause = "测试"
[[check]]
id = "T-8"
level = "warning"
rows = ["R07"]
must = "设计规模 >= 参数.least"
message = "{x}"
values = { x = "设计规模" }
clause = "测试"
[[check]]
id = "T-9"
level = "warning"
rows = ["R07"]
must = "非 重复(场名) 且 设计规模 >= 查(参数.r07_threshold.规模, 畜种)"
message = "{x}"
values = { x = "设计规模" }
clause = "测试"
[[check]]
id = "T-10"
level = "warning"
rows = ["R07"]
must = "非 重复(场名) 且 设计规模 >= 参数.least"
message = "{x}"
values = { x = "设计规模" }
clause = "测试"
"""
SET = Settings(version=1, parameters={"r07_threshold": ({"畜种": "生猪", "规模": "500"},)})


@pytest.fixture(scope="module")
def plan() -> Plan:
    return with_checks(UNREQUIRED.replace("参数.least", "参数.yoy_limit"))


def sheet_of(plan: Plan, settings: Settings, *sizes: str) -> Sheet:
    unit = next(unit for unit in plan.filing_units if unit.kind.id == "county")
    rows = tuple(
        read_row(plan.registers["R07"], number, {"场名": f"{number}号场", "畜种": "生猪", "设计规模": size})
        for number, size in enumerate(sizes, 1)
    )
    return Sheet(plan=plan, unit_id=unit.id, period_id="2020Q3", settings=settings, registers={"R07": rows})


def found(plan: Plan, settings: Settings, *sizes: str) -> dict[str, list[tuple[Outcome, str]]]:
    return found_in(sheet_of(plan, settings, *sizes))


def found_in(sheet: Sheet) -> dict[str, list[tuple[Outcome, str]]]:
    told: dict[str, list[tuple[Outcome, str]]] = {}
    for one in run_checks(sheet):
        if one.check.id in ("CK-D16", "T-7", "T-8", "T-9", "T-10"):
            told.setdefault(one.check.id, []).append((one.outcome, one.values.get("行", "")))
    return told


OPEN, BROKEN = [(Outcome.NOT_EVALUATED, "")], [(Outcome.BROKEN, "1")]


def test_while_the_table_is_not_set_both_say_once_that_they_could_not_judge(plan: Plan) -> None:
    assert found(plan, Settings(), "400", "600") == {"CK-D16": OPEN, "T-7": OPEN, "T-9": OPEN}


def test_once_it_is_set_the_rows_that_do_not_hold_are_named(plan: Plan) -> None:
    assert found(plan, SET, "400", "600") == {"CK-D16": BROKEN, "T-7": BROKEN, "T-9": BROKEN}
    assert found(plan, SET, "500", "600") == {}


def test_one_value_is_read_as_set_or_as_the_plan_has_it(plan: Plan) -> None:
    assert found(plan, SET, "500", "49")["T-8"] == [(Outcome.BROKEN, "2")]
    higher = replace(SET, parameters={**SET.parameters, "yoy_limit": "450"})
    assert found(plan, higher, "400", "600")["T-8"] == BROKEN


def test_a_register_without_rows_asks_for_no_parameter(plan: Plan) -> None:
    assert found(plan, Settings()) == {}


def test_rows_that_stayed_are_asked_again_once_a_parameter_is_set_otherwise(plan: Plan) -> None:
    sheet = sheet_of(plan, SET, "400", "600")
    higher = replace(SET, parameters={**SET.parameters, "yoy_limit": "450"})
    assert ["T-10" in found_in(replace(sheet, settings=said)) for said in (SET, higher, SET)] == [False, True, False]
