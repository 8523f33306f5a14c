"""The unit's command for the 送审稿: write it with its 审签单, or set it aside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from ui.cli.shared.command import Answer, command
from ui.cli.shared.given import Person

if TYPE_CHECKING:
    from models.workspace.unit_workspace import UnitWorkspace


@command("unit draft", one_of=("out", "drop"))
def draft(
    unit: UnitWorkspace, by: Person, *, period: str, reason: str = "", out: Path | None = None, drop: bool = False
) -> Answer:
    """Write 送审稿 and 审签单 of the stored sheet, or set the ones that are out aside; neither: tell what is out."""
    from forms.unit.filing import draft as write
    from models.basics.errors import AppError
    from models.workspace.drafts import drop_draft, kept_draft
    from ui.cli.answers.sheet import sheet_of

    sheet = sheet_of(unit, period, None)
    files = write(unit, sheet, out, reason=reason, by=by) if out is not None else ()
    kept = kept_draft(unit.store, period)
    if kept is None:
        raise AppError("no_draft", 报告期=period)
    if drop:
        drop_draft(unit.store, period)
        return Answer({"digest": kept.digest, "dropped": True, "files": []}, [say("cli.draft_dropped")])
    paths = [str(path) for path in files]
    found = {"digest": kept.digest, "dropped": False, "files": paths}
    return Answer(found, [say("cli.drafted", 摘要=kept.digest), *paths])
