"""Sources: from whose return each input of a city-level figure comes, when several departments may give it.

What one department gives is used whole or not at all: a figure is never made of this year's value of one department
and last year's of another. The department the plan names for the indicator an input belongs to comes first; one that
gives the same item too is compared.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from models.basics.records import dataclass
from models.city.city import City
from models.formula.formula import EXCUSED, Formula, Value
from models.plan.plan import Indicator
from models.plan.records.units import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoDepartments:
    """One item of which two departments gave different figures; the first one's is used."""

    item: str
    first: str
    figure: Decimal
    other: str
    other_figure: Decimal


@dataclass(frozen=True)
class Sources:
    """The departments a city-level indicator's figure is made from. `instead`: take this one's where it gives them."""

    city: City
    indicator: Indicator
    instead: str = ""

    @property
    def lead(self) -> str:
        """The department the plan names for the indicator."""
        return self.indicator.main_reporter

    def value(self, item: str) -> Decimal | None:
        """Return the city's figure of an item, None when somebody who has to give a part of it did not."""
        found = self._value(item)
        return found if isinstance(found, Decimal) else None

    def evaluate(self, formula: Formula) -> Decimal | None:
        """Return the value of a formula over city figures."""
        found = formula.evaluate(self._value)
        return found if isinstance(found, Decimal) else None

    def state(self, item: str) -> str:
        """Return the state code of the cell the lead has for an item; "" for none."""
        sheet = self.city.sheets.get(self.lead)
        cell = sheet.cell(item) if sheet else None
        return cell.state.value if cell and cell.state else ""

    def _value(self, name: str) -> Value:
        item = self.city.plan.items.get(name)
        if item is None:
            return self._elsewhere(name)
        if item.formula is not None and self._crosses(name):
            return item.formula.evaluate(self._value)
        return self._given(name, self.source_of(name))

    @cached_property
    def _kept(self) -> dict[tuple[str, str], Value]:
        """What departments give, by item and department: each of a group is asked once for every other."""
        return {}

    def _given(self, name: str, unit: str) -> Value:
        if (name, unit) not in self._kept:
            self._kept[name, unit] = self._looked_up(name, unit)
        return self._kept[name, unit]

    def _looked_up(self, name: str, unit: str) -> Value:
        found = self.city.department_figures((name,), unit)
        if found is not None:
            return found[0]
        sheet = self.city.sheets.get(unit)
        cell = sheet.cell(name) if sheet else None
        return EXCUSED if cell is not None and cell.excused else None

    def _elsewhere(self, name: str) -> Value:
        """Names that are no items (因子, 参数, 期 …): as the lead's own sheet knows them."""
        sheet = self.city.sheets.get(self.lead)
        return sheet.lookup()(name) if sheet else None

    def _crosses(self, name: str) -> bool:
        """True when some input of a derived item has another source than the lead."""
        asked = self.givers if self.instead else self.candidates
        return any(asked(leaf) != (self.lead,) for leaf in self.leaves(name))

    def leaves(self, name: str) -> frozenset[str]:
        """Return the entered and counted items a figure is made from; itself when it is one of them."""
        item = self.city.plan.items[name]
        if item.formula is None:
            return frozenset((name,))
        parts = (part for part in item.formula.reads if part in self.city.plan.items)
        return frozenset().union(*(self.leaves(part) for part in parts))

    @cached_property
    def inputs(self) -> frozenset[str]:
        """Every entered or counted item the indicator's value is made from."""
        formula = self.indicator.exact
        names = {self.indicator.value_item, *(formula.reads if formula else ())}
        return frozenset().union(*(self.leaves(name) for name in names if name in self.city.plan.items))

    def candidates(self, item: str) -> tuple[str, ...]:
        """Return the departments that may give an item for the whole city, the one the plan names for it first."""
        indicator = self.city.plan.indicators.get(self.city.plan.items[item].indicator or "")
        named = (indicator.main_reporter,) if indicator else ()
        wanted = dict.fromkeys((*named, self.lead))
        return tuple(unit for unit in wanted if self._may_give(unit, item)) or (self.lead,)

    def givers(self, item: str) -> tuple[str, ...]:
        """Return whoever gives an item for the whole city: the candidates, then those who are only compared."""
        plan = self.city.plan
        given = (one for one in plan.assignments if one.part is not Part.ADDS and not one.split and item in one.items)
        further = (unit for one in given for unit in one.units if self._may_give(unit, item))
        return tuple(dict.fromkeys((*self.candidates(item), *further)))

    def _may_give(self, unit: str, item: str) -> bool:
        return bool(self.city.slots_of(item, unit))

    @cached_property
    def _chosen(self) -> dict[str, str]:
        return {}

    def source_of(self, item: str) -> str:
        """Return the department whose figure of an item counts: the first that gives its whole group.

        One that says figures comes before one in a state: 不适用 of one department swallows no figure of another.
        """
        if item not in self._chosen:
            self._chosen[item] = self._choose(item)
        return self._chosen[item]

    def _choose(self, item: str) -> str:
        candidates = self.givers(item) if self.instead else self.candidates(item)
        group = self._group(item)
        given = {unit: [self._given(one, unit) for one in group] for unit in candidates}
        figures = [unit for unit, found in given.items() if all(isinstance(one, Decimal) for one in found)]
        whole = figures or [unit for unit, found in given.items() if None not in found]
        return self.instead if self.instead in whole else (whole or list(candidates))[0]

    def _group(self, item: str) -> tuple[str, ...]:
        """The inputs of the same indicator that the same departments may give: they come from one of them together."""
        home, candidates = self.city.plan.items[item].indicator, self.candidates(item)
        return tuple(
            one
            for one in sorted(self.inputs | {item})
            if self.city.plan.items[one].indicator == home and self.candidates(one) == candidates
        )

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The departments the figure rests on: the lead, and for each input whom it comes from or should come from."""
        found = {self.lead: None}
        for item in sorted(self.inputs):
            found |= dict.fromkeys((self.candidates(item)[0], self.source_of(item)))
        return tuple(found)

    @cached_property
    def _lack(self) -> tuple[str, ...]:
        """The departments that do not give what the figure needs of them."""
        places = ((item, self.source_of(item)) for item in sorted(self.inputs))
        return tuple(dict.fromkeys(unit for item, unit in places if self._given(item, unit) is None))

    @property
    def lead_lacks(self) -> bool:
        """True when the lead itself does not give what the figure needs of it."""
        return self.lead in self._lack

    def lacking(self) -> tuple[str, ...]:
        """Return the departments, the lead aside, that do not give what the figure needs."""
        return tuple(unit for unit in self._lack if unit != self.lead)

    def differences(self) -> Iterator[TwoDepartments]:
        """Yield the inputs of which a department gave another figure than the one that counts, one for each such."""
        for item in sorted(self.inputs):
            first, *others = sorted(self.givers(item), key=lambda unit: unit != self.source_of(item))
            mine = self.city.own_figure(item, first)
            for other in others:
                theirs = self.city.own_figure(item, other)
                if mine is not None and theirs is not None and mine != theirs:
                    yield TwoDepartments(item=item, first=first, figure=mine, other=other, other_figure=theirs)


def states_of(city: City, unit: str, items: Mapping[str, None] | frozenset[str]) -> list[str]:
    """Return the state codes of a unit's cells of several items, those it has."""
    sheet = city.sheets.get(unit)
    if sheet is None:
        return []
    asked = sheet.slots.keys() | {slot.item.id for slot in city.slots(unit)}
    return [city.state_of(sheet, item) for item in items if item in asked]
