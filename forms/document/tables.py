"""Document tables: the items of a return as a statistical form prints them, one table of the plan after another.

Figures are those that were sealed; 同比 and 完成率 are computed from the unrounded values and shown once. A target is
printed only when it was given, never guessed.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from forms.document.table_words import (
    DocumentLine,
    against_target,
    by_ends,
    growth_words,
    last_state_words,
    note_of,
    value_words,
)
from forms.page.geometry import SOFT
from forms.page.page import paragraph, remark, section
from forms.page.tables import Row, grid
from forms.wording.paper_texts import cover_text, day_words, entry_figure, state_words
from models.basics.addresses import Address
from models.basics.messages import say
from models.basics.records import dataclass
from models.plan.plan import Means, Plan
from models.returns.returns import Return
from models.sheet.cells import State
from models.sheet.fillable import Slot
from models.sheet.sheet import Sheet

COLUMNS = ("name", "measure", "code", "value", "last_year", "growth", "target", "completion", "note")
WIDTHS_MM = (66, 24, 17, 28, 26, 23, 23, 17, 33)
FIGURES = (3, 4, 5, 6, 7)
NUMBERS = ("甲", "乙", "丙", "1", "2", "3", "4", "5", "6")  # as statistical forms number their columns
WITHIN = "其中"  # a line that begins so is part of the one above it, and stands further in
DERIVED = "ƒ"
_LINE = "　"  # before the name of a county, below its item
_SHORT = 60  # characters of a formula that is printed below its table
_FOOT = (Means.ANSWERS, Means.REVIEWED, Means.PREPARED, Means.TELEPHONE, Means.DATED)


def table_stories(filed: Return, sheet: Sheet) -> Iterator[list[Any]]:
    """Yield each table that has cells in this period as a story: heading, grid, remarks."""
    for table, slots in groupby(sheet.slots.values(), key=lambda slot: slot.table):
        lines = _lines(sheet, tuple(slots))
        said = [line for line in lines if _speaks(filed, line)]
        silent = dict.fromkeys(line.name for line in lines if not _speaks(filed, line))
        story = [*_grid(filed, sheet, said, table)]
        story += [_below(text) for text in (_relations(sheet, said), _people(filed, sheet.plan)) if text]
        if silent:
            story.append(_below(say("papers.table.not_due", n=len(silent), 名单="、".join(silent))))
        yield section(sheet.plan.tables[table].name, below=story)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """What a printed line says of an item: its name and measure, this year's figure and last year's as they stand.

    A figure is "" for a cell without one. `numeric` False: it says words.
    """

    address: str
    name: str
    measure: str
    numeric: bool
    figure: str
    last: str


def printed_lines(filed: Return, sheet: Sheet) -> Iterator[PrintedLine]:
    """Yield every line in the order in which the tables print them."""
    for _, slots in groupby(sheet.slots.values(), key=lambda slot: slot.table):
        said = [line for line in _lines(sheet, tuple(slots)) if _speaks(filed, line)]
        if any(line.slot.line for line in said):
            held: dict[str, list[DocumentLine]] = {}
            for line in said:
                held.setdefault(line.slot.item.id, []).append(line)
            said = [line for lines in held.values() for line in lines]
        for line in said:
            item, county = line.slot.item, line.slot.line
            name = sheet.name_of(county) if county else item.name
            name = say("papers.table.total") if line.slot.total and not county else name
            figure, last = (
                entry_figure(item, filed.cells.get(slot.address)) if slot is not None and item.numeric else ""
                for slot in (line.slot, line.last)
            )
            yield PrintedLine(
                address=line.slot.address,
                name=name,
                measure=item.measure,
                numeric=item.numeric,
                figure=figure,
                last=last,
            )


def beside_figures(filed: Return, sheet: Sheet) -> Iterator[str]:
    """Yield what tables print beside a return's figures: 同比, targets, 完成率, 审核关系, how many not due, columns.

    Also what was typed where its reading was remarked on (约5.15): workbooks do not print it. 审核关系 as they
    are printed: the code of an item (Q06.8) may read as a figure of the return.
    """
    yield from NUMBERS
    for _, slots in groupby(sheet.slots.values(), key=lambda slot: slot.table):
        lines = _lines(sheet, tuple(slots))
        yield str(len({line.name for line in lines if not _speaks(filed, line)}))
        yield _relations(sheet, [line for line in lines if _speaks(filed, line)])
        for line in lines:
            yield growth_words(sheet, line)
            yield from against_target(sheet, line.slot)
            yield from value_words(filed.cells.get(line.slot.address))


def _speaks(filed: Return, line: DocumentLine) -> bool:
    """False for a line that says nothing but 未到报告期; those are listed below the table by name."""
    entries = [filed.cells.get(slot.address) for slot in (line.slot, line.last) if slot]
    return any(entry is None or entry.state != State.NOT_DUE or entry.note for entry in entries[:1]) or any(
        entry is not None and entry.state == State.VALUE for entry in entries[1:]
    )


def _grid(filed: Return, sheet: Sheet, lines: list[DocumentLine], table: str) -> list[Any]:
    if not lines:
        return [remark(say("papers.table.empty"), 10)]
    split = any(line.slot.line for line in lines)
    rows = _split_rows(filed, sheet, lines) if split else [_row(filed, sheet, line) for line in lines]
    header = [say(f"papers.table.{column}") for column in COLUMNS]
    if split:
        header[0] = f"{header[0]}、{say('papers.table.line')}"
    remarks = [say("papers.table.split")] if split else []
    shown = _columns(lines, rows)
    widths = _widths(shown, lines)
    ruled = grid(
        [header[n] for n in shown],
        [row if len(row) == 1 else [row[n] for n in shown] for row in rows],
        widths,
        right=[place for place, n in enumerate(shown) if n in FIGURES],
        name=sheet.plan.tables[table].name,
        numbers=NUMBERS[: len(shown)],
        groups=_groups(rows, lines) if split else None,
    )
    return [ruled, _below("".join([*remarks, say("papers.table.derived")]))]


def _columns(lines: Sequence[DocumentLine], rows: Sequence[Row]) -> list[int]:
    """Which of the columns a table needs: none for last year or targets where none of its items has any."""
    targets = [row[n] for row in rows for n in map(COLUMNS.index, ("target", "completion")) if len(row) > 1]
    left_out = {
        "last_year": not any(line.last for line in lines),
        "growth": not any(line.last for line in lines),
        "target": not any(targets),
        "completion": not any(targets),
    }
    return [number for number, name in enumerate(COLUMNS) if not left_out.get(name)]


def _widths(shown: Sequence[int], lines: Sequence[DocumentLine]) -> list[float]:
    """The columns' widths; the room of those left out goes to the name, or to what is said in words."""
    free = sum(WIDTHS_MM) - sum(WIDTHS_MM[n] for n in shown)
    words = any(not line.slot.item.numeric for line in lines)
    more = {COLUMNS.index("value"): free * 2 / 3, 0: free / 3} if words else {0: free}
    return [WIDTHS_MM[n] + more.get(n, 0) for n in shown]


def _relations(sheet: Sheet, lines: list[DocumentLine]) -> str:
    """审核关系 of a table: what its derived items are made of, by their codes; "" where none is."""
    items = dict.fromkeys(line.slot.item.id for line in lines)
    made = [(name, sheet.plan.items[name].formula) for name in items]
    said = [f"{name}＝{formula.text}" for name, formula in made if formula and len(formula.text) <= _SHORT]
    return say("papers.table.relations", 式="；".join(said)) if said else ""


def _people(filed: Return, plan: Plan) -> str:
    """表脚: who answers for the table, as its cover says; "" for a plan that names none of them."""
    names = [name for means in _FOOT if (name := plan.field_name(means))]
    said = [f"{name}：{day_words(cover_text(filed, name)) or '　　　'}" for name in names]
    return "　　".join(said)


def _below(text: str) -> Any:  # noqa: ANN401
    return remark(text, 8.5, spaceBefore=2)


def _lines(sheet: Sheet, slots: tuple[Slot, ...]) -> list[DocumentLine]:
    last = {slot.address: slot for slot in slots if slot.last_year}
    return [
        DocumentLine(slot, last.get(str(Address(slot.item.id, slot.line, last_year=True))), slot.item.name)
        for slot in slots
        if not slot.last_year
    ]


def _split_rows(filed: Return, sheet: Sheet, lines: list[DocumentLine]) -> list[Row]:
    """A sub-heading for each item, below it a line for each county; items without lines stand by themselves."""
    rows: list[Row] = []
    by_item: dict[str, list[DocumentLine]] = {}
    for line in lines:
        by_item.setdefault(line.slot.item.id, []).append(line)
    for found in by_item.values():
        if not any(line.slot.line for line in found):
            rows += [_row(filed, sheet, line) for line in found]
            continue
        rows.append([f"{_marked(found[0].slot, found[0].name)}（{found[0].slot.item.id}）"])
        for line in found:
            county = line.slot.line
            name = sheet.name_of(county) if county else say("papers.table.total")
            rows.append(_row(filed, sheet, DocumentLine(line.slot, line.last, f"{_LINE}{name}")))
    return rows


def _groups(rows: Sequence[Row], lines: Sequence[DocumentLine]) -> dict[int, str]:
    """At which row the lines of an item begin, by its name without its code, which might be taken for a figure."""
    names = dict.fromkeys(line.slot.item.id for line in lines if line.slot.line)
    called = {line.slot.item.id: line.name for line in reversed(lines)}
    under = iter([called[item] for item in names])
    found: dict[int, str] = {}
    for number, row in enumerate(rows):
        if len(row) == 1:
            found[number] = next(under)
        elif found and not str(row[0]).startswith((_LINE, f"{DERIVED} {_LINE}")):
            found[number] = ""
    return found


def _marked(slot: Slot, name: str) -> str:
    name = f"　{name}" if name.startswith(WITHIN) else name
    return f"{DERIVED} {name}" if slot.total or not slot.item.entered else name


def _row(filed: Return, sheet: Sheet, line: DocumentLine) -> Row:
    slot, item = line.slot, line.slot.item
    entry = filed.cells.get(slot.address)
    value = entry_figure(item, entry)
    last = entry_figure(item, filed.cells.get(line.last.address)) if line.last else ""
    target, done, told = against_target(sheet, slot)
    note = "；".join(text for text in (note_of(filed, slot, entry), told) if text)
    state = entry is not None and not value and state_words(entry.state)
    shown: Any = remark(state, alignment=2) if state else value
    if value and not item.numeric:
        shown = paragraph(value, 9, leading=12.2)  # words stand at the left, also among figures
    return [
        _marked(slot, line.name),
        item.measure,
        "" if slot.line or line.name.startswith("　") else item.id,
        shown,
        last or (last_state_words(filed, line.last) if line.last else ""),
        growth_words(sheet, line),
        by_ends(target),
        done,
        remark(note, 8.5, textColor=SOFT) if note else "",
    ]
