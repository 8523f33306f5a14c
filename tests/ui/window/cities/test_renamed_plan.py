"""The window over the shipped plan under other names: each page says the same, once the names are put back."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from models.plan.load import SHIPPED, load_plan_bytes, plan_files
from models.store import UnitStore
from tests.models.plan.renamed import renamed
from tests.ui.window.cities.test_other_city import shown
from ui.basics.window_settings import WindowMemory
from ui.window.main_window import MainWindow

UNIT, PERIOD, PAGES = "610924", "2020Q3", ("cover", "A1", "progress", "R08")
NEXT = "下一处："
LIST = re.compile(r"[^：；。“”\[\]', ]+(?:、[^：；。“”\[\]', ]+)+")


def said_on(qtbot: QtBot, folder: Path, files: Mapping[str, bytes], unit: str, period: str, pages: list[str]) -> str:
    """Everything that stands on some pages of a unit's desk: what they are called, heads, rows, navigation."""
    plan = load_plan_bytes(files)
    with UnitStore.create(folder, unit) as store:
        store.put_plan(plan.digest, plan.id, plan.version, files)
    window = MainWindow(folder, WindowMemory(folder / "memory.ini"))
    qtbot.addWidget(window)
    window.show()
    desk = window.desk
    assert desk is not None
    desk.session.set_period(period)
    found = []
    for page in desk.pages():
        if page.key in pages:
            desk.go(page.key)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what stood there before
            beside = set(shown(desk.panel).splitlines())  # the first checks of a place, whichever those are
            found += [page.title, *(line for line in shown(window).splitlines() if line not in beside)]
    assert {page.key for page in desk.pages()} >= set(pages)
    window.close()
    return "\n".join(found)


def lines(text: str) -> set[str]:
    """The lines of a text but for what hangs on the order of tasks; what is listed in one stands in no order."""
    kept = [line for line in text.splitlines() if not line.startswith(NEXT) and "……" not in line]
    return {LIST.sub(lambda found: "、".join(sorted(found[0].split("、"))), line) for line in kept}


@pytest.fixture(scope="module")
def as_shipped(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    class Kept:
        def addWidget(self, widget: object) -> None:
            self.widget = widget

    kept = Kept()
    folder = tmp_path_factory.mktemp("shipped") / "unit"
    return lines(said_on(kept, folder, plan_files(SHIPPED), UNIT, PERIOD, list(PAGES)))  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_window_says_the_same_under_other_names(
    qtbot: QtBot, tmp_path: Path, as_shipped: set[str], seed: int
) -> None:
    names = renamed(seed)
    pages = [names.there(page) for page in PAGES]
    said = said_on(qtbot, tmp_path / "unit", names.files, names.there(UNIT), names.there(PERIOD), pages)
    assert lines(names.back(said)) == as_shipped
