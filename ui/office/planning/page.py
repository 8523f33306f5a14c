"""Plan 方案: open a plan, see what is wrong at which cell, try it, compare it with the one in force, and use it."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.plan.plan import Plan
from models.planning.compare import changes, step_taken, step_wanted
from models.versions.held import in_force_like
from ui.basics.completion import Mark
from ui.basics.jobs import PAINTED, Job, Progress, Stopped, Work
from ui.basics.texts import trouble
from ui.files.dialogs import ask_file, ask_where_to_write
from ui.look.fitting import ROOMY
from ui.look.widgets import button
from ui.office.asking import AskedField
from ui.office.doing import Said, ask_act
from ui.office.grid import OfficeGrid
from ui.office.lists.rows import TableHead, TableRow
from ui.office.page import OfficePage, OfficeParts, page_head
from ui.office.planning.opened_plan import OpenedPlan, read_plan, why_not
from ui.office.planning.rows import compared_rows, file_row, plan_row_set, tried_rows, with_looks

if TYPE_CHECKING:
    pass

SEED = 1
WHERE, ROOMY_WHERE = 240, 400  # pixels: where in a plan, by file and key


class PlanPage(OfficePage):
    """方案."""

    key = "plan"
    pinned = True

    def __init__(self, parts: OfficeParts) -> None:
        """Build the page."""
        super().__init__(parts)
        self._head = page_head()
        self._opened: OpenedPlan | None = None
        self._job: Job | None = None
        heads = [
            TableHead(text=say("office.plan.where"), width=WHERE),
            TableHead(text=say("office.plan.what"), width=0),
        ]
        self.grid = OfficeGrid(self.title(), heads)
        self.open = button(say("office.plan.open"), self.ask_for_plan)
        self.try_it = button(say("office.plan.try"), self.try_plan)
        self.compare = button(say("office.plan.compare"), self.compare_plan)
        self.write = button(say("office.plan.write"), self.ask_where_to_write)
        self.stop = button(say("office.plan.stop"), self._stop)
        self.built(self._head, self.grid, self.stop, self.open, self.try_it, self.compare, self.write)
        self.stop.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a wide window a place in a plan takes one line."""
        super().resizeEvent(event)
        self.grid.setColumnWidth(0, ROOMY_WHERE if self.window().width() >= ROOMY else WHERE)

    @staticmethod
    def title() -> str:
        """Return the name in the navigation."""
        return say("office.plan.title")

    def show_now(self) -> None:
        """Show the plan that was opened, else the one in force."""
        opened = self._opened
        self._able()
        if opened is None:
            plan = self.session.plan
            self._head.setText(say("office.plan.now", 方案=plan.title, 版本=plan.version))
            self.grid.show_rows(plan_row_set(plan))
            return
        said = "bad" if opened.bad else "looks" if opened.looks else "good"
        words = say(f"office.plan.{said}", n=opened.bad or opened.looks)
        words = f"{opened.why_not}　{words}" if opened.why_not else words
        name = (
            opened.path.name
            if opened.plan is None
            else say("office.plan.found", 文件=opened.path.name, 方案=opened.plan.short_title, 版本=opened.plan.version)
        )
        self._head.setText(words)
        self.grid.show_rows([*opened.rows, file_row(name), *(plan_row_set(opened.plan) if opened.plan else ())])

    def _able(self) -> None:
        """Let nothing be started twice, and nothing that has no plan to look at."""
        idle, good = self._job is None, self._opened is None or self._opened.plan is not None
        for one in (self.open, self.write):
            one.setEnabled(idle)
        self.try_it.setEnabled(idle and good)
        self.compare.setEnabled(idle and self._opened is not None and good)
        self.stop.setVisible(not idle)
        self.primary_changed.emit()

    @property
    def plan(self) -> Plan:
        """The plan that was opened and can be used, else the one in force."""
        return self._opened.plan if self._opened and self._opened.plan else self.session.plan

    def primary(self) -> str:
        """Return what the button at the bottom says: mark what is wrong, or put in force what is not yet."""
        if self._opened is None or self._job is not None:
            return ""
        if self._opened.plan is not None:
            return "" if self._opened.why_not else say("office.plan.use")
        return say("office.plan.mark") if self._opened.book is not None else ""

    def do(self) -> None:
        """Do what the button says."""
        if self._opened is None or not self.primary():
            return
        if self._opened.plan is not None:
            self.use_plan()
        elif self._opened.book is not None:
            self.mark_problems()

    def ask_for_plan(self) -> None:
        """Let a person pick the book or file of a plan."""
        chosen = ask_file(self, say("office.plan.open"), kinds=say("office.plan.open_filter"))
        if chosen:
            self.open_plan(Path(chosen))

    def open_plan(self, path: Path) -> bool:
        """Read a plan: a book, a TOML file, or with the plan.toml of a folder the whole folder.

        False, and said, while the page is at work on another.
        """
        if self._job is not None:
            self.parts.tell(say("office.plan.busy"), Mark.WARNING)
            return False

        def done(opened: OpenedPlan) -> None:
            why = "" if opened.plan is None else why_not(self.session.workspace, opened.plan)
            self._opened = replace(opened, why_not=why)
            self.show_now()

        self._run(say("office.plan.open").rstrip("…"), lambda _: read_plan(path), done)
        return True

    def try_plan(self) -> None:
        """试填: a made-up city through the checks of the plan."""
        plan = self.plan

        def work(progress: Callable[[int, int], None]) -> list[TableRow]:
            from forms.demo.try_plan import try_plan

            return tried_rows(plan, try_plan(plan, SEED, progress))

        self._run(say("office.plan.try"), work, self._show_answer)

    def compare_plan(self) -> None:
        """Hold the opened plan against the one in force, and against the returns in force."""
        office, new = self.session.workspace, self.plan
        old = in_force_like(office.store, new) or office.plan

        def work(progress: Callable[[int, int], None]) -> list[TableRow]:
            from models.planning.effects import effects

            return compared_rows(old, new, tuple(effects(office, new, progress)))

        self._run(say("office.plan.compare"), work, self._show_answer, uses_store=True)

    def _show_answer(self, rows: list[TableRow]) -> None:
        """Show what was answered of the plan, and below it what is worth a second look: that is not settled by it."""
        opened = self._opened
        self.grid.show_rows([*rows, *(with_looks(opened.rows, opened.looks) if opened and opened.looks else ())])

    def ask_where_to_write(self) -> None:
        """Let a person say where the book goes."""
        from forms.plan_book.layout import word as book_word

        name = book_word("file", 方案=self.plan.short_title)
        chosen = ask_where_to_write(self, say("office.plan.write"), name, say("office.plan.write_filter"))
        if chosen:
            self.write_book(Path(chosen))

    def write_book(self, path: Path) -> None:
        """Write the plan that is shown as a book."""
        plan, store = self.plan, self.session.workspace.store
        files = self._opened.files if self._opened and self._opened.plan else store.plan_files(plan.digest)

        def work(_: object) -> Path:
            from forms.plan_book.files import keep_book
            from forms.plan_book.writer import write_plan_book
            from models.planning.source import plan_rows

            return keep_book(write_plan_book(plan_rows(files or {}), plan), path, path.name)

        def done(made: Path) -> None:
            self.parts.tell(say("office.plan.written", 文件=made), Mark.DONE)

        self._run(say("office.plan.write").rstrip("…"), work, done)

    def mark_problems(self) -> None:
        """Write a copy of the book, beside it, with a comment at every problem."""
        opened = self._opened
        if opened is None or opened.book is None:
            return
        book, folder = opened.book, opened.path.parent

        def work(_: object) -> Path:
            from forms.plan_book.files import marked_copy

            return marked_copy(book, folder, datetime.now(PLAN_ZONE))

        def done(made: Path) -> None:
            self.parts.tell(say("office.plan.marked", 文件=made), Mark.DONE)

        self._run(say("office.plan.mark"), work, done)

    def use_plan(self) -> None:
        """Put the opened plan in force, once it was said what follows."""
        opened = self._opened
        if opened is None or opened.plan is None:
            return
        plan, files = opened.plan, opened.files

        def work(said: Said, _: Progress) -> None:
            from forms.office.office import change_plan

            by = self.session.name_person(said["by"])
            document = said["document"]
            with tempfile.TemporaryDirectory(prefix="tanbao-") as folder:
                for name, content in files.items():
                    (Path(folder) / name).write_bytes(content)
                change_plan(self.session.workspace, Path(folder), by=by, document=document)

        def done(_: None) -> None:
            words = say("office.plan.used", 方案=plan.short_title, 版本=plan.version)
            self._head.setText(say("office.plan.working", 事=say("office.plan.making_anew")))
            # the window stands still while the desk is made anew: that is painted first, and the dialog is gone
            QTimer.singleShot(PAINTED, self.session, lambda: self.session.open_anew(words))

        effect = use_words_of(in_force_like(self.session.workspace.store, plan), plan)
        title, primary = say("office.ask.plan"), say("office.ask.plan_now")
        document = AskedField(name="document", words=say("office.case.given_document"), needed=False)
        fields = [document, self.session.person_field]
        self.dialog = ask_act(self.parts, self, title, effect, fields, primary, work, done, shows=False)
        self.dialog.open()

    def _run(self, words: str, work: Work, done: Callable[..., None], *, uses_store: bool = False) -> None:
        def ended() -> None:
            self._job = None
            self._head.setText(before)
            self._able()

        def finished(found: object) -> None:
            ended()
            done(found)

        def failed(error: BaseException) -> None:
            ended()
            if isinstance(error, Stopped):
                self.parts.tell(say("office.plan.stopped"), Mark.HINT)
            else:
                self.parts.tell(trouble(error), Mark.ERROR)

        before = self._head.text()
        self._head.setText(say("office.plan.working", 事=words))
        self._job = self.parts.lane.run(self, work, finished, failed, words=words if uses_store else "")
        self._job.progress.connect(lambda n, of: self._head.setText(say("office.plan.step", 事=words, 完成=n, 共=of)))
        self._able()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()


def use_words_of(old: Plan | None, new: Plan) -> str:
    """Return what follows when a plan is put in force: a newer version of `old`, or one beside those that are here."""
    if old is None:
        return say("office.plan.use_beside", 方案=new.short_title, 版本=new.version)
    wanted, taken = step_wanted(changes(old, new)), step_taken(old, new)
    steps = {"要求": say(f"plan_diff.step_{wanted.value}"), "实际": say(f"plan_diff.step_{taken.value}")}
    step = say("plan_diff.step" if taken >= wanted else "plan_diff.step_short", **steps)
    return say("office.plan.use_effect", 方案=new.short_title, 版本=new.version, 现行=old.version, 步=step)
