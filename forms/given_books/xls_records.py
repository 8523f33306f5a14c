"""Records of an .xls: the figures as they are stored, how they are shown, errors, what is hidden, unseen, struck out.

calamine gives the values of an old workbook without their formats and leaves errors out; its own records say both
([MS-CFB], [MS-XLS] 2.4). What cannot be read here — a book older than 1997, a damaged one — is nothing: the values
stand as they came, and the book is told to be compared.
"""

import struct
from collections.abc import Iterator
from dataclasses import field

from forms.given.format_sections import LONGEST_FORMAT
from forms.given.number_format import BUILT_IN, GENERAL
from forms.given_books.xls_looks import XlsLooks
from models.basics.records import dataclass

CONTAINER = bytes.fromhex("d0cf11e0a1b11ae1")
_ENTRY, _HEADER, _IN_HEADER, _LAST = 128, 512, 109, 0xFFFFFFFA
_STREAM = "Workbook".encode("utf-16-le")
_BIFF8, _WORKSHEETS = 0x0600, 0x0010
_BOF, _EOF, _BOUNDSHEET, _FORMAT = 0x0809, 0x0A, 0x85, 0x041E
_NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR, _LABELSST, _LABEL = 0x0203, 0x027E, 0xBD, 0x06, 0x0205, 0xFD, 0x0204
_ROW, _COLINFO, _CONDITIONAL = 0x0208, 0x7D, (0x01B0, 0x0879)
_RECALC = 0x01C1  # says which Excel has worked the book out; without it each works it out anew
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_NO_NUMBER, _IS_ERROR = 0xFFFF, 2
_LAST_COLUMN = 256
Place = tuple[int, int]  # row and column, from 1


@dataclass(slots=True, kw_only=True)
class XlsSheet:
    """What the records of one worksheet say of its cells."""

    figures: dict[Place, tuple[float, str]] = field(default_factory=dict)  # stored number, its format
    errors: dict[Place, str] = field(default_factory=dict)
    formulas: set[Place] = field(default_factory=set)
    uncounted: bool = False  # no formula of the book has a result
    struck: set[Place] = field(default_factory=set)
    faint: set[Place] = field(default_factory=set)
    levels: dict[Place, str] = field(default_factory=dict)  # place → a text with raised or lowered digits
    hidden: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    dressed: bool = False


def xls_sheets(content: bytes) -> tuple[XlsSheet, ...]:
    """Return the sheets of an .xls in the order of the book, of charts an empty one; () for what cannot be read."""
    try:
        stream = _stream(content)
        walk = _RecordWalk(stream)
        sheets = tuple(walk.read()) if stream else ()
        results = [one.figures[at][0] for one in sheets for at in one.formulas if at in one.figures]
        if results and not walk.counted and not any(results):
            for one in sheets:
                one.uncounted = True
        return sheets
    except (struct.error, IndexError, ValueError):
        return ()


def _stream(content: bytes) -> bytes:
    """The stream of the workbook in its compound file ([MS-CFB] 2.2–2.6); b"" where there is none."""
    if not content.startswith(CONTAINER):
        return b""
    shift, small = struct.unpack_from("<HH", content, 30)
    size = 1 << shift
    if shift not in (9, 12) or small != 6:
        return b""
    fat = _fat(content, size)
    first, cutoff, mini = *struct.unpack_from("<I", content, 48), *struct.unpack_from("<I", content, 56), b""
    folder = b"".join(_chain(content, fat, first, size))
    entries = [folder[at : at + _ENTRY] for at in range(0, len(folder) - _ENTRY + 1, _ENTRY)]
    found = next((one for one in entries if one[: len(_STREAM) + 2] == _STREAM + b"\0\0"), None)
    if found is None:
        return b""
    start, length = *struct.unpack_from("<I", found, 116), *struct.unpack_from("<I", found, 120)
    if length >= cutoff:
        return b"".join(_chain(content, fat, start, size))[:length]
    root = struct.unpack_from("<I", entries[0], 116)[0]
    mini = b"".join(_chain(content, fat, root, size))
    table = b"".join(_chain(content, fat, struct.unpack_from("<I", content, 60)[0], size))
    links = struct.unpack(f"<{len(table) // 4}I", table)
    return b"".join(_chain(b"\0" * 64 + mini, links, start, 64))[:length]


def _fat(content: bytes, size: int) -> tuple[int, ...]:
    """The table that says of each sector which one follows."""
    sectors = list(struct.unpack_from(f"<{_IN_HEADER}I", content, 76))
    following, most = struct.unpack_from("<I", content, 68)[0], len(content) // size + 1
    while following < _LAST and most:
        listed = struct.unpack_from(f"<{size // 4}I", content, (following + 1) * size)
        sectors += listed[:-1]
        following, most = listed[-1], most - 1
    used = [one for one in sectors if one < _LAST]
    if len(set(used)) < len(used):
        raise ValueError("one sector listed twice")
    parts = [content[(one + 1) * size : (one + 2) * size] for one in used]
    table = b"".join(part for part in parts if len(part) == size)
    return struct.unpack(f"<{len(table) // 4}I", table)


def _chain(content: bytes, fat: tuple[int, ...], start: int, size: int) -> Iterator[bytes]:
    at, most = start, len(fat)
    while at < len(fat) and most:
        yield content[(at + 1) * size : (at + 2) * size]
        at, most = fat[at], most - 1


class _RecordWalk:
    """Goes once through the records of a workbook of 1997 to 2003."""

    def __init__(self, stream: bytes) -> None:
        self._stream, self._left = stream, len(stream)  # bytes of records: each belongs to one sheet
        self._formats: dict[int, str] = {}
        self._looks = XlsLooks()
        self.counted = False

    def read(self) -> Iterator[XlsSheet]:
        places = []
        if struct.unpack_from("<HHH", self._stream)[::2] != (_BOF, _BIFF8):
            return
        for kind, body in self._records(0):
            if kind == _BOUNDSHEET:
                places.append((struct.unpack_from("<I", body)[0], body[5]))
            elif kind == _FORMAT:
                self._formats[struct.unpack_from("<H", body)[0]] = _long_text(body[2:])[:LONGEST_FORMAT]
            else:
                self.counted = self.counted or kind == _RECALC
                self._looks.take(kind, body)
        self._looks.close()
        for at, what in places:
            yield self._sheet(at) if what == 0 else XlsSheet()

    def _records(self, at: int) -> Iterator[tuple[int, bytes]]:
        """Yield the records from a place to the end of what begins there; what is drawn within is passed over."""
        depth = 0
        while at + 4 <= len(self._stream):
            kind, size = struct.unpack_from("<HH", self._stream, at)
            self._left -= 4 + size
            if self._left < 0:
                raise ValueError("records of one sheet are another's too")
            if kind == _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth <= 0:
                    return
            elif depth == 1:
                yield kind, self._stream[at + 4 : at + 4 + size]
            at += 4 + size

    def _sheet(self, at: int) -> XlsSheet:
        sheet = XlsSheet()
        for kind, body in self._records(at):
            if kind in (_NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR, _LABELSST, _LABEL):
                self._cells(kind, body, sheet)
            elif kind == _ROW and struct.unpack_from("<H", body, 12)[0] & _ROW_HIDDEN:
                sheet.hidden.add(struct.unpack_from("<H", body)[0] + 1)
            elif kind == _COLINFO:
                first, last, width, _, look = struct.unpack_from("<5H", body)
                if look & _COLUMN_HIDDEN or not width:
                    sheet.hidden_columns.update(range(first + 1, min(last, _LAST_COLUMN) + 2))
            elif kind in _CONDITIONAL:
                sheet.dressed = True
        return sheet

    def _cells(self, kind: int, body: bytes, sheet: XlsSheet) -> None:
        row, column, style = struct.unpack_from("<HHH", body)
        at = (row + 1, column + 1)
        if kind == _MULRK:
            for place in range((len(body) - 6) // 6):
                style, packed = struct.unpack_from("<HI", body, 4 + 6 * place)
                self._figure((row + 1, column + 1 + place), style, _unpacked(packed), sheet)
            return
        if kind == _RK:
            self._figure(at, style, _unpacked(struct.unpack_from("<I", body, 6)[0]), sheet)
        elif kind == _NUMBER or (kind == _FORMULA and struct.unpack_from("<H", body, 12)[0] != _NO_NUMBER):
            self._figure(at, style, struct.unpack_from("<d", body, 6)[0], sheet)
        elif (code := _error_in(kind, body)) is not None:
            sheet.errors[at] = ERRORS.get(code, "#N/A")
        if kind == _FORMULA:
            sheet.formulas.add(at)
        text = struct.unpack_from("<I", body, 6)[0] if kind == _LABELSST else None
        self._look(at, style, text, sheet)
        if text is not None and (words := self._looks.levelled(text)):
            sheet.levels[at] = words

    def _figure(self, at: Place, style: int, value: float, sheet: XlsSheet) -> None:
        code = self._looks.formats[style] if style < len(self._looks.formats) else 0
        form = self._formats.get(code) or BUILT_IN.get(code, GENERAL)
        sheet.figures[at] = value, form
        self._look(at, style, None, sheet, repr(value), form)

    def _look(self, at: Place, style: int, text: int | None, sheet: XlsSheet, figure: str = "", code: str = "") -> None:
        if self._looks.struck(style, text):
            sheet.struck.add(at)
        if self._looks.faint(style, text, figure=figure if "[" in code else "", code=code):
            sheet.faint.add(at)


def _error_in(kind: int, body: bytes) -> int | None:
    if kind == _FORMULA and body[6] == _IS_ERROR:
        return body[8]
    return body[6] if kind == _BOOLERR and body[7] else None


def _unpacked(packed: int) -> float:
    """A number in the short form of the format ([MS-XLS] 2.5.217)."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return value / 100 if packed & 1 else value


def _long_text(body: bytes) -> str:
    """A text with its length in two bytes and a byte that says how wide its signs are."""
    length, wide = struct.unpack_from("<HB", body)
    return body[3 : 3 + 2 * length].decode("utf-16-le") if wide & 1 else body[3 : 3 + length].decode("latin-1")
