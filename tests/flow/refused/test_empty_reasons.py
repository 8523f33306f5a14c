"""A reason is asked for by the command line as by the window: words that say none are refused, and nothing is done."""

import pytest

from tests.flow.refused.test_wrong_input import Q3, UNIT, contents
from tests.flow.town import Town


@pytest.mark.parametrize("words", ["aaaa", "111", "同上"])
def test_no_act_of_the_office_takes_words_that_say_nothing(town: Town, words: str) -> None:
    two = ("--by", "测试甲", "--checked-by", "测试乙")
    acts: list[tuple[object, ...]] = [
        ("rule", UNIT, Q3, "--keep", "abc", *two),
        ("adjudicate", Q3, "Q06", "98.38", "--document", "测试〔2020〕1号", *two),
        ("withdraw", "1"),
        ("revoke", UNIT, "--key", "0" * 64),
        ("trace", Q3, "Q06", "--out", town.out),
    ]
    before = contents(town.office)
    codes = {
        act[0]: town.call("office", *act, "--data", town.office, "--reason", words, expect=1)["error"]["code"]
        for act in acts
    }
    assert codes == dict.fromkeys(codes, "reason_vague")
    more_time = f'[[extension]]\nperiod = "{Q3}"\nunit = "{UNIT}"\nuntil = "2020-10-20T17:30"\napproved_by = "李某"\n'
    assert town.settings(f'{more_time}reason = "{words}"\n', expect=1)["error"]["code"] == "reason_vague"
    assert contents(town.office) == before
