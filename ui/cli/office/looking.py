"""The office's commands that look: papers, keys, a file as received; and one that corrects a reception."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from models.basics.period import format_time
from ui.cli.shared.command import Answer, command
from ui.cli.shared.given import Moment, Named, Person, now

if TYPE_CHECKING:
    from forms.office.register import PaperLine
    from models.store.office.records import KeyRow
    from models.workspace.office_workspace import OfficeWorkspace


@command("office papers")
def papers(office: OfficeWorkspace, unit: str | None = None, period: str | None = None) -> Answer:
    """Tell which returns are here, with what follows for each."""
    from forms.office.register import papers_here

    here = papers_here(office, unit, period)
    found = [_paper(one) for one in here]
    return Answer({"papers": found}, [_paper_line(office, one) for one in here] or [say("cli.no_papers")])


def _paper(one: PaperLine) -> dict[str, object]:
    from forms.seals.keys.certificates import comparison_code

    return {
        "unit": one.unit,
        "period": one.period,
        "revision": one.revision,
        "digest": one.digest,
        "fingerprint": one.fingerprint,
        "code": comparison_code(one.fingerprint),
        "decision": one.decision.value,
        "registered": one.registered.isoformat(),
        "channel": one.channel,
        "by": one.by,
        "forms": list(one.forms),
        "stamped": one.stamped,
    }


def _paper_line(office: OfficeWorkspace, one: PaperLine) -> str:
    return say(
        "cli.paper_line",
        时间=format_time(one.registered),
        单位=office.at(one.period).unit_name(one.unit, one.registered.date()),
        报告期=one.period,
        版次=one.revision,
        摘要=one.digest[:8],
        结果=say(f"papers.decision.{one.decision.value}"),
    )


@command("office export")
def export(office: OfficeWorkspace, digest: str, *, out: Path) -> Answer:
    """Write the files of a return exactly as received."""
    from forms.office.register import export_paper

    row, paths = export_paper(office, digest, out)
    files = [str(path) for path in paths]
    found = {"files": files, "units": [row.unit], "period": row.period, "revision": row.revision, "digest": row.digest}
    return Answer(found, files)


@command("office stamp", once=True)
def stamp(
    office: OfficeWorkspace,
    at: Moment,
    by: Person,
    digest: str,
    *,
    day: date,
    scan: Path | None = None,
    copies: int = 1,
    shelf: str = "",
) -> Answer:
    """Note that the stamped paper of a return came; its 校验码 is printed on every page."""
    from forms.office.references import digest_named
    from forms.opening.evidence import named_scan
    from models.office.stamping import note_stamped

    name, content = named_scan(scan)
    found = digest_named((row.digest for row in office.store.papers()), digest)
    done = note_stamped(office, found, came_on=day, scan=content, name=name, copies=copies, shelf=shelf, at=at, by=by)
    unit = office.plan.unit_name(done.unit)
    said = {
        "digest": done.digest,
        "unit": done.unit,
        "period": done.period,
        "came_on": done.came_on,
        "copies": done.copies,
        "shelf": done.shelf,
        "scan": done.name or None,
    }
    return Answer(said, [say("cli.stamped_noted", 单位=unit, 日期=done.came_on, n=done.copies)])


@command("office keys")
def keys(office: OfficeWorkspace, unit: str | None = None) -> Answer:
    """Tell every key that was enrolled, and from when to when it counts."""
    only = office.require_unit(unit).id if unit else None
    rows = [row for row in office.store.enrolled_keys() if only is None or row.unit == only]
    return Answer(
        {"keys": [_key(row) for row in rows]}, [_key_line(office, row) for row in rows] or [say("cli.no_keys")]
    )


def _key(row: KeyRow) -> dict[str, object]:
    from forms.seals.keys.certificates import comparison_code

    return {
        "unit": row.unit,
        "fingerprint": row.fingerprint,
        "code": comparison_code(row.fingerprint),
        "since": row.since.isoformat() if row.since else None,
        "until": row.until.isoformat() if row.until else None,
        "reason": row.ended_because,
        "compared": row.compared,
        "by": row.by,
    }


def _key_line(office: OfficeWorkspace, row: KeyRow) -> str:
    from forms.seals.keys.certificates import comparison_code

    ended = row.until and say("cli.key_ended", 时间=row.until.isoformat(), 理由=row.ended_because)
    compared = "" if row.compared else say("cli.key_uncompared")
    return say(
        "cli.key_line",
        单位=office.unit_name(row.unit, (row.since or row.enrolled_at).date()),
        核对码=comparison_code(row.fingerprint),
        状态=f"{ended or say('cli.key_counts')}{compared}",
    )


@command("office settings", one_plan=True)
def settings(office: OfficeWorkspace, *, out: Path | None = None) -> Answer:
    """Tell the settings in force and every change of them; as text the file that `office set` takes, or as a book."""
    import json

    from models.office.settings_history import settings_history
    from models.settings.json import settings_json
    from models.settings.toml import settings_toml

    history = [
        {"key": one.key, "value": one.value, "at": one.at.isoformat(), "by": one.by, "document": one.document}
        for one in settings_history(office)
    ]
    found = {"settings": json.loads(settings_json(office.settings)), "history": history}
    if out is None:
        return Answer(found, settings_toml(office.settings).splitlines())
    from forms.settings_book.writer import write_settings_book

    files = [str(path) for path in write_settings_book(office, out, now())]
    return Answer({**found, "files": files}, files)


@command("office reception", once=True)
def reception(
    office: OfficeWorkspace,
    by: Person,
    named: Named,
    digest: str,
    *,
    at: datetime | None = None,
    channel: str | None = None,
    handler: str | None = None,
    reason: str,
) -> Answer:
    """Correct when, how or through whom a return came; the earlier lines of the register stay."""
    from forms.office.register import correct_reception

    whom = handler or named or (by if at or channel else None)  # who corrects a line answers for it
    line = correct_reception(
        office, digest, registered=at, channel=channel, handler=whom, reason=reason, by=by, at=now()
    )
    when = line.registered_at
    found = {"digest": line.digest, "registered": when.isoformat(), "channel": line.channel, "handler": line.by}
    return Answer(found, [say("cli.reception_corrected", 时间=format_time(when), 方式=line.channel, 谁=line.by)])
