"""Drawn page: whether all that a page draws can be seen, judged in the order of its drawing.

Our pages are texts, lines and filled boxes, each box drawn before the text upon it. A picture, a text that is drawn
invisibly, outside the page or too small, and whatever lies over a text drawn before it are told.
"""

from typing import Any

from forms.page.geometry import ACROSS_BACK, ACROSS_FRONT, MM, Box, Boxes, overlap, squares_of
from forms.page_reading.bars import MOST_BARS, has_bars, read_bars
from forms.page_reading.page_objects import PATH, TEXT, Ink, PageObjects, PathPen, TextPen
from forms.page_reading.placed import Piece, framed, in_one, out_of_place
from forms.page_reading.ruled import RuledRow, set_oddly, table_rows
from forms.page_reading.written import Pen, WrittenPage, words_written
from models.basics.records import dataclass

_LEAST_SIZE = 4.0  # points of a type that can be read
_THICK = 1.5  # points of a line that could hide something
_SHEER, _FAINT = 10, 128  # of 255: how solid what covers is at least, a text
_TOUCHING = 1.0  # points between two rules of a table that meet
_WHITE, _PALE, _DARK = 150, 200, 230  # of 255: how bright a text with figures is at most, any; a ground at least
_LEAST_GROUND = 5.0  # points of the sides of what is filled to stand upon
_LEAST_RULE, _WIDEST_RULE = 12.0, 4.0  # points: a rule's length and width
_LEAST_LEVEL = 72.0  # points of a level rule's length, a box's width: shorter ones could be strokes of a figure
_TICKED = (3.0, 16.0)  # points: sides of a box to tick
_TICK, _NEARLY = ((0.2, 0.5), (0.42, 0.24), (0.84, 0.8)), 0.1  # its tick's corners, of its sides, about
_FEET = (  # points above the edge, from … to: what stands there may be a bar of the code
    (0.0, 60.0),
    *(((foot + 8) * MM, (foot + 16) * MM) for foot in (ACROSS_FRONT, ACROSS_BACK)),
)
_INNER = 0.25  # of a text's height, of its first letter and its last: what only touches it there covers nothing
_MOST_OBJECTS, _MOST_RULES = 200_000, 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDrawing:
    """What is wrong with the drawing of a page, "" for nothing, its tables, and the figures that are out of place.

    `word`: "picture", "drawing" (lines that are no table's), "unseen" (a text nobody can see) or "covered" (a text with
    something drawn over it). `code`: what scanners read from its bars, "" = nothing.
    """

    word: str = ""
    placed: tuple[str, ...] = ()
    rows: tuple[RuledRow, ...] = ()
    code: str | None = None  # None: a page without bars


def page_drawing(  # PDFium's page, its text object and that one's text
    page: Any,  # noqa: ANN401
    held: Any,  # noqa: ANN401
    text: str,
    marks: frozenset[str],
    written: WrittenPage | None = None,
) -> PageDrawing:
    """Return what is to be told of the drawing of a page. `marks`: texts that go faintly across a page.

    `written`: what its content says, so that what is drawn with one pen is asked for once; None = not known.
    """
    objects = PageObjects(page, held)
    if objects.count > _MOST_OBJECTS:
        return PageDrawing(word="unseen")
    if written is not None and len(written.things) == objects.count:
        words = words_written(written, text)
        if words is not None and (found := _drawn_as_written(objects, page.get_size(), marks, written, words)):
            return found
    drawn = DrawnPage(objects, page.get_size(), marks)
    for place in range(objects.count):
        one = objects.at(place)
        kind = objects.kind(one)
        word = drawn.text(one) if kind == TEXT else drawn.path(one) if kind == PATH else "picture"
        if word:
            return PageDrawing(word=word)
    return drawn.whole()


def _drawn_as_written(
    objects: PageObjects, size: tuple[float, float], marks: frozenset[str], written: WrittenPage, words: list[str]
) -> PageDrawing | None:
    """The same with fewer questions; None where PDFium finds something else than what is written."""
    drawn = DrawnPage(objects, size, marks)
    text_pens, path_pens, word = dict[Pen, TextPen](), dict[Pen, PathPen](), ""
    for place, ((pen, _, codes), said) in enumerate(zip(written.things, words, strict=True)):
        one = objects.at(place)
        if objects.kind(one) != (PATH if codes is None else TEXT):
            return None
        if codes is None:
            path_pen = path_pens.get(pen) or path_pens.setdefault(pen, objects.path_pen(one))
            word = word or drawn.path(one, path_pen)
        else:
            text_pen = text_pens.get(pen) or text_pens.setdefault(pen, objects.text_pen(one))
            word = word or drawn.text(one, text_pen, said)
    return PageDrawing(word=word) if word else drawn.whole()


def _is_at_foot(bottom: float, top: float) -> bool:
    for lowest, highest in _FEET:  # noqa: SIM110 - each bar is asked
        if lowest <= bottom and top <= highest:
            return True
    return False


def _grown(one: Box, by: float) -> Box:
    return one[0] - by, one[1] - by, one[2] + by, one[3] + by


def _edges_of(one: Box) -> tuple[Box, ...]:
    left, bottom, right, top = one
    return (
        (left, bottom, right, bottom),
        (left, top, right, top),
        (left, bottom, left, top),
        (right, bottom, right, top),
    )


class DrawnPage:
    """One page being looked through in the order of its drawing."""

    def __init__(self, objects: PageObjects, size: tuple[float, float], marks: frozenset[str]) -> None:
        """Begin with nothing drawn; `size` of the page in points."""
        self._objects, self._size, self._marks = objects, size, marks
        self._texts, self._grounds = Boxes(), Boxes()
        self._rules = Boxes()  # with edges of boxes
        self._pieces: list[Piece] = []
        self._boxes: list[Box] = []  # to tick
        self._frames: list[Box] = []
        self._bars: list[Box] = []  # of the code, all of one height
        self._level: list[Box] = []
        self._upright: list[Box] = []
        self._dark: list[Box] = []  # grounds on which a dark text cannot be read

    def text(self, one: object, pen: TextPen | None = None, words: str | None = None) -> str:
        """Take up a text, return what is wrong with it; one that is blank, or a mark, is passed over.

        `pen` and `words` where they are known; else PDFium is asked.
        """
        left, bottom, right, top = self._objects.box(one)
        if right <= left or top <= bottom:
            return ""
        pen = pen if pen is not None else self._objects.text_pen(one)
        words = words if words is not None else self._objects.words(one)
        size, (wide, high) = pen.size, self._size
        inside = left >= -1 and bottom >= -1 and right <= wide + 1 and top <= high + 1
        if size < _LEAST_SIZE or not inside or not _is_dark(pen.ink, words):
            return "" if self._is_mark(self._objects.words(one)) else "unseen"
        across, up = min(right - left, size) * _INNER, (top - bottom) * _INNER
        box = left + across, bottom + up, right - across, top - up
        squares = squares_of(box)
        if self._texts.meet(box, squares) or self._rules.meet(box, squares):
            return "covered"
        self._pieces.append(Piece(words, size, (left, bottom, right, top)))
        if self._dark and any(overlap(box, one) for one in self._dark):
            return "unseen"
        self._texts.add(box, squares)
        return ""

    def path(self, one: object, pen: PathPen | None = None) -> str:
        """Take up a path, return what is wrong with it: it lies over a text that was drawn before it, or is no rule."""
        pen = pen if pen is not None else self._objects.path_pen(one)
        filled = pen.ink.solid > _SHEER
        if not filled and pen.width is None:
            return ""
        box = left, bottom, right, top = self._objects.box(one)
        if filled and min(right - left, top - bottom) > _LEAST_GROUND and pen.ink.bright < _DARK:
            self._dark.append(box)
        wide = _grown(box, pen.width / 2) if pen.width is not None and pen.width > _THICK else box
        squares = squares_of(wide)
        if self._texts.meet(wide, squares):
            return "covered"
        if filled:
            within = _grown(box, -_TOUCHING)
            if self._rules.meet(within, squares) or self._grounds.meet(within, squares):
                return "drawing"  # what is left to see of ink below it could be a figure
        return "" if self._is_rule(one, pen, box, squares, filled=filled) else "drawing"

    def _is_rule(self, one: object, pen: PathPen, box: Box, squares: list[int], *, filled: bool) -> bool:
        """True for what our pages draw: rules of tables, grounds, boxes to tick, bars of the code at the foot.

        Anything else could be a figure that is drawn and not written.
        """
        left, bottom, right, top = box
        short, long = sorted((right - left, top - bottom))
        if pen.corners == 2:
            level = right - left >= top - bottom
            (self._level if level else self._upright).append(box)
            self._rules.add(box, squares)
            return short <= _WIDEST_RULE and long >= (_LEAST_LEVEL if level else _LEAST_RULE)
        if pen.corners == 3:
            return self._is_tick(one, box)
        if not pen.square:
            return False
        if not filled:
            for edge in _edges_of(box):
                self._rules.add(edge, squares_of(edge))
            if long - short <= 1 and _TICKED[0] <= short <= _TICKED[1]:
                alone = not any(overlap(_grown(box, _TOUCHING), other) for other in self._boxes)
                self._boxes.append(box)
                return alone
            self._frames.append(box)
        elif short <= _WIDEST_RULE and top - bottom == long:
            return self._is_bar(pen, box, squares)
        else:
            (self._rules if short <= _WIDEST_RULE else self._grounds).add(box, squares)
        return right - left >= _LEAST_LEVEL

    def _is_bar(self, pen: PathPen, box: Box, squares: list[int]) -> bool:
        """True for a bar of the code at the foot that a scanner sees as wide as it is; it is taken up as one."""
        _, bottom, _, top = box
        self._bars.append(box)
        self._rules.add(box, squares)
        _, low, _, high = self._bars[0]
        alike = -_NEARLY <= bottom - low <= _NEARLY and -_NEARLY <= top - high <= _NEARLY
        seen = pen.width is None and pen.ink.solid >= _FAINT and pen.ink.bright < _WHITE
        return alike and seen and len(self._bars) <= MOST_BARS and _is_at_foot(bottom, top)

    def _is_tick(self, one: object, box: Box) -> bool:
        """True for the tick of the box drawn last."""
        if not self._boxes or not overlap(box, self._boxes[-1]):
            return False
        side = self._boxes[-1][2] - self._boxes[-1][0]
        corners = [self._objects.corner(one, place) for place in range(3)]
        return all(
            abs(here[axis] - corners[0][axis] - side * (tick[axis] - _TICK[0][axis])) <= side * _NEARLY
            for here, tick in zip(corners, _TICK, strict=True)
            for axis in (0, 1)
        )

    def whole(self) -> PageDrawing:
        """Return what the page shows once all of it is drawn: its tables, and the figures that stand or are set oddly.

        Where an upright rule belongs to no table, that alone is told.
        """
        if self._has_lone_rule():
            return PageDrawing(word="drawing")
        pieces = tuple(in_one(self._pieces))
        rows = table_rows(pieces, self._level, self._upright)
        inside = framed(pieces, self._frames, self._level, self._upright)
        odd = dict.fromkeys((*out_of_place(pieces, self._level), *set_oddly(rows), *inside))
        code = read_bars(self._bars) if self._bars else None
        return PageDrawing(placed=tuple(odd), rows=rows, code=code)

    def _has_lone_rule(self) -> bool:
        """True when an upright rule touches no level one: it belongs to no table. No page of ours has so many rules.

        Nor do they stand as near to each other as the bars of a code, which are filled, at the foot.
        """
        if max(len(self._upright), len(self._level)) > _MOST_RULES:
            return True
        if has_bars(self._upright, level=False) or has_bars(self._level, level=True):
            return True
        level = Boxes()
        for one in self._level:
            level.add(one, squares_of(one))
        grown = (_grown(one, _TOUCHING) for one in self._upright)
        return not all(level.meet(one, squares_of(one)) for one in grown)

    def _is_mark(self, words: str) -> bool:
        """True for a mark or a piece of one, which may be drawn in several fonts."""
        return bool(words) and any(words in mark for mark in self._marks)


def _is_dark(ink: Ink, words: str) -> bool:
    if ink.solid < _FAINT or ink.bright >= _PALE:
        return False
    return ink.bright < _WHITE or not any(map(str.isnumeric, words))
