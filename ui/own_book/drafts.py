"""Mappings of one workbook while a person makes them: for each of its sheets the single figures and the lists."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from forms.given.cells import SheetCells
from forms.guards.columns import column_letters
from forms.own_book.links import link_to, suggested, wanted_items
from forms.own_book.lists import suggested_list, with_column
from models.filling.own_book import Link, OwnBook, OwnList
from models.plan.plan import ColumnType
from models.sheet.sheet import Sheet
from ui.basics.texts import say
from ui.own_book.links_table import ReadSource, ReadTarget

ITEMS = ""  # what a sheet is read as: single figures; else the id of a register
_FIGURES = (ColumnType.NUMBER, ColumnType.WHOLE)


class PageDraft:
    """The mapping of one sheet; `kind` is what the person is mapping now."""

    def __init__(self, page: SheetCells, sheet: Sheet) -> None:
        """Begin with what names suggest: the kind of which most is found."""
        self.page, self._sheet = page, sheet
        self.links: dict[str, Link] = {}
        self.lists: dict[str, OwnList] = {}
        links = {one.address: one for one in suggested(page, sheet)}
        found = [suggested_list(page, sheet, sheet.plan.registers[name]) for name in sheet.register_ids]
        best = max((one for one in found if one), key=lambda one: len(one.columns), default=None)
        self.found = max(len(links), len(best.columns) if best else 0)
        self.kind = ITEMS
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
                words = say("own.item", 项=item.name, 单位=item.measure) if item.measure else item.name
                yield ReadTarget(key=address, words=words)
            return
        for column in self._sheet.plan.registers[self.kind].columns:
            if not column.ordinal:
                figure = column.type in _FIGURES
                words = say("own.item", 项=column.name, 单位=column.measure) if column.measure else column.name
                yield ReadTarget(key=column.name, words=words, figure=figure)

    def sources(self) -> Mapping[str, ReadSource]:
        """Return where each target is read."""
        if self.kind == ITEMS:
            return {
                at: ReadSource(place=f"{column_letters(one.column)}{one.row}", factor=one.factor)
                for at, one in self.links.items()
            }
        own = self.lists.get(self.kind)
        columns = own.columns if own else ()
        return {
            one.name: ReadSource(place=say("own.column_of", 列=column_letters(one.column)), factor=one.factor)
            for one in columns
        }

    def marks(self) -> Mapping[tuple[int, int], str]:
        """Return the cells something is read from or heads a column: place → what for."""
        names = {address: item.name for address, item in wanted_items(self._sheet)}
        cells = {(one.row, one.column): names.get(at, at) for at, one in self.links.items()}
        return cells | {(own.row, one.column): one.name for own in self.lists.values() for one in own.columns}

    def first(self) -> tuple[int, int]:
        """Return the first marked cell, the sheet's first where none is."""
        return min(self.marks(), default=(1, 1))

    def link(self, key: str, row: int, column: int) -> None:
        """Read a target from a cell, or from the column under a head."""
        if self.kind == ITEMS:
            item = dict(wanted_items(self._sheet))[key]
            self.links[key] = link_to(self.page, key, item, row, column)
        else:
            register, own = self._sheet.plan.registers[self.kind], self.lists.get(self.kind)
            self.lists[self.kind] = with_column(self.page, own, register, key, row, column)

    def unlink(self, key: str) -> None:
        """Read a target from nowhere."""
        if self.kind == ITEMS:
            self.links.pop(key, None)
        elif self.kind in self.lists:
            own = self.lists[self.kind]
            left = tuple(one for one in own.columns if one.name != key)
            self.lists = {**self.lists, self.kind: replace(own, columns=left)}
            if not left:
                del self.lists[self.kind]

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
        return OwnBook(sheet=self.page.title, links=tuple(self.links.values()), lists=tuple(self.lists.values()))
