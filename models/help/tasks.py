"""Task words: what last period said of a task, and what this period's figures say of it, to write its progress from."""

from collections.abc import Iterator

from models.basics.addresses import field_address
from models.basics.messages import say
from models.help.phrases import figure
from models.plan.plan import Means, Plan
from models.sheet.cells import State
from models.sheet.fillable import Slot
from models.sheet.sheet import Sheet

PERCENT = "%"


def last_said(sheet: Sheet, block: str) -> tuple[str, str]:
    """Return what was said of a task last period: how far it was (推进中 55%), and its text; "" for nothing."""
    stage = " ".join(_last(sheet, block, Means.STAGE, Means.PERCENT))
    return stage, "".join(_last(sheet, block, Means.WORDS))


def _last(sheet: Sheet, block: str, *means: Means) -> Iterator[str]:
    before = sheet.previous
    if before is None:
        return
    for column in before.plan.progress_columns:
        cell = before.cell(field_address(block, column.name))
        if column.means in means and cell.state is State.VALUE:
            yield cell.text + (PERCENT if column.means is Means.PERCENT else "")


def figures_of_task(sheet: Sheet, block: str) -> tuple[str, ...]:
    """Return the figures that belong to a task, by the register they are counted in or the table they stand in.

    One text for each (碳汇样地与项目：样地6个、项目2个): what is counted, the values of indicators, the figures of the
    process. Nothing that is 0, and nothing that is not known.
    """
    found: dict[str, list[str]] = {}
    for slot in sheet.slots.values():
        if slot.last_year or slot.line is not None or not _belongs(sheet.plan, slot, block):
            continue
        cell = sheet.cell(slot.address)
        if cell.state is State.VALUE and not cell.fault and cell.value:
            said = figure(sheet, cell, slot.item)
            words = say("help.task.figure", 名称=slot.item.name.strip(), 数=said, 单位=slot.item.measure)
            found.setdefault(_stands_in(sheet.plan, slot), []).append(words)
    return tuple(say("help.task.figures", 出处=name, 各数="、".join(said)) for name, said in found.items())


def _belongs(plan: Plan, slot: Slot, block: str) -> bool:
    item, indicator = slot.item, plan.indicators.get(slot.item.indicator or "")
    own = item.block or (indicator.block if indicator is not None else None)
    told = item.counted_in or item.process or (indicator is not None and indicator.value_item == item.id)
    return item.numeric and own == block and bool(told)


def _stands_in(plan: Plan, slot: Slot) -> str:
    counted = slot.item.counted_in
    if counted:
        register = plan.registers[counted[0]]
        return f"{register.id} {register.name}"
    return plan.tables[slot.table].id
