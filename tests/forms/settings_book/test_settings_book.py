"""The book of settings: printed with who and when, filled in by hand or by LibreOffice, read back as settings."""

import io
from pathlib import Path

import openpyxl
import pytest

from forms.settings_book.layout import by_unit_name, filled_sheets, head, table_name, targets_name
from forms.settings_book.reader import settings_file
from models.basics.errors import AppError
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Plan
from models.settings.load import read_settings
from models.settings.settings import Settings
from tests.flow.conftest import founded, town  # noqa: F401 - fixtures
from tests.flow.town import Town

SET = '[due]\n"2020Q3" = "2020-10-15T17:30"\n[[target]]\nunit = "610921"\nindicator = "Q06"\nvalue = "9"\ndoc_no = "测试1号"\n'


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(SHIPPED)


def blank(plan: Plan, folder: Path) -> Path:
    """The sheets to fill in as a plain book, as somebody else's program would save them."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in filled_sheets(plan, Settings()):
        page = book.create_sheet(sheet.name)
        page.append(sheet.heads)
        for row in sheet.rows:
            page.append(row)
    path = folder / "设置.xlsx"
    book.save(path)
    return path


def filled(path: Path, sheet: str, where: dict[str, str], column: str, value: object) -> None:
    """Fill in one cell of the row that says all of `where`."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    heads = {cell.value: number for number, cell in enumerate(page[1])}
    rows = (
        row for row in page.iter_rows(min_row=2) if all(row[heads[key]].value == text for key, text in where.items())
    )
    next(rows)[heads[column]].value = value
    book.save(path)


def test_targets_and_figures_by_unit_are_read_back_and_blanks_set_nothing(plan: Plan, tmp_path: Path) -> None:
    path = blank(plan, tmp_path)
    where = {head("unit"): "610921", head("indicator"): "Q06"}
    for column, value in (("target", 9.5), ("doc_no", "测试1号")):
        filled(path, targets_name(), where, head(column), value)
    by_unit = next(one for one in plan.parameters.values() if one.type == "per_unit")
    filled(path, by_unit_name(), {head("parameter"): by_unit.id, head("unit"): "610922"}, head("value"), "12.5")
    settings = read_settings(settings_file(path, plan, Settings()), plan, Settings())
    said = [(one.unit, one.indicator, str(one.value)) for one in settings.targets]
    assert said == [("610921", "Q06", "9.5")]
    assert settings.parameters == {by_unit.id: {"610922": "12.5"}}


def test_rows_of_a_table_are_read_back(plan: Plan, tmp_path: Path) -> None:
    path = blank(plan, tmp_path)
    table = next(one for one in plan.parameters.values() if one.type == "table")
    book = openpyxl.load_workbook(path)
    kinds = {"number": "1.5", "date": "2020-01-01", "text": "测试"}
    book[table_name(table)].append([kinds[one.type] for one in table.columns])
    book.save(path)
    rows = read_settings(settings_file(path, plan, Settings()), plan, Settings()).table(plan, table.id)
    assert {one.name for one in table.columns} == set(rows[-1])


@pytest.mark.parametrize(("column", "text"), [("unit", "没有的县"), ("indicator", "Q99")])
def test_what_the_plan_has_not_is_told_with_its_row(plan: Plan, tmp_path: Path, column: str, text: str) -> None:
    path = blank(plan, tmp_path)
    where = {head("unit"): "610921", head("indicator"): "Q06"}
    filled(path, targets_name(), where, head("target"), "9")
    filled(path, targets_name(), where, head(column), text)
    with pytest.raises(AppError) as wrong:
        settings_file(path, plan, Settings())
    assert wrong.value.code == "settings_book_cell" and wrong.value.facts["原文"] == text


def test_a_book_in_which_nothing_was_filled_says_so(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(AppError) as wrong:
        settings_file(blank(plan, tmp_path), plan, Settings())
    assert wrong.value.code == "settings_book_empty"


def test_the_written_book_prints_what_is_in_force_and_is_set_again_without_a_change(
    town: Town,  # noqa: F811
) -> None:
    town.settings(SET)
    (path,) = town.call("office", "settings", "--data", town.office, "--out", town.out)["files"]
    first = openpyxl.load_workbook(io.BytesIO(Path(path).read_bytes())).worksheets[0]
    texts = {str(cell) for row in first.iter_rows(values_only=True) for cell in row if cell is not None}
    assert "2020-10-15 17:30" in texts and not any("tending_included" in text for text in texts)
    changed = town.call("office", "set", path, "--preview", "--data", town.office)
    assert changed["changes"] == [], "what was exported says what is in force"
