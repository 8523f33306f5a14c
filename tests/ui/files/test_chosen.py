"""A file is written over nothing that nobody was asked about: one rule for every place of the window that writes."""

import re
from pathlib import Path

import pytest

from ui.files.chosen import write_chosen

ROOT = Path(__file__).resolve().parents[3]
OVER = re.compile(r"replace=True|\.write_bytes\(|\.write_text\(|ZipFile\([^)]*\"w\"|\.open\(\"w|with_suffix\(")
OWN = {  # places of `ui` that write over a file, and whose it is
    "office/planning/page.py": "a temporary folder",
    "first_office/founding.py": "a temporary folder",
    "basics/journal.py": "the program's own reports",
    "window/selftest.py": "the answer of the program's own test",
}


def test_the_very_file_that_was_chosen_is_replaced_and_no_other(tmp_path: Path) -> None:
    there = tmp_path / "名单.xlsx"
    there.write_bytes(b"old")
    assert write_chosen(tmp_path / "名单", ".xlsx", b"new") == tmp_path / "名单_2.xlsx"
    assert there.read_bytes() == b"old", "nobody was asked about it"
    assert write_chosen(there, ".xlsx", b"new") == there and there.read_bytes() == b"new"
    assert write_chosen(tmp_path / "名单.2020", ".xlsx", b"x") == tmp_path / "名单.2020.xlsx", "the name stays whole"


@pytest.mark.parametrize("kind", ["folder", "read-only", "no folder"])
def test_a_folder_a_read_only_file_and_a_place_that_is_none_are_refused_and_nothing_changes(
    tmp_path: Path, kind: str
) -> None:
    target = tmp_path / "名单.xlsx"
    if kind == "folder":
        target.mkdir()
    elif kind == "read-only":
        target.write_bytes(b"old")
        target.chmod(0o444)
    else:
        (tmp_path / "一个文件").write_bytes(b"old")
        target = tmp_path / "一个文件" / "名单.xlsx"
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OSError) as refused:
        write_chosen(target, ".xlsx", b"new")
    assert refused.value.filename == str(target), "the sentence names what was chosen"
    assert sorted(tmp_path.rglob("*")) == before
    assert kind != "read-only" or target.read_bytes() == b"old"


def test_every_place_of_the_window_that_writes_over_a_file_is_known() -> None:
    rooms = ROOT / "ui"
    found = {
        str(path.relative_to(rooms))
        for path in rooms.rglob("*.py")
        if OVER.search(path.read_text("utf-8"))
        and not path.is_relative_to(rooms / "cli")
        and "pictures" not in path.parts
    }
    assert sorted(found - OWN.keys()) == [], "write_chosen, or write_files without replace"
    assert sorted(OWN.keys() - found) == []
