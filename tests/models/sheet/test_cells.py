"""How a typed text becomes a cell: names are cleaned, prose stays as it was written."""

import pytest

from models.plan.load import SHIPPED, load_plan
from models.plan.plan import ColumnType, ItemType
from models.sheet.cells import LONGEST_NAME, TEXT_LIMIT, Cell, State, itself, read_cell, read_field
from models.sheet.rows import read_row, read_rows

PLAN = load_plan(SHIPPED)
TEXT = next(item for item in PLAN.items.values() if item.type is ItemType.TEXT)


@pytest.mark.parametrize("length, cleaned", [(LONGEST_NAME, True), (LONGEST_NAME + 1, False)])
def test_a_text_as_long_as_a_name_is_cleaned_and_a_longer_one_is_prose(length: int, cleaned: bool) -> None:
    assert LONGEST_NAME == 60
    said = "Ａ" + "甲" * (length - 1)  # a full-width letter
    cell = read_cell(TEXT, said)
    assert cell.value == (said.replace("Ａ", "A") if cleaned else said)
    assert cell.fault is None


def test_a_text_beyond_the_limit_is_refused_and_kept() -> None:
    assert TEXT_LIMIT == 500
    assert read_cell(TEXT, "甲" * TEXT_LIMIT).fault is None
    too_long = read_cell(TEXT, "甲" * (TEXT_LIMIT + 1))
    assert too_long.fault is not None and too_long.raw == "甲" * (TEXT_LIMIT + 1)


def test_what_is_said_to_read_as_itself_is_read_so() -> None:
    columns = {c.type: c for register in PLAN.registers.values() for c in register.columns}
    signs = [chr(n) for n in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B), *range(0x4E00, 0xA000))]
    runs = ["".join(signs[place : place + LONGEST_NAME]) for place in range(0, len(signs), LONGEST_NAME)]
    days = ["2020-02-29", "2021-02-29", "1949-12-31", "1950-01-01", "2099-12-31", "2020-13-01", "20200101", "2020-1-1"]
    odd = [
        "是",
        "否",
        "无",
        "Ａ",
        "a b",
        " a",
        "ab ",
        "(甲)",
        "e\u0301",
        "—",
        "",
        "甲" * 201,
        "x\u200by",
        "①",
        "ﾊ",
        "12.50",
    ]
    seen: set[ColumnType] = set()
    for kind, column in columns.items():
        for text in (*runs, *days, *odd, *column.choices):
            if itself(column)(text):
                read = read_field(column, text)
                assert read == Cell(State.VALUE, read.value, text) and read.text == text, (kind, text)
                seen.add(kind)
    assert seen == set(columns) and len(seen) >= 6


def test_rows_read_together_are_those_read_one_by_one() -> None:
    """Columns are looked for once for rows that name the same; a name the register does not have is passed over."""
    register = PLAN.registers["R02"]
    first, second, *_ = (column.name for column in register.columns)
    rows = [{second: "甲", first: "陕G12345"}, {first: " 陕g12345 ", "别的": "乙"}, {}, {second: "", first: "陕G1"}]
    one_by_one = tuple(read_row(register, number, texts) for number, texts in enumerate(rows, 1))
    assert read_rows(register, rows) == one_by_one
    assert [list(row.values) for row in read_rows(register, rows)] == [list(row.values) for row in one_by_one]
