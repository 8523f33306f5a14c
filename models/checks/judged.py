"""Judged rows: what the row tests find in a register, found once per row object."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.checks.row_tests import Offence, offences
from models.sheet.identity_cache import same_objects
from models.sheet.rows import Row
from models.sheet.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found of the rows of one register."""

    ground: tuple[object, ...]  # plan, settings, period it was judged by
    of_row: Mapping[int, tuple[Row, tuple[Offence, ...]]]  # id of the row object → row, what was found
    offending: Mapping[str, tuple[tuple[Row, Mapping[str, str]], ...]]  # by test, in row order


def judged(sheet: Sheet, register: str) -> Judged:
    """Return what the row tests find in a register, in row order; a register without rows has nothing."""
    rows = sheet.registers.get(register, ())
    ground = (sheet.plan, sheet.settings, sheet.period_id)
    return sheet.cache.keep(f"judged {register}", (*ground, rows), lambda: _judge(sheet, register, rows, ground))


def _judge(sheet: Sheet, register: str, rows: tuple[Row, ...], ground: tuple[object, ...]) -> Judged:
    last = sheet.cache.last(f"judged {register}")
    known = last.of_row if isinstance(last, Judged) and same_objects(last.ground, ground) else {}
    of_row: dict[int, tuple[Row, tuple[Offence, ...]]] = {}
    offending: dict[str, list[tuple[Row, Mapping[str, str]]]] = {}
    test = offences(sheet, register)
    for row in rows:
        found = known.get(id(row))
        if found is None or found[0] is not row:
            found = (row, test(row))
        of_row[id(row)] = found
        for name, blanks in found[1]:
            offending.setdefault(name, []).append((row, blanks))
    return Judged(ground, of_row, {name: tuple(one) for name, one in offending.items()})
