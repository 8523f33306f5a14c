"""A plan of quite another kind goes through the whole chain: other units, periods, measures, registers, words, rounding."""

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from forms.demo.chain import Played
from forms.demo.demo import play
from forms.demo.made_up import made_up_sheet
from forms.demo.script import script_of
from forms.demo.sheets import Figures, invent
from forms.office.adjudicating import proposed
from forms.opening.verify import verify
from forms.papers.pack import read_pack
from forms.papers.paper import open_paper
from forms.seals.keys import keys
from forms.unit.filing import ready
from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.checks.findings import blocking
from models.checks.run import run_checks
from models.city.city import City
from models.city.summary import summarise
from models.plan.load import SHIPPED, load_plan, load_plan_bytes, plan_files
from models.returns.frozen import disagreements, freeze, thaw
from models.returns.returns import parse_return
from models.settings.settings import Settings
from models.sheet.fillable import expected_units
from models.sheet.sheet import Sheet
from models.workspace.office_workspace import OfficeWorkspace
from tests.flow.plans.next_year import next_years_plan
from tests.flow.town import Town

PLAN = Path(__file__).resolve().parents[2] / "plans" / "lincheng-2026"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("other") / "演示", 7, lambda done, of: None, source=PLAN)


def test_every_unit_of_another_kind_files_and_is_accepted(played: Played) -> None:
    first = [item.unit for item in played.received if item.decision == "accepted" and item.revision == 1]
    assert set(first) == {unit.id for unit in played.plan.filing_units} == set(played.roster.received)
    assert played.roster.period == "26全"
    good = (item for item in played.received if item.decision != "rejected")
    told = [one.message for item in good for one in item.reasons if one.check == "resaved"]
    assert told == [], "whom a paper goes to stands on its cover, in the words of the plan"


def test_what_happens_to_papers_happens_in_any_plan(played: Played) -> None:
    """Late, rejected, corrected, twice and in dispute: who plays it follows from the figures that were filed."""
    decisions = [(item.decision.value, item.revision) for item in played.received]
    assert sorted(decisions) == sorted(
        [("accepted", 1)] * 5 + [("accepted", 2)] * 2 + [("fork", 2), ("duplicate", 1), ("rejected", 1)]
    )
    (tampered,) = [item for item in played.received if item.decision == "rejected"]
    assert re.search(r"签署 \S+，现 ", tampered.reasons[0].message)
    assert [one.working_days for one in played.roster.late] == [2]
    played_by = [tampered.unit, played.roster.late[0].unit, *played.roster.disputed]
    assert len(set(played_by)) == len(played_by) == 3


def test_another_version_names_the_papers_of_its_own_office_and_no_others(played: Played, tmp_path: Path) -> None:
    root = played.files[0].parents[1]
    papers = [next(root.glob(name)) for name in ("报表/TS*第1版*.xlsx", "登记证/TS*", "回执/TS*第1版*")]
    pack = read_pack(open_paper(next((root / "任务包").glob("*.pdf")).read_bytes()))
    raised = {name: one.replace(b'version = "1.0.0"', b'version = "1.0.9"') for name, one in plan_files(PLAN).items()}
    newer = replace(pack, plan=load_plan_bytes(raised))
    found = [verify(path.read_bytes(), None) for path in papers]
    year = played.plan.periods["26全"].name
    named = [one.whose((), newer) for one in found]
    assert [(one.unit, one.period) for one in named] == [("石桥镇人民政府（TS）", when) for when in (year, "", year)]
    assert ["1.0.9版" in one.why for one in named] == [True, False, True], "a certificate names its unit itself"
    stranger = keys.certificate_pem(keys.make_root("别的办公室").certificate)
    for other in (replace(newer, root=stranger), replace(newer, plan=replace(newer.plan, id="别的"))):
        coded = found[0].whose((), other)
        assert (coded.unit, coded.period) == ("TS", "26全") and "这里没有这一版" in coded.why


def test_companies_and_towns_add_up_over_two_registers(played: Played) -> None:
    (boilers,) = (one for one in played.summary.results if one.indicator.id == "锅炉")
    assert boilers.coverage == "3/3"
    assert boilers.value is not None and boilers.value > 0
    assert boilers.value == boilers.value.quantize(Decimal("0.1"))
    at = datetime(2027, 4, 20, 9, 0, tzinfo=PLAN_ZONE)
    with OfficeWorkspace.open(played.files[0].parents[1] / "汇总单位") as office:
        said = proposed(office, "26全", "锅炉", "59.5", at=at)
    assert said.value == Decimal("59.5"), "what a register adds up may have decimals in an 审定数 too"


def test_the_papers_speak_the_plans_own_words(played: Played) -> None:
    book = next(path for path in played.files if path.suffix == ".xlsx")
    import openpyxl

    texts = {str(c.value) for page in openpyxl.load_workbook(book) for row in page.iter_rows() for c in row if c.value}
    said = "\n".join(texts)
    assert "临城" in said and "河口街道办事处" in said  # the name of the day the period ends
    assert not [word for word in ("安康", "低碳", "县区", "市办", "河口镇") if word in said]


@pytest.mark.parametrize("source", [PLAN, SHIPPED], ids=lambda path: path.name)
def test_a_sheet_made_up_from_the_plan_alone_can_be_filed(source: Path) -> None:
    plan = load_plan(source)
    last = list(plan.periods)[-1]
    left = {}
    for unit in plan.filing_units:
        sheet = made_up_sheet(Sheet(plan=plan, unit_id=unit.id, period_id=last, settings=Settings(version=1)), 3)
        assert (
            made_up_sheet(Sheet(plan=plan, unit_id=unit.id, period_id=last, settings=Settings(version=1)), 3).cells
            == sheet.cells
        )
        left[unit.id] = [(one.check.id, one.at) for one in blocking(run_checks(sheet))]
    assert {unit: wrong for unit, wrong in left.items() if wrong} == {}


def test_every_period_of_the_other_city_is_filled_frozen_read_back_and_summed_up() -> None:
    """Ten days, half-years and the year, one after the other, each with the period its tables are held against."""
    plan = load_plan(PLAN)
    filed: dict[tuple[str, str], Sheet] = {}
    for period in plan.periods.values():
        for unit in plan.filing_units:
            before = {table: filed.get((unit.id, one)) for table, one in period.predecessors.items()}
            empty = Sheet(
                plan=plan, unit_id=unit.id, period_id=period.id, settings=Settings(version=1),
                previous=before.pop("*", None), earlier=before,
            )  # fmt: skip
            sheet = made_up_sheet(empty, 5)
            assert blocking(run_checks(sheet)) == (), (unit.id, period.id)
            paper = parse_return(freeze(sheet).content)
            again = thaw(paper, plan, Settings(version=1))
            assert disagreements(paper, again) == ()
            filed[unit.id, period.id] = again
        here = {unit: sheet for (unit, at), sheet in filed.items() if at == period.id}
        expected = expected_units(plan, Settings(), period.id)
        city = City(plan=plan, settings=Settings(), period=period, sheets=here, expected=expected)
        summary = summarise(city, (), {})
        asked = [one for one in summary.results if one.found.asked]
        assert all(one.coverage.split("/")[0] == one.coverage.split("/")[1] for one in asked), period.id
    assert len({period.kind.id for period in plan.periods.values()}) >= 3


def test_next_years_plan_needs_nothing_but_its_own_years(tmp_path: Path) -> None:
    """The shipped plan a year on: every day, period and year in it one higher, under an id of its own."""
    folder = next_years_plan(tmp_path / "明年方案（测试方案）")
    units = ("610924", "M10", "M02")
    played = play(tmp_path / "演示", 5, lambda done, of: None, source=folder, period="2021Q3", only=units)
    assert (played.plan.id, played.plan.year, played.plan.since.year) == ("AK-LC-2021", 2021, 2021)
    assert [item.reasons for item in played.received if item.reasons] == []
    assert {item.unit: item.decision.value for item in played.received} == dict.fromkeys(units, "accepted")


def test_demo_takes_the_plan_and_the_period_asked_for(tmp_path: Path) -> None:
    words = ("demo", "--plan", PLAN, "--out", tmp_path / "演示", "--period", "26H9")
    refused = Town(tmp_path).call(*words, expect=1)
    assert "26H9" in str(refused) and "26H1" in str(refused)
    assert list((tmp_path / "演示").rglob("*.pdf")) == []


def test_a_plans_demo_toml_says_the_period_and_the_figures(tmp_path: Path) -> None:
    """What it does not say is not played; what the plan does not have is refused and the way out named."""
    plan = load_plan(PLAN)
    said = """period = "26H1"
due = "2026-07-10T17:30"
registered = "2026-07-06T10:00"
late = "2026-07-13T10:00"
late_unit = "TS"
range = [{ items = ["路灯.1"], low = "700", high = "700" }]
"""
    for name, content in plan_files(PLAN).items():
        (tmp_path / name).write_bytes(content)
    file = tmp_path / "demo.toml"
    file.write_text(said, "utf-8")
    figures = Figures.of(tmp_path, plan, "")
    assert figures is not None and figures.period == "26H1"
    assert Figures.of(tmp_path, plan, "26全") is None, "another period is made up"
    script = script_of(figures)
    assert (script.late, script.duplicate, script.tampered, script.corrected, script.forked) == ("TS",) + (None,) * 4
    sheet = invent(Sheet(plan=plan, unit_id="TS", period_id="26H1", settings=Settings(version=1)), figures, 1)
    assert sheet.cell("路灯.1").number == 700
    for wrong, code in (
        (said.replace("路灯.1", "路灯.99"), "demo_unknown"),
        (said.replace("late =", "later ="), "demo_lacks"),
        ("period = ", "demo_unreadable"),
    ):
        file.write_text(wrong, "utf-8")
        with pytest.raises(AppError) as refused:
            Figures.of(tmp_path, plan, "")
        assert refused.value.code == code


def test_a_new_version_is_held_against_the_returns_in_force(played: Played, tmp_path: Path) -> None:
    office = played.files[0].parents[1] / "汇总单位"
    changed = tmp_path / "new"
    changed.mkdir()
    for name, content in plan_files(PLAN).items():
        text = content.decode().replace('must = "路灯.2 <= 路灯.1"', 'must = "路灯.1 > 1000000"')
        (changed / name).write_text(text.replace('version = "1.0.0"', 'version = "1.1.0"'), "utf-8")
    answer = Town(tmp_path).call("plan", "diff", PLAN, changed, "--data", office)
    assert (answer["step"], answer["taken"]) == ("minor", "minor")
    assert {one["unit"] for one in answer["returns"]} == {unit.id for unit in played.plan.filing_units}
    assert {one["unit"] for one in answer["returns"] if one["new"]} == {"TJ", "TS"}


def test_the_verbs_about_plans(tmp_path: Path) -> None:
    town = Town(tmp_path)
    book = Path(town.call("plan", "to-xlsx", PLAN, "--out", tmp_path / "书.xlsx")["file"])
    folder = Path(town.call("plan", "from-xlsx", book, "--out", tmp_path / "方案")["folder"])
    assert town.call("plan", "diff", PLAN, folder)["changes"] == []
    town.call("plan", "from-xlsx", book, "--out", folder, expect=1)  # never over what is there
    new = Path(town.call("plan", "new", "--from", book, "--out", tmp_path / "明年.xlsx")["file"])
    assert town.call("plan", "check", folder)["problems"] == []
    assert town.call("plan", "diff", folder, new)["same_plan"] is False
    assert town.call("plan", "show", new, "--unit", "TS", "--period", "27H1")["units"][0]["tables"]["旬"]
    assert town.call("plan", "try", new)["period"] == "27全"
    blank = Path(town.call("plan", "new", "--out", tmp_path / "空.xlsx", "--title", "空白")["file"])
    sheets = openpyxl.load_workbook(blank)
    sheets["方案"]["C5"] = "第一版"
    sheets.save(blank)
    refused = town.call("plan", "from-xlsx", blank, "--out", tmp_path / "空", expect=1)
    found = [(one["sheet"], one["cell"]) for one in refused["problems"] if one["sheet"]]
    assert found == [("方案", sheets["方案"]["C5"].coordinate)]
    assert len(refused["problems"]) == 5  # and the four sheets that are still blank
    assert Path(refused["marked"]).is_file()
    assert not (tmp_path / "空").exists()


def test_a_unit_that_is_dissolved_files_no_more() -> None:
    plan = load_plan(PLAN.with_name("yunze-2027"))
    for unit, period in (("B3", "FY28"), ("B4", "27H1")):
        with pytest.raises(AppError) as refused:
            ready(Sheet(plan=plan, unit_id=unit, period_id=period, settings=Settings()))
        assert refused.value.code == "not_there"
