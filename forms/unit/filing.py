"""Filing, at the unit: freeze → check → write → seal → record.

One digest all the way: the bytes the leader saw on the 送审稿 are the bytes that are sealed. Writes its two files to a
temporary name first, so that a full disk leaves nothing half done.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from pathlib import Path

from forms.opening.evidence import OURS, attachments_of, write_zip
from forms.papers.enrolment import request_of
from forms.papers.unit_key import Secret, is_enrolled, own_key_ended, remember_code, signing
from forms.seals.clock import clock_hints
from forms.seals.keys.keys import AnySigner
from forms.seals.pdf.sealed import Attachment
from forms.unit.renewal import renewal_due
from forms.wording.files import Progress, plain_name
from forms.workbook.workbook import SealedContent, write_workbook
from models.basics.errors import AppError
from models.basics.messages import counted, joined, say
from models.basics.period import PLAN_ZONE, own_id
from models.basics.records import dataclass
from models.basics.sizes import size_words
from models.checks.findings import Finding, blocking, unexplained
from models.checks.run import run_checks
from models.proof.proof import require_sound
from models.returns.evidence import Travel, travel_of
from models.returns.returns import Evidence, Return, parse_return
from models.sheet.sheet import Sheet
from models.workspace.act import ActKind, act, act_of, issue_again
from models.workspace.approval import approval_of, approved
from models.workspace.drafts import keep_draft, kept_draft
from models.workspace.freeze import draft_out, frozen, next_return, to_seal, unchanged_since
from models.workspace.unit_workspace import UnitWorkspace

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = 5


@dataclass(frozen=True, slots=True)
class Filed:
    """What filing produced: the return and the files to send."""

    filed: Return
    files: tuple[Path, ...]
    reissued: bool = False  # no new revision: the files of the one in force, once more


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenSheet:
    """A whole sheet that came from a file and is kept in the act that files it: `keep` writes it into the store.

    `evidence` None = what is attached already; `contents`: SHA-256 → bytes of what is not in the store yet.
    """

    keep: Callable[[], None]
    evidence: tuple[Evidence, ...] | None = None
    contents: Mapping[str, bytes] = field(default_factory=dict)


def ready(sheet: Sheet) -> tuple[Finding, ...]:
    """Run the checks and return all findings.

    Raises AppError("open_findings") while one keeps it from being filed, "not_there" for a period at whose end the unit
    is not there: nothing is asked of it then, and what it filed would count nowhere.
    """
    if not sheet.plan.is_there(sheet.unit_id, sheet.period_id):
        period = sheet.plan.periods[sheet.period_id]
        raise AppError("not_there", 单位=sheet.unit_name, 报告期=period.name, 日期=period.end)
    findings = run_checks(sheet)
    errors, open_warnings = blocking(findings), unexplained(findings, sheet.explanations)
    if errors or open_warnings:
        said = counted("errors.open_count", errors=len(errors), warnings=len(open_warnings))
        raise AppError("open_findings", 各数=said)
    return findings


def file_return(
    workspace: UnitWorkspace,
    sheet: Sheet,
    secret: Secret,
    out: Path,
    *,
    reason: str = "",
    at: datetime | None = None,
    by: str = "",
    given: GivenSheet | None = None,
    progress: Progress | None = None,
    unsigned: str = "",
) -> Filed:
    """Seal the sheet as the next revision and write `….pdf` and `….xlsx` into a folder, as one act.

    A sheet that says what the revision in force says makes no new one: its kept files are written again. Evidence goes
    into the PDF, or into `…_佐证.zip` as a third file (`models.returns.evidence`). Raises AppError: see `ready`,
    `models.workspace.freeze.to_seal`, "evidence_total", and of the key `forms.papers.unit_key.signing`; nothing has
    changed then.
    """
    evidence = given.evidence if given else None
    again = issued_again(workspace, frozen(workspace, sheet, reason, evidence=evidence), out)
    if again is not None:
        return again
    now = at or datetime.now(PLAN_ZONE)
    tell = progress or (lambda done, of: None)
    require_sound(workspace.store)
    findings = ready(sheet)
    filed = to_seal(workspace, sheet, reason, evidence=evidence, unsigned=unsigned)
    tell(1, STEPS)
    with signing(workspace.store, workspace.folder, secret, make=True, name=sheet.unit_name) as signer:
        files = _sealed_files(workspace, sheet, filed, findings, signer, now, given, tell)
        about = {"period": filed.period, "revision": filed.revision, "digest": filed.digest}
        about |= _approval_told(workspace, sheet, unsigned)
        why = _why("filed", sheet, filed)
        with act(workspace.store, by, ActKind.FILE, why=why, about=about, out=out, files=files) as done:
            if given is not None:
                given.keep()
            workspace.store.returns.put(filed, now, own=True, files=tuple(files))
        remember_code(workspace.store, signer)
    tell(STEPS, STEPS)
    return Filed(filed, done.paths)


def clock_told(workspace: UnitWorkspace, period: str, now: datetime) -> tuple[str, ...]:
    """Return what the clock contradicts, and that certificate or key has ended; told before sealing, stops nobody."""
    certificate = workspace.store.get_text("certificate").encode()
    last = workspace.store.sheets.last_entry(period)
    found = clock_hints(now, certificate=certificate, last_entry=last)
    beside = (one for one in (renewal_due(workspace, now), own_key_ended(workspace.store)) if one)
    return (*found, *((say("errors.clock_set"),) if found else ()), *beside)


def _approval_told(workspace: UnitWorkspace, sheet: Sheet, unsigned: str) -> dict[str, object]:
    """What the record says of the leader: who signed which 送审稿, what they corrected, or why nobody has seen it."""
    out = draft_out(workspace, sheet)
    signed = approval_of(workspace.store, sheet.period_id)
    how = approved(out, signed)
    told: dict[str, object] = {"draft": out.filed.digest} if out else {}
    if signed is not None and how.seen:
        told |= {"leader": signed.leader, "signed": signed.day, "corrected": dict(signed.corrected)}
    elif unsigned.strip():
        told["unsigned"] = unsigned.strip()
    return told


def _sealed_files(
    workspace: UnitWorkspace,
    sheet: Sheet,
    filed: Return,
    findings: Sequence[Finding],
    signer: AnySigner,
    now: datetime,
    given: GivenSheet | None,
    tell: Progress,
) -> dict[str, bytes]:
    """Return name → bytes of all files of a return, sealed."""
    travel = travel_of(filed.evidence, sheet.plan, sheet.settings)
    contents = {**contents_of(workspace, travel), **(given.contents if given else {})}
    inside = attachments_of(travel.files, contents) if travel.inside else []
    book = sealed_workbook(workspace, sheet, filed, findings, signer, now)
    tell(3, STEPS)
    before = revision_before(workspace, filed)
    pdf = sealed_document(sheet, filed, findings, book, signer, now, evidence=inside, before=before)
    tell(4, STEPS)
    name = file_name(sheet, filed)
    beside = {zip_name(name): write_zip(travel.files, contents, filed.digest)} if travel.beside else {}
    return {f"{name}.pdf": pdf, f"{name}.xlsx": book, **beside}


def issued_again(workspace: UnitWorkspace, frozen_now: Return, out: Path) -> Filed | None:
    """Write the kept files of the revision in force when a frozen sheet says nothing else; None when it does.

    Raises AppError("unchanged") when that revision was taken in from a paper, so that its files are not here.
    """
    held = unchanged_since(workspace, frozen_now)
    if held is None:
        return None
    number = act_of(workspace.store, ActKind.FILE, digest=held.digest)
    if number is None:
        raise AppError("unchanged", 版次=held.revision)
    return Filed(held, issue_again(workspace.store, number, out).paths, reissued=True)


def contents_of(workspace: UnitWorkspace, travel: Travel) -> dict[str, bytes]:
    """Return SHA-256 → bytes of the evidence that travels; what is not here is left out."""
    found = {one.sha256: workspace.store.evidence.content(one.sha256) for one in travel.files}
    return {key: content for key, content in found.items() if content is not None}


def zip_name(stem: str) -> str:
    """Return the name of the zip with the evidence that goes beside the files of a stem."""
    return say("evidence.zip_name", 名=stem)


def sealed_workbook(
    workspace: UnitWorkspace,
    sheet: Sheet,
    filed: Return,
    findings: Sequence[Finding],
    signer: AnySigner,
    now: datetime,
) -> bytes:
    """Return the workbook with its data seal and its workbook seal; the request rides along until we are enrolled."""
    request = None
    if not is_enrolled(workspace.store, signer):
        request, _ = request_of(workspace.store, sheet.unit, sheet.plan, signer, now)
    return seal_book(sheet, filed, findings, signer, now, request)


def seal_book(
    sheet: Sheet, filed: Return, findings: Sequence[Finding], signer: AnySigner, now: datetime, request: bytes | None
) -> bytes:
    """Return the workbook of a return with its data seal and, unless the plan switches it off, its workbook seal."""
    from forms.seals.data_seal import seal
    from forms.seals.xlsx.seal import seal_workbook

    content = filed.content
    sealed = SealedContent(content, seal(content, signer, now), request)
    book = write_workbook(filed, sheet, findings, sealed)
    return seal_workbook(book, signer, now) if sheet.plan.book_seal else book


def sealed_document(
    sheet: Sheet,
    filed: Return,
    findings: Sequence[Finding],
    book: bytes,
    signer: AnySigner,
    now: datetime,
    *,
    evidence: Sequence[Attachment] = (),
    before: Return | None = None,
) -> bytes:
    """Return the PDF with the workbook inside, and the evidence if it travels there, sealed."""
    from forms.document.document import write_document
    from forms.seals.pdf.seal import seal_document

    attachment = Attachment(name=OURS, content=book, mime=XLSX, relationship="/Source")
    pages = write_document(filed, sheet, findings, files_note=files_note(sheet, filed), before=before)
    return seal_document(pages, signer, [attachment, *evidence], reason=filed.digest[:16], signed_at=now)


def revision_before(workspace: UnitWorkspace, filed: Return) -> Return | None:
    """Return the revision a return replaces, None for the first or one that is not here."""
    last = filed.ancestors[-1] if filed.ancestors else None
    held = (one for one in workspace.store.returns.filed(filed.period) if one.digest == last)
    return next((parse_return(one.content) for one in held), None)


def files_note(sheet: Sheet, filed: Return) -> str:
    """Return the sentence of the cover that says where the evidence is, "" without evidence."""
    travel = travel_of(filed.evidence, sheet.plan, sheet.settings)
    if not travel.files:
        return ""
    key = "evidence.note_inside" if travel.inside else "evidence.note_beside"
    return say(key, n=len(travel.files), 合计=size_words(travel.size), 文件=zip_name(file_name(sheet, filed)))


def draft(workspace: UnitWorkspace, sheet: Sheet, out: Path, *, reason: str = "", by: str = "") -> tuple[Path, ...]:
    """Write the 送审稿 and its one-page 审签单 for the leader; seals nothing.

    It is frozen with all that will be sealed, so a correction needs its reason now. The same content again gives the
    same files. Raises AppError as `models.workspace.freeze.next_return`.
    """
    from forms.document.approval import write_approval_sheet
    from forms.document.document import write_document

    findings = run_checks(sheet)
    filed = next_return(workspace, sheet, reason)
    out_now = kept_draft(workspace.store, sheet.period_id)
    number = act_of(workspace.store, ActKind.DRAFT, digest=filed.digest)
    if number is not None and out_now is not None and out_now.digest == filed.digest:
        return issue_again(workspace.store, number, out).paths
    name = file_name(sheet, filed)
    pages = {
        f"{name}_送审稿.pdf": write_document(
            filed,
            sheet,
            findings,
            draft=True,
            files_note=files_note(sheet, filed),
            before=revision_before(workspace, filed),
        ),
        f"{name}_审签单.pdf": write_approval_sheet(filed, sheet, findings),
    }
    about = {"period": filed.period, "revision": filed.revision, "digest": filed.digest}
    why = _why("draft", sheet, filed)
    with act(workspace.store, by, ActKind.DRAFT, why=why, about=about, out=out, files=pages) as done:
        keep_draft(workspace.store, filed)
    return done.paths


def _why(act_name: str, sheet: Sheet, filed: Return) -> str:
    """What was done, and the reason of a correction in its words."""
    said = say(f"record.why.{act_name}", 报告期=sheet.plan.period_name(filed.period), n=filed.revision)
    return joined(filter(None, (said, filed.reason)))


def file_name(sheet: Sheet, filed: Return) -> str:
    """Return the stem of a return's files: `610924_紫阳县人民政府_2020Q3_第1版_4f0c2a` (six of the digest)."""
    return f"{filed.unit}_{plain_name(sheet.unit_name)}_{own_id(filed.period)}_第{filed.revision}版_{filed.digest[:6]}"
