"""Flowables reportlab lacks: a table that says 续表 on every further page, room for what is small, the step from pages
across to upright, a list whose end keeps what stands behind it.
"""

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import CondPageBreak, KeepTogether, NextPageTemplate, PageBreak, Spacer
from reportlab.platypus import LongTable as _LongTable
from reportlab.platypus.flowables import Flowable, _listWrapOn

from forms.page.font_files import Face
from forms.page.fonts import draw_text, text_width
from forms.page.geometry import INK, MM
from forms.page.text_flow import draw_line
from models.basics.messages import say

SIZE, ROOM = 9, 15  # of the line above a continued table, in points
SMALL = 0.4  # share of a page: one that has less was begun for a rest
GAP_MM = 4  # between what such a page has and what follows it there


_PAGE = 390  # points: about what a page across has room for; more than a page is not to be had
_LOW = 60  # points: a row of four lines


class LongTable(_LongTable):  # type: ignore[misc]
    """A table over several pages. `name` "" = further pages begin with its heads alone."""

    name = ""
    goes_on = False  # this part continues a table of an earlier page
    ends_in_two = False  # no page has its last row alone, if the one before it is low
    groups: tuple[tuple[int, str], ...] = ()  # its sub-headings: number of the row, text
    group = ""  # below which the first row of this part stands, where the sub-heading is on an earlier page
    followed = 0.0  # points of what stands behind it on the page of its last row

    @property
    def _above(self) -> float:
        return ROOM if self.goes_on and self.name else 0

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        """Return the size taken, with the line above where there is one."""
        width, own = super().wrap(room, height - self._above)
        taken = own + self._above
        return width, height + 1 if taken <= height < taken + self.followed else taken

    def split(self, room: float, height: float) -> list[Any]:
        """Return the part that fits a height and the rest, which knows that it goes on.

        Of one that fits without what stands behind it the last row goes over.
        """
        _, own = super().wrap(room, height - self._above)
        fits = own + self._above <= height < own + self._above + self.followed
        parts: list[Any] = super().split(room, own - 1 if fits else height - self._above)
        if self.ends_in_two and len(parts) == 2 and parts[1]._nrows == self.repeatRows + 1:
            parts = self._with_the_row_before(room, parts)
        for number, part in enumerate(parts):
            part.name, part.goes_on, part.ends_in_two = self.name, self.goes_on or number > 0, self.ends_in_two
            part.followed = self.followed if number == len(parts) - 1 else 0.0
        if len(parts) == 2:
            self._hand_on_groups(*parts)
        return parts

    def _hand_on_groups(self, first: Any, rest: Any) -> None:  # noqa: ANN401
        """Give both parts the sub-headings in them, the second also the one its first rows stand below."""
        cut, first.groups, first.group = first._nrows, self.groups, self.group
        rest.groups = tuple((row - cut + self.repeatRows, text) for row, text in self.groups if row >= cut)
        above = [text for row, text in self.groups if row < cut]
        begins = any(row == self.repeatRows for row, _ in rest.groups)
        rest.group = "" if begins else above[-1] if above else self.group

    def _with_the_row_before(self, room: float, parts: list[Any]) -> list[Any]:
        """The parts with one row less in the first, where that leaves it one and the row is low."""
        heights = parts[0]._rowHeights
        if len(heights) <= self.repeatRows + 1 or heights[-1] > _LOW:
            return parts
        return list(super().split(room, sum(heights) - 1))

    def draw(self) -> None:
        """Draw the table, and above it 续表 with its name."""
        super().draw()
        if self._above:
            named = "　".join(filter(None, (self.name, self.group)))
            words = draw_text(say("papers.continued", 名=named), Face.HEI)
            self.canv.setFillColor(HexColor(INK))
            width = sum(self._colWidths)
            x = (width - text_width(words, Face.HEI, SIZE)) / 2
            draw_line(self.canv, x, self._height + 4, words, Face.HEI, SIZE)


class RoomFor(CondPageBreak):  # type: ignore[misc]
    """A new page unless so much room is left, or as much as a small part takes that stands behind it (`parts`)."""

    def __init__(self, most: float, parts: list[Flowable]) -> None:
        """Ask for `most` points at most; without parts for so many."""
        super().__init__(most)
        self._most, self._parts = most, parts

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        """Break the page where neither finds room."""
        first = self._to_first_row(room, height)
        if self._parts and height < max(self._most, first):
            needed = self._parts[0].getSpaceBefore() + _listWrapOn(self._parts, room, self.canv)[1]
            self.height = min(max(self._most, first), needed)
        taken: tuple[float, float] = super().wrap(room, height)
        return taken

    def _to_first_row(self, room: float, height: float) -> float:
        """How high the parts are to the end of the first row of a table: a heading never stands alone above one."""
        for place, part in enumerate(self._parts):
            part = part._parts[0] if isinstance(part, ListWithEnd) else part
            if isinstance(part, LongTable):
                part.wrap(room, height)
                above = self._parts[:place]
                needed: float = sum(part._rowHeights[: part.repeatRows + 1])
                if above:
                    needed += above[0].getSpaceBefore() + _listWrapOn(above, room, self.canv)[1]
                return min(_PAGE, needed)
        return 0.0


class TurnUpright(Flowable):  # type: ignore[misc]
    """The rest of a story: `upright` on new pages, or `here` on the page that is there; the choice falls at layout."""

    def __init__(self, upright: list[Flowable], here: list[Flowable]) -> None:
        """Keep both layouts of the rest."""
        super().__init__()
        self._upright, self._here = upright, here

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        """Ask for more room than there is: it is never drawn, always replaced by what `split` chooses."""
        return room, height + 1

    def split(self, room: float, height: float) -> list[Any]:
        """Return the layout that leaves no page with little, behind the step to the pages it needs."""
        below = [Spacer(1, GAP_MM * MM), *self._here]
        _, needed = _listWrapOn(below, room, self.canv)
        _, first = _listWrapOn(below[:2], room, self.canv)  # what stands across is not torn, nor goes over
        frame = self._frame
        small = SMALL * frame._height
        goes_on = first <= height and frame._height - height < small < needed - height  # neither is left with little
        if not frame._atTop and (needed <= height or goes_on):
            return [NextPageTemplate("upright"), *below]
        return [NextPageTemplate("upright"), PageBreak(), *self._upright]


class ListWithEnd(Flowable):  # type: ignore[misc]
    """A list and a small part behind it, which never has a page to itself: the last of the list go over with it."""

    def __init__(self, parts: list[Flowable], end: list[Flowable]) -> None:
        """Keep the list and what stands behind it."""
        super().__init__()
        self._parts, self._end = parts, end

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        """Ask for more room than there is: it is never drawn, always replaced by what `split` chooses."""
        return room, height + 1

    def split(self, room: float, height: float) -> list[Any]:
        """Return the list without its last parts, then those kept together with what stands behind it."""
        page = self._frame._height
        parts, last = list(self._parts), list[Flowable]()
        taken = self._high(self._end, room)
        while parts and (taken < SMALL * page or parts[-1].getKeepWithNext()):
            high = self._high(parts[-1:], room)
            part = parts.pop()
            begins_here = not parts and isinstance(part, LongTable)  # right below its heading
            if taken + high > (height if begins_here else page):  # a long table: its last rows, where they are needed
                goes_over = self._left(room, height) < taken
                torn = part.splitOn(self.canv, room, high - (SMALL * page - taken)) if goes_over else []
                parts += torn[:-1] or [part]
                last = torn[-1:] + last
                break
            last, taken = [part, *last], taken + high
        return [Spacer(1, 0), *parts, KeepTogether([*last, *self._end])]

    def _left(self, room: float, height: float) -> float:
        """Return the room left on the page on which the list ends."""
        parts, left, page = list(self._parts), height, self._frame._height
        while parts:
            part = parts.pop(0)
            high = self._high([part], room)
            if high <= left:
                left -= high
                continue
            torn = part.splitOn(self.canv, room, left)
            parts = [*torn[1:], *parts] if torn else [part] * (left < page) + parts
            left = page
        return left

    def _high(self, parts: list[Flowable], room: float) -> float:
        high: float = _listWrapOn(parts, room, self.canv)[1] if parts else 0.0
        return high
