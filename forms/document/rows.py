"""Document rows: the registers of a return, masked and in a readable choice of columns, and the progress of its tasks.

Sensitive columns appear only as their mask; what has no room on paper is in the workbook inside the PDF.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forms.page.geometry import SOFT, WIDE_MM
from forms.page.page import remark, section
from forms.page.tables import Row, grid
from forms.wording.masks import mask
from forms.wording.paper_texts import state_words
from models.basics.messages import say
from models.basics.records import dataclass
from models.plan.plan import Block, Column, ColumnType, Register
from models.returns.returns import Entry, Return
from models.sheet.cells import State
from models.sheet.fillable import unit_blocks
from models.sheet.sheet import Sheet

MOST_COLUMNS = 8
MOST_ROWS = 200
LONGEST = 60  # characters of a register cell on paper
NUMBER_MM, TASK_MM = 13, 46
TASK_ROOM_MM = 70  # what a table of tasks needs below its heading to begin on a page


def register_stories(filed: Return, sheet: Sheet) -> Iterator[list[Any]]:
    """Yield each register that has rows as a story: heading, what is shown, rows; last the names of the empty ones."""
    kept = {name: filed.registers.get(name, ()) for name in sheet.register_ids}
    for name, rows in kept.items():
        if rows:
            yield _register(sheet.plan.registers[name], rows, sheet.uncounted.get(name, frozenset()))
    empty = "、".join(sheet.plan.registers[name].name for name, rows in kept.items() if not rows)
    if empty:
        yield [remark(say("papers.register.none", 名单=empty), 10)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRegister:
    """A register's rows as a page prints them; `right`: which of its columns (from 0) are figures."""

    heads: Sequence[str]
    right: Sequence[int]
    rows: Sequence[Sequence[str]]


def shown_registers(filed: Return, sheet: Sheet) -> Iterator[ShownRegister]:
    """Yield each register that has rows, in the order in which they are printed."""
    for name in sheet.register_ids:
        if rows := filed.registers.get(name, ()):
            yield _shown_register(sheet.plan.registers[name], rows, sheet.uncounted.get(name, frozenset()))


def _shown_register(register: Register, rows: Sequence[Mapping[str, str]], left_out: frozenset[int]) -> ShownRegister:
    columns, figures = useful_columns(register), (ColumnType.NUMBER, ColumnType.WHOLE)
    return ShownRegister(
        heads=[say("papers.register.number"), *map(_column_head, columns)],
        right=[place for place, column in enumerate(columns, 1) if column.type in figures],
        rows=[_shown_row(number, row, columns, left_out) for number, row in enumerate(rows[:MOST_ROWS], 1)],
    )


def _register(register: Register, rows: Sequence[Mapping[str, str]], left_out: frozenset[int]) -> list[Any]:
    columns, shown = useful_columns(register), _shown_register(register, rows, left_out)
    story: list[Any] = [remark(_above(register, columns, rows), spaceAfter=3)]
    story.append(grid(shown.heads, shown.rows, _widths(columns), size=8, right=shown.right, again=register.name))
    below = []
    if len(rows) > MOST_ROWS:
        below.append(say("papers.register.rest", n=len(rows) - MOST_ROWS))
    if any(len(row.get(column.name, "")) > LONGEST for row in rows[:MOST_ROWS] for column in columns):
        below.append(say("papers.register.clipped"))
    if left_out:
        below.append(say("papers.register.left_out", 行="、".join(map(str, sorted(left_out)))))
    story += (remark(text, spaceBefore=2) for text in below)
    return section(say("papers.register.heading", 名=register.name), below=story)


def _above(register: Register, columns: Sequence[Column], rows: Sequence[Mapping[str, str]]) -> str:
    told = [say("papers.register.count", n=len(rows))]
    if any(column.mask for column in columns):
        told.append(say("papers.register.masked"))
    if len(columns) < len(register.columns):
        told.append(say("papers.register.columns", n=len(columns)))
    return "".join(told)


def useful_columns(register: Register) -> tuple[Column, ...]:
    """Return the columns a page has room for, in the register's order: keys first, then required, then figures."""
    keys = {name for key in register.keys for name in key}

    def rank(place: int) -> tuple[bool, bool, bool, int]:
        column = register.columns[place]
        figures = column.type in (ColumnType.NUMBER, ColumnType.WHOLE, ColumnType.DATE)
        return column.name not in keys, not column.required, not figures, place

    shown = [place for place, column in enumerate(register.columns) if not column.ordinal]
    chosen = sorted(sorted(shown, key=rank)[:MOST_COLUMNS])
    return tuple(register.columns[place] for place in chosen)


def _column_head(column: Column) -> str:
    return f"{column.name}（{column.measure}）" if column.measure else column.name


def _widths(columns: Sequence[Column]) -> list[float]:
    wanted = [_WEIGHTS.get(column.type, 2.0) for column in columns]
    room = WIDE_MM - NUMBER_MM
    return [NUMBER_MM, *(room * weight / sum(wanted) for weight in wanted)]


_WEIGHTS = {
    ColumnType.TEXT: 2.2,
    ColumnType.NUMBER: 1.2,
    ColumnType.WHOLE: 1.0,
    ColumnType.DATE: 1.3,
    ColumnType.CHOICE: 1.4,
    ColumnType.YES_NO: 0.8,
    ColumnType.CREDIT_CODE: 2.0,
    ColumnType.VIN: 1.9,
    ColumnType.PLATE: 1.3,
}


_SHORT_MM = {ColumnType.CHOICE: 17, ColumnType.WHOLE: 19, ColumnType.YES_NO: 14, ColumnType.DATE: 22}


def _shown_row(number: int, row: Mapping[str, str], columns: Sequence[Column], left_out: frozenset[int]) -> list[str]:
    mark = f"※{number}" if number in left_out else str(number)
    return [mark, *(_shown(column, row.get(column.name, "")) for column in columns)]


def _shown(column: Column, text: str) -> str:
    shown = mask(column.mask, text)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def progress_story(filed: Return, sheet: Sheet) -> list[Any]:
    """Return the progress of every block the unit has a role in, as one table; nothing where none is asked for."""
    groups = {slot.group for slot in sheet.fields.values()}
    asked = [(b, role) for b, role in unit_blocks(sheet.plan, sheet.unit_id, sheet.settings.groups) if b.id in groups]
    if not asked:
        return []
    columns = [one for one in sheet.plan.progress_columns if one.required or _anywhere(filed, asked, one)]
    title = say("papers.progress.heading")
    header = [say("papers.progress.block"), *(_column_head(one) for one in columns)]
    rows = [_block(filed, block, role, columns) for block, role in asked]
    table = grid(header, rows, _progress_widths(columns), size=9, name=title)
    return section(title, TASK_ROOM_MM, below=[table])


def _progress_widths(columns: Sequence[Column]) -> list[float]:
    """Short columns as wide as they need, the rest to what is said in words, most to what must be said."""
    short = {n: _SHORT_MM[one.type] for n, one in enumerate(columns) if one.type in _SHORT_MM}
    words = {n: 3 if one.required else 2 for n, one in enumerate(columns) if n not in short}
    room = WIDE_MM - TASK_MM - sum(short.values())
    return [TASK_MM, *(short.get(n) or room * words[n] / sum(words.values()) for n in range(len(columns)))]


def _anywhere(filed: Return, asked: Sequence[tuple[Block, str]], column: Column) -> bool:
    """True when some task says something in a column."""
    return any(filed.progress.get(block.id, {}).get(column.name) is not None for block, _ in asked)


def _block(filed: Return, block: Block, role: str, columns: Sequence[Column]) -> Row:
    entries = filed.progress.get(block.id, {})
    task = say("papers.progress.task", 条款=block.clause, 标题=block.title)
    name = f"{task}（{say(f'papers.progress.{role}')}）"
    said = [_said(entries.get(one.name)) for one in columns]
    empty = remark(say("papers.progress.empty"), textColor=SOFT)
    return [name, *(text or (empty if one.required else "") for text, one in zip(said, columns, strict=True))]


def _said(entry: Entry | None) -> str:
    if entry is None:
        return ""
    return entry.value if entry.state == State.VALUE else state_words(entry.state, entry.note)
