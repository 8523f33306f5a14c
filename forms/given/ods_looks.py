"""Looks of an .ods: which of its cells are struck out or merged, which rows and columns are hidden.

calamine gives the values of an open document and nothing of how it looks; its own XML says it ([ODF 1.2] 9.1, 20.364).
Styles have parents, a cell without a style has that of its row or column; what is alike is written once and counted.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from forms.given.markup import each_of, local_name, named, tree_of
from models.basics.records import dataclass
from models.basics.sizes import LARGEST_GIVEN_PART, LARGEST_OTHER_PART

MOST_AREA = 100_000  # cells of one merge, or cells alike beside each other, that are looked at
MOST_PLACES = 2_000_000  # of all of a book: a few bytes may say that they stand for thousands of cells
LAST_COLUMN = 16_384
_TABLE, _STYLE, _TEXT = (f"{{urn:oasis:names:tc:opendocument:xmlns:{one}:1.0}}" for one in ("table", "style", "text"))
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
Place = tuple[int, int]  # row and column, from 1


@dataclass(slots=True, kw_only=True)
class TableLooks:
    """What one table shows of its cells."""

    struck: set[Place] = field(default_factory=set)
    merged: dict[Place, Place] = field(default_factory=dict)  # place → first cell of its merge
    hidden: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    styles: dict[int, str] = field(default_factory=dict)  # column → the style of its cells


def ods_looks(content: bytes) -> Mapping[str, TableLooks]:
    """Return the looks of an open document by table; nothing of a book that is none or that cannot be read."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            body, common = (
                _part(parts, *one) for one in (("content.xml", LARGEST_GIVEN_PART), ("styles.xml", LARGEST_OTHER_PART))
            )
        return _OdsReader(common).read(body) if body else {}
    except (zipfile.BadZipFile, OSError, ValueError, etree.XMLSyntaxError):
        return {}


def _part(parts: zipfile.ZipFile, name: str, most: int) -> bytes:
    if name not in parts.namelist():
        return b""
    with parts.open(name) as stream:
        found = stream.read(most + 1)
    return found if len(found) <= most else b""


class _OdsReader:
    """Goes once through the tables."""

    def __init__(self, common: bytes) -> None:
        self._lines: dict[str, bool | None] = {}  # style → whether it strikes out; None = as its parent
        self._parents: dict[str, str] = {}
        self._known: dict[str, bool] = {"": False}
        self._room = MOST_PLACES
        for one in named(tree_of(common), "style") if common else ():
            self._style(one)

    def read(self, body: bytes) -> dict[str, TableLooks]:
        found: dict[str, TableLooks] = {}
        now, row, column = TableLooks(), 1, 1
        for one in each_of(body, ("style", "table-column", "table-row", "table")):
            kind = local_name(one)
            if kind == "style":
                self._style(one)
            elif kind == "table-column":
                column = self._column(one, column, now)
            elif kind == "table-row":
                row = self._row(one, row, now)
            else:
                found[_said(one, "name")] = now
                now, row, column = TableLooks(), 1, 1
        return found

    def _style(self, one: Any) -> None:  # noqa: ANN401 - lxml element
        name = _said(one, "name", _STYLE)
        lines = [said for look in named(one, "text-properties") for said in _lines_of(look)]
        self._lines[name] = any(said != "none" for said in lines) if lines else None
        self._parents[name] = _said(one, "parent-style-name", _STYLE)

    def _strikes(self, style: str) -> bool:
        """True for a style, asked for once all are read, that draws a line through what is written in it."""
        if style not in self._known:
            seen, at = {style}, style
            while self._lines.get(at) is None and (at := self._parents.get(at, "")) and at not in seen:
                seen.add(at)
            self._known |= dict.fromkeys(seen, bool(self._lines.get(at)))
        return self._known[style]

    def _take(self, places: int) -> None:
        self._room -= places
        if self._room < 0:
            raise ValueError("looks")

    def _column(self, one: Any, column: int, now: TableLooks) -> int:  # noqa: ANN401
        end = min(column + _count(one, "number-columns-repeated"), LAST_COLUMN + 1)
        style = _said(one, "default-cell-style-name")
        if self._strikes(style):
            now.styles.update(dict.fromkeys(range(column, end), style))
        if _said(one, "visibility") in ("collapse", "filter"):
            now.hidden_columns.update(range(column, end))
        return end

    def _row(self, one: Any, row: int, now: TableLooks) -> int:  # noqa: ANN401
        times, column, filled = _count(one, "number-rows-repeated"), 1, False
        common = _said(one, "default-cell-style-name")
        for cell in one:
            if cell.tag not in _CELLS:
                continue
            alike = _count(cell, "number-columns-repeated")
            if len(cell) and alike * times <= MOST_AREA:
                filled = True
                self._take(alike * times)
                style = _said(cell, "style-name") or common
                for at in range(column, column + alike):
                    if self._struck(cell, style or now.styles.get(at, "")):
                        now.struck.update((row + down, at) for down in range(times))
            merged = _merge(cell, row, column)
            self._take(len(merged))
            now.merged.update(merged)
            column += alike
        if filled and _said(one, "visibility") in ("collapse", "filter"):
            now.hidden.update(range(row, row + times))
        return row + times

    def _struck(self, cell: Any, style: str) -> bool:  # noqa: ANN401
        if self._strikes(style):
            return True
        spans = (_said(one, "style-name", _TEXT) for one in named(cell, "span") if "".join(one.itertext()).strip())
        return any(map(self._strikes, spans))


def _lines_of(look: Any) -> Iterator[str]:  # noqa: ANN401
    said = (_said(look, f"text-line-through-{what}", _STYLE) for what in ("style", "type"))
    return (one for one in said if one)


def _merge(cell: Any, row: int, column: int) -> dict[Place, Place]:  # noqa: ANN401
    high, wide = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
    if not 1 < high * wide <= MOST_AREA:
        return {}
    return {(row + down, column + right): (row, column) for down in range(high) for right in range(wide)}


def _said(element: Any, name: str, space: str = _TABLE) -> str:  # noqa: ANN401
    """An attribute, "" where it is not there."""
    return str(element.get(space + name) or "")


def _count(element: Any, name: str) -> int:  # noqa: ANN401
    """How often, 1 where it is not said."""
    text = element.get(_TABLE + name)
    return max(1, int(text)) if text and text.isascii() and text.isdigit() and len(text) < 8 else 1
