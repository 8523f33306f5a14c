"""The head of a notice: an issuer and a 发文字号 as long as they may be stand whole within the 版心."""

import pypdfium2
import pytest

from forms.notice.content import Notice, NoticeText, ParagraphRole
from forms.notice.pages import notice_pages
from forms.office.issuing import LONGEST_DOCUMENT
from forms.page.geometry import MM
from models.sheet.explanation import LONGEST_NAME


@pytest.mark.parametrize(
    "number", ["某发〔2020〕1号", "某市某某某某联合领导小组办公室发" * 3 + "〔2020〕" + "1" * 5 + "号"]
)
def test_the_longest_head_stands_between_the_margins(number: str) -> None:
    """A number of 60 characters ran over both edges of the paper."""
    issuer = "某" * LONGEST_NAME
    assert len(number) <= LONGEST_DOCUMENT
    body = (NoticeText(role=ParagraphRole.BODY, text="正文。"),)
    with pypdfium2.PdfDocument(notice_pages(Notice(issuer=issuer, number=number, parts=body))) as document:
        text = document[0].get_textpage()
        edges = [text.get_rect(n) for n in range(text.count_rects())]
        said = text.get_text_range()
    assert issuer in said and number in said
    assert min(one[0] for one in edges) >= 28 * MM - 0.5 and max(one[2] for one in edges) <= (210 - 26) * MM + 8
