"""Choices of the menu: size and language, used from the next start on, and windows that are loaded when opened."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from models.basics.messages import LANGUAGES, language_in_use
from ui.basics.texts import say
from ui.basics.window_settings import SCALES

if TYPE_CHECKING:
    from ui.window.unit_desk import UnitDesk

Chosen = TypeVar("Chosen")


def size_menu(parent: QMenu, chosen: int, choose: Callable[[int], object]) -> QMenu:
    """Return the sizes in per cent, the chosen one marked."""
    menu = QMenu(say("menu.size"), parent)
    for size in SCALES:
        act = menu.addAction(say(f"menu.size_{size}"))
        act.setCheckable(True)
        act.setChecked(size == chosen)
        act.triggered.connect(partial(_without_state, choose, size))
    return menu


def language_menu(parent: QMenu, chosen: object, choose: Callable[[str], object]) -> QMenu:
    """Return the languages, each in its own words, the chosen one marked."""
    menu = QMenu(say("menu.language"), parent)
    choice = QActionGroup(menu)
    for language in LANGUAGES:
        act = choice.addAction(menu.addAction(say(f"menu.language_{language}")))
        act.setCheckable(True)
        act.setChecked(language == (chosen if chosen in LANGUAGES else language_in_use()))
        act.triggered.connect(partial(_without_state, choose, language))
    return menu


def _without_state(choose: Callable[[Chosen], object], chosen: Chosen, _checked: bool = False) -> None:
    choose(chosen)


def show_about(window: QWidget) -> None:
    """Open the window that says what the program is made of; it reads what is installed, so it is loaded then."""
    from ui.window.about import AboutWindow

    AboutWindow(window).open()


def show_unit_duties(desk: "UnitDesk") -> None:
    """Open the list of what a unit is asked for."""
    from ui.boxes.duties_view import show_duties

    show_duties(desk.desk, desk)
