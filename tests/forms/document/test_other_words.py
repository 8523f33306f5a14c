"""Words on pages that the paper does not say are found, however its own words are broken or run together."""

import pytest

from forms.document.other_words import KnownWords, other_chinese, other_words
from tests.forms.sample_return import county, filed, plan, sheet_of

SAID = ["污水处理总量", "责任单位", "扶贫光伏产业发展", "1～9月累计³", "测试数据，第一行"]


@pytest.mark.parametrize(
    "text", ["此表作废", "sixty-six point five", "应为½", "¹²吨", "污水处理总量作废", "本数不作数", "Ⅳ", "19O.2A"]
)
def test_words_that_nobody_said_are_found_with_their_page(text: str) -> None:
    content = filed(sheet_of(county()))
    found = other_words(["测试数据", text], content, plan(), KnownWords(content, plan(), SAID))
    assert found and {page for page, _ in found} == {2}


def test_words_may_be_broken_and_may_run_into_those_of_the_next_cell() -> None:
    content = filed(sheet_of(county()), revision=2)
    known = KnownWords(content, plan(), SAID)
    broken = [
        "污水处\n理总量",
        "扶贫光伏产业发展责任单",
        "业发展责任单位",
        "1~9月累计³",
        "第一行　测试数据",
        content.digest,
    ]
    assert other_words(broken, content, plan(), known) == ()
    assert other_words([plan().words["whole"], "第2页"], content, plan(), known) == ()


def test_in_properties_only_chinese_words_count() -> None:
    content = filed(sheet_of(county()))
    known = KnownWords(content, plan(), SAID)
    assert other_chinese(["Microsoft Excel", "污水处理总量", "Adobe 作废"], known) == ("Adobe 作废",)
