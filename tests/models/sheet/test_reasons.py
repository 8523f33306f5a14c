"""Which words say a reason: short ones do, those that stand for any reason do not."""

import pytest

from models.basics.errors import AppError
from models.sheet.explanation import require_reason, says_why

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
