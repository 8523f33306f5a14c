"""A unit's workspace on a small disk of its own, and one on the disk there is; windows closed before the disk goes."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.models.store.conftest import small_disk  # noqa: F401 - a fixture
from ui.session.trial_workspace import make_trial
from ui.window.main_window import MainWindow


@pytest.fixture
def folder(small_disk: Path) -> Path:  # noqa: F811
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    made = small_disk / "unit"
    make_trial(made, "610924").store.close()
    return made


@pytest.fixture
def own_folder(tmp_path: Path) -> Path:
    made = tmp_path / "work" / "unit"
    make_trial(made, "610924").store.close()
    return made


@pytest.fixture
def windows(qtbot: QtBot) -> Iterator[list[MainWindow]]:
    """Those of a test, closed before the disk is taken away."""
    made: list[MainWindow] = []
    yield made
    for one in made:
        one.close()
