"""Page foot: what stands on every page below the text — whose paper it is, page n of m, a code for scanners, a mark.

The number of pages is known only at the end, so pages are kept until then. Imports reportlab; itself imported only when
a page is drawn.
"""

from datetime import date, datetime
from typing import Any

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from forms.page.font_files import NAME_OF, Face, stand_ins
from forms.page.fonts import draw_text, text_width
from forms.page.geometry import MM, RED, RULE, SOFT, Foot, sides_of
from forms.page.line_breaks import fill_lines
from forms.page.text_flow import draw_line, faces_of, lacks_signs
from models.basics.canonical import in_fours
from models.basics.messages import say
from models.basics.period import PLAN_ZONE

SIZE, BETWEEN = 8, " · "
_CODE_HEIGHT, _MODULE, _QUIET = 6.5 * MM, 0.25 * MM, 10  # quiet zone in modules, ISO/IEC 15417


def say_made(canvas: Canvas, made: date | None) -> None:
    """Let the properties of a PDF say when it was made, in place of reportlab's fixed day; None leaves that.

    A moment is said in +08:00; of a day nothing but the day is known.
    Never the clock's time: a paper that is printed again is the same, byte for byte.
    """
    if isinstance(made, datetime):
        local = made.astimezone(PLAN_ZONE)
        canvas.setDateFormatter(lambda *_: f"D:{local:%Y%m%d%H%M%S}+08'00'")
    elif made is not None:
        canvas.setDateFormatter(lambda *_: f"D:{made:%Y%m%d}")


def numbered_canvas(foot: Foot, made: date | None = None) -> type[Canvas]:
    """Return a canvas class that draws the foot of each page once it knows how many there are."""

    class Numbered(Canvas):  # type: ignore[misc]
        def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401
            super().__init__(*args, **more)
            say_made(self, made)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._pages, 1):
                self.__dict__.update(page)
                draw_foot(self, foot, number, len(self._pages))
                super().showPage()
            super().save()

    return Numbered


def draw_foot(canvas: Canvas, foot: Foot, number: int, count: int) -> None:
    """Draw the foot of one page: the line at the left (two if it is long), then the code, page at the right."""
    width, height = canvas._pagesize
    sides = sides_of(number, bound=foot.bound, across=width > height)
    left, right = sides.left * MM, width - sides.right * MM
    base = sides.foot * MM
    canvas.setStrokeColor(HexColor(RULE))
    canvas.setLineWidth(0.4)
    canvas.line(left, base + 16 * MM, right, base + 16 * MM)
    page = say("papers.page_of", n=number, m=count)
    canvas.setFillColor(HexColor(SOFT))
    right -= text_width(page, Face.SONG, SIZE)
    draw_line(canvas, right, base + 11 * MM, page, Face.SONG, SIZE)
    if foot.barcode:
        right = _draw_barcode(canvas, foot.barcode, right - 4 * MM, base)
    _draw_line_of(canvas, foot.line, left, right - 2 * MM - left, base)
    if number == count:
        draw_stand_ins(canvas, base + 17.2 * MM, left)
    if foot.mark:
        draw_mark(canvas, foot.mark, width, height)


def draw_stand_ins(canvas: Canvas, y: float, left: float) -> None:
    """Draw which typefaces stood in for those a paper asks for, and that signs are lacking; mostly nothing."""
    found = stand_ins(frozenset(faces_of(canvas)))
    names = say("papers.and").join(say("papers.stands_in", 字体=NAME_OF[one], 代=name) for one, name in found.items())
    said = [say("papers.stand_ins", 名单=names)] if found else []
    said += [say("papers.lacking")] if lacks_signs(canvas) else []
    if not said:
        return
    canvas.setFillColor(HexColor(SOFT))
    draw_line(canvas, left, y, draw_text("".join(said), Face.SONG), Face.SONG, 7)


def _draw_line_of(canvas: Canvas, text: str, left: float, room: float, base: float = 0) -> None:
    lines = _lines_of(draw_text(text, Face.SONG), room)
    if len(lines) > 2:
        lines = [lines[0], lines[1][:-1] + "…"]
    canvas.setFillColor(HexColor(SOFT))
    top = base + (11 * MM if len(lines) == 1 else 12.4 * MM)
    for number, line in enumerate(lines):
        draw_line(canvas, left, top - number * 3.6 * MM, line, Face.SONG, SIZE)


def _lines_of(text: str, room: float) -> list[str]:
    """The lines of a foot: broken between its parts where each of them has room, else anywhere."""
    parts, lines = text.split(BETWEEN), [""]
    for part in parts:
        longer = f"{lines[-1]}{BETWEEN}{part}" if lines[-1] else part
        if text_width(longer, Face.SONG, SIZE) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    if all(text_width(line, Face.SONG, SIZE) <= room for line in lines) and len(lines) <= 2:
        return lines
    return [line for _, line in fill_lines(text, [room], lambda ch: text_width(ch, Face.SONG, SIZE))]


def _draw_barcode(canvas: Canvas, text: str, right: float, base: float) -> float:
    """Draw the code with its right end given, its quiet zones kept free, and return where its left end is."""
    code = Code128(text, barHeight=_CODE_HEIGHT, barWidth=_MODULE, humanReadable=False, quiet=0)
    start = right - code.width - _QUIET * _MODULE
    code.drawOn(canvas, start, base + 8.7 * MM)
    canvas.setFillColor(HexColor(SOFT))
    spoken = in_fours(text)
    draw_line(
        canvas, start + (code.width - text_width(spoken, Face.SONG, 6)) / 2, base + 6.3 * MM, spoken, Face.SONG, 6
    )
    return float(start - _QUIET * _MODULE)


def draw_mark(canvas: Canvas, mark: str, width: float, height: float) -> None:
    """Draw a pale mark across a page: 测试数据, 送审稿."""
    size = min(64.0, 0.8 * height / max(text_width(mark, Face.HEI, 1), 1))
    canvas.saveState()
    canvas.setFillColor(HexColor(RED), alpha=0.10)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(40)
    draw_line(canvas, -text_width(mark, Face.HEI, size) / 2, 0, mark, Face.HEI, size)
    canvas.restoreState()


def draw_stamp_area(canvas: Any, left: float, bottom: float, side: float) -> None:  # noqa: ANN401
    """Draw the room for a red stamp: a light dashed square of a side in points, with its word."""
    canvas.saveState()
    canvas.setStrokeColor(HexColor(RULE))
    canvas.setLineWidth(0.7)
    canvas.setDash(3, 3)
    canvas.rect(left, bottom, side, side)
    canvas.setFillColor(HexColor(RULE))
    word = say("papers.document.stamp")
    draw_line(canvas, left + (side - text_width(word, Face.HEI, 13)) / 2, bottom + side / 2 - 5, word, Face.HEI, 13)
    canvas.restoreState()
