"""Foreign books: reading a workbook that another program has saved (LibreOffice, WPS, Excel, openpyxl, SheetJS).

A reader of our own, because libraries forgive what other programs read otherwise: rows inside extensions, a cell or a
text given twice, parts found by name. It follows relationships, takes only what the schema has at its place, and
yields what is *shown*: a formula is never evaluated and its cached result never read, a number comes with its format
where that would show something else, a cell nobody can see is marked. Counts are bounded before anything is built.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forms.book.grid import WHOLE, BookGrid, Rows, gaps
from forms.book.text import is_cut, word
from forms.book_reading.frame import LEAST_HEIGHT, Frame, leaves_out, place, read_frame
from forms.book_reading.held import (
    CELL_KINDS,
    MOST_TAGS,
    UNREADABLE,
    Held,
    Text,
    parts_of_cell,
    shared_strings,
    text_of,
    valued,
)
from forms.book_reading.looks import CellStyle, Styles
from forms.book_reading.parts import BookParts, SheetPart, book_parts
from forms.book_reading.properties import book_properties
from forms.book_reading.shown_values import in_place, shown_day, shown_number, shown_text, told
from forms.book_reading.xml import Ambiguous, PlainElement, beyond, flag, local, number, plain_xml, profile, tree
from forms.guards.columns import column_letters
from forms.guards.plain_table import Cell, plain_table, plain_text
from models.basics.errors import AppError

MOST_CELLS, MOST_EMPTY, MOST_ROWS = 1_000_000, 300_000, 60_000  # of all sheets together
_ROW = profile("r spans s customFormat ht hidden customHeight outlineLevel collapsed thickTop thickBot ph")
_SHORT, _USUAL_WIDTH, _MOST_CUT = 4, 9.0, 20  # characters; characters; cells
_INDENT = 1.3  # characters of one step: three blanks
RowHeight = tuple[bool | None, float]  # hidden (None = it says no height), points (0 = not said)
ReadRow = tuple[int, RowHeight, list[tuple[int, Held]], Any]  # number, filled cells by column, style


def foreign_grids(content: bytes) -> tuple[tuple[BookGrid, ...], tuple[tuple[str, str], ...]]:
    """Return the sheets of a foreign workbook in order, and its properties as `book_properties` has them.

    Raises AppError: "book_too_large", "book_unreadable", "book_ambiguous", and what `foreign_package` raises.
    """
    from forms.guards.guards import foreign_package

    parts = foreign_package(content, whole=False)
    try:
        book = book_parts(parts)
        styles = Styles(book.styles, book.theme)
        reading = _WorkbookReading(book, styles, shared_strings(book.strings, styles))
        return tuple(reading.grid(sheet, parts) for sheet in book.sheets), book_properties(parts)
    except Ambiguous as error:
        raise AppError("book_ambiguous") from error
    except UNREADABLE as error:
        raise AppError("book_unreadable") from error


class _WorkbookReading:
    """One workbook being read: what all of its sheets share, and how much has been seen."""

    def __init__(self, book: BookParts, styles: Styles, strings: list[Text]) -> None:
        self.book, self.styles, self.strings = book, styles, strings
        self.cells = self.empty = self.rows = 0
        self._known: dict[str | None, tuple[CellStyle, bool, bool]] = {}
        self._columns: dict[str, int] = {}

    def grid(self, sheet: SheetPart, parts: Mapping[str, bytes]) -> BookGrid:
        """Return what a sheet shows."""
        if sheet.xml is None:
            return BookGrid(name=sheet.name, rows={}, hidden=sheet.hidden, odd=(("", word("odd.drawing")),))
        shown = self._sheet(sheet, parts)
        frame = shown.frame
        colours = (word("odd.colours"),) if self.styles.palette.odd else ()
        odd = (*frame.odd, *((WHOLE, words) for words in (*self.book.odd, *colours)))
        cut = (word("hint.print_area"),) if leaves_out(sheet.print_area, shown.rows, shown.unseen) else ()
        hints = (
            *((cell, word("hint.cut")) for cell in shown.cut),
            *frame.comments,
            *((f"A{row}", word("hint.gap")) for row in gaps(shown.rows)),
            *(("", words) for words in (*frame.hints, *cut)),
            *((WHOLE, words) for words in self.book.hints),
        )
        return BookGrid(
            name=sheet.name,
            rows=shown.rows,
            hidden=sheet.hidden,
            unseen=frozenset(shown.unseen),
            odd=odd,
            hints=hints,
            margins=frame.margins,
        )

    def _sheet(self, sheet: SheetPart, parts: Mapping[str, bytes]) -> "_SheetReading":
        """Read the rows of a sheet, by pattern where it is written plainly."""
        part = sheet.xml or b""
        if part.count(b"<row") > MOST_ROWS:
            raise AppError("book_too_large")
        plain = plain_table(plain_xml(part, MOST_TAGS))
        if plain is None:
            found = list(self._rows(part))
            shown = _SheetReading(self, read_frame(found.pop()[3], sheet.relations, parts))
            for row, height, cells, style in found:
                shown.take(row, height, cells, style)
            return shown
        shown = _SheetReading(self, read_frame(tree(plain.rest, MOST_TAGS), sheet.relations, parts))
        last = 0
        for attributes, plain_cells in plain.rows:
            row_said = PlainElement(attributes)
            last = self._next(row_said.get("r"), last)
            if beyond(row_said, _ROW):
                raise Ambiguous("attribute of a row")
            shown.take_plain(last, _height(row_said), plain_cells, row_said.get("s"))
            self.cells += len(plain_cells)
            if self.cells > MOST_CELLS or self.empty > MOST_EMPTY:
                raise AppError("book_too_large")
        return shown

    def column(self, letters: str) -> int:
        """Return the number of a column."""
        return self._columns.get(letters) or self._columns.setdefault(letters, place(f"{letters}1")[1])

    def plain_held(self, kind: str, style: str, value: str, text: str) -> Held | None:
        """Return what a filled cell of a plain row holds. Raises Ambiguous as `_held`."""
        if kind == "s":
            return "t", style or None, self._string(value)
        if (kind or "n") not in CELL_KINDS or bool(text) != (kind == "inlineStr"):
            raise Ambiguous("kind of a cell")
        return valued(kind or "n", style or None, plain_text(value or text))

    def look(self, index: str | None) -> tuple[CellStyle, bool, bool]:
        """Return a style by what a cell says of it, whether it can be seen, and whether it shows a text as it is."""
        known = self._known.get(index)
        if known is None:
            if index is not None and not (index.isascii() and index.isdigit() and len(index) < 7):
                raise Ambiguous("style")
            look = self.styles.look(int(index or 0))
            plain = shown_text("x", look) == "x" and not look.indent
            known = self._known[index] = look, look.shows(), plain
        return known

    def _rows(self, part: bytes) -> Iterator[ReadRow]:
        """Yield (row, its height, its filled cells, its style); last only the root."""
        from lxml import etree

        steps = etree.iterparse(
            io.BytesIO(plain_xml(part, MOST_TAGS)),
            tag="{*}row",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        last, table = 0, None
        try:
            for _, element in steps:
                table = element.getparent()
                if local(element) != "row" or table is None or local(table) != "sheetData":
                    raise Ambiguous("row outside the table")
                if table.getparent() is None or table.getparent().getparent() is not None:
                    raise Ambiguous("table outside the sheet")
                last = self._next(element.get("r"), last)
                if beyond(element, _ROW):
                    raise Ambiguous("attribute of a row")
                yield last, _height(element), list(self._cells(element, last)), element.get("s")
                element.clear()
                while element.getprevious() is not None:
                    del table[0]
        except etree.XMLSyntaxError as error:
            raise ValueError("xml") from error
        if table is not None:
            del table[:]
        yield 0, (None, 0.0), [], steps.root

    def _next(self, said: str | None, last: int) -> int:
        self.rows += 1
        if self.rows > MOST_ROWS:
            raise AppError("book_too_large")
        if said is None:
            return last + 1
        row, _ = place(f"A{said}")
        if row <= last:
            raise Ambiguous("row order")
        return row

    def _cells(self, row: Any, number_of_row: int) -> Iterator[tuple[int, Any]]:  # noqa: ANN401
        """Yield (column, what it holds) of each filled cell: (kind, style, value) or (kind, style, text)."""
        column = 0
        for cell in row:
            if local(cell) != "c":
                raise Ambiguous("in a row")
            said = cell.get("r")
            if said is None:
                column += 1
            else:
                here, after = place(said)
                if here != number_of_row or after <= column or "$" in said:
                    raise Ambiguous("cell order")
                column = after
            self.cells += 1
            if not len(cell):
                self.empty += 1
            elif (held := self._held(cell)) is not None:
                yield column, held
            if self.cells > MOST_CELLS or self.empty > MOST_EMPTY:
                raise AppError("book_too_large")

    def _held(self, cell: Any) -> Held | None:  # noqa: ANN401
        kind, style, inside = cell.get("t") or "n", cell.get("s"), parts_of_cell(cell)
        if kind not in CELL_KINDS or ("is" in inside) != (kind == "inlineStr") or ("is" in inside and "v" in inside):
            raise Ambiguous("kind of a cell")
        if "f" in inside or cell.get("cm") or cell.get("vm"):
            return "f", style, word("mark.formula")
        if kind == "inlineStr":
            return "t", style, text_of(inside["is"], self.styles)
        value = inside["v"]
        if len(value):
            raise Ambiguous("in a value")
        text = value.text or ""
        return ("t", style, self._string(text)) if kind == "s" else valued(kind, style, text)

    def _string(self, index: str) -> Text:
        if not (index.isascii() and index.isdigit() and len(index) < 8) or int(index) >= len(self.strings):
            raise Ambiguous("string")
        return self.strings[int(index)]


class _SheetReading:
    """The cells of one sheet as they are shown within its frame."""

    def __init__(self, reading: _WorkbookReading, frame: Frame) -> None:
        self.reading, self.frame = reading, frame
        self.rows: Rows = {}
        self.unseen: set[tuple[int, int]] = set()
        self.cut: list[str] = []  # cells whose text is cut off by a low row

    def _row(self, height: RowHeight) -> tuple[bool, float]:
        """Whether nobody can see a row, and how high it is, 0 = as high as it needs."""
        hidden, high = height
        return self.frame.default_hidden if hidden is None else hidden, high or self.frame.height

    def _measure(self, row: int, column: int, text: str, look: CellStyle, high: float) -> None:
        if not high or not look.wraps or len(text) < _SHORT or len(self.cut) >= _MOST_CUT:
            return
        if is_cut(text, self.frame.widths.get(column, _USUAL_WIDTH), high, look.font.size):
            self.cut.append(f"{column_letters(column)}{row}")

    def take(self, row: int, height: RowHeight, cells: Sequence[tuple[int, Any]], row_style: str | None) -> None:
        """Take up one row.

        A cell that names no style has the first one, or that of its row or column, as the program is: all must agree.
        """
        if not cells:
            return
        away, high = self._row(height)
        found = self.rows[row] = {}
        for column, (kind, style, value) in cells:
            found[column], seen = self._shown(kind, style, value, column)
            if kind == "t":
                self._measure(row, column, found[column], self.reading.look(style)[0], high)
            if style is None:
                around = (row_style, (self.frame.styled or {}).get(column))
                for other in (one for one in around if one is not None):
                    text, here = self._shown(kind, other, value, column)
                    found[column] = text if text == found[column] else told(found[column], word("mark.styles"))
                    seen = seen and here
            if away or not seen or column in self.frame.hidden_columns or (row, column) in self.frame.covered:
                self.unseen.add((row, column))

    def take_plain(self, row: int, height: RowHeight, cells: Sequence[Cell], row_style: str | None) -> None:
        """Take up one row that was read by a pattern: its usual cells at once, the others as `take` does."""
        reading, last, number_of_row = self.reading, 0, str(row)
        away, high = self._row(height)
        usual = not away and not self.frame.hidden_columns and not self.frame.covered
        found: dict[int, str] = {}
        for _, letters, here, style, kind, value, text in cells:
            column = reading.column(letters)
            if here != number_of_row or column <= last:
                raise Ambiguous("cell order")
            last = column
            if not value and not text:
                reading.empty += 1
                continue
            held = reading.plain_held(kind, style, value, text)
            if held is None:
                continue
            if usual and style and held[0] == "t" and isinstance(held[2], str):
                look, seen, plain = reading.look(style)
                if seen and plain:
                    found[column] = in_place(held[2])
                    self._measure(row, column, held[2], look, high)
                    continue
            self.take(row, height, [(column, held)], row_style)
            found |= self.rows.pop(row)
        if found:
            self.rows[row] = found

    def _shown(self, kind: str, style: str | None, value: Text, column: int) -> tuple[str, bool]:
        """Return what a cell shows in a style, and whether it can be seen."""
        look, seen, plain = self.reading.look(style)
        if plain and kind == "t" and isinstance(value, str):
            return in_place(value), seen
        text, seen = self._in_style(kind, value, look, seen, column)
        pushed = look.indent and look.indent * _INDENT >= self.frame.widths.get(column, _USUAL_WIDTH) - _SHORT
        return told(text, word("mark.pushed")) if pushed else text, seen

    def _in_style(self, kind: str, value: Text, look: CellStyle, seen: bool, column: int) -> tuple[str, bool]:
        if kind == "n":
            text = self._number(str(value), look, column)
            return text, seen and (self.frame.zeros or text != "0")
        return (shown_day(str(value), look), seen) if kind == "d" else self._text(value, look, seen)

    def _number(self, value: str, look: CellStyle, column: int) -> str:
        room = self.frame.narrow.get(column) if self.frame.narrow else None
        return shown_number(value, look, room=room, date_1904=self.reading.book.date_1904)

    def _text(self, value: Text, look: CellStyle, seen: bool) -> tuple[str, bool]:
        if isinstance(value, str):
            return in_place(shown_text(value, look)), seen
        shown = [(text, odd) for text, font, odd in value if (seen if font is None else look.shows(font))]
        whole = "".join(text for text, _ in shown)
        if any(odd for _, odd in shown):
            whole = told(whole, word("mark.raised"))
        return shown_text(whole, look), bool(shown)


def _height(row: Any) -> RowHeight:  # noqa: ANN401
    """The height of a row; hidden is one nobody can see, None where it says neither that nor a height."""
    said = number(row, "ht", 0.0)
    if flag(row, "hidden") or (row.get("ht") and said < LEAST_HEIGHT):
        return True, 0.0
    return (False if row.get("ht") or row.get("hidden") else None), said


__all__ = ["UNREADABLE", "foreign_grids"]
