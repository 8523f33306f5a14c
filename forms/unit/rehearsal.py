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
from forms.seals.keys import keys
from forms.unit.sealing import Sealing, contents_of, sealed_files
from forms.wording.files import write_files
from models.basics.canonical import json_text
from models.basics.records import dataclass
from models.checks.run import run_checks
from models.ledger.roster import lateness
from models.returns.returns import parse_return
from models.settings.json import settings_json
from models.sheet.sheet import Sheet
from models.store import FiledReturn
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
        sealing = Sealing(sheet=sheet, filed=filed, findings=run_checks(sheet), signer=signer, at=at)
        files = sealed_files(sealing, contents_of(workspace.store, sealing.travel))
        paths = write_files(folder / "papers", files)
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


def _office(workspace: UnitWorkspace, sheet: Sheet, signer: keys.Signer, at: datetime, folder: Path) -> OfficeWorkspace:
    """An office that knows this plan, these settings, this key, and what this unit has filed before."""
    folder.mkdir()
    store = OfficeStore.create(folder)
    plan = sheet.plan
    store.put_plan(plan.digest, plan.id, plan.version, workspace.store.plan_files(plan.digest) or {})
    store.put_settings(sheet.settings.version, settings_json(sheet.settings), at, "")
    key = _enrolled(sheet.unit_id, signer, at)
    store.put_key(key)
    for row in workspace.store.returns.filed(sheet.period_id):
        store.put_paper(_as_received(row, key, plan.digest))
    return OfficeWorkspace(folder, store)


def _enrolled(unit: str, signer: keys.Signer, at: datetime) -> KeyRow:
    return KeyRow(
        unit=unit,
        fingerprint=keys.fingerprint(signer.certificate),
        certificate=keys.certificate_pem(signer.certificate),
        since=None,
        until=None,
        enrolled_at=at,
        compared=True,
        by="",
    )


def _as_received(row: FiledReturn, key: KeyRow, plan: str) -> PaperRow:
    """A revision filed before, as the office holds it: received when it was filed, sealed with the key of today."""
    before = parse_return(row.content)
    return PaperRow(
        digest=row.digest,
        key=key.fingerprint,
        unit=key.unit,
        period=row.period,
        revision=row.revision,
        ancestors=before.ancestors,
        content=row.content,
        certificate=key.certificate,
        plan=plan,
        settings=before.settings,
        good=True,
        reasons=json_text([]),
        request=None,
        registered=row.filed_at,
    )
