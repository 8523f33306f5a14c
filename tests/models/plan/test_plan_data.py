"""The shipped plan says what the published document says: names, values and unit lists, character by character.

The document stands in tests/data/plan_document_2020.txt as it was published; white space is no difference. The 109
items are held against the table they were agreed on in (tests/data/items_agreed.txt).
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

import pytest

from models.basics.quantity import plain
from models.plan.plan import Block, Indicator
from tests.models.plan.shipped import COUNTY_NAMES, DATA, indicators, plan

DOCUMENT = DATA / "plan_document_2020.txt"
PUBLISHED = "ecb6c9b5bd4998c06b46b7977417a5fa68ac67d0900444600c6a1b4c86037d8d"  # SHA-256
NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五")
BRACKET = re.compile(r"（(?:牵头单位：([^。]*)。)?责任单位：((?:[^（）]|（[^（）]*）)*)）")
COUNTIES = "各县区政府"
# unit → blocks it leads, blocks it is responsible for (facts.md §1.5.6); the ten counties are alike.
ROLES = {
    "6109GX": (0, 13), "6109HK": (0, 13), "6109YH": (0, 10), "M01": (6, 4), "M02": (6, 3), "M03": (1, 1), "M04": (2, 0),
    "M05": (2, 1), "M06": (1, 2), "M07": (3, 2), "M08": (1, 3), "M09": (1, 3), "M10": (1, 0), "M11": (1, 2),
    "M12": (0, 3), "M13": (1, 0), "M14": (0, 3), "M15": (0, 2), "M16": (0, 1), "M17": (0, 1), "M18": (0, 1),
    "E01": (0, 1), "E02": (0, 1), "G01": (0, 4), "G02": (0, 1),
}  # fmt: skip


def squeezed(text: str) -> str:
    return "".join(text.split())


@cache
def document() -> str:
    return squeezed(DOCUMENT.read_text("utf-8"))


@cache
def chapters() -> Mapping[str, str]:
    """Return 一 (the goals), 二（一） … 二（十五） and 三（一） … 三（三） of the document, without white space."""
    goals, tasks, measures = re.split(r"二、主要任务|三、保障措施", document().split("一、总体目标")[1])
    found = {"一": goals}
    for chapter, text, count in (("二", tasks, 15), ("三", measures, 3)):
        starts = [text.index(f"（{numeral}）") for numeral in NUMERALS[:count]]
        assert starts == sorted(starts)
        for numeral, start, end in zip(NUMERALS, starts, [*starts[1:], len(text)], strict=False):
            found[f"{chapter}（{numeral}）"] = text[start:end]
    return found


def chapter_of(clause: str) -> str:
    """Return the text of a clause; 二（七）一是 is a part of 二（七）."""
    whole = re.match(r"[二三]（[一二三四五六七八九十]+）|一", clause)
    assert whole, clause
    text = chapters()[whole.group()]
    part = clause[whole.end() :]
    if not part:
        return text
    following = {"一是": "二是", "二是": "三是"}.get(part, "\0")
    return text[text.index(part) :].split(following)[0]


def unit_ids(as_written: str) -> Iterator[str]:
    """Yield the ids a list of the document stands for."""
    for name in re.split("[、，]", as_written) if as_written else ():
        if name == COUNTIES:
            yield from COUNTY_NAMES
            continue
        unit = plan().unit_named(name)
        assert unit is not None, name
        yield unit.id


def blocks() -> tuple[Block, ...]:
    return tuple(plan().blocks.values())


def test_the_document_is_the_published_one() -> None:
    assert hashlib.sha256(DOCUMENT.read_bytes()).hexdigest() == PUBLISHED


def test_the_plan_holds_as_much_as_the_document() -> None:
    shipped = plan()
    reported = [item for item in shipped.items.values() if item.process is None]
    counts = [len(part) for part in (indicators(), blocks(), shipped.filing_units, reported, shipped.registers)]
    assert counts == [24, 19, 33, 109, 18]
    assert len(shipped.checks) == 107
    assert list(shipped.process) == [f"X{number:02}" for number in range(1, 32)]


def test_title_number_and_day_are_those_of_the_document() -> None:
    shipped = plan()
    assert shipped.title in document()
    assert document().startswith(f"安康市人民政府办公室文件{shipped.doc_no}安康市人民政府办公室关于印发")
    issued = shipped.issued
    assert f"{issued.year}年{issued.month}月{issued.day}日印发" in document()
    assert shipped.year == 2020


def test_what_the_office_has_not_given_is_left_open() -> None:
    shipped = plan()
    assert shipped.office is None
    assert list(shipped.header) == ["表号", "制定机关", "批准机关", "批准文号", "有效期至"]
    assert set(shipped.header.values()) == {""}
    assert shipped.groups == {"G01": (), "G02": ()}


def test_every_list_of_units_stands_in_its_block_as_written() -> None:
    written = [(lead or "", responsible) for lead, responsible in BRACKET.findall(document())]
    assert [(block.lead_as_written, block.responsible_as_written) for block in blocks()] == written


@pytest.mark.parametrize("block", blocks(), ids=lambda block: block.id)
def test_a_blocks_units_are_those_its_list_names(block: Block) -> None:
    assert list(block.lead) == list(unit_ids(block.lead_as_written))
    assert list(block.responsible) == list(unit_ids(block.responsible_as_written))


@pytest.mark.parametrize("block", blocks(), ids=lambda block: block.id)
def test_a_blocks_title_is_the_heading_of_its_clause(block: Block) -> None:
    text = chapter_of(block.clause[: block.clause.index("）") + 1])
    heading, _, part = block.title.partition("·")
    assert text.partition("）")[2].removeprefix("积极").startswith(heading.removeprefix("积极"))
    assert part in chapter_of(block.clause)
    assert block.responsible_as_written in chapter_of(block.clause)


def test_task_fourteen_has_nobody_in_the_lead() -> None:
    block = plan().blocks["T14"]
    assert (block.lead, block.responsible) == ((), ("M12",))


def test_every_unit_has_the_roles_of_the_role_matrix() -> None:
    lead = Counter(unit for block in blocks() for unit in block.lead)
    responsible = Counter(unit for block in blocks() for unit in block.responsible)
    found = {unit: (lead[unit], responsible[unit]) for unit in {*lead, *responsible}}
    assert found == ROLES | dict.fromkeys(COUNTY_NAMES, (0, 13))


def test_thirty_three_units_file() -> None:
    kinds = Counter(unit.kind.id for unit in plan().filing_units)
    assert kinds == {"county": 10, "zone": 3, "department": 18, "company": 2}
    assert {unit.id: unit.first_name for unit in plan().filing_units if unit.kind.id == "county"} == COUNTY_NAMES


def test_every_other_unit_is_named_by_the_document() -> None:
    named = [unit for unit in plan().units.values() if unit.enabled and unit.kind.id != "county"]
    assert [unit.first_name for unit in named if unit.first_name not in document()] == []


def test_the_bureau_the_document_does_not_name_is_off() -> None:
    bureau = plan().units["M19"]
    assert bureau.first_name == "市统计局"
    assert bureau.first_name not in document()
    assert not bureau.enabled


def test_zones_lie_in_the_district_of_the_central_city() -> None:
    assert {unit.within for unit in plan().units.values() if unit.kind.id == "zone"} == {"610902"}


def test_a_county_that_became_a_city_is_one_unit_under_both_names() -> None:
    unit = plan().units["610928"]
    assert unit.name_on(date(2020, 12, 31)) == "旬阳县人民政府"
    assert unit.name_on(date(2021, 1, 1)) == "旬阳市人民政府"
    for text in ("旬阳", "旬阳县", "旬阳市", "610928", "610981", "旬阳市人民政府"):
        assert plan().unit_named(text) is unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("恒口示范区(试验区)管委会", "6109HK"),
        ("市城管局（市创建办）", "M12"),
        ("市创建办", "M12"),
        ("安康市发展和改革委员会", "M02"),
        ("银保监分局", "M18"),
        ("市银监分局", "M18"),
        ("紫阳县人民政府", "610924"),
    ],
)
def test_a_unit_is_found_by_the_names_people_write(text: str, unit: str) -> None:
    found = plan().unit_named(text)
    assert found is not None
    assert found.id == unit


@pytest.mark.parametrize("indicator", indicators(), ids=lambda indicator: indicator.id)
def test_every_phrase_of_an_indicator_stands_in_its_clauses_with_its_number(indicator: Indicator) -> None:
    texts = [chapter_of(clause) for clause in indicator.clauses]
    assert indicator.target is not None
    number = "零增长" if indicator.id == "Q12" else plain(indicator.target)
    for phrase in indicator.as_written:
        assert re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", phrase)
        assert any(phrase in text for text in texts)
    for text in texts:
        assert any(phrase in text or _core(phrase) in text for phrase in indicator.as_written)


def _core(phrase: str) -> str:
    return phrase.removeprefix("全市").removeprefix("确保")


def test_every_number_of_the_overall_goals_is_a_target() -> None:
    goals = chapters()["一"].replace("PM_{2.5}", "")
    numbers = re.findall(r"\d+(?:\.\d+)?", goals)
    targets = [plain(one.target) for one in indicators() if "一" in one.clauses and one.target is not None]
    assert targets == numbers


@pytest.mark.parametrize("indicator", indicators(), ids=lambda indicator: indicator.id)
def test_an_indicator_names_the_units_of_its_block(indicator: Indicator) -> None:
    block = plan().blocks.get(indicator.block or "")
    expected = (block.lead_as_written, block.responsible_as_written) if block else ("", "")
    assert (indicator.lead_as_written, indicator.responsible_as_written) == expected
    assert (block is None) is (indicator.id in ("Q04", "Q05"))


def test_only_the_vehicles_are_due_before_the_end_of_the_year() -> None:
    early = {one.id: one.due for one in indicators() if one.due != date(2020, 12, 31)}
    assert early == dict.fromkeys(("Q17", "Q18"), date(2020, 11, 30))


def test_percentages_are_compared_at_two_decimals_and_counts_as_they_are() -> None:
    for one in indicators():
        whole = {"Q06": None, "Q07": None, "Q14": None, "Q17": None, "Q18": None, "Q08": 0}
        assert one.decide_decimals == whole.get(one.id, 2), one.id


def test_directions_are_those_of_the_words() -> None:
    other = {one.id: one.direction.value for one in indicators() if one.direction.value != "at_least"}
    assert other == {
        "Q01": "drop_at_least",
        "Q02": "drop_at_least",
        "Q03": "at_most",
        "Q08": "at_most",
        "Q12": "no_growth",
    }


def test_only_the_indicators_that_were_agreed_may_be_broken_down_to_counties() -> None:
    numbers = (1, 2, 3, 6, 11, 12, 14, 16, 17, 18, 20, 21, 22, 23, 24)
    assert [one.id for one in indicators() if one.decomposed] == [f"Q{number:02}" for number in numbers]


def test_periods_follow_each_other_to_the_year_that_decides() -> None:
    periods = plan().periods
    chain, name = [], "2020Y核定"
    while name:
        chain.append(name)
        name = periods[name].predecessor or ""
    assert chain == ["2020Y核定", "2020Y初步", "2020Q3", "2020Q2", "2020Q1"]
    assert [period.id for period in periods.values() if period.deciding] == ["2020Y初步", "2020Y核定"]
    assert (periods["2020-11"].predecessor, periods["2020-10"].predecessor) == ("2020-10", None)


def test_months_ask_for_the_vehicles_alone() -> None:
    tables = {period.id: period.tables for period in plan().periods.values()}
    assert tables["2020-10"] == tables["2020-11"] == ("A0", "B3")
    assert all("A0" in due for due in tables.values())


def test_the_cover_names_of_periods_say_which_months() -> None:
    assert plan().periods["2020Q3"].name == "2020年第三季度（1—9月）"
    assert plan().periods["2020Q3"].calendar_days == 274


def test_the_four_energy_projects_are_named_by_the_document() -> None:
    rows = plan().registers["R04"].fixed_rows
    assert len(rows) == 4
    text = chapters()["二（十三）"]
    assert all(squeezed(row["项目"]).replace("发电", "") in text.replace("发电", "") for row in rows)


def test_the_occasions_are_named_by_the_document() -> None:
    column = plan().registers["R10"].column("节点")
    assert column is not None
    assert [occasion for occasion in column.choices if occasion not in chapters()["二（十五）"]] == ["其他"]


def test_safeguards_are_quoted() -> None:
    assert len(plan().safeguards) == 5
    for measure in plan().safeguards:
        text = chapters()[measure.clause]
        assert measure.title in text
        assert measure.text in text


def test_holidays_are_days_off_and_the_weekends_in_exchange_are_worked() -> None:
    calendar = plan().calendar
    assert not calendar.is_working_day(date(2020, 10, 8))
    assert calendar.is_working_day(date(2020, 10, 10))
    assert not calendar.is_working_day(date(2021, 2, 17))
