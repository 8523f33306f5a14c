"""Imports: filling from Excel, WPS or a copied block — read in the lane, shown whole, taken as one step.

Nothing is put into the sheet before the person has seen what would change; taking it is one step of the undo.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.basics.period import in_file_name
from models.basics.sizes import LARGEST_GIVEN
from models.filling.offer import Offer
from models.filling.proposal import Proposal, propose
from models.filling.slices import whole_scope
from ui.basics.completion import Mark
from ui.basics.gc_tuning import many_objects
from ui.basics.jobs import Lane, Progress, Stopped, Work
from ui.basics.texts import trouble
from ui.files.dialogs import ask_file, ask_files, ask_where_to_write
from ui.session.commands import Edits
from ui.session.session import Foreseen, Session

if TYPE_CHECKING:
    from forms.given.cells import ForeignBook
    from ui.own_book.mapping_dialog import Mapped, MappingDialog
    from ui.tables.lists.proposal_preview import Preview
    from ui.tables.lists.proposal_table import ShownProposals
    from ui.tables.long_paste import WaitingBox

LONG_BLOCK = 60  # lines of a copied block: more are read in the lane
WHY = {"import": "imported", "zero": "nil_all"}  # part of the texts → what the history says


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

        def work(progress: Progress) -> "tuple[Sequence[Proposal], ShownProposals]":
            from forms.own_book.reading import read_file
            from models.filling.proposals import propose_all
            from ui.tables.lists.proposal_preview import shown_of

            books, locks = _without_locks(paths)
            offers = [read_file(path, sheet, known, unseen=unseen, tell=progress) for path in books]
            offers[0] = replace(offers[0], remarks=(*locks, *offers[0].remarks))
            progress(0, 0)  # somebody may have stopped meanwhile
            proposals = propose_all(sheet, offers)
            progress(0, 0)
            return proposals, shown_of(proposals, sheet)

        def done(found: "tuple[Sequence[Proposal], ShownProposals]") -> None:
            hidden = any(one.offer.unread for one in found[0])
            again = partial(self.read, paths, unseen=True) if hidden else None
            self.show(found[0], again, anew="import.hidden_too", shown=found[1])

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

        def work(progress: Progress) -> "tuple[ForeignBook, Sequence[Mapped], Proposal | None]":
            from forms.own_book.reading import as_it_stands, matching, offer_of, renamed

            book = _book_at(path, progress)
            progress(0, 0)
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
        """Read files beside the window; what was found is shown, what cannot be read is told; it can be stopped."""
        from ui.tables.long_paste import WaitingBox

        self._tell(say("window.import.reading"), Mark.HINT)
        self.waiting = box = WaitingBox(self._window, say("window.import.reading_long"), say("window.import.waiting"))

        def stopped() -> None:
            from forms.guards.worker import shared_worker

            shared_worker().give_up()
            self._tell(say("window.import.stopped"), Mark.HINT)

        def failed(error: BaseException) -> None:
            if not job.stopped:  # else what ended is what was stopped
                self._tell(trouble(error), Mark.ERROR)

        def read(found: object) -> None:
            if not job.stopped:
                done(found)

        def work_alone(progress: Progress) -> object:
            with many_objects():
                return work(progress)

        job = self._lane.run(self._window, work_alone, read, failed, words=say("window.lane.import"))
        box.follow(job, stopped)

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
        """Show what a copied block with its own heads would change, or tell why not; False for one without heads.

        `register` is where it was pasted: where the heads fit several registers it is that one.
        """
        if "\t" not in text or "\n" not in text.strip() or self._session.locked:
            return False
        from forms.filling.import_book import HEAD_LINES, NOTHING, has_heads, read_block

        sheet, name, lines = self._session.sheet, say("window.import.block"), text.count("\n")
        if lines >= LONG_BLOCK and has_heads(text, sheet, register):
            self._read_long(lambda: read_block(text, sheet, name, register))
            return True
        if lines >= HEAD_LINES:  # entries: thousands of lines were read through to find no heads among them
            return False
        try:
            offer = read_block(text, sheet, name, register)
        except AppError as error:
            if error.code != NOTHING:  # a table that is not to be put place by place
                self._tell(trouble(error), Mark.ERROR)
            return error.code != NOTHING
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
        shown: "ShownProposals | None" = None,
    ) -> None:
        """Show proposals; what the person agrees to is taken as one step.

        `again` reads once more, another way, as `anew` says on its button; `words` is the part of the texts that
        names the act; `shown` as `Preview` takes it.
        """
        self._tell("", Mark.NONE)
        from ui.tables.lists.proposal_preview import Preview

        self.preview = Preview(
            proposals, self._session.sheet, self._window, again, words=words, again_words=anew, shown=shown
        )
        self.preview.accepted.connect(lambda: self._take(proposals, words))
        self.preview.open()

    def _take(self, proposals: Sequence[Proposal], words: str) -> None:
        cells = {address: cell for one in proposals for address, cell in one.new_cells().items()}
        rows = {name: found for one in proposals for name, found in one.new_rows().items()}
        supplier = next((one.offer.supplier for one in proposals if one.offer.supplier), None)
        from ui.tables.lists.proposal_preview import taken_of

        taken = sum(taken_of(one.counts()) for one in proposals)

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


def _without_locks(paths: Sequence[Path]) -> tuple[Sequence[Path], Sequence[str]]:
    """Return the files to read, and the sentences on locks among them: who takes a whole folder takes those too."""
    from models.returns.file_names import locked_by

    books = [path for path in paths if locked_by(path.name) is None] or paths  # alone it is told as what it is
    return books, [say("window.import.lock", 文件=path.name) for path in paths if path not in books]


def _book_at(path: Path, tell: Progress) -> "ForeignBook":
    from forms.given_books.books import read_given
    from forms.guards.guards import guard_size

    return read_given(guard_size(path, LARGEST_GIVEN), path.name, tell)
