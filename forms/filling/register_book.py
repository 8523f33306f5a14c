"""Register book: one register as a workbook to look at, sort and print — an export, no paper of ours.

Sensitive columns show their mask unless the office has switched the parameter `mask` off; there is no
other way to the full texts. Rows stand as they are kept, those that do not count say so. Carries no sealed data: what
counts is the return.
"""

from datetime import datetime

from forms.book.registers import register_cells, register_lane
from forms.book.text import word
from forms.book.writer import Book, BookColumn, BookFigure, BookPage, Margins
from forms.wording.paper_texts import entry_figure
from models.basics.messages import say
from models.basics.period import in_file_name
from models.basics.quantity import with_measure
from models.basics.records import dataclass
from models.plan.plan import Plan, Register
from models.returns.returns import Entry
from models.settings.settings import Settings
from models.sheet.sheet import Sheet

OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterBook:
    """A register's workbook: its rows, how many of them do not count, whether it has sensitive columns, masked ones."""

    content: bytes
    rows: int
    left_out: int
    sensitive: bool
    masked: bool


def masks(plan: Plan, settings: Settings) -> bool:
    """True unless the office has switched masking off; a plan that says nothing of it masks."""
    return settings.parameter(plan, plan.uses.get("mask", "")) != OFF


def write_register_book(sheet: Sheet, name: str, *, mark: str = "") -> RegisterBook:
    """Return the workbook of a register of a sheet; `mark` stands on every page (测试数据).

    The same rows give the same bytes. Raises KeyError for a register the plan does not have, AppError
    ("book_text_too_long") for a text no cell can hold.
    """
    plan, register = sheet.plan, sheet.plan.registers[name]
    period, masked = plan.periods[sheet.period_id], masks(plan, sheet.settings)
    unit = sheet.unit.full_name_on(period.end)
    foot = say("registers_export.footer", 单位=unit, 期=period.name)
    created = datetime(period.end.year, period.end.month, period.end.day)
    book = Book(register.name, unit, created, Margins(foot, "", mark))
    _write(book, sheet, register, unit, masked=masked)
    sensitive, rows = is_sensitive(register), len(sheet.registers.get(name, ()))
    left_out = len(sheet.uncounted.get(name, frozenset()))
    return RegisterBook(
        content=book.content(), rows=rows, left_out=left_out, sensitive=sensitive, masked=sensitive and masked
    )


def is_sensitive(register: Register) -> bool:
    """True when a register has a column that is not for everybody's eyes."""
    return any(column.mask for column in register.columns)


def _write(book: Book, sheet: Sheet, register: Register, unit: str, *, masked: bool) -> None:
    rows, left_out = sheet.registers.get(register.id, ()), sheet.uncounted.get(register.id, frozenset())
    texts = [{**row.raw, **row.values} for row in rows]
    lanes = [BookColumn(word("column.number"), 7, "center"), BookColumn(word("column.counting"), 8, "center")]
    for column in register.columns:
        lanes.append(register_lane(column, texts, masked=masked))
    period = sheet.plan.periods[sheet.period_id]
    raw_sheet = book.add_open_sheet(f"{register.id} {register.name}")
    title = say("registers_export.title", 名称=register.name, 期=period.name.partition("（")[0])
    page = BookPage(book, raw_sheet, title, lanes)
    notes = _notes(sheet, register, unit, masked=masked)
    for text in notes:
        page.note(text)
    page.head(keep=1)
    cells = register_cells(register.columns, first=3, masked=masked)
    for number, row in enumerate(texts, 1):
        counting = word("left_out") if number in left_out else ""
        page.row_at({1: BookFigure(str(number)), 2: counting, **cells(row)})
    head = 1 + len(notes)
    raw_sheet.autofilter(head, 0, head + len(texts), len(lanes) - 1)


def _notes(sheet: Sheet, register: Register, unit: str, *, masked: bool) -> list[str]:
    left_out = len(sheet.uncounted.get(register.id, ()))
    more = say("registers_export.left_out", n=left_out) if left_out else ""
    rows = len(sheet.registers.get(register.id, ()))
    period = sheet.plan.periods[sheet.period_id].name
    notes = [say("registers_export.context", 单位=unit, 期=period, n=rows, 不计=more)]
    figures = _figures(sheet, register)
    if figures:
        notes.append(say("registers_export.counted", 统计=say("registers_export.between").join(figures)))
    kind = "plain" if not is_sensitive(register) else "masked" if masked else "open"
    return [*notes, say(f"registers_export.{kind}")]


def _figures(sheet: Sheet, register: Register) -> list[str]:
    """The figures counted from the register, in words."""
    found = []
    for slot in sheet.slots.values():
        cell = sheet.cell(slot.address)
        if register.id not in slot.item.counted_in or not cell.text:
            continue
        value = entry_figure(slot.item, Entry(state=cell.state or "", value=cell.text))
        found.append(say("registers_export.counted_one", 项=slot.item.name, 值=with_measure(value, slot.item.measure)))
    return found


def book_name(sheet: Sheet, name: str) -> str:
    """Return the file name of a register's workbook."""
    from forms.wording.files import plain_name

    register = sheet.plan.registers[name]
    hidden = masks(sheet.plan, sheet.settings) and is_sensitive(register)
    text = say(
        "registers_export.file",
        代码=sheet.unit_id,
        单位=sheet.unit_name,
        期=in_file_name(sheet.period_id),
        编号=name,
        名称=register.name,
        脱敏=say("registers_export.file_masked") if hidden else "",
    )
    return plain_name(text)
