"""Own lists: rows of a mapped sheet as rows of a register, and what the mapping of a list may look like at first sight.

Rows are read as those of any list with our own heads; only that a person has said once which column is which.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from forms.filling.collected import CollectedOffers
from forms.filling.import_page import OpenPage
from forms.filling.rows import read_register
from forms.given.cells import SheetCells
from forms.guards.columns import column_letters
from forms.lists.heads import head_name, heads_at, known_word
from forms.lists.said_measures import chosen, factor_to, fits, said_above, said_behind
from forms.own_book.links import one_line, other_measure, place_of
from models.basics.messages import say
from models.basics.quantity import NO_ACCEPTS
from models.basics.reading import clean_name
from models.filling.offer import OfferedRow, Refusal
from models.filling.own_book import THIS_YEAR, ListColumn, OwnList, multiplied, translated
from models.plan.plan import Column, ColumnType, Plan, Register
from models.sheet.cells import read_field
from models.sheet.sheet import Sheet

HEAD_WITHIN = 40
LEAST_ALIKE = 2  # heads that make a line look like those of a register
MOST_WORDS = 60  # of a column are shown to be mapped
_FIGURES = (ColumnType.NUMBER, ColumnType.WHOLE)
_CHOSEN = (ColumnType.CHOICE, ColumnType.YES_NO)


def heads_now(page: SheetCells, own: OwnList) -> tuple[int, dict[str, int]]:
    """Return the line in which the heads of a list end now, and column → place; those not found again are missing."""
    found = [(row, _places(page, own, row)) for row in sorted(page.rows) if row <= max(HEAD_WITHIN, own.row)]
    return max(found, key=lambda one: (len(one[1]), one[0] == own.row, -one[0]), default=(own.row, {}))


def _places(page: SheetCells, own: OwnList, row: int) -> dict[str, int]:
    heads = {place: one_line(text) for place, text in heads_at(page, row).items()}
    found = {one.name: place_of(one.head, one.column, heads) for one in own.read}
    places = {name: place for name, place in found.items() if place is not None}
    here = page.rows[row].keys() & set(places.values())
    return places if here and len(set(places.values())) == len(places) else {}


def is_there(page: SheetCells, own: OwnList, register: Register) -> bool:
    """True when a sheet has the heads of a mapped list: what its rows are known by, and most of the others."""
    _, places = heads_now(page, own)
    return not _keys_missing(own, register, places) and len(places) * 2 >= len(own.read)


def _keys_missing(own: OwnList, register: Register, places: Mapping[str, int]) -> list[str]:
    keyed = {name for key in register.keys[:1] for name in key}
    return [one.name for one in own.read if one.name in keyed and one.name not in places]


def read_lists(collected: CollectedOffers, page: SheetCells, lists: Sequence[OwnList]) -> None:
    """Offer the rows of the mapped lists of a sheet; a list ends where the heads of the next one stand."""
    known = [one for one in lists if one.register in collected.sheet.register_ids]
    begun = sorted((heads_now(page, one) for one in known), key=lambda one: one[0])
    for own in known:
        row, places = heads_now(page, own)
        end = next((other for other, _ in begun if other > row), None)
        _read(collected, OpenPage(collected, page, row, end), own, places)


def _read(collected: CollectedOffers, page: OpenPage, own: OwnList, found: Mapping[str, int]) -> None:
    register = collected.sheet.plan.registers[own.register]
    places = _measured_as_before(page, own, register, found)
    for one in own.read:
        if one.name not in found:
            said = say("imports.own_no_column", 行=one.name, 栏=one.head)
            collected.refuse(page.cells.title, said)
    if not places or _keys_missing(own, register, places):
        collected.refuse(page.cells.title, say("imports.own_no_list", 台账=register.name))
        return
    before = len(collected.rows)
    read_register(page, register, {place: name for name, place in places.items()}, chosen=True)
    plan = collected.sheet.plan
    collected.rows[before:] = [_converted(one, own, plan, collected.refused) for one in collected.rows[before:]]
    _tell_new_words(collected, own, register, collected.rows[before:])


def _measured_as_before(page: OpenPage, own: OwnList, register: Register, places: Mapping[str, int]) -> dict[str, int]:
    """Column → place, without those for which the book says another measure now; they are told."""
    kept = dict(places)
    for one in own.read:
        column, place = register.column(one.name), places.get(one.name)
        if column is None or place is None or column.type not in _FIGURES:
            continue
        now = column_at(page.cells, page.head, column, page.heads, place).said or ""
        said = other_measure(now, one.said, one.factor, one.name, column.measure, NO_ACCEPTS, column.measures)
        if said:
            page.collected.refuse(page.cells.title, said)
            del kept[one.name]
    return kept


def _converted(row: OfferedRow, own: OwnList, plan: Plan, refused: list[Refusal]) -> OfferedRow:
    """A row in the register's measures and words; what is no figure is left out and told, an unknown word stays."""
    texts, told = dict(row.texts), []
    for one in own.columns:
        text = texts.get(one.name, "").strip()
        if one.fixed:
            texts[one.name] = fixed_value(one, plan)
            told.append(say("imports.own_fixed", 栏=one.name, 值=texts[one.name]))
        elif text and one.factor != "1":
            made = multiplied(text, one.factor)
            if made is None:
                refused.append(Refusal(row.place, say("imports.own_no_figure", 原文=text[:40])))
                del texts[one.name]
            else:
                texts[one.name] = made
                told.append(f"{text}×{one.factor}")
        elif text and translated(text, one.words) != text:
            texts[one.name] = translated(text, one.words)
            told.append(say("imports.own_word", 原文=text, 用词=texts[one.name]))
    place = say("imports.own_converted", 处=row.place, 换算="、".join(told)) if told else row.place
    return replace(row, texts=texts, place=place)


def fixed_value(column: ListColumn, plan: Plan) -> str:
    """Return what every row says in a column that the book lacks; 本年 is the year of the plan."""
    return str(plan.year) if column.fixed == THIS_YEAR else column.fixed


def _tell_new_words(collected: CollectedOffers, own: OwnList, register: Register, rows: Sequence[OfferedRow]) -> None:
    """Name the words of the book that no choice is known for: they come in as they are, for a person to decide."""
    for one in own.read:
        column = register.column(one.name)
        if column is None or column.type not in _CHOSEN:
            continue
        found = dict.fromkeys(text for row in rows if (text := row.texts.get(one.name, "").strip()))
        new = [text for text in found if read_field(column, text).fault]
        if new:
            words = "、".join(new[:10])
            collected.remarks.append(say("imports.own_new_words", 台账=register.name, 栏=one.name, 用词=words))


def words_of(page: SheetCells, own: OwnList, register: Register) -> dict[str, list[str]]:
    """Return, by column, the words of a book that are none of the plan's choices: those to be mapped."""
    found: dict[str, list[str]] = {}
    for one in own.read:
        column = register.column(one.name)
        if column is None or column.type not in _CHOSEN:
            continue
        below = (clean_name(page.text(row, one.column)) for row in sorted(page.rows) if row > own.row)
        words = [text for text in dict.fromkeys(below) if text and read_field(column, text).fault]
        found[one.name] = list(dict.fromkeys([*one.words, *words]))[:MOST_WORDS]
    return found


def with_fixed(own: OwnList | None, register: Register, name: str, value: str) -> OwnList:
    """Return a mapping in which every row says one value in a column; "" takes the column away."""
    own = own or OwnList(register=register.id, row=0, columns=())
    made = {one.name: one for one in own.columns if one.name != name}
    if value:
        made[name] = ListColumn(name=name, fixed=value)
    return replace(own, columns=tuple(made[one.name] for one in register.columns if one.name in made))


def suggested_list(page: SheetCells, sheet: Sheet, register: Register) -> OwnList | None:
    """Return how a sheet would be read as a register by the names of its heads; None when hardly one fits."""
    best: OwnList | None = None
    for row in sorted(page.rows):
        if row > HEAD_WITHIN:
            break
        columns = _alike(page, row, register)
        if len(columns) >= LEAST_ALIKE and (best is None or len(columns) > len(best.columns)):
            best = OwnList(register=register.id, row=row, columns=columns)
    return best


def _alike(page: SheetCells, row: int, register: Register) -> tuple[ListColumn, ...]:
    """The columns whose heads are called the same, or where one name holds the other and no second does."""
    heads = heads_at(page, row)
    named = {place: head_name(text) for place, text in heads.items() if known_word(text)}
    taken: dict[str, int] = {}
    for column in register.columns:
        same = [place for place, name in named.items() if name == head_name(column.name)]
        if len(same) == 1:
            taken[column.name] = same[0]
    for column in register.columns:
        wanted = head_name(column.name)
        near = [
            place
            for place, name in named.items()
            if place not in taken.values() and min(len(name), len(wanted)) > 1 and (name in wanted or wanted in name)
        ]
        rivals = [one for one in register.columns if near and _holds(head_name(one.name), named[near[0]])]
        if column.name not in taken and not column.ordinal and len(near) == 1 and len(rivals) == 1:
            taken[column.name] = near[0]
    return tuple(
        column_at(page, row, column, heads, taken[column.name]) for column in register.columns if column.name in taken
    )


def _holds(one: str, other: str) -> bool:
    return min(len(one), len(other)) > 1 and (one in other or other in one)


def column_at(page: SheetCells, row: int, column: Column, heads: Mapping[int, str], place: int) -> ListColumn:
    """Return a column of a register read from a place, its factor by the measure its head, or a line above, says."""
    head, said = one_line(heads.get(place, "")), ""
    if column.type in _FIGURES and column.measure:
        over = page.text(*page.merged.get((row - 1, place), (row - 1, place)))  # a head over several says it for them
        said = _said_for([head, over], said_above(page, row, column.measures), column)
    return ListColumn(
        name=column.name,
        head=head,
        column=place,
        factor=factor_to(column.measure, said, NO_ACCEPTS, column.measures),
        said=said,
    )


def _said_for(heads: Sequence[str], above: Sequence[str], column: Column) -> str:
    """The measure that is said for a column: in its heads, or above all heads where it fits."""
    near = next((one for head in heads if (one := said_behind(head, column.measures))), ())
    if near:
        return chosen(near, column.measure, NO_ACCEPTS, column.measures)
    said = chosen(above, column.measure, NO_ACCEPTS, column.measures)
    return said if fits(said, column.measure, NO_ACCEPTS, column.measures) else ""


def with_column(page: SheetCells, own: OwnList | None, register: Register, name: str, row: int, place: int) -> OwnList:
    """Return a mapping in which a column is read from the cell a person points at.

    The first cell pointed at says where the heads stand; a cell below them stands for its column.
    """
    if own is None or (row > own.row and not heads_at(page, own.row).get(place)):
        kept = own.columns if own else ()
        own = OwnList(register=register.id, row=row, columns=kept)
    heads = heads_at(page, own.row)
    if not heads.get(place):
        heads = {**heads, place: page.text(row, place) or column_letters(place)}
    column = next(one for one in register.columns if one.name == name)
    others = {one.name: one for one in own.columns if one.column != place}  # a fixed one has no place
    made = {**others, name: column_at(page, own.row, column, heads, place)}
    ordered = tuple(made[one.name] for one in register.columns if one.name in made)
    return replace(own, columns=ordered)
