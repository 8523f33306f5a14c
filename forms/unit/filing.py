"""Filing, at the unit: freeze → check → write → seal → record.

One digest all the way: the bytes the leader saw on the 送审稿 are the bytes that are sealed. Writes its two files to a
temporary name first, so that a full disk leaves nothing half done. Source: DESIGN §1, §4.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from forms.opening.evidence import OURS, attachments_of, write_zip
from forms.papers.enrolment import Secret, is_enrolled, request_of, signing
from forms.seals.keys.keys import AnySigner
from forms.seals.pdf.sealed import Attachment
from forms.wording.files import Progress, plain_name, write_files
from forms.workbook.workbook import SealedContent, write_workbook
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.checks.findings import Finding, blocking, unexplained
from models.checks.run import run_checks
from models.filling.slices import conflicts_of
from models.returns.evidence import Travel, listed, size_words, travel_of
from models.returns.returns import Evidence, Return, freeze, parse_return
from models.sheet.sheet import Sheet
from models.workspace.act import Kind, act
from models.workspace.drafts import keep_draft
from models.workspace.workspace import UnitWorkspace

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = 5


@dataclass(frozen=True, slots=True)
class Filed:
    """What filing produced: the return and the files to send."""

    filed: Return
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A whole sheet that came from a file and is kept in the act that files it: `keep` writes it into the store.

    `evidence` None = what is attached already; `contents`: SHA-256 → bytes of what is not in the store yet.
    """

    keep: Callable[[], None]
    evidence: tuple[Evidence, ...] | None = None
    contents: Mapping[str, bytes] = field(default_factory=dict)


def ancestors_of(workspace: UnitWorkspace, period: str) -> tuple[str, ...]:
    """Return every digest the next revision of a period descends from, oldest first.

    With two lines here (a paper of a second PC was taken in) the next revision names both (DESIGN §4).
    """
    known: dict[str, tuple[str, ...]] = {}
    for row in workspace.store.returns(period):
        found = parse_return(row.content)
        known[found.digest] = found.ancestors
    order: dict[str, None] = {}
    for digest, ancestors in sorted(known.items(), key=lambda entry: (len(entry[1]), entry[0])):
        order.update(dict.fromkeys((*ancestors, digest)))
    return tuple(order)


def next_return(
    workspace: UnitWorkspace, sheet: Sheet, reason: str, *, test: bool, evidence: tuple[Evidence, ...] | None = None
) -> Return:
    """Freeze the next revision of a sheet with its evidence, by default what is attached in the period.

    Raises AppError("unchanged") when it says nothing new, "reason_needed" when a correction gives no reason,
    "open_conflicts" while two suppliers disagree about a place and nobody has decided.
    """
    ancestors = ancestors_of(workspace, sheet.period_id)
    files = attached(workspace, sheet.period_id) if evidence is None else evidence
    filed = freeze(sheet, ancestors=ancestors, reason=reason, evidence=files, test=test)
    disputed = conflicts_of(workspace.store.supplies(sheet.period_id))
    if disputed:
        raise AppError("open_conflicts", n=len(disputed))
    heads = workspace.store.heads(sheet.period_id)
    held = [parse_return(row.content) for row in workspace.store.returns(sheet.period_id) if row.digest in heads]
    if len(held) == 1 and same_content(held[0], filed):
        raise AppError("unchanged", 版次=held[0].revision)
    if ancestors and not reason.strip():
        raise AppError("reason_needed")
    return filed


def attached(workspace: UnitWorkspace, period: str) -> tuple[Evidence, ...]:
    """Return the evidence of a period as its return lists it."""
    return listed(workspace.store.attachments(period))


def same_content(one: Return, other: Return) -> bool:
    """True when two returns say the same, whatever their place in the line."""
    parts = ("cover", "cells", "controls", "progress", "registers", "explanations", "evidence")
    return all(getattr(one, part) == getattr(other, part) for part in parts)


def ready(sheet: Sheet) -> tuple[Finding, ...]:
    """Run the checks and return all findings. Raises AppError("open_findings") while one keeps it from being filed."""
    findings = run_checks(sheet)
    errors, open_warnings = blocking(findings), unexplained(findings, sheet.explanations)
    if errors or open_warnings:
        raise AppError("open_findings", n=len(errors), m=len(open_warnings))
    return findings


def file_return(
    workspace: UnitWorkspace, sheet: Sheet, secret: Secret, out: Path, *, reason: str = "",
    at: datetime | None = None, by: str = "", given: Given | None = None, progress: Progress | None = None,
) -> Filed:  # fmt: skip
    """Seal the sheet as the next revision and write `….pdf` and `….xlsx` into a folder, as one act.

    Evidence goes into the PDF, or into `…_佐证.zip` as a third file (`models.returns.evidence`). Raises AppError: see
    `ready`, `next_return`, "evidence_total", and of the key `forms.papers.enrolment.signing`; nothing has changed then.
    """
    now = at or datetime.now(PLAN_ZONE)
    tell = progress or (lambda done, of: None)
    findings = ready(sheet)
    evidence = given.evidence if given else None
    filed = next_return(workspace, sheet, reason, test=workspace.store.get_value("test") == "1", evidence=evidence)
    travel = travel_of(filed.evidence, sheet.plan, sheet.settings)
    contents = {**contents_of(workspace, travel), **(given.contents if given else {})}
    tell(1, STEPS)
    inside = attachments_of(travel.files, contents) if travel.inside else []
    with signing(workspace.store, workspace.folder, secret, make=True, name=sheet.unit.name) as signer:
        book = sealed_workbook(workspace, sheet, filed, findings, signer, now)
        tell(3, STEPS)
        pdf = sealed_document(sheet, filed, findings, book, signer, now, evidence=inside)
    tell(4, STEPS)
    name = file_name(sheet, filed)
    beside = {zip_name(name): write_zip(travel.files, contents, filed.digest)} if travel.beside else {}
    files = {f"{name}.pdf": pdf, f"{name}.xlsx": book, **beside}
    about = {"period": filed.period, "revision": filed.revision, "digest": filed.digest}
    with act(workspace.store, by, Kind.FILE, why=reason, about=about, out=out, files=files) as done:
        if given is not None:
            given.keep()
        workspace.store.put_return(filed, now, own=True, files=tuple(files))
    tell(STEPS, STEPS)
    return Filed(filed, done.paths)


def contents_of(workspace: UnitWorkspace, travel: Travel) -> dict[str, bytes]:
    """Return SHA-256 → bytes of the evidence that travels; what is not here is left out."""
    found = {one.sha256: workspace.store.evidence_bytes(one.sha256) for one in travel.files}
    return {key: content for key, content in found.items() if content is not None}


def zip_name(stem: str) -> str:
    """Return the name of the zip with the evidence that goes beside the files of a stem."""
    return say("evidence.zip_name", 名=stem)


def sealed_workbook(
    workspace: UnitWorkspace, sheet: Sheet, filed: Return, findings: Sequence[Finding], signer: AnySigner,
    now: datetime,
) -> bytes:  # fmt: skip
    """Return the workbook with its data seal and its workbook seal; the request rides along until we are enrolled."""
    request = None
    if not is_enrolled(workspace.store, signer):
        request, _ = request_of(workspace.store, sheet.unit, sheet.plan, signer, now)
    return seal_book(sheet, filed, findings, signer, now, request)


def seal_book(
    sheet: Sheet, filed: Return, findings: Sequence[Finding], signer: AnySigner, now: datetime, request: bytes | None
) -> bytes:
    """Return the workbook of a return with both its seals, by whatever key."""
    from forms.seals.data_seal import seal
    from forms.seals.xlsx.seal import seal_workbook

    content = filed.content
    sealed = SealedContent(content, seal(content, signer, now), request)
    return seal_workbook(write_workbook(filed, sheet, findings, sealed), signer, now)


def sealed_document(
    sheet: Sheet, filed: Return, findings: Sequence[Finding], book: bytes, signer: AnySigner, now: datetime, *,
    evidence: Sequence[Attachment] = (),
) -> bytes:  # fmt: skip
    """Return the PDF with the workbook inside, and the evidence if it travels there, sealed."""
    from forms.document.document import write_document
    from forms.seals.pdf.seal import seal_document

    attachment = Attachment(OURS, book, XLSX, "/Source")
    pages = write_document(filed, sheet, findings, files_note=files_note(sheet, filed))
    return seal_document(pages, signer, [attachment, *evidence], reason=filed.digest[:16], signed_at=now)


def files_note(sheet: Sheet, filed: Return) -> str:
    """Return the sentence of the cover that says where the evidence is, "" without evidence."""
    travel = travel_of(filed.evidence, sheet.plan, sheet.settings)
    if not travel.files:
        return ""
    key = "evidence.note_inside" if travel.inside else "evidence.note_beside"
    return say(key, n=len(travel.files), 合计=size_words(travel.size), 文件=zip_name(file_name(sheet, filed)))


def draft(workspace: UnitWorkspace, sheet: Sheet, out: Path) -> tuple[Path, ...]:
    """Write the 送审稿 and its one-page 审签单 for the leader; seals nothing."""
    from forms.document.approval import write_approval_sheet
    from forms.document.document import write_document

    findings = run_checks(sheet)
    filed = freeze(
        sheet,
        ancestors=ancestors_of(workspace, sheet.period_id),
        evidence=attached(workspace, sheet.period_id),
        test=workspace.store.get_value("test") == "1",
    )
    keep_draft(workspace.store, filed)
    name = file_name(sheet, filed)
    pages = {
        f"{name}_送审稿.pdf": write_document(filed, sheet, findings, draft=True, files_note=files_note(sheet, filed)),
        f"{name}_审签单.pdf": write_approval_sheet(filed, sheet, findings),
    }
    return write_files(out, pages)


def file_name(sheet: Sheet, filed: Return) -> str:
    """Return the stem of a return's files: `610924_紫阳县人民政府_2020Q3_第1版_4f0c2a` (six of the digest)."""
    return f"{filed.unit}_{plain_name(sheet.unit.name)}_{filed.period}_第{filed.revision}版_{filed.digest[:6]}"
