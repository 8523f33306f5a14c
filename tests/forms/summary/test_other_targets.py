"""Papers of a plan of another kind: ranges, grades, steps, bases, means, units that come and go."""

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from forms.demo.try_plan import try_plan
from forms.office.adjudicating import named_value
from forms.summary.content import ShownFigure, SummarySheet, SummarySource, columns_of
from forms.summary.pages import column_widths
from forms.summary.sheets import summary_sheets, target_words
from models.basics.errors import AppError
from models.checks.run import run_checks
from models.city.city import City
from models.city.verdict import figure_words as indicator_words
from models.desk.trace import figure_words, trace
from models.ledger.roster import take_roll
from models.plan.load import PlanProblems, load_plan, load_plan_bytes, plan_files
from models.plan.plan import Base, Direction
from models.planning.show import fillings
from models.planning.tried import Tried, summed_up
from models.settings.settings import Settings
from models.sheet.cells import read_cell
from models.sheet.fillable import expected_units
from models.sheet.sheet import Sheet

FOLDER = Path(__file__).resolve().parents[2] / "plans" / "yunze-2027"
PLAN = load_plan(FOLDER)


@cache
def tried(period: str) -> Tried:
    return try_plan(PLAN, 3, lambda done, of: None, period=period)


def sheet(unit: str, period: str, **cells: str) -> Sheet:
    said = {at.replace("__", "/"): read_cell(PLAN.items[at.partition("__")[0]], text) for at, text in cells.items()}
    return Sheet(plan=PLAN, unit_id=unit, period_id=period, settings=Settings(), cells=said)


def test_a_unit_owes_nothing_before_it_exists_and_after() -> None:
    expected = {name: expected_units(PLAN, Settings(), name) for name in ("27-04", "27H1", "FY28")}
    assert not {"B4", "W2"} & {*expected["27-04"]} and {"B3", "W2"} <= {*expected["27H1"]}
    assert "B4" in expected["FY28"] and "B3" not in expected["FY28"]
    shown = {(one.unit, one.period) for one in fillings(PLAN)}
    assert ("B4", "27H1") not in shown and ("B3", "FY28") not in shown and ("B4", "FY28") in shown
    assert (tried("FY28").sheets, sheet("B3", "FY28").blocks, sheet("B3", "27H1").blocks) == (8, (), ("甲", "乙"))


def test_a_figure_is_never_cut_in_two_by_its_column() -> None:
    columns = columns_of(("target", 14), ("indicator", 229), ("value", 14, True))
    short, long = (("≥98", "甲", ShownFigure(Decimal(3))), ("9000—12000", "甲", ShownFigure(Decimal(12345678901))))
    as_said = column_widths(SummarySheet(name="甲", columns=columns, rows=(short,)))
    wider = column_widths(SummarySheet(name="甲", columns=columns, rows=(short, long)))
    assert as_said == [14, 229, 14]
    assert wider[1] < as_said[1] and abs(sum(wider) - sum(as_said)) < 0.01
    parts = SummarySheet(
        name="甲", columns=columns_of(("target", 243), ("indicator", 14)), rows=(("9000—12000", "甲"),)
    )
    assert column_widths(parts)[1] == column_widths(replace(parts, rows=(("≥98", "甲"),)))[1]


def test_targets_are_printed_as_they_are_meant() -> None:
    found = {one.indicator.id: target_words(one) for one in tried("FY28").summary.results}
    assert (found["漏损"], found["水质"], found["立法"], found["能耗"]) == ("8—10", "良及以上", "是", "≤50000")
    assert found["人均"].startswith("≤") and len(found["人均"]) < 8  # last year's mean, rounded as the item is
    assert target_words(tried("FY27").summary.of("节水")) == "≥1.2"  # the step of the period


@pytest.mark.parametrize(("last_year", "verdict"), [("100", "met"), ("99", "missed"), ("", "not_evaluable")])
def test_no_growth_is_held_against_last_years_figures_of_all(last_year: str, verdict: str) -> None:
    units = ("B1", "B2", "B4")
    before = {"人均.1__last_year": last_year} if last_year else {}
    sheets = [sheet(unit, "FY28", **{"人均.1": "100", **before}) for unit in units]
    result = summed_up(PLAN, "FY28", Settings(), sheets).of("人均")
    assert (result.value, result.verdict.value) == (100, verdict)
    assert bool(last_year) != any("缺基数" in note for note in result.notes)


def test_a_grade_and_a_yes_go_by_their_names_wherever_a_figure_stands() -> None:
    for name, words in (("水质", "良"), ("立法", "否")):
        sheets = {"D1": sheet("D1", "FY28", **{f"{name}.1": words})}
        city = City(plan=PLAN, settings=Settings(), period=PLAN.periods["FY28"], sheets=sheets, expected=("D1",))
        result = summed_up(PLAN, "FY28", Settings(), tuple(sheets.values())).of(name)
        (cell,) = trace(city, result, {}).cells
        assert cell.counted and cell.value is not None
        assert figure_words(PLAN, result, cell.item, cell.value) == words
        assert indicator_words(PLAN, result.indicator, cell.value) == words == result.shown
        assert named_value(result.indicator, words) == cell.value
        given = replace(result, basis="adjudicated")
        assert [one.counted for one in trace(city, given, {}).cells] == [False], "the office's figure counts"
        with pytest.raises(AppError) as refused:
            named_value(result.indicator, "2")
        assert refused.value.code == "value_not_named"


def test_what_an_amount_has_fallen_by_is_a_percentage_and_the_amounts_keep_their_measure() -> None:
    drop = {"direction": Direction.DROP, "measure": "%", "base": Base(value=Decimal(50000))}
    energy = replace(PLAN.indicators["能耗"], **drop)
    amount = PLAN.items[energy.value_item].measure
    assert indicator_words(PLAN, energy, Decimal("9.25")) == "9.25%"
    assert indicator_words(PLAN, energy, Decimal(100), amount=True).endswith(amount) and amount != "%"


def test_before_the_first_step_nothing_is_behind() -> None:
    drawn = tried("27H1").summary.of("节水")
    assert drawn.verdict.value == "not_evaluable"


def test_under_a_mean_stands_a_mean() -> None:
    period = PLAN.periods["FY28"]
    sheets = {unit: sheet(unit, "FY28", **{"人均.1": text}) for unit, text in (("B1", "100"), ("B2", "200"))}
    city = City(plan=PLAN, settings=Settings(), period=period, sheets=sheets, expected=("B1", "B2", "B4"))
    found = summed_up(PLAN, "FY28", Settings(), tuple(sheets.values()))
    roster = take_roll(PLAN, Settings(), "FY28", {})
    ground = SummarySource(city=city, found=found, roster=roster, office="州水务局")
    (shares,) = (one for one in summary_sheets(ground) if one.name == "分单位")
    (whole,) = (cell for row in shares.rows for cell in row if isinstance(cell, ShownFigure) and cell.mean)
    assert whole.value == 150


def test_what_a_type_says_holds_without_a_check_of_the_plan() -> None:
    def stopped(**cells: str) -> list[tuple[str, str]]:
        found = run_checks(sheet("B1", "27H1", **cells))
        return [(one.check.id, one.at or "") for one in found if (one.at or "").startswith("固沙")]

    assert stopped(**{"固沙.1": "-3"}) == [("TB-range", "固沙.1")]
    assert stopped(**{"固沙.1": "11", "固沙.2": "5.5"}) == [("TB-whole", "固沙.2")]
    assert ("TB-blank", "固沙.2") in stopped(**{"固沙.1": "11"})
    grade = run_checks(sheet("D1", "27H1", **{"水质.1": "良好"}))
    assert any("差、中、良、优" in one.message for one in grade if one.at == "水质.1")


@pytest.mark.parametrize(
    "slip",
    [
        ('direction = "at_most"\nbase', 'direction = "equal"\ntarget = "4"\nbase'),
        ('direction = "at_most"\nbase', 'direction = "at_most"\ntarget = "4"\nbase'),
    ],
)
def test_a_base_that_nothing_would_be_compared_with_is_refused(slip: tuple[str, str]) -> None:
    files = {name: content.decode().replace(*slip).encode() for name, content in plan_files(FOLDER).items()}
    with pytest.raises(PlanProblems) as refused:
        load_plan_bytes(files)
    assert [one.path for one in refused.value.problems] == ["indicator[能耗].base"]


def test_a_base_that_is_given_is_the_target() -> None:
    found = summed_up(
        PLAN, "FY28", Settings(), [sheet(u, "FY28", **{"能耗.1": "1", "能耗.2": "1"}) for u in ("W1", "W2")]
    )
    result = found.of("能耗")
    assert (result.value, result.target, result.verdict.value) == (Decimal("863.924"), 50000, "met")
