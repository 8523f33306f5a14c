"""The office's commands of its desk: what needs a person, where a figure comes from, chasing, issuing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from ui.cli.shared.command import Answer, command
from ui.cli.shared.given import Moment, Person

if TYPE_CHECKING:
    from forms.office.issuing import Issued
    from models.workspace.office_workspace import OfficeWorkspace


@command("office todo")
def todo(office: OfficeWorkspace, *, at: datetime | None = None) -> Answer:
    """Tell what needs a person, oldest first."""
    from models.todo.all_periods import todo_list
    from ui.cli.answers.desk import todo_answer, todo_lines

    items = todo_list(office, at)
    return Answer(todo_answer(items, office.plan), todo_lines(items, office.plan))


@command("office settle")
def settle(
    office: OfficeWorkspace,
    at: Moment,
    by: Person,
    kind: str,
    *,
    reason: str,
    period: str = "",
    unit: str = "",
    indicator: str = "",
    digest: str = "",
) -> Answer:
    """Carry a matter of `office todo` over with one sentence; it comes back when a paper arrives."""
    from models.todo import settling

    matter = settling.matter_named(office, kind, period=period, unit=unit, indicator=indicator, digest=digest, at=at)
    manner = settling.settle(office, matter, reason, by=by, at=at)
    found = {
        "kind": matter.kind.value,
        "unit": matter.unit or None,
        "period": matter.period,
        "indicator": matter.indicator or None,
        "digest": matter.digest or None,
        "manner": manner.value,
    }
    return Answer(found, [say("cli.settled", 方式=say(f"todo.manner.{manner}"))])


@command("office trace")
def trace(
    office: OfficeWorkspace,
    by: Person,
    period: str,
    indicator: str,
    *,
    at: datetime | None = None,
    out: Path | None = None,
    reason: str = "",
) -> Answer:
    """Tell which cells of which papers a figure is made from; with --out as a 数据来源单."""
    from forms.decisions.written import write_sources
    from models.office.desk_lists import trace_of
    from ui.cli.answers.desk import trace_answer, trace_lines

    found = trace_of(office, period, indicator, at)
    files = [str(path) for path in write_sources(office, found, out, at=at, by=by, reason=reason)] if out else []
    return Answer({**trace_answer(found), "files": files}, [*trace_lines(found, office.plan), *files])


@command("office chase", one_of=("out", "log"))
def chase(
    office: OfficeWorkspace,
    at: Moment,
    by: Person,
    period: str,
    units: tuple[str, ...] = (),
    *,
    out: Path | None = None,
    log: str | None = None,
    note: str = "",
) -> Answer:
    """Write 催报单 for units that have not filed, or record that they were asked."""
    from forms.papers import chase as papers
    from models.basics.errors import AppError

    if out is None and not (log or "").strip():
        raise AppError("chase_how")
    meant = papers.to_chase(office, period, units, at)
    files: list[str] = []
    if not meant:
        return Answer({"period": period, "units": [], "files": []}, [say("cli.chased_nobody")])
    if out is not None:
        files = [str(path) for path in papers.write_chases(office, period, meant, out, at=at, by=by)]
    elif log is not None:
        papers.log_chases(office, period, meant, log, note=note, at=at, by=by)
    names = "、".join(office.unit_name(unit, at.date()) for unit in meant)
    lines = [say("cli.chased", n=len(meant), 名单=names), *files]
    return Answer({"period": period, "units": list(meant), "files": files}, lines)


@command("office issue")
def issue(
    office: OfficeWorkspace,
    at: Moment,
    by: Person,
    period: str,
    *,
    out: Path,
    number: int | None = None,
    document: str = "",
    copies: str = "",
    corrects: int | None = None,
    reason: str = "",
) -> Answer:
    """Issue the numbered papers of a period, or print those of a number again, byte for byte."""
    from forms.office import issuing

    if number is None:
        wording = issuing.Wording(document=document, copies=copies, corrects=corrects, reason=reason)
        done = issuing.issue(office, period, out, at=at, by=by, wording=wording)
    else:
        done = issuing.reprint(office, period, number, out)
    standing = done.reissued and number is None  # nobody asked for it by its number
    return _issued(office, period, done, say("cli.issue_standing" if standing else "cli.issued", 编号=done.number))


@command("office changes")
def changes(
    office: OfficeWorkspace, at: Moment, by: Person, period: str, *, out: Path, number: int | None = None
) -> Answer:
    """Write what moved in the figures that count since papers were issued (变动清单)."""
    from forms.office import issuing

    done = issuing.moved_since(office, period, number, out, at=at, by=by)
    return _issued(office, period, done, say("cli.moved_since", 编号=done.number, n=len(done.changes)))


def _issued(office: OfficeWorkspace, period: str, done: Issued, first: str) -> Answer:
    from ui.cli.answers.desk import change_answer, change_lines

    files = [str(path) for path in done.files]
    found = {
        "period": period,
        "number": done.number,
        "files": files,
        "changes": [change_answer(change) for change in done.changes],
        "reissued": done.reissued,
    }
    return Answer(found, [first, *files, *change_lines(done.changes, office.plan)])
