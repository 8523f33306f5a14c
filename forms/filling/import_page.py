"""Import page: one sheet of somebody's book being read, and what was collected from all of them so far.

Says what a cell gives or why it cannot be used — a formula without a result, a merge that hides whose figure it is, a
figure the spreadsheet has already rounded — so that nothing that stands in a book is left out in silence.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from forms.filling.collected import MOST_LEFT, CollectedOffers, odd_look, percent_unseen, place_words
from forms.filling.template_texts import derived_word
from forms.given.cells import GivenCell, SheetCells
from forms.guards.columns import column_letters
from forms.lists.heads import below_heads, head_name, table_heads
from forms.lists.no_rows import is_signed, is_total
from forms.lists.said_measures import SaidMeasures, differing, said_above, said_alone, said_behind, said_of_all
from models.basics.messages import fill, joined, say
from models.basics.quantity import NO_ACCEPTS
from models.basics.reading import half_width
from models.plan.plan import Column, Item

MOST_HEADS = 4  # rows of heads over one another
NOTE_STARTS = ("注", "备注", "说明", "以上", "本表", "表中", "上表", "面积单位", "单位", "※")
NEAR = 6  # rows above the heads: what is said there is said of them


class OpenPage:
    """One list of a sheet: what stands below its heads, down to the next heads."""

    def __init__(
        self,
        collected: CollectedOffers,
        cells: SheetCells,
        head: int,
        end: int | None = None,
        above: "OpenPage | None" = None,
    ) -> None:
        """Read a list whose heads end in row `head`.

        `end` is the row of the next heads, None at the sheet's end; `above` the list before it.
        """
        self.collected, self.cells, self.head, self.end = collected, cells, head, end
        self.heads = table_heads(cells, head)
        collected.turned = cells.turned
        self._plan = collected.sheet.plan
        self._below = self._lines_below_heads()
        self._last = max(self.lines(), default=0)
        self._said = self._said_above(above)
        self._derived = derived_word()
        self._left: dict[int, str] = {}  # row → words that are no entry

    @property
    def _turned(self) -> str:
        """The end of the key of a sentence about columns, which are rows in a sheet that was turned."""
        return "_turned" if self.cells.turned else ""

    def lines(self) -> Iterator[int]:
        """Yield the rows below the heads in which something stands."""
        rows = self.cells.ordered
        end = len(rows) if self.end is None else bisect_left(rows, self.end)
        for number in rows[bisect_right(rows, self.head) : end]:
            if number not in self._below and any(_filled(one) for one in self.cells.rows[number].values()):
                yield number

    def rest(self, number: int) -> list[int]:
        """End the list above a row, and return the rows from there on: they are another list's."""
        left = [line for line in self.lines() if line >= number]
        self.end = number
        self._last = max(self.lines(), default=0)
        return left

    def last_before_heads(self, number: int) -> bool:
        """True for the line right above the heads of the next list: there stands the title of that list."""
        return self.end is not None and number == self._last

    def said(self, column: int) -> list[SaidMeasures]:
        """Return what a list says of the measure of a column, nearest first: in its heads, above all heads."""
        measures = self._plan.measures
        below = (said_alone(half_width(self.text(number, column)).strip("()"), measures) for number in self._below)
        heads = [self.heads.get(column, ""), *self._heads_over(column)]
        return [
            *(SaidMeasures(names=one) for one in (*(said_behind(head, measures) for head in heads), *below)),
            *self._said,
        ]

    def _heads_over(self, column: int) -> Iterator[str]:
        """Yield the heads merged over a column and others beside it, from below: 面积（亩） over 本期 and 上年同期."""
        for number in range(self.head - 1, max(self.head - MOST_HEADS, 0), -1):
            first = self.cells.merged.get((number, column))
            if first is not None:
                yield self.text(*first)

    def _lines_below_heads(self) -> frozenset[int]:
        """The lines right below the heads that belong to them: measures, numbers of the columns."""
        found: set[int] = set()
        for number in (self.head + 1, self.head + 2):
            texts = [one.text.strip() for one in self.cells.rows.get(number, {}).values() if one.text.strip()]
            if texts and below_heads(texts, self._plan.measures):
                found.add(number)
        return frozenset(found)

    def _said_above(self, above: "OpenPage | None") -> list[SaidMeasures]:
        """What lines above the heads say for all of them (单位：亩), nearest first.

        Where heads are printed again on every page, it stands above the first of them alone.
        """
        first, measures = above.head + 1 if above else 1, self._plan.measures
        if near := said_above(self.cells, self.head, measures, max(first, self.head - NEAR)):
            return [SaidMeasures(names=near, all=True)]
        if far := said_above(self.cells, self.head, measures, first):  # of this list, or of one that nobody reads
            return [SaidMeasures(names=far, all=True, before=True)]
        if said := [replace(one, before=True) for one in (above._said if above else ())]:
            return said
        notes = (said_of_all(text, measures) for text in self._notes())
        beside = next((one for one in (*notes, said_behind(self.cells.title, measures)) if one), ())
        return [SaidMeasures(names=beside, all=True)] if beside else []

    def _notes(self) -> Iterator[str]:
        """Yield the notes below a list: 注：本表面积单位为亩."""
        for number in self.lines():
            texts = [one.text.strip() for one in self.cells.rows[number].values() if one.text.strip()]
            if len(texts) == 1 and texts[0].startswith(NOTE_STARTS) and not self.last_before_heads(number):
                yield texts[0]

    def text(self, number: int, column: int | None) -> str:
        """Return the trimmed text of a cell, "" where nothing stands."""
        return self.cells.text(number, column)

    def typed(self, number: int, column: int, *, day: bool = False) -> str:
        """Return the text of a cell as it was typed, white space included; `day` where a date is asked for."""
        shown = self.cells.rows[number][column]
        return shown.day if day and shown.day else shown.text

    def says(self, number: int, column: int | None) -> bool:
        """True when a cell holds something, or lies under a merge that does: then it must be taken or refused."""
        if column is None:
            return False
        shown = self.cells.rows[number].get(column) if number in self.cells.rows else None
        return (shown is not None and _filled(shown)) or (bool(self.cells.merged) and self._swallowed(number, column))

    def _swallowed(self, number: int, column: int) -> bool:
        first = self.cells.merged.get((number, column))
        return first is not None and bool(self.cells.text(*first))

    def undone(self, number: int, columns: Iterable[int]) -> str:
        """Say why a line that says something in some columns says it in none: all of it is struck out, or unseen."""
        line = self.cells.rows[number]
        said = [line[place] for place in columns if place in line and _filled(line[place])]
        if said and all(one.struck for one in said):
            return say("imports.struck_row")
        unseen = bool(said) and not self.cells.dressed and all(one.faint for one in said)
        return say("imports.faint_row") if unseen else ""

    def is_spread(self, number: int, column: int) -> bool:
        """True for a cell that is merged with those at its right alone, where none of them has a head of its own."""
        if self.cells.merged.get((number, column)) != (number, column) or self.merged_down(number, column):
            return False
        inside = [at for at in self.cells.merged_in(number) if self.cells.merged[number, at] == (number, column)]
        return not any(at in self.heads for at in inside if at != column)

    def merged_down(self, number: int, column: int | None) -> bool:
        """True for a cell that shares a merge with a cell of another row."""
        first = self.cells.merged.get((number, column or 0))
        rows = (number - 1, number + 1)
        return first is not None and any(self.cells.merged.get((row, column or 0)) == first for row in rows)

    def shared(self, number: int, column: int) -> GivenCell | None:
        """Return the cell that several lines share: merged downwards, one column wide; None for any other."""
        first = self.cells.merged.get((number, column))
        if first is None or first[1] != column or self.cells.merged.get((first[0], column + 1)) == first:
            return None
        found = self.cells.rows.get(first[0], {}).get(column)
        return found if found is not None and self.merged_down(number, column) else None

    def usable(self, number: int, column: int, code: str = "", measure: str = "") -> bool:
        """True when a cell gives a text; one that says something and cannot be used is refused with its reason.

        `measure`: of what it is taken for.
        """
        if not self.says(number, column):
            return False
        reason = self._why_not(number, column, code)
        reason = reason or percent_unseen(self.cells, self.text(number, column), measure)
        if reason:
            self.collected.refuse(self.place(number, column), reason)
            return False
        shown = self.cells.rows[number][column]
        self.collected.formulas += shown.formula
        self.collected.years += shown.year_unseen
        self.collected.rounded += shown.rounded
        if shown.faint:
            self.collected.faint.append(self.place(number, column))
        elif self.cells.veiled and self.cells.is_veiled(number, column):
            self.collected.veiled.append(self.place(number, column))
        return shown.text.strip() != self._derived

    def _why_not(self, number: int, column: int, code: str) -> str:
        if (number, column) in self.cells.merged and not self.is_spread(number, column):
            return self.mismatch(number, code) if code else say("imports.merged", 行=self.row_of(number, column))
        shown = self.cells.rows[number][column]
        if shown.stale:
            check = self.collected.sheet.plan.check_of("formula_without_value")
            return check.message if check else say("imports.stale")
        return odd_look(self.cells, shown)

    def refuse_measure(self, number: int, column: int, said: Iterable[SaidMeasures], measure: str) -> None:
        """Refuse a figure of which nobody can tell in what it is counted."""
        names = next((one.names for one in said if one.names), ())
        reason = say("imports.measure_unclear", 原文=self.text(number, column), 单位="、".join(names), 本栏=measure)
        self.collected.refuse(self.place(number, column), reason)

    def row_of(self, number: int, column: int | None = None) -> int:
        """Return the row of the book in which a cell, or the first of a line, stands."""
        return self.cells.standing(number, column or min(self.cells.rows.get(number, {1: None})))[0]

    def differs(self, number: int, column: int, said: Sequence[SaidMeasures], place: Item | Column) -> bool:
        """True for a figure that is refused, since its line and its head name two measures.

        One that stands above all heads gives way to the nearer one, and that is told.
        """
        accepts = place.accepts if isinstance(place, Item) else NO_ACCEPTS
        found = differing(said, place.measure, accepts, place.measures)
        if found is None:
            return False
        near, other, of_all = found
        at = self.place(number, column)
        if of_all:
            self.collected.apart.setdefault((near, other), []).append(at)
        else:
            self.collected.refuse(at, say("imports.measures_differ", 原文=self.text(number, column), 近=near, 远=other))
        return not of_all

    def mismatch(self, number: int, code: str) -> str:
        """Return the sentence for a line that is none of ours, or whose cells were merged."""
        check = self.collected.sheet.plan.check_of("template_mismatch")
        return (
            fill(check.message, {"行": str(self.row_of(number)), "码": code})
            if check
            else say("imports.unknown_code", 码=code)
        )

    def place(self, number: int, column: int | None = None) -> str:
        """Return where a cell or a row stands, as a person finds it."""
        if column is None and self.cells.turned:
            return say("imports.column", 表=self.cells.title, 列=column_letters(number))
        if column is None and not self.cells.origins:
            return say("imports.row", 表=self.cells.title, 行=number)
        row, at = self.cells.standing(number, max(self.cells.rows[number]) if column is None else column)
        return place_words(self.cells.title, row, at)

    def head_of(self, place: int) -> str:
        """Return the head of a column on one line, "" where it has none."""
        return " ".join(self.heads.get(place, "").split())

    def leave(self, number: int, columns: Iterable[int]) -> None:
        """Note what a line without an entry says in some columns, where it is words of somebody's own."""
        texts = [text for place in sorted(columns) if (text := self.text(number, place))]
        if texts and not any(self._known(text) for text in texts):
            self._left[number] = texts[0]

    def _known(self, text: str) -> bool:
        """True for what the plan calls something, for totals and signatures, and for what holds no words."""
        names = self.collected.names
        said = text.partition("@")[0].upper() in names or head_name(re.sub(r"^ƒ\s*", "", text)) in names
        words = re.search(r"[^\W\d]", text) is not None
        return said or is_total(text) or is_signed(text) or not words or bool(said_of_all(text, self._plan.measures))

    def tell_left(self) -> None:
        """Say which lines of words were not read: they belong to no item."""
        if self._left:
            key = "imports.left_column" if self.cells.turned else "imports.left_line"
            lines = [(column_letters(n) if self.cells.turned else self.row_of(n), x) for n, x in self._left.items()]
            first = [say(key, 行=n, 文字=x[:40]) for n, x in lines[:MOST_LEFT]]
            more = "…" if len(self._left) > MOST_LEFT else ""
            said = say("imports.left", 表=self.cells.title, 文字=joined(first) + more)
            self.collected.remarks.append(said)
            self._left.clear()  # another table beside this one tells its own

    def lanes(self, places: Iterable[int]) -> str:
        """Return what columns are called in the book, where they are rows if the sheet was turned."""
        return "、".join(str(place) if self.cells.turned else column_letters(place) for place in places)

    def tell_hidden(self, places: Iterable[int]) -> None:
        """Say which of the columns that are read are out of sight in the book."""
        names = [self.head_of(place) for place in places if place in self.cells.hidden_columns]
        if names:
            self.collected.remarks.append(
                say(f"imports.hidden_columns{self._turned}", 表=self.cells.title, 栏="、".join(names[:10]))
            )

    def tell_columns(self, known: Iterable[int], ours: Collection[str] = ()) -> None:
        """Say which columns are not read, those in which something stands; `ours` are heads that need no word."""
        filled = self._filled_columns() - set(known)
        unknown = [
            place for place in sorted(filled) if self.heads.get(place) and head_name(self.heads[place]) not in ours
        ]
        if unknown:
            names = "、".join(self.head_of(place) for place in unknown[:10])
            self.collected.remarks.append(say(f"imports.columns{self._turned}", 台账=self.cells.title, 栏=names))
        bare = [place for place in sorted(filled) if not self.heads.get(place)]
        if bare:
            said = say(f"imports.unheaded{self._turned}", 表=self.cells.title, 列=self.lanes(bare[:10]))
            self.collected.remarks.append(said)

    def _filled_columns(self) -> set[int]:
        return {place for number in self.lines() for place, one in self.cells.rows[number].items() if _filled(one)}


def _filled(one: GivenCell) -> bool:
    return one.stale or bool(one.text.strip())
