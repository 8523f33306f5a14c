"""Pinyin initials of Chinese text, so that a clerk finds 人工造林 by rgzl.

GB 2312 level 1 holds its 3,755 common characters in the order of their pinyin, so the code alone tells the initial.
Other characters have none here; they are found by themselves.
"""

from bisect import bisect_right

# first code of each initial in GB 2312 level 1
_STARTS = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"), (0xD7FA, ""),
)  # fmt: skip
_CODES = [code for code, _ in _STARTS]


def initials(text: str) -> str:
    """Return the initials of a text in small letters; letters and figures stay, everything else is left out."""
    return "".join(_initial(sign) for sign in text)


def _initial(sign: str) -> str:
    if sign.isascii():
        return sign.lower() if sign.isalnum() else ""
    try:
        code = int.from_bytes(sign.encode("gb2312"))
    except UnicodeEncodeError:
        return ""
    place = bisect_right(_CODES, code) - 1
    return _STARTS[place][1] if place >= 0 else ""
