"""Tables: heads and rows on a page as a statistical form prints them; no text leaves its cell."""

from collections.abc import Mapping, Sequence
from typing import Any

from forms.page.font_files import Face
from forms.page.fonts import draw_text, has_all, register, text_width
from forms.page.geometry import INK, MM, RULE, SHADE, WIDTH_MM
from forms.page.page import paragraph

_TALLEST = 30  # lines of one table cell; a longer text goes on in the row below, so that every row fits a page
_PADDING = 3  # points left and right of a table cell's text
Cell = Any  # a text, or anything reportlab can draw
Row = Sequence[Cell]  # a row of a single text runs over all columns


def facts(rows: Sequence[tuple[str, str]], label_mm: float = 38, width_mm: float = WIDTH_MM) -> Any:  # noqa: ANN401
    """Return a two-column table: what, and its value."""
    return grid((), rows, (label_mm, width_mm - label_mm), size=10.5)


def grid(
    header: Sequence[str],
    rows: Sequence[Row],
    widths_mm: Sequence[float],
    *,
    size: float = 9,
    right: Sequence[int] = (),
    name: str = "",
    again: str = "",
    labels: Sequence[int] = (0,),
    numbers: Sequence[str] = (),
    groups: Mapping[int, str] | None = None,
) -> Any:  # noqa: ANN401
    """Return a ruled table; columns in `right` are right-aligned; the header repeats on every page.

    One with a name is a statistical table: open at both sides between strong rules, and on every further page it begins
    with 续表 and its name, with two rows at least; so does one that has only a name for further pages (`again`), of one
    row or more. `numbers` stand below the heads (甲 乙 丙 1 2 …) and are repeated with them. Without heads, columns in
    `labels` say what stands beside them.

    A row of a single text is a sub-heading over all columns; `groups`: at which row one begins that goes on with its
    name on a further page, "" where it ends. Short cells are plain strings (fast), long ones are
    broken; no text leaves its cell.
    """
    from forms.page.flowables import LongTable

    heads = (
        [[_cell(text, widths_mm[n], size, Face.HEI, alignment=1) for n, text in enumerate(header)]] if header else []
    )
    heads += [list(numbers)] if numbers else []
    body, subheads, starts = _body(rows, widths_mm, size, right)
    content, spans = heads + body, [len(heads) + place for place in subheads]
    table = LongTable(
        content, [width * MM for width in widths_mm], repeatRows=len(content[:1]) + bool(numbers) if header else 0
    )
    table.setStyle(
        _table_style(size, right, spans, labels=() if header else labels, header=bool(header), opened=bool(name))
    )
    if numbers:
        table.setStyle([("ALIGN", (0, 1), (-1, 1), "CENTER"), ("FONTSIZE", (0, 1), (-1, 1), size - 1)])
    table.name, table.ends_in_two = name or again, bool(name)
    table.groups = tuple((len(heads) + starts[row], text) for row, text in (groups or {}).items())
    return table


def _body(
    rows: Sequence[Row], widths_mm: Sequence[float], size: float, right: Sequence[int]
) -> tuple[list[list[Any]], list[int], list[int]]:
    """The rows below the heads, each as low as a page; which of them are sub-headings; where each given row begins."""
    body: list[list[Any]] = []
    subheads: list[int] = []
    starts: list[int] = []
    for row in rows:
        starts.append(len(body))
        if len(row) == 1 and len(widths_mm) > 1:
            subheads.append(len(body))
            body.append([_cell(row[0], sum(widths_mm), size, Face.HEI), *[""] * (len(widths_mm) - 1)])
            continue
        for part in _low_rows(row, widths_mm, size):
            body.append([_cell(text, widths_mm[n], size, alignment=2 * (n in right)) for n, text in enumerate(part)])
    return body, subheads, starts


def _table_style(
    size: float, right: Sequence[int], spans: Sequence[int], *, labels: Sequence[int], header: bool, opened: bool
) -> Any:  # noqa: ANN401
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import TableStyle

    shade = HexColor(SHADE)
    style: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), register(Face.SONG), size, size * 1.35),
        ("TEXTCOLOR", (0, 0), (-1, -1), HexColor(INK)),
        *(_open_rules() if opened else [("GRID", (0, 0), (-1, -1), 0.4, HexColor(RULE))]),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
    ]
    style += [("ALIGN", (column, 1 if header else 0), (column, -1), "RIGHT") for column in right]
    if header:
        style += [("BACKGROUND", (0, 0), (-1, 0), shade), ("ALIGN", (0, 0), (-1, 0), "CENTER")]
        style += [("FONT", (0, 0), (-1, 0), register(Face.HEI), size, size * 1.35)]
    style += [("BACKGROUND", (column, 0), (column, -1), shade) for column in labels]
    for row in spans:
        style += [("SPAN", (0, row), (-1, row)), ("BACKGROUND", (0, row), (-1, row), shade)]
        style += [("NOSPLIT", (0, row), (0, row + 1))]
    return TableStyle(style)


def _open_rules() -> list[tuple[Any, ...]]:
    """The rules of a statistical table: strong above and below, on every page; none at the left and right edge."""
    from reportlab.lib.colors import HexColor

    strong, ink = 1.0, HexColor(INK)
    above = [("LINEABOVE", (0, row), (-1, row), strong, ink) for row in (0, "splitfirst")]
    below = [("LINEBELOW", (0, row), (-1, row), strong, ink) for row in ("splitlast", -1)]
    return [("INNERGRID", (0, 0), (-1, -1), 0.4, HexColor(RULE)), *above, *below]


def _cell(text: Cell, width_mm: float, size: float, face: Face = Face.SONG, *, alignment: int = 0) -> Any:  # noqa: ANN401
    if not isinstance(text, str):
        return text
    room = width_mm * MM - 2 * _PADDING - 0.5
    if face is Face.SONG and "\n" not in text and has_all(text, face) and _fits(text, face, size, room):
        return text
    return paragraph(text, size, face, leading=size * 1.35, alignment=alignment)


def _fits(text: str, face: Face, size: float, room: float) -> bool:
    return len(text) * size <= room or text_width(text, face, size) <= room


def _low_rows(row: Row, widths_mm: Sequence[float], size: float) -> list[Row]:
    """Cut a row whose text would be taller than a page into rows that are not."""
    chunks = [_chunks(cell, width, size) for cell, width in zip(row, widths_mm, strict=True)]
    tallest = max(len(found) for found in chunks)
    return [[found[n] if n < len(found) else "" for found in chunks] for n in range(tallest)]


def _chunks(cell: Cell, width_mm: float, size: float) -> list[Cell]:
    text = cell if isinstance(cell, str) else getattr(cell, "text", None)
    room = width_mm * MM - 2 * _PADDING
    if text is None or (len(text) * size < room * _TALLEST and text.count("\n") < _TALLEST):
        return [cell]
    from forms.page.text_flow import TextFlow, TextStyle, broken

    look = TextStyle(size=size, leading=size * 1.35) if isinstance(cell, str) else cell.look
    texts = [line for _, line in broken(draw_text(text, look.face), look, room)]
    return [TextFlow("\n".join(texts[start : start + _TALLEST]), look) for start in range(0, len(texts), _TALLEST)]
