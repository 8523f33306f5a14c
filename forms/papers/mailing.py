"""Mailing: the list that goes with a batch of papers — to whom, which file, the words of the mail."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from forms.book.writer import row_height
from forms.papers.answers import ReceiptContent, is_back
from forms.wording.paper_texts import cover_text, revision_name
from models.basics.messages import say
from models.basics.records import dataclass
from models.plan.plan import Means
from models.returns.returns import parse_return
from models.workspace.office_workspace import OfficeWorkspace

_WIDTHS = (22, 12, 18, 18, 40, 70)
_LINE = 15  # points of a line of the book's type


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLine:
    """One paper to send: to whom, its number and file, the words."""

    unit: str
    person: str
    telephone: str
    number: str
    file: str
    text: str


def mail_line(office: OfficeWorkspace, answer: ReceiptContent, file: str, number: str, at: datetime) -> MailLine:
    """Return the line of a receipt; person and telephone are those of the paper's cover."""
    plan = office.at_or_here(answer.period).plan
    unit = office.unit_name(answer.unit, at.date())
    rows = () if answer.file else office.store.papers_of(answer.digest)
    filed = parse_return(rows[0].content) if rows else None
    person, telephone = (
        cover_text(filed, plan.field_name(means)) if filed else "" for means in (Means.PREPARED, Means.TELEPHONE)
    )
    key = "returned" if is_back(answer) else "approved" if answer.approved else "received"
    text = say(
        f"papers.receipt.mail_{key}",
        单位=unit,
        报告期=plan.period_name(answer.period),
        版次=revision_name(answer.revision),
        n=len(answer.reasons),
        编号=number,
        汇总单位=office.store.get_text("office_name"),
    )
    return MailLine(unit=unit, person=person, telephone=telephone, number=number, file=file, text=text)


def mailing_book(lines: Sequence[MailLine], at: datetime) -> bytes:
    """Return the list as a workbook; its cells are texts, whatever they begin with."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": say("papers.receipt.mailing"), "created": at.astimezone(UTC)})
    head = book.add_format({"bold": True, "bg_color": "#EEF3F3", "border": 1, "align": "center"})
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    page = book.add_worksheet(say("papers.receipt.mailing"))
    heads = [say(f"papers.receipt.mail_{name}") for name in ("unit", "person", "telephone", "number", "file", "text")]
    for column, (text, width) in enumerate(zip(heads, _WIDTHS, strict=True)):
        page.set_column(column, column, width)
        page.write_string(0, column, text, head)
    for row, line in enumerate(lines, 1):
        texts = (line.unit, line.person, line.telephone, line.number, line.file, line.text)
        page.set_row(row, row_height(zip(texts, _WIDTHS, strict=True), _LINE))
        for column, text in enumerate(texts):
            page.write_string(row, column, text, cell)
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&C&P / &N")
    book.close()
    return out.getvalue()
