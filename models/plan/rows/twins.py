"""Twins: rows of one id, and rows of one name that whoever has both cannot tell apart by anything beside it."""

import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from models.plan.records.units import folded_name
from models.plan.rows.toml_row import ID, Rows, TomlRow

MOST = 50  # rows of one name in one place that the next one is held against
_Record = TypeVar("_Record")


def fold(text: str) -> str:
    """Return a text as ids are compared: width and case make no difference, as in names of files."""
    return text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def unique(rows: Iterable[tuple[str, TomlRow, _Record]]) -> dict[str, _Record]:
    """Return id → record, noting every id that stands twice; a record without an id has been noted."""
    found: dict[str, _Record] = {}
    folded: dict[str, str] = {}
    for name, row, record in rows:
        other = folded.setdefault(fold(name), name)
        if name in found:
            row.note("id", "duplicate", 编号=name)
        elif other != name:
            row.note("id", "too_alike", 编号=name, 另一=other)
        elif name:
            found[name] = record
    return found


def tear(kind: str, rows: Rows) -> None:
    """Remember a kind of rows of which one has no id of its own, which is noted: what leads nowhere may mean it."""
    ids = [str(row.found["id"]) for row in rows if "id" in row.found]
    if len({fold(id) for id in ids}) < len(ids) or not all(ID.fullmatch(id) for id in ids):
        rows[0].problems.torn.add(kind)


class Named(NamedTuple):
    """A row by its name: what else is seen beside it, in each place it stands, and who has it (None: everybody)."""

    row: TomlRow
    beside: tuple[Hashable, ...] = ((),)
    has: frozenset[str] | None = None
    key: str = "name"

    @property
    def id(self) -> str:
        """The id as written."""
        return str(self.row.found.get("id", ""))

    @property
    def name(self) -> str:
        """The name as written, "" for none."""
        said = self.row.found.get(self.key)
        return said if isinstance(said, str) else ""

    def meets(self, other: "Named") -> bool:
        """True when somebody has both."""
        return self.has is None or other.has is None or not self.has.isdisjoint(other.has)


def seen_name(name: str) -> str:
    """Return a name as an eye compares it: white space, case, width and brackets make no difference."""
    return fold(folded_name(name))


def refuse_twins(rows: Iterable[Named], sentence: str) -> None:
    """Note each row that has the name of an earlier one, stands where that one stands, and comes to the same people."""
    named = [(seen_name(one.name), one) for one in rows]
    times = Counter(name for name, _ in named if name)
    seen: dict[tuple[str, Hashable], list[Named]] = {}
    for name, one in named:
        places = [(name, place) for place in one.beside] if times[name] > 1 else []
        others = (other for place in places for other in seen.get(place, ()))
        twin = next((other for other in others if other.id != one.id and other.meets(one)), None)
        if twin is not None:
            one.row.note(one.key, sentence, 编号=one.id, 另一=twin.id, 名称=one.name)
        for place in places:
            if len(those := seen.setdefault(place, [])) < MOST:
                those.append(one)


def those_read(rows: Iterable[TomlRow], found: Mapping[str, object]) -> Iterable[TomlRow]:
    """Yield the rows of which a record was made."""
    return (row for row in rows if str(row.found.get("id")) in found)
