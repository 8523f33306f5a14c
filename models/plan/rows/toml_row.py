"""Rows of a plan or a settings file: typed access to one TOML table that notes every problem at its place.

Knows shapes, ids and references. Which keys a row may have is told by `models.plan.rows.keys`, read by
`models.plan.rows.values`; what nobody asked for is an unknown key.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import parse_time
from models.basics.quantity import plain
from models.basics.reading import TOO_MANY_DIGITS, EntryError, read_number, with_power
from models.formula.prefixes import Prefix
from models.plan.rows.problems import LONGEST_ID, Problems

EPOCH = date(2000, 1, 1)  # stands where a day was wrong; the plan is refused anyway
LONGEST_TEXT, LONGEST_LIST = 1000, 500
ID = re.compile(r"[^\W_](?:[\w.-]*[\w-])?")  # stands in file names and addresses: no /, @, brackets or white space
NAME = re.compile(r"[^\W\d_]\w*(?:\.\w+)*")  # an id a formula can speak of
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
RESERVED = {  # words of formulas
    "且", "或", "非", "属于", "不属于", "and", "or", "not", "台账", "本行", *Prefix,
}  # fmt: skip
COLUMN, COLUMN_TYPE = "column", "type of a column"  # what may be torn of a register: `Problems.torn`
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
FIGURE = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_Enum = TypeVar("_Enum", bound=StrEnum)


class TomlRow:
    """One TOML table with its place in the file."""

    __slots__ = ("_asked", "_inner", "_skipped", "file", "found", "path", "problems")

    def __init__(self, problems: Problems, file: str, path: str, found: Mapping[str, Any]) -> None:
        self.problems, self.file, self.path, self.found = problems, file, path, found
        self._asked: set[str] = set()
        self._skipped: frozenset[str] = frozenset()
        self._inner: dict[str, tuple[TomlRow, ...]] = {}

    def note(self, name: str, key: str, **facts: object) -> None:
        """Note a problem at one key of this row, "" for the row itself."""
        self.problems.note(self.file, f"{self.path}.{name}" if name else self.path, key, **facts)

    def _wrong(self, name: str, shape: str) -> None:
        self.note(name, "wrong_type", 键=name, 应为=say(f"plan.type_{shape}"))

    def spell(self, keys: Mapping[str, object]) -> None:
        """Note each key that is none of these, and go on as if the one that looks most like it stood there.

        What is only misspelt then makes no second problem.
        """
        for name in [name for name in self.found if name not in keys]:
            meant = self.problems.nearest(name, keys)
            if meant is not None and meant not in self.found:
                hint = self.problems.near(name, keys)
                self.note(name[:LONGEST_ID], "unknown_key", 键=name, 提示=hint)
                self.found = {meant if key == name else key: value for key, value in self.found.items()}

    def given(self, name: str) -> bool:
        """True when the row has the key."""
        if name not in self._skipped:
            self._asked.add(name)
        return name in self.found

    def _get(self, name: str, kind: type, shape: str, *, needed: bool = False) -> Any:  # noqa: ANN401
        """Return the value of a key when it has the right type, None (noted where it matters) otherwise."""
        if not self.given(name):
            if needed:
                self.note(name, "missing_key", 键=name)
            return None
        value = self.found[name]
        if type(value) is not kind:  # not isinstance: true is no number, a time of day is no day
            self._wrong(name, shape)
            return None
        return value

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; without a default the key is needed and may not be blank."""
        value = self.found.get(name)
        if type(value) is str and value.isprintable() and not value.isspace() and 0 < len(value) <= LONGEST_TEXT:
            if name not in self._skipped:
                self._asked.add(name)
            return value  # nearly every one
        value = self._get(name, str, "text", needed=default is None)
        if value is None:
            return default or ""
        if default is None and not value.strip():
            self.note(name, "missing_key", 键=name)
        return self._checked(name, value)

    def _checked(self, name: str, text: str) -> str:
        if len(text) > LONGEST_TEXT:
            self.note(name, "too_long", 键=name, n=LONGEST_TEXT)
        elif not text.isprintable() and any(unicodedata.category(sign) in _UNSEEN for sign in text):
            self.note(name, "control_character", 键=name)
        return text

    def id(self, name: str = "id", pattern: re.Pattern[str] = ID) -> str:
        """Return an id; "" (noted) for what cannot stand in addresses and file names."""
        text = self.text(name)
        if text and (len(text) > LONGEST_ID or not pattern.fullmatch(text)):
            self.note(name, "bad_id" if pattern is ID else "bad_name", 编号=text[:LONGEST_ID])
            return ""
        if text.partition(".")[0].casefold() in DEVICES or (pattern is not ID and text in RESERVED):
            self.note(name, "reserved_id", 编号=text)
            return ""
        return text

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a true or false."""
        value = self._get(name, bool, "flag")
        return default if value is None else bool(value)

    def whole(self, name: str, low: int, high: int, *, needed: bool = False) -> int | None:
        """Return a whole number between two others, None when not given."""
        value = self._get(name, int, "whole", needed=needed)
        if value is not None and not low <= value <= high:
            self.note(name, "out_of_range", 键=name, 下限=low, 上限=high)
            return None
        return value if isinstance(value, int) else None

    def day(self, name: str, *, needed: bool = False) -> date | None:
        """Return a day, None when not given."""
        value = self._get(name, date, "day", needed=needed)
        return value if isinstance(value, date) and not isinstance(value, datetime) else None

    def time(self, name: str) -> datetime | None:
        """Return a time at +08:00; None (noted) for what has no day and hour."""
        value = self.found.get(name)
        if not self.given(name) or value == "":
            self.note(name, "missing_key", 键=name)
            return None
        try:
            return parse_time(value.isoformat() if isinstance(value, datetime) else str(value))
        except AppError:
            self.note(name, "not_a_time", 原文=str(value))
            return None

    def texts(self, name: str, *, needed: bool = False) -> tuple[str, ...]:
        """Return a list of texts, each once, empty when not given; a needed one may not be empty."""
        value = self.found.get(name)
        if type(value) is list and _are_plain(value):
            if name not in self._skipped:
                self._asked.add(name)
            return tuple(value)  # nearly every one
        if name not in self.found and not needed:
            self._asked.add(name)
            return ()
        listed = self._list(name, str, "texts", needed=needed)
        counts = Counter(listed) if len(set(listed)) < len(listed) else dict.fromkeys(listed, 1)
        for text, times in counts.items():
            if times > 1:
                self.note(name, "repeated", 键=name, 名称=text)
        return tuple(self._checked(name, text) for text in counts)

    def days(self, name: str) -> frozenset[date]:
        """Return a set of days."""
        return frozenset(self._list(name, date, "days"))

    def _list(self, name: str, kind: type, shape: str, *, needed: bool = False) -> list[Any]:
        if kind is str and type(self.found.get(name)) is str:  # one text without its brackets is meant as the only one
            self._asked.add(name)
            self._wrong(name, shape)
            return [self.found[name]]
        value = self._get(name, list, shape, needed=needed)
        if value is None:
            return []
        if not {kind}.issuperset(map(type, value)):
            self._wrong(name, shape)
            return []
        if needed and not value:
            self.note(name, "missing_key", 键=name)
        return self._cut(name, value)

    def _cut(self, name: str, value: list[Any]) -> list[Any]:
        if len(value) > LONGEST_LIST:
            self.note(name, "list_too_long", 键=name, n=LONGEST_LIST)
        return value[:LONGEST_LIST]

    def figure(self, name: str, *, needed: bool = False) -> Decimal | None:
        """Return a figure written as text or bare, None when not given."""
        if _is_number(self.found.get(name)):
            self._asked.add(name)
            return self._figure(name, plain_text(self.found[name]))
        text = self._get(name, str, "figure", needed=needed)
        return None if text is None else self._figure(name, text)

    def _figure(self, name: str, text: str) -> Decimal | None:
        if not FIGURE.fullmatch(text):
            self.note(name, figure_fault(text), 键=name, 原文=text)
            return None
        return Decimal(text)

    def pairs(self, name: str) -> Mapping[str, str]:
        """Return a table of texts, empty when not given."""
        value = self._get(name, dict, "pairs") or {}
        if any(type(one) is not str for one in value.values()):
            self._wrong(name, "pairs")
            return {}
        return {self._checked(name, key): self._checked(name, text) for key, text in value.items()}

    def figures(self, name: str) -> Mapping[str, Decimal]:
        """Return a table of figures written as texts."""
        value = self._get(name, dict, "pairs") or {}
        texts = {key: plain_text(one) if _is_number(one) else one for key, one in value.items()}
        if any(type(one) is not str for one in texts.values()):
            self._wrong(name, "pairs")
            return {}
        found = {key: self._figure(f"{name}.{key}", text) for key, text in texts.items()}
        return {key: figure for key, figure in found.items() if figure is not None}

    def choice(self, name: str, kind: type[_Enum], default: _Enum | None = None) -> _Enum:
        """Return one of the allowed words; the first of them (noted) when it is another."""
        words = [one.value for one in kind]
        text = self.one_of(name, words, default.value if default else None)
        return kind(text) if text in words else next(iter(kind))

    def one_of(self, name: str, words: Collection[str], default: str | None = None) -> str:
        """Return a text that must be one of a few."""
        text = self.text(name, default)
        if text and text not in words:
            near = self.problems.near(text, words)
            self.note(name, "not_allowed", 键=name, 原文=text, 可选="、".join(words), 提示=near)
        return text

    def row(self, name: str) -> "TomlRow | None":
        """Return a table inside this one, None when not given."""
        value = self._get(name, dict, "table")
        if value is None:
            return None
        return self._inner.setdefault(name, (TomlRow(self.problems, self.file, f"{self.path}.{name}", value),))[0]

    def rows(self, name: str) -> tuple["TomlRow", ...]:
        """Return the tables of a list inside this one."""
        if name not in self.found:
            self._asked.add(name)
            return ()
        if name not in self._inner:
            value = self._list(name, dict, "rows")
            self._inner[name] = tuple(
                TomlRow(self.problems, self.file, f"{self.path}.{name}[{called}]", one)
                for called, one in zip(row_names(value), value, strict=True)
            )
        return self._inner[name]

    def known(self, name: str, key: str, among: Collection[str], kind: str = "") -> bool:
        """Return whether a reference leads somewhere; note it when not. A blank one is none.

        `kind` is that of the rows it may name: where one of them was refused, what leads nowhere may have meant it.
        """
        if not name or name in among:
            return bool(name)
        if kind in self.problems.torn:
            return False
        last, near = key.rpartition(".")[2], self.problems.near(name, among)
        if last == name:  # a key of a table that names something itself
            self.note(key, "no_such", 名称=name, 提示=near)
        else:
            self.note(key, "dangling", 键=last, 名称=name, 提示=near)
        return False

    def skip(self, names: Iterable[str]) -> None:
        """Leave some keys unread without calling them unknown."""
        self._skipped = self._skipped.union(names) if self._skipped else frozenset(names)  # as it is, if it is one

    def close(self) -> None:
        """Note every key nobody asked for, here and in the tables inside."""
        if not self._skipped.issuperset(self.found):
            asked = self._asked | self._skipped
            for name in self.found:
                if name not in asked:
                    self.note(name[:LONGEST_ID], "unknown_key", 键=name, 提示=self.problems.near(name, asked))
        for inner in self._inner.values():
            for row in inner:
                row.close()


@cache
def words_of(kind: type[StrEnum]) -> frozenset[str]:
    """Return the words a file may say for one of a kind."""
    return frozenset(kind)


def _are_plain(texts: list[Any]) -> bool:
    """True for texts that nothing is wrong with wherever they may stand: few, none twice, blank or long, all seen."""
    if not 0 < len(texts) <= LONGEST_LIST or not {str}.issuperset(map(type, texts)) or len(set(texts)) < len(texts):
        return False
    return all(map(str.strip, texts)) and "".join(texts).isprintable() and max(map(len, texts)) <= LONGEST_TEXT


def plain_text(value: object) -> str:
    """Return a bare number of a file as plain decimal text; one that has no plain text as it stands."""
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < 40 and not with_power(value):
        return plain(value)
    return str(value)


def _is_number(value: object) -> bool:
    return type(value) is int or isinstance(value, Decimal)


def row_names(rows: list[Any]) -> Iterator[str]:
    """Yield what a person finds each row by: its id or name (Q06.8, the second of one id Q06.8#2), else its number."""
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        id = row.get("id", row.get("name")) if isinstance(row, dict) else None
        if type(id) is not str or not 0 < len(id) <= LONGEST_ID or not id.isprintable():
            yield str(number)
            continue
        seen[id] = times = seen.get(id, 0) + 1
        yield id if times == 1 else f"{id}#{times}"


def ids_of(rows: Iterable[TomlRow]) -> Collection[str]:
    """Return the ids of rows as written, before anything is read: references may lead further down."""
    return {id: None for row in rows if isinstance(id := row.found.get("id"), str)}


def figure_fault(text: str) -> str:
    """Return the key of the sentence on a text that is no exact figure: what it is not, or that it is too long."""
    try:
        read_number(text, "")
    except EntryError as error:
        if error.facts["reason"] == TOO_MANY_DIGITS:
            return "too_many_digits"
    return "not_a_figure"


Rows = tuple[TomlRow, ...]
