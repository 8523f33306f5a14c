"""Settings and keys 设置与密钥: what is in force, and whose key counts from when to when."""

from models.basics.messages import say as word
from models.basics.period import PLAN_ZONE
from models.store import KeyRow
from ui.look.signs import Sign
from ui.look.widgets import label
from ui.office.grid import Cell, Head, OfficeGrid, Row
from ui.office.page import OfficePage, OfficeParts, page_head


class KeysPage(OfficePage):
    """设置与密钥."""

    key = "keys"

    def __init__(self, parts: OfficeParts) -> None:
        """Build the page."""
        super().__init__(parts)
        self._head, self._keys = page_head(), label("", "heading")
        due = [
            Head(text=word("office.keys.what"), width=0),
            Head(text=word("office.keys.value"), width=320),
        ]
        self.settings = OfficeGrid(word("office.keys.settings"), due)
        heads = [
            Head(text=word("office.keys.unit"), width=180),
            Head(text=word("office.keys.code"), width=260),
            Head(text=word("office.keys.since"), width=120),
            Head(text=word("office.keys.until"), width=120),
            Head(text=word("office.keys.state"), width=0),
        ]
        self.grid = OfficeGrid(word("office.keys.keys"), heads)
        self.built(self._head, self.settings)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self._keys)
            layout.addWidget(self.grid)

    def title(self) -> str:
        """Return the name in the navigation."""
        return word("office.keys.title")

    def waiting(self) -> int:
        """Return how many keys were enrolled without comparing their 核对码."""
        return sum(not one.compared and one.until is None for one in self.session.workspace.store.enrolled_keys())

    def show_now(self) -> None:
        """Show due times and parameters, then the keys, those that were not compared first."""
        self._head.setText(word("office.keys.settings"))
        self.settings.show_rows([_setting(*one) for one in self._settings()])
        keys = sorted(self.session.workspace.store.enrolled_keys(), key=lambda one: (one.compared, one.unit))
        self._keys.setText(word("office.keys.head", n=len(keys)))
        self.grid.show_rows([self._key(one) for one in keys])

    def _settings(self) -> list[tuple[str, str]]:
        plan, settings = self.session.plan, self.session.settings
        found = []
        for period in plan.periods.values():
            at = settings.due.get(period.id)
            when = f"{at.astimezone(PLAN_ZONE):%Y-%m-%d %H:%M}" if at else word("office.keys.not_set")
            found.append((word("office.keys.due", 期=period.name), when))
        return found

    def _key(self, one: KeyRow) -> Row:
        from forms.seals.keys.certificates import comparison_code

        since = f"{one.since.astimezone(PLAN_ZONE):%Y-%m-%d}" if one.since else word("office.keys.always")
        until = f"{one.until.astimezone(PLAN_ZONE):%Y-%m-%d %H:%M}" if one.until else ""
        sign = Sign.NOT_DUE if one.until else Sign.RECEIVED if one.compared else Sign.KEY
        words = one.ended_because or word("office.keys.compared" if one.compared else "office.keys.not_compared")
        return Row(
            key=one.fingerprint,
            cells=(
                Cell(text=self.session.unit_name(one.unit), bold=True),
                Cell(text=comparison_code(one.fingerprint)),
                Cell(text=since),
                Cell(text=until),
                Cell(text=words, sign=sign),
            ),
        )


def _setting(name: str, value: str) -> Row:
    return Row(key=name, cells=(Cell(text=name), Cell(text=value)))
