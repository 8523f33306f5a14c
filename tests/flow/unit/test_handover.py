"""A whole workspace moves in one file: the old one is read only from then on, the new one goes on where it stopped."""

import os
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from forms.papers.handover import hand_over, look_into
from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.store import UnitStore
from models.workspace.act import finish_acts
from tests.flow.town import Town, said_by

AT = datetime(2020, 10, 13, 9, 30, tzinfo=PLAN_ZONE)
Q3, UNIT = "2020Q3", "610924"


def test_a_unit_moves_to_a_new_pc_with_its_history_and_keys(town: Town) -> None:
    old, new = town.unit_folder(UNIT), town.root / "new"
    said = town.completed(UNIT, Q3, {"cells": {"Q06.1": "1.65"}})
    filed = town.file(UNIT, Q3, said)
    words = ("unit", "handover", "--data", old, "--out", town.out, "--to", "李四")
    given = town.call(*words, "--keys")
    assert (given["owner"], given["to"], given["keys"]) == (UNIT, "李四", ["unit.p12"])
    assert os.name != "posix" or Path(given["file"]).stat().st_mode & 0o077 == 0, "it holds everything"
    for more in ((), ("--look",)):
        refused = town.call("office", "takeover", given["file"], "--data", new, *more, expect=1)["error"]
        assert (refused["code"], "unit takeover" in refused["message"]) == ("handover_of_unit", True)
    changed = {**said, "cells": {**said["cells"], "Q06.1": "1.66"}}
    assert town.file(UNIT, Q3, changed, reason="订正", expect=1)["error"]["code"] == "handed_over"
    assert town.call(*words, expect=1)["error"]["code"] == "handed_over"
    assert town.call("unit", "check-store", "--data", old)["sound"]  # it can be read
    look = town.call("unit", "takeover", given["file"], "--look", "--data", new)
    assert (look["holds"]["returns"], look["holds"]["history"] > 0) == (1, True)
    assert (look["head"], look["data"], new.exists()) == (given["head"], None, False)
    assert town.call("unit", "takeover", given["file"], "--data", new)["data"] == str(new)
    assert town.call("unit", "takeover", given["file"], "--data", new, expect=1)["error"]["code"] == "store_exists"
    second = town.file(UNIT, Q3, changed, reason="订正", folder=new)
    assert second["revision"] == filed["revision"] + 1
    (first, second) = town.receive(filed["files"][0], second["files"][0])
    assert (first["decision"], second["decision"]) == ("accepted", "accepted")
    assert town.call("unit", "resume", "--data", old, "--reason", " ", expect=1)["error"]["code"] == "reason_missing"
    assert town.call("unit", "resume", "--data", old, "--reason", "……", expect=1)["error"]["code"] == "reason_vague"
    town.call("unit", "resume", "--data", old, "--reason", "接收人没有接")
    assert town.call("unit", "check-store", "--data", old, "--log")["log"][-1]["why"] == "接收人没有接"
    log = town.call("unit", "check-store", "--data", new, "--log")["log"]
    assert next(one["why"] for one in log if one["kind"] == "handover").startswith("接管")
    assert town.call(*words)["file"] != given["file"]


def test_a_file_that_is_no_whole_handover_makes_nothing(town: Town) -> None:
    given = Path(town.call("office", "handover", "--data", town.office, "--out", town.out, "--to", "李四")["file"])
    with zipfile.ZipFile(given) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    assert set(parts) == {"handover.json", "tanbao.db"}  # no keys unless asked
    refused = town.call("unit", "takeover", given, "--data", town.root / "unit", expect=1)["error"]
    assert (refused["code"], "office takeover" in refused["message"]) == ("handover_of_office", True)
    assert not (town.root / "unit").exists()
    assert "working.p12" in said_by("office", "takeover", given, "--look")[1], "an office is told what it needs instead"
    spoiled = bytearray(parts["tanbao.db"])
    spoiled[20_000:24_000] = b"\xff" * 4_000
    for name, more in (
        ("extra", {**parts, "../evil": b"x"}), ("less", {"tanbao.db": parts["tanbao.db"]}),
        ("no sheet", {**parts, "handover.json": b"[]"}), ("spoiled", {**parts, "tanbao.db": bytes(spoiled)}),
    ):  # fmt: skip
        path = town.root / f"{name}.zip"
        with zipfile.ZipFile(path, "w") as file:
            for one, content in more.items():
                file.writestr(one, content)
        town.call("office", "takeover", path, "--data", town.root / name, expect=1 if name != "spoiled" else 3)
        assert not (town.root / name / "tanbao.db").exists()
    swollen = town.root / "swollen.zip"
    with zipfile.ZipFile(swollen, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("handover.json", parts["handover.json"])
        file.writestr("tanbao.db", b"SQLite format 3\0" + bytes(30_000_000))
    middle = bytearray(given.read_bytes())
    middle[len(middle) // 2 : len(middle) // 2 + 400] = b"\x55" * 400
    (town.root / "middle.zip").write_bytes(middle)
    for name in ("swollen", "middle", "nothing"):
        place = town.root / f"from {name}"
        said = town.call("office", "takeover", town.root / f"{name}.zip", "--data", place, expect=1)
        assert said["error"]["code"] == ("file_not_found" if name == "nothing" else "handover_unreadable")
        assert not place.exists()
    (town.root / "cut.zip").write_bytes(given.read_bytes()[:5000])
    town.call("office", "takeover", town.root / "cut.zip", "--data", town.root / "cut", expect=1)


def test_what_is_cut_short_is_undone_or_done_at_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, out = tmp_path / "unit", tmp_path / "stick"
    UnitStore.create(folder, UNIT).close()

    def give() -> Path:
        with UnitStore.open(folder) as store:
            finish_acts(store)
            return hand_over(store, out, to="李四", name="紫阳县", keys=False, at=AT, by="张三")[0]

    for cut in (
        "models.workspace.act.StagedFiles.write",
        "models.issued.large_file.act",
        "models.issued.large_file.rename",
    ):
        with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
            patch.setattr(cut, lambda *_, **__: 1 / 0)
            give()
        if not cut.endswith("rename"):
            assert not out.exists() or list(out.iterdir()) == [], cut
    with pytest.raises(AppError, match="handed_over"):
        give()
    assert [path.suffix for path in out.iterdir()] == [".zip"], "it was recorded, so it has got its name"
    assert look_into(next(out.iterdir())).counts == {"acts": 1}
