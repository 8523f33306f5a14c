"""Random sheets of the shipped plan: plausible texts, blanks, unreadable ones, repeats and figures on the border.

The same seed gives the same sheets. Used to compare the plan's checks with the same rules written by hand, and to time
them over long registers.
"""

import random
import string
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from models.plan.plan import Column, ColumnType, Plan, Register
from models.settings.settings import Settings, Target
from models.sheet.cells import Cell, State, read_cell
from models.sheet.rows import Row, read_row
from models.sheet.sheet import Sheet

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
UNITS = ("M10", "610902", "610924", "M12", "M11", "M02", "M01", "M07", "610921")
PERIODS = ("2020Q3", "2020Y初步")
BORDER_DAYS = ("2019-12-31", "2020-01-01", "2020-11-30", "2020-12-01", "2020-04-07", "2020-04-06", "2020-05-07")
TEXTS = {
    "车辆类型": ("重型货车", "中型半挂货车", "大型客车", "轻型 货 车", "皮卡"),
    "改装登记": ("油改气", "2012年油改气登记", "是", "有", "已登记", "无", "否"),
    "项目": ("旬阳水电站", "旬阳 水电站", "中心城市垃圾焚烧发电（一期）", "中心城市垃圾焚烧发电(一期)", "风电"),
    "镇名": ("蜀河镇", "蜀 河镇", "吕河镇"),
    "类型": ("温室气体清单", "2018年清单", "低碳园区", "方案"),
}
FARMS = (("生猪", "500"), ("肉牛", "100"), ("奶牛", "100"), ("肉羊", "50"), ("蛋鸡", "10000"), ("肉鸡", "50000"))
FIGURES = {"Q03.1": ("0", "0.5", "3", "40", "400"), "Q22.1": ("0", "1", "2.5"), "Q24.1": ("0", "1", "7", "40"),
           "X02.2": ("2018", "2019")}  # fmt: skip
PARTS = ("0", "0.001", "1", "15", "225", "10000", "666.67", "150000", "13000", "7000", "19.5", "13")


def credit_code(chance: random.Random) -> str:
    """A unified social credit code with its check character."""
    body = "91610900" + "".join(chance.choices(SIGNS, k=9))
    return body + SIGNS[-sum(SIGNS.index(sign) * 3**place for place, sign in enumerate(body)) % 31]


def text_of(chance: random.Random, column: Column, pool: dict[str, list[str]]) -> str:
    """Draw a text of a column, now and then blank, unreadable, or one that stood before."""
    dice, before = chance.random(), pool.setdefault(column.name, [])
    if column.name == "数据年度" and column.type is ColumnType.WHOLE:
        return chance.choice(("2018", "2019", "2019", "2020", "二〇一九", ""))
    if dice < 0.07:
        return ""
    if dice < 0.20 and before:
        return chance.choice(before)
    found = _fresh(chance, column, dice)
    before.append(found)
    return found


def _fresh(chance: random.Random, column: Column, dice: float) -> str:
    kind = column.type
    if kind is ColumnType.CHOICE:
        return chance.choice(column.choices) if dice < 0.97 else "别的"
    if kind is ColumnType.YES_NO:
        return chance.choice(("是", "否", "有", "无", "也许"))
    if kind is ColumnType.DATE:
        day = f"{chance.choice((2019, 2020, 2020, 2020, 2021))}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        return "8月7日" if dice > 0.96 else chance.choice(BORDER_DAYS) if dice > 0.8 else day
    if kind is ColumnType.WHOLE:
        return str(chance.choice((2017, 2018, 2018, 2019, chance.randint(0, 5000)))) if dice < 0.96 else "约3"
    if kind is ColumnType.NUMBER:
        figures = (str(chance.randint(0, 12000)), f"{chance.uniform(0, 30000):.3f}", "0", "10000", "5000", "1,200")
        return "12左右" if dice > 0.97 else chance.choice(figures)
    return _code(chance, column, dice)


def _code(chance: random.Random, column: Column, dice: float) -> str:
    if column.type is ColumnType.CREDIT_CODE:
        return credit_code(chance) if dice < 0.8 else credit_code(chance)[:-1] + "0"
    if column.type is ColumnType.VIN:
        letters = string.digits + "".join(sign for sign in string.ascii_uppercase if sign not in "IOQ")
        found = "".join(chance.choices(letters, k=17 if dice < 0.85 else chance.randint(1, 20)))
        return found[:-1] + "O" if dice > 0.95 else found
    if column.type is ColumnType.PLATE:
        return chance.choice(("陕G", "陕G", "陕A", "鄂C")) + f"{chance.randint(0, 99999):05}"
    if column.name in TEXTS:
        return chance.choice(TEXTS[column.name])
    return "".join(chance.choices("安康汉滨恒口（）()|· 甲乙丙", k=chance.randint(1, 6)))


def rows_of(chance: random.Random, register: Register, count: int) -> tuple[Row, ...]:
    """Draw the rows of a register; those the plan names stand there once each, here and there with a space."""
    pool: dict[str, list[str]] = {}
    texts = [{column.name: text_of(chance, column, pool) for column in register.columns} for _ in range(count)]
    if register.fixed_rows:
        names = [one["项目"][:2] + chance.choice(("", " ")) + one["项目"][2:] for one in register.fixed_rows]
        chosen = chance.sample(names, chance.randint(1, len(names)))
        texts = [(texts[0] if texts else {}) | {"项目": name} for name in chosen]
    return tuple(read_row(register, number, one) for number, one in enumerate(texts, 1))


def settings_of(chance: random.Random) -> Settings:
    """Draw what the office has set."""
    given: dict[str, object] = {}
    if chance.random() < 0.7:
        farms = chance.sample(FARMS, chance.randint(1, len(FARMS)))
        given["r07_threshold"] = tuple({"畜种": kind, "规模": scale} for kind, scale in farms)
    if chance.random() < 0.5:
        given["r06_towns"] = ("蜀河镇",)
    if chance.random() < 0.3:
        given["plate_prefix"] = "鄂C"
    if chance.random() < 0.3:
        given["occasions"] = ({"节点": "世界地球日", "始": "2020-04-22", "止": "2020-04-30"},)
    if chance.random() < 0.4:
        given |= {"r01_emission": "8000.5", "r01_energy": "3000"}
    value = Decimal(chance.choice(("15", "1", "0.001")))
    targets = (Target(unit="610924", indicator="Q06", value=value, doc_no="", doc_date=""),)
    return Settings(version=1, parameters=given, targets=targets if chance.random() < 0.7 else ())  # type: ignore[arg-type]


def cells_of(chance: random.Random, sheet: Sheet) -> dict[str, Cell]:
    """Draw the figures the checks under comparison read, now and then exactly on a border."""
    cells: dict[str, Cell] = {}
    for name, figures in FIGURES.items():
        if name in sheet.slots and (dice := chance.random()) < 0.9:
            cells[name] = read_cell(sheet.slots[name].item, chance.choice(figures))
            if dice > 0.8:
                cells[name] = Cell(chance.choice((State.NIL, State.NA, State.AWAITED)), note="x")
    lone = chance.random() < 0.5
    for slot in sheet.slots.values():
        if slot.item.id in ("Q06.1", "Q06.2", "Q06.3", "Q06.4", "Q06.5", "Q06.7") and chance.random() < 0.9:
            text = chance.choice(PARTS) if lone or slot.item.id == "Q06.1" else "0"
            cells[slot.address] = read_cell(slot.item, text)
    return cells


def sheet_of(chance: random.Random, plan: Plan, unit: str, size: int, previous: Sheet | None = None) -> Sheet:
    """Draw a sheet with rows in all its registers."""
    bare = Sheet(
        plan=plan,
        unit_id=unit,
        period_id=chance.choice(PERIODS),
        settings=previous.settings if previous else settings_of(chance),
    )
    counts = (0, 1, size // 2, size, size, size)
    registers = {name: rows_of(chance, plan.registers[name], chance.choice(counts)) for name in bare.register_ids}
    return replace(bare, registers=registers, cells=cells_of(chance, bare), previous=previous)


def sheets(plan: Plan, seed: int, count: int) -> Iterator[Sheet]:
    """Yield random sheets, most of them with one of the period before."""
    chance = random.Random(seed)
    for number in range(count):
        unit = UNITS[number % len(UNITS)]
        size = chance.choice((3, 40, 120))
        before = sheet_of(chance, plan, unit, size) if chance.random() < 0.7 else None
        yield sheet_of(chance, plan, unit, size, before)
