"""A whole workspace moves in one file: the old one is read only from then on, the new one goes on where it stopped."""

import zipfile
from pathlib import Path

from tests.flow.town import Town

Q3, UNIT = "2020Q3", "610924"


def test_a_unit_moves_to_a_new_pc_with_its_history_and_keys(town: Town) -> None:
    old, new = town.unit_folder(UNIT), town.root / "new"
    said = town.completed(UNIT, Q3, {"cells": {"Q06.1": "1.65"}})
    filed = town.file(UNIT, Q3, said)
    words = ("unit", "handover", "--data", old, "--out", town.out, "--to", "李四")
    given = town.call(*words, "--keys")
    assert (given["owner"], given["to"], given["keys"]) == (UNIT, "李四", ["unit.p12"])
    changed = {**said, "cells": {**said["cells"], "Q06.1": "1.66"}}
    assert town.file(UNIT, Q3, changed, reason="订正", expect=1)["error"]["code"] == "handed_over"
    assert town.call(*words, expect=1)["error"]["code"] == "handed_over"
    assert town.call("unit", "check-store", "--data", old)["sound"]  # it can be read
    look = town.call("unit", "takeover", given["file"], "--look", "--data", new)
    assert (look["head"], look["data"], new.exists()) == (given["head"], None, False)
    assert town.call("unit", "takeover", given["file"], "--data", new)["data"] == str(new)
    assert town.call("unit", "takeover", given["file"], "--data", new, expect=1)["error"]["code"] == "store_exists"
    second = town.file(UNIT, Q3, changed, reason="订正", folder=new)
    assert second["revision"] == filed["revision"] + 1
    (first, second) = town.receive(filed["files"][0], second["files"][0])
    assert (first["decision"], second["decision"]) == ("accepted", "accepted")
    assert town.call("unit", "resume", "--data", old, "--reason", " ", expect=1)["error"]["code"] == "reason_missing"
    town.call("unit", "resume", "--data", old, "--reason", "接收人没有接")
    assert town.call("unit", "check-store", "--data", old, "--log")["log"][-1]["why"] == "接收人没有接"
    assert town.call(*words)["file"] != given["file"]


def test_a_file_that_is_no_whole_handover_makes_nothing(town: Town) -> None:
    given = Path(town.call("office", "handover", "--data", town.office, "--out", town.out, "--to", "李四")["file"])
    with zipfile.ZipFile(given) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    assert set(parts) == {"handover.json", "tanbao.db"}  # no keys unless asked
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
