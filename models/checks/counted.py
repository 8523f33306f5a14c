"""Counted: a sheet whose register rows know which of them do not count."""

from dataclasses import replace

from models.checks.vehicle_rules import rows_left_out
from models.sheet.sheet import Sheet


def build_sheet(sheet: Sheet) -> Sheet:
    """Return the sheet with the rows that do not count marked (CK-D01…D03); no sheet is used without."""
    return replace(sheet, uncounted=rows_left_out(sheet))
