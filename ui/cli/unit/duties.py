"""`unit duties`: the 责任清单 of the unit whose workspace this is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ui.cli.shared.command import Answer, command

if TYPE_CHECKING:
    from models.workspace.unit_workspace import UnitWorkspace


@command("unit duties", one_plan=True)
def duties(unit: UnitWorkspace, *, out: Path) -> Answer:
    """Write the duty list of the unit whose workspace this is."""
    from ui.cli.answers.duties import write_lists

    return write_lists(unit, (unit.unit_id,), out)
