"""Settling: a matter of 今天要办 is carried over with one sentence although its cause was not mended.

The manner follows from the matter: without a return 按缺报结转 (only after a 催报 on record), with an older paper in
force 按原版结转, an awaited figure 按暂无数据结转, anything else 按现状结转. No figure changes by it. As soon as
something arrives that the matter rests on, it is another matter and comes back by itself.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from models.basics.errors import AppError
from models.basics.messages import say
from models.sheet.explanation import require_reason
from models.store.office.records import SettlementRow
from models.todo.matters import TAKEN_UP, Matter, MatterKind, settlements
from models.todo.todo import todo, unread
from models.versions.named import require_indicator
from models.workspace.act import ActKind, act
from models.workspace.office_workspace import OfficeWorkspace

_PAPERS = frozenset((MatterKind.HELD, MatterKind.FORK, MatterKind.RETURNED, MatterKind.REJECTED))


class Manner(StrEnum):
    """How a matter is carried over."""

    AS_MISSING = "as_missing"  # 按缺报结转
    AS_BEFORE = "as_before"  # 按原版结转: the paper that was in force before stays in force
    AS_AWAITED = "as_awaited"  # 按暂无数据结转
    AS_IS = "as_is"  # 按现状结转


def manner_of(office: OfficeWorkspace, matter: Matter) -> Manner:
    """Return how a matter can be carried over."""
    if matter.kind is MatterKind.AWAITED:
        return Manner.AS_AWAITED
    if matter.kind is MatterKind.MISSING:
        return Manner.AS_MISSING
    if matter.kind in _PAPERS and matter.unit:
        in_force = office.line(matter.unit, matter.period).in_force
        return Manner.AS_BEFORE if in_force else Manner.AS_MISSING
    return Manner.AS_IS


def settle(office: OfficeWorkspace, matter: Matter, reason: str, *, by: str, at: datetime) -> Manner:
    """Carry a matter over with a sentence; return the manner.

    Raises AppError("settle_reason_missing"), ("reason_vague"), ("settle_not_chased") when a unit without a return was
    never asked for it.
    """
    reason = require_reason(reason, "settle_reason_missing")
    manner = manner_of(office, matter)
    asked = any(row.unit == matter.unit and row.at <= at for row in office.store.chases(matter.period))
    if manner is Manner.AS_MISSING and not asked:
        plan = office.at(matter.period).plan
        raise AppError("settle_not_chased", 单位=plan.unit_in(matter.unit, matter.period))
    _record(office, matter, manner.value, reason, by, at)
    return manner


def take_up(office: OfficeWorkspace, matter: Matter, *, by: str, at: datetime) -> None:
    """Take a settled matter up again: it stands in 今天要办 as before. Raises AppError("not_settled")."""
    if (matter.kind.value, matter.unit, matter.place) not in settlements(office, matter.period):
        raise AppError("not_settled")
    _record(office, matter, TAKEN_UP, "", by, at)


def _record(office: OfficeWorkspace, matter: Matter, manner: str, reason: str, by: str, at: datetime) -> None:
    about = {
        "period": matter.period,
        "unit": matter.unit,
        "matter": matter.kind.value,
        "indicator": matter.indicator,
        "digest": matter.digest,
        "manner": manner,
    }
    row = SettlementRow(
        kind=matter.kind.value,
        unit=matter.unit,
        period=matter.period,
        place=matter.place,
        manner=manner,
        reason=reason,
        by=by,
        at=at,
    )
    why = reason or say("record.why.taken_up", 事=matter.what.words)
    with act(office.store, by, ActKind.SETTLE, why=why, about={key: text for key, text in about.items() if text}):
        office.store.put_settlement(row)


def matter_named(
    office: OfficeWorkspace,
    kind: str,
    *,
    period: str = "",
    unit: str = "",
    indicator: str = "",
    digest: str = "",
    at: datetime | None = None,
) -> Matter:
    """Return the one open matter that is meant; a digest may be given by its first figures.

    Raises AppError "unknown_unit", "unknown_period", "no_such_indicator", "no_such_matter", "matter_ambiguous".
    """
    office = office.at(period) if period else office
    indicator = require_indicator(office.plan, indicator).id if indicator and period else indicator
    owner = office.require_unit(unit).id if unit else ""
    found: Sequence[Matter] = todo(office, period, at) if period else unread(office)
    meant = [
        one
        for one in found
        if one.kind == kind
        and (not owner or one.unit == owner)
        and (not indicator or one.indicator == indicator)
        and one.digest.startswith(digest.lower())
    ]
    if not meant:
        raise AppError("no_such_matter")
    if len(meant) > 1:
        raise AppError("matter_ambiguous", n=len(meant))
    return meant[0]
