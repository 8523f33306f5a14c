"""Markup tables: web pages and XML that systems export under the name .xls, and pages saved whole (.mht).

Excel and WPS open them as workbooks, so do we: what is drawn in a cell of a page is what is taken; XML of 2003 says
the number and its format apart, as a workbook does. All tables of a page are one sheet, one below the other.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from typing import Any

from forms.book_reading.colours import of_hex, readable
from forms.given.cells import ForeignBook, GivenCell, SheetCells
from forms.given.drawn import drawn_cell
from forms.given.markup import apart, local_name, named, tree_of
from forms.given.number_format import GENERAL, number_cell
from models.basics.errors import AppError
from models.basics.records import dataclass

MOST_CELLS, MOST_MERGED, MOST_SPAN, MOST_PAGES, MOST_SHEETS = 1_000_000, 200_000, 1_000, 50, 250
LOOKED_AT = 8_192  # bytes in which a file says what it is
_SPREADSHEET, _OPEN = b"urn:schemas-microsoft-com:office:spreadsheet", b"urn:oasis:names:tc:opendocument:xmlns:office"
_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([-\w]+)", re.IGNORECASE)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_THROUGH = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_STRUCK, _LEVELS = ("s", "strike", "del"), {"sup": "superscript", "sub": "subscript"}
_STORED = re.compile(r"-?\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?")
_PASSED, _LINES = ("script", "style", "table"), ("br", "p", "div", "li")
_FORMATS = {
    "General Number": GENERAL, "Fixed": "0.00", "Standard": "#,##0.00", "Currency": "#,##0.00",
    "Euro Currency": "#,##0.00", "Percent": "0.00%", "Scientific": "0.00E+00",
}  # fmt: skip


def markup_kind(content: bytes) -> str:
    """Return what a text in markup is: "page", "pages" (a page saved whole), "xml", "document"; "" for any other."""
    head = content[:LOOKED_AT].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if head[:200].lower().startswith((b"mime-version:", b"content-type: multipart/related", b"from:")):
        return "pages" if b"multipart/related" in head.lower() and b"text/html" in content.lower() else ""
    if not head.startswith(b"<"):
        return ""
    if _SPREADSHEET in head and b"Workbook" in head and b"<html" not in head.lower():
        return "xml"
    if _OPEN in head and b"opendocument.spreadsheet" in head:
        return "document"
    whole = content.replace(b"\0", b"") if b"\0" in content[:LOOKED_AT] else content
    return "page" if b"<table" in whole.lower() else ""


def packed_document(content: bytes, name: str) -> bytes:
    """Return an open document of one file as one of several parts: what reads those knows no blanks between elements.

    Raises AppError("import_unreadable").
    """
    from lxml import etree

    out = io.BytesIO()
    try:
        root = tree_of(content, bare=True)
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("mimetype", _DOCUMENT)
            archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{_MANIFEST}"/>')
            for path, parts in (("styles.xml", ("styles",)), ("content.xml", ("automatic-styles", "body"))):
                made = etree.Element(f"{{{_OPEN.decode()}:1.0}}document-content", nsmap=root.nsmap)
                made.extend([one for one in root if local_name(one) in parts])
                archive.writestr(path, etree.tostring(made, encoding="UTF-8", xml_declaration=True))
    except (ValueError, SyntaxError) as error:
        raise AppError("import_unreadable", 文件=name) from error
    return out.getvalue()


def read_page(content: bytes, name: str) -> ForeignBook:
    """Return the one sheet a web page is. Raises AppError: "import_unreadable", "import_too_large"."""
    return ForeignBook((_page_sheet(content, name, name.rpartition(".")[0] or name),), told=("pages",))


def read_pages(content: bytes, name: str) -> ForeignBook:
    """Return the sheets of a page saved whole: each page in it that has a table. Raises as `read_page`."""
    import email  # few files get here

    pages = [one for one in email.message_from_bytes(content).walk() if one.get_content_type() == "text/html"]
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
class _Page:
    """The tables of one page, one below the other."""

    name: str
    rows: dict[int, dict[int, GivenCell]] = field(default_factory=dict)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    _taken: set[tuple[int, int]] = field(default_factory=set)
    _last: int = 0
    _count: int = 0
    _areas: int = 0  # cells in merges

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
            while (self._last, column) in self._taken:
                column += 1
            wide, high = _span(cell.get("colspan")), _span(cell.get("rowspan"))
            self._count += 1
            self._areas += wide * high if wide * high > 1 else 0
            if self._count > MOST_CELLS or self._areas > MOST_MERGED:
                raise AppError("import_too_large", 文件=self.name)
            if wide * high > 1:
                area = [(self._last + down, column + right) for down in range(high) for right in range(wide)]
                self._taken.update(area)
                self.merged.update(dict.fromkeys(area, (self._last, column)))
            text, struck = _cell_text(cell)
            if text:
                self.rows.setdefault(self._last, {})[column] = replace(_drawn(cell, text), struck=struck)
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


def read_xml_book(content: bytes, name: str) -> ForeignBook:
    """Return the sheets of an XML spreadsheet of 2003. Raises AppError: "import_unreadable", "import_too_large"."""
    try:
        root = tree_of(content)
        styles = {_said(one, "ID"): _Style.of(one) for one in named(root, "Style")}
        sheets = [*named(root, "Worksheet")]
        if len(sheets) > MOST_SHEETS:
            raise AppError("import_too_large", 文件=name)
        return ForeignBook(tuple(_XmlSheet(styles, name).read(one) for one in sheets))
    except (ValueError, SyntaxError, ArithmeticError) as error:  # lxml's errors are SyntaxErrors
        raise AppError("import_unreadable", 文件=name) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    code: str = GENERAL
    struck: bool = False
    faint: bool = False

    @classmethod
    def of(cls, one: Any) -> "_Style":  # noqa: ANN401
        form, font, ground = (next(named(one, name), None) for name in ("NumberFormat", "Font", "Interior"))
        said = _said(form, "Format") or GENERAL
        ink, fill = (of_hex(_said(part, "Color").lstrip("#")) for part in (font, ground))
        return cls(
            code=_FORMATS.get(said, said),
            struck=_said(font, "StrikeThrough") == "1",
            faint=not readable(ink, fill),
        )


class _XmlSheet:
    """One worksheet being read."""

    def __init__(self, styles: Mapping[str, _Style], name: str) -> None:
        self._styles, self._name = styles, name
        self._rows: dict[int, dict[int, GivenCell]] = {}
        self._merged: dict[tuple[int, int], tuple[int, int]] = {}
        self._count = self._areas = 0

    def read(self, sheet: Any) -> SheetCells:  # noqa: ANN401
        row, hidden = 0, set()
        for one in named(sheet, "Row"):
            row = _number(one, "Index") or row + 1
            if _said(one, "Hidden") == "1":
                hidden.add(row)
            self._row(one, row)
            row += _number(one, "Span")
        unseen = any((one.text or "").strip() != "SheetVisible" for one in named(sheet, "Visible"))
        return SheetCells(
            title=_said(sheet, "Name"),
            rows=self._rows,
            merged=self._merged,
            hidden=frozenset(hidden & self._rows.keys()),
            hidden_columns=frozenset(_hidden_columns(sheet)),
            unseen=unseen,
        )

    def _row(self, row: Any, number: int) -> None:  # noqa: ANN401
        column = 0
        for cell in (one for one in row if local_name(one) == "Cell"):
            column = _number(cell, "Index") or column + 1
            wide, high = 1 + _number(cell, "MergeAcross"), 1 + _number(cell, "MergeDown")
            self._count += 1
            self._areas += wide * high if wide * high > 1 else 0
            if self._count > MOST_CELLS or self._areas > MOST_MERGED:
                raise AppError("import_too_large", 文件=self._name)
            if wide * high > 1:
                area = ((number + down, column + right) for down in range(high) for right in range(wide))
                self._merged.update(dict.fromkeys(area, (number, column)))
            if (shown := self._shown(cell)) is not None:
                self._rows.setdefault(number, {})[column] = shown
            column += wide - 1

    def _shown(self, cell: Any) -> GivenCell | None:  # noqa: ANN401
        data, formula = next(named(cell, "Data"), None), bool(_said(cell, "Formula"))
        style = self._styles.get(_said(cell, "StyleID"), _Style())
        text = "".join(data.itertext()) if data is not None else ""
        if not text.strip():
            return GivenCell("", formula=True, stale=True) if formula else None
        kind = _said(data, "Type")
        if kind == "Number":
            found = number_cell(text.strip(), style.code, formula=formula, date_1904=False)
        elif kind == "DateTime":
            found = GivenCell(re.sub(r"(?:T00:00:00)?(?:\.0+)?$", "", text.strip()), formula=formula, turned=True)
        else:
            found = GivenCell(text, formula=formula)
        return replace(found, struck=style.struck, faint=style.faint)


def _hidden_columns(sheet: Any) -> Iterator[int]:  # noqa: ANN401
    column = 0
    for one in named(sheet, "Column"):
        column, more = _number(one, "Index") or column + 1, min(_number(one, "Span"), MOST_SPAN)
        if _said(one, "Hidden") == "1":
            yield from range(column, column + more + 1)
        column += more


def _said(element: Any, name: str) -> str:  # noqa: ANN401
    """An attribute of the spreadsheet's namespace, "" where it is not there."""
    return "" if element is None else str(element.get(f"{{{_SPREADSHEET.decode()}}}{name}") or "")


def _number(element: Any, name: str) -> int:  # noqa: ANN401
    text = _said(element, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
