"""The 版记 of a notice for Word stands at the foot of the page on which the text ends, and on no page alone."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from forms.notice.content import Notice, NoticeTable, ParagraphRole, texts
from forms.notice.looks import HEIGHT_MM, TOP_MM
from forms.notice.office_document import notice_document
from forms.notice.report import report
from forms.page.geometry import MM
from forms.summary.content import SummarySource
from tests.forms.notice.test_notice import AT, ground
from tests.libreoffice import converted
from tests.pdf_text import pdf_text

__all__ = ["ground"]

FOOT = (TOP_MM + HEIGHT_MM) * MM  # points from the top of the page to the lower edge of the 版心
LENGTHS = (2, 14, 17, 32, 34, 36)  # lines: on one page, about as many as two and three pages hold, and others


@pytest.mark.parametrize("table", [True, False])
def test_the_record_is_one_frame_before_the_last_paragraph(ground: SummarySource, *, table: bool) -> None:
    """It is anchored to what is behind it: below a table a low paragraph, which the last row is kept with."""
    notice = report(ground, at=AT, copies="某办公室")
    parts = notice.parts
    last = max(n for n, one in enumerate(parts) if isinstance(one, NoticeTable) is table)
    book = Document(io.BytesIO(notice_document(replace(notice, parts=parts[: last + 1]))))
    *_, copies, rule, printed, behind = book.paragraphs
    assert behind.text == ("" if table else parts[last].text) and behind.paragraph_format.keep_together
    assert ["某办公室" in copies.text, rule.text, "印发" in printed.text] == [True, "", True]
    frames = [one._element.pPr.find(qn("w:framePr")) for one in (copies, rule, printed)]
    assert [(one.get(qn("w:vAnchor")), one.get(qn("w:yAlign"))) for one in frames] == [("margin", "bottom")] * 3
    same = {
        (one.paragraph_format.left_indent, tuple(side.attrib.values()))
        for one in (copies, rule, printed)
        for side in one._element.pPr.find(qn("w:pBdr"))
    }
    assert len(same) == 1, "Word joins the borders of paragraphs that are alike"
    if table:
        kept = [one.paragraphs[-1] for one in book.tables[-1].rows[-1].cells]
        assert all(one.paragraph_format.keep_with_next for one in kept)


def test_a_foreign_program_draws_the_record_at_the_foot_of_the_last_page(tmp_path: Path) -> None:
    """Right below the last line it stood, wherever on the page that was."""
    said = [*texts(ParagraphRole.TITLE, "关于某事的通报"), *texts(ParagraphRole.TO, "各有关单位：")]
    plain = Notice(issuer="某办", number="某发〔2020〕1号", parts=(), printed="某办", day="2020年10月22日")
    sources = []
    for lines in LENGTHS:
        for copies in ("", "抄送：" + "，".join(["某某办公室"] * 12)):
            parts = (*said, *texts(ParagraphRole.BODY, *["正文。"] * lines, "末段文字。"))
            source = tmp_path / f"{lines}-{bool(copies)}.docx"
            source.write_bytes(notice_document(replace(plain, parts=parts, copies=copies)))
            sources.append(source)
    drawn = converted("pdf", tmp_path / "out", *sources)
    assert len(drawn) == len(sources)
    for paper in drawn:
        last = pdf_text(paper, "-bbox").rpartition("<page ")[2]
        words = re.findall(r'yMax="([0-9.]+)">([^<]*)<', last)
        text, printed = (next(float(low) for low, word in words if part in word) for part in ("末段", "印发"))
        assert text < printed and FOOT - 14 < printed < FOOT + 1, (paper.name, text, printed)
