"""`unit handover`, `takeover`, `resume`: the whole workspace in one file, for a successor or a new PC."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ui.cli.shared.command import Answer, command
from ui.cli.shared.given import Folder, Moment, Person

if TYPE_CHECKING:
    from models.workspace.unit_workspace import UnitWorkspace


@command("unit handover")
def hand_over(unit: UnitWorkspace, at: Moment, by: Person, *, to: str, keys: bool = False, out: Path) -> Answer:
    """Write the workspace into one file; from then on it is read only."""
    from ui.cli.answers.handover import handover_answer

    return handover_answer(unit.store, out, to=to, name=unit.plan.unit_name(unit.unit_id), keys=keys, at=at, by=by)


@command("unit takeover")
def take_over(folder: Folder, at: Moment, file: Path, *, look: bool = False, by: str = "") -> Answer:
    """Make the workspace a handover file holds in a new folder, or only tell what it holds."""
    from models.store import UnitStore
    from ui.cli.answers.handover import takeover_answer

    return takeover_answer(file, folder, kind=UnitStore.kind, look=look, by=by, at=at)


@command("unit resume")
def resume(unit: UnitWorkspace, by: Person, *, reason: str) -> Answer:
    """Let a workspace that was handed over be written again."""
    from ui.cli.answers.handover import resumed_answer

    return resumed_answer(unit.store, reason=reason, by=by)
