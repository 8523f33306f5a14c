"""A register as a workbook: every row, sensitive columns masked, opened by LibreOffice, and no way round the mask."""

import io
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from forms.book.text import word
from forms.filling.import_book import read_book
from forms.filling.register_book import book_name, masks, write_register_book
from models.basics.errors import AppError
from models.filling.proposal import propose
from models.plan.load import SHIPPED, load_plan
from models.settings.settings import Settings
from models.sheet.rows import Row, read_row
from models.sheet.sheet import Sheet
from tests.libreoffice import converted
from tests.vehicles import truck

PLAN = load_plan(SHIPPED)
OPEN = Settings(version=1, parameters={"mask": "off"})


def rows(*texts: dict[str, str], register: str = "R02") -> tuple[Row, ...]:
    return tuple(read_row(PLAN.registers[register], n, one) for n, one in enumerate(texts, 1))


def police(*texts: dict[str, str], settings: Settings | None = None) -> Sheet:
    return Sheet(
        plan=PLAN,
        unit_id="M10",
        period_id="2020Q3",
        settings=settings or Settings(),
        cells={},
        registers={"R02": rows(*texts)},
    )


def opened(content: bytes) -> Worksheet:
    book = load_workbook(io.BytesIO(content))
    assert len(book.worksheets) == 1
    return book.worksheets[0]


def heads(sheet: Worksheet) -> tuple[int, dict[str, int]]:
    for line in sheet.iter_rows():
        names = {str(cell.value).split("\n")[0]: cell.column for cell in line if cell.value}
        if word("column.number") in names:
            return line[0].row, names
    raise AssertionError("no heads")


def column(sheet: Worksheet, name: str) -> list[object]:
    top, names = heads(sheet)
    return [sheet.cell(line, names[name]).value for line in range(top + 1, sheet.max_row + 1)]


def text_of(sheet: Worksheet) -> str:
    return "\n".join(str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value is not None)


def test_plates_and_names_are_masked_and_the_sheet_says_so() -> None:
    book = write_register_book(police(truck(1, 所有人="欧阳测试"), truck(2, 所有人="张三")), "R02")
    sheet = opened(book.content)
    assert (book.rows, book.masked) == (2, True)
    assert column(sheet, "号牌号码") == ["陕G***01", "陕G***02"]
    assert column(sheet, "所有人") == ["欧阳**", "张*"]
    assert column(sheet, "VIN") == [truck(1)["VIN"], truck(2)["VIN"]]
    words = text_of(sheet)
    assert "已脱敏" in words
    assert "陕G00001" not in words


def test_full_texts_are_there_only_when_the_office_has_switched_masking_off() -> None:
    assert masks(PLAN, Settings())
    assert not masks(PLAN, OPEN)
    book = write_register_book(police(truck(1, 所有人="张三"), settings=OPEN), "R02")
    sheet = opened(book.content)
    assert not book.masked
    assert column(sheet, "号牌号码") == ["陕G00001"]
    assert column(sheet, "所有人") == ["张三"]
    assert "未脱敏" in text_of(sheet)


def test_a_text_that_could_not_be_read_is_masked_as_well() -> None:
    sheet = opened(write_register_book(police(truck(1, 完成日期="2020年13月40日", 所有人="李四")), "R02").content)
    assert column(sheet, "完成日期") == ["2020年13月40日"]
    assert column(sheet, "所有人") == ["李*"]


def test_every_row_stands_there_and_what_does_not_count_says_so() -> None:
    twice = truck(1)
    book = write_register_book(police(twice, truck(2), twice), "R02")
    counting = column(opened(book.content), word("column.counting"))
    assert book.left_out == len([one for one in counting if one]) > 0
    assert column(opened(book.content), word("column.number")) == [1, 2, 3]
    assert f"共3行，其中不计入{book.left_out}行" in text_of(opened(book.content))


def test_the_figures_counted_from_it_stand_above_the_rows() -> None:
    texts = ({"项目": "甲", "类型": "特色小镇", "县区": "紫阳县", "带动贫困户": "12"},
             {"项目": "乙", "类型": "农家食宿", "县区": "紫阳县", "带动贫困户": "30"})  # fmt: skip
    county = Sheet(
        plan=PLAN,
        unit_id="610924",
        period_id="2020Q3",
        settings=Settings(),
        cells={},
        registers={"R15": rows(*texts, register="R15")},
    )
    sheet = opened(write_register_book(county, "R15").content)
    assert "乡村旅游项目带动贫困户数 42 户" in text_of(sheet)
    assert column(sheet, "带动贫困户") == [12, 30]
    assert "脱敏" not in text_of(sheet)
    assert "紫阳县" in book_name(county, "R15")
    assert "脱敏" not in book_name(county, "R15")


@pytest.mark.parametrize("name", PLAN.registers)
def test_any_register_can_be_exported_also_an_empty_one(name: str) -> None:
    unit = PLAN.registers[name].units[0]
    sheet = Sheet(plan=PLAN, unit_id=unit, period_id="2020Q3", settings=Settings())
    book = write_register_book(sheet, name)
    assert book.rows == 0
    top, names = heads(opened(book.content))
    assert [one.name for one in PLAN.registers[name].columns if one.name not in names] == []
    assert opened(book.content).auto_filter.ref
    assert top > 1


def test_what_looks_like_a_formula_stays_a_text() -> None:
    texts = {"项目": '=HYPERLINK("x")', "类型": "特色小镇", "县区": "紫阳县"}
    county = Sheet(
        plan=PLAN,
        unit_id="610924",
        period_id="2020Q3",
        settings=Settings(),
        cells={},
        registers={"R15": rows(texts, register="R15")},
    )
    sheet = opened(write_register_book(county, "R15").content)
    (cell,) = [cell for line in sheet.iter_rows() for cell in line if cell.value == texts["项目"]]
    assert cell.data_type == "s"


def test_the_same_rows_give_the_same_bytes_and_a_test_is_marked() -> None:
    sheet = police(truck(1))
    once, again = (write_register_book(sheet, "R02").content for _ in range(2))
    assert once == again
    assert "测试数据" in str(opened(write_register_book(sheet, "R02", mark="测试数据").content).oddHeader.right.text)


def test_a_masked_export_cannot_come_back_as_data() -> None:
    sheet = police(truck(1, 所有人="张三"))
    content = write_register_book(sheet, "R02").content
    try:
        proposal = propose(sheet, read_book(content, "台账.xlsx", sheet))
    except AppError:
        return
    texts = [text for change in proposal.rows if change.after for text in change.after.values.values()]
    assert [text for text in texts if "*" in text] == []


def test_libreoffice_opens_it_and_shows_the_same(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(write_register_book(police(truck(1), truck(2)), "R02").content)
    (shown,) = converted("csv:Text - txt - csv (StarCalc):44,34,76", tmp_path / "out", path)
    said = shown.read_text("utf-8")
    assert "陕G***01" in said
    assert "陕G***02" in said
    assert "脱敏" in said


def test_ten_thousand_rows_are_written() -> None:
    sheet = police(*(truck(n) for n in range(10_000)))
    book = write_register_book(sheet, "R02")
    assert Decimal(book.rows) == 10_000
