"""The 版记 of a notice for Word stands on no page alone: the last row or the last line goes over with it."""

import io
from dataclasses import replace

import pytest
from docx import Document

from forms.notice.content import NoticeTable
from forms.notice.office_document import notice_document
from forms.notice.report import report
from forms.summary.content import SummarySource
from tests.forms.notice.test_notice import AT, ground

__all__ = ["ground"]


@pytest.mark.parametrize("table", [True, False])
def test_the_last_row_or_line_is_kept_with_the_record(ground: SummarySource, *, table: bool) -> None:
    notice = report(ground, at=AT, copies="某办公室")
    parts = notice.parts
    last = max(n for n, one in enumerate(parts) if isinstance(one, NoticeTable) is table)
    book = Document(io.BytesIO(notice_document(replace(notice, parts=parts[: last + 1]))))
    *_, before, copies, printed = book.paragraphs
    kept = [one.paragraphs[-1] for one in book.tables[-1].rows[-1].cells] if table else [before]
    assert all(one.paragraph_format.keep_with_next for one in (*kept, copies))
    assert not printed.paragraph_format.keep_with_next
