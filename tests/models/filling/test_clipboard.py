"""A pasted block reads one way wherever it is pasted."""

from hypothesis import given
from hypothesis import strategies as st

from models.filling.clipboard import block_of, text_of

CELLS = st.text(st.sampled_from('ab1 "\t\n，'), max_size=5)
BLOCKS = st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1))


@given(BLOCKS)
def test_what_is_copied_is_what_is_pasted(block: list[list[str]]) -> None:
    assert block_of(text_of(block)) == block
    assert block_of(text_of(block) + "\r\n") == block  # as Excel ends it


@given(st.text(st.sampled_from('ab1 "\t\r\n'), max_size=30))
def test_no_cell_is_lost(text: str) -> None:
    found = block_of(text)
    assert found
    assert sum(len(cell) for row in found for cell in row) <= len(text)


def test_a_quote_that_is_never_closed_is_a_sign_like_others() -> None:
    assert block_of('"十三五项目\t2\n3\t4') == [['"十三五项目', "2"], ["3", "4"]]
    assert block_of('5" 管\t1') == [['5" 管', "1"]]
    assert block_of('"甲\n乙"\t1\n') == [["甲\n乙", "1"]]
    assert block_of("") == [[""]]


def test_a_line_broken_within_a_paragraph_stays_in_its_cell_and_controls_are_dropped() -> None:
    assert block_of("第一行\v第二行\t1.2\0\n\x072.3\u20285") == [["第一行\n第二行", "1.2"], ["2.3\n5"]]
