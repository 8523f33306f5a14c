"""The unit's commands for evidence 佐证材料 and the stamped scan 盖章件: attach, list, take away, keep a scan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from ui.cli.shared.command import Answer, command
from ui.cli.shared.given import Person

if TYPE_CHECKING:
    from models.returns.evidence_rows import AttachmentRow, ScanRow
    from models.sheet.sheet import Sheet
    from models.workspace.unit_workspace import UnitWorkspace


@command("unit attach", one_of=("list_", "remove"))
def attach(
    unit: UnitWorkspace,
    by: Person,
    files: tuple[Path, ...] = (),
    *,
    period: str,
    to: str | None = None,
    list_: bool = False,
    remove: str | None = None,
) -> Answer:
    """Attach files to a place, all or none; or list what is attached, or take one away."""
    from models.basics.sizes import size_words
    from models.returns.evidence import listed, travel_of
    from ui.cli.answers.sheet import sheet_of

    sheet = sheet_of(unit, period)
    said: list[str] = []
    if remove:
        said = _remove(unit, sheet, remove, by)
    elif not list_:
        said = _attach(unit, sheet, to, files, by)
    rows = unit.store.evidence.attachments(period)
    travel = travel_of(listed(rows), sheet.plan, sheet.settings)
    found = {
        "period": period,
        "files": [_file(one) for one in rows],
        "size": travel.size,
        "limit": travel.limit,
        "inside": travel.inside,
        "message": travel.sentence(),
    }
    if list_:
        said = [say("evidence.line", 文件=one.name, 大小=size_words(one.size), 位置=one.place) for one in rows]
    return Answer(found, [*said, travel.sentence() or say("evidence.none")])


def _attach(workspace: UnitWorkspace, sheet: Sheet, to: str | None, paths: Sequence[Path], by: str) -> list[str]:
    from forms.opening.evidence import read_evidence
    from models.basics.errors import AppError
    from models.basics.sizes import size_words
    from models.returns.evidence import listed, place_of, require_key, travel_of
    from models.store.unit import attaching

    if not to or not paths:
        raise AppError("evidence_needs_place")
    place, files = place_of(sheet, to), [read_evidence(path) for path in paths]
    require_key(sheet, place)
    store, period = workspace.store, sheet.period_id
    with store.transaction(by, "attached"):
        names = [attaching.attach(store, place, period, one.name, one.content, by) for one in files]
        travel_of(listed(store.evidence.attachments(period)), sheet.plan, sheet.settings)
    sizes = [size_words(len(one.content)) for one in files]
    return [say("evidence.attached", 文件=n, 大小=size, 位置=place) for n, size in zip(names, sizes, strict=True)]


def _remove(workspace: UnitWorkspace, sheet: Sheet, sha256: str, by: str) -> list[str]:
    from models.basics.errors import AppError

    found = [one for one in workspace.store.evidence.attachments(sheet.period_id) if one.sha256 == sha256]
    if not found:
        raise AppError("evidence_unknown", 摘要=sha256)
    workspace.store.evidence.detach(sheet.period_id, sha256, by)
    return [say("evidence.removed", 文件=found[0].name)]


def _file(one: AttachmentRow) -> dict[str, object]:
    return {"place": one.place, "name": one.name, "size": one.size, "sha256": one.sha256, "at": one.at.isoformat()}


@command("unit stamp")
def stamp(
    unit: UnitWorkspace,
    by: Person,
    scan: Path,
    *,
    period: str,
    signed: date | None = None,
    printed: date | None = None,
) -> Answer:
    """Keep the stamped scan of the return that was filed last."""
    from forms.unit.scans import keep_scan
    from ui.cli.answers.sheet import sheet_of

    sheet_of(unit, period)  # refuses a period the plan does not have
    filed, rows = keep_scan(unit, period, scan, by, signed_on=signed, printed_on=printed)
    found = {"digest": filed.digest, "revision": filed.revision, "scans": [_scan(row) for row in rows]}
    return Answer(found, [say("evidence.stamped", 文件=rows[-1].name, 版次=filed.revision)])


def _scan(row: ScanRow) -> dict[str, object]:
    days = {"signed": row.signed_on, "printed": row.printed_on}
    return {
        "name": row.name,
        "size": row.size,
        "sha256": row.sha256,
        "at": row.at.isoformat(),
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }
