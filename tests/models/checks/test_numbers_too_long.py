"""A figure of more digits than a spreadsheet keeps is a number: it is told to be too long, wherever it comes from."""

from dataclasses import replace
from datetime import date

import pytest

from models.basics.messages import CHINESE, text_of
from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan, load_plan_bytes
from models.settings.settings import Settings
from models.sheet.cells import read_cell, refusal_of
from models.sheet.rows import read_row
from models.sheet.sheet import Sheet
from tests.models.plan.mistakes.edited import changed, only

LONG = "123456789012345678"
FIXED = "太长，超出表格软件能准确保存的15位"


def sheet(text: str, column: str = "") -> Sheet:
    plan = load_plan(SHIPPED)
    empty = Sheet(plan=plan, unit_id="610924", period_id="2020Q3", settings=Settings(), today=date(2020, 10, 1))
    cells = {"Q06.1": read_cell(plan.items["Q06.1"], text)}
    rows = {"R01": (read_row(plan.registers["R01"], 1, {"企业名称": "甲", "年综合能耗": column}),)}
    return replace(empty, cells=cells, registers=rows)


def told(text: str, column: str = "") -> list[str]:
    found = run_checks(sheet(text, column))
    return [one.message for one in found if one.check.id == "CK-A01"]


@pytest.mark.parametrize(
    "text", [LONG, "１２３４５６７８９０１２３４５６７８", "1E30", "1e99999", f"{LONG}亩", "0.12345678901234567"]
)
def test_a_cell_that_was_typed_pasted_or_read_from_json_says_so(text: str) -> None:
    (words,) = told(text)
    assert FIXED in words and "人工造林" in words and text in words and "无法识别" not in words


@pytest.mark.parametrize("text", ["abc", "1-2", "一百"])
def test_a_text_that_is_no_number_keeps_the_words_of_the_plan(text: str) -> None:
    (words,) = told(text)
    assert FIXED not in words and "无法识别为数字" in words


def test_a_column_of_a_register_says_so_too() -> None:
    words = [one for one in told("1", LONG) if "年综合能耗" in one]
    assert len(words) == 1 and FIXED in words[0] and "第1行" in words[0]
    assert not any(FIXED in one for one in told("1", "abc"))


def test_the_programs_own_check_says_so_where_the_plan_has_none() -> None:
    files = changed("checks.toml", ('rule = "reading"\nof = "unreadable"', 'rule = "reading"\nof = "not_a_date"'))
    bare = load_plan_bytes(files)
    found = run_checks(replace(sheet(LONG), plan=bare))
    assert [FIXED in one.message for one in found if one.at == "Q06.1" and one.check.id.startswith("TB-")] == [True]


def test_a_plan_says_so_of_its_own_figures() -> None:
    for key, before in (("target", 'target = "36.7"'), ("value", 'value = "32.0"')):
        if before.encode() in changed("indicators.toml")["indicators.toml"]:
            message = only(changed("indicators.toml", (before, f'{key} = "{LONG}"')))[2]
            assert "太长" in message and LONG in message


def test_why_a_text_is_refused_is_asked_in_one_place() -> None:
    plan = load_plan(SHIPPED)
    number, day = plan.items["Q06.1"], plan.registers["R02"].column("完成日期")
    assert day is not None
    assert refusal_of(number, "1.2") is None and refusal_of(day, "2020-10-01") is None
    refused = refusal_of(day, "2020-13-01")
    assert refused is not None and refused.facts["reason"] == "no_such_day"
    assert text_of(CHINESE, "errors.entry.too_many_digits")
