"""Cells: everything the returns in force of a period say, one line for each cell, as a CSV for whatever reads it.

A table of plain texts: figures as they were sealed, states in words, sensitive columns of registers by their mask as on
every page. Return after return goes to the disk, so that a thousand take no more memory than one. Nothing is computed.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from forms.wording.masks import mask
from forms.wording.paper_texts import place_words
from models.basics.addresses import COVER, field_address, numbered_row, split_address
from models.basics.canonical import is_figure
from models.basics.errors import AppError
from models.basics.messages import CHINESE, in_words, say_in
from models.basics.period import format_time
from models.ledger.ledger import LineState
from models.plan.plan import Plan
from models.proof.proof import require_sound
from models.returns.returns import Entry, Return, parse_return
from models.sheet.cells import State
from models.store.file.disk import write_streamed
from models.versions.held import stored_plan
from models.workspace.office_workspace import OfficeWorkspace

_HEADS = (
    "period", "unit", "name", "revision", "digest", "registered", "kind", "address", "place", "measure", "state",
    "value", "note",
)  # fmt: skip
_RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes a text that begins so for a formula


class _ExportedCell(NamedTuple):
    """One cell. `kind` is a word of `papers.cells.kind`."""

    kind: str
    address: str
    place: str
    measure: str
    state: str
    value: str
    note: str = ""


def write_cells(office: OfficeWorkspace, period: str, unit: str | None, out: Path) -> tuple[Path, int]:
    """Write the cells of a period, of one unit or of all, into a folder; return the file and how many lines it has.

    Raises AppError "unknown_period", "unknown_unit", "nothing_to_export", "record_broken"; OSError as the machine does.
    """
    here = office.at(period)
    require_sound(here.store)
    only = here.require_unit(unit).id if unit else None
    lines = here.lines(period)
    wanted = [one for one in (here.plan.units if only is None else (only,)) if one in lines]
    if not any(lines[one].in_force for one in wanted):
        raise AppError("nothing_to_export", 报告期=here.plan.periods[period].name)
    count = [0]

    def pieces() -> Iterator[bytes]:
        yield b"\xef\xbb\xbf" + _text([tuple(_word(f"head.{one}") for one in _HEADS)])  # with it Excel reads UTF-8
        for one in wanted:
            rows = list(_of_unit(here, period, one, lines[one]))
            count[0] += len(rows)
            yield _text(rows)

    name = "_".join(one for one in (_word("file"), only, period) if one)
    with in_words(here.plan.words):
        return write_streamed(out, f"{name}.csv", pieces()), count[0]


def _word(key: str) -> str:
    return say_in(CHINESE, f"papers.cells.{key}")


def _text(rows: list[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _of_unit(office: OfficeWorkspace, period: str, unit: str, line: LineState) -> Iterator[tuple[str, ...]]:
    """The cells of a unit's return in force; nothing where none is."""
    if line.in_force is None:
        return
    row = office.store.papers_of(line.in_force)[0]
    filed, plan = parse_return(row.content), stored_plan(office.store, row.plan)
    came = format_time(line.registered) if line.registered else ""
    about = (period, unit, plan.unit_in(unit, period), str(filed.revision), filed.digest, came)
    for cell in cell_rows(filed, plan):
        yield *about, *cell


def cell_rows(filed: Return, plan: Plan) -> Iterator[tuple[str, ...]]:
    """Yield every cell of a return: kind, address, place, measure, state, value and note, as texts of a table."""
    for one in _cells(filed, plan):
        said = (one.address, one.place, one.measure, one.state, one.value, one.note)
        yield _word(f"kind.{one.kind}"), *map(_plain, said)


def _plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe stands before what could be one."""
    return f"'{text}" if text.startswith(_RISKY) and not is_figure(text) else text


def _cells(filed: Return, plan: Plan) -> Iterator[_ExportedCell]:
    for name, entry in filed.cover.items():
        yield _line("cover", field_address(COVER, name), name, "", entry)
    for kind, entries in (("cell", filed.cells), ("control", filed.controls)):
        for address, entry in entries.items():
            parts = split_address(address)
            item = plan.items.get(parts.item) if parts else None
            measure = item.measure if item is not None else ""
            yield _line(kind, address, place_words(plan, address), measure, entry)
    for block, fields in filed.progress.items():
        for name, entry in fields.items():
            address = field_address(block, name)
            yield _line("progress", address, place_words(plan, address), "", entry)
    yield from _register_cells(filed, plan)


def _register_cells(filed: Return, plan: Plan) -> Iterator[_ExportedCell]:
    for register, rows in filed.registers.items():
        known = plan.registers.get(register)
        columns = {one.name: one for one in known.columns} if known is not None else {}
        for number, row in enumerate(rows, 1):
            for name, text in row.items():
                column = columns.get(name)
                value = mask(column.mask, text) if column is not None else text
                measure, state = column.measure if column else "", State.VALUE.rules.name
                yield _ExportedCell("register", numbered_row(register, number, name), name, measure, state, value)


def _line(kind: str, address: str, place: str, measure: str, entry: Entry) -> _ExportedCell:
    state = State(entry.state)
    return _ExportedCell(kind, address, place, measure, state.rules.name, entry.value, entry.note)
