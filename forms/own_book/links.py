"""Own links: what single figures of a mapped sheet offer, and what a mapping may look like at first sight.

A first mapping is proposed by names: a row whose label is an item's name, the column the person points at, the factor
from the measure that stands in the row or the head. The person looks at it before it is remembered.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from forms.filling.collected import odd_look, percent_unseen
from forms.given.cells import SheetCells
from forms.guards.columns import column_letters
from forms.lists.said_measures import chosen, factor_to, said_above, said_alone
from forms.own_book.labels import PageLabels, is_figure, label_key
from models.basics.messages import say
from models.basics.quantity import Measures
from models.basics.reading import WRONG_MEASURE, EntryError, read_number
from models.filling.offer import OfferedText, Refusal
from models.filling.own_book import Link, multiplied, name_key, translated
from models.plan.plan import Item
from models.sheet.sheet import Sheet

HEAD_WITHIN = 40
_TIME = re.compile(r"[年月日季周]")
_MONTHS = re.compile(r"(\d{1,2})月?[-—–~～至到]+\d{1,2}月")
_BRACKETS = re.compile(r"[(（]([^()（）]+)[)）]")


def texts_of(
    page: SheetCells, links: Sequence[Link], sheet: Sheet, period: str = ""
) -> tuple[list[OfferedText], list[Refusal]]:
    """Return what links of a sheet offer, and each that is not found again, refused by name.

    `period`: the one in which they were mapped. In another one a head that stands beside its like (1—6月, 1—9月) says
    no longer which of them is meant.
    """
    again = period in ("", sheet.period_id)
    texts: list[OfferedText] = []
    refused: list[Refusal] = []
    labels = PageLabels(page)
    for link in links:
        slot = sheet.slots.get(link.address.partition("/")[0])
        found = _text(labels, link, slot.item if slot else None, again=again)
        if isinstance(found, Refusal):
            refused.append(found)
        elif found is not None:
            texts.append(found)
    return texts, refused


def _text(labels: PageLabels, link: Link, item: Item | None, *, again: bool) -> OfferedText | Refusal | None:
    page, found = labels.page, labels.place(link)
    column = column_of(page, link, found[0], again=again) if found is not None else None
    if found is None or column is None:
        key = "own_no_row" if found is None else "own_no_column"
        return Refusal(page.title, say(f"imports.{key}", 行=link.label, 栏=one_line(link.head)))
    row = found[0]
    place = say("imports.place", 表=page.title, 行=row, 列=column_letters(column))
    if reason := _over_several(page, row, column) or _other_measure(page, link, item, row, column):
        return Refusal(place, reason)
    shown = page.rows.get(row, {}).get(column)
    if shown is None or not (shown.text.strip() or shown.stale):
        return None
    if odd := say("imports.stale") if shown.stale else odd_look(page, shown):
        return Refusal(place, odd)
    measure = item.measure if item is not None and link.factor == "1" else ""
    if unseen := percent_unseen(page, shown.text.strip(), measure):  # a factor says which of the two it is
        return Refusal(place, unseen)
    said = translated(shown.text, link.words)
    text = said if link.factor == "1" else multiplied(said.strip(), link.factor)
    if text is None:
        return Refusal(place, say("imports.own_no_figure", 原文=shown.text[:40]))
    where = place if link.factor == "1" else say("imports.own_times", 处=place, 原文=shown.text, 倍=link.factor)
    if said != shown.text:
        where = say("imports.own_converted", 处=place, 换算=say("imports.own_word", 原文=shown.text, 用词=said))
    return OfferedText(address=link.address, text=text, place=where)


def _over_several(page: SheetCells, row: int, column: int) -> str:
    """Say that a figure stands in a merge of several lines, or of other columns too; "" where it does not."""
    first = page.merged.get((row, column))
    if first is None or not page.text(*first):
        return ""
    alone = first == (row, column) and page.merged.get((row + 1, column)) != first
    return "" if alone else say("imports.merged", 行=row)


def _other_measure(page: SheetCells, link: Link, item: Item | None, row: int, column: int) -> str:
    """Say that the book says another measure than when a link was made; "" where it does not."""
    if item is None or not item.numeric or not page.text(row, column):
        return ""
    said = said_for(page, item, row, head_of(page, column, row))
    return other_measure(said, link.said, link.factor, link.label, item.measure, item.accepts, item.measures)


def other_measure(
    now: str,
    then: str | None,
    factor: str,
    name: str,
    measure: str,
    accepts: Mapping[str, Decimal],
    measures: Measures,
) -> str:
    """Say that a measure, and with it the factor, is another one now; "" where the mapping holds.

    What a person has chosen holds as long as the book says the same; of an older mapping, while its factor fits.
    """
    if not now or (then and measures.name(then) == measures.name(now)):
        return ""
    if not then and factor_to(measure, now, accepts, measures) == factor:
        return ""
    before = then if then else "—"
    return say("imports.own_measure", 行=name, 单位=now, 原=before, 倍=factor)


def column_of(page: SheetCells, link: Link, row: int, *, again: bool = True) -> int | None:
    """Return the column a link is read from now: by its head above the row, as it was or without its figures.

    `again`: in the period it was mapped in.
    """
    if not link.head:
        return link.column
    heads = {column: head for column in _columns(page) if (head := head_of(page, column, row))}
    return place_of(link.head, link.column, heads, again=again)


def place_of(wanted: str, was: int, heads: Mapping[int, str], *, again: bool = True) -> int | None:
    """Return the column under a head: called exactly so, else so but for figures; of several the one it was in.

    Not `again`: of several that differ in their figures alone (1—6月, 1—9月), none is known to be meant.
    """
    exact = [column for column, head in heads.items() if head == wanted]
    alike = [column for column, head in heads.items() if _head_key(head) == _head_key(wanted)]
    alike = [column for column in alike if _first_month(heads[column]) == _first_month(wanted)]
    if not again and len({heads[column] for column in alike}) > 1:
        return None
    for found in (exact, alike):
        if was in found:
            return was
        if len(found) == 1:
            return found[0]
    return None


def _head_key(head: str) -> str:
    """A head as it is compared: without its figures, and without what stands in brackets, where its measure is."""
    return name_key(_BRACKETS.sub("", head)) or name_key(head)


def _first_month(head: str) -> str:
    """The month in which the months a head names begin: 7—9月 of one quarter is no 1—6月 of the year so far."""
    found = _MONTHS.search(head)
    return found[1].lstrip("0") if found else ""


def unsaid(page: SheetCells, links: Sequence[Link], sheet: Sheet) -> list[str]:
    """Return the labels of links that convert a measure of which the book says nothing any more."""
    labels, names = PageLabels(page), []
    for link in links:
        slot, found = sheet.slots.get(link.address.partition("/")[0]), labels.place(link)
        column = column_of(page, link, found[0]) if found is not None else None
        if slot is None or found is None or column is None or not link.said or link.factor == "1":
            continue
        if page.text(found[0], column) and not said_for(page, slot.item, found[0], head_of(page, column, found[0])):
            names.append(link.label)
    return names


def _columns(page: SheetCells) -> set[int]:
    return {column for cells in page.rows.values() for column in cells}


def head_of(page: SheetCells, column: int, row: int) -> str:
    """Return the words above a cell in its column, joined: the lowest text rows before the first figure."""
    words: list[str] = []
    for number in sorted(page.rows):
        if number >= row or number > HEAD_WITHIN:
            break
        text = page.text(*page.merged.get((number, column), (number, column)))
        if is_figure(text) or _entry(text):
            break
        if text and text not in words and len(page.rows[number]) > 1:
            words.append(text)
    return " ".join(words)


def suggested(page: SheetCells, sheet: Sheet, column: int | None = None) -> tuple[Link, ...]:
    """Return the links that names suggest; `column` is the one the person pointed at, None = the first of figures."""
    rows = _labels(page)
    place = column if column is not None else _figures_column(page, rows.values())
    if place is None:
        return ()
    links = []
    for address, item in wanted_items(sheet):
        for name in (item.name, item.id, item.name.rpartition("·")[2]):
            if label_key(name) in rows:
                row, label_column = rows[label_key(name)]
                links.append(link_to(page, address, item, row, place, label_column))
                break
    return tuple(links)


def wanted_items(sheet: Sheet) -> Iterator[tuple[str, Item]]:
    """Yield what a unit types itself: address and item, this period's figures alone."""
    for address, slot in sheet.slots.items():
        if slot.item.entered and not slot.last_year and slot.due:
            yield address, slot.item


def link_to(page: SheetCells, address: str, item: Item, row: int, column: int, label_column: int | None = None) -> Link:
    """Return the link of an address to one cell of a book."""
    beside = label_column if label_column is not None else _label_column(page, row, column)
    head = head_of(page, column, row)
    said = said_for(page, item, row, head)
    return Link(
        address=address,
        label=page.text(row, beside),
        label_column=beside,
        row=row,
        head=head,
        column=column,
        factor=factor_to(item.measure, said, item.accepts, item.measures),
        said=said,
    )


def said_for(page: SheetCells, item: Item, row: int, head: str) -> str:
    """Return the measure a book says for a figure — in its line, in the head, above all heads — as it is written."""
    texts = [shown.text.strip() for shown in page.rows.get(row, {}).values()]
    near = [*texts, *(found for text in [*texts, head] for found in in_brackets(text))]
    said = [*((one,) for one in near if item.measures.name(one) in item.measures.named), *map(_alike(item), near)]
    names = next((one for one in (*said, said_above(page, row, item.measures)) if one), ())
    return chosen(names, item.measure, item.accepts, item.measures)


def _alike(item: Item) -> Callable[[str], tuple[str, ...]]:
    return lambda text: said_alone(text, item.measures) if not is_figure(text) else ()


def in_brackets(text: str) -> list[str]:
    """Return what stands in brackets in a text: there a head says its measure."""
    return _BRACKETS.findall(text)


def _labels(page: SheetCells) -> Mapping[str, tuple[int, int]]:
    """Label → (row, column), those that stand once alone."""
    found: dict[str, tuple[int, int] | None] = {}
    for row, cells in page.rows.items():
        for column, shown in cells.items():
            key = "" if is_figure(shown.text) else label_key(shown.text)
            if key:
                found[key] = None if key in found else (row, column)
    return {key: place for key, place in found.items() if place is not None}


def _label_column(page: SheetCells, row: int, column: int) -> int:
    before = [place for place, shown in page.rows.get(row, {}).items() if place < column and not is_figure(shown.text)]
    return min(before, default=column, key=lambda place: (-len(page.text(row, place)), place))


def _figures_column(page: SheetCells, labels: Iterable[tuple[int, int]]) -> int | None:
    """The column behind the labels that holds most figures, the first of several."""
    count: dict[int, int] = {}
    for row, label in labels:
        for column, shown in page.rows[row].items():
            if column > label and is_figure(shown.text):
                count[column] = count.get(column, 0) + 1
    return min(count, key=lambda column: (-count[column], column)) if count else None


def _entry(text: str) -> bool:
    """True for what stands where a figure would: a dash, a state in words, a figure with its measure."""
    try:
        read = read_number(text, "")
    except EntryError as error:
        return error.fault == WRONG_MEASURE and not _TIME.search(text)
    return read.kind != "blank"


def one_line(text: str) -> str:
    """Return a head on one line."""
    return " ".join(text.split())
