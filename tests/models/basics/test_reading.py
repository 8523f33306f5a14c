"""What clerks type is read, and nothing is guessed."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.basics.messages import say
from models.basics.quantity import Rounding, format_number, plain
from models.basics.reading import (
    QUOTED,
    EntryError,
    normal_text,
    read_date,
    read_number,
)

A01, A02, A03, A08, A09, A14 = "unreadable", "normalised", "approximate", "wrong_measure", "converted", "not_a_date"


@pytest.mark.parametrize(
    ("text", "measure", "value", "remarks"),
    [
        ("0", "户", "0", ()),
        ("12.50", "万亩", "12.50", ()),
        ("-2.31", "%", "-2.31", ()),
        ("１２．５", "万亩", "12.5", (A02,)),
        ("１．２０", "万亩", "1.20", (A02,)),
        ("12．00", "万亩", "12.00", (A02,)),
        ("12。5", "万亩", "12.5", (A02,)),
        ("1２,３００", "户", "12300", (A02,)),
        ("12，300", "户", "12300", (A02,)),
        ("1,234,567.8", "吨", "1234567.8", (A02,)),
        ("90.4％", "%", "90.4", (A02,)),
        ("90.4%", "%", "90.4", (A02,)),
        ("９０．４％", "%", "90.4", (A02,)),
        ("5‰", "%", "0.5", (A09,)),
        ("约5.15", "万亩", "5.15", (A03,)),
        ("5左右", "万亩", "5", (A03,)),
        ("近6", "万亩", "6", (A03,)),
        ("≥95", "%", "95", (A03,)),
        ("95以上", "%", "95", (A03,)),
        ("＞95％", "%", "95", (A02, A03)),
        ("3000余户", "户", "3000", (A02, A03)),
        ("2万多亩", "万亩", "2", (A02, A03)),
        ("约500亩", "万亩", "0.05", (A03, A09)),
        ("2.1万亩左右", "万亩", "2.1", (A02, A03)),
        ("500亩", "万亩", "0.05", (A09,)),
        ("５００亩", "万亩", "0.05", (A02, A09)),
        ("2.1万亩", "万亩", "2.1", (A02,)),
        ("2.1 万 亩", "万亩", "2.1", (A02,)),
        ("4386.67公顷", "万亩", "6.580005", (A09,)),
        ("65800", "万亩", "65800", ()),
        ("12.3万㎡", "万平方米", "12.3", (A02,)),
        ("3.2亿度", "亿千瓦时", "3.2", (A02,)),
        ("1 234.5", "吨", "1234.5", (A02,)),
        ("1\u00a0234.5", "吨", "1234.5", (A02,)),
        ("1\n234.5", "吨", "1234.5", (A02,)),
        ("1234.5\r\n", "吨", "1234.5", (A02,)),
        ("\u200b12.5", "吨", "12.5", (A02,)),
        ("\u202d12.5\u202c", "吨", "12.5", (A02,)),  # as Windows gives a figure away: it reads from left to right
        ("\u206612.5\u2069", "吨", "12.5", (A02,)),
        ("'12.5", "吨", "12.5", (A02,)),
        ("1.23E+05", "吨", "123000", (A02,)),
        ("1e-3", "吨", "0.001", (A02,)),
        ("3.", "万亩", "3", (A02,)),
        ("3．", "", "3", (A02,)),
        ("500.亩", "万亩", "0.05", (A02, A09)),
        ("－2.31", "%", "-2.31", (A02,)),
        ("−2.31", "%", "-2.31", (A02,)),
        ("+3", "户", "3", (A02,)),
        (".5", "吨", "0.5", (A02,)),
        ("0012", "吨", "12", (A02,)),
        ("5盏", "盏", "5", (A02,)),
        ("123456789012345", "吨", "123456789012345", ()),
    ],
)
def test_a_typed_number_reads_with_its_remarks(text: str, measure: str, value: str, remarks: tuple[str, ...]) -> None:
    reading = read_number(text, measure)
    assert (reading.kind, str(reading.value), reading.remarks) == ("value", value, remarks)


@pytest.mark.parametrize("text", ["", "   ", "\u3000\n", "'", "\ufeff"])
def test_nothing_typed_is_blank_and_has_no_value(text: str) -> None:
    reading = read_number(text, "吨")
    assert (reading.kind, reading.value, reading.remarks) == ("blank", None, ())


@pytest.mark.parametrize(
    "text",
    [
        "/",
        "／",
        "—",
        "——",
        "－",
        "-",
        "–",
        "−",
        "--",
        " — ",
        "无",
        "无。",
        "不涉及",
        "N/A",
        "n/a",
        "NA",
        "Ｎ／Ａ",
        "未开展",
    ],
)
def test_a_dash_or_a_word_for_nothing_asks_for_a_state_and_is_never_zero(text: str) -> None:
    reading = read_number(text, "吨")
    assert (reading.kind, reading.value) == ("state", None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12，3", "grouping"),
        ("1,2345", "grouping"),
        ("0,123", "grouping"),
        ("1 23", "grouping"),
        ("1,234 567", "grouping"),
        ("12,3万亩", "grouping"),
        ("1.2—1.5", "range"),
        ("1.2~1.5万亩", "range"),
        ("5-6", "range"),
        ("#REF!", "spreadsheet_error"),
        ("#DIV/0!", "spreadsheet_error"),
        ("#N/A", "spreadsheet_error"),
        ("=SUM(C3:C8)", "formula"),
        ("一二三", "chinese_number"),
        ("叁佰", "chinese_number"),
        ("(0.3)", "bracketed"),
        ("（1,200亩）", "bracketed"),
        ("1O", "not_a_number"),
        ("l2", "not_a_number"),
        ("上级已核定 12.5", "not_a_number"),
        ("12.5（含结转）", "not_a_number"),
        ("12.5.1", "not_a_number"),
        ("12..", "not_a_number"),
        (".", "not_a_number"),
        ("-.", "not_a_number"),
        ("1234\t500", "not_a_number"),
        ("5²", "not_a_number"),
        ("①2", "not_a_number"),
        ("١٢", "not_a_number"),
        ("—2.31", "not_a_number"),
        ("(2.31)", "bracketed"),
        ("inf", "not_a_number"),
        ("NaN", "not_a_number"),
        ("1_000", "not_a_number"),
        ("0x10", "not_a_number"),
        ("1\u202e2", "not_a_number"),
        ("约", "not_a_number"),
        ("1234567890123456", "too_many_digits"),
        ("0.1234567890123456", "too_many_digits"),
        ("1E+15", "too_many_digits"),
        ("1E+9999", "too_many_digits"),
        ("1E-9999", "too_many_digits"),
    ],
)
def test_what_is_no_single_number_is_refused_with_a_sentence(text: str, reason: str) -> None:
    with pytest.raises(EntryError) as refused:
        read_number(text, "万亩")
    facts = refused.value.facts
    assert (refused.value.fault, facts["原文"], facts["单位"], facts["reason"]) == (A01, text, "万亩", reason)
    assert "{" not in say(f"errors.entry.{reason}", **facts)


@pytest.mark.parametrize(
    ("text", "measure", "reason"),
    [
        ("5吨", "吨标准煤", "wrong_measure"),
        ("5%", "万亩", "wrong_measure"),
        ("1.6个百分点", "%", "wrong_measure"),
        ("50万吨", "万立方米", "wrong_measure"),
        ("2.1万", "万亩", "half_a_measure"),
        ("2.1万", "户", "half_a_measure"),
        ("5个", "", "no_measure"),
    ],
)
def test_a_measure_that_does_not_fit_is_refused(text: str, measure: str, reason: str) -> None:
    with pytest.raises(EntryError) as refused:
        read_number(text, measure)
    assert (refused.value.fault, refused.value.facts["reason"]) == (A08, reason)
    assert "{" not in say(f"errors.entry.{reason}", **refused.value.facts)


def test_what_converts_into_an_accepted_measure_is_accepted_too() -> None:
    accepts = {"万吨": Decimal(1)}
    for text in ("15450000吨", "15,450,000 t", "1545万吨", "0.1545亿吨", "15450000m3"):
        reading = read_number(text, "万立方米", accepts)
        assert (reading.value, A09 in reading.remarks) == (Decimal(1545), True), text
    with pytest.raises(EntryError):
        read_number("15450000吨标准煤", "万立方米", accepts)
    with pytest.raises(EntryError):
        read_number("15450000吨", "万立方米")


def test_an_item_reads_the_further_measures_its_plan_accepts() -> None:
    reading = read_number("50万吨", "万立方米", {"立方米": Decimal("0.0001"), "万吨": Decimal("1.0")})
    assert (reading.value, reading.remarks, reading.suffix) == (Decimal(50), (A09,), "万吨")


def _refused(read: Callable[[], object]) -> EntryError:
    with pytest.raises(EntryError) as refused:
        read()
    return refused.value


@pytest.mark.parametrize(
    "text",
    [
        "1E+999999999",
        "1E-999999999",
        "0" * 150 + "E+999999999999",
        "9" * 10**6,
        " " * 10**6 + "x",
        "0." + "1" * 10**6,
        " ".join("123" for _ in range(10**5)),
        "约" * 10**5,
        "1" + " " * 198 + "x",
        "1,234" * 40,
    ],
)
def test_hostile_text_is_refused_at_once_and_not_carried_along(text: str) -> None:
    refused = _refused(lambda: read_number(text, "吨"))
    assert refused.fault == A01
    assert len(str(refused.facts["原文"])) <= QUOTED + 1
    assert _refused(lambda: read_date(text)).fault == A14


numbers = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 6)
)
WIDE = str.maketrans("0123456789.-%", "０１２３４５６７８９．－％")


@given(numbers, st.sampled_from(["万亩", "%", "户", "吨CO2/万元"]))
def test_whatever_is_written_reads_back_as_the_same_value(value: Decimal, measure: str) -> None:
    assert read_number(plain(value), measure).value == value
    assert read_number(plain(value), measure).remarks == ()
    assert read_number(format_number(value, 6, Rounding.HALF_UP), measure).value == value
    assert read_number(plain(value).translate(WIDE), measure).value == value
    assert read_number(f"{value:,f}", measure).value == value
    own = read_number(plain(value) + measure, measure)
    assert (own.value, own.remarks) == (value, (A02,))


@given(st.text(max_size=40))
def test_any_text_reads_or_is_refused_and_every_value_can_be_written_and_read_again(text: str) -> None:
    try:
        reading = read_number(text, "万亩")
    except EntryError as refused:
        assert refused.fault in (A01, A08)
        return
    assert (reading.value is None) == (reading.kind != "value")
    if reading.value is not None:
        assert read_number(plain(reading.value), "万亩").value == reading.value


def test_texts_are_compared_without_line_end_differences() -> None:
    assert normal_text("一、进展 \r\n\u3000二、问题\u3000\r三\n\n") == "一、进展\n\u3000二、问题\n三"
    assert normal_text("e\u0301") == "\u00e9"


@given(st.text(max_size=60))
def test_a_normal_text_is_normal(text: str) -> None:
    assert normal_text(normal_text(text)) == normal_text(text)
