"""`office archive`: everything of a unit and period in one zip with a list of SHA-256."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ui.cli.shared.command import Answer, command
from ui.cli.shared.given import Moment, Person

if TYPE_CHECKING:
    from models.workspace.office_workspace import OfficeWorkspace


@command("office archive", one_plan=True)
def archive(
    office: OfficeWorkspace, at: Moment, by: Person, *, unit: str | None = None, period: str | None = None, out: Path
) -> Answer:
    """Write the archive of a unit, a period, both or all."""
    from forms.archive.office_archive import write_archive

    paths = [str(path) for path in write_archive(office, unit, period, out, at=at, by=by)]
    return Answer({"files": paths}, paths)
