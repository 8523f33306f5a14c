"""`office check`: does the record still say what was recorded, and does it agree with papers from outside?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ui.cli.shared.command import Answer, command

if TYPE_CHECKING:
    from models.workspace.workspace import OfficeWorkspace


@command("office check")
def check(
    office: OfficeWorkspace, papers: tuple[Path, ...] = (), *, head: tuple[str, ...] = (), log: bool = False
) -> Answer:
    """Compare the record with itself and with the heads that stand on papers."""
    from forms.office.checking import compare_heads
    from ui.cli.answers.record import record_answer

    return record_answer(office.store, compare_heads(office.store, papers, head), log=log)
