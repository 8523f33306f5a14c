"""Decisions of the office as papers: 认定单, 审定单 (numbered, kept), 数据来源单 (a view of today)."""

from datetime import datetime
from pathlib import Path

from forms.decisions.adjudication import adjudication_pages, last_adjudication
from forms.decisions.ruling import last_ruling, ruling_pages
from forms.decisions.sources import sources_pages
from forms.wording.files import plain_name
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE, in_file_name
from models.desk.trace import Trace
from models.issued.views import write_view
from models.office.signing import adjudication_sheet, ruling_sheet
from models.sheet.explanation import require_reason
from models.versions.named import require_indicator
from models.workspace.act import ActKind, act
from models.workspace.office_workspace import OfficeWorkspace


def write_decision(
    office: OfficeWorkspace, period: str, unit: str | None, indicator: str | None, out: Path, *, at: datetime, by: str
) -> tuple[Path, ...]:
    """Write the 认定单 of the last ruling about a unit, or the 审定单 of the last figure given for an indicator.

    Raises AppError "decision_of_what", "unknown_unit", "no_such_indicator", "no_ruling", "no_adjudication".
    """
    office.check_period(period)
    if unit:
        found = office.require_unit(unit)
        ruling = last_ruling(office, found.id, period)
        name = plain_name(office.plan.unit_name(found.id, at.date()))
        stem = f"{found.id}_{name}_{in_file_name(period)}_{say('papers.kind.ruling')}_{ruling.sequence}"
        files = {f"{stem}.pdf": ruling_pages(office, ruling, at)}
        about = {"unit": found.id, "period": period, "ruling": ruling.sequence}
        sheet, whom = ruling_sheet(office, ruling), office.plan.unit_in(found.id, period)
    elif indicator:
        known = require_indicator(office.plan, indicator)
        said = last_adjudication(office, period, known.id)
        name = plain_name(known.name)
        stem = f"{known.id}_{name}_{in_file_name(period)}_{say('papers.kind.adjudication')}_{said.id}"
        files = {f"{stem}.pdf": adjudication_pages(office, said, at)}
        about = {"period": period, "indicator": known.id, "adjudication": said.id}
        sheet, whom = adjudication_sheet(office, said), known.name
    else:
        raise AppError("decision_of_what")
    facts = {"谁": whom, "报告期": office.plan.period_name(period), "年": sheet.year, "n": sheet.number}
    why = say(f"record.why.{sheet.kind.value}_paper", **facts)
    kind = ActKind.RULE if unit else ActKind.ADJUDICATE
    with act(office.store, by, kind, why=why, about=about, out=out, files=files) as done:
        pass
    return done.paths


def write_sources(
    office: OfficeWorkspace, found: Trace, out: Path, *, at: datetime | None, by: str, reason: str = ""
) -> tuple[Path, ...]:
    """Write the 数据来源单 of a figure as it stands; the next one takes its place. `reason`: who asked, and why.

    That it was written stands in the record; the file itself is a view of today and is not kept. Raises
    AppError("reason_vague").
    """
    reason = require_reason(reason) if reason.strip() else ""
    moment = at or datetime.now(PLAN_ZONE)
    name = plain_name(found.result.indicator.name)
    file = f"{found.result.indicator.id}_{name}_{in_file_name(found.period)}_{say('papers.kind.trace')}.pdf"
    about = {"period": found.period, "indicator": found.result.indicator.id, "at": moment.isoformat()}
    pages = sources_pages(office, found, moment)
    facts = {"指标": found.result.indicator.name, "报告期": office.plan.period_name(found.period)}
    why = "；".join(filter(None, (say("record.why.trace", **facts), reason)))
    with act(office.store, by, ActKind.TRACE, why=why, about=about):
        return write_view(office.store, out, {file: pages})
