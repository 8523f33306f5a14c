"""The page of the plan: a book is opened, its problems stand at their cells, it is tried, compared and put in force."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from models.plan.load import SHIPPED, plan_files
from models.workspace.act import ActKind
from tests.flow.plans.next_year import next_years_plan
from tests.flow.town import COUNTIES, Town
from tests.forms.plan_book.test_read_plan import pack_of
from tests.ui.office.hands import BY, Hands
from ui.office.planning.page import PlanPage
from ui.office.planning.rows import problem_rows
from ui.window.go_to import office_goals
from ui.window.main_window import MainWindow
from ui.window.office_desk import OfficeDesk


def texts(page: PlanPage) -> list[tuple[str, str]]:
    return [(row.cells[0].text, row.cells[1].text) for row in page.grid.lines.rows]


def done(qtbot: QtBot, page: PlanPage) -> None:
    qtbot.waitUntil(lambda: page._job is None, timeout=120_000)


def changed(folder: Path, old: str, new: str) -> Path:
    folder.mkdir()
    for name, content in plan_files(SHIPPED).items():
        text = content.decode().replace('version = "2.0.0"', 'version = "2.1.0"').replace(old, new)
        (folder / name).write_text(text, "utf-8")
    return folder


def test_a_plan_is_opened_tried_compared_and_put_in_force(
    qtbot: QtBot,
    desk: OfficeDesk,
    window: MainWindow,
    town: Town,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page: Any = next(one for one in desk.pages if isinstance(one, PlanPage))
    desk.go("plan", "")
    assert page.primary() == ""
    assert ("编号", "AK-LC-2020") in texts(page)
    new = changed(tmp_path / "new", 'must = "Q04.2 <= Q04.1"', 'must = "Q04.2 <= Q04.1 * 2"')
    name, code = 'name = "石泉县人民政府"', 'code = "610922"'
    names = (
        f'names = [{{ {name}, {code}, until = 2020-10-09 }}, {{ name = "石泉市人民政府", {code}, since = 2020-10-09 }}]'
    )
    units = (new / "units.toml").read_text("utf-8")
    assert f"{name}\n{code}\n" in units
    (new / "units.toml").write_text(units.replace(f"{name}\n{code}\n", f"{names}\n"), "utf-8")
    book = Path(town.call("plan", "to-xlsx", new, "--out", tmp_path / "新.xlsx")["file"])

    sheets = openpyxl.load_workbook(book)
    column = next(cell.column for cell in sheets["审核"][1] if cell.value == "check.level")
    sheets["审核"].cell(3, column).value = "严重"
    sheets.save(tmp_path / "错.xlsx")
    page.open_plan(tmp_path / "错.xlsx")
    done(qtbot, page)
    place = sheets["审核"].cell(3, column).coordinate
    assert texts(page)[0][0] == f"审核 {place}"
    assert not page.try_it.isEnabled()
    page.do()
    done(qtbot, page)
    (copy,) = tmp_path.glob("*批注.xlsx")
    assert openpyxl.load_workbook(copy)["审核"][place].comment is not None

    page.open_plan(book)
    done(qtbot, page)
    assert any("2.1.0" in what for _, what in texts(page))
    page._opened = replace(page._opened, rows=problem_rows([("指标", "C3", "没有人填报。")], bad=False), looks=1)
    page.compare_plan()
    done(qtbot, page)
    lines = texts(page)
    assert lines[-1] == ("指标 C3", "没有人填报。"), "what is worth a second look stays in sight"
    assert "请再看一眼（1处" in lines[-2][1]
    assert any("CK-B11" in where for where, _ in lines)
    assert "改动要求升第二段" in lines[1][1]
    assert any("12" in what for where, what in lines if where == "已接收报表")  # nothing changes for those in force

    hands = Hands(qtbot, desk)
    monkeypatch.setattr("ui.files.dialogs.answer", lambda _: [str(book)])
    hands.click(page.open)
    done(qtbot, page)
    hands.click(desk.bottom.primary)
    hands.confirms(page.dialog, document="民函〔2020〕9号", by=BY)
    qtbot.waitUntil(lambda: window.office is not None and window.office is not desk)
    assert window.office is not None
    hands.left(ActKind.PLAN, "民函〔2020〕9号", desk=window.office)
    assert window.office.session.unit_name("610922") == "石泉市人民政府"
    assert window.office.session.plan.version == "2.1.0"
    assert len(window.office.session.roster.received) == len(COUNTIES) + 2
    both_names_are_told(window.office)
    nothing_to_put_in_force(qtbot, window.office, new, book)


def test_next_years_plan_stands_beside_this_years_and_one_goes_to_and_fro(
    qtbot: QtBot, desk: OfficeDesk, window: MainWindow, tmp_path: Path
) -> None:
    page: Any = next(one for one in desk.pages if isinstance(one, PlanPage))
    desk.session.set_period("2020Q3")
    desk.go("plan", "")
    page.open_plan(next_years_plan(tmp_path / "next"))
    done(qtbot, page)
    page.do()
    Hands(qtbot, desk).confirms(page.dialog, by=BY)
    assert desk.session.titles[2] == desk.session.plan.periods["2020Q3"].name, "the desk that stands keeps its plan"
    assert page._head.text() == say("office.plan.working", 事=say("office.plan.making_anew")), "a sign of life"
    qtbot.waitUntil(lambda: window.office is not None and window.office is not desk)
    for period, year in (("2021Q3", "2021"), ("2020Q3", "2020"), ("2021Q3", "2021")):
        before = window.office
        assert before is not None
        store, usable = before.session.workspace.store, list[bool]()
        between = QTimer(before)
        between.timeout.connect(lambda before=before, usable=usable: usable.append(before.isEnabled()))
        between.start(0)
        before.top.period_chosen.emit(period)
        assert window.office is before and before.said.words == say("window.opening_plan")
        qtbot.waitUntil(lambda before=before: window.office is not before)
        assert window.office is not None and window.office.session.period_id == period
        assert window.office.session.workspace.store is store
        assert usable.count(False) > len(before.pages), "the window lives while the pages are made, one by one"
        assert year in window.office.session.plan.title
        periods = window.office.session.workspace.period_names().values()
        assert {"2020Q3", "2021Q3"} <= {one for plan in periods for one in plan}


def both_names_are_told(desk: OfficeDesk) -> None:
    """Where a unit is looked for; the one first that it had at the end of the period."""
    assert desk.session.unit_names("610922") == "石泉市人民政府（原名：石泉县人民政府）"
    desk.session.set_period("2020Q3")
    assert desk.session.unit_names("610922") == "石泉县人民政府（现名：石泉市人民政府）"
    assert "石泉县人民政府（现名：石泉市人民政府）" in [
        one.name for one in office_goals(desk.session, desk.pages, "unit")
    ]


def nothing_to_put_in_force(qtbot: QtBot, desk: OfficeDesk, *same: Path) -> None:
    """The page offers no plan that is in force: not its very files, nor a book that says the same; nor an older one."""
    page: Any = next(one for one in desk.pages if isinstance(one, PlanPage))
    desk.go("plan", "")
    for path, said in ((same[0], "与现行方案内容相同"), (same[1], "与现行方案内容相同"), (SHIPPED, "2.1.0")):
        page.open_plan(path)
        done(qtbot, page)
        assert said in page._head.text().partition("　")[0]
        assert page.primary() == ""
        assert not desk.bottom.primary.isVisible()
        page.do()
        assert getattr(page, "dialog", None) is None


def test_a_trial_run_can_be_stopped(qtbot: QtBot, desk: OfficeDesk) -> None:
    page: Any = next(one for one in desk.pages if isinstance(one, PlanPage))
    desk.go("plan", "")
    before = texts(page)
    page.try_plan()
    assert page.stop.isVisible() or not desk.isVisible()
    page._stop()
    done(qtbot, page)
    assert texts(page) == before
    assert page.try_it.isEnabled()


def test_a_plan_that_is_dropped_is_opened_and_never_received(
    qtbot: QtBot, desk: OfficeDesk, window: MainWindow, tmp_path: Path
) -> None:
    """Nothing is asked of a reception and nothing is changed; its page says what it is and what puts it in force."""
    new = changed(tmp_path / "新方案", "", "")
    hands, receptions = Hands(qtbot, desk), len(desk.session.receptions)
    shown: Any = next(one for one in desk.pages if isinstance(one, PlanPage))
    for dropped in ([new], sorted(new.iterdir()), [new / "items.toml"]):
        desk.go("today", "")
        hands.drops(dropped)
        assert desk.page == "plan" and "“新方案”是方案" in desk.said.words
        done(qtbot, shown)
        assert (
            any("2.1.0" in what for _, what in texts(shown))
            and "没有问题" in shown._head.text()
            and shown.primary() == say("office.plan.use")
        )
    files = {path.name: path.read_text("utf-8") for path in new.iterdir()}
    (tmp_path / "任务包.pdf").write_bytes(pack_of({"files": files}))
    shown.open_plan(tmp_path / "任务包.pdf")
    done(qtbot, shown)
    assert any("2.1.0" in what for _, what in texts(shown)), "of a pack the plan in it"
    hands.drops([new, SHIPPED])
    assert "2 个方案" in desk.said.words
    (tmp_path / "来件.txt").write_text("x", "utf-8")
    hands.drops([new, tmp_path / "来件.txt"])
    assert desk.receiving.asking.isVisible(), "with anything else it is received, and told to be a plan there"
    desk.receiving.asking.reject()
    assert len(desk.session.receptions) == receptions
