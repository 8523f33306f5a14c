"""A plan of quite another kind goes through the whole chain: other units, periods, measures, registers, words, rounding."""

from decimal import Decimal
from pathlib import Path

import pytest

from forms.demo.chain import Played, play_plan
from forms.demo.made_up import made_up_sheet
from models.checks.findings import blocking
from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan
from models.settings.settings import Settings
from models.sheet.sheet import Sheet
from tests.flow.town import Town

PLAN = Path(__file__).resolve().parent.parent / "plans" / "lincheng-2026"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play_plan(tmp_path_factory.mktemp("other") / "演示", PLAN, 7, lambda done, of: None)


def test_every_unit_of_another_kind_files_and_is_accepted(played: Played) -> None:
    assert {item.decision.value for item in played.received} == {"accepted"}
    assert {item.unit for item in played.received} == {unit.id for unit in played.plan.filing_units}
    assert all(item.reasons == () for item in played.received)
    assert played.roster.period == "26全"


def test_companies_and_towns_add_up_over_two_registers(played: Played) -> None:
    (boilers,) = (one for one in played.summary.results if one.indicator.id == "锅炉")
    assert boilers.coverage == "3/3"
    assert boilers.value is not None and boilers.value > 0
    assert boilers.value == boilers.value.quantize(Decimal("0.1"))


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
        sheet = made_up_sheet(Sheet(plan, unit.id, last, Settings(version=1)), 3)
        assert made_up_sheet(Sheet(plan, unit.id, last, Settings(version=1)), 3).cells == sheet.cells
        left[unit.id] = [(one.check.id, one.at) for one in blocking(run_checks(sheet))]
    assert {unit: wrong for unit, wrong in left.items() if wrong} == {}


def test_demo_plays_any_plan(town: Town, tmp_path: Path) -> None:
    told = town.call("demo", "--plan", PLAN, "--out", tmp_path / "演示", "--period", "26H1")
    assert {item["decision"] for item in told["received"]} == {"accepted"}
    assert told["status"]["period"] == "26H1"
