"""责任清单: printed for a unit by itself, or for everybody by the office; it says what the plan says."""

from pathlib import Path

import pytest

from forms.papers.duty_list import write_duties
from models.filling.duties import duty_list
from models.plan.load import SHIPPED, load_plan
from models.settings.settings import Settings
from tests.flow.town import Town
from tests.golden.pages import looks_as_before
from tests.pdf_text import pdf_signs

PLAN = load_plan(SHIPPED)


def test_a_unit_prints_its_own_list_with_the_due_times_of_the_office(town: Town) -> None:
    town.settings('[due]\n"2020Q3" = "2020-10-15T17:30"\n')
    folder = town.open_unit("610924", town.pack())
    found = town.call("unit", "duties", "--data", folder, "--out", town.out / "d")
    (path,) = (Path(one) for one in found["files"])
    assert path.name == "610924_紫阳县人民政府_责任清单.pdf"
    words = pdf_signs(path)
    assert "2020-10-1517:30" in words
    assert "（待市办填写）" in words  # the other periods have no due time yet
    for part in ("二（一）强化目标责任考核", "各县区政府（含本", "责任领导", "单位负责人（签字）", "盖章处"):
        assert part in words
    (unit,) = found["units"]
    assert [one["due"] for one in unit["periods"] if one["period"] == "2020Q3"] == ["2020-10-15 17:30"]
    assert len(unit["blocks"]) == 13
    assert all(one["places"] for block in unit["blocks"] for one in block["deliverables"])


def test_the_office_prints_everybodys_list_or_one(town: Town) -> None:
    found = town.call("office", "duties", "--data", town.office, "--out", town.out / "d")
    assert len(found["files"]) == 33
    assert {one["unit"] for one in found["units"]} == {unit.id for unit in PLAN.filing_units}
    one = town.call("office", "duties", "--data", town.office, "--unit", "市林业局", "--out", town.out / "e")
    assert [Path(path).name for path in one["files"]] == ["M03_市林业局_责任清单.pdf"]


def test_a_list_looks_as_it_did(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    paper = tmp_path / "list.pdf"
    paper.write_bytes(write_duties(duty_list(PLAN, Settings(), "610924")))
    assert looks_as_before(paper, "papers/duties", request)
    assert pdf_signs(paper).count("续表") == 3, "each table that goes over to another page"


def test_a_unit_nobody_knows_is_named(town: Town) -> None:
    said = town.call("office", "duties", "--data", town.office, "--unit", "市气象局", "--out", town.out, expect=1)
    assert said["error"]["code"] == "unknown_unit"
    assert not list(town.out.glob("*责任清单*"))


@pytest.mark.parametrize("unit", ["610924", "6109YH", "M01", "M12", "E02"])
def test_every_deliverable_of_a_units_tasks_stands_on_its_list(unit: str, tmp_path: Path) -> None:
    duties = duty_list(PLAN, Settings(), unit)
    path = tmp_path / "list.pdf"
    path.write_bytes(write_duties(duties))
    words = pdf_signs(path)
    for duty in duties.blocks:
        assert "".join(duty.block.title.split()) in words
        for one in duty.owed:
            assert one.deliverable.text[:12] in words, one.deliverable.text


def test_the_same_duties_give_the_same_bytes_and_a_test_is_marked() -> None:
    duties = duty_list(PLAN, Settings(), "M18")
    assert write_duties(duties) == write_duties(duties)
    assert write_duties(duties) != write_duties(duties, mark="测试数据")
