"""What the relation checks of the shipped plan say of figures: just inside a limit nothing, just outside the finding.

All figures are invented.
"""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from models.checks.findings import Finding, Outcome
from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Plan
from models.settings.settings import Settings
from models.sheet.cells import Cell, State, read_cell
from models.sheet.fillable import unit_slots
from models.sheet.sheet import Sheet

Typed = Mapping[str, str | Cell]
NIL, AWAITED = Cell(State.NIL), Cell(State.AWAITED, note="待统计局")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(SHIPPED)


def sheet_of(plan: Plan, unit: str, period: str, typed: Typed, previous: Sheet | None = None) -> Sheet:
    items = {slot.address: slot.item for slot in unit_slots(plan, unit, period)}
    cells = {
        address: given if isinstance(given, Cell) else read_cell(items[address], given)
        for address, given in typed.items()
    }
    return Sheet(plan=plan, unit_id=unit, period_id=period, settings=Settings(), cells=cells, previous=previous)


def found(sheet: Sheet, check: str) -> list[Finding]:
    return [finding for finding in run_checks(sheet) if finding.check.id == check]


def broken(sheet: Sheet, check: str) -> list[str | None]:
    return [finding.at for finding in found(sheet, check) if finding.outcome is Outcome.BROKEN]


OUTSIDE_AND_INSIDE: tuple[tuple[str, str, str, Typed, Typed], ...] = (
    ("CK-B02", "610924", "2020Y初步", {"Q01.1": "0"}, {"Q01.1": "0.01"}),
    ("CK-B04", "610924", "2020Y初步", {"Q01.3": "60", "Q01.5": "40.6", "Q01.7": "0", "Q03.1": "100"},
     {"Q01.3": "60", "Q01.5": "40.5", "Q01.7": "0", "Q03.1": "100"}),
    ("CK-B08", "610924", "2020Y初步", {"Q01.1": "10", "Q03.1": "31"}, {"Q01.1": "10", "Q03.1": "30"}),
    ("CK-B09", "610924", "2020Y初步", {"Q03.1": "413.01"}, {"Q03.1": "413"}),
    ("CK-B10", "M01", "2020Y初步", {"Q01.9": "-0.1"}, {"Q01.9": "0"}),
    ("CK-B11", "M02", "2020Q3", {"Q04.1": "100", "Q04.2": "100.01"}, {"Q04.1": "100", "Q04.2": "100"}),
    ("CK-B12", "M02", "2020Q3", {"Q04.1": "100", "Q04.2": "19"}, {"Q04.1": "100", "Q04.2": "20"}),
    ("CK-B13", "M02", "2020Q3", {"Q05.1": "50", "Q05.2": "51"}, {"Q05.1": "50", "Q05.2": "50"}),
    ("CK-B14", "M02", "2020Q3", {"Q05.2": "70"}, {"Q05.2": "70", "Q05.1": "100"}),
    ("CK-B20", "M01", "2020Q3", {**{f"Q07.{n}": "10" for n in range(2, 8)}, "Q07.1": "61"},
     {**{f"Q07.{n}": "10" for n in range(2, 8)}, "Q07.1": "60"}),
    ("CK-B21", "M01", "2020Y初步", {"Q07.1": "367"}, {"Q07.1": "366"}),
    ("CK-B21", "M01", "2020Q3", {"Q07.1": "275"}, {"Q07.1": "274"}),
    ("CK-B22", "M01", "2020Y初步", {"Q08.3": "323"}, {"Q08.3": "324"}),
    ("CK-B24", "M01", "2020Q3", {"Q08.1": "40", "Q08.2": "40"}, {"Q08.1": "43.7", "Q08.2": "40"}),
    ("CK-B25", "M01", "2020Q3", {"Q08.1": "0.04"}, {"Q08.1": "42.5"}),
    ("CK-B26", "M01", "2020Q3", {"Q07.2": "100", "Q07.3": "122"}, {"Q07.2": "100", "Q07.3": "123"}),
    ("CK-B27", "M09", "2020Y初步", {"Q09.1": "50", "Q09.2": "51", "Q09.3": "100"},
     {"Q09.1": "50", "Q09.2": "50", "Q09.3": "100"}),
    ("CK-B29", "M12", "2020Q3", {"Q10.4": "10", "Q10.5": "11"}, {"Q10.4": "10", "Q10.5": "10"}),
    ("CK-B31", "610902", "2020Q3", {"Q11.1": "51.2", "Q11.2": "51.3"}, {"Q11.1": "51.2", "Q11.2": "46.3"}),
    ("CK-B32", "M02", "2020Q3", {"Q12.1": "1010", "Q12.2": "1000"}, {"Q12.1": "1000", "Q12.2": "1000"}),
    ("CK-B33", "M02", "2020Q3", {"Q12.1": "1", "Q12.2": "0"}, {"Q12.1": "0", "Q12.2": "0"}),
    ("CK-B34", "M02", "2020Y初步", {"Q13.1": "10", "Q13.2": "11"}, {"Q13.1": "10", "Q13.2": "10"}),
    ("CK-B35", "M02", "2020Y初步", {"Q13.1": "420", "Q03.1": "411"}, {"Q13.1": "419", "Q03.1": "411"}),
    ("CK-B39", "M07", "2020Y初步", {"Q19.1": "5000", "Q19.2": "4900"}, {"Q19.1": "2100", "Q19.2": "4900"}),
    ("CK-B40", "M07", "2020Y初步", {"Q19.2": "49"}, {"Q19.2": "4900"}),
    ("CK-B41", "610902", "2020Q3", {"Q20.1": "1545", "Q20.2": "1546"}, {"Q20.1": "1545", "Q20.2": "1480"}),
    ("CK-B42", "610924", "2020Q3", {"Q21.1": "100", "Q21.2": "101"}, {"Q21.1": "100", "Q21.2": "100"}),
    ("CK-B43", "610924", "2020Q3", {"Q22.1": "100", "Q22.2": "101"}, {"Q22.1": "100", "Q22.2": "100"}),
    ("CK-B46", "610924", "2020Q3", {"Q23.1": "10", "Q23.2": "11"}, {"Q23.1": "10", "Q23.2": "10"}),
    ("CK-B47", "610924", "2020Q3", {"Q24.1": "10", "Q24.2": "11"}, {"Q24.1": "10", "Q24.2": "10"}),
)  # fmt: skip


@pytest.mark.parametrize(("check", "unit", "period", "outside", "inside"), OUTSIDE_AND_INSIDE)
def test_a_figure_is_found_outside_its_limit_and_left_alone_inside(
    plan: Plan, check: str, unit: str, period: str, outside: Typed, inside: Typed
) -> None:
    assert broken(sheet_of(plan, unit, period, outside), check)
    assert broken(sheet_of(plan, unit, period, inside), check) == []


def forestry(afforested: str) -> Typed:
    return {"Q06.1": afforested, "Q06.2": NIL, "Q06.3": NIL, "Q06.4": NIL, "Q06.5": NIL, "Q06.7": "0"}


def test_an_area_in_mu_typed_as_wan_mu_exceeds_the_county(plan: Plan) -> None:
    (finding,) = found(sheet_of(plan, "610929", "2020Q3", forestry("65800")), "CK-B16")
    assert "65800 万亩大于本县区国土面积 218.25 万亩" in finding.message


def test_a_county_whose_area_is_not_given_is_held_against_the_city(plan: Plan) -> None:
    assert broken(sheet_of(plan, "610921", "2020Q3", forestry("3529.36")), "CK-B16") == ["Q06.8"]
    assert found(sheet_of(plan, "610921", "2020Q3", forestry("3529.35")), "CK-B16") == []


def test_the_departments_line_of_a_county_is_held_against_that_county(plan: Plan) -> None:
    typed = {f"{item}@610929": cell for item, cell in forestry("65800").items()}
    assert broken(sheet_of(plan, "M03", "2020Q3", typed), "CK-B16") == ["Q06.8@610929"]


def test_a_bare_actual_concentration_is_refused_whatever_is_said_of_the_standard_one(plan: Plan) -> None:
    for said in ({}, {"Q08.1": AWAITED}, {"Q08.1": Cell(State.NA)}):
        sheet = sheet_of(plan, "M01", "2020Q3", {"Q08.2": "38.4", **said})
        assert broken(sheet, "CK-B23") == ["Q08.1"]


def test_a_standard_concentration_without_its_origin_is_refused(plan: Plan) -> None:
    assert broken(sheet_of(plan, "M01", "2020Q3", {"Q08.1": "42.5"}), "CK-B23") == ["Q08.4"]
    assert broken(sheet_of(plan, "M01", "2020Q3", {"Q08.1": "42.5", "Q08.4": "换算"}), "CK-B23") == []


def test_a_collapse_of_gdp_is_to_be_explained_and_stops_nobody(plan: Plan) -> None:
    typed = {"Q01.1": "71", "Q01.2": "100", "Q03.1": "95", "Q03.2": "100"}
    sheet = sheet_of(plan, "610924", "2020Y初步", typed)
    (finding,) = [one for one in found(sheet, "CK-B06") if one.outcome is Outcome.BROKEN]
    assert finding.at == "Q02.3"
    assert finding.level.name == "WARNING"
    assert "-33.8" in finding.message


def test_the_central_city_is_hanbin_and_the_high_tech_zone(plan: Plan) -> None:
    assert broken(sheet_of(plan, "6109GX", "2020Q3", {"Q20.1": "100"}), "CK-B44") == []
    assert broken(sheet_of(plan, "610902", "2020Q3", {"Q20.1": "1545"}), "CK-B44") == []


def test_another_scope_than_last_period_is_to_be_explained(plan: Plan) -> None:
    (relation,) = plan.checks["CK-B28"].relations
    scopes = {"Q09.4": "公交机动化分担率", "上期.Q09.4": "绿色出行比例"}
    assert relation.formula.evaluate(scopes.get) is True
    assert relation.formula.evaluate((scopes | {"上期.Q09.4": "公交机动化分担率"}).get) is False
    assert found(sheet_of(plan, "M09", "2020Y初步", {"Q09.4": "绿色出行比例"}), "CK-B28") == []


def test_new_gas_users_without_people_who_use_gas_are_doubted(plan: Plan) -> None:
    def gas(period: str, users: str, people: str, previous: Sheet | None = None) -> Sheet:
        counties = [slot.line for slot in unit_slots(plan, "M07", period) if slot.item.id == "Q16.1" and slot.line]
        new = {f"Q14.2@{unit.id}": "0" for unit in plan.units.values() if unit.kind.id == "county"}
        new |= {f"Q14.3@{unit.id}": "0" for unit in plan.units.values() if unit.kind.id == "county"}
        typed = {**new, "Q14.2@610902": users, "Q15.1": people, **{f"Q16.1@{county}": "3" for county in counties}}
        return sheet_of(plan, "M07", period, typed, previous)

    before = gas("2020Q2", "1000", "40")
    assert broken(gas("2020Q3", "5000", "40.1", before), "CK-B37") == ["Q15.1"]
    assert broken(gas("2020Q3", "5000", "41.2", before), "CK-B37") == []
    assert found(before, "CK-B37") == []


def test_a_figure_that_is_awaited_leaves_its_relation_unevaluated(plan: Plan) -> None:
    sheet = sheet_of(plan, "610924", "2020Q3", {"Q23.1": AWAITED, "Q23.2": "11"})
    assert [finding.outcome for finding in found(sheet, "CK-B46")] == [Outcome.NOT_EVALUATED]


def test_an_item_that_does_not_apply_takes_its_relation_with_it(plan: Plan) -> None:
    sheet = sheet_of(plan, "610924", "2020Q3", {"Q23.1": Cell(State.NA), "Q23.2": Cell(State.NA)})
    assert found(sheet, "CK-B46") == []


def test_a_message_shows_both_figures(plan: Plan) -> None:
    (finding,) = found(sheet_of(plan, "610924", "2020Q3", {"Q21.1": "100", "Q21.2": "101.5"}), "CK-B42")
    assert finding.message == "污水处理量 101.5 大于排放量 100。"


def test_no_broken_relation_leaves_a_blank_in_its_sentence(plan: Plan) -> None:
    findings = [
        finding
        for _, unit, period, outside, _ in OUTSIDE_AND_INSIDE
        for finding in run_checks(sheet_of(plan, unit, period, outside))
        if finding.check.relations and finding.outcome is Outcome.BROKEN
    ]
    assert len(findings) >= len(OUTSIDE_AND_INSIDE)
    assert [finding.message for finding in findings if "{" in finding.message] == []


def test_what_the_office_must_decide_has_no_default_and_what_is_known_is_exact(plan: Plan) -> None:
    assert plan.parameters["city_land_area"].default == Decimal("3529.35")
    assert plan.parameters["q16_average"].default is None
