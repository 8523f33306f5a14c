"""Rehearsal 预演: what the office will do with this return, found out by doing it — in a folder that is thrown away.

The papers are written and sealed with a key made for the occasion, put before an office that knows just this plan,
these settings and this unit's line, and received by the very code that will receive them. The unit's own key is not
touched, its store is only read, nothing is left behind.
"""

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from forms.arrivals.received import Received
from forms.office.intake import receive
from forms.opening.evidence import attachments_of, write_zip
from forms.seals.keys import keys
from forms.unit.filing import contents_of, file_name, seal_book, sealed_document, zip_name
from forms.wording.files import write_files
from models.basics.canonical import json_text
from models.basics.records import dataclass
from models.checks.run import run_checks
from models.ledger.roster import lateness
from models.returns.evidence import travel_of
from models.returns.returns import Return, parse_return
from models.settings.json import settings_json
from models.sheet.sheet import Sheet
from models.store.office.office_store import OfficeStore
from models.store.office.records import KeyRow, PaperRow
from models.workspace.drafts import kept_draft
from models.workspace.freeze import frozen
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.unit_workspace import UnitWorkspace

STEPS = 4
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """What the office would answer; `late` = working days after the due time if it arrived now, None = in time."""

    received: Received
    revision: int
    sizes: tuple[tuple[str, int], ...]  # file → bytes
    late: int | None


def rehearse(
    workspace: UnitWorkspace, sheet: Sheet, *, at: datetime, reason: str = "", progress: Progress | None = None
) -> Rehearsed:
    """Return what would happen if the sheet were filed and received now, findings and all.

    The return is frozen as filing freezes it; without a `reason` it has that of the 送审稿.

    Raises AppError as the writing of papers does ("book_text_too_long", "evidence_total"), OSError for a full disk.
    """
    tell = progress or (lambda done, of: None)
    with tempfile.TemporaryDirectory(prefix="tanbao-") as place:
        folder = Path(place)
        unit = sheet.unit_id
        signer = _passing_key(unit, sheet.unit_name, at)
        tell(1, STEPS)
        out = kept_draft(workspace.store, sheet.period_id)
        filed = frozen(workspace, sheet, reason.strip() or (out.reason if out else ""))
        paths = _papers(workspace, sheet, filed, signer, at, folder / "papers")
        tell(2, STEPS)
        sizes = tuple((path.name, path.stat().st_size) for path in paths)
        with _office(workspace, sheet, signer, at, folder / "office") as office:
            tell(3, STEPS)
            found = receive(office, paths, at=at, now=at, channel="", by="")
            line = office.line(unit, sheet.period_id)
            late = lateness(sheet.plan, sheet.settings, unit, sheet.period_id, line, at=at)
        tell(STEPS, STEPS)
        paper = next(one for one in found if one.kind == "return")
        return Rehearsed(
            received=paper, revision=filed.revision, sizes=sizes, late=late.working_days if late is not None else None
        )


def _passing_key(unit: str, name: str, at: datetime) -> keys.Signer:
    """A key of this rehearsal alone; it is never written anywhere."""
    key = keys.new_key()
    return keys.Signer(key, keys.self_signed(key, unit, name, at), ())


def _papers(
    workspace: UnitWorkspace, sheet: Sheet, filed: Return, signer: keys.Signer, at: datetime, out: Path
) -> tuple[Path, ...]:
    findings = run_checks(sheet)
    travel = travel_of(filed.evidence, sheet.plan, sheet.settings)
    contents = contents_of(workspace, travel)
    book = seal_book(sheet, filed, findings, signer, at, None)
    inside = attachments_of(travel.files, contents) if travel.inside else []
    pdf = sealed_document(sheet, filed, findings, book, signer, at, evidence=inside)
    name = file_name(sheet, filed)
    beside = {zip_name(name): write_zip(travel.files, contents, filed.digest)} if travel.beside else {}
    return write_files(out, {f"{name}.pdf": pdf, f"{name}.xlsx": book, **beside})


def _office(workspace: UnitWorkspace, sheet: Sheet, signer: keys.Signer, at: datetime, folder: Path) -> OfficeWorkspace:
    """An office that knows this plan, these settings, this key, and what this unit has filed before."""
    folder.mkdir()
    store = OfficeStore.create(folder)
    plan, unit, period = sheet.plan, sheet.unit_id, sheet.period_id
    files = workspace.store.plan_files(plan.digest) or {}
    store.put_plan(plan.digest, plan.id, plan.version, files)
    store.put_settings(sheet.settings.version, settings_json(sheet.settings), at, "")
    mark, certificate = keys.fingerprint(signer.certificate), keys.certificate_pem(signer.certificate)
    store.put_key(
        KeyRow(
            unit=unit,
            fingerprint=mark,
            certificate=certificate,
            since=None,
            until=None,
            enrolled_at=at,
            compared=True,
            by="",
        )
    )
    for row in workspace.store.returns.filed(period):
        before = parse_return(row.content)
        store.put_paper(
            PaperRow(
                digest=row.digest,
                key=mark,
                unit=unit,
                period=period,
                revision=row.revision,
                ancestors=before.ancestors,
                content=row.content,
                certificate=certificate,
                plan=plan.digest,
                settings=before.settings,
                good=True,
                reasons=json_text([]),
                request=None,
                registered=row.filed_at,
            )
        )
    return OfficeWorkspace(folder, store)
