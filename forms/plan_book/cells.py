"""Cells: how the value of a key stands in a cell, and back.

Texts stand as they are; several have a line each, `name = value` where they are named. A flag is 是 or 否, a word of
the program its Chinese name (the word itself is read as well); so are the rules of checks and what they are told to
look for. What a spreadsheet made of something else is refused.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import Any

from forms.given.cells import GivenCell
from forms.plan_book.layout import label, word
from models.basics.messages import say
from models.basics.quantity import plain
from models.basics.reading import EntryError, read_date, read_yes_no
from models.plan.rows.keys import Key, Type
from models.plan.rules import RULES, InputShape

RULE = ("check", "rule")  # the key that names a rule
_SPLIT = re.compile(r"[、，,;；]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}.*$")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_SEVERAL = (
    InputShape.WORDS,
    InputShape.ITEMS,
    InputShape.REGISTERS,
    InputShape.COLUMNS,
    InputShape.MEASURES,
    InputShape.FIGURES,
)
Said = Callable[[str], str]  # key of the same row → its text, "" for none


class CellFault(Exception):
    """A cell that cannot be taken: the sentence `plan_reading.<reason>` and its facts."""

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason, self.facts = reason, facts

    @property
    def message(self) -> str:
        """The sentence for a person."""
        return say(f"plan_reading.{self.reason}", **self.facts)


def cell_text(table: str, key: Key, value: Any) -> str:  # noqa: ANN401
    """Return how a value stands in a cell."""
    if isinstance(value, bool):
        return word("yes" if value else "no")
    if isinstance(value, Mapping):
        return "\n".join(_pair(name, cell_text(table, key, one)) for name, one in value.items())
    if key.type is Type.KEYS:
        return "\n".join("、".join(_name(name, "、，,;；") for name in one) for one in value)
    if isinstance(value, list | tuple):
        return "\n".join(_line(cell_text(table, key, one)) for one in value)
    if key.type is Type.WORD or (table, key.name) == RULE or (key.type is Type.INPUT and key.name in _chosen()):
        return label(table, key.name, value)
    return plain(value) if isinstance(value, Decimal) else str(value)


def _line(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if not text or text != text.strip() else text


def _pair(name: str, text: str) -> str:
    return f"{_name(name, '=＝')} = {json.dumps(text, ensure_ascii=False) if text != text.strip() else text}"


def _name(text: str, signs: str) -> str:
    odd = text != text.strip() or text.startswith('"') or any(sign in text for sign in signs)
    return json.dumps(text, ensure_ascii=False) if odd else text


def cell_value(table: str, key: Key, shown: GivenCell, said: Said) -> Any:  # noqa: ANN401
    """Return the value a cell says, as TOML has it; None for a blank one. Raises CellFault."""
    text = shown.text.replace("\r\n", "\n").replace("\r", "\n")
    if shown.formula:
        raise CellFault("formula")
    if shown.turned and key.type not in (Type.DAY, Type.DAYS, Type.BOUND):
        raise CellFault("turned", 原文=text[:80])
    if shown.rough:
        raise CellFault("rough", 原文=text[:80])
    return _value(table, key, text, said) if text.strip() else None


def _value(table: str, key: Key, text: str, said: Said) -> Any:  # noqa: ANN401
    if key.type is Type.WORD:
        return _word(table, key, text.strip())
    if key.type is Type.TARGET:
        return True if text.strip() == word("yes") and not said("grades") else _figure_like(text.strip())
    if key.type is Type.VALUE:
        return list(_lines(text)) if said("type") in ("list", label("parameter", "type", "list")) else text.strip()
    if key.type is Type.INPUT:
        return _input(key.name, text, _rule_meant(said("rule")))
    if (table, key.name) == RULE:
        return _rule(text)
    return _PLAIN.get(key.type, str.strip)(text)


def _follows(text: str) -> Any:  # noqa: ANN401
    return dict(_pairs(text)) if re.search("[=＝]", text) else text.strip()


def _bound(text: str) -> date | str:
    return date.fromisoformat(text.strip()) if _DAY.fullmatch(text.strip()) else text.strip()


def _figure_like(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return folded if re.fullmatch(r"-?[0-9.]+", folded) else text


def _flag(text: str) -> bool:
    found = read_yes_no(text.strip())
    if found is None:
        raise CellFault("not_a_flag", 原文=text[:80])
    return found


def _whole(text: str) -> int:
    folded = unicodedata.normalize("NFKC", text).strip()
    if not _WHOLE.fullmatch(folded):
        raise CellFault("not_whole", 原文=text[:80])
    return int(folded)


def _word(table: str, key: Key, text: str) -> str:
    labels = {label(table, key.name, one): one for one in key.words}
    found = _meant(labels, text)
    if found is None:
        raise CellFault("not_a_word", 原文=text[:80], 可选="、".join(labels), 提示=_near(text, labels))
    return found


def _meant(labels: Mapping[str, str], text: str) -> str | None:
    """Return the word somebody means by its name or itself, None for neither."""
    folded = {unicodedata.normalize("NFKC", word).casefold(): word for pair in labels.items() for word in pair}
    found = folded.get(unicodedata.normalize("NFKC", text).strip().casefold())
    return None if found is None else labels.get(found, found)


def _near(text: str, labels: Mapping[str, str]) -> str:
    near = get_close_matches(text, labels, 1)
    return say("plan.near", id=near[0]) if near else ""


@cache
def _rules() -> Mapping[str, str]:
    """What each rule is called → its name."""
    return {label(*RULE, name): name for name in RULES}


@cache
def _chosen() -> frozenset[str]:
    """Return the inputs of rules that are words to choose from."""
    return frozenset(name for rule in RULES.values() for name, wanted in rule.inputs.items() if wanted.words)


def _rule_meant(text: str) -> str:
    """Return the name of the rule somebody means, by what it is called or its name; the text itself for none."""
    return _meant(_rules(), text) or text.strip()


def _rule(text: str) -> str:
    found = _meant(_rules(), text)
    if found is None:
        raise CellFault("no_rule", 原文=text[:80], 提示=_near(text.strip(), _rules()))
    return found


def _day(text: str) -> date:
    """The day of a cell; a time of day beside it is no part of any day of a plan and is not dropped unsaid."""
    try:
        found = read_date(text.strip())
    except EntryError as error:
        raise CellFault("not_a_day", 原文=text[:80]) from error
    if (time := _TIME.search(text)) is not None and time[0].strip(" T:0"):
        raise CellFault("day_with_time", 原文=text[:80], 日=found.value.isoformat())
    return found.value


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if line.strip():
            yield _unquoted(line.strip())


def _unquoted(text: str) -> str:
    """Return a text that was quoted for its outer spaces without quotes; any other as it is."""
    if text.startswith('"'):
        try:
            found = json.loads(text)
        except ValueError:
            return text
        if isinstance(found, str) and (not found or found != found.strip()):
            return found
    return text


def _split(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield from (one.strip() for one in _SPLIT.split(line) if one.strip())


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for line in (line.strip() for line in text.split("\n") if line.strip()):
        name, rest = _begun(line, "=＝")
        if not rest:
            raise CellFault("not_pair", 原文=line[:80])
        yield name, _unquoted(rest[1:].strip())


def _names(line: str) -> Iterator[str]:
    while line:
        name, rest = _begun(line, "、，,;；")
        if name:
            yield name
        line = rest[1:].strip()


def _begun(text: str, signs: str) -> tuple[str, str]:
    """Return the name a text begins with, and the rest from the sign that ends it."""
    if text.startswith('"'):
        try:
            name, end = json.JSONDecoder().raw_decode(text)
            rest = text[end:].lstrip()
            if isinstance(name, str) and (not rest or rest[0] in signs):
                return name, rest
        except ValueError:
            pass
    at = next((place for place, sign in enumerate(text) if sign in signs), len(text))
    return text[:at].strip(), text[at:]


def _input(name: str, text: str, rule: str) -> Any:  # noqa: ANN401
    """Return what a rule is told; of a rule nobody knows, one line is a text and several are a list."""
    wanted = RULES[rule].inputs.get(name) if rule in RULES else None
    lines = list(_lines(text))
    if wanted is None:
        return lines[0] if len(lines) == 1 else lines
    if wanted.words:
        labels = {label("check", name, one): one for one in wanted.words}
        words = [_meant(labels, one) or one for one in (_split(text) if wanted.shape is InputShape.WORDS else lines)]
        return words if wanted.shape is InputShape.WORDS else "\n".join(words)
    if wanted.shape in _SEVERAL:
        return (
            list(_split(text))
            if wanted.shape in (InputShape.ITEMS, InputShape.REGISTERS, InputShape.FIGURES)
            else lines
        )
    if wanted.shape is InputShape.LIMITS:
        return dict(_pairs(text))
    return _flag(text) if wanted.shape is InputShape.FLAG else text.strip()


_PLAIN: Mapping[Type, Callable[[str], Any]] = {  # every other type is a text without outer spaces
    Type.FLAG: _flag,
    Type.WHOLE: _whole,
    Type.DAY: _day,
    Type.BOUND: _bound,
    Type.DAYS: lambda text: [_day(one) for one in _split(text)],
    Type.REFS: lambda text: list(_split(text)),
    Type.UNITS: lambda text: list(_split(text)),
    Type.ITEMS: lambda text: list(_split(text)),
    Type.TEXTS: lambda text: list(_lines(text)),
    Type.PAIRS: lambda text: dict(_pairs(text)),
    Type.FIGURES: lambda text: dict(_pairs(text)),
    Type.KEYS: lambda text: [list(_names(line)) for line in _lines(text)],
    Type.FOLLOWS: _follows,
    Type.FIGURE: lambda text: unicodedata.normalize("NFKC", text).strip(),
    Type.TEXT: lambda text: text.strip("\n"),
    Type.FORMULA: lambda text: text.strip("\n"),
}


def choices_of(table: str, key: Key) -> Sequence[str]:
    """Return what a cell of a key may say, empty when that is open."""
    if key.type is Type.FLAG:
        return (word("yes"), word("no"))
    return tuple(label(table, key.name, one) for one in key.words) if key.type is Type.WORD else ()
