"""What a person does not see of somebody's book, or sees as taken away: asked about or told, never taken in silence."""

import io
from collections.abc import Callable

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from tests.forms.given.made_books import HEADS, book, repacked
from tests.forms.given.test_given_books import read, said


def struck(*places: str) -> Callable[[Worksheet], None]:
    def dress(sheet: Worksheet) -> None:
        for place in places:
            sheet[place].font = Font(strike=True)

    return dress


def test_a_figure_that_is_struck_out_is_asked_about_and_not_taken() -> None:
    rows = [HEADS, ["Q06.1", "人工造林", 5], ["Q06.3", "封山育林", 3]]
    offer = read(book(rows, touch=struck("C2", "B3")))
    assert said(offer) == {"Q06.3": "3"}, "a name that is struck out is no figure"
    (refusal,) = offer.refused
    assert "删除线" in refusal.reason and "“5”" in refusal.reason and "C" in refusal.place


def test_a_figure_of_which_a_part_is_struck_out_is_asked_about() -> None:
    def dress(sheet: Worksheet) -> None:
        parts = [TextBlock(InlineFont(strike=True), "12"), "15"], [TextBlock(InlineFont(strike=False), "1"), "6"]
        sheet["C2"], sheet["C3"] = map(CellRichText, parts)

    offer = read(book([HEADS, ["Q06.1", "人工造林", ""], ["Q06.3", "封山育林", ""]], touch=dress))
    assert said(offer) == {"Q06.3": "16"} and "1215" in offer.refused[0].reason


def test_a_row_that_is_struck_out_is_no_row() -> None:
    rows = [["项目", "县区", "建筑面积"], ["甲", "紫阳县", 2], ["乙", "紫阳县", 3], ["丙", "紫阳县", 4]]
    offer = read(book(rows, touch=struck("A3", "B3", "C3", "C4")))
    assert [dict(one.texts) for one in offer.rows] == [
        {"项目": "甲", "县区": "紫阳县", "建筑面积": "2"},
        {"项目": "丙", "县区": "紫阳县"},
    ]
    assert [("这一行" in one.reason, "删除线" in one.reason) for one in offer.refused] == [(True, True), (False, True)]


WHITE, BLUE, GREY = "FFFFFFFF", "FF1F497D", "FFBFBFBF"


def inked(ink: str, ground: str = "", *places: str) -> Callable[[Worksheet], None]:
    def dress(sheet: Worksheet) -> None:
        for place in places or ("C2",):
            sheet[place].font = Font(color=ink)
            if ground:
                sheet[place].fill = PatternFill("solid", fgColor=ground)

    return dress


@pytest.mark.parametrize(("ink", "ground"), [(WHITE, ""), (BLUE, BLUE), ("FFFDFDFD", WHITE)])
def test_a_figure_in_the_colour_of_its_ground_is_asked_about_and_not_taken(ink: str, ground: str) -> None:
    rows = [HEADS, ["Q06.1", "人工造林", 5], ["Q06.3", "封山育林", 3]]
    offer = read(book(rows, touch=inked(ink, ground)))
    assert said(offer) == {"Q06.3": "3"}
    (refusal,) = offer.refused
    assert "同一种颜色" in refusal.reason and "“5”" in refusal.reason and "C" in refusal.place


@pytest.mark.parametrize(("ink", "ground"), [(WHITE, BLUE), (GREY, ""), ("FFFF0000", "FFFFFF00")])
def test_a_figure_that_can_be_told_from_its_ground_is_taken(ink: str, ground: str) -> None:
    offer = read(book([HEADS, ["Q06.1", "人工造林", 5]], touch=inked(ink, ground)))
    assert said(offer) == {"Q06.1": "5"} and not offer.refused and not offer.remarks


def test_where_a_rule_may_give_another_ground_a_white_figure_is_taken_and_told() -> None:
    def dress(sheet: Worksheet) -> None:
        inked(WHITE)(sheet)
        below = PatternFill("solid", bgColor=BLUE)
        sheet.conditional_formatting.add("C2:C9", CellIsRule(operator="greaterThan", formula=["1"], fill=below))

    offer = read(book([HEADS, ["Q06.1", "人工造林", 5]], touch=dress))
    assert said(offer) == {"Q06.1": "5"}
    (told,) = offer.remarks
    assert "1 格" in told and "C列" in told


def test_a_part_in_white_and_a_format_that_writes_in_white_are_asked_about() -> None:
    def dress(sheet: Worksheet) -> None:
        sheet["C2"] = CellRichText("12", TextBlock(InlineFont(color=WHITE), "5"))
        sheet["C3"] = CellRichText("12", TextBlock(InlineFont(color="FFFF0000"), "6"))
        sheet["C4"].number_format = "[白色]0.0;-0"
        sheet["C5"].number_format = "[红色]0.0;[White]-0"

    rows = [HEADS, *([code, "", 5] for code in ("Q06.1", "Q06.3", "Q06.4", "Q06.5"))]
    offer = read(book(rows, touch=dress))
    assert said(offer) == {"Q06.3": "126", "Q06.5": "5"}
    assert ["125" in offer.refused[0].reason, "“5”" in offer.refused[1].reason] == [True, True]


def test_a_row_nobody_sees_is_no_row() -> None:
    rows = [["项目", "县区", "建筑面积"], ["甲", "紫阳县", 2], ["乙", "紫阳县", 3]]
    offer = read(book(rows, touch=inked(WHITE, "", "A3", "B3", "C3")))
    assert [one.texts["项目"] for one in offer.rows] == ["甲"]
    (refusal,) = offer.refused
    assert "这一行" in refusal.reason and "同一种颜色" in refusal.reason


def hidden(state: str) -> bytes:
    made = Workbook()
    sheet, kept = made.active, made.create_sheet("上季度留底")
    assert sheet is not None
    for row in (HEADS, ["Q06.1", "", 1.2]):
        sheet.append(row)
    for row in (HEADS, ["Q06.2", "", 9.9]):
        kept.append(row)
    kept.sheet_state = state
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_told_and_not_read(state: str) -> None:
    offer = read(hidden(state))
    assert said(offer) == {"Q06.1": "1.2"}
    assert any("上季度留底" in one and "隐藏" in one for one in offer.remarks)


def test_a_row_or_column_drawn_together_to_nothing_is_told_as_a_hidden_one() -> None:
    def draw_together(part: bytes) -> bytes:
        width = b'<cols><col min="4" max="4" width="0" customWidth="1"/></cols><sheetData>'
        return part.replace(b"<sheetData>", width).replace(b'<row r="2"', b'<row r="2" ht="0" customHeight="1"')

    whole = book([[*HEADS, "上年同期"], ["Q06.1", "", 1.2, 1.1]])
    offer = read(repacked(whole, {"xl/worksheets/sheet1.xml": draw_together}))
    assert said(offer) == {"Q06.1": "1.2", "Q06.1/last_year": "1.1"}
    assert any("1 行" in one and "隐藏" in one for one in offer.remarks)
    assert any("上年同期" in one and "隐藏" in one for one in offer.remarks)
