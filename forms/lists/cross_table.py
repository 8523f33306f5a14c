"""Cross table: one of items by places, counties across the heads, laid out as a list with a line for each of its cells.

It is how a department writes what it knows of every county. A figure may stand under 本期 and 上年同期, said above or
below the counties or beside the items; every cell keeps the place it has in the book.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property

from forms.given.cells import GivenCell, SheetCells
from forms.lists.heads import head_kinds, head_name, item_names, known_word
from forms.lists.no_rows import is_total
from forms.lists.said_measures import said_alone
from forms.lists.said_places import is_place, known_places, place_said, whole_is_others
from forms.lists.turned import turned
from models.basics.messages import say
from models.basics.reading import half_width
from models.basics.records import dataclass
from models.sheet.sheet import Sheet

WITHIN, MOST_COLUMNS, LEAST_PLACES = 40, 400, 2
MOST_TRIED = 3  # lines of places
MOST_NAMED = 3  # places in one sentence
CODE, NAME, PLACE, MEASURE, VALUE, LAST = range(1, 7)
_FIGURES = {"value": VALUE, "last_year": LAST}
_HEADS = {CODE: "代码", NAME: "指标名称", PLACE: "县区", MEASURE: "计量单位", VALUE: "本期数值", LAST: "上年同期"}
_At = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossTable:
    """A table of items by places, as a list: `page` is that list, `head` its line of heads.

    `elsewhere` are the heads of other places, `unread` columns in which figures stand for nothing that is known;
    `unsaid`: nothing says whether the figures are of this period.
    """

    page: SheetCells
    elsewhere: tuple[tuple[_At, str], ...] = ()
    unread: tuple[_At, ...] = ()
    unsaid: bool = False
    head: int = 1


def cross_table_of(page: SheetCells, sheet: Sheet, within: int = WITHIN) -> CrossTable | None:
    """Return what a sheet is when its heads are places and its lines items; None for any other.

    `within`: lines in which the places are looked for.
    """
    known, whole = known_places(sheet), sheet.plan.words.get("whole", "")
    tried = 0
    for number in page.ordered[:within]:
        texts = {column: page.text(number, column) for column in page.rows[number]}
        if len(texts) > MOST_COLUMNS:
            continue
        places = {at: text for at, text in texts.items() if known_word(text) and is_place(text, known, whole)}
        real = {text for text in places.values() if not is_total(text)}
        if len(real) >= LEAST_PLACES and tried < MOST_TRIED:
            tried += 1
            found = _CrossReader(page, sheet, number, places)
            if found.items:
                return found.laid_out()
    return None


def why_none_ours(sheet: Sheet, page: SheetCells, within: int = WITHIN) -> str:
    """Say that a table of items by places has none whose figures the unit gives, and which it has; "" for any other."""
    for one, kind in ((page, "column"), (turned(page), "row")):
        found = cross_table_of(one, sheet, within) if one is not None else None
        if found is not None and not {VALUE, LAST} & found.page.rows[found.head].keys():
            places = [text for _, text in sorted(found.elsewhere) if not is_total(text)]
            named = "、".join(places[:MOST_NAMED]) + ("等" if len(places) > MOST_NAMED else "")
            way = say(f"imports.cross_none_{kind}")
            return say("imports.cross_none", 表=page.title, 单位=sheet.name_of(sheet.unit_id), 处=named, 向=way)
    return ""


class _CrossReader:
    """One table of items by places."""

    def __init__(self, page: SheetCells, sheet: Sheet, top: int, places: Mapping[int, str]) -> None:
        self.page, self.sheet, self.top, self.places = page, sheet, top, places
        self.first = min(places)
        period = sheet.plan.periods[sheet.period_id]
        self.span: tuple[date, date] = (period.counts_from, period.end)
        names = {head_name(one.name) for one in sheet.plan.items.values()}
        self.known = frozenset((*sheet.plan.items, *names))

    def _label(self, number: int, column: int) -> str:
        """What stands in a cell or over it: of cells merged into one, each says what the first does."""
        return self.page.text(*self.page.merged.get((number, column), (number, column)))

    def _is_item(self, text: str) -> bool:
        code = half_width(text).replace(" ", "").partition("@")[0].upper()
        return code in self.known or any(one in self.known for one in item_names(text))

    def _kind(self, text: str) -> str:
        found = head_kinds({1: text}, *self.span).get(1, "") if text else ""
        return found if found in _FIGURES else ""

    @cached_property
    def below(self) -> list[int]:
        """The rows below the places, without those that say the kinds of their figures."""
        rows = [number for number in self.page.ordered if number > self.top]
        return [number for number in rows if number not in self._kind_rows]

    @cached_property
    def left(self) -> list[int]:
        """The columns before the first place in which something stands: names are there, however far away."""
        filled = {at for number in self.below for at in self.page.rows[number] if at < self.first}
        covered = {at for number, at in self.page.merged if number > self.top and at < self.first}
        return sorted(filled | covered)[:MOST_COLUMNS]

    @cached_property
    def items(self) -> dict[int, int]:
        """Column → how many of the lines name an item in it; the codes and names of items at the left."""
        found = {at: sum(self._is_item(self._label(n, at)) for n in self.below) for at in self.left}
        return {at: count for at, count in found.items() if count}

    @cached_property
    def _kind_rows(self) -> dict[int, dict[int, str]]:
        """The rows beside that of the places which say what the figures are: row → column → kind."""
        found = {}
        for number in (self.top - 1, self.top + 1):
            said = {at: kind for at in self.columns if (kind := self._kind(self._label(number, at)))}
            if said:
                found[number] = said
        return found

    @cached_property
    def columns(self) -> list[int]:
        """The columns from the first place on."""
        last = max(max(row, default=0) for number, row in self.page.rows.items() if number >= self.top)
        return [at for at in range(self.first, min(last, self.first + MOST_COLUMNS) + 1)]

    @cached_property
    def place_at(self) -> dict[int, str]:
        """Column → the place its figures are of: that above it, or, where kinds are said, the last one at the left."""
        found, last = {}, ""
        for at in self.columns:
            text = self._label(self.top, at)
            follows = not text and bool(self._kind_of_column(at))
            last = text if text in self.places.values() else last if follows else ""
            if last:
                found[at] = last
        return found

    def _kind_of_column(self, column: int) -> str:
        return next((said[column] for said in self._kind_rows.values() if column in said), "")

    @cached_property
    def _kind_column(self) -> int | None:
        """The column beside the items in which each line says what its figures are."""
        others = [at for at in self.left if at not in self.items]
        return next((at for at in others if any(self._kind(self._label(n, at)) for n in self.below)), None)

    @cached_property
    def _measure_column(self) -> int | None:
        measures = self.sheet.plan.measures
        others = [at for at in self.left if at not in self.items and at != self._kind_column]
        return next((at for at in others if any(said_alone(self.page.text(n, at), measures) for n in self.below)), None)

    def kind_at(self, number: int, column: int) -> str:
        """What a cell holds, "" where that is said of others and not of it, or said twice."""
        said = {self._kind_of_column(column)} if self._kind_rows else set()
        if self._kind_column is not None:
            said.add(self._kind(self._label(number, self._kind_column)))
        return next(iter(said), "") if len(said) == 1 else "" if said else "value"

    @cached_property
    def ours(self) -> list[int]:
        """The columns of places whose figures the unit gives: itself, all of it, and those it has a line for."""
        lines = {slot.line for slot in self.sheet.slots.values() if slot.line}
        said = {text: place_said(text, self.sheet) for text in self.places.values()}
        others = whole_is_others(said, self.sheet)
        own = {
            text: not (others and is_total(text)) if one is None else bool(one.unit) and one.unit in lines
            for text, one in said.items()
        }
        return [at for at, place in self.place_at.items() if own[place]]

    @property
    def _above(self) -> dict[int, dict[int, GivenCell]]:
        """The rows above the places but for what they say of the figures: the list has a column for each kind."""
        return {n: row for n, row in self.page.rows.items() if n < self.top and n not in self._kind_rows}

    def lines(self) -> "_CrossLines":
        """Return the table as lines, one for each item and place whose figures the unit gives."""
        made, named = _CrossLines(self), dict[int, str]()
        for number in self.below:
            said = {at: text for at in self.left if (text := self._label(number, at))}
            own = {at: said[at] for at in self.items if at in said}
            kind = self._kind_column is not None and self._kind_column in said
            named = own or (named if kind else {})
            made.measure = said.get(self._measure_column or 0, "")
            if any(map(self._is_item, named.values())):
                made.add(number, named, self.ours)
            else:
                made.leave(number, said)
        return made

    def laid_out(self) -> CrossTable:
        """Return the table as a list."""
        made, standing = self.lines(), self.page.standing
        filled = {at for number in self.below for at in self.page.rows[number]} & set(self.columns)
        unread = (filled - self.place_at.keys()) | made.unread
        others = {place: at for at, place in sorted(self.place_at.items(), reverse=True) if at not in self.ours}
        return CrossTable(
            page=replace(
                self.page,
                rows={**self._above, **made.rows},
                merged=made.merged,
                origins=made.origins,
                hidden=frozenset(made.hidden),
                hidden_columns=frozenset(),
                turned=False,
            ),
            elsewhere=tuple(
                (standing(self.top, at), place) for place, at in sorted(others.items(), key=lambda x: x[1])
            ),
            unread=tuple(standing(self.top, at) for at in sorted(unread)),
            unsaid=not self._kind_rows and self._kind_column is None,
            head=self.top,
        )


class _CrossLines:
    """The lines of a list being made of a table."""

    def __init__(self, reader: _CrossReader) -> None:
        self._reader, self._page, self._top = reader, reader.page, reader.top
        self.rows: dict[int, dict[int, GivenCell]] = {self._top: {}}
        self.origins: dict[_At, _At] = {}
        self.merged: dict[_At, _At] = {}
        self.hidden: set[int] = set()
        self.unread: set[int] = set()
        self.measure, self._last = "", self._top
        self._known: dict[tuple[str, str], int] = {}  # item and place → line
        self._now: dict[_At, _At] = {}  # where a cell of the table stands in the list
        for number in range(1, self._top):
            for at in self._page.rows.get(number, ()):
                self.origins[number, at] = self._page.standing(number, at)

    def add(self, number: int, named: Mapping[int, str], columns: Iterable[int]) -> None:
        """Add what a line of the table says of an item in some columns."""
        for at in columns:
            kind, shown = self._reader.kind_at(number, at), self._page.rows[number].get(at)
            if not kind:
                if shown is not None:
                    self.unread.add(at)
                continue
            place = self._reader.place_at[at]
            key, lane = ("\t".join(named.values()), place), _FIGURES[kind]
            row = self._known.get(key)
            if row is None or lane in self.rows[row]:
                row = self._known[key] = self._line(number, named, place)
            self._put((row, lane), (number, at), shown)
            if number in self._page.hidden or at in self._page.hidden_columns:
                self.hidden.add(row)

    def leave(self, number: int, said: Mapping[int, str]) -> None:
        """Add a line of the table that is of no item, with the first of its figures, so that it is told once."""
        row = self._line(number, dict(list(said.items())[:1]), "")
        first = next((at for at in self._reader.place_at if at in self._page.rows[number]), None)
        if first is not None:
            self._put((row, VALUE), (number, first), self._page.rows[number][first])

    def _line(self, number: int, named: Mapping[int, str], place: str) -> int:
        row = self._last = self._last + 1
        self.rows[row] = {}
        items = self._reader.sheet.plan.items
        for at, text in named.items():
            code = half_width(text).replace(" ", "").partition("@")[0].upper() in items
            self._say((row, CODE if code else NAME), text, (number, at))
        for lane, text in ((PLACE, place), (MEASURE, self.measure)):
            if text:
                self._say((row, lane), text, (number, 1))
        return row

    def _say(self, here: _At, text: str, there: _At) -> None:
        self.rows[here[0]].setdefault(here[1], GivenCell(text))
        self._head(here[1])
        self.origins[here] = self._page.standing(*there)

    def _put(self, here: _At, there: _At, shown: GivenCell | None) -> None:
        """Put a figure into the list, with the merge it lies in."""
        self._head(here[1])
        self.origins[here] = self._page.standing(*there)
        self._now[there] = here
        if shown is not None:
            self.rows[here[0]][here[1]] = shown
        if (first := self._page.merged.get(there)) is not None:
            self.merged[here] = self._now.get(first, here)

    def _head(self, lane: int) -> None:
        if lane not in self.rows[self._top]:
            self.rows[self._top][lane] = GivenCell(_HEADS[lane])
