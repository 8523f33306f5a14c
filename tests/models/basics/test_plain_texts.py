"""Short cuts for plain texts give what the long way gives."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as some

from models.basics.canonical import is_figure
from models.basics.quantity import plain
from models.basics.reading import clean_name, half_width, impossible_day

WIDE = {0xFF01 + step: 0x21 + step for step in range(94)}


@given(some.from_regex(r"-?[0-9.]{1,9}", fullmatch=True))
def test_a_figure_is_what_its_own_number_is_written_as(text: str) -> None:
    number = text.removeprefix("-").replace(".", "", 1).isdecimal()
    assert is_figure(text) is (number and plain(Decimal(text)) == text)


@given(some.text("ａｂ１０ＡＺab19（）(甲乙\u200b ", max_size=8))
def test_a_name_keeps_its_punctuation_and_nothing_else_that_is_wide(text: str) -> None:
    wide = {sign: plain for sign, plain in WIDE.items() if chr(plain).isalnum()}
    assert clean_name(text) == text.translate({**wide, 0x200B: None}).strip()


@given(some.text("竣工２0.9１31-／年月日\u200b ", min_size=6, max_size=14))
def test_a_day_no_month_has_is_seen_in_any_width(text: str) -> None:
    assert impossible_day(text) == impossible_day(half_width(text))
