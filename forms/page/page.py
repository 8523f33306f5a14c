"""Page: the look every paper of ours shares — A4, type, headings, tables, sheets in both orientations.

Draws what it is given; knows nothing of returns, packs or receipts. Papers are built reproducibly (the same story gives
the same bytes), so that what is sealed can be made again.
"""

import io
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from forms.page.font_files import Face
from forms.page.geometry import (
    ACROSS_MM,
    FOOT_ROOM_MM,
    MM,
    SOFT,
    TEAL,
    WIDE_MM,
    WIDTH_MM,
    Fixed,
    Foot,
    sides_of,
)
from models.basics.messages import say

HALF_MM = 124  # of a page across, with a gap between two such halves


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
        found.append(paragraph(in_lines(under, 11), 11, Face.KAI, alignment=1, spaceAfter=10, textColor=SOFT))
    return found


def in_lines(text: str, size: float, room_mm: float = WIDTH_MM) -> str:
    """Return parts that stand apart (number　　office　　day) in as many lines as they need, none of them broken."""
    from forms.page.fonts import text_width

    first, *others = re.split("(　+)", text)
    lines = [first]
    for apart, part in zip(others[::2], others[1::2], strict=True):
        longer = f"{lines[-1]}{apart}{part}"
        if text_width(longer, Face.KAI, size) <= room_mm * MM:
            lines[-1] = longer
        else:
            lines.append(part)
    return "\n".join(lines)


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
