"""A fault of a passphrase is told once, at its field, in every box that asks for a new one; typed on, it goes."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from forms.seals.keys import keys
from models.basics.errors import AppError
from models.basics.messages import say
from tests.ui.filing_page import complete, filing_of, without_leader
from ui.basics.completion import Mark
from ui.basics.passphrases import SHORTEST, strength
from ui.basics.texts import trouble
from ui.boxes.new_key_box import NewKeyBox
from ui.filing.seal_box import SealBox
from ui.first_office.key_lines import KeyLines
from ui.first_steps.course import Course
from ui.first_steps.key import KeyStep
from ui.window.unit_desk import UnitDesk

Asked = tuple[QWidget, QLineEdit, QLineEdit, Callable[[], object]]  # the box, its two lines, and what takes them
FAULTY = {"short": "kurz", "plain": "11111111", "signs": "口令口令口令口令"}
GOOD = "River-Stone-43"


def sealing(desk: UnitDesk, _: Path) -> Asked:
    complete(desk.session)
    desk.go("filing")
    without_leader(desk)
    filing = filing_of(desk)
    return desk, filing.seal.passphrase, filing.seal.again, filing.file


def renewing(desk: UnitDesk, out: Path) -> Asked:
    box = NewKeyBox(desk.desk, lambda: out, lambda: None)
    box.setParent(desk)
    box.ask_renewal()
    box.show()
    box.old.setText(GOOD)
    return box, box.new, box.again, box.renew


def starting(desk: UnitDesk, out: Path) -> Asked:
    step = KeyStep(Course(desk.desk.lane, out / "anew", desk.tell, desk))
    step.setParent(desk)
    step.show()
    return step, step.once, step.again, step.go_on


def founding(desk: UnitDesk, _: Path) -> Asked:
    lines = KeyLines(lambda: None)
    lines.setParent(desk)
    lines.show()
    return lines, lines.once, lines.again, lines.passphrase


BOXES = {SealBox: sealing, NewKeyBox: renewing, KeyStep: starting, KeyLines: founding}


def faults(secret: str) -> set[str]:
    """All sentences that say of a passphrase that it cannot be taken."""
    found = {say("window.filing.passphrase_short", n=SHORTEST)}
    found |= {strength(secret)[0]} if secret != GOOD else set()
    found |= {
        say(key) for key in ("window.filing.passphrase_differs", "first_run.key.differs", "office.first.key.differs")
    }
    try:
        keys.check_passphrase(secret)
    except AppError as error:
        found.add(trouble(error))
    return found


def told(box: QWidget, secret: str) -> list[str]:
    labels = [one.text() for one in box.findChildren(QLabel) if one.isVisible()]
    return [words for text in labels for words in faults(secret) if words in text]


@pytest.mark.parametrize("fault", FAULTY)
@pytest.mark.parametrize("kind", BOXES, ids=lambda kind: kind.__name__)
def test_a_passphrase_that_cannot_be_taken_is_told_once(
    qtbot: QtBot, small_desk: UnitDesk, tmp_path: Path, kind: type[QWidget], fault: str
) -> None:
    box, once, again, take = BOXES[kind](small_desk, tmp_path)
    secret = FAULTY[fault]
    once.setText(secret)
    again.setText(secret)
    qtbot.waitUntil(once.isVisible)
    take()
    qtbot.waitUntil(lambda: len(told(box, secret)) == 1)
    assert box.window().focusWidget() is once, "and the keyboard is where it is mended"
    for line in (once, again):
        line.setText(GOOD)
    assert not told(box, secret), "typed anew it goes"


@pytest.mark.parametrize("typed", ["", GOOD[:5], "another-one"])
@pytest.mark.parametrize("kind", BOXES, ids=lambda kind: kind.__name__)
def test_a_second_line_that_is_not_the_first_is_told_once(
    qtbot: QtBot, small_desk: UnitDesk, tmp_path: Path, kind: type[QWidget], typed: str
) -> None:
    box, once, again, take = BOXES[kind](small_desk, tmp_path)
    once.setText(GOOD)
    again.setText(typed)
    qtbot.waitUntil(once.isVisible)
    take()
    qtbot.waitUntil(lambda: len(told(box, GOOD)) == 1)


def test_every_box_that_judges_a_passphrase_is_here() -> None:
    """Who asks `strength` shows what it says: one more place that does is walked above."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in Path("ui").rglob("*.py")}
    using = {
        one.name
        for tree in trees.values()
        for one in tree.body
        if isinstance(one, ast.ClassDef)
        and any(isinstance(call, ast.Call) and getattr(call.func, "id", "") == "strength" for call in ast.walk(one))
    }
    assert using == {kind.__name__ for kind in BOXES}


def test_what_is_told_while_it_is_typed_is_what_is_refused() -> None:
    """The shortest length and the fewest different signs stand with the keys, and with the words for the window."""
    assert SHORTEST == keys.SHORTEST_PASSPHRASE
    typed = [
        sign * n + rest for sign in ("a", "7") for n in range(SHORTEST + 2) for rest in ("", "b", "bc", "bcd", "口")
    ]
    for text in filter(None, typed):
        try:
            keys.check_passphrase(text)
        except AppError:
            assert strength(text)[1] is Mark.ERROR, text
        else:
            assert strength(text)[1] is not Mark.ERROR, text
