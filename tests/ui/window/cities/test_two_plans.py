"""A workspace with two plans in the window: every period can be chosen, and the desk opens in the plan it belongs to."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from models.plan.load import load_plan, load_plan_bytes, plan_files
from models.workspace.unit_workspace import UnitWorkspace
from tests.flow.plans.next_year import ID, next_years_plan
from ui.basics.window_settings import WindowMemory
from ui.session.trial_workspace import make_trial
from ui.window.main_window import MainWindow


def _open(qtbot: QtBot, window: MainWindow, period: str) -> None:
    """Choose a period of another plan: that it is opened is said before the window stands still."""
    desk = window.desk
    assert desk is not None
    desk.session.set_period(period)
    assert window.desk is desk and desk.notice.words == say("window.opening_plan")
    qtbot.waitUntil(lambda: window.desk is not desk)


def test_a_period_of_another_plan_opens_the_desk_in_that_plan(qtbot: QtBot, tmp_path: Path) -> None:
    source = next_years_plan(tmp_path / "明年（测试方案）")
    plan = load_plan(source)
    workspace = make_trial(tmp_path / "unit", "610924")
    workspace.store.put_plan(plan.digest, plan.id, plan.version, plan_files(source))
    workspace.close()
    window = MainWindow(tmp_path / "unit", WindowMemory(tmp_path / "memory.ini"))
    qtbot.addWidget(window)
    window.show()
    desk = window.desk
    assert desk is not None and desk.session.plan.id == ID
    box = desk.top.periods
    names = [box.itemText(number) for number in range(box.count())]
    assert names[0] == plan.short_title and names[1] == next(iter(plan.periods.values())).name
    assert "安康市2020年低碳城市试点工作" in names and names[-1].startswith("2020年")
    model = box.model()
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEnabled
    _open(qtbot, window, "2020Q3")
    desk = window.desk
    assert desk is not None and (desk.session.plan.id, desk.session.period_id) == ("AK-LC-2020", "2020Q3")
    assert desk.session.settings.plan != ID
    _open(qtbot, window, "2021Q3")
    assert window.desk is not None and window.desk.session.plan.id == ID
    window.close()
    files = dict(plan_files(source))  # a second plan with the same title and the same ids of periods
    files["plan.toml"] = files["plan.toml"].replace(f'"{ID}"'.encode(), b'"AK-JN-2021"', 1)
    other = load_plan_bytes(files)
    with UnitWorkspace.open(tmp_path / "unit") as workspace:
        workspace.store.put_plan(other.digest, other.id, other.version, files, current=False)
    both = MainWindow(tmp_path / "unit", WindowMemory(tmp_path / "memory.ini"))
    qtbot.addWidget(both)
    assert both.desk is not None
    box = both.desk.top.periods
    heads = [box.itemText(number) for number in range(box.count())]
    assert f"{plan.short_title}（{ID}）" in heads and f"{plan.short_title}（AK-JN-2021）" in heads
    assert box.findData("AK-JN-2021:2021Q3") > box.findData("2021Q3") > 0
    _open(qtbot, both, "AK-JN-2021:2021Q3")
    assert both.desk is not None and both.desk.session.plan.id == "AK-JN-2021"
    assert both.desk.session.period_id == "AK-JN-2021:2021Q3"
    _open(qtbot, both, "2021Q3")
    assert both.desk is not None and both.desk.session.plan.id == ID
    both.close()
    again = MainWindow(tmp_path / "unit", WindowMemory(tmp_path / "memory.ini"))
    qtbot.addWidget(again)
    assert again.desk is not None and again.desk.session.period_id == "2021Q3"
    again.close()
