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
from models.checks.findings import CONFIRMATION
from models.sheet.cells import Cell
from models.sheet.rows import Row
from ui.session.session import Answered, Foreseen, Session

if TYPE_CHECKING:
    from models.filling.carry import Carry
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
    def home(self) -> str:
        """Where it can be seen: an address, or the key of a page."""
        return self.places[0]

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
    def changed_rows(self) -> "Sequence[tuple[str, Sequence[tuple[int, str]]]]":
        """The same of registers alone, not by addresses but by numbers of rows and columns."""
        return [(name, found.cells) for name, found in self._row_changes]

    @property
    def counted(self) -> Mapping[str, int]:
        """How many cells and rows it changes, as a person counts: of one row, its cells."""
        found = [one for _, one in self._row_changes]
        cells = sum(len(one.cells) for one in found if one.within)
        return {"cells": len(self._cells) + cells, "rows": sum(one.rows for one in found if not one.within)}

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
    def changed_rows(self) -> "Sequence[tuple[str, Sequence[tuple[int, str]]]]":
        """None: it is seen at the place."""
        return ()

    @property
    def counted(self) -> Mapping[str, int]:
        """One place."""
        return {"cells": 1}

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


class AnswerStep(Put):
    """What somebody wrote beside the sheet: explanations and confirmations, and carried rows taken as said."""

    def __init__(
        self, session: Session, said: Mapping[str, Answered], marks: Mapping[str, str | None], why: str, home: str
    ) -> None:
        """Remember what is written there now; `home`: where it is seen."""
        super().__init__(session, {}, {}, why)
        self._said, self._marks, self._home = dict(said), dict(marks), home
        self._said_before = {key: session.answered(key) for key in said}
        self._marks_before = {place: session.carried_as(place) for place in marks}

    @property
    def changes(self) -> bool:
        """False where all of it stands there already."""
        return self._said != self._said_before or self._marks != self._marks_before

    @property
    def home(self) -> str:
        """Where the first of it is seen."""
        return self._home

    @property
    def places(self) -> tuple[str, ...]:
        """The places of explanations (`explanation_place`), else those of rows."""
        return tuple(self._marks)

    @property
    def changed_cells(self) -> tuple[str, ...]:
        """The same: no cell changes."""
        return self.places

    @property
    def counted(self) -> Mapping[str, int]:
        """How many explanations, or rows."""
        return {"answers": len(self._said)} if self._said else {"rows": len(self._marks)}

    @property
    def size(self) -> int:
        """As many."""
        return len(self._marks)

    def put(self, foreseen: Foreseen | None = None) -> None:
        """Keep what was written."""
        self._session.put_beside(
            self._said, self._marks, "explained" if self._said and self.why != "carried" else "carried"
        )

    def put_back(self, foreseen: Foreseen | None = None) -> None:
        """Keep again what was written there before; the history has both."""
        self._session.put_beside(self._said_before, self._marks_before, UNDONE)


def _act_of(said: Mapping[str, Answered], before: Mapping[str, Answered], mark: str) -> str:
    """What somebody does who writes this: explain, confirm, answer a query, or take one of them back."""
    texts = [one.text for one, _ in said.values() if one is not None]
    gone = [one.text for one, _ in before.values() if one is not None]
    kind = "confirmed" if (texts or gone)[:1] == [CONFIRMATION] else "answered" if mark else "explained"
    return kind if texts else f"un{kind}"


class Edits(QUndoStack):
    """The undo stack of a session, over all its periods; emptied when a period is filed, opened again or read anew.

    `apart` names an act that was done since the last step and is none: undo says so before it takes that step back.
    """

    def __init__(self, session: Session) -> None:
        """Take edits of a session."""
        super().__init__(session)
        self._session, self.apart = session, ""
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

    def put_from(self, parts: "Sequence[EditPart]", why: str) -> bool:
        """Put what several suppliers gave as one step, each part in its supplier's name; False where nothing changes.

        Raises AppError("period_filed").
        """
        cells = {address: cell for part in parts for address, cell in part.cells.items()}
        rows = {name: found for part in parts for name, found in part.rows.items()}
        command = Put(self._session, cells, rows, why)
        if command.size:
            self._session.put_parts(parts, why)
            self.push(command)
        return bool(command.size)

    def decide(self, place: str, by: str, cells: Mapping[str, Cell], rows: Mapping[str, Sequence[Row]]) -> None:
        """Decide about a disputed place as one step: what is put of it, nothing where what stands there stays.

        Raises AppError("period_filed").
        """
        command = Decide(self._session, place, by, cells, rows)
        command.put()
        self.push(command)

    def push(self, command: QUndoCommand) -> None:
        """Put a step on the stack that has been made."""
        self.apart = ""
        super().push(command)

    def explain(self, texts: Mapping[str, tuple[str, str]], home: str, mark: str = "") -> None:
        """Keep answers by key, words and reason, as one step; `mark` of a query. Raises AppError("period_filed")."""
        from models.filling.carry import explanation_place

        said = {key: self._session.answer_of(key, *one, mark) for key, one in texts.items()}
        act = _act_of(said, {key: self._session.answered(key) for key in said}, mark)
        self._answer(AnswerStep(self._session, said, {explanation_place(key): None for key in said}, act, home))

    def carry_explanations(self, found: "Carry", home: str) -> None:
        """Keep carried explanations as one step; they answer while they fit. Raises AppError("period_filed")."""
        self._answer(AnswerStep(self._session, found.explanations, found.marks, "carried", home))

    def confirm_carried(self, places: Sequence[str]) -> None:
        """Take carried rows for this period's own, as one step. Raises AppError("period_filed")."""
        self._answer(AnswerStep(self._session, {}, dict.fromkeys(places), "confirmed", places[0]))

    def _answer(self, step: AnswerStep) -> None:
        if step.changes:
            step.put()
            self.push(step)

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
