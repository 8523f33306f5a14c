"""Chase 催报单: what a unit is told whose return, or whose stamped paper, has not come; stored facts only.

The program never says 拒报: it lists what was asked, when and how.
"""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from forms.page.geometry import Foot
from forms.page.page import build, heading, paragraph, signed, space, title
from forms.page.tables import facts, grid
from forms.page.text_flow import JUSTIFIED
from forms.papers.enrolment import ROOT_CERTIFICATE
from forms.papers.paper import mark_of
from forms.wording.files import name_by_content, plain_name
from forms.wording.issued_mark import IssuedMark, office_code
from forms.wording.paper_texts import check_code, day_words, moment_words
from models.basics.errors import AppError
from models.basics.messages import in_words_of, say
from models.basics.period import PLAN_ZONE, format_time, in_file_name
from models.ledger.roster import Roster
from models.sheet.explanation import require_line, require_text
from models.store import Store
from models.store.office.records import ChaseRow
from models.todo.chasing import Lack, lack_of, left_alone, open_words, owing
from models.todo.todo import todo
from models.workspace.act import ActKind, act
from models.workspace.office_workspace import CONTACT, OfficeWorkspace
from models.workspace.restoring import lost


def to_chase(office: OfficeWorkspace, period: str, units: Sequence[str], at: datetime) -> tuple[str, ...]:
    """Return the units meant: those named, else all that have not filed, or whose stamped paper is waited for.

    Raises AppError("unknown_unit"), ("chase_not_owed") for a unit that owes nothing then, ("chase_filed") for one of
    which nothing is waited for, ("chase_left_alone") for one that still has time to file again or was carried over.
    """
    office = office.at(period)
    roster = office.roster(period)
    alone = left_alone(office, roster, at)
    named = [office.require_unit(text).id for text in units]
    owed = owing(roster, todo(office, period, at) if named else (), alone)
    for unit in named:
        if unit not in owed:
            facts = {"单位": office.plan.unit_in(unit, period), "报告期": office.plan.periods[period].name}
            raise AppError(_why_not(roster, unit, alone), **facts)
    everybody = (*roster.returned, *roster.missing, *roster.unstamped)
    return tuple(dict.fromkeys(named)) or tuple(unit for unit in everybody if unit not in alone)


def _why_not(roster: Roster, unit: str, alone: Container[str]) -> str:
    """The code of the sentence that says why a unit is not chased."""
    if unit not in roster.expected:
        return "chase_not_owed"
    return "chase_left_alone" if unit in alone else "chase_filed"


def write_chases(
    office: OfficeWorkspace, period: str, units: Sequence[str], out: Path, *, at: datetime, by: str
) -> tuple[Path, ...]:
    """Write a 催报单 for each unit and the text of the mail that goes with it, as one act."""
    office = office.at(period)
    files: dict[str, bytes] = {}
    first = last_number(office.store, at.astimezone(PLAN_ZONE).year) + 1
    given = range(first, first + len(units))
    for number, unit in zip(given, units, strict=True):
        name = plain_name(office.unit_name(unit, at.date()))
        page, mail = _page(office, period, unit, at, number), _mail(office, period, unit, at).encode()
        stem = name_by_content(f"{unit}_{name}_{in_file_name(period)}_{say('papers.kind.chase')}", page, mail)
        files |= {f"{stem}.pdf": page, f"{stem}.txt": mail}
    about = {"period": period, "units": "、".join(units)}
    why = _why(office, period, units, at, "written", 首=next(iter(given), 0), 末=given[-1] if given else 0)
    with act(office.store, by, ActKind.CHASE, why=why, about=about, out=out, files=files) as done:
        pass
    return done.paths


def log_chases(
    office: OfficeWorkspace, period: str, units: Sequence[str], channel: str, *, note: str, at: datetime, by: str
) -> None:
    """Record that units were asked, by telephone or otherwise. Raises AppError("line_long")."""
    channel = require_line(channel, "field.channel")
    note = require_text(note, "field.note")
    about = {"period": period, "units": "、".join(units), "channel": channel}
    why = _why(office, period, units, at, "asked", 方式=channel)
    with act(office.store, by, ActKind.CHASE, why="；".join(filter(None, (why, note))), about=about):
        for unit in units:
            office.store.put_chase(ChaseRow(period=period, unit=unit, at=at, channel=channel, by=by, note=note))


def _why(office: OfficeWorkspace, period: str, units: Sequence[str], at: datetime, which: str, **facts: object) -> str:
    """Why units are asked, for the record: who has not filed for a period, and whose stamped paper has not come."""
    roster, groups = office.roster(period), {"unfiled": Lack.RETURN, "unstamped": Lack.STAMP, "unsettled": Lack.OPEN}
    named = {
        word: [office.unit_name(unit, at.date()) for unit in units if lack_of(roster, unit) is lack]
        for word, lack in groups.items()
    }
    said = [
        say(f"record.why.chase_{word}", n=len(names), 名单="、".join(names)) for word, names in named.items() if names
    ]
    return say(f"record.why.chase_{which}", 报告期=office.plan.period_name(period), 缺="；".join(said), **facts)


def _said(office: OfficeWorkspace, period: str, unit: str, at: datetime) -> dict[str, str]:
    due, roster = office.settings.due_of(unit, period), office.roster(period, at)
    lack = lack_of(roster, unit)
    states = {Lack.STAMP: "papers.chase.unstamped", Lack.OPEN: "papers.chase.unsettled"}
    return {
        "单位": office.unit_name(unit, at.date()),
        "报告期": office.plan.periods[period].name,
        "时间": moment_words(due.at) if due else "",
        "汇总单位": office.store.get_text("office_name"),
        "联系": office.store.get_text(CONTACT),
        "日期": day_words(at.astimezone(PLAN_ZONE).date().isoformat()),
        "状态": say(states.get(lack, f"papers.summary.roster_{roster.state_of(unit)}")),
        "缺": lack.value,
        "事项": open_words(todo(office, period, at), unit) if lack is Lack.OPEN else "",
    }


def _sentence(which: str, said: Mapping[str, str]) -> str:
    """The key of a sentence: what is waited for, and the one without a due time where the settings name none."""
    undated = "" if said["时间"] or said["缺"] == Lack.OPEN else "undated"
    parts = (which, said["缺"], undated)
    return f"papers.chase.{'_'.join(filter(None, parts))}"


def _mail(office: OfficeWorkspace, period: str, unit: str, at: datetime) -> str:
    said = _said(office, period, unit, at)
    contact = [say("papers.chase.mail_contact", **said)] if said["联系"] else []
    return "\n".join([say(_sentence("mail", said), **said), *contact, say("papers.chase.mail_end", **said)]) + "\n"


@in_words_of(lambda office, *_, **__: office.plan.words)
def _page(office: OfficeWorkspace, period: str, unit: str, at: datetime, number: int) -> bytes:
    said = _said(office, period, unit, at)
    name = say("papers.kind.chase")
    date = at.astimezone(PLAN_ZONE).date()
    day, numbered = day_words(date.isoformat()), say("papers.chase.numbered", 年=date.year, n=number)
    under = say("papers.decisions.issued_by", 编号=numbered, 单位=said["汇总单位"], 日=day)
    story = [*title(name, under.strip("　")), paragraph(say("papers.chase.to", **said), 14, leading=26)]
    body = say(_sentence("body", said), **said)
    story += [paragraph(body, 14, leading=26, firstLineIndent=28, alignment=JUSTIFIED), space(4)]
    rows = [(say(f"papers.chase.{key}"), text) for key, text in _rows(office, period, unit, at, said) if text]
    story.append(facts(rows))
    before = [row for row in office.store.chases(period) if row.unit == unit]
    if before:
        heads = [say(f"papers.chase.head_{key}") for key in ("at", "channel", "by", "note")]
        asked = [[format_time(row.at), row.channel, row.by, row.note] for row in before]
        count = say("papers.chase.asked", n=len(before))
        story += [heading(count), grid(heads, asked, (40, 30, 30, 70), size=10, again=count)]
    story += [space(12), *signed(said["汇总单位"], day, 14, 26)]
    foot = Foot(f"{name} · {said['单位']} · {said['报告期']}", mark=mark_of(office.store))
    code = office_code((office.store.folder / ROOT_CERTIFICATE).read_bytes())
    issued = IssuedMark(kind=ActKind.CHASE, period=period, number=number, year=date.year, office=code)
    return build(story, foot, f"{name} {said['单位']}", keywords=issued.keywords, made=at)


def _rows(office: OfficeWorkspace, period: str, unit: str, at: datetime, said: dict[str, str]) -> list[tuple[str, str]]:
    """Until when it was due, how it stands, how long it is late, whether a paper came back, whom to ask."""
    due = office.settings.due_of(unit, period)
    in_force = office.line(unit, period).in_force
    waited = said["缺"] != Lack.OPEN
    late = due.late(at, office.plan.calendar) if due is not None and waited else None
    revision = office.store.papers_of(in_force)[0].revision if in_force and said["缺"] == Lack.STAMP else 0
    back = office.store.sent_back(unit, period)
    return [
        ("due", format_time(due.at) if due else ""),
        ("state", said["状态"]),
        (
            "paper",
            say("papers.chase.of_paper", n=revision, 校验码=check_code(in_force)) if in_force and revision else "",
        ),
        ("late", say("papers.chase.late_by", n=late.working_days) if late else ""),
        ("sent_back", f"{back[-1].number}　{format_time(back[-1].until)}" if back else ""),
        ("contact", said["联系"]),
    ]


def last_number(store: Store, year: int) -> int:
    """Return the number of the last 催报单 of a year; 0 = none yet.

    It goes beyond those that were given away before a copy was restored: papers with them have left the house.
    """
    issued = {row.number for row in store.acts.rows(ActKind.CHASE) if row.at.astimezone(PLAN_ZONE).year == year}
    papers = sum(file.act in issued and file.name.endswith(".pdf") for file in store.acts.files())
    gone = lost(store, ActKind.CHASE)
    papers += sum(len(one["units"].split("、")) for one in gone if _was_written(one, year))
    return max(papers, *(int(one["reached"]) for one in gone if one.get("year") == str(year)), 0)


def _was_written(lacking: Mapping[str, str], year: int) -> bool:
    """True for a lacking act of a year that wrote 催报单; one that notes a telephone call has a channel."""
    if "units" not in lacking or "channel" in lacking:
        return False
    return datetime.fromisoformat(lacking["at"]).astimezone(PLAN_ZONE).year == year
