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


@pytest.mark.parametrize("words", ["", "  ", "\n"])
def test_no_words_at_all_are_told_apart(words: str) -> None:
    with pytest.raises(AppError, match="settle_reason_missing"):
        require_reason(words, "settle_reason_missing")
