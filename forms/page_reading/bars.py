"""Bars: what a scanner reads from the code at the foot of a page, Code 128 (ISO/IEC 15417).

Whoever has the unit's key could print bars of another return above the right digest: a person reads the digest, a
scanner the bars.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from forms.page.geometry import Box

MOST_BARS = 400  # a code of a hundred signs; ours have sixteen
_WIDTHS = (  # of the bars and spaces of each symbol in modules, ISO/IEC 15417:2007 table 1
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232"
)
_SYMBOLS = {widths: value for value, widths in enumerate(_WIDTHS.split())}
_STOP = "2331112"
_STARTS = {103: "A", 104: "B", 105: "C"}
_CHANGES = {"A": {99: "C", 100: "B"}, "B": {99: "C", 101: "A"}, "C": {100: "B", 101: "A"}}
_MODULES, _STOP_MODULES, _BASE = 11, 13, 103  # modules of a symbol, of the last one; what the check digit is taken by
_OFF = 0.25  # modules by which an edge may stand beside its place
_CLOSE, _MANY = 60.0, 8  # points in which so many rules stand side by side: no table is so narrow or so low
_STRIP = 12.0  # points of a page: rules that pass through the same strip stand side by side
_FARTHEST = 1_200.0  # points: beyond the long side of A3
_SAME = 0.3  # points between rules that are one, drawn by each of its cells


def read_bars(bars: Sequence[Box]) -> str:
    """Return what the bars of one code say, "" for bars no scanner can read; more than `MOST_BARS` are none."""
    if not bars or len(bars) > MOST_BARS:
        return ""
    symbols = _symbols(_elements(bars))
    if len(symbols) < 3 or symbols[0] not in _STARTS:
        return ""
    start, *said, check = symbols
    if (start + sum(place * value for place, value in enumerate(said, 1))) % _BASE != check:
        return ""
    return _text(_STARTS[start], said)


def _elements(bars: Sequence[Box]) -> list[float]:
    """The widths of bars and spaces in turn; bars that touch are one."""
    joined: list[list[float]] = []
    for left, _, right, _ in sorted(bars):
        if joined and left <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], right)
        else:
            joined.append([left, right])
    edges = [edge for bar in joined for edge in bar]
    return [after - before for before, after in pairwise(edges)]


def _symbols(elements: Sequence[float]) -> list[int]:
    """The values of the symbols before the last one, which says stop; none for anything else."""
    count, rest = divmod(len(elements) - len(_STOP), 6)
    if count < 1 or rest:
        return []
    module = sum(elements) / (_MODULES * count + _STOP_MODULES)
    widths = "".join(_width(one / module) for one in elements)
    values = [_SYMBOLS.get(widths[place : place + 6], -1) for place in range(0, 6 * count, 6)]
    return values if widths[6 * count :] == _STOP and -1 not in values else []


def _width(modules: float) -> str:
    nearest = round(modules)
    return str(nearest) if abs(modules - nearest) <= _OFF and 1 <= nearest <= 4 else "?"


def _text(code: str, values: Sequence[int]) -> str:
    """What symbols say in a code set; "" with signs that are none of a text."""
    said: list[str] = []
    for value in values:
        if value in _CHANGES[code]:
            code = _CHANGES[code][value]
        elif code == "C" and value < 100:
            said.append(f"{value:02d}")
        elif value < (64 if code == "A" else 95):
            said.append(chr(value + 32))
        else:
            return ""
    return "".join(said)


def has_bars(rules: Sequence[Box], *, level: bool) -> bool:
    """True for rules that stand as near to each other as the bars of a code: no table has such rows or columns."""
    middles = [(rule[1] + rule[3] if level else rule[0] + rule[2]) / 2 for rule in rules]
    ranked = sorted(middles)
    if not any(after - before < _CLOSE for before, after in zip(ranked, ranked[_MANY - 1 :], strict=False)):
        return False  # nearly every page: nowhere so many so near, in one strip or in several
    strips: dict[int, list[float]] = {}
    for rule, middle in zip(rules, middles, strict=True):
        for strip in _strips(rule, level=level):
            strips.setdefault(strip, []).append(middle)
    return any(_are_close(places) for places in strips.values() if len(places) >= _MANY)


def _strips(rule: Box, *, level: bool) -> Iterator[int]:
    ends = (rule[0], rule[2]) if level else (rule[1], rule[3])
    first, last = (int(min(max(0.0, end), _FARTHEST) / _STRIP) for end in ends)
    yield from range(first, last + 1)


def _are_close(places: list[float]) -> bool:
    apart: list[float] = []
    for place in sorted(places):
        if not apart or place - apart[-1] > _SAME:
            apart.append(place)
    return any(apart[n] - apart[n - _MANY + 1] < _CLOSE for n in range(_MANY - 1, len(apart)))
