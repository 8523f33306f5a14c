"""Written: what the content of a page says of each thing it draws, where it is written as our own writer writes it.

PDFium says of a thing what it is asked for, one call after the other, and a page has hundreds of things that differ in
nothing but their place and their words. The content says which of them are drawn with the same pen: what PDFium says of
the first one holds for all. Each line must be one of ours, sign by sign; of a page that has any other, PDFium is asked
for every thing.
"""

import re
from codecs import charmap_decode
from collections.abc import Mapping, Sequence

from models.basics.records import dataclass

Pen = tuple[object, ...]  # things with the same pen are alike but for their place and their words
Thing = tuple[Pen, bytes, bytes | None]  # pen; of a text its font's name and the codes it draws, None = a path
NO_SIGN = "\ufffe"  # of a code that means nothing, as `charmap_decode` has it
MOST_CODES, _BEYOND, _WIDE_SPACE = 256, 0x10000, "\u3000"
_MOST_SIGNS = 400  # of a text drawn at once
_State = tuple[bytes, bytes, bytes, bytes]  # what is filled with, a line's width, how ink mixes, how all is turned
_DRAWS = (b"n ", b"BT")  # how the lines of paths and of texts begin
_BLANK: _State = (b"", b"", b"", b"")
_NUMBER = rb"[-.0-9]{1,16}"  # none is read here: what is written alike means the same


def _line(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern.replace(b"N", _NUMBER))


_CODES = rb"([ !-'*-\[\]-~]*(?:\\(?:[0-3][0-7]{2}|[()\\])[ !-'*-\[\]-~]*)*)"
_RUN = rb"(?:0 Tc )?/([A-Za-z0-9+]+) (N) Tf N TL \(" + _CODES + rb"\) Tj"
_TEXT, _EACH_RUN = _line(rb"BT 1 0 0 1 N N Tm " + _RUN + rb"(?: T\*)? ET"), _line(_RUN)
_TEXTS = _line(rb"BT 1 0 0 1 N N Tm (?:" + _RUN + rb" )+(?:T\* )?ET")
_PATH = _line(rb"n N N (?:N N (re)|m N N (l)) (S|f\*)")
_FILLS, _WIDENS, _MIXES = _line(rb"N N N rg"), _line(rb"N w"), _line(rb"/[A-Za-z0-9]+ gs")
_TURNS = _line(rb"N N N N N N cm")
_CHANGES_NOTHING = _line(  # nothing of a pen: a move, a line's colour and ends, an empty text, the beginning of a page
    rb"1 0 0 1 N N cm| *|N N N RG|[0-2] [Jj]|\[(?:3 3)?\] 0 d|BT 1 0 0 1 N N Tm  T\* ET|BT /F1 10 Tf 12 TL ET"
    rb"|1 0 0 1 0 0 cm  BT /F1 12 Tf 14\.4 TL ET"
)
_SPACES = re.compile(r" {2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPage:
    """The things of a page in the order of their drawing, and its fonts: name → the sign of each code."""

    things: Sequence[Thing]
    fonts: Mapping[bytes, str]


def things_written(content: bytes) -> list[Thing] | None:
    """Return what a page's content draws, in its order; None where any line is not one of ours."""
    things: list[Thing] = []
    state, kept = _BLANK, list[_State]()
    for line in content.split(b"\n"):
        if line[:2] in _DRAWS:
            if (drawn := _drawn(line, state)) is None:
                return None
            things += drawn
        elif line == b"q":
            kept.append(state)
        elif line == b"Q" and kept:
            state = kept.pop()
        elif (after := _state_after(state, line)) is None:
            return None
        else:
            state = after
    return things


def _drawn(line: bytes, state: _State) -> Sequence[Thing] | None:
    if (path := _PATH.fullmatch(line)) is not None:
        return (((state, *path.groups()), b"", None),)
    if (text := _TEXT.fullmatch(line)) is not None:
        font, size, codes = text.groups()
        return (((state, size), font, codes),)
    if _TEXTS.fullmatch(line) is not None:
        return [((state, size), font, codes) for font, size, codes in _EACH_RUN.findall(line)]
    return () if _CHANGES_NOTHING.fullmatch(line) is not None else None


def _state_after(state: _State, line: bytes) -> _State | None:
    """What is drawn with behind a line that draws nothing; None for one that is not ours."""
    fill, width, mixed, turned = state
    if _FILLS.fullmatch(line) is not None:
        return line, width, mixed, turned
    if _CHANGES_NOTHING.fullmatch(line) is not None:
        return state
    if _WIDENS.fullmatch(line) is not None:
        return fill, line, mixed, turned
    if _MIXES.fullmatch(line) is not None:
        return fill, width, line, turned
    return (fill, width, mixed, turned + line) if _TURNS.fullmatch(line) is not None else None


def signs_of(said: Mapping[int, int]) -> str:
    """Return the sign of each code from what a font's codes are said to mean; blanks but two are left to PDFium."""
    signs = [NO_SIGN] * MOST_CODES
    for code, meant in said.items():
        sign = chr(meant) if meant < _BEYOND else NO_SIGN
        if code < MOST_CODES and (sign.isprintable() or sign == _WIDE_SPACE):
            signs[code] = sign
    return "".join(signs)


def words_written(page: WrittenPage, text: str) -> list[str] | None:
    """Return the words of each thing of a page, "" for a path; None where they do not make up its text, sign by sign.

    `text`: what PDFium reads on the page. Blanks are not looked at: where several follow each other, PDFium reads one.
    """
    known: dict[tuple[bytes, bytes], str] = {}
    words = []
    try:
        for _, font, codes in page.things:
            if codes is None:
                words.append("")
                continue
            if (said := known.get((font, codes))) is None:
                said = known[font, codes] = _said(codes, page.fonts[font])
            words.append(said)
    except (UnicodeDecodeError, KeyError):
        return None
    short = max(map(len, words), default=0) <= _MOST_SIGNS
    return words if short and "".join("".join(words).split()) == "".join(text.split()) else None


def _said(codes: bytes, signs: str) -> str:
    """The words of a text. Raises UnicodeDecodeError for a code that means nothing."""
    if b"\\" in codes:
        plain = codes.replace(b"\\(", b"(").replace(b"\\)", b")")
        codes = plain.decode("unicode_escape").encode("latin-1")
    said, _ = charmap_decode(codes, "strict", signs)
    return _SPACES.sub(" ", said).strip(" ") if " " in said else said
