"""Effects: what an act would change, computed before it is done — by looking at the workspace as if it had been.

A ruling, an enrolled key or an ended one changes which papers are in force, and with them values, coverage, verdicts
and the roster. Nothing is written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from models.basics.period import PLAN_ZONE
from models.basics.records import dataclass
from models.city.adjudication import Adjudication
from models.city.summary import Result, Summary
from models.ledger.ledger import KeyInterval, Paper, Ruling
from models.ledger.roster import Roster, take_roll
from models.settings.settings import Settings
from models.workspace.office_workspace import OfficeWorkspace


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorEffect:
    """An indicator that would say something else: value, verdict and coverage as words."""

    indicator: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What an act would change in a period: the indicators, and the equation of the roster before and after."""

    effects: tuple[IndicatorEffect, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class SupposedOffice(OfficeWorkspace):
    """An office as it would be with one more ruling or with other keys; reads the same store."""

    more: tuple[Ruling, ...] = ()
    ended: Mapping[tuple[str, str], datetime] | None = None  # unit and fingerprint → from when it would not count
    added: tuple[KeyInterval, ...] = ()
    given: tuple[Adjudication, ...] = ()
    withdrawn: frozenset[str] = frozenset()  # indicators whose 审定数 would be taken back
    returned: Mapping[str, datetime] | None = None  # digests that would be sent back → until when

    def adjudications(self, period: str, at: datetime | None = None) -> Mapping[str, Adjudication]:
        """Return the 审定数 there are, without those withdrawn, with those supposed."""
        here = {name: one for name, one in super().adjudications(period, at).items() if name not in self.withdrawn}
        return {**here, **{one.indicator: one for one in self.given if one.period == period}}

    def rulings(self) -> tuple[Ruling, ...]:
        """Return the rulings there are, then the supposed ones."""
        return (*super().rulings(), *self.more)

    def papers(
        self, unit: str | None = None, period: str | None = None, at: datetime | None = None
    ) -> tuple[Paper, ...]:
        """Return the papers held, sent back as supposed."""
        found = OfficeWorkspace.papers(self, unit, period, at)
        back = self.returned or {}
        return tuple(replace(one, sent_back=back[one.digest]) if one.digest in back else one for one in found)

    def keys(self) -> tuple[KeyInterval, ...]:
        """Return the keys there are, ended and added as supposed."""
        ended = self.ended or {}
        known = (
            replace(one, until=ended[one.unit, one.key]) if (one.unit, one.key) in ended else one
            for one in OfficeWorkspace.keys(self)
        )
        return (*known, *self.added)


def with_ruling(
    office: OfficeWorkspace, unit: str, period: str, keep: str, over: tuple[str, ...], at: datetime
) -> SupposedOffice:
    """Return the office as it would be after a ruling."""
    last = max((one.sequence for one in office.rulings()), default=0)
    said = Ruling(
        sequence=last + 1, unit=unit, period=period, keep=keep, over=over, reason="", by="", checked_by=None, at=at
    )
    return SupposedOffice(folder=office.folder, store=office.store, scope=office.scope, more=(said,))


def with_returned(office: OfficeWorkspace, digests: Iterable[str], until: datetime) -> SupposedOffice:
    """Return the office as it would be if papers were sent back by hand."""
    returned = dict.fromkeys(digests, until)
    return SupposedOffice(folder=office.folder, store=office.store, scope=office.scope, returned=returned)


def with_key(office: OfficeWorkspace, unit: str, key: str, since: datetime | None = None) -> SupposedOffice:
    """Return the office as it would be if a key counted for a unit."""
    return SupposedOffice(
        office.folder, office.store, added=(KeyInterval(key=key, unit=unit, since=since, until=None),)
    )


def without_key(office: OfficeWorkspace, unit: str, key: str, until: datetime) -> SupposedOffice:
    """Return the office as it would be if a key counted until a time only."""
    return SupposedOffice(folder=office.folder, store=office.store, scope=office.scope, ended={(unit, key): until})


def with_value(office: OfficeWorkspace, said: Adjudication) -> SupposedOffice:
    """Return the office as it would be with an 审定数."""
    return SupposedOffice(folder=office.folder, store=office.store, scope=office.scope, given=(said,))


def without_value(office: OfficeWorkspace, indicator: str) -> SupposedOffice:
    """Return the office as it would be if an indicator's 审定数 were taken back."""
    return SupposedOffice(
        folder=office.folder, store=office.store, scope=office.scope, withdrawn=frozenset((indicator,))
    )


def outlook(office: OfficeWorkspace, supposed: OfficeWorkspace, period: str, now: Summary | None = None) -> Outlook:
    """Return what differs in a period between an office as it is (`now`, where it is at hand) and as it would be."""
    effects = compared(now or office.summary(period), supposed.summary(period))
    return Outlook(effects=effects, before=office.roster(period).equation, after=supposed.roster(period).equation)


def rosters_under(office: OfficeWorkspace, period: str, settings: Settings) -> tuple[Roster, Roster]:
    """Return who is there in a period, and what would be said of that under other settings."""
    lines, at, stamps = office.lines(period), datetime.now(PLAN_ZONE), office.stamps()
    now, then = (take_roll(office.plan, one, period, lines, at, stamps) for one in (office.settings, settings))
    return now, then


def compared(before: Summary, after: Summary, *, on_paper: bool = False) -> tuple[IndicatorEffect, ...]:
    """Return the indicators of one plan that say something else in the second of two summaries (papers: Chinese)."""
    pairs: Iterable[tuple[Result, Result]] = zip(before.results, after.results, strict=True)
    return tuple(
        IndicatorEffect(
            indicator=one.indicator.id,
            before=result_words(one, on_paper=on_paper),
            after=result_words(other, on_paper=on_paper),
        )
        for one, other in pairs
        if result_words(one, on_paper=True) != result_words(other, on_paper=True)
    )


def result_words(result: Result, *, on_paper: bool = False) -> str:
    """Return value, verdict and coverage of a result in one line, in the language in use or as papers have it."""
    judged = result.judgement if on_paper else result.judged
    return f"{result.shown or '—'} {judged} {result.coverage}".strip()
