"""Own book: how a unit's own workbook is mapped to its sheet — mapped once by a person, remembered, read every period.

A line is found again by its label and a column by its head, not by their numbers: rows are added, and a head that
names the period (2020年三季度) says another one next time. What is not found again is refused by name, never guessed.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation

from models.basics.canonical import json_text

REMEMBERED = "own_books"  # where a workspace keeps them
MOST_BOOKS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where one address is read: label of its row, head of its column, and both places as they were when mapped.

    `factor` turns the figure of the book into the item's measure (亩 → 万亩: 0.0001).
    """

    address: str
    label: str
    label_column: int
    row: int
    head: str
    column: int
    factor: str = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBook:
    """One sheet of a unit's own workbook, mapped."""

    sheet: str
    links: tuple[Link, ...]


def written(books: Sequence[OwnBook]) -> str:
    """Return mappings as the text a workspace keeps."""
    return json_text([asdict(one) for one in books][:MOST_BOOKS])


def read_books(text: str | None) -> tuple[OwnBook, ...]:
    """Return the mappings a workspace keeps; those that cannot be read are none."""
    try:
        said = json.loads(text or "[]")
        return tuple(
            OwnBook(sheet=str(one["sheet"]), links=tuple(Link(**link) for link in one["links"])) for one in said
        )
    except (ValueError, KeyError, TypeError):
        return ()


def with_book(books: Sequence[OwnBook], new: OwnBook) -> tuple[OwnBook, ...]:
    """Return the mappings with one more; it takes the place of one of the same sheet."""
    return (new, *(one for one in books if name_key(one.sheet) != name_key(new.sheet)))


def name_key(text: str) -> str:
    """Return a sheet's title or a head as it is compared from one period to the next: without its figures."""
    return re.sub(r"[\s\d〇一二三四五六七八九十.\-—~()（）]+", "", text)


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
