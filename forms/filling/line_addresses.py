"""Line addresses: which cell of ours a line of a table is for, by its code or its name, and whose line it is.

A line of one of the unit's towns, or of another unit, is not taken for the unit's own; why, is said with its row.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from forms.filling.import_page import OpenPage
from forms.lists.heads import head_name, item_names
from forms.lists.no_rows import is_foot, is_total
from forms.lists.said_places import LinePlaces, SaidPlace
from models.basics.addresses import COVER, split_address
from models.basics.messages import say
from models.basics.reading import half_width
from models.sheet.sheet import Sheet

_Names = Mapping[str, Sequence[str]]


class LineAddresses:
    """Finds the cells of ours that the lines of one table are for."""

    def __init__(
        self, page: OpenPage, heads: Mapping[int, str], kinds: Mapping[str, Sequence[int]], *, cover: bool
    ) -> None:
        """Look into a table with these heads, place → text and kind → places; `cover`: it is that of a cover."""
        self._page, self._out, self._sheet = page, page.collected, page.collected.sheet
        self._code = next(iter(kinds.get("code", ())), None)
        self._names = tuple(kinds.get("name", ()))
        self._cover = cover
        self._places = LinePlaces(page.cells, heads, self._sheet, list(page.lines()))
        self._told = False  # that the whole sheet is a part

    @property
    def place_column(self) -> int | None:
        """The column that says where a line is."""
        return self._places.column

    def code(self, number: int) -> str:
        """Return the code in a line as it is compared."""
        return half_width(self._page.text(number, self._code)).replace(" ", "")

    def name(self, number: int) -> str:
        """Return what a line is called: of several columns of names, the one the plan knows."""
        texts = [re.sub(r"^ƒ\s*", "", self._page.text(number, place)) for place in self._names]
        known = (text for text in texts if any(one in self._known.get("", {}) for one in item_names(text)))
        return next(known, next((text for text in texts if text), ""))

    def address(self, number: int, *, says: bool) -> str | None:
        """Return the address a line is for; None for one that says nothing or is refused."""
        if says and self._page.merged_down(number, self._code):
            first = self._page.cells.merged[(number, self._code or 0)]
            self._refuse(number, self._page.mismatch(number, self._page.text(*first)), self._code)
            return None
        code = self.code(number).partition("/")[0]
        if not code:
            return self._by_name(number) if says else None
        if code.startswith(f"{COVER}."):
            return code if code in self._sheet.fields else None  # what a cover says beyond its fields is no entry
        if says and (is_total(code) or is_foot(code)):
            self._refuse(number, say("imports.total_line" if is_total(code) else "imports.foot_row"))
            return None
        found = next((one for one in (code, code.upper()) if one in self._sheet.slots), None)
        if found is None and says:
            self._refuse(number, why_not_ours(self._page, self._sheet, code, number), self._code)
            return None
        return self._of_place(number, found) if found is not None and says else found

    def _of_place(self, number: int, address: str) -> str | None:
        """The address for a line that says where it is; a code that names another place than the line is no match."""
        place, said = self._places.at(number), split_address(address)
        line = said.line if said else None
        if place is None or (line and (line == place.unit or place is self._places.of_sheet)):
            return address
        if line:
            self._refuse(number, self._page.mismatch(number, address), self._code)
            return None
        there = f"{address}@{place.unit}"
        if place.unit and there in self._sheet.slots:
            return there
        self._elsewhere(number, place)
        return None

    def _elsewhere(self, number: int, place: SaidPlace) -> None:
        """Refuse a line of another place; where the whole sheet is of one, that is said once."""
        if place is not self._places.of_sheet:
            self._refuse(number, say("imports.other_place", 处=place.text))
        elif not self._told:
            self._told = True
            self._refuse(number, say("imports.part_sheet", 表=place.text))

    def _refuse(self, number: int, reason: str, column: int | None = None) -> None:
        self._out.refuse(self._page.place(number, column), reason)

    def _by_name(self, number: int) -> str | None:
        name, place = self.name(number), self._places.at(number)
        found = self._found(name, place.unit if place else "")
        if place is not None and not (place.unit and found):
            if self._found(name, ""):
                self._elsewhere(number, place)
                return None
            found = ()
        if len(found) != 1 and not self._cover:
            self._refuse(number, say(self._why_nameless(number, name, found), 名=name))
        return found[0] if len(found) == 1 else None

    def _found(self, name: str, unit: str) -> Sequence[str]:
        """The cells that are called so, of the unit itself or on the line of another."""
        known = self._known.get(unit, {})
        return next((known[one] for one in item_names(name) if one in known), ())

    def _why_nameless(self, number: int, name: str, found: Sequence[str]) -> str:
        """The key of the sentence for a line that is none of ours by its name."""
        if found:
            return "imports.name_twice"
        line = sorted(self._page.cells.rows[number].items())
        first = next((shown.text.strip() for _, shown in line if shown.text.strip()), "")
        if is_total(name or first):
            return "imports.total_line"
        return "imports.foot_row" if is_foot(first) else "imports.no_code" if name else "imports.nameless"

    @cached_property
    def _known(self) -> Mapping[str, _Names]:
        """Of the unit itself ("") and each line: name → the cells called so, what is typed before what is computed."""
        found: dict[str, tuple[dict[str, list[str]], dict[str, list[str]]]] = {}
        for address, slot in self._sheet.slots.items():
            if not slot.last_year:
                typed, computed = found.setdefault(slot.line or "", ({}, {}))
                (computed if slot.derived else typed).setdefault(head_name(slot.item.name), []).append(address)
        return {line: {**computed, **typed} for line, (typed, computed) in found.items()}


def why_not_ours(page: OpenPage, sheet: Sheet, code: str, number: int) -> str:
    """Return the sentence for a code that is none of a unit's: another's item, or no code at all."""
    name = code.partition("@")[0]
    if name in sheet.plan.items:
        return say("imports.not_yours", 项=f"{sheet.plan.items[name].name}（{code}）")
    if name in sheet.plan.blocks:
        return say("imports.not_yours", 项=f"{sheet.plan.blocks[name].title}（{code}）")
    return page.mismatch(number, code)
