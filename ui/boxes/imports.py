"""Imports: filling from Excel, WPS or a copied block — read in the lane, shown whole, taken as one step.

Nothing is put into the sheet before the person has seen what would change; taking it is one step of the undo.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from models.basics.errors import AppError, MachineError
from models.basics.messages import counted, say
from models.basics.period import in_file_name
from models.basics.sizes import LARGEST_GIVEN
from models.filling.offer import Offer
from models.filling.proposal import Fate, Proposal, propose
from models.filling.slices import whole_scope
from models.sheet.sheet import Sheet
from ui.basics.completion import Mark
from ui.basics.jobs import Lane, Progress, Stopped, Work
from ui.basics.places import place_words
from ui.basics.texts import trouble
from ui.files.dialogs import ask_file, ask_files, ask_where_to_write
from ui.look.fitting import fit
from ui.look.widgets import button, label, note, row
from ui.session.commands import Edits
from ui.session.session import Foreseen, Session

if TYPE_CHECKING:
    from forms.given.cells import ForeignBook
    from ui.own_book.mapping_dialog import Mapped, MappingDialog
    from ui.tables.long_paste import WaitingBox

SIZE = (980, 620)
LONG_BLOCK = 60  # lines of a copied block: more are read in the lane
WHY = {"import": "imported", "zero": "nil_all"}  # part of the texts → what the history says


def _fates(counts: Mapping[Fate, int]) -> str:
    """Say how many places would be new, changed, the same or refused."""
    return counted(
        "window.import.count",
        new=counts[Fate.NEW],
        changed=counts[Fate.CHANGED],
        unchanged=counts[Fate.UNCHANGED],
        refused=counts[Fate.REFUSED],
    )


def _taken(counts: Mapping[Fate, int]) -> int:
    return counts[Fate.NEW] + counts[Fate.CHANGED]


def _summary(proposals: Sequence[Proposal], counts: Mapping[Fate, int], disputed: int, words: str) -> str:
    """Say what taking the proposals would change; `words` is the part of the texts."""
    names, fates = "、".join(one.offer.name for one in proposals), _fates(counts)
    key = f"{words}.summary" if fates else "import.summary_none"
    told = say(f"window.{key}", 文件=names, n=_taken(counts), 各数=fates)
    return f"{told}{say('window.import.summary_disputed', n=disputed)}" if disputed else told


class Preview(QDialog):
    """Everything that would change, and one button that does it."""

    def __init__(
        self,
        proposals: Sequence[Proposal],
        sheet: Sheet,
        parent: QWidget | None = None,
        again: Callable[[], None] | None = None,
        *,
        words: str = "import",
        again_words: str = "own.again",
    ) -> None:
        """Show proposals for a sheet; `again` reads once more, another way; `words` is the part of the texts."""
        from ui.tables.lists.list_view import ListView
        from ui.tables.lists.proposal_table import AFTER, BEFORE, WHERE, ProposalTable, disputed_places

        super().__init__(parent)
        self.setWindowTitle(say(f"window.{words}.title"))
        fit(self, *SIZE)
        counts = {fate: sum(one.counts()[fate] for one in proposals) for fate in Fate}
        takes, disputed = _taken(counts), len(disputed_places(proposals))
        self.table = ProposalTable(proposals, lambda at: place_words(sheet, at), self)
        view = ListView(self.table, {BEFORE: 130, AFTER: 200, WHERE: 260}, self.table.is_heading)
        view.setAccessibleName(self.windowTitle())
        told = _summary(proposals, counts, disputed, words)
        going = f"{words}.go" if takes else "import.go_disputed" if disputed else "import.go_none"
        self.go = button(say(f"window.{going}", n=takes or disputed), self.accept, "primary")
        self.go.setEnabled(bool(takes or disputed))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(label(say(f"window.{words}.title"), "title"))
        layout.addWidget(note(told, Mark.ERROR if counts[Fate.REFUSED] else Mark.DECIDE if disputed else Mark.HINT))
        layout.addWidget(view, 1)
        anew = [button(say(f"window.{again_words}"), again, "link")] if again is not None else []
        for one in anew:
            one.clicked.connect(self.reject)
        no = button(say(f"window.{words}.no"), self.reject)
        layout.addLayout(row(label(say("window.import.undo"), "small"), None, *anew, no, self.go))
        self.go.setFocus()


class Imports:
    """What leads to a preview: chosen files, dropped files, a copied block."""

    def __init__(
        self, session: Session, edits: Edits, lane: Lane, tell: Callable[[str, Mark], None], window: QWidget
    ) -> None:
        """Serve one desk."""
        self._session, self._edits, self._lane, self._tell, self._window = session, edits, lane, tell, window
        self.preview: Preview | None = None
        self.mapping: MappingDialog | None = None
        self.waiting: WaitingBox | None = None

    def choose(self) -> None:
        """Ask for workbooks."""
        if self._refuse_if_locked():
            return
        chosen = ask_files(self._window, say("window.import.choose"), kinds=say("window.import.tables"))
        if chosen:
            self.read([Path(one) for one in chosen])

    def read(self, paths: Sequence[Path], *, unseen: bool = False) -> None:
        """Read workbooks in the lane, then show what they would change; `unseen`: their hidden sheets too."""
        if self._refuse_if_locked():
            return
        from models.filling.own_book import REMEMBERED, read_books

        sheet = self._session.sheet
        known = read_books(self._session.workspace.store.get_value(REMEMBERED))

        def work(progress: Progress) -> Sequence[Proposal]:
            from forms.own_book.reading import read_file
            from models.filling.proposals import propose_all

            offers: list[Offer] = []
            for done, path in enumerate(paths):
                progress(done, len(paths))
                offers.append(read_file(path, sheet, known, unseen=unseen))
            return propose_all(sheet, offers)

        def done(proposals: Sequence[Proposal]) -> None:
            hidden = any(one.offer.unread for one in proposals)
            self.show(proposals, partial(self.read, paths, unseen=True) if hidden else None, anew="import.hidden_too")

        self._read_in_lane(work, done)

    def choose_own(self) -> None:
        """Ask for the unit's own workbook: mapped before, its differences are shown; else it is mapped now."""
        if self._refuse_if_locked():
            return
        chosen = ask_file(self._window, say("window.own.choose"), kinds=say("window.import.tables"))
        if chosen:
            self.read_own(Path(chosen))

    def read_own(self, path: Path, *, anew: bool = False) -> None:
        """Read the unit's own workbook; `anew`: map it again though it was mapped."""
        from models.filling.own_book import REMEMBERED, read_books

        sheet, known = self._session.sheet, read_books(self._session.workspace.store.get_value(REMEMBERED))

        def work(_: Progress) -> "tuple[ForeignBook, Sequence[Mapped], Proposal | None]":
            from forms.own_book.reading import as_it_stands, matching, offer_of, renamed

            book = _book_at(path)
            found = matching(book, known, sheet) or renamed(book, known, sheet)
            found = found or matching(book, known, sheet, half=True)
            proposal = propose(sheet, offer_of(found, sheet, path.name)) if found and not anew else None
            return book, [(page, as_it_stands(page, own, sheet)) for page, own in found], proposal

        def done(read: "tuple[ForeignBook, Sequence[Mapped], Proposal | None]") -> None:
            if read[2] is not None:
                self.show([read[2]], lambda: self.read_own(path, anew=True))
            else:
                self._map(read[0], path, read[1])

        self._read_in_lane(work, done)

    def _read_in_lane(self, work: Work, done: Callable[[Any], None]) -> None:
        """Read files beside the window; what was found is shown, what cannot be read is told."""
        self._tell(say("window.import.reading"), Mark.HINT)
        self._lane.run(
            self._window,
            work,
            done,
            lambda error: self._tell(trouble(error), Mark.ERROR),
            words=say("window.lane.import"),
        )

    def _map(self, book: "ForeignBook", path: Path, before: "Sequence[Mapped]") -> None:
        from forms.own_book.reading import offer_of
        from models.filling.own_book import REMEMBERED, read_books, with_book, written
        from ui.own_book.mapping_dialog import MappingDialog

        def done(mapped: "Sequence[Mapped]") -> None:
            session = self._session
            known = read_books(session.workspace.store.get_value(REMEMBERED))
            for _, own in mapped:
                known = with_book(known, own)
            try:
                session.keeper.fact({REMEMBERED: written(known)}, session.author)
            except AppError as error:  # a workspace that was handed over
                self._tell(trouble(error), Mark.ERROR)
                return
            sheet = session.sheet
            self.show([propose(sheet, offer_of(mapped, sheet, path.name))])

        self._tell("", Mark.NONE)
        self.mapping = MappingDialog(book, self._session.sheet, done, self._window, known=before)
        self.mapping.open()

    def offer_text(self, text: str, register: str) -> bool:
        """Show what a copied block with its own heads would change; False when it has none and is an ordinary block.

        `register` is where it was pasted: where the heads fit several registers it is that one.
        """
        if "\t" not in text or "\n" not in text.strip() or self._session.locked:
            return False
        from forms.filling.import_book import has_heads, read_block

        sheet, name = self._session.sheet, say("window.import.block")
        if text.count("\n") >= LONG_BLOCK and has_heads(text, sheet, register or name):
            self._read_long(lambda: read_block(text, sheet, name, register))
            return True
        try:
            offer = read_block(text, sheet, name, register)
        except AppError:
            return False
        if not (offer.rows or offer.texts or offer.refused):
            return False
        self.show([propose(sheet, offer)])
        return True

    def _read_long(self, read: Callable[[], Offer]) -> None:
        """Read a long block in the lane, then show what it would change of the sheet as it is by then."""
        sheet = self._session.sheet

        def work(_: Progress) -> Proposal:
            return propose(sheet, read())

        def done(proposal: Proposal) -> None:
            now = self._session.sheet
            if not self._refuse_if_locked():
                self.show([proposal if now is sheet else propose(now, proposal.offer)])

        self._read_in_lane(work, done)

    def show(
        self,
        proposals: Sequence[Proposal],
        again: Callable[[], None] | None = None,
        *,
        words: str = "import",
        anew: str = "own.again",
    ) -> None:
        """Show proposals; what the person agrees to is taken as one step.

        `again` reads once more, another way, as `anew` says on its button; `words` is the part of the texts that
        names the act.
        """
        self._tell("", Mark.NONE)
        self.preview = Preview(proposals, self._session.sheet, self._window, again, words=words, again_words=anew)
        self.preview.accepted.connect(lambda: self._take(proposals, words))
        self.preview.open()

    def _take(self, proposals: Sequence[Proposal], words: str) -> None:
        cells = {address: cell for one in proposals for address, cell in one.new_cells().items()}
        rows = {name: found for one in proposals for name, found in one.new_rows().items()}
        supplier = next((one.offer.supplier for one in proposals if one.offer.supplier), None)
        taken = sum(_taken(one.counts()) for one in proposals)

        def put(foreseen: Foreseen | None = None) -> None:
            try:
                self._edits.put_sheet(cells, rows, WHY[words], supplier, foreseen)
            except (AppError, MachineError, OSError) as error:
                self._tell(trouble(error), Mark.ERROR)
                return
            self._tell(say(f"window.{words}.done", n=taken), Mark.DONE)

        from ui.tables.long_paste import MANY_LINES

        if taken < MANY_LINES:
            put()
        else:
            self._put_checked(lambda: self._session.foresee(rows, cells), put, taken)

    def _put_checked(self, check: Callable[[], Foreseen], put: Callable[[Foreseen], None], lines: int) -> None:
        """Check in the lane what thousands of lines lead to, then put them; until then nothing is kept."""

        def failed(error: BaseException) -> None:
            stopped = isinstance(error, Stopped)
            self._tell(*((say("window.import.stopped"), Mark.HINT) if stopped else (trouble(error), Mark.ERROR)))

        from ui.tables.long_paste import WaitingBox

        self.waiting = WaitingBox(self._window, say("window.import.checking", n=lines), say("window.import.waiting"))
        self.waiting.check(self._lane, check, put, failed)

    def export(self) -> None:
        """Ask where, and write the blank template of everything this unit fills."""
        sheet = self._session.sheet
        from forms.filling.template import write_template

        name = say("window.import.template_file", 单位=sheet.unit_name, 报告期=in_file_name(sheet.period_id))
        chosen = ask_where_to_write(self._window, say("window.menu.template"), name, say("window.import.filter"))
        if not chosen:
            return

        def work(_: Progress) -> Path:
            from ui.files.chosen import write_chosen

            return write_chosen(Path(chosen), ".xlsx", write_template(sheet, whole_scope(sheet)))

        self._lane.run(
            self._window,
            work,
            lambda path: self._tell(say("window.import.exported", 文件=path), Mark.DONE),
            lambda error: self._tell(trouble(error), Mark.ERROR),
            words=say("window.lane.export"),
        )

    def _refuse_if_locked(self) -> bool:
        if self._session.locked:
            self._tell(say("window.import.locked"), Mark.WARNING)
        return self._session.locked


def _book_at(path: Path) -> "ForeignBook":
    from forms.given_books.books import read_given
    from forms.guards.guards import guard_size

    return read_given(guard_size(path, LARGEST_GIVEN), path.name)
