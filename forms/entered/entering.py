"""Entering: a filled form becomes a return without a seal, once a second person has compared it with the stamped paper.

The first act keeps what one person typed and tells what the checks say; the second, of another person, makes it a
paper of the unit's line like any other: it counts, or is returned for an error of the checks. A warning needs no
explanation here, since the unit never saw it; the office asks about it in 审核. No figure is made up or mended.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from forms.filling.import_book import read_book
from forms.filling.sheet_json import read_sheet
from forms.filling.template import write_template
from forms.guards.guards import BOOKS, guard_size, sniff
from forms.opening.evidence import EvidenceFile
from forms.opening.opened import Reason, coded, reason
from forms.wording.files import plain_name, write_files
from forms.wording.masks import masked_message, sensitive_texts
from forms.wording.paper_texts import place_words
from models.basics.canonical import json_text
from models.basics.errors import AppError
from models.basics.messages import CHINESE, in_words, say, say_in
from models.basics.period import in_file_name
from models.basics.records import dataclass
from models.basics.sizes import LARGEST_GIVEN
from models.checks.findings import Finding, blocking
from models.checks.run import run_checks
from models.desk.review import entry_text
from models.filling.proposal import applied, propose
from models.filling.slices import whole_scope
from models.ledger.ledger import ENTERED, Decision
from models.office.entering import StampedSource, TypedPaper, entry_named, keep_entry
from models.returns.frozen import freeze
from models.returns.returns import Return, parse_return, says_the_same
from models.returns.revisions import next_ancestors
from models.sheet.explanation import require_line, require_reason
from models.sheet.sheet import Sheet
from models.store.office.records import PaperRow, ReceptionRow
from models.versions.held import stored_plan, stored_settings
from models.versions.sheets import sheet_from
from models.workspace.act import ActKind, act
from models.workspace.freeze import TEST
from models.workspace.office_workspace import OfficeWorkspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was kept of a form, and what the checks say of it."""

    entry: TypedPaper
    sheet: Sheet
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedEntry:
    """A 代录件 that was compared with its paper: revision, digest, what follows, and why it is returned."""

    unit: str
    period: str
    revision: int
    digest: str
    decision: Decision
    reasons: tuple[Reason, ...]


def blank_form(office: OfficeWorkspace, unit: str, period: str, out: Path, today: date) -> Path:
    """Write the blank form of a unit and period, to be filled and stamped by a unit without the program.

    Raises AppError "unknown_unit", "unknown_period".
    """
    sheet = _blank(office, unit, period, today)
    name = say(
        "imports.template.file",
        编号=sheet.unit_id,
        单位=sheet.unit_name,
        报告期=in_file_name(sheet.period_id),
        名=say("imports.template.whole"),
    )
    return write_files(out, {plain_name(name): write_template(sheet, whole_scope(sheet))})[0]


def type_in(
    office: OfficeWorkspace,
    unit: str,
    period: str,
    form: Path,
    source: StampedSource,
    scan: EvidenceFile | None = None,
    *,
    reason: str = "",
    registered: datetime,
    by: str,
    at: datetime,
) -> Typed:
    """Keep what one person typed from a stamped paper that came at `registered`; it counts for nothing yet.

    `form` is our blank book filled in, or the whole sheet as JSON. Raises AppError "unknown_unit", "unknown_period",
    "import_refused" where part of it cannot be read, "unchanged", "reason_needed", "reason_vague", "line_long",
    and as `keep_entry`.
    """
    source = replace(source, shelf=require_line(source.shelf, "field.shelf"))
    sheet, content = _filled(office, unit, period, form, at.date())
    here = office.at(period)
    filed = freeze(
        sheet,
        ancestors=_ancestors(here, sheet.unit_id, period),
        reason=reason.strip(),
        test=office.store.get_value(TEST) == "1",
    )
    _require_news(here, filed)
    entry = keep_entry(
        here,
        filed,
        (form.name, content),
        _with_scan(source, scan),
        scan.content if scan else None,
        registered=registered,
        by=by,
        at=at,
    )
    return Typed(entry=entry, sheet=sheet, findings=tuple(run_checks(sheet)))


def _require_news(office: OfficeWorkspace, filed: Return) -> None:
    """Raise AppError "unchanged" for what says what counts now, "reason_needed", "reason_vague" for one without why."""
    in_force = office.line(filed.unit, filed.period).in_force
    held = parse_return(office.store.papers_of(in_force)[0].content) if in_force else None
    if held is not None and says_the_same(held, filed):
        raise AppError("unchanged", 版次=held.revision)
    if filed.ancestors:
        require_reason(filed.reason, "reason_needed")


def typed_sheet(office: OfficeWorkspace, entry: TypedPaper) -> tuple[Sheet, int]:
    """Return the sheet that was typed, and the revision it would be."""
    content = _content(office, entry.content)
    return _sheet(office, content), parse_return(content).revision


def typed_lines(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield place and text of everything that was typed, in the order of the form; of a register how many rows."""
    for address in (*sheet.fields, *sheet.slots):
        cell = sheet.cell(address)
        if cell.state is not None and not (address in sheet.slots and sheet.slots[address].derived):
            yield place_words(sheet.plan, address), entry_text(sheet, address)
    for name, rows in sheet.registers.items():
        yield sheet.plan.registers[name].name, say("office.entry.rows", n=len(rows))


def check_entry(office: OfficeWorkspace, unit: str, period: str, *, by: str, at: datetime) -> CheckedEntry:
    """Let a second person say that an entry is what stands on the stamped paper: it becomes a paper of the unit's line.

    Raises AppError "unknown_unit", "no_entry", "checker_is_the_same", ("entry_overtaken") when another paper of the
    line came since it was typed.
    """
    here = office.at(period)
    entry = entry_named(here, here.require_unit(unit).id, period)
    if by.strip() == entry.by.strip():
        raise AppError("checker_is_the_same")
    filed = parse_return(_content(here, entry.content))
    if _ancestors(here, entry.unit, period) != filed.ancestors:
        raise AppError("entry_overtaken", 单位=here.plan.unit_in(entry.unit, period))
    reasons = _errors(here, filed)
    about = {"unit": entry.unit, "period": period, "digest": entry.digest, "entered_by": entry.by, "checked_by": by}
    with act(here.store, by, ActKind.RECEIVE, why=_channel(), about=about):
        _put(here, entry, filed, reasons, by, at)
    decision = here.line(entry.unit, period).decisions[entry.digest, ENTERED]
    return CheckedEntry(
        unit=entry.unit,
        period=period,
        revision=filed.revision,
        digest=entry.digest,
        decision=decision,
        reasons=reasons,
    )


def _put(
    office: OfficeWorkspace, entry: TypedPaper, filed: Return, reasons: tuple[Reason, ...], by: str, at: datetime
) -> None:
    said = json_text([one.as_dict() for one in coded(reasons, office.plan)])
    office.store.put_paper(
        PaperRow.of(
            filed,
            key=ENTERED,
            certificate=b"",
            request=None,
            good=not reasons,
            reasons=said,
            registered=entry.registered,
        )
    )
    content = _content(office, entry.book_sha256)
    kind = Path(entry.book).suffix.lower().lstrip(".") or sniff(content)
    office.store.put_form(entry.digest, ENTERED, kind, entry.book_sha256, content)
    office.store.put_reception(
        ReceptionRow(
            file=entry.book,
            sha256=entry.book_sha256,
            received_at=at,
            registered_at=entry.registered,
            channel=_channel(),
            by=by,
            decision=(Decision.RETURNED if reasons else Decision.ACCEPTED).value,
            reasons=said,
            digest=entry.digest,
            key=ENTERED,
            seals=json_text({}),
            unit=entry.unit,
            period=entry.period,
            revision=filed.revision,
        )
    )


def _channel() -> str:
    """How such a paper came, in the ledger's language."""
    return say_in(CHINESE, "papers.entered.channel")


def _errors(office: OfficeWorkspace, filed: Return) -> tuple[Reason, ...]:
    """What the checks of the return's own plan and settings find wrong; a warning is the office's to ask about."""
    sheet = _sheet(office, filed.content)
    hidden = sensitive_texts(sheet.plan, filed.registers)
    with in_words(sheet.plan.words):
        return tuple(reason(one.check.id, one.at, masked_message(one, hidden)) for one in blocking(run_checks(sheet)))


def _sheet(office: OfficeWorkspace, content: bytes) -> Sheet:
    filed = parse_return(content)
    plan = stored_plan(office.store, filed.plan_digest)
    return sheet_from(content, plan, stored_settings(office.store, filed.settings))


def _content(office: OfficeWorkspace, sha256: str) -> bytes:
    found = office.store.acts.content(sha256)
    if found is None:
        raise AppError("issued_lost", 文件=sha256[:16])
    return found


def _blank(office: OfficeWorkspace, unit: str, period: str, today: date) -> Sheet:
    here = office.at(period)
    return Sheet(
        plan=here.plan, unit_id=here.require_unit(unit).id, period_id=period, settings=here.settings, today=today
    )


def _filled(office: OfficeWorkspace, unit: str, period: str, form: Path, today: date) -> tuple[Sheet, bytes]:
    """The sheet a form says, and its bytes. Nothing may be left out in silence."""
    blank, content = _blank(office, unit, period, today), guard_size(form, LARGEST_GIVEN)
    if sniff(content) not in BOOKS:
        return read_sheet(content, blank, form.name), content
    proposal = propose(blank, read_book(content, form.name, blank))
    if proposal.refused:
        first = proposal.refused[0]
        raise AppError("import_refused", n=len(proposal.refused), 位置=first.place, 原因=first.reason)
    return applied(blank, proposal), content


def _ancestors(office: OfficeWorkspace, unit: str, period: str) -> tuple[str, ...]:
    """Every digest the next revision of the line descends from, oldest first."""
    live = office.line(unit, period).live
    known = {one.digest: one.ancestors for one in office.papers(unit, period) if one.digest in live}
    return next_ancestors(known)


def _with_scan(source: StampedSource, scan: EvidenceFile | None) -> StampedSource:
    if scan is None:
        return source
    return StampedSource(
        came_on=source.came_on,
        copies=source.copies,
        shelf=source.shelf,
        name=scan.name,
        sha256=hashlib.sha256(scan.content).hexdigest(),
    )
