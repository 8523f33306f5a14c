"""Rows: formulas over the rows of registers, and over rows that stand elsewhere, by index.

A `RowGround` is one list of registers of one sheet. What 首行, 重复, 查, 行数 … look at is gone through once, however
many rows ask; a condition over other rows is a join by equal values, never a search.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from itertools import compress
from operator import is_not
from typing import Any, Protocol, TypeVar

from models.basics.quantity import Rounding
from models.basics.records import dataclass
from models.formula.bind import RowLike, Step, ValueOf, bind, constant, read_column
from models.formula.meaning import Value, folded, total
from models.formula.tree import Node, Source, ValueKind, split_condition

Made = TypeVar("Made")
_JOIN = "\x1f"  # between the values of a key; no text of a row holds it
Row = Any  # a RowLike


class RowStore(Protocol):
    """Where rows come from: the registers of the sheet, of the period before, the tables among the parameters."""

    def rows(self, source: str, /) -> Sequence[RowLike]:
        """Return every row of a source."""

    def counted(self, source: str, /) -> Sequence[RowLike]:
        """Return the rows of a source that count."""


class Cache(Protocol):
    """Keeps what was found of rows for as long as they are the same objects."""

    def keep(self, name: str, sources: tuple[object, ...], make: Callable[[], Made], /) -> Made:
        """Return what `make` gave for these very sources, making it when it is not known."""

    def each(self, name: str, rows: Sequence[Any], make: Callable[[Sequence[Any]], list[Made]], /) -> list[Made]:
        """Return what `make` gives for each row, asking again only for rows that are other objects."""

    def put(self, name: str, made: object, /) -> None:
        """Remember a result; `last` gives it back."""

    def last(self, name: str, /) -> object:
        """Return the latest result under a name, None before the first time."""


@dataclass(kw_only=True)
class RowGround:
    """What formulas over the rows of some registers stand on, for one sheet."""

    registers: tuple[str, ...]  # in the order in which the first of several equal rows is the one that counts
    store: RowStore
    value_of: ValueOf  # of names that are no column
    few: Collection[str] = ()
    rounding: Rounding = Rounding.GBT8170
    cache: Cache | None = None  # of first rows, over the sheets that follow from each other
    _made: dict[object, Any] = field(default_factory=dict)

    def settled(self, node: Node) -> bool:
        """True when a node has one value for all rows."""
        return node.same_for_all

    def named(self, node: Node) -> Step:
        """Answer a name now: no row has a say in it."""
        value = self.value_of(node.value)
        if isinstance(value, Decimal) and not value.is_finite():
            value = None
        return constant(value)

    def among(self, node: Node) -> Step:
        """Answer 首行 and 重复 by one index of first rows."""
        columns = tuple(part.value for part in node.parts)
        found = self.earlier(columns)
        if node.op == "repeated":
            return lambda row: id(row) in found
        return lambda row: found.get(id(row))

    def elsewhere(self, node: Node) -> Step:
        """Answer 查 and what is gathered over rows of a list."""
        return self._look_up(node) if node.op == "look_up" else self._gathered(node)

    def answer(self, node: Node) -> Value:
        """Return what a node yields that no row has a say in."""
        value: Value = bind(node, self)(None)
        return value

    def _kept(self, name: object, make: Callable[[], Made]) -> Made:
        """Return an index, made at the first question."""
        if name not in self._made:
            self._made[name] = make()
        made: Made = self._made[name]
        return made

    def earlier(self, columns: tuple[str, ...]) -> Mapping[int, str]:
        """Return id of a row → place of the first row with the same values in these columns.

        The first row itself is not in it, nor is a row whose first column is blank. The place is a number, with the
        register where that is another one: 5（R02）.
        """
        if self.cache is None:
            return self._kept(("earlier", columns), lambda: self._earlier(columns))
        lists = tuple(self.store.rows(register) for register in self.registers)
        return self.cache.keep(f"earlier {self.registers} {columns}", lists, lambda: self._earlier(columns))

    def _earlier(self, columns: tuple[str, ...]) -> Mapping[int, str]:
        lists = [self._keys_of(register, self.store.rows(register), columns) for register in self.registers]
        if self.cache is None:
            return self._first_of(lists)
        name = f"none alike {self.registers} {columns}"
        last = self.cache.last(name)
        if isinstance(last, _NoneAlike) and last.follow(lists):
            return {}  # ten thousand rows are looked at with each edit
        found = self._first_of(lists)
        self.cache.put(name, None if found else _NoneAlike(lists))
        return found

    def _first_of(self, lists: Sequence[list[str]]) -> dict[int, str]:
        found: dict[int, str] = {}
        before: list[tuple[str, dict[str, int]]] = []  # registers gone through, with the first row of each key
        for register, keys in zip(self.registers, lists, strict=True):
            rows = self.store.rows(register)
            first = dict(zip(reversed(keys), [row.number for row in reversed(rows)], strict=True))
            first.pop("", None)
            if len(first) == len(keys) - keys.count("") and not any(first.keys() & other.keys() for _, other in before):
                before.append((register, first))  # no two are alike: ten thousand rows are looked at with each edit
                continue
            for row, key in zip(rows, keys, strict=True):
                elsewhere = next(((name, other[key]) for name, other in before if key and key in other), None)
                if elsewhere is not None:
                    found[id(row)] = f"{elsewhere[1]}（{elsewhere[0]}）"
                elif key and first[key] != row.number:
                    found[id(row)] = str(first[key])
            before.append((register, first))
        return found

    def _keys_of(self, register: str, rows: Sequence[Row], columns: tuple[str, ...]) -> list[str]:
        if self.cache is None:
            return _keys(rows, columns)
        return self.cache.each(f"keys {register} {columns}", rows, lambda some: _keys(some, columns))

    def _index(
        self, source: str, counted: bool, columns: Sequence[tuple[str, ValueKind]]
    ) -> Mapping[object, list[Row]]:
        """Return rows of a source by the values of some columns, texts folded as names are."""

        def make() -> Mapping[object, list[Row]]:
            found: dict[object, list[Row]] = {}
            readers = [read_column(column, kind) for column, kind in columns]
            for row in self.store.counted(source) if counted else self.store.rows(source):
                key = tuple([folded(reader(row)) for reader in readers])
                if None not in key:
                    found.setdefault(key, []).append(row)
            return found

        index: Mapping[object, list[Row]] = self._kept(("index", source, counted, tuple(columns)), make)
        return index

    def _look_up(self, node: Node) -> Step:
        """查: the one value the rows with this key share; none, or several that differ, is unknown."""
        source: Source = node.parts[0].value
        keys = [bind(part, self) for part in node.parts[1:]]
        read = read_column(source.column, source.kind)
        if not keys:
            return constant(_shared(read, self.store.rows(source.rows)))
        index = self._index(source.rows, False, source.keys)
        known: dict[object, Value] = {}

        def step(row: Row) -> Value:
            key = tuple([part(row) for part in keys])
            if key not in known:
                known[key] = _shared(read, index.get(tuple([folded(one) for one in key]), ()))
            return known[key]

        return step

    def _gathered(self, node: Node) -> Step:
        source: Source = node.value
        read = read_column(source.column, source.kind)
        joins, alone = split_condition(node.parts[0]) if node.parts else ([], [])
        tests = [bind(part, self) for part in alone]
        counted = node.op != "rows"
        gather = _GATHER[node.op]

        def of(rows: Sequence[RowLike]) -> Value:
            return gather(read, [row for row in rows if all(test(row) is True for test in tests)] if tests else rows)

        if not joins:
            return constant(of(self.store.counted(source.rows) if counted else self.store.rows(source.rows)))
        index = self._index(source.rows, counted, [(there.value, there.kind) for there, _ in joins])
        keys = [bind(here, self) for _, here in joins]
        known: dict[object, Value] = {}

        def step(row: Row) -> Value:
            key = tuple([folded(part(row)) for part in keys])
            if None in key:
                return None
            if key not in known:
                known[key] = of(index.get(key, ()))
            return known[key]

        return step


class _NoneAlike:
    """Lists of keys of which no two are alike, and the set of those keys: kept up while rows come and go."""

    def __init__(self, lists: Sequence[list[str]]) -> None:
        """Take lists without two keys alike; blank ones do not count."""
        self._lists = lists
        self._seen = {key for keys in lists for key in keys if key}

    def follow(self, lists: Sequence[list[str]]) -> bool:
        """Take the lists as they are now; False when there may be two alike: then this is of no use any more."""
        come: list[str] = []
        for known, keys in zip(self._lists, lists, strict=True):
            self._seen.difference_update(compress(known, map(is_not, known, keys)), known[len(keys) :])
            come += filter(None, [*compress(keys, map(is_not, known, keys)), *keys[len(known) :]])
        if len(set(come)) < len(come) or not self._seen.isdisjoint(come):
            return False
        self._lists = lists
        self._seen.update(come)
        return True


def _shared(read: Step, rows: Sequence[RowLike]) -> Value:
    values = {read(row) for row in rows}
    value: Value = values.pop() if len(values) == 1 else None
    return value


def _values(read: Step, rows: Sequence[RowLike]) -> list[Any]:
    return [value for row in rows if (value := read(row)) is not None]


def _sum(read: Step, rows: Sequence[RowLike]) -> Value:
    return total(Decimal(0), *_values(read, rows)) if rows else None  # no row: nothing is known of a sum


_GATHER: Mapping[str, Callable[[Step, Sequence[RowLike]], Value]] = {
    "rows": lambda _, rows: Decimal(len(rows)),
    "counted": lambda _, rows: Decimal(len(rows)),
    "total": _sum,
    "greatest": lambda read, rows: max(_values(read, rows), default=None),
    "least": lambda read, rows: min(_values(read, rows), default=None),
    "distinct": lambda read, rows: Decimal(len(set(_values(read, rows)))),
    "listed": lambda read, rows: "、".join(dict.fromkeys(map(str, _values(read, rows)))) or None,
}


def candidates(node: Node, ground: RowGround) -> Collection[int] | None:
    """Return the ids of the only rows for which a truth can be true, because it asks for an earlier row; None: any."""
    if node.op == "repeated" or (node.op == "present" and node.parts[0].op == "earlier"):
        asked = node if node.op == "repeated" else node.parts[0]
        return ground.earlier(tuple(part.value for part in asked.parts)).keys()
    if node.op in ("and", "or"):
        left, right = (candidates(part, ground) for part in node.parts)
        if node.op == "or":
            return None if left is None or right is None else {*left, *right}
        return right if left is None else left
    return None


def _keys(rows: Sequence[Row], columns: tuple[str, ...]) -> list[str]:
    """Return the key of each row: its values joined; "" where the first column is blank."""
    head, *rest = columns
    if not rest:
        return [row.values.get(head) or "" for row in rows]
    texts = [[row.values.get(column) or "" for row in rows] for column in columns]
    return [_JOIN.join(one) if one[0] else "" for one in zip(*texts, strict=True)]
