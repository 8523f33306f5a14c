"""`plan diff`: what differs between two plans, and what that does to returns that were filed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from ui.cli.shared.base import progress
from ui.cli.shared.command import Answer, command

if TYPE_CHECKING:
    from models.plan.plan import Plan
    from models.planning.compare import PlanChange
    from models.planning.effects import OwedChange, ReturnEffect
    from models.workspace.office_workspace import OfficeWorkspace

MOST_FINDINGS = 8  # lines of one return


@command("plan diff")
def diff(office: OfficeWorkspace | None, old: Path, new: Path) -> Answer:
    """Compare two plans; with an office's workspace, run its returns in force under the new one as well."""
    from forms.plan_book.files import plan_source
    from models.plan.load import PlanProblems
    from models.planning.compare import changes, step_taken, step_wanted
    from models.planning.effects import effects, owed
    from ui.cli.plan.check import problems_answer

    try:
        before, after = plan_source(old)[0], plan_source(new)[0]
    except PlanProblems as error:
        return problems_answer(error.problems)
    found, due = changes(before, after), list(owed(before, after))
    wanted, taken = step_wanted(found), step_taken(before, after)
    touched = list(effects(office, after, progress(say("plan_try.running")))) if office else []
    answer = {
        "changes": [_change(one) for one in found],
        "step": wanted.name.lower(),
        "taken": taken.name.lower(),
        "same_plan": before.id == after.id,
        "owed": [_owed(one) for one in due],
        "returns": [_effect(one) for one in touched],
    }
    lines = list(diff_lines(before, after))
    if office:
        lines += effect_lines(before, after, touched)
    return Answer(answer, lines)


def _change(one: PlanChange) -> dict[str, object]:
    return {
        "kind": one.kind,
        "id": one.id,
        "field": one.field,
        "before": one.before,
        "after": one.after,
        "step": one.step.name.lower(),
    }


def _owed(one: OwedChange) -> dict[str, object]:
    return {"unit": one.unit, "period": one.period, "more": list(one.more), "less": list(one.less)}


def _effect(one: ReturnEffect) -> dict[str, object]:
    return {
        "unit": one.unit,
        "period": one.period,
        "revision": one.revision,
        "refused": one.refused,
        "lost": list(one.lost),
        "new": [finding.message for finding in one.new],
        "gone": [finding.message for finding in one.gone],
    }


def diff_lines(before: Plan, after: Plan) -> Iterator[str]:
    """Yield what differs between two plans, then which units owe more or less by it."""
    from forms.plan_book.told import change_words
    from models.planning.compare import changes, step_taken, step_wanted
    from models.planning.effects import owed

    found = changes(before, after)
    if not found:
        yield say("plan_diff.same")
        return
    yield say("plan_diff.head", 甲=before.title, 甲版=before.version, 乙=after.title, 乙版=after.version, n=len(found))
    if before.id != after.id:
        yield say("plan_diff.other_plan")
    else:
        wanted, taken = step_wanted(found), step_taken(before, after)
        steps = {"要求": say(f"plan_diff.step_{wanted.value}"), "实际": say(f"plan_diff.step_{taken.value}")}
        yield say("plan_diff.step" if taken >= wanted else "plan_diff.step_short", **steps)
    yield from map(change_words, found)
    due = list(owed(before, after))
    if due:
        yield say("plan_diff.owed")
    for one in due:
        yield from _owed_lines(after, one)


def _owed_lines(plan: Plan, one: OwedChange) -> Iterator[str]:
    where = {"单位": plan.unit_name(one.unit), "期": plan.periods[one.period].name}
    for key in ("more", "less"):
        if items := getattr(one, key):
            yield say(f"plan_diff.{key}", **where, 名单="、".join(items))


def effect_lines(before: Plan, plan: Plan, found: Sequence[ReturnEffect]) -> Iterator[str]:
    """Yield what a plan does to returns, those it does nothing to as a number.

    Units and periods the plan does not have any more go by their names in the plan before it.
    """
    from forms.plan_book.told import effect_place, refusal_words

    yield say("plan_diff.effects", n=len(found))
    if same := sum(one.untouched for one in found):
        yield say("plan_diff.untouched", n=same)
    for one in found:
        if one.untouched:
            continue
        unit, period = effect_place(before, plan, one)
        yield say("plan_diff.effect", 单位=unit, 期=period, 版=one.revision)
        if one.refused:
            yield f"    {refusal_words(one)}"
        if one.lost:
            yield say("plan_diff.lost", 名单="、".join(one.lost))
        told = [say(f"plan_diff.{key}", 句=finding.message) for key in ("new", "gone") for finding in getattr(one, key)]
        yield from told[:MOST_FINDINGS]
        if len(told) > MOST_FINDINGS:
            yield say("plan_diff.more_lines", n=len(told) - MOST_FINDINGS)
