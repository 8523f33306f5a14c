"""Office archive: what the office holds of a unit and period, as received and as issued, for the archive room."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from forms.archive.package import archive_bytes, issue_archive, nothing_to_archive
from forms.papers.paper import mark_of
from forms.wording.files import plain_name
from forms.wording.paper_texts import place_words
from models.basics.messages import in_words, say
from models.basics.period import format_time, in_file_name
from models.ledger.ledger import Decision, Ruling
from models.office.stamping import stamped_papers
from models.office.unit_record import event_words, unit_record
from models.proof.proof import head_of, require_sound
from models.store.office.records import CORRECTED, PaperRow, ReceptionRow, SentBackRow
from models.workspace.office_workspace import OfficeWorkspace

FURTHER = ("settle", "receipt", "query", "answer", "extension", "waiver", "stamp", "key")  # without lines of their own


def write_archive(
    office: OfficeWorkspace, unit: str | None, period: str | None, out: Path, *, at: datetime, by: str
) -> tuple[Path, ...]:
    """Write the archive of a unit, a period, both or the whole plan: returns, receipts, decisions, notices.

    Without a period it is that of the plan the office is looked at in, all its periods and no others'. Raises
    AppError "unknown_unit", "unknown_period", "nothing_to_archive", "nothing_to_archive_here",
    "record_broken": it carries the head.
    """
    require_sound(office.store)
    if period is not None:
        office = office.at(period)
    only = office.require_unit(unit).id if unit else None
    with in_words(office.plan.words):
        files = dict(_files(office, only, period))
        if not files:
            raise nothing_to_archive(office, period, lambda seen: any(_files(seen, only, None)))
        whose = office.unit_name(only, at.date()) if only else office.store.get_text("office_name")
        when = office.plan.periods[period].name if period else office.plan.short_title
        record = say("record.on_paper", 码=head_of(office.store).words)
        remarks = (say("papers.archive.made", 时间=format_time(at), 人=by), record)
        content = archive_bytes(files, f"{whose}　{when}".strip("　"), remarks, at, mark_of(office.store))
    parts = (say("papers.archive.name"), only, plain_name(whose), period or office.plan.id)
    stem = "_".join(one for one in parts if one)
    about = {"unit": only or "", "period": period or "", "n": len(files)}
    path = out / f"{stem}_{at:%Y%m%d-%H%M}.zip"
    return issue_archive(office.store, path, content, about=about, by=by)


def _files(office: OfficeWorkspace, unit: str | None, period: str | None) -> Iterator[tuple[str, bytes]]:
    keeps = office.plan.keeps  # other plans stand in the same store
    rows = [row for row in office.store.papers(unit, period) if keeps(row.period)]
    for row in rows:
        yield from _paper(office, row)
    for issued in (one for one in office.store.issued(unit, period) if keeps(one.period)):
        folder = f"{_folder(office, issued.unit, issued.period)}/{say('papers.archive.receipts')}"
        yield f"{folder}/{issued.file}", issued.content
    for came in office.store.receptions():
        wanted = came.unit and came.period and unit in (None, came.unit) and period in (None, came.period)
        wanted = wanted and keeps(came.period or "")
        content = office.store.quarantined_bytes(came.sha256) if wanted else None
        if content is not None and came.unit and came.period:
            folder = f"{_folder(office, came.unit, came.period)}/{say('papers.archive.refused')}"
            yield f"{folder}/{came.sha256[:8]}_{plain_name(came.file)}", content
    for owner, when in sorted({(row.unit, row.period) for row in rows}):
        name = f"{_folder(office, owner, when)}/{say('papers.archive.record')}.txt"
        yield name, _record(office, owner, when).encode()
    for when in (period,) if period else tuple(office.plan.periods):
        yield from _notices(office, when) if unit is None else ()


def _folder(office: OfficeWorkspace, unit: str, period: str) -> str:
    return f"{unit}_{plain_name(office.plan.unit_in(unit, period))}/{in_file_name(period)}"


def _paper(office: OfficeWorkspace, row: PaperRow) -> Iterator[tuple[str, bytes]]:
    """The files of a return exactly as received, and its evidence."""
    folder = f"{_folder(office, row.unit, row.period)}/{say('papers.archive.returns')}"
    for number, form in enumerate(one for one in office.store.forms(row.digest) if one.key == row.key):
        content = office.store.form_bytes(form.sha256)
        if content is not None:
            yield f"{folder}/第{row.revision}版_{row.digest[:6]}_{row.key[:4]}_{number + 1}.{form.kind}", content
    stamped = stamped_papers(office).get(row.digest)
    scan = office.store.acts.content(stamped.sha256) if stamped and stamped.sha256 else None
    if stamped and scan is not None:
        place = f"{_folder(office, row.unit, row.period)}/{say('papers.archive.stamped')}"
        yield f"{place}/{stamped.sha256[:8]}_{plain_name(stamped.name)}", scan
    for listed in office.store.listed(row.digest):
        content = office.store.evidence_bytes(listed.sha256)
        if content is not None:
            place = f"{_folder(office, row.unit, row.period)}/{say('papers.archive.evidence')}"
            yield f"{place}/{listed.sha256[:8]}_{plain_name(listed.name)}", content


def _notices(office: OfficeWorkspace, period: str) -> Iterator[tuple[str, bytes]]:
    for row in office.store.notices(period):
        for name, digest in json.loads(row.files).items():
            content = office.store.acts.content(digest)
            if content is not None:
                yield f"{say('papers.archive.notices')}/{in_file_name(period)}/{name}", content


def _record(office: OfficeWorkspace, unit: str, period: str) -> str:
    """The register and every decision about a unit and period, a line each, oldest first."""
    came = [row for row in office.store.receptions() if (row.unit, row.period) == (unit, period)]
    first = {row.sha256: row.id for row in reversed(came)}  # the other form of a paper is no copy of it
    lines = [(row.received_at, _came(row, again=first[row.sha256] != row.id)) for row in came]
    lines += [(row.at, _sent_back(office, row)) for row in office.store.sent_back(unit, period)]
    lines += [(one.at, _ruled(one)) for one in office.store.rulings(unit, period)]
    lines += [
        (row.at, say("papers.archive.line_chase", 方式=row.channel, 人=row.by, 内容=row.note))
        for row in office.store.chases(period)
        if row.unit == unit
    ]
    done = (one for one in unit_record(office, unit) if one.kind in FURTHER and one.period in ("", period))
    lines += [(one.at, say("papers.archive.line_other", 事=event_words(one), 人=one.by)) for one in done if one.at]
    plan = office.at_or_here(period).plan
    head = f"{plan.unit_in(unit, period)}　{plan.period_name(period)}\n\n"
    return head + "".join(f"{format_time(at)}　{text}\n" for at, text in sorted(lines, key=lambda line: line[0]))


def _sent_back(office: OfficeWorkspace, row: SentBackRow) -> str:
    said = {"编号": row.number, "时限": format_time(row.until), "人": row.by, "内容": _items(office, row.items)}
    return say("papers.archive.line_sent_back", **said)


def _ruled(one: Ruling) -> str:
    said = {"校验码": one.keep[:16], "理由": one.reason, "人": one.by, "复核人": one.checked_by or "—"}
    return say("papers.archive.line_ruling", **said)


def _came(row: ReceptionRow, *, again: bool) -> str:
    """A line of the register; of one that corrects another, also who corrected it and why."""
    facts = {"文件": row.file, "时间": format_time(row.registered_at), "方式": row.channel or "—", "人": row.by or "—"}
    if row.decision == CORRECTED:
        reason = json.loads(row.reasons)[0]
        why = {"理由": reason["message"], "更正人": reason.get("by") or row.by or "—"}
        return say("papers.archive.line_corrected", **facts, **why)
    form = row.decision == Decision.DUPLICATE and not again
    decision = say("papers.archive.other_form" if form else f"papers.decision.{row.decision}")
    return say("papers.archive.line_came", **facts, 结果=decision, 摘要=row.sha256)


def _items(office: OfficeWorkspace, text: str) -> str:
    said: Sequence[dict[str, str]] = json.loads(text)
    return "；".join(f"{place_words(office.plan, one['item'])}：{one['text']}" for one in said)
