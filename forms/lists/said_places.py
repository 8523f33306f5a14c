"""Said places: whose figures a line of a list is about, as a column of counties or towns, or the sheet's name, says it.

A unit reports one figure for all of itself. A line that speaks of one of its towns is a part of it, and one that speaks
of another unit is that one's; only where both are the same, or all of it is meant, is the line the unit's own.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from forms.given.cells import SheetCells
from forms.lists.heads import head_name
from forms.lists.no_rows import is_total
from models.basics.reading import half_width
from models.basics.records import dataclass
from models.plan.plan import Unit, called, folded_name
from models.sheet.sheet import Sheet

_HEADS = (
    "县区", "区县", "县", "县市区", "市县", "市县区", "乡镇", "镇", "镇街", "镇办", "乡镇街道", "街道", "村", "社区",
    "地区", "辖区", "行政区", "行政区划", "所在县区", "所在区县", "所在乡镇", "所属县区", "所属乡镇", "乡镇名称",
    "县区名称", "镇名",
)  # fmt: skip
_TOWN = re.compile(
    r"[一-鿿]{1,6}(?:(?<![城乡村集制点小各全古本])镇|(?<![城下家各本返回还老水])乡|街道(?:办事处|办)?|街办|镇办)"
)
_BODY = re.compile(r"(?:人民政府|政府|管委会)|[一-鿿]{0,12}(?:局|委|办|中心|站|队|科|股|院|所|公司|部)")
_SEAT = re.compile(r"(?:人民政府|政府|管理委员会|管委会|办事处)$")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]$|[\d\s_\-.、]+$|^[\d\s_\-.、]+")
LEAST_CODE, LEAST_NAME = 3, 2  # signs; more is asked for
_EVERY = re.compile(r"全[省市州县区镇乡域]|本[省市州县区镇乡]|各[县区镇乡]+|所有|全部|总体")


@dataclass(frozen=True, slots=True)
class SaidPlace:
    """A place a list names: `unit` is the id of one of the plan's units, "" for a part that files nothing itself."""

    text: str
    unit: str = ""


def place_column(heads: Mapping[int, str], sheet: Sheet) -> int | None:
    """Return the column that says of each line where it is, None where none does."""
    names = {*_HEADS, *(head_name(unit.kind.name) for unit in sheet.plan.units.values() if unit.kind.targets)}
    return next((place for place, text in sorted(heads.items()) if head_name(text) in names), None)


def title_place(title: str, sheet: Sheet) -> SaidPlace | None:
    """Return whose a sheet is by its name, None where it says nothing or is the unit's own."""
    bare = _ASIDE.sub("", _ASIDE.sub("", title.strip()))
    found = place_said(bare, sheet)
    return found if found is not None and (found.unit or _TOWN.fullmatch(bare)) else None


def unit_said(text: str, sheet: Sheet) -> str:
    """Return the name by which a title speaks of another unit of our level, "" where it names ours too, or none."""
    said, ours = folded_name(text), sheet.plan.units[sheet.unit_id]
    if _named_in(said, ours):
        return ""
    others = (one for one in _places(sheet) if one.kind.level == ours.kind.level) if ours.kind.targets else ()
    return next((name for one in others if (name := _named_in(said, one))), "")


def _places(sheet: Sheet) -> Iterator[Unit]:
    """The other units that are places: a department is where figures come from, not what they are of."""
    return (one for one in sheet.plan.units.values() if one.id != sheet.unit_id and one.kind.targets)


def _names(unit: Unit) -> Iterator[str]:
    """What a unit is called in a list, also without what it is (河口镇 for 河口镇人民政府).

    A short id (C1) may be anything there.
    """
    names = [folded_name(name) for name in called(unit) if not name.isascii() or len(name) > LEAST_CODE]
    return iter(dict.fromkeys(one for name in names for one in (name, _SEAT.sub("", name)) if len(one) > 1))


def _named_in(said: str, unit: Unit) -> str:
    """The longest name of a unit that stands in a text; of two signs none is looked for, they are other words too."""
    return max((name for name in _names(unit) if len(name) > LEAST_NAME and name in said), key=len, default="")


def place_said(text: str, sheet: Sheet) -> SaidPlace | None:
    """Return the place a text names, None where it is the unit itself, all of it, or no place at all."""
    said = folded_name(half_width(text))
    if not re.search(r"\w", said) or said.isdecimal() or is_total(said):
        return None
    ours = sheet.plan.units[sheet.unit_id]
    if said.startswith(sheet.plan.words.get("whole", "\0")) and ours.kind.level > 1:
        return SaidPlace(text)  # the city's figure in the book of one of its counties
    if _EVERY.match(said) or any(_is_of(said, name) for name in _names(ours)):
        return None
    found = next((one for one in _places(sheet) if said in _names(one)), None)
    return SaidPlace(text, found.id if found else "")


def known_places(sheet: Sheet) -> frozenset[str]:
    """Return the names of the unit and of all others that are places, as they are compared."""
    places = (*_places(sheet), sheet.plan.units[sheet.unit_id])
    return frozenset(name for unit in places if unit.kind.targets for name in _names(unit))


def is_place(text: str, known: Collection[str], whole: str) -> bool:
    """True for a text that is one of the `known` places alone, or says all of them, as a head of figures does.

    `whole` is what the plan calls all of it.
    """
    said = folded_name(half_width(text))
    if is_total(said) or _EVERY.fullmatch(said) or (whole and said.startswith(whole)):
        return True
    return said in known or _TOWN.fullmatch(said) is not None


def _is_of(said: str, name: str) -> bool:
    """True for a name, and for an office of whoever is called so: 汉滨区林业局."""
    rest = said.removeprefix(name)
    return said == name or (
        rest != said and len(name) > 1 and _BODY.fullmatch(rest) is not None and not _TOWN.search(rest)
    )


def whole_is_others(texts: Iterable[str], sheet: Sheet) -> bool:
    """True where the total of what is said of some places is none of the unit's: others that file are among them.

    A list of all counties ends in the city's figure, one of a county's towns in its own. Who has a line for each of
    them, as a department has, gives their total too.
    """
    if any(slot.line for slot in sheet.slots.values()):
        return False
    said = (place_said(text, sheet) for text in dict.fromkeys(texts))
    others = (sheet.plan.units[one.unit] for one in said if one is not None and one.unit)
    return any(one.within != sheet.unit_id for one in others)  # a zone that lies in the county is a part of it


def others_named(texts: Iterable[str], sheet: Sheet) -> list[str]:
    """Return which of some texts name another unit where a unit's own place belongs; none for one that is no place."""
    if not sheet.plan.units[sheet.unit_id].kind.targets:
        return []
    return [text for text in dict.fromkeys(texts) if (found := place_said(text, sheet)) is not None and found.unit]


class LinePlaces:
    """Whose the lines of one list are."""

    def __init__(self, cells: SheetCells, heads: Mapping[int, str], sheet: Sheet, lines: Sequence[int]) -> None:
        """Look at the column of places of a list, and at the name of its sheet."""
        self._cells, self._sheet, self._lines = cells, sheet, lines
        self.column = place_column(heads, sheet)

    @cached_property
    def of_sheet(self) -> SaidPlace | None:
        """Whose the whole sheet is."""
        return title_place(self._cells.title, self._sheet)

    @cached_property
    def _said(self) -> Mapping[int, SaidPlace | None]:
        found: dict[int, SaidPlace | None] = {}
        last: SaidPlace | None = self.of_sheet
        texts = {number: self._text(number) for number in self._lines} if self.column else {}
        others = whole_is_others(texts.values(), self._sheet)
        for number, text in texts.items():
            whole = SaidPlace(text) if others and is_total(text) else None
            last = whole or place_said(text, self._sheet) if text else last  # said once for the lines below it
            found[number] = last
        return found

    def _text(self, number: int) -> str:
        at = (number, self.column or 0)
        return self._cells.text(*self._cells.merged.get(at, at))

    def at(self, number: int) -> SaidPlace | None:
        """Return whose a line is, None for one of the unit itself."""
        return self._said.get(number, self.of_sheet)
