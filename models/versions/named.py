"""Named: the unit, period or indicator that somebody means, or a refusal that names those there are."""

from models.basics.errors import AppError
from models.basics.period import own_id
from models.plan.plan import Indicator, Plan, Unit
from models.plan.records.named import indicator_meant, period_meant
from models.settings.load import periods_meant, plan_meant
from models.store import Store
from models.versions.held import kept_period, plan_of_period, rows_in_force, stored_plan


def require_unit(plan: Plan, text: str) -> Unit:
    """Return the unit a person means. Raises AppError("unknown_unit")."""
    found = plan.unit_named(text)
    if found is None:
        raise unknown_unit(plan, text)
    return found


def unknown_unit(plan: Plan, text: str) -> AppError:
    """Return the refusal of a unit that nobody has, with those that file."""
    there = "、".join(unit.names[-1].name for unit in plan.filing_units)
    return AppError("unknown_unit", 单位=text, 可选=there)


def require_period(plan: Plan, text: str) -> str:
    """Return the id of the period a person means. Raises AppError("unknown_period")."""
    found = text if text in plan.periods else period_meant(plan.periods.values(), text)
    if found is None:
        raise AppError("unknown_period", 报告期=text, 可选="、".join(plan.periods))
    return found


def require_indicator(plan: Plan, text: str) -> Indicator:
    """Return the indicator a person means. Raises AppError("no_such_indicator")."""
    found = indicator_meant(plan.indicators.values(), text)
    if found is None:
        there = "、".join(f"{one.id} {one.name}" for one in plan.indicators.values())
        raise AppError("no_such_indicator", 指标=text, 可选=there)
    return plan.indicators[found]


def require_one_plan(store: Store) -> None:
    """Raise AppError("plan_of_several"), which names them, where several plans are here."""
    rows = rows_in_force(store)
    if len(rows) > 1:
        titles = (f"{row.id}（{stored_plan(store, row.digest).short_title}）" for row in rows)
        raise AppError("plan_of_several", 可选="、".join(titles))


def plan_of_settings(store: Store, text: str) -> str:
    """Return the id of the plan a settings file is about: it names it, or the periods it speaks of are that plan's.

    Raises AppError "settings_unreadable", "plan_of_several" where neither tells which.
    """
    plan, periods = plan_meant(text), periods_meant(text)
    if plan:
        return plan
    rows = rows_in_force(store)
    able = [row for row in rows if periods <= stored_plan(store, row.digest).periods.keys()]
    if len(able) != 1:
        require_one_plan(store)
    return (able or rows)[0].id


def period_called(store: Store, text: str, plan: str = "") -> str:
    """Return what the store keeps the period under that a person means, as `kept_period`, or by its name.

    What nobody's is stays as it is. Raises AppError("period_of_several").
    """
    kept = kept_period(store, text, plan)
    if plan_of_period(store, kept) is not None:
        return kept
    named = text.partition(":")[0] if ":" in text else plan
    found: dict[str, str] = {}
    for row in rows_in_force(store):
        if not named or row.id == named:
            period = period_meant(stored_plan(store, row.digest).periods.values(), own_id(text))
            if period is not None:
                found[row.id] = period
    if len(found) > 1:
        listing = "、".join(f"{id}:{own_id(period)}" for id, period in found.items())
        raise AppError("period_of_several", 报告期=text, 可选=listing)
    return next(iter(found.values()), text)
