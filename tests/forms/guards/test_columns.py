"""Column letters and numbers are each other's inverse."""

from hypothesis import given
from hypothesis import strategies as st

from forms.guards.columns import column_letters, column_number


@given(st.integers(1, 16_384))
def test_letters_and_number_of_a_column(column: int) -> None:
    assert column_number(column_letters(column)) == column


def test_the_columns_people_know() -> None:
    assert [column_letters(n) for n in (1, 26, 27, 28, 703, 16_384)] == ["A", "Z", "AA", "AB", "AAA", "XFD"]
