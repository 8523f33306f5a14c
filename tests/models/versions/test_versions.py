"""Several plans in one workspace: which one is meant, what may stand beside what, what of another version still counts."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.plan.load import SHIPPED, load_plan, load_plan_bytes, plan_files
from models.plan.plan import Plan
from models.planning.source import plan_rows, plan_toml
from models.returns.frozen import freeze
from models.settings.settings import Settings
from models.sheet.cells import Cell, State, read_cell
from models.sheet.fillable import expected_units, unit_slots
from models.sheet.sheet import Sheet
from models.store import UnitStore
from models.versions.definitions import outdated_items
from models.versions.gone import units_gone, with_units
from models.versions.held import (
    check_new,
    kept_period,
    period_meant,
    plan_of_period,
    rows_in_force,
    same_period_before,
    version_key,
)
from models.workspace.unit_workspace import UnitWorkspace
from tests.flow.plans.next_year import ID, next_years_plan

UNIT, AT = "610924", datetime(2021, 1, 5, 9, tzinfo=PLAN_ZONE)


def edited(*slips: tuple[str, str, str]) -> Plan:
    files = dict(plan_files(SHIPPED))
    for name, before, after in slips:
        text = files[name].decode()
        assert before in text, before
        files[name] = text.replace(before, after, 1).encode()
    return load_plan_bytes(files)


@pytest.fixture(scope="module")
def this() -> Plan:
    return load_plan(SHIPPED)


@pytest.fixture(scope="module")
def next_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def linked(name: str, text: str) -> str:
        if name != "periods.toml":
            return text
        first = '[[period]]\nid = "2021Q1"\n'
        text = text.replace(first, first + 'predecessor = "AK-LC-2020:2020Q3"\nlast_year = "AK-LC-2020:2020Q3"\n', 1)
        return text

    return next_years_plan(tmp_path_factory.mktemp("next") / "明年（测试方案）", linked)


@pytest.fixture
def workspace(tmp_path: Path, this: Plan, next_folder: Path) -> Iterator[UnitWorkspace]:
    """A unit that filed a quarter of one year and has the plan of the next."""
    store = UnitStore.create(tmp_path / "unit", UNIT)
    for source in (SHIPPED, next_folder):
        plan = load_plan(source)
        store.put_plan(plan.digest, plan.id, plan.version, plan_files(source))
    empty = Sheet(plan=this, unit_id=UNIT, period_id="2020Q3", settings=Settings())
    cells = {name: read_cell(this.items[name], text) for name, text in (("Q06.1", "5"), ("Q06.3", "1.5"))}
    filed = Sheet(
        plan=this, unit_id=UNIT, period_id="2020Q3", settings=Settings(),
        cells={**cells, "Q06.2": Cell(State.NIL), "Q06.4": Cell(State.NA, note="没有")},
    )  # fmt: skip
    assert empty.slots.keys() == filed.slots.keys()
    store.returns.put(freeze(filed), AT, own=True)
    yield UnitWorkspace(folder=tmp_path / "unit", store=store)
    store.close()


def test_a_period_is_looked_at_in_the_plan_that_has_it(workspace: UnitWorkspace) -> None:
    assert workspace.plan.id == ID and workspace.at("2020Q3").plan.id == "AK-LC-2020"
    assert workspace.at("2021Q3").scope == "" and workspace.in_plan("AK-LC-2020").plan.year == 2020
    with pytest.raises(AppError, match="unknown_period"):
        workspace.at("2022Q1")
    with pytest.raises(AppError, match="plan_not_named"):
        workspace.in_plan("AK-LC-2022")
    assert [next(iter(names)) for names in workspace.period_names().values()] == ["2021Q1", "2020Q1"]


def test_last_years_figures_stand_where_nothing_was_typed(workspace: UnitWorkspace) -> None:
    sheet = workspace.sheet("2021Q3")
    assert sheet.cell("Q06.1/last_year").number == 5 and "第1版" in sheet.cell("Q06.1/last_year").note
    assert sheet.cell("Q06.2/last_year").state is State.NIL
    assert sheet.cell("Q06.4/last_year").state is None  # 不适用 was said of last year, not of this one
    workspace.store.sheets.put_cells("2021Q3", {"Q06.1/last_year": read_cell(sheet.plan.items["Q06.1"], "7")}, "甲")
    assert workspace.sheet("2021Q3").cell("Q06.1/last_year").number == 7
    frozen = freeze(workspace.sheet("2021Q3")).cells
    assert frozen["Q06.3/last_year"].value == "1.5" and frozen["Q06.1/last_year"].note == ""


def test_a_reference_reaches_into_the_plan_before(workspace: UnitWorkspace) -> None:
    sheet = workspace.sheet("2021Q1")
    assert sheet.previous is not None and sheet.previous.plan.id == "AK-LC-2020"
    assert sheet.cell("Q06.1/last_year").number == 5  # the period names another than the one a year before
    assert period_meant(sheet.plan, "2021Q1") == (ID, "2021Q1")
    assert period_meant(sheet.plan, "AK-LC-2020:2020Q3") == ("AK-LC-2020", "2020Q3")
    assert workspace.sheet("2020Q3").plan.id == "AK-LC-2020"


def test_the_same_period_a_year_earlier_is_of_the_same_kind_and_length(this: Plan, next_folder: Path) -> None:
    after = load_plan(next_folder)
    found = {one.id: same_period_before(one, this.periods.values()) for one in after.periods.values()}
    assert {name: one.id for name, one in found.items() if one} == {
        name: name.replace("2021", "2020") for name in after.periods
    }


def test_what_went_out_never_changes_and_no_version_goes_back(workspace: UnitWorkspace, this: Plan) -> None:
    for change, code in (
        (edited(("indicators.toml", 'target = "98"', 'target = "4"')), "plan_changed"),
        (edited(("plan.toml", 'version = "2.0.0"', 'version = "1.9.9"')), "plan_older"),
    ):
        with pytest.raises(AppError, match=code):
            check_new(workspace.store, change)
    check_new(workspace.store, this)
    higher = edited(("plan.toml", 'version = "2.0.0"', 'version = "2.0.10"'))
    check_new(workspace.store, higher)
    assert version_key("2.0.10") > version_key("2.0.9")
    workspace.store.put_plan(higher.digest, higher.id, higher.version, {}, current=False)
    assert {row.id: row.version for row in rows_in_force(workspace.store)} == {ID: "1.0.0", "AK-LC-2020": "2.0.10"}
    assert plan_of_period(workspace.store, "2021Q1") is not None


def test_periods_that_two_plans_have_go_by_their_plan_from_the_second_on(
    workspace: UnitWorkspace, this: Plan, tmp_path: Path
) -> None:
    store, files = workspace.store, dict(plan_files(SHIPPED))
    files["plan.toml"] = files["plan.toml"].replace(b'"AK-LC-2020"', b'"AK-LC-X"')
    second = load_plan_bytes(files)
    check_new(store, second)
    store.put_plan(second.digest, second.id, second.version, files)
    held = workspace.at("AK-LC-X:2020Q3").plan
    assert (held.id, held.digest, len(held.periods)) == ("AK-LC-X", second.digest, len(this.periods))
    assert held.periods["2020Q3"].id == "AK-LC-X:2020Q3" == held.periods["AK-LC-X:2020Q3"].id
    assert not held.keeps("2020Q3") and held.keeps("AK-LC-X:2020Q3")
    assert workspace.at("2020Q3").plan.id == "AK-LC-2020" and workspace.sheet("2020Q3").cell("Q06.1").number is None
    assert kept_period(store, "2020Q3", "AK-LC-X") == "AK-LC-X:2020Q3" == kept_period(store, "AK-LC-X:2020Q3")
    assert kept_period(store, "AK-LC-2020:2020Q3") == "2020Q3" == kept_period(store, "2020Q3", "AK-LC-2020")
    assert kept_period(store, "2021Q3") == "2021Q3" and kept_period(store, "X:2020Q3") == "X:2020Q3"
    with pytest.raises(AppError, match="period_of_several"):
        kept_period(store, "2020Q3")
    sheet = workspace.sheet("AK-LC-X:2020Q3")
    assert sheet.period_id == "AK-LC-X:2020Q3" and sheet.previous is None  # 2020Q2 of its own plan was never filed
    filed = freeze(sheet)
    assert filed.content == freeze(Sheet(plan=second, unit_id=UNIT, period_id="2020Q3", settings=Settings())).content


def test_an_item_is_outdated_with_its_measure_its_formula_and_whatever_is_made_from_it(this: Plan) -> None:
    assert outdated_items(this, this) == frozenset()
    words = edited(("items.toml", 'name = "人工造林"', 'name = "人工造林（新名）"'))
    assert outdated_items(this, words) == frozenset()
    measure = edited(("items.toml", 'name = "人工造林"\nmeasure = "万亩"', 'name = "人工造林"\nmeasure = "亩"'))
    found = outdated_items(this, measure)
    assert {"Q06.1", "Q06.6", "Q06.8"} <= found and "Q06.2" not in found
    formula = edited(("items.toml", 'formula = "Q06.6 + Q06.7"', 'formula = "Q06.6"'))
    assert outdated_items(this, formula) & {"Q06.1", "Q06.6", "Q06.8"} == {"Q06.8"}
    columns = edited(
        ("registers.toml", '{ name = "号牌种类"', '{ name = "新栏", type = "text" },\n  { name = "号牌种类"')
    )
    assert "Q17.1" in outdated_items(this, columns)


def test_an_outdated_item_says_nothing_and_what_needs_it_has_no_figure(this: Plan) -> None:
    cells = {name: read_cell(this.items[name], "1") for name in ("Q06.1", "Q06.2", "Q06.3", "Q06.4", "Q06.5", "Q06.7")}
    sheet = Sheet(plan=this, unit_id=UNIT, period_id="2020Q3", settings=Settings(), cells=cells)
    assert sheet.exact("Q06.8") == 6
    old = Sheet(
        plan=this, unit_id=UNIT, period_id="2020Q3", settings=Settings(), cells=cells, outdated=frozenset({"Q06.1"})
    )
    assert (old.exact("Q06.1"), old.exact("Q06.8"), old.cell("Q06.2").number) == (None, None, 1)


def test_a_unit_that_a_version_has_no_longer_is_asked_only_what_both_have() -> None:
    """Its row is gone from the newer version; only where its return is in force does it stand among the others."""
    folder = Path(__file__).resolve().parents[2] / "plans" / "lincheng-2026"
    older = load_plan_bytes(plan_files(folder))
    rows = plan_rows(plan_files(folder))
    rows["unit"] = [row for row in rows["unit"] if row["id"] != "TS"]
    newer = load_plan_bytes(plan_toml(rows))
    gone = units_gone(newer, [older])
    named, asked = with_units(newer, gone, asked=False), with_units(newer, gone, asked=True)
    assert (list(gone), named.unit_name("TS"), with_units(newer, {}, asked=True)) == (["TS"], "石桥镇人民政府", newer)
    assert expected_units(named, Settings(), "26H1") == expected_units(newer, Settings(), "26H1")
    assert {*expected_units(asked, Settings(), "26H1")} == {*expected_units(older, Settings(), "26H1")}
    mine = {slot.address for slot in unit_slots(asked, "TS", "26H1")}
    assert mine == {slot.address for slot in unit_slots(older, "TS", "26H1")}
    assert with_units(newer, gone, asked=True) is asked


def test_lines_about_a_unit_that_is_gone_count_for_those_who_filed_them() -> None:
    older = load_plan(SHIPPED)
    newer = edited(("units.toml", f'id = "{UNIT}"', f'id = "{UNIT}"\nenabled = false'))
    joined = with_units(newer, {UNIT: older}, asked=True, filed=frozenset({"M03"}))

    def lines(plan: Plan, unit: str) -> set[str]:
        return {slot.address for slot in unit_slots(plan, unit, "2020Q3") if slot.line == UNIT}

    assert lines(joined, "M03") == lines(older, "M03") != set()
    assert lines(joined, "M07") == lines(newer, "M07") == set() != lines(older, "M07")
