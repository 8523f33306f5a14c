"""Heads: a row of column heads, known by its words, and which column of a sheet stands under which of them."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cache

from forms.book.text import word
from models.basics.messages import CHINESE, language_in_use, text_of
from models.basics.records import dataclass

HEADS = {  # kind of sheet → heads that tell it, the most telling first
    "seal": ("part", "ordinal", "chunk"),
    "register": ("number", "register"),
    "findings": ("explanation_code", "explanation"),
    "table": ("code", "value"),
    "progress": ("code", "role"),
    "cover": ("code", "content"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadRow:
    """A row of heads: the kind of sheet it makes, and the columns of each head by word."""

    kind: str
    columns: Mapping[str, tuple[int, ...]]
    names: Mapping[int, str]
    masked: frozenset[int]
    whole: Mapping[int, str]
    keys: dict[str, tuple[int, ...]] = field(default_factory=dict)  # the same columns by our own name of a head
    known: dict[Sequence[str], frozenset[int]] = field(default_factory=dict)  # the first columns of some heads

    def places(self, key: str) -> tuple[int, ...]:
        """Return the columns under one of our heads."""
        found = self.keys.get(key)
        if found is None:
            found = self.keys[key] = self.columns.get(word(f"column.{key}"), ())
        return found

    def first(self, key: str) -> int:
        """Return the first of them, 0 for none."""
        places = self.places(key)
        return places[0] if places else 0

    def texts(self, key: str, row: Mapping[int, str]) -> list[str]:
        """Return what a row says under one of our heads."""
        return [row[column] for column in self.places(key) if row.get(column)]

    def unplaced(self, known: Sequence[str], row: Mapping[int, str]) -> list[tuple[int, str]]:
        """The cells of a row that stand under none of the known heads; of each of these only the first counts."""
        places = self.known.get(known)
        if places is None:
            places = self.known[known] = frozenset(map(self.first, known))
        return [(column, text) for column, text in row.items() if column not in places]


def _own_heads() -> set[str]:
    """What our writer calls the columns of a table, but for the one of its lines."""
    keys = ("code", "value", "name", "measure", "last_year", "state", "control", "last_year_control", "note")
    return {text for key in keys for text in (text_of(CHINESE, f"papers.book.column.{key}") or "").split("\n")[:1]}


@cache
def _telling(language: str) -> tuple[tuple[str, ...], bool]:
    """The head that tells each kind of sheet, and whether one is ASCII: a row in which none occurs has no heads."""
    heads = tuple(word(f"column.{keys[0]}") for keys in HEADS.values())
    return heads, any(map(str.isascii, heads))


def head_row(row: Mapping[int, str]) -> HeadRow | None:
    """Return the row of heads that some texts are, column → text; None for a row that is none."""
    telling, plain = _telling(language_in_use())
    texts = "\n".join(row.values() if plain else [text for text in row.values() if not text.isascii()])
    if not any(one in texts for one in telling):
        return None
    names = {column: text.partition("\n")[0].strip() for column, text in row.items()}
    words = set(names.values())
    for kind, keys in HEADS.items():
        if all(word(f"column.{key}") in words for key in keys):
            if kind == "table" and names[min(names)] not in _own_heads():
                names[min(names)] = word("column.line")  # whatever the plan calls the units of its lines
            columns: dict[str, tuple[int, ...]] = {}
            for column in sorted(names):
                columns[names[column]] = (*columns.get(names[column], ()), column)
            masked = frozenset(column for column, text in row.items() if word("mark.masked") in text)
            return HeadRow(kind=kind, columns=columns, names=names, masked=masked, whole=dict(row))
    return None
