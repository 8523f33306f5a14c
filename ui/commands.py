"""Commands: every edit as something that can be taken back.

Typing, choosing a state, pasting and importing share these; the store keeps its own history beside them. An edit is
made first and put on the stack when it has been saved, so that what the disk refused is never something to undo.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QUndoCommand, QUndoStack

from models.cells import Cell
from models.rows import Row
from ui.session import Session


class _Saved(QUndoCommand):
    """An edit that has been made already: the first redo, which Qt asks for at once, does nothing."""

    _made = True

    def redo(self) -> None:
        if self._made:
            self._made = False
        else:
            self.again()

    def again(self) -> None:
        """Make the edit once more."""
        raise NotImplementedError


class PutCells(_Saved):
    """Some cells as they were and as they became."""

    def __init__(self, session: Session, cells: Mapping[str, Cell], why: str) -> None:
        """Remember what stands there now."""
        super().__init__()
        self._session, self._why = session, why
        self._after = dict(cells)
        self._before = {address: session.entered(address) for address in cells}

    def again(self) -> None:
        """Put the new cells."""
        self._session.put_all(self._after, self._why)

    def undo(self) -> None:
        """Put the old cells."""
        self._session.put_all(self._before, "undone")


class PutRows(_Saved):
    """The rows of a register as they were and as they became."""

    def __init__(self, session: Session, register: str, rows: Sequence[Row], why: str) -> None:
        """Remember the rows that stand there now."""
        super().__init__()
        self._session, self._register, self._why = session, register, why
        self._after, self._before = tuple(rows), session.rows(register)

    def again(self) -> None:
        """Put the new rows."""
        self._session.put_rows(self._register, self._after, self._why)

    def undo(self) -> None:
        """Put the old rows."""
        self._session.put_rows(self._register, self._before, "undone")


class Edits(QUndoStack):
    """The undo stack of a session; emptied when another period is opened."""

    def __init__(self, session: Session) -> None:
        """Take edits of a session."""
        super().__init__(session)
        self._session = session
        self.setUndoLimit(500)
        session.changed.connect(lambda news: self.clear() if news.whole else None)

    def put(self, address: str, value: str | Cell, why: str = "typed") -> None:
        """Put one cell; nothing happens when it stands there already. Raises AppError("period_filed")."""
        cell = self._session.read(address, value) if isinstance(value, str) else value
        self.put_all({address: cell}, why)

    def put_all(self, cells: Mapping[str, Cell], why: str = "typed") -> None:
        """Put several cells as one step. Raises AppError("period_filed")."""
        different = {a: cell for a, cell in cells.items() if cell != self._session.entered(a)}
        if different:
            command = PutCells(self._session, different, why)
            self._session.put_all(different, why)
            self.push(command)

    def put_rows(self, register: str, rows: Sequence[Row], why: str = "typed") -> None:
        """Put all rows of a register as one step. Raises AppError("period_filed")."""
        if tuple(rows) != self._session.rows(register):
            command = PutRows(self._session, register, rows, why)
            self._session.put_rows(register, rows, why)
            self.push(command)
