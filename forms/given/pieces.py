"""Pieces: a book on its way from the worker, some thousand cells at a time, and how far it has been read.

A book of a million cells in one piece kept every thread of the program for a second while it was unpacked, and was held
three times over in the worker. Nothing but texts, numbers and lists travels.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from itertools import islice
from typing import Any

from forms.given.cells import ForeignBook, GivenCell, SheetCells

AT_ONCE = 10_000  # cells, or places of merges, of one piece
Tell = Callable[[int, int], None]  # how much of a book is read, of how much
Give = Callable[[Any], Any]
_MARKS = tuple(one.name for one in fields(GivenCell) if one.type in ("bool", bool))


def untold(_: int, __: int) -> None:
    """Tell nobody how far a book is read."""


def give_away(book: ForeignBook, give: Give) -> Any:  # noqa: ANN401 - plain data
    """Give away what a book holds, piece by piece, and return what is left of it: its sheets without their cells."""
    whole = sum(len(row) for sheet in book.sheets for row in sheet.rows.values())
    done = 0
    for place, sheet in enumerate(book.sheets):
        for piece in _pieces(sheet):
            done += sum(map(len, piece.values()))
            give(("rows", place, piece, done, whole))
        for merged in _parts(sheet.merged):
            give(("merged", place, merged, done, whole))
    saved = book.saved.isoformat() if book.saved else None
    return list(map(_bare, book.sheets)), saved, list(book.told)


def _pieces(sheet: SheetCells) -> Iterator[dict[int, dict[int, Any]]]:
    piece: dict[int, dict[int, Any]] = {}
    count = 0
    for number, row in sheet.rows.items():
        piece[number] = {column: _plain(one) for column, one in row.items()}
        count += len(row)
        if count >= AT_ONCE:
            yield piece
            piece, count = {}, 0
    if piece:
        yield piece


def _parts(merged: Mapping[Any, Any]) -> Iterator[list[Any]]:
    left = iter(merged.items())
    while part := list(islice(left, AT_ONCE)):
        yield part


def _plain(one: GivenCell) -> Any:  # noqa: ANN401
    marks = sum(getattr(one, name) << place for place, name in enumerate(_MARKS))
    return (one.text, marks, one.seen, one.day) if marks or one.seen is not None or one.day else one.text


def _bare(sheet: SheetCells) -> Any:  # noqa: ANN401
    looks = (sheet.unseen, sheet.formatless, sheet.dressed, sheet.veiled)
    return sheet.title, list(sheet.hidden), list(sheet.hidden_columns), looks


class Arriving:
    """A book that arrives in pieces."""

    def __init__(self, tell: Tell = untold) -> None:
        """Begin with nothing; `tell` is called with how much of it is here."""
        self._tell = tell
        self._rows: dict[int, dict[int, dict[int, GivenCell]]] = {}
        self._merged: dict[int, dict[Any, Any]] = {}

    def take(self, piece: Any) -> None:  # noqa: ANN401
        """Take what the worker gives: a piece of a sheet, or the word how far it has read."""
        kind, *said = piece
        if kind == "read":
            self._tell(*said)
            return
        place, part, done, whole = said
        if kind == "merged":
            self._merged.setdefault(place, {}).update(part)
        else:
            rows = self._rows.setdefault(place, {})
            for number, row in part.items():
                rows[number] = {column: _cell(one) for column, one in row.items()}
        self._tell(done, whole)

    def book(self, said: Any) -> ForeignBook:  # noqa: ANN401
        """Return the book of which all pieces are here; `said` is what is left of it."""
        bare, saved, told = said
        sheets = [self._sheet(place, *one) for place, one in enumerate(bare)]
        return ForeignBook(tuple(sheets), datetime.fromisoformat(saved) if saved else None, tuple(map(str, told)))

    def _sheet(self, place: int, title: str, hidden: list[int], columns: list[int], looks: Any) -> SheetCells:  # noqa: ANN401
        unseen, formatless, dressed, veiled = looks
        return SheetCells(
            title=title,
            rows=self._rows.get(place, {}),
            hidden=frozenset(hidden),
            hidden_columns=frozenset(columns),
            merged=self._merged.get(place, {}),
            unseen=unseen,
            formatless=formatless,
            dressed=dressed,
            veiled=tuple(map(tuple, veiled)),
        )


def _cell(said: Any) -> GivenCell:  # noqa: ANN401
    if isinstance(said, str):
        return GivenCell(said)
    text, marks, seen, day = said
    return GivenCell(text, seen=seen, day=day, **{name: bool(marks >> n & 1) for n, name in enumerate(_MARKS)})
