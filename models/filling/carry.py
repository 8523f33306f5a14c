"""Carrying forward 沿用上期: what the unit said last period as a start for this one, and what of it is untouched.

Register rows, words of progress and explanations come from the last return of the predecessor, only where nothing is
said yet; a figure of a table or of progress is never carried, and no confirmation: those are of their period alone.
What was carried is remembered with the words it had, so it counts as carried as long as it says just that. A carried
explanation answers only while value and rule are those it was written for.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field, replace

from models.basics.messages import say
from models.basics.records import dataclass
from models.checks.explanations import Stored, speaks_of_register
from models.checks.findings import CONFIRMATION, Finding, Outcome
from models.plan.plan import ColumnType, Level, Plan, Register, Role
from models.sheet.cells import BLANK, Cell, State, read_field
from models.sheet.explanation import Explanation
from models.sheet.rows import Row, RowPlaces, folded_key, read_row, same_row
from models.sheet.sheet import Sheet

ANSWERS_NOTHING = "carried"  # the fingerprint of a carried explanation whose occasion is not known
_FIGURES = (ColumnType.NUMBER, ColumnType.WHOLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry:
    """What can be carried into a sheet: cells, whole registers as they become, the rows that are new in them."""

    cells: Mapping[str, Cell] = field(default_factory=dict)
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    taken: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)  # register → the rows that were carried
    explanations: Stored = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)  # place → what it says while it is untouched
    left: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # form → its columns that have no place here

    @property
    def empty(self) -> bool:
        """True when there is nothing to carry."""
        return not self.marks


def carry_rows(sheet: Sheet, registers: Collection[str] | None = None) -> Carry:
    """Return the rows of last period that this one does not have, by their key; of all registers or of some."""
    rows: dict[str, tuple[Row, ...]] = {}
    taken: dict[str, tuple[Row, ...]] = {}
    marks: dict[str, str] = {}
    left: dict[str, tuple[str, ...]] = {}
    before = sheet.previous.registers if sheet.previous else {}
    for name in sheet.register_ids:
        if name not in before or (registers is not None and name not in registers):
            continue
        register, here = sheet.plan.registers[name], sheet.registers.get(name, ())
        kept = before[name]
        if sheet.previous is not None and sheet.previous.plan.digest != sheet.plan.digest:
            kept, left[register.name] = _fitted(register, kept)
        new = _missing(register, kept, here)
        if new:
            rows[name], taken[name] = (*here, *new), new
            places = RowPlaces(register, rows[name])
            marks.update((str(places.address(row)), serialise_row(row)) for row in new)
    told = {name: columns for name, columns in left.items() if columns}
    return Carry(cells={}, rows=rows, taken=taken, explanations={}, marks=marks, left=told)


def _fitted(register: Register, rows: Sequence[Row]) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """Rows of another plan as this one's register reads them, and the columns that held something and are gone."""
    columns = {one.name for one in register.columns}
    texts = [{**row.values, **{name: text for name, text in row.raw.items() if name in row.faults}} for row in rows]
    gone = dict.fromkeys(name for said in texts for name, text in said.items() if text and name not in columns)
    return tuple(read_row(register, n, said) for n, said in enumerate(texts, 1)), tuple(gone)


def _missing(register: Register, before: Sequence[Row], here: Sequence[Row]) -> tuple[Row, ...]:
    known = {folded_key(same_row(register, row)) for row in here}
    wanted = [row for row in before if folded_key(same_row(register, row)) not in known]
    return tuple(replace(row, number=number) for number, row in enumerate(wanted, len(here) + 1))


def carry_progress(sheet: Sheet, blocks: Collection[str] | None = None) -> Carry:
    """Return the words of last period's progress for the fields that are blank now; of all blocks or of some."""
    before = sheet.previous
    cells: dict[str, Cell] = {}
    for address, slot in sheet.fields.items() if before else ():
        if slot.group not in sheet.plan.blocks or slot.column.type in _FIGURES:
            continue
        said = before.cells.get(address, BLANK) if before else BLANK
        open_ = sheet.cells.get(address, BLANK) == BLANK and (blocks is None or slot.group in blocks)
        if open_ and said.state is State.VALUE and not (read := read_field(slot.column, said.text)).fault:
            cells[address] = read if read.text == said.text else Cell(State.VALUE, said.value, said.text)
    return Carry(
        cells=cells,
        marks={address: serialise_cell(cell) for address, cell in cells.items()},
        left=_words_left(sheet, before, blocks) if before and before.plan.digest != sheet.plan.digest else {},
    )


def _words_left(sheet: Sheet, before: Sheet, blocks: Collection[str] | None) -> dict[str, tuple[str, ...]]:
    """The columns of progress that said something last period and cannot say it in this plan: gone, or no choice."""
    gone: dict[str, None] = {}
    for address, slot in before.fields.items():
        said = before.cells.get(address, BLANK)
        asked = slot.group in before.plan.blocks and (blocks is None or slot.group in blocks)
        if not asked or said.state is not State.VALUE or slot.column.type in _FIGURES:
            continue
        here = sheet.fields.get(address)
        if here is None or read_field(here.column, said.text).fault:
            gone[slot.column.name] = None
    form = before.plan.table_of(Role.PROGRESS)
    return {form.name: tuple(gone)} if gone and form else {}


def carry_explanations(sheet: Sheet, findings: Iterable[Finding], here: Stored, before: Stored) -> Carry:
    """Return last period's explanations of warnings that ask for one now and have none.

    `here` and `before` are what is kept of this period and the last, with what each was written for.
    """
    last = sheet.previous.explanations if sheet.previous else {}
    found: dict[str, tuple[Explanation, str]] = {}
    for finding in findings:
        if not _asks(finding) or any(key in here for key in finding.keys):
            continue
        key = next((key for key in finding.keys if key in last), None)
        if key is None or last[key].text == CONFIRMATION:
            continue
        kept, fingerprint = before.get(key, (None, ""))
        same = kept == last[key] and fingerprint and not speaks_of_register(key, finding)  # this period's rows
        found[key] = (last[key], fingerprint if same else ANSWERS_NOTHING)
    marks = {explanation_place(key): said_by_explanation(one) for key, (one, _) in found.items()}
    return Carry(explanations=found, marks=marks)


def _asks(finding: Finding) -> bool:
    """True for a finding that asks for words: a warning that is broken and wants more than a confirmation."""
    return finding.level is Level.WARNING and finding.outcome is Outcome.BROKEN and not finding.check.confirm


def joined(*parts: Carry) -> Carry:
    """Return several carries as one."""
    return Carry(
        cells={address: cell for part in parts for address, cell in part.cells.items()},
        rows={name: rows for part in parts for name, rows in part.rows.items()},
        taken={name: rows for part in parts for name, rows in part.taken.items()},
        explanations={key: one for part in parts for key, one in part.explanations.items()},
        marks={place: said for part in parts for place, said in part.marks.items()},
        left={name: columns for part in parts for name, columns in part.left.items()},
    )


def left_words(found: Carry) -> tuple[str, ...]:
    """Return a sentence for each form of which something had no place in this plan."""
    return tuple(say("carry.left", 表=name, 栏="、".join(columns)) for name, columns in found.left.items())


def taken_addresses(plan: Plan, found: Carry) -> dict[str, list[str]]:
    """Return register → addresses of the rows that were carried."""
    places = {name: RowPlaces(plan.registers[name], rows) for name, rows in found.rows.items()}
    return {name: [str(places[name].address(row)) for row in rows] for name, rows in found.taken.items()}


def explanation_place(key: str) -> str:
    """Return the place an explanation's mark stands under; no address looks like it."""
    return f"!{key}"


def serialise_row(row: Row) -> str:
    """Return a stable text of a row, used to detect edits."""
    return json.dumps([dict(row.values), dict(row.raw)], ensure_ascii=False, sort_keys=True)


def serialise_cell(cell: Cell) -> str:
    """Return a stable text of a cell, used to detect edits; the raw text is no part of it."""
    return f"{cell.state or ''}:{cell.text}"


def said_by_explanation(explanation: Explanation) -> str:
    """Return what an explanation says, as one text."""
    return f"{explanation.code}:{explanation.text}"
