"""Own reading: a workbook of which sheets were mapped before, read by their mapping, the others by their heads."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from forms.filling.import_book import offer_of_book
from forms.filling.import_page import CollectedOffers
from forms.filling.template_texts import KEY_SHEET, TemplateKeys
from forms.given.cells import ForeignBook, SheetCells
from forms.given_books.books import read_given
from forms.guards.guards import guard_size
from forms.lists.heads import heads_at
from forms.own_book.links import column_of, head_of, link_to, one_line, row_of, texts_of
from forms.own_book.lists import column_at, heads_now, is_there, read_lists
from models.basics.errors import AppError
from models.basics.sizes import LARGEST_GIVEN
from models.filling.offer import Offer
from models.filling.own_book import Link, ListColumn, OwnBook, OwnList, name_key
from models.sheet.sheet import Sheet

NO_TABLE = ("import_nothing", "import_side_by_side")
Mapped = tuple[SheetCells, OwnBook]


def read_file(path: Path, sheet: Sheet, known: Sequence[OwnBook] = (), *, unseen: bool = False) -> Offer:
    """Return what a workbook on the disk offers: sheets of the `known` mappings by them, all others by their heads.

    A template of ours is never read by a mapping. Raises as `forms.filling.import_book.read_file`.
    """
    book = read_given(guard_size(path, LARGEST_GIVEN), path.name)
    found = matching(book, known, sheet) if not any(one.title == KEY_SHEET for one in book.sheets) else ()
    if not found:
        try:
            return offer_of_book(book, path.name, sheet, unseen=unseen)
        except AppError as error:
            found = matching(book, known, sheet, half=True) if error.code in NO_TABLE else ()
            if not found:
                raise
    mine = offer_of(found, sheet, path.name)
    try:
        rest = offer_of_book(_without(book, found), path.name, sheet, unseen=unseen)
    except AppError as error:
        if error.code not in NO_TABLE:
            raise
        return mine
    return replace(
        rest,
        texts=(*mine.texts, *rest.texts),
        rows=(*mine.rows, *rest.rows),
        refused=(*mine.refused, *rest.refused),
        remarks=(*mine.remarks, *rest.remarks),
        scope=mine.scope | rest.scope,
    )


def _without(book: ForeignBook, found: Sequence[Mapped]) -> ForeignBook:
    taken = {page.title for page, _ in found}
    return replace(book, sheets=tuple(page for page in book.sheets if page.title not in taken))


def matching(book: ForeignBook, known: Sequence[OwnBook], sheet: Sheet, *, half: bool = False) -> tuple[Mapped, ...]:
    """Return the sheets of a book that were mapped before, each with its mapping.

    A mapping fits where something of it is found again; `half`: where at least the label of a line is.
    """
    found: list[Mapped] = []
    for own in known:
        page = page_of(book, own)
        if page is not None and all(page is not one for one, _ in found) and _fits(page, own, sheet, half=half):
            found.append((page, own))
    return tuple(found)


def _fits(page: SheetCells, own: OwnBook, sheet: Sheet, *, half: bool) -> bool:
    rows = ((one, row_of(page, one)) for one in own.links)
    lines = (row is not None and (half or column_of(page, one, row) is not None) for one, row in rows)
    lists = (
        half or is_there(page, one, sheet.plan.registers[one.register])
        for one in own.lists
        if one.register in sheet.register_ids
    )
    return any(lines) or any(lists)


def as_it_stands(page: SheetCells, own: OwnBook, sheet: Sheet) -> OwnBook:
    """Return a mapping with the places and heads its parts have in a sheet now; what is not found is left out.

    From it a person goes on when a workbook is mapped again: words and fixed values are kept, and factors, unless the
    book says another measure now.
    """
    links = []
    for link in own.links:
        row = row_of(page, link)
        column = column_of(page, link, row) if row is not None else None
        if row is not None and column is not None:
            links.append(_link_now(page, link, row, column, sheet))
    lists = []
    for one in own.lists:
        row, places = heads_now(page, one)
        columns = tuple(
            column if column.fixed else _column_now(page, row, column, places[column.name], one, sheet)
            for column in one.columns
            if column.fixed or column.name in places
        )
        if places:
            lists.append(replace(one, row=row, columns=columns))
    return OwnBook(sheet=page.title, period=own.period, links=tuple(links), lists=tuple(lists))


def _link_now(page: SheetCells, link: Link, row: int, column: int, sheet: Sheet) -> Link:
    found = replace(link, row=row, column=column, head=head_of(page, column, row))
    slot = sheet.slots.get(link.address)
    if slot is None:
        return found
    new = link_to(page, link.address, slot.item, row, column, link.label_column)
    return found if link.said == new.said else replace(found, said=new.said, factor=new.factor)


def _column_now(page: SheetCells, row: int, one: ListColumn, place: int, own: OwnList, sheet: Sheet) -> ListColumn:
    found = replace(one, column=place, head=one_line(heads_at(page, row).get(place, one.head)))
    column = sheet.plan.registers[own.register].column(one.name) if own.register in sheet.plan.registers else None
    if column is None:
        return found
    new = column_at(page, row, column, heads_at(page, row), place)
    return found if one.said == new.said else replace(found, said=new.said, factor=new.factor)


def page_of(book: ForeignBook, own: OwnBook) -> SheetCells | None:
    """Return the sheet a mapping is for: by its title, or by it without figures where only one is called so."""
    exact = [page for page in book.sheets if page.title == own.sheet]
    alike = [page for page in book.sheets if name_key(page.title) == name_key(own.sheet)]
    return exact[0] if exact else alike[0] if len(alike) == 1 else None


def offer_of(found: Sequence[Mapped], sheet: Sheet, name: str) -> Offer:
    """Return what mapped sheets offer; whatever is not found again is refused by name."""
    collected = CollectedOffers(sheet)
    for page, own in found:
        texts, refused = texts_of(page, own.links, sheet, own.period)
        collected.texts += texts
        collected.refused += refused
        collected.scope |= {one.address for one in own.links}
        read_lists(collected, page, own.lists)
    return collected.offer(name, TemplateKeys())
