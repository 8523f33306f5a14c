"""Waiting: papers somebody at the office has to see to, also of a unit that has an older one in force."""

from datetime import datetime

from models.basics.records import dataclass
from models.ledger.ledger import Decision, LineState, Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A held, returned or rejected paper nobody has settled. `key` is the fingerprint of the key that sealed it."""

    unit: str
    period: str
    revision: int
    digest: str
    decision: Decision
    since: datetime
    key: str = ""
    reasons: str = "[]"  # JSON, of a rejected one

    @classmethod
    def of(cls, paper: Paper, line: LineState) -> "Waiting":
        """Return a held or returned paper of a line as it waits."""
        decision = line.decisions[paper.digest, paper.key]
        return cls(
            unit=paper.unit,
            period=paper.period,
            revision=paper.revision,
            digest=paper.digest,
            decision=decision,
            since=paper.registered,
            key=paper.key,
        )
