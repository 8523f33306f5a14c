"""The unit's commands for evidence 佐证材料 and the stamped scan 盖章件: attach, list, take away, keep a scan."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.errors import AppError
from models.basics.messages import say
from models.returns.evidence import listed, place_of, size_words, travel_of
from models.returns.returns import Evidence
from models.sheet.sheet import Sheet
from models.store import AttachmentRow, ScanRow
from models.workspace.attaching import attach, name_for
from models.workspace.workspace import UnitWorkspace
from ui.cli.shared.base import DONE, add_common, answer, person
from ui.cli.shared.open import open_unit, sheet_of

if TYPE_CHECKING:
    from forms.opening.evidence import EvidenceFile

Named = tuple[tuple[str, "EvidenceFile"], ...]


def add_commands(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `unit attach|stamp`."""
    verb = verbs.add_parser("attach", help=say("evidence.help.attach"))
    verb.add_argument("--period", required=True)
    verb.add_argument("--to", help=say("evidence.help.to"))
    what = verb.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help=say("evidence.help.list"))
    what.add_argument("--remove", metavar="SHA256", help=say("evidence.help.remove"))
    verb.add_argument("files", type=Path, nargs="*", help=say("evidence.help.files"))
    add_common(verb)
    verb.set_defaults(command=attach_files)
    verb = verbs.add_parser("stamp", help=say("evidence.help.stamp"))
    verb.add_argument("--period", required=True)
    verb.add_argument("--signed", type=date.fromisoformat, help=say("evidence.help.signed"))
    verb.add_argument("--printed", type=date.fromisoformat, help=say("evidence.help.printed"))
    verb.add_argument("scan", type=Path, help=say("evidence.help.scan"))
    add_common(verb)
    verb.set_defaults(command=stamp)


def _sheet(arguments: argparse.Namespace) -> tuple[UnitWorkspace, Sheet]:
    workspace = open_unit(arguments)
    return workspace, sheet_of(workspace, arguments.period)


def attach_files(arguments: argparse.Namespace) -> int:
    """Attach files to a place, all or none; or list what is attached, or take one away."""
    workspace, sheet = _sheet(arguments)
    by = person(arguments, workspace.store)
    said: list[str] = []
    if arguments.remove:
        said = _remove(workspace, sheet, arguments.remove, by)
    elif not arguments.list:
        said = _attach(workspace, sheet, arguments.to, arguments.files, by)
    rows = workspace.store.attachments(sheet.period_id)
    travel = travel_of(listed(rows), sheet.plan, sheet.settings)
    found = {
        "period": sheet.period_id,
        "files": [_file(one) for one in rows],
        "size": travel.size,
        "limit": travel.limit,
        "inside": travel.inside,
        "message": travel.sentence(),
    }
    if arguments.list:
        said = [say("evidence.line", 文件=one.name, 大小=size_words(one.size), 位置=one.place) for one in rows]
    answer(arguments, found, [*said, travel.sentence() or say("evidence.none")])
    return DONE


def _attach(workspace: UnitWorkspace, sheet: Sheet, to: str | None, paths: Sequence[Path], by: str) -> list[str]:
    from forms.opening.evidence import read_evidence

    if not to or not paths:
        raise AppError("evidence_needs_place")
    place, files = place_of(sheet, to), [read_evidence(path) for path in paths]
    with workspace.store.transaction(by, "attached"):
        names = [attach(workspace.store, place, sheet.period_id, one.name, one.content, by) for one in files]
        travel_of(listed(workspace.store.attachments(sheet.period_id)), sheet.plan, sheet.settings)
    sizes = [size_words(len(one.content)) for one in files]
    return [say("evidence.attached", 文件=n, 大小=size, 位置=place) for n, size in zip(names, sizes, strict=True)]


def _remove(workspace: UnitWorkspace, sheet: Sheet, sha256: str, by: str) -> list[str]:
    found = [one for one in workspace.store.attachments(sheet.period_id) if one.sha256 == sha256]
    if not found:
        raise AppError("evidence_unknown", 摘要=sha256)
    workspace.store.detach(sheet.period_id, sha256, by)
    return [say("evidence.removed", 文件=found[0].name)]


def _file(one: AttachmentRow) -> dict[str, object]:
    return {"place": one.place, "name": one.name, "size": one.size, "sha256": one.sha256, "at": one.at.isoformat()}


def stamp(arguments: argparse.Namespace) -> int:
    """Keep the stamped scan of the return that was filed last."""
    from forms.unit.scans import keep_scan

    workspace, _ = _sheet(arguments)
    filed, rows = keep_scan(
        workspace, arguments.period, arguments.scan, person(arguments, workspace.store), signed_on=arguments.signed,
        printed_on=arguments.printed,
    )  # fmt: skip
    found = {"digest": filed.digest, "revision": filed.revision, "scans": [_scan(row) for row in rows]}
    answer(arguments, found, [say("evidence.stamped", 文件=rows[-1].name, 版次=filed.revision)])
    return DONE


def _scan(row: ScanRow) -> dict[str, object]:
    days = {"signed": row.signed_on, "printed": row.printed_on}
    return {
        "name": row.name, "size": row.size, "sha256": row.sha256, "at": row.at.isoformat(),
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }  # fmt: skip


def named_evidence(sheet: Sheet, source: Path | None) -> Named | None:
    """Return the files that `--from FILE` names, each with its place; None when it says nothing about evidence."""
    if source is None:
        return None
    from forms.guards.guards import sniff
    from forms.opening.evidence import read_named

    content = source.read_bytes()
    if sniff(content) == "xlsx":
        return None  # a filled template says nothing about evidence
    found = read_named(content, source.parent)
    return None if found is None else tuple((place_of(sheet, place), file) for place, file in found)


def as_listed(named: Named | None) -> tuple[Evidence, ...] | None:
    """Return the list that a return of these files has; None for None."""
    if named is None:
        return None
    held: dict[str, str] = {}
    found: dict[str, Evidence] = {}
    for _, file in named:
        key = file.sha256
        held[key] = name_for(file.name, key, held)
        found[key] = Evidence(held[key], len(file.content), key)
    return tuple(sorted(found.values(), key=lambda one: (one.name, one.sha256)))


def replace_evidence(workspace: UnitWorkspace, period: str, named: Named | None, by: str) -> None:
    """Put these files in place of all that is attached in a period; None leaves it as it is."""
    if named is None:
        return
    store = workspace.store
    with store.transaction(by, "whole sheet"):
        for row in store.attachments(period):
            store.detach(period, row.sha256, by)
        for place, file in named:
            attach(store, place, period, file.name, file.content, by)
