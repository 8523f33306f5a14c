"""The city's figures: coverage with one meaning, exact words, and verdicts that wait only while something decides them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from models.basics.quantity import plain
from models.city.figures import figure_of
from models.city.verdict import Verdict
from models.city.weighing import Need
from models.settings.settings import Settings
from models.sheet.fillable import unit_slots
from models.sheet.rows import Row
from tests.models.city.towns import (
    COUNTIES,
    ENERGY,
    FINAL,
    GDP,
    INCLUDED,
    NOVEMBER,
    OWN,
    Q3,
    YEAR,
    Town,
    filed,
    forest,
    lines,
    plan,
    sum_to,
    value,
)
from tests.vehicles import truck


def test_one_part_not_applicable_does_not_swallow_the_countys_figure() -> None:
    town = Town()
    town.files("610921", forest("1.00", "na", "1.00", "1.00", "1.00", "1.00"))
    town.files("610922", forest(*["1.00"] * 6))
    result = town.of("Q06")
    assert (result.shown, result.coverage) == ("11.00", "2/10")
    assert [share.unit for share in result.totals[0].shares if share.figure] == ["610921", "610922"]


def test_a_county_that_says_not_applicable_of_everything_has_answered_and_is_named() -> None:
    town = filed({unit: "8" for unit in COUNTIES[1:]})
    town.files(COUNTIES[0], forest(*["na"] * 6))
    result = town.of("Q06")
    assert (value(result), result.coverage, result.found.not_applicable) == ("72", "10/10", (COUNTIES[0],))
    assert "不适用1家：汉滨区人民政府" in result.notes
    assert result.verdict is Verdict.BEHIND


def test_a_department_alone_never_stands_in_for_counties() -> None:
    town = Town()
    town.files("M03", lines(dict.fromkeys(COUNTIES, "6.60")))
    before = town.of("Q06")
    assert (before.value, before.coverage, before.verdict) == (None, "0/10", Verdict.NOT_EVALUABLE)
    assert before.department is not None
    assert (before.department.unit, before.department.value) == ("M03", Decimal("66.00"))
    town.files("610921", forest("6.00"))
    after = town.of("Q06")
    assert (after.shown, after.coverage) == ("6.00", "1/10")


def test_a_departments_rate_alone_is_no_rate_of_the_city() -> None:
    town = Town()
    town.files("M07", {"Q11.1": "100", "Q11.2": "95", "Q20.1": "100", "Q20.2": "96", "Q22.1": "10", "Q22.2": "9"})
    for name in ("Q11", "Q20", "Q22"):
        result = town.of(name)
        assert result.value is None
        assert result.verdict is Verdict.NOT_EVALUABLE
        assert result.found.owed and not result.found.answered
        assert result.department is not None and result.department.value is not None


@pytest.mark.parametrize(
    ("by_november", "later", "shown", "verdict"), [(600, 120, "600", "missed"), (700, 20, "700", "met")]
)
def test_a_target_with_a_date_is_judged_at_its_date(by_november: int, later: int, shown: str, verdict: str) -> None:
    rows = [truck(n, 完成日期="2020-09-01") for n in range(by_november)]
    november = Town(NOVEMBER)
    november.files("M10", {}, {"R02": _rows(rows)})
    assert (value(november.of("Q17")), november.of("Q17").verdict.value) == (shown, verdict)
    after = [truck(n, 完成日期="2020-12-20") for n in range(by_november, by_november + later)]
    year = Town(YEAR)
    year.files("M10", {}, {"R02": _rows([*rows, *after])})
    result = year.of("Q17")
    assert (value(result), result.verdict.value) == (shown, verdict)
    assert result.year_end == by_november + later
    assert f"年末{by_november + later}，其中按期{by_november}" in result.notes


def _rows(rows: list[dict[str, str]]) -> tuple[Row, ...]:
    return tuple(Row(number=number, values=dict(row)) for number, row in enumerate(rows, 1))


def test_before_its_date_a_dated_target_is_only_on_its_way() -> None:
    october = Town("2020-10")
    october.files("M10", {}, {"R02": _rows([truck(n, 完成日期="2020-09-01") for n in range(100)])})
    assert october.of("Q17").verdict is Verdict.BEHIND


def test_none_scrapped_is_a_zero_and_not_a_blank() -> None:
    town = Town(NOVEMBER)
    town.files("M10", {"Q17.1": "0", "Q18.1": "0"})
    assert (value(town.of("Q17")), town.of("Q17").verdict) == ("0", Verdict.MISSED)


def test_nothing_is_to_be_adjudicated_while_a_county_is_missing() -> None:
    nine = dict(list(OWN.items())[:9])
    town = filed(nine, lead=OWN)
    result, summary = town.of("Q06"), town.summary()
    assert not [f for f in summary.findings if f.check == "CK-C01"]
    assert (result.verdict, result.coverage, result.needs) == (Verdict.NOT_EVALUABLE, "9/10", frozenset())
    town.files(COUNTIES[9], forest(OWN[COUNTIES[9]]))
    assert town.of("Q06").verdict is Verdict.ON_TRACK
    assert not [f for f in town.summary().findings if f.check in ("CK-C01", "CK-C07")]


def test_units_that_all_choose_the_same_are_no_finding_and_two_choices_are_one() -> None:
    town, item = Town(), plan().items["Q11.4"]
    holders = [unit.id for unit in plan().filing_units if unit_slots_of(unit.id, item.id)]
    assert len(holders) > 2
    for unit in holders:
        town.files(unit, {item.id: item.choices[0]})
    assert [f for f in town.summary().findings if f.check == "CK-C04"] == []
    assert item.indicator is not None and not any("口径" in note for note in town.of(item.indicator).notes)
    assert figure_of(town.city, plan().indicators[item.indicator]).stopped is False
    town.files(holders[-1], {item.id: item.choices[1]})
    stopped = figure_of(town.city, plan().indicators[item.indicator])
    assert (stopped.stopped, stopped.exact, stopped.notes[0].key) == (True, None, "summary.choices_differ")
    assert sorted(stopped.notes[0].facts["口径"].split("、")) == sorted(item.choices[:2])
    assert [f.indicator for f in town.summary().findings if f.check == "CK-C04"] == [item.indicator]


def unit_slots_of(unit: str, item: str) -> bool:
    """True for a unit that has the item."""
    return any(slot.item.id == item for slot in unit_slots(plan(), unit, Q3))


def test_a_county_is_held_against_its_line_before_everybody_has_come() -> None:
    town = filed({"610921": "6.00"}, lead=OWN | {"610921": "6.90"})
    summary = town.summary()
    (said,) = [f for f in summary.findings if f.indicator == "Q06"]
    assert said.check == "CK-C07" and "6.00" in said.message and "6.90" in said.message
    (one,) = [r for r in summary.reconciliation if r.indicator == "Q06"]
    assert (one.complete, one.difference) == (False, None)
    assert "未齐，暂不对账" in town.of("Q06").notes


def test_a_line_the_department_has_not_got_is_no_line() -> None:
    town = filed(OWN, lead=OWN)
    town.files("M03", lines(OWN) | forest(*["awaited:待县局"] * 6, line="@610929"))
    (one,) = [r for r in town.summary().reconciliation if r.indicator == "Q06"]
    assert one.difference is None
    assert town.of("Q06").verdict is Verdict.ON_TRACK


def test_the_final_year_shows_what_it_does_not_ask_again_as_the_preliminary_one_found_it() -> None:
    first = filed(sum_to("98.38"), period=YEAR)
    last = Town(FINAL, before=first)
    result = last.of("Q06")
    assert (result.shown, result.verdict, result.decided_with) == ("98.38", Verdict.MET, "preliminary")
    assert result.coverage == ""
    assert "据初步数" in result.notes
    asked = last.of("Q03")
    assert (asked.coverage, asked.decided_with) == ("0/1", None), "what is asked again waits for its own return"


def test_what_the_period_does_not_ask_has_no_coverage() -> None:
    town = Town(NOVEMBER)
    town.files("M10", {"Q17.1": "0", "Q18.1": "0"})
    result = town.of("Q06")
    assert (result.coverage, result.notes, result.found.asked) == ("", ("本期不要求",), False)


def test_words_that_can_hurt_are_exact() -> None:
    town = filed(dict(list(OWN.items())[:7]))
    town.files("610927", forest("1", "awaited:待林业站", "0", "0", "0", "0"))
    town.standing["610928"] = "held"
    result = town.of("Q06")
    assert "缺报1家：白河县人民政府；合计数未作任何推算" in result.notes
    assert "待核实1家：旬阳县人民政府" in result.notes
    assert "暂无数据1家：镇坪县人民政府（待林业站）" in result.notes
    assert result.coverage == "7/10"


AVERAGES = {  # case E3
    "610921": ("4.20", "6.10"), "610922": ("3.90", "4.60"), "610923": ("0.95", "1.20"), "610924": ("3.05", "5.20"),
    "610925": ("2.30", "2.90"), "610926": ("3.10", "3.90"), "610927": ("0.92", "1.10"), "610928": ("6.90", "10.20"),
    "610929": ("2.95", "3.70"),
}  # fmt: skip


def gas(figures: dict[str, tuple[str, str]], settings: Settings = INCLUDED) -> Town:
    town = Town(settings=settings)
    town.files("M07", {f"Q16.{n}@{unit}": pair[n - 1] for unit, pair in figures.items() for n in (1, 2)})
    return town


def test_a_parameter_not_yet_given_holds_a_verdict_only_while_it_decides_it() -> None:
    pending = gas(AVERAGES).of("Q16")
    assert (pending.verdict, pending.needs) == (Verdict.PENDING, {Need.TO_CONFIRM})
    assert "待确认" in pending.notes
    assert "合计比率72.67，简单平均75.70" in pending.notes
    higher = gas({unit: (str(Decimal(top) + Decimal("0.2")), bottom) for unit, (top, bottom) in AVERAGES.items()})
    stands = higher.of("Q16")
    assert (stands.verdict, stands.needs) == (Verdict.REACHED, frozenset()), "76.x both ways"
    assert any(note.startswith("合计比率") for note in stands.notes)
    set_ = replace(INCLUDED, parameters={"q16_average": "mean_simple"})
    assert (gas(AVERAGES, set_).of("Q16").shown, gas(AVERAGES, set_).of("Q16").verdict) == ("75.70", Verdict.REACHED)


def test_a_level_is_better_than_its_target_so_far_and_only_sums_have_reached_it() -> None:
    town = Town()
    town.files("M02", {"Q04.1": "100", "Q04.2": "40", "Q05.1": "100", "Q05.2": "60"})
    assert town.of("Q04").judgement == "目前好于目标值"
    assert town.of("Q05").judgement == "目前未达到目标值"
    assert filed(sum_to("98.38")).of("Q06").judgement == "已达年度目标值"
    assert filed(OWN).of("Q06").judgement == "达到序时进度"


def test_a_figure_is_shown_with_the_decimals_it_is_decided_with() -> None:
    town = Town()
    for unit in COUNTIES:
        town.files(unit, {"Q11.1": "100", "Q11.2": "89"})
    assert town.of("Q11").shown == "89.00"


def test_names_follow_the_end_of_the_period() -> None:
    from models.plan.plan import DatedName

    town = filed({"610921": "1"})
    unit = plan().units["610922"]
    import datetime

    day = datetime.date(2020, 9, 1)
    renamed = replace(unit, names=(DatedName(name="石泉县", until=day), DatedName(name="石泉市", since=day)))
    city = replace(town.city, plan=replace(plan(), units={**plan().units, "610922": renamed}))
    assert city.name("610922") == "石泉市"


class TestAdjudication:
    def town(self) -> Town:
        own = sum_to("72.75")
        return filed(own, lead=own | {COUNTIES[9]: str(Decimal(own[COUNTIES[9]]) + Decimal("1.5"))})

    def test_it_decides_and_keeps_the_real_coverage(self) -> None:
        town = filed({"610921": "6.00"})
        town.adjudicate("Q06", "75.69")
        result = town.of("Q06")
        assert (result.shown, result.verdict, result.coverage) == ("75.69", Verdict.ON_TRACK, "1/10")

    def test_a_new_revision_of_a_county_or_of_the_department_changes_its_basis(self) -> None:
        for unit, cells in (("610921", forest("6.01")), ("M03", lines(OWN))):
            town = self.town()
            town.adjudicate("Q06", "75.69")
            assert town.of("Q06").verdict is Verdict.ON_TRACK
            town.files(unit, cells)
            assert town.of("Q06").needs == {Need.BASIS_CHANGED}

    def test_it_names_the_papers_of_other_departments_its_figure_is_made_from(self) -> None:
        town = Town(YEAR)
        town.files("M01", GDP)
        town.files("M02", ENERGY)
        town.adjudicate("Q02", "2.10")
        assert set(town.decided["Q02"].rests_on) == {"M01", "M02"}
        town.files("M01", GDP | {"Q01.1": "1030.00"})
        assert town.of("Q02").needs == {Need.BASIS_CHANGED}


def test_a_unit_of_which_there_is_nobody_to_count_is_in_no_average() -> None:
    """Nobody lives there: its rate is none, and is not 0."""
    indicator, eight = plan().indicators["Q16"], dict(list(AVERAGES.items())[:-1])
    some = figure_of(gas(eight).city, indicator).alternatives
    assert figure_of(gas({**eight, "610929": ("0", "0")}).city, indicator).alternatives == some
    assert {plain(round(one, 2)) for one in some.values() if one is not None} == {"71.93", "75.19"} and len(some) == 2


@pytest.mark.parametrize(("less", "verdict"), [("0", Verdict.MET), ("0.01", Verdict.NOT_EVALUABLE)])
def test_a_sum_that_has_just_reached_its_target_stands_whoever_is_missing(less: str, verdict: Verdict) -> None:
    """It can only grow; short of the target by whatever little, the missing county decides."""
    target = plan().indicators["Q06"].target
    assert target is not None
    town = filed({COUNTIES[1]: plain(target - 1 - Decimal(less)), COUNTIES[2]: "1"}, period=YEAR)
    assert (town.of("Q06").verdict, town.of("Q06").coverage) == (verdict, "2/10")
