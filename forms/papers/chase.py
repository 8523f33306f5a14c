"""Chase 催报单: what a unit that has not filed is told — what is owed, since when, whom to ask. Stored facts only.

The program never says 拒报: it lists what was asked, when and how.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from forms.page.geometry import Foot
from forms.page.page import build, facts, heading, paragraph, space, title
from forms.papers.paper import mark_of
from forms.wording.files import plain_name
from models.basics.errors import AppError
from models.basics.messages import in_words_of, say
from models.basics.period import format_time
from models.store import ChaseRow
from models.workspace.act import Kind, act
from models.workspace.workspace import OfficeWorkspace


def to_chase(office: OfficeWorkspace, period: str, units: Sequence[str]) -> tuple[str, ...]:
    """Return the units meant: those named, else all that have not filed. Raises AppError("unknown_unit")."""
    office.check_period(period)
    named = []
    for text in units:
        unit = office.plan.unit_named(text)
        if unit is None:
            raise AppError("unknown_unit", 单位=text)
        named.append(unit.id)
    if named:
        return tuple(dict.fromkeys(named))
    roster = office.roster(period)
    return (*roster.returned, *roster.missing)


def write_chases(
    office: OfficeWorkspace, period: str, units: Sequence[str], out: Path, *, at: datetime, by: str
) -> tuple[Path, ...]:
    """Write a 催报单 for each unit and the text of the mail that goes with it, as one act."""
    files = {}
    for unit in units:
        name = plain_name(office.plan.unit_name(unit, at.date()))
        files[f"{unit}_{name}_{period}_{say('papers.kind.chase')}.pdf"] = _page(office, period, unit, at)
        files[f"{unit}_{name}_{period}_{say('papers.kind.chase')}.txt"] = _mail(office, period, unit, at).encode()
    with act(
        office.store, by, Kind.CHASE, about={"period": period, "units": "、".join(units)}, out=out, files=files
    ) as done:
        pass
    return done.paths


def log_chases(
    office: OfficeWorkspace, period: str, units: Sequence[str], channel: str, *, note: str, at: datetime, by: str
) -> None:
    """Record that units were asked, by telephone or otherwise."""
    with act(office.store, by, Kind.CHASE, about={"period": period, "units": "、".join(units), "channel": channel}):
        for unit in units:
            office.store.put_chase(ChaseRow(period=period, unit=unit, at=at, channel=channel, by=by, note=note))


def _said(office: OfficeWorkspace, period: str, unit: str, at: datetime) -> dict[str, str]:
    due = office.settings.due_of(unit, period)
    return {
        "单位": office.plan.unit_name(unit, at.date()),
        "报告期": office.plan.periods[period].name,
        "时间": format_time(due.at) if due else say("papers.chase.not_set"),
        "汇总单位": office.store.get_value("office_name") or "",
        "日期": format_time(at)[:10],
    }


def _mail(office: OfficeWorkspace, period: str, unit: str, at: datetime) -> str:
    return say("papers.chase.mail", **_said(office, period, unit, at)) + "\n"


@in_words_of(lambda office, *_, **__: office.plan.words)
def _page(office: OfficeWorkspace, period: str, unit: str, at: datetime) -> bytes:
    said = _said(office, period, unit, at)
    before = [row for row in office.store.chases(period) if row.unit == unit]
    story = [*title(say("papers.kind.chase"), say("papers.chase.under", **said))]
    story += [paragraph(say("papers.chase.body", **said), 12, leading=22), space(4)]
    story.append(facts([(say(f"papers.chase.{key}"), text) for key, text in _rows(office, period, unit, said)]))
    if before:
        story += [heading(say("papers.chase.asked"))]
        story += [paragraph(f"{format_time(row.at)}　{row.channel}　{row.note}", 10.5) for row in before]
    foot = Foot(f"{say('papers.kind.chase')} · {said['单位']} · {said['报告期']}", mark=mark_of(office.store))
    return build(story, foot, f"{say('papers.kind.chase')} {said['单位']}")


def _rows(office: OfficeWorkspace, period: str, unit: str, said: dict[str, str]) -> list[tuple[str, str]]:
    line = office.line(unit, period)
    state = "returned" if line.authentic else "held" if line.held else "missing"
    rows = [("due", said["时间"]), ("state", say(f"papers.summary.roster_{state}"))]
    back = office.store.sent_back(unit, period)
    if back:
        rows.append(("sent_back", f"{back[-1].number}　{format_time(back[-1].until)}"))
    return [*rows, ("office", said["汇总单位"]), ("date", said["日期"])]
