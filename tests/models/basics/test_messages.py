"""Sentences: words that agree with a count, the space before a measure, marks of quotation, and the language in use."""

import pytest

from models.basics.messages import (
    CHINESE,
    ENGLISH,
    choose_language,
    counted,
    fill,
    in_words,
    joined,
    language_in_use,
    say,
    say_in,
    use_words,
)
from tests.test_messages import BLANK, HERE


def test_words_that_go_with_a_count_agree_with_it() -> None:
    assert say_in(ENGLISH, "window.due.left", n=1) == "1 day left"
    assert say_in(ENGLISH, "window.due.left", n=12) == "12 days left"
    assert say_in(ENGLISH, "errors.open_count.errors", n=1) == "1 error is not corrected"
    assert say_in(ENGLISH, "errors.open_count.errors", n=2) == "2 errors are not corrected"


def test_what_is_nothing_is_not_counted_in_words(english: None) -> None:
    assert counted("window.import.count", new=3, changed=0, refused=1) == "3 new, 1 not taken"
    choose_language(CHINESE)
    assert counted("window.import.count", new=3, changed=0, refused=1) == "新填 3 处，未采用 1 处"
    assert counted("window.import.count", new=0, changed=0) == ""


def test_sentences_stand_side_by_side_with_the_semicolon_of_the_language(english: None) -> None:
    assert joined(["one", "two"]) == "one; two"
    choose_language(CHINESE)
    assert joined(["一", "二"]) == "一；二"


def test_texts_speak_with_the_words_of_the_plan_a_paper_is_made_for() -> None:
    use_words({})
    assert say("papers.office_unnamed") == "汇总单位", "before any plan is opened: what fits every office"
    use_words({"office_long": "甲市治水工作办公室"})
    assert say("papers.office_unnamed") == "甲市治水工作办公室"
    with in_words({"office_long": "乙区节能办"}):
        assert say("papers.office_unnamed") == "乙区节能办"
    assert say("papers.office_unnamed") == "甲市治水工作办公室"
    use_words({})
    assert "{" not in "".join(
        say(key) for key in HERE if set(BLANK.findall(HERE[key])) <= {"{市办}", "{县区}", "{全市}"}
    )


def test_a_figure_stands_a_space_before_its_measure_and_at_its_sign() -> None:
    asked = "“{原文}”将换算为 {值} {单位}，请确认。"
    for measure, shown in (("万亩", "0.05 万亩"), ("%", "0.05%"), ("", "0.05")):
        assert fill(asked, {"原文": "x", "值": "0.05", "单位": measure}) == f"“x”将换算为 {shown}，请确认。"
    assert fill("现在是：{值} {单位}", {"值": "5"}) == "现在是：5 {单位}", "a blank without a fact stays visible"
    page = "长" * 2_000  # of a guide
    assert fill(f"{page}{{值}} {{单位}}。", {"值": "5", "单位": "%"}) == f"{page}5%。"
    assert say("window.panel.confirmed", 原文="3", 值="3", 单位="%") == "“3”已换算为 3%。"


def test_quotation_marks_within_others_are_single_ones() -> None:
    name = "开展“十四五”规划研究"
    assert fill("“{指标}·{栏}”应在{指标}", {"指标": name, "栏": "阶段"}) == f"“开展‘十四五’规划研究·阶段”应在{name}"
    assert fill("“{各名}”", {"各名": "甲”“乙"}) == "“甲”“乙”", "two names, each in its own"
    assert fill("“{各名}”", {"各名": "甲”、“开展“十四五”规划"}) == "“甲”、“开展‘十四五’规划”"
    assert fill("“{原文}”", {"原文": "开展“十四五…"}) == "“开展‘十四五…”", "cut before it ends"


def test_the_program_speaks_chinese_unless_another_language_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TANBAO_LANGUAGE", raising=False)
    assert (choose_language(None), choose_language("fr"), say("window.yes")) == (CHINESE, CHINESE, "是")


def test_the_environment_decides_over_what_the_window_remembers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANBAO_LANGUAGE", ENGLISH)
    assert choose_language(CHINESE) == language_in_use() == ENGLISH
    monkeypatch.setenv("TANBAO_LANGUAGE", CHINESE)
    assert choose_language(ENGLISH) == CHINESE
