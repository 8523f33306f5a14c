"""Canonical JSON: one spelling, and nothing else is read back."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.basics.canonical import (
    LARGEST_NUMBER,
    Fields,
    decode,
    encode,
    is_figure,
    list_of,
    table_of,
    text_of,
    texts_of,
)
from models.basics.quantity import plain

LEAVES = st.text(max_size=12) | st.integers(0, LARGEST_NUMBER) | st.booleans()
VALUES = st.recursive(
    LEAVES, lambda kids: st.lists(kids, max_size=3) | st.dictionaries(st.text(max_size=6), kids, max_size=3)
)
OBJECTS = st.dictionaries(st.text(max_size=6), VALUES, max_size=5)


@given(OBJECTS)
def test_what_was_encoded_is_decoded_and_has_one_spelling(value: dict[str, object]) -> None:
    content = encode(value)
    assert decode(content) == value
    assert encode(decode(content)) == content


@given(OBJECTS)
def test_the_order_in_which_names_came_does_not_matter(value: dict[str, object]) -> None:
    assert encode(dict(reversed(value.items()))) == encode(value)


def test_the_spelling_is_utf8_sorted_without_white_space() -> None:
    assert encode({"乙": [True, 2], "a": "é"}) == '{"a":"é","乙":[true,2]}'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_no_number_outside_json_is_encoded(value: float) -> None:
    with pytest.raises(ValueError):
        encode({"a": value})


@pytest.mark.parametrize(
    "text", ["[1]", '"a"', "1", '{"a":1.5}', '{"a":NaN}', '{"a":Infinity}', '{"a":1e3}', "{", "", '{"a":1} x']
)
def test_whatever_is_no_object_of_whole_numbers_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        decode(text.encode())


def test_bytes_that_are_no_utf8_are_refused() -> None:
    with pytest.raises(ValueError):
        decode('{"a":"甲"}'.encode("gbk"))


@pytest.mark.parametrize("number", [0, 1, LARGEST_NUMBER])
def test_a_whole_number_up_to_the_bound_is_read(number: int) -> None:
    assert Fields({"n": number}).whole("n") == number


@pytest.mark.parametrize("number", [-1, LARGEST_NUMBER + 1, True, "1", None, 1.0])
def test_anything_but_a_whole_number_within_the_bound_is_refused(number: object) -> None:
    with pytest.raises(ValueError):
        Fields({"n": number}).whole("n")


@pytest.mark.parametrize(("reader", "good", "bad"), [
    ("text", "a", 1), ("truth", False, 0), ("truth", True, 1), ("table", {}, []), ("rows", [], {}),
])  # fmt: skip
def test_a_field_has_its_type_and_no_other(reader: str, good: object, bad: object) -> None:
    assert getattr(Fields({"x": good}), reader)("x") == good
    with pytest.raises(ValueError):
        getattr(Fields({"x": bad}), reader)("x")
    with pytest.raises(KeyError):
        getattr(Fields({}), reader)("x")


@pytest.mark.parametrize("read", [text_of, table_of, list_of])
def test_nothing_is_no_value(read: object) -> None:
    with pytest.raises(ValueError):
        read(None)  # type: ignore[operator]


def test_texts_are_all_texts_under_known_names() -> None:
    assert texts_of({"s": "1"}, {"s"}.__contains__) == {"s": "1"}
    assert texts_of({}) == {}
    for wrong in ({"s": 1}, {"t": "1"}, {"s": "1", "t": "1"}):
        with pytest.raises(ValueError):
            texts_of(wrong, {"s"}.__contains__)
    with pytest.raises(ValueError):
        texts_of({"": "no name"})


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_the_plain_text_of_a_figure_is_one(figure: Decimal) -> None:
    assert is_figure(plain(figure))


@pytest.mark.parametrize("text", [
    "", "-", ".", ".5", "5.", "1.0", "01", "00", "-0", "+1", "1e3", "1E+3", " 1", "1 ", "1,000", "１", "٣", "1.2.3", "--1", "NaN", "inf",
    "1" * 61, "0." + "1" * 59,
])  # fmt: skip
def test_any_other_text_is_none(text: str) -> None:
    assert not is_figure(text)


@pytest.mark.parametrize("text", ["0", "-1", "0.5", "-0.125", "100", "1" * 60, "12345678901234.5"])
def test_these_are(text: str) -> None:
    assert is_figure(text)


def test_a_doubled_name_does_not_survive_as_one_spelling() -> None:
    content = b'{"a":1,"a":2}'
    assert encode(decode(content)) != content
    assert json.loads(content) == {"a": 2}
