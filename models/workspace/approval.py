"""Approval: what a leader signed on the 审签单 — which 送审稿, who, when — and what they corrected on it by pen.

A sheet that differs from the 送审稿 in exactly the places the leader corrected, each with the ground the 填表人
verified it on, and says there what it said when that was told, is what was approved. Every other difference has been
seen by nobody.
"""

import json
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from models.basics.canonical import json_text
from models.basics.messages import say
from models.basics.records import dataclass
from models.sheet.explanation import require_reason
from models.store import UnitStore
from models.workspace.act import ActKind, act
from models.workspace.drafts import Draft

LONGEST = 500  # characters of a ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A signed 审签单. `corrected`: address → ground of each change the leader asked for; `day` is an ISO date.

    `agreed`: digest of the return with these changes, as it was when they were told; "" = none were.
    """

    digest: str  # of the 送审稿 that was signed
    leader: str
    day: str
    paper: str = "kept"  # where the sheet lies: "kept" by the unit, "scan" or "photo" attached
    corrected: Mapping[str, str] = field(default_factory=dict)
    agreed: str = ""


class Approved(StrEnum):
    """How a sheet stands to what the leader has seen."""

    NO_DRAFT = "no_draft"
    UNSIGNED = "unsigned"  # a 送审稿 is out, nobody has told that it was signed
    SAME = "same"
    CORRECTED = "corrected"  # it differs in exactly what the leader corrected, and in what is computed from it
    DIFFERS = "differs"

    @property
    def seen(self) -> bool:
        """True when what would be sealed is what the leader agreed to."""
        return self in (Approved.SAME, Approved.CORRECTED)


def approved(draft: Draft | None, approval: Approval | None) -> Approved:
    """Return how the sheet a draft is compared with stands to what was signed."""
    if draft is None:
        return Approved.NO_DRAFT
    signed = approval if approval is not None and approval.digest == draft.filed.digest else None
    if draft.same:
        return Approved.SAME if signed else Approved.UNSIGNED
    if signed is None or draft.beside or not draft.changes:
        return Approved.DIFFERS
    named = all(signed.corrected.get(one.address, "").strip() for one in draft.entered)
    return Approved.CORRECTED if named and draft.now.digest == signed.agreed else Approved.DIFFERS


def _key(period: str) -> str:
    return f"approval.{period}"


def put_approval(store: UnitStore, period: str, approval: Approval, by: str) -> None:
    """Record a signed 审签单 as an act of a person. Raises as `require_reason` for a place without a ground."""
    said = {
        "digest": approval.digest,
        "leader": approval.leader,
        "day": approval.day,
        "paper": approval.paper,
        "corrected": {at: require_reason(ground)[:LONGEST] for at, ground in approval.corrected.items()},
        "agreed": approval.agreed,
    }
    why = say("record.why.signed", 谁=approval.leader, 日期=approval.day)
    with act(store, by, ActKind.SIGN, why=why, about={"period": period, **said}):
        store.put_value(_key(period), json_text(said))


def approval_of(store: UnitStore, period: str) -> Approval | None:
    """Return the 审签单 recorded last in a period, None when there is none."""
    text = store.get_value(_key(period))
    return Approval(**json.loads(text)) if text else None


def told_at_filing(store: UnitStore, digest: str) -> Mapping[str, str]:
    """Return what the record of a filing says of the leader; empty for a return that was not filed here.

    "draft": digest of the 送审稿 that was out; "leader" and "signed": who signed it and when, where what was filed is
    what they agreed to; "unsigned": why it was filed without.
    """
    acts = store.acts.rows(ActKind.FILE)
    return next((one.about for one in reversed(acts) if one.about.get("digest") == digest), {})
