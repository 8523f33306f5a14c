"""What `unit carry` takes over from the last period, how it is kept and told."""

from dataclasses import replace

from models.basics.messages import say
from models.checks.run import run_checks
from models.filling.carry import (
    Carry,
    carry_explanations,
    carry_progress,
    carry_rows,
    joined,
    left_words,
    taken_addresses,
)
from models.plan.plan import Plan
from models.sheet.sheet import Sheet
from models.workspace.unit_workspace import UnitWorkspace

CARRIED = "carried"  # why, in the history


def carried_into(workspace: UnitWorkspace, sheet: Sheet) -> Carry:
    """Return all that can be carried into a sheet; the explanations are those its warnings will then ask for."""
    said = joined(carry_rows(sheet), carry_progress(sheet))
    after = replace(sheet, cells={**sheet.cells, **said.cells}, registers={**sheet.registers, **said.rows})
    store, before = workspace.store, sheet.previous.period_id if sheet.previous else ""
    here, last = store.sheets.explanations(sheet.period_id), store.sheets.explanations(before)
    return joined(said, carry_explanations(after, run_checks(after), here, last))


def keep(workspace: UnitWorkspace, period: str, found: Carry, by: str) -> None:
    """Put what was carried into the store, in one transaction."""
    store = workspace.store
    with store.transaction(by, CARRIED):
        store.sheets.put_cells(period, found.cells, by, CARRIED)
        for name, rows in found.rows.items():
            store.sheets.put_rows(period, name, rows, by, CARRIED)
        for key, (explanation, fingerprint) in found.explanations.items():
            store.sheets.put_explanation(period, key, explanation, fingerprint, by)
        store.carried.put(period, found.marks)


def carry_answer(plan: Plan, found: Carry) -> dict[str, object]:
    """Return what was carried as `unit carry --json` tells it."""
    return {
        "rows": taken_addresses(plan, found),
        "cells": list(found.cells),
        "explanations": list(found.explanations),
        "left": {name: list(columns) for name, columns in found.left.items()},
    }


def carry_lines(plan: Plan, source: str, found: Carry) -> list[str]:
    """Return what was carried as lines for a person; `source` is the name of the period it comes from."""
    if found.empty:
        return [say("carry.cli.nothing"), *left_words(found)]
    lines = [say("carry.cli.source", 期=source)]
    for name, rows in found.taken.items():
        lines.append(say("carry.cli.rows", 台账=plan.registers[name].name, n=len(rows)))
    if found.cells:
        lines.append(say("carry.cli.cells", n=len(found.cells)))
    if found.explanations:
        lines.append(say("carry.cli.explanations", n=len(found.explanations)))
    return [*lines, *left_words(found)]
