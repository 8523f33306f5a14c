"""Reading a plan's tables: typed access to TOML rows that notes every problem instead of stopping at the first.

Knows shapes and references, not what the rows mean; `models.plan_file` puts the plan together.
"""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from models.words import say

Choice = TypeVar("Choice", bound=StrEnum)
EPOCH = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a plan: file, path inside it (`check[3].formula`), and a sentence."""

    file: str
    path: str
    message: str


@dataclass
class Problems:
    """Every problem met so far."""

    found: list[Problem] = field(default_factory=list)

    def note(self, file: str, path: str, key: str, **facts: object) -> None:
        """Note a problem by its sentence `plan.<key>`."""
        self.found.append(Problem(file, path, say(f"plan.{key}", **facts)))


def near(name: str, known: Iterable[str]) -> str:
    """Return “（是不是“…”？）” for the nearest known name, "" when nothing is near."""
    match = difflib.get_close_matches(name, list(known), 1, 0.6)
    return say("plan.near", 近似=match[0]) if match else ""


class Row:
    """One TOML table with its place in the file; every key must be asked for, the rest is unknown."""

    def __init__(self, problems: Problems, file: str, path: str, found: Mapping[str, Any]) -> None:
        self.problems, self.file, self.path, self.found = problems, file, path, found
        self._asked: set[str] = set()

    def note(self, name: str, key: str, **facts: object) -> None:
        """Note a problem at one key of this row."""
        self.problems.note(self.file, f"{self.path}.{name}" if name else self.path, key, **facts)

    def has(self, name: str) -> bool:
        """True when the row gives the key."""
        self._asked.add(name)
        return name in self.found

    def _get(self, name: str, kind: type | tuple[type, ...], default: Any, word: str) -> Any:  # noqa: ANN401
        self._asked.add(name)
        if name not in self.found:
            if default is _NEEDED:
                self.note(name, "missing_key", 键=name)
                return None
            return default
        value = self.found[name]
        wrong = not isinstance(value, kind) or (isinstance(value, bool) and kind is int)
        if wrong:
            self.note(name, "wrong_type", 键=name, 应为=say(f"plan.type_{word}"))
            return None if default is _NEEDED else default
        return value

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; without a default the key is needed."""
        return str(self._get(name, str, _NEEDED if default is None else default, "text") or "")

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a true or false."""
        return bool(self._get(name, bool, default, "flag"))

    def whole(self, name: str) -> int | None:
        """Return a whole number, None when not given."""
        value = self._get(name, int, None, "whole")
        return value if isinstance(value, int) else None

    def day(self, name: str, *, needed: bool = False) -> date | None:
        """Return a day, None when not given."""
        value = self._get(name, date, _NEEDED if needed else None, "day")
        return value if isinstance(value, date) else None

    def texts(self, name: str, *, needed: bool = False) -> tuple[str, ...]:
        """Return a list of texts, empty when not given."""
        found = self._get(name, list, _NEEDED if needed else [], "texts") or []
        if not all(isinstance(one, str) for one in found):
            self.note(name, "wrong_type", 键=name, 应为=say("plan.type_texts"))
            return ()
        return tuple(found)

    def days(self, name: str) -> frozenset[date]:
        """Return a set of days."""
        found = self._get(name, list, [], "days")
        return frozenset(one for one in found if isinstance(one, date))

    def figure(self, name: str) -> Decimal | None:
        """Return a figure written as text, None when not given."""
        text = self._get(name, str, None, "figure")
        if text is None:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            self.note(name, "not_a_figure", 键=name, 原文=text)
            return None
        return value if value.is_finite() and abs(value.adjusted()) < 30 else None

    def choice(self, name: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """Return one of the allowed words; the first of them when it is wrong."""
        text = self.text(name, default.value if default else None)
        known = {one.value: one for one in kind}
        if text and text not in known:
            self.note(name, "not_allowed", 键=name, 原文=text, 可选="、".join(known), 提示=near(text, known))
        return known.get(text, default or next(iter(kind)))

    def row(self, name: str) -> "Row | None":
        """Return a table inside this one, None when not given."""
        found = self._get(name, dict, None, "table")
        return Row(self.problems, self.file, f"{self.path}.{name}", found) if isinstance(found, dict) else None

    def rows(self, name: str) -> Iterator["Row"]:
        """Return the tables of a list inside this one."""
        for number, one in enumerate(self._get(name, list, [], "rows") or (), 1):
            if isinstance(one, dict):
                yield Row(self.problems, self.file, f"{self.path}.{name}[{number}]", one)
            else:
                self.note(name, "wrong_type", 键=name, 应为=say("plan.type_table"))

    def mapping(self, name: str) -> Mapping[str, Any]:
        """Return a table as it is."""
        found = self._get(name, dict, {}, "table")
        return found if isinstance(found, dict) else {}

    def known(self, name: str, key: str, among: Iterable[str]) -> None:
        """Note a reference that leads nowhere."""
        names = list(among)
        if name and name not in names:
            self.note(key, "dangling", 键=key, 名称=name, 提示=near(name, names))

    def close(self) -> None:
        """Note every key nobody asked for."""
        for name in self.found:
            if name not in self._asked:
                self.note(name, "unknown_key", 键=name, 提示=near(name, self._asked))


_NEEDED = object()


def unique(rows: Iterable[tuple[str, Row, Any]]) -> dict[str, Any]:
    """Return id → record, noting every id that stands twice."""
    found: dict[str, Any] = {}
    for name, row, record in rows:
        if name in found:
            row.note("id", "duplicate", 编号=name)
        elif name:
            found[name] = record
    return found


def select(row: Row, key: str, names: tuple[str, ...], pools: Callable[[str], tuple[str, ...] | None]) -> tuple[str, ...]:
    """Expand selectors: a name, a group of names, and with a leading “-” what is taken out again."""
    chosen: dict[str, None] = {}
    for name in names:
        bare = name.removeprefix("-")
        members = pools(bare)
        if members is None:
            row.note(key, "dangling", 键=key, 名称=bare, 提示="")
        elif not members:
            row.note(key, "selects_nothing", 键=key, 名称=bare)
        for member in members or ():
            if name.startswith("-"):
                chosen.pop(member, None)
            else:
                chosen[member] = None
    return tuple(chosen)
