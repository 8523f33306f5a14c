"""Every dialog there is, spoken and readable in both looks; a class of dialog that is not in the list fails.

What a dialog is filled with is the least that shows every control it has.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from forms.given.cells import ForeignBook
from forms.given_books.books import read_given
from models.basics.period import PLAN_ZONE
from models.filling.offer import Offer
from models.filling.proposal import propose
from models.sheet.cells import BLANK
from models.store.unit.waiting import Given, Kind, Unsaved
from tests.ui.own_book.test_own_book import own_table
from tests.ui.seen import dialog_classes, faint, heard, nameless
from ui.backups.unsaved_box import UnsavedBox
from ui.basics.jobs import Lane
from ui.boxes.paper_preview import PaperPreview
from ui.boxes.slice_dialog import SliceDialog
from ui.evidence.evidence_dialog import EvidenceDialog
from ui.guide.guide_window import GuideWindow
from ui.guide.help_window import HelpWindow, help_window
from ui.look.theme import apply_theme
from ui.office.asking import AskedField, FieldsDialog
from ui.office.planning.pack import MadeDialog, MadePacks
from ui.own_book.mapping_dialog import MappingDialog
from ui.tables.lists.proposal_preview import Preview
from ui.tables.long_paste import WaitingBox
from ui.window.about import AboutWindow
from ui.window.go_to import GoTo, sheet_goals
from ui.window.unit_desk import UnitDesk


def asked(parent: QWidget) -> FieldsDialog:
    fields = (
        AskedField(name="a", words="签发人", text="甲"),
        AskedField(name="b", words="口令", secret=True),
        AskedField(name="c", words="文件", files="*.pdf"),
    )
    return FieldsDialog(parent, "印发", "将印发通报。", fields, "印发", lambda _: None, listed=("汉滨区", "石泉县"))


def unsaved(desk: UnitDesk) -> UnsavedBox:
    waiting = Unsaved()
    at = datetime(2020, 10, 12, tzinfo=PLAN_ZONE)
    waiting.hold([Given(kind=Kind.CELL, period=desk.session.period_id, place="Q06.1", said=BLANK, at=at)])
    box = UnsavedBox(desk, desk.session, {desk.session.workspace.folder: waiting, Path("/别处"): waiting}, lambda: None)
    box.write(Path("/没有这个文件夹"))
    return box


def makers(desk: UnitDesk, lane: Lane, book: ForeignBook, paper: Path) -> Mapping[type[QDialog], Callable[[], QDialog]]:
    sheet, offered = desk.session.sheet, Offer(name="a.xlsx")
    return {
        AboutWindow: lambda: AboutWindow(desk),
        EvidenceDialog: lambda: EvidenceDialog(desk.desk, "T01.佐证编号", "强化目标责任考核", desk),
        FieldsDialog: lambda: asked(desk),
        GoTo: lambda: GoTo(sheet_goals(sheet, desk.pages()), desk),
        GuideWindow: lambda: GuideWindow(desk),
        HelpWindow: lambda: help_window(desk._help_topic, desk),
        MadeDialog: lambda: MadeDialog(desk, MadePacks(files=(paper,), mail="各单位：")),
        MappingDialog: lambda: MappingDialog(book, sheet, lambda _: None, desk),
        PaperPreview: lambda: PaperPreview([("a", paper)], lane, desk),
        Preview: lambda: Preview([propose(sheet, offered)], sheet, desk, lambda: None),
        SliceDialog: lambda: SliceDialog(sheet, desk),
        UnsavedBox: lambda: unsaved(desk),
        WaitingBox: lambda: WaitingBox(desk, "正在读取"),
    }


def test_every_dialog_is_spoken_and_seen_in_both_looks(qtbot: QtBot, desk: UnitDesk, tmp_path: Path) -> None:
    app, lane, wrong, count = QApplication.instance(), Lane(), [], 0
    assert isinstance(app, QApplication)
    desk.go("Q06.5")
    book = own_table(tmp_path / "二季度.xlsx", "二季度")
    made = makers(desk, lane, read_given(book.read_bytes(), book.name), tmp_path / "nothing.pdf")
    assert {one.__name__ for one in made} == dialog_classes(), "a dialog is made here, so that it is looked at"
    for dark in (True, False):
        apply_theme(app, dark=dark)
        for kind, make in made.items():
            dialog = make()
            dialog.show()
            QCoreApplication.processEvents()
            wrong += [(dark, kind.__name__, one) for one in (*nameless(dialog), *faint(dialog))]
            count += len(list(heard(dialog)))
            dialog.close()
            dialog.deleteLater()
    lane.close()
    assert not wrong, "\n".join(map(str, wrong))
    assert count >= 2 * len(made)
