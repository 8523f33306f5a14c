"""Filing, at the unit: freeze → check → write → seal → record.

One digest all the way: the bytes the leader saw on the 送审稿 are the bytes that are sealed. Writes its two files to a
temporary name first, so that a full disk leaves nothing half done.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime
from pathlib import Path

from forms.papers.enrolment import request_of
from forms.papers.unit_key import Secret, is_enrolled, own_key_ended, remember_code, signing
from forms.seals.clock import clock_hints
from forms.unit.renewal import renewal_due
from forms.unit.sealing import Sealing, contents_of, file_name, files_note, sealed_files
from forms.wording.files import Progress
from models.basics.errors import AppError
from models.basics.messages import counted, joined, say
from models.basics.period import PLAN_ZONE
from models.basics.records import dataclass
from models.checks.findings import Finding, blocking, unexplained
from models.checks.run import run_checks
from models.issued.again import act_of, issue_again
from models.proof.proof import require_sound
from models.returns.returns import Evidence, Return, parse_return
from models.sheet.sheet import Sheet
from models.workspace.act import ActKind, act
from models.workspace.approval import approval_of, approved
from models.workspace.drafts import keep_draft, kept_draft
from models.workspace.freeze import draft_out, frozen, next_return, to_seal, unchanged_since
from models.workspace.unit_workspace import UnitWorkspace

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
        sealing = Sealing(sheet=sheet, filed=filed, findings=findings, signer=signer, at=now)
        files = _files(workspace, sealing, given, tell)
        about = {**_about(filed), **_approval_told(workspace, sheet, unsigned)}
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


def _about(filed: Return) -> dict[str, object]:
    return {"period": filed.period, "revision": filed.revision, "digest": filed.digest}


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


def _files(workspace: UnitWorkspace, sealing: Sealing, given: GivenSheet | None, tell: Progress) -> dict[str, bytes]:
    """Return name → bytes of all files of a return, sealed; the request rides along until we are enrolled."""
    store, sheet, signer = workspace.store, sealing.sheet, sealing.signer
    contents = {**contents_of(store, sealing.travel), **(given.contents if given else {})}
    request = None
    if not is_enrolled(store, signer):
        request, _ = request_of(store, sheet.unit, sheet.plan, signer, sealing.at)
    before = revision_before(workspace, sealing.filed)
    return sealed_files(sealing, contents, request=request, before=before, tell=lambda done: tell(2 + done, STEPS))


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


def revision_before(workspace: UnitWorkspace, filed: Return) -> Return | None:
    """Return the revision a return replaces, None for the first or one that is not here."""
    last = filed.ancestors[-1] if filed.ancestors else None
    held = (one for one in workspace.store.returns.filed(filed.period) if one.digest == last)
    return next((parse_return(one.content) for one in held), None)


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
    why = _why("draft", sheet, filed)
    with act(workspace.store, by, ActKind.DRAFT, why=why, about=_about(filed), out=out, files=pages) as done:
        keep_draft(workspace.store, filed)
    return done.paths


def _why(act_name: str, sheet: Sheet, filed: Return) -> str:
    """What was done, and the reason of a correction in its words."""
    said = say(f"record.why.{act_name}", 报告期=sheet.plan.period_name(filed.period), n=filed.revision)
    return joined(filter(None, (said, filed.reason)))
