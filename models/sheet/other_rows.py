"""Other rows: what formulas find when they look at registers, last period's registers and tables of the parameters."""

from collections.abc import Sequence
from typing import Protocol

from models.formula.bind import ValueOf
from models.formula.meaning import Value
from models.formula.prefixes import Prefix
from models.formula.rows import RowGround
from models.formula.tree import Node
from models.plan.plan import ColumnType
from models.sheet.identity_cache import IdentityCache
from models.sheet.names import NamedFigures, figure_at, value_of_name
from models.sheet.rows import Row


class RegisterFigures(NamedFigures, Protocol):
    """The members of a sheet that rows are looked up in."""

    @property
    def cache(self) -> IdentityCache:
        """What was found of its rows."""


class SheetRows:
    """The rows of a sheet, of its predecessor, and the tables among the parameters."""

    def __init__(self, sheet: RegisterFigures) -> None:
        """Look into a sheet."""
        self._sheet = sheet

    def rows(self, source: str) -> Sequence[Row]:
        """Return every row of a source; none where the unit, or the period before, has no such register."""
        prefix, _, rest = source.partition(".")
        if prefix == Prefix.GIVEN:
            return self._table(rest)
        sheet: NamedFigures | None = self._sheet.previous if prefix == Prefix.BEFORE else self._sheet
        return sheet.registers.get(rest if prefix == Prefix.BEFORE else source, ()) if sheet else ()

    def counted(self, source: str) -> Sequence[Row]:
        """Return the rows of a source that count."""
        prefix, _, rest = source.partition(".")
        if prefix == Prefix.GIVEN:
            return self._table(rest)
        sheet: NamedFigures | None = self._sheet.previous if prefix == Prefix.BEFORE else self._sheet
        return sheet.counted_rows(rest if prefix == Prefix.BEFORE else source) if sheet else ()

    def _table(self, parameter: str) -> Sequence[Row]:
        sheet = self._sheet

        def make() -> tuple[Row, ...]:
            rows = sheet.settings.table(sheet.plan, parameter)
            return tuple(Row(number=number, values=texts) for number, texts in enumerate(rows, 1))

        return sheet.cache.keep(f"table {parameter}", (sheet.plan, sheet.settings), make)


class Lookup:
    """How the names of a formula get their values in a sheet, on one line of a split table or none."""

    __slots__ = ("_ground", "_last_year", "_line", "_plain", "_sheet")

    def __init__(self, sheet: RegisterFigures, line: str | None, *, last_year: bool) -> None:
        """Look into a sheet."""
        self._sheet, self._line, self._last_year = sheet, line, last_year
        self._plain = line is None and not last_year
        self._ground: RowGround | None = None

    def __call__(self, name: str) -> Value:
        """Return what a name stands for."""
        if self._plain and (slot := self._sheet.slots.get(name)) is not None and slot.item.numeric:
            return figure_at(self._sheet, name)  # nearly all: an item's own cell
        return value_of_name(self._sheet, name, self._line, last_year=self._last_year)

    def over_rows(self, node: Node) -> Value:
        """Return what a part of a formula finds in other rows."""
        if self._ground is None:
            self._ground = ground_of(self._sheet, (), self)
        return self._ground.answer(node)


def ground_of(sheet: RegisterFigures, registers: tuple[str, ...], value_of: ValueOf) -> RowGround:
    """Return what formulas over the rows of some registers stand on."""
    columns = [column for name in registers for column in sheet.plan.registers[name].columns]
    few = frozenset(column.name for column in columns if column.choices or column.type is ColumnType.YES_NO)
    return RowGround(
        registers=registers,
        store=SheetRows(sheet),
        value_of=value_of,
        few=few,
        rounding=sheet.plan.rounding,
        cache=sheet.cache,
    )
