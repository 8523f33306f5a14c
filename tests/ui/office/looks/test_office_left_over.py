"""An office's desk that is left takes with it all it was made of."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.flow.town import Town
from tests.ui.window.test_left_over import UNIT, left_over
from ui.session.trial_workspace import make_trial
from ui.window.main_window import MainWindow


def test_an_offices_desk_leaves_nothing_behind(window: MainWindow, town: Town, tmp_path: Path) -> None:
    make_trial(tmp_path / "unit", UNIT).close()

    def open_it() -> None:
        window.open_folder(tmp_path / "unit")
        window.open_folder(town.office)

    def walk() -> None:
        open_it()
        desk = window.office
        assert desk is not None
        for page in desk.pages:
            desk.go(page.key, "")
            QApplication.processEvents()

    assert left_over(open_it) == {}
    assert left_over(walk) == {}
