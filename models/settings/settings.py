"""Settings: what the office decides about a plan without changing it — due times, parameters, targets, waivers.

A frozen value with a version; the store keeps every version, a return names the one it was filed under. Nothing is
filled in that the office has not given. Source: DESIGN §6 `office set`, plan.md §4.11.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from models.plan.plan import Parameter, Plan
from models.settings.due import Due


@dataclass(frozen=True, slots=True)
class Extension:
    """A later due time for one unit and period, with who allowed it."""

    period: str
    unit: str
    until: datetime
    reason: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class FactorSet:
    """排放因子组: tCO2 per tce of coal, oil, gas; kgCO2 per kWh of grid power; None = not given."""

    id: str
    coal: Decimal | None
    oil: Decimal | None
    gas: Decimal | None
    grid: Decimal | None
    source: str


@dataclass(frozen=True, slots=True)
class Target:
    """分解目标 of one unit, with the document it comes from."""

    unit: str
    indicator: str
    value: Decimal
    doc_no: str
    doc_date: str


@dataclass(frozen=True, slots=True)
class Waiver:
    """One check, one unit, one period that the office lets pass."""

    check: str
    unit: str
    period: str
    reason: str
    approved_by: str


_EMPTY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Settings:
    """All settings of one version; `version` 0 = nothing set yet."""

    version: int = 0
    due: Mapping[str, datetime] = field(default_factory=dict)
    extensions: tuple[Extension, ...] = ()
    parameters: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    overlap: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # indicator → zone → rule
    land_area: Mapping[str, Decimal] = field(default_factory=dict)  # unit → 万亩
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    factor_sets: Mapping[str, FactorSet] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    def due_of(self, unit: str, period: str) -> Due | None:
        """Return when a unit's return is due, the latest extension included; None if the office set nothing."""
        until = (one.until for one in self.extensions if (one.unit, one.period) == (unit, period))
        due = Due(ordinary=self.due.get(period), extended=max(until, default=None))
        return None if due == Due() else due

    def target_of(self, unit: str, indicator: str) -> Target | None:
        """Return a unit's decomposed target, None if the office gave none."""
        return next((t for t in self.targets if (t.unit, t.indicator) == (unit, indicator)), None)

    def waived(self, check: str, unit: str, period: str) -> Waiver | None:
        """Return the waiver that lets a check pass for a unit and period."""
        return next((w for w in self.waivers if (w.check, w.unit, w.period) == (check, unit, period)), None)

    def parameter(self, plan: Plan, name: str, unit: str | None = None) -> Decimal | str | tuple[str, ...] | None:
        """Return a parameter as the office set it, else the plan's default; None = 待填.

        `unit` picks the figure of a per-unit parameter (land_area).
        """
        declared = plan.parameters.get(name)
        if declared is None:
            return None
        if declared.type == "per_unit":
            return self._per_unit(declared, unit)
        given = self.parameters.get(name)
        if given is None:
            return declared.default
        return Decimal(given) if declared.type == "number" and isinstance(given, str) else given

    def _per_unit(self, declared: Parameter, unit: str | None) -> Decimal | None:
        if unit is None:
            return None
        if declared.id == "land_area" and unit in self.land_area:
            return self.land_area[unit]
        value = declared.values.get(unit)
        return None if value is None else Decimal(value)
