"""Tables of records: each row of a table is one frozen record, written and read field by field.

A column has its field's name unless the table says otherwise. Times, figures, lists and truth values are converted by
the type of the field; NULL is None, or "" in a text that is never None.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from models.basics.canonical import json_text
from models.store.connection.one_thread import time_text
from models.store.file.base import Store, parsed

R = TypeVar("R")
Convert = Callable[[Any], Any]


class RecordTable(Generic[R]):
    """A table and the record of its rows."""

    def __init__(
        self, name: str, record: type[R], columns: Mapping[str, str] | None = None, *, unwritten: tuple[str, ...] = ()
    ) -> None:
        """Describe a table. `columns`: field → column of another name; `unwritten`: fields that no insert gives."""
        self.record = record
        self.fields = tuple(field.name for field in fields(record))  # type: ignore[arg-type]
        named = {**{field: field for field in self.fields}, **(columns or {})}
        self.columns = ", ".join(named[field] for field in self.fields)
        hints = get_type_hints(record)
        self._conversions = {field: _conversion(hints[field]) for field in self.fields}
        self._written = tuple(field for field in self.fields if field not in unwritten)
        self.insert = (
            f"INSERT INTO {name} ({', '.join(named[field] for field in self._written)}) "
            f"VALUES ({', '.join('?' for _ in self._written)})"
        )
        self.select = f"SELECT {self.columns} FROM {name}"

    def values(self, row: R) -> tuple[object, ...]:
        """Return what `insert` takes. Raises TypeError for a figure that is no Decimal."""
        return tuple(self._conversions[field][0](getattr(row, field)) for field in self._written)

    def row(self, values: tuple[object, ...]) -> R:
        """Return the record of one selected row, its values in the order of the fields."""
        pairs = zip(self.fields, values, strict=True)
        return self.record(**{field: self._conversions[field][1](value) for field, value in pairs})


class TableStore(Store):
    """A store that keeps records in tables."""

    def _insert(self, table: RecordTable[R], row: R, conflict: str = "") -> None:
        """Write one row, inside a transaction or in one of its own; `conflict`: what follows the values in SQL."""
        self._write(f"{table.insert} {conflict}", *table.values(row))

    @parsed
    def _select(self, table: RecordTable[R], rest: str, *values: object) -> tuple[R, ...]:
        """Return the records of a table; `rest`: conditions and order in SQL."""
        return self._records(table, f"{table.select} {rest}", *values)

    @parsed
    def _records(self, table: RecordTable[R], sql: str, *values: object) -> tuple[R, ...]:
        """Return the records of a question whose columns are the fields of a table's record."""
        return tuple(table.row(found) for found in self._rows(sql, *values))


def _conversion(hint: Any) -> tuple[Convert, Convert]:  # noqa: ANN401
    """Return how a field of a type is written and read."""
    kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    kind = next(one for one in kinds if one is not NoneType)
    write, read = CONVERSIONS.get(get_origin(kind) or kind, (_same, _same))
    if NoneType in kinds:
        return _unless_none(write), _unless_none(read)
    return write, read


def _unless_none(convert: Convert) -> Convert:
    return lambda value: None if value is None else convert(value)


def _same(value: object) -> object:
    return value


def _decimal_text(value: Decimal) -> str:
    if not isinstance(value, Decimal):
        raise TypeError(f"a figure of type {type(value).__name__}")
    return format(value, "f")


CONVERSIONS: Mapping[type, tuple[Convert, Convert]] = {
    datetime: (time_text, datetime.fromisoformat),
    Decimal: (_decimal_text, Decimal),
    bool: (int, bool),
    str: (_same, lambda text: text or ""),
    tuple: (json_text, lambda text: tuple(json.loads(text))),
    Mapping: (lambda found: json_text(dict(found)), json.loads),
}
