"""Decisions of the office as papers: 认定单, 审定单 (numbered, kept), 数据来源单 (a view of today)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from forms.decisions.adjudication import adjudication_pages, last_adjudication
from forms.decisions.ruling import last_ruling, ruling_pages
from forms.decisions.sources import sources_pages
from forms.wording.files import plain_name
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE, in_file_name
from models.desk.trace import Trace
from models.issued.again import act_of, has_issued, issue_again
from models.issued.views import write_view
from models.office.signing import adjudication_sheet, ruling_sheet
from models.proof.proof import ChainHead, head_after, head_of
from models.sheet.explanation import require_reason
from models.versions.named import require_indicator
from models.workspace.act import ActKind, Done, act, texts_of
from models.workspace.office_workspace import OfficeWorkspace


def write_decision(
    office: OfficeWorkspace, period: str, unit: str | None, indicator: str | None, out: Path, *, at: datetime, by: str
) -> Done:
    """Write the 认定单 of the last ruling about a unit, or the 审定单 of the last figure given for an indicator.

    The sheet that was written before, where it would say the same today, is written once more. Raises AppError
    "decision_of_what", "unknown_unit", "no_such_indicator", "no_ruling", "no_adjudication".
    """
    office.check_period(period)
    if unit:
        found = office.require_unit(unit)
        ruling = last_ruling(office, found.id, period)
        name = plain_name(office.plan.unit_name(found.id, at.date()))
        stem = f"{found.id}_{name}_{in_file_name(period)}_{say('papers.kind.ruling')}_{ruling.sequence}"
        pages = partial(ruling_pages, office, ruling)
        about: dict[str, object] = {"unit": found.id, "period": period, "ruling": ruling.sequence}
        sheet, whom = ruling_sheet(office, ruling), office.plan.unit_in(found.id, period)
    elif indicator:
        known = require_indicator(office.plan, indicator)
        said = last_adjudication(office, period, known.id)
        name = plain_name(known.name)
        stem = f"{known.id}_{name}_{in_file_name(period)}_{say('papers.kind.adjudication')}_{said.id}"
        pages = partial(adjudication_pages, office, said)
        about = {"period": period, "indicator": known.id, "adjudication": said.id}
        sheet, whom = adjudication_sheet(office, said), known.name
    else:
        raise AppError("decision_of_what")
    facts = {"谁": whom, "报告期": office.plan.period_name(period), "年": sheet.year, "n": sheet.number}
    why = say(f"record.why.{sheet.kind.value}_paper", **facts)
    kind = ActKind.RULE if unit else ActKind.ADJUDICATE
    if (same := _written_so(office, kind, about, pages)) is not None:
        return issue_again(office.store, same, out)
    about["at"], files = at.isoformat(), {f"{stem}.pdf": pages(at, head_of(office.store))}
    with act(office.store, by, kind, why=why, about=about, out=out, files=files) as done:
        pass
    return done


def _written_so(
    office: OfficeWorkspace, kind: ActKind, about: Mapping[str, object], pages: Callable[[datetime, ChainHead], bytes]
) -> int | None:
    """The act that wrote a sheet which, but for the day on it, would be the same now."""
    written = act_of(office.store, kind, **texts_of(about))
    at = next((row.about.get("at") for row in office.store.acts.rows(kind) if row.number == written), None)
    if written is None or at is None:
        return None
    once_more = pages(datetime.fromisoformat(at), head_after(office.store, written - 1))
    return written if has_issued(office.store, written, once_more) else None


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
