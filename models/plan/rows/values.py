"""Values: everything a row says, read by the one table of keys; what is wrong is noted and has its empty value."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import field
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from models.basics.quantity import BUILT_IN, Measures
from models.basics.records import dataclass
from models.plan.rows.keys import COMMON, KEYS, Key, Type
from models.plan.rows.toml_row import FIGURE, NAME, TomlRow

Values = dict[str, Any]  # what a row says, by key


@dataclass(frozen=True, slots=True)
class Pools:
    """What references may name, by kind, and the measures that are known."""

    ids: Mapping[str, Collection[str]] = field(default_factory=dict)
    measures: Measures = BUILT_IN


def read(row: TomlRow, table: str, pools: Pools) -> Values:
    """Return everything the row says, by the keys of its table; a misspelt key is noted and read as what is meant."""
    known = _known(table)
    if not known.names.issuperset(row.found):
        row.spell(known.keys)
    row.skip(known.names)
    values = known.blank.copy()  # nearly all keys of nearly all rows
    for name, reader, key in _readers_of(table, tuple(row.found)):
        values[name] = reader(row, key, pools)
    return values


@dataclass(frozen=True, slots=True, kw_only=True)
class _KeysOfTable:
    """The keys of a table by name, what reads each, in their order, and what each is where a row does not have it."""

    keys: Mapping[str, Key]
    names: frozenset[str]
    readers: "Mapping[str, tuple[str, _Reader, Key]]"
    blank: Values
    asked: frozenset[str]  # those that are read in every row: some are needed, some are to say what they are without


@cache
def _known(table: str) -> _KeysOfTable:
    keys = {key.name: key for key in (*KEYS[table].keys, *COMMON)}
    blank = {name: _BLANKS[key.type](key) for name, key in keys.items() if key.type in _BLANKS and not key.needed}
    readers = {name: (name, _READERS[key.type], key) for name, key in keys.items()}
    asked = frozenset(keys.keys() - blank.keys())
    return _KeysOfTable(keys=keys, names=frozenset(keys), readers=readers, blank=blank, asked=asked)


@lru_cache(maxsize=1024)  # rows of a table have the same keys more often than not
def _readers_of(table: str, found: tuple[str, ...]) -> "tuple[tuple[str, _Reader, Key], ...]":
    """Return what reads a row with these keys, in the order of its table."""
    known = _known(table)
    asked = known.asked.union(found)
    return tuple([reader for name, reader in known.readers.items() if name in asked])


def _text(row: TomlRow, key: Key, _: Pools) -> str:
    return row.text(key.name, None if key.needed else str(key.default or ""))


def _word(row: TomlRow, key: Key, _: Pools) -> str:
    value = row.found.get(key.name)
    if value in key.words:
        return str(value)  # nearly every one
    return row.one_of(key.name, key.words, None if key.needed else str(key.default or ""))


def _flag(row: TomlRow, key: Key, _: Pools) -> bool:
    value = row.found.get(key.name)
    return value if type(value) is bool else row.flag(key.name, default=bool(key.default))


def _ref(row: TomlRow, key: Key, pools: Pools) -> str:
    name, known = row.text(key.name, None if key.needed else ""), pools.ids[key.of]
    if name not in known:
        row.known(name, key.name, known, key.of)
    return name


def _refs(row: TomlRow, key: Key, pools: Pools) -> tuple[str, ...]:
    names, known = row.texts(key.name, needed=key.needed), pools.ids[key.of]
    return tuple([name for name in names if (name and name in known) or row.known(name, key.name, known, key.of)])


def _measure(row: TomlRow, key: Key, pools: Pools) -> str:
    name = row.text(key.name, "")
    if name and name not in pools.measures.named and "measure" not in row.problems.torn:
        near = row.problems.near(name, pools.measures.named)
        row.note(key.name, "unknown_measure", 计量单位=name, 提示=near)
    return name


def _target(row: TomlRow, key: Key, _: Pools) -> Decimal | str | bool | None:
    """A figure; a word stands for a grade, true for 是."""
    value = row.found.get(key.name)
    if isinstance(value, bool):
        return row.flag(key.name)
    if isinstance(value, str) and not FIGURE.fullmatch(value):
        return row.text(key.name)
    return row.figure(key.name)


def _follows(row: TomlRow, key: Key, _: Pools) -> Mapping[str, str]:
    """A text for everything, or a table of texts."""
    if isinstance(row.found.get(key.name), dict):
        return row.pairs(key.name)
    text = row.text(key.name, "")
    return {"*": text} if text else {}


def _keys(row: TomlRow, key: Key, _: Pools) -> tuple[tuple[str, ...], ...]:
    given = row.found[key.name] if row.given(key.name) else None
    if given is None:
        row.note(key.name, "no_keys")
        return ()
    lists = given if isinstance(given, list) else ()
    if not lists or not all(isinstance(one, list) and one and all(type(name) is str for name in one) for one in lists):
        row.note(key.name, "bad_keys")
        return ()
    return tuple(tuple(one) for one in lists)


def _free(row: TomlRow, key: Key, _: Pools) -> Any:  # noqa: ANN401
    """What only its record can judge."""
    if not row.given(key.name) and key.needed:
        row.note(key.name, "missing_key", 键=key.name)
    return row.found.get(key.name)


def _inner(row: TomlRow, key: Key, pools: Pools) -> Values | None:
    found = row.row(key.name)
    return read(found, key.of, pools) if found else None


def _inner_rows(row: TomlRow, key: Key, pools: Pools) -> tuple[Values, ...]:
    return tuple(read(one, key.of, pools) for one in row.rows(key.name))


_Reader = Callable[[TomlRow, Key, Pools], Any]
_READERS: Mapping[Type, _Reader] = {
    Type.TEXT: _text,
    Type.ID: lambda row, key, _: row.id(key.name),
    Type.NAME: lambda row, key, _: row.id(key.name, NAME),
    Type.FLAG: _flag,
    Type.WHOLE: lambda row, key, _: row.whole(key.name, *(key.bounds or (0, 9999)), needed=key.needed),
    Type.DAY: lambda row, key, _: row.day(key.name, needed=key.needed),
    Type.DAYS: lambda row, key, _: row.days(key.name),
    Type.TIME: lambda row, key, _: row.time(key.name),
    Type.FIGURE: lambda row, key, _: row.figure(key.name, needed=key.needed),
    Type.TARGET: _target,
    Type.TEXTS: lambda row, key, _: row.texts(key.name, needed=key.needed),
    Type.PAIRS: lambda row, key, _: row.pairs(key.name),
    Type.FIGURES: lambda row, key, _: row.figures(key.name),
    Type.FOLLOWS: _follows,
    Type.KEYS: _keys,
    Type.WORD: _word,
    Type.MEASURE: _measure,
    Type.FORMULA: lambda row, key, _: row.text(key.name, ""),
    Type.REF: _ref,
    Type.REFS: _refs,
    Type.UNITS: lambda row, key, _: row.texts(key.name, needed=key.needed),
    Type.ITEMS: lambda row, key, _: row.texts(key.name, needed=key.needed),
    Type.TABLE: _inner,
    Type.ROWS: _inner_rows,
    Type.BOUND: _free,
    Type.RECORDS: _free,
    Type.VALUE: _free,
    Type.INPUT: _free,
    Type.FREE: _free,
}


def _no_text(key: Key) -> str:
    return str(key.default or "")


def _nothing(_: Key) -> None:
    return None


def _none_listed(_: Key) -> tuple[()]:
    return ()


_BLANKS: Mapping[Type, Callable[[Key], object]] = {  # what a reader gives where its key is not there
    Type.TEXT: _no_text,
    Type.WORD: _no_text,
    Type.MEASURE: lambda _: "",
    Type.FORMULA: lambda _: "",
    Type.REF: lambda _: "",
    Type.FLAG: lambda key: bool(key.default),
    Type.WHOLE: _nothing,
    Type.DAY: _nothing,
    Type.FIGURE: _nothing,
    Type.TARGET: _nothing,
    Type.TABLE: _nothing,
    Type.BOUND: _nothing,
    Type.RECORDS: _nothing,
    Type.VALUE: _nothing,
    Type.INPUT: _nothing,
    Type.FREE: _nothing,
    Type.DAYS: lambda _: frozenset(),
    Type.PAIRS: lambda _: {},
    Type.FIGURES: lambda _: {},
    Type.FOLLOWS: lambda _: {},
    Type.TEXTS: _none_listed,
    Type.REFS: _none_listed,
    Type.UNITS: _none_listed,
    Type.ITEMS: _none_listed,
    Type.ROWS: _none_listed,
}
