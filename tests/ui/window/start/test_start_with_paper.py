"""A file dropped on the icon, or sent to the program: each desk takes it, and without one it is shown for what it is."""

import os
import re
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from forms.papers.enrolment import request_in
from forms.plan_book.writer import write_plan_book
from models.basics.errors import MachineError
from models.basics.messages import sentence
from models.basics.version import VERSION
from models.plan.load import SHIPPED, load_plan, plan_files
from models.planning.source import plan_rows
from models.system.parts import parts
from tests.forms.given.made_books import old_office
from tests.ui.pc import Pc, papers, pc  # noqa: F401 - fixtures
from ui.basics import folders
from ui.basics.completion import Mark
from ui.basics.window_settings import WindowMemory
from ui.cli.run import is_paper
from ui.look.widgets import NOTES
from ui.papers.paper_page import PaperPage
from ui.session.opening import take_papers, told_of
from ui.session.trial_workspace import make_trial
from ui.window.about import AboutWindow
from ui.window.app import _remember_folder_of
from ui.window.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[4]


def empty_window(qtbot: QtBot, folder: Path) -> MainWindow:
    window = MainWindow(folder / "none", WindowMemory(folder / "settings.ini"))
    qtbot.addWidget(window)
    window.show()
    return window


def test_a_return_is_shown_for_what_it_is_where_no_workspace_is(
    qtbot: QtBot,
    tmp_path: Path,
    papers: dict[str, Path],  # noqa: F811
) -> None:
    window = empty_window(qtbot, tmp_path)
    window.take([papers["return"]])
    page = window.findChild(PaperPage)
    assert page is not None
    qtbot.waitUntil(lambda: bool(page.words), timeout=20_000)
    assert "报表" in page.words and "单位：市城管局（M12）" in page.words, "a person reads names"
    assert re.search(r"报告期：2020年第\S季度（1—\d月）", page.words)
    assert any("本程序所带的方案" in one.text() for one in page.findChildren(QLabel)), "it says whose names they are"
    states = dict.fromkeys(("pages", "cells", "revoked", "chain"), "not_compared")
    assert states.items() <= page.found[0].properties.items() and page.choose.isVisible()
    page.words = ""
    page.take([papers["return"], papers["book"], papers["pack"]])
    qtbot.waitUntil(lambda: bool(page.words), timeout=20_000)
    pdf, book = (one.properties for one in page.found)
    assert (pdf["pages"], pdf["cells"], book["cells"]) == ("yes", "yes", "yes")
    assert [one.chain for one in page.found] == ["no", "no"], "sealed before its certificate had come"
    said = [one.text() for one in page.findChildren(QLabel)]
    assert any("市低碳办" in text and "核对码" in text for text in said), "it says whose pack it was compared with"
    assert "单位：市城管局（M12）" in page.words and not any("本程序所带的方案" in text for text in said)
    page.words = ""
    page.take([papers["certificate"], papers["pack"]])
    qtbot.waitUntil(lambda: bool(page.words), timeout=20_000)
    assert [one.chain for one in page.found] == ["yes"], "what the office says is held against its pack as well"
    page.back.click()
    assert window.start is not None


def test_a_pack_that_was_opened_where_no_workspace_is_begins_the_first_run(
    qtbot: QtBot,
    tmp_path: Path,
    papers: dict[str, Path],  # noqa: F811
) -> None:
    """Who opened it from the mail saw what it is, and a way back to a page that asks for it."""
    window = empty_window(qtbot, tmp_path)
    window.take([papers["pack"]])
    page = window.findChild(PaperPage)
    assert page is not None
    qtbot.waitUntil(page.begin.isVisible, timeout=20_000)
    assert [one.objectName() for one in (page.back, page.begin)] == ["", "primary"]
    page.begin.click()
    qtbot.waitUntil(lambda: window.start is not None and window.start.card is not None, timeout=20_000)
    window.close()


def test_of_a_return_nothing_is_begun(qtbot: QtBot, tmp_path: Path, papers: dict[str, Path]) -> None:  # noqa: F811
    window = empty_window(qtbot, tmp_path)
    window.take([papers["return"], papers["pack"]])
    page = window.findChild(PaperPage)
    assert page is not None
    qtbot.waitUntil(lambda: bool(page.words), timeout=20_000)
    assert not page.begin.isVisible() and page.back.objectName() == "primary"


def test_of_a_request_it_is_said_that_its_code_proves_it_beside_a_pack_and_without(
    qtbot: QtBot,
    tmp_path: Path,
    papers: dict[str, Path],  # noqa: F811
) -> None:
    window = empty_window(qtbot, tmp_path)
    code = request_in(papers["request"].read_bytes()).code
    window.take([papers["request"]])
    page = window.findChild(PaperPage)
    assert page is not None
    for given in ([papers["request"]], [papers["request"], papers["pack"]]):
        page.words = ""
        page.take(given)
        qtbot.waitUntil(lambda: bool(page.words), timeout=20_000)
        (found,) = page.found
        assert code in found.message and "证明不了" not in found.message and "汇总单位登记" in found.message
        warned = [one for box in page.findChildren(QFrame, NOTES[Mark.WARNING]) for one in box.findChildren(QLabel)]
        assert not any("颁发" in one.text() for one in warned), "nothing is wrong with it"
    page.take([papers["return"], papers["pack"]])
    qtbot.waitUntil(lambda: page.found[0].kind == "return", timeout=20_000)
    assert code in page.found[0].message, "what was sealed with that key before it was enrolled is proven the same way"


def test_the_next_start_finds_the_workspace_of_a_window_that_was_opened_with_a_folder(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "settings_folder", lambda: tmp_path / "settings")
    make_trial(tmp_path / "unit", "610924").store.close()
    window = MainWindow(tmp_path / "unit", WindowMemory(tmp_path / "settings.ini"))
    qtbot.addWidget(window)
    _remember_folder_of(window)
    assert folders.workspace_folder(None) == tmp_path / "unit"
    note = folders.settings_folder() / folders.LAST
    written = note.stat().st_ino
    folders.remember(tmp_path / "unit")
    assert note.stat().st_ino == written, "what stands there is not written again"


def test_a_file_that_is_no_paper_is_said_to_be_none(qtbot: QtBot, tmp_path: Path, papers: dict[str, Path]) -> None:  # noqa: F811
    window = empty_window(qtbot, tmp_path)
    window.take([papers["docx"]])
    page = window.findChild(PaperPage)
    assert page is not None
    qtbot.waitUntil(lambda: bool(page.words), timeout=20_000)
    assert page.words and "报表：" not in page.words


def test_a_plan_is_told_to_be_one_wherever_it_is_dropped(qtbot: QtBot, tmp_path: Path) -> None:
    """A unit has its plan inside its pack: neither its book is offered for filling in nor its folder read for papers."""
    window = empty_window(qtbot, tmp_path)
    window.take([SHIPPED])
    page = window.findChild(PaperPage)
    assert page is not None
    qtbot.waitUntil(lambda: bool(page.words), timeout=20_000)
    assert "这是方案" in page.words and "任务包" in page.words
    book = tmp_path / "方案.xlsx"
    book.write_bytes(write_plan_book(plan_rows(plan_files(SHIPPED)), load_plan(SHIPPED)))
    opened = take_papers(make_unit(tmp_path / "unit"), [book, SHIPPED, SHIPPED / "items.toml"], lambda *_: None)
    assert not opened.books
    assert [getattr(error, "code", "") for _, error in opened.papers] == ["file_is_plan"] * 3


def test_what_is_no_paper_of_ours_is_told_at_a_unit_without_a_word_of_the_offices(tmp_path: Path) -> None:
    """Who fills in has no return to send: it was told to a unit that it should ask for the original or receive it."""
    given = {
        "表.doc": old_office("WordDocument"),
        "照片.png": b"\x89PNG\r\n" + bytes(80),
        "来信.eml": b"From: a <a@example.invalid>\r\nSubject: b\r\nMIME-Version: 1.0\r\n\r\nc\r\n",
        "winmail.dat": b"\x78\x9f\x3e\x22" + bytes(80),
        "半截.xlsx": _half_a_book(),
    }
    for name, content in given.items():
        (tmp_path / name).write_bytes(content)
    folder = make_unit(tmp_path / "unit")
    for name in given:
        opened = take_papers(folder, [tmp_path / name], lambda *_: None)
        words, mark = told_of(opened)
        assert mark is Mark.ERROR and "没有打开" in words, words
        assert not any(word in words for word in ("原件", "接收", "发件单位", "报送文件")), words


def _half_a_book() -> bytes:
    whole = write_plan_book(plan_rows(plan_files(SHIPPED)), load_plan(SHIPPED))
    return whole[: len(whole) // 2]


def make_unit(folder: Path) -> Path:
    make_trial(folder, "610924").store.close()
    return folder


def test_only_files_with_an_ending_are_papers_never_a_command(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("x")
    (tmp_path / "a.pdf").write_text("x")
    assert is_paper(str(tmp_path / "a.pdf"))
    assert not is_paper(str(tmp_path / "demo"))
    assert not is_paper(str(tmp_path / "b.pdf"))
    assert not is_paper("--help")


def test_about_says_version_and_the_licence_of_every_part(qtbot: QtBot, tmp_path: Path) -> None:
    parent = empty_window(qtbot, tmp_path)
    window = AboutWindow(parent)
    listed = window.findChild(QPlainTextEdit)
    assert listed is not None
    named = {one.name.lower() for one in parts()}
    assert {"pyside6-essentials", "reportlab", "pyhanko", "cryptography"} <= named
    assert all(one.licence != "—" for one in parts()), [one.name for one in parts() if one.licence == "—"]
    assert len(listed.toPlainText().splitlines()) == len(parts())
    assert VERSION


def test_the_list_of_parts_that_is_packaged_is_the_one_shown(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(ROOT / "build/package/made.py"), str(tmp_path)], check=True, cwd=ROOT)
    rows = [line.split("\t") for line in (tmp_path / "parts.txt").read_text("utf-8").splitlines()]
    assert [row[0] for row in rows] == [one.name for one in parts()]


def test_without_a_screen_the_window_says_so_and_commands_still_work(tmp_path: Path) -> None:
    paper = tmp_path / "报表.pdf"
    paper.write_bytes(b"%PDF-1.4")
    bare = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    for words in ([], [str(paper)]):
        done = subprocess.run([sys.executable, "main.py", *words], cwd=ROOT, env=bare, capture_output=True, check=False)
        assert (done.returncode, done.stdout) == (3, b"")
        assert done.stderr.decode().strip() == sentence(MachineError("no_display"))


def test_files_taken_while_others_are_read_are_those_that_are_shown(
    qtbot: QtBot,
    tmp_path: Path,
    papers: dict[str, Path],  # noqa: F811
) -> None:
    """What was read first put its own files in the place of those taken since, which nobody saw."""
    window = empty_window(qtbot, tmp_path)
    window.take([papers["request"]])
    page = window.findChild(PaperPage)
    assert page is not None
    begun, go_on = Event(), Event()

    def hold(_progress: object) -> None:
        begun.set()
        go_on.wait(30)

    window.lane.run(page, hold, lambda _: None, lambda _: None)
    page.take([papers["return"], papers["pack"]])
    qtbot.waitUntil(begun.is_set, timeout=20_000)  # the first is read
    QApplication.processEvents()
    assert page.found == [], "it is shown no more"
    go_on.set()
    qtbot.waitUntil(lambda: bool(page.words), timeout=20_000)
    assert [one.kind for one in page.found] == ["return"] and page.pack is not None
