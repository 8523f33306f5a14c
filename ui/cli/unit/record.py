"""`unit check-store`, `unit issued`: does the record still say what was recorded, and what was issued, once more?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ui.cli.shared.command import Answer, command

if TYPE_CHECKING:
    from models.workspace.unit_workspace import UnitWorkspace


@command("unit check-store")
def check_store(unit: UnitWorkspace, *, log: bool = False) -> Answer:
    """Compare the record with itself."""
    from ui.cli.answers.record import record_answer

    return record_answer(unit.store, log=log)


@command("unit issued")
def issued(unit: UnitWorkspace, number: int | None = None, *, out: Path | None = None) -> Answer:
    """List what was issued, or write the files of one act again, byte for byte."""
    from ui.cli.answers.record import issued_answer, reissued_answer

    return issued_answer(unit.store) if number is None else reissued_answer(unit.store, number, out)
