"""Own book: how a unit's own workbook is mapped to its sheet — mapped once by a person, remembered, read every period.

A figure is found again by the label of its line and the head of its column, the columns of a register by their heads,
not by their numbers: rows are added, and a head that names the period (2020年三季度) says another one next time.
What is not found again is refused by name, never guessed.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, field
from decimal import Decimal, InvalidOperation
from typing import Any

from models.basics.canonical import json_text
from models.basics.reading import clean_name
from models.basics.records import dataclass

REMEMBERED = "own_books"  # where a workspace keeps them
MOST_BOOKS = 20
THIS_YEAR = "本年"  # as a fixed value: the year of the plan, another one each year


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where one address is read: label of its row, head of its column, and both places as they were when mapped.

    `factor` turns the figure of the book into the item's measure (亩 → 万亩: 0.0001), `said` is the measure the book
    said then, "" for none, None in a mapping older than that: with another one the factor is no longer known to hold.
    `words` says which choice of the plan a word of the book means, for items with choices alone.
    """

    address: str
    label: str
    label_column: int
    row: int
    head: str
    column: int
    factor: str = "1"
    said: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """Where one column of a register is read: its head in the book and its place as it was when mapped.

    `factor`, `said` (columns of figures), `words` (columns with choices, yes or no) as in `Link`. `fixed`: the book
    lacks the column and every row says this value; then `head` is "" and `column` is 0.
    """

    name: str
    head: str = ""
    column: int = 0
    factor: str = "1"
    said: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    fixed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnList:
    """Rows of a sheet that are rows of a register; `row` is the line in which their heads ended when mapped."""

    register: str
    row: int
    columns: tuple[ListColumn, ...]

    @property
    def read(self) -> tuple[ListColumn, ...]:
        """The columns that are read from the book; the others always say the same."""
        return tuple(one for one in self.columns if not one.fixed)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBook:
    """One sheet of a unit's own workbook, mapped in a period: single figures, lists, or both."""

    sheet: str
    period: str = ""
    links: tuple[Link, ...] = ()
    lists: tuple[OwnList, ...] = ()


def written(books: Sequence[OwnBook]) -> str:
    """Return mappings as the text a workspace keeps."""
    return json_text([asdict(one) for one in books][:MOST_BOOKS])


def read_books(text: str | None) -> tuple[OwnBook, ...]:
    """Return the mappings a workspace keeps; those that cannot be read are none."""
    try:
        said = json.loads(text or "[]")
        return tuple(
            OwnBook(
                sheet=str(one["sheet"]),
                period=str(one.get("period", "")),
                links=tuple(Link(**link) for link in one["links"]),
                lists=tuple(map(_list, one.get("lists", ()))),
            )
            for one in said
        )
    except (ValueError, KeyError, TypeError):
        return ()


def _list(said: Mapping[str, Any]) -> OwnList:
    columns = tuple(ListColumn(**one) for one in said["columns"])
    return OwnList(register=str(said["register"]), row=int(said["row"]), columns=columns)


def with_book(books: Sequence[OwnBook], new: OwnBook) -> tuple[OwnBook, ...]:
    """Return the mappings with one more; it takes the place of one of the same sheet."""
    return (new, *(one for one in books if name_key(one.sheet) != name_key(new.sheet)))


def name_key(text: str) -> str:
    """Return a sheet's title or a head as it is compared from one period to the next: without its figures."""
    return re.sub(r"[\s\d〇一二三四五六七八九十.\-—~()（）]+", "", text)


def translated(text: str, words: Mapping[str, str]) -> str:
    """Return the choice a word of a book means, the text itself where it was not said what it means."""
    return words.get(clean_name(text), text)


def multiplied(text: str, factor: str) -> str | None:
    """Return a figure times a factor, exactly and written plainly; None for a text that is no plain figure."""
    try:
        value, times = Decimal(text.replace(",", "")), Decimal(factor)
    except InvalidOperation:
        return None
    if times == 1:
        return text
    product = value * times
    return format(product.normalize() if product else Decimal(0), "f")
