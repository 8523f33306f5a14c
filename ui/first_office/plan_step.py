"""Plan step: the plan an office is set up with is chosen — the shipped one, a folder, a file or a book, or one dropped.

One that cannot be used changes nothing; of a book a copy can be written with a comment at every problem. What the
choice is kept as, and which step comes next, the page knows.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.office.first_office import OfficeChoices
from models.plan.plan import Plan
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.basics.texts import trouble
from ui.files.dialogs import ask_file, ask_folder
from ui.first_office.plan_choice import PlanChoice, chosen_before, read_choice, takes_long
from ui.look.notice import NoticeBar
from ui.look.widgets import button, label, row

if TYPE_CHECKING:
    from forms.plan_book.reader import PlanBook

PAPER = ".pdf"
Runs = Callable[[Callable[[Progress], object], Callable[..., None], str], None]  # what, then what, said meanwhile


class PlanStep:
    """What is asked about the plan, and what was chosen."""

    def __init__(
        self, page: QWidget, notice: NoticeBar, run: Runs, taken: Callable[[Path | None, PlanChoice], None]
    ) -> None:
        """Dialogs stand over `page`; `taken` is told where a choice lies and what it is, one that is no plan too."""
        self._page, self._notice, self._run, self._taken = page, notice, run, taken
        self._choice = PlanChoice()
        self._wrong_book: tuple[PlanBook, Path] | None = None  # that was chosen last, and where it lies

    @property
    def plan(self) -> Plan | None:
        """The plan that is chosen, None for one that cannot be used."""
        return self._choice.plan

    def read_before(self, choices: OfficeChoices) -> None:
        """Read the plan that was chosen before; what is wrong with it is said."""
        try:
            self._choice = chosen_before(choices)
        except (AppError, MachineError, OSError) as error:
            self._choice = PlanChoice(wrong=trouble(error))
        self._notice.tell(self._choice.wrong, Mark.ERROR)

    def parts(self, fact: str, choose: Callable[[Path | None], None]) -> list[QWidget]:
        """Return what the open step shows: the fact of the plan, and the ways to choose another."""
        shipped = button(say("office.first.plan.shipped"), partial(choose, None))
        folder = button(say("office.first.plan.other"), partial(self._ask_folder, choose))
        book = button(say("office.first.plan.book"), partial(self._ask_book, choose))
        acts = QWidget()
        mark = [] if self._wrong_book is None else [button(say("office.plan.mark"), self.mark_problems)]
        acts.setLayout(row(shipped, folder, book, *mark, None))
        return [label(fact, "strong", wrap=True), acts]

    def _ask_folder(self, choose: Callable[[Path | None], None]) -> None:
        if chosen := ask_folder(self._page, say("office.first.plan.other")):
            choose(Path(chosen))

    def _ask_book(self, choose: Callable[[Path | None], None]) -> None:
        if chosen := ask_file(self._page, say("office.first.plan.book"), kinds=say("office.plan.open_filter")):
            choose(Path(chosen))

    def choose(self, source: Path | None) -> None:
        """Take a plan's folder, file or book, None for the shipped one; of a folder its plan.toml means the whole.

        A book takes seconds and is read in the background.
        """
        from forms.guards.plan_files import HEAD

        source = source.parent if source is not None and source.name == HEAD else source
        if takes_long(source):
            take, words = partial(self._take, source), say("office.first.plan.reading")
            self._run(lambda _: read_choice(source), take, words)
            return
        try:
            self._take(source, read_choice(source))
        except (AppError, MachineError, OSError) as error:
            self._notice.tell(trouble(error), Mark.ERROR)

    def _take(self, source: Path | None, found: PlanChoice) -> None:
        self._notice.tell(found.wrong, Mark.ERROR)
        self._wrong_book = (found.book, source.parent) if found.book is not None and source is not None else None
        if found.plan is not None:
            self._choice = found
        self._taken(source, found)

    def mark_problems(self) -> None:
        """Write a copy of the book that cannot be used, beside it, with a comment at every problem."""
        if self._wrong_book is None:
            return
        book, folder = self._wrong_book

        def work(_: Progress) -> Path:
            from forms.plan_book.files import marked_copy

            return marked_copy(book, folder, datetime.now(PLAN_ZONE))

        self._run(work, lambda made: self._notice.tell(say("office.plan.marked", 文件=made), Mark.DONE), "")


def dropped_plan(paths: Sequence[Path]) -> Path | None:
    """Return what was dropped as a plan, a paper too, of which is said that it is none; None for anything else."""
    from forms.guards.plan_files import plan_at

    if len(paths) != 1:
        return None
    return paths[0] if paths[0].suffix.casefold() == PAPER else plan_at(paths[0])
