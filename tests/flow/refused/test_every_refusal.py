"""Every command with every failure it can meet: it says so, exits with the code of its kind, and changes nothing."""

import json
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from forms.seals.keys import keys
from models.store.connection.failures import BACKUPS
from models.store.file.files import STORE
from tests.flow.refused.refusals import GENERAL, Place, every_verb, failures
from tests.flow.town import SECRET, Town, said_by
from tests.models.store.damage import set_version

Q3, UNIT = "2020Q3", "610902"
_MOVES = ("-wal", "-shm", ".lock")
# commands that look: they answer also where nothing can be written
LOOK = {
    "office check", "office issued", "office keys", "office papers", "office settings", "office status", "office todo",
    "office trace", "office receipt", "office contact", "office summary", "office cells", "office score-rules", "unit check", "unit check-store", "unit issued", "unit slices", "unit import",
}  # fmt: skip
# (command, failure) → why it is no refusal
DONE = {
    ("office receive", "paths: garbage"): "what is no paper is kept in quarantine, with the reason",
    ("office restore", "beside: garbage"): "a folder of other files has no papers in it",
    ("unit restore", "beside: garbage"): "a folder of other files has no papers in it",
}


@pytest.fixture(scope="module")
def place(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A town with one return in, a store that is damaged and stores of a newer program."""
    town = Town.copy_of(founded, tmp_path_factory.mktemp("refusals") / "town")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANBAO_PASSPHRASE", SECRET)
        said = town.completed(UNIT, Q3, {})
        filed = town.file(UNIT, Q3, said)
        town.receive(*filed["files"])
        town.settings('[parameters]\nyoy_limit = "60"\n')
    unit, root = town.unit_folder(UNIT), town.root
    for name, folder in (("newer office", town.office), ("newer unit", unit), ("damaged", unit)):
        shutil.copytree(folder, root / name)
    for name in ("newer office", "newer unit"):
        set_version(root / name / STORE, 99)
    with (root / "damaged" / STORE).open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 4000)
    (root / "garbage.pdf").write_bytes(b"garbage")
    (root / "occupied").write_bytes(b"")
    (root / "settings.toml").write_text('[parameters]\nyoy_limit = "70"\n', "utf-8")
    changed = {**said, "cells": {**said["cells"], "Q06.1": "1.66"}}
    (root / "changed.json").write_text(json.dumps(changed, ensure_ascii=False), "utf-8")
    (root / "items.json").write_text(json.dumps([{"item": "Q06.1", "text": "请核实"}]), "utf-8")
    request = next(town.out.glob(f"{UNIT}*登记申请*.pdf"))
    values = {
        "out": str(root / "refused"), "unit file from_": str(root / "changed.json"),
        "digest": filed["digest"], "keep": filed["digest"], "office enrol paper": str(request),
        "office set file": str(root / "settings.toml"), "office return items": str(root / "items.json"),
        "unit import books": str(filed["files"][1]), "unit stamp scan": str(filed["files"][0]),
        "unit attach files": str(filed["files"][0]),
    }  # fmt: skip
    return Place(town=town, paper=next(town.out.glob("任务包*.pdf")), unit=unit, values={**GENERAL, **values})


@pytest.mark.skipif(sys.platform == "win32", reason="limits of the system")
def test_every_command_that_is_refused_changes_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANBAO_PASSPHRASE", SECRET)
    wrong, tried = [], Counter[int]()
    stores = {path: _dump(path) for path in (place.town.office / STORE, place.unit / STORE)}

    def changed(before: Mapping[Path, tuple[int, int]], after: Mapping[Path, tuple[int, int]]) -> list[str]:
        """Files that are others than before; a store that was written counts by what it says."""
        touched = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
        return [str(path) for path in touched if path not in stores or _dump(path) != stores[path]]

    before = _files(place)
    for verb in every_verb():
        called = " ".join(verb.words)
        for failure in failures(verb, place):
            if (called, failure.name) in DONE:
                continue
            with failure.state(), keys.signer_cache(rounds=2000):  # dear key files are tested elsewhere
                code, _, err = said_by(*failure.words)
            tried[code] += 1
            said = f"{called}, {failure.name}: exit {code} {err[-200:].strip()}"
            wrong += [said] if code == 4 or (code == 2 and "unreadable" not in failure.name) else []
            if code == 0:
                wrong += [] if called in LOOK or failure.name == "held" else [said]
                shutil.rmtree(place.root / "refused", ignore_errors=True)
            copies = f"/{BACKUPS}/" if code == 0 else "none"
            after = _files(place)
            wrong += [f"{said}; changed {one}" for one in changed(before, after) if copies not in one]
            before = after
    assert not wrong, "\n".join(wrong)
    assert tried[1] > 300 and tried[3] > 80, tried


def _files(place: Place) -> dict[Path, tuple[int, int]]:
    """Every file a command could have written, by size and time of the last write."""
    found = {}
    for folder in (place.town.office, place.unit, place.root / "refused", place.root / "nowhere"):
        for path in folder.rglob("*"):
            if path.is_file() and not path.name.endswith(_MOVES):
                said = path.stat()
                found[path] = said.st_size, said.st_mtime_ns
    return found


def _dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return sorted(db.iterdump())
