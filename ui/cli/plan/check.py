"""`plan check`: every problem of a plan, or what the plan holds, as the command line tells it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from ui.cli.shared.base import REFUSED
from ui.cli.shared.command import Answer, command

if TYPE_CHECKING:
    from models.plan.plan import Column, Item, Plan, Register
    from models.plan.rows.problems import Problem


@command("plan check")
def check(file: Path | None = None) -> Answer:
    """Tell every problem of a plan; without a file, of the shipped one."""
    from forms.plan_book.files import read_plan
    from models.plan.load import SHIPPED
    from models.plan.rows.problems import placed

    read = read_plan(file or SHIPPED)
    if read.plan is None:
        return problems_answer(read.problems)
    plan, looks = read.plan, read.looks
    counts = {
        "指标": len(plan.indicators),
        "责任块": len(plan.blocks),
        "单位": len(plan.filing_units),
        "填报项": sum(i.process is None for i in plan.items.values()),
        "台账": len(plan.registers),
        "审核关系": len(plan.checks),
    }
    lines = [say("cli.plan_good", 方案=plan.title, **counts)]
    lines += [say("looks.title", n=len(looks))] if looks else []
    lines += [placed(one.file, one.path, one.message) for one in looks]
    worth = [{"file": one.file, "path": one.path, "message": one.message} for one in looks]
    return Answer({"problems": [], "looks": worth, "plan": plan_answer(plan)}, lines)


def problems_answer(problems: Sequence[Problem]) -> Answer:
    """Return what is wrong with a plan, one line each."""
    from models.plan.rows.problems import placed

    rows = [{"file": p.file, "path": p.path, "message": p.message} for p in problems]
    lines = [placed(p.file, p.path, p.message) for p in problems]
    return Answer({"problems": rows, "looks": [], "plan": None}, [*lines, say("cli.plan_bad", n=len(rows))], REFUSED)


def plan_answer(plan: Plan) -> dict[str, object]:
    """Return a plan as `plan check --json` tells it."""
    units = [unit for unit in plan.units.values() if unit.enabled]
    return {
        "id": plan.id,
        "version": plan.version,
        "digest": plan.digest,
        "units": [{"id": u.id, "name": u.first_name, "kind": u.kind.id} for u in units],
        "blocks": [
            {"id": b.id, "clause": b.clause, "title": b.title, "lead": list(b.lead), "responsible": list(b.responsible)}
            for b in plan.blocks.values()
        ],
        "indicators": [
            {
                "id": i.id,
                "name": i.name,
                "target": None if i.target is None else f"{i.target:f}",
                "measure": i.measure,
                "direction": i.direction.value,
                "clauses": list(i.clauses),
            }
            for i in plan.indicators.values()
        ],
        "items": [_item(item) for item in plan.items.values() if item.process is None],
        "process": [_item(item) for item in plan.items.values() if item.process is not None],
        "registers": [_register(register) for register in plan.registers.values()],
        "checks": [{"id": c.id, "level": c.level.name.lower(), "clause": c.clause} for c in plan.checks.values()],
        "periods": [
            {"id": p.id, "name": p.name, "kind": p.kind.id, "predecessor": p.predecessor, "tables": list(p.tables)}
            for p in plan.periods.values()
        ],
    }


def _item(item: Item) -> dict[str, object]:
    return {
        "id": item.id,
        "name": item.name,
        "measure": item.measure,
        "type": item.type.value,
        "tables": list(item.tables),
        "required": item.required,
        "choices": list(item.choices),
        "clause": item.clause,
    }


def _register(register: Register) -> dict[str, object]:
    return {
        "id": register.id,
        "name": register.name,
        "units": list(register.units),
        "columns": [_column(column) for column in register.columns],
    }


def _column(column: Column) -> dict[str, object]:
    return {
        "name": column.name,
        "type": column.type.value,
        "required": column.required,
        "choices": list(column.choices),
    }
