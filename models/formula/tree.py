"""Tree of a formula: typed nodes as the parser makes them, and what may be named where a formula stands.

A tree holds no value and knows no plan: names have been asked of a `FormulaPlace` and have their kind.
`models.formula.bind` evaluates it against values.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import StrEnum
from functools import cached_property
from typing import Any

from models.basics.records import dataclass


class ValueKind(StrEnum):
    """What a formula, or a part of one, yields when it is known. Days are texts of the form 2026-05-31."""

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"
    DATE = "date"
    COLUMN = "column"  # a whole column of other rows; only as an argument


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A column of rows that stand elsewhere: of a register, of last period's, of a table among the parameters."""

    rows: str  # R05, 上期.R04, 参数.occasions
    column: str
    kind: ValueKind
    keys: tuple[tuple[str, ValueKind], ...]  # what finds one row there; empty when nothing does


class Node:
    """One operator, function, name or literal; `start` and `end` are a slice of the person's text.

    Nobody changes one. It is no record: a plan has a thousand, and making them takes a fifth as long so.
    """

    op: str
    kind: ValueKind
    start: int
    end: int
    parts: tuple["Node", ...]
    value: Any  # of a literal, a name, a pattern, a source

    def __init__(
        self, op: str, kind: ValueKind, start: int, end: int, parts: tuple["Node", ...] = (), value: object = None
    ) -> None:
        self.op, self.kind, self.start, self.end, self.parts, self.value = op, kind, start, end, parts, value

    @property
    def within(self) -> "list[Node]":
        """It and all its parts, whatever lies in which."""
        found = [self]
        for one in found:
            found.extend(one.parts)
        return found

    @cached_property
    def ops(self) -> frozenset[str]:
        """Every operation in it; `inner`, a column of the rows a condition is about, stays within that condition."""
        found: set[str] = set()
        _add_ops(self, found, inner=True)
        return frozenset(found)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name in it that is no column."""
        return frozenset(str(one.value) for one in self.within if one.op == "name")

    @cached_property
    def columns(self) -> frozenset[str]:
        """Every column of its own row that it reads."""
        return frozenset(str(one.value) for one in self.within if one.op == "column")

    @cached_property
    def sources(self) -> frozenset[Source]:
        """Every column of other rows that it reads; of rows that are only counted the column is ""."""
        return frozenset(one.value for one in self.within if isinstance(one.value, Source))

    @cached_property
    def same_for_all(self) -> bool:
        """True when it has one value for all rows of a register."""
        return not self.ops & OF_ONE_ROW


def _add_ops(node: Node, found: set[str], *, inner: bool) -> None:
    if inner or node.op != "inner":
        found.add(node.op)
    for part in node.parts:
        _add_ops(part, found, inner=inner and node.op not in GATHERED)


OF_ONE_ROW = frozenset({"column", "inner", "repeated", "earlier", "row_number"})
GATHERED = frozenset({"rows", "counted", "total", "greatest", "least", "distinct", "listed"})  # over rows elsewhere
ELSEWHERE = GATHERED | {"look_up"}
AMONG_ROWS = frozenset({"repeated", "earlier"})  # look at the other rows of their own list


def no_name(name: str) -> ValueKind | None:
    """Know no name."""
    return None


def no_source(rows: str, column: str) -> Source | None:
    """Know no rows."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaPlace:
    """What may be named where a formula stands.

    `names` tells the kind of items and names with a prefix, None for what the plan does not know; `sources` a column
    of rows elsewhere, with "" for the column whether there are such rows. `columns` are those of the row, by kind.
    """

    names: Callable[[str], ValueKind | None] = no_name
    columns: Mapping[str, ValueKind] = field(default_factory=dict)
    sources: Callable[[str, str], Source | None] = no_source
    message: bool = False  # a message may list a column, a rule may not


def split_condition(node: Node) -> tuple[list[tuple[Node, Node]], list[Node]]:
    """Return what a condition over other rows comes down to: joins, and conditions about the rows there alone.

    A join is a column there that equals something here; then an index finds the rows. Raises ValueError with the node
    that is neither: each row here would have to look through all rows there.
    """
    if node.op == "and":
        joins, alone = split_condition(node.parts[0])
        more, others = split_condition(node.parts[1])
        return joins + more, alone + others
    if not node.ops & _HERE:
        return [], [node]
    if node.op == "==":
        for there, here in (node.parts, node.parts[::-1]):
            if there.op == "inner" and "inner" not in here.ops:
                return [(there, here)], []
    raise ValueError(node)


_HERE = OF_ONE_ROW - {"inner"}
