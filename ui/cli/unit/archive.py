"""`unit archive`: everything of a period in one zip with a list of SHA-256."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ui.cli.shared.command import Answer, command
from ui.cli.shared.given import Moment, Person

if TYPE_CHECKING:
    from models.workspace.unit_workspace import UnitWorkspace


@command("unit archive", one_plan=True)
def archive(unit: UnitWorkspace, at: Moment, by: Person, *, period: str | None = None, out: Path) -> Answer:
    """Write the archive of a period, or of all."""
    from forms.archive.unit_archive import write_unit_archive

    paths = [str(path) for path in write_unit_archive(unit, period, out, at=at, by=by)]
    return Answer({"files": paths}, paths)
