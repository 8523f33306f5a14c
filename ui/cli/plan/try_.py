"""`plan try`: a made-up city through the checks of a plan, and its summary."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import in_words, say
from ui.cli.shared.base import progress
from ui.cli.shared.command import Answer, command

if TYPE_CHECKING:
    from models.plan.plan import Plan
    from models.planning.tried import CheckCount, Tried


@command("plan try")
def try_out(file: Path | None = None, *, seed: int = 1, rows: int = 3, period: str = "") -> Answer:
    """Fill every unit at random, run all checks and the summary; nothing is written."""
    from forms.demo.try_plan import try_plan
    from forms.plan_book.files import plan_source
    from models.plan.load import SHIPPED, PlanProblems
    from ui.cli.answers.office import summary_answer
    from ui.cli.plan.check import problems_answer

    try:
        plan, _ = plan_source(file or SHIPPED)
    except PlanProblems as error:
        return problems_answer(error.problems)
    tried = try_plan(plan, seed, progress(say("plan_try.running")), period=period, rows=max(0, min(rows, 1000)))
    with in_words(plan.words):
        summary = summary_answer(tried.summary)
    found = {
        "period": tried.period,
        "units": tried.sheets,
        "seed": seed,
        "blocked": list(tried.blocked),
        "checks": [_count(one) for one in tried.counts],
        "summary": summary,
    }
    with in_words(plan.words):
        return Answer(found, list(try_lines(plan, tried, seed)))


def _count(one: CheckCount) -> dict[str, object]:
    return {
        "id": one.check.id,
        "level": one.check.level.name.lower(),
        "trial": one.check.trial,
        "units": one.units,
        "broken": one.broken,
        "unknown": one.unknown,
        "reached": one.reached,
    }


def try_lines(plan: Plan, tried: Tried, seed: int) -> Iterator[str]:
    """Yield what a trial run found: checks that fired, that never did, that had nothing to look at; the summary."""
    from forms.plan_book.layout import label
    from ui.cli.answers.office import summary_lines

    yield say("plan_try.head", 期=plan.periods[tried.period].name, n=tried.sheets, 种子=seed)
    yield say("plan_try.fired_head")
    for one in tried.counts:
        if one.broken:
            level = label("check", "level", one.check.level.name.lower())
            yield say("plan_try.fired", 审核=one.check.id, 级别=level, n=one.broken, 家=one.fired, 例=one.example)
        if one.unknown:
            yield say("plan_try.unknown", 审核=one.check.id, n=one.unknown)
    lists = {
        "silent": [one.check.id for one in tried.counts if one.reached and not (one.broken or one.unknown)],
        "never": [one.check.id for one in tried.counts if not one.reached],
        "trial": [one.check.id for one in tried.counts if one.check.trial],
        "blocked": [plan.unit_name(unit) for unit in tried.blocked],
    }
    yield from (say(f"plan_try.{key}", 名单="、".join(names)) for key, names in lists.items() if names)
    yield say("plan_try.summary")
    yield from summary_lines(tried.summary, plan)
