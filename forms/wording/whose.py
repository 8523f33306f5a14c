"""Whose a paper is, in words: unit and period by the names of the plan it was made under, where that very plan is here.

Codes of units and periods are the plan's own: in another city's, the same code is another unit. Where the plan is not
here the codes stand, and one sentence says why; nothing is named by a plan that only looks alike.
"""

from collections.abc import Iterable

from models.basics.messages import say
from models.basics.records import dataclass
from models.plan.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPlan:
    """The plan a paper says it was made under, as it is sealed; a request names its id alone, the others are ""."""

    id: str
    version: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Unit and period of a paper as people call them, "" for one it has not; `why` they are codes, "" where named."""

    unit: str = ""
    period: str = ""
    why: str = ""
    plan: Plan | None = None  # that says the names


def whose(said: PaperPlan | None, unit: str, name: str, period: str, plans: Iterable[Plan]) -> Whose:
    """Return whose a paper is; `name`: what it calls its unit itself, `plans`: those that are at hand."""
    plan = next((one for one in plans if said.digest == one.digest), None) if said is not None else None
    if plan is not None and unit in plan.units:
        name = plan.unit_in(unit, period)
    known = plan is not None and period in plan.periods
    unnamed = bool(unit and not name) or bool(period and not known)
    return Whose(
        unit=say("about.signer_of", 名称=name, 编号=unit) if name else unit,
        period=plan.periods[period].name if plan is not None and known else period,
        why=_why(said) if unnamed else "",
        plan=plan,
    )


def _why(said: PaperPlan | None) -> str:
    if said is None:
        return say("about.codes.no_plan")
    return say("about.codes.version" if said.version else "about.codes.plan", 方案=said.id, 版本=said.version)
