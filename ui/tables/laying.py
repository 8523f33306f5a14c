"""Laying: the rows of a register as an act would leave them, worked out on a snapshot of its lines.

Touches nothing, so that thousands of rows may be laid in the lane; what comes of it is put as one step.
"""

from collections.abc import Collection, Mapping, Sequence

from models.basics.records import dataclass
from models.plan.plan import Column, Register
from models.sheet.rows import Row, numbered, read_row
from ui.basics.jobs import Progress

REPORTED = 100  # rows after which it is told how far it is


def untold(done: int, of: int) -> None:
    """Tell nobody how far it is: a few rows are laid at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """The rows of a register as an edit would leave them."""

    before: tuple[Row, ...]  # the rows it was made from
    rows: tuple[Row, ...]
    gaps: tuple[int, ...]  # lines that stay blank between them


def in_order(before: tuple[Row, ...], lines: Sequence[Row], *, whole: bool) -> Laid:
    """Return the lines that say something, numbered; `whole`: all are in sight, so that nothing moves up in a gap."""
    empty = [line for line, one in enumerate(lines) if not (one.values or one.faults)]
    said = [one for one in lines if one.values or one.faults] if empty else lines
    blank = empty if whole else []
    while blank and blank[-1] == len(said) + len(blank) - 1:
        blank.pop()  # it is the empty line at the end
    return Laid(before=before, rows=numbered(said), gaps=tuple(blank) if said else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The lines of a register at one moment: its rows, and blank ones between them while all are in sight."""

    register: Register | None
    before: tuple[Row, ...]
    lines: Sequence[Row]
    whole: bool

    def with_block(
        self, places: Sequence[int], columns: Sequence[Column], block: Sequence[Sequence[str | None]], report: Progress
    ) -> Laid:
        """Lay a block on these places; lines below the last become rows, unless only some rows are in sight.

        Where it says None, what stands there stays.
        """
        rows, names = list(self.lines), [one.name for one in columns]
        for n, (y, texts) in enumerate(zip(places, block, strict=False)):
            if n % REPORTED == 0:
                report(n, len(block))
            if y >= len(rows) and not self.whole:
                break
            known = rows[y] if y < len(rows) else Row(number=y + 1, values={})
            put = {name: text for name, text in zip(names, texts, strict=False) if text is not None}
            rows[y : y + 1] = [with_texts(self.register, known, put)]
        return in_order(self.before, rows, whole=self.whole)

    def cleared(self, gone: Mapping[int, Collection[str]], report: Progress) -> Laid:
        """Lay nothing on these columns of each place; a row without anything left goes, its line stays blank."""
        rows = list(self.lines)
        for n, (y, names) in enumerate(gone.items()):
            if n % REPORTED == 0:
                report(n, len(gone))
            if y < len(rows):
                rows[y] = with_texts(self.register, rows[y], dict.fromkeys(names, ""))
        return in_order(self.before, rows, whole=self.whole)

    def without(self, places: Collection[int]) -> Laid:
        """Lay the lines of these places aside."""
        gone = frozenset(places)
        return in_order(self.before, [row for n, row in enumerate(self.lines) if n not in gone], whole=self.whole)


def with_texts(register: Register | None, row: Row, texts: Mapping[str, str]) -> Row:
    """Return a row with other texts in some columns."""
    return row if register is None else read_row(register, row.number, {**row.values, **row.raw, **texts})
