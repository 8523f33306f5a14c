"""`office duties`: the 责任清单 of every unit that files, or of one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ui.cli.shared.command import Answer, command

if TYPE_CHECKING:
    from models.workspace.office_workspace import OfficeWorkspace


@command("office duties", one_plan=True)
def duties(office: OfficeWorkspace, *, unit: str | None = None, out: Path) -> Answer:
    """Write the duty list of every unit that files, or of one."""
    from models.versions.named import require_unit, unknown_unit
    from ui.cli.answers.duties import write_lists

    units = tuple(one.id for one in office.plan.filing_units)
    if unit:
        named = require_unit(office.plan, unit)
        if named.id not in units:
            raise unknown_unit(office.plan, unit)
        units = (named.id,)
    return write_lists(office, units, out)
