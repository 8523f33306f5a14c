"""Checks: running the plan's catalogue over a sheet, and the findings it raises.

Bad data is a Finding, never an exception. A check ends in one of four ways: it holds or does not apply
(nothing is said), it is broken, or it could not be evaluated. What the program itself depends on holds whatever the
catalogue says (`models.checks.reading_rules`).
"""

from models.checks.bounds import beyond_bounds, out_of_proportion, same_things
from models.checks.findings import Finding
from models.checks.reading_rules import never_filed
from models.checks.relations import relation_findings
from models.checks.rules import RULES
from models.checks.sheet_rule import speech
from models.plan.plan import Check
from models.sheet.judged import applies, judge
from models.sheet.sheet import Sheet
from models.sheet.touched import names_of_check


def run_checks(sheet: Sheet) -> tuple[Finding, ...]:
    """Run every check a unit's sheet answers for; findings in plan order. Waived checks are passed over.

    Of a sheet that follows from another one by an edit, only what the edit touches is asked again (`Sheet.memory`).
    Checks over several units (`office`) are not run here: see `models.city.reconcile`.
    """
    checks = [check for check in sheet.plan.checks.values() if applies(check, sheet)]
    related = _related(sheet, checks)
    findings: list[Finding] = []
    for check in checks:
        if check.rule is not None:
            findings += RULES[check.rule].find(check, sheet)
        findings += related.get(check.id, ())
    findings += same_things(sheet, findings)
    findings += out_of_proportion(sheet)
    findings += beyond_bounds(sheet)
    findings += never_filed(sheet, findings)
    return tuple(findings)


def _related(sheet: Sheet, checks: list[Check]) -> dict[str, tuple[Finding, ...]]:
    """What the relations of checks find, by check."""
    name, sources = "related", speech()
    last = sheet.memory.last(name, sources)
    found: dict[str, tuple[Finding, ...]] = dict(last[0]) if last else {}
    asked = [
        check
        for check in checks
        if check.relations and (last is None or not names_of_check(sheet.plan, check).isdisjoint(last[1].names))
    ]
    judged = judge(sheet, asked)
    found |= {check.id: tuple(relation_findings(check, sheet, judged)) for check in asked}
    sheet.memory.put(name, found, sources)
    return found
