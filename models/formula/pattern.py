"""Patterns of 形如: a sequence of signs and classes with counts, matched in one pass whatever the text.

`陕[A-Z][0-9A-Z]{5,6}`: a plain sign stands for itself, `[…]` is a class, `?` any one sign, `\\` takes the next sign as
it stands, `{n}` and `{m,n}` repeat what stands before. No groups, no alternatives, no anchors (the whole text is
meant): ( ) | * + ^ $ stand for themselves only behind a `\\`, since whoever writes them bare means a regular
expression. A run of changing length must have no sign in common with what can follow it, so that nothing is ever
tried twice: the regular expression it becomes cannot backtrack.
"""

import re

from models.basics.records import dataclass
from models.formula.tokens import FormulaError

LONGEST = 60  # characters of a pattern
MOST_REPEATS = 200
WIDEST_RANGE = 30_000  # signs of one range of a class; 一-龥 has 20,902
_PIECE = re.compile(
    r"(?:(?P<any>\?)|\[(?P<class>[^\]]+)\]|\\(?P<escaped>.)|(?P<sign>[^\[\]{}?\\()|*+^$]))"
    r"(?:\{(?P<few>\d{1,3})(?:,(?P<most>\d{1,3}))?\})?"
)


@dataclass(frozen=True, slots=True)
class _Run:
    signs: frozenset[str] | None  # None = any sign
    few: int
    most: int


def compile_pattern(text: str, start: int) -> re.Pattern[str]:
    """Return the regular expression of a pattern, whose text literal begins at `start` of the formula.

    Raises FormulaError for a pattern that is unreadable, too long, or could be matched in two ways.
    """
    if not text or len(text) > LONGEST:
        raise FormulaError(start + 1, "pattern_length", limit=LONGEST)
    runs: list[_Run] = []
    place = 0
    while place < len(text):
        found = _PIECE.match(text, place)
        at = start + place + 2  # behind the quote, from 1
        if found is None:
            raise FormulaError(at, "bad_pattern", text=text[place : place + 1])
        runs.append(_run(found, at))
        place = found.end()
    if _ambiguous(runs):
        raise FormulaError(start + 1, "ambiguous_pattern", text=text)
    return re.compile("".join(map(_regex, runs)), re.DOTALL)


def _ambiguous(runs: list[_Run]) -> bool:
    """True when a run of changing length could take signs that what follows may want as well."""
    for index, run in enumerate(runs):
        for following in runs[index + 1 :] if run.few != run.most else ():
            if run.signs is None or following.signs is None or run.signs & following.signs:
                return True
            if following.few:
                break
    return False


def _run(found: re.Match[str], at: int) -> _Run:
    few = int(found["few"] or 1)
    most = int(found["most"] or few)
    if not few <= most <= MOST_REPEATS or most == 0:
        raise FormulaError(at, "bad_repeat", text=found.group(), limit=MOST_REPEATS)
    if found["any"]:
        return _Run(None, few, most)
    signs = _class(found["class"], at) if found["class"] else frozenset(found["escaped"] or found["sign"])
    return _Run(signs, few, most)


def _class(text: str, at: int) -> frozenset[str]:
    signs: set[str] = set()
    place = 0
    while place < len(text):
        if text[place + 1 : place + 2] == "-" and place + 2 < len(text):
            low, high = ord(text[place]), ord(text[place + 2])
            if not low <= high <= low + WIDEST_RANGE:
                raise FormulaError(at, "bad_class", text=text)
            signs.update(map(chr, range(low, high + 1)))
            place += 3
        else:
            signs.add(text[place])
            place += 1
    return frozenset(signs)


def _regex(run: _Run) -> str:
    signs = "." if run.signs is None else f"[{''.join(map(re.escape, sorted(run.signs)))}]"
    return f"{signs}{{{run.few},{run.most}}}"
