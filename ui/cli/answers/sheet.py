"""The sheet of a period a unit's command works on: the stored one, or what `--from` says."""

from pathlib import Path

from models.basics.sizes import LARGEST_GIVEN
from models.filling.proposal import applied, propose
from models.sheet.sheet import Sheet
from models.workspace.unit_workspace import UnitWorkspace
from ui.cli.shared.given import now


def sheet_of(workspace: UnitWorkspace, period: str, source: Path | None = None) -> Sheet:
    """Return the stored sheet of a period; with a source what that says.

    A JSON source is the whole sheet; a workbook is laid on the stored one as `unit import` does. Raises as
    `forms.filling.sheet_json.read_sheet` and `forms.filling.import_book.read_book`; AppError("import_refused") when
    part of a workbook cannot be taken, because nothing may be left out in silence.
    """
    sheet = workspace.sheet(period, now().date())
    if source is None:
        return sheet
    from forms.filling.import_book import read_book
    from forms.filling.sheet_json import read_sheet
    from forms.guards.guards import BOOKS, guard_size, sniff
    from models.basics.errors import AppError

    content = guard_size(source, LARGEST_GIVEN)
    if sniff(content) not in BOOKS:
        return read_sheet(content, sheet, source.name)
    proposal = propose(sheet, read_book(content, source.name, sheet))
    if proposal.refused:
        first = proposal.refused[0]
        raise AppError("import_refused", n=len(proposal.refused), 位置=first.place, 原因=first.reason)
    return applied(sheet, proposal)
