"""The journal says what the program did and nothing of the person; it stays small and goes into one file."""

import io
import zipfile
from pathlib import Path

import pytest

from ui.basics import journal


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(journal, "settings_folder", lambda: tmp_path / "settings")
    return tmp_path / "settings" / "logs"


def test_no_name_path_or_figure_gets_in(folder: Path) -> None:
    journal.note("command", verb="office.pack", code=0, by="张三", data="/x/数据", said="a b", line="x\ny=1")
    (line,) = (folder / journal.NAME).read_text("ascii").splitlines()
    assert line.endswith("command verb=office.pack code=0 by=- data=- said=- line=-")


def test_it_is_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_BYTES", 500)
    for number in range(100):
        journal.note("window", number=number)
        journal.keep_crash(f"report {number}")
    assert sum(path.stat().st_size for path in folder.glob("*.log")) < 1200
    kept = sorted(path.read_text() for path in folder.glob("crash-*.txt"))
    assert kept == sorted(f"report {number}" for number in range(90, 100))


def test_all_of_it_is_one_file_to_be_sent() -> None:
    journal.note("window")
    journal.keep_crash("report")
    with zipfile.ZipFile(io.BytesIO(journal.packed())) as packed:
        assert sorted(name[:5] for name in packed.namelist()) == ["crash", "tanba"]


def test_a_disk_that_takes_nothing_keeps_nobody_from_working(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_bytes(b"a file where the folder would be")
    journal.note("window")
    assert journal.keep_crash("report") is None
