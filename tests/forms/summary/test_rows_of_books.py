"""Every row of a book we write is as high as its texts: LibreOffice makes none higher, and drew them over each other."""

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl

from forms.book.text import is_cut
from forms.papers.mailing import MailLine, mailing_book
from models.basics.period import PLAN_ZONE
from tests.flow.conftest import founded, town
from tests.flow.town import Town

__all__ = ["founded", "town"]

AT = datetime(2020, 10, 22, 9, 0, tzinfo=PLAN_ZONE)
PLAIN = 15.0  # points of a row nobody gave a height


def cut_texts(book: bytes) -> Iterator[str]:
    """Yield sheet, cell and text of every wrapped text that is higher than its row."""
    for page in openpyxl.load_workbook(io.BytesIO(book)).worksheets:
        for cell in (cell for row in page.iter_rows() for cell in row):
            if not isinstance(cell.value, str) or not cell.alignment.wrap_text:
                continue
            height = page.row_dimensions[cell.row].height or PLAIN
            lanes = [one for one in page.column_dimensions.values() if one.min <= cell.column <= one.max]
            hidden = page.row_dimensions[cell.row].hidden or any(one.hidden for one in lanes)
            width = lanes[0].width if lanes else 8.0
            if not hidden and is_cut(cell.value, width, height, cell.font.sz):
                yield f"{page.title} {cell.coordinate} {cell.value[:30]}"


def test_no_text_of_a_book_the_office_writes_runs_over_the_next_row(town: Town, tmp_path: Path) -> None:
    at, office = ["--at", "2020-10-16T09:00"], ["--data", town.office]
    town.settings('[due]\n"2020Q3" = "2020-10-15T17:30"\n')
    town.call("office", "summary", "--period", "2020Q3", "--out", tmp_path, *at, *office)
    town.call("office", "settings", "--out", tmp_path, *office)
    town.call("plan", "to-xlsx", "--out", tmp_path / "方案.xlsx")
    books = sorted(tmp_path.glob("*.xlsx"))
    assert len(books) == 3
    assert [text for path in books for text in cut_texts(path.read_bytes())] == []


def test_the_words_of_a_mail_stand_whole_in_the_list_that_goes_with_a_batch() -> None:
    words = "贵单位2020年第三季度（1—9月）报表（初报）的处理情况见附件，请用碳报打开附件。" * 3
    line = MailLine(unit="恒口示范区（试验区）管委会", person="测试丙", telephone="0915-3210000", number="回〔2020〕7号",
                    file="610921_汉阴县人民政府_2020Q3_第1版_回执_a93baf.pdf", text=words)  # fmt: skip
    assert list(cut_texts(mailing_book([line], AT))) == []
