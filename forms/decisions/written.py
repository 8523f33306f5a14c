"""Decisions of the office as papers: 认定单, 审定单 (numbered, kept), 数据来源单 (a view of today)."""

from datetime import datetime
from pathlib import Path

from forms.decisions.adjudication import adjudication_pages, last_adjudication
from forms.decisions.ruling import last_ruling, ruling_pages
from forms.decisions.sources import sources_pages
from forms.wording.files import plain_name, write_files
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE, in_file_name
from models.desk.trace import Trace
from models.workspace.act import ActKind, act
from models.workspace.office_workspace import OfficeWorkspace


def write_decision(
    office: OfficeWorkspace, period: str, unit: str | None, indicator: str | None, out: Path, *, at: datetime, by: str
) -> tuple[Path, ...]:
    """Write the 认定单 of the last ruling about a unit, or the 审定单 of the last figure given for an indicator.

    Raises AppError "decision_of_what", "unknown_unit", "no_ruling", "no_adjudication".
    """
    office.check_period(period)
    if unit:
        found = office.unit_named(unit)
        if found is None:
            raise AppError("unknown_unit", 单位=unit)
        ruling = last_ruling(office, found.id, period)
        name = plain_name(office.plan.unit_name(found.id, at.date()))
        stem = f"{found.id}_{name}_{in_file_name(period)}_{say('papers.kind.ruling')}_{ruling.sequence}"
        files = {f"{stem}.pdf": ruling_pages(office, ruling, at)}
        about = {"unit": found.id, "period": period, "ruling": ruling.sequence}
    elif indicator:
        said = last_adjudication(office, period, indicator)
        name = plain_name(office.plan.indicators[indicator].name)
        stem = f"{indicator}_{name}_{in_file_name(period)}_{say('papers.kind.adjudication')}_{said.id}"
        files = {f"{stem}.pdf": adjudication_pages(office, said, at)}
        about = {"period": period, "indicator": indicator, "adjudication": said.id}
    else:
        raise AppError("decision_of_what")
    with act(office.store, by, ActKind.RULE if unit else ActKind.ADJUDICATE, about=about, out=out, files=files) as done:
        pass
    return done.paths


def write_sources(
    office: OfficeWorkspace, found: Trace, out: Path, *, at: datetime | None, by: str, reason: str = ""
) -> tuple[Path, ...]:
    """Write the 数据来源单 of a figure as it stands; the next one takes its place. `reason`: who asked, and why.

    That it was written stands in the record; the file itself is a view of today and is not kept.
    """
    moment = at or datetime.now(PLAN_ZONE)
    name = plain_name(found.result.indicator.name)
    file = f"{found.result.indicator.id}_{name}_{in_file_name(found.period)}_{say('papers.kind.trace')}.pdf"
    about = {"period": found.period, "indicator": found.result.indicator.id, "at": moment.isoformat()}
    pages = sources_pages(office, found, moment)
    with act(office.store, by, ActKind.TRACE, why=reason, about=about):
        return write_files(out, {file: pages}, replace=True)
