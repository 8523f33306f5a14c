"""Clipboard HTML: the first table of a copied page as a block of cells, where a program gives no text beside it.

A cell that lies over several columns or rows gives its text once, the others are blank. Without a table every paragraph
is a row. Counts bound what is read; knows no sheet and reads no clipboard.
"""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

MOST_SIGNS, MOST_CELLS, MOST_SPAN = 20_000_000, 500_000, 1_000
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_UNSEEN = ("script", "style", "title", "template")
_LINES = ("p", "div", "li")
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)


class _TooMuchHtml(Exception):
    """More than anybody copies by hand."""


def block_of_html(html: str) -> list[list[str]]:
    """Return the rows of the first table of a copied page, its paragraphs where it has none; nothing of too much."""
    if len(html) > MOST_SIGNS:
        return []
    page = _HtmlTable()
    try:
        page.feed(html)
        page.close()
    except _TooMuchHtml:
        return []
    return page.block() or [[line] for line in _lines(page.lines)]


class _HtmlTable(HTMLParser):
    """Takes the first table apart; a table within a cell is text of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self._depth = self._unseen = 0
        self._over = self._hidden_row = False
        self._row = -1
        self._texts: dict[tuple[int, int], str] = {}  # row, column → what stands there; "" under a cell that is larger
        self._cell: list[str] | None = None
        self._span = (1, 1)  # columns, rows of the open cell

    def block(self) -> list[list[str]]:
        """Return the rows of the table."""
        rows: list[list[str]] = [[] for _ in range(self._row + 1)]
        for row, column in sorted(self._texts):
            if row <= self._row:
                rows[row] += [""] * (column - len(rows[row])) + [self._texts[row, column]]
        return rows

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row, a cell, a line."""
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table" and not self._over:
            self._depth += 1
        elif tag == "tr" and self._depth == 1:
            self._close_cell()
            self._hidden_row = _is_hidden(dict(attrs))
            self._row += not self._hidden_row
        elif tag in ("td", "th") and self._depth == 1:
            self._close_cell()
            said = dict(attrs)
            if self._hidden_row or _is_hidden(said):
                return
            self._row = max(self._row, 0)
            self._cell, self._span = [""], (_count(said.get("colspan")), _count(said.get("rowspan")))
        elif tag in ("td", "th"):
            self._open[-1] += " "
        elif tag == "br" or tag in _LINES:
            self._open.append("")

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag == "table" and self._depth:
            self._depth -= 1
            if not self._depth:
                self._close_cell()
                self._over = self._row >= 0
        elif tag in ("td", "th") and self._depth == 1:
            self._close_cell()
        elif tag in _LINES:
            self._open.append("")

    def handle_data(self, data: str) -> None:
        """Take words where they are seen."""
        if not self._unseen:
            self._open[-1] += data

    def close(self) -> None:
        """End the page, and with it a cell that nobody closed."""
        super().close()
        self._close_cell()

    @property
    def _open(self) -> list[str]:
        return self._cell if self._cell is not None else self.lines

    def _close_cell(self) -> None:
        if self._cell is None:
            return
        text, (columns, rows) = "\n".join(_lines(self._cell)), self._span
        first = 0
        while (self._row, first) in self._texts:
            first += 1
        if len(self._texts) + columns * rows > MOST_CELLS:
            raise _TooMuchHtml
        for row in range(self._row, self._row + rows):
            for column in range(first, first + columns):
                self._texts.setdefault((row, column), "")
        self._texts[self._row, first] = text
        self._cell = None


def _is_hidden(said: Mapping[str, str | None]) -> bool:
    """True for a row or cell that the page does not show: a hidden row of a sheet comes along in its table."""
    return "hidden" in said or _NOT_SHOWN.search(said.get("style") or "") is not None


def _lines(lines: list[str]) -> list[str]:
    return [text for one in lines if (text := _SPACES.sub(" ", one).strip())]


def _count(said: str | None) -> int:
    text = (said or "").strip()
    return min(max(int(text), 1), MOST_SPAN) if text.isascii() and text.isdigit() and len(text) < 9 else 1
