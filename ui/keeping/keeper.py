"""Keeper: the one way in which the unit's desk gives to its store what somebody typed, chose or pasted.

A disk that is full, locked or away loses nothing: what it does not take waits, is answered as if it were kept
(`models.store.unit.waiting`), and is written with whatever it takes next. Shows nothing.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance

from models.basics.errors import AppError, MachineError
from models.basics.period import PLAN_ZONE
from models.basics.records import dataclass
from models.sheet.cells import BLANK, Cell
from models.sheet.explanation import Explanation
from models.sheet.rows import Row
from models.sheet.sheet import Sheet
from models.store.unit.waiting import Given, Kind, given_sheet
from models.workspace.unit_workspace import UnitWorkspace
from ui.basics.folders import TRIAL

CARRIED = "carried"  # why


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPart:
    """Cells and whole registers that somebody gave."""

    by: str
    cells: Mapping[str, Cell]
    rows: Mapping[str, Sequence[Row]]


def sheet_with(sheet: Sheet, cells: Mapping[str, Cell], rows: Mapping[str, Sequence[Row]]) -> Sheet:
    """Return a sheet with some cells and whole registers replaced; what says nothing is not there."""
    said = {address: cell for address, cell in {**sheet.cells, **cells}.items() if cell != BLANK}
    kept = {**sheet.registers, **{name: tuple(found) for name, found in rows.items()}}
    return replace(sheet, cells=said, registers={name: found for name, found in kept.items() if found})


class OpenPeriod(Protocol):
    """What the keeper asks of a session: which period of which workspace is open; and what it tells it."""

    workspace: UnitWorkspace
    period_id: str
    locked: bool
    unsaved: SignalInstance
    saved: SignalInstance


class Keeper:
    """Keeps what is given in the open period of one session."""

    def __init__(self, session: OpenPeriod) -> None:
        """Serve a session."""
        self._session, self._store = session, session.workspace.store
        with suppress(MachineError):
            self._store.born  # noqa: B018 - asked while the store can be read

    def keep(self, given: Sequence[Given], by: str, why: str) -> MachineError | None:
        """Keep what somebody gave; what the disk does not take waits, and why is returned.

        Raises AppError("period_filed").
        """
        period = self._session.period_id
        if self._session.locked and any(one.period == period for one in given):
            raise AppError("period_filed", period=period)
        try:
            waited = self._store.put_given(given, by, why)
        except MachineError as error:
            self._store.waiting.hold(given)
            self._keep_aside()
            self._session.unsaved.emit(error)
            return error
        if waited:
            self._keep_aside()
            self._session.saved.emit(waited)
        return None

    def _keep_aside(self) -> None:
        from ui.keeping.rescue import keep_aside  # loaded when a disk takes nothing

        folder = self._session.workspace.folder
        if not folder.parent.name.startswith(TRIAL):  # a trial is nobody's
            keep_aside(folder, self._store)

    def save_waiting(self, by: str) -> MachineError | None:
        """Save what waits, or return why it goes on to wait. Raises AppError where nothing may be written."""
        return self.keep((), by, "") if self._store.waiting else None

    def put(
        self, sheet: Sheet, parts: Sequence[EditPart], by: str, why: str, settles: tuple[str, bool] | None = None
    ) -> None:
        """Keep what several people gave of a sheet, and the place that is decided about with it. Raises as `keep`."""
        given = list[Given]()
        for part in parts:
            given += given_sheet(sheet.cells, part.cells, part.rows, sheet.registers, self._about(part.by, why))
        if settles is not None:
            given.append(Given(kind=Kind.SETTLED, place=settles[0], said=settles[1], **self._about(by, why)))
        self.keep(given, by, why)

    def explain(
        self,
        said: Mapping[str, tuple[Explanation | None, str]],
        before: Mapping[str, tuple[Explanation, str]],
        marks: Mapping[str, str | None],
        by: str,
        why: str,
    ) -> None:
        """Keep explanations by key, each with the fingerprint of what it explains, and marks. Raises as `keep`."""
        about = self._about(by, why)
        given = [
            Given(kind=Kind.EXPLANATION, place=key, said=one, was=before.get(key, (None, "")), **about)
            for key, one in said.items()
        ]
        self.keep([*given, *self._marks(marks, about)], by, why)

    def mark(self, marks: Mapping[str, str | None], by: str) -> None:
        """Keep what places said when they were carried, None for those that are confirmed. Raises as `keep`."""
        self.keep(self._marks(marks, self._about(by, CARRIED)), by, CARRIED)

    def fact(self, facts: Mapping[str, str], by: str) -> None:
        """Keep small facts of the workspace by key."""
        at = datetime.now(PLAN_ZONE)
        self.keep([Given(kind=Kind.FACT, place=key, said=said, by=by, at=at) for key, said in facts.items()], by, "")

    def _about(self, by: str, why: str) -> dict[str, Any]:
        return {"period": self._session.period_id, "by": by, "why": why, "at": datetime.now(PLAN_ZONE)}

    @staticmethod
    def _marks(marks: Mapping[str, str | None], about: Mapping[str, Any]) -> list[Given]:
        return [Given(kind=Kind.CARRIED, place=place, said=said, **about) for place, said in marks.items()]
