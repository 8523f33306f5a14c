"""Numbers that pages show and the return does not hold are found; what a paper says itself is not."""

import unicodedata
from dataclasses import replace

import pytest

from forms.document.strange import lines_in_one_form, numbers_in_words, repeated_figures, strange_numbers
from models.basics.messages import CHINESE, say_in
from tests.forms.sample_return import county, filed, plan, sheet_of


@pytest.mark.parametrize("words", ["六十六点五", "壹佰玖拾贰", "二〇一", "一百九十二点四", "十点五"])
def test_a_number_in_words_is_found_where_the_paper_does_not_say_it(words: str) -> None:
    sheet = sheet_of(county())
    content = filed(sheet)
    assert numbers_in_words(["", f"此处应为{words}吨"], content, sheet, ["第一次"]) == ((2, words),)
    assert numbers_in_words([f"此处应为{words}吨"], content, sheet, [f"去年{words}吨"]) == ()


def test_ordinals_and_our_own_words_are_no_numbers_in_words() -> None:
    sheet = sheet_of(county())
    assert numbers_in_words(["第一季度 十二月 四、五月 一点不差"], filed(sheet), sheet, []) == ()


def test_digits_of_other_scripts_and_wide_ones_are_numbers() -> None:
    sheet = sheet_of(county())
    content = filed(sheet)
    found = strange_numbers(["１９２．４７"], content, sheet, [])
    assert [number for _, number in found] == ["192.47"]
    assert [number for _, number in strange_numbers(["১৯২.৪৭"], content, sheet, [])] != []


def test_a_digest_is_no_number_however_it_is_broken_and_what_stands_beside_it_is_one() -> None:
    sheet = sheet_of(county())
    content = filed(sheet)
    digest = content.digest.upper()
    broken = f"{digest[:9]}\n{digest[9:30]} {digest[30:]}"
    assert strange_numbers([f"{content.digest}\n{broken} {digest}"], content, sheet, []) == ()
    assert [number for _, number in strange_numbers([f"77.31 {broken} 88.42"], content, sheet, [])] == [
        "77.31",
        "88.42",
    ]


def test_what_earlier_revisions_said_is_known_with_all_its_words() -> None:
    """The list of changes prints the old text of an explanation, and numbers stand anywhere in it."""
    sheet = sheet_of(county())
    content = filed(sheet, revision=2)
    old, new = (
        say_in(CHINESE, "papers.changes.said", 版=n, 数=text)
        for n, text in ((1, "因检修停产，减少35.27，\n其中三十五点二"), (2, "已更正"))
    )
    assert strange_numbers([f"说明\n{old}\n{new}"], content, sheet, []) == ()
    assert numbers_in_words([f"说明\n{old}\n{new}"], content, sheet, []) == ()
    assert [number for _, number in strange_numbers([f"{old}\n{new}\n35.27"], content, sheet, [])] == ["35.27"]


def test_the_key_of_a_row_that_a_correction_removed_is_known_where_the_list_of_changes_names_it() -> None:
    sheet = sheet_of(county())
    content = filed(sheet, revision=2)
    register = next(iter(plan().registers.values())).name
    old, gone, other = (
        say_in(CHINESE, "papers.changes.said", 版=n, 数=text)
        for n, text in ((1, "陕G00077"), (2, say_in(CHINESE, "papers.changes.blank")), (2, "陕G00078"))
    )
    place = f"{register}·2020-04-22 三十六\n里铺 73.19·号牌号码"
    assert strange_numbers([f"{place}\n{old}\n{gone}"], content, sheet, []) == ()
    assert numbers_in_words([f"{place}\n{old}\n{gone}"], content, sheet, []) == ()
    still_there = strange_numbers([f"{place}\n{old}\n{other}"], content, sheet, [])
    assert "73.19" in [number for _, number in still_there]  # a row that is there has its key in the return
    elsewhere = strange_numbers([f"2020-04-22 73.19\n{old}\n{gone}"], content, sheet, [])
    assert "73.19" in [number for _, number in elsewhere]


def test_our_own_counts_are_no_figures_of_a_return() -> None:
    sheet = sheet_of(county())
    content = filed(sheet, revision=2)
    ours = [
        say_in(CHINESE, "papers.changes.heading", n=9871),
        say_in(CHINESE, "papers.changes.rest", n="9,872"),
        say_in(CHINESE, "papers.register.rest", n=9873),
        say_in(CHINESE, "papers.findings.alike", n=9874),
        say_in(CHINESE, "papers.findings.warning_meaning", n=9875).replace("；", "；\n"),
        say_in(CHINESE, "papers.findings.row", 序=9931, 句="第一句"),
    ]
    assert strange_numbers(ours, content, sheet, []) == ()
    assert strange_numbers(["见9931．"], content, sheet, []) == ((1, "9931"),)
    assert strange_numbers(["另有7731处"], content, sheet, []) == ((1, "7731"),)


def test_a_figure_that_stands_once_more_than_in_the_tables_is_found() -> None:
    sheet = sheet_of(county())
    content, cells = filed(sheet), ["182.40", "其他"]
    assert content.cells["Q06.9"].value == "182.4"
    assert repeated_figures(["182.4000", "另行说明"], content, sheet, cells, "") == ()
    told = ((1, "182.4000"), (2, "182.4"))
    assert repeated_figures(["182.4000", "应为182.4"], content, sheet, cells, "") == told
    assert repeated_figures(["182.4000", "应为182.4"], content, sheet, cells, "与182.4相差过大") == ()


def test_the_code_of_an_item_that_reads_as_a_figure_of_the_return_stands_in_its_relation_as_well() -> None:
    """The figure before last of 营造林 was 6.80, and Q06.8 is what the relation below the table begins with."""
    sheet = sheet_of(county())
    content = filed(sheet)
    content = replace(content, cells={**content.cells, "Q06.9": replace(content.cells["Q06.9"], value="6.8")})
    printed = ["Q06.8 6.8000", "审核关系：Q06.6＝sum(Q06.1..Q06.5)；Q06.8＝Q06.6 + Q06.7。"]
    assert repeated_figures(printed, content, sheet, ["Q06.8", "6.8"], "") == ()
    assert repeated_figures([*printed, "应为6.8"], content, sheet, ["Q06.8", "6.8"], "")[-1] == (3, "6.8")


def test_lines_have_the_form_that_they_have_one_by_one() -> None:
    """A sign that joins the one before it finds none at the beginning of a line; short texts and long ones alike."""
    texts = ["１２．５", "\u0301e\u0301", "㎡", "\u1112\u1161", "\u11ab", "½" * 200, "", "plain", "ﬁ\u0328" * 90]
    assert lines_in_one_form(texts) == unicodedata.normalize("NFKC", "\n".join(texts))
