"""One number: what is left to do is counted once, everywhere the same, and goes down to nothing."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.filing_page import complete
from ui.basics.completion import Mark
from ui.session.next_step import left_words
from ui.window.unit_desk import UnitDesk


def shown(desk: UnitDesk) -> str:
    return next(one.text() for one in desk.top.findChildren(QLabel) if "还差" in one.text() or "没有差的" in one.text())


def test_top_bar_and_pages_say_the_same_number(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.edits.put("Q06.5", "500亩")
    desk.edits.put("Q06.1", "abc")
    left = desk.session.standing.counts.left
    desk._show_standing()
    assert shown(desk) == f"还差 {left} 处"
    pages = {page.key: int(page.count) for page in desk.pages() if page.count}
    nowhere = left - len(desk.session.standing.waiting)
    assert sum(pages.values()) + nowhere == left, pages


def test_a_place_with_two_matters_counts_once_and_each_thing_done_takes_one_away(desk: UnitDesk) -> None:
    before = desk.session.standing.counts.left
    desk.edits.put("Q06.1", "1.2")
    assert desk.session.standing.counts.left == before - 1
    desk.edits.put("Q06.5", "500亩")
    assert desk.session.standing.counts.left == before - 1, "filled, but to be confirmed"
    (finding, _), *_ = desk.session.findings_at("Q06.5")
    desk.session.explain(finding.key, "确认")
    assert desk.session.standing.counts.left == before - 2


def test_the_parts_add_up_to_the_number_and_a_cell_with_three_matters_is_in_one_of_them(desk: UnitDesk) -> None:
    desk.edits.put("Q06.1", "abc")
    desk.edits.put("Q06.5", "约500亩")
    for at, text in (("Q22.1", "约15"), ("Q22.1/last_year", "5"), ("Q22.2", "16"), ("Q22.2/last_year", "4")):
        desk.edits.put(at, text)
    standing = desk.session.standing
    counts = standing.counts
    assert counts.errors + counts.missing + counts.open_warnings > counts.left, "some cells have several matters"
    assert sum(counts.parts.values()) == counts.left and counts.parts[Mark.MISSING] == counts.missing
    desk._show_standing()
    said = [int(part.split()[-1]) for part in desk._next().words.split("·")]
    assert sum(said) == counts.left and shown(desk) == f"还差 {counts.left} 处"
    assert f"还差 {counts.left} 处：" in left_words(counts)


def test_ctrl_enter_goes_where_the_button_says_and_the_number_ends_at_nothing(qtbot: QtBot, desk: UnitDesk) -> None:
    words = desk.bottom.primary.text()
    desk.go_on()
    place = desk.place
    assert words.startswith("下一处") and place in desk.session.standing.waiting
    complete(desk.session)
    assert desk.session.standing.counts.can_file == (desk.session.standing.counts.left == 0)
    assert desk.session.standing.counts.left == 0


def test_the_only_error_does_not_bar_the_way_to_what_is_still_empty(desk: UnitDesk) -> None:
    desk.edits.put("Q06.2", "12.5.3")
    desk.go("A1")
    desk.go_on()
    assert desk.place == "Q06.2", "what is wrong comes first"
    desk.go_on()
    assert desk.session.standing.mark(desk.place) is Mark.MISSING
    desk.go_on()
    assert desk.place == "Q06.2"
