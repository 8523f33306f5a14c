"""Rows: the lines of a register, read from what clerks type, and which of them count.

A row is light (canonical texts by column) because registers reach 10,000 rows. Which rows fail a check that leaves them
out of the count (CK-D01…D03) is told by `models.checks.vehicle_rules`; this module only reads, addresses and counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from models.plan.plan import Count, Register
from models.sheet.cells import read_field


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a register: canonical text by column (numbers plain, dates ISO), unread texts apart."""

    number: int  # 1-based place in the register, as the person sees it
    values: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)  # column → check id
    raw: Mapping[str, str] = field(default_factory=dict)  # column → the text that could not be read

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


def read_row(register: Register, number: int, texts: Mapping[str, str]) -> Row:
    """Return the row that typed texts make; columns the register does not have are the caller's to refuse."""
    values: dict[str, str] = {}
    faults: dict[str, str] = {}
    raw: dict[str, str] = {}
    for column in register.columns:
        cell = read_field(column, texts.get(column.name, ""))
        if cell.fault:
            faults[column.name], raw[column.name] = cell.fault, cell.raw
        elif cell.text:
            values[column.name] = cell.text
    return Row(number, values, faults, raw)


def row_key(register: Register, row: Row) -> tuple[str, ...]:
    """Return what addresses a row: its first key's columns; the row number where the key is blank."""
    key = tuple(row.get(column) for column in register.keys[0]) if register.keys else ()
    return key if any(key) else (f"第{row.number}行",)


def takes(count: Count, row: Row, until: date) -> bool:
    """True when a counted item takes a row; `until` is the end of the period: what happened later does not count yet.

    Whether the row counts at all (CK-D01…D03) is not asked here.
    """
    if any(row.get(column) not in accepted for column, accepted in count.where.items()):
        return False
    if count.date_column is None:
        return True
    limit = min(until, count.until) if count.until else until
    day = row.get(count.date_column)
    return bool(day) and day <= limit.isoformat()  # ISO days compare as texts
