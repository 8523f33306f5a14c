"""Units and periods that are gone or renamed: nobody's paper breaks, and a name changes in every plan that has it."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.basics.errors import MachineError
from models.planning.renaming import rename_unit
from models.store.office.office_store import OfficeStore
from models.versions.held import plans_in_force
from models.workspace.act import ActKind
from models.workspace.office_workspace import OfficeWorkspace
from tests.flow.plans.next_year import ID, edited_plan
from tests.flow.plans.test_several_plans import COUNTY, THIS, filed, refused
from tests.flow.town import Town, said_by
from tests.pdf_text import pdf_signs


def _without(name: str, text: str) -> str:
    """Version 2.1.0 without the period 2020-10 and without a unit that files."""
    if name == "plan.toml":
        return text.replace('version = "2.0.0"', 'version = "2.1.0"')
    if name == "periods.toml":
        start = text.index('[[period]]\nid = "2020-10"')
        end = text.index("[[period]]", start + 5)
        gone = text[start:end]
        return text.replace(gone, "").replace('predecessor = "2020-10"\n', "")
    if name == "units.toml":
        return text.replace(f'id = "{COUNTY}"', f'id = "{COUNTY}"\nenabled = false')
    return text


def test_a_unit_or_period_that_is_gone_breaks_nobodys_paper(town: Town, tmp_path: Path) -> None:
    filed(town, THIS, **{"Q06.1": "5"})
    town.settings('[due]\n"2020-10" = "2020-11-05 17:30"\n2020Q3 = "2020-10-15 17:30"\n')
    town.call("office", "plan", edited_plan(tmp_path / "minor", _without), "--data", town.office)
    pack = town.pack()  # its settings still speak of the period
    assert len(town.call("office", "receipt", "--data", town.office, "--out", town.out)["files"]) == 1
    assert town.status("2020-10")["period"] == "2020-10"  # stays with the version that had it
    # its accepted return stays where it was accepted, and nobody asks the unit for another
    status, before = town.status(THIS), town.status("2020Q2")
    assert (status["received"], status["old_version"], COUNTY in status["missing"]) == (1, [COUNTY], False)
    assert status["expected"] == before["expected"] + 1 and COUNTY not in before["missing"]
    summary = town.summary(THIS)
    (forest,) = (one for one in summary["indicators"] if one["id"] == "Q06")
    assert forest["value"] is not None and forest["coverage"].startswith("1/")
    (told,) = [one["message"] for one in summary["findings"] if one["unit"] == COUNTY]
    assert "紫阳县" in told and "仍计入本期" in told and "退回" in told
    town.call("office", "summary", "--data", town.office, "--period", THIS, "--out", town.out / "sum")
    town.call("office", "todo", "--data", town.office)
    town.call("office", "papers", COUNTY, "--data", town.office)
    town.call("unit", "open", pack, "--data", town.unit_folder("M01"))
    town.call("unit", "open", pack, "--data", town.unit_folder(COUNTY))
    town.call("unit", "check", "--data", town.unit_folder(COUNTY), "--period", THIS)


def test_a_plan_without_the_unit_is_refused_at_the_unit(town: Town, tmp_path: Path) -> None:
    city = Path(__file__).resolve().parents[2] / "plans" / "lincheng-2026"
    town.call("office", "plan", city, "--data", town.office)
    of_city = ("--out", town.out / "b", "--plan", "临城-节能-2026")
    pack = Path(town.call("office", "pack", "--data", town.office, *of_city)["files"][0])
    assert "没有本单位（紫阳县人民政府）" in refused("unit", "open", pack, "--data", town.unit_folder(COUNTY))
    assert town.call("office", "status", "--data", town.office, "--period", "26H1")["expected"] > 0
    for words in (
        ("office", "todo"),
        ("office", "papers"),
        ("office", "keys"),
    ):
        town.call(*words, "--data", town.office)
    for plan in ("AK-LC-2020", "临城-节能-2026"):
        town.call("office", "duties", "--data", town.office, "--out", town.out / plan, "--plan", plan)
        shutil.rmtree(town.out / plan)


def _comments(office: OfficeWorkspace) -> list[bytes]:
    files = office.store.plan_files(office.plan.digest) or {}
    return sorted(line for one in files.values() for line in one.splitlines() if line.startswith(b"#"))


def test_a_rename_that_fails_half_way_changes_no_plan(
    town: Town, next_year: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.call("office", "plan", next_year, "--data", town.office)
    put, done = OfficeStore.put_plan, []

    def full_disk(*plan: Any, **how: Any) -> object:
        if done:
            raise MachineError("disk_full")
        done.append(plan)
        return put(*plan, **how)

    with OfficeWorkspace.open(town.office) as office:
        before = office.store.plans(), office.store.acts.head()
        monkeypatch.setattr(OfficeStore, "put_plan", full_disk)
        with pytest.raises(MachineError):
            rename_unit(office, COUNTY, "测试县人民政府", date(2021, 3, 1), by="甲", document="")
        assert done and (office.store.plans(), office.store.acts.head()) == before


def test_a_unit_is_renamed_in_every_plan_that_has_it(town: Town, next_year: Path) -> None:
    """Once for all of them; which plan is the current one stays."""
    town.call("office", "plan", next_year, "--data", town.office)
    with OfficeWorkspace.open(town.office) as office:
        before = office.plan.id
        comments = _comments(office)
    named = ("--since", "2021-03-01", "--document", "测试〔2021〕3号", "--by", "测试甲")
    exit_code, told, _ = said_by("office", "rename", COUNTY, "测试县人民政府", *named, "--data", town.office)
    assert exit_code == 0 and "升为2.0.1版" in told and "升为1.0.1版" in told
    with OfficeWorkspace.open(town.office) as office:
        assert office.plan.id == before
        assert comments and _comments(office) == comments, "what its authors wrote beside it stays"
        (act,) = [row for row in office.store.acts.rows(ActKind.PLAN) if row.about.get("unit") == COUNTY]
        assert "升为2.0.1版" in act.why and "升为1.0.1版" in act.why, "one act over both"
        found = {plan.id: plan for plan in plans_in_force(office.store)}
    for plan, version in (("AK-LC-2020", "2.0.1"), (ID, "1.0.1")):
        unit = found[plan].units[COUNTY]
        assert (found[plan].version, unit.names[-1].name) == (version, "测试县人民政府")
        assert unit.name_on(date(2021, 2, 28)) != "测试县人民政府" == unit.name_on(date(2021, 3, 1))


def test_the_duty_list_of_a_renamed_unit_bears_the_name_it_has_now(town: Town) -> None:
    """It was handed out under the old one after the renaming, and so was its file."""
    named = ("--since", "2020-10-09", "--document", "测试〔2020〕3号", "--by", "测试甲")
    town.call("office", "rename", COUNTY, "测试县人民政府", *named, "--data", town.office)
    (path,) = town.call("office", "duties", "--unit", COUNTY, "--data", town.office, "--out", town.out)["files"]
    assert "测试县人民政府" in path and "测试县人民政府" in pdf_signs(Path(path)).partition("一、")[0]
