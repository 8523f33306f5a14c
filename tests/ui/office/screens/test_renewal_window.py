"""Changing a key in the window: the unit writes a request its old key signs, the office enrols it without a code."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from forms.seals.keys import keys
from models.basics.messages import say
from models.store import UnitStore
from models.workspace.unit_workspace import UnitWorkspace
from tests.flow.town import COUNTIES, SECRET, Town
from tests.forms.seals.keys.soft_token import PIN, SoftToken
from tests.ui.filing_page import filing_of
from tests.ui.office.conftest import PERIOD
from tests.ui.office.hands import is_done, page
from ui.basics.jobs import Lane
from ui.basics.passphrases import strength
from ui.office.screens.keys import KeysPage
from ui.session.session import Session
from ui.window.office_desk import OfficeDesk
from ui.window.unit_desk import UnitDesk

UNIT = COUNTIES[-1]


def told(box: QWidget) -> list[str]:
    return [one.text() for one in box.findChildren(QLabel) if not one.isHidden()]


@pytest.fixture
def request_file(qtbot: QtBot, town: Town) -> Path:
    """What the unit's window writes."""
    lane = Lane()
    with UnitWorkspace.open(town.unit_folder(UNIT)) as workspace, keys.signer_cache(rounds=2000):
        unit = UnitDesk(Session(workspace, PERIOD), lane, QToolButton())
        qtbot.addWidget(unit)
        seal = filing_of(unit).seal
        seal.out = town.out
        from ui.boxes.new_key_box import NewKeyBox

        box = NewKeyBox(seal._desk, lambda: town.out, lambda: None)
        box.setParent(unit)  # as in the window: it ends with the desk
        box.ask_renewal()
        box.new.setText("1234")
        assert strength("1234")[0] in told(box)
        box.new.clear()
        box.renew()
        assert say("window.seal.passphrase_empty") in told(box), "nothing is tried without the passphrase"
        box.old.setText("not-the-one-1")
        box.new.setText("River-Stone-43")
        box.again.setText("River-Stone-43")
        box.renew()
        qtbot.waitUntil(lambda: any("口令不对" in one for one in told(box)), timeout=60_000)
        assert not list(town.out.glob("*换证申请*")), "a wrong passphrase is said beside the fields"
        assert (box.old.selectedText(), box.new.text(), box.again.text()) == ("not-the-one-1", *["River-Stone-43"] * 2)
        box.ask_renewal(on_token=True)
        box.ask_renewal()
        assert box.again.text() == "River-Stone-43", (
            "what was typed stays when the new key is to be in a file after all"
        )
        box.old.setText(SECRET)
        box.renew()
        qtbot.waitUntil(lambda: bool(list(town.out.glob("*换证申请*.pdf"))), timeout=60_000)
        qtbot.waitUntil(lambda: not lane.at_work, timeout=60_000)
        assert isinstance(workspace.store, UnitStore)
    lane.close()
    (found,) = town.out.glob("*换证申请*.pdf")
    return found


def test_a_request_file_of_a_renewal_is_enrolled_without_a_code_and_another_is_not(
    desk: OfficeDesk, request_file: Path, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = page(desk, KeysPage)
    assert isinstance(found, KeysPage)
    desk.go("keys", "")
    found.request.click()
    dialog = found.acts.dialog
    dialog.edits["by"].setText("测试甲")
    dialog.edits["secret"].setText(SECRET)
    plain = town.request(town.unit_folder(COUNTIES[0]))
    dialog.edits["request"].setText(plain["file"])
    dialog.take()
    is_done(desk)
    assert dialog._wrong.text(), "that one needs the telephone"
    dialog.edits["request"].setText(str(request_file))
    dialog.take()
    is_done(desk)
    assert not dialog.isVisible()
    store = desk.session.workspace.store
    old, new = sorted((one for one in store.enrolled_keys() if one.unit == UNIT), key=lambda one: one.until is None)
    assert new.compared and old.until is not None and old.until - new.enrolled_at > timedelta(days=29)
    assert list((desk.session.workspace.folder / "登记证").glob("*.pdf"))


def test_a_key_is_renewed_onto_a_ukey_in_the_window(
    qtbot: QtBot, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.boxes.new_key_box import NewKeyBox

    soft = SoftToken.make(tmp_path / "softhsm", monkeypatch)
    soft.add("政务UKey", "ec")
    lane = Lane()
    with UnitWorkspace.open(town.unit_folder(UNIT)) as workspace, keys.signer_cache(rounds=2000):
        unit = UnitDesk(Session(workspace, PERIOD), lane, QToolButton())
        qtbot.addWidget(unit)
        seal = filing_of(unit).seal
        box = NewKeyBox(seal._desk, lambda: tmp_path, lambda: None, seal.token)
        box.setParent(unit)  # as in the window: it ends with the desk
        box.ask_renewal(on_token=True)
        box.old.setText(SECRET)
        box.renew()
        assert box.new_token is not None and not box.new_token.keys, "first the UKey is looked for"
        token = box.new_token
        token.use(soft.module)
        qtbot.waitUntil(lambda: token._job is None, timeout=20_000)
        token.pin.setText(PIN)
        box.old.setText("not-the-one-1")
        box.renew()
        qtbot.waitUntil(lambda: any("口令不对" in one for one in told(box)), timeout=60_000)
        assert box.new_token is token and token.keys and not token.pin.text(), "the UKey stays found, its PIN is asked"
        token.pin.setText(PIN)
        box.old.setText(SECRET)
        box.renew()
        qtbot.waitUntil(lambda: bool(list(tmp_path.glob("*换证申请*.pdf"))), timeout=60_000)
        qtbot.waitUntil(lambda: not lane.at_work, timeout=60_000)
        assert not seal.token.on, "the key in use stays the file until the certificate is here"
    lane.close()
