"""Several plans and none is named: what is one plan's is not changed or given out by a guess; their names, exit 2."""

from pathlib import Path

import pytest

from models.versions.held import plans_in_force
from models.workspace.office_workspace import OfficeWorkspace
from tests.flow.plans.next_year import ID
from tests.flow.plans.test_several_plans import COUNTY, THIS, refused
from tests.flow.refused.test_wrong_input import contents
from tests.flow.town import Town, said_by
from ui.cli.shared import parser
from ui.cli.shared.command import VERBS

THAT = "AK-LC-2020"


@pytest.fixture
def both(town: Town, next_year: Path) -> Town:
    town.call("office", "plan", next_year, "--data", town.office)
    pack = town.call("office", "pack", "--data", town.office, "--out", town.out / "next", "--plan", ID)["files"][0]
    town.call("unit", "open", pack, "--data", town.unit_folder(COUNTY))
    return town


def test_verbs_about_one_plan_name_those_there_are(both: Town, tmp_path: Path) -> None:
    for first in ("office", "unit"):
        parser._load(f"ui.cli.{first}")
    about = [words for words, verb in sorted(VERBS.items()) if verb.one_plan]
    assert {" ".join(words) for words in about} == {
        "office pack", "office settings", "office duties", "office archive", "office score-rules", "unit duties", "unit archive",
    }  # fmt: skip
    before = contents(both.office)
    for words in about:
        folder = both.office if words[0] == "office" else both.unit_folder(COUNTY)
        out = () if words[1] == "score-rules" else ("--out", tmp_path / "out")
        told = refused(*words, "--data", folder, *out, expect=2)
        assert f"{ID}（" in told and f"{THAT}（" in told and "--plan" in told, words
    assert contents(both.office) == before and not (tmp_path / "out").exists()


def test_what_spans_every_plan_needs_no_name(both: Town) -> None:
    for words in (
        ("todo",),
        ("papers",),
        ("keys",),
        ("contact",),
        ("issued",),
        ("check",),
        ("receipt", "--out", both.out),
    ):
        both.call("office", *words, "--data", both.office)
    both.call("unit", "request", "--data", both.unit_folder(COUNTY), "--out", both.out / "again")


def _due(town: Town) -> dict[str, list[str]]:
    with OfficeWorkspace.open(town.office) as office:
        return {plan.id: list(office.in_plan(plan.id).settings.due) for plan in plans_in_force(office.store)}


def test_settings_go_to_the_plan_whose_periods_they_speak_of(both: Town, tmp_path: Path) -> None:
    """They went to the newest plan, which knew no 2020Q3 and refused it."""
    both.settings('[due]\n"2020Q3" = "2020-10-15T17:30"\n')
    both.settings('[due]\n"2021Q3" = "2021-10-15T17:30"\n')
    assert _due(both) == {THAT: [THIS], ID: ["2021Q3"]}
    path = tmp_path / "settings.toml"
    path.write_text('[parameters]\nyoy_limit = "60"\n', "utf-8")
    for more in ((), ("--preview",)):
        told = refused("office", "set", path, *more, "--data", both.office, expect=2)
        assert f"{ID}（" in told and f"{THAT}（" in told
    both.call("office", "set", path, "--data", both.office, "--plan", THAT)
    both.settings(f'plan = "{ID}"\n[parameters]\nyoy_limit = "70"\n')
    path.write_text("\n".join(said_by("office", "settings", "--data", both.office, "--plan", THAT)[1:2]), "utf-8")
    both.call("office", "set", path, "--data", both.office)  # what it tells is what it takes


def test_a_period_of_several_by_its_name_is_named_with_both(both: Town) -> None:
    told = refused("office", "status", "--data", both.office, "--period", "三季度", expect=2)
    assert f"{THAT}:2020Q3" in told and f"{ID}:2021Q3" in told
    assert both.call("office", "status", "--data", both.office, "--period", "2020年三季度")["period"] == THIS
    assert (
        both.call("office", "status", "--data", both.office, "--period", "三季度", "--plan", ID)["period"] == "2021Q3"
    )
