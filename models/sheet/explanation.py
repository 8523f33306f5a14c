"""Explanation: the written answer of a unit to one finding; and which written words, of whomever, give no reason."""

import re
from functools import lru_cache
from unicodedata import category

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.reading import normal_text
from models.basics.records import dataclass

LEAST_SAID, LEAST_WHY = 3, 2  # different letters beside empty phrases; digits and punctuation are none
SHORTEST_EXPLANATION = 6  # characters
LONGEST_WHY = 1000  # characters of a reason: what is longer stands in a document that it names
LONGEST_LINE = 100  # characters of how somebody is reached, by which way a paper came, of a person or a document
LONGEST_NAME = 60  # characters of an office's or a unit's name
_UNSEEN, _UNASSIGNED = ("Cc", "Cf", "Cs"), ("Co", "Cn")
_BREAKS = {ord("\t"): " "} | dict.fromkeys(map(ord, "\v\f\x85\u2028\u2029"), "\n")
EMPTY_PHRASES = ("情况属实", "数据属实", "属实", "已核实", "经核实无误", "核实无误", "无误", "同上", "正常")
_EMPTY = re.compile("|".join(map(re.escape, sorted(EMPTY_PHRASES, key=len, reverse=True))))


@dataclass(frozen=True, slots=True)
class Explanation:
    """A unit's written answer to a warning: reason code ("" = none) and text."""

    text: str
    code: str = ""


def says_something(text: str) -> bool:
    """True for six characters, and not only empty phrases, digits and signs, or a few letters repeated."""
    return len("".join(text.split())) >= SHORTEST_EXPLANATION and _letters(text) >= LEAST_SAID


def says_why(text: str) -> bool:
    """True for a reason, however short: 笔误 is one, and empty phrases, digits or one letter repeated are none."""
    return _letters(text) >= LEAST_WHY


def require_reason(text: str, lacking: str = "reason_missing") -> str:
    """Return the reason given for an act, as it is kept and printed.

    Raises AppError `lacking` for none, "reason_vague" for empty words, "reason_long" for more than papers hold.
    """
    said = written_words(text)
    if not said:
        raise AppError(lacking)
    if not says_why(said):
        raise AppError("reason_vague")
    if len(said) > LONGEST_WHY:
        raise AppError("reason_long", n=len(said), 最多=LONGEST_WHY)
    return said


def require_line(text: str, what: str, most: int = LONGEST_LINE) -> str:
    """Return a text of one line as it is kept and printed; `what`: the message that names it. Raises "line_long"."""
    return require_text(" ".join(written_words(text).split()), what, most)


def require_text(text: str, what: str, most: int = LONGEST_WHY) -> str:
    """Return a text, which may have several lines, as it is kept and printed. Raises AppError("line_long")."""
    said = written_words(text)
    if len(said) > most:
        raise AppError("line_long", 栏=say(what), n=len(said), 最多=most)
    return said


def written_words(text: str) -> str:
    """Return what somebody wrote without what nobody sees: control signs, marks that turn a line round."""
    return "".join(one for one in seen_words(text) if category(one) not in _UNASSIGNED).strip()


def seen_words(text: str) -> str:
    """Return a text without control signs and marks that turn a line round; every kind of line break is one."""
    said = normal_text(text)
    if said.isprintable():
        return said
    return "".join(one for one in said.translate(_BREAKS) if one == "\n" or category(one) not in _UNSEEN).strip()


@lru_cache(maxsize=1_024)  # each revision of a paper explains the same in the same words
def _letters(text: str) -> int:
    """How many different letters stand beside the empty phrases."""
    return len({one.lower() for one in _EMPTY.sub("", "".join(text.split())) if one.isalpha()})
