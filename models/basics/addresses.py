"""Addresses: how findings, explanations, differences and receipts name a cell (DESIGN §4).

`Q06.8` · by county `Q06.8@610924` · last year's column `Q11.1/last_year` · cover `封面.填表人` · progress `T06.阶段` ·
register cell `R02[陕G00001|大型汽车].完成日期`. An address is plain text; this module only joins and splits it.
"""

import re
from dataclasses import dataclass

LAST_YEAR = "last_year"
COVER = "封面"
_CELL = re.compile(r"(?P<item>[^@/\[\]]+)(?:@(?P<line>[^@/\[\]]+))?(?:/(?P<column>last_year))?")
_ROW = re.compile(r"(?P<register>R\d{2})\[(?P<key>.*)\](?:\.(?P<column>[^\[\]]+))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Address:
    """A cell of an item: which item, which county's line, this year's or last year's column."""

    item: str
    line: str | None = None
    last_year: bool = False

    def __str__(self) -> str:
        line = f"@{self.line}" if self.line else ""
        return f"{self.item}{line}/{LAST_YEAR}" if self.last_year else f"{self.item}{line}"


def split_address(text: str) -> Address | None:
    """Return the parts of a cell's address; None for a register cell or anything else."""
    found = _CELL.fullmatch(text)
    return Address(found["item"], found["line"], found["column"] is not None) if found else None


def row_address(register: str, key: tuple[str, ...], column: str | None = None) -> str:
    """Name a register row by its key columns, and one of its cells if a column is given."""
    row = f"{register}[{'|'.join(key)}]"
    return f"{row}.{column}" if column else row


def split_row_address(text: str) -> tuple[str, tuple[str, ...], str | None] | None:
    """Return register, key and column of a register address; None for any other address."""
    found = _ROW.fullmatch(text)
    return (found["register"], tuple(found["key"].split("|")), found["column"]) if found else None


def field_address(group: str, name: str) -> str:
    """Name a field of the cover (`封面.填表人`) or of a block's progress row (`T06.阶段`)."""
    return f"{group}.{name}"
