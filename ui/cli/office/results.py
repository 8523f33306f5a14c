"""The office's commands for a period: who is here, what the city's values are, an adjudicated value."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from ui.cli.shared.command import Answer, command
from ui.cli.shared.given import Moment, Person

if TYPE_CHECKING:
    from models.city.adjudication import Adjudication
    from models.office.signing import DecisionSheet
    from models.workspace.office_workspace import OfficeWorkspace


@command("office status")
def status(office: OfficeWorkspace, *, period: str, at: datetime | None = None) -> Answer:
    """Tell who is there, late, missing, and whose evidence is."""
    from forms.arrivals.evidence_intake import lacking
    from models.ledger.roster_columns import roster_entries
    from models.office.desk_lists import papers_in_force, refused_units
    from ui.cli.answers.office import status_answer, status_lines

    roster = office.roster(period, at)
    bare = lacking(office, period)
    waiting = office.waiting(period, at)
    lines = status_lines(roster, office.plan, waiting, refused_units(office, period, at))
    if bare:
        lines.append(say("evidence.status_lacking", 名单="、".join(office.plan.unit_in(unit, period) for unit in bare)))
    older = office.old_version(period, at)
    if older:
        lines.append(say("cli.status_old_version", 名单="、".join(office.plan.unit_in(unit, period) for unit in older)))
    papers = {unit: (one.revision, one.registered) for unit, one in papers_in_force(office, period, at).items()}
    entries = roster_entries(roster, office.at(period).settings, papers)
    found = {**status_answer(roster, waiting, entries), "evidence_missing": list(bare), "old_version": list(older)}
    return Answer(found, lines)


@command("office summary")
def summary(office: OfficeWorkspace, *, period: str, at: datetime | None = None, out: Path | None = None) -> Answer:
    """Tell the values of a period; write its summary book where a folder is given."""
    from ui.cli.answers.office import summary_answer, summary_lines

    found = office.summary(period, at)
    files: list[str] = []
    if out is not None:
        from forms.summary.book import write_summary

        city, roster = office.city(period, at), office.roster(period, at)
        files = [str(path) for path in write_summary(office, city, roster, found, out, at)]
    return Answer({**summary_answer(found), "files": files}, [*summary_lines(found, office.at(period).plan), *files])


@command("office cells")
def cells(office: OfficeWorkspace, *, period: str, unit: str | None = None, out: Path) -> Answer:
    """Write every cell of the returns in force of a period as a CSV."""
    from forms.summary.cells import write_cells

    path, count = write_cells(office, period, unit, out)
    return Answer({"files": [str(path)], "cells": count}, [say("cli.cells_written", n=count), str(path)])


@command("office adjudicate", once=True)
def adjudicate(
    office: OfficeWorkspace,
    at: Moment,
    by: Person,
    period: str,
    indicator: str,
    value: str,
    *,
    reason: str = "",
    document: str = "",
    checked_by: str = "",
) -> Answer:
    """审定数: put the office's own figure beside the units'."""
    from forms.office import adjudicating

    said = adjudicating.adjudicate(
        office, period, indicator, value, reason=reason, document=document, by=by, checked_by=checked_by, at=at
    )
    found = {
        "id": said.id,
        "period": said.period,
        "indicator": said.indicator,
        "value": f"{said.value:f}",
        "rests_on": dict(said.rests_on),
    }
    return Answer(found, [say("cli.adjudicated", 编号=said.id, **_adjudicated(office, said))])


@command("office decision", one_of=("unit", "indicator"))
def decision(
    office: OfficeWorkspace,
    at: Moment,
    by: Person,
    period: str,
    *,
    unit: str | None = None,
    indicator: str | None = None,
    out: Path,
) -> Answer:
    """Write the 认定单 of a unit's ruling, or the 审定单 of an indicator, to be signed."""
    from forms.decisions.written import write_decision
    from ui.cli.answers.record import files_answer

    return files_answer(write_decision(office, period, unit, indicator, out, at=at, by=by))


@command("office sign", one_of=("unit", "indicator"), once=True)
def sign(
    office: OfficeWorkspace,
    at: Moment,
    by: Person,
    period: str,
    *,
    unit: str | None = None,
    indicator: str | None = None,
    day: date,
    scan: Path | None = None,
) -> Answer:
    """Note that the 认定单 of a unit or the 审定单 of an indicator was signed."""
    from forms.opening.evidence import named_scan
    from models.office.signing import note_signed

    sheet = _sheet_meant(office, period, unit, indicator)
    name, content = named_scan(scan)
    note_signed(office, sheet, day=day, scan=content, name=name, at=at, by=by)
    said = {
        "sheet": sheet.kind.value,
        "id": sheet.id,
        "number": sheet.number,
        "period": period,
        "unit": sheet.unit or None,
        "indicator": sheet.indicator or None,
        "signed": day.isoformat(),
        "scan": name or None,
    }
    plan = office.at(period).plan
    about = plan.unit_in(sheet.unit, period) if sheet.unit else plan.indicators[sheet.indicator].name
    return Answer(said, [say("cli.signed_noted", 谁=about, 名=say(f"papers.kind.{sheet.kind}"), 日期=day)])


def _sheet_meant(office: OfficeWorkspace, period: str, unit: str | None, indicator: str | None) -> DecisionSheet:
    """The 认定单 of a unit or the 审定单 of an indicator."""
    from models.basics.errors import AppError
    from models.office.signing import sheet_of
    from models.versions.named import require_indicator

    office.check_period(period)
    if not unit and not indicator:
        raise AppError("decision_of_what")
    named = office.require_unit(unit).id if unit else ""
    known = require_indicator(office.at(period).plan, indicator).id if indicator else ""
    return sheet_of(office, period, unit=named, indicator=known)


@command("office withdraw")
def withdraw(office: OfficeWorkspace, at: Moment, by: Person, adjudication: int, *, reason: str) -> Answer:
    """Take an 审定数 back: the figure stands as it did before it was given."""
    from forms.office import adjudicating

    said = adjudicating.withdraw(office, adjudication, reason, by, at)
    return Answer({"withdrawn": said.id}, [say("cli.withdrawn", **_adjudicated(office, said))])


def _adjudicated(office: OfficeWorkspace, said: Adjudication) -> dict[str, str]:
    """The indicator's name and the 审定数 with its measure."""
    from models.city.verdict import figure_words

    plan = office.at(said.period).plan
    known = plan.indicators[said.indicator]
    return {"指标": known.name, "数值": figure_words(plan, known, said.value)}


@command("office score-rules", one_plan=True)
def score_rules(
    office: OfficeWorkspace, by: Person, file: Path | None = None, *, preview: bool = False, at: datetime | None = None
) -> Answer:
    """Put scoring rules in force, or tell those that are; without any, a blank form of them."""
    from forms.guards.guards import text_file
    from models.scoring.locking import rules_in_force, set_rules
    from models.scoring.rules import blank_rules, read_rules

    if file is None:
        rules = rules_in_force(office)
        text = rules.text if rules else blank_rules(office.plan)
        return Answer({"rules": text, "given": rules is not None}, text.splitlines())
    text = text_file(file)
    rules = read_rules(text, office.plan) if preview else set_rules(office, text, by=by, at=at)
    lacking = list(rules.lacking())
    found = {"kept": not preview, "document": rules.document, "lacking": lacking}
    done = say("scoring.page.set_done") if not preview else say("scoring.page.nothing_wrong") if not lacking else ""
    return Answer(found, [*filter(None, [done]), *lacking])


@command("office score")
def score(
    office: OfficeWorkspace,
    at: Moment,
    by: Person,
    period: str,
    *,
    lock: bool = False,
    reason: str = "",
    out: Path | None = None,
) -> Answer:
    """Tell or lock the scores of a period; what comes after a lock is listed and moves nothing."""
    from forms.scoring.book import write_scores
    from models.scoring.locking import lock_scores, locked_scores, preview_scores
    from ui.cli.answers.desk import scores_answer, scores_lines

    locked = (
        lock_scores(office, period, reason=reason, by=by, at=at) if lock else locked_scores(office.at(period), period)
    )
    scores = locked.scores if locked else preview_scores(office, period)
    files = [str(write_scores(office, period, scores, locked, out, at))] if out else []
    plan = office.at(period).plan
    found = {**scores_answer(period, scores, locked), "files": files}
    return Answer(found, [*scores_lines(period, scores, locked, plan), *files])
