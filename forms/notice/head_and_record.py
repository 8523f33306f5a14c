"""Head and record: what an official document begins and ends with — 发文机关标志 with 发文字号, and the 版记."""

from dataclasses import replace

from reportlab.lib.colors import HexColor, black
from reportlab.platypus import Flowable

from forms.notice.content import Notice
from forms.notice.looks import FOUR, LINE, ROOM, THREE, WIDTH_MM
from forms.page.font_files import Face
from forms.page.fonts import draw_text, text_width
from forms.page.geometry import MM, RED
from forms.page.text_flow import TextFlow, TextStyle, draw_line
from models.basics.messages import say

_HEAD_ROOM = 35 * MM  # from the top of the 版心 to the upper edge of the 发文机关标志
_RED = HexColor(RED)
_BASE = 6.44  # points from the lower edge of a line of the 版记 to the base line of its type


class Head(Flowable):  # type: ignore[misc]
    """发文机关标志 in red, 发文字号 two lines below it, the red line 4 mm below that."""

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self.name, self.number = draw_text(notice.issuer, Face.BIAO), draw_text(notice.number, Face.FANG)
        self.size = min(36.0, WIDTH_MM * MM / max(text_width(self.name, Face.BIAO, 1), 1))
        self.small = min(THREE, WIDTH_MM * MM / max(text_width(self.number, Face.FANG, 1), 1))

    def wrap(self, room: float, _height: float) -> tuple[float, float]:
        """Return the size it takes."""
        return room, _HEAD_ROOM + self.size + 3 * LINE + 4 * MM

    def draw(self) -> None:
        """Draw it over the width of the 版心."""
        height = self.wrap(0, 0)[1]
        centre = WIDTH_MM * MM / 2
        self.canv.setFillColor(_RED)
        y = height - _HEAD_ROOM - self.size * 0.84
        draw_line(
            self.canv, centre - text_width(self.name, Face.BIAO, self.size) / 2, y, self.name, Face.BIAO, self.size
        )
        self.canv.setFillColor(black)
        left = centre - text_width(self.number, Face.FANG, self.small) / 2
        draw_line(self.canv, left, 4 * MM + LINE * 0.3, self.number, Face.FANG, self.small)
        self.canv.setStrokeColor(_RED)
        self.canv.setLineWidth(1.4)
        self.canv.line(0, 0, WIDTH_MM * MM, 0)


class Record(Flowable):  # type: ignore[misc]
    """版记: first and last rule 0.35 mm, the one between 0.25 mm; 4号仿宋, one character from both margins.

    抄送 goes on below its first name; a long 印发机关 goes on beside its 印发日期, which stands on the last line.
    """

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        look = TextStyle(face=Face.FANG, size=FOUR, leading=FOUR * 1.6)
        hanging = replace(look, leftIndent=4 * FOUR, firstLineIndent=-3 * FOUR, rightIndent=FOUR)
        self.copies = TextFlow(notice.copies, hanging) if notice.copies else None
        self.day = draw_text(say("papers.notice.printed", 单位="", 日=notice.day).strip("　"), Face.FANG)
        self.day_left = ROOM - FOUR - text_width(self.day, Face.FANG, FOUR)
        beside = replace(look, leftIndent=FOUR, rightIndent=ROOM - self.day_left + FOUR)
        self.printed = TextFlow(notice.printed, beside)
        self.room = 0.0

    def needed(self) -> float:
        """Return how high it is, in points: it stands on one page."""
        parts = [self.printed, *([self.copies] if self.copies else [])]
        return float(sum(part.wrap(ROOM, 0)[1] for part in parts) + 8)

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        """Return what is left of the page, so that it stands at its foot."""
        needed = self.needed()
        self.room = max(height - 1, needed) if height >= needed else needed
        return room, self.room

    def draw(self) -> None:
        """Draw it from the foot of the page upwards."""
        self.canv.setStrokeColor(black)
        self._rule(0, 0.35)
        top = 2 + self._drawn(self.printed, 7 - _BASE)
        self.canv.setFillColor(black)
        draw_line(self.canv, self.day_left, 7, self.day, Face.FANG, FOUR)
        if self.copies is not None:
            self._rule(top, 0.25)
            top += 4 + self._drawn(self.copies, top + 2)
        self._rule(top, 0.35)

    def _drawn(self, part: TextFlow, y: float) -> float:
        """Draw a part with its lower edge at `y`; return how high it is."""
        _, height = part.wrap(ROOM, 0)
        part.drawOn(self.canv, 0, y)
        return float(height)

    def _rule(self, y: float, width_mm: float) -> None:
        self.canv.setLineWidth(width_mm * MM)
        self.canv.line(0, y, ROOM, y)
