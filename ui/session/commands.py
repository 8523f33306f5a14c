"""Commands: every edit as something that can be taken back.

Typing, choosing a state, pasting and importing share these; the store keeps its own history beside them. An edit is
made first and put on the stack when the session has it: on the disk, or waiting for a disk that takes nothing.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand, QUndoStack

from models.basics.addresses import RowAddress
from models.sheet.cells import Cell
from models.sheet.rows import Row
from ui.session.session import Foreseen, Session

if TYPE_CHECKING:
    from models.filling.row_changes import RowChanges
    from ui.keeping.keeper import EditPart

UNDONE, SETTLED = "undone", "settled"  # why, in the history: a cell that was put back; one that was decided about


class Put(QUndoCommand):
    """Some cells and some whole registers as they were and as they became.

    Qt's own redo and undo do nothing: `Edits` makes the change first and moves on the stack when it has been saved.
    """

    def __init__(
        self, session: Session, cells: Mapping[str, Cell], rows: Mapping[str, Sequence[Row]], why: str
    ) -> None:
        """Remember what stands there now."""
        super().__init__()
        self._session, self.why = session, why
        self.period = session.period_id
        self._cells, self._rows = dict(cells), {name: tuple(found) for name, found in rows.items()}
        self._cells_before = {address: session.entered(address) for address in cells}
        self._rows_before = {name: session.rows(name) for name in rows}

    @property
    def places(self) -> tuple[str, ...]:
        """What it touches, the first first: addresses of cells, then registers."""
        return (*self._cells, *self._rows)

    @property
    def changed_cells(self) -> tuple[str, ...]:
        """Addresses of the cells it touches; of a register those `row_changes` names, by the numbers of their rows."""
        of_rows = (
            str(RowAddress(register=name, number=number).cell(column))
            for name, found in self._row_changes
            for number, column in found.cells
        )
        return (*self._cells, *of_rows)

    @property
    def counted(self) -> tuple[int, int]:
        """How many cells and how many rows it changes, as a person counts: of one row, its cells."""
        found = [one for _, one in self._row_changes]
        cells = sum(len(one.cells) for one in found if one.within)
        return len(self._cells) + cells, sum(one.rows for one in found if not one.within)

    @cached_property
    def _row_changes(self) -> "Sequence[tuple[str, RowChanges]]":
        """What the step does to registers: found once, of thousands of rows in the lane."""
        from models.filling.row_changes import row_changes  # a start edits nothing

        registers = self._session.plan.registers
        beside = ((name, now, self._rows_before[name]) for name, now in self._rows.items())
        return [(name, row_changes(registers[name], before, now)) for name, now, before in beside]

    @cached_property
    def size(self) -> int:
        """How many cells, and rows of registers, it changes."""
        beside = ((now, self._rows_before[name]) for name, now in self._rows.items())
        rows = sum(
            1 for now, before in beside for one, other in zip_longest(now, before) if one is not other and one != other
        )
        return len(self._cells) + rows

    def put(self, foreseen: Foreseen | None = None) -> None:
        """Put the new ones; `foreseen` as in `Session.put_sheet`."""
        self._session.put_sheet(self._cells, self._rows, self.why, foreseen=foreseen)

    def put_back(self, foreseen: Foreseen | None = None) -> None:
        """Put the old ones; `foreseen` as in `Session.put_sheet`."""
        self._session.put_sheet(self._cells_before, self._rows_before, UNDONE, foreseen=foreseen)

    def foresee(self, *, back: bool) -> Foreseen:
        """Return how the session would stand with the old ones (`back`) or the new ones; may run in the lane."""
        self._row_changes  # noqa: B018 - what is told of it afterwards takes a while too
        return self._session.foresee(
            self._rows_before if back else self._rows, self._cells_before if back else self._cells
        )


class Decide(Put):
    """A place suppliers disagreed about, and what was decided: one's answer, or what stood there."""

    def __init__(
        self,
        session: Session,
        place: str,
        by: str,
        cells: Mapping[str, Cell],
        rows: Mapping[str, Sequence[Row]],
    ) -> None:
        """Remember what stands there now; `by`: whose answer is taken."""
        super().__init__(session, cells, rows, SETTLED)
        self._place, self._by = place, by

    @property
    def places(self) -> tuple[str, ...]:
        """The place that was decided about."""
        return (self._place,)

    @property
    def changed_cells(self) -> tuple[str, ...]:
        """The place that was decided about."""
        return (self._place,)

    @property
    def counted(self) -> tuple[int, int]:
        """One place."""
        return 1, 0

    @property
    def size(self) -> int:
        """One place."""
        return 1

    def put(self, foreseen: Foreseen | None = None) -> None:
        """Put what was decided."""
        self._turn(self._cells, self._rows, self._by, SETTLED, settled=True)

    def put_back(self, foreseen: Foreseen | None = None) -> None:
        """Put back what stood there; the place is to be decided again."""
        self._turn(self._cells_before, self._rows_before, self._session.author, UNDONE, settled=False)

    def _turn(
        self, cells: Mapping[str, Cell], rows: Mapping[str, Sequence[Row]], by: str, why: str, *, settled: bool
    ) -> None:
        from ui.keeping.keeper import EditPart

        part = EditPart(by=by, cells=cells, rows=rows)
        self._session.put_parts([part], why, settles=(self._place, settled))
        self._session.look_for_disputes()


class Edits(QUndoStack):
    """The undo stack of a session, over all its periods; emptied when a period is filed, opened again or read anew."""

    def __init__(self, session: Session) -> None:
        """Take edits of a session."""
        super().__init__(session)
        self._session = session
        self.setUndoLimit(500)
        session.changed.connect(lambda news: self.clear() if news.whole and not news.period else None)

    @property
    def last(self) -> Put | None:
        """The step that undo would take back, None when there is none."""
        found = self.command(self.index() - 1)
        return found if isinstance(found, Put) else None

    @property
    def next(self) -> Put | None:
        """The step that redo would make again, None when there is none."""
        found = self.command(self.index())
        return found if isinstance(found, Put) else None

    def undo(self, foreseen: Foreseen | None = None) -> None:
        """Take the last step back; one that cannot be saved stays made. Raises AppError("period_filed").

        `foreseen`: what the step's `foresee` found, where it was asked before.
        """
        if self.last is not None:
            self.last.put_back(foreseen)
            super().undo()

    def redo(self, foreseen: Foreseen | None = None) -> None:
        """Make the step that was taken back once more. Raises AppError("period_filed"); `foreseen` as in `undo`."""
        if self.next is not None:
            self.next.put(foreseen)
            super().redo()

    def put_from(self, parts: "Sequence[EditPart]", why: str) -> None:
        """Put what several suppliers gave as one step, each part in its supplier's name.

        Raises AppError("period_filed").
        """
        cells = {address: cell for part in parts for address, cell in part.cells.items()}
        rows = {name: found for part in parts for name, found in part.rows.items()}
        command = Put(self._session, cells, rows, why)
        if command.size:
            self._session.put_parts(parts, why)
            self.push(command)

    def decide(self, place: str, by: str, cells: Mapping[str, Cell], rows: Mapping[str, Sequence[Row]]) -> None:
        """Decide about a disputed place as one step: what is put of it, nothing where what stands there stays.

        Raises AppError("period_filed").
        """
        command = Decide(self._session, place, by, cells, rows)
        command.put()
        self.push(command)

    def put(self, address: str, value: str | Cell, why: str = "typed") -> None:
        """Put one cell; nothing happens when it stands there already. Raises AppError("period_filed")."""
        cell = self._session.read(address, value) if isinstance(value, str) else value
        self.put_all({address: cell}, why)

    def put_all(self, cells: Mapping[str, Cell], why: str = "typed") -> None:
        """Put several cells as one step. Raises AppError("period_filed")."""
        self.put_sheet(cells, {}, why)

    def put_rows(
        self, register: str, rows: Sequence[Row], why: str = "typed", foreseen: Foreseen | None = None
    ) -> None:
        """Put all rows of a register as one step; `foreseen` as in `Session.put_sheet`. Raises "period_filed"."""
        self.put_sheet({}, {register: rows}, why, foreseen=foreseen)

    def put_sheet(
        self,
        cells: Mapping[str, Cell],
        rows: Mapping[str, Sequence[Row]],
        why: str,
        by: str | None = None,
        foreseen: Foreseen | None = None,
    ) -> None:
        """Put cells and whole registers together as one step. Raises AppError("period_filed").

        `by` names somebody else than who fills the sheet: the office a slice came back from.
        """
        cells = {a: cell for a, cell in cells.items() if cell != self._session.entered(a)}
        rows = {name: found for name, found in rows.items() if tuple(found) != self._session.rows(name)}
        if cells or rows:
            command = Put(self._session, cells, rows, why)
            self._session.put_sheet(cells, rows, why, by, foreseen)
            self.push(command)
