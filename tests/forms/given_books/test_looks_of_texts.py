"""What a cell shows is what is taken, in .xlsx, .ods and .xls alike: colours, lines through a part, raised digits."""

from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from forms.given.number_format import shown_number
from forms.given_books.books import read_given
from models.filling.offer import Offer
from tests.forms.given.made_books import HEADS, book
from tests.forms.given.test_given_books import read, said
from tests.libreoffice import SOFFICE, converted

KINDS = [
    "xlsx",
    *(
        pytest.param(kind, marks=pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice"))
        for kind in ("xls", "ods")
    ),
]
RAISED, LOWERED, STRUCK = (
    InlineFont(vertAlign="superscript"),
    InlineFont(vertAlign="subscript"),
    InlineFont(strike=True),
)
CODES = ("Q06.1", "Q06.2", "Q06.3", "Q06.4", "Q06.5", "Q06.7", "Q06.9", "Q20.1", "Q06.10")


def offer_of(kind: str, folder: Path, content: bytes) -> Offer:
    if kind == "xlsx":
        return read(content, "表.xlsx")
    (folder / "表.xlsx").write_bytes(content)
    (saved,) = converted(kind, folder / "out", folder / "表.xlsx")
    return read(saved.read_bytes(), f"表.{kind}")


def looks(sheet: Worksheet) -> None:
    for place, font in (("C2", Font(color="FFFFFF")), ("C3", Font(color="FF0000")), ("C4", Font(color="FEFEFE"))):
        sheet[place].font = font
    sheet["C4"].number_format = "0.0"
    sheet["C5"].fill, sheet["C5"].font = PatternFill("solid", fgColor="FF112233"), Font(color="FF112233")
    sheet["C6"] = CellRichText("1", TextBlock(STRUCK, "2"), ".5")
    sheet["C7"] = CellRichText("10", TextBlock(RAISED, "2"))
    sheet["C8"] = CellRichText("12", TextBlock(LOWERED, "1"))
    sheet["C9"] = CellRichText("5800000m", TextBlock(RAISED, "3"))
    sheet["C10"] = CellRichText("3.", TextBlock(InlineFont(color="FFFFFFFF"), "5"))


@pytest.mark.parametrize("kind", KINDS)
def test_what_nobody_sees_in_a_cell_or_sees_otherwise_is_no_figure_whatever_the_kind_of_book(
    kind: str, tmp_path: Path
) -> None:
    rows = [[code, "", 1.5] for code in CODES]
    offer = offer_of(kind, tmp_path, book([HEADS, *rows], touch=looks))
    assert said(offer) == {"Q06.2": "1.5", "Q06.7": "10²", "Q06.9": "12₁", "Q20.1": "5800000m3"}
    words = zip(("看上去是空的", "看上去是空的", "看上去是空的", "删除线", "看上去是空的"), offer.refused, strict=True)
    assert [word in one.reason for word, one in words] == [True] * 5, offer.refused
    assert offer.remarks == ()


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice writes the old format")
def test_texts_of_an_xls_that_go_on_over_many_records_keep_their_looks(tmp_path: Path) -> None:
    """Their table is cut every 8 KB, in the middle of a sign's width, of runs and of lengths."""

    def dress(sheet: Worksheet) -> None:
        for row in range(2, 1502):
            words = ("场" if row % 3 else "a") * (row % 41 + 1)
            sheet.cell(row, 1).value = CellRichText(f"{words}{row}", TextBlock(STRUCK if row % 7 == 0 else RAISED, "2"))

    (tmp_path / "表.xlsx").write_bytes(book([["场名"], *([""] for _ in range(1500))], touch=dress))
    (saved,) = converted("xls", tmp_path / "out", tmp_path / "表.xlsx")
    cells = read_given(saved.read_bytes(), "表.xls").sheets[0].rows
    said = {row: (one[1].text, one[1].struck) for row, one in cells.items() if row > 1}
    words = {row: ("场" if row % 3 else "a") * (row % 41 + 1) + str(row) for row in range(2, 1502)}
    assert said == {row: (text + ("²" if row % 7 else "2"), row % 7 == 0) for row, text in words.items()}


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice writes the old format")
def test_only_rules_for_looks_leave_something_unseen_in_an_xls(tmp_path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet.conditional_formatting.add(
            "C2:C9", CellIsRule(operator="lessThan", formula=["1"], font=Font(color="FFFFFF"))
        )
        sheet["C2"].font = Font(color="FFFFFF")

    offer = offer_of("xls", tmp_path, book([HEADS, ["Q06.1", "", 0.5]], touch=dress))
    assert said(offer) == {"Q06.1": "0.5"} and any("条件格式" in one for one in offer.remarks)


def test_a_stroke_that_a_format_draws_between_the_digits_is_no_fraction() -> None:
    assert shown_number("12345.678", '0"/"0').seen == "1234/6"
    assert shown_number("3.25", "# ?/?").text == "3.25"
