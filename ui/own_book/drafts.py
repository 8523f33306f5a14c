"""Mappings of one workbook while a person makes them: for each of its sheets the single figures and the lists."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from forms.given.cells import SheetCells
from forms.guards.columns import column_letters
from forms.own_book.links import link_to, suggested, wanted_items
from forms.own_book.lists import suggested_list, with_column, with_fixed, words_of
from models.basics.messages import say
from models.basics.reading import clean_name, read_choice
from models.filling.own_book import THIS_YEAR, Link, OwnBook, OwnList
from models.plan.plan import Column, ColumnType
from models.sheet.cells import read_field
from models.sheet.sheet import Sheet
from ui.own_book.links_table import ReadSource, ReadTarget

ITEMS = ""  # what a sheet is read as: single figures; else the id of a register
_FIGURES = (ColumnType.NUMBER, ColumnType.WHOLE)
_BETWEEN = "\n"  # a target's key and a word of the book


class PageDraft:
    """The mapping of one sheet; `kind` is what the person is mapping now."""

    def __init__(self, page: SheetCells, sheet: Sheet, known: OwnBook | None = None) -> None:
        """Begin with the mapping that is known, as it stands now; else with what names suggest."""
        self.page, self._sheet = page, sheet
        self.links: dict[str, Link] = {}
        self.lists: dict[str, OwnList] = {}
        self.kind = ITEMS
        if known is not None and (known.links or known.lists):
            self._take_known(known)
        else:
            self._suggest()

    def _take_known(self, known: OwnBook) -> None:
        entered = dict(wanted_items(self._sheet))
        self.links = {one.address: one for one in known.links if one.address in entered}
        self.lists = {one.register: one for one in known.lists if one.register in self._sheet.register_ids}
        self.found = self.count
        if not self.links:
            self.kind = next(iter(self.lists), ITEMS)

    def _suggest(self) -> None:
        """Take the kind of which most is found by names."""
        page, sheet = self.page, self._sheet
        links = {one.address: one for one in suggested(page, sheet)}
        found = [suggested_list(page, sheet, sheet.plan.registers[name]) for name in sheet.register_ids]
        best = max((one for one in found if one), key=lambda one: len(one.columns), default=None)
        self.found = max(len(links), len(best.columns) if best else 0)
        if best is not None and len(best.columns) > len(links):
            self.kind, self.lists = best.register, {best.register: best}
        else:
            self.links = links

    @property
    def count(self) -> int:
        """How many figures and columns are read."""
        return len(self.links) + sum(len(one.columns) for one in self.lists.values())

    def show_kind(self, kind: str) -> None:
        """Map another kind; what names suggest stands there where nothing is mapped yet."""
        self.kind = kind
        if kind == ITEMS and not self.links:
            self.links = {one.address: one for one in suggested(self.page, self._sheet)}
        elif kind != ITEMS and kind not in self.lists:
            own = suggested_list(self.page, self._sheet, self._sheet.plan.registers[kind])
            self.lists |= {kind: own} if own else {}

    def targets(self) -> Iterator[ReadTarget]:
        """Yield what can be mapped now."""
        if self.kind == ITEMS:
            for address, item in wanted_items(self._sheet):
                words = say("window.own.item", 项=item.name, 单位=item.measure) if item.measure else item.name
                yield ReadTarget(key=address, words=words, figure=item.numeric)
                yield from _words_of(address, self._words_at(address), self._sheet.choices_of(item))
            return
        register, own = self._sheet.plan.registers[self.kind], self.lists.get(self.kind)
        words_in = words_of(self.page, own, register) if own else {}
        for column in register.columns:
            if not column.ordinal:
                words = say("window.own.item", 项=column.name, 单位=column.measure) if column.measure else column.name
                choices = _choices(column)
                yield ReadTarget(
                    key=column.name, words=words, figure=column.type in _FIGURES, fixable=True, choices=choices
                )
                yield from _words_of(column.name, words_in.get(column.name, ()), choices)

    def _words_at(self, address: str) -> Sequence[str]:
        """The word of the book for an item with choices, where it is none of them; words known before."""
        link, item = self.links.get(address), dict(wanted_items(self._sheet))[address]
        choices = self._sheet.choices_of(item)
        if link is None or not choices:
            return ()
        said = clean_name(self.page.text(link.row, link.column))
        new = [said] if said and read_choice(said, choices) is None else []
        return list(dict.fromkeys([*link.words, *new]))

    def sources(self) -> Mapping[str, ReadSource]:
        """Return where each target is read."""
        found: dict[str, ReadSource] = {}
        own = self.lists.get(self.kind)
        for at, link in self.links.items() if self.kind == ITEMS else ():
            found[at] = ReadSource(place=f"{column_letters(link.column)}{link.row}", factor=link.factor)
            found |= _meanings(at, link.words)
        for one in own.columns if own else ():
            place = say("window.own.always", 值=_fixed_words(one.fixed)) if one.fixed else _column_words(one.column)
            found[one.name] = ReadSource(place=place, factor=one.factor, value=_fixed_words(one.fixed))
            found |= _meanings(one.name, one.words)
        return found

    def marks(self) -> Mapping[tuple[int, int], str]:
        """Return the cells something is read from or heads a column: place → what for."""
        names = {address: item.name for address, item in wanted_items(self._sheet)}
        cells = {(one.row, one.column): names.get(at, at) for at, one in self.links.items()}
        return cells | {(own.row, one.column): one.name for own in self.lists.values() for one in own.read}

    def first(self) -> tuple[int, int]:
        """Return the first marked cell, the sheet's first where none is."""
        return min(self.marks(), default=(1, 1))

    def link(self, key: str, row: int, column: int) -> None:
        """Read a target from a cell, or from the column under a head."""
        key = key.partition(_BETWEEN)[0]
        if self.kind == ITEMS:
            item = dict(wanted_items(self._sheet))[key]
            self.links[key] = link_to(self.page, key, item, row, column)
        else:
            register, own = self._sheet.plan.registers[self.kind], self.lists.get(self.kind)
            self.lists[self.kind] = with_column(self.page, own, register, key, row, column)

    def unlink(self, key: str) -> None:
        """Read a target from nowhere; of a word: it means nothing."""
        if _BETWEEN in key:
            self.set_value(key, "")
        elif self.kind == ITEMS:
            self.links.pop(key, None)
        elif self.kind in self.lists:
            own = self.lists[self.kind]
            self._keep(self.kind, replace(own, columns=tuple(one for one in own.columns if one.name != key)))

    def set_value(self, key: str, text: str) -> str:
        """Take a value that a column always says, or what a word means; return why it is not taken, else ""."""
        name, _, word = key.partition(_BETWEEN)
        if self.kind == ITEMS:
            link = self.links[name]
            self.links[name] = replace(link, words=_with_word(link.words, word, text))
            return ""
        register, own = self._sheet.plan.registers[self.kind], self.lists.get(self.kind)
        column = register.column(name)
        if word and own is not None:
            columns = tuple(
                replace(one, words=_with_word(one.words, word, text)) if one.name == name else one
                for one in own.columns
            )
            self.lists[self.kind] = replace(own, columns=columns)
        elif column is not None:
            text = THIS_YEAR if text == say("window.own.this_year") else text
            if text and text != THIS_YEAR and read_field(column, text).fault:
                return say("window.own.no_value", 栏=name, 原文=text)
            self._keep(self.kind, with_fixed(own, register, name, text))
        return ""

    def _keep(self, kind: str, own: OwnList) -> None:
        self.lists[kind] = own
        if not own.columns:
            del self.lists[kind]

    def take_column(self, column: int) -> None:
        """Read every item that is found by its name from one column."""
        self.links = {one.address: one for one in suggested(self.page, self._sheet, column)}

    def set_factor(self, key: str, factor: str) -> None:
        """Take a factor for a target that is read."""
        if self.kind == ITEMS:
            self.links[key] = replace(self.links[key], factor=factor)
        else:
            own = self.lists[self.kind]
            columns = tuple(replace(one, factor=factor) if one.name == key else one for one in own.columns)
            self.lists[self.kind] = replace(own, columns=columns)

    def written(self) -> OwnBook:
        """Return the mapping as it is remembered."""
        lists = tuple(one for one in self.lists.values() if one.read)
        links = tuple(self.links.values())
        return OwnBook(sheet=self.page.title, period=self._sheet.period_id, links=links, lists=lists)


def _choices(column: Column) -> tuple[str, ...]:
    return (say("window.own.yes"), say("window.own.no")) if column.type is ColumnType.YES_NO else column.choices


def _words_of(key: str, words: Sequence[str], choices: tuple[str, ...]) -> Iterator[ReadTarget]:
    for word in words:
        yield ReadTarget(
            key=f"{key}{_BETWEEN}{word}",
            words=say("window.own.word", 用词=word),
            figure=False,
            word=word,
            choices=choices,
        )


def _meanings(key: str, words: Mapping[str, str]) -> dict[str, ReadSource]:
    return {
        f"{key}{_BETWEEN}{word}": ReadSource(place=say("window.own.means", 用词=meant), factor="1", value=meant)
        for word, meant in words.items()
    }


def _with_word(words: Mapping[str, str], word: str, meant: str) -> dict[str, str]:
    left = {one: other for one, other in words.items() if one != word}
    return {**left, word: meant} if meant else left


def _fixed_words(value: str) -> str:
    return say("window.own.this_year") if value == THIS_YEAR else value


def _column_words(column: int) -> str:
    return say("window.own.column_of", 列=column_letters(column))
