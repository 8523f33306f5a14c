"""Offer: what a book, a list or a pasted block offers to a sheet, as its reader found it; nothing is taken yet.

Texts by address and rows by register, each with the place it stands at in the book.
"""

from collections.abc import Mapping
from datetime import datetime

from models.basics.records import dataclass
from models.sheet.cells import State


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that is not taken: where it stands in the book, and one sentence why."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedText:
    """A text for a cell; `state` instead of it where a state was said in words, with its note.

    A blank text is a blank cell: it changes nothing, and where the sheet says something that is told.
    """

    address: str
    text: str
    place: str
    state: State | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class OfferedRow:
    """A row for a register: typed texts by column; blank columns are left out."""

    register: str
    texts: Mapping[str, str]
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Everything one book or block offers. `remarks` are sentences about it as a whole (hidden rows, other sheets)."""

    name: str
    texts: tuple[OfferedText, ...] = ()
    rows: tuple[OfferedRow, ...] = ()
    refused: tuple[Refusal, ...] = ()
    remarks: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()  # hidden sheets nobody has asked for
    supplier: str = ""  # who filled it, as the template was made for; "" = not said
    slice: str = ""  # id of the slice the book answers (models.filling.slices); "" = none
    at: datetime | None = None  # when the book says it was saved last
    scope: frozenset[str] = frozenset()  # ids of the tables, registers and blocks it speaks of
