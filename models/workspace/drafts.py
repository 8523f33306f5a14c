"""Drafts: the 送审稿 that is out with the leader, and what has changed in the sheet since.

What the leader agrees to is what is sealed: the same bytes, known by the same 校验码. Keeps the frozen draft itself, so
that every later change can be named.
"""

from collections.abc import Iterator
from dataclasses import replace

from models.basics.records import dataclass
from models.plan.plan import Plan
from models.returns.returns import Return, parse_return
from models.returns.revisions import Difference, difference
from models.store import UnitStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft that is out: the return as it was frozen, and what would be frozen now for the same reason."""

    filed: Return
    now: Return
    plan: Plan
    computed: frozenset[str] = frozenset()  # addresses of cells that nobody enters

    @property
    def same(self) -> bool:
        """True when the sheet, sealed now, has the 校验码 that the leader saw."""
        return self.filed.digest == self.now.digest

    @property
    def changes(self) -> tuple[Difference, ...]:
        """The places that differ."""
        return difference(self.filed, self.now, self.plan)

    @property
    def entered(self) -> tuple[Difference, ...]:
        """The places that somebody changed, without what follows from them by itself; all, where nobody changed any."""
        found = self.changes
        return tuple(one for one in found if one.address not in self.computed) or found

    @property
    def beside(self) -> tuple[str, ...]:
        """What differs beside the places: "settings", "plan", "engine", "line" (a revision was taken in), "test"."""
        return tuple(self._beside())

    def _beside(self) -> Iterator[str]:
        was, now = self.filed, self.now
        pairs = {
            "settings": (was.settings, now.settings),
            "plan": (was.plan_digest, now.plan_digest),
            "engine": (was.engine, now.engine),
            "line": (was.ancestors, now.ancestors),
            "test": (was.test, now.test),
        }
        yield from (name for name, (before, after) in pairs.items() if before != after)


def _key(period: str) -> str:
    return f"draft.{period}"


def keep_draft(store: UnitStore, filed: Return) -> None:
    """Remember the draft that was written last for its period."""
    store.put_value(_key(filed.period), filed.content.decode())


def drop_draft(store: UnitStore, period: str) -> None:
    """Set the draft of a period aside: what is filed next need not be what the leader saw."""
    store.put_value(_key(period), "")


def kept_draft(store: UnitStore, period: str) -> Return | None:
    """Return the draft that is out in a period, None when there is none.

    One of an earlier revision is no longer out: its line has gone on. A paper of a second PC does not end it.
    """
    text = store.get_value(_key(period))
    if not text:
        return None
    filed = parse_return(text.encode())
    own = {row.digest for row in store.returns.filed(period) if row.own}
    return replace(filed, period=period) if own <= set(filed.ancestors) else None
