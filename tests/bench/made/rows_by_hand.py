"""The row and item rules of the shipped plan written by hand in Python, as the program had them before a plan could say them.

The reference the formulas of checks.toml are compared with, finding by finding: outcome, place, left out, what is
lacking, and the sentence. Nothing of the rule language is used here.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from models.answers.said import said_at, shown
from models.basics.messages import fill
from models.basics.quantity import plain
from models.checks.findings import Finding
from models.formula.meaning import credit_code_ok, vin_ok
from models.plan.plan import folded_name
from models.sheet.rows import Row
from models.sheet.sheet import Sheet

Said = tuple[str, str | None, bool, tuple[str, ...], str]  # outcome, place, leaves out, lacking, sentence
Blanks = Mapping[str, str] | None
PLATE, KIND, VIN, DONE = "号牌号码", "号牌种类", "VIN", "完成日期"
VEHICLES = ("R02", "R03")
WIDTH = timedelta(days=15)
CONFUSIONS = (Decimal(10000), Decimal(15), Decimal("666.67"), 1 / Decimal(15))
NAMES = {"号牌": PLATE, "企业": "企业名称", "项目": "项目", "场名": "场名", "小区": "小区"}
FINE: Blanks = None


def _stage(row: Row, _: Sheet) -> Blanks:
    return FINE if row.get("排放阶段") in ("国零", "国一", "国二", "国三") else {"x": row.get("排放阶段")}


def _kind(row: Row, _: Sheet) -> Blanks:
    use = row.get("使用性质")
    right = "柴油" in row.get("燃料种类") and "营" in use and "非" not in use and "货" in row.get("车辆类型")
    return FINE if right else {}


def _oil_to_gas(row: Row, _: Sheet) -> Blanks:
    marked = "油改气" in row.get("改装登记") or row.get("改装登记") in ("是", "有", "已登记")
    return FINE if "汽油" in row.get("原燃料") and marked else {}


def _late(row: Row, _: Sheet) -> Blanks:
    day = row.get(DONE)
    return {"d": day} if day > "2020-11-30" else FINE


def _plate(row: Row, sheet: Sheet) -> Blanks:
    prefix, plate = sheet.settings.parameter(sheet.plan, "plate_prefix"), row.get(PLATE)
    return {} if isinstance(prefix, str) and plate and not plate.startswith(prefix) else FINE


def _threshold(row: Row, sheet: Sheet) -> Blanks:
    emission, energy = row.decimal("年温室气体排放"), row.decimal("年综合能耗")
    least = [sheet.settings.parameter(sheet.plan, name) for name in ("r01_emission", "r01_energy")]
    if emission is None or energy is None or not all(isinstance(one, Decimal) for one in least):
        return FINE
    return {} if emission < least[0] and energy < least[1] else FINE  # type: ignore[operator]


def _ratio(row: Row, _: Sheet) -> Blanks:
    emission, energy = row.decimal("年温室气体排放"), row.decimal("年综合能耗")
    if emission is None or not energy or 1 <= emission / energy <= 4:
        return FINE
    return {"x": plain(round(emission / energy, 2))}


def _certified(row: Row, _: Sheet) -> Blanks:
    return {} if row.get("达标") == "是" and not (row.get("认定日期") and row.get("认定单位")) else FINE


def _occasion(row: Row, sheet: Sheet) -> Blanks:
    days = {one["节点"]: (one["始"], one["止"]) for one in sheet.settings.table(sheet.plan, "occasions")}
    day, span = row.day("日期"), days.get(row.get("节点"))
    if day is None or span is None:
        return FINE
    first, last = map(date.fromisoformat, span)
    return FINE if first - WIDTH <= day <= last + WIDTH else {"d": day.isoformat(), "节点": row.get("节点")}


def _scale(row: Row, sheet: Sheet) -> Blanks:
    least = {one["畜种"]: Decimal(one["规模"]) for one in sheet.settings.table(sheet.plan, "r07_threshold")}
    scale, limit = row.decimal("设计规模"), least.get(row.get("畜种"))
    return {"x": plain(scale)} if scale is not None and limit is not None and scale < limit else FINE


ROW_TESTS: Mapping[str, tuple[tuple[str, ...], Callable[[Row, Sheet], Blanks]]] = {
    "CK-D02": (("R02",), _stage),
    "CK-D03": (("R02",), _kind),
    "CK-D04": (("R03",), _oil_to_gas),
    "CK-D05": (VEHICLES, _late),
    "CK-D06": (VEHICLES, lambda row, _: {} if row.get(DONE) < "2020-01-01" else FINE),
    "CK-D07": (VEHICLES, lambda row, _: {} if row.get(VIN) and not vin_ok(row.get(VIN)) else FINE),
    "CK-D08": (VEHICLES, _plate),
    "CK-D09": (("R01",), _threshold),
    "CK-D10": (("R01",), _ratio),
    "CK-D15": (("R10",), _occasion),
    "CK-D17": (("R09",), _certified),
}
LEFT_OUT = ("CK-D01", "CK-D02", "CK-D03")


def said(sheet: Sheet) -> dict[str, list[Said]]:
    """Return what each check written by hand finds, in order; checks without a finding are not there."""
    found: dict[str, list[Said]] = {}
    for id, (registers, test) in ROW_TESTS.items():
        found[id] = [
            _row(sheet, id, name, row, blanks)
            for name in registers
            for row in sheet.registers.get(name, ())
            if (blanks := test(row, sheet)) is not None
        ]
    for id, rule in RULES.items():
        found[id] = list(rule(sheet, id))
    return {id: one for id, one in found.items() if one}


def _row(sheet: Sheet, id: str, register: str, row: Row, blanks: Mapping[str, str]) -> Said:
    names = {blank: row.get(column) for blank, column in NAMES.items()}
    words = fill(sheet.plan.checks[id].message, {**names, **blanks})
    at = str(sheet.places(register).address(row))
    return "broken", at, id in LEFT_OUT, (), f"第{row.number}行：{words}"


def _place(
    sheet: Sheet, id: str, at: str, outcome: str = "broken", lacking: tuple[str, ...] = (), **blanks: str
) -> Said:
    return outcome, at, False, lacking, fill(sheet.plan.checks[id].message, said_at(sheet, at) | blanks)


def _repeated(sheet: Sheet, id: str) -> Iterator[Said]:
    seen: dict[tuple[str, ...], tuple[int, str]] = {}
    for name in VEHICLES:
        for row in sheet.registers.get(name, ()):
            plate, vin, here = row.get(PLATE), row.get(VIN), (row.number, name)
            by_plate = seen.setdefault((plate, row.get(KIND)), here) if plate else here
            by_vin = seen.setdefault((vin,), here) if vin else here
            first = by_plate if by_plate is not here else by_vin
            if first is not here:
                where = str(first[0]) if first[1] == name else f"{first[0]}（{first[1]}）"
                yield _row(sheet, id, name, row, {"号牌": plate or vin, "i": where, "j": str(row.number)})


def _codes(sheet: Sheet, id: str) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for row in sheet.registers.get("R01", ()):
        key = row.get("统一社会信用代码"), row.get("数据年度")
        if not credit_code_ok(key[0]) or key in seen:
            yield _row(sheet, id, "R01", row, {})
        seen.add(key)


def _energy(sheet: Sheet, id: str) -> Iterator[Said]:
    rows = sheet.registers.get("R01", ())
    newest = max((row.decimal("数据年度") or Decimal(-1) for row in rows), default=None)
    latest = [
        row.decimal("年综合能耗") or Decimal(0) for row in rows if (row.decimal("数据年度") or Decimal(-1)) == newest
    ]
    county = sheet.exact("Q03.1")
    if latest and county is not None and sum(latest) / 10000 > county:
        yield _place(sheet, id, "R01")


def _investment(sheet: Sheet, id: str) -> Iterator[Said]:
    before: dict[str, set[Decimal | None]] = {}
    for row in sheet.previous.registers.get("R04", ()) if sheet.previous else ():
        before.setdefault(folded_name(row.get("项目")), set()).add(row.decimal("累计完成"))
    for row in sheet.registers.get("R04", ()):
        done, total = row.decimal("累计完成"), row.decimal("总投资")
        earlier = before.get(folded_name(row.get("项目")), set()) if row.get("项目") else set()
        was = next(iter(earlier)) if len(earlier) == 1 else None
        if done is not None and ((total is not None and done > total) or (was is not None and done < was)):
            yield _row(sheet, id, "R04", row, {})


def _farms(sheet: Sheet, id: str) -> Iterator[Said]:
    if sheet.registers.get("R07") and not sheet.settings.table(sheet.plan, "r07_threshold"):
        yield _place(sheet, id, "R07", "not_evaluated", ("参数.r07_threshold",), 场名="", x="")
        return
    for row in sheet.registers.get("R07", ()):
        blanks = _scale(row, sheet)
        if blanks is not None:
            yield _row(sheet, id, "R07", row, blanks)


def _inventory(sheet: Sheet, id: str) -> Iterator[Said]:
    for row in sheet.registers.get("R11", ()):
        if "清单" in row.get("类型") and row.get("清单年份") != "2018":
            yield _row(sheet, id, "R11", row, {})
    for address, slot in sheet.slots.items():
        text = sheet.cell(address).text
        if "清单年份" in slot.item.name and text and text != "2018":
            yield _place(sheet, id, address)


def _confusion(sheet: Sheet, id: str) -> Iterator[Said]:
    for slot in sheet.slots.values():
        if slot.item.id != "Q06.8" or slot.last_year or slot.total:
            continue
        value, target = sheet.exact(slot.address), sheet.settings.target_of(slot.line or sheet.unit_id, "Q06")
        bases = (sheet.previous.exact(slot.address) if sheet.previous else None, target.value if target else None)
        factors = (value / base for base in bases if value and base)
        for factor in factors:
            if any(abs(factor / known - 1) <= Decimal("0.3") for known in CONFUSIONS):
                yield _place(
                    sheet, id, slot.address, k=shown(round(factor, 2), sheet.plan.rounding), **{"亩／公顷": "亩／公顷"}
                )
                break


def _towns(sheet: Sheet, id: str) -> Iterator[Said]:
    if not sheet.exact("Q22.1") or sheet.registers.get("R06") or "R06" not in sheet.register_ids:
        return
    if sheet.settings.parameter(sheet.plan, "r06_towns"):
        yield _place(sheet, id, "Q22.1")
    else:
        yield _place(sheet, id, "Q22.1", "not_evaluated", ("参数.r06_towns",))


def _farm_count(sheet: Sheet, id: str) -> Iterator[Said]:
    rows, stated = sheet.registers.get("R07", ()), sheet.exact("Q24.1")
    if stated is None or "R07" not in sheet.register_ids:
        return
    if not rows:
        yield _place(sheet, id, "Q24.1", "not_evaluated", ("R07",))
    elif stated != len(rows):
        yield _place(sheet, id, "Q24.1")


RULES: Mapping[str, Callable[[Sheet, str], Iterator[Said]]] = {
    "CK-B17": _confusion,
    "CK-B45": _towns,
    "CK-B48": _farm_count,
    "CK-D01": _repeated,
    "CK-D11": _codes,
    "CK-D12": _energy,
    "CK-D14": _investment,
    "CK-D16": _farms,
    "CK-D18": _inventory,
}
CHECKS = frozenset({*ROW_TESTS, *RULES})


def left_out(sheet: Sheet) -> dict[str, set[int]]:
    """Return register → numbers of the rows that do not count; registers without one are not there."""
    out: dict[str, set[int]] = {}
    for id in LEFT_OUT:
        for _, at, *_ in said(sheet).get(id, ()):
            register = str(at).partition("[")[0]
            out.setdefault(register, set())
    for register in out:
        places = sheet.places(register)
        wrong = {at for id in LEFT_OUT for _, at, *_ in said(sheet).get(id, ())}
        out[register] = {row.number for row in sheet.registers[register] if str(places.address(row)) in wrong}
    return out


def as_said(finding: Finding) -> Said:
    """Return a finding of the program as the rules here tell theirs."""
    return finding.outcome.value, finding.at, finding.leaves_out, finding.lacking, finding.message
