"""Days and choices that clerks type are read in every usual way of writing, and none that is doubtful."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.basics.messages import say
from models.basics.reading import EntryError, read_choice, read_date, read_yes_no
from tests.models.basics.test_reading import A02, A14


@pytest.mark.parametrize(
    "text",
    [
        "2020.8.7", "2020年8月7日", "2020/8/7", "20200807", "44050", "44050.0", "２０２０．８．７", "2020-8-7",
        "2020 年 8 月 7 日", "2020年8月7号", "2020-08-07 00:00:00", "2020年8月7日10:12", "2020—8—7",
        "'2020-08-07", " 2020-08-07",
    ],
)  # fmt: skip
def test_the_ways_of_writing_a_day_all_read(text: str) -> None:
    reading = read_date(text)
    assert (reading.value, reading.remarks) == (date(2020, 8, 7), (A02,))


def test_a_day_written_as_asked_has_no_remark() -> None:
    assert read_date("2020-08-07").remarks == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("8.7", "no_year"),
        ("8月7日", "no_year"),
        ("2020.8", "no_day"),
        ("2020年8月", "no_day"),
        ("2020-11-31", "no_such_day"),
        ("2019-02-29", "no_such_day"),
        ("20201301", "no_such_day"),
        ("0202-08-07", "far_year"),
        ("20208", "not_a_date"),
        ("8/7/2020", "not_a_date"),
        ("20.8.7", "not_a_date"),
        ("2020.8/7", "not_a_date"),
        ("2020-W32-5", "not_a_date"),
        ("2020-O8-07", "not_a_date"),
        ("2100-01-01", "far_year"),
        ("八月七日", "not_a_date"),
        ("", "not_a_date"),
    ],
)
def test_what_is_no_certain_day_is_refused_with_a_sentence(text: str, reason: str) -> None:
    with pytest.raises(EntryError) as refused:
        read_date(text)
    assert (refused.value.fault, refused.value.facts["reason"]) == (A14, reason)
    assert "{" not in say(f"errors.entry.{reason}", **refused.value.facts)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_day_reads_back_from_each_way_of_writing_it(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    ways = (day.isoformat(), f"{day:%Y%m%d}", f"{day.year}.{day.month}.{day.day}", str(serial))
    assert {read_date(way).value for way in ways} == {day}


def test_a_choice_is_found_whatever_its_widths_spaces_and_quotes() -> None:
    choices = ("绿色出行比例", "县区(园区)", "“油改气”", "竣工／施工图审查通过")
    assert read_choice("县区（园区）", choices) == "县区(园区)"
    assert read_choice(" 绿色 出行比例\n", choices) == "绿色出行比例"
    assert read_choice("油改气", choices) == "“油改气”"
    assert read_choice("竣工/施工图审查通过", choices) == "竣工／施工图审查通过"


def test_no_choice_is_made_for_blank_half_or_doubtful_texts() -> None:
    assert read_choice("", ("甲", "乙")) is None
    assert read_choice("绿色", ("绿色出行比例",)) is None
    assert read_choice("ａ", ("A", "a")) is None
    assert read_choice("A", ("A", "a")) == "A"


def test_yes_and_no_are_told_apart_and_nothing_else_is_either() -> None:
    assert all(read_yes_no(text) is True for text in ("是", "有", "√", "✓", "Y", "ｙｅｓ", " 是 ", "TRUE"))
    assert all(read_yes_no(text) is False for text in ("否", "无", "×", "N", "no", "FALSE"))
    assert all(read_yes_no(text) is None for text in ("", "—", "/", "0", "1", "部分", "是否"))
