"""The lines of both desks' menu that help: the guide, help on a place, the guide to print, what the program is."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QMenu, QWidget

from models.basics.messages import say
from ui.basics.completion import Mark
from ui.basics.jobs import Lane, Progress
from ui.basics.texts import trouble
from ui.files.dialogs import ask_folder

Act = Callable[[], object]
Tell = Callable[[str, Mark], None]


class HelpActs(NamedTuple):
    """What opens the guide, the tour, what the program is made of, and help on the current place (None: no such)."""

    guide: Act
    tour: Act
    about: Act
    here: Act | None


def add_help(menu: QMenu, window: QWidget, lane: Lane, tell: Tell, opens: HelpActs) -> None:
    """Add the lines."""
    menu.addSeparator()
    menu.addAction(say("help.guide.menu")).triggered.connect(lambda: opens.guide())
    if (here := opens.here) is not None:
        menu.addAction(say("help.guide.here")).triggered.connect(lambda: here())
    menu.addAction(say("tour.menu")).triggered.connect(lambda: opens.tour())
    menu.addAction(say("help.guide.print")).triggered.connect(lambda: choose_booklets(window, lane, tell))
    menu.addAction(say("about.menu")).triggered.connect(lambda: opens.about())


def show_guide(window: QWidget, office_page: str | None, *, begun: bool) -> None:
    """Open the guide at the page about a page of the office's desk; else where it was left, or at the first use."""
    from models.help.guide_pages import FIRST_USE, OFFICE_DAY, OFFICE_GUIDES
    from ui.guide.guide_window import open_guide

    office = None if office_page is None else OFFICE_GUIDES.get(office_page, OFFICE_DAY)
    open_guide(window, office or ("" if begun else FIRST_USE))


def choose_booklets(window: QWidget, lane: Lane, tell: Tell) -> None:
    """Ask for a folder and write the guide there as PDF, in the background."""
    chosen = ask_folder(window, say("help.guide.where"))
    if chosen:
        write_guide(Path(chosen), window, lane, tell)


def write_guide(folder: Path, window: QWidget, lane: Lane, tell: Tell) -> None:
    """Write the booklets into a folder in the background, and tell how far it is and where they lie."""

    def work(progress: Progress) -> str:
        from forms.manual.booklets import write_booklets

        made = write_booklets(folder, progress)
        return say("help.guide.made", 目录=folder, 名单="、".join(one.name for one in made))

    tell(say("help.guide.making"), Mark.HINT)
    job = lane.run(window, work, lambda words: tell(words, Mark.DONE), lambda error: tell(trouble(error), Mark.ERROR))
    job.progress.connect(lambda done, of: tell(say("help.guide.making_n", n=done + 1, m=of), Mark.HINT))
