"""Read pages: the texts of a PDF's pages, in the order in which they were drawn, and whether they can be seen.

Our pages are texts, lines and filled boxes, each box drawn before the text upon it. A picture, a text that is drawn
invisibly, outside the page or too small, and whatever lies over a text drawn before it are told.

PDFium reads them; it is given files from outside in the worker only (`forms.guards.worker`).
"""

import ctypes
from typing import Any

from forms.guards.worker import Ask, Plain
from forms.page.geometry import ACROSS_BACK, ACROSS_FRONT, MM, Box, Boxes, overlap, squares_of
from forms.page_reading.bars import MOST_BARS, has_bars, read_bars
from forms.page_reading.placed import Piece, RuledRow, framed, in_one, out_of_place, set_oddly, table_rows
from models.basics.records import dataclass

MOST_PAGES, LONGEST_PAGE = 3_000, 200_000  # characters
_TEXT, _PATH = 1, 2
_SHOWN_MODES = (0, 1, 2)  # filled, outlined, both; 3 is invisible, the others clip
_LEAST_SIZE = 4.0  # points of a type that can be read
_THICK = 1.5  # points of a line that could hide something
_SHEER, _FAINT = 10, 128  # of 255: how solid what covers is at least, a text
_TOUCHING = 1.0  # points between two rules of a table that meet
_WHITE, _PALE, _DARK = 150, 200, 230  # of 255: how bright a text with figures is at most, any; a ground at least
_BRIGHT = (0.299, 0.587, 0.114)  # of red, green, blue; source: ITU-R BT.601
_LEAST_GROUND = 5.0  # points of the sides of what is filled to stand upon
_LEAST_SHARE, _LEANING = 0.5, 0.01  # of a letter's height: its width; how far it leans
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
_LONGEST_TEXT = 1_000  # bytes of UTF-16 of a text drawn at once


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesRead:
    """The text of each page, and what is wrong with the drawing of some: page (from 1) → a word (`odd_drawing`)."""

    texts: tuple[str, ...]
    odd: dict[int, str]
    placed: dict[int, tuple[str, ...]]  # figures that stand where the order of drawing does not say, or are set oddly
    rows: dict[int, tuple[RuledRow, ...]]  # of the tables of each page
    codes: dict[int, str]  # what scanners read from the bars of each page that has any, "" = nothing


NO_PAGES = PagesRead(texts=("",), odd={}, placed={}, rows={}, codes={})  # of a file whose pages cannot be read


def page_texts(pdf: bytes) -> tuple[str, ...] | None:
    """Return the text of each page; None as `read_pages`."""
    found = read_pages(pdf)
    return found.texts if found is not None else None


def texts_plainly(pdf: bytes, _: Plain, __: Ask) -> Plain:
    """Return the text of all pages, "" for what is no PDF; a task of the worker."""
    return "\n".join(page_texts(pdf) or ())


def read_pages(pdf: bytes, *, marks: frozenset[str] | None = None) -> PagesRead | None:
    """Return what pages say and, where `marks` are given, whether all of it can be seen.

    None for a file whose pages cannot be read, or that has more than any paper.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return None
    try:
        if len(document) > MOST_PAGES:
            return None
        pages = [_page(document[number], marks) for number in range(len(document))]
        drawn = [(number, one) for number, (_, one) in enumerate(pages, 1)]
        return PagesRead(
            texts=tuple(text for text, _ in pages),
            odd={number: one.word for number, one in drawn if one.word},
            placed={number: one.placed for number, one in drawn if one.placed},
            rows={number: one.rows for number, one in drawn if one.rows},
            codes={number: one.code for number, one in drawn if one.code is not None},
        )
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDrawing:
    """What is wrong with the drawing of a page, "" for nothing, and the others as `PagesRead` has them."""

    word: str = ""
    placed: tuple[str, ...] = ()
    rows: tuple[RuledRow, ...] = ()
    code: str | None = None  # None: a page without bars


def _page(page: Any, marks: frozenset[str] | None) -> tuple[str, PageDrawing]:  # noqa: ANN401
    held = page.get_textpage()
    try:
        count = min(held.count_chars(), LONGEST_PAGE)
        text = str(held.get_text_range(0, count)) if count else ""
        return text, PageDrawing() if marks is None else odd_drawing(page, held, marks)
    finally:
        held.close()
        page.close()


def odd_drawing(  # PDFium's page and its text
    page: Any,  # noqa: ANN401
    held: Any,  # noqa: ANN401
    marks: frozenset[str],
) -> PageDrawing:
    """Return a word for what is wrong with the drawing of a page, its tables and the figures that are out of place.

    "picture", "drawing" (lines that are no table's), "unseen" (a text nobody can see) or "covered" (a text with
    something drawn over it). `marks`: texts that
    go faintly across a page.
    """
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPage_CountObjects(page.raw)
    if count > _MOST_OBJECTS:
        return PageDrawing(word="unseen")
    reading = _DrawnPage(pdfium, page.get_size(), held.raw, marks)
    for place in range(count):
        one = pdfium.FPDFPage_GetObject(page.raw, place)
        kind = pdfium.FPDFPageObj_GetType(one)
        word = reading.text(one) if kind == _TEXT else reading.path(one) if kind == _PATH else "picture"
        if word:
            return PageDrawing(word=word)
    return PageDrawing(word="drawing") if reading.has_lone_rule() else reading.seen()


def _is_upright(across: float, right: float, left: float, up: float) -> bool:
    """True for letters that are neither turned, mirrored, slanted nor squeezed: a 6 upside down is a 9."""
    straight = max(abs(right), abs(left)) <= _LEANING * up
    return across > 0 and up > 0 and _LEAST_SHARE <= across / up <= 1 / _LEAST_SHARE and straight


def _brightness(red: int, green: int, blue: int) -> float:
    return red * _BRIGHT[0] + green * _BRIGHT[1] + blue * _BRIGHT[2]


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


class _DrawnPage:
    """One page being looked through in the order of its drawing."""

    def __init__(self, pdfium: Any, size: tuple[float, float], held: Any, marks: frozenset[str]) -> None:  # noqa: ANN401
        self._pdfium, self._size, self._held, self._marks = pdfium, size, held, marks
        self._edges = [ctypes.c_float() for _ in range(4)]
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._mode, self._stroked, self._number = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
        self._matrix = pdfium.FS_MATRIX()
        self._buffer = (ctypes.c_ushort * (_LONGEST_TEXT // 2))()
        self._written = memoryview(self._buffer).cast("B")
        self._texts, self._grounds = Boxes(), Boxes()
        self._rules = Boxes()  # with edges of boxes
        self._pieces: list[Piece] = []
        self._boxes: list[Box] = []  # to tick
        self._frames: list[Box] = []
        self._bars: list[Box] = []  # of the code, all of one height
        self._level: list[Box] = []
        self._upright: list[Box] = []
        self._dark: list[Box] = []  # grounds on which a dark text cannot be read

    def text(self, one: object) -> str:
        """Take up a text; one that is blank, or a mark, is passed over."""
        left, bottom, right, top = self._box(one)
        if right <= left or top <= bottom:
            return ""
        words = self._words(one)
        size = self._size_of(one)
        if size < _LEAST_SIZE or not self._is_inside(left, bottom, right, top) or not self._is_dark(one, words):
            return "" if self._is_mark(words) else "unseen"
        across, up = min(right - left, size) * _INNER, (top - bottom) * _INNER
        box = left + across, bottom + up, right - across, top - up
        squares = squares_of(box)
        if self._texts.meet(box, squares) or self._rules.meet(box, squares):
            return "covered"
        self._pieces.append(Piece(words=words, size=size, box=(left, bottom, right, top)))
        if self._dark and any(overlap(box, one) for one in self._dark):
            return "unseen"
        self._texts.add(box, squares)
        return ""

    def path(self, one: object) -> str:
        """Say whether a path lies over a text that was drawn before it."""
        api, grown = self._pdfium, 0.0
        api.FPDFPath_GetDrawMode(one, self._mode, self._stroked)
        if self._stroked.value:
            api.FPDFPageObj_GetStrokeWidth(one, self._number)
            grown = self._number.value / 2 if self._number.value > _THICK else 0.0
        red, green, blue, alpha = self._inked(one) if self._mode.value else (0, 0, 0, 0)
        filled = alpha > _SHEER
        if not filled and not self._stroked.value:
            return ""
        box = left, bottom, right, top = self._box(one)
        if filled and min(right - left, top - bottom) > _LEAST_GROUND and _brightness(red, green, blue) < _DARK:
            self._dark.append(box)
        wide = _grown(box, grown) if grown else box
        squares = squares_of(wide)
        if self._texts.meet(wide, squares):
            return "covered"
        if filled:
            within = _grown(box, -_TOUCHING)
            if self._rules.meet(within, squares) or self._grounds.meet(within, squares):
                return "drawing"  # what is left to see of ink below it could be a figure
        return "" if self._is_rule(one, box, squares, filled=filled) else "drawing"

    def _is_rule(self, one: object, box: Box, squares: list[int], *, filled: bool) -> bool:
        """True for what our pages draw: rules of tables, grounds, boxes to tick, bars of the code at the foot.

        Anything else could be a figure that is drawn and not written.
        """
        left, bottom, right, top = box
        short, long = sorted((right - left, top - bottom))
        corners = self._pdfium.FPDFPath_CountSegments(one)
        if corners == 2:
            level = right - left >= top - bottom
            (self._level if level else self._upright).append(box)
            self._rules.add(box, squares)
            return short <= _WIDEST_RULE and long >= (_LEAST_LEVEL if level else _LEAST_RULE)
        if corners == 3:
            return self._is_tick(one, box)
        if corners not in (4, 5) or not self._is_square(one, corners):
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
            place = next((place for place in _FEET if place[0] <= bottom and top <= place[1]), None)
            self._bars.append(box)
            self._rules.add(box, squares)
            alike = max(abs(bottom - self._bars[0][1]), abs(top - self._bars[0][3])) <= _NEARLY
            return place is not None and alike and self._is_ink(one) and len(self._bars) <= MOST_BARS
        else:
            (self._rules if short <= _WIDEST_RULE else self._grounds).add(box, squares)
        return right - left >= _LEAST_LEVEL

    def _is_ink(self, bar: object) -> bool:
        """True for a bar that a scanner sees as wide as it is."""
        red, green, blue, alpha = self._inked(bar)
        return not self._stroked.value and alpha >= _FAINT and _brightness(red, green, blue) < _WHITE

    def _is_tick(self, one: object, box: Box) -> bool:
        """True for the tick of the box drawn last."""
        if not self._boxes or not overlap(box, self._boxes[-1]):
            return False
        side = self._boxes[-1][2] - self._boxes[-1][0]
        corners = [self._corner(self._pdfium.FPDFPath_GetPathSegment(one, place)) for place in range(3)]
        return all(
            abs(here[axis] - corners[0][axis] - side * (tick[axis] - _TICK[0][axis])) <= side * _NEARLY
            for here, tick in zip(corners, _TICK, strict=True)
            for axis in (0, 1)
        )

    def _corner(self, segment: object) -> tuple[float, float]:
        across, up = self._edges[:2]
        self._pdfium.FPDFPathSegment_GetPoint(segment, across, up)
        return across.value, up.value

    def seen(self) -> PageDrawing:
        """Return the tables, and the figures that stand where the order of drawing does not say or are set oddly."""
        pieces = tuple(in_one(self._pieces))
        rows = table_rows(pieces, self._level, self._upright)
        inside = framed(pieces, self._frames, self._level, self._upright)
        odd = dict.fromkeys((*out_of_place(pieces, self._level), *set_oddly(rows), *inside))
        code = read_bars(self._bars) if self._bars else None
        return PageDrawing(placed=tuple(odd), rows=rows, code=code)

    def has_lone_rule(self) -> bool:
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

    def _is_square(self, one: object, corners: int) -> bool:
        """True for a path of straight edges, each of them upright or level."""
        api = self._pdfium
        last: tuple[float, float] | None = None
        for place in range(corners):
            segment = api.FPDFPath_GetPathSegment(one, place)
            here = self._corner(segment)
            curved = api.FPDFPathSegment_GetType(segment) == api.FPDF_SEGMENT_BEZIERTO
            if curved or (last is not None and min(abs(here[0] - last[0]), abs(here[1] - last[1])) > _LEANING):
                return False
            last = here
        return True

    def _box(self, one: object) -> Box:
        left, bottom, right, top = self._edges
        self._pdfium.FPDFPageObj_GetBounds(one, left, bottom, right, top)
        return left.value, bottom.value, right.value, top.value

    def _inked(self, one: object) -> tuple[int, int, int, int]:
        """The colour a thing is filled with; black where none is said."""
        red, green, blue, alpha = self._colour
        if not self._pdfium.FPDFPageObj_GetFillColor(one, red, green, blue, alpha):
            return 0, 0, 0, 255
        return red.value, green.value, blue.value, alpha.value

    def _size_of(self, text: object) -> float:
        """The size of a text's letters in points; 0 where they are not drawn, or do not stand upright."""
        api, matrix = self._pdfium, self._matrix
        api.FPDFPageObj_GetMatrix(text, matrix)
        left, up = matrix.c, matrix.d
        if not _is_upright(matrix.a, matrix.b, left, up) or api.FPDFTextObj_GetTextRenderMode(text) not in _SHOWN_MODES:
            return 0.0
        api.FPDFTextObj_GetFontSize(text, self._number)
        return float(self._number.value * (left**2 + up**2) ** 0.5)

    def _is_inside(self, left: float, bottom: float, right: float, top: float) -> bool:
        width, height = self._size
        return left >= -1 and bottom >= -1 and right <= width + 1 and top <= height + 1

    def _is_dark(self, text: object, words: str) -> bool:
        red, green, blue, alpha = self._inked(text)
        bright = _brightness(red, green, blue)
        pale = _WHITE <= bright < _PALE and not any(one.isnumeric() for one in words)
        return alpha >= _FAINT and (bright < _WHITE or pale)

    def _is_mark(self, words: str) -> bool:
        """True for a mark or a piece of one, which may be drawn in several fonts."""
        return bool(words) and any(words in mark for mark in self._marks)

    def _words(self, text: object) -> str:
        length = self._pdfium.FPDFTextObj_GetText(text, self._held, self._buffer, _LONGEST_TEXT)
        if not 0 < length < _LONGEST_TEXT:
            return ""
        return str(self._written[:length], "utf-16-le", "replace").strip("\0 ")
