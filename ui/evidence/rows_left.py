"""Rows left: evidence whose register row was deleted or renamed is told where that is done, by whatever way.

Nothing is taken away: the row may come back by Ctrl+Z, and its evidence with it.
"""

from models.basics.messages import say
from models.returns.evidence import adrift
from ui.basics.completion import Mark
from ui.session.screen import ScreenContext


class RowsLeft:
    """Which evidence of the open period stands at no row, as far as somebody was told."""

    def __init__(self, desk: ScreenContext) -> None:
        """Nothing has been told yet."""
        self._desk = desk
        self._told: frozenset[tuple[str, str]] = frozenset()

    def look(self) -> None:
        """Tell what stands at no row now and was not told before."""
        session = self._desk.session
        found = adrift(session.sheet, session.workspace.store.evidence.attachments(session.period_id))
        now = frozenset((one.place, one.sha256) for one in found)
        new = [one.name for one in found if (one.place, one.sha256) not in self._told]
        self._told = now
        if new:
            self._desk.tell(say("evidence.ui.adrift", n=len(new), 名单="、".join(dict.fromkeys(new))), Mark.WARNING)
