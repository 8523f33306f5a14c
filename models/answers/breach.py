"""Breach: a place where a check does not hold, before anything is said of it.

Rules and relations yield breaches; `models.checks.findings.told` puts all of them in words, in one place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field

from models.basics.records import dataclass
from models.plan.plan import Check, Level
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
    template: str = ""  # a sentence of its own where the check's does not fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaches:
    """What one search of a check found; handed on as the same object while nothing it speaks of has been touched."""

    check: Check
    found: Sequence[Breach]
    part: int = -1  # tells searches of one check apart: of a relation its number, of the rule -1
    template: str = ""  # sentence of the relation; "" where it is the check's

    @property
    def broken(self) -> Sequence[Breach]:
        """Those where it does not hold, without those where it could not be evaluated."""
        return [one for one in self.found if not one.lacking]

    @property
    def stopping(self) -> Sequence[Breach]:
        """Those that keep a return from being filed; a row that is left out does not."""
        check = self.check
        stops = check.level is Level.ERROR and not check.trial
        return [one for one in self.broken if one.row is None or not check.leaves_out] if stops else ()
