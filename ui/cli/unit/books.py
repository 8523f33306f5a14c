"""The unit's commands for Excel and WPS: write a template to fill in, take a filled one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from models.basics.period import in_file_name
from ui.cli.shared.base import DONE, REFUSED
from ui.cli.shared.command import Answer, command
from ui.cli.shared.given import Person

if TYPE_CHECKING:
    from models.workspace.unit_workspace import UnitWorkspace


@command("unit template", one_of=("blank", "filled"))
def template(
    unit: UnitWorkspace,
    *,
    period: str,
    table: tuple[str, ...] = (),
    register: tuple[str, ...] = (),
    block: tuple[str, ...] = (),
    blank: bool = False,
    filled: bool = False,
    supplier: str = "",
    out: Path,
) -> Answer:
    """Write a blank (or filled) workbook for tables, registers and blocks; without any of them for everything."""
    from forms.filling.template import write_template
    from forms.wording.files import plain_name, write_files
    from models.filling.slices import whole_scope
    from ui.cli.answers.books import scope_of
    from ui.cli.answers.sheet import sheet_of

    sheet = sheet_of(unit, period)
    asked = [*table, *register, *block]
    scope = scope_of(sheet, table, register, block) if asked else whole_scope(sheet)
    content = write_template(sheet, scope, supplier=supplier, filled=filled)
    named = "、".join(asked) or say("imports.template.whole")
    name = say(
        "imports.template.file",
        编号=sheet.unit_id,
        单位=sheet.unit_name,
        报告期=in_file_name(sheet.period_id),
        名=named,
    )
    (path,) = write_files(out, {plain_name(name): content})
    return Answer({"file": str(path)}, [str(path)])


@command("unit import")
def import_books(
    unit: UnitWorkspace, by: Person, books: tuple[Path, ...], *, period: str, hidden: bool = False, apply: bool = False
) -> Answer:
    """Show what books would change, and with --apply take it; nothing is taken from books that cannot be read.

    The unit's own workbook is read as it was mapped in the window (我原来的表).
    """
    from forms.own_book.reading import read_file
    from models.filling.own_book import REMEMBERED, read_books
    from models.filling.proposal import Fate
    from models.filling.proposals import propose_all
    from ui.cli.answers.books import changes_answer, keep, proposal_lines
    from ui.cli.answers.sheet import sheet_of

    sheet = sheet_of(unit, period)
    known = read_books(unit.store.get_value(REMEMBERED))
    proposals = propose_all(sheet, [read_file(path, sheet, known, unseen=hidden) for path in books])
    if apply:
        keep(unit, period, proposals, by)
    fates = [fate for fate in Fate if fate is not Fate.DISPUTED]  # no one of several offices
    counts = {fate.value: sum(one.counts()[fate] for one in proposals) for fate in fates}
    found = {"applied": apply, "counts": counts, **changes_answer(proposals)}
    nothing = counts["new"] + counts["changed"] + counts["unchanged"] == 0
    return Answer(found, proposal_lines(proposals), REFUSED if nothing and counts["refused"] else DONE)
