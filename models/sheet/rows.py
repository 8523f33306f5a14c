"""Rows: the lines of a register, read from what clerks type, and which of them count.

A row is light (canonical texts by column) because registers reach 10,000 rows. Which rows fail a check that leaves them
out of the count is told by `models.sheet.judged`; this module only reads, addresses and counts.
"""

import copy
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import repeat

from models.basics.addresses import RowAddress
from models.basics.reading import NORMALISED, with_power
from models.basics.records import dataclass
from models.plan.plan import Column, ColumnType, Register, folded_name
from models.sheet.cells import Cell, itself, read_field
from models.sheet.identity_cache import FEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a register: canonical text by column (numbers plain, dates ISO), unread texts apart."""

    number: int  # 1-based place in the register, as the person sees it
    values: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)  # column → check id
    raw: Mapping[str, str] = field(default_factory=dict)  # column → the text as typed, unread or read with a remark

    def get(self, column: str) -> str:
        """Return a column's canonical text, "" when blank or unread."""
        return self.values.get(column, "")

    def decimal(self, column: str) -> Decimal | None:
        """Return a numeric column's figure, None when blank or unread."""
        text = self.values.get(column)
        return Decimal(text) if text else None

    def day(self, column: str) -> date | None:
        """Return a date column's day, None when blank or unread."""
        text = self.values.get(column)
        return date.fromisoformat(text) if text else None


def numbered(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return rows with the numbers 1, 2, 3, …; one that has its number stays the same object.

    One that gets another is another object that says the same by the same ones: what was found of it by what it says
    need not be found again (`IdentityCache.each`).
    """
    return tuple(
        [
            one if one.number == n else Row(number=n, values=one.values, faults=one.faults, raw=one.raw)
            for n, one in enumerate(rows, 1)
        ]
    )


def read_row(register: Register, number: int, texts: Mapping[str, str]) -> Row:
    """Return the row that typed texts make; columns the register does not have are the caller's to refuse."""
    return _read([(one.name, one, itself(one)) for one in register.columns], number, texts)


def read_rows(register: Register, rows: Sequence[Mapping[str, str]]) -> tuple[Row, ...]:
    """Return the rows that many texts make, as `read_row` of each.

    A register has dozens of columns, and its rows name the same few of them: they are looked for once.
    """
    every = [(one.name, one, itself(one)) for one in register.columns]
    named: dict[tuple[str, ...], Sequence[_Asked]] = {}
    found = []
    for number, texts in enumerate(rows, 1):
        names = tuple(texts)
        columns = named.get(names)
        if columns is None:
            columns = named[names] = [one for one in every if one[0] in texts]
        found.append(_read(columns, number, texts))
    return tuple(found)


_Asked = tuple[str, Column, Callable[[str], object]]  # name, column, what tells that a text reads as itself


def _read(columns: Sequence[_Asked], number: int, texts: Mapping[str, str]) -> Row:
    plainly = {name: text for name, _, plain in columns if (text := texts.get(name)) and plain(text)}
    if len(plainly) == len(texts):  # nearly all of a return that is read back
        return Row(number=number, values=plainly)
    values: dict[str, str] = {}
    faults: dict[str, str] = {}
    raw: dict[str, str] = {}
    for name, column, _ in columns:
        text = plainly.get(name)
        if text:
            values[name] = text
            continue
        text = texts.get(name)
        if not text:
            continue
        cell = read_field(column, text)
        if cell.fault:
            faults[name], raw[name] = cell.fault, cell.raw
        elif cell.text:
            values[name] = cell.text
            if worth_keeping(column, cell):
                raw[name] = cell.raw
    return Row(number=number, values=values, faults=faults, raw=raw)


def worth_keeping(column: Column, cell: Cell) -> bool:
    """True for a cell of a row whose text as typed says more than its value: about 2, 500 in another measure, 1.23E+05.

    A number with separators or a day written another way says the same; rows are light. A spreadsheet shows a long
    number with a power of ten, its last digits left out.
    """
    figures = (ColumnType.NUMBER, ColumnType.WHOLE, ColumnType.DATE)
    plain = column.type in figures and cell.remarks == (NORMALISED,)
    return bool(cell.remarks) and (not plain or with_power(cell.raw))


def row_remarks(register: Register, row: Row) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each column of a row that was read with a remark, and what was remarked."""
    for name in row.raw.keys() - row.faults.keys():
        column = register.column(name)
        if column is not None:
            yield name, read_field(column, row.raw[name]).remarks


def row_key(register: Register, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the texts of a row's first key; () where all of them are blank or the register has no key."""
    key = tuple([texts.get(column, "") for column in register.keys[0]]) if register.keys else ()
    return key if any(key) else ()


def same_row(register: Register, row: Row) -> tuple[str, ...]:
    """Return what a row is found again by in another list: its key, or where that is blank everything it says."""
    key = row_key(register, row.values)
    if key:
        return key
    said = {**row.values, **row.raw}
    return ("", *(f"{name}={said[name]}" for name in sorted(said)))


def folded_key(key: tuple[str, ...]) -> tuple[str, ...]:
    """Return a key, or what `same_row` gives, as rows of two lists are compared: 恒 口 镇 and 恒口镇 are one."""
    return tuple([one if one.isalnum() else folded_name(one) for one in key])


def keys_of(register: Register | None, rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Return the texts of the first key of each row; () where the register has none."""
    return _keys(register, [row.values for row in rows])


def _keys(register: Register | None, rows: Sequence[Mapping[str, str]]) -> list[tuple[str, ...]]:
    if register is None or not register.keys:
        return [()] * len(rows)
    return list(zip(*([texts.get(column, "") for texts in rows] for column in register.keys[0]), strict=True))


def _told_apart(register: Register | None, keys: Sequence[tuple[str, ...]]) -> Sequence[tuple[tuple[str, ...], int]]:
    """Return key and occurrence of each row by the texts of its key; () and 0 where the key is blank."""
    if register is None or not register.keys:
        return [((), 0)] * len(keys)
    told, blank = set(keys), ("",) * len(register.keys[0])
    if len(told) == len(keys) and blank not in told:  # the usual: ten thousand rows are looked at with each edit
        return list(zip(keys, repeat(1)))
    return list(_counted(Counter(), keys, blank))


def _counted(
    seen: Counter[tuple[str, ...]], keys: Sequence[tuple[str, ...]], blank: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the same of keys that come after those that were `seen`, which is counted on."""
    for key in keys:
        seen[key] += 1
        yield ((), 0) if key == blank else (key, seen[key])


def _address(register: str, number: int, key: tuple[str, ...], occurrence: int) -> RowAddress:
    if key:
        return RowAddress(register=register, key=key, occurrence=occurrence)
    return RowAddress(register=register, number=number)


def row_addresses(register: str, known: Register | None, rows: Iterable[Mapping[str, str]]) -> Iterator[RowAddress]:
    """Yield the address of each row of a register, in order: key and occurrence, or the number where the key is blank.

    `rows` are texts by column. `known` is the plan's register of that id; without it every row goes by its number.
    """
    for number, identity in enumerate(_told_apart(known, _keys(known, tuple(rows))), 1):
        yield _address(register, number, *identity)


class RowPlaces:
    """Which row of a register has which address: made once for a tuple of rows, numbered from 1."""

    def __init__(self, register: Register, rows: Sequence[Row], keys: Sequence[tuple[str, ...]] | None = None) -> None:
        """Count the rows of each key; addresses are made when they are asked for. `keys` are those of `keys_of`."""
        self._register = register.id
        self._blank = ("",) * len(register.keys[0]) if register.keys else ()
        self._keys = keys_of(register, rows) if keys is None else keys
        self._identities = _told_apart(register, self._keys)
        self._seen: Counter[tuple[str, ...]] | None = None  # how often each key stands there, once rows are added

    def for_keys(self, keys: Sequence[tuple[str, ...]]) -> "RowPlaces | None":
        """Return the places of rows with these keys, which are those of the rows here and of some behind them.

        None where it is not so, or many rows are behind. Where a row stands follows from the keys alone.
        """
        more = len(keys) - len(self._keys)
        if not 0 <= more <= FEW or keys[: len(self._keys)] != self._keys:
            return None
        return self._with_more(keys, more) if more else self

    def _with_more(self, keys: Sequence[tuple[str, ...]], more: int) -> "RowPlaces":
        seen = Counter(key for key, _ in self._identities) if self._seen is None else self._seen
        made = copy.copy(self)
        made.__dict__.pop("_places", None)
        made._keys = keys
        made._identities = [*self._identities, *_counted(seen, keys[-more:], self._blank)]
        made._seen, self._seen = seen, None  # it counts the added rows too now
        return made

    @cached_property
    def _places(self) -> Mapping[tuple[tuple[str, ...], int], int]:
        return {identity: place for place, identity in enumerate(self._identities) if identity[0]}

    def identity(self, row: Row) -> tuple[tuple[str, ...], int]:
        """Return the key of one of the rows, and which of its key it is; () where the key is blank."""
        return self._identities[row.number - 1]

    def begins_as(self, other: "RowPlaces") -> bool:
        """True when the rows that both have go by the same addresses."""
        both = min(len(self._identities), len(other._identities))
        return self is other or self._identities[:both] == other._identities[:both]

    def address(self, row: Row) -> RowAddress:
        """Return the address of one of the rows. Raises IndexError for a row that is none of them."""
        return _address(self._register, row.number, *self.identity(row))

    def place(self, address: RowAddress) -> int | None:
        """Return where the row with an address stands, counted from 0; None when there is none.

        A number finds its row also when the row has got its key since.
        """
        if address.register != self._register:
            return None
        if address.key:
            return self._places.get((address.key, address.occurrence))
        return address.number - 1 if 0 < address.number <= len(self._identities) else None
