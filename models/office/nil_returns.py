"""Nil returns 零报告: returns in which everything that was asked says that nothing happened."""

from collections.abc import Mapping

from models.ledger.ledger import LineState
from models.sheet.sheet import Sheet
from models.workspace.office_workspace import OfficeWorkspace


def nil_returns(office: OfficeWorkspace, lines: Mapping[str, LineState]) -> frozenset[str]:
    """Return the units whose return in force is a 零报告."""
    digests = {unit: line.in_force for unit, line in lines.items() if line.in_force}
    return frozenset(unit for unit, digest in digests.items() if is_nil(office.sheet_of(digest)))


def is_nil(sheet: Sheet) -> bool:
    """True when every figure that is due this period and typed counts as 0, and there is one."""
    typed = [
        sheet.cell(address)
        for address, slot in sheet.slots.items()
        if slot.due and not slot.last_year and not slot.derived
    ]
    answered = [cell.number for cell in typed if not cell.excused and not cell.silent]
    return bool(answered) and all(number == 0 for number in answered)
