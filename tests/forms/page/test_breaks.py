"""Chinese lines: where they break, what is never torn, and that nothing is lost or too wide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.page.line_breaks import NO_END, NO_START, fill_lines, pieces

TEXT = (
    "根据《汉滨区农村生活污水治理实施方案（2026—2030年）》要求，截至2026年6月底：全区已建成处理设施18座；日处理能力1.25万吨！"
    "管网总长度≥136.5km？其中“瀛湖镇、恒口镇（示范区）”〔2026〕3号，温度25.5℃，12.3％；“十四五”以来累计投入8,650万元……"
    "完成率为‘96.4％’——详见附件1：《汉滨区农村生活污水治理台账》、附件2：《整改清单》，同比-3.5%，营造林5.15万亩，目标6.30 万亩。"
)


@pytest.fixture(scope="module")
def broken_lines() -> list[list[str]]:
    """The same text broken at every width from 6 to 40 characters."""
    return [
        [line for _, line in fill_lines(TEXT, [width / 4], lambda ch: 1.0 if ord(ch) > 0x2E7F else 0.5)]
        for width in range(24, 160)
    ]


def test_no_line_starts_with_a_closing_mark_or_ends_with_an_opening_one(broken_lines: list[list[str]]) -> None:
    for lines in broken_lines:
        assert not [line for line in lines[1:] if line[0] in NO_START]
        assert not [line for line in lines[:-1] if line[-1] in NO_END]


def test_a_figure_is_never_torn_and_stays_with_its_measure(broken_lines: list[list[str]]) -> None:
    figures = (
        "1.25万吨",
        "5.15万亩",
        "6.30 万亩",
        "8,650万元",
        "136.5km",
        "25.5℃",
        "12.3％",
        "-3.5%",
        "2026—2030年",
        "18座",
    )
    for lines in broken_lines[12:]:  # below nine characters the longest of them has no room
        joined = "\n".join(lines)
        assert [figure for figure in figures if figure not in joined] == []


def test_breaking_loses_and_adds_nothing(broken_lines: list[list[str]]) -> None:
    assert {"".join(lines) for lines in broken_lines} == {TEXT}


@given(st.text(alphabet="中文字，。（）“”1234.5%万亩abcCO₂ \n", max_size=120), st.floats(min_value=3, max_value=30))
def test_no_line_is_wider_than_its_room_whatever_is_typed(text: str, room: float) -> None:
    for left, line in fill_lines(text, [room], lambda ch: 1.0 if ord(ch) > 0x2E7F else 0.5):
        assert sum(1.0 if ord(ch) > 0x2E7F else 0.5 for ch in line) <= room + 1e-3
        assert left >= -1e-3


def test_a_text_without_any_place_to_break_is_cut_at_the_margin_and_soon() -> None:
    lines = fill_lines("A" * 20000, [40.0], lambda ch: 0.5)
    assert {len(line) for _, line in lines} == {80}


def test_pieces_put_together_are_the_text() -> None:
    assert "".join(pieces(TEXT)) == TEXT
