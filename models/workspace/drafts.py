"""Drafts: the 送审稿 that is out with the leader, and what has changed in the sheet since.

What the leader agrees to is what is sealed: the same bytes, known by the same 校验码. Keeps the frozen draft itself, so
that every later change can be named. Source: DESIGN §1 "The way of a return in a real office".
"""

from dataclasses import dataclass

from models.returns.evidence import listed
from models.returns.returns import Return, freeze, parse_return
from models.returns.revisions import Difference, difference
from models.sheet.sheet import Sheet
from models.store import UnitStore


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft that is out: the return as it was frozen, and where the sheet differs from it now."""

    filed: Return
    changes: tuple[Difference, ...]


def _key(period: str) -> str:
    return f"draft.{period}"


def keep_draft(store: UnitStore, filed: Return) -> None:
    """Remember the draft that was written last for its period."""
    store.put_value(_key(filed.period), filed.content.decode())


def draft_out(store: UnitStore, sheet: Sheet) -> Draft | None:
    """Return the draft of the sheet's period with what has changed since; None when there is none.

    A draft of an earlier revision is no longer out: its line has gone on.
    """
    text = store.get_value(_key(sheet.period_id))
    if not text:
        return None
    filed = parse_return(text.encode())
    if any(row.digest not in filed.ancestors for row in store.returns(sheet.period_id)):
        return None
    files = listed(store.attachments(sheet.period_id))
    now = freeze(sheet, ancestors=filed.ancestors, reason=filed.reason, evidence=files, test=filed.test)
    return Draft(filed, difference(filed, now, sheet.plan))
