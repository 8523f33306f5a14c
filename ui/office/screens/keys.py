"""Keys 密钥: whose key counts from when to when; a key is ended here after its effect was seen."""

from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time
from models.store.office.records import KeyRow
from ui.look.signs import Sign
from ui.look.widgets import button
from ui.office.acts.units import UnitActs
from ui.office.grid import OfficeGrid
from ui.office.lists.codes import comparison_code
from ui.office.lists.rows import TableCell, TableHead, TableRow
from ui.office.page import OfficePage, OfficeParts, page_head
from ui.office.session import OfficeSession

SINCE, UNTIL = 3, 4  # columns


class KeysPage(OfficePage):
    """密钥."""

    key = "keys"
    pinned = True

    def __init__(self, parts: OfficeParts) -> None:
        """Build the page."""
        super().__init__(parts)
        self._head = page_head()
        heads = [
            TableHead(text=say("office.keys.unit"), width=204),
            TableHead(text=say("office.keys.code"), width=196),
            TableHead(text=say("office.keys.enrolled"), width=104),
            TableHead(text=say("office.keys.since"), width=104),
            TableHead(text=say("office.keys.until"), width=104),
            TableHead(text=say("office.keys.state"), width=0),
        ]
        self.grid = OfficeGrid(say("office.keys.keys"), heads)
        self.grid.opened.connect(lambda _: self.do())
        self.grid.current_changed.connect(self._follow)
        self.acts = UnitActs(parts, self)
        self.request = button(say("office.keys.from_request"), self.acts.enrol_file)
        self.ending = button(say("office.keys.end"), self.end_key, "danger")
        self.grid.empty = say("office.keys.empty")
        self.built(self._head, self.grid, self.ending, self.request)

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave the room of the dates to the words of the state."""
        for column in (SINCE, UNTIL):
            self.grid.setColumnHidden(column, narrow)

    @staticmethod
    def title() -> str:
        """Return the name in the navigation."""
        return say("office.keys.title")

    @staticmethod
    def waiting_in(session: OfficeSession) -> int:
        """Return how many keys were enrolled without comparing their 核对码."""
        return sum(not one.compared and one.until is None for one in session.workspace.store.enrolled_keys())

    def show_now(self) -> None:
        """Show the keys, those that were not compared first."""
        keys = sorted(self.session.workspace.store.enrolled_keys(), key=lambda one: (one.compared, one.unit))
        self._head.setText(say("office.keys.head", n=len(keys)))
        self.grid.show_rows([self._key(one) for one in keys])

    def _current(self) -> KeyRow | None:
        key = self.grid.current_key()
        return next((one for one in self.session.workspace.store.enrolled_keys() if _name(one) == key), None)

    def _follow(self) -> None:
        """A key that counts can be ended."""
        one = self._current()
        self.ending.setEnabled(one is not None and one.until is None)
        self.primary_changed.emit()

    def primary(self) -> str:
        """Return the act: what ends a key is never what Enter does."""
        one = self._current()
        return say("office.roster.open", 单位=self.session.unit_name(one.unit)) if one else ""

    def do(self) -> None:
        """Open the page of the unit whose key it is."""
        one = self._current()
        if one is not None:
            self.parts.go("unit", one.unit)

    def end_key(self) -> None:
        """Go where a key is ended, with its effect before the act."""
        one = self._current()
        if one is not None and one.until is None:
            self.parts.go("rulings", f"end|{one.unit}|{one.fingerprint}")

    def _key(self, one: KeyRow) -> TableRow:
        since = f"{one.since.astimezone(PLAN_ZONE):%Y-%m-%d}" if one.since else say("office.keys.always")
        until = format_time(one.until) if one.until else ""
        sign = Sign.NOT_DUE if one.until else Sign.RECEIVED if one.compared else Sign.KEY
        words = one.ended_because or say("office.keys.compared" if one.compared else "office.keys.not_compared")
        return TableRow(
            key=_name(one),
            cells=(
                TableCell(text=self.session.unit_name(one.unit), bold=True),
                TableCell(text=comparison_code(one.fingerprint), code=True),
                TableCell(text=f"{one.enrolled_at.astimezone(PLAN_ZONE):%Y-%m-%d}", tone="quiet"),
                TableCell(text=since, tone="text" if one.since else "quiet"),
                TableCell(text=until),
                TableCell(text=words, sign=sign),
            ),
        )


def _name(one: KeyRow) -> str:
    return f"{one.unit}|{one.fingerprint}"
