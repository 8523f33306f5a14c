"""The panel tells what came of a cell's changes: what was taken back is not told, what was typed is."""

from datetime import UTC, datetime

from models.sheet.cells import BLANK, Cell, State
from models.store import HistoryRow
from ui.session.commands import UNDONE
from ui.tables.lists.history_words import without_undone

NOON = datetime(2020, 10, 13, 12, tzinfo=UTC)


def change(before: Cell, after: Cell, why: str = "typed") -> HistoryRow:
    return HistoryRow(at=NOON, by="甲", why=why, before=before, after=after, batch="")


def test_what_was_taken_back_is_folded_away_with_the_line_that_took_it_back() -> None:
    one, two = Cell(State.VALUE, raw="1"), Cell(State.VALUE, raw="2")
    first, second = change(BLANK, one), change(one, two)
    assert without_undone([first, second, change(two, one, UNDONE)]) == [first]
    assert without_undone([first, second, change(two, one, UNDONE), change(one, BLANK, UNDONE)]) == []
    assert without_undone([first, change(one, BLANK)]) == [first, change(one, BLANK)], "typed away is told"
    lone = change(two, one, UNDONE)
    assert without_undone([lone]) == [lone], "what it took back lies further back than is read"
