"""A workbook of ours that another program saved again still shows what was sealed, and a change in it is named."""

import csv
from pathlib import Path

import pytest

from forms.workbook.workbook import expected_shown, read_workbook, visible_differences
from models.checks.run import run_checks
from models.returns.revisions import Difference
from tests.forms.sample_return import WIDE, book_of, county, plan, sealed_of, sheet_of
from tests.forms.workbook.test_workbook import differences, edited
from tests.libreoffice import SOFFICE, converted

needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def convert(folder: Path, book: bytes, form: str) -> list[Path]:
    source = folder / "return.xlsx"
    source.write_bytes(book)
    return converted(form, folder / "out", source)


@pytest.fixture(scope="module")
def resaved_by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    (found,) = convert(tmp_path_factory.mktemp("resave"), book_of(county())[1], "xlsx:Calc MS Excel 2007 XML")
    return found.read_bytes()


def test_a_book_saved_again_by_openpyxl_still_shows_what_was_sealed() -> None:
    content, book = book_of(county())
    read = read_workbook(edited(book))
    assert not read.own
    assert visible_differences(content, read) == ()


@needs_office
def test_a_book_saved_again_by_libreoffice_still_shows_what_was_sealed(resaved_by_libreoffice: bytes) -> None:
    content, _ = book_of(county())
    read = read_workbook(resaved_by_libreoffice)
    assert not read.own
    assert read.sealed == sealed_of(content)
    assert visible_differences(content, read) == ()


@needs_office
def test_of_a_book_saved_again_by_libreoffice_the_findings_are_numbered_as_they_were(
    resaved_by_libreoffice: bytes,
) -> None:
    content, sheet, read = book_of(county())[0], sheet_of(county()), read_workbook(resaved_by_libreoffice)
    numbered = [row for rows in read.shown.numbered.values() for row in rows if row.number]
    assert [row.number for row in numbered] == [str(n) for n in range(1, len(numbered) + 1)] and len(numbered) > 9
    expected = expected_shown(content, sheet, run_checks(sheet), read)
    assert expected is not None and visible_differences(content, read, expected, plan()) == ()


@needs_office
def test_a_figure_changed_after_a_libreoffice_save_is_named(resaved_by_libreoffice: bytes) -> None:
    content, _ = book_of(county())
    changed = edited(resaved_by_libreoffice, ("Q06.9", "本期数值", 192.4))
    assert differences(content, changed) == (Difference("Q06.9", "182.4", "192.4"),)


@needs_office
def test_libreoffice_shows_the_figures_that_were_sealed(tmp_path: Path) -> None:
    content, book = book_of(county())
    every_sheet_as_shown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    shown: dict[str, list[str]] = {}
    for path in convert(tmp_path, book, every_sheet_as_shown):
        for row in csv.reader(path.read_text("utf-8").splitlines()):
            shown |= {cell: row for cell in row if cell in content.cells}
    assert len(shown) > 60
    for code, row in shown.items():
        entry = content.cells[code]
        if entry.state == "value" and plan().items[code].numeric:
            assert any(cell and cell.strip("0123456789.-") == "" and float(cell) == float(entry.value) for cell in row)
    wide = next(code for code in shown if content.cells[code].value == str(WIDE))
    assert any(cell.startswith(str(WIDE)) for cell in shown[wide])
