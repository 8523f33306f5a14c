"""Writer: a plan's rows as an Excel book of texts, one sheet for each kind of table."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from forms.book.writer import Book, Margins
from forms.plan_book.cells import cell_text
from forms.plan_book.cross_writer import write_cross
from forms.plan_book.layout import PARENT, LayoutSheet, SheetShape, page_of, pages, word
from forms.plan_book.sheet import BookSheet
from models.plan.plan import Plan
from models.planning.source import Rows


def write_plan_book(rows: Rows, plan: Plan | None) -> bytes:
    """Return the rows of a plan as an Excel book; the same rows give the same bytes.

    `plan` is what the rows load as, None for the beginning of one that does not load yet and assigns nothing.
    """
    head = rows["plan"][0]
    issued = head["issued"] if isinstance(head.get("issued"), date) else date(2000, 1, 1)
    owner = str(rows["words"][0].get("office_long", "")) if rows.get("words") else ""
    title = str(head.get("title", ""))
    margins = Margins(title, str(head.get("version", "")))
    book = Book(word("title", 方案=title), owner, datetime.combine(issued, time(0)), margins)
    for page in pages():
        sheet = BookSheet(book, page)
        if page.shape is SheetShape.SINGLE:
            row = next(iter(rows.get(page.table, ())), {})
            sheet.single(_texts(page, row))
        elif page.shape is SheetShape.CROSS:
            write_cross(sheet, plan, rows)
        else:
            sheet.rows(list(_lines(page, rows)))
    return book.content()


def _lines(page: LayoutSheet, rows: Rows) -> Iterator[Mapping[str, str]]:
    """Yield each line of a sheet: code → text."""
    if not page.parents:
        for row in rows.get(page.table, ()):
            yield _texts(page, row)
        return
    for parent in page.parents:
        for above in _all(parent, rows):
            for row in above.get(page.under) or ():
                texts = _texts(page, {"*": row} if page.records else row)
                yield {f"{PARENT}{page.parents[0]}": str(above["id"]), **texts}


def _all(table: str, rows: Rows) -> Iterator[Mapping[str, Any]]:
    """Yield every row of a table, wherever it stands."""
    page = page_of(table)
    if not page.parents:
        yield from rows.get(table, ())
    for parent in page.parents:
        for above in _all(parent, rows):
            yield from above.get(page.under) or ()


def _texts(page: LayoutSheet, row: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for lane in page.lanes:
        value: Any = row
        for step in lane.steps:
            value = value.get(step) if isinstance(value, Mapping) else None
        if value is not None:
            found[lane.code] = cell_text(lane.table, lane.key, value)
    return found
