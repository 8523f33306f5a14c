"""Import: what a workbook or a pasted block says for a sheet of ours, as an offer — nothing is taken here.

Lines are found by the code in the column 代码 (or, where that is blank, by a name that only one line has), columns by
their heads; the order of lines, columns and sheets means nothing. Our own templates, our own returns and a clerk's own
list all read alike.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from forms.book.text import word
from forms.filling.collected import MOST_LEFT, CollectedOffers, place_words
from forms.filling.import_page import OpenPage
from forms.filling.lines import kinds_of, progress_heads, read_progress, read_tables
from forms.filling.rows import read_beside, read_register
from forms.filling.template_texts import KEY_SHEET, KNOWN_SHEETS, TemplateKeys, template_keys
from forms.given.cells import ForeignBook, GivenCell, SheetCells
from forms.given.package import open_package
from forms.given.text_table import is_text_table
from forms.given_books.books import read_given
from forms.given_books.markup_kinds import markup_kind
from forms.lists.cross_table import CrossTable, cross_table_of, why_none_ours
from forms.lists.heads import (
    LEAST_COLUMNS,
    LONGEST_HEAD,
    head_kind,
    head_names,
    head_words,
    heads_at,
    known_word,
    names_months,
    table_heads,
)
from forms.lists.titles import titles_above, told_above, told_titles
from forms.lists.turned import turned
from forms.lists.which_register import HEAD_WITHIN, register_of, side_by_side, why_no_list
from models.basics.errors import AppError
from models.basics.messages import joined, say
from models.basics.period import own_id
from models.basics.reading import half_width
from models.basics.sizes import LARGEST_GIVEN
from models.filling.clipboard import block_of
from models.filling.offer import Offer
from models.plan.plan import Register
from models.sheet.sheet import Sheet

MOST_HEADS, HEAD_LINES = 10_000, 100  # characters, and lines, in which the heads of a copied block stand
MOST_HEAD_ROWS = 4  # of one list, below the first
PLACES_WITHIN = 2  # lines of a copied block: what the figures are (本期, 上年同期) may stand over the places
MOST_TEXTS = 1_000_000  # as many as a book may have, and as the sentence says
NOTHING = "import_nothing"
# a quoted cell ends where its closing quote is followed by the end of the cell; any other quote is a sign like others


def read_book(content: bytes, name: str, sheet: Sheet, *, unseen: bool = False) -> Offer:
    """Return what a workbook offers to a sheet; `name` is what the file is called on the screen.

    Hidden sheets are told and not read; `unseen`: somebody has asked for them too.

    Raises AppError: what `read_given` raises, "import_other" for a template of another unit or period,
    "import_nothing" when no sheet of it has a column 代码 or the columns of a register, "import_side_by_side" when
    it can be said why: two registers stand beside one another, or fit alike, or columns of one are called otherwise,
    or a table is by places and none of them is the unit's.
    """
    return offer_of_book(read_given(content, name), name, sheet, unseen=unseen)


def offer_of_book(book: ForeignBook, name: str, sheet: Sheet, *, unseen: bool = False) -> Offer:
    """Return what a book that was read offers to a sheet; raises as `read_book`."""
    keys = template_keys({one.title: one for one in book.sheets}.get(KEY_SHEET))
    _refuse_strangers(keys, sheet, name)
    collected = CollectedOffers(sheet)
    if keys.plan and keys.plan != sheet.plan.id:
        collected.remarks.append(say("imports.other_plan"))
    ours = {"comments"} if keys.form else set()  # a template says in them what its lines are
    collected.remarks += [say(f"imports.told.{kind}") for kind in book.told if kind not in ours]
    pages = [page for page in book.sheets if page.title not in KNOWN_SHEETS and (unseen or not page.unseen)]
    hidden = [page.title for page in book.sheets if page.title not in KNOWN_SHEETS and page.unseen and page.rows]
    if hidden:
        key = "imports.hidden_read" if unseen else "imports.hidden_sheets"
        collected.remarks.append(say(key, 表="、".join(hidden[:10])))
    known = [_read(collected, page) for page in pages]
    skipped = [page for page, taken in zip(pages, known, strict=True) if not taken and page.rows]
    beside = {page.title: said for page in skipped if (said := _why_none(sheet, page))}
    if not any(known) and (unseen or not _has_table(sheet, book.sheets)):  # else all tables are hidden, which is told
        raise AppError("import_side_by_side", 句=joined(beside.values())) if beside else AppError(NOTHING, 文件=name)
    collected.remarks += beside.values()
    if unknown := [page.title for page in skipped if page.title not in beside]:
        collected.remarks.append(say("imports.skipped", 表="、".join(unknown)))
    offer = collected.offer(name, keys, book.saved)
    return replace(offer, unread=() if unseen else tuple(hidden))


def _why_none(sheet: Sheet, page: SheetCells, *, block: bool = False) -> str:
    within = PLACES_WITHIN if block else HEAD_WITHIN
    return why_none_ours(sheet, page, within) or why_no_list(sheet, page, first=block)


def _has_table(sheet: Sheet, pages: Sequence[SheetCells]) -> bool:
    """True when a sheet nobody sees is one of ours to read."""
    tried = CollectedOffers(sheet)
    return any(_read(tried, page) for page in pages if page.unseen and page.title not in KNOWN_SHEETS)


def read_file(path: Path, sheet: Sheet, *, unseen: bool = False) -> Offer:
    """Return what a workbook on the disk offers. Raises as `read_book`, AppError "file_too_large", "file_empty"."""
    from forms.guards.guards import guard_size

    return read_book(guard_size(path, LARGEST_GIVEN), path.name, sheet, unseen=unseen)


def is_plain_book(content: bytes) -> bool:
    """True for a book that carries no data seal: somebody's list or a filled template, no return of ours.

    Looks at the names of the sheets alone and raises nothing; a file that cannot be looked into is none.
    """
    from forms.guards.guards import BOOKS, sniff

    shape = sniff(content)
    if shape != "xlsx":
        markup = shape in ("other", "mail") and markup_kind(content) != ""
        return markup or shape in BOOKS or (shape == "other" and is_text_table(content))
    try:
        names = open_package(content, "").part("xl/workbook.xml") or b""
    except AppError:
        return True  # macros, links, a password: the import says so, and what to do
    return word("sheet.seal").encode() not in names


def read_block(text: str, sheet: Sheet, name: str, register: str = "") -> Offer:
    """Return what a block copied from Excel, WPS or Word offers: tab separated, its first line the heads.

    `register`: id of the one it is meant for, "" = not said.

    Raises AppError("import_nothing") when the first line has neither 代码 nor the columns of a register and the block
    is no table of items by places; "import_side_by_side" when it has heads and it can be said why none is read.
    """
    page = _cells_of(_title(sheet, name, register), text)
    if not _is_list(sheet, page):
        said = _why_none(sheet, replace(page, title=name), block=True)
        raise AppError("import_side_by_side", 句=said) if said else AppError(NOTHING, 文件=name)
    collected = CollectedOffers(sheet)
    _read(collected, page, _heads_within(page))
    return collected.offer(name, TemplateKeys())


def has_heads(text: str, sheet: Sheet, register: str = "") -> bool:
    """True when a copied block has heads of ours, so that it is no block of entries; not all of it is read for that."""
    first = "\n".join(text.split("\n", HEAD_LINES)[:HEAD_LINES])
    page = _cells_of(_title(sheet, "", register), first if len(first) > MOST_HEADS else text[:MOST_HEADS])
    return _is_list(sheet, page) or bool(_why_none(sheet, page, block=True))


def _title(sheet: Sheet, name: str, register: str) -> str:
    return sheet.plan.registers[register].name if register else name


def _is_list(sheet: Sheet, page: SheetCells) -> bool:
    """True when the first line of a copied block is heads of ours, or its first column, or both are."""
    within = _heads_within(page)
    return next(_lists(sheet, page, within), None) is not None or _laid_out(sheet, page, within) is not None


def _heads_within(page: SheetCells) -> int:
    """In how many lines the heads of a copied block begin: two where the second says more of those of the first."""
    told = [place for place, text in heads_at(page, 1).items() if head_kind(text) in ("code", "name")]
    return 2 if told and 2 in page.rows and not any(page.text(2, place) for place in told) else 1


def _cells_of(title: str, text: str) -> SheetCells:
    rows = {
        number: {column: GivenCell(text=cell) for column, cell in enumerate(line, 1) if cell.strip()}
        for number, line in enumerate(block_of(text), 1)
    }
    return SheetCells(title=title, rows=rows)


def _refuse_strangers(keys: TemplateKeys, sheet: Sheet, name: str) -> None:
    for said, ours in ((keys.unit, sheet.unit_id), (keys.period, own_id(sheet.period_id))):
        if said and said != ours:
            raise AppError("import_other", 文件=name, 单位=sheet.name_of(keys.unit), 报告期=keys.period)


def _read(collected: CollectedOffers, page: SheetCells, within: int = HEAD_WITHIN) -> bool:
    """Read the lists of one sheet, each from its heads to the next; False when it has no heads of ours."""
    if sum(map(len, page.rows.values())) > MOST_TEXTS:
        raise AppError("import_too_large", 文件=page.title)
    sheet, found = collected.sheet, list(_lists(collected.sheet, page, within))
    doubled = bool(found) and [*kinds_of(table_heads(page, found[0][0]), sheet).values()].count("value") > 1
    if (doubled or not found) and (anew := _laid_out(sheet, page, within)) is not None:
        first = next((number for number in page.ordered if len(page.rows[number]) > 1), 1)
        collected.remarks += told_titles(sheet, page, first)
        page, found, cross = anew
        _tell_anew(collected, page.title, cross)
    elif found:
        collected.remarks += [*told_above(page, found[0][0]), *told_titles(sheet, page, found[0][0])]
    opened: OpenPage | None = None
    for place, (number, list_of) in enumerate(found):
        end = found[place + 1][0] if place + 1 < len(found) else None
        opened = OpenPage(collected, page, number, end, opened)
        list_of(opened)
    return bool(found)


def _laid_out(sheet: Sheet, page: SheetCells, within: int) -> "_Anew | None":
    """Return a sheet that is no list laid out as one: items by places, or heads at the left; None for neither."""
    across = turned(page)
    for one in (page, across) if across is not None else (page,):
        made = cross_table_of(one, sheet, max(within, PLACES_WITHIN))
        if made is not None and (found := list(_lists(sheet, made.page, MOST_HEADS))):
            return made.page, found, made
    if across is None or not (found := list(_lists(sheet, across, within))):
        return None
    heads = heads_at(across, found[0][0])
    before = (row for number, row in across.rows.items() if number < found[0][0])
    register = register_of(sheet, page.title, heads)
    sure = "value" in kinds_of(heads, sheet).values() if register is None else _all_of(*register, heads)
    sure = sure or _is_progress(sheet, across, found[0][0])
    return (across, found, None) if sure and all(len(row) < LEAST_COLUMNS for row in before) else None


def _all_of(register: Register, columns: Mapping[int, str], heads: Mapping[int, str]) -> bool:
    """True for heads that are mostly columns of a register, and all that every row must have among them.

    Of any form that somebody fills in some words are heads of ours too.
    """
    needed = {one.name for one in register.columns if one.required}
    most = 2 * len(columns) >= max(len(heads), len(register.columns))
    return most and len(columns) > LEAST_COLUMNS and needed <= set(columns.values())


def _tell_anew(collected: CollectedOffers, title: str, cross: CrossTable | None) -> None:
    """Say that a sheet was laid out anew to be read, and what of a table of items by places was not read."""
    kind = "turned" if cross is None else "cross_unsaid" if cross.unsaid else "cross"
    collected.remarks.append(say(f"imports.{kind}", 表=title))
    for at, place in cross.elsewhere if cross is not None else ():
        collected.refuse(place_words(title, *at), say("imports.cross_elsewhere", 处=place))
    if cross is not None and cross.unread:
        said = [place_words(title, *at) for at in cross.unread[:MOST_LEFT]]
        more = "…" if len(cross.unread) > MOST_LEFT else ""
        collected.remarks.append(say("imports.cross_unread", 表=title, 处="、".join(said) + more))


def _is_progress(sheet: Sheet, page: SheetCells, head: int) -> bool:
    """True for heads that are mostly fields of tasks, with the code of a task below them."""
    heads = heads_at(page, head)
    fields = progress_heads(heads, sheet.plan)
    codes = [column for column, kind in kinds_of(heads, sheet).items() if kind == "code"]
    if len(codes) != 1 or 2 * (len(fields) + 1) < len(heads):
        return False
    below = (half_width(page.text(number, codes[0])).upper() for number in page.ordered if number > head)
    return bool(fields) and any(code in sheet.plan.blocks for code in below)


_Reads = Callable[[OpenPage], None]
_Anew = tuple[SheetCells, list[tuple[int, _Reads]], CrossTable | None]


def _lists(sheet: Sheet, page: SheetCells, within: int) -> Iterator[tuple[int, _Reads]]:
    """Yield the row in which the heads of each list end, and what reads that list."""
    words = head_words(sheet)
    begun, last = False, 0
    for place, number in enumerate(page.ordered):
        if number <= last or (not begun and place >= within):
            continue
        own = [shown.text for shown in page.rows[number].values()]
        if not any(_may_be_head(text, words) for text in own if len(text) <= LONGEST_HEAD):
            continue
        found = _list_at(sheet, page, number)
        if found is None:
            continue
        for lower in range(number + 1, _lowest_head(page, number) + 1):
            merged = any(page.merged[lower, place][0] < lower for place in page.merged_in(lower))
            below = _list_at(sheet, page, lower, below=merged) if lower in page.rows else None
            if below is not None and below[0] + merged > found[0]:
                found, number = below, lower
        begun, last = True, number
        yield number, found[1]


def _may_be_head(text: str, words: Collection[str]) -> bool:
    return any(name in words for name in head_names(text)) or names_months(text)


def _lowest_head(page: SheetCells, number: int) -> int:
    """The lowest row that may belong to the heads of a row: the next one, or where the merges that begin in it end."""
    last = number + 1
    while last - number < MOST_HEAD_ROWS and any(
        page.merged[last + 1, column][0] == number for column in page.merged_in(last + 1)
    ):
        last += 1
    return last


def _list_at(sheet: Sheet, page: SheetCells, number: int, *, below: bool = False) -> tuple[int, _Reads] | None:
    """How many heads of ours stand in a row, and what reads the list below them; None where they are no heads.

    `below`: heads above are merged down to the row, so that its own may all be words nobody knows.
    """
    heads = table_heads(page, number)
    own = {column for column, shown in page.rows[number].items() if shown.text.strip()}
    if below and all(known_word(page.text(number, column)) for column in own):
        own = {*heads}
    kinds = {kind: column for column, kind in kinds_of(heads, sheet).items()}
    fields = progress_heads(heads, sheet.plan)
    if "code" in kinds and fields and own & fields.keys():
        return len(fields) + 1, lambda opened: read_progress(opened, kinds["code"], fields)
    figures = "value" in kinds and bool({"code", "name"} & kinds.keys()) and bool(own & set(kinds.values()))
    above = (text for texts in titles_above(page, number) for text in texts)
    register = register_of(sheet, page.title, heads, above)
    if register is not None and own & register[1].keys() and not (figures and len(register[1]) <= len(kinds)):
        return len(register[1]), lambda opened: read_register(opened, *register)
    if figures:  # a register may have columns of these names too (内容, 本年累计): it is one where more of them fit
        return len(kinds), lambda opened: read_tables(opened, heads)
    beside = side_by_side(sheet, page.title, heads) if "value" not in kinds else None
    return None if beside is None else (sum(map(len, beside[1])), lambda opened: read_beside(opened, *beside))
