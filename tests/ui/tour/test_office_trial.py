"""The office's trial: marked, with a passphrase and files to receive, shown around, gone with one click."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from forms.demo import city
from forms.demo.city import INBOX, LEFT, OFFICE, RETURNS, SECRET, prepare_city
from models.plan.load import SHIPPED, load_plan
from tests.flow.town import Town
from tests.ui.office.conftest import filled, founded, town  # noqa: F401 - fixtures
from ui.basics.jobs import Stopped
from ui.basics.window_settings import WindowMemory
from ui.session import trial_workspace
from ui.session.trial_workspace import INSIDE, PREFIX, make_city
from ui.tour.tour import Tour
from ui.window.main_window import MainWindow


def test_a_city_is_laid_out_with_files_that_wait_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chain itself is played by tests/flow/test_demo.py; here it is asked for with the right facts."""
    asked = {}

    def play(out: Path, seed: int, progress: object, **facts: object) -> None:
        asked.update(facts)
        for unit in load_plan(SHIPPED).filing_units:
            (out / RETURNS).mkdir(parents=True, exist_ok=True)
            (out / RETURNS / f"{unit.id}_x.pdf").touch()
        (out / OFFICE).mkdir()

    monkeypatch.setattr(city, "play", play)
    made = prepare_city(tmp_path, INSIDE, lambda done, of: None)
    assert made == tmp_path / INSIDE and {one.name for one in tmp_path.iterdir()} == {INSIDE, INBOX}
    assert asked["secret"] == SECRET and len(asked["waits"]) == LEFT == len(list((tmp_path / INBOX).iterdir()))


def test_a_city_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int, of: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        make_city(stop, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_office_is_tried_under_a_strip_and_thrown_away_with_one_click(
    qtbot: QtBot,
    town: Town,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = tmp_path / f"{PREFIX}x"

    def ready(progress: object) -> Path:
        shutil.copytree(town.office, root / INSIDE)
        return root / INSIDE

    monkeypatch.setattr(trial_workspace, "make_city", ready)
    window = MainWindow(tmp_path / "none", WindowMemory(tmp_path / "memory.ini"))
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    assert window.start is not None
    window.start.city_wanted.emit()
    qtbot.waitUntil(lambda: window.office is not None)
    desk = window.office
    assert desk is not None
    buttons = {one.text(): one for one in desk.findChildren(QPushButton)}
    buttons["带我走一遍（三分钟）"].click()
    (tour,) = desk.findChildren(Tour)
    while tour.at + 1 < len(tour.steps):
        assert tour.steps[tour.at].find() is not None and desk.rect().contains(tour.geometry())
        tour.go_on()
    tour.go_on()
    buttons["退出试用"].click()
    qtbot.waitUntil(lambda: window.office is None and window.start is not None)
    assert not root.exists()
    window.close()
