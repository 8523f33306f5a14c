"""Checks: running the plan's catalogue over a sheet, and the findings it raises.

Bad data is a Finding, never an exception. A check ends in one of four ways: it holds or does not apply
(nothing is said), it is broken, or it could not be evaluated. What the program itself depends on holds whatever the
catalogue says (`models.checks.reading_rules`).
"""

from models.answers.breach import Breaches
from models.checks.bounds import beyond_bounds, out_of_proportion, same_things
from models.checks.findings import Finding, told
from models.checks.reading_rules import impossible_days, never_filed
from models.checks.register_rules import gaps_in_names
from models.checks.relations import related
from models.checks.rules import RULES
from models.sheet.sheet import Sheet


def run_checks(sheet: Sheet) -> tuple[Finding, ...]:
    """Run every check a unit's sheet answers for; findings in plan order. Waived checks are passed over.

    Of a sheet that follows from another one by an edit, only what the edit touches is asked again (`Sheet.memory`).
    Checks over several units (`office`) are not run here: see `models.city.reconcile`.
    """
    plan, settings = sheet.plan, sheet.settings
    checks = settings.applying(plan, plan.checks.values(), sheet.unit_id, sheet.period_id)
    relations = related(sheet, checks)
    found: list[Breaches] = []
    for check in checks:
        if check.rule is not None and (broken := tuple(RULES[check.rule].find(check, sheet))):
            found.append(Breaches(check=check, found=broken))
        found += relations.get(check.id, ())
    found += (same_things(sheet, found), out_of_proportion(sheet), *beyond_bounds(sheet), *never_filed(sheet, found))
    found += (impossible_days(sheet), gaps_in_names(sheet))
    return told(sheet, found)
