"""The unit's commands for Excel and WPS: write a template to fill in, take a filled one."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.errors import AppError
from models.basics.messages import say
from models.filling.proposal import Fate, Offer, Proposal
from models.filling.proposals import propose_all
from models.sheet.sheet import Sheet
from models.workspace.workspace import UnitWorkspace
from ui.cli.shared.base import DONE, REFUSED, add_common, answer, person
from ui.cli.shared.open import open_unit, sheet_of

if TYPE_CHECKING:
    from models.filling.slices import Scope


def add_commands(found: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `unit template|import`."""
    template = found.add_parser("template", help=say("cli.help.unit_template"))
    template.add_argument("--period", required=True)
    for name in ("table", "register", "block"):
        template.add_argument(f"--{name}", action="append", default=[], help=say(f"cli.help.template_{name}"))
    content = template.add_mutually_exclusive_group()
    content.add_argument("--blank", action="store_true", help=say("cli.help.template_blank"))
    content.add_argument("--filled", action="store_true", help=say("cli.help.template_filled"))
    template.add_argument("--supplier", default="", help=say("cli.help.template_supplier"))
    template.add_argument("--out", type=Path, required=True)
    add_common(template)
    template.set_defaults(command=make_template)
    taken = found.add_parser("import", help=say("cli.help.unit_import"))
    taken.add_argument("books", nargs="+", type=Path)
    taken.add_argument("--period", required=True)
    taken.add_argument("--apply", action="store_true", help=say("cli.help.import_apply"))
    add_common(taken)
    taken.set_defaults(command=take_books)


def make_template(arguments: argparse.Namespace) -> int:
    """Write a blank (or filled) workbook for tables, registers and blocks; without any of them for everything."""
    from forms.filling.template import write_template
    from forms.wording.files import plain_name, write_files
    from models.filling.slices import whole_scope

    workspace = open_unit(arguments)
    sheet = sheet_of(workspace, arguments.period)
    asked = [*arguments.table, *arguments.register, *arguments.block]
    scope = scope_of(sheet, arguments.table, arguments.register, arguments.block) if asked else whole_scope(sheet)
    content = write_template(sheet, scope, supplier=arguments.supplier, filled=arguments.filled)
    named = "、".join(asked) or say("imports.template.whole")
    name = say("imports.template.file", 编号=sheet.unit_id, 单位=sheet.unit.name, 报告期=sheet.period_id, 名=named)
    (path,) = write_files(arguments.out, {plain_name(name): content})
    answer(arguments, {"file": str(path)}, [str(path)])
    return DONE


def scope_of(sheet: Sheet, tables: Sequence[str], registers: Sequence[str], blocks: Sequence[str]) -> "Scope":
    """Return a scope of a unit's own parts. Raises AppError("not_yours") for what it does not have."""
    from models.filling.slices import Scope, whole_scope

    whole = whole_scope(sheet)
    for asked, own in ((tables, whole.tables), (registers, whole.registers), (blocks, whole.blocks)):
        for name in asked:
            if name not in own:
                raise AppError("not_yours", 项目=name, 单位=sheet.unit.name)
    return Scope(tuple(tables), tuple(registers), tuple(blocks))


def take_books(arguments: argparse.Namespace) -> int:
    """Show what books would change, and with --apply take it; nothing is taken from books that cannot be read."""
    workspace = open_unit(arguments)
    sheet = sheet_of(workspace, arguments.period)
    proposals = propose_all(sheet, [read_offer(path, sheet) for path in arguments.books])
    if arguments.apply:
        _keep(workspace, arguments.period, proposals, person(arguments, workspace.store))
    counts = {fate.value: sum(one.counts()[fate] for one in proposals) for fate in Fate}
    found = {"applied": arguments.apply, "counts": counts, **_changes(proposals)}
    answer(arguments, found, proposal_lines(proposals))
    nothing = counts["new"] + counts["changed"] + counts["unchanged"] == 0
    return REFUSED if nothing and counts["refused"] else DONE


def read_offer(path: Path, sheet: Sheet) -> Offer:
    """Return what a book on the disk offers to a sheet. Raises as `forms.filling.import_book.read_book`."""
    from forms.filling.import_book import read_file

    return read_file(path, sheet)


def _keep(workspace: UnitWorkspace, period: str, proposals: Sequence[Proposal], person: str) -> None:
    cells = {address: cell for one in proposals for address, cell in one.new_cells().items()}
    rows = {name: found for one in proposals for name, found in one.new_rows().items()}
    suppliers = dict.fromkeys(one.offer.supplier for one in proposals if one.offer.supplier)
    by = "、".join(suppliers) or person
    with workspace.store.transaction(by, "imported"):
        if cells:
            workspace.store.put_cells(period, cells, by, "imported")
        for name, found in rows.items():
            workspace.store.put_rows(period, name, found, by, "imported")


def _changes(proposals: Sequence[Proposal]) -> Mapping[str, object]:
    return {
        "cells": [
            {"item": one.address, "before": one.before.text or one.before.raw, "fate": one.fate.value,
             "after": one.after.text or (one.after.state.value if one.after.state else ""), "place": one.place,
             "reason": one.reason}
            for proposal in proposals for one in proposal.cells
        ],
        "rows": [
            {"register": one.register, "item": one.address, "row": one.after.number, "fate": one.fate.value,
             "place": one.place, "unread": list(one.unread)}
            for proposal in proposals for one in proposal.rows
        ],
        "kept": {name: len(rows) for proposal in proposals for name, rows in proposal.kept.items()},
        "refused": [
            {"place": one.place, "reason": one.reason} for proposal in proposals for one in proposal.refused
        ],
        "remarks": [remark for proposal in proposals for remark in proposal.remarks],
    }  # fmt: skip


def proposal_lines(proposals: Sequence[Proposal]) -> list[str]:
    """Return what books would change as lines for a person."""
    lines: list[str] = []
    for one in proposals:
        counts = {say(f"imports.fate.{fate}"): n for fate, n in one.counts().items() if n}
        lines.append(f"{one.offer.name}：" + "，".join(f"{name} {n}" for name, n in counts.items()))
        lines += [f"  {refused.place}：{refused.reason}" for refused in one.refused]
        lines += [f"  {remark}" for remark in one.remarks]
    return lines
