"""Half ratios: the error of a rate of which one part is 不适用 while the other is a figure.

It is told as the check that holds the two parts against each other, else as the plan's check of all rates.
"""

from collections.abc import Callable, Iterator

from models.answers.breach import Breach
from models.answers.half_rates import half_of, is_rate
from models.answers.said import said_at
from models.basics.messages import say
from models.checks.sheet_rule import found_at_cells
from models.plan.plan import Check
from models.sheet.fillable import Slot
from models.sheet.sheet import Sheet


def half_breach(sheet: Sheet, lacking: tuple[str, ...]) -> Breach:
    """Return the error that some parts of a rate are 不适用 beside a figure, at the first of them."""
    names = "、".join(dict.fromkeys(said_at(sheet, part)["指标"] for part in lacking))
    return Breach(at=lacking[0], template=say("findings.half_ratio", 分项=names))


def uncovered(check: Check, sheet: Sheet, meant: Callable[[Check, Slot], bool]) -> Iterator[Breach]:
    """Yield the errors of the half rates a check is about and no relation of the plan speaks of."""
    yield from found_at_cells(check, sheet, _half, lambda check, slot: is_rate(slot) and meant(check, slot))


def _half(check: Check, sheet: Sheet, slot: Slot) -> Iterator[Breach]:
    if lacking := half_of(sheet, slot):
        yield half_breach(sheet, lacking)
