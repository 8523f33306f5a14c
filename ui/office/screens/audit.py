"""Audit 审计: who changed what when, from which paper; whether the record holds; what was issued, written again."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time
from models.issued.again import issue_again
from models.proof.gaps import gap_words
from models.proof.proof import head_of
from models.workspace.act import Done
from models.workspace.backup_copies import keep_root, root_unkept
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.basics.texts import trouble
from ui.files.dialogs import ask_files, ask_folder
from ui.look.fitting import ROOMY
from ui.look.signs import Sign
from ui.look.widgets import button, column, label, scrolled
from ui.office.doing import DOING, do_apart
from ui.office.grid import OfficeGrid
from ui.office.lists.rows import TableCell, TableHead, TableRow
from ui.office.page import OfficePage, OfficeParts, page_head
from ui.office.session import OfficeSession

if TYPE_CHECKING:
    from forms.office.checking import AuditLine, Outside
    from models.store.file.chain import RecordGap

NARROW_LEAVES = (0, 5, 6)  # columns: number, why, files
SHARING, SHARE = (5, 6), 18  # why and files, and how many hundredths of a wide page each of them has
COMPARED_FILES = "PDF, Excel (*.pdf *.xlsx *.xls *.et *.ods)"  # receipts are PDFs, a summary is a book as well
LINES = 3  # in sight of the current act
SHOWN, EARLIER = 200, "#earlier"  # acts that are listed at once; the row that stands for those before them
MOST = 48  # signs of a reason in the list, four lines of its column: the whole one stands below for the current act


class AuditPage(OfficePage):
    """办理记录."""

    key = "audit"
    pinned = True

    def __init__(self, parts: OfficeParts) -> None:
        """Build the page."""
        super().__init__(parts)
        self._head, self.state = page_head(), label("", wrap=True)
        columns = (("number", 48), ("at", 136), ("by", 90), ("kind", 112), ("what", 0), ("why", 180), ("files", 180))
        heads = [
            TableHead(text=say(f"record.column.{name}"), width=width, right=name == "number", wraps=name != "files")
            for name, width in columns
        ]
        self.grid = OfficeGrid(self.title(), heads)
        self.grid.opened.connect(self._open)
        self._lines: Sequence[AuditLine] = ()
        self._whole_list = False
        self.grid.current_changed.connect(self.primary_changed)
        self.whole = label("", "quiet", wrap=True)  # the current act with its whole reason and all its files
        whole = self.whole_area = scrolled(column(self.whole, None))
        whole.setFixedHeight(LINES * self.whole.fontMetrics().lineSpacing() + 2)  # the list above it keeps its rows
        self.grid.current_changed.connect(self._show_whole)
        self.root = button(say("office.audit.root"), self.choose_root)
        papers = button(say("office.audit.compare"), self.choose_papers)
        self.built(self._head, self.grid, self.root, papers, button(say("office.audit.export"), self.choose_export))
        layout = self.layout()
        if layout is not None:
            layout.addWidget(whole)
            layout.addWidget(self.state)

    def set_narrow(self, *, narrow: bool) -> None:
        """Keep when, who, what and about what."""
        for place in NARROW_LEAVES:
            self.grid.setColumnHidden(place, narrow)

    @staticmethod
    def title() -> str:
        """Return the name in the navigation."""
        return say("office.audit.title")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a wide window reason and files get their share of it."""
        super().resizeEvent(event)
        self.grid.set_close(close=self.window().width() < ROOMY)
        for place in () if self.grid.close_set else SHARING:
            self.grid.setColumnWidth(place, self.width() * SHARE // 100)

    def _show_whole(self) -> None:
        key = self.grid.current_key()
        cells = next((row.cells for row in self.grid.lines.rows if row.key == key), ())
        self.whole.setText("　".join(cell.tip or cell.text for cell in cells if cell.text))
        self.whole_area.verticalScrollBar().setValue(0)

    @staticmethod
    def waiting_in(session: OfficeSession) -> int:
        """Return 1 while the root key lies on this PC alone."""
        return int(root_unkept(session.workspace.store))

    def show_now(self) -> None:
        """Show the acts, the last one first, and whether the record holds."""
        office, store = self.session.workspace, self.session.workspace.store

        def work(_: Progress) -> "Sequence[AuditLine]":
            from forms.office.checking import audit

            try:
                return audit(office)
            except ValueError:  # an act that says nothing: the chain tells which
                return ()

        self._head.setText(say("office.audit.head", 码=head_of(store).words))
        self.parts.lane.run(self, work, self._take, self._failed)
        self.root.setVisible(root_unkept(store))
        self.state.setText(say("record.checking"))
        self.parts.lane.run(self, lambda _: store.verify_apart()[1], self._verified, self._failed)

    def _take(self, lines: "Sequence[AuditLine]") -> None:
        self._lines = lines
        self._show_lines()

    def _show_lines(self) -> None:
        """Show the newest acts; those before them once somebody asks for them: of thousands each has its height."""
        shown = self._lines if self._whole_list else self._lines[-SHOWN:]
        rows = [_row(one) for one in reversed(shown)]
        if earlier := len(self._lines) - len(shown):
            said = TableCell(text=say("office.audit.earlier", n=earlier), tone="quiet")
            rows.append(TableRow(key=EARLIER, cells=(said,), wide=True))
        self.grid.show_rows(rows)

    def _open(self, key: str) -> None:
        """Write the files of an act again; show those before the newest, at the first of them."""
        if key == EARLIER:
            self._whole_list = True
            self._show_lines()
            self.grid.choose(str(self._lines[-SHOWN - 1].number))
        else:
            self.write_again(key)

    def _verified(self, gaps: "tuple[RecordGap, ...]") -> None:
        store = self.session.workspace.store
        words = say("office.audit.sound") if not gaps else say("record.gaps_short", n=len(gaps))
        self.state.setText("\n".join((words, *(gap_words(store, gap) for gap in gaps[:5]))))

    def choose_export(self) -> None:
        """Ask for a folder and write the record into it as a workbook."""
        if chosen := ask_folder(self, say("office.audit.export")):
            self.export(Path(chosen))

    def export(self, folder: Path) -> None:
        """Write the record into a folder, in the background."""
        office = self.session.workspace

        def work(_: Progress) -> Path:
            from forms.office.checking import write_audit

            return write_audit(office, folder, datetime.now(PLAN_ZONE))[0]

        self.parts.lane.run(self, work, lambda path: self._done("exported", path), self._failed)

    def choose_papers(self) -> None:
        """Ask for papers from outside and compare the record with what is printed on them."""
        chosen = ask_files(self, say("office.audit.compare"), kinds=COMPARED_FILES)
        if chosen:
            self.compare([Path(one) for one in chosen])

    def compare(self, paths: list[Path]) -> None:
        """Compare the record with the heads on papers."""
        store = self.session.workspace.store

        def work(_: Progress) -> "Sequence[Outside]":
            from forms.office.checking import compare_heads

            return compare_heads(store, paths)

        self.parts.tell(say(DOING), Mark.HINT)
        self.parts.lane.run(self, work, self._compared, self._failed, words=say(DOING))

    def _compared(self, found: "Sequence[Outside]") -> None:
        lines = [say("record.head_holds" if one.holds else "record.head_gone", 来源=one.source) for one in found]
        self.parts.tell("\n".join(lines), Mark.DONE if all(one.holds for one in found) else Mark.ERROR)

    def write_again(self, key: str) -> None:
        """Ask for a folder and write the files of an act into it as they are kept."""
        if not self.session.workspace.store.acts.files(int(key)):
            self.parts.tell(say("office.audit.no_files"), Mark.HINT)
        elif chosen := ask_folder(self, say("office.audit.again")):
            self.issue_again(int(key), Path(chosen))

    def issue_again(self, number: int, folder: Path) -> None:
        """Write the files of an act into a folder."""
        store = self.session.workspace.store

        def done(found: Done) -> None:
            self._done("written", found.paths[0])

        self.parts.lane.run(self, lambda _: issue_again(store, number, folder), done, self._failed, words=say(DOING))

    def choose_root(self) -> None:
        """Ask for the folder of a stick and copy the root key there."""
        if chosen := ask_folder(self, say("office.audit.root")):
            self.keep_root(Path(chosen))

    def keep_root(self, folder: Path) -> None:
        """Copy the root key into the folder of a stick."""
        store = self.session.workspace.store

        def done(path: Path) -> None:
            self.parts.tell(say("backups.root_kept", 文件=path), Mark.DONE)

        do_apart(self.parts, self, lambda _: keep_root(store, folder, datetime.now(PLAN_ZONE)), done, self._failed)

    def _done(self, key: str, path: Path) -> None:
        self.parts.tell(say(f"office.audit.{key}", 文件=path), Mark.DONE)

    def _failed(self, error: BaseException) -> None:
        self.parts.tell(trouble(error), Mark.WARNING if isinstance(error, AppError) else Mark.ERROR)

    def primary(self) -> str:
        """Write the files of the current act again, where it issued some."""
        key = self.grid.current_key()
        if key == EARLIER:
            return say("office.audit.show_earlier")
        return say("office.audit.again") if key and self.session.workspace.store.acts.files(int(key)) else ""

    def do(self) -> None:
        """Write the files of the current act again."""
        if self.grid.current_key():
            self._open(self.grid.current_key())


def _row(one: "AuditLine") -> TableRow:
    first, files = "".join(one.files[:1]), "、".join(one.files)
    named = first if len(one.files) < 2 else say("office.audit.files", 文件=first, n=len(one.files))
    return TableRow(
        key=str(one.number),
        cells=(
            TableCell(text=str(one.number), right=True),
            TableCell(text=format_time(one.at)),
            TableCell(text=one.by or "—"),
            TableCell(text=one.kind, bold=True),
            TableCell(text=one.what),
            TableCell(text=_short(one.why), tip=one.why, tone="quiet", small=True),
            TableCell(text=named, tip=files, tone="quiet", small=True, sign=Sign.RECEIVED if files else None),
        ),
    )


def _short(why: str) -> str:
    """A reason as the list has it: on one line, its beginning where it is a long one."""
    words = " ".join(why.split())
    return words if len(words) <= MOST else words[: MOST - 1] + "…"
