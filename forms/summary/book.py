"""Summary book 汇总表: the summary of one period as a workbook and a PDF, written together or not at all.

Literal values only; what the sheets say is in `summary_sheets`, how the PDF looks in `summary_pages`.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from forms.papers.paper import mark_of
from forms.summary.pages import summary_pages
from forms.summary.sheets import Sheet, summary_sheets
from forms.wording.files import write_files
from models.basics.messages import say
from models.basics.quantity import plain
from models.city.city import City
from models.city.summary import Summary
from models.desk.changes import Change
from models.ledger.roster import Roster
from models.workspace.proof import head_of
from models.workspace.workspace import OfficeWorkspace


def write_summary(office: OfficeWorkspace, city: City, roster: Roster, found: Summary, out: Path) -> tuple[Path, ...]:
    """Write the workbook and the PDF of a period's summary; all or none."""
    files = summary_files(office, city, roster, found)
    return write_files(out, files, replace=True)  # a view of today, not an issued paper: the next one takes its place


def summary_files(
    office: OfficeWorkspace, city: City, roster: Roster, found: Summary, *,
    at: datetime | None = None, number: int = 0, changes: Sequence[Change] = (),
) -> dict[str, bytes]:  # fmt: skip
    """Return name → bytes of a period's workbook and PDF; `number` of an issued set, 0 for a draft."""
    name = f"{say('papers.summary.name')}_{found.period}" + (f"_第{number}号" if number else "")
    title, mark = say("papers.summary.title", 方案=office.plan.short_title), mark_of(office.store)
    record = head_of(office.store).words
    return {
        f"{name}.xlsx": _book(summary_sheets(city, roster, found), f"{title}　{city.period.name}　{mark}".rstrip()),
        f"{name}.pdf": summary_pages(city, roster, found, title, mark, record),
    }


def _book(sheets: Sequence[Sheet], name: str) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": name, "created": datetime(2020, 1, 1)})
    line = {"border": 1, "border_color": "#B9C4C4", "text_wrap": True, "valign": "vcenter"}
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14, "font_color": "#0B6E6E", "valign": "vcenter"}),
        "head": book.add_format({**line, "bold": True, "bg_color": "#EEF3F3", "align": "center"}),
        "text": book.add_format(line),
        "figure": book.add_format({**line, "align": "right", "num_format": "General"}),
    }
    for sheet in sheets:
        _fill(book.add_worksheet(sheet.name), sheet, name, styles)
    book.close()
    return out.getvalue()


def _fill(page: Any, sheet: Sheet, name: str, styles: dict[str, Any]) -> None:  # noqa: ANN401
    page.write_string(0, 0, f"{name}　{sheet.name}", styles["title"])
    page.set_row(0, 26)
    page.hide_gridlines(2)
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
