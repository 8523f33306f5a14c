"""Matters: one thing that needs a person, what tells it from the others, and which were settled with a sentence.

A settlement stands as long as what the matter rested on is the same. The second line of a matter tells what follows.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from models.basics.records import dataclass
from models.city.note import Note
from models.store.office.records import SettlementRow
from models.workspace.office_workspace import OfficeWorkspace


class MatterKind(StrEnum):
    """What a matter is about; the names are those of `office todo`."""

    HELD = "held"
    FORK = "fork"
    RETURNED = "returned"
    REJECTED = "rejected"
    DIFFERENCE = "difference"
    AWAITED = "awaited"
    MISSING = "missing"
    PARAMETER = "parameter"
    UNREAD = "unread"
    QUERY = "query"  # asked about a paper, not answered
    ENTRY = "entry"  # typed in from a stamped paper, not checked by a second person
    SIGN = "sign"  # a 认定单 or 审定单 that nobody noted as signed
    REVIEW = "review"  # papers somebody has still to look at: one row, at the desk only
    STAMP = "stamp"  # a return whose stamped paper, which stops the clock, has not come
    PERIOD = "period"  # what waits in another period: one row for each, at the desk only
    MOVED = "moved"  # the last notice of the period says what is not so any more
    DUE = "due"  # one row for all who have not filed, one working day before their time is over


TAKEN_UP = "taken_up"  # the manner of a settlement that ends an earlier one
CALLS = frozenset(
    (
        MatterKind.HELD,
        MatterKind.RETURNED,
        MatterKind.REJECTED,
        MatterKind.AWAITED,
        MatterKind.MISSING,
        MatterKind.STAMP,
        MatterKind.DUE,
    )
)  # settled by telephone


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing to do. `since` is None where no day can be told; `unit`, `indicator`, `digest` are "" where none is;
    `units` are those of a row for many.
    """

    kind: MatterKind
    period: str
    unit: str = ""
    units: tuple[str, ...] = ()
    indicator: str = ""
    digest: str = ""
    key: str = ""  # fingerprint, of a held paper
    file: str = ""  # what a file that was not read was called
    since: datetime | None = None
    what: Note
    follows: Note | None = None
    basis: str = ""  # digests of what it rests on: with others, a settlement of it does not hold any more

    @property
    def place(self) -> str:
        """What tells it from the other matters of its kind, unit and period, and from itself once something came."""
        return "|".join((self.indicator, self.digest, self.key, self.basis)).strip("|")

    @property
    def about(self) -> frozenset[str]:
        """The units it is about, none where it is about the city."""
        return frozenset((*self.units, *([self.unit] if self.unit else [])))

    @property
    def decides(self) -> bool:
        """True when a verdict hangs on it."""
        return self.kind in (MatterKind.FORK, MatterKind.DIFFERENCE, MatterKind.PARAMETER)


def open_matters(
    office: OfficeWorkspace, period: str, matters: Iterable[Matter], at: datetime | None = None
) -> tuple[Matter, ...]:
    """Return those of a period's matters that nobody settled."""
    settled = settlements(office, period, at)
    return tuple(one for one in matters if key_of(one) not in settled)


def settled_matters(
    office: OfficeWorkspace, period: str, matters: Iterable[Matter]
) -> tuple[tuple[Matter, SettlementRow], ...]:
    """Return those of a period's matters that somebody settled and nothing has opened again, with who, when and why."""
    settled = settlements(office, period)
    return tuple((one, settled[key_of(one)]) for one in matters if key_of(one) in settled)


def settlements(
    office: OfficeWorkspace, period: str, at: datetime | None = None
) -> Mapping[tuple[str, str, str], SettlementRow]:
    """Return (kind, unit, place) → the settlement that stands, now or at a time; one taken up again is not in it."""
    last = {
        (row.kind, row.unit, row.place): row for row in office.store.settlements(period) if at is None or row.at <= at
    }
    return {key: row for key, row in last.items() if row.manner != TAKEN_UP}


def key_of(one: Matter) -> tuple[str, str, str]:
    """Return what a settlement of a matter is found by."""
    return one.kind.value, one.unit, one.place


def basis_of(parts: Iterable[str]) -> str:
    """Return a short name of what a matter rests on: equal as long as that is the same."""
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()[:16]
