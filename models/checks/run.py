"""Checks: running the plan's catalogue over a sheet, and the findings it raises.

Bad data is a Finding, never an exception. A check ends in one of four ways (DESIGN §2.4): it holds or does not apply
(nothing is said), it is broken, or it could not be evaluated. What a formula cannot say stands in
`models.checks.rules`.
"""

from collections.abc import Iterator

from models.basics.addresses import Address
from models.checks.findings import Finding, Outcome, facts_at, shown
from models.checks.half_ratio import of_relation
from models.checks.rules import RULES
from models.plan.plan import Check, Relation
from models.sheet.cells import State
from models.sheet.sheet import Sheet


def run_checks(sheet: Sheet) -> tuple[Finding, ...]:
    """Run every check a unit's sheet answers for; findings in plan order. Waived checks are passed over.

    Checks over several units (`office`) are not run here: see `models.city.reconcile`.
    """
    findings: list[Finding] = []
    for check in sheet.plan.checks.values():
        if check.office or not _applies(check, sheet):
            continue
        if check.rule is None:
            findings += [f for relation in check.relations for f in _relation_findings(check, relation, sheet)]
        else:
            findings += RULES[check.rule](check, sheet)
    return tuple(findings)


def _applies(check: Check, sheet: Sheet) -> bool:
    if check.periods and sheet.plan.periods[sheet.period_id].kind.id not in check.periods:
        return False
    if check.units and sheet.unit_id not in check.units:
        return False
    return sheet.settings.waived(check.id, sheet.unit_id, sheet.period_id) is None


def _relation_findings(check: Check, relation: Relation, sheet: Sheet) -> Iterator[Finding]:
    for line in _lines(check, relation, sheet):
        truth = relation.formula.evaluate(sheet.lookup(line))
        at = str(Address(relation.item, line))
        if truth is None:
            half = of_relation(check, relation, sheet, line)
            if half is not None:
                yield half
                continue
            lacking = _lacking(relation, sheet, line)
            if lacking:
                yield Finding(
                    check, Outcome.NOT_EVALUATED, at, facts_at(sheet, at) | _figures(relation, sheet, line), lacking
                )
        elif bool(truth) is not check.must:
            yield Finding(check, Outcome.BROKEN, at, facts_at(sheet, at) | _figures(relation, sheet, line))


def _lines(check: Check, relation: Relation, sheet: Sheet) -> Iterator[str | None]:
    """The county lines, or the plain cell (None), on which a relation stands in this sheet."""
    for slot in sheet.slots_of.get(relation.item, ()):
        if not slot.last_year and not slot.total and (not check.scope or slot.table in check.scope):
            yield slot.line


def _lacking(relation: Relation, sheet: Sheet, line: str | None) -> tuple[str, ...]:
    """What keeps an unknown relation from being evaluated; empty when it does not apply at all."""
    cells = {address: sheet.cell(address) for address in sheet.read_addresses(relation.formula.reads, line)}
    if any(cell.excused or cell.state is None for cell in cells.values()):
        return ()
    lacking = [address for address, cell in cells.items() if cell.state in (State.MISSING, State.AWAITED)]
    for name in sorted(relation.formula.reads):
        prefix = name.partition(".")[0]
        if prefix in ("上期", "上年", "目标") and sheet.lookup(line)(name) is None:
            return ()
        if prefix in ("参数", "因子") and sheet.lookup(line)(name) is None:
            lacking.append(name)
    return tuple(lacking)


def _figures(relation: Relation, sheet: Sheet, line: str | None) -> dict[str, str]:
    value_of = sheet.lookup(line)
    return {blank: shown(formula.evaluate(value_of)) for blank, formula in relation.values.items()}
