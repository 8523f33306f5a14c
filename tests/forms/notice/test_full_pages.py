"""Notices that fill their pages: nothing stands alone on one, nothing runs into another, no figure is broken."""

import io
import re
from dataclasses import replace

import pytest
from docx import Document

from forms.notice.brief import _title_lines, brief_pages
from forms.notice.content import Notice, NoticeTable, NoticeText, ParagraphRole
from forms.notice.correction import Corrected, changes_list
from forms.notice.looks import LINES, column_widths
from forms.notice.office_document import notice_document
from forms.notice.pages import notice_pages
from forms.notice.report import report
from forms.page.geometry import MM
from forms.summary.content import SummarySource
from models.desk.changes import facts_of
from tests.forms.notice.test_notice import AT, CHANGE, ground, pages_of
from tests.models.city.towns import COUNTIES
from tests.pdf_text import pdf_text

__all__ = ["ground"]


@pytest.mark.parametrize("count", [10, 11, 12, 13, 14, 15, 16])
def test_who_signs_a_list_of_changes_stands_below_a_row_of_it(ground: SummarySource, count: int) -> None:
    """The name and the day had a page to themselves where the table filled the one before."""
    moved = [replace(CHANGE, before=f"{n}", after=f"{n}.5") for n in range(count)]
    before = Corrected(number=1, at=AT, changes=moved, facts=facts_of(ground.city, ground.found))
    last = pages_of(notice_pages(changes_list(ground, before, at=AT)))[-1]
    assert "紫阳县" in last and "2020年10月22日" in last
    book = Document(io.BytesIO(notice_document(changes_list(ground, before, at=AT))))
    assert all(cell.paragraphs[-1].paragraph_format.keep_with_next for cell in book.tables[-1].rows[-1].cells)


def test_a_long_paragraph_begins_on_the_page_of_its_heading() -> None:
    """The names of 60 units went over to the next page as a whole, with their headings: a line stood on a page alone."""
    heads = [NoticeText(role=role, text="标题") for role in (ParagraphRole.FIRST, ParagraphRole.SECOND)]
    for lines in range(1, 22):
        before = [NoticeText(role=ParagraphRole.BODY, text="行")] * lines
        text = NoticeText(role=ParagraphRole.BODY, text="汉" * 28 * 20)
        first = pages_of(notice_pages(Notice(issuer="", number="", parts=(*before, *heads, text))))[0]
        assert ("标题" in first) == (lines <= LINES - 4), lines
        assert lines > LINES - 4 or first.count("汉") >= 28 * (LINES - lines - 2) - 2


def test_a_long_name_of_the_office_does_not_run_into_the_day_of_printing(ground: SummarySource) -> None:
    long = "某某市绿色低碳循环发展综合示范城市建设工作领导小组办公室"
    notice = report(replace(ground, office=long), at=AT, copies="，".join(["某办公室"] * 12))
    *_, last = re.split(r"<page ", pdf_text(notice_pages(notice), "-bbox"))
    words = [(float(left), float(right), float(low), word) for left, right, low, word in
             re.findall(r'xMin="([0-9.]+)" yMin="[0-9.]+" xMax="([0-9.]+)" yMax="([0-9.]+)">([^<]*)<', last)]  # fmt: skip
    (day,) = [one for one in words if one[3].endswith("印发")]
    beside = [one for one in words if abs(one[2] - day[2]) < 3 and one[0] < day[0]]
    assert beside and all(one[1] <= day[0] for one in beside)


def test_no_figure_of_a_table_is_broken(ground: SummarySource) -> None:
    notice = report(ground, at=AT)
    grids = [one for one in notice.parts if isinstance(one, NoticeTable)]
    long = replace(grids[0], rows=(tuple("99999999999.99" if n in grids[0].figures else "甲" for n in range(7)),))
    (column,) = long.figures
    assert column_widths(long)[column] * MM > 14 * 10.5 / 2 and round(sum(column_widths(long)), 6) == 156
    assert column_widths(grids[1])[2] == pytest.approx(156 * grids[1].widths[2] / sum(grids[1].widths)), "wide enough"


def test_a_unit_that_still_has_time_is_not_asked_as_one_that_is_missing(ground: SummarySource) -> None:
    """请缺报和退回后尚未重报的单位尽快报送 stood below 未到截止时间, and nobody was either."""
    early = replace(ground.roster, waits=dict.fromkeys(ground.roster.missing, "not_yet"))
    said = ["".join(one.text for one in report(replace(ground, roster=roster), at=AT).parts
                    if isinstance(one, NoticeText)) for roster in (ground.roster, early)]  # fmt: skip
    assert ["请缺报" in one for one in said] == [True, False]
    assert "未到截止时间" in said[1].partition("存在问题")[2]
    (page,) = pages_of(brief_pages(replace(ground, roster=early), None, at=AT))
    assert "尚未报送、未到截止时间" in page


def test_the_last_words_of_a_long_title_are_not_broken() -> None:
    title = "云泽州节水与水土保持（测试）\n2028财年（2028年4月至2029年3月）进展专报"
    assert _title_lines(title)[1:] == ["2028财年（2028年4月至2029年3月）", "进展专报"]
    assert _title_lines("甲\n2020年第三季度（1—9月）进展专报") == ["甲", "2020年第三季度（1—9月）进展专报"]


@pytest.mark.parametrize("units", [30, 60, 200])
def test_a_brief_names_as_many_units_as_a_page_has_room_for(ground: SummarySource, units: int) -> None:
    """60 units whose papers waited made two pages of it."""
    roster = replace(ground.roster, held=tuple(unit for unit in COUNTIES for _ in range(units // 10)))
    (page,) = pages_of(brief_pages(replace(ground, roster=roster), None, at=AT))
    assert f"来件待核实{units}家" in page and ("家，见汇总表" in page) == (units > 30)
