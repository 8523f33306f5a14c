"""Checks: running the plan's catalogue over a sheet, and the findings it raises.

Bad data is a Finding, never an exception. A check ends in one of four ways: it holds or does not apply
(nothing is said), it is broken, or it could not be evaluated. What the program itself depends on holds whatever the
catalogue says (`models.checks.reading_rules`).
"""

from collections.abc import Iterator, Mapping, Sequence

from models.answers.breach import Breaches
from models.checks.bounds import beyond_bounds, out_of_proportion, same_things
from models.checks.findings import Finding, told
from models.checks.reading_rules import never_filed
from models.checks.relations import related
from models.checks.rules import RULES
from models.plan.plan import Check
from models.sheet.judged import applies
from models.sheet.sheet import Sheet


def run_checks(sheet: Sheet) -> tuple[Finding, ...]:
    """Run every check a unit's sheet answers for; findings in plan order. Waived checks are passed over.

    Of a sheet that follows from another one by an edit, only what the edit touches is asked again (`Sheet.memory`).
    Checks over several units (`office`) are not run here: see `models.city.reconcile`.
    """
    checks = [check for check in sheet.plan.checks.values() if applies(check, sheet)]
    of_plan = tuple(told(sheet, _of_plan(sheet, checks, related(sheet, checks)), "told of the plan"))
    return of_plan + tuple(told(sheet, _of_program(sheet, of_plan), "told of the program"))


def _of_plan(
    sheet: Sheet, checks: Sequence[Check], relations: Mapping[str, tuple[Breaches, ...]]
) -> Iterator[Breaches]:
    for check in checks:
        if check.rule is not None:
            yield Breaches(check=check, found=tuple(RULES[check.rule].find(check, sheet)))
        yield from relations.get(check.id, ())


def _of_program(sheet: Sheet, of_plan: Sequence[Finding]) -> Iterator[Breaches]:
    """What the program itself never lets pass, or asks about, where no check of the plan says so."""
    yield same_things(sheet, of_plan)
    yield out_of_proportion(sheet)
    yield from beyond_bounds(sheet)
    yield from never_filed(sheet, of_plan)
