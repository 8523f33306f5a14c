"""Names: what people call the things of a plan in a book, for the ids they stand for.

A cell that refers to something holds its id; whoever types a book by hand writes its name. A name that only one thing
of its kind has is taken for it, any other is left as it is and told by the loader.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from forms.plan_book.pages import folded
from models.plan.rows.keys import KEYS, Key, Type
from models.planning.source import Rows

_ITEMS = ("item", "part", "indicator", "process")


class PlanNames:
    """Ids and names of everything in a plan, by kind of table."""

    def __init__(self, rows: Rows) -> None:
        """Collect them."""
        found: dict[str, list[Mapping[str, Any]]] = {kind: list(found) for kind, found in rows.items()}
        found["part"] = [part for one in rows.get("process", ()) for part in one.get("part", ())]
        self._known = {kind: _by_name(of) for kind, of in found.items()}
        self._ids = {kind: {str(one.get("id")) for one in of} for kind, of in found.items()}
        self._collective = {
            folded(str(one["all"])): str(one["id"]) for one in rows.get("unit_kind", ()) if "all" in one and "id" in one
        }

    def one(self, text: str, *kinds: str) -> str:
        """Return the id somebody means among some kinds; the text itself where that is open."""
        if any(text in self._ids.get(kind, ()) for kind in kinds):
            return text
        for kind in kinds:
            if (found := self._known.get(kind, {}).get(folded(text))) is not None:
                return found
        return text

    def units(self, text: str) -> str:
        """Return the selector somebody means: a unit, or all of a kind."""
        out = "-" if text.startswith("-") else ""
        name = text.removeprefix("-")
        if name.startswith("@"):
            return f"{out}@{self.one(name[1:], 'unit_kind')}" if ":" not in name else text
        if (kind := self._collective.get(folded(name))) is not None and name not in self._ids.get("unit", ()):
            return f"{out}@{kind}"
        return out + self.one(name, "unit", "group")


def _by_name(rows: list[Mapping[str, Any]]) -> dict[str, str]:
    """Return folded name → id, of the names that only one row has."""
    owners: dict[str, str] = {}
    times: Counter[str] = Counter()
    for row in rows:
        for name in dict.fromkeys(folded(text) for text in _called(row)):
            times[name] += 1
            owners[name] = str(row.get("id", ""))
    return {name: id for name, id in owners.items() if times[name] == 1 and id}


def _called(row: Mapping[str, Any]) -> Iterator[str]:
    yield from (str(row[key]) for key in ("name", "full_name", "title") if row.get(key))
    yield from (text for text in row.get("aliases", ()) if isinstance(text, str))
    yield from (str(one["name"]) for one in row.get("names", ()) if "name" in one)


def put_ids(rows: Rows) -> None:
    """Write the id in the place of every name a row refers to."""
    names = PlanNames(rows)
    for kind, found in rows.items():
        for row in found:
            _put(row, kind, names)


def _put(row: dict[str, Any], table: str, names: PlanNames) -> None:
    for key in KEYS[table].keys if table in KEYS else ():
        value = row.get(key.name)
        if value is None:
            continue
        if key.type in (Type.TABLE, Type.ROWS):
            for inner in value if isinstance(value, list) else [value]:
                _put(inner, key.of, names)
        else:
            row[key.name] = _meant(key, value, names)


def _meant(key: Key, value: Any, names: PlanNames) -> Any:  # noqa: ANN401
    kinds = {"item": ("item", "part"), "unit": ("unit", "group")}.get(key.of, (key.of,))
    if key.type is Type.REF:
        return names.one(value, *kinds)
    if key.type is Type.REFS:
        return [names.one(text, *kinds) for text in value]
    if key.type is Type.UNITS:
        return [names.units(text) for text in value]
    if key.type is Type.ITEMS:
        return [names.one(text, *_ITEMS) if not text.startswith("-") else text for text in value]
    if key.type is Type.FOLLOWS:
        return names.one(value, "period") if isinstance(value, str) else value
    return value
