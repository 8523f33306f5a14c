"""Frame: everything of a sheet but its cells — what hides them, lies over them, or is printed around them.

What our own writer and honest programs write there is known; what can put another figure on the screen is told, and an
element that the schema does not have at that place refuses the book, because readers disagree about it.
Source: ECMA-376-1 §18.3.1.99 (CT_Worksheet).
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from forms.book.grid import Rows, margin_parts
from forms.book.text import word
from forms.book_reading.parts import comments
from forms.book_reading.relations import PartRelation
from forms.book_reading.sheet_settings import hints_of, settings_of
from forms.book_reading.xml import Ambiguous, flag, local, number, tree
from forms.guards.columns import column_letters, column_number
from models.basics.errors import AppError
from models.basics.records import dataclass

LEAST_WIDTH, LEAST_HEIGHT = 2.0, 6.0  # characters, points: below it nobody can read anything
NARROW = 8.0  # characters; a plain number is rounded to fit a column somebody made narrower
MAX_MERGES, MAX_MERGED, MOST_PLACES, MOST_TAGS = 500, 20_000, 20_000, 200_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_PIECE = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?$")
_PIECES = re.compile(r"(?:'(?:[^']|'')*'|[^'!,()]*)!\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?")
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_PLAIN = frozenset((
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "legacyDrawing",
    "webPublishItems",
))  # fmt: skip
_TOLD = {
    "conditionalFormatting": "conditional", "drawing": "drawing", "drawingHF": "drawing", "legacyDrawingHF": "drawing",
    "picture": "drawing", "oleObjects": "object", "controls": "object", "tableParts": "table", "extLst": "extension",
    "scenarios": "scenarios",
}  # fmt: skip
_MOST_FROZEN = {"xSplit": 15, "ySplit": 40}  # columns, rows: with more nobody can scroll to what stands behind
_RELATED = {"drawing": "drawing", "image": "drawing", "table": "table", "pivotTable": "table", "queryTable": "table"}
_SILENT = frozenset((
    "comments", "threadedComment", "vmlDrawing", "hyperlink", "printerSettings", "customProperty", "drawing", "image",
    "table", "pivotTable", "queryTable",
))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a sheet's frame does to its cells; columns and rows from 1."""

    hidden_columns: frozenset[int] = frozenset()
    narrow: Mapping[int, float] | None = None  # column → width in characters
    covered: frozenset[tuple[int, int]] = frozenset()
    zeros: bool = True  # a zero is shown
    default_hidden: bool = False  # rows without a height of their own are hidden
    odd: tuple[tuple[str, str], ...] = ()
    hints: tuple[str, ...] = ()
    comments: tuple[tuple[str, str], ...] = ()  # cell, words
    margins: frozenset[str] = frozenset()
    styled: Mapping[int, str] | None = None  # column → its style, for cells that name none
    widths: Mapping[int, float] = field(default_factory=dict)  # column → characters, where it says them
    height: float = 0.0  # points of a row that says none, 0 = as high as it needs


def read_frame(root: Any, relations: Sequence[PartRelation], parts: Mapping[str, bytes]) -> Frame:  # noqa: ANN401
    """Return the frame of a worksheet whose rows were taken out. Raises Ambiguous, AppError("book_too_large")."""
    if local(root) != "worksheet":
        raise Ambiguous("worksheet")
    held = _held(root)
    columns = list(_columns(held.get("cols")))
    look = _look(held)
    odd = [*_odd(root), *_related(relations, parts), *look, *settings_of(held)]
    zeros = not any(not flag(one, "showZeros", otherwise=True) for one in held.get("sheetViews", ()))
    rows_hidden, fixed, width = _unsized(held.get("sheetFormatPr"))
    styled = _styles(held.get("cols"), columns)
    if width < LEAST_WIDTH:
        odd.append(("", word("odd.hidden_columns")))
    if width < NARROW:
        columns += _between(columns, width)
    hidden = frozenset(n for first, last, width in columns if width < LEAST_WIDTH for n in range(first, last + 1))
    narrow = {n: width for first, last, width in columns if width < NARROW for n in range(first, min(last, 200) + 1)}
    margins = frozenset(text for one in held.get("headerFooter", ()) for text in margin_parts(one.text or ""))
    return Frame(
        hidden_columns=hidden,
        narrow=narrow or None,
        covered=_covered(held.get("mergeCells")),
        zeros=zeros,
        default_hidden=rows_hidden,
        odd=tuple(odd),
        hints=tuple(dict.fromkeys(hints_of(held))),
        comments=tuple(comments(relations, parts)),
        margins=margins,
        styled=styled or None,
        widths={n: width for first, last, width in columns for n in range(first, min(last, 200) + 1)},
        height=fixed,
    )


def _held(root: Any) -> dict[str, Any]:  # noqa: ANN401
    """The known elements of a sheet by name; each once, and no cells outside the table."""
    found: dict[str, Any] = {}
    for count, one in enumerate(root.iter()):
        if count > MOST_TAGS:
            raise AppError("book_too_large")
        name = str(one.tag).rpartition("}")[2]
        if name in ("sheetData", "row", "c", "v", "is") and (name != "sheetData" or one.getparent() is not root):
            raise Ambiguous("cells outside the table")
    for one in root:
        name = local(one)
        if name in _TOLD:
            continue
        if name not in _PLAIN or name in found:
            raise Ambiguous(f"element {one.tag}")
        found[name] = one
    return found


def _columns(cols: Any) -> Iterator[tuple[int, int, float]]:  # noqa: ANN401
    """Yield (first, last, width) of every run of columns; a hidden one has no width."""
    for count, one in enumerate(() if cols is None else cols):
        first, last = int(number(one, "min", 1)), int(number(one, "max", 1))
        if count > LAST_COLUMN or not 0 < first <= last <= LAST_COLUMN:
            raise AppError("book_too_large")
        yield first, last, 0.0 if flag(one, "hidden") else number(one, "width", 9)


def _styles(cols: Any, columns: Sequence[tuple[int, int, float]]) -> dict[int, str]:  # noqa: ANN401
    """Column → the style it gives to cells that name none; `columns` are its runs as `_columns` yields them."""
    return {
        n: style
        for one, (first, last, _) in zip(() if cols is None else cols, columns, strict=True)
        if (style := one.get("style") or "0") != "0"
        for n in range(first, min(last, 200) + 1)
    }


def _unsized(default: Any) -> tuple[bool, float, float]:  # noqa: ANN401
    """Rows and columns without a size of their own: rows hidden or not, their points (0 = as they need), width."""
    if default is None:
        return False, 0.0, 9.0
    height = number(default, "defaultRowHeight", 15)
    fixed = height if flag(default, "customHeight") else 0.0
    return flag(default, "zeroHeight") or height < LEAST_HEIGHT, fixed, number(default, "defaultColWidth", 9)


def _between(columns: Sequence[tuple[int, int, float]], width: float) -> list[tuple[int, int, float]]:
    """The columns that say no width of their own, with the sheet's."""
    said = {n for first, last, _ in columns for n in range(first, min(last, 200) + 1)}
    return [(n, n, width) for n in range(1, 201) if n not in said]


def _covered(merges: Any) -> frozenset[tuple[int, int]]:  # noqa: ANN401
    """The cells under a merge: all but its first."""
    found: set[tuple[int, int]] = set()
    for count, one in enumerate(() if merges is None else merges):
        top, left, bottom, right = area(str(one.get("ref") or ""))
        if count >= MAX_MERGES or (bottom - top + 1) * (right - left + 1) + len(found) > MAX_MERGED:
            raise AppError("book_too_large")
        inside = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        if inside & found:
            raise Ambiguous("merges overlap")
        found |= inside - {(top, left)}
    return frozenset(found)


def area(reference: str) -> tuple[int, int, int, int]:
    """Return (top, left, bottom, right) of a range. Raises AppError("book_too_large") for one no sheet has."""
    corners = [place(corner) for corner in reference.split(":", 2)]
    if len(corners) > 2:
        raise AppError("book_too_large")
    (one, left), (other, right) = corners[0], corners[-1]
    return min(one, other), min(left, right), max(one, other), max(left, right)


def leaves_out(printed: str, rows: Rows, unseen: Collection[tuple[int, int]]) -> bool:
    """True when a print area leaves out a cell somebody can see, or cannot be told."""
    if not printed:
        return False
    pieces = _PIECE.findall(printed)
    if len(pieces) != 1 or not _PIECES.fullmatch(printed):
        return True
    try:
        top, left, bottom, right = area(pieces[0].replace("$", ""))
    except AppError:
        return True
    return any(
        not (top <= row <= bottom and left <= column <= right)
        for row, cells in rows.items()
        for column, text in cells.items()
        if text and (row, column) not in unseen
    )


def place(reference: str) -> tuple[int, int]:
    """Return (row, column) of a cell, from 1. Raises AppError("book_too_large") for one no sheet has."""
    found = _CELL.fullmatch(reference)
    column = column_number(found[1]) if found else 0
    if found is None or int(found[2]) > LAST_ROW or column > LAST_COLUMN:
        raise AppError("book_too_large")
    return int(found[2]), column


def _odd(root: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    for one in root:
        name = local(one)
        if name == "extLst" and not any(len(child) for child in one):
            continue
        if name in _TOLD:
            yield _first_place(one.get("sqref")), word(f"odd.{_TOLD[name]}")
        if name == "autoFilter" and len(one):
            yield _first_place(one.get("ref")), word("odd.filter")
        if name in ("conditionalFormatting", "dataValidations"):
            for held in one if name == "dataValidations" else (one,):
                if len(str(held.get("sqref") or "").split()) > MOST_PLACES:
                    raise AppError("book_too_large")


def _first_place(reference: str | None) -> str:
    return re.split(r"[ :]", reference or "", maxsplit=1)[0].replace("$", "")[:10]


def _look(held: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Frozen panes that begin below the top, or fill the window, put rows and columns out of everybody's reach."""
    for view in held.get("sheetViews", ()):
        panes = [one for one in view if local(one) == "pane" and (one.get("state") or "split") != "split"]
        top = view.get("topLeftCell") or "A1"
        if panes and place(str(top)) != (1, 1):
            yield str(top), word("odd.frozen")
        if any(number(one, side, 0) > most for one in panes for side, most in _MOST_FROZEN.items()):
            yield "", word("odd.frozen")


def _related(relations: Sequence[PartRelation], parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for one in relations:
        if one.kind in _RELATED:
            yield "", word(f"odd.{_RELATED[one.kind]}")
        elif one.kind not in _SILENT:
            yield "", word("odd.part", 种类=one.kind[:40])
        if one.kind == "vmlDrawing" and not _only_hidden_notes(parts.get(one.part, b"")):
            yield "", word("odd.note")


def _only_hidden_notes(vml: bytes) -> bool:
    """True when a drawing holds nothing but notes that appear when somebody points at their cell."""
    try:
        drawn = list(tree(vml, MOST_TAGS))
    except (Ambiguous, ValueError):
        return False
    for shape in drawn:
        if str(shape.tag).rpartition("}")[2] in ("shapelayout", "shapetype"):
            continue
        kinds = [str(one.get("ObjectType")) for one in shape.iter() if str(one.tag).endswith("}ClientData")]
        shown = any(str(one.tag).endswith("}Visible") for one in shape.iter())
        style = str(shape.get("style")).replace(" ", "").replace("\n", "").lower()
        hidden = re.findall(r"visibility:(\w+)", style) == ["hidden"]
        if kinds != ["Note"] or shown or not hidden or not str(shape.tag).endswith("}shape"):
            return False
    return True


def column_words(columns: frozenset[int]) -> str:
    """Return columns as people name them: C、D."""
    return "、".join(column_letters(column) for column in sorted(columns)[:10])


__all__ = ["Frame", "area", "column_words", "leaves_out", "margin_parts", "place", "read_frame"]
