"""What an explanation answers: the finding's key, the sum of its facts, and whether enough was said."""

from dataclasses import replace

import pytest

from models.basics.messages import say
from models.checks.bounds import bounds_at
from models.checks.explanations import fingerprint_of, live_explanations
from models.checks.findings import Finding, Outcome, explanation_of, sufficient
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Check, Level
from models.settings.settings import Settings
from models.sheet.explanation import EMPTY_PHRASES, Explanation
from models.sheet.sheet import Sheet

CHECK = Check(id="CK-B01", level=Level.WARNING, message="{x}偏大。", clause="一")


def finding(at: str | None, **values: str) -> Finding:
    return Finding(CHECK, Outcome.BROKEN, at, values=values)


def test_places_values_and_rules_each_make_another_fingerprint() -> None:
    one = finding("Q06.1", x="3")
    others = [
        finding("Q06.2", x="3"),
        finding(None, x="3"),
        finding("Q06.1", x="4"),
        replace(one, check=replace(CHECK, message="{x}太大。")),
        replace(one, check=replace(CHECK, id="CK-B02")),
        replace(one, check=replace(CHECK, rule="reading")),
    ]
    assert len({one.fingerprint, *(other.fingerprint for other in others)}) == 7
    assert one.fingerprint == finding("Q06.1", x="3").fingerprint


def test_one_finding_has_its_own_fingerprint_and_several_the_start_of_a_digest_as_long() -> None:
    one, other = finding("Q06.1", x="3"), finding("Q06.2", x="3")
    several = fingerprint_of("CK-B01", [one, other])
    assert fingerprint_of("CK-B01", [one]) == one.fingerprint
    assert several == fingerprint_of("CK-B01", [other, one]) != one.fingerprint
    assert len(several) == len(one.fingerprint) == 16


def test_where_a_row_stands_is_no_part_of_it() -> None:
    assert finding("R02[陕G00001]", 行="3").fingerprint == finding("R02[陕G00001]", 行="9").fingerprint
    assert finding("R02[陕G00001]", 行="3").fingerprint != finding("R02[陕G00002]", 行="3").fingerprint


def test_the_nearest_explanation_answers() -> None:
    row = finding("R02[陕G00001]")
    assert row.keys == ("CK-B01@R02[陕G00001]", "CK-B01@R02", "CK-B01")
    assert finding(None).keys == ("CK-B01", "CK-B01")
    own, general = Explanation("这一辆核实无误。"), Explanation("全部车辆核实无误。")
    assert explanation_of(row, {"CK-B01@R02": general}) is general
    assert explanation_of(row, {"CK-B01@R02": general, "CK-B01@R02[陕G00001]": own}) is own
    assert explanation_of(row, {"CK-B01@R02[陕G00001]": Explanation("无"), "CK-B01": general}) is general
    assert explanation_of(row, {"CK-B01@R03": general}) is None


@pytest.mark.parametrize(
    "text, enough",
    [
        ("汛期停工了", False),
        ("汛期停工了两", True),
        ("汛 期停 工 了", False),
        ("情况属实情况属实", False),
        ("情况属实，甲乙", False),
        ("情况属实，甲乙丙", True),
        ("。。。。。。。", False),
        ("", False),
        ("属实属实属实属实", False),
        ("属实属实的属实", False),
        ("aaaaaaaa", False),
        ("aAaAaAaA", False),
        ("123456789", False),
        ("１２３４５６７８", False),
        ("12.5、13.6", False),
        ("————————", False),
        ("确认确认确认", False),
        ("……。。，，！", False),
        ("数据属实，春季未造林", True),
        ("属实，推迟到4月", True),
        ("2020年新增12台", True),
        ("同期基数为0的缘故", True),
        ("8月竣工", False),
        ("8月集中竣工", True),
        ("Rained off in May", True),
    ],
)
def test_enough_is_six_characters_and_three_letters_beside_empty_phrases(text: str, *, enough: bool) -> None:
    assert "情况属实" in EMPTY_PHRASES
    assert sufficient(CHECK, Explanation(text)) is enough


def test_examples_of_the_guide_are_enough() -> None:
    good = say("help.remedy.good")
    assert sufficient(CHECK, Explanation(good[good.index("“") + 1 : good.index("”")]))


def test_a_bare_word_is_enough_where_only_confirmation_is_asked() -> None:
    asked = replace(CHECK, confirm=True)
    assert sufficient(asked, Explanation("是"))
    assert not sufficient(asked, Explanation("  "))


def test_words_for_all_rows_of_a_register_stay_while_the_rule_is_the_same() -> None:
    first, second = (finding(f"R02[陕G0000{n}]", x=str(n)) for n in (1, 2))
    key = "CK-B01@R02"
    kept = {key: (Explanation("按车管所登记填报"), fingerprint_of(key, [first, second]))}
    for rows in ([second], [first], [finding("R02[陕G00003]", x="9"), second]):
        assert list(live_explanations(rows, kept)) == [key]
    other = Finding(replace(CHECK, message="{x}偏小。"), Outcome.BROKEN, second.at, values=second.values)
    assert live_explanations([other], kept) == {} == live_explanations([finding("R03[甲]", x="2")], kept)
    own = {second.key: (Explanation("按车管所登记填报"), fingerprint_of(second.key, [second]))}
    assert live_explanations([finding("R02[陕G00002]", x="3")], own) == {}, "a row's own words are about its figure"


def test_words_about_several_findings_are_about_each_of_them() -> None:
    first, second, other = (finding("Q06.1", x=text) for text in ("1", "2", "3"))
    assert fingerprint_of(first.key, [first]) == first.fingerprint and fingerprint_of(first.key, []) == ""
    both = fingerprint_of(first.key, [first, second])
    assert both == fingerprint_of(first.key, [second, first])
    assert len({both, *(fingerprint_of(first.key, [one, other]) for one in (first, second))}) == 3


def test_only_figures_that_have_a_size_are_looked_at_for_proportion() -> None:
    plan = load_plan(SHIPPED)
    sheet = Sheet(plan=plan, unit_id="610902", period_id="2020Q3", settings=Settings())
    looked = {at for at in sheet.slots if any(check.id == "TB-usual" for check in bounds_at(sheet, at))}
    assert "Q06.1" in looked
    assert not {at for at in looked if sheet.slots[at].item.measure == "%"}
    assert looked < set(sheet.slots)
    assert not [check for check in bounds_at(sheet, "Q99.9")]
