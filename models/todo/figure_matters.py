"""Figure matters: what the figures of a period need from a person — differences, disputes, values to adjudicate."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from models.city.city import City
from models.city.coverage import awaited_lines, waits_for
from models.city.note import Note
from models.city.reconcile import Reconciliation, called
from models.city.summary import Result, Summary, moved_basis
from models.city.weighing import Need
from models.ledger.ledger import LineState
from models.todo.matters import Matter, MatterKind, basis_of
from models.workspace.office_workspace import OfficeWorkspace


class FigureMatters:
    """What the figures of a period ask of a person."""

    def __init__(
        self,
        office: OfficeWorkspace,
        found: Summary,
        lines: Mapping[str, LineState],
        arrived: Mapping[str, datetime],
        at: datetime | None,
    ) -> None:
        self._office, self._found, self._lines, self._arrived, self._at = office, found, lines, arrived, at

    @cached_property
    def _city(self) -> City:
        """The sheets, read only where something is told of them."""
        return self._office.city(self._found.period, self._at)

    def matters(self) -> Iterator[Matter]:
        """Yield differences nobody has decided, then what each indicator waits for."""
        for one in self._found.reconciliation:
            result = self._found.of(one.indicator)
            if one.exceeds and result.adjudication is None:  # of one that was decided, what moved since is told below
                yield self._difference(one, result)
        for result in self._found.results:
            yield from self._open(result)

    def _difference(self, one: Reconciliation, result: Result) -> Matter:
        plan, part = self._office.plan, one.part(self._office.plan)
        figures = {"合计": one.counties, "部门": one.department, "差": abs(one.difference or Decimal(0))}
        facts = {name: one.amount(plan, figure) if part else one.shown(figure) for name, figure in figures.items()}
        facts |= called(plan, (line.unit for line in one.lines))
        return Matter(
            kind=MatterKind.DIFFERENCE,
            period=self._found.period,
            indicator=one.indicator,
            since=_came((*result.units, result.indicator.main_reporter), self._arrived),
            what=Note("todo.difference_of", {"项目": part, **facts}) if part else Note("todo.difference", facts),
            follows=Note("todo.decides" if Need.TO_ADJUDICATE in result.needs else "todo.decides_not"),
            basis=basis_of(("difference", one.item, str(one.counties), str(one.department))),
        )

    def _open(self, result: Result) -> Iterator[Matter]:
        for unit in result.found.awaited:
            yield self._matter(MatterKind.AWAITED, "awaited", result, unit, 指标=result.indicator.name)
        if result.found.awaited_lines:
            names = awaited_lines(self._city, result.found, (result.indicator.value_item,))
            facts = {"指标": result.indicator.name, "名单": names}
            yield self._matter(MatterKind.AWAITED, "awaited_lines", result, result.found.owed[0], **facts)
        for kind, word, holds in (
            (MatterKind.PARAMETER, "parameter", Need.TO_CONFIRM in result.needs),
            (MatterKind.DIFFERENCE, "basis_changed", Need.BASIS_CHANGED in result.needs),
            (MatterKind.PARAMETER, "unruled", any(total.unruled for total in result.totals)),
        ):
            if holds:
                yield self._matter(kind, word, result)

    def _matter(self, kind: MatterKind, word: str, result: Result, unit: str = "", **facts: object) -> Matter:
        known = [one for one in ((unit,) if unit else result.units) if one in self._lines]
        return Matter(
            kind=kind,
            period=self._found.period,
            unit=unit,
            indicator=result.indicator.id,
            since=None if kind is MatterKind.PARAMETER else _came(known, self._arrived),  # a plan's question has no day
            what=Note(f"todo.{word}", facts),
            follows=self._follows(word, result, unit),
            basis=basis_of((word, *(self._lines[one].in_force or "" for one in known))),
        )

    def _follows(self, word: str, result: Result, unit: str) -> Note | None:
        """From whom and when a figure is awaited, as the unit wrote it; whose papers have moved under an 审定数."""
        if word == "basis_changed":
            names = self._city.names(moved_basis(self._city, result))
            return Note("todo.basis_moved", {"名单": names}) if names else None
        told = waits_for(self._city, unit, (result.indicator.value_item,)) if word == "awaited" else ""
        return Note("todo.awaited_from", {"文字": told}) if told else None


def _came(units: Iterable[str], arrived: Mapping[str, datetime]) -> datetime | None:
    """When the last of the papers in force of some units came: since then it is as it is; None without any."""
    return max((arrived[unit] for unit in units if unit in arrived), default=None)
