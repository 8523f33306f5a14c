"""Breach: a place where a check does not hold, before anything is said of it.

Rules and relations yield breaches; `models.checks.findings.told` puts all of them in words, in one place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models.plan.plan import Check
from models.sheet.rows import Row

Figures = Mapping[str, str]  # blank of a sentence → its text


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """Where a check does not hold; where something is `lacking` it could not be evaluated."""

    at: str  # address of the cell or field, else id of the register
    row: Row | None = None  # of the register, where it is about one
    figures: Figures = field(
        default_factory=dict
    )  # blanks of the sentence, beside what every message may name of a place
    lacking: tuple[str, ...] = ()  # addresses and parameters
    half: tuple[str, ...] = ()  # parts of a rate that are 不适用 beside a figure: no sentence of the plan fits that
    template: str = ""  # a sentence of its own where the check's does not fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaches:
    """What one search of a check found; handed on as the same object while nothing it speaks of has been touched."""

    check: Check
    found: Sequence[Breach]
    part: int = -1  # tells searches of one check apart: of a relation its number, of the rule -1
    template: str = ""  # sentence of the relation; "" where it is the check's
