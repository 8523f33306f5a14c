"""Imports: filling from Excel, WPS or a copied block — read in the lane, shown whole, taken as one step.

Nothing is put into the sheet before the person has seen what would change; taking it is one step of the undo.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from models.basics.errors import AppError
from models.filling.proposal import Fate, Offer, Proposal, propose
from models.filling.proposals import propose_all
from models.filling.slices import whole_scope
from models.sheet.sheet import Sheet
from ui.basics.completion import Mark
from ui.basics.jobs import Lane, Progress
from ui.basics.places import place_words
from ui.basics.texts import say, trouble
from ui.look.fitting import fit
from ui.look.widgets import button, label, note, row
from ui.session.commands import Edits
from ui.session.session import Session
from ui.tables.lists.list_view import ListView
from ui.tables.lists.proposal_table import AFTER, BEFORE, WHERE, ProposalTable

SIZE = (980, 620)


class Preview(QDialog):
    """Everything that would change, and one button that does it."""

    def __init__(self, proposals: Sequence[Proposal], sheet: Sheet, parent: QWidget | None = None) -> None:
        """Show proposals for a sheet."""
        super().__init__(parent)
        self.setWindowTitle(say("import.title"))
        fit(self, *SIZE)
        counts = {fate: sum(one.counts()[fate] for one in proposals) for fate in Fate}
        self.table = ProposalTable(proposals, lambda at: place_words(sheet, at), self)
        view = ListView(self.table, {BEFORE: 170, AFTER: 230, WHERE: 190}, self.table.is_heading)
        takes = counts[Fate.NEW] + counts[Fate.CHANGED]
        names = "、".join(one.offer.name for one in proposals)
        words = say("import.summary", 文件=names, 新填=counts[Fate.NEW], 改动=counts[Fate.CHANGED],
                    相同=counts[Fate.UNCHANGED], 未采用=counts[Fate.REFUSED])  # fmt: skip
        self.go = button(say("import.go", n=takes), self.accept, "primary")
        self.go.setEnabled(bool(takes))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(label(say("import.title"), "title"))
        layout.addWidget(note(words, Mark.ERROR if counts[Fate.REFUSED] else Mark.HINT))
        layout.addWidget(view, 1)
        layout.addLayout(row(label(say("import.undo"), "small"), None, button(say("import.no"), self.reject), self.go))
        self.go.setFocus()


class Imports:
    """What leads to a preview: chosen files, dropped files, a copied block."""

    def __init__(
        self, session: Session, edits: Edits, lane: Lane, tell: Callable[[str, Mark], None], window: QWidget
    ) -> None:
        """Serve one desk."""
        self._session, self._edits, self._lane, self._tell, self._window = session, edits, lane, tell, window
        self.preview: Preview | None = None

    def choose(self) -> None:
        """Ask for workbooks."""
        if self._refuse_if_locked():
            return
        chosen, _ = QFileDialog.getOpenFileNames(self._window, say("import.choose"), "", say("import.tables"))
        if chosen:
            self.read([Path(one) for one in chosen])

    def read(self, paths: Sequence[Path]) -> None:
        """Read workbooks in the lane, then show what they would change."""
        if self._refuse_if_locked():
            return
        sheet = self._session.sheet

        def work(progress: Progress) -> Sequence[Proposal]:
            from forms.filling.import_book import read_file

            offers: list[Offer] = []
            for done, path in enumerate(paths):
                progress(done, len(paths))
                offers.append(read_file(path, sheet))
            return propose_all(sheet, offers)

        self._tell(say("import.reading"), Mark.HINT)
        self._lane.run(
            self._window,
            work,
            self.show,
            lambda error: self._tell(trouble(error), Mark.ERROR),
            words=say("lane.import"),
        )

    def offer_text(self, text: str, register: str) -> bool:
        """Show what a copied block with its own heads would change; False when it has none and is an ordinary block.

        `register` is where it was pasted: where the heads fit several registers it is that one.
        """
        if "\t" not in text or "\n" not in text.strip() or self._session.locked:
            return False
        from forms.filling.import_book import read_block

        try:
            offer = read_block(text, self._session.sheet, say("import.block"), register)
        except AppError:
            return False
        if not offer.rows and not offer.texts and not offer.refused:
            return False
        self.show([propose(self._session.sheet, offer)])
        return True

    def show(self, proposals: Sequence[Proposal]) -> None:
        """Show proposals; what the person agrees to is taken as one step."""
        self._tell("", Mark.NONE)
        self.preview = Preview(proposals, self._session.sheet, self._window)
        self.preview.accepted.connect(lambda: self._take(proposals))
        self.preview.open()

    def _take(self, proposals: Sequence[Proposal]) -> None:
        cells = {address: cell for one in proposals for address, cell in one.new_cells().items()}
        rows = {name: found for one in proposals for name, found in one.new_rows().items()}
        supplier = next((one.offer.supplier for one in proposals if one.offer.supplier), None)
        try:
            self._edits.put_sheet(cells, rows, "imported", supplier)
        except (AppError, OSError) as error:
            self._tell(trouble(error), Mark.ERROR)
            return
        counts = sum(one.counts()[Fate.NEW] + one.counts()[Fate.CHANGED] for one in proposals)
        self._tell(say("import.done", n=counts), Mark.DONE)

    def export(self) -> None:
        """Ask where, and write the blank template of everything this unit fills."""
        sheet = self._session.sheet
        from forms.filling.template import write_template

        name = say("import.template_file", 单位=sheet.unit_name, 报告期=sheet.period_id)
        chosen, _ = QFileDialog.getSaveFileName(self._window, say("menu.template"), name, say("import.filter"))
        if not chosen:
            return

        def work(_: Progress) -> Path:
            from forms.wording.files import write_files

            path = Path(chosen).with_suffix(".xlsx")
            book = write_template(sheet, whole_scope(sheet))
            (written,) = write_files(path.parent, {path.name: book}, replace=True)
            return written

        self._lane.run(
            self._window,
            work,
            lambda path: self._tell(say("import.exported", 文件=path), Mark.DONE),
            lambda error: self._tell(trouble(error), Mark.ERROR),
            words=say("lane.export"),
        )

    def _refuse_if_locked(self) -> bool:
        if self._session.locked:
            self._tell(say("import.locked"), Mark.WARNING)
        return self._session.locked
