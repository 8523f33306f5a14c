"""Tokens of a formula: where each number, day, text, name and symbol stands in what the person typed.

Holds the alphabet of the rule language and its error. Refuses to know names, kinds or meaning: that is
`models.formula.parser`. Full-width signs are read as their plain twins one character for one, so every position is a
position in the person's own text; what stands between quotes or square brackets is kept as typed.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

MAX_LENGTH = 500  # characters of a formula
MAX_DIGITS = 18  # digits of a number literal
MAX_COLUMN = 40  # characters of a column name in square brackets

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # ！ to ～, among them （），＋－．％＜＝＞Ａ０
FOLD = _FULL_WIDTH | str.maketrans("“”×÷−", '""*/-')
_TWINS = {"≥": ">=", "≤": "<=", "≠": "!=", "且": "and", "或": "or", "非": "not", "属于": "in", "不属于": "not in"}
_WORDS = frozenset({"and", "or", "not", "in", "not in"})
_JOINING = ("不属于", "属于", "且", "或")  # may touch what stands before and behind: Q01.1>0且Q01.2>0
_JOINING_SIGNS = frozenset(word[0] for word in _JOINING)
_BRACKETED = rf"\[[^\[\]\n]{{1,{MAX_COLUMN}}}\]"
_TOKEN = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9.]))"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?%?)"
    rf"|(?P<name>[^\W\d_]\w*(?:\.\w+)*(?:\.{_BRACKETED})?)"  # R05.[街道/社区]
    rf"|(?P<column>{_BRACKETED})"
    r'|(?P<text>"[^"\n]*")'
    r"|(?P<symbol>\.\.|<=|>=|!=|==|=>|[-+*/<>(),]|[≥≤≠])"
)
_RUN_ON = re.compile(r"[\w.]+")  # what may not touch the end of a number
_CLOSING = frozenset({"number", "date", "name", "column", "text", ")"})  # ends an operand: an operator may follow


class FormulaError(ValueError):
    """A formula the plan may not hold.

    `position` is the column in the person's text, from 1. `reason` names the sentence `errors.formula_<reason>`, whose
    blanks are {position} and the `facts`.
    """

    def __init__(self, position: int, reason: str, **facts: object) -> None:
        super().__init__(position, reason, facts)
        self.position = position
        self.reason = reason
        self.facts = facts


class Token:
    """One piece of a formula. `sort` is number, date, name, column, text, end, or the symbol or word itself.

    `text` is folded; the content of a text or of square brackets is as typed. `start` and `end` are a half-open slice
    of the formula. A column in square brackets is a column of the row and nothing else; the words are and, or, not, in,
    not in.
    """

    __slots__ = ("end", "sort", "start", "text")

    def __init__(self, sort: str, text: str, start: int, end: int) -> None:
        self.sort, self.text, self.start, self.end = sort, text, start, end


@lru_cache(maxsize=1024)  # those of a few plans
def read_tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a formula, the last one of sort end.

    Raises FormulaError for an empty or over-long text, a character, number, day or text literal that cannot be read.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError(MAX_LENGTH + 1, "too_long", limit=MAX_LENGTH)
    if not text.strip():
        raise FormulaError(1, "empty")
    return tuple(_tokens(text, text if FOLD.keys().isdisjoint(map(ord, text)) else text.translate(FOLD)))


def _tokens(text: str, folded: str) -> Iterator[Token]:
    at, end, after_operand = 0, len(folded), False
    while at < end:
        if folded[at].isspace():
            at += 1
            continue
        token = _token(text, folded, at, after_operand)
        yield token
        after_operand, at = token.sort in _CLOSING, token.end
    yield Token("end", "", end, end)


def _token(text: str, folded: str, at: int, after_operand: bool) -> Token:
    if after_operand and folded[at] in _JOINING_SIGNS and folded.startswith(_JOINING, at):
        word = next(word for word in _JOINING if folded.startswith(word, at))
        return Token(_TWINS[word], word, at, at + len(word))
    found = _TOKEN.match(folded, at)
    if found is None:
        raise _unreadable(text, folded, at)
    sort, piece = str(found.lastgroup), found[0]
    end = at + len(piece)
    if sort == "symbol" or (sort == "name" and _TWINS.get(piece, piece) in _WORDS):
        sort = _TWINS.get(piece, piece)
    elif sort == "name" and piece[-1] == "]":
        opening = piece.index("[")
        piece = piece[:opening] + text[at + opening : end]
    elif sort == "number":
        _require_number(folded, piece, at, end)
    elif sort == "date":
        _require_day(piece, at)
    elif sort != "name":
        piece = text[at + 1 : end - 1]
    return Token(sort, piece, at, end)


def _unreadable(text: str, folded: str, at: int) -> FormulaError:
    reason = {'"': "text_open", "=": "single_equals", "[": "column_open"}.get(folded[at])
    return FormulaError(at + 1, reason) if reason else FormulaError(at + 1, "bad_character", character=text[at])


def _require_number(folded: str, number: str, at: int, end: int) -> None:
    run_on = _RUN_ON.match(folded, end)
    if run_on and not run_on.group().startswith(_JOINING):
        raise FormulaError(at + 1, "bad_number", text=number + run_on.group())
    if len(number) > MAX_DIGITS and sum(map(str.isdigit, number)) > MAX_DIGITS:
        raise FormulaError(at + 1, "number_too_long", limit=MAX_DIGITS)


def _require_day(text: str, at: int) -> None:
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise FormulaError(at + 1, "no_such_day", text=text) from error
