"""Coverage: of the units that owe a figure in a period, who answered, and what exactly is to be said of the others.

缺报 is said of a unit without a return only; a cell left open is 暂无数据 or 未填, and a hole in a department's table
is the department's. How many owe a figure never changes with what arrived.
"""

from collections.abc import Sequence

from models.basics.records import dataclass
from models.city.city import ABSENT, DISPUTED, HELD, MISSING, OLD, RETURNED, City, Total
from models.city.note import Note
from models.sheet.cells import STATE_RULES, State

MOST_NAMED = 15  # units that are named beside an indicator; the roster names all
EXCUSED = frozenset(state.value for state, rules in STATE_RULES.items() if rules.excused)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Unit ids: who owes a figure, and of these who answered, and who said what instead."""

    owed: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()  # a figure, or 不适用 for the whole
    not_applicable: tuple[str, ...] = ()  # of those who answered
    missing: tuple[str, ...] = ()  # without a return: 缺报
    held: tuple[str, ...] = ()  # 待核实
    returned: tuple[str, ...] = ()  # 退回未重报
    disputed: tuple[str, ...] = ()  # 待认定, nothing of the line is sure
    awaited: tuple[str, ...] = ()  # 暂无数据
    not_due: tuple[str, ...] = ()  # chose 未到报告期 although it is asked
    old: tuple[str, ...] = ()  # 未报（旧版）: filed under a version that does not ask it, or asks something else
    open: tuple[str, ...] = ()  # left blank, or only a part of it given
    lines: tuple[int, int] | None = None  # county lines of a department that files by county: answered, all
    awaited_lines: tuple[str, ...] = ()  # 暂无数据, of those lines

    @property
    def asked(self) -> bool:
        """True when anybody owes a figure in this period."""
        return bool(self.owed)

    @property
    def complete(self) -> bool:
        """True when everybody answered, line by line too."""
        return len(self.answered) == len(self.owed) and (self.lines is None or self.lines[0] == self.lines[1])

    @property
    def text(self) -> str:
        """k/n; "" where nothing is asked."""
        return f"{len(self.answered)}/{len(self.owed)}" if self.owed else ""


NOT_ASKED = Coverage()


def coverage_of(city: City, totals: Sequence[Total]) -> Coverage:
    """Return the coverage of a figure made from several items; a unit has answered when it answered all alike."""
    said = {share.unit: _said(city, totals, share.unit) for share in totals[0].shares}
    return _sorted(said)


def whole(totals: Sequence[Total]) -> list[str]:
    """Return the units that gave a figure for every part."""
    units = (share.unit for share in totals[0].shares)
    return [unit for unit in units if all((one := t.of(unit)) and one.figure is not None for t in totals)]


def lead_coverage(city: City, unit: str, *, answered: bool, states: Sequence[str]) -> Coverage:
    """Return the coverage of a figure one department owes; `states` are those of the cells it is made from."""
    if answered:
        return Coverage(owed=(unit,), answered=(unit,))
    return _sorted({unit: _standing(city, unit) if unit not in city.sheets else _instead(states)})


def _said(city: City, totals: Sequence[Total], unit: str) -> str:
    shares = [share for total in totals if (share := total.of(unit)) is not None]
    if any(share.state == ABSENT for share in shares):
        return _standing(city, unit)
    if all(share.figure is not None for share in shares):
        return "answered"
    return _instead([share.state for share in shares])


def _standing(city: City, unit: str) -> str:
    return city.standing.get(unit, MISSING)


def _instead(states: Sequence[str]) -> str:
    """What stands in the place of a figure."""
    if states and all(state == State.NA for state in states):
        return "not_applicable"
    if OLD in states:
        return "old"
    if State.AWAITED in states:
        return "awaited"
    if states and all(state in EXCUSED for state in states):
        return "not_due"
    return "open"


def _sorted(said: dict[str, str]) -> Coverage:
    def all_who(*words: str) -> tuple[str, ...]:
        return tuple(unit for unit, word in said.items() if word in words)

    return Coverage(
        owed=tuple(said),
        answered=all_who("answered", "not_applicable"),
        not_applicable=all_who("not_applicable"),
        missing=all_who(MISSING),
        held=all_who(HELD),
        returned=all_who(RETURNED),
        disputed=all_who(DISPUTED),
        awaited=all_who("awaited"),
        not_due=all_who("not_due"),
        old=all_who("old"),
        open=all_who("open"),
    )


def _named(names: Sequence[str]) -> str:
    """Names in a row; of very many the first: beside each indicator of 60 counties all of them took two pages."""
    first = "、".join(names[:MOST_NAMED])
    return first if len(names) <= MOST_NAMED else f"{first}等"


def notes_of(city: City, found: Coverage, items: Sequence[str] = ()) -> tuple[Note, ...]:
    """Return what is to be said beside k/n, each group of units with its own exact word."""
    groups = {
        "missing": tuple(unit for unit in found.missing if unit not in city.waits),
        "not_yet": tuple(unit for unit in found.missing if unit in city.waits),
        "held": found.held,
        "returned": found.returned,
        "undecided": found.disputed,
        "not_due_chosen": found.not_due,
        "old": found.old,
        "open": found.open,
        "not_applicable": found.not_applicable,
    }
    notes = [
        Note(f"summary.{word}", {"n": len(units), "名单": _named([city.name(unit) for unit in units])})
        for word, units in groups.items()
        if units
    ]
    entered = tuple(unit for unit in found.answered if unit in city.entered)
    if entered:
        notes.append(
            Note("summary.entered", {"n": len(entered), "名单": _named([city.name(unit) for unit in entered])})
        )
    if found.awaited:
        names = _named([_awaiting(city, unit, items) for unit in found.awaited])
        notes.append(Note("summary.awaited", {"n": len(found.awaited), "名单": names}))
    if found.lines is not None:
        notes.append(Note("summary.lines", {"k": found.lines[0], "n": found.lines[1]}))
    if found.awaited_lines:
        names = awaited_lines(city, found, items)
        notes.append(Note("summary.lines_awaited", {"n": len(found.awaited_lines), "名单": names}))
    return tuple(notes)


def awaited_lines(city: City, found: Coverage, items: Sequence[str]) -> str:
    """Return the lines a department has no figure for yet, each with from whom and when it is expected."""
    told = {line: waits_for(city, found.owed[0], [f"{item}@{line}" for item in items]) for line in found.awaited_lines}
    return "、".join(f"{city.name(line)}（{words}）" if words else city.name(line) for line, words in told.items())


def _awaiting(city: City, unit: str, items: Sequence[str]) -> str:
    told = waits_for(city, unit, items)
    return f"{city.name(unit)}（{told}）" if told else city.name(unit)


def waits_for(city: City, unit: str, items: Sequence[str]) -> str:
    """Return from whom and when a figure is expected, as the unit wrote it; "" where it did not."""
    sheet = city.sheets[unit]
    wanted = list(items)
    while wanted:
        address = wanted.pop()
        cell = sheet.cell(address)
        if cell.state is State.AWAITED and cell.note:
            return cell.note
        wanted += sheet.inputs(address)
    return ""
