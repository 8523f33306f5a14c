"""Words on pages that the paper does not say are found, however its own words are broken or run together."""

import pytest

from forms.document import other_words as module
from forms.document.other_words import KnownWords, other_chinese, other_words
from forms.wording import earlier
from models.basics.version import VERSION
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


def test_what_an_earlier_release_printed_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    content = filed(sheet_of(county()))
    page = ["共列示32宗佐证"]
    assert other_words(page, content, plan(), KnownWords(content, plan(), SAID))
    monkeypatch.setattr(module, "earlier_words", lambda: ("共列示{n}宗佐证",))
    assert other_words(page, content, plan(), KnownWords(content, plan(), SAID)) == ()


def test_the_release_that_pages_name_is_told_where_it_is_another() -> None:
    assert earlier.other_release(["编制软件\n碳报 9.4.1\n方案", "第2页"]) == "9.4.1"
    assert earlier.other_release([f"编制软件 碳报 {VERSION}", "第2页"]) == ""
    assert earlier.other_release(["碳报", "2020"]) == ""
    assert all(line == line.strip() for line in earlier.earlier_words())
