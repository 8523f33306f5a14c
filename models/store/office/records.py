"""What the office's store gives out and takes in: one frozen row for each kind of record. Times are aware datetimes."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from models.basics.records import dataclass
from models.ledger.ledger import KeyInterval, Paper
from models.returns.returns import Return

CORRECTED = "corrected"  # the decision of a line of the reception register that corrects an earlier one


class PaperHead(NamedTuple):
    """What a held return is about, without what it says."""

    digest: str
    unit: str
    period: str
    revision: int
    plan: str  # digest
    settings: int  # version


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A return the office has read, with the key that sealed it; `registered` is the first time it was registered."""

    digest: str
    key: str  # fingerprint
    unit: str
    period: str
    revision: int
    ancestors: tuple[str, ...]  # digests, oldest first
    content: bytes  # canonical bytes
    certificate: bytes  # DER
    plan: str  # digest
    settings: int  # version
    good: bool  # its checks, run again by the office, find no error
    reasons: str  # JSON
    request: bytes | None  # DER of the enrolment request it carries
    registered: datetime

    @classmethod
    def of(
        cls,
        filed: Return,
        *,
        key: str,
        certificate: bytes,
        request: bytes | None,
        good: bool,
        reasons: str,
        registered: datetime,
    ) -> "PaperRow":
        """Return the row of a return that came; what it says of itself is taken from it."""
        return cls(
            digest=filed.digest,
            key=key,
            unit=filed.unit,
            period=filed.period,
            revision=filed.revision,
            ancestors=filed.ancestors,
            content=filed.content,
            certificate=certificate,
            plan=filed.plan_digest,
            settings=filed.settings,
            good=good,
            reasons=reasons,
            request=request,
            registered=registered,
        )

    @property
    def paper(self) -> Paper:
        """The paper as the ledger judges it."""
        return Paper(
            digest=self.digest,
            key=self.key,
            unit=self.unit,
            period=self.period,
            revision=self.revision,
            ancestors=self.ancestors,
            registered=self.registered,
            good=self.good,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionRow:
    """One line of the reception register: a file that came, and what followed. `id` 0 = not yet in the book."""

    file: str
    sha256: str
    received_at: datetime  # when the program read it
    registered_at: datetime  # when the office says it came; decides what is late
    channel: str
    by: str
    decision: str
    reasons: str  # JSON
    digest: str | None
    key: str | None
    seals: str  # JSON
    unit: str | None = None  # None: it is no return, or was registered before this was noted
    period: str | None = None
    revision: int | None = None
    id: int = 0


def line_in_force(came: Sequence[ReceptionRow], key: str) -> ReceptionRow | None:
    """Return the line that says when, how and through whom a paper came: its last correction, else its first line.

    `came` are the lines of its digest in the order of the register, `key` the one that sealed it; None without any.
    """
    of_it = [one for one in came if one.key == key] or list(came)
    return next((one for one in reversed(of_it) if one.decision == CORRECTED), of_it[0] if of_it else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One file of a paper: "pdf" or "xlsx"."""

    digest: str
    key: str
    kind: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineRow:
    """A file that was rejected, and why."""

    sha256: str
    file: str
    at: datetime
    reasons: str  # JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """A key enrolled for a unit. `since` None = always, `until` None = open; `compared`: the 核对码 was."""

    unit: str
    fingerprint: str
    certificate: bytes  # DER
    since: datetime | None
    until: datetime | None
    enrolled_at: datetime
    compared: bool
    by: str
    ended_because: str = ""

    @property
    def interval(self) -> KeyInterval:
        """The key as the ledger judges by it."""
        return KeyInterval(key=self.fingerprint, unit=self.unit, since=self.since, until=self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseRow:
    """催报: a unit was asked for its return."""

    period: str
    unit: str
    at: datetime
    channel: str
    by: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBackRow:
    """退回 by hand: a paper the office sent back with its words, and until when the next revision is in time."""

    digest: str
    unit: str
    period: str
    number: str  # 退〔2020〕3号
    at: datetime
    until: datetime
    by: str
    items: str  # JSON: [{"item": address, "text": words}, …]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementRow:
    """A matter settled with one sentence without its cause being mended (按缺报结转 …)."""

    kind: str  # of the matter: held, missing …
    unit: str
    period: str
    place: str  # of the matter: indicator, digest, key and what it rested on
    manner: str  # as_missing | as_before | as_awaited | as_is; taken_up ends it
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """What somebody at the office said of one place of a paper, or of the paper as a whole (`place` "")."""

    digest: str
    unit: str
    period: str
    place: str
    said: str  # short hash of what was shown there; a later revision that shows the same is not looked at again
    decision: str  # accepted | accepted_together | taken_back
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryRow:
    """A question of the office about one place of a paper (询问), and its answer; `answered_at` None: not yet."""

    id: int = 0
    digest: str
    unit: str
    period: str
    place: str
    address: str  # of the cell, "" for the paper as a whole
    said: str
    channel: str
    words: str
    by: str
    at: datetime
    answer: str = ""
    answered_by: str = ""
    answer_noted_by: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """A set of issued papers of a period: its number, what it rested on, what it said, and the names of its files."""

    period: str
    number: int
    at: datetime
    by: str
    digests: str  # JSON: unit → digest in force
    facts: str  # JSON: what it said, to be compared with later
    files: str  # JSON: name → SHA-256 of the kept bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedRow:
    """A receipt the office issued."""

    digest: str
    unit: str
    period: str
    decision: str
    at: datetime
    by: str
    file: str
    content: bytes
