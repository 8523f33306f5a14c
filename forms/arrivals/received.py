"""Received: what followed for each paper of a reception, and in one sentence what all its files were."""

from collections.abc import Iterable
from dataclasses import field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from forms.arrivals.arrival import Arrival
from forms.opening.opened import Reason
from models.basics.messages import say
from models.basics.period import format_time
from models.basics.records import dataclass
from models.ledger.ledger import Decision
from models.returns.evidence import Presence


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What followed for one paper: its first file, the other forms of it in the same batch, decision and reasons."""

    file: Path
    decision: Decision
    reasons: tuple[Reason, ...] = ()
    unit: str | None = None
    period: str | None = None
    revision: int | None = None
    digest: str | None = None
    seals: dict[str, str] = field(default_factory=dict)
    also: tuple[Path, ...] = ()
    evidence: Presence = field(default_factory=Presence)  # which of the files it lists are here
    kind: str = "return"  # or "evidence": files that belong to returns
    joins: bool = False  # evidence of one return and nothing else


def with_evidence(answers: tuple[Received, ...]) -> tuple[Received, ...]:
    """Evidence that belongs to a return of the same batch, and to nothing else, is no event of its own."""
    returns = [one for one in answers if one.kind == "return"]
    apart = []
    for one in answers:
        if one.kind == "return":
            continue
        home = next((n for n, other in enumerate(returns) if one.joins and other.digest == one.digest), None)
        if home is None:
            apart.append(one)
        else:
            returns[home] = replace(returns[home], also=(*returns[home].also, one.file))
    return (*returns, *apart)


def joined(known: Received, other: Received) -> Received:
    """The other form of a paper in the same batch is no event of its own; each seal says the most seen of it.

    Where both are refused, each may be so for reasons of its own.
    """
    seals = {name: state if state != "absent" else other.seals.get(name, state) for name, state in known.seals.items()}
    refused = known.decision is other.decision is Decision.REJECTED
    more = tuple(one for one in other.reasons if one not in known.reasons) if refused else ()
    return replace(known, also=(*known.also, other.file), seals=seals, reasons=(*known.reasons, *more))


def refused_as(arrival: Arrival, answer: Received) -> str:
    """Return what the refused forms of one paper share; a file that is no readable return stands for itself."""
    if answer.digest and answer.decision is Decision.REJECTED and arrival.opened is not None:
        return f"refused:{answer.digest}:{arrival.opened.fingerprint}"
    return f"file:{arrival.sha256 if arrival.content else arrival.path}"


@dataclass(slots=True, kw_only=True)
class Tally:
    """What the files of a batch were, told in one sentence; `files` is the sum of the others but `inside_new`."""

    files: int = 0
    first: int = 0  # the forms of returns, each content once
    repeats: int = 0
    zips: int = 0
    mails: int = 0
    inside_new: int = 0  # forms that came in zips and mails only
    others: int = 0  # no returns
    junk: int = 0  # Thumbs.db, ~$…: part of `others`
    kept: datetime | None = None  # of a reception that goes on: the time of its first try, where another one was said


class Counted(Protocol):
    """What a tally asks of an answer."""

    @property
    def digest(self) -> str | None:
        """Of the return, None for no return."""

    @property
    def kind(self) -> str:
        """Either "return" or "evidence"."""


def tally_words(tally: Tally, items: Iterable[Counted]) -> str:
    """Return in one sentence what the files of a reception were; parts of which there are none are not said."""
    papers = {one.digest for one in items if one.digest and one.kind == "return"}
    called = "papers" if tally.first else "papers_inside"  # of one that came in a zip or a mail no file lies outside
    parts = [say(f"cli.tally.{called}", n=len(papers), m=tally.first)] if papers or tally.first else []
    parts += [say(f"cli.tally.{name}", n=n) for name in ("repeats", "zips", "mails") if (n := getattr(tally, name))]
    if tally.zips or tally.mails:
        parts[-1] += say("cli.tally.inside", n=tally.inside_new) if tally.inside_new else say("cli.tally.inside_none")
    junk = say("cli.tally.junk", n=tally.junk) if tally.junk else ""  # listed nowhere
    parts += [say("cli.tally.others", n=tally.others) + junk] if tally.others else []
    told = say("cli.tally.all", n=tally.files, 各类="、".join(parts))
    return f"{told}{say('cli.tally.kept', 时间=format_time(tally.kept))}" if tally.kept is not None else told
