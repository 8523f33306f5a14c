"""Texts that people write: which say a reason, what of them is kept, and where each ends; one judge for all doors."""

import pytest

from models.basics.errors import AppError
from models.basics.reading import NORMALISED
from models.plan.load import SHIPPED, load_plan
from models.sheet.cells import TEXT_LIMIT, State, noted_state, read_field
from models.sheet.explanation import (
    LONGEST_LINE,
    LONGEST_WHY,
    require_line,
    require_reason,
    require_text,
    says_why,
    seen_words,
    written_words,
)

RARE = "㙍𠅤村"
CONTROLS = "甲\x01乙\x1b[31m丙\x7f"

SAYS_NONE = [
    "aaaa",
    "AaAa",
    "111",
    "……",
    "无",
    "无无无",
    "—",
    "？",
    "正常",
    "同上",
    "情况属实",
    "已核实。",
    "核实无误1",
    "属实 属实",
]


@pytest.mark.parametrize("words", SAYS_NONE)
def test_words_that_stand_for_any_reason_are_none(words: str) -> None:
    assert not says_why(words)
    with pytest.raises(AppError, match="reason_vague"):
        require_reason(words)


@pytest.mark.parametrize("words", ["笔误", "停电", "漏报", "U盘丢失", "8月改为9月", "核实后订正", " 抄错 ", "typo"])
def test_an_honest_reason_may_be_short(words: str) -> None:
    assert require_reason(words) == words.strip()


def test_a_reason_is_kept_without_what_nobody_sees_and_has_an_end() -> None:
    assert require_reason("经\u202e核对\x00采\x07信\u200b\r\n见附件") == "经核对采信\n见附件"
    assert require_reason("会商　（全角）—“引”①𠀀") == "会商　（全角）—“引”①𠀀", "what is seen stays"
    with pytest.raises(AppError, match="reason_long"):
        require_reason("核对采信" * 251)


@pytest.mark.parametrize("words", ["", "  ", "\n"])
def test_no_words_at_all_are_told_apart(words: str) -> None:
    with pytest.raises(AppError, match="settle_reason_missing"):
        require_reason(words, "settle_reason_missing")


def test_what_nobody_sees_is_left_out_and_every_line_break_is_one() -> None:
    assert seen_words(CONTROLS) == "甲乙[31m丙"
    assert seen_words("甲\u202e21\u2066乙\u200f\ufeff") == "甲21乙"
    assert seen_words("一\r\n二\x0b三\u2028四\x85五\t六") == "一\n二\n三\n四\n五 六"
    assert seen_words(RARE) == written_words(RARE) == RARE
    assert seen_words("甲\ue000") == "甲\ue000", "a sign of a private typeface is somebody's name"


def test_a_line_is_one_line_and_each_text_has_an_end() -> None:
    assert require_line("  张\n三 \t 李四 ", "field.by") == "张 三 李四"
    assert require_text("一\n二", "field.note") == "一\n二"
    for judged, most in ((require_line, LONGEST_LINE), (require_text, LONGEST_WHY)):
        assert judged("𠅤" * most, "field.by") == "𠅤" * most
        with pytest.raises(AppError) as refused:
            judged("𠅤" * (most + 1), "field.by")
        assert refused.value.code == "line_long" and refused.value.facts["最多"] == most
        assert refused.value.facts["栏"] == "经办人"


def test_a_text_cell_keeps_no_control_sign_and_tells_that_it_took_one_out() -> None:
    column = next(one for one in load_plan(SHIPPED).cover_columns if one.name == "填表人")
    for typed, value in ((CONTROLS, "甲乙[31m丙"), ("甲\u202e乙", "甲乙"), ("甲\u2028乙", "甲\n乙")):
        cell = read_field(column, typed)
        assert (cell.value, cell.raw, cell.remarks) == (value, typed, (NORMALISED,))
    assert read_field(column, "\x01\u202e").silent
    for typed in (RARE, "甲\n乙"):
        assert (read_field(column, typed).value, read_field(column, typed).remarks) == (typed, ())


def test_the_note_of_a_state_has_an_end() -> None:
    assert noted_state(State.AWAITED, f"待{RARE}\x01").note == f"待{RARE}"
    with pytest.raises(AppError, match="line_long"):
        noted_state(State.AWAITED, "待" * (TEXT_LIMIT + 1))
