"""A disk that is full while the window is open, and takes what is written again: nothing is lost."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from forms.own_book.reading import read_file
from models.basics.addresses import COVER
from models.basics.errors import MachineError
from models.filling.proposals import propose_all
from models.plan.plan import Means
from models.sheet.cells import Cell, State
from models.sheet.rows import read_row
from models.store import UnitStore
from models.store.connection.connections import Connections
from models.store.file.files import STORE
from models.workspace.act import ActKind, act
from models.workspace.first_run import PERSON
from tests.ui.window.disk.desks import Q3, desk_of, fill, kept, window
from ui.backups.menu import BackupActs
from ui.backups.unsaved_box import UnsavedBox
from ui.session.trial_workspace import make_trial
from ui.tables.lists.history_words import change_words
from ui.window.main_window import MainWindow


def test_what_a_full_disk_could_not_take_is_shown_and_saved_once_there_is_room(
    qtbot: QtBot, folder: Path, windows: list[MainWindow]
) -> None:
    desk = desk_of(window(qtbot, folder, windows))
    desk.session.set_period(Q3)
    fill(folder.parent)
    for at, figure in (("Q06.1", "12.5"), ("Q06.2", "3"), ("Q06.1", "12.6")):
        desk.edits.put(at, figure)
    assert "有 2 处还没有存下" in desk.notice.words and "磁盘已满" in desk.notice.words
    assert desk.bottom._saved.text() == "2 处还没有存下"
    assert desk.session.sheet.cell("Q06.1").text == "12.6", "the page shows what was typed"
    assert "（还没有存下）" in change_words(desk.session.history("Q06.1", 1)[0])
    (folder.parent / "filler").unlink()
    qtbot.waitUntil(lambda: "2 处已补存" in desk.notice.words)
    assert (kept(folder, "Q06.1"), kept(folder, "Q06.2"), desk.session.workspace.store.waiting.count) == (
        "12.6",
        "3",
        0,
    )
    assert "没有存下" not in desk.bottom._saved.text()
    desk.edits.undo()
    assert kept(folder, "Q06.1") == "12.5", "every step can be taken back"


def test_everything_a_person_gives_waits_for_a_disk_that_is_full(
    qtbot: QtBot, folder: Path, windows: list[MainWindow]
) -> None:
    desk = desk_of(window(qtbot, folder, windows))
    session = desk.session
    session.set_period(Q3)
    store, fields = session.workspace.store, session.sheet.fields
    cover = next(at for at in fields if at.startswith(f"{COVER}."))
    progress = next(at for at, one in fields.items() if one.column.means is Means.WORDS)
    register = session.plan.registers["R08"]
    rows = [read_row(register, 1, {"项目": "恒口小学"}), read_row(register, 2, {"项目": "五里中学"})]
    fill(folder.parent)
    desk.edits.put(cover, "张三")
    desk.edits.put(progress, "已完成造林任务")
    desk.edits.put("Q06.1", Cell(State.NIL, note="待核"), "note")
    desk.edits.put_rows("R08", rows[:1])
    desk.edits.put_rows("R08", rows)
    session.explain("CK-B41@Q06.1", "受旱情影响，见台账", "source")
    session.choose_person("李四")
    assert (session.author, session.rows("R08")) == ("李四", tuple(rows))
    assert store.waiting.count == 7 + 1, "two rows, and the two facts of a name"
    assert store.sheets.rows(Q3, "R08") == tuple(rows), "a paper would be made of what the page shows"
    session.set_period("2020Q2")
    session.set_period(Q3)
    assert session.rows("R08") == tuple(rows), "another period meanwhile loses nothing"
    (folder.parent / "filler").unlink()
    qtbot.waitUntil(lambda: not store.waiting)
    with UnitStore(Connections(folder / STORE, None)) as other:
        cells = other.sheets.cells(Q3)
        assert (cells[cover].text, cells[progress].text) == ("张三", "已完成造林任务")
        assert (cells["Q06.1"].state, cells["Q06.1"].note) == (State.NIL, "待核")
        assert other.sheets.rows(Q3, "R08") == tuple(rows)
        assert other.sheets.explanations(Q3)["CK-B41@Q06.1"][0].text == "受旱情影响，见台账"
        assert other.get_value(PERSON) == "李四"


def test_what_was_given_since_goes_after_what_waits(qtbot: QtBot, folder: Path, windows: list[MainWindow]) -> None:
    desk = desk_of(window(qtbot, folder, windows))
    desk.session.set_period(Q3)
    fill(folder.parent)
    desk.edits.put_all({"Q06.1": desk.session.read("Q06.1", "1"), "Q06.2": desk.session.read("Q06.2", "2")})
    (folder.parent / "filler").unlink()
    desk.edits.put("Q06.1", "9")
    assert (kept(folder, "Q06.1"), kept(folder, "Q06.2")) == ("9", "2")
    qtbot.waitUntil(lambda: "2 处已补存" in desk.notice.words)
    assert [one.after.text for one in desk.session.history("Q06.1", 2)] == ["1", "9"]


def test_what_was_taken_back_meanwhile_does_not_wait(qtbot: QtBot, folder: Path, windows: list[MainWindow]) -> None:
    desk = desk_of(window(qtbot, folder, windows))
    desk.session.set_period(Q3)
    fill(folder.parent)
    desk.edits.put("Q06.1", "7.5")
    desk.edits.undo()
    assert not desk.session.workspace.store.waiting
    assert desk.session.entered("Q06.1").text == ""


def test_nothing_is_issued_of_what_the_disk_does_not_have(
    qtbot: QtBot, folder: Path, windows: list[MainWindow]
) -> None:
    desk = desk_of(window(qtbot, folder, windows))
    desk.session.set_period(Q3)
    store = desk.session.workspace.store
    fill(folder.parent)
    desk.edits.put("Q06.1", "7.5")
    with pytest.raises(MachineError, match="disk_full"), act(store, "某某", ActKind.DRAFT):
        pytest.fail("it was begun")
    (folder.parent / "filler").unlink()
    with act(store, "某某", ActKind.DRAFT):
        assert kept(folder, "Q06.1") == "7.5" and not store.waiting, "saved, and then begun"


def test_what_an_act_saves_by_the_way_is_no_longer_told_to_wait(
    qtbot: QtBot, folder: Path, windows: list[MainWindow]
) -> None:
    desk = desk_of(window(qtbot, folder, windows))
    desk.session.set_period(Q3)
    fill(folder.parent)
    desk.edits.put("Q06.1", "7.5")
    (folder.parent / "filler").unlink()
    with act(desk.session.workspace.store, "某某", ActKind.DRAFT):
        pass
    qtbot.waitUntil(lambda: "1 处已补存" in desk.notice.words)
    assert "没有存下" not in desk.bottom._saved.text()


def test_a_backup_says_what_waits_and_is_not_in_it_and_none_is_put_back_under_it(
    qtbot: QtBot, folder: Path, windows: list[MainWindow], tmp_path: Path
) -> None:
    made, said = window(qtbot, folder, windows), list[str]()
    desk = desk_of(made)
    desk.session.set_period(Q3)
    fill(folder.parent)
    desk.edits.put("Q06.1", "12.5")
    parts = {"leave": made._leave, "show": made.show_page, "opened": made.open_folder}
    store = desk.session.workspace.store
    acts = BackupActs(store=store, window=made, lane=made.lane, tell=lambda words, _: said.append(words), **parts)
    acts.back_up(tmp_path / "stick")
    qtbot.waitUntil(lambda: len(said) == 1)
    (copy,) = (tmp_path / "stick").iterdir()
    assert copy.name in said[0] and "有 1 处还没有存下，不在这份备份里" in said[0] and kept(copy, "Q06.1") == ""
    acts.restore()
    assert "没有恢复" in said[1] and made.desk is desk
    (folder.parent / "filler").unlink()
    acts.back_up(tmp_path / "other")
    qtbot.waitUntil(lambda: len(said) == 3)
    (copy,) = (tmp_path / "other").iterdir()
    assert "没有存下" not in said[2] and kept(copy, "Q06.1") == "12.5", "saved, and then copied"


def test_what_waits_in_a_workspace_that_is_not_open_is_told_in_the_one_that_is_and_saved_from_there(
    qtbot: QtBot, folder: Path, windows: list[MainWindow], tmp_path: Path
) -> None:
    other = tmp_path / "other" / "unit"
    make_trial(other, "610902").store.close()
    made = window(qtbot, folder, windows)
    desk_of(made).session.set_period(Q3)
    fill(folder.parent)
    desk_of(made).edits.put("Q06.1", "6.5")
    made.open_anew(other)
    desk = desk_of(made)
    qtbot.waitUntil(lambda: "有 1 处还没有存下" in desk.notice.words)
    assert str(folder) in desk.notice.words and desk.session.workspace.folder == other
    (folder.parent / "filler").unlink()
    qtbot.waitUntil(lambda: "1 处已补存" in desk.notice.words)
    assert kept(folder, "Q06.1") == "6.5" and made.desk is desk
    made.close()
    assert not made.isVisible(), "nothing is asked"


def test_a_window_is_not_closed_over_what_waits(
    qtbot: QtBot, folder: Path, windows: list[MainWindow], tmp_path: Path
) -> None:
    made = window(qtbot, folder, windows)
    desk = desk_of(made)
    desk.session.set_period(Q3)
    register = desk.session.plan.registers["R08"]
    fill(folder.parent)
    desk.edits.put("Q06.1", "12.5")
    desk.edits.put_rows("R08", [read_row(register, 1, {"项目": "恒口小学"})])
    desk.session.explain("CK-B41@Q06.1", "受旱情影响，见台账", "source")
    made.close()
    box = made.findChild(UnsavedBox)
    assert made.isVisible() and box is not None and box.isVisible()
    said = " ".join(one.text() for one in box.findChildren(QLabel))
    assert "有 3 处磁盘没有收下" in said and "人工造林" in said
    elsewhere = tmp_path / "stick"
    elsewhere.mkdir()
    box.write(elsewhere)
    qtbot.wait(1)
    acts = [one for one in box.findChildren(QPushButton) if one.isVisibleTo(box)]
    assert max(acts, key=lambda one: one.mapTo(box, QPoint()).x()) is box.leave, "what one does next is at the right"
    book, text = sorted(elsewhere.iterdir(), key=lambda one: one.suffix, reverse=True)
    assert text.read_text("utf-8-sig").count("受旱情影响，见台账") == 1
    box.reject()
    made.close()
    made.findChildren(UnsavedBox)[-1].leave.click()
    assert not made.isVisible(), "somebody has said so"
    (folder.parent / "filler").unlink()
    again = desk_of(window(qtbot, folder, windows))
    again.session.set_period(Q3)
    assert again.session.entered("Q06.1").text == ""
    offer = read_file(book, again.session.sheet, ())
    (proposal,) = propose_all(again.session.sheet, [offer])
    assert proposal.new_cells()["Q06.1"].text == "12.5"
    assert [row.values["项目"] for row in proposal.new_rows()["R08"]] == ["恒口小学"]


def test_a_window_with_room_again_is_closed_without_a_question(
    qtbot: QtBot, folder: Path, windows: list[MainWindow]
) -> None:
    made = window(qtbot, folder, windows)
    desk_of(made).session.set_period(Q3)
    fill(folder.parent)
    desk_of(made).edits.put("Q06.1", "12.5")
    (folder.parent / "filler").unlink()
    made.close()
    assert not made.isVisible() and kept(folder, "Q06.1") == "12.5"


def test_what_waits_is_there_again_where_its_folder_is_opened_anew(
    qtbot: QtBot, folder: Path, windows: list[MainWindow]
) -> None:
    made = window(qtbot, folder, windows)
    desk_of(made).session.set_period(Q3)
    fill(folder.parent)
    desk_of(made).edits.put("Q06.1", "6.5")
    made.open_anew(folder)
    again = desk_of(made)
    again.session.set_period(Q3)
    assert again.session.entered("Q06.1").text == "6.5"
    (folder.parent / "filler").unlink()
    qtbot.waitUntil(lambda: not made.desk or not made.desk.session.workspace.store.waiting)
    assert kept(folder, "Q06.1") == "6.5"
