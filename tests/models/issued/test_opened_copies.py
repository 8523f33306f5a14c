"""Copies that another program shows: gone with the program, or at a later start; those of a running program stay."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models.issued.opened_copies import PREFIX, YOUNG, _own_folder, copy_to_open, sweep_opened
from models.store.connection.lock import LOCK, StoreLock

ROOT = Path(__file__).parents[3]
OPENS = (
    "import sys; from models.issued.opened_copies import copy_to_open\n"
    "print(copy_to_open('监测报告.pdf', b'%PDF'), flush=True); sys.stdin.read()"
)


def opening(folder: Path) -> tuple[subprocess.Popen[str], Path]:
    """Start a program that has a copy open in a folder of temporary files; return it and the copy."""
    process = subprocess.Popen(
        [sys.executable, "-c", OPENS],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder), "PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_what_a_killed_program_left_goes_and_what_a_running_one_shows_stays(tmp_path: Path) -> None:
    killed, left = opening(tmp_path)
    running, shown = opening(tmp_path)
    with killed, running:
        assert (left.read_bytes(), sweep_opened(tmp_path)) == (b"%PDF", 0)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert left.exists()
        assert (sweep_opened(tmp_path), left.exists(), shown.exists()) == (1, False, True)
        running.communicate("")
    assert list(tmp_path.iterdir()) == [], "the other has ended of itself and taken its own away"


def test_only_what_is_ours_and_nobody_uses_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("left_000", "made_000", "old__000", "elsewhere")
    left, made, old, elsewhere = (tmp_path / f"{PREFIX}{name}" for name in names)
    for folder in (left, made, old, elsewhere, tmp_path / "tanbao-open"):
        (folder / "0123456789ab").mkdir(parents=True)
        (folder / "0123456789ab/佐证.pdf").write_bytes(b"%PDF")
    for folder in (left, elsewhere, tmp_path / "tanbao-open"):
        StoreLock(folder / LOCK).release()
    (tmp_path / f"{PREFIX}link_000").symlink_to(tmp_path / "tanbao-open")
    (tmp_path / f"{PREFIX}file_000").write_bytes(b"")
    os.utime(old, (time.time() - YOUNG - 9,) * 2)
    assert sweep_opened(tmp_path) == 2
    assert (left.exists(), made.exists(), old.exists()) == (False, True, False)
    assert len(list(tmp_path.iterdir())) == 5 and (tmp_path / "tanbao-open/0123456789ab/佐证.pdf").exists()
    if hasattr(os, "getuid"):
        StoreLock(made / LOCK).release()
        monkeypatch.setattr(os, "getuid", lambda: -1)
        assert (sweep_opened(tmp_path), made.exists()) == (0, True), "another person's"


def test_a_file_that_is_still_open_elsewhere_is_left_without_a_word_and_goes_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows does not remove a file that a program has open."""
    folder = tmp_path / f"{PREFIX}left_000"
    folder.mkdir()
    (folder / "佐证.pdf").write_bytes(b"%PDF")
    StoreLock(folder / LOCK).release()
    real = os.unlink

    def unlink(path: str, **said: int) -> None:
        if str(path).endswith(".pdf"):
            raise PermissionError(13, "in use", path)
        real(path, **said)

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", unlink)
        assert sweep_opened(tmp_path) == 0
    assert [path.name for path in folder.iterdir()] == ["佐证.pdf"]
    os.utime(folder, (time.time() - YOUNG - 9,) * 2)
    assert (sweep_opened(tmp_path), list(tmp_path.iterdir())) == (1, [])


def test_a_copy_is_used_again_and_one_that_somebody_changed_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    _own_folder.cache_clear()
    try:
        first = copy_to_open("报告/一.docx", b"one")
        assert (copy_to_open("报告/一.docx", b"one"), first.parent.parent.parent) == (first, tmp_path)
        first.write_bytes(b"changed")
        again = copy_to_open("报告/一.docx", b"one")
        assert (first.read_bytes(), again.read_bytes(), again.suffix) == (b"changed", b"one", ".docx")
        assert copy_to_open("二.pdf", b"two").parent != first.parent
        assert sweep_opened(tmp_path) == 0, "our own"
    finally:
        shutil.rmtree(_own_folder())
        _own_folder.cache_clear()
