"""Receptions 接收记录: every file that came, the latest first: what it was, what was decided, why."""

import json

from models.basics.messages import say as word
from models.basics.period import PLAN_ZONE
from models.store import ReceptionRow
from ui.look.signs import Sign
from ui.look.widgets import button
from ui.office.grid import Cell, Head, OfficeGrid, Row
from ui.office.page import OfficePage, OfficeParts, page_head

SIGNS = {
    "accepted": Sign.RECEIVED,
    "held": Sign.KEY,
    "returned": Sign.RETURNED,
    "fork": Sign.FORK,
    "rejected": Sign.MISSED,
}


class ReceptionsPage(OfficePage):
    """接收记录."""

    key = "receptions"

    def __init__(self, parts: OfficeParts) -> None:
        """Build the page."""
        super().__init__(parts)
        self._head = page_head()
        heads = [
            Head(text=word("office.receptions.when"), width=104),
            Head(text=word("office.receptions.unit"), width=150),
            Head(text=word("office.receptions.decision"), width=120),
            Head(text=word("office.receptions.why"), width=0),
            Head(text=word("office.receptions.file"), width=240),
            Head(text=word("office.receptions.channel"), width=90),
        ]
        self.grid = OfficeGrid(self.title(), heads)
        self.grid.opened.connect(self._open)
        self.built(self._head, self.grid, button(word("office.receive"), parts.receive))

    def title(self) -> str:
        """Return the name in the navigation."""
        return word("office.receptions.title")

    def show_now(self) -> None:
        """Show the register, one row for each file, what was decided in words."""
        rows = self.session.receptions
        self._head.setText(word("office.receptions.head", n=len(rows)))
        self.grid.show_rows([self._row(one) for one in rows])

    def _row(self, one: ReceptionRow) -> Row:
        papers = self.session.workspace.store.papers_of(one.digest) if one.digest else ()
        unit = self.session.unit_name(papers[0].unit) if papers else "—"
        reasons = "；".join(str(reason.get("message", "")) for reason in json.loads(one.reasons))
        return Row(
            key=str(one.id),
            cells=(
                Cell(text=f"{one.registered_at.astimezone(PLAN_ZONE):%m-%d %H:%M}"),
                Cell(text=unit, bold=True),
                Cell(text=word(f"office.decision.{one.decision}"), sign=SIGNS.get(one.decision, Sign.NOT_DUE)),
                Cell(text=reasons, tone="quiet", small=True),
                Cell(text=one.file, tone="quiet", small=True),
                Cell(text=one.channel, tone="quiet"),
            ),
        )

    def _open(self, key: str) -> None:
        row = next((one for one in self.session.receptions if str(one.id) == key), None)
        papers = self.session.workspace.store.papers_of(row.digest) if row and row.digest else ()
        if papers:
            self.parts.go("unit", papers[0].unit)

    def primary(self) -> str:
        """Receive more."""
        return word("office.receive")

    def do(self) -> None:
        """Receive more."""
        self.parts.receive()
