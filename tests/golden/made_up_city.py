"""A made-up city: sheets of every unit filled at random from what the plan declares, and everything said of them.

`entries` draws what is typed, the same for the same seed; `said` puts it through checks, totals, verdicts and papers
and returns all of it as plain texts, so that two ways of saying one plan can be compared word by word.
"""

import io
import random
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import openpyxl

from forms.document.document import write_document
from forms.papers.duty_list import write_duties
from forms.summary.content import SummarySource, texts_of
from forms.summary.sheets import summary_sheets
from forms.workbook.workbook import write_workbook
from models.basics.messages import use_words
from models.checks.run import run_checks
from models.city.city import City
from models.city.summary import summarise
from models.filling.duties import duty_list
from models.ledger.roster import Roster
from models.plan.plan import Column, Item, Plan, Register
from models.returns.frozen import freeze
from models.settings.settings import Settings
from models.sheet.cells import Cell, State, read_cell, read_field
from models.sheet.explanation import Explanation
from models.sheet.fillable import expected_units
from models.sheet.rows import read_row
from models.sheet.sheet import Sheet
from tests.pdf_text import pdf_text

STATES = (State.NIL, State.NA, State.AWAITED, State.NOT_DUE)
ODD = ("约3", "1.5公斤", "abc", "-", "１２．５", "2万", "1,234.5", "-4.25", "0", "12.3456789")
WORDS = (
    "测试甲",
    "测试乙",
    "0915-3210000",
    "已按方案推进（测试数据）",
    "营运",
    "柴油货车",
    "油改气",
    "2018年清单",
    "是",
)


@dataclass
class Entries:
    """What one unit types for one period: texts or states by address, rows of texts by register."""

    cells: dict[str, str | State] = field(default_factory=dict)
    registers: dict[str, list[dict[str, str]]] = field(default_factory=dict)


def entries(plan: Plan, settings: Settings, seed: int) -> dict[tuple[str, str], Entries]:
    """Return what every unit types, by unit and period; about one sheet in nine is not there at all."""
    found: dict[tuple[str, str], Entries] = {}
    for unit in plan.filing_units:
        for period in plan.periods.values():
            draw = random.Random(f"{seed}/{unit.id}/{period.id}")
            if draw.random() < 0.12:
                continue
            before = found.get((unit.id, period.predecessor or ""))
            found[unit.id, period.id] = _filled(
                Sheet(plan=plan, unit_id=unit.id, period_id=period.id, settings=settings), before, draw
            )
    return found


def _filled(empty: Sheet, before: Entries | None, draw: random.Random) -> Entries:
    made = Entries()
    for address, slot in empty.slots.items():
        if draw.random() < (0.9 if not slot.derived else 0.1):
            same = before.cells.get(address) if before and draw.random() < 0.15 else None
            made.cells[address] = same or _typed(draw, slot.item)
    for address, place in empty.fields.items():
        if draw.random() < 0.9:
            made.cells[address] = _text(draw, place.column)
    for name in empty.register_ids:
        made.registers[name] = _rows(empty.plan.registers[name], draw)
    return made


def _rows(register: Register, draw: random.Random) -> list[dict[str, str]]:
    rows = [
        {column.name: _text(draw, column) for column in register.columns if draw.random() < 0.93}
        for _ in range(draw.choice((0, 1, 4, 12)))
    ]
    rows += [dict(row) for row in rows if draw.random() < 0.15]
    if register.fixed_rows and draw.random() < 0.5:
        rows = [{**draw.choice(rows or [{}]), **fixed} for fixed in register.fixed_rows]
    return rows


def _typed(draw: random.Random, item: Item) -> str | State:
    chance = draw.random()
    if chance < 0.12:
        return draw.choice(STATES)
    if not item.numeric:
        kinds = {"B": ("是", "否"), "D": ("2020-05-06", "2020.9.31")}
        return draw.choice(item.choices or kinds.get(item.type.value, WORDS))
    if chance < 0.2:
        return draw.choice(ODD)
    return _figure(draw)


def _figure(draw: random.Random) -> str:
    return f"{draw.choice((1, 10, 100, 1000)) * draw.random():.{draw.choice((0, 0, 1, 2, 4))}f}"


def _text(draw: random.Random, column: Column) -> str:
    made: dict[str, Callable[[], str]] = {
        "number": lambda: draw.choice((_figure(draw), f"{draw.random() * 20000:.0f}", draw.choice(ODD))),
        "whole": lambda: draw.choice(("2018", "2019", "2020", "60", "75", "100", "3.5")),
        "date": lambda: _day(draw),
        "yes_no": lambda: draw.choice(("是", "否")),
        "choice": lambda: draw.choice((*column.choices, *column.choices, "别的")),
        "credit_code": lambda: draw.choice(("91610900MA70NCLD4M", "91350211M000100Y43", "916109001234567890")),
        "vin": lambda: f"LVB{draw.randint(1, 30):014d}" if draw.random() < 0.9 else "短",
        "plate": lambda: f"{draw.choice(('陕G', '陕A'))}{draw.randint(1, 30):05d}",
    }
    return made.get(column.type.value, lambda: draw.choice(WORDS))()


def _day(draw: random.Random) -> str:
    day = f"2020-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
    return draw.choice((day, day, day, "2019-12-30", "2020.9.31"))


def sheets(plan: Plan, settings: Settings, typed: Mapping[tuple[str, str], Entries]) -> dict[tuple[str, str], Sheet]:
    """Return the sheets that entries make, each with its predecessor's."""
    found: dict[tuple[str, str], Sheet] = {}
    for (unit, period), made in typed.items():
        empty = Sheet(plan=plan, unit_id=unit, period_id=period, settings=settings)
        cells = {address: _cell(empty, address, text) for address, text in made.cells.items()}
        registers = {
            name: tuple(read_row(plan.registers[name], n, row) for n, row in enumerate(rows, 1))
            for name, rows in made.registers.items()
        }
        before = found.get((unit, plan.periods[period].predecessor or ""))
        found[unit, period] = replace(empty, cells=cells, registers=registers, previous=before)
    return found


def _cell(sheet: Sheet, address: str, text: str | State) -> Cell:
    if isinstance(text, State):
        return Cell(text, note="统计局反馈，10月20日前")
    slot = sheet.slots.get(address)
    return read_cell(slot.item, text) if slot else read_field(sheet.fields[address].column, text)


def said(
    plan: Plan,
    settings: Settings,
    typed: Mapping[tuple[str, str], Entries],
    papers: Collection[tuple[str, str]],
    *,
    periods: Collection[str] | None = None,
    pages: bool = True,
) -> dict[str, list[Any]]:
    """Return all that is said of entries: cells and findings of each sheet, totals and verdicts, and these papers.

    Of all periods, or of some; without `pages` no text of a PDF is among it.
    """
    use_words(plan.words)
    made = sheets(plan, settings, typed)
    asked = plan.periods.keys() if periods is None else periods
    found: dict[str, list[Any]] = {}
    for (unit, period), sheet in made.items():
        if period not in asked:
            continue
        found[f"cells {unit} {period}"] = [_shown(sheet, a) for a in sheet.addresses()]
        found[f"rows {unit} {period}"] = [[name, sorted(out)] for name, out in sheet.uncounted.items() if out]
        found[f"findings {unit} {period}"] = [
            [f.check.id, f.outcome.value, f.level.name, f.at, f.message, list(f.keys), f.leaves_out, sorted(f.lacking)]
            for f in run_checks(sheet)
        ]
    for period in asked:
        found[f"summary {period}"] = _summary(plan, settings, made, period)
    for unit, period in papers:
        found[f"paper {unit} {period}"] = _paper(made[unit, period], pages=pages)
    for keeper in plan.filing_units if pages else ():
        found[f"duties {keeper.id}"] = pdf_lines(write_duties(duty_list(plan, settings, keeper.id)))
    return found


def _shown(sheet: Sheet, address: str) -> list[Any]:
    cell, control = sheet.cell(address), sheet.control(address)
    exact = sheet.exact(address) if address in sheet.slots else None
    state = cell.state.value if cell.state else None
    return [address, state, cell.text, str(exact), bool(cell.fault), control.text if control else None]


def _summary(plan: Plan, settings: Settings, made: Mapping[tuple[str, str], Sheet], period: str) -> list[Any]:
    expected = expected_units(plan, settings, period)
    here = {unit: sheet for (unit, at), sheet in made.items() if at == period and unit in expected}
    city = City(plan=plan, settings=settings, period=plan.periods[period], sheets=here, expected=expected)
    missing = tuple(unit for unit in expected if unit not in here)
    summary = summarise(city, missing, {})
    roster = Roster(
        period=period,
        expected=expected,
        received=tuple(here),
        late=(),
        missing=missing,
        held=(),
        returned=(),
        disputed=(),
    )
    told: list[Any] = [
        [r.indicator.id, str(r.value), str(r.exact), r.verdict.value, r.basis, r.coverage, *r.notes, str(r.completion)]
        for r in summary.results
    ]
    told += [[f.check, f.level, f.message, f.indicator] for f in summary.findings]
    told += [[g.place, g.clause, g.unit, g.role] for g in summary.gaps]
    for page in summary_sheets(SummarySource(city=city, roster=roster, found=summary)):
        told += [[page.name, *page.header], *texts_of(page)]
    return told


def _paper(sheet: Sheet, *, pages: bool) -> list[Any]:
    findings = run_checks(sheet)
    keys = {finding.key for finding in findings}
    sheet = replace(sheet, explanations={key: Explanation("测试数据，与实际情况无关") for key in sorted(keys)})
    filed = freeze(sheet, test=True)
    told: list[Any] = []
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(filed, sheet, findings, None)))
    for page in book:
        told.append(page.title)
        told += [[str(v) for v in row if v is not None] for row in page.iter_rows(values_only=True) if any(row)]
    return [*told, *pdf_lines(write_document(filed, sheet, findings))] if pages else told


def pdf_lines(content: bytes) -> list[str]:
    """Return the lines of a PDF's text, as pdftotext reads them."""
    return [" ".join(line.split()) for line in pdf_text(content, "-layout").splitlines() if line.strip()]
