"""A forgotten passphrase: a new key, nothing lost, nobody waits — the next return carries the request."""

from datetime import datetime
from pathlib import Path

import pytest

from forms.papers.unit_key import code_to_read_out, put_key_aside
from models.basics.period import PLAN_ZONE
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.unit_workspace import UnitWorkspace
from tests.flow.refused.test_wrong_input import contents
from tests.flow.town import SECRET, Town

UNIT, Q3 = "M06", "2020Q3"


def test_an_enrolled_unit_with_a_new_key_is_held_and_enrolled_from_its_return(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = town.completed(UNIT, Q3, {})
    town.receive(*town.file(UNIT, Q3, said)["files"])
    assert town.status(Q3)["received"] == 1
    folder: Path = town.unit_folder(UNIT)
    before = contents(folder)["tanbao.db"]
    old = put_key_aside(folder, datetime(2020, 10, 12, 9, 0, tzinfo=PLAN_ZONE))
    assert old.exists() and contents(folder)["tanbao.db"] == before
    with monkeypatch.context() as patch:
        patch.setenv("TANBAO_PASSPHRASE", "Another-Horse-77")
        changed = said | {"cover": said["cover"] | {"电话": "0915-3210009"}}
        paper = town.file(UNIT, Q3, changed, reason="更正电话")
    (item,) = town.receive(*paper["files"])
    assert item["decision"] == "held" and town.status(Q3)["received"] == 1, "what was in force stays so meanwhile"
    given = town.enrol(paper["files"][0])
    assert given["unit"] == UNIT
    with OfficeWorkspace.open(town.office) as office:
        assert office.line(UNIT, Q3).in_force == paper["digest"], "it takes its place without being sent again"
    town.call("unit", "open", given["file"], "--data", folder)
    with monkeypatch.context() as patch:
        patch.setenv("TANBAO_PASSPHRASE", "Another-Horse-77")
        third = town.file(UNIT, Q3, said, reason="改回")
    assert town.receive(*third["files"])[0]["decision"] == "accepted"


def test_nothing_is_read_out_any_more_once_a_return_under_the_key_was_accepted(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind a receipt that says 已接收 the page still said that the key was not enrolled: its certificate had not come."""
    said, folder = town.completed(UNIT, Q3, {}), town.unit_folder(UNIT)

    def asked() -> str:
        with UnitWorkspace.open(folder) as workspace:
            return code_to_read_out(workspace.store)

    put_key_aside(folder, datetime(2020, 10, 12, 9, 0, tzinfo=PLAN_ZONE))
    monkeypatch.setenv("TANBAO_PASSPHRASE", "Another-Horse-77")
    paper = town.file(UNIT, Q3, said)["files"][0]
    code = asked()
    monkeypatch.setenv("TANBAO_PASSPHRASE", SECRET)
    assert code and town.receive(paper)[0]["decision"] == "held"
    town.enrol(paper)
    (receipt,) = town.call("office", "receipt", "--data", town.office, "--unit", UNIT, "--out", town.out)["files"]
    town.call("unit", "open", receipt, "--data", folder)
    assert asked() == "", "accepted, though the certificate was never opened here"
    monkeypatch.setenv("TANBAO_PASSPHRASE", "Another-Horse-77")
    again = said | {"cover": said["cover"] | {"电话": "0915-3210009"}}
    town.file(UNIT, Q3, again, reason="更正电话")
    assert asked() == "", "nor of a later one under the same key"
    put_key_aside(folder, datetime(2020, 10, 13, 9, 0, tzinfo=PLAN_ZONE))
    town.file(UNIT, Q3, said, reason="改回")
    assert asked() not in ("", code), "of a key it does not know"
