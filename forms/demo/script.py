"""Script: what becomes of the papers of a demonstration — which is late, changed on its way, corrected, forked.

A plan folder with a demo.toml says it itself; of any other plan, or period, it follows from the period's end and from
the figures its units filed. A part that nobody can play is left out.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal

from forms.demo.made_up import fits
from forms.demo.sheets import Figures
from models.basics.period import PLAN_ZONE, Period, parse_time
from models.basics.quantity import plain
from models.basics.records import dataclass
from models.checks.findings import blocking
from models.checks.run import run_checks
from models.sheet.cells import State, read_cell
from models.sheet.sheet import Sheet

FILED_AFTER, DUE_AFTER, LATE_AFTER = 5, 15, 19  # days after the period's end


@dataclass(frozen=True, kw_only=True)
class Refiling:
    """A figure that a unit files anew; two figures where two of its PCs each file their own."""

    unit: str
    item: str
    figures: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Times:
    """When everybody files, until when it is in time, and when the late one is received."""

    registered: datetime
    due: datetime
    late: datetime


@dataclass(frozen=True, kw_only=True)
class Script:
    """Who plays what; None where nobody does."""

    late: str | None = None  # a unit, as are the next
    duplicate: str | None = None
    tampered: tuple[str, str] | None = None  # a unit, and the item whose figure is changed in its workbook
    corrected: Refiling | None = None
    forked: Refiling | None = None


def times_of(figures: Figures | None, period: Period) -> Times:
    """Return the times a demo.toml says, else those that follow from the end of the period."""
    if figures is not None:
        said = figures.said
        return Times(**{name: parse_time(str(said[name])) for name in ("registered", "due", "late")})

    def after(days: int, at: time) -> datetime:
        return datetime.combine(period.end + timedelta(days=days), at, PLAN_ZONE)

    return Times(
        registered=after(FILED_AFTER, time(10)), due=after(DUE_AFTER, time(17, 30)), late=after(LATE_AFTER, time(10))
    )


def script_of(figures: Figures) -> Script:
    """Return what a demo.toml says; a part it does not name is not played."""
    said = figures.said
    corrected, forked = said.get("corrected"), said.get("forked")
    return Script(
        late=said.get("late_unit"),
        duplicate=said.get("duplicate_unit"),
        tampered=(said["tampered_unit"], said["tampered_item"]) if "tampered_unit" in said else None,
        corrected=corrected
        and Refiling(unit=corrected["unit"], item=corrected["item"], figures=(corrected["figure"],)),
        forked=forked and Refiling(unit=forked["unit"], item=forked["item"], figures=tuple(forked["figures"])),
    )


def cast(sheets: Mapping[str, Sheet]) -> Script:
    """Choose who plays what among the sheets that were filed (unit → sheet), each unit once, the last units first."""
    free = list(sheets)
    corrected, forked = _changed(sheets, free, 1), _changed(sheets, free, 2)
    tampered = next(((unit, item) for unit in reversed(free) for item in _figures(sheets[unit])), None)
    if tampered is not None:
        free.remove(tampered[0])
    late = free.pop() if len(free) > 1 else None
    duplicate = free[-1] if free else None  # in time, and twice
    return Script(late=late, duplicate=duplicate, tampered=tampered, corrected=corrected, forked=forked)


def with_figure(sheet: Sheet, item: str, figure: str) -> Sheet:
    """Return the sheet with one figure changed."""
    return replace(sheet, cells={**sheet.cells, item: read_cell(sheet.plan.items[item], figure)})


def _changed(sheets: Mapping[str, Sheet], free: list[str], figures: int) -> Refiling | None:
    """Take from the free units one with a figure that can be filed anew in so many ways."""
    for unit in reversed(free):
        for item, now in _figures(sheets[unit]).items():
            for sign in (1, -1):
                tried = tuple(plain(now + sign * step) for step in range(1, figures + 1))
                if all(_holds(sheets[unit], item, figure) for figure in tried):
                    free.remove(unit)
                    return Refiling(unit=unit, item=item, figures=tried)
    return None


def _figures(sheet: Sheet) -> Mapping[str, Decimal]:
    """Return item → figure of what was typed in a line of its own, in the order of the plan."""
    typed = [slot for slot in sheet.slots.values() if slot.address == slot.item.id and not slot.derived]
    found = {slot.item.id: sheet.cell(slot.address) for slot in typed if slot.item.numeric}
    return {item: cell.number for item, cell in found.items() if cell.state is State.VALUE and cell.number is not None}


def _holds(sheet: Sheet, item: str, figure: str) -> bool:
    """True when a return with this figure could be filed."""
    if not fits(sheet.plan.items[item], Decimal(figure)):
        return False
    return not blocking(run_checks(with_figure(sheet, item, figure)))
