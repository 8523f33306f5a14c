"""The evidence that `--from FILE` names, and how it takes the place of what is attached."""

from pathlib import Path

from forms.guards.guards import sniff
from forms.opening.evidence import EvidenceFile, read_named
from forms.unit.filing import GivenSheet
from forms.unit.open_paper import replace_sheet
from models.returns.evidence import place_of
from models.returns.returns import Evidence
from models.sheet.sheet import Sheet
from models.store.unit.attaching import attach, name_for
from models.workspace.unit_workspace import UnitWorkspace

Named = tuple[tuple[str, EvidenceFile], ...]


def named_evidence(sheet: Sheet, source: Path | None) -> Named | None:
    """Return the files that `--from FILE` names, each with its place; None when it says nothing about evidence."""
    if source is None:
        return None
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
        for row in store.evidence.attachments(period):
            store.evidence.detach(period, row.sha256, by)
        for place, file in named:
            attach(store, place, period, file.name, file.content, by)


def given_by(workspace: UnitWorkspace, sheet: Sheet, named: Named | None, by: str) -> GivenSheet:
    """Return the sheet and evidence of `--from FILE`, to be kept in the act that files them."""

    def keep() -> None:
        replace_sheet(workspace, sheet, by)
        replace_evidence(workspace, sheet.period_id, named, by)

    contents = {file.sha256: file.content for _, file in named or ()}
    return GivenSheet(keep=keep, evidence=as_listed(named), contents=contents)
