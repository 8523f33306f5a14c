"""The content of a page as our writer writes it: which things share a pen, and which lines are not ours."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from forms.guards.tiles import is_tiled
from forms.page_reading import written
from forms.page_reading.written import NO_SIGN, WrittenPage, signs_of, things_written, words_written
from forms.seals.pdf.page_profile import _DRAWING as DRAWING

LINES_OF_OURS = {
    "text": written._TEXT, "texts": written._TEXTS, "path": written._PATH, "fill": written._FILLS, "width": written._WIDENS,
    "mix": written._MIXES, "turn": written._TURNS, "nothing": written._CHANGES_NOTHING,
}  # fmt: skip

TEXT = rb"BT 1 0 0 1 3 5 Tm /F4+0 9 Tf 12 TL (\001\002\(\\) Tj T* ET"
LINES = [
    b"1 0 0 1 0 0 cm  BT /F1 12 Tf 14.4 TL ET", b"q", b".1 .2 .3 rg", b"0 0 0 RG", b".7 w", b"1 J", b"1 j", b"[3 3] 0 d", b"[] 0 d",
    b"/gRLs0 gs", b"1 0 0 1 3 -4.5 cm", b".7 .6 -.6 .7 1 2 cm", b"n 1 2 3 4 re f*", b"n 1 2 3 4 re S", b"n 1 2 m 3 4 l S", TEXT,
    b"BT 1 0 0 1 3 5 Tm 0 Tc /F4+0 9 Tf 12 TL (1) Tj 0 Tc /F4+1 8 Tf 12 TL (2) Tj ET", b"BT 1 0 0 1 3 5 Tm  T* ET", b"Q", b"", b" ",
]  # fmt: skip
OTHERS = [
    b"Q", b"q Q", b"/Im0 Do", b"1 2 3 4 k", b"1 g", b"n 1 2 3 4 re W n", b"n 1 2 3 4 re f", b"n 1 2 m 3 4 l 5 6 l S",
    b"n 1 2 m 1 2 3 4 5 6 c S", b"n 2 3 4 re f*", b"3 Tr", b"[1 2] 0 d", b"1 0 0 1 3 cm", b"% 1 w", b"1 w % 2", b"q\r", b"\t",
    TEXT.replace(b"1 0 0 1", b".9 0 0 1"), TEXT.replace(b"/F4", b"3 Tr /F4"), TEXT.replace(b"/F4", b"2 Tc /F4"),
    TEXT.replace(b"9 Tf", b"90 Tz 9 Tf"), TEXT.replace(b"(", b"(("), TEXT.replace(b"\\(", b"\\n"), TEXT.replace(b"Tj", b"'"),
    TEXT.replace(b"Tj", b"Tj 3 3 Td (2) Tj"), TEXT.replace(b"\\001", b"\x01"), TEXT.replace(b"ET", b"ET n 1 2 3 4 re f*"),
]  # fmt: skip


def test_each_line_of_ours_is_known_and_draws_its_things() -> None:
    things = things_written(b"\n".join(LINES))
    assert things is not None and [codes for _, _, codes in things] == [
        None, None, None, rb"\001\002\(\\", b"1", b"2",
    ]  # fmt: skip


@pytest.mark.parametrize("line", OTHERS)
def test_of_a_page_with_any_other_line_nothing_is_known(line: bytes) -> None:
    assert things_written(TEXT) is not None and things_written(TEXT + b"\n" + line) is None


@pytest.mark.parametrize("line", [b"0 0 0 rg", b"2 w", b"/gRLs0 gs", b".7 .6 -.6 .7 1 2 cm"])
def test_what_changes_a_pen_does_so_until_it_is_given_back(line: bytes) -> None:
    rule = b"n 1 2 m 3 4 l S"
    things = things_written(b"\n".join([rule, b"q", line, rule, b"Q", rule.replace(b"3", b"5")]))
    before, inside, behind = [pen for pen, _, _ in things or ()]
    assert before == behind != inside


def test_words_are_those_of_the_page_or_none_at_all() -> None:
    signs = signs_of({1: ord("碳"), 2: ord(" "), 0x28: ord("（"), 0x5C: 0xA0, 0x31: 0x1F600})
    assert signs[1] == "碳" and signs[0x5C] == signs[0x31] == signs[3] == NO_SIGN
    page = WrittenPage(things=things_written(TEXT.replace(b"\\\\", b"\\002\\002\\001")) or [], fonts={b"F4+0": signs})
    assert words_written(page, "碳 （\r\n碳") == ["碳 （ 碳"]
    assert words_written(page, "碳（炭") is None and words_written(page, "") is None
    for held in (
        WrittenPage(things=things_written(TEXT) or [], fonts=page.fonts),
        WrittenPage(things=page.things, fonts={}),
    ):
        assert words_written(held, "碳（碳") is None


@pytest.mark.parametrize("kind", LINES_OF_OURS)
@settings(
    max_examples=12, phases=[Phase.generate]
)  # making a line that was found shorter takes minutes and says no more
@given(st.data())
def test_whatever_is_taken_for_ours_is_within_the_profile_of_all_other_contents(kind: str, data: st.DataObject) -> None:
    """What is known is not held against the profile again: it must not be wider by a sign."""
    assert is_tiled(DRAWING, data.draw(st.from_regex(LINES_OF_OURS[kind], fullmatch=True)))


@pytest.mark.parametrize("line", LINES)
def test_each_line_of_ours_is_within_that_profile(line: bytes) -> None:
    assert is_tiled(DRAWING, line)
