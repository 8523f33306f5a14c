"""Own reading: a workbook of which sheets were mapped before, read by their mapping, the others by their heads."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from forms.filling.collected import MOST_LEFT, CollectedOffers
from forms.filling.import_book import offer_of_book
from forms.filling.template_texts import KEY_SHEET, TemplateKeys
from forms.given.cells import ForeignBook, SheetCells
from forms.given.pieces import Tell, untold
from forms.given_books.books import read_given
from forms.guards.guards import guard_size
from forms.lists.heads import heads_at
from forms.lists.titles import told_titles
from forms.own_book.labels import PageLabels
from forms.own_book.links import column_of, head_of, link_to, one_line, texts_of, unsaid
from forms.own_book.lists import column_at, heads_now, is_there, read_lists
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.sizes import LARGEST_GIVEN
from models.filling.offer import Offer
from models.filling.own_book import Link, ListColumn, OwnBook, OwnList, name_key
from models.sheet.sheet import Sheet

NO_TABLE = ("import_nothing", "import_side_by_side")
Mapped = tuple[SheetCells, OwnBook]


def read_file(
    path: Path, sheet: Sheet, known: Sequence[OwnBook] = (), *, unseen: bool = False, tell: Tell = untold
) -> Offer:
    """Return what a workbook on the disk offers: sheets of the `known` mappings by them, all others by their heads.

    A template of ours is never read by a mapping. `tell` as `read_given` takes it, and with 0, 0 once all is read.
    Raises as `forms.filling.import_book.read_file`.
    """
    book = read_given(guard_size(path, LARGEST_GIVEN), path.name, tell)
    tell(0, 0)
    found = matching(book, known, sheet) if not any(one.title == KEY_SHEET for one in book.sheets) else ()
    if not found:
        try:
            return offer_of_book(book, path.name, sheet, unseen=unseen)
        except AppError as error:
            found = (renamed(book, known, sheet) or matching(book, known, sheet, half=True)) if _none(error) else ()
            if not found:
                raise
    mine = offer_of(found, sheet, path.name)
    try:
        rest = offer_of_book(_without(book, found), path.name, sheet, unseen=unseen)
    except AppError as error:
        if not _none(error):
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


def _none(error: AppError) -> bool:
    return error.code in NO_TABLE


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


def renamed(book: ForeignBook, known: Sequence[OwnBook], sheet: Sheet) -> tuple[Mapped, ...]:
    """Return the sheets in which all of a mapping is found whose own sheet is not there: it is called otherwise now."""
    called = [(own, page_of(book, own)) for own in known]
    free = [page for page in book.sheets if not page.unseen and all(page is not one for _, one in called)]
    labels = [PageLabels(page) for page in free]
    found: list[Mapped] = []
    for own in (own for own, page in called if page is None):
        fitting = [one for one in labels if _fits_whole(one, own, sheet)]
        if len(fitting) == 1:
            found.append((fitting[0].page, own))
            labels.remove(fitting[0])
    return tuple(found)


def _fits_whole(labels: PageLabels, own: OwnBook, sheet: Sheet) -> bool:
    """True when every line and list of a mapping is found in a sheet, and they are more than one line."""
    rows = [(one, labels.place(one)) for one in own.links]
    lines = (place is not None and column_of(labels.page, one, place[0]) is not None for one, place in rows)
    lists = (one.register in sheet.register_ids and _is_there(labels.page, one, sheet) for one in own.lists)
    return (len(own.links) > 1 or bool(own.lists)) and all(lines) and all(lists)


def _fits(page: SheetCells, own: OwnBook, sheet: Sheet, *, half: bool) -> bool:
    labels = PageLabels(page)
    rows = ((one, labels.place(one)) for one in own.links)
    lines = (place is not None and (half or column_of(page, one, place[0]) is not None) for one, place in rows)
    lists = (half or _is_there(page, one, sheet) for one in own.lists if one.register in sheet.register_ids)
    return any(lines) or any(lists)


def _is_there(page: SheetCells, own: OwnList, sheet: Sheet) -> bool:
    return is_there(page, own, sheet.plan.registers[own.register])


def as_it_stands(page: SheetCells, own: OwnBook, sheet: Sheet) -> OwnBook:
    """Return a mapping with the places and heads its parts have in a sheet now; what is not found is left out.

    From it a person goes on when a workbook is mapped again: words and fixed values are kept, and factors, unless the
    book says another measure now.
    """
    links, labels = [], PageLabels(page)
    for link in own.links:
        place = labels.place(link)
        column = column_of(page, link, place[0]) if place is not None else None
        if place is not None and column is not None:
            links.append(_link_now(page, replace(link, label_column=place[1]), place[0], column, sheet))
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
        _tell(collected, page, own)
    return collected.offer(name, TemplateKeys())


def _tell(collected: CollectedOffers, page: SheetCells, own: OwnBook) -> None:
    """Say what is odd about a mapped sheet as a whole: its name, its title, and measures it says no more."""
    if name_key(page.title) != name_key(own.sheet):
        collected.remarks.append(say("imports.own_renamed", 原=own.sheet, 表=page.title))
    labels = PageLabels(page)
    rows = [place[0] for one in own.links if (place := labels.place(one)) is not None]
    rows += [row for row, places in (heads_now(page, one) for one in own.lists) if places]
    if rows:
        collected.remarks += told_titles(collected.sheet, page, min(rows))
    if names := unsaid(page, own.links, collected.sheet):
        more = "…" if len(names) > MOST_LEFT else ""
        collected.remarks.append(say("imports.own_unsaid", 行="、".join(names[:MOST_LEFT]) + more))
