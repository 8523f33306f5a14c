"""The unit's commands for registers and what repeats: export a register as a workbook, carry last period forward."""

import argparse
from dataclasses import replace
from pathlib import Path

from models.basics.errors import AppError
from models.basics.messages import say
from models.checks.counted import build_sheet
from models.checks.run import run_checks
from models.filling.carry import Carry, carry_explanations, carry_progress, carry_rows, joined, taken_addresses
from models.plan.plan import Plan
from models.sheet.sheet import Sheet
from models.workspace.workspace import UnitWorkspace
from ui.cli.shared.base import DONE, add_common, answer, person
from ui.cli.shared.open import open_unit, sheet_of

CARRIED = "carried"  # why, in the history


def add_commands(found: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `unit register|carry`."""
    verb = found.add_parser("register", help=say("registers_export.help"))
    verb.add_argument("register", help=say("registers_export.help_id"))
    verb.add_argument("--period", required=True)
    verb.add_argument("--out", type=Path, required=True)
    add_common(verb)
    verb.set_defaults(command=export_register)
    verb = found.add_parser("carry", help=say("carry.help.carry"))
    verb.add_argument("--period", required=True)
    add_common(verb)
    verb.set_defaults(command=carry_forward)


def export_register(arguments: argparse.Namespace) -> int:
    """Write a register of a period as a workbook, masked unless the office has switched that off."""
    from forms.filling.register_book import book_name, write_register_book
    from forms.papers.paper import mark_of
    from forms.wording.files import write_files

    workspace = open_unit(arguments)
    sheet = sheet_of(workspace, arguments.period)
    if arguments.register not in sheet.register_ids:
        raise AppError("not_yours", 项目=arguments.register, 单位=sheet.unit.name)
    book = write_register_book(sheet, arguments.register, mark=mark_of(workspace.store))
    (path,) = write_files(arguments.out, {book_name(sheet, arguments.register): book.content})
    found = {"file": str(path), "rows": book.rows, "left_out": book.left_out, "masked": book.masked}
    words = "done_masked" if book.masked else "done_open" if book.sensitive else "done"
    answer(arguments, found, [say(f"registers_export.{words}", n=book.rows, 文件=path)])
    return DONE


def carry_forward(arguments: argparse.Namespace) -> int:
    """Take last period's rows, words of progress and explanations over, where this one says nothing yet."""
    workspace = open_unit(arguments)
    sheet = sheet_of(workspace, arguments.period)
    if sheet.previous is None:
        raise AppError("nothing_before", 报告期=workspace.plan.periods[arguments.period].name)
    found = carried_into(workspace, sheet)
    _keep(workspace, arguments.period, found, person(arguments, workspace.store))
    source = sheet.previous.period_id
    answer(arguments, {"source": source, **carry_answer(workspace.plan, found)}, _lines(workspace.plan, source, found))
    return DONE


def carried_into(workspace: UnitWorkspace, sheet: Sheet) -> Carry:
    """Return all that can be carried into a sheet; the explanations are those its warnings will then ask for."""
    said = joined(carry_rows(sheet), carry_progress(sheet))
    after = build_sheet(replace(sheet, cells={**sheet.cells, **said.cells}, registers={**sheet.registers, **said.rows}))
    store, before = workspace.store, sheet.previous.period_id if sheet.previous else ""
    here, last = store.explanations(sheet.period_id), store.explanations(before)
    return joined(said, carry_explanations(after, run_checks(after), here, last))


def _keep(workspace: UnitWorkspace, period: str, found: Carry, by: str) -> None:
    store = workspace.store
    with store.transaction(by, CARRIED):
        store.put_cells(period, found.cells, by, CARRIED)
        for name, rows in found.rows.items():
            store.put_rows(period, name, rows, by, CARRIED)
        for key, (explanation, fingerprint) in found.explanations.items():
            store.put_explanation(period, key, explanation, fingerprint, by)
        store.put_carried(period, found.marks)


def carry_answer(plan: Plan, found: Carry) -> dict[str, object]:
    """Return what was carried as `unit carry --json` tells it."""
    return {"rows": taken_addresses(plan, found), "cells": list(found.cells), "explanations": list(found.explanations)}


def _lines(plan: Plan, source: str, found: Carry) -> list[str]:
    if found.empty:
        return [say("carry.cli.nothing")]
    lines = [say("carry.cli.source", 期=plan.periods[source].name)]
    for name, rows in found.taken.items():
        lines.append(say("carry.cli.rows", 台账=plan.registers[name].name, n=len(rows)))
    if found.cells:
        lines.append(say("carry.cli.cells", n=len(found.cells)))
    if found.explanations:
        lines.append(say("carry.cli.explanations", n=len(found.explanations)))
    return lines
