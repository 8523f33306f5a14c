"""Settings: what the office decides about a plan without changing it — due times, parameters, targets, waivers.

A frozen value with a version; the store keeps every version, a return names the one it was filed under. Nothing is
filled in that the office has not given.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from models.basics.period import own_id
from models.basics.records import dataclass
from models.plan.parameters import Value, merged_rows
from models.plan.plan import Check, Parameter, Plan
from models.plan.rows.keys import STOPS_CLOCK
from models.settings.due import Due

ELECTRONIC, STAMPED = STOPS_CLOCK
ASKED_AGAIN = "open"  # said of a question instead of the plan's version: what was confirmed is confirmed no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """A later due time for one unit and period, with who allowed it."""

    period: str
    unit: str
    until: datetime
    reason: str
    approved_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """分解目标 of one unit, with the document it comes from."""

    unit: str
    indicator: str
    value: Decimal
    doc_no: str
    doc_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One check, one unit, one period that the office lets pass."""

    check: str
    unit: str
    period: str
    reason: str
    approved_by: str


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings of one version; `version` 0 = nothing set yet."""

    version: int = 0
    plan: str = ""  # id of the plan they are about; "" = the first one of the workspace
    due: Mapping[str, datetime] = field(default_factory=dict)
    clock: str = ELECTRONIC  # what stops it: the electronic return, or its stamped paper (STAMPED)
    confirmed: Mapping[str, str] = field(
        default_factory=dict
    )  # question (CONFIRMABLE) → version of the plan it is as in
    extensions: tuple[Extension, ...] = ()
    parameters: Mapping[str, Value] = field(default_factory=dict)
    overlap: Mapping[str, Mapping[str, str]] = field(
        default_factory=dict
    )  # indicator → unit that lies in another → rule
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    def due_of(self, unit: str, period: str) -> Due | None:
        """Return when a unit's return is due, the latest extension included; None if the office set nothing."""
        period = own_id(period)  # settings are of one plan
        until = (one.until for one in self.extensions if (one.unit, own_id(one.period)) == (unit, period))
        due = Due(ordinary=self.due.get(period), extended=max(until, default=None))
        return None if due == Due() else due

    def target_of(self, unit: str, indicator: str) -> Target | None:
        """Return a unit's decomposed target, None if the office gave none."""
        return self._targets.get((unit, indicator))

    @cached_property
    def _targets(self) -> Mapping[tuple[str, str], Target]:
        """The targets by unit and indicator, the first of each: every figure of a sheet asks for its own."""
        return {(one.unit, one.indicator): one for one in reversed(self.targets)}

    def applies(self, plan: Plan, check: Check, unit: str, period: str) -> bool:
        """True when a check is run over the sheet of a unit in a period; what the office waived is not."""
        return bool(self.applying(plan, (check,), unit, period))

    def applying(self, plan: Plan, checks: Iterable[Check], unit: str, period: str) -> list[Check]:
        """Return those of some checks that are run over the sheet of a unit in a period, as `applies` tells of one."""
        kind, own = plan.periods[period].kind.id, own_id(period)
        waived = {one.check for one in self.waivers if one.unit == unit and own_id(one.period) == own}
        return [
            one
            for one in checks
            if not one.office
            and (not one.periods or kind in one.periods)
            and (not one.units or unit in one.units)
            and one.id not in waived
        ]

    def waived(self, check: str, unit: str, period: str) -> Waiver | None:
        """Return the waiver that lets a check pass for a unit and period."""
        return next(
            (w for w in self.waivers if (w.check, w.unit, own_id(w.period)) == (check, unit, own_id(period))), None
        )

    def parameter(self, plan: Plan, name: str, unit: str | None = None) -> Decimal | str | tuple[str, ...] | None:
        """Return a parameter as the office set it, else the plan's default; None = 待填.

        `unit` picks the figure of a per-unit parameter; one that is a table has no single value (see `table`).
        """
        declared = plan.parameters.get(name)
        if declared is None or declared.type == "table":
            return None
        if declared.type == "per_unit":
            return self._per_unit(declared, unit)
        given = self.parameters.get(name)
        if not isinstance(given, str | tuple):
            return declared.default
        if declared.type in ("number", "whole") and isinstance(given, str):
            return Decimal(given)
        return given if isinstance(given, str) else tuple(text for text in given if isinstance(text, str))

    def _per_unit(self, declared: Parameter, unit: str | None) -> Decimal | None:
        given = self.parameters.get(declared.id)
        values = {**declared.values, **(given if isinstance(given, Mapping) else {})}
        return Decimal(values[unit]) if unit in values else None

    def table(self, plan: Plan, name: str) -> tuple[Mapping[str, str], ...]:
        """Return the rows of a parameter that is a table: the plan's, those of the office in their place or added."""
        declared = plan.parameters.get(name)
        if declared is None or declared.type != "table":
            return ()
        given = self.parameters.get(name, ())
        later = tuple(row for row in given if isinstance(row, Mapping)) if isinstance(given, tuple) else ()
        return merged_rows(declared, declared.rows, later)
