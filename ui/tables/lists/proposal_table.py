"""Proposal list: what an import would do, grouped — changed first, then new, then what is refused and why."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject

from models.basics.addresses import split_row_address
from models.basics.messages import say
from models.basics.reading import APPROXIMATE, CONVERTED
from models.basics.records import dataclass
from models.filling.proposal import CellChange, Fate, Proposal, RowChange
from models.sheet.cells import Cell
from models.sheet.rows import Row
from ui.basics.completion import Mark
from ui.basics.texts import state_word
from ui.tables.lists.list_table import ListLine, ListTable, heading

WHAT, BEFORE, AFTER, WHERE = range(4)
MOST_SHOWN = 6  # columns of a new row
PARTS_OF_DAY = ("no_year", "no_day")  # what a text lacks that would else be a day
MARKS = {
    Fate.CHANGED: Mark.WARNING,
    Fate.DISPUTED: Mark.DECIDE,
    Fate.NEW: Mark.DONE,
    Fate.REFUSED: Mark.ERROR,
    Fate.UNCHANGED: Mark.NONE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProposals:
    """What is shown of proposals: their lines, how many places share each fate, and about how many they differ."""

    lines: tuple[ListLine, ...]
    counts: Mapping[Fate, int]
    disputed: int


def shown_proposals(proposals: Sequence[Proposal], place_of: Callable[[str], str]) -> ShownProposals:
    """Return what is shown of proposals; `place_of` says an address in words."""
    each = [one.counts() for one in proposals]
    return ShownProposals(
        lines=tuple(_ProposalLines(place_of, several=len(proposals) > 1).all_lines(proposals)),
        counts={fate: sum(counts[fate] for counts in each) for fate in Fate},
        disputed=len(disputed_places(proposals)),
    )


class ProposalTable(ListTable):
    """Lines of one or more proposals."""

    def __init__(self, lines: tuple[ListLine, ...], parent: QObject | None = None) -> None:
        """Show lines as `shown_proposals` makes them."""
        heads = [say(f"window.import.{name}") for name in ("what", "before", "after", "where")]
        super().__init__(heads, (BEFORE, WHERE), parent)
        self.lines = lines


class _ProposalLines:
    """Writes the lines of proposals."""

    def __init__(self, place_of: Callable[[str], str], *, several: bool) -> None:
        self._place_of, self._several = place_of, several

    def all_lines(self, proposals: Sequence[Proposal]) -> Iterator[ListLine]:
        """Yield the remarks, then what is refused, disputed, changed and new, each under its heading."""
        remarks = [remark for one in proposals for remark in one.remarks]
        again = [change for one in proposals for change in one.rows if _is_again(change)]
        if again:
            remarks.append(say("window.import.repeated", n=len(again)))
        if remarks:  # first of all whether it is the right book
            yield heading(say("window.import.remarks"))
            yield from (ListLine((remark,), Mark.HINT) for remark in remarks)
        takes = any(one.counts()[fate] for one in proposals for fate in (Fate.DISPUTED, Fate.CHANGED, Fate.NEW))
        for fate in (Fate.REFUSED, Fate.DISPUTED, Fate.CHANGED, Fate.NEW):
            found = list(self._refused(proposals) if fate is Fate.REFUSED else self._changes(proposals, fate))
            if found:
                number = len(disputed_places(proposals)) if fate is Fate.DISPUTED else len(found)
                alone = "_alone" if fate is Fate.REFUSED and not takes else ""
                yield heading(say(f"window.import.group_{fate}{alone}", n=number))
                yield from found
        same = sum(one.counts()[Fate.UNCHANGED] for one in proposals)
        if same:
            yield heading(say("window.import.group_unchanged", n=same))

    def _refused(self, proposals: Sequence[Proposal]) -> Iterator[ListLine]:
        for one in proposals:
            where = partial(self._where, one)
            yield from (ListLine((refused.reason, "", "", where(refused.place)), Mark.ERROR) for refused in one.refused)

    def _changes(self, proposals: Sequence[Proposal], fate: Fate) -> Iterator[ListLine]:
        for one in proposals:
            yield from (self._cell(change, one) for change in one.cells if change.fate is fate)
            yield from (self._row(change, one) for change in one.rows if change.fate is fate)

    def _where(self, one: Proposal, place: str) -> str:
        """Where something stands: of several books also whose, which may all call a place alike."""
        whose = one.offer.supplier or one.offer.name
        return f"{whose}　{place}" if self._several and whose else place

    def _cell(self, change: CellChange, one: Proposal) -> ListLine:
        where = self._where(one, change.place)
        return ListLine(
            (self._place_of(change.address), _said(change.before), _said(change.after), where), MARKS[change.fate]
        )

    def _row(self, change: RowChange, one: Proposal) -> ListLine:
        before, after = _different(change.before, change.after)
        if change.unread:
            after = say("window.import.unread", 内容=after, 因="、".join(_why_unread(change)))
        mark = Mark.WARNING if change.unread or _is_again(change) else MARKS[change.fate]
        return ListLine((self._place_of(change.address), before, after, self._where(one, change.place)), mark)


def _is_again(change: RowChange) -> bool:
    """True for a row that is new though another one of its register has the same key: both would count."""
    place = split_row_address(change.address) if change.fate is Fate.NEW else None
    return place is not None and place.occurrence > 1


def disputed_places(proposals: Sequence[Proposal]) -> set[str]:
    """Return the places that several proposals speak of and that stay as they are until somebody decides."""
    cells = {change.address for one in proposals for change in one.cells if change.fate is Fate.DISPUTED}
    return cells | {change.address for one in proposals for change in one.rows if change.fate is Fate.DISPUTED}


def _said(cell: Cell) -> str:
    state = state_word(cell.state)
    note = f"：{cell.note}" if state and cell.note else ""
    if cell.text and {CONVERTED, APPROXIMATE} & set(cell.remarks):
        return say("imports.as_read", 数=cell.text, 原文=cell.raw)
    return cell.raw or cell.text or state + note or say("imports.blank")


def _texts(row: Row) -> dict[str, str]:
    """What a row says by column: a figure that was read from other words with them, the others as they were typed."""
    read = {
        name: say("imports.as_read", 数=row.values[name], 原文=raw)
        for name, raw in row.raw.items()
        if re.fullmatch(r"-?\d+(?:\.\d+)?", row.values.get(name, ""))
    }
    return {**row.values, **row.raw, **read}


def _different(before: Row | None, after: Row) -> tuple[str, str]:
    """What differs between two rows, column by column; of a new row its first columns."""
    now = _texts(after)
    if before is None:
        told = "｜".join([*now.values()][:MOST_SHOWN])
        more = len(now) > MOST_SHOWN
        return say("imports.blank"), say("window.import.more_columns", 内容=told, n=len(now)) if more else told
    then = _texts(before)
    columns = [name for name in {**then, **now} if then.get(name) != now.get(name)]
    return (
        "；".join(f"{name} {then.get(name, '')}" for name in columns),
        "；".join(f"{name} {now.get(name, '')}" for name in columns),
    )


def _why_unread(change: RowChange) -> Iterator[str]:
    """Say of each column that is kept as it was typed why: what is a day of no year lacks that alone."""
    for name, reason in zip(change.unread, change.why_unread, strict=True):
        yield say(f"window.import.unread_why.{reason if reason in PARTS_OF_DAY else 'other'}", 栏=name)
