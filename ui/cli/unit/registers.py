"""The unit's commands for registers and what repeats: export a register as a workbook, carry last period forward."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from ui.cli.shared.command import Answer, command
from ui.cli.shared.given import Person

if TYPE_CHECKING:
    from models.workspace.unit_workspace import UnitWorkspace


@command("unit register")
def export_register(unit: UnitWorkspace, register: str, *, period: str, out: Path) -> Answer:
    """Write a register of a period as a workbook, masked unless the office has switched that off."""
    from forms.filling.register_book import book_name, write_register_book
    from forms.papers.paper import mark_of
    from forms.wording.files import write_files
    from models.basics.errors import AppError
    from ui.cli.answers.sheet import sheet_of

    sheet = sheet_of(unit, period)
    if register not in sheet.register_ids:
        raise AppError("not_yours", 项目=register, 单位=sheet.unit_name)
    book = write_register_book(sheet, register, mark=mark_of(unit.store))
    (path,) = write_files(out, {book_name(sheet, register): book.content})
    found = {"file": str(path), "rows": book.rows, "left_out": book.left_out, "masked": book.masked}
    words = "done_masked" if book.masked else "done_open" if book.sensitive else "done"
    return Answer(found, [say(f"registers_export.{words}", n=book.rows, 文件=path)])


@command("unit carry")
def carry(unit: UnitWorkspace, by: Person, *, period: str) -> Answer:
    """Take last period's rows, words of progress and explanations over, where this one says nothing yet."""
    from models.basics.errors import AppError
    from ui.cli.answers.carry import carried_into, carry_answer, carry_lines, keep
    from ui.cli.answers.sheet import sheet_of

    sheet = sheet_of(unit, period)
    if sheet.previous is None:
        raise AppError("nothing_before", 报告期=unit.plan.periods[period].name)
    found = carried_into(unit, sheet)
    keep(unit, period, found, by)
    source, name = sheet.previous.period_id, sheet.previous.plan.period_name(sheet.previous.period_id)
    return Answer({"source": source, **carry_answer(unit.plan, found)}, carry_lines(unit.plan, name, found))
