"""Office workspace: the lines of all units, and the city's sheets and summary that follow.

Puts plan, settings and stored papers together and computes nothing of its own. Seals and files belong to `forms`.
"""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date, datetime
from functools import partial

from models.basics.errors import AppError
from models.basics.messages import use_words
from models.basics.period import PLAN_ZONE, Period
from models.basics.records import dataclass
from models.city.adjudication import Adjudication
from models.city.city import City
from models.city.findings import OfficeFinding, expects, found_across, found_gone
from models.city.summary import Summary, summarise
from models.ledger.ledger import Decision, KeyInterval, LineState, Paper, Ruling, judge
from models.ledger.lines import JudgedLine, LinesCache, LinesInActs, further_line, in_order, judged_line
from models.ledger.roster import Roster, take_roll
from models.ledger.waiting import Waiting
from models.plan.plan import Plan
from models.proof.proof import require_sound
from models.returns.returns import Return
from models.settings.settings import Settings
from models.sheet.sheet import Sheet
from models.store.office.office_store import OfficeStore
from models.store.office.records import PaperHead, PaperRow, ReceptionRow
from models.versions.definitions import outdated_items
from models.versions.gone import units_gone, with_units
from models.versions.held import (
    kept_period,
    other_versions,
    plan_of_period,
    stored_plan,
    stored_settings,
)
from models.versions.neighbours import (
    Held,
    against_last_year,
    contradictions,
    in_line,
    periods_after,
    periods_before,
)
from models.versions.sheets import sheet_from
from models.workspace.act import ActKind
from models.workspace.workspace import Workspace

_PLANS = ("facts", "plans", "plan_files")  # the tables that say which plans there are and which is in force
_JUDGED_BY = ("papers", "keys", "rulings", "settings", "sent_back")  # the tables a line is judged by
CONTACT = "office_contact"  # fact of an office: whom units ask, as its papers print it


def is_founded(store: OfficeStore) -> bool:
    """False for an office whose founding was cut short: it has no plan, and nothing was issued."""
    return store.current_plan_digest() is not None


@dataclass(frozen=True)
class OfficeWorkspace(Workspace):
    """The office's folder, opened."""

    STORE = OfficeStore
    OTHER = "not_an_offices_folder"
    store: OfficeStore
    _lines: LinesCache = field(default_factory=LinesCache, compare=False, repr=False)

    @property
    def plan(self) -> Plan:
        """The plan it is looked at in; units of its older versions that it has no longer keep their names."""

        def read() -> Plan:
            plan = stored_plan(self.store, self.scope or None)
            return with_units(plan, self._all_gone(plan), asked=False)

        plan = self.store.kept(f"plan seen {self.scope}", _PLANS, read)
        if not self.scope:
            use_words(plan.words)
        return plan

    def _all_gone(self, plan: Plan) -> Mapping[str, Plan]:
        def read() -> Mapping[str, Plan]:
            return units_gone(plan, other_versions(self.store, plan))

        return self.store.kept(f"units gone of {plan.digest}", ("plans", "plan_files"), read)

    def _asked_plan(self, plan: Plan, lines: Mapping[str, LineState]) -> Plan:
        """The plan of a period, with the units it has no longer whose returns of the period are in force."""
        gone = [unit for unit, line in lines.items() if line.in_force and not expects(plan, unit)]
        if not gone:
            return plan
        here = {unit: self.store.paper_head(line.in_force).plan for unit, line in lines.items() if line.in_force}
        old = frozenset(unit for unit, digest in here.items() if digest != plan.digest)
        older = {unit: stored_plan(self.store, here[unit]) for unit in gone}
        return with_units(plan, older, asked=True, filed=old)

    def _require_ready(self) -> None:
        """Raise AppError("office_unfinished") for an office whose founding was cut short: nothing was issued."""
        if not is_founded(self.store):
            raise AppError("office_unfinished", 目录=self.folder)

    def keys(self) -> tuple[KeyInterval, ...]:
        """Return every key with the unit and time it counts for."""
        return self.store.kept("keys", ("keys",), lambda: tuple(row.interval for row in self.store.enrolled_keys()))

    def rulings(self) -> tuple[Ruling, ...]:
        """Return every ruling, oldest first."""
        return self.store.kept("rulings", ("rulings",), self.store.rulings)

    def papers(
        self, unit: str | None = None, period: str | None = None, at: datetime | None = None
    ) -> tuple[Paper, ...]:
        """Return the papers held, of one unit or period if given, as registered by `at`."""
        if unit is not None and period is not None and self.store.state is None:  # inside an act
            known = self._lines_here().known.get((unit, period, at))
            if known is not None:
                return known.papers
        return self._read_papers(unit, period, at)

    def _read_papers(self, unit: str | None, period: str | None, at: datetime | None) -> tuple[Paper, ...]:
        found = self.store.judged_papers(unit, period)
        if not found:
            return ()
        here = self.store.settings_versions() | {0}
        rows = self.store.kept("sent back", ("sent_back",), self.store.sent_back)
        back = {row.digest: row.until for row in rows if at is None or row.at <= at}
        return tuple(
            paper
            if settings in here and paper.digest not in back
            else replace(paper, known=settings in here, sent_back=back.get(paper.digest))
            for paper, settings in found
            if at is None or paper.registered <= at
        )

    def line(self, unit: str, period: str, at: datetime | None = None) -> LineState:
        """Return the state of a unit's line in a period, as it stood at a time or now; of no paper: an empty one."""
        if self.store.state is None:  # inside an act only this unit is judged
            known = self._lines_here().known
            if (unit, period, at) not in known:
                known[unit, period, at] = self._judged_here(self._read_papers(unit, period, at), at)
            return known[unit, period, at].line
        return self.lines(period, at).get(unit) or LineState()

    def line_with(self, papers: tuple[Paper, ...], paper: Paper) -> LineState:
        """Return the state of the line of a paper that was just put, inside an act, beside all others held of it."""
        here, place = self._lines_here(), (paper.unit, paper.period)
        found = further_line(here.behind.get(place), papers, paper, self.keys(), self.store.lineage())
        found = found or self._judged_here(in_order((*papers, paper)), None)
        here.known[*place, None] = found
        return found.line

    def put_paper(self, row: PaperRow) -> None:
        """Keep a paper, inside an act. Lines judged there stay as they are but for its own, and those that name it."""
        before = self._lines_here()
        self.store.put_paper(row)
        self._lines_here().take_over(before, row.digest, (row.unit, row.period))

    def _lines_here(self) -> LinesInActs:
        """The lines judged inside acts, until something they are judged by is written."""
        return self.store.kept("lines", _JUDGED_BY, LinesInActs)

    def lines(self, period: str, at: datetime | None = None) -> Mapping[str, LineState]:
        """Return unit → state of its line, for every unit that has a paper in a period; not to be changed.

        Judged once for each state of the store.
        """
        return self._lines.get(self.store.state, (period, at), lambda: self._judged(period, at))

    def _judged(self, period: str, at: datetime | None) -> Mapping[str, LineState]:
        units = sorted({paper.unit for paper, _ in self.store.judged_papers(None, period)})
        found: dict[str, list[Paper]] = {unit: [] for unit in units}
        for paper in self.papers(None, period, at):
            found[paper.unit].append(paper)
        keys, rulings, lineage = self.keys(), self._rulings_by(at), self.store.lineage()
        return {unit: judge(papers, keys, rulings, lineage=lineage) for unit, papers in found.items()}

    def _judged_here(self, papers: tuple[Paper, ...], at: datetime | None) -> JudgedLine:
        return judged_line(papers, self.keys(), self._rulings_by(at), self.store.lineage())

    def _rulings_by(self, at: datetime | None) -> tuple[Ruling, ...]:
        return tuple(ruling for ruling in self.rulings() if at is None or ruling.at <= at)

    def roster(self, period: str, at: datetime | None = None) -> Roster:
        """Return who is there, late, missing, held, returned, disputed in a period. Raises "record_broken"."""
        here = self.at(period)
        require_sound(self.store, shown=True)
        lines = self.lines(period, at)
        plan = self._asked_plan(here.plan, lines)
        return take_roll(plan, here.settings, period, lines, at or datetime.now(PLAN_ZONE), self.stamps(at))

    def stamps(self, at: datetime | None = None) -> Mapping[str, date]:
        """Return digest → day its stamped paper came, as the last note about it says; of those that came by `at`."""
        noted = (*self.store.acts.rows(ActKind.ENTER), *self.store.acts.rows(ActKind.STAMP))
        said = [row.about for row in sorted(noted, key=lambda row: row.number)]
        days = {str(one["digest"]): date.fromisoformat(str(one["came_on"])) for one in said}
        until = at.astimezone(PLAN_ZONE).date() if at else date.max
        return {digest: day for digest, day in days.items() if day <= until}

    def check_period(self, period: str) -> None:
        """Raise AppError("unknown_period") for a period that no plan here has."""
        self.at(period)

    def city(self, period: str, at: datetime | None = None, settings: Settings | None = None) -> City:
        """Return the sheets in force of a period, now or as registered by a time, seen together.

        `settings`: as it would be under these; by default those in force. What is counted was compared with its digest
        before: raises AppError("record_broken"). Whoever issues it calls `require_sound` first.
        """
        here = self.at(period)
        require_sound(self.store, shown=True)
        settings, lines = settings or here.settings, self.lines(period, at)
        plan = self._asked_plan(here.plan, lines)
        digests = {unit: line.in_force for unit, line in lines.items() if line.in_force and unit in plan.units}
        roster = take_roll(plan, settings, period, lines, at or datetime.now(PLAN_ZONE), self.stamps(at))
        entered = self.store.entered(period)
        return City(
            plan=plan,
            settings=settings,
            period=plan.periods[period],
            sheets={unit: self._counted_sheet(digest, plan, settings) for unit, digest in digests.items()},
            expected=roster.expected,
            digests=digests,
            disputed=frozenset(unit for unit, line in lines.items() if line.disputed),
            entered=frozenset(unit for unit, digest in digests.items() if digest in entered),
            standing={unit: roster.standing(unit) for unit in roster.expected if unit not in digests},
            waits=frozenset(roster.waits),
        )

    def summary(self, period: str, at: datetime | None = None, settings: Settings | None = None) -> Summary:
        """Return the summary of a period, now or as it stood at a time; a final year knows its preliminary one."""
        city = self.city(period, at, settings)
        across = (one for unit in city.digests for one in self.across(unit, period, at))
        filed = [unit for unit, line in self.lines(period, at).items() if line.in_force]
        return summarise(
            city,
            self.roster(period, at).missing,
            self.adjudications(period, at),
            before=self.at(period).summary_before(city.period, at, settings) if city.period.kind.final else None,
            across=(*across, *found_gone(city, self.at(period).plan, filed)),
        )

    def summary_before(
        self, period: Period, at: datetime | None = None, settings: Settings | None = None
    ) -> Summary | None:
        """Return the summary of a period's predecessor; None where there is none, or its plan is not here."""
        before = kept_period(self.store, period.predecessor, self.plan.id) if period.predecessor else ""
        if not before or plan_of_period(self.store, before) is None:
            return None
        return self.summary(before, at, settings)

    def old_version(self, period: str, at: datetime | None = None) -> tuple[str, ...]:
        """Return the units whose return in force was made under an earlier version of the plan."""
        plan = self.at(period).plan
        digests = {unit: line.in_force for unit, line in self.lines(period, at).items() if line.in_force}
        made = {unit: self.store.paper_head(digest).plan for unit, digest in digests.items()}
        return tuple(unit for unit in plan.units if made.get(unit, plan.digest) != plan.digest)

    def across(
        self, unit: str, period: str, at: datetime | None = None, filed: Return | None = None
    ) -> tuple[OfficeFinding, ...]:
        """Return what a unit's return in force breaks in the light of its predecessor and of today's settings.

        What its own checks said when it was filed is not said again, nor what the unit has explained. `filed`: a return
        that was read already, maybe this one.
        """
        digest = self.line(unit, period, at).in_force
        if digest is None:
            return ()
        row = self.store.paper_head(digest)
        plan = stored_plan(self.store, row.plan)
        own, today = stored_settings(self.store, row.settings), stored_settings(self.store, plan=plan.id)
        held, holding = self._as_held(row, filed), partial(self.held, at=at)
        found: tuple[OfficeFinding, ...] = ()
        before = periods_before(self.store, plan, row.period)
        if own != today or any(self.line(row.unit, one, at).in_force for one in before.values()):
            found = found_across(self._sheet(digest, own, filed), in_line(self.store, held, holding))
        return (*found, *against_last_year(self.store, held, holding))

    def contradicted(
        self, unit: str, period: str, filed: Return | None = None
    ) -> tuple[tuple[str, OfficeFinding], ...]:
        """Return what returns in force of other periods break beside a unit's return of this one, with their period.

        `filed`: a return that was read already, maybe this one.
        """
        places = ((who, place) for place in periods_after(self.store, period) for who in self._called(unit))
        later = [held for who, place in places if (held := self.held(who, place)) is not None]
        changed = self.held(unit, period, filed=filed) if later else None  # nothing later is here of most papers
        if changed is None:
            return ()
        found = contradictions(self.store, changed, later, self.held)
        return tuple((one.period, finding) for one, findings in found for finding in findings)

    def _called(self, unit: str) -> tuple[str, ...]:
        """What a unit is called in the plans that are here: its own code, and those of units that it alone became."""

        def read() -> tuple[str, ...]:
            return unit, *(one.id for plan in self.plans for one in plan.units.values() if one.was == (unit,))

        return self.store.kept(f"called {unit}", _PLANS, read)

    def held(self, unit: str, period: str, at: datetime | None = None, filed: Return | None = None) -> Held | None:
        """Return a unit's return in force of a period; None when there is none. `filed`: one that was read already."""
        digest = self.line(unit, period, at).in_force
        return self._as_held(self.store.paper_head(digest), filed) if digest else None

    def _as_held(self, row: PaperHead, filed: Return | None = None) -> Held:
        plan, read = stored_plan(self.store, row.plan), partial(self._sheet, row.digest, None, filed)
        return Held(unit=row.unit, period=row.period, revision=row.revision, plan=plan, read=read)

    def sheet_in_line(self, digest: str, at: datetime | None = None) -> Sheet:
        """Return the sheet of a held return with the returns in force behind it that its figures are held against."""
        row = self.store.paper_head(digest)
        return in_line(self.store, self._as_held(row), partial(self.held, at=at))

    def waiting(self, period: str, at: datetime | None = None) -> tuple[Waiting, ...]:
        """Return every held, returned or rejected paper nobody has settled, oldest first."""
        found = [Waiting.of(paper, line) for line in self.lines(period, at).values() for paper in line.waiting]
        found += self._rejected(period, at)
        return tuple(sorted(found, key=lambda one: (one.since, one.unit, one.digest)))

    def _rejected(self, period: str, at: datetime | None) -> list[Waiting]:
        """The rejected returns that no authentic paper of their unit, of that revision or a later one, has settled.

        Asked of the set of papers, never of the order in which they came: one of each unit, its latest revision.
        """
        standing = self._standing(period, at)
        rows = [row for row in self.store.receptions() if row.period == period and row.decision == Decision.REJECTED]
        last: dict[str, ReceptionRow] = {}
        for row in sorted(rows, key=lambda row: (row.revision or 0, row.registered_at, row.sha256)):
            in_time = at is None or row.registered_at <= at
            if in_time and row.unit is not None and (row.revision or 0) > standing.get(row.unit, -1):
                last[row.unit] = row
        return [
            Waiting(
                unit=unit,
                period=period,
                revision=row.revision or 0,
                digest=row.digest or row.sha256,
                decision=Decision.REJECTED,
                since=row.registered_at,
                reasons=row.reasons,
            )
            for unit, row in last.items()
        ]

    def _standing(self, period: str, at: datetime | None) -> dict[str, int]:
        """Unit → the highest revision among its authentic papers; a unit without any is not in it."""
        lines = self.lines(period, at)
        found: dict[str, int] = {}
        for paper in self.papers(None, period, at):
            if paper.digest in lines[paper.unit].authentic:
                found[paper.unit] = max(paper.revision, found.get(paper.unit, 0))
        return found

    def sheet_of(self, digest: str) -> Sheet:
        """Return the sheet of a held return, read with its own plan and today's settings of that plan."""
        return self._sheet(digest, None, None)

    def _sheet(self, digest: str, settings: Settings | None, filed: Return | None) -> Sheet:
        """The same, under some settings or today's; of a return that was read already or out of the store."""
        known = filed if filed is not None and filed.digest == digest else None
        made_under, content = (known.plan_digest, known.content) if known else self.store.paper_content(digest)
        plan = stored_plan(self.store, made_under)
        return sheet_from(content, plan, settings or stored_settings(self.store, plan=plan.id), known, digest=digest)

    def _counted_sheet(self, digest: str, plan: Plan, settings: Settings) -> Sheet:
        """The sheet of a held return as it counts in the plan in force: what means something else there is left out."""
        sheet = self.sheet_of(digest)
        return replace(sheet, settings=settings, outdated=outdated_items(sheet.plan, plan))

    def adjudications(self, period: str, at: datetime | None = None) -> Mapping[str, Adjudication]:
        """Return indicator → the 审定数 that counts in a period, now or at a time."""
        return self.store.adjudications(period, at)
