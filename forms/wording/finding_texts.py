"""Finding texts: what kind a finding is and what it lacks, as papers say it."""

from forms.wording.paper_texts import place_words
from models.basics.messages import say
from models.checks.findings import Finding, Outcome
from models.formula.prefixes import Prefix
from models.plan.plan import Level, Plan
from models.sheet.sheet import Sheet


def kind_of(finding: Finding) -> str:
    """Return the consequence of a finding: "error", "warning", "not_evaluated" or "hint"."""
    if finding.outcome is Outcome.NOT_EVALUATED:
        return "not_evaluated"
    return {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "hint"}[finding.level]


def lacking_words(sheet: Sheet, finding: Finding) -> str:
    """Return which input of a check is not there."""
    place = place_words(sheet.plan, finding.at)
    lacking = "、".join(_lacking(sheet.plan, name) for name in finding.lacking)
    key = "lacking" if lacking else "lacking_none"
    return say(f"papers.findings.{key}", 处=place, 缺=lacking)


def _lacking(plan: Plan, name: str) -> str:
    prefix, _, rest = name.partition(".")
    if prefix == Prefix.GIVEN:
        known = plan.parameters.get(rest)
        return say("papers.findings.parameter", 名=known.name if known else rest)
    return say("papers.findings.factor", 名=rest) if prefix == Prefix.FACTOR else place_words(plan, name)
