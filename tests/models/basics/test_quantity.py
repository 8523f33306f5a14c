"""Numbers, rounding and measures keep what the standards and the plan's conventions say."""

from decimal import Decimal, getcontext, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.basics.errors import AppError
from models.basics.messages import sentence
from models.basics.quantity import BUILT_IN, MEASURES, Rounding, convert, format_number, plain, round_to

numbers = st.decimals(min_value=-(10**12), max_value=10**12, places=4, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        ("42.5", 0, "42"),
        ("43.5", 0, "44"),
        ("42.54", 0, "43"),
        ("42.50001", 0, "43"),
        ("-42.5", 0, "-42"),
        ("2.0945", 2, "2.09"),
        ("5.0361", 2, "5.04"),
        ("94.6", 2, "94.60"),
        ("0.00005", 4, "0.0000"),
        ("-0.004", 2, "0.00"),
        ("1E+3", 2, "1000.00"),
    ],
)
def test_gbt_8170_sends_an_exact_half_to_the_even_digit_in_one_step(value: str, decimals: int, rounded: str) -> None:
    assert str(round_to(Decimal(value), decimals, Rounding.GBT8170)) == rounded


@pytest.mark.parametrize(("value", "rounded"), [("42.5", "43"), ("43.5", "44"), ("-42.5", "-43"), ("42.49999", "42")])
def test_half_up_rounds_an_exact_half_away_from_zero(value: str, rounded: str) -> None:
    assert str(round_to(Decimal(value), 0, Rounding.HALF_UP)) == rounded


def test_rounding_does_not_depend_on_the_decimal_context_of_the_day() -> None:
    with localcontext() as context:
        context.prec = 3
        assert round_to(Decimal("123456.785"), 2, Rounding.GBT8170) == Decimal("123456.78")
        assert plain(Decimal("123456.7850")) == "123456.785"
        assert convert(Decimal("4386.67"), "公顷", "万亩") == Decimal("6.580005")
    assert getcontext().prec > 3


@given(numbers, st.integers(0, 4), st.sampled_from(Rounding))
def test_a_rounded_value_has_its_decimals_is_nearest_and_stays_when_rounded_again(
    value: Decimal, decimals: int, rounding: Rounding
) -> None:
    rounded = round_to(value, decimals, rounding)
    assert rounded.as_tuple().exponent == -decimals
    assert abs(Fraction(rounded) - Fraction(value)) <= Fraction(1, 2 * 10**decimals)
    assert round_to(rounded, decimals, rounding) == rounded


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.20", "1.2"),
        ("100", "100"),
        ("1.23E+5", "123000"),
        ("-0", "0"),
        ("-0.000", "0"),
        ("0E+9", "0"),
        ("1E-7", "0.0000001"),
        ("12345678901234567890123456789012345.67890", "12345678901234567890123456789012345.6789"),
    ],
)
def test_plain_text_is_canonical(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


@given(numbers)
def test_equal_values_have_one_plain_text_and_it_reads_back(value: Decimal) -> None:
    assert Decimal(plain(value)) == value
    assert plain(value) == plain(value.normalize()) == plain(value + Decimal("0.0000000"))


def test_a_number_is_shown_with_the_decimals_of_its_item() -> None:
    assert format_number(Decimal("1.2"), 2, Rounding.GBT8170) == "1.20"
    assert format_number(Decimal("12"), 0, Rounding.GBT8170) == "12"
    assert format_number(Decimal("-0.001"), 2, Rounding.GBT8170) == "0.00"
    assert format_number(Decimal("12.500"), None, Rounding.GBT8170) == "12.5"


@pytest.mark.parametrize(
    ("value", "measure", "to", "converted"),
    [
        ("500", "亩", "万亩", "0.05"),
        ("4386.67", "公顷", "万亩", "6.580005"),
        ("1", "公顷", "亩", "15"),
        ("1", "平方公里", "亩", "1500"),
        ("1", "平方公里", "公顷", "100"),
        ("5000", "吨标准煤", "万吨标准煤", "0.5"),
        ("3", "亿千瓦时", "万千瓦时", "30000"),
        ("0.042", "毫克/立方米", "微克/立方米", "42"),
        ("1.5", "亿元", "万元", "15000"),
        ("150", "兆瓦", "千瓦", "150000"),
        ("5", "‰", "%", "0.5"),
        ("0.3915", "万吨标准煤/亿元", "吨标准煤/万元", "0.3915"),
        ("12.3", "万㎡", "平方米", "123000"),
        ("-2.5", "亿kWh", "万千瓦时", "-25000"),
        ("7", "户", "户", "7"),
    ],
)
def test_measures_of_one_dimension_convert_exactly(value: str, measure: str, to: str, converted: str) -> None:
    assert convert(Decimal(value), measure, to) == Decimal(converted)


def test_ninety_eight_wan_mu_in_hectares_is_cut_to_fifteen_digits_because_it_has_no_end() -> None:
    assert convert(Decimal(98), "万亩", "公顷") == Decimal("65333.3333333333")


@pytest.mark.parametrize(
    ("measure", "to"),
    [
        ("吨", "吨标准煤"),
        ("吨CO2", "吨CO2e"),
        ("亩", "万平方米"),
        ("百分点", "%"),
        ("人", "人次"),
        ("户", "个"),
        ("万", "万亩"),
        ("吨", "立方米"),
    ],
)
def test_what_differs_in_meaning_does_not_convert(measure: str, to: str) -> None:
    with pytest.raises(AppError) as refused:
        convert(Decimal(1), measure, to)
    assert measure in sentence(refused.value)
    assert "{" not in sentence(refused.value)


def test_an_item_may_accept_a_measure_of_another_dimension_and_its_factor_outranks_ours() -> None:
    accepts = {"万吨": Decimal("1.0"), "立方米": Decimal("0.0002")}
    assert convert(Decimal(50), "万吨", "万立方米", accepts) == 50
    assert convert(Decimal(5000), "m³", "万立方米", accepts) == 1


DECIMAL_PAIRS = [
    (one.name, other.name)
    for one in MEASURES.values()
    for other in MEASURES.values()
    if one.dimension == other.dimension and not {"亩", "千亩", "万亩"} & {one.name, other.name}
]


@given(numbers, st.sampled_from(DECIMAL_PAIRS))
def test_there_and_back_is_the_same_value(value: Decimal, pair: tuple[str, str]) -> None:
    there, back = pair
    assert convert(convert(value, there, back), back, there) == value


@given(numbers)
def test_hectares_to_wan_mu_and_back_is_the_same_value(value: Decimal) -> None:
    assert convert(convert(value, "公顷", "万亩"), "万亩", "公顷") == value


def test_every_measure_of_the_plan_tables_is_known() -> None:
    used = (
        "亿元 万元 元 万吨标准煤 吨标准煤 亿千瓦时 万千瓦时 千瓦时 万吨CO2 吨CO2 吨CO2e 吨CO2/万元 吨标准煤/万元 % ‰ "
        "万亩 亩 公顷 平方公里 天 微克/立方米 毫克/立方米 个 万人次 人次 户 万户 万平方米 平方米 吨 万吨 千克 万人 人 "
        "辆 万立方米 立方米 家 处 场 台 次 村 千瓦 兆瓦 公里 米"
    )
    assert [name for name in used.split() if name not in MEASURES] == []


def test_other_spellings_lead_to_a_measure_and_strangers_stay_as_they_are() -> None:
    assert [BUILT_IN.name(text) for text in ("万 ㎡", "KWH", "tCO₂", "％", "µg/m³")] == [
        "万平方米", "千瓦时", "吨CO2", "%", "微克/立方米",
    ]  # fmt: skip
    assert BUILT_IN.name("盏") == "盏"
