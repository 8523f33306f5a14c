"""Proposals: several books for one sheet, taken together — the order in which they were chosen decides nothing.

Where two books say different things of one cell, or of one column of a row with the same key, neither is taken: both
are named. What one book alone says twice is `models.filling.proposal`'s.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from models.basics.messages import say
from models.basics.reading import quoted
from models.filling.offer import Offer, OfferedRow, Refusal
from models.filling.proposal import Proposal, applied, called, meaning, propose
from models.plan.plan import folded_name
from models.sheet.rows import folded_key, read_row, row_key
from models.sheet.sheet import Sheet


def propose_all(sheet: Sheet, offers: Sequence[Offer]) -> tuple[Proposal, ...]:
    """Return what taking several offers together would change, one proposal for each, in their order."""
    cells, rows = _disputed_cells(sheet, offers), _disputed_rows(sheet, offers)
    found: list[Proposal] = []
    now = sheet
    for place, offer in enumerate(offers):
        left = _without(offer, place, cells, rows) if cells or rows else offer
        found.append(propose(now, left))
        now = applied(now, found[-1])
    return tuple(found)


def _disputed_cells(sheet: Sheet, offers: Sequence[Offer]) -> Mapping[str, str]:
    """Address → why it is refused: what each book says of it; a blank says nothing."""
    said: defaultdict[str, dict[int, set[tuple[object, ...]]]] = defaultdict(dict)
    texts: dict[tuple[str, int], str] = {}
    for number, offer in enumerate(offers):
        for one in offer.texts:
            if one.text.strip() or one.state is not None:
                said[one.address].setdefault(number, set()).add(meaning(sheet, one))
                texts.setdefault((one.address, number), one.text.strip())
    return {
        address: _differ_words(called(sheet, address), [(offers[n].name, texts[address, n]) for n in by_book])
        for address, by_book in said.items()
        if len(by_book) > 1 and len(set().union(*by_book.values())) > 1
    }


_RowPlace = tuple[int, int]  # which offer, which of its rows


def _disputed_rows(sheet: Sheet, offers: Sequence[Offer]) -> Mapping[_RowPlace, str]:
    """Rows that another book gives with another text in the same column → why they are refused."""
    keyed: defaultdict[tuple[str, tuple[str, ...]], list[_RowPlace]] = defaultdict(list)
    for number, offer in enumerate(offers):
        for place, row in enumerate(offer.rows):
            register = sheet.plan.registers.get(row.register)
            key = row_key(register, read_row(register, 1, row.texts).values) if register else ()
            if key:
                keyed[(row.register, folded_key(key))].append((number, place))
    found: dict[_RowPlace, str] = {}
    for (name, _), places in keyed.items():
        once = max(Counter(number for number, _ in places).values()) == 1
        if len(places) > 1 and once and _differ(sheet, [offers[n].rows[p] for n, p in places]):
            register, first = sheet.plan.registers[name], offers[places[0][0]].rows[places[0][1]]
            called_row = "·".join((register.name, *row_key(register, read_row(register, 1, first.texts).values)))
            books = dict.fromkeys((offers[number].name, "") for number, _ in places)
            found.update(dict.fromkeys(places, _differ_words(called_row, books)))
    return found


def _differ_words(place: str, said: Iterable[tuple[str, str]]) -> str:
    """Why nothing is taken of a place: the name of each book, with what it says where that is one text."""
    books = (f"{name} {quoted(text)}" if text else name for name, text in said)
    return say("imports.books_differ", 项=place, 表="、".join(books))


def _differ(sheet: Sheet, rows: Sequence[OfferedRow]) -> bool:
    register = sheet.plan.registers[rows[0].register]
    named = register.keys[0] if register.keys else ()
    said: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        read = read_row(register, 1, row.texts)
        for column, text in {**read.values, **read.raw}.items():
            said[column].add(folded_name(text) if column in named else text)
    return any(len(texts) > 1 for texts in said.values())


def _without(offer: Offer, number: int, cells: Mapping[str, str], rows: Mapping[_RowPlace, str]) -> Offer:
    """Return an offer without what is disputed; what was left out is refused by name."""
    refused = [Refusal(one.place, cells[one.address]) for one in offer.texts if one.address in cells]
    for place, row in enumerate(offer.rows):
        if (number, place) in rows:
            refused.append(Refusal(row.place, rows[number, place]))
    return replace(
        offer,
        texts=tuple(one for one in offer.texts if one.address not in cells),
        rows=tuple(row for place, row in enumerate(offer.rows) if (number, place) not in rows),
        refused=(*offer.refused, *refused),
    )
