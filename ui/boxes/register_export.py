"""Export of one register from the window: ask where, write the workbook in the lane, say what was written.

Whether sensitive columns are masked is the office's decision (parameter `mask`), not the person's: nothing to tick.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from models.basics.messages import say
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.basics.texts import trouble
from ui.files.dialogs import ask_where_to_write
from ui.session.screen import ScreenContext

if TYPE_CHECKING:
    from forms.filling.register_book import RegisterBook


def export_register(desk: ScreenContext, name: str, parent: QWidget) -> None:
    """Ask where, and write a register of the open period as a workbook."""
    from forms.filling.register_book import book_name

    sheet = desk.session.sheet
    words = say("registers_export.button").removesuffix("…")
    chosen = ask_where_to_write(parent, words, book_name(sheet, name), say("registers_export.filter"))
    if not chosen:
        return
    store = desk.session.workspace.store

    def work(_: Progress) -> "tuple[Path, RegisterBook]":
        from forms.filling.register_book import write_register_book
        from forms.papers.paper import mark_of
        from ui.files.chosen import write_chosen

        book = write_register_book(sheet, name, mark=mark_of(store))
        return write_chosen(Path(chosen), ".xlsx", book.content), book

    desk.lane.run(
        parent,
        work,
        lambda found: _tell(desk, *found),
        lambda error: desk.tell(trouble(error), Mark.ERROR),
        words=say("window.lane.register"),
    )


def _tell(desk: ScreenContext, path: Path, book: "RegisterBook") -> None:
    key = "done_masked" if book.masked else "done_open" if book.sensitive else "done" if book.rows else "nothing"
    desk.tell(say(f"registers_export.{key}", n=book.rows, 文件=path), Mark.DONE)
