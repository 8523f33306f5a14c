"""Shown values: what a cell shows of a number, a day or a text in its style.

A short list of formats shows a number as it is; every other one (a literal text, a percentage, sections, a thousandth)
is told beside the value, because nobody can say what each program makes of it. Source: ECMA-376-1 §18.8.
"""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from forms.book.text import kept_figure, word
from forms.book_reading.looks import GENERAL, CellStyle
from forms.book_reading.xml import Ambiguous

_LEAST_ROOM = 0.7  # characters of the usual font that a sign of a figure takes at least: with less it is shown as ###
_GENERAL_ROOM = 11  # characters Excel shows of a number without a format
_FIGURE = re.compile(r"(?:0|#,##0)(?:\.(0{1,40})(#{0,20}))?(?:_[ )]|\\ )?")
_DAY = re.compile(r"yyyy(?:-|\\-)mm(?:-|\\-)dd", re.IGNORECASE)
_ISO_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T00:00:00(?:\.0{1,3})?Z?)?")
ANY_DIGITS = 17  # significant digits of a number that programs write; what has more is read in several ways


_MOST_LINES, _MOST_BLANKS = 1, 20  # before or behind a text: with more it is pushed out of its cell
_NUMBER = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?")


def shown_text(text: str, look: CellStyle) -> str:
    """Return what a text cell shows: itself, or its format beside it where that may add or take away."""
    for code in look.formats:
        plain = code == "@" or code.lower() == GENERAL.lower() or _FIGURE.fullmatch(code) or _DAY.fullmatch(code)
        if not plain:
            return told(text, code)
    return told(text, look.odd) if look.odd else text


def shown_number(raw: str, look: CellStyle, *, room: float | None = None, date_1904: bool = False) -> str:
    """Return what a number cell shows, plainly written; with its format where that would show something else.

    `room` is the width of a column somebody made narrower, in characters. Raises Ambiguous for what is no number.
    """
    if not _NUMBER.fullmatch(raw):
        raise Ambiguous("number")
    figures = {_shown_in(raw, code, room, date_1904) for code in look.formats}
    if len(raw.lower().partition("e")[0].replace(".", "").strip("-0")) > ANY_DIGITS:
        return told(raw[:40], word("mark.digits"))
    if len(figures) > 1 or look.odd:
        return told(kept_figure(raw), look.odd or " / ".join(look.formats))
    return figures.pop()


def decimals_shown(look: CellStyle) -> int:
    """Return up to how many decimals a style shows a plainly written number as it stands, -1 for a style that may not.

    A number of a style without a format shows all it has.
    """
    if look.odd or len(look.formats) != 1:
        return -1
    (code,) = look.formats
    if code == "@" or code.lower() == GENERAL.lower():
        return ANY_DIGITS
    found = _FIGURE.fullmatch(code)
    return len(found[1] or "") + len(found[2] or "") if found else -1


@lru_cache(maxsize=20_000)
def _shown_in(raw: str, code: str, room: float | None, date_1904: bool) -> str:
    text = kept_figure(raw)
    if code == "@" or code.lower() == "general":
        narrow = room is not None and room < min(len(text), _GENERAL_ROOM)
        return told(text, word("mark.narrow")) if narrow else text
    if _DAY.fullmatch(code):
        return _day(text, date_1904) or told(text, code)
    found = _FIGURE.fullmatch(code)
    if found is None:
        return told(text, code)
    places = len(found[1] or "") + len(found[2] or "")
    if len(text.partition(".")[2]) > places:
        return told(text, code)
    signs = len(text.partition(".")[0]) + (1 + len(found[1]) if found[1] else 0)
    return told(text, word("mark.hashes")) if room is not None and room < signs * _LEAST_ROOM else text


def shown_day(raw: str, look: CellStyle) -> str:
    """Return what a cell that holds a day shows: the day where its formats are those of days, else told."""
    found = _ISO_DAY.fullmatch(raw)
    if found is None:
        raise Ambiguous("day")
    plain = not look.odd and all(_DAY.fullmatch(code) for code in look.formats)
    return found[1] if plain else told(found[1], look.odd or " / ".join(look.formats))


def _day(text: str, date_1904: bool) -> str:
    """Return the day a serial number means, ISO; "" for none. The day that never was (29 February 1900) is none."""
    value = Decimal(text) if re.fullmatch(r"[0-9]{1,7}", text) else None
    if value is None or value < 61 or value > 2_958_465:
        return ""
    base = datetime(1904, 1, 1) if date_1904 else datetime(1899, 12, 30)
    return (base + timedelta(days=int(value))).date().isoformat()


def in_place(text: str) -> str:
    """Return a text, told where blanks or empty lines around it push it out of its cell."""
    if not text or not (text[0].isspace() or text[-1].isspace()):
        return text
    around = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    pushed = any(one.count("\n") > _MOST_LINES for one in around) or len(around[0]) > _MOST_BLANKS
    return told(text.strip(), word("mark.pushed")) if pushed and not text.isspace() else text


def told(text: str, code: str) -> str:
    """Return a value with the format it is shown in, as no return says it."""
    return word("mark.format", 值=text, 格式=code[:40])
