"""Notice looks: the geometry of GB/T 9704-2012 and how each part of an official document looks in it.

A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm; 22 lines of 28.99 points, 28 characters of 3号 (16 points) on a pitch
of 15.79. Both the PDF and the .docx are made by it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from forms.notice.content import NoticeTable, NoticeText, ParagraphRole, Part
from forms.page.font_files import Face
from forms.page.fonts import text_width
from forms.page.geometry import MM
from forms.page.text_flow import JUSTIFIED, TextStyle, signed_at

TOP_MM, LEFT_MM, WIDTH_MM, HEIGHT_MM, PAPER_MM = 37, 28, 156, 225, 210  # LEFT_MM: the binding edge
LINE, PITCH, THREE, TWO, FOUR = 28.99, 15.79, 16.0, 22.0, 14.0  # points: line, character, 3号, 2号, 4号
LINES, CHARACTERS = 22, 28
SPACING = PITCH - THREE
ROOM = WIDTH_MM * MM
TABLE_SIZE = 10.5  # 五号
_BESIDE_MM = 2.6  # left and right of the text of a cell
_SHORT = 6 * CHARACTERS  # characters of a paragraph that goes over to the next page with what stands behind it
_UNADDRESSED = (ParagraphRole.BODY, ParagraphRole.TITLE)  # the text that begins right below a title

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


def column_widths(part: NoticeTable, size: float = TABLE_SIZE) -> list[float]:
    """Return how wide the columns of a table are, in mm: no figure is broken, the widest text gives what it needs."""
    whole = sum(part.widths)
    widths = [n * WIDTH_MM / whole for n in part.widths]
    texts = [n for n in range(len(widths)) if n not in part.figures]
    for column in part.figures:
        longest = max((text_width(row[column], Face.SONG, size) for row in part.rows), default=0) / MM + _BESIDE_MM
        widest = max(texts, key=lambda n: widths[n], default=column)
        more = min(max(0.0, longest - widths[column]), widths[widest] / 2)
        widths[column] += more
        widths[widest] -= more
    return widths
