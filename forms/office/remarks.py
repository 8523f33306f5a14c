"""Remarks: what a reception says of its decision and beside it — late, two periods, its line, what checks found."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from forms.opening.opened import Opened, Reason, reason, reason_of
from forms.seals.clock import clock_hints
from forms.seals.keys.keys import comparison_code
from forms.wording.masks import masked_message, sensitive_texts
from forms.wording.paper_texts import place_words
from models.basics.errors import AppError
from models.basics.messages import CHINESE, fill, say, say_in, sentence_in
from models.basics.period import format_time
from models.checks.findings import blocking, unexplained
from models.checks.run import run_checks
from models.city.findings import OfficeFinding
from models.ledger.ledger import Decision, Fault, key_counts
from models.ledger.roster import NO_STAMPS, lateness
from models.plan.plan import Plan
from models.returns.frozen import disagreements
from models.returns.returns import Return
from models.settings.settings import STAMPED
from models.store.office.office_store import OfficeStore
from models.store.office.records import KeyRow
from models.versions.held import stored_settings
from models.versions.sheets import sheet_from
from models.workspace.office_workspace import OfficeWorkspace


def what_is_wrong(store: OfficeStore, filed: Return, plan: Plan) -> tuple[Reason, ...]:
    """Run a paper's own checks again with its plan and settings; return what stands against it, () for a good one."""
    sheet = sheet_from(filed.content, plan, stored_settings(store, filed.settings))
    findings = run_checks(sheet)
    wrong = [*blocking(findings), *unexplained(findings, filed.explanations)]
    hidden = sensitive_texts(plan, filed.registers) if wrong else {}
    reasons = tuple(reason(finding.check.id, finding.at, masked_message(finding, hidden)) for finding in wrong)
    for at in disagreements(filed, sheet):
        words = sentence_in(CHINESE, AppError("derived_differs", 位置=place_words(plan, at)))
        reasons += (reason("seal", at, words),)
    return reasons


def decision_words(
    office: OfficeWorkspace,
    decision: Decision,
    opened: Opened,
    filed: Return,
    plan: Plan,
    *,
    at: datetime,
    now: datetime,
) -> Iterator[Reason]:
    """Yield what is to be said of a decision, and of what was odd about the file; registered `at`, opened `now`."""
    unit, period = plan.unit_in(filed.unit, filed.period), plan.periods[filed.period].name
    line = office.line(filed.unit, filed.period)
    if decision is Decision.HELD and not key_counts(office.keys(), opened.fingerprint, filed.unit, at):
        yield _key_words(office, opened, filed.unit, unit, at)
    elif decision is Decision.DUPLICATE:
        yield reason("duplicate", None, words_of(office, "duplicate"))
    elif decision is Decision.FORK:
        others = [row.revision for row in office.store.papers(filed.unit, filed.period) if row.digest != filed.digest]
        w = str(max(others, default=1))
        yield reason("fork", None, words_of(office, "fork", 单位=unit, 期=period, v=str(filed.revision), w=w))
    elif decision is Decision.SUPERSEDED:
        yield reason_of("fork", AppError("paper_superseded", 版次=filed.revision))
    if decision is Decision.ACCEPTED and line.missing.get(filed.digest):
        yield reason("broken_line", None, words_of(office, "broken_line", v=str(filed.revision)))
    if "resaved" in opened.seals.values():
        yield reason("resaved", None, words_of(office, "resaved"))
    yield from (reason("resaved", None, hint) for hint in opened.hints)
    odd = clock_hints(opened.signed_at, certified_from=opened.certified_from, received_at=now)
    yield from (reason("clock", None, hint) for hint in odd)


def _key_words(office: OfficeWorkspace, opened: Opened, unit: str, name: str, at: datetime) -> Reason:
    """Why the key of a held paper does not count: it is not enrolled, or was and has ended."""
    ended = ended_key(office, unit, opened.fingerprint, at)
    if ended is not None:
        return reason_of("key", about_ended("paper_key_ended", ended, name))
    return reason("key", None, words_of(office, "key", x=opened.code, 单位=name))


def late_and_across(office: OfficeWorkspace, filed: Return, plan: Plan) -> Iterator[Reason]:
    """Return what is to be said of an accepted paper: late, and what breaks beside its neighbours."""
    yield from _late(office, filed, plan)
    yield from _across(office, filed, plan)


def _late(office: OfficeWorkspace, filed: Return, plan: Plan) -> Iterator[Reason]:
    line, settings = office.line(filed.unit, filed.period), office.settings
    stamps = office.stamps() if settings.clock == STAMPED else NO_STAMPS  # all acts are read for them
    late = lateness(plan, settings, filed.unit, filed.period, line, stamps)
    if late is not None and late.registered is not None:
        due, until = format_time(late.due.at), late.until and format_time(late.until)
        facts = {
            "单位": plan.unit_in(filed.unit, filed.period),
            "t": say("papers.summary.due_then", 时限=due, 订正时限=until) if until else due,
            "t2": format_time(late.registered),
            "n": str(late.working_days),
        }
        yield reason("late", None, words_of(office, "late", **facts))


def _across(office: OfficeWorkspace, filed: Return, plan: Plan) -> Iterator[Reason]:
    """What the office sees over two periods or under today's settings; it decides nothing about the paper."""
    for found in office.across(filed.unit, filed.period, filed=filed):
        yield _told_across(found, "", filed, plan)
    for period, found in office.contradicted(filed.unit, filed.period, filed):
        yield _told_across(found, office.at(period).plan.period_name(period), filed, plan)


def _told_across(found: OfficeFinding, where: str, filed: Return, plan: Plan) -> Reason:
    hidden = sensitive_texts(plan, filed.registers) if found.source else {}
    words = masked_message(found.source, hidden) if found.source else found.message
    return reason(found.check, found.at, where + words)


def words_of(office: OfficeWorkspace, rule: str, **values: str) -> str:
    """Return the plan's sentence of a rule of receiving, the program's own where the plan has none."""
    check = office.plan.check_of(rule)
    return fill(check.message, values) if check else say_in(CHINESE, f"findings.rule_{rule}", **values)


def ended_key(office: OfficeWorkspace, unit: str, key: str, at: datetime) -> KeyRow | None:
    """Return the row of a unit's key that counts no more at a time, None for one that counts or was never enrolled."""
    rows = (row for row in office.store.enrolled_keys() if (row.unit, row.fingerprint) == (unit, key))
    return next((row for row in rows if row.until is not None and row.until <= at), None)


def about_ended(code: str, row: KeyRow, name: str) -> AppError:
    """Return an error about a key that was ended: whose, since when, why."""
    until = format_time(row.until) if row.until is not None else ""
    return AppError(code, 单位=name, 核对码=comparison_code(row.fingerprint), 时间=until, 理由=row.ended_because)


def fault_words(wrong: Sequence[Fault], plan: Plan, filed: Return) -> tuple[Reason, ...]:
    """Say what is wrong with a paper's place in the line of its unit: one reason for each fault."""
    name = plan.unit_in(filed.unit, filed.period)
    codes = {Fault.REVISION: "broken_line", Fault.ANCESTOR: "broken_line", Fault.KEY: "key"}
    return tuple(reason_of(codes[f], AppError(f"paper_{f.value}", 单位=name, 版次=filed.revision)) for f in wrong)
