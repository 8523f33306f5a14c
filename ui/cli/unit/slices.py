"""The unit's commands for 分发—汇集: give a part of the return out, take books back, see who is missing, decide."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from ui.cli.shared.base import DONE, REFUSED, progress
from ui.cli.shared.command import Answer, command
from ui.cli.shared.given import Moment, Person, now

if TYPE_CHECKING:
    from models.workspace.unit_workspace import UnitWorkspace


@command("unit slice")
def give(
    unit: UnitWorkspace,
    at: Moment,
    by: Person,
    *,
    period: str,
    to: str,
    table: tuple[str, ...] = (),
    register: tuple[str, ...] = (),
    block: tuple[str, ...] = (),
    item: tuple[str, ...] = (),
    until: datetime | None = None,
    filled: bool = False,
    out: Path,
) -> Answer:
    """Write the workbook of a slice."""
    from forms.filling.slices import give_out
    from ui.cli.answers.books import scope_of
    from ui.cli.answers.sheet import sheet_of

    sheet = sheet_of(unit, period)
    scope = scope_of(sheet, table, register, block, item)
    made, path = give_out(unit, sheet, to, scope, out, until=until, at=at, filled=filled, by=by)
    found = {"file": str(path), "slice": made.id, "supplier": made.supplier}
    return Answer(found, [say("slices.given", 科室=made.supplier, 文件=path)])


@command("unit gather")
def gather(unit: UnitWorkspace, at: Moment, books: tuple[Path, ...], *, period: str, supplier: str = "") -> Answer:
    """Take filled books back."""
    from forms.filling.slices import open_conflicts, take_back
    from ui.cli.answers.sheet import sheet_of
    from ui.cli.answers.slices import conflict_answer, conflict_lines, taken_answer, taken_line

    sheet = sheet_of(unit, period)
    told = progress(say("commands.unit.gather.about"))
    taken = take_back(unit, sheet, books, at=at, supplier=supplier, progress=told)
    disputes = open_conflicts(unit, period)
    found = {"items": [taken_answer(one) for one in taken], "conflicts": [conflict_answer(one) for one in disputes]}
    lines = [taken_line(one) for one in taken] + conflict_lines(disputes)
    return Answer(found, lines, REFUSED if all(one.refused for one in taken) else DONE)


@command("unit slices")
def slices(unit: UnitWorkspace, *, period: str, drop: str | None = None) -> Answer:
    """Show what was given out, who has not answered, where suppliers disagree, and the words to remind with."""
    from forms.filling.slices import open_conflicts, reminders
    from models.basics.errors import AppError
    from models.filling.slices import waiting
    from ui.cli.answers.sheet import sheet_of
    from ui.cli.answers.slices import conflict_answer, conflict_lines, slice_answer

    sheet_of(unit, period)  # refuses a period the plan does not have
    store = unit.store
    if drop is not None:
        if drop not in {one.id for one in store.slices.given(period)}:
            raise AppError("no_such_slice", 编号=drop)
        store.slices.drop(period, drop)
    late = waiting(store.slices.given(period), store.slices.answered(period))
    disputes = open_conflicts(unit, period)
    texts = reminders(unit, period, now())
    found = {
        "slices": [slice_answer(unit, one, period) for one in store.slices.given(period)],
        "waiting": [one.supplier for one in late],
        "conflicts": [conflict_answer(one) for one in disputes],
        "reminders": texts,
    }
    who = say("slices.waiting", 名单="、".join(one.supplier for one in late)) if late else say("slices.all_here")
    return Answer(found, [who, *texts.values(), *conflict_lines(disputes)])


@command("unit settle")
def settle(unit: UnitWorkspace, by: Person, place: str, *, period: str, keep: str | None = None) -> Answer:
    """Decide which of two answers stands."""
    from forms.filling import slices as books
    from ui.cli.answers.sheet import sheet_of

    sheet_of(unit, period)  # refuses a period the plan does not have
    books.settle(unit, period, place, keep, by)
    return Answer({"item": place, "kept": keep}, [say("slices.settled", 位置=place)])
