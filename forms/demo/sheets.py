"""Invented sheets for `demo`: figures drawn from the plan's demo.toml, the same for the same seed.

The counties are invented first; a lead department then reports what they add up to, as it would if all agreed.
Everything here is test data and says so on every page; nothing of it is a fact about anybody.
"""

import random
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import tomli

from forms.demo.registers import invent_registers
from models.basics.addresses import Address
from models.basics.errors import AppError
from models.basics.messages import CHINESE, say_in
from models.basics.quantity import plain
from models.basics.records import dataclass
from models.checks.findings import unexplained
from models.checks.run import run_checks
from models.city.city import City
from models.plan.load import DEMO
from models.plan.plan import Item, Plan
from models.sheet.cells import BLANK, Cell, read_cell, read_field
from models.sheet.explanation import Explanation
from models.sheet.fillable import Slot
from models.sheet.sheet import Sheet

_NEEDED = ("period", "due", "registered", "late")
_DEFAULTS: Mapping[str, Any] = {
    "zone_share": "1",
    "last_year": {"low": "0.86", "high": "0.98"},
    "explanation": say_in(CHINESE, "findings.made_up"),
    **dict.fromkeys(("no_last_year", "days", "difference", "range", "share", "row"), ()),
    **dict.fromkeys(("parameters", "overlap", "progress", "people", "words"), MappingProxyType({})),
}


def _named(said: Mapping[str, Any], plan: Plan) -> Iterator[tuple[Container[str], list[str]]]:
    """Yield what a plan has, and what of it a demo.toml names."""
    events = [said[key] for key in ("corrected", "forked") if key in said]
    units = [said[f"{key}_unit"] for key in ("late", "tampered", "duplicate") if f"{key}_unit" in said]
    yield plan.periods, [said["period"]]
    yield plan.units, [*units, *(row["unit"] for row in (*events, *said["difference"]))]
    items = [item for row in said["range"] for item in row["items"]]
    items += [name for row in said["share"] for name in (row["item"], row["of"])]
    items += [row["item"] for row in events] + [said[key] for key in ("tampered_item",) if key in said]
    yield plan.items, [*items, *said["days"]]
    yield plan.registers, [row["register"] for row in said["row"]]
    yield plan.indicators, [*said["overlap"], *said["no_last_year"]]


@dataclass(frozen=True)
class Figures:
    """The invented figures of one plan."""

    said: Mapping[str, Any]

    @classmethod
    def of(cls, source: Path, plan: Plan, period: str) -> "Figures | None":
        """Read demo.toml of a plan folder; None where there is none, or it is about another period ("" for its own).

        Raises AppError "demo_unreadable", "demo_lacks" (what has to be said), "demo_unknown" (what the plan has not).
        """
        file = demo_file(source)
        if file is None:
            return None
        try:
            said = {**_DEFAULTS, **tomli.loads(file.read_text("utf-8"))}
        except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
            raise AppError("demo_unreadable", 文件=file, 原因=error) from None
        if lacks := [key for key in _NEEDED if key not in said]:
            raise AppError("demo_lacks", 文件=file, 名称="、".join(lacks))
        if period not in ("", said["period"]):
            return None
        if unknown := [name for known, names in _named(said, plan) for name in names if name not in known]:
            raise AppError("demo_unknown", 文件=file, 名称="、".join(dict.fromkeys(unknown)))
        return cls(said)

    @property
    def period(self) -> str:
        """The period the demonstration plays in."""
        return str(self.said["period"])


@dataclass(frozen=True, kw_only=True)
class _InventedSheet:
    """One sheet while it is being invented."""

    empty: Sheet
    figures: Figures
    counties: City
    draw: random.Random
    cells: dict[str, Cell]

    @property
    def times(self) -> Decimal:
        """What a figure drawn for a county is multiplied by: a zone is smaller."""
        zone = self.empty.unit.within is not None
        return Decimal(self.figures.said["zone_share"]) if zone else Decimal(1)


def invent(empty: Sheet, figures: Figures, seed: int, counties: Mapping[str, Sheet] | None = None) -> Sheet:
    """Fill a sheet with invented figures and explain its warnings, so that it can be filed.

    `counties` are the sheets of counties and zones invented so far (unit → sheet), which lead departments add up.
    """
    draw = random.Random(f"{seed}/{empty.unit_id}/{empty.period_id}")
    known = dict(counties or {})
    period = empty.plan.periods[empty.period_id]
    city = City(plan=empty.plan, settings=empty.settings, period=period, sheets=known, expected=tuple(known))
    draft = _InventedSheet(empty=empty, figures=figures, counties=city, draw=draw, cells={})
    _fill_numbers(draft)
    _settle_days(draft)
    _differ(draft)
    cells = {**draft.cells, **_fields(empty, figures, draw)}
    registers = invent_registers(empty.plan, empty.register_ids, figures.said["row"], draw)
    sheet = Sheet(
        plan=empty.plan,
        unit_id=empty.unit_id,
        period_id=empty.period_id,
        settings=empty.settings,
        cells=cells,
        registers=registers,
        today=empty.today,
    )
    return explained(sheet, str(figures.said["explanation"]))


def explained(sheet: Sheet, words: str) -> Sheet:
    """Return the sheet with every open warning explained in the same words."""
    open_ones = unexplained(run_checks(sheet), sheet.explanations)
    keys = {finding.keys[-2] if len(finding.keys) > 2 else finding.key for finding in open_ones}
    return replace(sheet, explanations={**sheet.explanations, **{key: Explanation(words) for key in keys}})


def _fill_numbers(draft: _InventedSheet) -> None:
    """This year's figures, wholes before their parts; then last year's, in the same proportion for one indicator."""
    slots = [slot for slot in draft.empty.slots.values() if slot.due and slot.item.entered and not slot.total]
    parts = {row["item"] for row in draft.figures.said["share"]}
    for slot in sorted((s for s in slots if not s.last_year), key=lambda one: one.item.id in parts):
        _keep(draft, slot, _added(draft, slot) or _drawn(draft, slot))
    growth: dict[tuple[str | None, str | None], Decimal] = {}
    for slot in (s for s in slots if s.last_year):
        place = (slot.item.indicator, slot.line)
        if place not in growth:
            growth[place] = _between(draft.draw, draft.figures.said["last_year"], Decimal(1))
        _keep(draft, slot, _added(draft, slot) or _last_year(draft, slot, growth[place]))


def _keep(draft: _InventedSheet, slot: Slot, cell: Cell) -> None:
    if cell != BLANK:
        draft.cells[slot.address] = cell


def _added(draft: _InventedSheet, slot: Slot) -> Cell | None:
    """What the counties add up to, for the lead department of an indicator that is compared with them."""
    indicator = draft.empty.plan.indicators.get(slot.item.indicator or "")
    if indicator is None or not indicator.reconciled or draft.empty.unit.kind.targets:
        return None
    shares = [s.unit for s in draft.counties.local_total(slot.item.id, indicator.id).shares]
    units = [slot.line] if slot.line else shares
    address = str(Address(slot.item.id, None, slot.last_year))
    sheets = [draft.counties.sheets[unit] for unit in units if unit in draft.counties.sheets]
    figures = [number for sheet in sheets if (number := sheet.cell(address).number) is not None]
    return _cell_of(slot.item, sum(figures, Decimal(0))) if figures else None


def _drawn(draft: _InventedSheet, slot: Slot) -> Cell:
    item, said = slot.item, draft.figures.said
    if not item.numeric:
        first = item.choices[0] if slot.required and item.choices else ""
        return read_cell(item, str(said["words"].get(item.id, first)))
    for row in said["share"]:
        if row["item"] == item.id:
            whole = draft.cells.get(str(Address(row["of"], slot.line)), BLANK).number
            return BLANK if whole is None else _cell_of(item, _between(draft.draw, row, whole))
    for row in said["range"]:
        if item.id in row["items"]:
            return _cell_of(item, _between(draft.draw, row, draft.times))
    return read_cell(item, str(draft.draw.randint(1, 10))) if slot.required else BLANK


def _last_year(draft: _InventedSheet, slot: Slot, growth: Decimal) -> Cell:
    now = draft.cells.get(str(Address(slot.item.id, slot.line)), BLANK).number
    skipped = slot.item.indicator in draft.figures.said["no_last_year"]
    return BLANK if now is None or skipped else _cell_of(slot.item, now * growth)


def _cell_of(item: Item, value: Decimal) -> Cell:
    return read_cell(item, plain(round(value, min(item.decimals or 0, 2))))


def _between(draw: random.Random, row: Mapping[str, str], times: Decimal) -> Decimal:
    low, high = Decimal(row["low"]), Decimal(row["high"])
    step = Decimal("0.0001")
    return (low + step * draw.randint(0, int((high - low) / step))) * times


def _settle_days(draft: _InventedSheet) -> None:
    """Days by quality add up to the days watched."""
    days = draft.figures.said["days"]
    if not days or days[0] not in draft.empty.slots:
        return
    draw = draft.draw
    watched = draft.empty.plan.periods[draft.empty.period_id].calendar_days - draw.randint(0, 3)
    best, light = watched // 2 + draw.randint(-12, 12), draw.randint(8, 20)
    parts = [watched, best, watched - best - light - 3, light, 2, 1, 0]
    for name, part in zip(days, parts, strict=True):
        draft.cells[name] = read_cell(draft.empty.plan.items[name], str(part))


def _differ(draft: _InventedSheet) -> None:
    """The differences that are meant: a department's line that is not what the county says."""
    for row in draft.figures.said["difference"]:
        now = draft.cells.get(row["address"], BLANK).number
        if row["unit"] == draft.empty.unit_id and now is not None:
            item = draft.empty.slots[row["address"]].item
            draft.cells[row["address"]] = _cell_of(item, now + Decimal(row["add"]))


def _fields(empty: Sheet, figures: Figures, draw: random.Random) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    month = str(empty.plan.periods[empty.period_id].months)
    for address, slot in empty.fields.items():
        block = empty.plan.blocks.get(slot.group)
        if block is None:
            text = str(figures.said["people"].get(slot.column.name, ""))
        else:
            words = str(figures.said["progress"].get(slot.column.name, ""))
            percent = str(draw.randint(62, 92))
            text = words.replace("{title}", block.title).replace("{month}", month).replace("{percent}", percent)
        if text:
            found[address] = read_field(slot.column, text)
    return found


def demo_file(source: Path) -> Path | None:
    """Return the invented figures of a plan, or None: beside its files, else in a folder below; beside a file of it."""
    if source.is_file():
        beside = source.with_name(DEMO)
        return beside if beside.is_file() else None
    found = (path for pattern in (DEMO, f"*/{DEMO}") for path in sorted(source.glob(pattern)) if path.is_file())
    return next(found, None)
