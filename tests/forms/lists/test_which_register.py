"""Which register a list is, and the sentence that says why it is none: what is lacking, and what to do."""

from collections.abc import Sequence
from typing import Any

import pytest

from models.basics.errors import AppError
from models.basics.messages import sentence
from models.sheet.sheet import Sheet
from tests.forms.filling.test_import_book import county, police, read
from tests.forms.given.made_books import book

CARS = ["号牌号码", "号牌种类", "VIN", "完成日期"]
CAR = ["陕G12345", "大型汽车", "LZZAELND1EA123456", "2020-08-01"]


def why(*rows: Sequence[Any], sheet: Sheet | None = None) -> str:
    with pytest.raises(AppError) as refused:
        read(*rows, sheet=sheet)
    return sentence(refused.value)


def test_of_registers_that_fit_alike_the_one_a_title_names_is_meant_and_without_it_both_are_named() -> None:
    offer = read(["2020年国三及以下营运柴油货车淘汰台账"], CARS, CAR, sheet=police())
    assert [one.register for one in offer.rows] == ["R02"]
    offer = read(['"油改气"老旧燃气车淘汰台账（三季度）'], CARS, CAR, sheet=police())
    assert [one.register for one in offer.rows] == ["R03"]
    said = why(["淘汰车辆"], CARS, CAR, sheet=police())
    assert "国三及以下营运柴油货车淘汰台账" in said and "老旧燃气车" in said and "工作表的名称" in said


@pytest.mark.parametrize(
    ("heads", "words"),
    [
        (
            ["节点", "活动日期", "活动名称", "形式"],
            ("《低碳宣传活动》", "“日期”（表里写“活动日期”）", "“名称”（表里写“活动名称”）"),
        ),
        (["序号", "类型", "文号", "成文日期"], ("《成果文件》", "“日期”（表里写“成文日期”）")),
        (
            ["电站名称", "装机容量（MW）", "并网时间", "带动村", "带动户"],
            ("《光伏电站》", "“电站”（表里写“电站名称”）", "“装机”"),
        ),
    ],
)
def test_heads_that_are_nearly_those_of_a_register_are_named_with_what_is_lacking(
    heads: list[str], words: tuple[str, ...]
) -> None:
    said = why(["统计表"], heads, ["甲", *["1"] * (len(heads) - 1)])
    assert [word in said for word in words] == [True] * len(words), said
    assert "我原来的表" in said and "第2行" in said


def test_what_is_like_no_register_gets_the_general_sentence_and_a_very_wide_line_is_not_taken_apart() -> None:
    assert "没有认出要填的表" in why(["姓名", "电话", "地址"], ["甲", "1", "乙"])
    assert "没有认出要填的表" in why([f"镇名{n}" for n in range(3000)], ["1"] * 3000)


def test_a_sheet_beside_those_that_are_read_says_what_it_lacks() -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    from forms.filling.import_book import read_book

    made = load_workbook(BytesIO(book([["代码", "名称", "本期数值"], ["Q06.1", "", 1]])))
    other = made.create_sheet("光伏")
    for row in (["电站名称", "装机容量", "并网日期", "带动户"], ["甲", 1, "2020-8-1", 3]):
        other.append(row)
    out = BytesIO()
    made.save(out)
    offer = read_book(out.getvalue(), "表.xlsx", county())
    assert any("《光伏电站》" in one and "电站名称" in one for one in offer.remarks)
