"""Whose a paper is, in words: unit and period by the names of the plan it was made under, where that very plan is here.

Codes of units and periods are the plan's own: in another city's, the same code is another unit. Where the plan is not
here the codes stand, and one sentence says why; nothing is named by a plan that only looks alike.
Of a paper that the office of a pack vouches for, the pack's version of the same plan says the names, and that is told.
"""

from collections.abc import Iterable
from dataclasses import replace

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
    """Unit and period of a paper as people call them, "" for one it has not; `why` they are codes, or of which version
    the names are; "" where its own plan names them.
    """

    unit: str = ""
    period: str = ""
    why: str = ""
    plan: Plan | None = None  # that says the names


def whose(
    said: PaperPlan | None, unit: str, name: str, period: str, plans: Iterable[Plan], same: Iterable[Plan] = ()
) -> Whose:
    """Return whose a paper is; `name`: what it calls its unit itself, `plans`: those that are at hand.

    `same` are plans of the very office the paper is from: another version there of its plan says the names instead.
    """
    if said is None:
        return _named(None, unit, name, period, say("about.codes.no_plan"))
    own = next((one for one in plans if said.digest == one.digest), None)
    found = _named(own, unit, name, period, _why(said))
    other = next((one for one in same if said.id == one.id), None)
    if not found.why or other is None:
        return found
    by_other = _named(other, unit, name, period, found.why)
    told = say("about.codes.other_version", 方案=other.short_title, 版本=other.version)
    return found if by_other.why else replace(by_other, why=told)


def _named(plan: Plan | None, unit: str, name: str, period: str, why: str) -> Whose:
    if plan is not None and unit in plan.units:
        name = plan.unit_in(unit, period)
    known = plan is not None and period in plan.periods
    unnamed = bool(unit and not name) or bool(period and not known)
    return Whose(
        unit=say("about.signer_of", 名称=name, 编号=unit) if name else unit,
        period=plan.periods[period].name if plan is not None and known else period,
        why=why if unnamed else "",
        plan=plan,
    )


def _why(said: PaperPlan) -> str:
    return say("about.codes.version" if said.version else "about.codes.plan", 方案=said.id, 版本=said.version)
