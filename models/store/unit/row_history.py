"""Row history: how one cell of a register came to say what it says, found in the parts that the history keeps.

The history keeps a register by parts of many rows. A row is followed backwards from where it stands now: it is the
row that says the same, else the one of the same key, else the one that stood in its place and went in that change.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from models.plan.plan import Register
from models.sheet.cells import BLANK, Cell, State
from models.sheet.rows import Row, row_key
from models.store.file.records import HistoryRow, rows_from

MOST_PARTS = 100  # that are looked into; what lies farther back is not shown
Line = tuple[str, str, str, str, int, bytes | None]  # batch, at, person, why, part, the part before


def cell_changes(
    register: Register, row: Row, column: str, parts: Mapping[int, bytes], lines: Iterable[Line]
) -> Iterator[HistoryRow]:
    """Yield the changes of one cell, newest first, as far as they are found; `lines` of the history, newest first."""
    now: dict[int, bytes | None] = dict(parts)
    looked = 0
    for batch, changes in groupby(lines, key=lambda line: line[0]):
        told = list(changes)
        looked += 2 * len(told)
        if looked > MOST_PARTS:
            return
        after = [one for *_, part, _ in told for one in rows_from(now.get(part))]
        before = [one for *_, before in told for one in rows_from(before)]
        now.update({part: content for *_, part, content in told})
        if not any(_same(one, row) for one in after):
            continue
        was = _row_before(register, row, before, after)
        _, at, by, why, *_ = told[0]
        said = _cell(was, column) if was is not None else BLANK
        if said != _cell(row, column):
            when = datetime.fromisoformat(at)
            yield HistoryRow(at=when, by=by, why=why, before=said, after=_cell(row, column), batch=batch)
        if was is None:
            return
        row = was


def _row_before(register: Register, row: Row, before: Sequence[Row], after: Sequence[Row]) -> Row | None:
    """What a row was before a change, None when the change has made it."""
    same = [one for one in before if _same(one, row)]
    if same:
        return min(same, key=lambda one: abs(one.number - row.number))
    key = row_key(register, row.values)
    alike = [one for one in before if key and row_key(register, one.values) == key]
    if alike:
        return min(alike, key=lambda one: abs(one.number - row.number))
    there = next((one for one in before if one.number == row.number), None)
    return None if there is None or any(_same(one, there) for one in after) else there


def _same(one: Row, other: Row) -> bool:
    return one.values == other.values and one.raw == other.raw


def _cell(row: Row, column: str) -> Cell:
    value, raw = row.get(column), row.raw.get(column, "")
    return Cell(State.VALUE if value else None, value or None, raw) if value or raw else BLANK
