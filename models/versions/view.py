"""View: a workspace, looked at in one of the plans that stand in it side by side."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Self

from models.basics.errors import AppError
from models.basics.records import dataclass
from models.plan.plan import Plan, Unit
from models.settings.settings import Settings
from models.store import AnyStore
from models.versions.held import (
    plan_named,
    plan_of_period,
    plans_in_force,
    stored_plan,
    stored_settings,
    unit_called,
    unit_name_in,
)


@dataclass(frozen=True)
class InAPlan:
    """A workspace, looked at in one of its plans."""

    folder: Path
    store: AnyStore
    scope: str = ""  # digest of the plan it is looked at in; "" = the current one

    @property
    def plan(self) -> Plan:
        """The plan it is looked at in."""
        return stored_plan(self.store, self.scope or None)

    @property
    def settings(self) -> Settings:
        """The settings in force of that plan."""
        return stored_settings(self.store, plan=self.plan.id)

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The version in force of every plan that is here, the current one first."""
        return plans_in_force(self.store)

    def period_names(self) -> Mapping[str, Mapping[str, str]]:
        """Return every period there is: short title of a plan → id → name, those of this plan first.

        Plans of one title are told apart by their ids.
        """
        plan = self.plan
        here = (plan, *(other for other in self.plans if other.id != plan.id))
        titles = [one.short_title for one in here]
        return {
            one.short_title if titles.count(one.short_title) == 1 else f"{one.short_title}（{one.id}）": {
                period.id: period.name for period in one.periods.values()
            }
            for one in here
        }

    def kept(self) -> Self:
        """Return the workspace looked at in its plan of now, also once another is put in force."""
        return replace(self, scope=self.scope or self.store.current_plan_digest() or "")

    def in_plan(self, id: str) -> Self:
        """Return the workspace looked at in a plan, by its id. Raises AppError("plan_not_named")."""
        return self._seen_in(plan_named(self.store, id))

    def at(self, period: str) -> Self:
        """Return the workspace looked at in the plan a period belongs to. Raises AppError("unknown_period")."""
        if self.scope and self.plan.keeps(period):
            return self
        plan = plan_of_period(self.store, period)
        if plan is None:
            there = (name for one in self.plans for name in one.periods)
            raise AppError("unknown_period", 报告期=period, 可选="、".join(there))
        return self._seen_in(plan)

    def at_or_here(self, period: str) -> Self:
        """Return the workspace as `at`, or as it is when no plan here has the period: of a paper that was rejected."""
        return self if plan_of_period(self.store, period) is None else self.at(period)

    def unit_named(self, text: str) -> Unit | None:
        """Return the unit a person means, of this plan or else of another version or plan here; None if nobody's."""
        return self.plan.unit_named(text) or unit_called(self.store, text)

    def require_unit(self, text: str) -> Unit:
        """Return the unit a person means, as `unit_named`. Raises AppError("unknown_unit")."""
        found = self.unit_named(text)
        if found is None:
            from models.versions.named import unknown_unit  # loaded where nobody is meant

            raise unknown_unit(self.plan, text)
        return found

    def unit_name(self, unit: str, day: date | None = None) -> str:
        """Return a unit's name on a day, by default the day the plan was issued; one that is gone has its last."""
        plan = self.plan
        return plan.unit_name(unit, day) if unit in plan.units else unit_name_in(self.store, unit, day or plan.issued)

    def _seen_in(self, plan: Plan) -> Self:
        current = plan.digest == self.store.current_plan_digest()
        return replace(self, scope="" if current else plan.digest)
