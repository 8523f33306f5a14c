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
from models.store.file.lock import LOCK, StoreLock, in_use
from models.system.temporary import LEFT, sweep_temporary

ROOT = Path(__file__).resolve().parents[3]
HOLD = (
    "import sys; from pathlib import Path; from models.store.file.lock import StoreLock\n"
    "lock = StoreLock(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
)


def test_what_was_left_goes_and_nothing_else(tmp_path: Path) -> None:
    for name in ("tanbao-old", "tanbao-used", "tanbao-young", "other"):
        UnitStore.create(tmp_path / name / "trial", "610924").close()
    (tmp_path / "tanbao-report.txt").write_text("frames")
    (tmp_path / "tanbao-book.xlsx").write_text("somebody's")
    before = time.time() - LEFT - 60
    for path in [one for one in tmp_path.rglob("*") if "young" not in str(one)]:
        os.utime(path, (before, before))
    with UnitStore.open(tmp_path / "tanbao-used" / "trial"):
        for path in (tmp_path / "tanbao-used").rglob("*"):
            os.utime(path, (before, before))
        assert sweep_temporary(in_use, tmp_path) == 2
    assert sorted(os.listdir(tmp_path)) == ["other", "tanbao-book.xlsx", "tanbao-used", "tanbao-young"]


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
