"""Adjudication 审定数: a value that stands beside the units' figures, with what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Adjudication:
    """审定数: the office's own figure beside the units', its reason, and what it rests on (unit → digest)."""

    period: str
    indicator: str
    value: Decimal
    reason: str
    document: str
    by: str
    at: datetime
    rests_on: Mapping[str, str]
