"""Papers written from the desk: 审核结果, 归档包, 盖章件 and 数据来源单, each as the command line writes it."""

import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from models.office.stamping import stamped_papers
from models.todo.matters import MatterKind
from tests.flow.test_cases import forest
from tests.flow.town import COUNTIES, SECRET, Town
from tests.ui.office.conftest import PERIOD
from tests.ui.office.hands import is_done, page
from ui.office.cases.entered import EntryCase
from ui.office.scoring.page import ScoresPage
from ui.office.screens.notices import NoticesPage
from ui.office.screens.roster import UNSTAMPED, RosterPage
from ui.office.screens.rulings import RulingsPage
from ui.office.screens.summary import SummaryPage
from ui.office.screens.today import TodayPage
from ui.office.screens.unit import UnitPage
from ui.window.office_desk import OfficeDesk

UNIT = COUNTIES[0]


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder a person chooses; the system's own dialog cannot be clicked."""
    out = tmp_path / "chosen"
    out.mkdir()
    monkeypatch.setattr("ui.files.dialogs.answer", lambda _: [str(out)])
    return out


@pytest.fixture
def unit_page(desk: OfficeDesk) -> UnitPage:
    desk.go("unit", UNIT)
    return desk.unit


def test_the_result_of_the_check_is_written_once(desk: OfficeDesk, unit_page: UnitPage) -> None:
    unit_page.papers["approve"].click()
    dialog = unit_page.acts.dialog
    dialog.edits["by"].setText("测试甲")
    dialog.edits["secret"].setText("不对")
    is_done(desk, dialog.primary.click)
    assert dialog.isVisible() and not desk.session.workspace.store.issued(UNIT), "a wrong passphrase writes nothing"
    dialog.edits["secret"].setText(SECRET)
    is_done(desk, dialog.primary.click)
    assert not dialog.isVisible()
    assert [one.decision for one in desk.session.workspace.store.issued(UNIT)] == ["approved"]
    assert len(list((desk.session.workspace.folder / "回执").glob(f"*{UNIT}*.pdf"))) == 1
    unit_page.papers["approve"].click()
    again = unit_page.acts.dialog
    again.edits["secret"].setText(SECRET)
    is_done(desk, again.primary.click)
    assert again.isVisible() and len(desk.session.workspace.store.issued(UNIT)) == 1


def test_a_stamped_paper_is_found_by_its_printed_code(desk: OfficeDesk, unit_page: UnitPage, tmp_path: Path) -> None:
    office = desk.session.workspace
    (mine,), other = office.store.papers(UNIT), office.store.papers(COUNTIES[1])[0]
    scan = tmp_path / "盖章件.pdf"
    scan.write_bytes(office.store.form_bytes(office.store.forms(mine.digest)[0].sha256) or b"")
    unit_page.papers["stamp"].click()
    dialog = unit_page.stamping.dialog
    said = {"day": "2021-01-18", "copies": "2", "shelf": "三柜", "by": "测试甲"}
    for name, text in said.items():
        dialog.edits[name].setText(text)
    for wrong in (other.digest[:16], mine.digest[:4]):
        dialog.edits["digest"].setText(wrong)
        is_done(desk, dialog.primary.click)
        assert dialog.isVisible() and not stamped_papers(office), "another unit's paper, or too few groups"
        assert "校验码" in dialog._wrong.text() and "摘要" not in dialog._wrong.text(), "as the paper calls it"
    groups = (mine.digest[at : at + 4].upper() for at in range(0, 16, 4))
    dialog.edits["digest"].setText("-".join(groups))
    dialog.edits["day"].setText("昨天")
    is_done(desk, dialog.primary.click)
    assert dialog.isVisible() and not stamped_papers(office)
    dialog.edits["day"].setText("2021-01-18")
    dialog.edits["scan"].setText(str(scan))
    is_done(desk, dialog.primary.click)
    noted = stamped_papers(office)[mine.digest]
    assert (date.fromisoformat(str(noted.came_on)), noted.copies, noted.shelf) == (date(2021, 1, 18), 2, "三柜")
    assert (noted.unit, noted.name) == (UNIT, "盖章件.pdf")


@pytest.mark.parametrize("of", ["archive", "archive_plan"])
def test_the_archive_of_a_unit_holds_its_return_as_received(
    qtbot: QtBot, desk: OfficeDesk, unit_page: UnitPage, chosen: Path, of: str
) -> None:
    """Of the open period, or of the plan's whole year."""
    unit_page.papers[of].click()
    qtbot.waitUntil(lambda: list(chosen.glob("*.zip")) != [] and not desk._lane.at_work, timeout=60_000)
    (path,) = chosen.glob("*.zip")
    assert UNIT in path.name and (PERIOD in path.name) is (of == "archive")
    store = desk.session.workspace.store
    form = store.forms(store.papers(UNIT)[0].digest)[0]
    with zipfile.ZipFile(path) as archive:
        assert store.form_bytes(form.sha256) in [archive.read(name) for name in archive.namelist()]


def test_the_archives_of_all_units_are_written_from_the_page_of_notices(
    qtbot: QtBot, desk: OfficeDesk, chosen: Path
) -> None:
    notices = next(one for one in desk.pages if isinstance(one, NoticesPage))
    desk.go("notices", "")
    for button, named in zip(notices.archives, (PERIOD, desk.session.plan.id), strict=True):
        button.click()
        qtbot.waitUntil(lambda: not desk._lane.at_work, timeout=60_000)
        (path,) = (one for one in chosen.glob("*.zip") if f"_{named}_" in one.name)
        with zipfile.ZipFile(path) as archive:
            units = {name.split("_")[0] for name in archive.namelist() if "/" in name}
        assert set(COUNTIES[:-1]) <= units
    assert [row.kind for row in desk.session.workspace.store.acts.rows()[-2:]] == ["archive"] * 2


def test_of_a_unit_that_filed_nothing_only_its_stamped_paper_can_be_typed_in(
    qtbot: QtBot, desk: OfficeDesk, unit_page: UnitPage, town: Town, tmp_path: Path
) -> None:
    unit, office = COUNTIES[-1], desk.session.workspace
    desk.go("unit", unit)
    of_no_paper = {"template", "enter", "extend", "rename", "end_key"}
    assert {name for name, one in unit_page.papers.items() if one.isEnabled()} == of_no_paper
    is_done(desk, unit_page.papers["template"].click)
    assert len(list(office.folder.rglob(f"{unit}_*.xlsx"))) == 1
    form = tmp_path / "form.json"
    form.write_text(json.dumps(town.completed(unit, PERIOD, {"cells": forest("8")})), "utf-8")
    unit_page.papers["enter"].click()
    dialog = unit_page.stamping.dialog
    scan = tmp_path / "盖章.png"
    scan.write_bytes(b"\x89PNG\r\n" + b"0" * 100)
    for name, text in {"form": str(form), "scan": str(scan), "at": "2021-01-15 09:00", "by": "测试甲"}.items():
        dialog.edits[name].setText(text)
    is_done(desk, dialog.primary.click)
    assert not dialog.isVisible() and unit in desk.session.roster.missing, "one person alone lets nothing count"
    desk.go("rulings", unit)
    rulings = page(desk, RulingsPage)
    case = rulings.case()
    assert isinstance(case, EntryCase) and rulings.scan.isVisible() and case.scan() == scan.read_bytes()
    assert any("8" in row.cells[-1].text for row in rulings.grid.lines.rows if row.key.startswith("typed"))
    qtbot.waitUntil(lambda: rulings._found is not None, timeout=60_000)
    rulings.form.edits["by"].setText("测试甲")
    is_done(desk, rulings.do)
    assert unit in desk.session.roster.missing, "nobody checks what they typed themselves"
    rulings.form.edits["by"].setText("测试乙")
    is_done(desk, rulings.do)
    assert unit not in desk.session.roster.missing and unit not in desk.session.roster.late
    assert any("据盖章纸质件录入" in one for one in desk.session.summary.of("Q06").notes)


def test_where_the_stamped_paper_stops_the_clock_it_is_waited_for(town: Town, request: pytest.FixtureRequest) -> None:
    town.settings('[clock]\nstopped_by = "stamped"\n')
    desk: OfficeDesk = request.getfixturevalue("desk")
    today, roster = page(desk, TodayPage), page(desk, RosterPage)
    waited = [one for one in desk.session.matters if one.kind is MatterKind.STAMP]
    assert {one.unit for one in waited} == set(desk.session.roster.received) == set(desk.session.roster.unstamped)
    desk.go("roster", UNSTAMPED)
    assert {row.key for row in roster.grid.lines.rows} == {one.unit for one in waited}
    assert f" {len(waited)} 个单位" in roster.primary()
    assert roster.filters["unstamped"].isVisible() and str(len(waited)) in roster.filters["unstamped"].text()
    desk.go("today", "")
    row = next(n for n, one in enumerate(today.list.lines.entries) if one.key.startswith(f"stamp|{UNIT}"))
    today.list.setCurrentIndex(today.list.lines.index(row))
    assert "催报盖章件" in today.primary() and "33" in today.chase.text(), "those without a return too"
    today.do()
    chasing = today.many.dialog
    chasing.edits["by"].setText("测试甲")
    is_done(desk, chasing.primary.click)
    assert not chasing.isVisible()
    assert [one.unit for one in desk.session.workspace.store.chases(PERIOD)] == [UNIT]
    row = next(n for n, one in enumerate(today.list.lines.entries) if one.key.startswith(f"stamp|{UNIT}"))
    assert "上次催报" in today.list.lines.entries[row].follows
    today.list.setCurrentIndex(today.list.lines.index(row))
    today.stamp.click()
    dialog = today.stamping.dialog
    dialog.edits["digest"].setText(desk.session.workspace.store.papers(UNIT)[0].digest[:16])
    for name, text in {"day": "2021-01-18", "by": "测试甲"}.items():
        dialog.edits[name].setText(text)
    is_done(desk, dialog.primary.click)
    assert not dialog.isVisible()
    assert UNIT not in {one.unit for one in desk.session.matters if one.kind is MatterKind.STAMP}
    assert desk.session.roster.stamped == {UNIT: date(2021, 1, 18)}
    (late,) = [one for one in desk.session.roster.late if one.unit == UNIT]
    assert late.working_days == 1, "the stamped paper came on the Monday after the Friday it was due"


def _summary(desk: OfficeDesk) -> None:
    page(desk, NoticesPage).write_draft()


def _sources(desk: OfficeDesk) -> None:
    desk.go("summary", "Q06")
    shown = page(desk, SummaryPage)
    shown.print_proof()
    shown.dialog.edits["by"].setText("测试甲")
    is_done(desk, shown.dialog.primary.click)


@pytest.mark.parametrize(
    ("write", "found"),
    [
        (_summary, f"*/汇总表_{PERIOD}*.xlsx"),
        (_sources, "*/Q06_*.pdf"),
        (lambda desk: page(desk, ScoresPage).write_book(), "*/考核评分表_*.xlsx"),
        (lambda desk: page(desk, ScoresPage).write_rules(), "*/*.toml"),
    ],
    ids=["the summary", "the sources of a figure", "the scores", "the form of the rules"],
)
def test_what_somebody_has_written_in_is_not_replaced_by_a_newer_one(
    qtbot: QtBot, desk: OfficeDesk, write: Callable[[OfficeDesk], None], found: str
) -> None:
    folder = desk.session.workspace.folder
    desk.go("scores", "")

    def written() -> list[Path]:
        before = set(folder.glob(found))
        write(desk)
        qtbot.waitUntil(lambda: desk._lane.idle)
        return [one for one in folder.glob(found) if one not in before]

    (mine,) = written()
    assert not written(), "a view of today takes the place of the one before"
    mine.write_bytes(mine.read_bytes() + "批注".encode())
    changed = mine.read_bytes()
    (newer,) = written()
    assert mine.read_bytes() == changed and str(newer) in desk.said.words
    assert not written() and mine.read_bytes() == changed
