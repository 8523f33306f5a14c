"""Addresses: how findings, explanations, differences and receipts name a cell.

`Q06.8` · by county `Q06.8@610924` · last year's column `Q11.1/last_year` · cover `封面.填表人` · progress `T06.阶段` ·
register cell `R02[陕G00001|大型汽车].完成日期`, second row of that key `R02[陕G00001|大型汽车]#2`, row without its key
`R02[第3行]`. An address is plain text; this module only joins and splits it. Which row of a register has which address
is told by `models.sheet.rows`.
"""

import re
from dataclasses import replace
from functools import lru_cache

from models.basics.records import dataclass

LAST_YEAR = "last_year"
COVER = "封面"
CONTROL = "（控制数）"  # behind the address of a computed cell: the figure somebody pasted beside it
_CELL = re.compile(r"(?P<item>[^@/\[\]]+)(?:@(?P<line>[^@/\[\]]+))?(?:/(?P<column>last_year))?")
_ROW = re.compile(
    r"(?P<register>[^@/\[\]]+)\[(?P<key>.*)\](?:#(?P<occurrence>[1-9][0-9]{0,8}))?(?:\.(?P<column>[^\[\]]+))?",
    re.DOTALL,
)
_NUMBER = re.compile(r"第([1-9][0-9]{0,8})行")


@dataclass(frozen=True, slots=True)
class Address:
    """A cell of an item: which item, which county's line, this year's or last year's column."""

    item: str
    line: str | None = None
    last_year: bool = False

    def __str__(self) -> str:
        line = f"@{self.line}" if self.line else ""
        return f"{self.item}{line}/{LAST_YEAR}" if self.last_year else f"{self.item}{line}"


@lru_cache(maxsize=4_096)  # all papers of a plan name the same cells
def split_address(text: str) -> Address | None:
    """Return the parts of a cell's address; None for a register cell or anything else."""
    found = _CELL.fullmatch(text)
    return Address(found["item"], found["line"], found["column"] is not None) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowAddress:
    """A row of a register, or one cell of it: the row's key and which row of that key it is, or its number.

    `key` holds the texts of the key's columns, () for a row whose key is blank; only such a row is named by `number`,
    its 1-based place in the register. `occurrence` counts the rows of one key in register order. A "|" or backslash of
    a key, and a key that reads like a row's number, stand behind a backslash in the text.
    """

    register: str
    key: tuple[str, ...] = ()
    occurrence: int = 1
    number: int = 0
    column: str | None = None

    def __str__(self) -> str:
        if not self.key:
            return numbered_row(self.register, self.number, self.column)
        inside = "|".join(_escaped(part) for part in self.key)
        if _NUMBER.fullmatch(inside):
            inside = f"\\{inside}"
        again = f"#{self.occurrence}" if self.occurrence > 1 else ""
        return f"{self.register}[{inside}]{again}{f'.{self.column}' if self.column else ''}"

    @property
    def row(self) -> "RowAddress":
        """The address of the whole row."""
        return self.cell(None)

    @property
    def first(self) -> "RowAddress":
        """The address of the first row of the same key."""
        return replace(self, occurrence=1)

    def cell(self, column: str | None) -> "RowAddress":
        """Return the address of one of the row's cells; of the whole row for None."""
        return replace(self, column=column)


def numbered_row(register: str, number: int, column: str | None = None) -> str:
    """Return the address of a register row by its number, or of one of its cells, as text."""
    return f"{register}[第{number}行]{f'.{column}' if column else ''}"


def _escaped(part: str) -> str:
    return part.replace("\\", "\\\\").replace("|", "\\|") if "|" in part or "\\" in part else part


def split_row_address(text: str) -> RowAddress | None:
    """Return the parts of a register address; None for any other address."""
    found = _ROW.fullmatch(text)
    if found is None:
        return None
    register, inside, column = found["register"], found["key"], found["column"]
    number = _NUMBER.fullmatch(inside)
    if number is not None:
        return RowAddress(register=register, number=int(number[1]), column=column)
    key = tuple(_parts(inside)) if "\\" in inside else tuple(inside.split("|"))
    return RowAddress(register=register, key=key, occurrence=int(found["occurrence"] or 1), column=column)


def _parts(inside: str) -> list[str]:
    """Return the texts of a key that has backslashes: each stands for the sign behind it."""
    parts, signs = [""], iter(inside)
    for sign in signs:
        if sign == "|":
            parts.append("")
        else:
            parts[-1] += next(signs, "") if sign == "\\" else sign
    return parts


def field_address(group: str, name: str) -> str:
    """Name a field of the cover (`封面.填表人`) or of a block's progress row (`T06.阶段`)."""
    return f"{group}.{name}"
