"""Checks: running the plan's catalogue over a sheet, and the findings it raises.

Bad data is a Finding, never an exception. A check ends in one of four ways: it holds or does not apply
(nothing is said), it is broken, or it could not be evaluated. What the program itself depends on holds whatever the
catalogue says (`models.checks.reading_rules`).
"""

from collections.abc import Iterable, Iterator

from models.answers.breach import Breaches
from models.checks.bounds import beyond_bounds, looks_among_rows, out_of_proportion, same_things
from models.checks.findings import Finding, told
from models.checks.reading_rules import impossible_days, never_filed
from models.checks.register_rules import gaps_in_names
from models.checks.relations import related
from models.checks.rules import RULES
from models.plan.plan import Check, Plan
from models.sheet.sheet import Sheet
from models.sheet.touched import check_looks_back, follows_from_before

_LOOKING_BACK = "looking back"


def run_checks(sheet: Sheet) -> tuple[Finding, ...]:
    """Run every check a unit's sheet answers for; findings in plan order. Waived checks are passed over.

    Of a sheet that follows from another one by an edit, only what the edit touches is asked again (`Sheet.memory`).
    Checks over several units (`office`) are not run here: see `models.city.reconcile`.
    """
    found = [*_of_plan(sheet, sheet.plan.checks.values())]
    found += (same_things(sheet, found), out_of_proportion(sheet), *beyond_bounds(sheet), *never_filed(sheet, found))
    found += (impossible_days(sheet), gaps_in_names(sheet))
    return told(sheet, found)


def run_looking_back(sheet: Sheet) -> tuple[Finding, ...]:
    """Run those of the checks that may find something else where another sheet of the period before stands behind it.

    All of them where figures of the sheet itself follow from that one.
    """
    checks = _looking_back(sheet.plan)
    if checks is None:
        return run_checks(sheet)
    return told(sheet, [*_of_plan(sheet, checks, _LOOKING_BACK), out_of_proportion(sheet)], f"told {_LOOKING_BACK}")


def _of_plan(sheet: Sheet, checks: Iterable[Check], kept: str = "related") -> Iterator[Breaches]:
    """Yield what checks of the plan find, in plan order."""
    asked = sheet.settings.applying(sheet.plan, checks, sheet.unit_id, sheet.period_id)
    relations = related(sheet, asked, kept)
    for check in asked:
        if check.rule is not None and (broken := tuple(RULES[check.rule].find(check, sheet))):
            yield Breaches(check=check, found=broken)
        yield from relations.get(check.id, ())


def _looking_back(plan: Plan) -> tuple[Check, ...] | None:
    """The checks of a plan that look at the sheet before, found once for a plan.

    None where something else hangs on what stands there: figures of the sheet, or what another check says.
    """
    if _LOOKING_BACK not in plan.derived:
        found = tuple(one for one in plan.checks.values() if _looks_back(one))
        others = follows_from_before(plan) or any(map(_speaks_for_others, found))
        plan.derived[_LOOKING_BACK] = None if others else found
    checks: tuple[Check, ...] | None = plan.derived[_LOOKING_BACK]
    return checks


def _looks_back(check: Check) -> bool:
    by_rule = check.rule is not None and not check.office and RULES[check.rule].looks_back
    return by_rule or check_looks_back(check)


def _speaks_for_others(check: Check) -> bool:
    """True for a check beside which the program's own say nothing of a row: of one thing twice, of a blank."""
    return looks_among_rows(check) or any(relation.blanks for relation in check.relations)
