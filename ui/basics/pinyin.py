"""Pinyin initials of Chinese text, so that a clerk finds 人工造林 by rgzl.

GB 2312 level 1 holds its 3,755 common characters in the order of their pinyin, so the code alone tells the initial.
Of the others those that stand in names of places are listed; the rest have none here and are found by themselves.
"""

from bisect import bisect_right

# first code of each initial in GB 2312 level 1
_STARTS = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"), (0xD7FA, ""),
)  # fmt: skip
_RARE = {
    "b": "灞邠亳", "c": "浐", "d": "宕", "f": "沣", "g": "珙", "h": "鄠", "j": "泾筠鄄莒", "l": "岚醴崃", "m": "岷",
    "p": "濮邳郫", "q": "綦衢谯邛犍", "s": "泗睢歙沭", "t": "潼洮郯", "w": "婺汶", "x": "盱", "y": "瀛鄢郓兖眙黟",
}  # fmt: skip
_OF_PLACES = {sign: letter for letter, signs in _RARE.items() for sign in signs}
_CODES = [code for code, _ in _STARTS]


class _Letters(dict[int, str]):
    """What a sign becomes among the initials, found when it is met first."""

    def __missing__(self, code: int) -> str:
        letter = self[code] = _initial(chr(code))
        return letter


_LETTERS = _Letters()


def initials(text: str) -> str:
    """Return the initials of a text in small letters; letters and figures stay, everything else is left out."""
    return text.translate(_LETTERS)


def _initial(sign: str) -> str:
    if sign.isascii():
        return sign.lower() if sign.isalnum() else ""
    if sign in _OF_PLACES:
        return _OF_PLACES[sign]
    try:
        code = int.from_bytes(sign.encode("gb2312"))
    except UnicodeEncodeError:
        return ""
    place = bisect_right(_CODES, code) - 1
    return _STARTS[place][1] if place >= 0 else ""
