"""Sheets of the shipped plan filled in from end to end, and what a document of them says."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from models.checks.findings import unexplained
from models.checks.run import run_checks
from models.plan.plan import Item, ItemType, Plan
from models.returns.returns import Return
from models.settings.settings import Settings, Target
from models.sheet.cells import Cell, State, read_cell, read_field
from models.sheet.explanation import Explanation
from models.sheet.rows import Row, read_row
from models.sheet.sheet import Sheet

COUNTY, POLICE, FORESTRY = "610924", "M10", "M03"
PROGRESS = "已开展入户调查，完成初稿并征求12个镇办意见"
COVER = {"负责人": "张三丰", "审核人": "李四光", "填表人": "王小五", "电话": "0915-3210000", "报出日期": "2020.10.13"}


def typed(item: Item, place: int) -> str:
    """What a clerk might type for an item."""
    if item.type is ItemType.CHOICE:
        return item.choices[0]
    if item.type in (ItemType.YES_NO, ItemType.DATE, ItemType.TEXT):
        return {ItemType.YES_NO: "是", ItemType.DATE: "2020-09-18", ItemType.TEXT: "安政办发〔2020〕21号"}[item.type]
    return str(place + 3) if item.type is ItemType.WHOLE else f"{place + 2}.37"


def vehicles(plan: Plan, count: int) -> tuple[Row, ...]:
    """Rows of the vehicle register, each with its own plate and number."""
    said = {
        "号牌种类": "大型汽车", "车辆类型": "重型货车", "燃料种类": "柴油", "排放阶段": "国三", "使用性质": "营运",
        "淘汰方式": "报废注销", "完成日期": "2020-08-07", "县区": "紫阳县", "所有人": "欧阳建国",
    }  # fmt: skip
    rows = ({**said, "号牌号码": f"陕G{n:05d}", "VIN": f"LSVAA{n:012d}"} for n in range(1, count + 1))
    return tuple(read_row(plan.registers["R02"], n, row) for n, row in enumerate(rows, 1))


def filled(plan: Plan, unit: str, period: str = "2020Q3", *, rows: int = 5) -> Sheet:
    """A sheet with every due cell typed, one of each state, and each warning explained."""
    targets = (
        Target(unit=COUNTY, indicator="Q06", value=Decimal("15.5"), doc_no="安政办〔2020〕9号", doc_date="2020-08-20"),
    )
    empty = Sheet(plan=plan, unit_id=unit, period_id=period, settings=Settings(version=3, targets=targets))
    due = [slot for slot in empty.slots.values() if slot.due and slot.item.entered and not slot.total]
    cells = {s.address: read_cell(s.item, "1" if s.last_year else typed(s.item, n)) for n, s in enumerate(due)}
    for slot in empty.fields.values():
        text = COVER.get(slot.column.name) or {"阶段": "推进中", "完成百分比": "65"}.get(slot.column.name, PROGRESS)
        cells[slot.address] = read_field(slot.column, text)
    free = [slot.address for slot in due if slot.item.numeric and not slot.last_year][:3]
    states = (Cell(State.NIL), Cell(State.NA, note="辖区无此类设施"), Cell(State.AWAITED, note="待住建局，10月20日"))
    cells.update(zip(free, states, strict=False))
    registers = {"R02": vehicles(plan, rows)} if "R02" in empty.register_ids and rows else {}
    sheet = replace(empty, cells=cells, registers=registers)
    found = unexplained(run_checks(sheet), {})
    texts = {f.key: Explanation(f"第{n}处已与主管部门核对，原因是结转项目") for n, f in enumerate(found, 1)}
    return replace(sheet, explanations=texts)


def dense(text: str) -> str:
    """Return a text without white space: lines of a PDF break where the page does."""
    return re.sub(r"\s", "", text)


Printed = Callable[[str], tuple[Return, Sheet, str]]
