"""The window over plans of another kind: every page and place opens, and nothing on it speaks of the first plan."""

from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtWidgets import QAbstractButton as Button
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from models.plan.load import load_plan, plan_files
from models.store import UnitStore
from ui.basics.window_settings import WindowMemory
from ui.window.main_window import MainWindow
from ui.window.unit_desk import UnitDesk

PLANS = Path(__file__).resolve().parents[3] / "plans"
FIRST = ("安康", "低碳", "县区", "市办", "佐证编号", "完成百分比", "任务进展表", "A3")


def texts(model: QAbstractItemModel | None, most: int) -> set[str]:
    """What the first rows of a table or list show, heads included."""
    if model is None:
        return set()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    found = {str(model.headerData(column, Qt.Orientation.Horizontal) or "") for column in range(columns)}
    for row in range(min(model.rowCount(), most)):
        found |= {str(model.index(row, column).data() or "") for column in range(columns)}
    return found


def shown(widget: QWidget, most: int = 60) -> str:
    """Every text of a window, of long lists the first rows."""
    found: set[str] = {one.text() for one in (*widget.findChildren(QLabel), *widget.findChildren(Button))}
    for box in widget.findChildren(QComboBox):
        found |= {box.itemText(number) for number in range(box.count())}
    for view in widget.findChildren(QAbstractItemView):
        found |= texts(view.model(), most)
    return "\n".join(found)


@pytest.mark.parametrize(
    ("name", "unit", "period"),
    [("yunze-2027", "B1", "27H1"), ("yunze-2027", "D1", "FY27"), ("lincheng-2026", "TJ", "26H1")],
)
def test_every_page_of_a_unit_opens_in_the_plans_own_words(
    qtbot: QtBot, tmp_path: Path, name: str, unit: str, period: str
) -> None:
    plan = load_plan(PLANS / name)
    with UnitStore.create(tmp_path / "unit", unit) as store:
        store.put_plan(plan.digest, plan.id, plan.version, plan_files(PLANS / name))
    window = MainWindow(tmp_path / "unit", WindowMemory(tmp_path / "memory.ini"))
    qtbot.addWidget(window)
    window.show()
    desk = window.desk
    assert isinstance(desk, UnitDesk)
    desk.session.set_period(period)
    said = ""
    for page in desk.pages():
        desk.go(page.key)
        said += page.title + shown(window)
    sheet = desk.session.sheet
    for address in [*sheet.fields, *list(sheet.slots)[:6], *sheet.register_ids]:
        desk.go(address)
        said += shown(window)
    assert [word for word in FIRST if word in said] == []
    assert plan.words["office"] in said and plan.cover_columns[0].name in said
    window.close()
