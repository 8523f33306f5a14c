"""What is refused, or stopped by the machine, changes nothing at all, and goes through once that is put right.

That every command is refused without a change is `test_every_refusal`.
"""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.flow.town import Town

Q3, UNIT = "2020Q3", "610902"
Break = Callable[[Town, pytest.MonkeyPatch], list[object]]
_MOVES = ("-wal", "-shm", ".lock")


def everything(*folders: Path) -> dict[str, object]:
    """All rows of every store and all bytes of every other file below some folders."""
    found: dict[str, object] = {}
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        if path.name == "tanbao.db":
            with closing(sqlite3.connect(path)) as db:
                found[str(path)] = sorted(db.iterdump())
        elif not path.name.endswith(_MOVES):
            found[str(path)] = path.read_bytes()
    return found


def wrong_passphrase(town: Town, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    monkeypatch.setenv("TANBAO_PASSPHRASE", "wrong-wrong-wrong")
    return ["--out", town.out / "refused"]


def out_is_a_file(town: Town, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    (town.root / "occupied").write_bytes(b"")
    return ["--out", town.root / "occupied" / "out"]


def disk_is_full(town: Town, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The folder the files go to is on a disk without room."""
    import errno

    from models.store.file import disk

    def full(self: disk.StagedFiles) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(self.out))

    monkeypatch.setattr(disk.StagedFiles, "write", full)
    return ["--out", town.out / "refused"]


def correction(town: Town) -> tuple[list[object], list[Path]]:
    """A filed unit that files a changed sheet from a file."""
    said = town.completed(UNIT, Q3, {})
    town.file(UNIT, Q3, said)
    changed = {**said, "cells": {**said["cells"], "Q06.1": "1.66"}}
    path = town.root / "changed.json"
    path.write_text(json.dumps(changed, ensure_ascii=False), "utf-8")
    words: list[object] = ["unit", "file", "--data", town.unit_folder(UNIT), "--period", Q3]
    return [*words, "--from", path, "--reason", "订正"], [town.unit_folder(UNIT)]


def first_filing(town: Town) -> tuple[list[object], list[Path]]:
    """The first filing of a unit that has not even a key."""
    pack = next(town.out.glob("任务包*.pdf"))
    folder = town.open_unit(UNIT, pack, town.root / "no key")
    path = town.root / "first.json"
    said: dict[str, Any] = town.completed(UNIT, Q3, {})
    path.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    return ["unit", "file", "--data", folder, "--period", Q3, "--from", path], [folder]


def receipts(town: Town) -> tuple[list[object], list[Path]]:
    town.receive(*town.file(UNIT, Q3, town.completed(UNIT, Q3, {}))["files"])
    return ["office", "receipt", "--data", town.office], [town.office]


def enrolment(town: Town) -> tuple[list[object], list[Path]]:
    folder = town.open_unit("M12", next(town.out.glob("任务包*.pdf")), town.root / "new")
    paper = town.request(folder)["file"]
    return ["office", "enrol", paper, "--data", town.office], [town.office]


@pytest.mark.parametrize(
    ("prepare", "failure"),
    [
        (correction, disk_is_full), (first_filing, wrong_passphrase), (receipts, out_is_a_file),
        (enrolment, disk_is_full),
    ],
)  # fmt: skip
def test_what_fails_changes_nothing_and_goes_through_afterwards(
    town: Town, prepare: Callable[[Town], tuple[list[object], list[Path]]], failure: Break
) -> None:
    words, folders = prepare(town)
    (town.out / "refused").mkdir()
    before = everything(*folders, town.out)
    with pytest.MonkeyPatch.context() as patch:
        more = failure(town, patch)
        if prepare is first_filing and failure is wrong_passphrase:
            patch.setenv("TANBAO_PASSPHRASE", "short")
        code = 3 if failure is disk_is_full else 1
        town.call(*words, *more, expect=code)
    assert everything(*folders, town.out) == before
    assert town.call(*words, "--out", town.out / "now")
