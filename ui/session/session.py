"""Session: what is open in the window — one workspace, one period, its sheet and how it stands.

Every edit goes the same way: kept by the store, the sheet made anew, all checks run, one signal. Holds no rule, no
widget and no undo (that is `ui.session.commands`).
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import KW_ONLY, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from models.basics.addresses import COVER, field_address, split_row_address
from models.basics.errors import MachineError
from models.basics.messages import use_words
from models.basics.period import PLAN_ZONE, Period
from models.basics.records import dataclass
from models.checks.explanations import fingerprint_of
from models.checks.findings import Finding
from models.checks.run import run_checks
from models.ledger.queries import Receipt, asking_receipt, queries_of
from models.plan.plan import Means, Plan, Register
from models.settings.settings import Settings
from models.sheet.cells import BLANK, STATES, Cell, State, read_cell, read_field
from models.sheet.explanation import Explanation, written_words
from models.sheet.fillable import next_due
from models.sheet.rows import Row
from models.sheet.sheet import Sheet
from models.store import HistoryRow
from models.workspace.first_run import PERSON, begin_period, people_of, person_facts
from models.workspace.unit_workspace import UnitWorkspace
from models.workspace.workspace import keep_place, left_at
from ui.basics.completion import Disagreement, Mark, Standing, take_standing
from ui.basics.folders import unsaved_file

if TYPE_CHECKING:  # loaded where something was gathered, carried or filed
    from models.filling.slices import Conflict
    from models.returns.returns import Return
    from ui.keeping.keeper import EditPart, Keeper


@dataclass(frozen=True, slots=True)
class News:
    """What is different since the last signal; `whole`: another period (`period`), or locked or opened again."""

    addresses: frozenset[str] = frozenset()
    registers: frozenset[str] = frozenset()
    _: KW_ONLY
    whole: bool = False
    period: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """How a session would stand after an edit, found out before the edit is made."""

    base: Sheet  # the sheet it follows from
    sheet: Sheet
    standing: Standing


Answered = tuple[Explanation | None, str]  # an explanation and the fingerprint of what it explains
TYPED_STATES = {state.rules.name: state for state in STATES} | {"无": State.NIL, "没有发生": State.NIL}


class Session(QObject):
    """One open period of one unit's workspace."""

    changed = Signal(object)  # News
    disagreed = Signal()  # `disagreement` is another one
    leave_wanted = Signal()  # somebody has practised enough
    tour_wanted = Signal()  # somebody wants to be shown around
    unsaved = Signal(object)  # MachineError: something that was given waits for the disk
    saved = Signal(int)  # so many places had waited and are on the disk now
    other_plan = Signal()  # a period of another plan was chosen: everything is to be opened anew

    def __init__(self, workspace: UnitWorkspace, period: str | None = None, parent: QObject | None = None) -> None:
        """Open a period: the one asked for, the one last used, or the one due next."""
        super().__init__(parent)
        self.taken_up = 0  # how many places wait that a killed program left
        if not workspace.store.read_only and unsaved_file(workspace.folder).exists():
            from ui.keeping.rescue import take_up  # after a kill with a full disk

            self.taken_up = take_up(workspace.folder, workspace.store)
        period = period or left_at(workspace)
        self.workspace = workspace = workspace.at(period) if period else workspace
        self.plan: Plan = workspace.plan
        self.settings: Settings = workspace.settings
        use_words(self.plan.words)
        self.unit_id = workspace.unit_id
        self.saved_at: datetime | None = None
        self.disagreement = Disagreement()  # as far as it is found (`DisagreementWatch`)
        self._load(period or next_due(self.plan, self.settings, self.unit_id, datetime.now(PLAN_ZONE)))

    def read_sheet(self, period: str) -> Sheet:
        """Return the sheet of a period without its explanations: `_take` finds which still answer."""
        return self.workspace.sheet(period, datetime.now(PLAN_ZONE).date(), explained=False)

    def _load(self, period: str, read: Sheet | None = None, *, known: bool = False) -> None:
        self.period_id, self.disagreement = period, self.disagreement._replace(later=())
        with suppress(MachineError):  # who signs stands there the next time; nobody has given anything
            begin_period(self.workspace.store, self.plan, period)
        sheet = read or (self._read_again() if known else self.read_sheet(period))
        self._read_beside()
        self.locked = self.workspace.store.sheets.filed_digest(period) is not None
        self.test = self.workspace.store.get_value("test") == "1"
        self.receipts = self.workspace.receipts(period)
        self.asking = self._asking()
        self.disputes = self._disputes()
        self._take(sheet)

    def _read_again(self) -> Sheet:
        """Return the sheet of the open period as it is now, with what is known of its rows, if that still fits."""
        sheet = self.read_sheet(self.period_id)
        same = sheet.plan is self.sheet.plan and sheet.settings is self.sheet.settings
        return replace(sheet, cache=self.sheet.cache) if same else sheet

    def _read_beside(self) -> None:
        """Read what is written beside the sheet: explanations, and what was carried from last period."""
        self._written = self.workspace.store.sheets.explanations(self.period_id)
        self._carried = self.workspace.store.carried.marks(self.period_id)

    def _disputes(self) -> "dict[str, Conflict]":
        """The places of the period about which suppliers disagree and nobody has decided."""
        supplies = self.workspace.store.slices.supplies(self.period_id)
        if not supplies:
            return {}
        from models.filling.slices import conflicts_of

        found = conflicts_of(supplies)
        return {one.place: one for one in found}

    def look_for_disputes(self) -> None:
        """Mark the places suppliers disagree about, after an answer was remembered."""
        before, self.disputes = self.disputes, self._disputes()
        self._renew(replace(self.sheet), frozenset(before) | frozenset(self.disputes))

    def _asking(self) -> "tuple[Receipt, Return] | None":
        """The receipt that asks something of us, with the return it answers; None when nothing is asked."""
        store = self.workspace.store
        receipt = asking_receipt(self.receipts, store.returns.heads(self.period_id))
        content = {row.digest: row.content for row in store.returns.filed(self.period_id)}
        if receipt is None:
            return None
        from models.returns.returns import parse_return

        return receipt, parse_return(content[receipt.digest])

    def _take(self, sheet: Sheet) -> None:
        """Run the checks on a sheet and make it the one that is shown."""
        self.sheet, self.standing = self._judged(sheet)

    def _judged(self, sheet: Sheet) -> tuple[Sheet, Standing]:
        """Run the checks on a sheet; it comes back with the explanations that still answer."""
        live: dict[str, Explanation] = {}
        sheet = replace(sheet, explanations=live)
        findings = run_checks(sheet)
        live.update(self.workspace.answers(findings, self._written, sheet))
        queries = queries_of(*self.asking, sheet) if self.asking else ()
        return sheet, take_standing(sheet, findings, queries, frozenset(self.disputes))

    def foresee(self, rows: Mapping[str, Sequence[Row]], cells: Mapping[str, Cell] | None = None) -> Foreseen:
        """Return how the session would stand with whole registers of new rows and some cells; nothing is kept or told.

        May run in the lane while the window goes on: it fills a cache of its own.
        """
        base = self.sheet
        from ui.keeping.keeper import sheet_with

        sheet, standing = self._judged(replace(sheet_with(base, cells or {}, rows), cache=base.cache.copy()))
        for register in rows:
            sheet.places(register)  # the grid asks for them
        return Foreseen(base=base, sheet=sheet, standing=standing)

    @property
    def period(self) -> Period:
        """The period that is open."""
        return self.plan.periods[self.period_id]

    @property
    def answer(self) -> Receipt | None:
        """The last receipt of the return that is filed now; None while it is awaited, or nothing is filed."""
        digest = self.workspace.store.sheets.filed_digest(self.period_id)
        return next((one for one in reversed(self.receipts) if digest and one.digest == digest), None)

    @property
    def titles(self) -> tuple[str, str, str]:
        """Whose workspace is open, under which plan, in which period, in words."""
        return self.sheet.unit_name, self.plan.short_title, self.period.name

    @property
    def author(self) -> str:
        """Who the history names: who was chosen to work here, else 填表人 of the cover; "" before anybody is named."""
        return self.workspace.store.get_value(PERSON) or self.prepared_by

    @property
    def prepared_by(self) -> str:
        """填表人 as the cover names him, "" before it is filled."""
        return self.sheet.cell(field_address(COVER, self.plan.field_name(Means.PREPARED))).text

    def set_period(self, period: str, read: Sheet | None = None) -> None:
        """Open another period, its sheet `read` ahead or not; one of another plan is asked for by `other_plan`."""
        if period == self.period_id:
            return
        keep_place(self.workspace, period)
        if not self.plan.keeps(period):
            self.other_plan.emit()
            return
        self._load(period, read)
        self.changed.emit(News(whole=True, period=True))

    def reload(self) -> None:
        """Read everything again: after filing, reopening, a new pack or a receipt."""
        self.plan, self.settings = self.workspace.plan, self.workspace.settings
        self._load(self.period_id, known=True)
        self.changed.emit(News(whole=True))

    def read(self, address: str, text: str) -> Cell:
        """Return the cell that a typed text makes at an address; a state may be typed by its name.

        Raises KeyError for an address the unit does not have.
        """
        slot = self.sheet.slots.get(address)
        state = TYPED_STATES.get(text.strip()) if slot and slot.item.numeric else None
        if state is not None:
            return Cell(state)
        return read_cell(slot.item, text) if slot else read_field(self.sheet.fields[address].column, text)

    @cached_property
    def keeper(self) -> "Keeper":
        """What keeps whatever is given here, on the disk or waiting for it."""
        from ui.keeping.keeper import Keeper  # with the first edit

        return Keeper(self)

    @property
    def people(self) -> tuple[str, ...]:
        """The names that were chosen here, and whom the cover names."""
        return tuple(dict.fromkeys(one for one in (*people_of(self.workspace.store), self.prepared_by) if one))

    def choose_person(self, name: str) -> None:
        """Somebody else works here from now on; the history names him."""
        self.keeper.fact(person_facts(self.workspace.store, name), self.author)

    def put(self, address: str, value: str | Cell, why: str = "typed") -> None:
        """Keep one cell: a text as typed, or a cell. Raises AppError("period_filed")."""
        self.put_all({address: self.read(address, value) if isinstance(value, str) else value}, why)

    def put_all(self, cells: Mapping[str, Cell], why: str = "typed") -> None:
        """Keep several cells together and check once. Raises AppError("period_filed")."""
        self.put_sheet(cells, {}, why)

    def entered(self, address: str) -> Cell:
        """Return what was entered at an address, BLANK when nothing was."""
        return self.sheet.cells.get(address, BLANK)

    def put_rows(self, register: str, rows: Sequence[Row], why: str = "typed") -> None:
        """Keep all rows of a register and check. Raises AppError("period_filed")."""
        self.put_sheet({}, {register: rows}, why)

    def put_sheet(
        self,
        cells: Mapping[str, Cell],
        rows: Mapping[str, Sequence[Row]],
        why: str,
        by: str | None = None,
        foreseen: Foreseen | None = None,
    ) -> None:
        """Keep cells and whole registers in one transaction and check once. Raises AppError("period_filed").

        `foreseen`: what `foresee` found of the same; used while the sheet is the one it followed from.
        """
        from ui.keeping.keeper import EditPart

        self.put_parts([EditPart(by=self.author if by is None else by, cells=cells, rows=rows)], why, foreseen)

    def put_parts(
        self,
        parts: "Sequence[EditPart]",
        why: str,
        foreseen: Foreseen | None = None,
        settles: tuple[str, bool] | None = None,
    ) -> None:
        """Keep what several people gave in one transaction, with the place that is decided about, and check once.

        Raises AppError("period_filed"); `foreseen` as in `put_sheet`.
        """
        from ui.keeping.keeper import sheet_with

        cells = {address: cell for part in parts for address, cell in part.cells.items()}
        rows = {name: found for part in parts for name, found in part.rows.items()}
        sheet = self.sheet
        self.keeper.put(sheet, parts, parts[0].by if len(parts) == 1 else self.author, why, settles)
        if foreseen is not None and foreseen.base is sheet:
            self._renew(foreseen, frozenset(cells), frozenset(rows))
            return
        self._renew(sheet_with(sheet, cells, rows), frozenset(cells), frozenset(rows))

    def rows(self, register: str) -> tuple[Row, ...]:
        """Return the rows of a register."""
        return self.sheet.registers.get(register, ())

    def written(self, key: str) -> Explanation | None:
        """Return the explanation kept under a key, also one that no longer answers; None when there is none."""
        found = self._written.get(key)
        return found[0] if found else None

    def outdated(self, key: str) -> Explanation | None:
        """Return what was written under a key for another value or rule, so that it no longer answers; else None."""
        return None if key in self.sheet.explanations else self.written(key)

    def last_explanation(self, finding: Finding) -> Explanation | None:
        """Return what was written last period under the same check and place; None when there is nothing."""
        before = self.sheet.previous
        found = (before.explanations.get(key) for key in finding.keys) if before else iter(())
        return next((one for one in found if one is not None), None)

    def alike_key(self, finding: Finding) -> str:
        """Return the key of one explanation for every row with this trouble; "" where there is no other row."""
        row = split_row_address(finding.at) if finding.at else None
        several = row is not None and self.standing.alike.get((finding.check.id, row.register), 0) > 1
        return f"{finding.check.id}@{row.register}" if row is not None and several else ""

    def answer_of(self, key: str, text: str, code: str = "", mark: str = "") -> Answered:
        """Return an explanation as it is kept under a key, of a query with its `mark`; a blank text is none."""
        said = written_words(text)
        answered = [finding for finding, _ in self.standing.findings if key in finding.keys]
        return (Explanation(said, code) if said else None), mark or fingerprint_of(key, answered)

    def answered(self, key: str) -> Answered:
        """Return what is kept under a key with what it was written for."""
        return self._written.get(key, (None, ""))

    def explain(self, key: str, text: str, code: str = "", mark: str = "") -> None:
        """Keep an explanation, a blank text takes it away (`answer_of`). Raises AppError("period_filed")."""
        from models.filling.carry import explanation_place

        self.put_beside({key: self.answer_of(key, text, code, mark)}, {explanation_place(key): None}, "explained")

    def put_beside(self, said: Mapping[str, Answered], marks: Mapping[str, str | None], why: str) -> None:
        """Keep explanations by key, and marks of what was carried, None = confirmed. Raises "period_filed"."""
        self.keeper.explain(said, self._written, marks, self.author, why)
        self._read_beside()
        if said:
            met = {f.at for f, _ in self.standing.findings if f.at and not said.keys().isdisjoint(f.keys)}
            self._renew(replace(self.sheet), frozenset(met))
        else:
            self.changed.emit(News(frozenset(marks)))

    def carried_as(self, place: str) -> str | None:
        """Return what a place said when carried from last period; None when it was not (`models.filling.carry`)."""
        return self._carried.get(place)

    def remember_carried(self, marks: Mapping[str, str]) -> None:
        """Remember what is about to be carried, place → what it says. Raises AppError("period_filed")."""
        self.keeper.mark(marks, self.author)
        self._read_beside()

    def reopen(self) -> None:
        """Open a filed period for the next revision (改正并重出)."""
        self.workspace.store.sheets.reopen(self.period_id, self.author)
        self.reload()

    def history(self, address: str, last: int | None = None) -> tuple[HistoryRow, ...]:
        """Return every change of a cell, or the `last` ones, oldest first."""
        return self.workspace.store.sheets.history(self.period_id, address, last)

    def row_history(self, register: Register, row: Row, column: str, last: int) -> tuple[HistoryRow, ...]:
        """Return the `last` changes of one cell of a register, as far as they are found, oldest first."""
        return self.workspace.store.sheets.row_history(self.period_id, register, row, column, last)

    def findings_at(self, address: str) -> tuple[tuple[Finding, Mark], ...]:
        """Return the findings of a place with their marks, worst first."""
        return self.standing.places.get(address, ())

    def _renew(self, sheet: Sheet | Foreseen, touched: frozenset[str], registers: frozenset[str] = frozenset()) -> None:
        before, stood = self.sheet, self.standing
        if isinstance(sheet, Foreseen):
            self.sheet, self.standing = sheet.sheet, sheet.standing
        else:
            self._take(sheet)
        self.saved_at = datetime.now(PLAN_ZONE)
        since = self.sheet.memory.since(before.memory.basis)
        asked = self.sheet.addresses() if since is None else since.addresses
        differing = {a for a in asked if before.cell(a) != self.sheet.cell(a)}
        places = {*stood.places, *self.standing.places}
        moved = {at for at in places if stood.places.get(at) != self.standing.places.get(at)}
        moved |= stood.asked ^ self.standing.asked
        self.changed.emit(News(frozenset(differing | moved) | touched, registers))
