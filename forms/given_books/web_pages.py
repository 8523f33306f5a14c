"""Web pages: tables that systems export under the name .xls, and pages saved whole (.mht).

Excel and WPS open them as workbooks, so do we: what is drawn in a cell is what is taken. All tables of a page are one
sheet, one below the other.
"""

import re
from dataclasses import replace
from typing import Any

from forms.given.cells import ForeignBook, GivenCell, SheetCells
from forms.given.drawn import drawn_cell
from forms.given.markup import apart, named
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
    sheets = []
    for number, one in enumerate(pages[:MOST_PAGES], 1):
        held = one.get_payload(decode=True)
        if isinstance(held, bytes) and b"<table" in held.lower():
            title = str(one.get("Content-Location") or number).rpartition("/")[2].partition(".")[0]
            sheets.append(_page_sheet(held, name, title))
    if not sheets:
        raise AppError("import_unreadable", 文件=name)
    return ForeignBook(tuple(sheets), told=("pages",))


def _page_sheet(content: bytes, name: str, title: str) -> SheetCells:
    from lxml import etree

    try:
        root = etree.fromstring(
            content, etree.HTMLParser(encoding=_encoding(content), no_network=True, remove_comments=True)
        )
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise AppError("import_unreadable", 文件=name) from error
    page = _Page(name=name)
    for table in root.iter("table") if root is not None else ():
        if next(table.iterancestors("table"), None) is None:
            page.table(table)
    said = next(named(root, "Name"), None) if root is not None else None  # as Excel saves a sheet's name
    return SheetCells(
        title=(said.text or title) if said is not None else title,
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
    """The tables of one page, one below the other."""

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
            shown = replace(_drawn(cell, text), struck=struck) if text else None
            self.put(self._last, column, (wide, high), shown)
            column += wide - 1


def _drawn(cell: Any, text: str) -> GivenCell:  # noqa: ANN401
    """A cell of a page, held against the number it stands for where the program that wrote the page says it."""
    stored = cell.get("x:num") or cell.get("sdval") or ""
    return drawn_cell(stored, text) if _STORED.fullmatch(stored) else GivenCell(text)


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
