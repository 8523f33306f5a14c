"""Book page: the look every sheet of a workbook shares — type, ruled rows, print set-up, protection.

Draws what it is given with XlsxWriter: literal values only, texts as texts, no merged cells, no formulas. The same
content gives the same bytes. Knows nothing of returns.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol, Self

from forms.book.text import LINE, TALLEST, decimal_of, fits, lines_of, printable, row_height, text_width
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.records import dataclass

LONGEST = 32_767  # characters an Excel cell holds
BODY = 10  # points of body text
ACROSS, UPRIGHT = 140, 96  # widths of a page that is printed on one sheet with its body at seven points and more
SONG, HEI, KAI = "宋体", "黑体", "楷体"
INK, SOFT, RULE, SHADE, TEAL, RED = "#1A1A1A", "#5F6B6B", "#B9C4C4", "#EEF3F3", "#0B6E6E", "#C62828"
_NAME_TABOO = str.maketrans("[]:*?/\\", "（）：＊？／＼")


@dataclass(frozen=True)
class BookColumn:
    """A column of a page: its head, its width in Latin characters (or what tells it), where its texts stand."""

    head: str
    room: float | Callable[[], float]
    align: str = "left"

    @cached_property
    def width(self) -> float:
        """The width in Latin characters; measured when it is drawn, not when only texts are remembered (`shown`)."""
        return self.room() if callable(self.room) else self.room


class BookFigure(str):
    """A number as plain text, shown with at least `decimals` places (None = as many as it has)."""

    __slots__ = ("decimals",)
    decimals: int | None

    def __new__(cls, text: str, decimals: int | None = None) -> Self:
        """Return the figure of a text."""
        figure = super().__new__(cls, text)
        figure.decimals = decimals
        return figure

    @property
    def places(self) -> int:
        """Decimal places it is shown with: never fewer than it has."""
        return max(len(self.partition(".")[2]), self.decimals or 0)

    @property
    def width(self) -> float:
        """The room it takes in Latin characters."""
        whole = self.partition(".")[0]
        return (len(whole) + 1 + self.places) * 1.1


@dataclass(frozen=True, slots=True)
class Margins:
    """What stands in the margins of every page."""

    foot_left: str
    foot_center: str
    mark: str = ""  # 送审稿, 测试数据


class AnyPage(Protocol):
    """A sheet something is written on, line after line: one of a workbook, or one that only remembers (`shown`)."""

    def note(self, text: str, **look: object) -> None:
        """Write a line of its own in the first column."""

    def space(self) -> None:
        """Leave a line empty."""

    def head(self, *, keep: int = 0) -> None:
        """Write the heads of the lanes."""

    def row(self, cells: Sequence[str], *, wrap: bool = True) -> None:
        """Write a ruled row."""

    def row_at(self, cells: Mapping[int, str]) -> None:
        """Write a ruled row whose cells are told by their place, from 1; the others are blank."""

    def print_only_above(self) -> None:
        """Print nothing that is written from here on."""


class AnyBook(Protocol):
    """Something pages are added to."""

    def page(self, name: str, title: str, lanes: Sequence[BookColumn], *, portrait: bool = False) -> AnyPage:
        """Add a sheet."""


class Book:
    """A workbook being written."""

    def __init__(self, title: str, owner: str, created: datetime, margins: Margins, *, body: int = BODY) -> None:
        """Begin a workbook; `created` stands in its properties instead of the clock's time.

        `body`: points of its type. Where they are others than usual, columns are counted in digits of that type, which
        are about as wide on every system; those of the default one are wider where it is not installed.
        """
        import xlsxwriter

        self._out = io.BytesIO()
        options: dict[str, object] = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        if body != BODY:
            options["default_format_properties"] = {"font_name": SONG, "font_size": BODY}
        self._book = xlsxwriter.Workbook(self._out, options)
        self._body = body
        program = say("papers.program")
        self._book.set_properties({"title": title, "author": program, "company": owner, "created": created})
        self._margins = margins
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self._names: set[str] = set()

    def style(self, **more: object) -> Any:  # noqa: ANN401 - XlsxWriter's own class
        """Return the format of these properties; the same one for the same properties."""
        properties = {"font_name": SONG, "font_size": self._body, "font_color": INK, "valign": "vcenter", **more}
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def page(self, name: str, title: str, lanes: Sequence[BookColumn], *, portrait: bool = False) -> "BookPage":
        """Add a sheet. A name Excel would refuse is changed until it takes it."""
        sheet = self._book.add_worksheet(self._free_name(name))
        _set_up(sheet, self._margins, portrait=portrait)
        return BookPage(self, sheet, title, lanes)

    def add_open_sheet(self, name: str, *, portrait: bool = False) -> Any:  # noqa: ANN401
        """Add a sheet in which everything may be changed; its page is made by the caller."""
        sheet = self._book.add_worksheet(self._free_name(name))
        _set_up(sheet, self._margins, portrait=portrait, protect=False)
        return sheet

    def _free_name(self, name: str) -> str:
        plain = printable(name).translate(_NAME_TABOO).strip("' ")[:31] or "1"
        found, n = plain, 2
        while found.casefold() in self._names:
            found, n = f"{plain[:27]}（{n}）", n + 1
        self._names.add(found.casefold())
        return found

    def content(self) -> bytes:
        """Close the workbook and return its bytes."""
        self._book.close()
        return self._out.getvalue()


def _set_up(sheet: Any, margins: Margins, *, portrait: bool, protect: bool = True) -> None:  # noqa: ANN401
    sheet.set_paper(9)  # A4
    if not portrait:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    header, footer = margin_texts(margins)
    as_it_is = {"scale_with_doc": False}  # a wide page is printed smaller: its margins need not be
    sheet.set_header(header, as_it_is)
    sheet.set_footer(footer, as_it_is)
    if protect:
        sheet.protect("", {"format_columns": True, "format_rows": True})


def margin_texts(margins: Margins) -> tuple[str, str]:
    """Return header and footer of every page as a workbook has them, with their signs for fonts and fields."""
    header = f'&R&"{HEI},Regular"&14 {_in_margin(margins.mark)}' if margins.mark else ""
    number = say("papers.page_of", n="&P", m="&N")
    return header, f"&L&10 {_in_margin(margins.foot_left)}&C&10 {_in_margin(margins.foot_center)}&R&10 {number}"


def _in_margin(text: str) -> str:
    return printable(text).replace("\n", " ").replace("&", "&&")[:70]


class BookPage:
    """A sheet being written, line after line. Its lanes' heads are what a reader finds its columns by."""

    def __init__(self, book: Book, sheet: Any, title: str, lanes: Sequence[BookColumn]) -> None:  # noqa: ANN401
        """Begin a sheet with its title; `Book.page` does."""
        self._book, self._sheet, self._lanes, self._next = book, sheet, lanes, 0
        for place, lane in enumerate(lanes):
            sheet.set_column(place, place, lane.width)
        self._across(title)

    def _across(self, title: str) -> None:
        """Write the title over all columns without merging any."""
        style = self._book.style(font_name=HEI, font_size=16, center_across=True)
        self._sheet.set_row(0, 30)
        self._sheet.write_string(0, 0, printable(title), style)
        for place in range(1, len(self._lanes)):
            self._sheet.write_blank(0, place, None, style)
        self._next = 1

    def _title_left(self, title: str) -> None:
        """Write the title from the first column on instead: across several pages side by side it would be cut."""
        style = self._book.style(font_name=HEI, font_size=16)
        self._sheet.write_string(0, 0, printable(title), style)
        for place in range(1, len(self._lanes)):
            self._sheet.write_blank(0, place, None, style)

    def note(self, text: str, **look: object) -> None:
        """Write a line of its own in the first column; it runs over the empty columns beside it."""
        style = self._book.style(**{"font_name": KAI, "font_color": SOFT, **look})
        self._sheet.write_string(self._next, 0, printable(text), style)
        self._next += 1

    def space(self) -> None:
        """Leave a line empty."""
        self._next += 1

    def head(self, *, keep: int = 0) -> None:
        """Write the heads of the lanes, on each printed page; they and the first `keep` columns stay in view."""
        style = self._book.style(
            font_name=HEI, bold=False, bg_color=SHADE, border=1, border_color=RULE, text_wrap=True, align="center"
        )
        for place, lane in enumerate(self._lanes):
            self._sheet.write_string(self._next, place, lane.head, style)
        tallest = max(lines_of(lane.head, lane.width) for lane in self._lanes)
        self._sheet.set_row(self._next, 8 + LINE * tallest)
        self._sheet.repeat_rows(self._next)
        self._next += 1
        self._sheet.freeze_panes(self._next, keep)

    def row(self, cells: Sequence[str], *, wrap: bool = True) -> None:
        """Write a ruled row. Raises AppError("book_text_too_long") for a text no cell can hold."""
        lines = 1
        for place, (cell, lane) in enumerate(zip(cells, self._lanes, strict=True)):
            if isinstance(cell, BookFigure):
                self._figure(place, lane, cell)
            else:
                self._text(place, lane, printable(cell), wrap=wrap)
                lines = max(lines, lines_of(cell, lane.width) if wrap else 1)
        self._sheet.set_row(self._next, min(TALLEST, 6 + LINE * lines))
        self._next += 1

    def row_at(self, cells: Mapping[int, str]) -> None:
        """Write the same of cells by their place, from 1; the others are blank."""
        self.row([cells.get(place, "") for place in range(1, len(self._lanes) + 1)])

    def _text(self, place: int, lane: BookColumn, text: str, *, wrap: bool) -> None:
        if len(text) > LONGEST:
            raise AppError("book_text_too_long", 位置=lane.head, n=len(text), limit=LONGEST)
        formula_like = text[:1] in ("=", "+", "-", "@")
        indent = 1 if wrap and lane.align != "center" else 0
        style = self._body(text_wrap=wrap, align=lane.align, indent=indent, quote_prefix=formula_like)
        if text:
            self._sheet.write_string(self._next, place, text, style)
        else:
            self._sheet.write_blank(self._next, place, None, self._body())

    def _figure(self, place: int, lane: BookColumn, figure: BookFigure) -> None:
        look = {"align": "center"} if lane.align == "center" else {"align": "right", "indent": 1}
        value = decimal_of(figure)
        if value is None or not fits(value):
            style = self._body(**look, num_format="@")
            self._sheet.write_string(self._next, place, printable(figure), style)
            return
        form = "0." + "0" * figure.places if figure.places else "0"
        self._sheet.write_number(self._next, place, float(value), self._body(**look, num_format=form))

    def _body(self, **more: object) -> Any:  # noqa: ANN401
        return self._book.style(border=1, border_color=RULE, **{k: v for k, v in more.items() if v})

    def print_only_above(self) -> None:
        """Print nothing that is written from here on."""
        self._sheet.print_area(0, 0, max(0, self._next - 1), len(self._lanes) - 1)


def lane_width(cells: Sequence[str], least: float, most: float) -> float:
    """Return a width that holds the longest of these texts, within bounds, and every figure whole."""
    texts = max((text_width(cell) for cell in cells if not isinstance(cell, BookFigure)), default=0)
    figures = max((cell.width for cell in cells if isinstance(cell, BookFigure)), default=0)
    return max(least, min(most, texts + 4), figures + 4)


def shared_widths(columns: Sequence[Sequence[str]], room: float, least: float = 8) -> list[float]:
    """Return widths for columns of prose that share some room: each as its texts need, none with less than `least`.

    No text is cut: where the longest would make a row higher than a sheet takes, there is more than that room.
    """
    longest = [max((text_width(cell) for cell in cells), default=0) for cells in columns]
    most_lines = (TALLEST - 6) // LINE
    widths = [max(least, one / most_lines + 3) for one in longest]
    left, wanted = max(0.0, room - sum(widths)), sum(longest) or 1
    return [width + left * one / wanted for width, one in zip(widths, longest, strict=True)]


__all__ = [
    "ACROSS",
    "RED",
    "TEAL",
    "UPRIGHT",
    "AnyBook",
    "AnyPage",
    "Book",
    "BookColumn",
    "BookFigure",
    "BookPage",
    "Margins",
    "lane_width",
    "margin_texts",
    "row_height",
    "shared_widths",
    "text_width",
]
