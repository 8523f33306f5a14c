"""A text and the cell it makes, column type by type; what plainly reads as itself is read no other way."""

from dataclasses import replace
from decimal import Decimal

import pytest

from models.basics.reading import NORMALISED
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Column, ColumnType, Means
from models.sheet.cells import (
    BLANK,
    COVER_LIMIT,
    LONGEST_NAME,
    STATES,
    TEXT_LIMIT,
    Cell,
    State,
    itself,
    read_field,
)

ANY = next(one for register in load_plan(SHIPPED).registers.values() for one in register.columns)
TEXTS = (
    "甲", "甲 乙", "ＡＢ", "ab", "AB12", "是", "否", "有", "无", "也许", "5", "5.5", "-5", "1,200", "2020-02-28", "2020-02-30",
    "2020-2-8", "1949-01-01", "1950-01-01", "2100-01-01", "2020.5.1", "—", "", " ", "x" * 200, "x" * 201, "甲\n乙", "大型",
    "+5", "-0", "0.50", "-0.5", "5.", ".5", "05.5", "-12345678901.25", "12345678901.2345", "0.0000000000001", "5.5\n",
)  # fmt: skip
FIGURES = {"5", "5.5", "-5", "-0.5", "-12345678901.25", "0.0000000000001"}
PLAIN = {  # what is taken as it stands without being read
    ColumnType.TEXT: {"甲", "ab", "AB12", "是", "否", "有", "无", "也许", "5", "x" * 200, "大型"},
    ColumnType.CHOICE: {"甲", "大型"},
    ColumnType.YES_NO: {"是", "否"},
    ColumnType.DATE: {"2020-02-28", "1950-01-01"},
    ColumnType.NUMBER: FIGURES,
    ColumnType.WHOLE: FIGURES,
    ColumnType.PLATE: {"甲", "AB12", "是", "否", "有", "无", "也许", "5", "大型"},
    ColumnType.VIN: {"甲", "AB12", "是", "否", "有", "无", "也许", "5", "大型"},
    ColumnType.CREDIT_CODE: {"甲", "AB12", "是", "否", "有", "无", "也许", "5", "大型"},
}


def column(kind: ColumnType) -> Column:
    return replace(ANY, type=kind, choices=("甲", "大型") if kind is ColumnType.CHOICE else ())


@pytest.mark.parametrize("kind", PLAIN)
def test_what_reads_as_itself_is_its_own_value_and_nothing_else_is_taken_unread(kind: ColumnType) -> None:
    one = column(kind)
    assert {text for text in TEXTS if itself(one)(text)} == PLAIN[kind]
    for text in PLAIN[kind]:
        value = Decimal(text) if kind in (ColumnType.NUMBER, ColumnType.WHOLE) else text
        read = read_field(one, text)
        assert (read, read.text) == (Cell(State.VALUE, value, text), text)


def test_a_choice_that_names_no_list_is_any_plain_name() -> None:
    one = replace(column(ColumnType.CHOICE), choices=())
    assert itself(one)("别的") and not itself(one)("别 的")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (ColumnType.NUMBER, "5.50", Decimal("5.5")), (ColumnType.WHOLE, "5", Decimal(5)), (ColumnType.YES_NO, "有", "是"),
        (ColumnType.YES_NO, "无", "否"), (ColumnType.YES_NO, "也许", None), (ColumnType.DATE, "2020.5.1", "2020-05-01"),
        (ColumnType.DATE, "2020-02-30", None), (ColumnType.CHOICE, "甲", "甲"), (ColumnType.CHOICE, "乙", None),
        (ColumnType.VIN, "lab 12", "LAB12"), (ColumnType.TEXT, "Ａ１", "A1"), (ColumnType.TEXT, "x" * TEXT_LIMIT, "x" * 500),
        (ColumnType.TEXT, "x" * (TEXT_LIMIT + 1), None),
    ],
)  # fmt: skip
def test_a_text_is_read_by_the_type_of_its_column(kind: ColumnType, text: str, value: object) -> None:
    cell = read_field(column(kind), text)
    assert cell.value == value and bool(cell.fault) is (value is None)
    assert cell.raw == text and cell.state is (None if cell.fault else State.VALUE)


def test_a_blank_says_nothing_and_prose_stays_as_it_was_written() -> None:
    assert {read_field(column(kind), text) for kind in PLAIN for text in ("", "  ")} == {BLANK}
    names = {text: read_field(column(ColumnType.TEXT), text) for text in ("Ａ" * LONGEST_NAME, "Ａ" * 61, "Ａ\n甲")}
    assert [cell.text[:1] for cell in names.values()] == ["A", "Ａ", "Ａ"]
    assert [bool(cell.remarks) for cell in names.values()] == [True, False, False]


def test_what_follows_from_each_state() -> None:
    cells = {state: Cell(state, Decimal(5) if state is State.VALUE else None) for state in State}
    told = {
        state.value: (cell.number, cell.excused, cell.lacking, cell.silent, state.rules.asks_note, state in STATES)
        for state, cell in cells.items()
    }
    assert told == {
        "value": (5, False, False, False, False, False), "nil": (0, False, False, False, False, True),
        "na": (None, True, False, False, True, True), "not_due": (None, True, False, False, False, True),
        "awaited": (None, False, True, False, True, True), "missing": (None, False, True, True, False, False),
    }  # fmt: skip
    assert (BLANK.number, BLANK.excused, BLANK.lacking, BLANK.silent, BLANK.text) == (None, False, False, True, "")
    assert {state.value for state in State if state.rules.shown_as_name} == {"nil", "na", "not_due", "awaited"}
    assert {state.value for state in State if state.rules.figure} == {"value"}
    word = Cell(State.VALUE, "甲", "甲")
    assert (word.number, word.text, Cell(State.VALUE, Decimal("5.0")).text) == (None, "甲", "5")


@pytest.mark.parametrize(
    "text", ["陕G 12345", "陕Ｇ１２３４５", "陕G\u200b12345", "陕G·12345", "陕G•12345", "陕G-12345", "陕G　12345"]
)
def test_a_plate_is_one_however_it_is_written_and_it_is_told(text: str) -> None:
    cell = read_field(replace(ANY, type=ColumnType.PLATE), text)
    assert (cell.text, cell.remarks, cell.raw) == ("陕G12345", (NORMALISED,), text)


@pytest.mark.parametrize("kind", [ColumnType.CREDIT_CODE, ColumnType.VIN])
def test_blanks_in_a_code_are_left_out_and_told_and_points_are_not(kind: ColumnType) -> None:
    column = replace(ANY, type=kind)
    assert read_field(column, "91 6100 00").text == "91610000"
    assert read_field(column, "91 6100 00").remarks == (NORMALISED,)
    assert read_field(column, "LSV·1").text == "LSV·1", "no such code has one: it is refused where codes are checked"
    assert read_field(column, "lsv1").remarks == (), "capitals are what the page shows"


def test_a_field_of_the_cover_takes_what_its_page_has_room_for_and_no_more() -> None:
    """500 characters were taken, and the page showed the first hundred."""
    office = replace(ANY, type=ColumnType.TEXT, means=Means.MADE_BY)
    for text in ("科" * COVER_LIMIT, "综合 科" * (COVER_LIMIT // 4)):
        assert read_field(office, text).value
        longer = read_field(office, f"{text}室")
        assert longer.value is None and longer.fault and not itself(office)(f"{text}室")
    assert read_field(replace(ANY, type=ColumnType.TEXT, means=Means.WORDS), "科" * TEXT_LIMIT).value
