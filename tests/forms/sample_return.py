"""A unit's sheet with every kind of cell, made from the shipped plan; all figures invented."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from forms.workbook.workbook import SealedContent, write_workbook
from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Column, ColumnType, Plan, Register
from models.returns.frozen import freeze
from models.returns.returns import Evidence, Return
from models.settings.settings import Settings
from models.sheet.cells import BLANK, Cell, State, read_cell, read_field
from models.sheet.explanation import Explanation
from models.sheet.fillable import FieldSlot, Slot
from models.sheet.rows import Row, read_row
from models.sheet.sheet import Sheet

PERIOD = "2020Q3"
FORMULA_LIKE = '=HYPERLINK("http://example.org","点我")'
AWKWARD = '第一行 <b>&"引号"</b>\n第二行 _x0041_，@小组 🌲'
PLATE, OWNER = "陕G00001", "欧阳测试"
WIDE = Decimal("12345678901234.5")  # 15 digits, the most a spreadsheet keeps
LONG = Decimal("1234567.12345678901")  # 18 digits: no spreadsheet keeps them as a number
STATES = (State.NIL, State.NA, State.AWAITED, State.MISSING)


@cache
def plan() -> Plan:
    return load_plan(SHIPPED)


@cache
def police() -> str:
    return next(unit for unit in plan().registers["R02"].units)


@cache
def county() -> str:
    return plan().assignments[0].units[0]


@cache
def forestry() -> str:
    """A department that fills a table by county."""
    return next(a.units[0] for a in plan().assignments if a.split and a.table == "B4")


def entered(number: int, slot: Slot) -> Cell:
    item = slot.item
    if slot.address == "Q06.9":
        return read_cell(item, "182.40")
    if number % 13 == 12 and not slot.required:
        return BLANK
    if not item.numeric:
        return read_cell(item, item.choices[0] if item.choices else _text(item.type.value))
    state = STATES[number % 11] if number % 11 < len(STATES) else State.VALUE
    if state is not State.VALUE:
        note = "统计局反馈，10月20日前" if state in (State.AWAITED, State.NA) else ""
        return Cell(state, note=note)
    figures = {4: WIDE, 5: Decimal("182.40"), 6: Decimal("-0.00125"), 7: Decimal("0"), 8: LONG}
    return Cell(State.VALUE, figures.get(number % 11, Decimal(number) / 8), "")


def _text(kind: str) -> str:
    return {"B": "是", "D": "2020-09-30", "T": FORMULA_LIKE}.get(kind, "")


def _field(slot: FieldSlot) -> Cell:
    texts = {"报出日期": "2020-10-12", "电话": "0915-3210000", "完成百分比": "75", "阶段": "推进中"}
    return read_field(slot.column, texts.get(slot.column.name, AWKWARD if slot.group != "封面" else "=测试甲"))


def rows(register: Register, count: int) -> tuple[Row, ...]:
    return tuple(read_row(register, n, {c.name: _typed(c, n) for c in register.columns}) for n in range(1, count + 1))


def _typed(column: Column, n: int) -> str:
    if column.name == "号牌号码":
        return f"陕G{n:05d}"
    if column.name == "所有人":
        return OWNER
    kinds = {
        ColumnType.NUMBER: f"{n}.25",
        ColumnType.WHOLE: str(2000 + n % 20),
        ColumnType.DATE: "2020-09-01",
        ColumnType.CHOICE: column.choices[n % len(column.choices)] if column.choices else "",
        ColumnType.YES_NO: "是" if n % 2 else "否",
        ColumnType.CREDIT_CODE: f"91610900{n:09d}X",
        ColumnType.VIN: f"LVB{n:014d}",
        ColumnType.TEXT: f"000{n}" if n % 3 else FORMULA_LIKE,
    }
    return kinds.get(column.type, "")


@cache
def sheet_of(unit: str, count: int = 4) -> Sheet:
    """The filled sheet of a unit: all cell states, control figures, registers with `count` rows, explanations."""
    empty = Sheet(plan=plan(), unit_id=unit, period_id=PERIOD, settings=Settings(version=1))
    cells = {address: entered(n, slot) for n, (address, slot) in enumerate(empty.slots.items())}
    derived = [address for address in cells if empty.slots[address].derived]
    cells = {a: c for a, c in cells.items() if a not in derived or derived.index(a) % 3 == 0}
    cells |= {address: _field(slot) for address, slot in empty.fields.items()}
    registers = {name: rows(plan().registers[name], count) for name in empty.register_ids}
    sheet = replace(empty, cells=cells, registers=registers)
    told = dict(_explanations(sheet))
    return replace(sheet, explanations=told)


def _explanations(sheet: Sheet) -> Iterator[tuple[str, Explanation]]:
    for finding in run_checks(sheet)[:5]:
        yield finding.key, Explanation(f"测试数据，{AWKWARD}")
    yield f"CK-D01@R02[{PLATE}|大型汽车]", Explanation("=1+1，重复登记已与车管所核对")
    yield "CK-A17", Explanation("测试数据：新建项目集中投产")


def filed(sheet: Sheet, *, revision: int = 1) -> Return:
    ancestors = tuple(f"{n:064x}" for n in range(1, revision))
    evidence = (Evidence("佐证 &1.pdf", 1234, "ab" * 32),)
    return freeze(sheet, ancestors=ancestors, reason="核对后更正" if ancestors else "", evidence=evidence, test=True)


def sealed_of(content: Return) -> SealedContent:
    """The content with bytes that stand for the signature; the workbook carries them and judges none."""
    return SealedContent(content.content, bytes(range(256)) * 12, b"%PDF-" + bytes(200_000))


@cache
def book_of(unit: str, count: int = 4) -> tuple[Return, bytes]:
    """A return and its workbook."""
    sheet = sheet_of(unit, count)
    content = filed(sheet, revision=2)
    return content, write_workbook(content, sheet, run_checks(sheet), sealed_of(content))
