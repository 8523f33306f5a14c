"""Notice pages: an official document as PDF in the geometry of GB/T 9704-2012.

A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm; 22 lines of 28.99 points, 28 characters of 3号 (16 points) on a pitch
of 15.79; page numbers in 4号 between dashes, 7 mm below the 版心, at the outer edge.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from reportlab.lib.colors import HexColor, black
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
from forms.page.font_files import Face
from forms.page.fonts import draw_text, text_width
from forms.page.foot import draw_mark, draw_stand_ins, say_made
from forms.page.geometry import MM, RED
from forms.page.tables import grid
from forms.page.text_flow import JUSTIFIED, TextFlow, TextStyle, draw_line, signed_at
from models.basics.errors import AppError
from models.basics.messages import say

TOP_MM, LEFT_MM, WIDTH_MM, HEIGHT_MM, PAPER_MM = 37, 28, 156, 225, 210  # LEFT_MM: the binding edge
LINE, PITCH, THREE, TWO, FOUR = 28.99, 15.79, 16.0, 22.0, 14.0  # points: line, character, 3号, 2号, 4号
LINES, CHARACTERS = 22, 28
SPACING = PITCH - THREE
ROOM = WIDTH_MM * MM
TABLE_SIZE = 10.5  # 五号
_SHORT = 6 * CHARACTERS  # characters of a paragraph that goes over to the next page with what stands behind it
_UNADDRESSED = (ParagraphRole.BODY, ParagraphRole.TITLE)  # the text that begins right below a title
_HEAD_ROOM = 35 * MM  # from the top of the 版心 to the upper edge of the 发文机关标志
_RED = HexColor(RED)

LOOKS: dict[ParagraphRole, TextStyle] = {
    ParagraphRole.TITLE: TextStyle(face=Face.BIAO, size=TWO, leading=LINE * 1.15, alignment=1, keepWithNext=1),
    ParagraphRole.TO: TextStyle(face=Face.FANG, size=THREE, leading=LINE, spacing=SPACING, spaceBefore=LINE),
    ParagraphRole.FIRST: TextStyle(
        face=Face.HEI, size=THREE, leading=LINE, spacing=SPACING, firstLineIndent=2 * PITCH, keepWithNext=1
    ),
    ParagraphRole.SECOND: TextStyle(
        face=Face.KAI, size=THREE, leading=LINE, spacing=SPACING, firstLineIndent=2 * PITCH, keepWithNext=1
    ),
    ParagraphRole.BODY: TextStyle(
        face=Face.FANG, size=THREE, leading=LINE, spacing=SPACING, firstLineIndent=2 * PITCH, alignment=JUSTIFIED
    ),
    ParagraphRole.ATTACHED: TextStyle(
        face=Face.FANG, size=THREE, leading=LINE, spacing=SPACING, leftIndent=2 * PITCH, keepWithNext=1
    ),
    ParagraphRole.SIGNED: TextStyle(
        face=Face.FANG, size=THREE, leading=LINE, alignment=2, spacing=SPACING, spaceBefore=LINE, keepWithNext=1
    ),
    ParagraphRole.DATED: TextStyle(face=Face.FANG, size=THREE, leading=LINE, alignment=2, spacing=SPACING),
    ParagraphRole.ATTACHMENT: TextStyle(face=Face.HEI, size=THREE, leading=LINE, keepWithNext=1),
    ParagraphRole.NAMED: TextStyle(
        face=Face.BIAO,
        size=TWO,
        leading=LINE * 1.15,
        alignment=1,
        spaceBefore=LINE,  # 附件标题 on the third line
        spaceAfter=LINE / 2,
        keepWithNext=1,
    ),
}


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
    return [_Head(notice), Spacer(1, 2 * LINE)] if notice.issuer else []


class _Head(Flowable):  # type: ignore[misc]
    """发文机关标志 in red, 发文字号 two lines below it, the red line 4 mm below that."""

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self.notice = notice
        self.name = draw_text(notice.issuer, Face.BIAO)
        self.size = min(36.0, WIDTH_MM * MM / max(text_width(self.name, Face.BIAO, 1), 1))

    def wrap(self, room: float, _height: float) -> tuple[float, float]:
        return room, _HEAD_ROOM + self.size + 3 * LINE + 4 * MM

    def draw(self) -> None:
        height = self.wrap(0, 0)[1]
        centre = WIDTH_MM * MM / 2
        self.canv.setFillColor(_RED)
        y = height - _HEAD_ROOM - self.size * 0.84
        draw_line(
            self.canv, centre - text_width(self.name, Face.BIAO, self.size) / 2, y, self.name, Face.BIAO, self.size
        )
        number = draw_text(self.notice.number, Face.FANG)
        self.canv.setFillColor(black)
        left = centre - text_width(number, Face.FANG, THREE) / 2
        draw_line(self.canv, left, 4 * MM + LINE * 0.3, number, Face.FANG, THREE)
        self.canv.setStrokeColor(_RED)
        self.canv.setLineWidth(1.4)
        self.canv.line(0, 0, WIDTH_MM * MM, 0)


def _body(parts: Sequence[Part]) -> list[Any]:
    story: list[Any] = []
    for part, look in looks(parts):
        if isinstance(part, NoticeTable):
            story.append(drawn_grid(part))
            continue
        if part.role is ParagraphRole.ATTACHMENT:
            story.append(PageBreak())
        story.append(TextFlow(part.text, look))
    return story


def looks(parts: Sequence[Part]) -> Iterator[tuple[Part, TextStyle]]:
    """Yield each part with its look; a table's is of no use.

    Who signs and when end where a seal has room; a short last paragraph stays on their page, since a seal stands beside
    what it seals.
    """
    texts = {part.role: part.text for part in parts if isinstance(part, NoticeText)}
    name, day = ParagraphRole.SIGNED, ParagraphRole.DATED
    ends = signed_at(texts.get(name, ""), texts.get(day, ""), LOOKS[name], ROOM)
    rooms = dict(zip((name, day), ends, strict=True))
    before: ParagraphRole | None = None
    for part, then in zip(parts, (*parts[1:], None), strict=True):
        if isinstance(part, NoticeTable):
            yield part, LOOKS[ParagraphRole.BODY]
            continue
        look = LOOKS[part.role]
        if part.role in rooms:
            look = replace(look, rightIndent=rooms[part.role])
        last = isinstance(then, NoticeText) and then.role in (ParagraphRole.ATTACHED, name)
        if part.role is ParagraphRole.BODY and last and len(part.text) <= _SHORT:
            look = replace(look, keepWithNext=1)
        if part.role is ParagraphRole.ATTACHED is not before or (part.role, before) == _UNADDRESSED:
            look = replace(look, spaceBefore=LINE)
        before = part.role
        yield part, look


def drawn_grid(part: NoticeTable, size: float = TABLE_SIZE) -> Any:  # noqa: ANN401
    """Return a table over the width of the 版心; its heads are repeated on every page."""
    whole = sum(part.widths)
    return grid(
        part.heads,
        part.rows,
        [n * WIDTH_MM / whole for n in part.widths],
        size=size,
        right=part.figures,
        name=part.name,
    )


def _record(notice: Notice) -> list[Any]:
    """The 版记 at the foot of the last page: 抄送, who printed it and when. Raises AppError("copies_long")."""
    found: list[Any] = [_Last()]
    if notice.printed:
        record = _Record(notice)
        if record.needed() > HEIGHT_MM * MM:
            raise AppError("copies_long", n=len(notice.copies))
        found = [CondPageBreak(3 * LINE), record, _Last()]
    return found


class _Record(Flowable):  # type: ignore[misc]
    """版记: first and last rule 0.35 mm, the one between 0.25 mm; 4号仿宋, one character from both margins."""

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self.look = TextStyle(face=Face.FANG, size=FOUR, leading=FOUR * 1.6, leftIndent=FOUR)
        self.copies = TextFlow(notice.copies, self.look) if notice.copies else None
        self.left, self.right = notice.printed, say("papers.notice.printed", 单位="", 日=notice.day).strip("　")
        self.room = 0.0

    def needed(self) -> float:
        """Return how high it is, in points: it stands on one page."""
        copies = self.copies.wrap(WIDTH_MM * MM - FOUR, 0)[1] if self.copies else 0
        return float(copies + self.look.line_height + 8)

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        needed = self.needed()
        self.room = max(height - 1, needed) if height >= needed else needed
        return room, self.room

    def draw(self) -> None:
        width, row = WIDTH_MM * MM, self.look.line_height
        self.canv.setStrokeColor(black)
        self.canv.setFillColor(black)
        self._rule(0, 0.35)
        draw_line(self.canv, FOUR, 7, draw_text(self.left, Face.FANG), Face.FANG, FOUR)
        right = draw_text(self.right, Face.FANG)
        draw_line(self.canv, width - FOUR - text_width(right, Face.FANG, FOUR), 7, right, Face.FANG, FOUR)
        top = row + 2
        if self.copies is not None:
            self._rule(top, 0.25)
            _, height = self.copies.wrap(width - FOUR, 0)
            self.copies.drawOn(self.canv, 0, top + 2)
            top += height + 4
        self._rule(top, 0.35)

    def _rule(self, y: float, width_mm: float) -> None:
        self.canv.setLineWidth(width_mm * MM)
        self.canv.line(0, y, WIDTH_MM * MM, y)


Step = tuple[int, float]  # how many lines a list may have, the size of the type
Story = Callable[[int, float], list[Any]]


def one_page(notice: Notice, story: Story, steps: Sequence[Step]) -> bytes:
    """Return the PDF of the first step whose story fits one page; of the last step if none does."""
    for most, size in steps:
        content, pages = build_pages(notice, [*story(most, size), _Last()])
        if pages == 1:
            break
    return content
