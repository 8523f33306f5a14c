"""Page objects: what PDFium says of each thing a page draws: its place, its words, the pen it is drawn with."""

import ctypes
import struct
from collections.abc import Callable
from functools import cache
from typing import Any

from forms.page.geometry import Box
from models.basics.records import dataclass

TEXT, PATH = 1, 2
LEANING = 0.01  # of a letter's height: how far it leans; in points, how far an edge is from level or upright
_SHOWN_MODES = (0, 1, 2)  # filled, outlined, both; 3 is invisible, the others clip
_LEAST_SHARE = 0.5  # of a letter's height: its width
_LONGEST_TEXT = 1_000  # bytes of UTF-16 of a text drawn at once
_BRIGHT = (0.299, 0.587, 0.114)  # of red, green, blue; source: ITU-R BT.601
_FOUR = struct.Struct("4f").unpack
Call = Callable[..., Any]
_SQUARE = (4, 5)  # corners of a box, the first once more or not


@dataclass(frozen=True, slots=True)
class Ink:
    """How bright and how solid something is filled, of 255."""

    bright: float
    solid: int


@dataclass(frozen=True, slots=True)
class TextPen:
    """The size of a text's letters in points, 0 where they are not drawn or do not stand upright, and their ink."""

    size: float
    ink: Ink


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPen:
    """How a path is drawn: with which ink it is filled, how wide its stroke is in points, None = not stroked.

    `square`: it has the corners of a box, and each of its edges is upright or level.
    """

    ink: Ink  # nothing solid where it is not filled
    width: float | None
    corners: int
    square: bool


class PageObjects:
    """The things of one page, in the order of their drawing."""

    def __init__(self, page: Any, held: Any) -> None:  # noqa: ANN401 - PDFium's page and its text
        """Begin without asking for any."""
        import pypdfium2.raw as pdfium

        self._api, self._page, self._held = pdfium, page.raw, held.raw
        self.count: int = pdfium.FPDFPage_CountObjects(page.raw)
        self._object, self.kind, self._bounds = _quick_calls()
        self._box = (ctypes.c_float * 4)()
        self._edges = [ctypes.byref(self._box, place) for place in range(0, 16, 4)]
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._mode, self._stroked = ctypes.c_int(), ctypes.c_int()
        self._number, self._other = ctypes.c_float(), ctypes.c_float()
        self._matrix = pdfium.FS_MATRIX()
        self._buffer = (ctypes.c_ushort * (_LONGEST_TEXT // 2))()
        self._written = memoryview(self._buffer).cast("B")

    def at(self, place: int) -> object:
        """Return the thing at a place, from 0; `kind` says whether it is a TEXT, a PATH or something else."""
        return self._object(self._page, place)

    def box(self, one: object) -> Box:
        """Return where a thing stands."""
        left, bottom, right, top = self._edges
        self._bounds(one, left, bottom, right, top)
        box: Box = _FOUR(self._box)
        return box

    def words(self, text: object) -> str:
        """Return what a text says, "" for one that is too long."""
        length = self._api.FPDFTextObj_GetText(text, self._held, self._buffer, _LONGEST_TEXT)
        if not 0 < length < _LONGEST_TEXT:
            return ""
        return str(self._written[:length], "utf-16-le", "replace").strip("\0 ")

    def text_pen(self, text: object) -> TextPen:
        """Return how a text is drawn."""
        return TextPen(self._size_of(text), self._ink(text))

    def path_pen(self, path: object) -> PathPen:
        """Return how a path is drawn."""
        api, width = self._api, None
        api.FPDFPath_GetDrawMode(path, self._mode, self._stroked)
        if self._stroked.value:
            api.FPDFPageObj_GetStrokeWidth(path, self._number)
            width = self._number.value
        ink = self._ink(path) if self._mode.value else Ink(0.0, 0)
        corners = api.FPDFPath_CountSegments(path)
        square = corners in _SQUARE and self._is_square(path, corners)
        return PathPen(ink=ink, width=width, corners=corners, square=square)

    def corner(self, path: object, place: int) -> tuple[float, float]:
        """Return a corner of a path, as it was drawn before it was moved."""
        return self._corner(self._api.FPDFPath_GetPathSegment(path, place))

    def _corner(self, segment: object) -> tuple[float, float]:
        self._api.FPDFPathSegment_GetPoint(segment, self._number, self._other)
        return self._number.value, self._other.value

    def _is_square(self, path: object, corners: int) -> bool:
        """True for a path of straight edges, each of them upright or level."""
        api = self._api
        last: tuple[float, float] | None = None
        for place in range(corners):
            segment = api.FPDFPath_GetPathSegment(path, place)
            here = self._corner(segment)
            curved = api.FPDFPathSegment_GetType(segment) == api.FPDF_SEGMENT_BEZIERTO
            if curved or (last is not None and min(abs(here[0] - last[0]), abs(here[1] - last[1])) > LEANING):
                return False
            last = here
        return True

    def _ink(self, one: object) -> Ink:
        """The ink a thing is filled with; black where none is said."""
        red, green, blue, alpha = self._colour
        if not self._api.FPDFPageObj_GetFillColor(one, red, green, blue, alpha):
            return Ink(0.0, 255)
        return Ink(red.value * _BRIGHT[0] + green.value * _BRIGHT[1] + blue.value * _BRIGHT[2], alpha.value)

    def _size_of(self, text: object) -> float:
        api, matrix = self._api, self._matrix
        api.FPDFPageObj_GetMatrix(text, matrix)
        left, up = matrix.c, matrix.d
        if not _is_upright(matrix.a, matrix.b, left, up) or api.FPDFTextObj_GetTextRenderMode(text) not in _SHOWN_MODES:
            return 0.0
        api.FPDFTextObj_GetFontSize(text, self._number)
        return float(self._number.value * (left**2 + up**2) ** 0.5)


def _is_upright(across: float, right: float, left: float, up: float) -> bool:
    """True for letters that are neither turned, mirrored, slanted nor squeezed: a 6 upside down is a 9."""
    straight = max(abs(right), abs(left)) <= LEANING * up
    return across > 0 and up > 0 and _LEAST_SHARE <= across / up <= 1 / _LEAST_SHARE and straight


@cache
def _quick_calls() -> tuple[Call, Call, Call]:
    """What is asked of every thing, without the look at each argument that takes longer than the answer."""
    import pypdfium2.raw as pdfium

    def quick(call: Any, answer: Any) -> Call:  # noqa: ANN401
        made: Call = ctypes.PYFUNCTYPE(answer)(ctypes.cast(call, ctypes.c_void_p).value or 0)
        return made

    return (
        quick(pdfium.FPDFPage_GetObject, pdfium.FPDF_PAGEOBJECT),
        quick(pdfium.FPDFPageObj_GetType, ctypes.c_int),
        quick(pdfium.FPDFPageObj_GetBounds, ctypes.c_int),
    )
