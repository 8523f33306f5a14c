"""Sealing with a UKey in the window: driver file, certificate, PIN, and the same two files at the end."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.forms.seals.keys.soft_token import PIN, SoftToken
from tests.ui.filing_page import complete, filing_of, without_leader
from ui.boxes.token_box import TokenBox
from ui.window.unit_desk import UnitDesk


@pytest.fixture
def soft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SoftToken:
    return SoftToken.make(tmp_path / "softhsm", monkeypatch)


@pytest.fixture
def desk(small_desk: UnitDesk) -> UnitDesk:
    """The filing page of a department whose sheet is complete."""
    complete(small_desk.session)
    small_desk.go("filing")
    without_leader(small_desk)
    return small_desk


def box(desk: UnitDesk) -> TokenBox:
    found = filing_of(desk).token
    assert found is not None
    return found


def look(qtbot: QtBot, desk: UnitDesk, module: Path) -> None:
    if not box(desk).on:
        box(desk).switch()
    box(desk).use(module)
    qtbot.waitUntil(lambda: box(desk)._job is None, timeout=20_000)


def said(desk: UnitDesk) -> str:

    return "".join(one.text() for one in box(desk).findChildren(QLabel))


def test_the_link_puts_the_pin_in_place_of_the_passphrase_and_is_remembered(qtbot: QtBot, desk: UnitDesk) -> None:
    filing = filing_of(desk)
    assert filing.passphrase.isVisible() and filing.again.isVisible() and not box(desk).on
    link = next(one for one in box(desk).findChildren(QPushButton) if "UKey" in one.text())
    link.setFocus()
    link.click()
    qtbot.waitUntil(lambda: box(desk).pin.isVisible())
    assert box(desk).isAncestorOf(desk.focusWidget()), "the link goes, the keyboard stays"
    assert not filing.passphrase.isVisible() and not filing.again.isVisible()
    filing.show_page("filing")
    assert box(desk).on and not filing_of(desk).passphrase.isVisible()
    box(desk).switch()
    qtbot.waitUntil(lambda: filing_of(desk).passphrase.isVisible())


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_complete_sheet_is_sealed_with_the_ukey(qtbot: QtBot, desk: UnitDesk, soft: SoftToken, kind: str) -> None:
    soft.add("政务UKey", kind)
    look(qtbot, desk, soft.module)
    assert "政务UKey" in box(desk).choice.currentText()
    box(desk).pin.setText(PIN)
    filing_of(desk).file()
    qtbot.waitUntil(lambda: desk.session.locked, timeout=30_000)
    assert sorted(path.suffix for path in filing_of(desk).seal.out.iterdir()) == [".pdf", ".xlsx"]
    folder = desk.session.workspace.folder
    assert not (folder / "unit.p12").exists(), "the key is on the token and nowhere else"
    assert desk.session.workspace.store.get_value("token_module") == str(soft.module)
    assert not [path for path in folder.rglob("*") if path.is_file() and PIN.encode() in path.read_bytes()]


def test_a_wrong_pin_says_so_seals_nothing_and_keeps_what_was_found(
    qtbot: QtBot, desk: UnitDesk, soft: SoftToken
) -> None:
    soft.add("UKey", "ec")
    look(qtbot, desk, soft.module)
    box(desk).pin.setText("999999")
    filing_of(desk).file()
    qtbot.waitUntil(lambda: "PIN码不对" in filing_of(desk).seal.said, timeout=20_000)
    assert not desk.session.locked and box(desk).keys and not box(desk).pin.text()
    look(qtbot, desk, soft.module)
    assert "连续输错会锁定" in said(desk)


def test_nothing_is_tried_before_a_key_was_found_and_a_pin_entered(
    qtbot: QtBot, desk: UnitDesk, soft: SoftToken
) -> None:
    box(desk).switch()
    filing_of(desk).file()
    assert "查找UKey" in filing_of(desk).seal.said and not filing_of(desk).busy
    soft.add("UKey", "ec")
    look(qtbot, desk, soft.module)
    filing_of(desk).file()
    assert "PIN码" in filing_of(desk).seal.said and not filing_of(desk).busy


def test_no_token_and_no_driver_are_one_sentence_each(
    qtbot: QtBot, desk: UnitDesk, soft: SoftToken, tmp_path: Path
) -> None:
    look(qtbot, desk, soft.module)
    assert "没有找到UKey" in said(desk)
    look(qtbot, desk, tmp_path / "gone.dll")
    assert "找不到UKey的驱动文件“gone.dll”" in said(desk)
    assert desk.session.workspace.store.get_value("token_module") is None, "only what worked is remembered"


def test_one_of_several_certificates_is_chosen_in_the_list(qtbot: QtBot, desk: UnitDesk, soft: SoftToken) -> None:
    soft.add("UKey", "ec", "rsa")
    look(qtbot, desk, soft.module)
    listed = [box(desk).choice.itemText(place) for place in range(box(desk).choice.count())]
    box(desk).choice.setCurrentIndex(next(place for place, words in enumerate(listed) if "RSA" in words))
    assert box(desk).secret().key == "UKey-rsa"
