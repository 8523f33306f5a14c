"""审核: one press accepts one place, many at once are listed first, a question waits for its answer, no figure changes."""

import dataclasses
import json
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from forms.office.intake import receive
from forms.papers.answers import due_answers
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.office.reviewing import ask
from models.todo.matters import MatterKind
from models.todo.todo import todo
from tests.flow.test_cases import forest
from tests.flow.town import COUNTIES, Town
from tests.ui.office.conftest import PERIOD
from tests.ui.office.hands import is_done, page
from ui.office.reviewing.lines import place_of, words_of
from ui.office.screens.review import ReviewPage
from ui.window.office_desk import OfficeDesk

UNIT = COUNTIES[0]


@pytest.fixture
def review(desk: OfficeDesk) -> ReviewPage:
    desk.session.name_person("测试审核")
    desk.go("review", UNIT)
    found = page(desk, ReviewPage)
    assert isinstance(found, ReviewPage)
    return found


def open_places(review: ReviewPage) -> list[str]:
    paper = review.paper()
    assert paper is not None
    return [one.place for one in paper.open]


def test_one_press_accepts_one_place_and_goes_on(qtbot: QtBot, desk: OfficeDesk, review: ReviewPage) -> None:
    places = open_places(review)
    assert len(places) > 1 and review.grid.current_key() == places[0]
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=True)
    review.grid.keyPressEvent(held)
    assert open_places(review) == places, "a key that is held down accepts nothing"
    qtbot.keyClick(review.grid, Qt.Key.Key_Return)
    assert open_places(review) == places[1:]
    assert review.grid.current_key() == places[1]
    row = desk.session.workspace.store.acts.rows()[-1]
    assert (row.kind, row.by, row.about["place"]) == ("review", "测试审核", places[0])
    review.acts.take_back()
    assert open_places(review) == places


def test_todays_list_names_no_papers_where_there_are_none(desk: OfficeDesk) -> None:
    desk.session.name_person("测试审核")

    def said() -> str:
        (one,) = [each for each in desk.session.matters if each.kind is MatterKind.REVIEW]
        return say(one.what.key, **one.what.facts)

    waiting = desk.session.to_review
    clean = [one for one in waiting if not one.open]
    both = f"待审核 {len(waiting)} 份，其中 {len(waiting) - len(clean)} 份有要看的地方，{len(clean)} 份没有问题"
    assert said() == (both if clean else f"待审核 {len(waiting)} 份，都有要看的地方")


def test_many_alike_are_listed_before_they_are_accepted_together(desk: OfficeDesk, review: ReviewPage) -> None:
    item = review.item()
    assert item is not None
    meant = review.acts.alike(item)
    assert len({paper.row.unit for paper, _ in meant}) > 1
    review.alike.click()
    dialog = review.acts.dialog
    assert dialog is not None and dialog.listed.count() == len(meant)
    store = desk.session.workspace.store
    assert store.reviews(PERIOD) == (), "nothing before the places were seen"
    is_done(desk, dialog.primary.click)
    said = [one for one in store.reviews(PERIOD) if one.place]
    assert {one.decision for one in said} == {"accepted_together"} and len(said) == len(meant)
    assert review.acts.alike(item) == ()


def test_a_question_waits_for_its_answer_and_the_next_revision_opens_only_what_changed(
    qtbot: QtBot, desk: OfficeDesk, review: ReviewPage, town: Town
) -> None:
    office, item = desk.session.workspace, review.item()
    assert item is not None
    sums = desk.session.summary.of("Q06").exact
    review._ask()
    told = [one.text() for one in review.acts.dialog.findChildren(QLabel)]
    assert any(words_of(review.session, review.paper(), item).rstrip("。") in one for one in told)
    assert (
        not any("。。" in one for one in told) and max(one.count(place_of(review.session, item)) for one in told) == 1
    )
    dialog = review.acts.dialog
    assert dialog is not None
    dialog.edits["words"].setText("是否含飞播？")
    is_done(desk, dialog.primary.click)
    assert [one.digest for one in todo(office, PERIOD) if one.kind is MatterKind.QUERY] == [review.papers.current_key()]
    (due,) = [one for one in due_answers(office, UNIT, PERIOD)]
    assert {"check": "query", "item": item.address, "message": "是否含飞播？"} in due.reasons
    while open_places(review):
        review.grid.choose(open_places(review)[0])
        qtbot.keyClick(review.grid, Qt.Key.Key_Return)
    assert UNIT not in {one.row.unit for one in desk.session.to_review}
    states = {row.key: row.cells[1].text for row in review.papers.lines.rows}
    digest = desk.session.lines[UNIT].in_force
    assert states[digest] == say("office.review.looked_asked", n=1), "what was asked is not answered by the rest"
    review.papers.choose(digest)
    review.grid.choose(item.place)
    qtbot.keyClick(review.grid, Qt.Key.Key_Return)
    dialog = review.acts.dialog
    assert dialog is not None
    dialog.edits["answer"].setText("不含")
    dialog.edits["answered_by"].setText("测试丙")
    is_done(desk, dialog.primary.click)
    assert not [one for one in todo(office, PERIOD) if one.kind is MatterKind.QUERY]
    assert desk.session.summary.of("Q06").exact == sums, "no figure is changed here"

    filed = json.loads((town.root / f"{UNIT}.json").read_text("utf-8"))
    filed["cells"].update(forest("8"))
    again = town.file(UNIT, PERIOD, town.completed(UNIT, PERIOD, filed), reason="漏报")
    now = datetime.now(PLAN_ZONE)
    first = next(one for one in desk.session.review if one.row.unit == UNIT)
    other = next(one for one in first.items if one.address != item.address)
    ask(office, first, other, "属实吗？", "电话", by="测试甲", at=now)
    receive(office, [Path(one) for one in again["files"]], at=now, now=now, channel="邮件", by="测试接收")
    desk.session.reload()
    desk.go("review", UNIT)
    paper = review.paper()
    assert paper is not None and paper.row.revision == 2 and paper.looked
    changed = [one for one in paper.open if one.finding is None]
    assert changed and all(one.now != one.seen for one in changed)
    assert paper.reason == "漏报"
    told = [review.lines.told(paper, one) for one in paper.items if one.place == other.place]
    asked = say("office.review.asked_before"), "属实吗？"
    assert told and all(word in one for one in told for word in asked), "what the revision before was asked"
    assert item.place in {one.place for one in paper.items if one not in paper.open} or item.place in {
        one.place for one in paper.open if one.finding is not None and one.now != one.seen
    }


def test_a_return_with_nothing_to_look_at_says_so_once(desk: OfficeDesk, review: ReviewPage) -> None:
    """No heading of no findings above “the rest”; a notice about the whole return announces no places below."""
    paper = review.paper()
    assert paper is not None
    (row,) = review.lines.rows(dataclasses.replace(paper, items=(), seen=None))
    assert [cell.text for cell in row.cells] == [say("office.review.all_equal")]
    review.acts.send_back(paper, [])
    said = " ".join(one.text() for one in review.acts.dialog.findChildren(QLabel))
    assert "下列" not in said and "对整份报表" in said
