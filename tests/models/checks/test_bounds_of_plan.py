"""What a plan writes of its figures and keys holds without a check of its own: ranges, whole figures, keys, proportion."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from models.checks.bounds import _Bounds, _broken, _of_item, bounds_at
from models.checks.findings import Finding
from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Direction, ItemType, Level, Plan
from models.settings.settings import Settings, Target
from models.sheet.cells import Cell, read_cell, read_field
from models.sheet.rows import read_row
from models.sheet.sheet import Sheet
from tests.vehicles import truck


@cache
def plan() -> Plan:
    return load_plan(SHIPPED)


def county(
    cells: Mapping[str, Cell] | None = None,
    rows: Mapping[str, list[dict[str, str]]] | None = None,
    settings: Settings | None = None,
    previous: Sheet | None = None,
) -> Sheet:
    read = {
        name: tuple(read_row(plan().registers[name], number, texts) for number, texts in enumerate(said, 1))
        for name, said in (rows or {}).items()
    }
    return Sheet(
        plan=plan(), unit_id="610902", period_id="2020Q3", settings=settings or Settings(), cells=dict(cells or {}),
        registers=read, previous=previous,
    )  # fmt: skip


def own(sheet: Sheet) -> list[Finding]:
    return [one for one in run_checks(sheet) if one.check.id.startswith("TB-") and one.check.id != "TB-blank"]


def typed(code: str, text: str) -> dict[str, Cell]:
    return {code: read_cell(plan().items[code], text)}


@pytest.mark.parametrize(
    ("text", "wanted"), [("8500", "range"), ("-5", "range"), ("85.5", "whole"), ("85", ""), ("", "")]
)
def test_a_percentage_of_progress_is_held_to_its_range(text: str, wanted: str) -> None:
    column = next(one for one in plan().progress_columns if one.name == "完成百分比")
    found = own(county({"T01.完成百分比": read_field(column, text)}))
    assert [(one.check.id, one.at) for one in found] == ([(f"TB-{wanted}", "T01.完成百分比")] if wanted else [])
    assert all(one.level is Level.ERROR and text in one.message for one in found)


def registers_with_keys() -> list[str]:
    return [one.id for one in plan().registers.values() if one.keys]


@pytest.mark.parametrize("name", registers_with_keys())
def test_two_rows_of_one_key_are_named_with_both_numbers_in_every_register(name: str) -> None:
    register = plan().registers[name]
    said = {
        column: "2020-05-01" if "日期" in column else "2020" if "年度" in column else "甲"
        for column in register.keys[0]
    }
    said |= {"号牌种类": "挂车"} if "号牌种类" in said else {}
    said |= {column: "汉滨区" for column in said if column == "县区"}
    choices = {one.name: one.choices[0] for one in register.columns if one.choices and one.name in said}
    twins = [{**said, **choices}, {**said, **choices}]
    rows = tuple(read_row(register, number, texts) for number, texts in enumerate(twins, 1))
    unit = register.units[0] if not register.units[0].startswith("@") else "610902"
    sheet = Sheet(plan=plan(), unit_id=unit, period_id="2020Q3", settings=Settings(), registers={name: rows})
    told = [one.message for one in run_checks(sheet) if "2" in one.values.get("行", "") and ("重复" in one.message)]
    assert told, name
    assert any("第1" in one or "1、2行" in one or "重复。" in one for one in told)


def test_names_that_look_alike_are_one_and_say_so() -> None:
    twin = {"县区": "汉滨区", "装机": "3", "并网日期": "2020-05-01"}
    sheet = county(rows={"R14": [{**twin, "电站": "一号"}, {**twin, "电站": "一\u200b号"}, {**twin, "电站": "２号"}]})
    assert [row.get("电站") for row in sheet.registers["R14"]] == ["一号", "一号", "2号"]
    hints = [one for one in run_checks(sheet) if one.check.id == "CK-A02" and (one.at or "").startswith("R14")]
    assert [one.values["行"] for one in hints] == ["2", "3"]
    assert hints[0].message == "第2行：已将“一〔零宽空格〕号”识别为 一号，请核对。"
    assert [one.check.id for one in own(sheet)] == ["TB-same"]


def test_about_two_keeps_its_text_and_warns_in_a_register_as_in_a_cell() -> None:
    row = {"项目": "甲小区", "县区": "汉滨区", "建筑面积": "约2", "绿色建筑": "是", "环节与日期": "竣工2020-05-01"}
    sheet = county(rows={"R08": [row]})
    read = sheet.registers["R08"][0]
    assert (read.get("建筑面积"), read.raw["建筑面积"]) == ("2", "约2")
    (found,) = [one for one in run_checks(sheet) if one.check.id == "CK-A03"]
    assert "约2" in found.message and "建筑面积" in found.message and found.level is Level.WARNING


def test_a_number_with_a_power_of_ten_is_told_in_a_register_as_in_a_cell() -> None:
    row = {"县区": "汉滨区", "绿色建筑": "是", "环节与日期": "竣工2020-05-01"}
    typed = ["3e2", "1.23E+05", "３Ｅ１", "300", "３００", "3,000"]
    sheet = county(rows={"R08": [{**row, "项目": f"{n}小区", "建筑面积": text} for n, text in enumerate(typed)]})
    assert [one.get("建筑面积") for one in sheet.registers["R08"]] == ["300", "123000", "30", "300", "300", "3000"]
    hints = [one for one in run_checks(sheet) if one.check.id == "CK-A02"]
    assert [(one.values["行"], one.values["原文"]) for one in hints] == [
        ("1", "3e2"),
        ("2", "1.23E+05"),
        ("3", "３Ｅ１"),
    ]
    for text in ("0x10", "½", "(5)", "（5）", "五", "1_000", "5²"):
        (refused,) = county(rows={"R08": [{**row, "项目": "甲", "建筑面积": text}]}).registers["R08"]
        assert (refused.get("建筑面积"), refused.raw["建筑面积"]) == ("", text) and refused.faults


def test_a_day_that_no_month_has_draws_a_hint_in_a_plain_text() -> None:
    row = {"县区": "汉滨区", "建筑面积": "2", "绿色建筑": "是"}
    texts = ["竣工2020.9.31", "图审２０２０年2月30日", "竣工2020.9.30", "图审〔2020〕15号", "文号2020.13.1", "竣工"]
    sheet = county(rows={"R08": [{**row, "项目": text, "环节与日期": text} for text in texts]})
    found = [one for one in own(sheet) if one.check.id == "TB-day"]
    assert [(one.values["行"], one.values["栏"], one.values["原文"]) for one in found] == [
        ("1", "项目", "2020.9.31"), ("1", "环节与日期", "2020.9.31"),
        ("2", "项目", "2020年2月30"), ("2", "环节与日期", "2020年2月30"),
    ]  # fmt: skip
    assert {one.level for one in found} == {Level.HINT}
    block = sheet.blocks[0]
    place = f"{block}.本期进展"
    progress = county({place: read_field(sheet.fields[place].column, "方案2020年6月31日印发")})
    (hint,) = [one for one in own(progress) if one.check.id == "TB-day"]
    assert (hint.at, hint.values["原文"], hint.values["栏"]) == (f"{block}.本期进展", "2020年6月31", "本期进展")


@pytest.mark.parametrize(("text", "asked"), [("65800", True), ("1e5", True), ("12.5", False)])
def test_a_figure_nothing_compares_is_asked_about_when_it_is_out_of_proportion(text: str, *, asked: bool) -> None:
    assert [one.check.id for one in own(county(typed("Q06.1", text)))] == (["TB-usual"] if asked else [])


@pytest.mark.parametrize(("last_year", "asked"), [("65000", False), ("0", True), ("", True)])
def test_a_figure_of_last_year_compares_instead_of_what_is_usual(last_year: str, *, asked: bool) -> None:
    before = {"Q06.1/last_year": read_cell(plan().items["Q06.1"], last_year)}
    found = own(county(typed("Q06.1", "65800") | before))
    assert ("TB-usual" in [one.check.id for one in found if one.at == "Q06.1"]) is asked


def test_last_period_and_the_target_compare_before_what_is_usual() -> None:
    before = Sheet(plan=plan(), unit_id="610902", period_id="2020Q2", settings=Settings(), cells=typed("Q06.1", "0.8"))
    found = own(county(typed("Q06.1", "120"), previous=before))
    assert [one.check.id for one in found] == ["TB-usual"] and "上期" in found[0].message
    assert own(county(typed("Q06.1", "12"), previous=before)) == []


def test_a_range_is_told_by_the_ends_it_has() -> None:
    item = plan().items["Q06.1"]
    told = []
    for low, high, text in (("1", "9", "0.5"), ("1", None, "0.5"), (None, "9", "10")):
        ends = {"low": Decimal(low) if low else None, "high": Decimal(high) if high else None, "negative": True}
        held = replace(plan(), items={**plan().items, item.id: replace(item, **ends)})
        sheet = Sheet(plan=held, unit_id="610902", period_id="2020Q3", settings=Settings(), cells=typed("Q06.1", text))
        told += [one.message for one in own(sheet) if one.check.id == "TB-range"]
    both, least, most = told
    assert "1" in both and "9" in both
    assert "1" in least and "9" not in least.replace("0.5", "")
    assert "9" in most
    assert len({both, least, most}) == 3


def test_a_figure_below_nothing_is_refused_where_no_check_of_the_plan_says_so() -> None:
    from tests.models.ledger.test_queries import PLAN as SMALL

    sheet = Sheet(
        plan=SMALL,
        unit_id="610924",
        period_id="2020Q3",
        settings=Settings(),
        cells={"Q06.8": read_cell(SMALL.items["Q06.8"], "-1"), "Q03.8": read_cell(SMALL.items["Q03.8"], "0")},
    )
    assert [(one.check.id, one.at) for one in own(sheet)] == [("TB-range", "Q06.8")]


def test_what_may_be_negative_is_asked_by_no_check_against_it() -> None:
    (check,) = plan().checks_of("not_negative")
    item = plan().items["Q06.1"]
    signed = replace(plan(), items={**plan().items, item.id: replace(item, negative=True)})
    for held, told in ((plan(), True), (signed, False)):
        sheet = Sheet(plan=held, unit_id="610902", period_id="2020Q3", settings=Settings(), cells=typed("Q06.1", "-1"))
        found = {(one.check.id, one.at) for one in run_checks(sheet)}
        assert ((check.id, "Q06.1") in found) is told
        assert ("TB-range", "Q06.1") not in found


@pytest.mark.parametrize(("text", "asked"), [("100", False), ("100.01", True), ("-100.01", True)])
def test_a_hundred_times_last_periods_figure_is_asked_about_and_no_less(text: str, *, asked: bool) -> None:
    found = own(county(typed("Q06.4", text), previous=county(typed("Q06.4", "1"))))
    assert any(one.check.id == "TB-usual" for one in found) is asked


@pytest.mark.parametrize(
    ("text", "direction", "words"),
    [("150", "at_least", ""), ("150.01", "at_least", "目标"), ("150.01", "at_most", ""), ("150.01", "none", "")],
)
def test_ten_times_the_units_own_target_is_asked_about_where_more_is_better(
    text: str, direction: str, words: str
) -> None:
    item = plan().items["Q06.1"]
    indicator = replace(
        plan().indicators["Q06"], direction=Direction("at_most" if direction == "at_most" else "at_least")
    )
    target = Target(unit="610902", indicator="Q06", value=Decimal(15), doc_no="", doc_date="")
    held = replace(
        plan(),
        indicators={**plan().indicators, "Q06": indicator},
        items={**plan().items, item.id: replace(item, usual=None)},
    )
    settings = Settings(version=1, targets=() if direction == "none" else (target,))
    sheet = replace(county(typed("Q06.1", text), settings=settings), plan=held)
    found = [one.message for one in run_checks(sheet) if one.check.id == "TB-usual"]
    assert len(found) == bool(words) and all(words in one for one in found)


def test_rows_a_check_of_the_plan_calls_the_same_are_not_called_so_twice() -> None:
    trucks = (truck(1), truck(1))
    rows = tuple(read_row(plan().registers["R02"], number, texts) for number, texts in enumerate(trucks, 1))
    inputs = {"registers": ("R02",), "keys": ("号牌号码",)}
    asked = replace(plan().checks["CK-D01"], relations=(), rule="same_key", inputs=inputs)
    for checks, told in (({asked.id: asked}, "CK-D01"), ({}, "TB-same")):
        held = replace(plan(), checks=checks)
        sheet = Sheet(plan=held, unit_id="M10", period_id="2020Q3", settings=Settings(), registers={"R02": rows})
        assert {one.check.id for one in run_checks(sheet)} & {"CK-D01", "TB-same"} == {told}


def test_only_a_figure_that_a_person_types_is_bounded_by_its_type() -> None:
    bare = replace(plan(), checks={})
    slot = county().slots["Q06.1"]
    item = replace(slot.item, low=None, high=None, negative=False)

    def bounded(**other: object) -> bool:
        total = bool(other.pop("total", False))
        return _of_item(bare, replace(slot, total=total, item=replace(item, **other))).any  # type: ignore[arg-type]

    assert bounded() and bounded(type=ItemType.WHOLE, negative=True)
    assert not bounded(negative=True)
    assert not bounded(total=True) and not bounded(type=ItemType.DERIVED) and not bounded(type=ItemType.TEXT)


@pytest.mark.parametrize(
    ("low", "high", "whole", "bounded", "facts", "broken"),
    [
        (None, None, False, False, ("", ""), []),
        ("0", None, False, True, ("0", ""), ["-0.5"]),
        (None, "9", False, True, ("", "9"), ["9.5"]),
        ("0", "9", False, True, ("0", "9"), ["-0.5", "9.5"]),
        (None, None, True, True, ("", ""), ["-0.5", "0.5", "9.5"]),
        ("0", "9", True, True, ("0", "9"), ["-0.5", "0.5", "9.5"]),
    ],
)
def test_a_figure_is_bounded_below_above_or_to_whole_numbers(
    low: str | None, high: str | None, facts: tuple[str, str], broken: list[str], *, whole: bool, bounded: bool
) -> None:
    least, most = (None if text is None else Decimal(text) for text in (low, high))
    of = _Bounds(low=least, high=most, whole=whole)
    assert (of.any, of.facts) == (bounded, {"始": facts[0], "止": facts[1]})
    figures = ("-0.5", "0", "0.5", "9", "9.5")
    assert [figure for figure in figures if _broken(of, Decimal(figure)) is not None] == broken
    assert _broken(of, None) is None


def test_rows_are_looked_at_for_a_key_only_where_their_register_has_one() -> None:
    sheet, name = county(), "R08"
    keyless = replace(plan(), registers={**plan().registers, name: replace(plan().registers[name], keys=())})
    told = [[check.id for check in bounds_at(one, name)] for one in (sheet, replace(sheet, plan=keyless))]
    assert told[0] == [*told[1][:-1], "TB-same", "TB-day", "TB-gap"] and not {"TB-same", "TB-gap"} & {*told[1]}
