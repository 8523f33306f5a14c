"""Workbook: a return as an Excel file people can read, with the sealed data inside, and back again.

Sheets: 封面, one for each table, registers, 任务进展, 审核结果, 数据签名. The same return gives the same bytes. What is
in force is the sealed data; the visible cells are only compared with it. Seals and verifies nothing.
"""

from collections.abc import Sequence
from datetime import datetime

from forms.book.grid import FlatSheet
from forms.book.shown import ShownBook
from forms.book.text import word
from forms.book.writer import AnyBook, AnyPage, Book, Margins
from forms.wording.paper_texts import check_code, day_of_return, revision_name, unit_name
from forms.workbook.reader import ReadBook, is_written_by_us, read_workbook
from forms.workbook.seal_page import SealedContent, write_seal
from forms.workbook.shown import ShownWorkbook
from forms.workbook.tables import earlier_context, page_texts, write_progress, write_registers, write_tables
from forms.workbook.texts import book_title, write_contents, write_cover, write_findings
from forms.workbook.visible import has_statements_beyond, visible_differences
from models.basics.messages import in_words_of
from models.checks.findings import Finding
from models.plan.plan import Plan
from models.returns.returns import Return
from models.sheet.sheet import Sheet


@in_words_of(lambda filed, sheet, *_, **__: sheet.plan.words)
def write_workbook(filed: Return, sheet: Sheet, findings: Sequence[Finding], sealed: SealedContent | None) -> bytes:
    """Return the workbook of a return frozen from `sheet`. `sealed` None = 送审稿: marked, without sheet 数据签名.

    Raises AppError("book_text_too_long") for a text that no cell can hold.
    """
    name, plan, draft = unit_name(filed, sheet.plan), sheet.plan, sealed is None
    book = Book(book_title(filed, plan), name, _created(filed, plan), _margins(filed, plan, draft=draft))
    cover, contents = _write_pages(book, filed, sheet, findings, draft=draft)
    if sealed is not None:
        contents.append(write_seal(book, sealed))
    write_contents(cover, filed, sheet, contents)
    return book.content()


def expected_shown(filed: Return, sheet: Sheet, findings: Sequence[Finding], book: ReadBook) -> ShownWorkbook | None:
    """Return what the sealed workbook of a return shows, place by place, without writing one.

    It is read as every book is: without the plan's own words, which name the column of county lines. None for a `book`
    that shows just this in each cell and margin, every statement of the return with it: nothing is to be compared.
    """
    sheets = _expected_sheets(filed, sheet, findings, book.sealed)
    if book.own and _are_the_same(sheets, book) and not has_statements_beyond(filed, sheet):
        return None
    shown = ShownWorkbook()
    for one in sheets:
        shown.read(one.grid())
    shown.notes.append(("", earlier_context(filed, sheet)))
    return shown


def _are_the_same(expected: Sequence[FlatSheet], book: ReadBook) -> bool:
    """True when two books show the same in each cell and margin; whatever else is odd about one is told anyway.

    One that is just as it would be written is known by its texts alone, one after the other.
    """
    if expected == book.flat:
        return True
    found = book.grids
    return len(expected) == len(found) and all(
        (one.name, one.rows, one.margins) == (other.name, other.rows, other.margins)
        and not (other.hidden or other.unseen or other.odd or other.hints)
        for one, other in zip((one.grid() for one in expected), found, strict=True)
    )


@in_words_of(lambda filed, sheet, *_, **__: sheet.plan.words)
def _expected_sheets(
    filed: Return, sheet: Sheet, findings: Sequence[Finding], sealed: SealedContent
) -> tuple[FlatSheet, ...]:
    book = ShownBook(_margins(filed, sheet.plan, draft=False))
    cover, contents = _write_pages(book, filed, sheet, findings, draft=False)
    contents.append(write_seal(book, sealed))
    write_contents(cover, filed, sheet, contents)
    return book.sheets()


def _margins(filed: Return, plan: Plan, *, draft: bool) -> Margins:
    marks = [word("draft")] if draft else []
    marks += [word("test")] if filed.test else []
    foot = word("footer", 单位=unit_name(filed, plan), 版次=revision_name(filed.revision))
    return Margins(foot, check_code(filed.digest), "　".join(marks))


def _write_pages(
    book: AnyBook, filed: Return, sheet: Sheet, findings: Sequence[Finding], *, draft: bool
) -> tuple[AnyPage, list[str]]:
    """Write every sheet but the seal; return the cover, which gets its contents last, and the titles."""
    around = page_texts(filed, sheet)
    cover = write_cover(book, filed, sheet, around, draft=draft)
    titles = [
        *write_tables(book, filed, sheet, around, draft=draft),
        *write_registers(book, filed, sheet, around, draft=draft),
        *write_progress(book, filed, sheet, around, draft=draft),
        write_findings(book, filed, sheet, around, findings),
    ]
    return cover, titles


def _created(filed: Return, plan: Plan) -> datetime:
    """The moment the book says it was made: the bytes of a return must not depend on the clock."""
    day = day_of_return(filed, plan)
    return datetime(day.year, day.month, day.day)


__all__ = [
    "ReadBook",
    "SealedContent",
    "ShownWorkbook",
    "expected_shown",
    "is_written_by_us",
    "read_workbook",
    "visible_differences",
    "write_workbook",
]
