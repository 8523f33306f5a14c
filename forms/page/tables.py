"""Tables: reportlab's long table that says 续表 and its name at the head of every further page."""

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import LongTable as _LongTable

from forms.page.font_files import Face
from forms.page.fonts import draw_text, text_width
from forms.page.geometry import INK
from forms.page.text_flow import draw_line
from models.basics.messages import say

SIZE, ROOM = 9, 15  # of the line above a continued table, in points


class LongTable(_LongTable):  # type: ignore[misc]
    """A table over several pages. `name` "" = further pages begin with its heads alone."""

    name = ""
    goes_on = False  # this part continues a table of an earlier page

    @property
    def _above(self) -> float:
        return ROOM if self.goes_on and self.name else 0

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        """Return the size taken, with the line above where there is one."""
        width, own = super().wrap(room, height - self._above)
        return width, own + self._above

    def split(self, room: float, height: float) -> list[Any]:
        """Return the part that fits a height and the rest, which knows that it goes on."""
        parts: list[Any] = super().split(room, height - self._above)
        for number, part in enumerate(parts):
            part.name, part.goes_on = self.name, self.goes_on or number > 0
        return parts

    def draw(self) -> None:
        """Draw the table, and above it 续表 with its name."""
        super().draw()
        if self._above:
            words = draw_text(say("papers.continued", 名=self.name), Face.HEI)
            self.canv.setFillColor(HexColor(INK))
            width = sum(self._colWidths)
            x = (width - text_width(words, Face.HEI, SIZE)) / 2
            draw_line(self.canv, x, self._height + 4, words, Face.HEI, SIZE)
