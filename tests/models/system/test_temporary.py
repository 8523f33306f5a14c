"""Temporary folders that a killed program left go at a later start; those in use, of others, or young stay."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models.basics.errors import AppError
from models.basics.messages import sentence
from models.store import UnitStore
from models.store.connection.lock import LOCK, StoreLock, must_stay
from models.system.temporary import LEFT, sweep_temporary

ROOT = Path(__file__).resolve().parents[3]
HOLD = (
    "import sys; from pathlib import Path; from models.store.connection.lock import StoreLock\n"
    "lock = StoreLock(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
)


def test_what_was_left_goes_and_nothing_else(tmp_path: Path) -> None:
    old, used, young = (f"tanbao-trial-{name}" for name in ("old_0000", "used_000", "young_00"))
    for name in (old, used, young, "other"):
        UnitStore.create(tmp_path / name / "trial", "610924").close()
    for name in ("tanbao-county01", "tanbao-my-office"):  # workspaces that somebody made here: no temporary ones
        UnitStore.create(tmp_path / name, "610924").close()
    (tmp_path / "tanbao-abcd1234.txt").write_text("frames")
    (tmp_path / "tanbao-notes.txt").write_text("somebody's")
    (tmp_path / "tanbao-book.xlsx").write_text("somebody's")
    before = time.time() - LEFT - 60
    for path in [one for one in tmp_path.rglob("*") if "young" not in str(one)]:
        os.utime(path, (before, before))
    with UnitStore.open(tmp_path / used / "trial"):
        for path in (tmp_path / used).rglob("*"):
            os.utime(path, (before, before))
        assert sweep_temporary(must_stay, tmp_path) == 2
    kept = {"other", "tanbao-book.xlsx", "tanbao-notes.txt", "tanbao-county01", "tanbao-my-office", used, young}
    assert set(os.listdir(tmp_path)) == kept


def test_who_is_refused_is_told_on_which_pc_the_data_are_open(tmp_path: Path) -> None:
    path = tmp_path / LOCK
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert path.read_text() == socket.gethostname()
        for name, words in (
            (socket.gethostname(), "另一个碳报程序"),
            ("财务科-3", "电脑“财务科-3”"),
            ("", "另一个碳报程序"),
        ):
            path.write_text(name)
            with pytest.raises(AppError, match="store_in_use") as refused:
                StoreLock(path)
            assert words in sentence(refused.value)
        holder.communicate(b"")
    StoreLock(path).release()
