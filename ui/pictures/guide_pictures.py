"""Guide pictures: what the pages of the guide show, drawn by the program itself with invented figures.

`take(folder)` draws at the scale the process was started with. `python3 build/tasks.py pictures` makes them small and
keeps them in resources/pictures/guide. Nothing here is used while somebody works.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QDate, QPoint, QRect
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QLineEdit, QWidget

from models.basics.period import PLAN_ZONE
from models.ledger.ledger import Decision
from models.sheet.cells import Cell, State
from models.store import ReceiptRow
from ui.basics.completion import Mark
from ui.basics.window_settings import WindowMemory
from ui.boxes.slice_dialog import SliceDialog
from ui.first_steps.card import StepCard
from ui.first_steps.unit import UnitStep
from ui.look.theme import apply_theme
from ui.pictures.pictures import PERIOD, SAID, fill
from ui.screens.filing import FilingScreen
from ui.screens.table import TableScreen
from ui.session.screen import Screen
from ui.session.trial_workspace import make_trial
from ui.window.app import application
from ui.window.go_to import GoTo, sheet_goals
from ui.window.main_window import MainWindow
from ui.window.unit_desk import UnitDesk

SIZE = (1120, 700)
TALL, DIALOG = 1000, (860, 420)
READ = 360  # pixels: of a picture as wide as the page, with words of seven points; more is made smaller on paper
SECRET, AT = "River-Stone-42", datetime(2020, 10, 12, 9, 0, tzinfo=PLAN_ZONE)
Kind = TypeVar("Kind", bound=Screen)
Picture = tuple[str, QPixmap]


def take(folder: Path) -> tuple[Path, ...]:
    """Draw every picture into the folders of a folder, made if need be; return the files."""
    apply_theme(application(), dark=False)
    found: list[Path] = []
    with tempfile.TemporaryDirectory(prefix="tanbao-") as place:
        memory = WindowMemory(Path(place) / "memory.ini")
        window = MainWindow(Path(place) / "nothing", memory)
        window.resize(*SIZE)
        window.show()
        for part in (_first, _desk, _returned):
            for name, picture in part(window, Path(place)):
                path = folder / f"{name}.png"  # table → unit/table.png, as in resources/pictures/guide
                path.parent.mkdir(parents=True, exist_ok=True)
                picture.save(str(path))
                found.append(path)
        window.close()
    return tuple(found)


def _settle() -> None:
    for _ in range(5):
        application().processEvents()


def _wait(done: Callable[[], bool]) -> None:
    """Let the window work until the background lane has answered."""
    while not done():
        application().processEvents()


def _part(widget: QWidget, left: int = 0, top: int = 0, right: int = 0, bottom: int = 0) -> QPixmap:
    """Draw a widget without so much of its edges."""
    _settle()
    area = widget.rect().adjusted(left, top, -right, -bottom)
    return widget.grab(area)


def _upper(widget: QWidget, height: int = READ) -> QPixmap:
    """Draw the upper part of a widget."""
    return _part(widget, bottom=max(widget.height() - height, 0))


def _corner(desk: UnitDesk) -> QPoint:
    """Where the middle of the desk begins."""
    return QPoint(desk.navigation.width() + 1, desk.top.height())


def _beside(desk: UnitDesk, height: int = READ) -> QPixmap:
    """Draw the upper part of the desk without the navigation and the bar above."""
    _settle()
    corner = _corner(desk)
    return _part(desk, corner.x(), corner.y(), 0, max(desk.height() - corner.y() - height, 0))


def _over(base: QPixmap, above: QPixmap, at: QPoint) -> QPixmap:
    """Lay a window that stands apart over a picture."""
    painter = QPainter(base)
    size = above.deviceIndependentSize().toSize()
    painter.drawPixmap(at, above)
    painter.drawRect(QRect(at, size).adjusted(0, 0, -1, -1))
    painter.end()
    return base


def _first(window: MainWindow, place: Path) -> Iterator[Picture]:
    start = window.start
    if start is None:
        return
    yield "window/start", _part(window, 240, 140, 240, 140)
    start.read_pack(_pack(place))
    _wait(lambda: start.card is not None)
    card = start.card
    if card is None:
        return
    card.go_on()
    if isinstance(card.step, UnitStep):
        card.step.search.setText(SAID["searched"])
    yield "window/first-step", _upper(card, 260)
    card.go_on()
    _show_places(card)
    yield "window/place", _upper(card, 330)


def _show_places(card: StepCard) -> None:
    """Write folders of an ordinary PC where those of this machine stand."""
    _settle()
    for line, text in zip(card.step.findChildren(QLineEdit), ("D:\\碳报", "E:\\碳报副本"), strict=False):
        line.blockSignals(True)
        line.setText(text)


def _pack(place: Path) -> Path:
    """Make the pack of an invented office."""
    from forms.office.office import create_office
    from forms.papers.pack import make_pack
    from forms.seals.keys import keys

    with keys.signer_cache(rounds=2000):  # a temporary key needs no slow key derivation
        office, _ = create_office(place / "office", None, SAID["office_name"], SECRET)
        with office:
            content = make_pack(office.store, office.folder, office.plan, office.settings, SECRET, AT)
    path = place / "pack.pdf"
    path.write_bytes(content)
    return path


def _desk(window: MainWindow, place: Path) -> Iterator[Picture]:
    window.open_workspace(make_trial(place / "county", SAID["local_unit"]))
    desk = window.desk
    if desk is None:
        return
    fill(desk)
    desk.go(SAID["shown_item"])
    yield "window/person", _upper(window, 150)
    yield "unit/table", _beside(desk)
    yield "unit/states", _states(desk)
    yield "window/go-to", _go_to(desk)
    desk.go(SAID["register"])
    yield "unit/register", _beside(desk)
    yield "unit/import", _import(desk)
    yield "unit/slices", _slices(desk)
    desk.edits.put(SAID["treated"], "190")  # more than there was
    desk.go("findings")
    yield "unit/findings", _beside(desk, 480)


def _states(desk: UnitDesk) -> QPixmap:
    """The menu of F4 below a blank cell."""
    desk.go(SAID["nil_item"])
    _settle()
    view = _screen(desk, SAID["figures_table"], TableScreen).items
    menu = view.state_menu()
    below = view.viewport().mapTo(desk.window(), view.visualRect(view.currentIndex()).bottomLeft())
    menu.popup(QPoint(0, 0))
    _settle()
    above = menu.grab()
    menu.close()
    corner = _corner(desk)
    return _over(_beside(desk, 385), above, below - corner)


def _go_to(desk: UnitDesk) -> QPixmap:
    window = GoTo(sheet_goals(desk.session.sheet, desk.pages()), desk)
    window.line.setText("gfdz")
    picture = _upper(window, 130)
    window.close()
    return picture


def _import(desk: UnitDesk) -> QPixmap:
    """The preview of a block that was copied with its heads."""
    desk.imports.offer_text("\n".join("\t".join(row) for row in SAID["copied"]), "")
    preview = desk.imports.preview
    if preview is None:
        return QPixmap()
    preview.resize(*DIALOG)
    picture = _part(preview)
    preview.reject()
    return picture


def _slices(desk: UnitDesk) -> QPixmap:
    window = SliceDialog(desk.session.sheet, desk)
    window.resize(*DIALOG)
    window.supplier.setText("县林业局")
    window.tick(f"table {SAID['figures_table']}")
    window.tick("register R10")
    window.by.setChecked(True)
    window.day.setDate(QDate(2020, 10, 10))
    window.tree.expandAll()
    picture = _part(window)
    window.close()
    return picture


def _returned(window: MainWindow, place: Path) -> Iterator[Picture]:
    """A small unit's return: ready to be sealed, then sent back with queries."""
    window.open_workspace(make_trial(place / "bureau", SAID["bureau"]))
    desk = window.desk
    if desk is None:
        return
    desk.session.set_period(PERIOD)
    _complete(desk)
    desk.go("filing")
    filing = _screen(desk, "filing", FilingScreen)
    filing.rehearsal.run()
    _wait(lambda: len(filing.rehearsal.lines) > 1)
    window.resize(SIZE[0], TALL)
    yield "unit/filing", _beside(desk, 385)
    window.resize(*SIZE)
    _send_back(desk, place)
    desk.session.reload()
    desk.go("receipts")
    yield "unit/receipts", _beside(desk, 345)


def _complete(desk: UnitDesk) -> None:
    """Fill in everything that is asked for, and explain what is unusual."""
    sheet = desk.session.sheet
    for address, field in sheet.fields.items():
        if field.required:
            word = "推进中" if field.column.choices else "按方案推进，完成既定工作（测试数据）。"
            desk.edits.put(address, SAID["typed"].get(address, word))
    for address, slot in sheet.slots.items():
        if slot.required and sheet.cell(address).state is State.MISSING:
            desk.edits.put(address, "5" if slot.item.entered else Cell(State.NIL))
    for finding, mark in desk.session.standing.findings:
        if mark is Mark.WARNING:
            desk.session.explain(finding.key, "测试数据，见台账第1至3行", "source")


def _send_back(desk: UnitDesk, place: Path) -> None:
    """File the return and put the office's answer beside it, as it comes out of a receipt."""
    from forms.unit.filing import file_return

    session, store = desk.session, desk.session.workspace.store
    file_return(session.workspace, session.sheet, SECRET, place / "sent", reason="", at=AT)
    (digest,) = store.returns.heads(PERIOD)
    asked = [dict(one) for one in SAID["queries"]]
    said = {
        "digest": digest,
        "period": PERIOD,
        "revision": 1,
        "decision": Decision.RETURNED.value,
        "registered": AT.isoformat(),
        "issued": AT.isoformat(),
        "reasons": asked,
        "deadline": (AT + timedelta(days=7)).isoformat(),
    }
    content = json.dumps(said, ensure_ascii=False).encode()
    store.returns.put_receipt(
        ReceiptRow(
            digest=digest, period=PERIOD, decision=Decision.RETURNED.value, issued_at=AT, taken_at=AT, content=content
        )
    )


def _screen(desk: UnitDesk, key: str, kind: type[Kind]) -> Kind:
    return next(
        one for one in desk.screens if isinstance(one, kind) and key in {page.key for page in one.offer.pages()}
    )


if __name__ == "__main__":
    take(Path(sys.argv[1]))
