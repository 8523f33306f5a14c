"""`unit register`: one register as a workbook, masked as the office wants it."""

from pathlib import Path

from tests.flow.town import Town
from tests.vehicles import truck

Q3 = "2020Q3"


def with_rows(town: Town) -> Path:
    folder = town.unit_folder("M10")
    from models.sheet.rows import read_row
    from models.workspace.unit_workspace import UnitWorkspace

    with UnitWorkspace.open(folder) as workspace:
        register = workspace.plan.registers["R02"]
        rows = [read_row(register, n, truck(n)) for n in (1, 2)]
        workspace.store.sheets.put_rows(Q3, "R02", rows, "测试")
    return folder


def test_a_register_is_written_masked_and_the_answer_says_so(town: Town) -> None:
    folder = with_rows(town)
    found = town.call("unit", "register", "R02", "--period", Q3, "--data", folder, "--out", town.out / "r")
    assert (found["rows"], found["masked"], found["left_out"]) == (2, True, 0)
    assert "已脱敏" in Path(found["file"]).name


def test_it_is_whole_once_the_office_has_switched_masking_off(town: Town) -> None:
    folder = with_rows(town)
    town.settings('[parameters]\nmask = "off"\n')
    town.call("unit", "open", town.pack(), "--data", folder)
    found = town.call("unit", "register", "R02", "--period", Q3, "--data", folder, "--out", town.out / "r")
    assert found["masked"] is False
    assert "脱敏" not in Path(found["file"]).name


def test_a_register_of_somebody_else_is_refused(town: Town) -> None:
    folder = town.unit_folder("610924")
    said = town.call("unit", "register", "R02", "--period", Q3, "--data", folder, "--out", town.out, expect=1)
    assert said["error"]["code"] == "not_yours"
