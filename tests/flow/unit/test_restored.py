"""A copy that is put back is told what it lacks by the papers that lie beside it: their numbers are not given again."""

import os
import shutil
from pathlib import Path

import pytest

from forms.opening.issued_text import mark_in_text
from forms.papers.paper import open_paper
from forms.wording.issued_mark import IssuedMark, read_unsealed
from models.store.office.office_store import OfficeStore
from tests.flow.town import Town

Q3, UNIT = "2020Q3", "610924"


def test_a_unit_opens_the_return_its_copy_lacks_before_it_files_again(town: Town) -> None:
    folder = town.unit_folder(UNIT)
    said = town.completed(UNIT, Q3, {"cells": {"Q06.1": "1.65"}})
    first = town.file(UNIT, Q3, said)
    town.call("unit", "backup", "--data", folder, "--out", town.root / "stick")
    (copy,) = (town.root / "stick").iterdir()
    changed = {**said, "cells": {**said["cells"], "Q06.1": "1.66"}}
    second = town.file(UNIT, Q3, changed, reason="订正")
    shutil.rmtree(folder)  # the machine is gone; only the folder of sent files is left
    found = town.call("unit", "restore", town.root / "stick" / copy, "--data", folder)
    assert [(one["kind"], one["revision"], one["digest"]) for one in found["beside"]] == [
        ("seen_return", "2", second["digest"])
    ]
    changed["cells"]["Q06.1"] = "1.67"
    assert town.file(UNIT, Q3, changed, reason="再订正", expect=1)["error"]["code"] == "restore_unconfirmed"
    assert town.call("unit", "confirm", "--data", folder, expect=1)["error"]["code"] == "restore_return_first"
    town.call("unit", "open", first["files"][0], "--data", folder)  # an earlier one is not what it lacks
    assert town.call("unit", "confirm", "--data", folder, expect=1)["error"]["code"] == "restore_return_first"
    town.call("unit", "open", second["files"][0], "--data", folder)
    third = town.file(UNIT, Q3, changed, reason="再订正")
    assert third["revision"] == 3
    answers = town.receive(first["files"][0], second["files"][0], third["files"][0])
    assert {one["decision"] for one in answers} == {"accepted"}


def test_an_office_goes_on_beyond_the_numbers_and_papers_its_copy_lacks(town: Town) -> None:
    receipt = ("office", "receipt", "--data", town.office, "--out", town.out / "receipts")
    town.call("office", "backup", "--data", town.office, "--out", town.root / "stick")
    (copy,) = (town.root / "stick").iterdir()
    sent = town.file(UNIT, Q3, town.completed(UNIT, Q3, {}))
    town.receive(sent["files"][0])
    (first,) = town.call(*receipt)["files"]
    shutil.rmtree(town.office / "backups", ignore_errors=True)
    (town.office / "tanbao.db").write_bytes(b"gone" * 3000)
    broken = bytearray(Path(first).read_bytes())
    broken[len(broken) // 2] ^= 1
    (town.out / "receipts" / "copy.pdf").write_bytes(broken)  # it counts for nothing
    beside = ("--beside", town.out / UNIT, "--beside", town.out / "receipts")
    told = town.call("office", "restore", copy, *beside, "--data", town.office)
    assert {(one["kind"], one["digest"], one["number"]) for one in told["beside"]} == {
        ("seen_return", sent["digest"], ""),
        ("receipt", sent["digest"], number_of(first)),
    }
    town.call("office", "confirm", "--data", town.office)
    town.receive(sent["files"][0])
    (second,) = town.call(*receipt)["files"]
    assert [number_of(path)[-2:] for path in (first, second)] == ["1号", "2号"]


def test_who_had_a_workspace_copied_stands_in_its_record_and_in_the_copy(town: Town) -> None:
    stick = town.root / "stick"
    words = ("office", "backup", "--data", town.office, "--by", "李四")
    town.call(*words), town.call(*words, "--out", stick), town.call(*words, "--second", town.root)
    (copy,) = stick.iterdir()
    for place, folders in ((town.office, [stick, town.root]), (copy, [stick])):
        log = town.call("office", "check", "--log", "--data", place)["log"]
        done = [(one["by"], one["why"]) for one in log if one["kind"] == "backup"]
        assert [by for by, _ in done] == ["李四"] * len(folders), "a dated copy within the workspace leaves nothing"
        assert all(str(folder) in why for folder, (_, why) in zip(folders, done, strict=True))
    assert town.call("office", "restore", copy, "--data", town.office)["lacking"] != [], (
        "that copies go to a second place now"
    )
    (unit,) = {town.call("unit", "backup", "--data", town.unit_folder(UNIT), "--by", "王五", "--out", stick)["backup"]}
    log = town.call("unit", "check-store", "--log", "--data", town.unit_folder(UNIT))["log"]
    assert (log[-1]["kind"], log[-1]["by"]) == ("backup", "王五") and Path(unit).is_dir()


def number_of(path: str) -> str:
    return str(open_paper(Path(path).read_bytes()).facts["number"])


def test_a_number_on_an_unsealed_paper_beside_a_restored_store_is_not_given_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Papers of before their number lay in them as data print it; the last one here has it as data."""
    out = town.root / "papers"
    words = ("--data", town.office, "--out", out)
    town.call("office", "backup", "--data", town.office, "--out", town.root / "stick")
    (copy,) = (town.root / "stick").iterdir()
    with monkeypatch.context() as before:
        before.setattr(IssuedMark, "keywords", "")
        files = [Path(one) for one in town.call("office", "issue", Q3, *words)["files"]]
        with OfficeStore.open(town.office) as store:  # every one of them tells it by itself
            for path in [one for one in files if one.suffix != ".xlsx"]:
                found = read_unsealed(path.read_bytes())
                mark = mark_in_text(store, found.text, "")
                assert found.mark is None and mark is not None, path.name
                assert (mark.kind, mark.period, mark.number) == ("issue", Q3, 1)
        chased = [Path(one) for one in town.call("office", "chase", Q3, UNIT, *words)["files"]]
    shutil.rmtree(town.office / "backups", ignore_errors=True)
    (town.office / "tanbao.db").write_bytes(b"gone" * 3000)
    kept = town.root / "kept"  # of the notice only the document, under a name that says nothing
    kept.mkdir()
    shutil.copy(next(one for one in files if one.suffix == ".docx"), kept / "1.docx")
    shutil.copy(next(one for one in chased if one.suffix == ".pdf"), kept / "2.pdf")
    told = town.call("office", "restore", copy, "--beside", kept, "--data", town.office)
    assert {(one["kind"], one["period"]) for one in told["beside"]} == {("issue", Q3), ("chase", Q3)}
    town.call("office", "confirm", "--data", town.office)
    assert town.call("office", "issue", Q3, *words)["number"] == 2
    again = next(Path(one) for one in town.call("office", "chase", Q3, UNIT, *words)["files"] if one.endswith(".pdf"))
    mark = read_unsealed(again.read_bytes()).mark
    assert mark is not None and (mark.kind, mark.number) == ("chase", 2)
    assert (town.office / "backups").stat().st_mode & 0o77 == 0 or os.name == "nt"
