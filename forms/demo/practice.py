"""Practice: a filled quarter with planted mistakes, and what there is to do about each, for somebody who learns.

Works for any plan: what is planted follows from the kinds of cells it has. The figures are those of
`forms.demo.made_up`, test data like everything here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from forms.demo.made_up import made_up_sheet
from forms.demo.tasks import KEY, Task
from forms.unit.open_paper import replace_sheet
from models.basics.canonical import json_text
from models.basics.messages import CHINESE, say_in
from models.checks.explanations import REASONS
from models.plan.plan import Plan
from models.sheet.cells import BLANK, Cell, read_cell
from models.sheet.fillable import Slot
from models.sheet.sheet import Sheet
from models.workspace.unit_workspace import UnitWorkspace

TEN_THOUSAND = "万"


def practice_period(plan: Plan) -> str:
    """Return the period that is practised: the first that ends after the plan was issued."""
    running = (one.id for one in plan.periods.values() if one.end >= plan.issued and one.tables)
    return next(running, next(iter(plan.periods)))


def prepare_practice(workspace: UnitWorkspace) -> tuple[Task, ...]:
    """Fill the practised period and plant the mistakes; return what there is to do."""
    plan = workspace.plan
    period = plan.periods[practice_period(plan)]
    whole = made_up_sheet(workspace.sheet(period.id, period.end + timedelta(days=10)), 1)
    planted = dict(_plants(whole))
    replace_sheet(workspace, _with(whole, planted), say_in(CHINESE, "findings.made_up_by"))
    tasks = tuple(Task(kind=kind, at=at) for at, (kind, _) in planted.items())
    workspace.store.put_value(KEY, json_text([[one.kind, one.at] for one in tasks]))
    return tasks


def _with(whole: Sheet, planted: Mapping[str, tuple[str, Cell]]) -> Sheet:
    cells = {**whole.cells, **{at: cell for at, (_, cell) in planted.items()}}
    kept = {  # with a reason, as the window asks: only what is planted is left to explain
        key: replace(one, code=one.code or REASONS[-1])
        for key, one in whole.explanations.items()
        if key.rpartition("@")[2] not in planted
    }
    return replace(whole, cells={at: cell for at, cell in cells.items() if cell != BLANK}, explanations=kept)


def _plants(whole: Sheet) -> Iterator[tuple[str, tuple[str, Cell]]]:
    """Yield address → kind and the planted cell, each in a cell of its own."""
    free = [slot for slot in whole.slots.values() if _typed(slot)]
    large = [slot for slot in free if slot.item.measure.startswith(TEN_THOUSAND)]
    used: set[str] = set()
    for kind, among in (("confirm", large), ("mend", free), ("fill", free), ("explain", free)):
        slot = next((one for one in among if one.address not in used), None)
        if slot is None:
            continue
        used.add(slot.address)
        texts = {
            "confirm": f"500{slot.item.measure[1:]}",
            "mend": "12.5.3",
            "explain": f"约{whole.cell(slot.address).text}",
        }
        yield slot.address, (kind, read_cell(slot.item, texts[kind]) if kind in texts else BLANK)


def _typed(slot: Slot) -> bool:
    whole_item = slot.due and slot.required and not slot.total and not slot.last_year
    return whole_item and slot.item.numeric and slot.item.entered
