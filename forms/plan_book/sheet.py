"""Sheet: one sheet of a plan's book being written.

Row 1 is hidden and holds the keys, row 2 the Chinese heads with the filter on it; so a renamed head, a filter, a sort
or columns in another order do no harm. Every cell is text: nothing typed turns into a day or a number.
"""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

from forms.book.text import printable
from forms.book.writer import HEI, KAI, LONGEST, RULE, SHADE, SOFT, TEAL, Book, row_height, text_width
from forms.guards.columns import column_letters
from forms.plan_book.cells import choices_of
from forms.plan_book.layout import PARENT, LayoutColumn, LayoutSheet, SheetShape, page_of, sheet_name, word
from models.basics.errors import AppError
from models.plan.rows.keys import KEYS, Type

KEY_ROW, HEAD_ROW, FIRST = 0, 1, 2  # from 0
LAST = 3000  # rows of a sheet that drop-down lists reach
NARROWEST, WIDEST = 9.0, 46.0
INFO = "-"  # in the hidden row: a column for people, not read
Lines = Sequence[Mapping[str, str]]


class BookSheet:
    """One sheet being written."""

    def __init__(self, book: Book, page: LayoutSheet) -> None:
        self.page, self._book = page, book
        self._texts: dict[int, dict[int, str]] = {}  # row → column → what stands there
        self._widths: dict[int, float] = {}
        self.sheet = book.add_open_sheet(page.name)
        self.sheet.set_row(KEY_ROW, None, None, {"hidden": True})
        self._body = book.style(num_format="@", text_wrap=True, valign="top", border=1, border_color=RULE)
        self._plain = book.style(num_format="@", text_wrap=True, valign="top")

    def put(self, row: int, column: int, text: str, style: Any = None) -> None:  # noqa: ANN401 - XlsxWriter's own class
        """Write a text. Raises AppError("book_text_too_long") for one no cell can hold."""
        if len(text) > LONGEST:
            raise AppError("book_text_too_long", 位置=self.page.name, n=len(text), limit=LONGEST)
        if text:
            self._texts.setdefault(row, {})[column] = text
            self.sheet.write_string(row, column, printable(text), style or self._body)
        else:
            self.sheet.write_blank(row, column, None, style or self._body)

    def head(self, column: int, code: str, text: str, about: str = "", *, needed: bool = False) -> None:
        """Write the key and the head of a column; a needed one stands out."""
        style = self._book.style(
            font_name=HEI,
            bg_color=SHADE,
            border=1,
            border_color=RULE,
            text_wrap=True,
            align="center",
            font_color=TEAL if needed else SOFT,
            num_format="@",
        )
        self.put(KEY_ROW, column, code, self._plain)
        self.put(HEAD_ROW, column, text, style)
        if about:
            self.sheet.write_comment(HEAD_ROW, column, about, {"author": "", "x_scale": 2})

    def width(self, column: int, texts: Sequence[str], *, hidden: bool = False) -> None:
        """Make a column as wide as its texts, within bounds; what is typed into it stays text."""
        widest = max((text_width(text) for text in texts), default=0) + 3
        options = {"hidden": True} if hidden else {}
        width = min(WIDEST, max(NARROWEST, widest))
        self._widths[column] = inf if hidden else width
        self.sheet.set_column(column, column, width, self._plain, options)

    def offer(self, row: int, last: int, column: int, lane: LayoutColumn) -> None:
        """Offer what cells may say: words of a key, ids of another sheet."""
        choices = choices_of(lane.table, lane.key)
        source: Any = list(choices)
        if lane.key.type is Type.REF and lane.key.of in KEYS:
            source = (
                f"='{sheet_name(lane.key.of)}'!${_id_column(lane.key.of)}${FIRST + 1}:${_id_column(lane.key.of)}${LAST}"
            )
        elif not choices or len(",".join(choices)) > 250:
            return
        self.sheet.data_validation(
            row, column, last, column, {"validate": "list", "source": source, "error_type": "warning"}
        )

    def rows(self, lines: Lines) -> None:
        """Write a sheet of one row a line."""
        place = 0
        if self.page.parents:
            code = f"{PARENT}{self.page.parents[0]}"
            self.head(0, code, self.page.parent_head, needed=True)
            self._column(0, [line.get(code, "") for line in lines], self.page.parent_head)
            place = 1
        for column, lane in enumerate(self.page.lanes, place):
            self.head(column, lane.code, lane.head, lane.about, needed=lane.key.needed)
            self._column(column, [line.get(lane.code, "") for line in lines], lane.head)
            self.offer(FIRST, LAST, column, lane)
        self.frame(len(lines), place + len(self.page.lanes))

    def _column(self, column: int, texts: Sequence[str], head: str) -> None:
        for row, text in enumerate(texts, FIRST):
            self.put(row, column, text)
        self.width(column, [head, *texts])

    def frame(self, count: int, columns: int) -> None:
        """Make every row as high as its texts; the heads get a filter, stay in view and are printed on every page."""
        for row, texts in self._texts.items():
            if row != KEY_ROW:
                found = [(text, self._widths.get(column, WIDEST)) for column, text in texts.items()]
                self.sheet.set_row(row, row_height(found))
        self.sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + count, max(0, columns - 1))
        self.sheet.freeze_panes(FIRST, 2 if self.page.shape is SheetShape.ROWS else 3)
        self.sheet.repeat_rows(HEAD_ROW)

    def single(self, texts: Mapping[str, str]) -> None:
        """Write a sheet of one key a line: its key (hidden), what it is called, what it says, what it means."""
        table = self.page.table
        for column, (code, head) in enumerate(
            ((f"{table}.key", ""), (INFO, word("key")), (f"{table}.value", word("value")), (INFO, word("about")))
        ):
            self.head(column, code, head)
        about = self._book.style(font_name=KAI, font_color=SOFT, text_wrap=True, valign="top", num_format="@")
        for row, lane in enumerate(self.page.lanes, FIRST):
            self.put(row, 0, lane.code)
            self.put(row, 1, lane.head)
            self.put(row, 2, texts.get(lane.code, ""))
            self.put(row, 3, lane.about, about)
            self.offer(row, row, 2, lane)
        self.width(0, (), hidden=True)
        self.width(1, [lane.head for lane in self.page.lanes])
        self.width(2, [word("value") * 12, *texts.values()])
        self.width(3, [lane.about for lane in self.page.lanes])
        self.frame(len(self.page.lanes), 4)


def _id_column(table: str) -> str:
    """Return the column in which the ids of a table stand on its sheet."""
    page = page_of(table)
    place = next(n for n, lane in enumerate(page.lanes) if lane.key.type in (Type.ID, Type.NAME))
    return column_letters(place + 1 + bool(page.parents))
