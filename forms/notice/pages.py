"""Notice pages: an official document as PDF in the geometry of GB/T 9704-2012 (`forms.notice.looks`).

Page numbers in 4号 between dashes, 7 mm below the 版心, at the outer edge.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)

from forms.notice.content import Notice, NoticeTable, NoticeText, ParagraphRole, Part
from forms.notice.head_and_record import Head, Record
from forms.notice.looks import (
    FOUR,
    HEIGHT_MM,
    LEFT_MM,
    LINE,
    PAPER_MM,
    TABLE_SIZE,
    TOP_MM,
    WIDTH_MM,
    column_widths,
    looks,
)
from forms.page.font_files import Face
from forms.page.fonts import text_width
from forms.page.foot import draw_mark, draw_stand_ins, say_made
from forms.page.geometry import MM
from forms.page.tables import grid
from forms.page.text_flow import TextFlow, TextStyle, draw_line
from models.basics.errors import AppError
from models.basics.messages import say

_HEADINGS = (ParagraphRole.FIRST, ParagraphRole.SECOND)
_SIGNED = 3 * LINE + 1  # points of a name and a day, and the line left free above them
_LINES_BELOW = 2  # of a text that stand on the page of its heading, however long it is


def notice_pages(notice: Notice) -> bytes:
    """Return the PDF of a document, its 版记 on an even page; the same document gives the same bytes."""
    content, pages = build_pages(notice, [*_head(notice), *_body(notice.parts), *_record(notice)])
    if pages % 2 and notice.printed:
        content, _ = build_pages(notice, [*_head(notice), *_body(notice.parts), PageBreak(), *_record(notice)])
    return content


def build_pages(notice: Notice, story: list[Any]) -> tuple[bytes, int]:
    """Return the PDF of a story on pages of this geometry, and how many pages it has."""
    out = io.BytesIO()
    program = say("papers.program")
    document = BaseDocTemplate(
        out,
        pagesize=A4,
        title=notice.title,
        author=notice.issuer or program,
        creator=program,
        keywords=notice.keywords,
        invariant=1,
    )
    bottom = A4[1] - (TOP_MM + HEIGHT_MM) * MM
    size = (WIDTH_MM * MM, HEIGHT_MM * MM + 0.5, 0, 0, 0, 0)
    odd, even = (
        PageTemplate(name, [Frame(left_of(page) * MM, bottom - 0.5, *size)], pagesize=A4)
        for page, name in enumerate(("odd", "even"), 1)
    )
    document.addPageTemplates([odd, even])
    story = [NextPageTemplate([even.id, odd.id]), *story]  # by turns, behind the first
    document.build(story, canvasmaker=_canvas_of(notice))
    return out.getvalue(), document.page


def left_of(page: int) -> int:
    """Return where the 版心 of a page begins, in mm: printed on both sides, an even one is bound at its right."""
    return LEFT_MM if page % 2 else PAPER_MM - LEFT_MM - WIDTH_MM


def _canvas_of(notice: Notice) -> type[Canvas]:
    """Return a canvas that draws page numbers, the mark, and on the last page what stood in for a typeface."""

    class NoticeCanvas(Canvas):  # type: ignore[misc]
        def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401
            super().__init__(*args, **more)
            say_made(self, notice.made)

        def showPage(self) -> None:
            _draw_number(self, self._pageNumber)
            if notice.mark:
                draw_mark(self, notice.mark, *self._pagesize)
            if getattr(self, "tanbao_last", False):
                draw_stand_ins(self, 13 * MM, left_of(self._pageNumber) * MM)
            super().showPage()

    return NoticeCanvas


class _Last(Flowable):  # type: ignore[misc]
    """Nothing to see: tells the canvas that this page is the last."""

    def wrap(self, _room: float, _height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.canv.tanbao_last = True


def _draw_number(canvas: Canvas, number: int) -> None:
    words = f"— {number} —"
    width = text_width(words, Face.SONG, FOUR)
    left, right = left_of(number) * MM + FOUR, (left_of(number) + WIDTH_MM) * MM - FOUR - width
    y = A4[1] - (TOP_MM + HEIGHT_MM + 7) * MM - FOUR * 0.4  # the dash stands 0.4 of the type above the base line
    canvas.setFillColor(black)
    draw_line(canvas, right if number % 2 else left, y, words, Face.SONG, FOUR)


def _head(notice: Notice) -> list[Any]:
    return [Head(notice), Spacer(1, 2 * LINE)] if notice.issuer else []


def _body(parts: Sequence[Part]) -> list[Any]:
    story: list[Any] = []
    looked = list(looks(parts))
    for place, (part, look) in enumerate(looked):
        if isinstance(part, NoticeTable):
            table = drawn_grid(part)
            table.followed = _SIGNED if _is_signed(looked[place + 1 :]) else 0.0
            story.append(table)
            continue
        if part.role is ParagraphRole.ATTACHMENT:
            story.append(PageBreak())
        if part.role in _HEADINGS and (headings := _before_text(looked[place:])):
            story.append(CondPageBreak((headings + _LINES_BELOW) * LINE - 1))
            look = replace(look, keepWithNext=0)
        story.append(TextFlow(part.text, look))
    return story


def _is_signed(looked: Sequence[tuple[Part, TextStyle]]) -> bool:
    """True where who signs stands next: no page bears a name and a day alone."""
    return any(isinstance(part, NoticeText) and part.role is ParagraphRole.SIGNED for part, _ in looked[:1])


def _before_text(looked: Sequence[tuple[Part, TextStyle]]) -> int:
    """How many headings stand here before a text that may go on overleaf; 0 where something else stands there."""
    for number, (part, look) in enumerate(looked):
        if isinstance(part, NoticeTable) or part.role not in _HEADINGS:
            goes_on = isinstance(part, NoticeText) and part.role is ParagraphRole.BODY and not look.keepWithNext
            return number if goes_on else 0
    return 0


def drawn_grid(part: NoticeTable, size: float = TABLE_SIZE) -> Any:  # noqa: ANN401
    """Return a table over the width of the 版心; its heads are repeated on every page."""
    return grid(
        part.heads,
        part.rows,
        column_widths(part, size),
        size=size,
        right=part.figures,
        name=part.name,
    )


def _record(notice: Notice) -> list[Any]:
    """The 版记 at the foot of the last page: 抄送, who printed it and when. Raises AppError("copies_long")."""
    found: list[Any] = [_Last()]
    if notice.printed:
        record = Record(notice)
        if record.needed() > HEIGHT_MM * MM:
            raise AppError("copies_long", n=len(notice.copies))
        found = [CondPageBreak(3 * LINE), record, _Last()]
    return found


Step = tuple[int, float]  # how many lines a list may have, the size of the type
Story = Callable[[int, float], list[Any]]


def one_page(notice: Notice, story: Story, steps: Sequence[Step]) -> bytes:
    """Return the PDF of the first step whose story fits one page; of the last step if none does."""
    for most, size in steps:
        content, pages = build_pages(notice, [*story(most, size), _Last()])
        if pages == 1:
            break
    return content
