"""Row memory: what each row of a register does wrong by itself and what it counts for, found once per row.

Registers reach 10,000 rows and one of them changes at a time: what was found of a row object stays with it for as long
as the same object stands in the register, under the same plan, settings and period. A sheet hands its memory on to the
sheets that follow from it. The tests themselves stand in `models.checks.row_tests`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from models.sheet.rows import Row, takes

if TYPE_CHECKING:
    from models.sheet.sheet import Sheet

Offence = tuple[str, Mapping[str, str]]  # name of the test, blanks of its message
Made = TypeVar("Made")


class RowMemory:
    """What was made of some objects, for as long as they are the same ones."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._kept: dict[str, tuple[tuple[object, ...], Any]] = {}

    def keep(self, name: str, sources: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """Return what `make` gave for these very sources, making it when it is not known."""
        known = self._kept.get(name)
        if known is not None and len(known[0]) == len(sources) and all(map(_same, known[0], sources)):
            found: Made = known[1]
            return found
        made = make()
        self._kept[name] = sources, made
        return made

    def last(self, name: str) -> object:
        """Return what was made last under a name, whatever it was made of; None before the first time."""
        known = self._kept.get(name)
        return known[1] if known else None


def _same(one: object, other: object) -> bool:
    return one is other


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found of the rows of one register."""

    ground: tuple[object, ...]  # plan, settings, period it was judged by
    of_row: Mapping[int, tuple[Row, tuple[Offence, ...], tuple[str, ...]]]  # id of the row object → what was found
    offending: Mapping[str, tuple[tuple[Row, Mapping[str, str]], ...]] = field(default_factory=dict)  # by test
    counting: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)  # by counted item, rows left out included


def judged(sheet: "Sheet", register: str) -> Judged:
    """Return what the row tests find in a register, in row order; a register without rows has nothing."""
    rows = sheet.registers.get(register, ())
    ground = (sheet.plan, sheet.settings, sheet.period_id)
    name = f"register {register}"
    return sheet.memory.keep(name, (*ground, rows), lambda: _judge(sheet, register, rows, ground))


def _judge(sheet: "Sheet", register: str, rows: tuple[Row, ...], ground: tuple[object, ...]) -> Judged:
    from models.checks.row_tests import offences  # the tests speak of sheets, and a sheet counts by them

    last = sheet.memory.last(f"register {register}")
    known = last.of_row if isinstance(last, Judged) and all(map(_same, last.ground, ground)) else {}
    items = [item for item in sheet.plan.items.values() if item.count is not None and item.count.register == register]
    end = sheet.plan.periods[sheet.period_id].end
    of_row: dict[int, tuple[Row, tuple[Offence, ...], tuple[str, ...]]] = {}
    offending: dict[str, list[tuple[Row, Mapping[str, str]]]] = {}
    counting: dict[str, list[Row]] = {item.id: [] for item in items}
    test = offences(sheet, register)
    for row in rows:
        found = known.get(id(row))
        if found is None or found[0] is not row:
            found = (row, test(row), tuple(item.id for item in items if item.count and takes(item.count, row, end)))
        of_row[id(row)] = found
        for name, blanks in found[1]:
            offending.setdefault(name, []).append((row, blanks))
        for item in found[2]:
            counting[item].append(row)
    return Judged(
        ground,
        of_row,
        {name: tuple(one) for name, one in offending.items()},
        {name: tuple(one) for name, one in counting.items()},
    )
