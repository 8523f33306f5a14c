"""预演: what the office will say, before anything is sealed, and without a trace."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.flow.refused.test_wrong_input import contents
from tests.flow.town import Town, said_by

UNIT, Q3 = "M12", "2020Q3"


@pytest.fixture
def good(town: Town) -> dict[str, Any]:
    row = {"小区": "测试小区", "户数": "420", "达标": "是", "认定日期": "2020-08-31", "认定单位": "市城管局"}
    return town.completed(UNIT, Q3, {"cells": {"Q10.1": "119"}, "registers": {"R09": [row]}})


def rehearse(town: Town, said: dict[str, Any], *, expect: int = 0) -> Any:
    source = town._input("rehearsal", said)
    words = ("unit", "rehearse", "--data", town.unit_folder(UNIT), "--period", Q3, "--from", source)
    return town.call(*words, expect=expect)


def test_what_the_rehearsal_says_is_what_the_office_does(town: Town, good: dict[str, Any]) -> None:
    told = rehearse(town, good)
    (item,) = town.receive(*town.file(UNIT, Q3, good)["files"])
    for name in ("decision", "revision", "reasons", "seals"):
        assert told[name] == item[name], name
    changed = good | {"cells": good["cells"] | {"Q10.1": "120"}}
    again = rehearse(town, changed)
    (item,) = town.receive(*town.file(UNIT, Q3, changed, reason="核对后更正小区总数")["files"])
    assert (again["decision"], again["revision"]) == (item["decision"], item["revision"]) == ("accepted", 2)


def test_an_error_is_found_before_the_office_finds_it(town: Town, good: dict[str, Any]) -> None:
    told = rehearse(town, good | {"cells": good["cells"] | {"Q10.1": ""}}, expect=1)
    assert told["decision"] == "returned"
    assert {(one["check"], one["item"]) for one in told["reasons"]} == {("CK-A04", "Q10.1")}


def test_each_reason_names_its_place_once(town: Town, good: dict[str, Any]) -> None:
    wrong = good | {"cells": good["cells"] | {"Q10.1": ""}, "cover": {**good["cover"], "电话": ""}}
    source = town._input("rehearsal", wrong)
    words = ("unit", "rehearse", "--data", town.unit_folder(UNIT), "--period", Q3, "--from", source)
    exit_code, told, _ = said_by(*words)
    assert exit_code == 1
    (cell,) = [line for line in told.splitlines() if "未填" in line and "小区" in line]
    (cover,) = [line for line in told.splitlines() if "未填" in line and "电话" in line]
    assert cell.count("城区居住小区总数") == 1 and cover.startswith("封面“电话”")


def test_it_says_how_late_it_would_be(town: Town, good: dict[str, Any]) -> None:
    town.settings('[due]\n"2020Q3" = "2020-10-15T17:30"\n')
    town.call("unit", "open", town.pack(), "--data", town.unit_folder(UNIT))
    told = rehearse(town, good)
    assert told["decision"] == "accepted" and told["late"] > 1000


def test_it_leaves_no_trace_and_asks_for_no_passphrase(
    town: Town, good: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TANBAO_PASSPHRASE")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    folder = town.unit_folder(UNIT)
    before, key = contents(folder), (folder / "unit.p12").read_bytes()
    rehearse(town, good)
    assert contents(folder) == before and (folder / "unit.p12").read_bytes() == key
    assert os.listdir(tmp_path / "tmp") == []
