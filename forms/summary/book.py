"""Summary book 汇总表: the summary of one period as a workbook and a PDF of the same content, written together.

The content is made once (`forms.summary.sheets`). Figures are numbers with their format; a total over cells that stand
on the sheet is a native formula with its value beside it.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from typing import Any

from forms.book.writer import row_height, text_width
from forms.papers.paper import mark_of
from forms.summary.content import Completion, ShownFigure, SummarySheet, SummarySource, Value, texts_of
from forms.summary.lists import roster_sheet
from forms.summary.pages import summary_pages
from forms.summary.sheets import facts_of, summary_sheets
from forms.wording.files import write_files
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.basics.quantity import places_of
from models.city.city import City
from models.city.summary import Summary
from models.desk.changes import FigureChange
from models.issued.views import write_view
from models.ledger.roster import Roster
from models.office.desk_lists import papers_in_force, refused_units
from models.office.settings_history import documents_of
from models.proof.proof import ChainHead, head_of, require_sound
from models.workspace.office_workspace import OfficeWorkspace

_UNTOLD = datetime(2020, 1, 1, tzinfo=PLAN_ZONE)  # in the properties of a book whose figures are of no time
_LINE = 15  # points of a line of the book's type
_COVER = (22, 90)  # widths of its columns
_TITLE, _BLANK = 14 / 11, 8.43  # size of a title by that of the type; width of a column nobody set
_NUMBERED = "&C&P / &N"
_FIRST_ROW = 2  # of the data: the title and the heads stand above


def write_summary(
    office: OfficeWorkspace, city: City, roster: Roster, found: Summary, out: Path, at: datetime | None = None
) -> tuple[Path, ...]:
    """Write the workbook and the PDF of a period's summary as it stood at a time, by default now; all or none.

    It is a view of today, no issued paper: the next one takes its place, unless somebody has written in it.
    """
    return write_view(office.store, out, files_of(office, ground_of(office, city, roster, found, at=at)))


def ground_of(
    office: OfficeWorkspace,
    city: City,
    roster: Roster,
    found: Summary,
    *,
    at: datetime | None = None,
    number: int = 0,
    changes: Sequence[FigureChange] = (),
) -> SummarySource:
    """Return what the papers of a period are printed from; `number` of an issued set, 0 for a draft.

    Raises AppError("record_broken"): a window may have shown the figures before the record was compared.
    """
    require_sound(office.store)
    period = city.period
    return SummarySource(
        city=city,
        roster=roster,
        found=found,
        office=office.store.get_text("office_name"),
        until=at or datetime.now(PLAN_ZONE),
        number=number,
        received={
            unit: (paper.revision, paper.registered) for unit, paper in papers_in_force(office, period.id, at).items()
        },
        adjudications=tuple(office.adjudications(period.id, at).values()),
        before=office.summary_before(period, at),
        changes=tuple(changes),
        refused=refused_units(office, period.id, at),
        documents=documents_of(office),
    )


def write_roster(office: OfficeWorkspace, city: City, roster: Roster, found: Summary, out: Path) -> tuple[Path, ...]:
    """Write the 应报清单 of a period as a workbook of its own: the same sheet as in the summary.

    It goes into a folder somebody chose: a list that is there, which may have been written in, keeps its name.
    """
    ground = ground_of(office, city, roster, found)
    sheet = roster_sheet(ground)
    title = f"{office.plan.short_title}　{sheet.name}　{city.period.name}　{mark_of(office.store)}".rstrip()
    files = {f"{sheet.name}_{found.period}.xlsx": _book(ground, (sheet,), title, head_of(office.store).words)}
    return write_files(out, files)


def files_of(office: OfficeWorkspace, ground: SummarySource, head: ChainHead | None = None) -> dict[str, bytes]:
    """Return name → bytes of a period's workbook and PDF; `head` of the chain on them, by default as it is."""
    period, number, found = ground.city.period, ground.number, ground.found
    name = f"{say('papers.summary.name')}_{found.period}" + (f"_第{number}号" if number else "")
    title, mark = say("papers.summary.title", 方案=ground.city.plan.short_title), mark_of(office.store)
    sheets, record = summary_sheets(ground), (head or head_of(office.store)).words
    return {
        f"{name}.xlsx": _book(ground, sheets, f"{title}　{period.name}　{mark}".rstrip(), record),
        f"{name}.pdf": summary_pages(ground, sheets, title, mark, record),
    }


def _book(ground: SummarySource, sheets: Sequence[SummarySheet], name: str, record: str) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(out, options)
    created = (ground.until or _UNTOLD).astimezone(UTC)
    book.set_properties({"title": name, "created": created, "keywords": ground.keywords})
    styles = _BookFormats(book)
    _cover(book.add_worksheet(say("papers.summary.cover")), ground, name, record, styles)
    for sheet in sheets:
        _fill(book.add_worksheet(sheet.name), sheet, name, styles)
    book.close()
    return out.getvalue()


class _BookFormats:
    """The formats of the book; one for each number of decimals."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401
        self._book = book
        self._line = {"border": 1, "border_color": "#B9C4C4", "text_wrap": True, "valign": "vcenter"}
        self._figures: dict[int, Any] = {}
        self.title = book.add_format({"bold": True, "font_size": 14, "font_color": "#0B6E6E", "valign": "vcenter"})
        self.head = book.add_format({**self._line, "bold": True, "bg_color": "#EEF3F3", "align": "center"})
        self.text = book.add_format({**self._line, "align": "left", "indent": 1})
        self.remark = book.add_format({"font_color": "#556363", "valign": "vcenter"})

    def figure(self, decimals: int) -> Any:  # noqa: ANN401
        """The format of a number with so many decimals."""
        if decimals not in self._figures:
            form = "0" if not decimals else "0." + "0" * decimals
            self._figures[decimals] = self._book.add_format(
                {**self._line, "align": "right", "indent": 1, "num_format": form}
            )
        return self._figures[decimals]


def _cover(page: Any, ground: SummarySource, name: str, record: str, styles: _BookFormats) -> None:  # noqa: ANN401
    """The head of the PDF's first page, and the head of the chain that stands on its last one."""
    page.write_string(0, 0, name, styles.title)
    page.set_row(0, 26)
    page.hide_gridlines(2)
    for column, width in enumerate(_COVER):
        page.set_column(column, column, width)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    facts = facts_of(ground)
    page.set_footer(_NUMBERED)
    for number, (key, text) in enumerate(facts, _FIRST_ROW):
        page.set_row(number, row_height([(key, _COVER[0]), (text, _COVER[1])], _LINE))
        page.write_string(number, 0, key, styles.head)
        page.write_string(number, 1, text, styles.text)
    page.write_string(_FIRST_ROW + len(facts) + 1, 0, say("record.on_paper", 码=record), styles.remark)


def _fill(page: Any, sheet: SummarySheet, name: str, styles: _BookFormats) -> None:  # noqa: ANN401
    page.write_string(0, 0, f"{name}　{sheet.name}", styles.title)
    page.set_row(0, 26)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, 1)
    page.freeze_panes(_FIRST_ROW, 2)
    page.set_footer(_NUMBERED)
    widths = _widths(sheet)
    for column, (one, width) in enumerate(zip(sheet.columns, widths, strict=True)):
        page.set_column(column, column, width)
        page.write_string(1, column, one.head, styles.head)
    page.set_row(1, row_height(zip(sheet.header, widths, strict=True), _LINE))
    for number, (row, texts) in enumerate(zip(sheet.rows, texts_of(sheet), strict=True), _FIRST_ROW):
        page.set_row(number, row_height(zip(texts, widths, strict=True), _LINE))
        for column, value in enumerate(row):
            _write(page, number, column, value, styles)
    last = _FIRST_ROW + len(sheet.rows)
    across = [(f"{name}　{sheet.name}", _TITLE), *((text, 1.0) for text in sheet.remarks)]
    for number, text in enumerate(sheet.remarks, last):
        page.write_string(number, 0, text, styles.remark)
    page.print_area(0, 0, last + len(sheet.remarks), _last_column(widths, across))


def _last_column(widths: Sequence[float], texts: Sequence[tuple[str, float]]) -> int:
    """The last column to print: of a narrow sheet so many more that its title and remarks are printed whole."""
    needed = max(text_width(text) * size for text, size in texts) - sum(widths)
    return len(widths) - 1 + max(0, ceil(needed / _BLANK))


def _widths(sheet: SummarySheet) -> list[float]:
    """The widths of the columns in characters, as the sheet says; in one too narrow for its figures stood ###."""
    widths: list[float] = [max(6, round(one.width * 0.55)) for one in sheet.columns]
    for row in sheet.rows:
        for column, value in enumerate(row):
            if isinstance(value, ShownFigure | Completion):
                widths[column] = max(widths[column], text_width(value.text) + 3)
    return widths


def _write(page: Any, row: int, column: int, value: Value, styles: _BookFormats) -> None:  # noqa: ANN401
    from xlsxwriter.utility import xl_rowcol_to_cell

    if isinstance(value, ShownFigure) and value.sums:
        cells = ",".join(xl_rowcol_to_cell(_FIRST_ROW + one, column) for one in value.sums)
        name = "AVERAGE" if value.mean else "SUM"
        page.write_formula(row, column, f"={name}({cells})", styles.figure(value.decimals), value.value)
    elif isinstance(value, ShownFigure):
        page.write_number(row, column, value.value, styles.figure(value.decimals))
    elif isinstance(value, Completion):
        page.write_number(row, column, value.value, styles.figure(max(2, places_of(value.value))))
    else:
        page.write_string(row, column, value if isinstance(value, str) else value.text, styles.text)
