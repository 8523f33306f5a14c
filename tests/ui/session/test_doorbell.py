"""A second start of the program brings the first window forward, or says that the data are in use elsewhere."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from models.store import UnitStore, has_store
from ui.session.doorbell import Doorbell, in_use, ring


def test_the_first_window_takes_the_note_with_its_files_and_no_other_does(tmp_path: Path, qtbot: QtBot) -> None:
    parent = QObject()
    mine, other = Doorbell(parent), Doorbell(parent)
    mine.folder, other.folder = tmp_path / "unit", tmp_path / "elsewhere"
    taken: list[bool] = []
    second = threading.Thread(target=lambda: taken.append(ring(tmp_path / "unit", [tmp_path / "回执.pdf"])))
    with qtbot.waitSignal(mine.rung) as signal, qtbot.assertNotEmitted(other.rung):
        second.start()
    second.join()
    assert (signal.args, taken) == ([[tmp_path / "回执.pdf"]], [True])


def test_a_note_nobody_takes_is_taken_back(tmp_path: Path, own_folders: Path) -> None:
    assert ring(tmp_path, [], patience=0.1) is False
    assert not list(own_folders.rglob("wanted.json"))


def test_a_workspace_is_in_use_while_a_program_has_it(tmp_path: Path) -> None:
    assert not in_use(tmp_path)
    with UnitStore.create(tmp_path, "610924"):
        assert in_use(tmp_path)
    assert not in_use(tmp_path)


@contextmanager
def nobody() -> Iterator[None]:
    """Be somebody without rights for a moment, where one is the system's administrator."""
    administrator = os.geteuid() == 0
    if administrator:
        os.seteuid(65534)
    try:
        yield
    finally:
        if administrator:
            os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights of Unix")
def test_a_folder_nobody_may_look_into_lets_the_window_begin_and_say_so(tmp_path: Path) -> None:
    UnitStore.create(tmp_path / "unit", "610924").close()
    (tmp_path / "unit").chmod(0)
    with nobody():
        assert has_store(tmp_path / "unit") and not in_use(tmp_path / "unit")
    (tmp_path / "unit").chmod(0o700)


def test_a_name_no_disk_can_have_holds_no_workspace(tmp_path: Path) -> None:
    assert not has_store(tmp_path / ("长" * 300)) and not in_use(tmp_path / ("长" * 300))
