"""Help about a place says what is true of it: the measures it takes, the checks that look at it, today's figures.

Held against what the program really does — the reading of figures, the rules — for the units of the shipped plan.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest

from models.basics.quantity import in_cell
from models.basics.reading import read_number
from models.checks.findings import Finding, Outcome
from models.checks.run import run_checks
from models.help.checks import looks_at
from models.help.phrases import formula_words, slot_formula
from models.help.topics import Topic, help_of_finding, help_of_page, help_of_place
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import ItemType, Level, Plan
from models.settings.settings import Settings
from models.sheet.cells import Cell, State, read_cell, read_field
from models.sheet.fillable import fields_by_address, unit_registers, unit_slots
from models.sheet.rows import read_row
from models.sheet.sheet import Sheet

COUNTY, Q3, YEAR = "610924", "2020Q3", "2020Y初步"
SHEETS = ((COUNTY, Q3), (COUNTY, YEAR), ("M01", YEAR), ("M02", YEAR), ("M03", Q3), ("M10", YEAR), ("M12", Q3))
ODD = ("abc", "-5", "约3", "1.234567", "500亩", "0", "7", "1,2", "2020-13-01", "—", "长" * 501, "3 人")
CODE = re.compile(r"\b[QXTRM]\d{2}\b|CK-|\b610\d{3}\b")
AT_IMPORT = {"CK-A10", "CK-A19", "CK-A20"}  # nothing is left of them in a sheet


@cache
def plan() -> Plan:
    return load_plan(SHIPPED)


def sheet_of(unit: str, period: str, typed: dict[str, str] | None = None) -> Sheet:
    slots = {slot.address: slot for slot in unit_slots(plan(), unit, period)}
    fields = fields_by_address(plan(), unit, period, {})
    cells = {
        at: read_cell(slots[at].item, text) if at in slots else read_field(fields[at].column, text)
        for at, text in (typed or {}).items()
    }
    return Sheet(plan=plan(), unit_id=unit, period_id=period, settings=Settings(), cells=cells)


def odd_sheet(unit: str, period: str, turn: int) -> Sheet:
    """A sheet with something odd in every cell, field and row, another in each turn."""
    empty = sheet_of(unit, period)
    typed = {at: ODD[(n + turn) % len(ODD)] for n, at in enumerate(empty.addresses())}
    before = sheet_of(unit, period, {at: "9" for at in empty.slots})
    rows = {}
    for name in unit_registers(plan(), unit):
        register = plan().registers[name]
        texts = [{c.name: ODD[(n + turn) % len(ODD)] for n, c in enumerate(register.columns)} for _ in range(2)]
        rows[name] = tuple(read_row(register, n, text) for n, text in enumerate(texts, 1))
    made = sheet_of(unit, period, typed)
    return Sheet(
        plan=plan(),
        unit_id=unit,
        period_id=period,
        settings=Settings(),
        cells=made.cells,
        registers=rows,
        previous=before,
    )


def lines(topic: Topic) -> list[str]:
    return [line for section in topic.sections for line in section.lines]


def section(topic: Topic, heading: str) -> str:
    return "\n".join(line for one in topic.sections if one.heading == heading for line in one.lines)


def places(sheet: Sheet) -> Iterator[str]:
    yield from sheet.addresses()
    for name in sheet.register_ids:
        yield name
        yield f"{name}[].{plan().registers[name].columns[-1].name}"


@pytest.mark.parametrize(("unit", "period"), SHEETS)
def test_every_place_of_a_unit_has_help_in_words_without_codes_or_blanks(unit: str, period: str) -> None:
    sheet = sheet_of(unit, period)
    topics = {at: help_of_place(sheet, at) for at in places(sheet)}
    assert [at for at, topic in topics.items() if not topic.title or len(topic.sections) < 3] == []
    said = {at: "\n".join([topic.title, *lines(topic)]) for at, topic in topics.items()}
    assert {at: hit[0] for at, text in said.items() if (hit := CODE.search(text))} == {}
    assert [at for at, text in said.items() if "{" in text or "None" in text] == []


@pytest.mark.parametrize(("unit", "period"), SHEETS)
def test_whatever_is_found_at_a_place_was_told_of_there(unit: str, period: str) -> None:
    untold = set()
    for turn in range(len(ODD)):
        sheet = odd_sheet(unit, period, turn)
        for finding in run_checks(sheet):
            if finding.at is None:
                continue
            if finding.check.id not in {look.check.id for look in looks_at(sheet, finding.at)}:
                untold.add((finding.check.id, finding.at))
    assert untold == set()


def test_every_check_of_a_sheet_is_told_of_at_some_place() -> None:
    told = set()
    for unit in plan().filing_units:
        for period in (Q3, YEAR):
            sheet = sheet_of(unit.id, period)
            told |= {look.check.id for at in (*sheet.addresses(), *sheet.register_ids) for look in looks_at(sheet, at)}
    wanted = {check.id for check in plan().checks.values() if not check.office}
    assert wanted - told - AT_IMPORT == set()


def test_the_measures_help_offers_are_taken_when_they_are_typed() -> None:
    sheet = sheet_of(COUNTY, YEAR)
    offered = 0
    for at, slot in sheet.slots.items():
        text = section(help_of_place(sheet, at), "计量单位和写法")
        for measures in re.findall("也可以带单位填：(.*?)。例如", text):
            for measure in measures.split("、"):
                reading = read_number(f"3{measure}", slot.item.measure, slot.item.accepts)
                assert reading.value is not None, f"{measure} for {slot.item.name}"
                offered += 1
        for typed, shown in re.findall("键入“(.*?)”，换算为([\\d.]+)", text):
            assert str(read_number(typed, slot.item.measure, slot.item.accepts).value) == shown
    assert offered > 20


def test_help_names_the_decimals_a_cell_shows() -> None:
    sheet = sheet_of("610902", "2020Q3")
    slots = [one for one in sheet.slots.values() if one.item.type is ItemType.NUMBER and one.item.decimals is not None]
    for slot in {one.item.decimals: one for one in slots}.values():
        said = "\n".join(lines(help_of_place(sheet, slot.address)))
        least, most = (
            len(in_cell(Decimal(figure), slot.item.decimals, sheet.plan.rounding).partition(".")[2])
            for figure in ("1", "1.0123456789")
        )
        assert (f"显示{most}位小数" if least == most else f"显示{least}至{most}位小数") in said


def test_a_computed_cell_says_how_it_is_made_with_todays_figures() -> None:
    sheet = sheet_of(COUNTY, Q3, {"Q11.1": "51.2", "Q11.2": "20.48"})
    text = section(help_of_place(sheet, "Q11.3"), "怎么算出来的")
    assert "其中：绿色建筑面积〔20.48〕÷新建民用建筑面积〔51.20〕×100" in text.replace(" ", "")
    assert "现在是：40.00%" in text
    assert "由程序计算，不用填" in section(help_of_place(sheet, "Q11.3"), "填什么")
    assert "新建绿色建筑比例" in section(help_of_place(sheet, "Q11.2"), "用它算出的项目")


def test_no_formula_of_the_plan_keeps_a_code_in_words() -> None:
    sheets = {unit: sheet_of(unit, period) for unit, period in SHEETS}
    formulas = [item.formula for item in plan().items.values() if item.formula]
    formulas += [one.formula for check in plan().checks.values() for one in check.relations]
    said = [formula_words(sheet, formula) for sheet in sheets.values() for formula in formulas]
    assert [text for text in said if re.search(r"\b[QR]\d{2}\b|[a-z]{3}|[*]|上年\.|参数\.", text)] == []
    counted = [
        slot_formula(sheet, slot) for sheet in sheets.values() for slot in sheet.slots.values() if slot.item.count
    ]
    assert counted and [text for text in counted if re.search(r'==|!=|[<>"]', text)] == []


def _finding(sheet: Sheet, check: str) -> Finding:
    return next(one for one in run_checks(sheet) if one.check.id == check)


def test_help_on_an_error_gives_both_figures_and_asks_for_correction() -> None:
    sheet = sheet_of(COUNTY, Q3, {"Q21.1": "182.4", "Q21.2": "190"})
    topic = help_of_finding(sheet, _finding(sheet, "CK-B42"))
    text = section(topic, "审核意见（强制性）")
    assert topic.sections[0].heading == "审核意见（强制性）" and topic.title == "县城污水处理总量"
    assert "污水处理量 190.00 大于排放量 182.40" in text and "190.00 和 182.40" in text
    assert "改正" in text and "不能用说明代替" in text and "二（十三）" in text


def test_help_on_a_warning_says_which_explanation_is_enough_and_a_conversion_wants_none() -> None:
    sheet = sheet_of(COUNTY, Q3, {"Q11.1": "51.2", "Q11.1/last_year": "32", "Q06.5": "500亩"})
    text = section(help_of_finding(sheet, _finding(sheet, "CK-A17")), "审核意见（核实性）")
    assert "不少于6个字" in text and "情况属实" in text and "项目集中开工" in text
    confirm = section(help_of_finding(sheet, _finding(sheet, "CK-A09")), "审核意见（核实性）")
    assert "确认" in confirm and "不少于6个字" not in confirm


def test_help_on_what_cannot_be_checked_yet_names_what_lacks() -> None:
    sheet = sheet_of(COUNTY, Q3, {"Q21.1": "182.4"})
    waits = [one for one in run_checks(sheet) if one.outcome is Outcome.NOT_EVALUATED and one.at == "Q21.2"]
    text = section(help_of_finding(sheet, waits[0]), "未能核验")
    assert "县城污水处理总量" in text and "不影响报送" in text


def test_a_locked_return_is_not_to_be_corrected_in_place() -> None:
    sheet = sheet_of(COUNTY, Q3, {"Q21.1": "182.4", "Q21.2": "190"})
    topic = help_of_finding(sheet, _finding(sheet, "CK-B42"), locked=True)
    assert "改正并重出" in section(topic, "审核意见（强制性）")


def test_the_three_consequences_and_every_state_are_explained() -> None:
    topic = help_of_place(sheet_of(COUNTY, Q3), "Q06.5")
    meanings = section(topic, "三类审核意味着什么").splitlines()
    assert [line[:3] for line in meanings] == ["强制性", "核实性", "提示性"] and len(Level) == 3
    states = section(topic, "没有数值时")
    assert all(f"{word}：" in states for word in ("未开展", "不适用", "未到报告期", "暂无数据"))


def test_a_column_of_a_register_comes_first_and_its_choices_are_named() -> None:
    topic = help_of_place(sheet_of(COUNTY, Q3), "R10[].形式")
    assert topic.sections[0].heading.endswith("形式") and "线上线下结合" in topic.sections[0].lines[0]


def test_a_choice_that_is_wrong_is_not_called_a_number() -> None:
    sheet = sheet_of(COUNTY, Q3)
    text = section(help_of_place(sheet, "T06.阶段"), "哪些审核会看这里")
    assert "数字" not in text and "未启动、推进中" in text


@pytest.mark.parametrize("key", ["A0", "A1", "A3", "findings", "filing", "receipts", "slices", "R10"])
def test_every_page_says_what_it_is_for(key: str) -> None:
    assert lines(help_of_page(sheet_of(COUNTY, Q3), key, "页"))


def test_a_state_stands_in_a_formula_as_its_word() -> None:
    sheet = sheet_of(COUNTY, Q3, {"Q11.1": "51.2"})
    sheet = Sheet(
        plan=plan(), unit_id=COUNTY, period_id=Q3, settings=Settings(), cells={**sheet.cells, "Q11.2": Cell(State.NIL)}
    )
    assert "其中：绿色建筑面积〔未开展〕" in section(help_of_place(sheet, "Q11.3"), "怎么算出来的")
