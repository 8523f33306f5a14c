"""Summary book 汇总表: the city's values, who gave what, differences and the roster of one period, as a workbook and a PDF.

Shows what `models.summary` found and nothing of its own; every total carries its coverage. Literal values only.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from forms.filing import write_files
from forms.page import Foot, build, grid, heading, space, title
from models.city import City
from models.period import format_time
from models.plan import Plan
from models.quantity import format_number, plain
from models.roster import Roster
from models.summary import Result, Summary
from models.words import say
from models.workspace import OfficeWorkspace


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the book: name, header, rows of texts and figures, column widths in characters."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | Decimal, ...], ...]
    widths: tuple[int, ...]


def write_summary(office: OfficeWorkspace, city: City, roster: Roster, found: Summary, out: Path) -> tuple[Path, ...]:
    """Write the workbook and the PDF of a period's summary; all or none."""
    plan, period = office.plan, office.plan.periods[found.period]
    sheets = (
        _indicators(found), _shares(plan, found), _reconciliation(plan, found), _roster(plan, roster), _findings(found)
    )  # fmt: skip
    name = f"{say('papers.summary.name')}_{found.period}"
    heading_text = say("papers.summary.title", 方案=plan.short_title, 报告期=period.name)
    files = {
        f"{name}.xlsx": _book(sheets, heading_text),
        f"{name}.pdf": _document(sheets, heading_text, _test_mark(office)),
    }
    return write_files(out, files)


def _test_mark(office: OfficeWorkspace) -> str:
    return say("papers.test") if office.store.get_value("test") == "1" else ""


def _figure(value: Decimal | None, places: int | None = None) -> str | Decimal:
    return "" if value is None else value if places is None else Decimal(format_number(value, places))


def _indicators(found: Summary) -> Sheet:
    header = tuple(say(f"papers.summary.{key}") for key in (
        "number", "indicator", "measure", "target", "value", "completion", "verdict", "coverage", "notes"))  # fmt: skip
    return Sheet(say("papers.summary.indicators"), header, tuple(map(_indicator, found.results)), (7, 34, 14, 9, 12, 10, 16, 8, 44))


def _indicator(result: Result) -> tuple[str | Decimal, ...]:
    completion = "" if result.completion is None else format_number(round(result.completion, 2), 2)
    return (
        result.indicator.id, result.indicator.name, result.indicator.measure, _figure(result.indicator.target),
        _figure(result.value), completion, say(f"verdicts.{result.verdict.value}"), result.coverage,
        "；".join(result.notes),
    )  # fmt: skip


def _shares(plan: Plan, found: Summary) -> Sheet:
    rows: list[tuple[str | Decimal, ...]] = []
    for result in found.results:
        for share in result.total.shares if result.total else ():
            words = _figure(share.figure) if share.figure is not None else say(f"papers.summary.state_{share.state or 'blank'}")
            rows.append((result.indicator.id, result.indicator.name, plan.units[share.unit].name, words))
        for share in result.total.within if result.total else ():
            rows.append((result.indicator.id, result.indicator.name, say("papers.summary.within", 园区=plan.units[share.unit].name), _figure(share.figure)))
    header = tuple(say(f"papers.summary.{key}") for key in ("number", "indicator", "unit", "value"))
    return Sheet(say("papers.summary.shares"), header, tuple(rows), (7, 34, 30, 16))


def _reconciliation(plan: Plan, found: Summary) -> Sheet:
    rows: list[tuple[str | Decimal, ...]] = []
    for one in found.reconciliation:
        item = plan.items[one.item]
        word = say("papers.summary.exceeds" if one.exceeds else "papers.summary.agrees")
        rows.append((one.indicator, item.name, item.measure, one.counties, one.department, one.difference, one.tolerance, word))
        for unit in one.units:
            difference = unit.county - unit.department
            rows.append(("", plan.units[unit.unit].name, item.measure, unit.county, unit.department, difference, "", ""))
    keys = ("number", "item", "measure", "counties", "department", "difference", "tolerance", "outcome")
    header = tuple(say(f"papers.summary.{key}") for key in keys)
    return Sheet(say("papers.summary.reconciliation"), header, tuple(rows), (7, 34, 12, 14, 14, 12, 12, 12))


def _roster(plan: Plan, roster: Roster) -> Sheet:
    late = {one.unit: one for one in roster.late}
    groups = {"missing": roster.missing, "held": roster.held, "returned": roster.returned, "disputed": roster.disputed}
    rows: list[tuple[str | Decimal, ...]] = []
    for unit in roster.expected:
        state = next((name for name, units in groups.items() if unit in units), "late" if unit in late else "received")
        when = format_time(late[unit].registered) if unit in late else ""
        days = str(late[unit].working_days) if unit in late else ""
        rows.append((unit, plan.units[unit].name, say(f"papers.summary.roster_{state}"), when, days))
    header = tuple(say(f"papers.summary.{key}") for key in ("code", "unit", "roster_state", "registered", "late_days"))
    return Sheet(say("papers.summary.roster"), header, tuple(rows), (10, 32, 14, 20, 14))


def _findings(found: Summary) -> Sheet:
    rows = tuple((one.indicator or "", one.message) for one in found.findings)
    header = (say("papers.summary.number"), say("papers.summary.message"))
    return Sheet(say("papers.summary.findings"), header, rows, (7, 110))


def _book(sheets: Sequence[Sheet], name: str) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": name, "created": datetime(2020, 1, 1)})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "bg_color": "#EEF3F3", "border": 1, "text_wrap": True, "valign": "vcenter"}),
        "text": book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"}),
        "figure": book.add_format({"border": 1, "align": "right", "valign": "vcenter", "num_format": "General"}),
    }
    for sheet in sheets:
        _fill(book.add_worksheet(sheet.name), sheet, name, styles)
    book.close()
    return out.getvalue()


def _fill(page: Any, sheet: Sheet, name: str, styles: dict[str, Any]) -> None:  # noqa: ANN401
    page.write_string(0, 0, name, styles["title"])
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)
    page.freeze_panes(2, 0)
    page.set_footer("&C&P / &N")
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
        page.write_string(1, column, sheet.header[column], styles["head"])
    for number, row in enumerate(sheet.rows, 2):
        for column, value in enumerate(row):
            if isinstance(value, Decimal) and len(value.as_tuple().digits) <= 15:
                page.write_number(number, column, value, styles["figure"])
            else:
                page.write_string(number, column, plain(value) if isinstance(value, Decimal) else value, styles["text"])


def _document(sheets: Sequence[Sheet], name: str, mark: str) -> bytes:
    story: list[Any] = [*title(name)]
    for sheet in sheets:
        if sheet.rows:
            whole = sum(sheet.widths)
            widths = [width / whole * 255 for width in sheet.widths]
            rows = [tuple(plain(round(v, 4)) if isinstance(v, Decimal) else v for v in row) for row in sheet.rows]
            story += [heading(sheet.name), grid(sheet.header, rows, widths, size=8.5), space(3)]
    return build(story, Foot(name, mark=mark), name, landscape=True)
