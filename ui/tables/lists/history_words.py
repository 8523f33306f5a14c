"""History words: the changes of a place as its panel tells them, without those that were taken back."""

from collections.abc import Iterable

from models.basics.messages import say
from models.basics.reading import named_unseen
from models.sheet.cells import Cell
from models.store import HistoryRow
from ui.basics.texts import state_word, time_text
from ui.session.commands import UNDONE

SHOWN_CHARACTERS = 20  # of a text in a line of the history


def without_undone(changes: Iterable[HistoryRow]) -> list[HistoryRow]:
    """Return changes, the oldest first, without those that were taken back and the lines that took them back.

    The history keeps them all; the panel tells what came of it.
    """
    kept: list[HistoryRow] = []
    for change in changes:
        if change.why == UNDONE and kept and kept[-1].after == change.before and kept[-1].before == change.after:
            kept.pop()
        else:
            kept.append(change)
    return kept


def change_words(change: HistoryRow) -> str:
    """Return when somebody made what out of what; of one that waits for a disk, that it does."""
    return say(
        "window.panel.change" if change.batch else "window.panel.change_waiting",
        时=time_text(change.at),
        人=change.by or say("window.panel.nobody"),
        前=_said(change.before),
        后=_said(change.after),
    )


def _said(cell: Cell) -> str:
    text = named_unseen(cell.raw or cell.text) or state_word(cell.state) or say("window.panel.blank")
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"
