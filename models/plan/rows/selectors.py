"""Selectors: what a row of a plan names, one by one or several at once; units by their kind, level or home, or all."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import field

from models.basics.messages import say
from models.basics.records import dataclass
from models.plan.records.units import Unit, called, folded_name
from models.plan.rows.toml_row import TomlRow

_ALL, _LEVEL, _WITHIN = "@all", "@level", "@within:"


def select(
    row: TomlRow, key: str, pool: Callable[[str], Collection[str] | None], near: Callable[[str], str]
) -> tuple[str, ...]:
    """Expand the selectors of a key: a name, a name for several (`@county`, `Q06`), and with “-” what is taken out.

    `pool` answers None for a name the plan does not know; `near` then gives the hint which one it may have been.
    """
    chosen: dict[str, None] = {}
    for selector in row.texts(key):
        out = selector[:1] == "-"
        name = selector[1:] if out else selector
        members = pool(name)
        if members is None:
            row.note(key, "dangling", 键=key, 名称=name, 提示=near(name))
            continue
        taken = [member for member in members if (member in chosen) is out]
        if not taken:
            row.note(key, "selects_nothing", 键=key, 名称=selector)
        for member in taken:
            if out:
                del chosen[member]
            else:
                chosen[member] = None
    return tuple(chosen)


@dataclass(frozen=True, slots=True)
class UnitPool:
    """The units a selector may name."""

    units: Mapping[str, Unit]
    _known: dict[str, tuple[str, ...] | None] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __call__(self, name: str) -> tuple[str, ...] | None:
        """Return the units of a selector, None for a name nobody has."""
        if name in self.units and name[:1] != "@":
            return (name,)
        if name not in self._known:
            self._known[name] = self._several(name) if name[:1] == "@" else None
        return self._known[name]

    def _several(self, name: str) -> tuple[str, ...] | None:
        filing = [unit for unit in self.units.values() if unit.enabled and not unit.kind.group]
        if name == _ALL:
            return tuple(unit.id for unit in filing)
        if name.startswith(_WITHIN):
            home = name.removeprefix(_WITHIN)
            return tuple(unit.id for unit in filing if unit.within == home) if home in self.units else None
        level = name.removeprefix(_LEVEL)
        if name.startswith(_LEVEL) and level.isascii() and level.isdigit():
            return tuple(unit.id for unit in filing if unit.kind.level == int(level))
        found = tuple(unit.id for unit in filing if f"@{unit.kind.id}" == name)
        return found or (() if name in self.names else None)

    @property
    def names(self) -> tuple[str, ...]:
        """Every selector for the units of one kind, and the one for all."""
        return (*dict.fromkeys(f"@{unit.kind.id}" for unit in self.units.values() if not unit.kind.group), _ALL)

    def of(self, row: TomlRow, key: str, *, groups: bool = False) -> tuple[str, ...]:
        """Return the units a key of a row selects; groups only where they may stand."""
        chosen = select(row, key, self, lambda name: self._near(row, name))
        for name in () if groups else chosen:
            if self.units[name].kind.group:
                row.note(key, "not_a_filer", 键=key, 名称=name)
        return chosen

    def _near(self, row: TomlRow, name: str) -> str:
        """A unit's id is meant by who writes its name; ids are numbers, so a similar one is no hint."""
        for unit in self.units.values() if row.problems.hinting else ():
            if folded_name(name) in {folded_name(text) for text in called(unit)}:
                return say("plan.near", id=unit.id)
        return row.problems.near(name, self.names) if name.startswith("@") else ""
