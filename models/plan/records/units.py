"""Records about who: units and their kinds, tasks, and who fills what."""

from datetime import date
from enum import StrEnum

from models.basics.records import dataclass

OFFICE = (
    "OFFICE"  # stands for the office in place of a unit's id, as in the certificate of its key: no unit is called so
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitKind:
    """单位类型, as the plan declares it."""

    id: str
    name: str  # 镇街
    all: str  # what they are called together: 各镇街
    level: int  # 1 the whole, 2, 3 … further down
    files: bool = True
    lies_in: tuple[str, ...] = ()  # kinds of unit that one of this kind may lie within
    targets: bool = False  # may carry decomposed targets
    group: bool = False  # stands for several units, never files itself
    clause: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedName:
    """A unit's name and code while they were in use; None = open on that side."""

    name: str
    code: str = ""
    full_name: str = ""  # as printed on covers meanwhile; "" = the unit's for its first name, else the name
    since: date | None = None
    until: date | None = None  # exclusive


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """An organisation that files returns (or, for a group, stands for several)."""

    id: str
    kind: UnitKind
    names: tuple[DatedName, ...]  # oldest first, never empty
    full_name: str = ""  # as printed on covers; "" = use the name
    aliases: tuple[str, ...] = ()
    within: str | None = None  # the unit it lies in
    since: date | None = None  # first day of its existence, None = always
    until: date | None = None  # the day it is gone, None = never
    becomes: tuple[str, ...] = ()  # units that go on in its place
    was: tuple[str, ...] = ()  # ids it had in the plan before
    enabled: bool = True  # False: proposed, off until the office switches it on
    clause: str = ""
    note: str = ""

    def name_on(self, day: date) -> str:
        """Return the name in use on a day, the nearest one where none was."""
        return self._dated(day).name

    def full_name_on(self, day: date) -> str:
        """Return the full name on a day; the unit's one as long as it bears the name that one belongs to."""
        dated = self._dated(day)
        return dated.full_name or (self.full_name if dated.name == self.first_name else "") or dated.name

    def _dated(self, day: date) -> DatedName:
        return next((one for one in self.names if one.until is None or day < one.until), self.names[-1])

    def exists_on(self, day: date) -> bool:
        """True when the unit is there on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    @property
    def first_name(self) -> str:
        """The oldest name, the one `full_name` belongs to."""
        return self.names[0].name


def called(unit: Unit) -> tuple[str, ...]:
    """Return every name and code a unit goes by."""
    dated = [text for one in unit.names for text in (one.name, one.full_name, one.code)]
    return tuple(text for text in (unit.id, unit.full_name, *unit.aliases, *dated) if text)


def folded_name(text: str) -> str:
    """Return a unit's name as it is compared: no white space, brackets of either width."""
    return "".join(text.split()).replace("（", "(").replace("）", ")")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """责任块: a task, or sub-task, with its own lead and responsible units (ids, selectors expanded)."""

    id: str
    clause: str = ""
    title: str
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()  # may hold group ids
    lead_as_written: str = ""
    responsible_as_written: str = ""
    text: str = ""  # what the clause says, verbatim, without its lists of units; "" = not given
    note: str = ""


class Part(StrEnum):
    """What a unit's figure is to the whole."""

    ADDS = "adds"  # goes into the whole
    COMPARES = "compares"  # the lead's own figure, held against the sum
    ALONE = "alone"  # the figure itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who fills which items of a table; with `split`, one cell per line (address Q06.8@610924)."""

    table: str
    units: tuple[str, ...]
    items: tuple[str, ...]
    split: tuple[str, ...] = ()  # unit ids of the lines; empty = one cell per item
    optional: bool = False  # the unit may fill them but need not (never `missing`)
    part: Part = Part.ADDS
    duty: bool = False  # a missing answer is listed as a gap
    clause: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverable:
    """成果: what a task asks for besides figures, in the document's words, and the places where it is reported.

    A place is an item, an indicator (its items), a process item (its parts), a register, or a progress field.
    """

    id: str
    block: str | None = None  # None: of no task in particular
    text: str
    kind: str  # 文件, 台账, 措施 …
    units: tuple[str, ...] = ()  # who reports it; empty: whoever has a part in the block, or one of the places
    places: tuple[str, ...]
    clause: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Safeguard:
    """保障措施, as written; `units` it speaks to (empty: everybody) and where they report what they did."""

    title: str
    text: str
    units: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    clause: str = ""
    note: str = ""
