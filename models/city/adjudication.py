"""Adjudication 审定数: a value that stands beside the units' figures, with what it rests on."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from models.basics.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjudication:
    """审定数: the office's own figure beside the units', its reason, and what it rests on (unit → digest)."""

    period: str
    indicator: str
    value: Decimal
    reason: str
    document: str
    by: str
    checked_by: str  # 复核人; "": recorded before one was asked for
    at: datetime
    rests_on: Mapping[str, str]
    id: int = 0  # 0 = not yet in the book
