"""Across: what a return breaks that its own checks could not see, because they had only itself and its own settings.

Held against the predecessor's return in force and today's settings; recomputed whenever something arrives, never part
of the decision about a paper.
"""

from models.checks.findings import Finding, Outcome, explanation_of
from models.checks.run import run_checks
from models.city.findings import OfficeFinding
from models.plan.plan import Level
from models.sheet.sheet import Sheet


def found_across(own: Sheet, now: Sheet) -> tuple[OfficeFinding, ...]:
    """Return the findings of a sheet with its predecessor and today's settings that it did not have by itself."""
    if now.previous is None and not any(now.earlier.values()) and own.settings == now.settings:
        return ()
    known = {(finding.check.id, finding.at) for finding in run_checks(own)}
    return tuple(
        _told(now, finding)
        for finding in run_checks(now)
        if finding.outcome is Outcome.BROKEN
        and finding.level >= Level.WARNING
        and (finding.check.id, finding.at) not in known
        and explanation_of(finding, now.explanations) is None
    )


def _told(sheet: Sheet, finding: Finding) -> OfficeFinding:
    slot = sheet.slots.get(finding.at or "")
    return OfficeFinding(
        check=finding.check.id,
        level=finding.level.name.lower(),
        message=finding.message,
        indicator=slot.item.indicator if slot else None,
        unit=sheet.unit_id,
        at=finding.at,
        source=finding,
    )
