"""Workbook reader: a book of ours, or one that another program saved again: the seal it carries, what it shows."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from forms.book.grid import BookGrid, FlatSheet
from forms.book_reading.foreign import foreign_grids
from forms.book_reading.properties import book_properties
from forms.book_reading.strict import NotOurs, strict_sheets
from forms.guards.guards import read_package
from forms.workbook.seal_page import SealedContent, pieces_of, sealed_content
from forms.workbook.shown import ShownWorkbook
from models.basics.errors import AppError
from models.basics.records import dataclass


@dataclass(frozen=True, kw_only=True)
class ReadBook:
    """What a book carries and shows.

    `own`: it is written as our writer does it, nothing hidden, and by no other program: then its sheets are `flat`, of
    any other book they are `foreign`. `about`: its properties, name and text.
    """

    sealed: SealedContent
    own: bool
    flat: tuple[FlatSheet, ...] = ()
    foreign: tuple[BookGrid, ...] = ()
    about: tuple[tuple[str, str], ...] = ()

    @cached_property
    def grids(self) -> tuple[BookGrid, ...]:
        """Its sheets cell by cell."""
        return self.foreign or tuple(one.grid() for one in self.flat)

    @cached_property
    def shown(self) -> "ShownWorkbook":
        """What stands in it, place by place: read when somebody asks. Raises AppError as `read_workbook`."""
        return _shown_once(self.grids)

    @property
    def visible(self) -> Mapping[str, str]:
        """Address → shown text of everything that is said under an address."""
        return self.shown.visible

    @property
    def masked(self) -> frozenset[str]:
        """The register columns (`R02.号牌号码`) whose heads say that they are masked."""
        return frozenset(self.shown.masked)


def read_workbook(content: bytes, *, own: bool = True, parts: Mapping[str, bytes] | None = None) -> ReadBook:
    """Read a workbook of ours, or one that another program has saved again.

    `own` False: nobody vouches for the package, so it is read as a foreign one even when it looks like ours.
    `parts`: what `read_package` gave, where it was read before.
    Raises AppError: "book_no_seal" for a book that is no return, "book_two_seals", "book_seal_damaged",
    "book_unreadable", "book_ambiguous", "book_too_large", and what the guards raise. Of a book as our writer makes it
    only the last sheet is read here, which carries the seal: the others when `shown` is asked for.
    """
    flat, about = (_own_sheets(content, parts) if own else None) or ((), ())
    grids: tuple[BookGrid, ...] = ()
    if not flat:
        grids, about = foreign_grids(content)
    pieces = _seal_of(flat[-1]) if flat else None
    if pieces is not None:
        return ReadBook(sealed=sealed_content(pieces), flat=flat, own=True, about=about)
    shown = _shown_once(grids or [one.grid() for one in flat])
    book = ReadBook(sealed=sealed_content(shown.seals[0]), flat=flat, foreign=grids, own=bool(flat), about=about)
    book.__dict__["shown"] = shown  # read already
    return book


def _seal_of(last: FlatSheet) -> Mapping[str, Mapping[int, str]] | None:
    """The pieces of the seal on the last sheet of a book of ours, None where there is not just one."""
    pieces = pieces_of(last)
    if pieces is not None:
        return pieces
    seals = _shown([last.grid()]).seals
    return seals[0] if len(seals) == 1 else None


def _shown(grids: Sequence[BookGrid]) -> "ShownWorkbook":
    shown = ShownWorkbook()
    for grid in grids:
        shown.read(grid)
    return shown


def _shown_once(grids: Sequence[BookGrid]) -> "ShownWorkbook":
    """What a book with one seal shows. Raises AppError("book_no_seal"), AppError("book_two_seals")."""
    shown = _shown(grids)
    if not shown.seals:
        raise AppError("book_no_seal")
    if len(shown.seals) > 1:
        raise AppError("book_two_seals")
    return shown


def is_written_by_us(content: bytes, parts: Mapping[str, bytes] | None = None) -> bool:
    """True for a book that is byte for byte of the kind our writer makes; `parts` as in `read_workbook`."""
    return _own_sheets(content, parts) is not None


def _own_sheets(
    content: bytes, parts: Mapping[str, bytes] | None
) -> tuple[tuple[FlatSheet, ...], tuple[tuple[str, str], ...]] | None:
    try:
        found = read_package(content) if parts is None else parts
        named = {name.removeprefix("/"): part for name, part in found.items()}
        return strict_sheets(named), book_properties(named)
    except (NotOurs, AppError):
        return None
