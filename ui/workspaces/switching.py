"""Switching: what the window does with several workspaces — notes them, offers them, opens another one.

Knows no desk: the window lends it two acts, opening a folder and beginning anew in one.
"""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from models.basics.errors import AppError
from models.basics.messages import say, sentence
from models.store import Store, UnitStore, has_store
from models.workspace.first_run import is_interrupted
from ui.basics.completion import Mark
from ui.basics.folders import another_folder
from ui.basics.window_settings import WindowMemory
from ui.session.doorbell import in_use, ring
from ui.workspaces.recent import Recent, RecentWorkspaces, menu_lines, same_folder, title_of

if TYPE_CHECKING:  # what few people open is loaded when it is opened
    from ui.office.asking import FieldsDialog
    from ui.workspaces.chooser import WorkspaceChooser

OTHER_OFFICE = "pack_of_other_office"


class Switching(QObject):
    """The window's dealings with the list of workspaces."""

    def __init__(
        self,
        window: QWidget,
        settings: WindowMemory,
        openers: tuple[Callable[[Path], object], Callable[[Path], object]],
        begin: Callable[[Path, Path | None], object],
    ) -> None:
        """`openers` open another workspace, and one that is known as an office's.

        `begin` sets one up in a folder, from a pack that is there or not.
        """
        super().__init__(window)
        self.recent = RecentWorkspaces(settings)
        self._window, self._begin = window, begin
        self._open, self._open_office = openers

    @property
    def several(self) -> bool:
        """True when somebody has more than one workspace to choose from."""
        return sum(one.there for one in self.recent) > 1

    def note(self, store: Store, name: str, plan: str, period: str) -> None:
        """Keep whose workspace is open, with plan and period in words."""
        unit = isinstance(store, UnitStore)
        office, root = (store.get_text("office_name"), store.get_text("root")) if unit else ("", "")
        folder = str(store.folder.absolute())
        self.recent.note(Recent(folder=folder, name=name, office=office, root=root, plan=plan, period=period))

    def page(self, words: str = "") -> "WorkspaceChooser":
        """Return the page of all workspaces; `words` says what waits for the choice."""
        from ui.workspaces.chooser import WorkspaceChooser

        page = WorkspaceChooser(self.recent, words)
        page.chosen.connect(self.go)
        page.other_wanted.connect(partial(self._browse, page))
        page.new_wanted.connect(partial(self.begin_another, None))
        return page

    def is_chooser(self, page: QWidget | None) -> bool:
        """True for the page that `page` returns."""
        from ui.workspaces.chooser import WorkspaceChooser

        return isinstance(page, WorkspaceChooser)

    def menu(self, parent: QMenu, here: Path, show_all: Callable[[], object]) -> QMenu:
        """Return the menu of the other workspaces; the open one is marked."""
        menu = QMenu(say("workspaces.menu"), parent)
        menu.aboutToShow.connect(partial(self._fill, menu, here, show_all))
        return menu

    def _fill(self, menu: QMenu, here: Path, show_all: Callable[[], object]) -> None:
        menu.clear()
        listed = list(self.recent)
        for one, words in zip(listed, menu_lines(listed), strict=True):
            act = menu.addAction(words.replace("&", "&&"))
            act.setCheckable(True)
            act.setChecked(same_folder(one.folder, here))
            act.setEnabled(one.there)
            act.setToolTip(one.folder)
            act.triggered.connect(partial(self._triggered, one.folder))
        menu.addSeparator()
        menu.addAction(say("workspaces.menu_all")).triggered.connect(lambda: show_all())
        menu.addAction(say("workspaces.new")).triggered.connect(lambda: self.begin_another(None))

    def _triggered(self, folder: str, _checked: bool = False) -> None:
        self.go(folder)

    def go(self, folder: str) -> None:
        """Open a workspace; where another window of this person's has it, that one comes forward."""
        path = Path(folder)
        if in_use(path) and ring(path, (), patience=1.0):
            return
        of_office = any(one.of_office and same_folder(one.folder, folder) for one in self.recent)
        (self._open_office if of_office else self._open)(path)

    def begin_another(self, pack: Path | None) -> None:
        """Set up a workspace for another office in a folder of its own; it is in the list from now on."""
        folder = another_folder(one.folder for one in self.recent)
        self._begin(folder, pack)
        self.recent.note(Recent(folder=str(folder), name=""))

    def offer(self, error: AppError, pack: Path) -> "FieldsDialog":
        """Say that a pack is another office's, and offer the workspace that reports to it, or a new one."""
        from ui.office.asking import FieldsDialog

        known = self._reporting_to(str(error.facts.get("来码", "")))
        words = say("workspaces.offer_there", 名称=title_of(known)) if known else say("workspaces.offer_new")
        act = partial(self.go, known.folder) if known else partial(self.begin_another, pack)
        title = say("workspaces.offer_title")
        dialog = FieldsDialog(self._window, title, sentence(error), (), words, lambda _said: None)
        dialog.primary.setDefault(True)
        dialog.accepted.connect(act)
        return dialog

    def _reporting_to(self, code: str) -> Recent | None:
        """The workspace in the list that reports to the office of a 核对码."""
        from forms.papers.pack import office_code

        return next((one for one in self.recent if one.there and one.root and office_code(one.root) == code), None)

    def _browse(self, page: "WorkspaceChooser") -> None:
        from ui.files.dialogs import ask_folder

        chosen = ask_folder(page, say("workspaces.other"))
        if not chosen:
            return
        if not has_store(Path(chosen)) and not is_interrupted(Path(chosen)):
            page.notice.tell(say("workspaces.folder_words", 文件夹=chosen), Mark.ERROR)
            return
        self.go(chosen)


def other_office(found: Iterable[tuple[Path, object]]) -> tuple[Path, AppError] | None:
    """Return the first paper that was refused because it is another office's pack."""
    for path, one in found:
        if isinstance(one, AppError) and one.code == OTHER_OFFICE:
            return path, one
    return None
