"""`unit check-store`: does the record of this workspace still say what was recorded?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.cli.shared.command import Answer, command

if TYPE_CHECKING:
    from models.workspace.workspace import UnitWorkspace


@command("unit check-store")
def check_store(unit: UnitWorkspace, *, log: bool = False) -> Answer:
    """Compare the record with itself."""
    from ui.cli.answers.record import record_answer

    return record_answer(unit.store, log=log)
