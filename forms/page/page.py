"""Page: the look every paper of ours shares — A4, type, headings, tables, sheets in both orientations.

Draws what it is given; knows nothing of returns, packs or receipts. Papers are built reproducibly (the same story gives
the same bytes), so that what is sealed can be made again.
"""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from forms.page.font_files import Face
from forms.page.fonts import draw_text, has_all, register, text_width
from forms.page.geometry import (
    ACROSS_MM,
    FOOT_ROOM_MM,
    INK,
    MM,
    RULE,
    SHADE,
    SOFT,
    TEAL,
    WIDE_MM,
    WIDTH_MM,
    Fixed,
    Foot,
    sides_of,
)
from models.basics.messages import say

_TALLEST = 30  # lines of one table cell; a longer text goes on in the row below, so that every row fits a page
HALF_MM = 124  # of a page across, with a gap between two such halves
_PADDING = 3  # points left and right of a table cell's text

Cell = Any  # a text, or anything reportlab can draw
Row = Sequence[Cell]  # a row of a single text runs over all columns


def paragraph(text: str, size: float = 10.5, face: Face = Face.SONG, **more: Any) -> Any:  # noqa: ANN401
    """Return a paragraph of Chinese text; `more` are fields of `text_flow.Look` (alignment, textColor …)."""
    from forms.page.text_flow import flow

    return flow(text, face, size, **more)


def signed(name: str, day: str, size: float, leading: float) -> list[Any]:
    """Return who signs and when, at the right, where a seal has room over both."""
    from forms.page.text_flow import TextStyle, signed_at

    ends = signed_at(name, day, TextStyle(size=size), WIDTH_MM * MM)
    return [
        paragraph(text, size, alignment=2, leading=leading, rightIndent=end, keepWithNext=text is name)
        for text, end in zip((name, day), ends, strict=True)
    ]


def title(text: str, under: str = "", *, size: float = 20) -> list[Any]:
    """Return the large line that says what a paper is, with a smaller one below it."""
    found = [paragraph(text, size, Face.HEI, alignment=1, spaceAfter=6, leading=size * 1.4)]
    if under:
        found.append(paragraph(under, 11, Face.KAI, alignment=1, spaceAfter=10, textColor=SOFT))
    return found


def heading(text: str) -> Any:  # noqa: ANN401
    """Return a heading inside a paper; it is never left alone at the foot of a page."""
    return paragraph(text, 13, Face.HEI, spaceBefore=10, spaceAfter=4, textColor=TEAL, keepWithNext=1)


def section(text: str, room_mm: float = 45, *, below: Sequence[Any] = ()) -> list[Any]:
    """Return a heading and what stands below it, here if so much room is left or all of it fits, else on the next page.

    Without `below` the heading alone is returned, and it asks for the room.
    """
    from forms.page.flowables import RoomFor

    heading = paragraph(text, 13, Face.HEI, spaceBefore=10, spaceAfter=4, textColor=TEAL)
    return [RoomFor(room_mm * MM, [heading, *below] if below else []), heading, *below]


def remark(text: str, size: float = 9, **more: Any) -> Any:  # noqa: ANN401
    """Return a line that is not a figure: a state, a note, in 楷体 and a lighter tone."""
    return paragraph(text, size, Face.KAI, leading=size * 1.35, **{"textColor": SOFT, **more})


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
) -> Any:  # noqa: ANN401
    """Return a ruled table; columns in `right` are right-aligned; the header repeats on every page.

    One with a name is a statistical table: open at both sides between strong rules, and on every further page it begins
    with 续表 and its name, with two rows at least; so does one that has only a name for further pages (`again`), of one
    row or more. `numbers` stand below the heads (甲 乙 丙 1 2 …) and are repeated with them. Without heads, columns in
    `labels` say what stands beside them.

    A row of a single text is a sub-heading over all columns. Short cells are plain strings (fast), long ones are
    broken; no text leaves its cell.
    """
    from forms.page.flowables import LongTable

    content: list[list[Any]] = []
    spans: list[int] = []
    if header:
        content.append([_cell(text, widths_mm[n], size, Face.HEI, alignment=1) for n, text in enumerate(header)])
    if numbers:
        content.append(list(numbers))
    for row in rows:
        if len(row) == 1 and len(widths_mm) > 1:
            spans.append(len(content))
            content.append([_cell(row[0], sum(widths_mm), size, Face.HEI), *[""] * (len(widths_mm) - 1)])
            continue
        for part in _low_rows(row, widths_mm, size):
            content.append([_cell(text, widths_mm[n], size, alignment=2 * (n in right)) for n, text in enumerate(part)])
    table = LongTable(
        content, [width * MM for width in widths_mm], repeatRows=len(content[:1]) + bool(numbers) if header else 0
    )
    table.setStyle(
        _table_style(size, right, spans, labels=() if header else labels, header=bool(header), opened=bool(name))
    )
    if numbers:
        table.setStyle([("ALIGN", (0, 1), (-1, 1), "CENTER"), ("FONTSIZE", (0, 1), (-1, 1), size - 1)])
    table.name, table.ends_in_two = name or again, bool(name)
    return table


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


def space(height_mm: float) -> Any:  # noqa: ANN401
    """Return vertical room."""
    from reportlab.platypus import Spacer

    return Spacer(1, height_mm * MM)


def page_break() -> Any:  # noqa: ANN401
    """Return the start of a new page."""
    from reportlab.platypus import PageBreak

    return PageBreak()


def next_page(*, across: bool) -> list[Any]:
    """Return the start of a new page that lies across (landscape) or stands upright, as do those after it."""
    from reportlab.platypus import NextPageTemplate, PageBreak

    return [NextPageTemplate("across" if across else "upright"), PageBreak()]


def upright_or_here(upright: list[Any], here: list[Any]) -> Any:  # noqa: ANN401
    """Return the rest of a paper behind pages across, so that no page is almost empty.

    It is `upright` on new pages, or `here`, the same laid out for the last page across, where all of it finds room
    there or that page would be left with one small table.
    """
    from forms.page.flowables import TurnUpright

    return TurnUpright(upright, here)


def list_with_end(parts: list[Any], end: list[Any]) -> Any:  # noqa: ANN401
    """Return a list and a small part behind it, which never stands alone on a page."""
    from forms.page.flowables import ListWithEnd

    return ListWithEnd(parts, end)


def beside(left: list[Any], right: list[Any]) -> Any:  # noqa: ANN401
    """Return two parts of a story side by side on a page across, each `HALF_MM` wide."""
    from reportlab.platypus import Table

    table = Table([[left, "", right]], [HALF_MM * MM, (WIDE_MM - 2 * HALF_MM) * MM, HALF_MM * MM])
    edges = [(side, (0, 0), (-1, -1), 0) for side in ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")]
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *edges])
    return table


def together(story: list[Any]) -> Any:  # noqa: ANN401
    """Return a part of a story that is not torn over two pages if one page can hold it."""
    from reportlab.platypus import KeepTogether

    return KeepTogether(story)


def build(
    story: list[Any],
    foot: Foot,
    name: str,
    *,
    landscape: bool = False,
    fixed: Fixed | None = None,
    keywords: str = "",
    made: date | None,
) -> bytes:
    """Return the PDF of a story. `name` is the document's title. The same story `made` then gives the same bytes;
    `made` is None where a paper has no day of its own.

    `landscape` is how the first page lies; `next_page` changes it. `fixed` is drawn on page 1, below the story.
    """
    from reportlab import rl_config
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import BaseDocTemplate

    from forms.page.foot import numbered_canvas

    rl_config.useA85 = 0  # streams are kept as bytes, not as text: a fifth smaller
    out = io.BytesIO()
    program = say("papers.program")
    document = BaseDocTemplate(
        out, pagesize=A4, title=name, author=program, creator=program, keywords=keywords, invariant=1
    )
    bound = foot.bound
    kinds = [_template("across", landscape=True, bound=bound), _template("upright", landscape=False, bound=bound)]
    document.addPageTemplates([_template("first", landscape=landscape, bound=bound, fixed=fixed), *kinds])
    document.build([_then(landscape), *story], canvasmaker=numbered_canvas(foot, made))
    return out.getvalue()


def _then(landscape: bool) -> Any:  # noqa: ANN401
    from reportlab.platypus import NextPageTemplate

    return NextPageTemplate("across" if landscape else "upright")


def _template(name: str, *, landscape: bool, bound: bool, fixed: Fixed | None = None) -> Any:  # noqa: ANN401
    """A kind of page. Of a bound paper the text of a back lies elsewhere than that of a front, in the same room."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import Frame, PageTemplate

    width, height = (A4[1], A4[0]) if landscape else A4
    bottom = fixed.room_mm if fixed else FOOT_ROOM_MM
    sides = sides_of(1, bound=bound, across=landscape)
    room = ACROSS_MM * MM if bound and landscape else height - (16 + bottom) * MM
    inside = (sides.left * MM, bottom * MM, width - (sides.left + sides.right) * MM, room)
    frame = Frame(*inside, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)

    def begin(canvas: Any, _document: Any) -> None:  # noqa: ANN401
        here = sides_of(canvas.getPageNumber(), bound=bound, across=landscape)
        frame.x1, frame.y1 = here.left * MM, (bottom + here.foot) * MM
        if fixed:
            fixed.draw(canvas)

    return PageTemplate(name, [frame], onPage=begin, pagesize=(width, height))
