"""Slice list: what was given out, to whom, and what came back."""

from collections.abc import Callable, Iterator
from dataclasses import KW_ONLY
from datetime import datetime

from PySide6.QtCore import QObject

from models.basics.period import PLAN_ZONE, format_time
from models.basics.records import dataclass
from models.filling.slices import Slice, conflicts_of
from models.plan.plan import Plan
from ui.basics.completion import Mark
from ui.basics.texts import say
from ui.session.session import Session
from ui.tables.lists.list_table import ListLine, ListTable, heading

WHO, WHAT, STATE = range(3)
SHOWN_PARTS = 4


@dataclass(frozen=True, slots=True)
class SliceLine(ListLine):
    """A slice by its id."""

    _: KW_ONLY
    slice: str = ""


class SliceTable(ListTable):
    """What was given out."""

    def __init__(self, session: Session, place_of: Callable[[str], str], parent: QObject | None = None) -> None:
        """Start without lines; `renew` fills it."""
        super().__init__([say(f"slices.{name}") for name in ("supplier", "parts", "state")], (STATE,), parent)
        self._session, self._place_of = session, place_of
        self.waiting = self.disputed = 0

    def renew(self) -> None:
        """Show what stands now."""
        store, period = self._session.workspace.store, self._session.period_id
        slices, answered = store.slices.given(period), store.slices.answered(period)
        disputes = conflicts_of(store.slices.supplies(period))
        self.disputed, self.waiting = len(disputes), sum(one.id not in answered for one in slices)
        self.show_lines(tuple(self._given(slices, answered)))

    def _given(self, slices: tuple[Slice, ...], answered: dict[str, tuple[str, datetime]]) -> Iterator[ListLine]:
        if slices:
            yield heading(say("slices.given", n=len(slices), m=self.waiting))
        now = datetime.now(PLAN_ZONE)
        for one in slices:
            texts = (one.supplier, parts_words(self._session.plan, one), self._state(one, answered, now))
            late = one.until is not None and one.until < now
            mark = Mark.DONE if one.id in answered else Mark.WARNING if late else Mark.MISSING
            yield SliceLine(texts, mark=mark, slice=one.id)

    def _state(self, one: Slice, answered: dict[str, tuple[str, datetime]], now: datetime) -> str:
        if one.id in answered:
            return say("slices.answered", 时=format_time(answered[one.id][1]))
        if one.until is None:
            return say("slices.open")
        return say("slices.late" if one.until < now else "slices.due", 时=format_time(one.until))


def parts_words(plan: Plan, one: Slice) -> str:
    """Return what a slice holds in words."""
    names = [plan.tables[name].name for name in one.scope.tables if name in plan.tables]
    names += [plan.blocks[name].title for name in one.scope.blocks if name in plan.blocks]
    names += [plan.registers[name].name for name in one.scope.registers if name in plan.registers]
    names += [plan.items[name].name for name in one.scope.items if name in plan.items]
    more = say("slices.more", n=len(names) - SHOWN_PARTS) if len(names) > SHOWN_PARTS else ""
    return "、".join(names[:SHOWN_PARTS]) + more
