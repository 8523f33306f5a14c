"""`office handover`, `takeover`, `resume`: the whole workspace in one file, for a successor or a new PC."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ui.cli.shared.command import Answer, command
from ui.cli.shared.given import Folder, Moment, Person

if TYPE_CHECKING:
    from models.workspace.office_workspace import OfficeWorkspace


@command("office handover")
def hand_over(office: OfficeWorkspace, at: Moment, by: Person, *, to: str, keys: bool = False, out: Path) -> Answer:
    """Write the workspace into one file; from then on it is read only."""
    from ui.cli.answers.handover import handover_answer

    return handover_answer(office.store, out, to=to, name=office.store.get_text("office_name"), keys=keys, at=at, by=by)


@command("office takeover")
def take_over(folder: Folder, at: Moment, file: Path, *, look: bool = False, by: str = "") -> Answer:
    """Make the workspace a handover file holds in a new folder, or only tell what it holds."""
    from models.store.office.office_store import OfficeStore
    from ui.cli.answers.handover import takeover_answer

    return takeover_answer(file, folder, kind=OfficeStore.kind, look=look, by=by, at=at)


@command("office resume")
def resume(office: OfficeWorkspace, by: Person, *, reason: str, at: datetime | None = None) -> Answer:
    """Let a workspace that was handed over be written again."""
    from ui.cli.answers.handover import resumed_answer

    return resumed_answer(office.store, reason=reason, by=by, at=at)
