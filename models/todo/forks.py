"""Forks: what 今天要办 says of papers that do not follow each other — at how many places they differ, and the first."""

from collections.abc import Iterable

from models.basics.addresses import split_address
from models.city.note import Note
from models.office.comparing import differing
from models.workspace.office_workspace import OfficeWorkspace


def fork_words(office: OfficeWorkspace, digests: Iterable[str]) -> Note:
    """Say how many papers of a dispute there are and what one has to look at; rows of registers are counted only."""
    rows = sorted((office.store.papers_of(one)[0] for one in digests), key=lambda row: (row.registered, row.digest))
    found, items = differing(office, rows), office.plan.items
    facts: dict[str, object] = {"n": len(rows), "m": len(found)}
    for one in found:
        parts = split_address(one.address)
        if parts is not None and parts.item in items and not one.rows:
            return Note("todo.fork_differs", {**facts, "项目": items[parts.item].name, "数": " / ".join(one.texts)})
    return Note("todo.fork_places" if found else "todo.fork", facts)
