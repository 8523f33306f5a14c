"""Correction: a filed return that was opened again — what has been changed in it since, and the way back.

Abandoning puts back what the return says, cell by cell and row by row, and closes the period with it; the history keeps
that it was opened, what was changed, and that it was put back.
"""

from models.basics.errors import AppError
from models.checks.explanations import fingerprint_of
from models.checks.run import run_checks
from models.ledger.queries import mark_taken
from models.returns.frozen import thaw
from models.returns.returns import parse_return
from models.returns.revisions import Difference, difference
from models.sheet.cells import BLANK, Cell, State
from models.sheet.sheet import Sheet
from models.store import FiledReturn
from models.workspace.freeze import attached, frozen
from models.workspace.unit_workspace import UnitWorkspace

ABANDONED = "abandoned"


def changes_since(workspace: UnitWorkspace, sheet: Sheet, filed: FiledReturn) -> tuple[Difference, ...]:
    """Return the places in which a sheet differs from the return it corrects."""
    return difference(parse_return(filed.content), frozen(workspace, sheet, ""), workspace.plan)


def abandon(workspace: UnitWorkspace, period: str, by: str) -> None:
    """Put back what the return says and close its period.

    Raises AppError: "nothing_to_abandon", "correction_other_plan" when the plan in force is another one than the
    return's, "correction_evidence" when evidence was added or taken away.
    """
    workspace.store.require_saved()
    filed = workspace.being_corrected(period)
    if filed is None:
        raise AppError("nothing_to_abandon", 报告期=period)
    said = parse_return(filed.content)
    if said.plan_digest != workspace.plan.digest:
        raise AppError("correction_other_plan", 报告期=period)
    if attached(workspace, period) != said.evidence:
        raise AppError("correction_evidence", 报告期=period)
    sheets = workspace.store.sheets
    back, now = thaw(said, workspace.plan, workspace.settings), workspace.sheet(period)
    places = now.cells.keys() | back.cells.keys()
    cells = {at: back.cells.get(at, BLANK) for at in places if not _says(now, at, back.cells.get(at))}
    findings = run_checks(back)
    with workspace.store.transaction(by, ABANDONED):
        sheets.put_cells(period, cells, by, ABANDONED)
        for name in now.registers.keys() | back.registers.keys():
            rows = back.registers.get(name, ())
            if rows != now.registers.get(name, ()):
                sheets.put_rows(period, name, rows, by, ABANDONED)
        kept = sheets.explanations(period)
        for key, explanation in said.explanations.items():
            answered = [finding for finding in findings if key in finding.keys]
            fingerprint = fingerprint_of(key, answered) or (
                kept[key][1] if key in kept else mark_taken(key, workspace.plan, said.digest)
            )
            sheets.put_explanation(period, key, explanation, fingerprint, by)
        sheets.close(period, filed.digest, by)


def _says(sheet: Sheet, address: str, cell: Cell | None) -> bool:
    """True when a sheet says of a place what a return does; what is not due says so without anybody's entry."""
    by_itself = cell is not None and cell.state is State.NOT_DUE and sheet.cell(address).state is State.NOT_DUE
    return _said(cell) == _said(sheet.cells.get(address)) or (by_itself and address not in sheet.cells)


def _said(cell: Cell | None) -> tuple[object, ...]:
    """What a cell says, however it was typed; an unread text is something too."""
    found = cell or BLANK
    return found.state, found.text, found.note, found.raw if found.fault else ""
