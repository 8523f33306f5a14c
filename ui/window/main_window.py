"""Main window: one page at a time — the start, the unit desk, or what stands in the way of opening."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QScreen, QShortcut
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.store import AnyStore
from models.workspace.first_run import is_interrupted, office_has_begun
from models.workspace.unit_workspace import UnitWorkspace
from ui.basics import journal
from ui.basics.completion import Mark
from ui.basics.gc_tuning import freeze_heap_soon
from ui.basics.jobs import PAINTED, Job, end_timers
from ui.basics.window_settings import WindowMemory, WindowSettings
from ui.frame.bars import menu_button
from ui.frame.last_place import keep_typed_at_close, start_words
from ui.frame.page_window import PageWindow
from ui.look.focus import keep_typed
from ui.look.theme import switched_look
from ui.session.backup_copies import copy_at_close
from ui.session.doorbell import Doorbell
from ui.session.opening import is_used, open_workspace_of
from ui.session.session import Session
from ui.session.store_watch import StoreWatch
from ui.session.trial_workspace import begin_trial, drop_trial, is_trial
from ui.window.unit_desk import UnitDesk
from ui.workspaces.switching import Switching

if TYPE_CHECKING:  # what is opened later is loaded then
    from models.workspace.office_workspace import OfficeWorkspace
    from ui.first_office.office_start import OfficeStart
    from ui.first_steps.start import StartScreen
    from ui.office.session import OfficeSession
    from ui.papers.taking import PaperTaking
    from ui.window.office_desk import OfficeDesk

NOTHING_THERE = ("not_a_units_folder", "no_plan", "store_missing")


class MainWindow(PageWindow):
    """The program's window."""

    folder_opened = Signal(object)  # Path of the unit's folder that was opened

    def __init__(
        self, folder: Path, memory: WindowMemory, screen: QScreen | None = None, *, choose: bool = False
    ) -> None:
        """Open the workspace of a folder, or the start when there is none; on a screen other than the first.

        `choose`: let a person with several workspaces say first which one.
        """
        super().__init__(WindowSettings(memory), screen)
        self._folder = folder
        QShortcut(QKeySequence.fromString("Ctrl+F1"), self).activated.connect(self.open_guide)
        self.desk: UnitDesk | None = None
        self.office: OfficeDesk | None = None
        self.start: StartScreen | None = None
        self.office_start: OfficeStart | None = None
        self._waiting: Sequence[Path] = ()  # papers for the workspace that is being chosen
        self._bell = Doorbell(self)
        self._bell.rung.connect(self.come_forward)
        self.workspaces = Switching(self, memory, (self.open_anew, self.open_other_office), self._begin_in)
        if choose and self.workspaces.several:
            self.show_workspaces()
        else:
            self.open_folder(folder)
        if self.desk is None and self.office is None:
            freeze_heap_soon()

    def open_folder(self, folder: Path) -> None:
        """Open a unit's folder; without one show the start, and for data that cannot be opened why, and the way out."""
        try:
            if office_has_begun(folder) or is_interrupted(folder):
                self.open_office_start() if office_has_begun(folder) else self._show_start()
                return
            workspace = open_workspace_of(folder)
            self._note_opened(workspace)
            self._show_desk(workspace)
        except (AppError, MachineError, OSError) as error:
            code = error.code if isinstance(error, AppError) else ""
            if code == "office_unfinished":  # nothing was issued: it is set up to its end, in the same folder
                self.open_office_start()
            elif code in NOTHING_THERE and not is_used(folder):
                self._show_start()
            else:
                self._show_closed(folder, error)

    def _show_desk(self, workspace: "UnitWorkspace | OfficeWorkspace") -> None:
        """Show the desk of a workspace. Whatever its store raises is raised on, with nothing left open."""
        workspace.store.be_quick()  # neither a held store nor a large record keeps the desk from being shown
        try:
            self.open_workspace(workspace) if isinstance(workspace, UnitWorkspace) else self.open_office(workspace)
            if self.desk is not None and (told := start_words(self.desk.session)):
                self.tell(told, Mark.WARNING)
        except (AppError, MachineError, OSError):
            self.desk = self.office = None
            workspace.close(session=True)
            raise

    def _note_opened(self, workspace: "UnitWorkspace | OfficeWorkspace") -> None:
        self._bell.folder = workspace.folder
        journal.note("opened", desk=type(workspace).__name__)
        self.folder_opened.emit(workspace.folder)

    def open_anew(self, folder: Path) -> None:
        """Close what is open and open a folder: in the plan of the period that was chosen, or another workspace."""
        self._come_to(folder, lambda: self.open_folder(folder))

    def open_other_office(self, folder: Path) -> None:
        """Open an office's folder while the page before is seen; at once where something is done with the store."""
        if self.shown is None or self.lane.at_work:
            self.open_anew(folder)
            return
        from ui.workspaces.other_plan import OtherOffice

        OtherOffice(self, self.shown, folder)

    def opened(self, desk: "OfficeDesk") -> None:
        """Close what is open and show the desk of an office whose folder was opened meanwhile."""

        def show() -> None:
            self._note_opened(desk.session.workspace)
            self.show_office(desk)

        self._come_to(desk.session.workspace.folder, show)

    def _come_to(self, folder: Path, show: Callable[[], None]) -> None:
        waiting, self._waiting = self._waiting, ()
        self._leave()
        self._folder = self._folder if is_trial(folder) else folder
        show()
        if waiting:
            self.take(waiting)

    def _open_other_plan(self, folder: Path) -> None:
        """Say that the other plan is opened, which makes the window stand still, and open it once that is seen."""
        self.tell(say("window.opening_plan"), Mark.HINT)
        QTimer.singleShot(PAINTED, self, lambda: self.open_anew(folder) if self.office or self.desk else None)

    def show_workspaces(self, papers: Sequence[Path] = ()) -> None:
        """Let a person choose a workspace; papers are opened in the one that is chosen."""
        self._leave()
        self.start, self._waiting = None, tuple(papers)
        page = self.workspaces.page(say("workspaces.waiting", 文件=papers[0].name) if papers else "")
        self.show_page(page)
        QTimer.singleShot(0, page, page.take_focus)

    def _begin_in(self, folder: Path, pack: Path | None) -> None:
        """Set up a workspace in a folder of its own, from a pack that is there already or one that is chosen."""
        self.open_anew(folder)
        if pack is not None and self.start is not None:
            self.start.read_pack(pack)

    def _set_up(self, folder: Path, words: str, unit: str = "") -> None:
        self.open_anew(folder)
        if unit and self.office is not None:
            self.office.go("unit", unit)
        self.tell(words, Mark.DONE)

    def open_workspace(self, workspace: UnitWorkspace) -> None:
        """Show the desk of an opened workspace."""
        self._leave()
        session = Session(workspace, parent=self)
        session.other_plan.connect(lambda: self._open_other_plan(workspace.folder))
        session.leave_wanted.connect(self.end_trial, Qt.ConnectionType.QueuedConnection)
        session.tour_wanted.connect(self.show_tour)
        session.unsaved.connect(lambda why: import_module("ui.window.disk_again").tell_unsaved(self.desk, why))
        menu = self._menu(workspace.store, session.sheet.unit_name, unit=True)
        self.desk = UnitDesk(session, self.lane, menu, parent=self._pages)
        self.show_page(self.desk)
        self._watch(self.desk, self.desk.notice.stand).gone.connect(self.desk.bottom.show_gone)
        QTimer.singleShot(0, self.desk, self.desk.take_focus)  # Qt would give the keyboard to the first in the window
        self.setWindowTitle(say("window.title_of", 单位=session.sheet.unit_name))
        freeze_heap_soon()

    def open_office(self, workspace: "OfficeWorkspace") -> None:
        """Show the desk of an opened office."""
        from ui.office.session import OfficeSession

        self._leave()
        self.show_office(self.make_office(OfficeSession(workspace, parent=self)))

    def make_office(self, session: "OfficeSession", *, in_pieces: bool = False) -> "OfficeDesk":
        """Return a desk of the office, to be shown."""
        from ui.window.office_desk import OfficeDesk

        return OfficeDesk(session, self.lane, self._menu(session.workspace.store, session.name), in_pieces=in_pieces)

    def show_office(self, desk: "OfficeDesk") -> None:
        """Show a desk of the office that is open, in the place of the one before."""
        from ui.tour.strip import add_trial_strip

        self.office, session, workspace = desk, desk.session, desk.session.workspace
        session.other_plan.connect(lambda: import_module("ui.workspaces.other_plan").OtherPlan(self, desk, session))
        session.plan_changed.connect(lambda words, unit: self._set_up(workspace.folder, words, unit))
        self.show_page(desk)
        self._watch(desk, desk.stand).compared.connect(session.compared)
        add_trial_strip(desk, workspace.folder, self.show_tour, self.end_trial)
        QTimer.singleShot(0, desk, desk.take_focus)
        self.setWindowTitle(say("window.title_of", 单位=session.name))
        freeze_heap_soon()

    def open_office_start(self) -> None:
        """Set an office up, or go on where that was left."""
        from ui.first_office.office_start import OfficeStart

        self.start = None
        self.office_start = OfficeStart(self.lane, self._folder, help_wanted=self.open_guide)
        self.office_start.ready.connect(self._set_up)
        self.office_start.left.connect(self._show_start)
        self.show_page(self.office_start)

    def _show_start(self) -> None:
        from ui.first_steps.start import StartScreen
        from ui.handover.menu import choose_handover

        self.start = StartScreen(self.lane, self._folder, others=any(one.there for one in self.workspaces.recent))
        self.start.workspaces_wanted.connect(self.show_workspaces)
        self.start.workspace_ready.connect(self._set_up)
        self.start.trial_wanted.connect(self.open_trial)
        self.start.city_wanted.connect(partial(self.open_trial, self.start.show_job))
        self.start.office_wanted.connect(self.open_office_start)
        self.start.handover_wanted.connect(lambda: choose_handover(self, self.lane, self._set_up, self.tell))
        QShortcut(QKeySequence.fromString("F1"), self.start).activated.connect(self.open_guide)
        self.show_page(self.start)

    def _watch(self, desk: "UnitDesk | OfficeDesk", stand: Callable[[str, Mark], None]) -> StoreWatch:
        watch = StoreWatch(desk.session.workspace.store, self.lane, self.tell, stand, desk)
        watch.looked.connect(lambda: import_module("ui.window.disk_again").look_again(self))  # loaded by then
        return watch

    def _show_closed(self, folder: Path, error: BaseException) -> None:
        """Say that the data are still there, and why they cannot be opened."""
        from ui.window.store_page import StorePage

        self.start = None
        page = StorePage(folder, error, lambda: self.open_folder(folder), self.lane)
        self.show_page(page)
        page.take_focus()

    def open_trial(self, city: Callable[[Job], None] | None = None) -> None:
        """Make a filled quarter in the background and open it; or a city for its office, its job shown by `city`."""
        failed = partial(self._papers.failed, self._folder)
        begin_trial(
            self, self.lane, self.tell, lambda folder: self._show_desk(open_workspace_of(folder)), failed, city=city
        )

    def show_tour(self) -> None:
        """Walk through the open desk."""
        from ui.tour.desks import show_tour

        show_tour(self.office, self.desk)

    @property
    def _open_folder(self) -> Path:
        """The folder of what is open, else the one that would be."""
        desk = self.office or self.desk
        return desk.session.workspace.folder if desk is not None else self._folder

    def end_trial(self) -> None:
        """Leave the trial, and take its folder away."""
        folder = self._open_folder
        self._leave()
        drop_trial(folder)
        self.open_folder(self._folder)

    def show_page(self, page: QWidget) -> None:
        """Show a page in the place of the one before, and keep whose workspace it is of."""
        super().show_page(page)
        self._note()

    def _menu(self, store: AnyStore, name: str, *, unit: bool = False) -> QToolButton:
        return menu_button(say("window.menu.title"), lambda menu: self._fill_menu(menu, store, name, unit=unit))

    def _fill_menu(self, menu: QMenu, store: AnyStore, name: str, *, unit: bool) -> None:
        """Add the lines of the menu, which somebody opens for the first time: what makes them is loaded then."""
        from ui.backups.menu import BackupActs
        from ui.guide.menu import HelpActs, add_help
        from ui.handover.menu import add_handover
        from ui.window.choices import add_look, add_unit_acts, show_about

        if unit:
            add_unit_acts(menu, self._with_desk, paper=lambda: self._papers.choose())
        add_look(menu, self._settings, self.switch_look, self.tell)
        menu.addMenu(self.workspaces.menu(menu, store.folder, self.show_workspaces))
        copies = partial(BackupActs, store=store, window=self, lane=self.lane, tell=self.tell)
        copies(leave=self._leave, show=self.show_page, opened=self.open_folder).add_to(menu)
        add_handover(menu, store, name, self, self.lane, self._set_up, self.tell)
        here = partial(self._with_desk, lambda desk: desk.help.open_here()) if unit else None
        opens = HelpActs(guide=self.open_guide, tour=self.show_tour, about=lambda: show_about(self), here=here)
        add_help(menu, self, self.lane, self.tell, opens)
        if (office := self.office) is not None:
            menu.addAction(say("window.menu.meeting")).triggered.connect(lambda: office.toggle_meeting())

    def open_guide(self) -> None:
        """Show the guide at the page of what is open; before there is a desk, at the first use."""
        from ui.guide.menu import show_guide

        show_guide(self, None if self.office is None else self.office.page, begun=self.desk is not None)

    def take(self, paths: Sequence[Path]) -> None:
        """Open files where they belong: in the office's receiving, at the unit, or as what they are."""
        keep_typed(self)
        if self.office is not None:
            self.office.receive(paths)
        elif self.workspaces.is_chooser(self.shown):
            self.show_workspaces(paths)
        elif self.desk is not None:
            self._papers.take(paths)
        elif self.office_start is None or self.office_start is not self.shown or not self.office_start.takes(paths):
            from ui.papers.paper_page import look_at

            self.start = None
            look_at(paths, self, self._folder)

    @cached_property
    def _papers(self) -> "PaperTaking":
        """What takes papers into the workspace of a unit."""
        from ui.papers.taking import PaperTaking

        return PaperTaking(
            window=self,
            lane=self.lane,
            workspaces=self.workspaces,
            desk=lambda: self.desk,
            leave=self._clear,
            open_folder=self.open_folder,
            tell=self.tell,
        )

    def _clear(self) -> None:
        self._leave()
        self.show_page(QWidget())

    def _with_desk(self, act: Callable[[UnitDesk], object]) -> None:
        if self.desk is not None:
            act(self.desk)

    def switch_look(self) -> None:
        """Change between light and dark, and remember it."""
        self._settings.dark = switched_look()
        if (desk := self.desk or self.office) is not None:  # never both
            desk.session.reload()

    def tell(self, words: str, mark: Mark) -> None:
        """Show a sentence on whichever page is open."""
        before = getattr(self.start or self.shown, "notice", None)  # of a start, or of the list of workspaces
        if (page := self.office or self.desk or before) is not None:
            page.tell(words, mark)

    def show_crash(self, kind: type[BaseException], at: TracebackType | None) -> None:
        """Show the crash page; from there the desk is opened anew from what is on the disk."""
        from ui.window.crash_page import CrashPage, kept_report

        folder, desk = self._open_folder, self.desk
        report = kept_report(kind, at, desk.session.plan.digest[:16] if desk is not None else "")
        self._leave(noted=False)  # what a desk that failed says of itself may fail too
        self.show_page(CrashPage(report, lambda: self.open_folder(folder)))

    def _note(self) -> None:
        """Keep whose workspace is open, in which period; a trial is nobody's."""
        desk = self.office or self.desk
        if desk is not None and not is_trial(desk.session.workspace.folder):
            self.workspaces.note(desk.session.workspace.store, *desk.session.titles)

    def _leave(self, *, noted: bool = True) -> None:
        if noted:
            self._note()
        for desk in (self.office, self.desk):
            if desk is not None:
                end_timers(desk)
                if isinstance(desk, UnitDesk):
                    desk.remember_place()
                desk.session.workspace.close(session=True)
        self.office = self.desk = None

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is being typed, wait for the background lane, give the store back; ask before anything is lost."""
        keep_typed_at_close(self, self.desk.session, self.desk.place) if self.desk is not None else keep_typed(self)
        if not import_module("ui.window.disk_again").may_close(self, event):
            return
        self.keep_place()
        self.lane.close()
        if self.desk is not None:
            self.hide()  # a slow stick is no reason to look frozen
            copy_at_close(self.desk.session.workspace.store)
        trial = self._open_folder
        self._leave()
        drop_trial(trial)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        super().closeEvent(event)
