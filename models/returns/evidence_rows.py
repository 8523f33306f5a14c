"""What the store gives out about evidence: attached files, stamped scans, what held returns list. No SQL."""

from datetime import date, datetime

from models.basics.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRow:
    """One file attached to one place of a period; `name` is unique among the files of the period."""

    period: str
    place: str  # an address, a register row, a finding's key, or COVER for the return as a whole
    sha256: str
    name: str
    size: int  # bytes
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanRow:
    """盖章件: the scan of a return that was printed, signed in ink and stamped; dates None = not said."""

    digest: str  # of the return
    sha256: str
    name: str
    size: int  # bytes
    at: datetime
    by: str
    signed_on: date | None
    printed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """A file that a held return lists, and whether the office has its bytes."""

    digest: str  # of the return
    sha256: str
    name: str
    size: int  # bytes
    present: bool
