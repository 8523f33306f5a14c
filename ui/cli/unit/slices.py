"""The unit's commands for 分发—汇集: give a part of the return out, take books back, see who is missing, decide."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.filling.proposal import Fate
from models.filling.slices import Conflict, Slice, waiting
from models.workspace.workspace import UnitWorkspace
from ui.cli.shared.base import DONE, REFUSED, add_common, answer, moment, person, progress
from ui.cli.shared.open import open_unit, sheet_of
from ui.cli.unit.sheets import scope_of

if TYPE_CHECKING:
    from forms.filling.slices import Answer


def add_commands(found: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `unit slice|gather|slices|settle`."""
    given = found.add_parser("slice", help=say("slices.help.slice"))
    given.add_argument("--to", required=True, help=say("slices.help.to"))
    for name in ("table", "register", "block"):
        given.add_argument(f"--{name}", action="append", default=[], help=say(f"cli.help.template_{name}"))
    given.add_argument("--item", action="append", default=[], help=say("slices.help.item"))
    given.add_argument("--until", type=moment, help=say("slices.help.until"))
    given.add_argument("--filled", action="store_true", help=say("cli.help.template_filled"))
    given.add_argument("--out", type=Path, required=True)
    given.set_defaults(command=give)
    taken = found.add_parser("gather", help=say("slices.help.gather"))
    taken.add_argument("books", nargs="+", type=Path)
    taken.add_argument("--supplier", default="", help=say("slices.help.supplier"))
    taken.set_defaults(command=take)
    seen = found.add_parser("slices", help=say("slices.help.slices"))
    seen.add_argument("--drop", help=say("slices.help.drop"))
    seen.set_defaults(command=see)
    decided = found.add_parser("settle", help=say("slices.help.settle"))
    decided.add_argument("place", help=say("slices.help.place"))
    decided.add_argument("--keep", help=say("slices.help.keep"))
    decided.set_defaults(command=decide)
    for verb in (given, taken, seen, decided):
        verb.add_argument("--period", required=True)
        add_common(verb)


def give(arguments: argparse.Namespace) -> int:
    """Write the workbook of a slice."""
    from dataclasses import replace

    from forms.filling.slices import give_out

    workspace = open_unit(arguments)
    sheet = sheet_of(workspace, arguments.period)
    scope = scope_of(sheet, arguments.table, arguments.register, arguments.block)
    own = {slot.item.id for slot in sheet.slots.values()}
    for name in arguments.item:
        if name not in own:
            raise AppError("not_yours", 项目=name, 单位=sheet.unit.name)
    scope = replace(scope, items=tuple(arguments.item))
    now = datetime.now(PLAN_ZONE)
    made, path = give_out(
        workspace, sheet, arguments.to, scope, arguments.out, until=arguments.until, at=now, filled=arguments.filled,
        by=person(arguments, workspace.store),
    )  # fmt: skip
    words = say("slices.given", 科室=made.supplier, 文件=path)
    answer(arguments, {"file": str(path), "slice": made.id, "supplier": made.supplier}, [words])
    return DONE


def take(arguments: argparse.Namespace) -> int:
    """Take filled books back."""
    from forms.filling.slices import open_conflicts, take_back

    workspace = open_unit(arguments)
    sheet = sheet_of(workspace, arguments.period)
    found = take_back(
        workspace, sheet, arguments.books, at=datetime.now(PLAN_ZONE), supplier=arguments.supplier,
        progress=progress(say("slices.help.gather")),
    )  # fmt: skip
    disputes = open_conflicts(workspace, arguments.period)
    items = [_answer(one) for one in found]
    lines = [_line(one) for one in found] + _conflict_lines(disputes)
    answer(arguments, {"items": items, "conflicts": [_conflict(one) for one in disputes]}, lines)
    return REFUSED if all(one.refused for one in found) else DONE


def _answer(one: "Answer") -> dict[str, object]:
    counts = one.proposal.counts() if one.proposal is not None else {}
    return {
        "file": str(one.file.absolute()), "supplier": one.supplier, "slice": one.slice or None, "message": one.refused,
        "counts": {fate.value: counts.get(fate, 0) for fate in Fate},
        "refused": [{"place": r.place, "reason": r.reason} for r in one.proposal.refused] if one.proposal else [],
        "conflicts": [c.place for c in one.gathered.conflicts] if one.gathered else [],
    }  # fmt: skip


def _line(one: "Answer") -> str:
    if one.refused or one.proposal is None or one.gathered is None:
        return say("slices.refused", 文件=one.file.name, 原因=one.refused)
    counts = one.proposal.counts()
    taken = counts[Fate.NEW] + counts[Fate.CHANGED] + counts[Fate.UNCHANGED]
    return say(
        "slices.taken", 文件=one.file.name, 科室=one.supplier, n=taken, m=counts[Fate.REFUSED],
        k=len(one.gathered.conflicts),
    )  # fmt: skip


def _conflict(one: Conflict) -> dict[str, object]:
    return {
        "item": one.place,
        "answers": [
            {"supplier": s.supplier, "value": s.words, "at": s.at.isoformat(), "file": s.file}
            for s in one.supplies
        ],
    }  # fmt: skip


def _conflict_lines(disputes: tuple[Conflict, ...]) -> list[str]:
    if not disputes:
        return []
    lines = [say("slices.conflicts", n=len(disputes))]
    for one in disputes:
        each = "；".join(say("slices.says", 科室=s.supplier, 数=s.words) for s in one.supplies)
        lines.append("  " + say("slices.conflict", 位置=one.place, 各说=each))
    return lines


def see(arguments: argparse.Namespace) -> int:
    """Show what was given out, who has not answered, where suppliers disagree, and the words to remind with."""
    from forms.filling.slices import open_conflicts, reminders

    workspace, period = open_unit(arguments), arguments.period
    sheet_of(workspace, period)  # refuses a period the plan does not have
    store = workspace.store
    if arguments.drop is not None:
        if arguments.drop not in {one.id for one in store.slices(period)}:
            raise AppError("no_such_slice", 编号=arguments.drop)
        store.drop_slice(period, arguments.drop)
    late = waiting(store.slices(period), store.answered(period))
    disputes = open_conflicts(workspace, period)
    texts = reminders(workspace, period, datetime.now(PLAN_ZONE))
    found = {
        "slices": [_slice(workspace, one, period) for one in store.slices(period)],
        "waiting": [one.supplier for one in late],
        "conflicts": [_conflict(one) for one in disputes],
        "reminders": texts,
    }
    who = say("slices.waiting", 名单="、".join(one.supplier for one in late)) if late else say("slices.all_here")
    answer(arguments, found, [who, *texts.values(), *_conflict_lines(disputes)])
    return DONE


def _slice(workspace: UnitWorkspace, one: Slice, period: str) -> dict[str, object]:
    file, at = workspace.store.answered(period).get(one.id, ("", None))
    return {
        "id": one.id,
        "supplier": one.supplier,
        **{part: list(getattr(one.scope, part)) for part in ("tables", "registers", "blocks", "items")},
        "made": one.made.isoformat(),
        "until": one.until.isoformat() if one.until else None,
        "answered": at.isoformat() if at else None,
        "file": file,
    }


def decide(arguments: argparse.Namespace) -> int:
    """Decide which of two answers stands."""
    from forms.filling.slices import settle

    workspace = open_unit(arguments)
    sheet_of(workspace, arguments.period)
    by = person(arguments, workspace.store)
    settle(workspace, arguments.period, arguments.place, arguments.keep, by)
    answer(arguments, {"item": arguments.place, "kept": arguments.keep}, [say("slices.settled", 位置=arguments.place)])
    return DONE
