"""Entry page: a sheet that is filled in by hand — white cells to type in, grey ones that are given, lists to choose.

The look is that of `forms.book.writer`; nothing is protected, because clerks paste, sort and add rows. It is printed
and stamped as well: a sheet too wide for a page of A4 in a size that can be read goes over several side by side.
"""

from collections.abc import Mapping, Sequence
from math import ceil

from forms.book.text import LINE, TALLEST, lines_of, printable
from forms.book.writer import RULE, SHADE, SOFT, Book, BookColumn, BookPage
from models.basics.messages import say

LONGEST_LIST = 255  # characters Excel takes of a list written into the cell's rule
NOTE_LIMIT = 1000
BODY = 11  # points of what is given and what is typed
LEAST_PRINTED = 9 / BODY
CHARACTER, AROUND = 8.5, 5  # pixels of a column's width: a character, where another type stands for ours, and beside
PAGE_ROOM = {False: 1026, True: 697}  # pixels of A4 between its margins, lying and upright


class EntryPage(BookPage):
    """A sheet being written, cell by cell."""

    def __init__(
        self, book: Book, name: str, title: str, lanes: Sequence[BookColumn], *, portrait: bool = False
    ) -> None:
        """Add a sheet to a book."""
        sheet = book.add_open_sheet(name, portrait=portrait)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # no green corners: texts are what we want
        super().__init__(book, sheet, title, lanes)
        self._lines = 1  # of text in the line being written
        pages = pages_wide(lanes, portrait=portrait)
        if pages > 1:
            sheet.fit_to_pages(pages, 0)
            sheet.repeat_columns(0)
            self._title_left(title)

    def line(self, texts: Sequence[str]) -> None:
        """Write plain texts side by side on a line of their own."""
        for place, text in enumerate(texts):
            self._sheet.write_string(self._next, place, printable(text), self._book.style())
        self._next += 1

    def known(self, texts: Sequence[str], *, note: str = "") -> None:
        """Write what is given at the start of the line; `note` opens at the last but one."""
        for place, text in enumerate(texts):
            wrap = self._lanes[place].align != "center"
            align = "center" if not wrap else "left"
            style = self._book.style(bg_color=SHADE, border=1, border_color=RULE, text_wrap=wrap, align=align)
            self._sheet.write_string(self._next, place, printable(text), style)
            self._lines = max(self._lines, lines_of(text, self._lanes[place].width) if wrap else 1)
        if note:
            place = max(0, len(texts) - 2)
            look = {"x_scale": 2.4, "y_scale": 1.6, "font_size": 9}
            self._sheet.write_comment(self._next, place, printable(note)[:NOTE_LIMIT], look)

    def closed(self, place: int, text: str = "") -> None:
        """Write a cell nobody fills in."""
        style = self._book.style(
            bg_color=SHADE, border=1, border_color=RULE, font_color=SOFT, align="center", italic=True
        )
        self._sheet.write_string(self._next, place, printable(text), style)

    def entry(self, place: int, text: str = "", *, choices: Sequence[str] = (), wrap: bool = False) -> None:
        """Write a cell to fill in, formatted as text: what is typed stays as it was typed.

        A spreadsheet would make a day of this year of 8-7 and drop what 1.50 and 0915 say.
        """
        lane = self._lanes[place]
        style = self._book.style(border=1, border_color=RULE, num_format="@", text_wrap=wrap, align=lane.align)
        if text:
            self._sheet.write_string(self._next, place, printable(text), style)
            self._lines = max(self._lines, lines_of(text, lane.width) if wrap else 1)
        else:
            self._sheet.write_blank(self._next, place, None, style)
        if choices:
            self._choose(self._next, self._next, place, choices)

    def lists(self, choices: Mapping[int, Sequence[str]], rows: int) -> None:
        """Offer lists in whole columns, from the next line down."""
        for place, offered in choices.items():
            if offered:
                self._choose(self._next, self._next + rows, place, offered)

    def _choose(self, first: int, last: int, place: int, choices: Sequence[str]) -> None:
        if len(",".join(choices)) > LONGEST_LIST or any("," in one for one in choices):
            return
        rule = {
            "validate": "list",
            "source": list(choices),
            "error_type": "warning",
            "error_title": say("papers.program"),
            "error_message": say("imports.template.choose"),
        }
        self._sheet.data_validation(first, place, last, place, rule)

    def next(self, *, tall: int = 1) -> None:
        """Go to the next line; `tall` is how many lines of text the one just written has room for at least."""
        self._sheet.set_row(self._next, min(TALLEST, 6 + LINE * max(tall, self._lines)))
        self._next, self._lines = self._next + 1, 1

    def hide(self) -> None:
        """Keep the sheet out of sight."""
        self._sheet.hide()


def pages_wide(lanes: Sequence[BookColumn], *, portrait: bool = False) -> int:
    """Return over how many pages side by side a sheet is printed so that its type can be read."""
    wide = sum(CHARACTER * lane.width + AROUND for lane in lanes)
    return ceil(wide * LEAST_PRINTED / PAGE_ROOM[portrait])
