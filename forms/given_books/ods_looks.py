"""Looks of an .ods: which cells are struck out, written in the colour of their ground or merged; what is hidden.

calamine gives the values of an open document and nothing of how it looks; its own XML says it ([ODF 1.2] 9.1, 20.364).
Styles have parents, a cell without a style has that of its row or column; what is alike is written once and counted.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from forms.book_reading.colours import of_hex, readable
from forms.given.markup import apart, each_of, local_name, named, tree_of
from forms.guards.columns import column_number
from models.basics.records import dataclass
from models.basics.sizes import LARGEST_GIVEN_PART, LARGEST_OTHER_PART

MOST_AREA = 100_000  # cells of one merge, or cells alike beside each other, that are looked at
MOST_PLACES = 2_000_000  # of all of a book: a few bytes may say that they stand for thousands of cells
MOST_AREAS = 500  # of one rule
LAST_COLUMN = 16_384
_CORNER = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})$")
_TABLE, _STYLE, _TEXT, _OFFICE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{one}:1.0}}" for one in ("table", "style", "text", "office")
)
_FORMAT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
Place = tuple[int, int]  # row and column, from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _StyleLook:
    """What a style says of its own; None = as its parent."""

    line: bool | None = None  # a line is drawn through what is written
    ink: str | None = None  # "" = black, or white on a dark ground
    ground: str | None = None  # "" = none
    level: str | None = None  # superscript, subscript; "" = on the line

    def upon(self, above: "_StyleLook") -> "_StyleLook":
        """What it draws where its parent draws `above`."""
        return _StyleLook(
            line=above.line if self.line is None else self.line,
            ink=above.ink if self.ink is None else self.ink,
            ground=above.ground if self.ground is None else self.ground,
            level=above.level if self.level is None else self.level,
        )


@dataclass(slots=True, kw_only=True)
class TableLooks:
    """What one table shows of its cells; `dressed` as of `SheetCells`."""

    struck: set[Place] = field(default_factory=set)
    faint: set[Place] = field(default_factory=set)
    dressed: bool = False
    veiled: list[tuple[int, int, int, int]] = field(default_factory=list)  # as of `SheetCells`
    merged: dict[Place, Place] = field(default_factory=dict)  # place → first cell of its merge
    errors: dict[Place, str] = field(default_factory=dict)
    formulas: set[Place] = field(default_factory=set)
    levels: dict[Place, str] = field(default_factory=dict)  # place → a text with raised or lowered digits
    drawn: dict[Place, tuple[str, str]] = field(default_factory=dict)  # place → number or day, and what is drawn of it
    silent: bool = False  # of some number it is not said what is drawn
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
        self._own: dict[str, _StyleLook] = {}
        self._parents: dict[str, str] = {}
        self._known: dict[str, _StyleLook] = {"": _StyleLook()}
        self._called: dict[str, str] = {}  # as people see it → as the document calls it
        self._formatted: set[str] = set()  # styles with a number format of their own
        self._room = MOST_PLACES
        for one in named(tree_of(common), "style") if common else ():
            self._style(one)

    def read(self, body: bytes) -> dict[str, TableLooks]:
        found: dict[str, TableLooks] = {}
        now, row, column = TableLooks(), 1, 1
        for one in each_of(body, ("style", "table-column", "table-row", "conditional-format", "table")):
            kind = local_name(one)
            if kind == "style":
                self._style(one)
            elif kind == "table-column":
                column = self._column(one, column, now)
            elif kind == "table-row":
                row = self._row(one, row, now)
            elif kind == "conditional-format":
                now.dressed = True
                now.veiled += self._veiled(one)
            else:
                found[_said(one, "name")] = now
                now, row, column = TableLooks(), 1, 1
        return found

    def _style(self, one: Any) -> None:  # noqa: ANN401 - lxml element
        name = _said(one, "name", _STYLE)
        looks, cells = list(named(one, "text-properties")), list(named(one, "table-cell-properties"))
        lines = [said for look in looks for said in _lines_of(look)]
        self._own[name] = _StyleLook(
            line=any(said != "none" for said in lines) if lines else None,
            ink=next((ink for look in looks if (ink := _ink_of(look)) is not None), None),
            ground=next((_ground(said) for one in cells if (said := one.get(f"{_FORMAT}background-color"))), None),
            level=next((_level(said) for one in looks if (said := _said(one, "text-position", _STYLE))), None),
        )
        self._parents[name] = _said(one, "parent-style-name", _STYLE)
        self._called[_said(one, "display-name", _STYLE)] = name
        if _said(one, "data-style-name", _STYLE):
            self._formatted.add(name)

    def _veiled(self, rules: Any) -> Iterator[tuple[int, int, int, int]]:  # noqa: ANN401
        """Yield the areas of rules that may hide a figure, or show it in another way."""
        named_so = (value for one in rules for key, value in one.attrib.items() if key.endswith("}apply-style-name"))
        styles = [self._called.get(one, one) for one in named_so]
        looks = [self._look(name) for name in styles]
        faint = any(look.ink and not _told_apart(look.ink, look.ground or "") for look in looks)
        if faint or self._formatted & set(styles):
            said = (value for key, value in rules.attrib.items() if key.endswith("}target-range-address"))
            yield from (area for one in said for part in one.split()[:MOST_AREAS] for area in _area(part))

    def _look(self, style: str) -> _StyleLook:
        """What a style, asked for once all are read, draws: of its own, else as its parents do."""
        way, at = dict[str, None](), style  # styles that are not known yet, each below the next
        while at not in self._known and at not in way:
            way[at] = None
            at = self._parents.get(at, "")
        above = self._known.get(at, _StyleLook())  # of styles in a circle none is the first
        for one in reversed(way):
            above = self._known[one] = self._own.get(one, _StyleLook()).upon(above)
        return self._known[style]

    def _take(self, places: int) -> None:
        self._room -= places
        if self._room < 0:
            raise ValueError("looks")

    def _column(self, one: Any, column: int, now: TableLooks) -> int:  # noqa: ANN401
        end = min(column + _count(one, "number-columns-repeated"), LAST_COLUMN + 1)
        style = _said(one, "default-cell-style-name")
        look = self._look(style)
        if look.line or look.ink or look.ground:
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
                known: dict[str, tuple[bool, bool]] = {}  # style → what it makes of this cell
                number, told = _number(cell), any(local_name(one) == "p" for one in cell)
                stored = number or str(cell.get(f"{_OFFICE}date-value") or "")
                now.silent = now.silent or bool(number and not told)
                levelled = "" if number else self._levelled(cell)
                for at in range(column, column + alike):
                    drawn = style or now.styles.get(at, "")
                    struck, faint = (
                        known[drawn] if drawn in known else known.setdefault(drawn, self._shown(cell, drawn))
                    )
                    places = [(row + down, at) for down in range(times)]
                    now.struck.update(places if struck else ())
                    now.faint.update(places if faint else ())
                    now.formulas.update(places if _said(cell, "formula") else ())
                    now.errors.update(dict.fromkeys(places, _words(cell) or "#N/A") if _is_error(cell) else {})
                    now.levels.update(dict.fromkeys(places, levelled) if levelled else {})
                    now.drawn.update(dict.fromkeys(places, (stored, _words(cell))) if stored and told else {})
            merged = _merge(cell, row, column)
            self._take(len(merged))
            now.merged.update(merged)
            column += alike
        if filled and _said(one, "visibility") in ("collapse", "filter"):
            now.hidden.update(range(row, row + times))
        return row + times

    def _shown(self, cell: Any, style: str) -> tuple[bool, bool]:  # noqa: ANN401
        """Whether what a cell says, or a part of it, is struck out, and whether it has the colour of its ground."""
        whole = self._look(style)
        spans = [_said(one, "style-name", _TEXT) for one in named(cell, "span") if "".join(one.itertext()).strip()]
        looks = [whole, *map(self._look, spans)]
        inks = (whole.ink if look.ink is None else look.ink for look in looks)
        return any(look.line for look in looks), not all(_told_apart(ink or "", whole.ground or "") for ink in inks)

    def _levelled(self, cell: Any) -> str:  # noqa: ANN401
        """The text of a cell of which some digits stand above or below the line, "" for any other."""
        spans = {one: self._look(_said(one, "style-name", _TEXT)).level or "" for one in named(cell, "span")}
        if not any(spans.values()):
            return ""
        lines = []
        for line in (one for one in cell if local_name(one) == "p"):
            runs = [(line.text or "", "")]
            for one in line:
                runs += [("".join(one.itertext()), spans.get(one, "")), (one.tail or "", "")]
            lines.append("".join(apart(runs)))
        return "\n".join(lines)


def _level(said: str) -> str:
    """How a position (super 58%, -33% 58%) stands to the line."""
    first = said.split()[0]
    if first in ("super", "sub"):
        return f"{first}script"
    return "" if not first.strip("-0%") else "subscript" if first.startswith("-") else "superscript"


def _area(address: str) -> Iterator[tuple[int, int, int, int]]:
    """The area of an address like 表.B2:表.C9."""
    corners = [_CORNER.search(one) for one in address.split(":")]
    if corners and all(corners):
        places = [(int(one[2]), column_number(one[1].upper())) for one in corners if one]
        yield *places[0], *places[-1]


def _is_error(cell: Any) -> bool:  # noqa: ANN401
    """True for a formula that could not be worked out; LibreOffice says so, and calamine leaves it out."""
    return any(key.endswith("}value-type") and value == "error" for key, value in cell.attrib.items())


def _words(cell: Any) -> str:  # noqa: ANN401
    """What a cell shows; a note on it has words of its own."""
    return "".join("".join(one.itertext()) for one in cell if local_name(one) == "p").strip()


def _number(cell: Any) -> str:  # noqa: ANN401
    """The number a cell holds, "" for a text, a day or an error."""
    kind = str(cell.get(f"{_OFFICE}value-type") or "")
    return str(cell.get(f"{_OFFICE}value") or "") if kind in ("float", "percentage", "currency") else ""


def _ink_of(look: Any) -> str | None:  # noqa: ANN401
    """The colour a style writes in; "" for what a program takes by itself, None where the style says nothing."""
    if _said(look, "use-window-font-color", _STYLE) == "true":
        return ""
    said = look.get(f"{_FORMAT}color")
    return None if said is None else str(said)


def _ground(said: str) -> str:
    return "" if said == "transparent" else said


def _told_apart(ink: str, ground: str) -> bool:
    """False for a colour nobody sees on a ground; what a program chooses by itself can be seen."""
    return not ink or readable(of_hex(ink.lstrip("#")), of_hex(ground.lstrip("#")))


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
