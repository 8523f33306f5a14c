"""Read pages: the texts of a PDF's pages, in the order in which they were drawn, and whether they can be seen.

Our pages are texts, lines and filled boxes, each box drawn before the text upon it. A picture, a text that is drawn
invisibly, outside the page or too small, and whatever lies over a text drawn before it are told.

PDFium reads them; it is given files from outside in the worker only (`forms.guards.worker`).
"""

import ctypes
from collections.abc import Iterator
from typing import Any

from forms.guards.worker import Ask, Plain
from forms.page.geometry import ACROSS_BACK, ACROSS_FRONT, MM
from forms.page.placed import Box, Piece, RuledRow, framed, in_one, out_of_place, set_oddly, table_rows
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
_INNER = 0.25  # of a text's box on each side: what only touches it there covers nothing
_MOST_OBJECTS, _MOST_RULES = 200_000, 3_000
_STRIP = 12.0  # points: texts are looked up by the strip of the page they stand in


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesRead:
    """The text of each page, and what is wrong with the drawing of some: page (from 1) → a word (`odd_drawing`)."""

    texts: tuple[str, ...]
    odd: dict[int, str]
    placed: dict[int, tuple[str, ...]]  # figures that stand where the order of drawing does not say, or are set oddly
    rows: dict[int, tuple[RuledRow, ...]]  # of the tables of each page


NO_PAGES = PagesRead(texts=("",), odd={}, placed={}, rows={})  # of a file whose pages cannot be read


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


def _is_upright(matrix: Any) -> bool:  # noqa: ANN401 - PDFium's matrix
    """True for letters that are neither turned, mirrored, slanted nor squeezed: a 6 upside down is a 9."""
    across, up = matrix.a, matrix.d
    return bool(across > 0 and up > 0 and _LEAST_SHARE <= across / up <= 1 / _LEAST_SHARE and _is_flat(matrix))


def _is_flat(matrix: Any) -> bool:  # noqa: ANN401 - PDFium's matrix
    return bool(max(abs(matrix.b), abs(matrix.c)) <= _LEANING * matrix.d)


def _brightness(red: int, green: int, blue: int) -> float:
    return red * _BRIGHT[0] + green * _BRIGHT[1] + blue * _BRIGHT[2]


def _grown(one: Box) -> Box:
    return one[0] - _TOUCHING, one[1] - _TOUCHING, one[2] + _TOUCHING, one[3] + _TOUCHING


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def _shrunk(one: Box) -> Box:
    return one[0] + _TOUCHING, one[1] + _TOUCHING, one[2] - _TOUCHING, one[3] - _TOUCHING


def _edges_of(one: Box) -> tuple[Box, ...]:
    left, bottom, right, top = one
    return (
        (left, bottom, right, bottom),
        (left, top, right, top),
        (left, bottom, left, top),
        (right, bottom, right, top),
    )


def _keep(strips: dict[int, list[Box]], box: Box) -> None:
    for strip in _strips(box):
        strips.setdefault(strip, []).append(box)


def _near(strips: dict[int, list[Box]], box: Box) -> Iterator[Box]:
    for strip in _strips(box):
        yield from strips.get(strip, ())


def _strips(box: Box) -> range:
    return range(int(box[1] // _STRIP), int(box[3] // _STRIP) + 1)


class _DrawnPage:
    """One page being looked through in the order of its drawing."""

    def __init__(self, pdfium: Any, size: tuple[float, float], held: Any, marks: frozenset[str]) -> None:  # noqa: ANN401
        self._pdfium, self._size, self._held, self._marks = pdfium, size, held, marks
        self._edges = [ctypes.c_float() for _ in range(4)]
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._mode, self._stroked, self._number = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
        self._matrix = pdfium.FS_MATRIX()
        self._texts: dict[int, list[Box]] = {}
        self._pieces: list[Piece] = []
        self._boxes: list[Box] = []  # to tick
        self._frames: list[Box] = []
        self._rules: dict[int, list[Box]] = {}  # with edges of boxes, by the strips of the page
        self._grounds: dict[int, list[Box]] = {}
        self._bar: tuple[float, float] | None = None  # where bars of the code begin and end, from below
        self._level: list[Box] = []
        self._upright: list[Box] = []
        self._dark: list[Box] = []  # grounds on which a dark text cannot be read

    def text(self, one: object) -> str:
        """Take up a text; one that is blank, or a mark, is passed over."""
        left, bottom, right, top = self._box(one)
        if right <= left or top <= bottom:
            return ""
        api, (width, height) = self._pdfium, self._size
        api.FPDFTextObj_GetFontSize(one, self._number)
        api.FPDFPageObj_GetMatrix(one, self._matrix)
        size = self._number.value * (self._matrix.c**2 + self._matrix.d**2) ** 0.5
        inside = left >= -1 and bottom >= -1 and right <= width + 1 and top <= height + 1
        straight = _is_upright(self._matrix)
        seen = api.FPDFTextObj_GetTextRenderMode(one) in _SHOWN_MODES and size >= _LEAST_SIZE and inside and straight
        if not seen or not self._is_dark(one):
            return "" if self._is_mark(one) else "unseen"
        across, up = (right - left) * _INNER, (top - bottom) * _INNER
        box = left + across, bottom + up, right - across, top - up
        if self._meets(box) or any(_overlap(box, rule) for rule in _near(self._rules, box)):
            return "covered"
        self._pieces.append(Piece(words=self._words(one), size=size, box=(left, bottom, right, top)))
        if self._dark and any(_overlap(box, one) for one in self._dark):
            return "unseen"
        _keep(self._texts, box)
        return ""

    def path(self, one: object) -> str:
        """Say whether a path lies over a text that was drawn before it."""
        api, grown = self._pdfium, 0.0
        api.FPDFPath_GetDrawMode(one, self._mode, self._stroked)
        if self._stroked.value:
            api.FPDFPageObj_GetStrokeWidth(one, self._number)
            grown = self._number.value / 2 if self._number.value > _THICK else 0.0
        filled = self._mode.value and self._inked(one)[3] > _SHEER
        if not filled and not self._stroked.value:
            return ""
        left, bottom, right, top = self._box(one)
        if filled and min(right - left, top - bottom) > _LEAST_GROUND and _brightness(*self._inked(one)[:3]) < _DARK:
            self._dark.append((left, bottom, right, top))
        if self._meets((left - grown, bottom - grown, right + grown, top + grown)):
            return "covered"
        box = left, bottom, right, top
        if filled and any(
            _overlap(_shrunk(box), ink) for held in (self._rules, self._grounds) for ink in _near(held, box)
        ):
            return "drawing"  # what is left to see of ink below it could be a figure
        return "" if self._is_rule(one, box, filled=bool(filled)) else "drawing"

    def _is_rule(self, one: object, box: Box, *, filled: bool) -> bool:
        """True for what our pages draw: rules of tables, grounds, boxes to tick, bars of the code at the foot.

        Anything else could be a figure that is drawn and not written.
        """
        left, bottom, right, top = box
        short, long = sorted((right - left, top - bottom))
        corners = self._pdfium.FPDFPath_CountSegments(one)
        if corners == 2:
            level = right - left >= top - bottom
            (self._level if level else self._upright).append(box)
            _keep(self._rules, box)
            return short <= _WIDEST_RULE and long >= (_LEAST_LEVEL if level else _LEAST_RULE)
        if corners == 3:
            return self._is_tick(one, box)
        if corners not in (4, 5) or not self._is_square(one, corners):
            return False
        if not filled:
            for edge in _edges_of(box):
                _keep(self._rules, edge)
            if long - short <= 1 and _TICKED[0] <= short <= _TICKED[1]:
                alone = not any(_overlap(_grown(box), other) for other in self._boxes)
                self._boxes.append(box)
                return alone
            self._frames.append(box)
        elif short <= _WIDEST_RULE and top - bottom == long:
            place = next((place for place in _FEET if place[0] <= bottom and top <= place[1]), None)
            self._bar = self._bar or (bottom, top)
            return place is not None and max(abs(bottom - self._bar[0]), abs(top - self._bar[1])) <= _NEARLY
        else:
            _keep(self._rules if short <= _WIDEST_RULE else self._grounds, box)
        return right - left >= _LEAST_LEVEL

    def _is_tick(self, one: object, box: Box) -> bool:
        """True for the tick of the box drawn last."""
        if not self._boxes or not _overlap(box, self._boxes[-1]):
            return False
        side = self._boxes[-1][2] - self._boxes[-1][0]
        corners = [self._corner(one, place) for place in range(3)]
        return all(
            abs(here[axis] - corners[0][axis] - side * (tick[axis] - _TICK[0][axis])) <= side * _NEARLY
            for here, tick in zip(corners, _TICK, strict=True)
            for axis in (0, 1)
        )

    def _corner(self, one: object, place: int) -> tuple[float, float]:
        across, up = self._edges[:2]
        segment = self._pdfium.FPDFPath_GetPathSegment(one, place)
        self._pdfium.FPDFPathSegment_GetPoint(segment, across, up)
        return across.value, up.value

    def seen(self) -> PageDrawing:
        """Return the tables, and the figures that stand where the order of drawing does not say or are set oddly."""
        pieces = tuple(in_one(self._pieces))
        rows = table_rows(pieces, self._level, self._upright)
        inside = framed(pieces, self._frames, self._level, self._upright)
        odd = dict.fromkeys((*out_of_place(pieces, self._level), *set_oddly(rows), *inside))
        return PageDrawing(placed=tuple(odd), rows=rows)

    def has_lone_rule(self) -> bool:
        """True when an upright rule touches no level one: it belongs to no table. No page of ours has so many rules."""
        if max(len(self._upright), len(self._level)) > _MOST_RULES:
            return True
        return any(not any(_overlap(_grown(one), other) for other in self._level) for one in self._upright)

    def _is_square(self, one: object, corners: int) -> bool:
        """True for a path of straight edges, each of them upright or level."""
        api = self._pdfium
        last: tuple[float, float] | None = None
        for place in range(corners):
            here = self._corner(one, place)
            curved = api.FPDFPathSegment_GetType(api.FPDFPath_GetPathSegment(one, place)) == api.FPDF_SEGMENT_BEZIERTO
            if curved or (last is not None and min(abs(here[0] - last[0]), abs(here[1] - last[1])) > _LEANING):
                return False
            last = here
        return True

    def _meets(self, box: Box) -> bool:
        left, bottom, right, top = box
        return any(
            low < top and high > bottom and start < right and end > left
            for start, low, end, high in _near(self._texts, box)
        )

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

    def _is_dark(self, one: object) -> bool:
        red, green, blue, alpha = self._inked(one)
        bright = _brightness(red, green, blue)
        pale = _WHITE <= bright < _PALE and not any(one.isnumeric() for one in self._words(one))
        return alpha >= _FAINT and (bright < _WHITE or pale)

    def _is_mark(self, one: object) -> bool:
        """True for a mark or a piece of one, which may be drawn in several fonts."""
        words = self._words(one)
        return bool(words) and any(words in mark for mark in self._marks)

    def _words(self, one: object) -> str:
        length = self._pdfium.FPDFTextObj_GetText(one, self._held, None, 0)
        if not 0 < length < 1_000:
            return ""
        buffer = (ctypes.c_ushort * (length // 2 + 1))()
        self._pdfium.FPDFTextObj_GetText(one, self._held, buffer, length)
        return bytes(buffer).decode("utf-16-le", "replace").strip("\0 ")
