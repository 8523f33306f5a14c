"""An office with enrolled units and some returns, opened in the window."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.flow.conftest import founded  # noqa: F401 - a fixture
from tests.flow.test_cases import IN_ZONES, OWN, YEAR, forest, rule
from tests.flow.town import COUNTIES, SECRET, Town
from tests.once import BuiltOnce
from ui.basics.window_settings import WindowMemory
from ui.window.main_window import MainWindow
from ui.window.office_desk import OfficeDesk

PERIOD = YEAR
DUE = f'[due]\n"{YEAR}" = "2021-01-15T17:30"\n'


@pytest.fixture
def town(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """Nine counties and three zones have filed; the tenth and all departments have not."""
    monkeypatch.setenv("TANBAO_PASSPHRASE", SECRET)
    return Town.copy_of(filled, tmp_path / "town")


@pytest.fixture(scope="session")
def filled(founded: Path, built_once: BuiltOnce) -> Path:  # noqa: F811
    """That town, made once."""

    def fill(folder: Path) -> None:
        shutil.copytree(founded, folder / "town")
        made = Town(folder / "town")
        made.settings(DUE + rule())
        figures = {**OWN, **IN_ZONES}
        del figures[COUNTIES[-1]]
        for unit, figure in figures.items():
            filed = made.file(unit, YEAR, made.completed(unit, YEAR, {"cells": forest(figure)}))
            made.receive(*filed["files"], at="2021-01-14T09:00")

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANBAO_PASSPHRASE", SECRET)
        return built_once("office_desk", fill) / "town"


@pytest.fixture
def window(qtbot: QtBot, town: Town, tmp_path: Path) -> Iterator[MainWindow]:
    """The program's window on the office's folder."""
    made = MainWindow(town.office, WindowMemory(tmp_path / "settings.ini"))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


@pytest.fixture
def desk(window: MainWindow) -> OfficeDesk:
    """The office's desk at the year."""
    assert window.office is not None
    window.office.session.set_period(PERIOD)
    return window.office
