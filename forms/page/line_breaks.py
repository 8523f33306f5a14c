"""Line breaks: Chinese punctuation never starts or ends the wrong line (避头尾), figures stay with their measure.

Knows no font: the caller gives the width of a character. Source: GB/T 15834 (标点符号用法).
"""

import re
from collections.abc import Callable, Sequence

from models.basics.quantity import MEASURES

NO_START = frozenset("，。、；：？！”’）》」』】〕〉］｝…—～·％%‰℃°)]}>,.;:?!₀₁₂₃₄₅₆₇₈₉\ue02e")  # \ue02e: lowered point
NO_END = frozenset("（《“‘「『【〔〈［｛([{<￥$№第≥≤＞＜")
_WORD = r"[A-Za-z0-9][A-Za-z0-9.,:/+\-_%‰℃₀-₉\ue02e]*"
_FIGURE = r"[+\-−]?[0-9][0-9,.:]*[%‰％℃]?"
_MEASURE = "|".join(sorted((re.escape(name) for name in MEASURES), key=len, reverse=True))
_TOGETHER = re.compile(
    rf"{_FIGURE}[—～–]{_FIGURE}(?: ?个?(?:{_MEASURE})|[月日号年])?"  # 1—9月
    rf"|{_FIGURE}(?: ?个?(?:{_MEASURE})|[月日号年元]|[万亿])"  # 5.15 万亩
    rf"|{_FIGURE}(?![A-Za-z0-9/_.,:%\-])"
    rf"|{_WORD}"
)


def pieces(text: str) -> list[str]:
    """Split a text into pieces that must not be broken: a character and the marks clinging to it, a figure, a word."""
    glued: list[str] = []
    place = 0
    while place < len(text):
        found = _TOGETHER.match(text, place) if text[place].isascii() or text[place] == "−" else None
        piece = found[0] if found else text[place]
        place += len(piece)
        if glued and (piece[0] in NO_START or glued[-1][-1] in NO_END):
            glued[-1] += piece
        else:
            glued.append(piece)
    return glued


def fill_lines(text: str, widths: Sequence[float], width_of: Callable[[str], float]) -> list[tuple[float, str]]:
    """Break a text into lines (room left, text); the last width holds for all further lines.

    `width_of` gives the width of one character. A line end in the text ends the line. A piece wider than a whole line
    is broken where it must be; no line is ever wider than its width unless a single character is.
    """
    lines: list[tuple[float, str]] = []
    for part in text.split("\n"):
        _fill(part, widths, width_of, lines)
    return lines


def _fill(text: str, widths: Sequence[float], width_of: Callable[[str], float], lines: list[tuple[float, str]]) -> None:
    line, used = "", 0.0

    def room() -> float:
        return widths[min(len(lines), len(widths) - 1)]

    for piece in pieces(text):
        width = sum(map(width_of, piece))
        if used + width > room() + 1e-6 and line:
            lines.append((room() - used, line.rstrip(" ")))
            line, used, piece = "", 0.0, piece.lstrip(" ")
            width = sum(map(width_of, piece))
        while width > room() + 1e-6 and len(piece) > 1:
            cut, taken = _cut(piece, room(), width_of)
            lines.append((room() - taken, piece[:cut]))
            piece, width = piece[cut:], width - taken
        line, used = line + piece, used + width
    lines.append((room() - used, line))


def _cut(piece: str, room: float, width_of: Callable[[str], float]) -> tuple[int, float]:
    """How many characters of a piece that is too wide go into a line, at least one, and their width."""
    taken, fit = width_of(piece[0]), 1
    while fit < len(piece) and taken + (width := width_of(piece[fit])) <= room + 1e-6:
        taken, fit = taken + width, fit + 1
    cut = fit
    while cut > 1 and (piece[cut : cut + 1] in NO_START or piece[cut - 1] in NO_END):
        cut -= 1
    if cut > 1:
        return cut, sum(map(width_of, piece[:cut]))
    return fit, taken
