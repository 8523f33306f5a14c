"""Web pages: tables that systems export under the name .xls, and pages saved whole (.mht).

Excel and WPS open them as workbooks, so do we: what is drawn in a cell is what is taken. All tables of a page are one
sheet, one below the other.
"""

import re
from dataclasses import replace
from html import unescape
from typing import Any

from forms.given.cells import ForeignBook, GivenCell, SheetCells
from forms.given.drawn import drawn_cell
from forms.given.markup import apart
from forms.given.number_format import serial_day
from forms.given_books.cell_grid import CellGrid
from forms.given_books.markup_kinds import LOOKED_AT
from models.basics.errors import AppError
from models.basics.records import dataclass

MOST_SPAN, MOST_PAGES = 1_000, 50
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([-\w]+)", re.IGNORECASE)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_THROUGH = re.compile(r"text-decoration[^;]{0,100}line-through", re.IGNORECASE)
_STRUCK, _LEVELS = ("s", "strike", "del"), {"sup": "superscript", "sub": "subscript"}
_STORED = re.compile(r"-?\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?")
_TABLE, _NAMES = re.compile("<table", re.IGNORECASE), re.compile(r"<x:Name>([^<]{1,100})</x:Name>", re.IGNORECASE)
_FROM_1904 = re.compile(r"<(?:\w{1,20}:)?Date1904\s{0,9}(?:/>|>(?!\s{0,9}(?:false|0)\b))", re.IGNORECASE)
_PASSED, _LINES = ("script", "style", "table"), ("br", "p", "div", "li")


def read_page(content: bytes, name: str) -> ForeignBook:
    """Return the one sheet a web page is. Raises AppError: "import_unreadable", "import_too_large"."""
    return ForeignBook((_page_sheet(content, name, name.rpartition(".")[0] or name),), told=("pages",))


def read_pages(content: bytes, name: str) -> ForeignBook:
    """Return the sheets of a page saved whole: each page in it that has a table. Raises as `read_page`."""
    import email  # few files get here

    try:
        pages = [one for one in email.message_from_bytes(content).walk() if one.get_content_type() == "text/html"]
    except RecursionError as error:  # parts within parts
        raise AppError("import_unreadable", 文件=name) from error
    held = [(one, found) for one in pages[:MOST_PAGES] if isinstance(found := one.get_payload(decode=True), bytes)]
    date_1904 = any(_FROM_1904.search(_head(found)) for _, found in held)  # the page around the sheets says so
    sheets = []
    for number, (one, found) in enumerate(held, 1):
        if b"<table" in found.lower():
            title = str(one.get("Content-Location") or number).rpartition("/")[2].partition(".")[0]
            sheets.append(_page_sheet(found, name, title, date_1904=date_1904))
    if not sheets:
        raise AppError("import_unreadable", 文件=name)
    return ForeignBook(tuple(sheets), told=("pages",))


def _head(content: bytes) -> str:
    """What a page says before its first table; what Excel says of its workbook stands there in a comment."""
    return _TABLE.split(content.decode(_encoding(content), "replace"), maxsplit=1)[0]


def _page_sheet(content: bytes, name: str, title: str, *, date_1904: bool = False) -> SheetCells:
    from lxml import etree

    try:
        root = etree.fromstring(
            content, etree.HTMLParser(encoding=_encoding(content), no_network=True, remove_comments=True)
        )
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise AppError("import_unreadable", 文件=name) from error
    head = _head(content)
    page = _Page(name=name, date_1904=date_1904 or _FROM_1904.search(head) is not None)
    for table in root.iter("table") if root is not None else ():
        if next(table.iterancestors("table"), None) is None:
            page.table(table)
    page.count_days()
    said = {found.strip() for found in _NAMES.findall(head)}  # as Excel saves the names of sheets
    return SheetCells(
        title=unescape(next(iter(said))) if len(said) == 1 else title,
        rows=page.rows,
        merged=page.merged,
        hidden=frozenset(page.hidden & page.rows.keys()),
    )


def _encoding(content: bytes) -> str:
    """What a page says of its signs; where that is not so, what they are."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    said = _CHARSET.search(content[:LOOKED_AT])
    for one in ("utf-8", "gb18030") if said is None or said[1].lower().startswith(b"utf") else ("gb18030", "utf-8"):
        try:
            content.decode(one)
        except UnicodeDecodeError:
            continue
        return one
    return said[1].decode("ascii") if said else "gb18030"


@dataclass(slots=True, kw_only=True)
class _Page(CellGrid):
    """The tables of one page, one below the other; `date_1904`: it counts its days from 1904."""

    date_1904: bool = False
    _last: int = 0

    def table(self, table: Any) -> None:  # noqa: ANN401 - lxml element
        """Take one table; a blank line stands between two."""
        self._last += bool(self._last)
        for row in table.iter("tr"):
            if next(row.iterancestors("table")) is table:
                self._last += 1
                if _UNSEEN.search(row.get("style") or ""):
                    self.hidden.add(self._last)
                self._row(row)

    def _row(self, row: Any) -> None:  # noqa: ANN401
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            column += 1
            while (self._last, column) in self.merged:
                column += 1
            text, struck = _cell_text(cell)
            wide, high = _span(cell.get("colspan")), _span(cell.get("rowspan"))
            shown = replace(self._drawn(cell, text), struck=struck) if text else None
            self.put(self._last, column, (wide, high), shown)
            column += wide - 1

    def _drawn(self, cell: Any, text: str) -> GivenCell:  # noqa: ANN401
        """A cell of a page, held against the number it stands for where the program that wrote the page says it."""
        stored = cell.get("x:num") or cell.get("sdval") or ""
        if not _STORED.fullmatch(stored):
            return GivenCell(text)
        shown = drawn_cell(stored, text)
        self.date_1904 |= serial_day(stored.partition(".")[0], date_1904=True) == shown.text  # a day that is drawn
        return shown

    def count_days(self) -> None:
        """Note of each bare number the day it means, where days are counted from 1904."""
        for row in self.rows.values() if self.date_1904 else ():
            for column, shown in row.items():
                if day := serial_day(shown.text, date_1904=True):
                    row[column] = replace(shown, day=day)


def _span(said: str | None) -> int:
    return min(max(int(said), 1), MOST_SPAN) if said and said.isascii() and said.isdigit() and len(said) < 6 else 1


def _cell_text(cell: Any) -> tuple[str, bool]:  # noqa: ANN401
    """What is drawn in a cell, and whether a line goes through a part of it."""
    style = cell.get("style")
    if not len(cell) and not style:  # nearly all
        return " ".join((cell.text or "").split()), False
    runs: list[tuple[str, str]] = []
    struck = _walk(cell, "", runs)
    lines = "".join(apart(runs)).split("\n")
    text = "\n".join(" ".join(line.replace("\xa0", " ").split()) for line in lines).strip("\n")
    return text, struck and bool(text)


def _walk(element: Any, level: str, runs: list[tuple[str, str]]) -> bool:  # noqa: ANN401
    """Add the texts of an element, each with its level; markup is no deeper than the parser lets it be."""
    said = re.sub(r"[\r\n\t ]+", " ", element.text or "")
    runs.append((said, level))
    struck = bool(said.strip()) and (element.tag in _STRUCK or bool(_THROUGH.search(element.get("style") or "")))
    for one in element:
        if isinstance(one.tag, str) and one.tag not in _PASSED and not _UNSEEN.search(one.get("style") or ""):
            if one.tag in _LINES:
                runs.append(("\n", ""))
            struck = _walk(one, _LEVELS.get(one.tag, level), runs) or struck
        runs.append((re.sub(r"[\r\n\t ]+", " ", one.tail or ""), level))
    return struck
