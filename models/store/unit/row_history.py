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
from models.store.file.records import HistoryRow, parts_text, row_text, rows_from

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
        after, before = [now.get(part) for *_, part, _ in told], [content for *_, content in told]
        now.update({part: content for *_, part, content in told})
        if _stands_in(row, before) or not _stands_in(row, after):
            continue
        was = _row_before(register, row, _rows(before), after)
        _, at, by, why, *_ = told[0]
        said = _cell(was, column) if was is not None else BLANK
        if said != _cell(row, column):
            when = datetime.fromisoformat(at)
            yield HistoryRow(at=when, by=by, why=why, before=said, after=_cell(row, column), batch=batch)
        if was is None:
            return
        row = was


def _stands_in(row: Row, parts: Iterable[bytes | None]) -> bool:
    """True when one of these parts holds a row that says the same; looked for in their text, which is quick."""
    text = row_text(row)
    return any(text in parts_text(one) for one in parts)


def _rows(parts: Iterable[bytes | None]) -> list[Row]:
    return [row for one in parts for row in rows_from(one)]


def _row_before(register: Register, row: Row, before: Sequence[Row], after: Sequence[bytes | None]) -> Row | None:
    """What a row was before a change that it came from, None when the change has made it."""
    key = row_key(register, row.values)
    alike = [one for one in before if key and row_key(register, one.values) == key]
    if alike:
        return min(alike, key=lambda one: abs(one.number - row.number))
    there = next((one for one in before if one.number == row.number), None)
    return None if there is None or _stands_in(there, after) else there


def _cell(row: Row, column: str) -> Cell:
    value, raw = row.get(column), row.raw.get(column, "")
    return Cell(State.VALUE if value else None, value or None, raw) if value or raw else BLANK
