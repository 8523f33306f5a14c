"""The lock of a store as Windows has it: a byte far beyond the name, so that whoever is refused can read whose it is."""

import fcntl
import importlib.util
import os
import struct
import sys
from pathlib import Path
from types import ModuleType

import pytest

from models.basics.errors import AppError
from models.store.connection import lock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="plays Windows")


def locking(number: int, mode: int, length: int) -> None:
    """Lock bytes from where a file stands, of this opening alone, or refuse at once, as msvcrt does."""
    assert mode == 2
    place = os.lseek(number, 0, os.SEEK_CUR)
    try:
        fcntl.fcntl(number, fcntl.F_OFD_SETLK, struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, place, length, 0))
    except BlockingIOError as error:
        raise PermissionError(13, "Permission denied") from error


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module of the lock, loaded where Windows is played."""
    played = ModuleType("msvcrt")
    played.LK_NBLCK, played.locking = 2, locking  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "msvcrt", played)
    spec = importlib.util.spec_from_file_location("lock_on_windows", str(lock.__file__))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with monkeypatch.context() as platform:
        platform.setattr(sys, "platform", "win32")
        spec.loader.exec_module(module)
    return module


def test_one_program_has_it_and_the_other_is_told_where(windows: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / lock.LOCK
    held = windows.StoreLock(path)
    assert path.stat().st_size < lock.FAR  # the byte that is locked is no part of the file
    path.write_text("财务科-3", "utf-8")
    with pytest.raises(AppError) as refused:
        windows.StoreLock(path)
    assert refused.value.code == "store_in_use" and "财务科-3" in str(refused.value.facts["谁"])
    assert windows.must_stay(tmp_path)
    held.release()
    windows.StoreLock(path).release()
