"""Workspace: one folder with one store, and the sheets and lines that follow from what is in it.

A store belongs to one unit or to the office; this module puts plan, settings and stored cells together and computes
nothing of its own. Papers and keys are the business of `forms`.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Self

from models.basics.errors import AppError
from models.basics.messages import use_words
from models.checks.explanations import live_explanations
from models.checks.run import run_checks
from models.city.across import found_across
from models.city.adjudication import Adjudication
from models.city.city import City
from models.city.summary import OfficeFinding, Summary, summarise
from models.ledger.ledger import Decision, KeyInterval, LineState, Paper, Ruling, judge
from models.ledger.queries import Receipt, read_receipt
from models.ledger.roster import Roster, take_roll
from models.ledger.waiting import Waiting
from models.plan.load import PlanProblems, load_plan_bytes, plan_digest
from models.plan.plan import Plan
from models.returns.returns import Return, parse_return, thaw
from models.settings.load import settings_from_json
from models.settings.settings import Settings
from models.sheet.sheet import Sheet
from models.store import OfficeStore, ReceptionRow, UnitStore, open_store
from models.workspace.act import finish_acts
from models.workspace.backups import at_close
from models.workspace.proof import require_sound


def _let_go(store: UnitStore | OfficeStore | None) -> None:
    if store is not None:
        store.close()


@lru_cache(maxsize=8)
def _plan_of(files: tuple[tuple[str, bytes], ...]) -> Plan:
    try:
        return load_plan_bytes(dict(files))
    except PlanProblems as error:
        raise AppError("store_plan_old" if error.old_format else "store_plan_bad") from error


def stored_plan(store: UnitStore | OfficeStore, digest: str | None = None) -> Plan:
    """Return a plan the store holds, by default the current one, whose words are spoken from now on.

    Raises AppError("no_plan") when it is not there, "store_plan_old" for one in a format that is no longer read,
    MachineError("store_damaged") when it is not what was kept.
    """
    wanted = digest or store.current_plan_digest()
    files = store.plan_files(wanted) if wanted else None
    if not files:
        raise AppError("no_plan")
    try:
        plan = _plan_of(tuple(sorted(files.items())))
    except AppError as error:
        if plan_digest(files) == wanted:  # as it was kept: this program reads it otherwise
            raise
        raise store.damaged() from error
    if plan.digest != wanted:
        raise store.damaged()
    if digest is None:
        use_words(plan.words)
    return plan


def stored_settings(store: UnitStore | OfficeStore, version: int | None = None) -> Settings:
    """Return settings the store holds, by default the latest; version 0 when nothing was ever set."""
    text = store.settings_text(version)
    return settings_from_json(text) if text else Settings()


_KEPT_SHEETS = 128
_SMALL = 4 << 20  # bytes of a return whose sheet is kept in memory
_sheets: OrderedDict[tuple[bytes, str], tuple[Settings, Sheet]] = OrderedDict()


def _sheet_from(content: bytes, plan: Plan, settings: Settings) -> Sheet:
    """Return the sheet of a held return; reading one is dear, so those of late are kept, by content, plan, settings."""
    key = (hashlib.sha256(content).digest() + settings.version.to_bytes(4, "big"), plan.digest)
    kept = _sheets.get(key)
    if kept is not None and kept[0] == settings:
        _sheets.move_to_end(key)
        return kept[1]
    sheet = thaw(parse_return(content), plan, settings)
    if len(content) <= _SMALL:
        _sheets[key] = settings, sheet
        while len(_sheets) > _KEPT_SHEETS:
            _sheets.popitem(last=False)
    return sheet


def is_founded(store: OfficeStore) -> bool:
    """False for an office whose founding was cut short: it has no plan, and nothing was issued."""
    return store.current_plan_digest() is not None


class _Closing:
    """A workspace gives its folder free again at the end of a `with`."""

    store: UnitStore | OfficeStore

    def close(self) -> None:
        """Close the store, with a dated copy of what was written; another program may open the folder from now on."""
        at_close(self.store)
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True)
class UnitWorkspace(_Closing):
    """A unit's folder, opened."""

    folder: Path
    store: UnitStore

    @classmethod
    def open(cls, folder: Path) -> "UnitWorkspace":
        """Open a unit's folder. Raises AppError("not_a_units_folder") for an office's or an empty one."""
        store = open_store(folder)
        if not isinstance(store, UnitStore):
            _let_go(store)
            raise AppError("not_a_units_folder", 目录=folder)
        finish_acts(store)
        return cls(folder, store)

    @property
    def plan(self) -> Plan:
        """The plan of the last pack."""
        return stored_plan(self.store)

    @property
    def settings(self) -> Settings:
        """The settings of the last pack."""
        return stored_settings(self.store)

    @property
    def unit_id(self) -> str:
        """Whose folder it is. Raises AppError("no_unit_chosen") before a pack was opened for a unit."""
        if self.store.unit_id is None:
            raise AppError("no_unit_chosen")
        return self.store.unit_id

    def sheet(self, period: str, today: date | None = None) -> Sheet:
        """Return the sheet of a period as stored, with the predecessor's last filed return behind it."""
        plan = self.plan
        if period not in plan.periods:
            raise AppError("unknown_period", 报告期=period, 可选="、".join(plan.periods))
        registers = {name: rows for name in plan.registers if (rows := self.store.sheets.rows(period, name))}
        before = self.filed_sheet(plan.periods[period].predecessor)
        cells, settings = self.store.sheets.cells(period), self.settings
        own = {t: self.filed_sheet(p) for t, p in plan.periods[period].predecessors.items() if t != "*"}
        sheet = Sheet(
            plan=plan,
            unit_id=self.unit_id,
            period_id=period,
            settings=settings,
            cells=cells,
            registers=registers,
            previous=before,
            earlier=own,
            today=today,
        )
        return replace(sheet, explanations=live_explanations(run_checks(sheet), self.store.sheets.explanations(period)))

    def filed_sheet(self, period: str | None) -> Sheet | None:
        """Return the sheet of the last return filed for a period, None when there is none."""
        found = self.last_return(period) if period else None
        return thaw(found, self.plan, self.settings) if found else None

    def last_return(self, period: str) -> Return | None:
        """Return the unit's last return of a period: the one with the most ancestors, None before the first."""
        filed = [parse_return(row.content) for row in self.store.returns.filed(period)]
        return max(filed, key=lambda one: one.revision, default=None)

    def receipts(self, period: str) -> tuple[Receipt, ...]:
        """Return what the office's receipts for a period say, oldest first."""
        return tuple(read_receipt(row.content) for row in self.store.returns.receipts(period))


@dataclass(frozen=True)
class OfficeWorkspace(_Closing):
    """The office's folder, opened."""

    folder: Path
    store: OfficeStore

    @classmethod
    def open(cls, folder: Path) -> "OfficeWorkspace":
        """Open the office's folder. Raises AppError("not_an_offices_folder") for a unit's or an empty one."""
        store = open_store(folder)
        if not isinstance(store, OfficeStore):
            _let_go(store)
            raise AppError("not_an_offices_folder", 目录=folder)
        if not is_founded(store):
            store.close()
            raise AppError("office_unfinished", 目录=folder)
        finish_acts(store)
        return cls(folder, store)

    @property
    def plan(self) -> Plan:
        """The plan in force."""
        return stored_plan(self.store)

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return stored_settings(self.store)

    def keys(self) -> tuple[KeyInterval, ...]:
        """Return every key with the unit and time it counts for."""
        rows = self.store.enrolled_keys()
        return tuple(row.interval for row in rows)

    def rulings(self) -> tuple[Ruling, ...]:
        """Return every ruling, oldest first."""
        return self.store.rulings()

    def papers(
        self, unit: str | None = None, period: str | None = None, at: datetime | None = None
    ) -> tuple[Paper, ...]:
        """Return the papers held, of one unit or period if given, as registered by `at`."""
        here = self.store.settings_versions() | {0}
        back = {row.digest: row.until for row in self.store.sent_back(unit, period) if at is None or row.at <= at}
        return tuple(
            replace(row.paper, known=row.settings in here, sent_back=back.get(row.digest))
            for row in self.store.papers(unit, period)
            if at is None or row.registered <= at
        )

    def line(self, unit: str, period: str, at: datetime | None = None) -> LineState:
        """Return the state of a unit's line in a period, as it stood at a time or now."""
        rulings = tuple(ruling for ruling in self.rulings() if at is None or ruling.at <= at)
        return judge(self.papers(unit, period, at), self.keys(), rulings, lineage=self.store.lineage())

    def lines(self, period: str, at: datetime | None = None) -> Mapping[str, LineState]:
        """Return unit → state of its line, for every unit that has a paper in a period."""
        units = {row.unit for row in self.store.papers(None, period)}
        return {unit: self.line(unit, period, at) for unit in sorted(units)}

    def roster(self, period: str, at: datetime | None = None) -> Roster:
        """Return who is there, late, missing, held, returned, disputed in a period. Raises "record_broken"."""
        self.check_period(period)
        require_sound(self.store)
        return take_roll(self.plan, self.settings, period, self.lines(period, at))

    def check_period(self, period: str) -> None:
        """Raise AppError("unknown_period") for a period the plan does not have."""
        if period not in self.plan.periods:
            raise AppError("unknown_period", 报告期=period, 可选="、".join(self.plan.periods))

    def city(self, period: str, at: datetime | None = None, settings: Settings | None = None) -> City:
        """Return the sheets in force of a period, now or as registered by a time, seen together.

        `settings`: as it would be under these; by default those in force. What is counted was compared with its digest
        before: raises AppError("record_broken").
        """
        self.check_period(period)
        require_sound(self.store)
        plan, settings, lines = self.plan, settings or self.settings, self.lines(period, at)
        digests = {unit: line.in_force for unit, line in lines.items() if line.in_force}
        roster = take_roll(plan, settings, period, lines)
        return City(
            plan=plan,
            settings=settings,
            period=plan.periods[period],
            sheets={unit: replace(self.sheet_of(digest), settings=settings) for unit, digest in digests.items()},
            expected=roster.expected,
            digests=digests,
            disputed=frozenset(unit for unit, line in lines.items() if line.disputed),
            standing={unit: roster.standing(unit) for unit in roster.expected if unit not in digests},
        )

    def summary(self, period: str, at: datetime | None = None, settings: Settings | None = None) -> Summary:
        """Return the summary of a period, now or as it stood at a time; a final year knows its preliminary one."""
        city = self.city(period, at, settings)
        before = city.period.predecessor if city.period.kind.final else None
        return summarise(
            city,
            self.roster(period, at).missing,
            self.adjudications(period, at),
            before=self.summary(before, at, settings) if before else None,
            across=tuple(one for unit in city.digests for one in self.across(unit, period, at)),
        )

    def across(self, unit: str, period: str, at: datetime | None = None) -> tuple[OfficeFinding, ...]:
        """Return what a unit's return in force breaks in the light of its predecessor and of today's settings.

        What its own checks said when it was filed is not said again, nor what the unit has explained.
        """
        digest = self.line(unit, period, at).in_force
        if digest is None:
            return ()
        row = self.store.papers_of(digest)[0]
        plan, made_under = stored_plan(self.store, row.plan), parse_return(row.content).settings
        predecessor = plan.periods[period].predecessor
        before = self.line(unit, predecessor, at).in_force if predecessor else None
        filings = {t: self.line(unit, p, at).in_force for t, p in plan.periods[period].predecessors.items() if t != "*"}
        own = {table: self.sheet_of(one) if one else None for table, one in filings.items()}
        now = replace(self.sheet_of(digest), previous=self.sheet_of(before) if before else None, earlier=own)
        return found_across(_sheet_from(row.content, plan, stored_settings(self.store, made_under)), now)

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
                unit=unit, period=period, revision=row.revision or 0, digest=row.digest or row.sha256,
                decision=Decision.REJECTED, since=row.registered_at, reasons=row.reasons,
            )
            for unit, row in last.items()
        ]  # fmt: skip

    def _standing(self, period: str, at: datetime | None) -> dict[str, int]:
        """Unit → the highest revision among its authentic papers; a unit without any is not in it."""
        lines = self.lines(period, at)
        found: dict[str, int] = {}
        for paper in self.papers(None, period, at):
            if paper.digest in lines[paper.unit].authentic:
                found[paper.unit] = max(paper.revision, found.get(paper.unit, 0))
        return found

    def sheet_of(self, digest: str) -> Sheet:
        """Return the sheet of a held return, read with its own plan and today's settings."""
        row = self.store.papers_of(digest)[0]
        return _sheet_from(row.content, stored_plan(self.store, row.plan), self.settings)

    def adjudications(self, period: str, at: datetime | None = None) -> Mapping[str, Adjudication]:
        """Return indicator → the 审定数 that counts in a period, now or at a time."""
        return self.store.adjudications(period, at)
