"""Several plans in one workspace: next year's beside a filed year, versions, another office, units and periods gone."""

import zipfile
from pathlib import Path
from typing import Any

from models.office.settings_history import settings_history
from models.plan.load import SHIPPED
from models.workspace.office_workspace import OfficeWorkspace
from tests.flow.plans.next_year import ID, edited_plan
from tests.flow.town import Town, said_by

COUNTY = "610924"
THIS, NEXT = "2020Q3", "2021Q3"


def refused(*words: object, expect: int = 1) -> str:
    code, _, told = said_by(*words)
    assert code == expect, told
    return told


def filed(town: Town, period: str, **cells: str) -> dict[str, Any]:
    said = town.completed(COUNTY, period, {"cells": dict(cells)})
    town.file(COUNTY, period, said)
    (item,) = town.receive(*town.sent.pop(COUNTY))
    return item


def test_next_years_plan_stands_beside_a_filed_year(town: Town, next_year: Path) -> None:
    assert filed(town, THIS, **{"Q06.1": "5", "Q06.2": "3"})["decision"] == "accepted"
    town.settings('plan = "AK-LC-2020"\n[due]\n2020Q3 = "2020-10-15 17:30"\n')
    taken = town.call("office", "plan", next_year, "--data", town.office)
    assert taken["id"] == ID
    town.settings(f'plan = "{ID}"\n[due]\n2021Q3 = "2021-10-15 17:30"\n')
    folder = town.unit_folder(COUNTY)
    issued = town.call("office", "pack", "--data", town.office, "--out", town.out, "--plan", ID)
    assert issued["packs_due"] == ["AK-LC-2020"], "its due time was set after its pack went out"
    again = said_by("office", "pack", "--data", town.office, "--out", town.out, "--plan", ID)
    assert again[0] == 0 and "office pack --plan AK-LC-2020" in again[1]
    other = town.call("office", "pack", "--data", town.office, "--out", town.out / "old", "--plan", "AK-LC-2020")
    assert other["packs_due"] == [], "the pack of the new plan is of its settings now"
    assert town.call("unit", "open", issued["files"][0], "--data", folder)["unit"] == COUNTY
    for words in (("office", "archive", COUNTY), ("unit", "archive")):  # this plan holds nothing yet
        where = town.office if words[0] == "office" else folder
        asked = (
            *words[:2],
            *(("--unit", COUNTY) if words[2:] else ()),
            "--data",
            where,
            "--out",
            town.out,
            "--plan",
            ID,
        )
        told = refused(*asked)
        assert "--plan AK-LC-2020" in told and "另一个方案有" in told
    told = refused("office", "archive", "--unit", "M01", "--data", town.office, "--out", town.out, "--plan", ID)
    assert "--plan" not in told, "no plan holds anything of this unit"

    # last year's figures stand in 上年同期 and say where they are from; the keys stay
    cells = town.call("unit", "check", "--data", folder, "--period", NEXT, expect=1)["cells"]
    assert cells["Q06.1/last_year"]["value"] == "5"
    assert cells["Q06.1/last_year"]["note"] == "取自上年报表第1版"
    assert cells["Q06.8/last_year"]["value"] is not None  # derived from what came in
    item = filed(town, NEXT, **{"Q06.1": "6", "Q06.2/last_year": "4"})
    assert item["decision"] == "accepted", item
    (told,) = [one["message"] for one in item["reasons"] if one["item"] == "Q06.2/last_year"]
    assert "上年报表第1版 3" in told and "本表 4" in told
    assert told in [one["message"] for one in town.summary(NEXT)["findings"]]

    for plan, period in (("AK-LC-2020", THIS), (ID, NEXT)):  # each year's archive is of that year alone
        words = ("office", "archive", "--data", town.office, "--plan", plan, "--out", town.out / "archives")
        (path,) = town.call(*words)["files"]
        assert plan in path
        held = {name.split("/")[1] for name in zipfile.ZipFile(path).namelist() if name.startswith(COUNTY)}
        assert held == {period}

    # each period in the plan that has it, at both desks
    assert town.status(THIS)["received"] == 1 and town.status(NEXT)["received"] == 1
    assert town.summary(THIS)["indicators"] and town.indicator(NEXT, "Q06")["coverage"].startswith("1/")
    assert town.call("office", "settings", "--data", town.office, "--plan", "AK-LC-2020")
    receipts = town.call("office", "receipt", "--data", town.office, "--out", town.out)["files"]
    assert len(receipts) == 2
    for paper in receipts:
        town.call("unit", "open", paper, "--data", folder)
    again = town.completed(COUNTY, THIS, {"cells": {"Q06.1": "5.5", "Q06.2": "3"}})
    town.call("unit", "check", "--data", folder, "--period", THIS)
    town.file(COUNTY, THIS, again, reason="订正去年的数")
    (paper,) = town.receive(*town.sent.pop(COUNTY))
    assert (paper["decision"], paper["revision"]) == ("accepted", 2)
    # the list of changes shows what the first revision said, and its code: no number of a stranger
    assert not any("里没有的数" in one["message"] for one in paper["reasons"])
    cells = town.call("unit", "check", "--data", folder, "--period", NEXT)["cells"]
    assert cells["Q06.1/last_year"]["value"] == "5"  # this year's return is filed and says what it said

    # a plan that is not here, and a period of the other plan, are named
    assert "AK-LC-2020" in refused("office", "status", "--data", town.office, "--plan", "X", "--period", THIS)
    told = refused("office", "status", "--data", town.office, "--plan", "AK-LC-2020", "--period", NEXT)
    assert "2020Q1" in told and "2021Q1" not in told


def test_a_pack_of_another_office_is_refused_with_both_codes(town: Town, next_year: Path, tmp_path: Path) -> None:
    other = Town(tmp_path / "other")
    code = other.call("office", "init", "--data", other.office, "--plan", next_year, "--name", "另一个办公室")["code"]
    pack = other.pack()
    folder = town.unit_folder(COUNTY)
    for words in ((), ("--unit", COUNTY), ("--unit", "M01")):
        told = refused("unit", "open", pack, "--data", folder, *words)
        assert code in told and "另一个办公室" in told and "另建" in told
    town.open_unit(COUNTY, pack, tmp_path / "second")


def test_a_version_that_went_out_never_changes_and_none_goes_back(town: Town, tmp_path: Path) -> None:
    def raised(name: str, text: str) -> str:
        return text.replace('version = "2.0.0"', 'version = "2.1.0"') if name == "plan.toml" else text

    changed = edited_plan(tmp_path / "changed", lambda name, text: text.replace('target = "98"', 'target = "4"'))
    same = edited_plan(tmp_path / "same", lambda name, text: f"{text}\n# a remark\n")
    higher = edited_plan(tmp_path / "higher", raised)
    for folder in (changed, same):
        assert "2.0.0" in (told := refused("office", "plan", folder, "--data", town.office)) and "升版本" in told
    patch = edited_plan(
        tmp_path / "patch",
        lambda name, text: text.replace('version = "2.0.0"', 'version = "2.0.1"').replace(
            'target = "98"', 'target = "4"'
        ),
    )
    told = refused("office", "plan", patch, "--data", town.office)
    assert "2.0.1" in told and "2.1.0" in told and "Q06" in told  # more than words changed
    assert town.call("office", "plan", higher, "--data", town.office)["version"] == "2.1.0"
    older = edited_plan(tmp_path / "older", lambda name, text: text)
    assert "2.1.0" in refused("office", "plan", older, "--data", town.office)
    assert town.call("office", "plan", higher, "--data", town.office)["version"] == "2.1.0"


def _with_an_item(name: str, text: str) -> str:
    """Version 2.1.0: one more item that its sum adds, a period and a unit less."""
    if name == "plan.toml":
        return text.replace('version = "2.0.0"', 'version = "2.1.0"')
    if name == "items.toml":
        one = text[text.index('[[item]]\nid = "Q06.7"') :]
        one = one[: one.index("[[item]]", 8)]
        text = text.replace(one, one + one.replace('"Q06.7"', '"Q06.12"').replace("name = ", 'name = "新增"\n#'))
        return text.replace('formula = "Q06.6 + Q06.7"', 'formula = "Q06.6 + Q06.7 + Q06.12"')
    return text


def test_a_return_of_an_older_version_is_taken_and_what_it_lacks_is_not_added_up(town: Town, tmp_path: Path) -> None:
    filed(town, THIS, **{"Q06.1": "5"})
    before = town.indicator(THIS, "Q06")
    assert before["coverage"].startswith("1/")
    town.call("office", "plan", edited_plan(tmp_path / "minor", _with_an_item), "--data", town.office)
    after = town.indicator(THIS, "Q06")
    assert after["coverage"].startswith("0/") and after["value"] is None
    assert any("未报（旧版）" in note and "紫阳县" in note for note in after["notes"])
    status = town.status(THIS)
    assert status["old_version"] == [COUNTY] and status["received"] == 1
    other = town.indicator(THIS, "Q11")  # what did not change counts as before
    assert other["coverage"].startswith("1/")
    # the unit goes on with the new pack; the next revision counts
    folder = town.unit_folder(COUNTY)
    town.call("unit", "open", town.pack(), "--data", folder)
    town.call("unit", "file", "--data", folder, "--period", "2020Q2", "--out", town.out, expect=1)
    said = town.completed(COUNTY, THIS, {"cells": {"Q06.1": "5", "Q06.12": "2"}})
    town.file(COUNTY, THIS, said, reason="方案升版，补报")
    (paper,) = town.receive(*town.sent.pop(COUNTY))
    assert paper["decision"] == "accepted", paper
    assert town.status(THIS)["old_version"] == [] and town.indicator(THIS, "Q06")["coverage"].startswith("1/")


def test_a_new_pc_goes_on_with_a_return_of_an_older_version_once_it_has_the_pack_of_that_time(
    town: Town, tmp_path: Path
) -> None:
    old = next(town.out.glob("任务包*.pdf"))
    said = town.completed(COUNTY, THIS, {})
    (paper, _) = town.file(COUNTY, THIS, said)["files"]
    town.call("office", "plan", edited_plan(tmp_path / "minor", _with_an_item), "--data", town.office)
    new, fresh = town.pack(), tmp_path / "new PC"
    town.open_unit(COUNTY, new, fresh)
    told = refused("unit", "open", paper, "--data", fresh)
    assert "2.0.0" in told and "任务包" in told and "还没有打开" not in told
    assert "2.0.0" in "".join(said_by("unit", "open", old, "--data", fresh)[1:])
    assert refused("unit", "open", old, "--data", fresh), "there is nothing more in it"
    town.call("unit", "open", paper, "--data", fresh)
    checked = town.call("unit", "check", "--data", fresh, "--period", THIS, expect=1)
    assert "Q06.12" in checked["cells"], "the version in force stays the one of the new pack"
    town.call("unit", "open", new, "--data", town.unit_folder(COUNTY))
    full = town.completed(COUNTY, THIS, {"cells": {"Q06.12": "2"}})
    again = town.file(COUNTY, THIS, full, reason="换机补报", folder=fresh, out=town.out / "fresh")
    assert again["revision"] == 2


def _second_plan(folder: Path) -> Path:
    """The shipped plan under another id: every period's id is in both."""
    text = {"AK-LC-2020": "AK-JN-2020", 'short_title = "': 'short_title = "节能'}

    def renamed(_: str, content: str) -> str:
        for before, after in text.items():
            content = content.replace(before, after)
        return content

    return edited_plan(folder, renamed)


def test_two_plans_with_the_same_ids_of_periods_keep_apart_what_is_filed_in_each(town: Town, tmp_path: Path) -> None:
    """The second is kept under `PLAN:period`; papers and settings say the id that the plan itself has."""
    other = f"AK-JN-2020:{THIS}"
    assert filed(town, THIS, **{"Q06.1": "5"})["decision"] == "accepted"
    taken = town.call("office", "plan", _second_plan(tmp_path / "second"), "--data", town.office)
    assert taken["id"] == "AK-JN-2020"
    town.settings('plan = "AK-JN-2020"\n[due]\n2020Q3 = "2020-11-20 17:30"\n')
    town.settings('plan = "AK-LC-2020"\n[due]\n2020Q3 = "2020-10-15 17:30"\n')
    folder = town.unit_folder(COUNTY)
    words = ("office", "pack", "--data", town.office, "--out", town.out / "p", "--plan", "AK-JN-2020")
    for pack in town.call(*words)["files"]:
        town.call("unit", "open", pack, "--data", folder)

    # an id that both have must say whose: a command that does not is used wrongly
    told = refused("unit", "check", "--data", folder, "--period", THIS, expect=2)
    assert "--plan" in told and other in told and f"AK-LC-2020:{THIS}" in told
    for words in ((other,), (THIS, "--plan", "AK-JN-2020")):
        cells = town.call("unit", "check", "--data", folder, "--period", *words, expect=1)["cells"]
        assert cells["Q06.1"]["value"] is None
    item = filed(town, other, **{"Q06.1": "7"})
    assert (item["decision"], item["revision"], item["period"]) == ("accepted", 1, other), item
    held = town.call("unit", "check", "--data", folder, "--period", THIS, "--plan", "AK-LC-2020")["cells"]
    assert held["Q06.1"]["value"] == "5"

    # each plan's figures by themselves, each with its own due time
    for reference, figure in ((f"AK-LC-2020:{THIS}", "5"), (other, "7")):
        assert town.status(reference)["received"] == 1
        found = town.call("office", "trace", reference, "Q06", "--data", town.office)
        assert figure in str(found), reference
    assert other in refused("office", "summary", "--data", town.office, "--period", THIS, "--out", town.out, expect=2)
    todo = str(town.call("office", "todo", "--data", town.office))
    assert other in todo
    receipts = town.call("office", "receipt", "--data", town.office, "--out", town.out / "r")["files"]
    assert len(receipts) == 2 and all(":" not in Path(paper).name for paper in receipts)
    for paper in receipts:
        town.call("unit", "open", paper, "--data", folder)
    again = town.completed(COUNTY, other, {"cells": {"Q06.1": "7.5"}})
    town.file(COUNTY, other, again, reason="更正")
    (paper,) = town.receive(*town.sent.pop(COUNTY))
    assert (paper["decision"], paper["revision"], paper["period"]) == ("accepted", 2, other), paper
    assert town.status(f"AK-LC-2020:{THIS}")["received"] == 1

    # what a change does is asked of the returns of that plan, whichever the office was last looked at in
    for plan, revision in ((SHIPPED, 1), (tmp_path / "second", 2)):
        found = town.call("plan", "diff", plan, plan, "--data", town.office)["returns"]
        assert [(one["period"], one["revision"], one["refused"], one["new"]) for one in found] == [
            (THIS, revision, "", [])
        ]
    for reference in (f"AK-LC-2020:{THIS}", other):
        town.call("office", "summary", "--data", town.office, "--period", reference, "--out", town.out / "s")
    for out, words in (
        ("a", ("office", "archive", "--plan", "AK-JN-2020")),
        ("b", ("unit", "archive", "--plan", "AK-LC-2020")),
    ):
        where = town.office if words[0] == "office" else folder
        town.call(*words, "--data", where, "--out", town.out / out)


def test_who_set_what_is_told_of_each_plan_by_itself(town: Town, next_year: Path) -> None:
    town.settings('[due]\n2020Q3 = "2020-10-15 17:30"\n')
    town.call("office", "plan", next_year, "--data", town.office)
    town.settings(f'plan = "{ID}"\n[due]\n2021Q3 = "2021-10-15 17:30"\n')
    town.settings('plan = "AK-LC-2020"\n[due]\n2020Q2 = "2020-07-15 17:30"\n')
    with OfficeWorkspace.open(town.office) as office:
        told = {id: [one.key for one in settings_history(office.in_plan(id))] for id in ("AK-LC-2020", ID)}
    dues = {id: [key for key in keys if key.startswith("due.")] for id, keys in told.items()}
    assert dues == {"AK-LC-2020": ["due.2020Q3", "due.2020Q2"], ID: ["due.2021Q3"]}
