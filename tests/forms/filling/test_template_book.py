"""Templates: what anybody opens in WPS, Excel or LibreOffice, fills in, and sends back."""

import io
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from forms.filling.import_book import read_book
from forms.filling.template import EMPTY_ROWS, write_template
from models.basics.errors import AppError
from models.filling.proposal import applied, propose
from models.filling.slices import Scope, whole_scope
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import ColumnType, Plan
from models.returns.frozen import freeze
from models.settings.settings import Settings
from models.sheet.cells import Cell, State, read_cell
from models.sheet.rows import read_row
from models.sheet.sheet import Sheet
from tests.libreoffice import converted

COUNTY, Q3 = "610902", "2020Q3"
FORMULA_LIKE = '=HYPERLINK("http://example.org","点我")'


@cache
def plan() -> Plan:
    return load_plan(SHIPPED)


def sheet(unit: str = COUNTY, period: str = Q3, **more: Any) -> Sheet:
    return Sheet(plan=plan(), unit_id=unit, period_id=period, settings=Settings(), **more)


def filled() -> Sheet:
    said = {"Q06.1": "1,234.50", "Q06.3": "约5.15", "Q11.1/last_year": "32.0"}
    cells = {at: read_cell(plan().items[at.partition("/")[0]], text) for at, text in said.items()}
    cells["Q06.2"] = Cell(State.AWAITED, note="林业局，10月20日")
    register = plan().registers["R08"]
    first = register.columns[0].name
    rows = tuple(read_row(register, n, {first: text}) for n, text in enumerate((FORMULA_LIKE, "测试项目乙"), 1))
    return sheet(cells=cells, registers={"R08": rows})


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def page(book: Workbook, start: str) -> Worksheet:
    return next(one for one in book.worksheets if one.title.startswith(start))


def heads(of: Worksheet) -> dict[str, int]:
    row = next(row for row in of.iter_rows() if sum(cell.value is not None for cell in row) > 2)
    return {str(cell.value).split("\n")[0]: cell.column for cell in row if cell.value}


def test_every_cell_to_fill_in_is_a_text_cell_so_that_what_is_typed_stays_as_it_was_typed() -> None:
    book = opened(write_template(sheet(), whole_scope(sheet())))
    table, register = page(book, "A1"), page(book, "R08")
    value = heads(table)["本期数值"]
    open_cells = [row[value - 1] for row in table.iter_rows(min_row=3) if row[0].value and row[value - 1].value is None]
    assert len(open_cells) > 15 and {cell.number_format for cell in open_cells} == {"@"}
    rows = [row for row in register.iter_rows(min_row=3) if row[0].border.left.style]
    assert len(rows) == EMPTY_ROWS >= 20 and {cell.number_format for row in rows for cell in row} == {"@"}


def test_what_is_computed_is_closed_and_said_so_and_nothing_is_locked() -> None:
    book = opened(write_template(sheet(), whole_scope(sheet())))
    table = page(book, "A1")
    line = next(row for row in table.iter_rows() if row[0].value == "Q06.6")
    assert line[heads(table)["本期数值"] - 1].value == "自动计算"
    assert not any(one.protection.sheet for one in book.worksheets)


def test_choices_open_as_lists_and_a_line_carries_its_definition() -> None:
    book = opened(write_template(sheet(), whole_scope(sheet())))
    table, progress = page(book, "A1"), page(book, "任务进展")
    lists = [
        rule.formula1 for rule in (*table.data_validations.dataValidation, *progress.data_validations.dataValidation)
    ]
    assert any("未开展" in text for text in lists) and any("推进中" in text for text in lists)
    notes = [cell.comment.text for row in table.iter_rows() for cell in row if cell.comment]
    assert any(note in text for text in notes for note in plan().indicators["Q06"].notes)
    register = next(one for one in plan().registers.values() if COUNTY in one.units
                    and any(column.type is ColumnType.YES_NO for column in one.columns))  # fmt: skip
    rules = page(book, register.id).data_validations.dataValidation
    assert any("是" in rule.formula1 for rule in rules)


def test_a_template_holds_its_scope_and_nothing_else() -> None:
    titles = opened(write_template(sheet(), Scope(tables=("A1",), registers=("R08",)))).sheetnames
    assert [title[:3].strip() for title in titles if title not in ("填表说明", "碳报")] == ["A1", "R08"]
    assert opened(write_template(sheet(), Scope(tables=("A1",)))).worksheets[-1].sheet_state == "hidden"


def test_one_content_gives_the_same_bytes() -> None:
    assert write_template(filled(), whole_scope(filled())) == write_template(filled(), whole_scope(filled()))


def test_a_filled_template_read_back_changes_nothing_and_fills_an_empty_sheet_alike() -> None:
    said = filled()
    content = write_template(said, whole_scope(said), filled=True)
    assert propose(said, read_book(content, "表.xlsx", said)).empty
    empty = sheet()
    taken = applied(empty, propose(empty, read_book(content, "表.xlsx", empty)))
    assert freeze(taken).content == freeze(said).content
    cell = page(opened(content), "R08").cell(3, 1)
    assert (cell.value, cell.data_type) == (FORMULA_LIKE, "s"), "a text never becomes a formula"


def test_the_book_says_whom_it_is_for_and_a_book_for_another_is_refused_whole() -> None:
    content = write_template(sheet(), Scope(tables=("A1",)), supplier="林业科")
    offer = read_book(content, "表.xlsx", sheet())
    assert offer.supplier == "林业科" and offer.scope == {"A1"} and offer.at is not None
    for other in (sheet("610921"), sheet(period="2020Y初步")):
        with pytest.raises(AppError) as refused:
            read_book(content, "表.xlsx", other)
        assert refused.value.code == "import_other"


def test_libreoffice_opens_it_and_prints_it(tmp_path: Path) -> None:
    paths = []
    for unit in (COUNTY, "M03", "M10"):
        made = sheet(unit, "2020Y初步")
        paths.append(tmp_path / f"{unit}.xlsx")
        paths[-1].write_bytes(write_template(made, whole_scope(made)))
    printed = converted("pdf", tmp_path / "out", *paths)
    assert [path.read_bytes()[:5] for path in printed] == [b"%PDF-"] * len(paths)


@pytest.mark.parametrize(("unit", "period"), [(COUNTY, Q3), ("M10", "2020Y初步"), ("M05", "2020Y初步")])
def test_a_printed_page_can_be_read(unit: str, period: str) -> None:
    """Nine points at least on A4, also where another type, whose digits are wider, stands for ours: it was 5.6."""
    whole = sheet(unit, period)
    for one in opened(write_template(whole, whole_scope(whole))).worksheets:
        room = 697 if one.page_setup.orientation == "portrait" else 1026
        wide = sum(8.5 * lane.width for lane in one.column_dimensions.values())
        ruled = [cell for line in one.iter_rows(min_row=2) for cell in line if cell.border.left.style]
        size, pages = min((cell.font.sz for cell in ruled), default=11), one.page_setup.fitToWidth or 1
        assert min(1.0, room * pages / wide) * size >= 8.95, (one.title, size, wide)
        assert (pages > 1) is bool(one.print_title_cols), "its first column stands on each of them"


def test_the_comments_of_a_template_are_ours_and_need_no_word() -> None:
    content = write_template(sheet(), Scope(tables=("A1",)))
    assert b"xl/comments" in content
    assert not [one for one in read_book(content, "表.xlsx", sheet()).remarks if "批注" in one]
