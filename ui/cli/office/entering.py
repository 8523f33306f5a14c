"""`office template`, `enter`, `check-entry`: a unit without the program, whose stamped paper is typed in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from ui.cli.shared.base import DONE, REFUSED
from ui.cli.shared.command import Answer, command
from ui.cli.shared.given import Moment, Person, now

if TYPE_CHECKING:
    from models.workspace.office_workspace import OfficeWorkspace


@command("office template")
def template(office: OfficeWorkspace, unit: str, period: str, *, out: Path) -> Answer:
    """Write the blank form of a unit that has no program."""
    from forms.entered.entering import blank_form

    path = str(blank_form(office, unit, period, out, now().date()))
    return Answer({"file": path}, [path])


@command("office enter")
def enter(
    office: OfficeWorkspace,
    at: Moment,
    by: Person,
    unit: str,
    period: str,
    form: Path,
    *,
    scan: Path | None = None,
    copies: int = 1,
    shelf: str = "",
    reason: str = "",
) -> Answer:
    """Keep what one person typed from a stamped paper that came `at`; it counts once another has checked it."""
    from forms.entered.entering import type_in
    from forms.opening.evidence import read_scan
    from models.basics.period import PLAN_ZONE
    from models.office.entering import StampedSource
    from ui.cli.answers.findings import finding_lines, sheet_answer

    source = StampedSource(came_on=at.astimezone(PLAN_ZONE).date(), copies=copies, shelf=shelf)
    scanned = read_scan(scan) if scan else None
    done = type_in(office, unit, period, form, source, scanned, reason=reason, registered=at, by=by, at=now())
    found = {**sheet_answer(done.sheet, done.findings), "digest": done.entry.digest, "entered_by": by}
    unit_name = office.at(period).plan.unit_in(done.entry.unit, period)
    return Answer(found, [*finding_lines(done.findings), say("cli.entered", 单位=unit_name, 谁=by)])


@command("office check-entry")
def check_entry(office: OfficeWorkspace, at: Moment, by: Person, unit: str, period: str) -> Answer:
    """Say that what another person typed is what stands on the stamped paper: it becomes a paper of the unit."""
    from forms.entered.entering import check_entry as check
    from models.ledger.ledger import Decision

    done = check(office, unit, period, by=by, at=at)
    found = {
        "unit": done.unit,
        "period": done.period,
        "revision": done.revision,
        "digest": done.digest,
        "decision": done.decision.value,
        "reasons": [one.as_dict() for one in done.reasons],
    }
    facts = {"单位": office.at(period).plan.unit_in(done.unit, period), "版次": done.revision}
    decided = say(f"papers.decision.{done.decision}")
    lines = [say("cli.entry_checked", 结果=decided, **facts), *(f"  {one.message}" for one in done.reasons)]
    return Answer(found, lines, REFUSED if done.decision is Decision.RETURNED else DONE)
