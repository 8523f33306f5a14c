"""Xlsx: the cells of a workbook that any program has saved, transitional or strict, read in one pass.

Not openpyxl: that makes an object for every formatted cell and row, knows no strict books and has to read a book twice
to tell a formula from its result. Empty rows and cells are passed over as they go by, so what a book was formatted for
costs nothing; filled cells are counted. Source: ECMA-376-1 §18.3–18.8.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import UTC, datetime
from typing import Any

from forms.book_reading.looks import unescaped
from forms.given.cells import ForeignBook, GivenCell, SheetCells
from forms.given.format_sections import LONGEST_FORMAT
from forms.given.inks import WHOLE, Inks, PartInks
from forms.given.markup import each_of, is_hidden, local_name, named, run_struck, strikes, tree_of, words_of
from forms.given.number_format import BUILT_IN, GENERAL, is_white, number_cell, shown_text
from forms.given.package import Package
from forms.given.pieces import Tell, untold
from forms.guards.columns import column_number
from models.basics.errors import AppError
from models.basics.records import dataclass

MOST_SHEETS, MOST_CELLS, MOST_TEXTS, MOST_STYLES, MOST_MERGED = 250, 1_000_000, 1_000_000, 70_000, 400_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_VEILED = 500  # areas
_DRESS = ("conditionalFormatting", "tablePart")
_CELL = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")


class _TooLarge(Exception):
    """More than any list somebody keeps."""


def read_xlsx(package: Package, tell: Tell = untold) -> ForeignBook:
    """Return the worksheets of a book in order; `tell` is called with the bytes of a sheet that were read, and of all.

    Raises AppError: "import_unreadable", "import_too_large", and what the package raises.
    """
    from lxml import etree

    try:
        return _XlsxBook(package, tell).read()
    except _TooLarge as error:
        raise AppError("import_too_large", 文件=package.name) from error
    except (etree.LxmlError, ValueError, LookupError, AttributeError, TypeError, ArithmeticError) as error:
        raise AppError("import_unreadable", 文件=package.name) from error


@dataclass(slots=True, kw_only=True)
class _XlsxSheet:
    rows: dict[int, dict[int, GivenCell]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    dressed: bool = False
    veiled: list[tuple[int, int, int, int]] = field(default_factory=list)


class _XlsxBook:
    """One book being read."""

    def __init__(self, package: Package, tell: Tell) -> None:
        self.package, self.tell = package, tell
        self.cells = 0
        self.date_1904 = False
        self.uncounted = False  # the results it keeps are worked out anew when it is opened, and may be none
        self.strings: list[str] = []
        self.struck: set[int] = set()  # texts of which a part is struck out
        self.formats: list[str] = []
        self.struck_styles: frozenset[int] = frozenset()
        self.inks: Inks | None = None
        self.veils: frozenset[str] = frozenset()  # looks of rules that may hide a figure, as rules name them
        self.coloured: dict[int, PartInks] = {}  # text → colours of its parts
        self.plain: set[str | None] = set()  # styles that strike out and hide nothing, as cells name them

    def read(self) -> ForeignBook:
        root = tree_of(self._needed(self._main()))
        folder = posixpath.dirname(self._main())
        related = _relations(self.package.part(f"{folder}/_rels/{posixpath.basename(self._main())}.rels"), folder)
        look = next(named(root, "workbookPr"), None)
        self.date_1904 = look is not None and (look.get("date1904") or "0") in ("1", "true")
        again = next(named(root, "calcPr"), None)
        self.uncounted = again is not None and (again.get("fullCalcOnLoad") or "0") in ("1", "true")
        self.formats = self._styles(_part_of(related, "styles"), _part_of(related, "theme"))
        self.strings = list(self._strings(_part_of(related, "sharedStrings")))
        listed = list(named(root, "sheet"))
        if len(listed) > MOST_SHEETS:
            raise _TooLarge
        sheets = tuple(self._sheets(listed, related))
        return ForeignBook(sheets, self._saved(), tuple(self.package.told()))

    def _main(self) -> str:
        root = _relations(self.package.part("_rels/.rels"), "")
        return _part_of(root, "officeDocument") or "xl/workbook.xml"

    def _needed(self, path: str) -> bytes:
        content = self.package.part(path)
        if content is None:
            raise ValueError(path)
        return content

    def _sheets(self, listed: list[Any], related: Mapping[str, tuple[str, str]]) -> Iterator[SheetCells]:
        for one in listed:
            identity = next((str(value) for key, value in one.attrib.items() if key.endswith("}id")), "")
            kind, path = related.get(identity, ("", ""))
            if kind != "worksheet":
                continue
            found = self._cells(self._needed(path))
            unseen = (one.get("state") or "visible") != "visible"
            yield SheetCells(
                title=str(one.get("name") or ""),
                rows=found.rows,
                hidden=frozenset(found.hidden),
                hidden_columns=frozenset(found.columns),
                merged=found.merged,
                unseen=unseen,
                dressed=found.dressed,
                veiled=tuple(found.veiled),
            )

    def _saved(self) -> datetime | None:
        """The file's own word, in UTC by the standard; nothing is decided by it."""
        content = self.package.part("docProps/core.xml")
        try:
            said = next(named(tree_of(content), "modified")).text if content else None
            found = datetime.fromisoformat(str(said).strip())
        except (ValueError, StopIteration, SyntaxError):
            return None
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def _strings(self, path: str) -> Iterator[str]:
        content = self.package.part(path) if path else None
        for count, one in enumerate(each_of(content, ("si",)) if content else ()):
            if count >= MOST_TEXTS:
                raise _TooLarge
            if run_struck(one):
                self.struck.add(count)
            if self.inks and (parts := self.inks.parts(one)) is not WHOLE:
                self.coloured[count] = parts
            yield words_of(one)

    def _styles(self, path: str, theme: str) -> list[str]:
        content = self.package.part(path) if path else None
        if content is None:
            return []
        root = tree_of(content)
        own = {
            int(one.get("numFmtId") or 0): str(one.get("formatCode") or "")[:LONGEST_FORMAT]
            for one in named(root, "numFmt")
        }
        above = next(named(root, "cellXfs"), None)
        styles = list(above) if above is not None else []
        used = [int(one.get("numFmtId") or 0) for one in styles]
        if len(used) > MOST_STYLES:
            raise _TooLarge
        self.inks = Inks(root, self.package.part(theme) if theme else None)
        looks = list(next(named(root, "dxfs"), ()))
        self.veils = frozenset(str(n) for n, one in enumerate(looks) if self.inks.veils(one))
        fonts = next(named(root, "fonts"), None)
        struck = {n for n, one in enumerate(fonts if fonts is not None else ()) if strikes(one)}
        self.struck_styles = frozenset(n for n, one in enumerate(styles) if int(one.get("fontId") or 0) in struck)
        return [own.get(one) or BUILT_IN.get(one, GENERAL) for one in used]

    def _cells(self, content: bytes) -> _XlsxSheet:
        sheet, last = _XlsxSheet(), 0
        for one in each_of(content, ("row", "col", "mergeCell", *_DRESS), self.tell):
            kind = local_name(one)
            if kind == "row":
                last = self._row(one, last, sheet)
            elif kind == "col":
                if is_hidden(one) or _is_nothing(one.get("width")):
                    most = min(int(one.get("max") or 0), LAST_COLUMN)
                    sheet.columns.update(range(int(one.get("min") or 1), most + 1))
            elif kind == "mergeCell":
                _merge(str(one.get("ref") or ""), sheet.merged)
            else:
                sheet.dressed = True
                if len(sheet.veiled) < MOST_VEILED and self._veils(one):
                    sheet.veiled += map(_area, str(one.get("sqref") or "").split()[:MOST_VEILED])
        return sheet

    def _veils(self, rules: Any) -> bool:  # noqa: ANN401
        """True for rules that may show a cell without its figure, or the figure in another way."""
        bare = (one for kind in ("dataBar", "iconSet") for one in named(rules, kind))
        return any(one.get("dxfId") in self.veils for one in named(rules, "cfRule")) or any(
            one.get("showValue") in ("0", "false") for one in bare
        )

    def _row(self, row: Any, last: int, sheet: _XlsxSheet) -> int:  # noqa: ANN401 - lxml element
        number = int(row.get("r") or last + 1)
        if not 0 < number <= LAST_ROW:
            raise ValueError("row")
        column, found = 0, {}
        for cell in row:
            if local_name(cell) != "c":
                continue
            said = cell.get("r")
            column = _place(said)[1] if said else column + 1
            shown = self._shown(cell) if len(cell) else None
            if shown is not None:
                found[column] = self._looked_at(shown, cell)
        if found:
            self.cells += len(found)
            if self.cells > MOST_CELLS:
                raise _TooLarge
            sheet.rows.setdefault(number, {}).update(found)
            if is_hidden(row) or _is_nothing(row.get("ht")):
                sheet.hidden.add(number)
        return number

    def _looked_at(self, shown: GivenCell, cell: Any) -> GivenCell:  # noqa: ANN401
        """A cell with what its looks do to it; most cells have a style that does nothing."""
        style = cell.get("s")
        parts = (
            self.struck
            or self.coloured
            or (cell.get("t") == "inlineStr" and next(named(cell, "rPr"), None) is not None)
        )
        if style in self.plain and not parts:
            return shown
        struck, faint = self._is_struck(cell), self._is_faint(cell, shown.text)
        if struck or faint:
            return replace(shown, struck=struck, faint=faint)
        if int(style or 0) not in self.struck_styles and "[" not in self._code(style) and not self._fades(style):
            self.plain.add(style)
        return shown

    def _fades(self, style: str | None) -> bool:
        return self.inks is not None and self.inks.faint(int(style or 0))

    def _is_faint(self, cell: Any, text: str) -> bool:  # noqa: ANN401
        """True where what a cell shows, or a part of it, is written in the colour of its ground."""
        if self.inks is None or not text.strip():
            return False
        parts, kind = WHOLE, cell.get("t")
        if kind == "inlineStr":
            parts = next((self.inks.parts(one) for one in named(cell, "is")), WHOLE)
        elif kind == "s" and self.coloured:
            parts = self.coloured.get(int("".join(next(named(cell, "v")).itertext())), WHOLE)
        code = self._code(cell.get("s"))
        white = "[" in code and kind in (None, "n") and is_white("".join(next(named(cell, "v")).itertext()), code)
        return self.inks.faint(int(cell.get("s") or 0), parts, white=white)

    def _is_struck(self, cell: Any) -> bool:  # noqa: ANN401
        """True where a line is drawn through what a cell shows, or through a part of it."""
        if int(cell.get("s") or 0) in self.struck_styles:
            return True
        kind = cell.get("t")
        if kind == "inlineStr":
            return any(map(run_struck, named(cell, "is")))
        if kind != "s" or not self.struck:
            return False
        return int("".join(next(named(cell, "v")).itertext())) in self.struck

    def _shown(self, cell: Any) -> GivenCell | None:  # noqa: ANN401
        inside = {local_name(one): one for one in cell}
        formula, kind = "f" in inside, cell.get("t") or "n"
        code = self._code(cell.get("s"))
        if kind == "inlineStr":
            return _text(words_of(inside["is"]), code) if "is" in inside else None
        said = "".join(inside["v"].itertext()).strip("\r\n") if "v" in inside else ""
        if not said.strip():
            stale = formula and not (kind == "str" and "v" in inside)  # a text, of no sign: it was worked out
            return GivenCell("", formula=True, stale=True) if stale else None
        if kind == "n" and formula and self.uncounted and not float(said):  # what programs write that work nothing out
            return GivenCell("", formula=True, stale=True)
        if kind == "n":
            return number_cell(said.strip(), code, formula=formula, date_1904=self.date_1904)
        if kind == "d":
            return GivenCell(said.strip().removesuffix("Z").removesuffix("T00:00:00"), formula=formula, turned=True)
        if kind == "b":
            return GivenCell("TRUE" if said.strip() in ("1", "true") else "FALSE", formula=formula)
        return _text(self.strings[int(said)] if kind == "s" else unescaped(said), code, formula=formula)

    def _code(self, style: str | None) -> str:
        place = int(style or 0)
        return self.formats[place] if 0 <= place < len(self.formats) else GENERAL


def _is_nothing(size: str | None) -> bool:
    """True for a row or column that was drawn together until nothing is seen of it; it is not called hidden."""
    return size is not None and not size.strip("0.")


def _text(text: str, code: str, *, formula: bool = False) -> GivenCell | None:
    if not text and not formula:
        return None
    look = shown_text(text, code)
    return GivenCell(look.text, formula=formula, seen=look.seen)


def _relations(content: bytes | None, folder: str) -> dict[str, tuple[str, str]]:
    """Return id → (kind, path) of what a part refers to within its package."""
    found: dict[str, tuple[str, str]] = {}
    for one in named(tree_of(content), "Relationship") if content else ():
        kind, target = str(one.get("Type") or "").rpartition("/")[2], str(one.get("Target") or "").replace("\\", "/")
        path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[str(one.get("Id") or "")] = kind, path
    return found


def _part_of(relations: Mapping[str, tuple[str, str]], kind: str) -> str:
    return next((path for name, path in relations.values() if name == kind), "")


def _place(reference: str) -> tuple[int, int]:
    found = _CELL.fullmatch(reference)
    column = column_number(found[1].upper()) if found else 0
    if found is None or column > LAST_COLUMN or int(found[2]) > LAST_ROW:
        raise ValueError("place")
    return int(found[2]), column


def _area(reference: str) -> tuple[int, int, int, int]:
    corners = [_place(one.replace("$", "")) for one in reference.split(":")]
    return *corners[0], *corners[-1]


def _merge(reference: str, merged: dict[tuple[int, int], tuple[int, int]]) -> None:
    corners = [_place(one.replace("$", "")) for one in reference.split(":")]
    (top, left), (bottom, right) = corners[0], corners[-1]
    if (bottom - top + 1) * (right - left + 1) + len(merged) > MOST_MERGED:
        raise _TooLarge
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            merged[row, column] = (top, left)
