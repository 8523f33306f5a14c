"""Choices of the menu: size and language, used from the next start on, what only a unit does, and windows that are
loaded when opened."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from models.basics.messages import LANGUAGES, language_in_use, say, say_in
from ui.basics.completion import Mark
from ui.basics.window_settings import SCALES, WindowSettings
from ui.session.backup_copies import tell_second_place

if TYPE_CHECKING:
    from ui.window.unit_desk import UnitDesk
Tell = Callable[[str, Mark], None]


def size_menu(parent: QMenu, settings: WindowSettings, tell: Tell) -> QMenu:
    """Return the sizes in per cent, the chosen one marked."""
    menu = QMenu(say("window.menu.size"), parent)
    for size in SCALES:
        act = menu.addAction(say(f"window.menu.size_{size}"))
        act.setCheckable(True)
        act.setChecked(size == settings.scale)
        act.triggered.connect(partial(_take_size, settings, tell, size))
    return menu


def _take_size(settings: WindowSettings, tell: Tell, size: int, _checked: bool = False) -> None:
    settings.scale = size
    tell(say("window.menu.size_next", n=size), Mark.HINT)


def language_menu(parent: QMenu, settings: WindowSettings, tell: Tell) -> QMenu:
    """Return the languages, each in its own words, the chosen one marked."""
    menu = QMenu(say("window.menu.language"), parent)
    choice = QActionGroup(menu)
    chosen = settings.language
    for language in LANGUAGES:
        act = choice.addAction(menu.addAction(say(f"window.menu.language_{language}")))
        act.setCheckable(True)
        act.setChecked(language == (chosen if chosen in LANGUAGES else language_in_use()))
        act.triggered.connect(partial(_take_language, settings, tell, language))
    return menu


def _take_language(settings: WindowSettings, tell: Tell, language: str, _checked: bool = False) -> None:
    """Keep a language, one of LANGUAGES, and say in it when it is used."""
    settings.language = language
    tell(say_in(language, "window.menu.language_next"), Mark.HINT)


def add_look(menu: QMenu, settings: WindowSettings, switch: Callable[[], object], tell: Tell) -> None:
    """Add what changes how the window looks: light or dark, size, language."""
    menu.addAction(say("window.menu.dark")).triggered.connect(lambda: switch())
    menu.addMenu(size_menu(menu, settings, tell))
    menu.addMenu(language_menu(menu, settings, tell))


def show_about(window: QWidget) -> None:
    """Open the window that says what the program is made of; it reads what is installed, so it is loaded then."""
    from ui.window.about import AboutWindow

    AboutWindow(window).open()


def add_unit_acts(
    menu: QMenu,
    with_desk: Callable[["Callable[[UnitDesk], object]"], object],
    *,
    paper: Callable[[], object],
) -> None:
    """Add the lines of what only a unit does; `with_desk` gives an act the open desk."""

    def add(words: str, act: "Callable[[UnitDesk], object]") -> None:
        menu.addAction(words).triggered.connect(lambda: with_desk(act))

    menu.addAction(say("window.menu.paper")).triggered.connect(lambda: paper())
    menu.addSeparator()
    add(say("window.menu.import"), lambda desk: desk.imports.choose())
    add(say("window.menu.own"), lambda desk: desk.imports.choose_own())
    add(say("window.menu.template"), lambda desk: desk.imports.export())
    menu.addSeparator()
    add(say("window.menu.duties"), _show_unit_duties)
    add(say("window.menu.archive"), partial(_archive, whole=False))
    add(say("window.menu.archive_all"), partial(_archive, whole=True))
    add(say("window.menu.go_to"), lambda desk: desk.open_go_to())
    add(say("window.menu.panel"), lambda desk: desk.sides.fold_panel())
    add(say("window.menu.keys"), lambda desk: desk.tell(say("window.keys.all"), Mark.HINT))
    add(say("first_run.copies.menu"), lambda desk: tell_second_place(desk, desk.session.workspace.store, desk.tell))
    menu.addSeparator()


def _archive(desk: "UnitDesk", *, whole: bool) -> None:
    """Put everything kept of the open period, or of all, into one file for the archive."""
    from ui.boxes.archiving import choose_archive

    choose_archive(desk.desk, desk, whole=whole)


def _show_unit_duties(desk: "UnitDesk") -> None:
    """Open the list of what a unit is asked for."""
    from ui.boxes.duties_view import show_duties

    show_duties(desk.desk, desk)
