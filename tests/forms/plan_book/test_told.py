"""Differences of plans in words: every field of every record has the name its column has in the book."""

import re
from dataclasses import fields, is_dataclass

import pytest

from forms.plan_book.told import change_words, field_head, problem_words
from models.basics.messages import CHINESE, catalogue
from models.plan.load import SHIPPED, load_plan, load_plan_bytes
from models.plan.rows.problems import Problem
from models.planning.compare import KINDS, PlanChange, Step, changes

HEAD = ("title", "short_title", "doc_no", "header", "words", "since", "until", "rounding", "uses", "calendar", "office",
        "follows", "book_seal")  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_no_field_is_called_by_its_english_name(kind: str) -> None:
    record = next(iter(getattr(load_plan(SHIPPED), kind).values()))
    names = (
        [one.name for one in fields(record) if one.compare and one.name != "measures"] if is_dataclass(record) else []
    )
    assert [name for name in names if re.fullmatch(r"[a-z_]+", field_head(kind, name))] == []


def test_nor_one_of_the_plan_itself_nor_inside_a_value() -> None:
    assert [name for name in HEAD if re.fullmatch(r"[a-z_]+", field_head("plan", name))] == []
    inside = "镇（since=2026-07-01，until=2027-01-01）"
    words = change_words(PlanChange(kind="units", id="T1", field="names", before=inside, after="", step=Step.MINOR))
    assert re.search(r"[a-z]{3,}", words) is None, words


@pytest.mark.parametrize(
    ("kind", "field", "before", "after"),
    [
        ("indicators", "direction", "at_least", "between"),
        ("items", "required", "False", "True"),
        ("items", "type", "N", "K"),
        ("tables", "role", "figures", "progress"),
        ("checks", "level", "warning", "error"),
        ("checks", "inputs", "limit = 参数.同比；except = 甲.1", "limit = 30"),
        ("registers", "columns", "面积·type：number", "面积·type：credit_code"),
        ("registers", "columns", "面积（type=number，required=True）", ""),
        ("items", "count", "台账（date_column=完工，when=已填）", ""),
        ("checks", "inputs", "of = derived、counted；except = ；tolerance = ", "of = total；tolerance = 0.1"),
        ("checks", "inputs", "parts = copied、fell", "parts = figure_without_words"),
        ("tables", "columns", "办理·means：stage", "办理·means：words"),
    ],
)
def test_nor_is_a_word_one_may_choose(kind: str, field: str, before: str, after: str) -> None:
    told = change_words(PlanChange(kind=kind, id="甲", field=field, before=before, after=after, step=Step.MINOR))
    assert re.search(r"[A-Za-z_]{2,}|[A-Z]", told) is None, told


def test_a_difference_calls_everything_as_the_book_does_and_nothing_by_a_number() -> None:
    text = (SHIPPED.parents[2] / "tests" / "plans" / "yunze-2027" / "plan.toml").read_text("utf-8")
    other = text.replace('level = "warning"', 'level = "hint"')
    plans = [load_plan_bytes({"plan.toml": said.encode()}) for said in (text, other)]
    told = {change_words(one).partition("：")[2] for one in changes(*plans)}
    assert told == {"核实性 → 提示性"}
    one = PlanChange(
        kind="checks", id="甲", field="inputs", before="of = derived；except = ", after="of = total", step=Step.MINOR
    )
    assert change_words(one) == "审核“甲”的规则：种类 = 计算 → 种类 = 合计"
    (before, after) = ("旧名·until：", "旧名·until：2026-12-01")
    one = PlanChange(kind="units", id="甲", field="names", before=before, after=after, step=Step.PATCH)
    assert change_words(one) == "单位“甲”的曾用名：旧名·止：（无） → 旧名·止：2026-12-01"
    one = PlanChange(kind="items", id="甲", field="count", before="（when=真，total=数）", after="", step=Step.MAJOR)
    assert change_words(one) == "填报项“甲”的计数：（条件=真，相加=数） → （无）"


def test_words_of_a_plan_are_told_by_the_keys_that_differ_and_a_factor_with_both_sides() -> None:
    words = ["programme = 治水；whole = 全区；office = 水办", "programme = 节水；whole = 全区；office = 水办"]
    one = PlanChange(kind="plan", id="", field="words", before=words[0], after=words[1], step=Step.PATCH)
    assert change_words(one) == "方案的用语：工作名称 = 治水 → 工作名称 = 节水"
    text = (SHIPPED.parents[2] / "tests" / "plans" / "yunze-2027" / "plan.toml").read_text("utf-8")
    plans = [load_plan_bytes({"plan.toml": said.encode()}) for said in (text, text.replace('"10000"', '"1000"', 1))]
    (change,) = [one for one in changes(*plans) if one.kind == "measures"]
    assert (
        change_words(change) == "计量单位“万吉焦”：万吉焦（换算到=吉焦，倍数=10000） → 万吉焦（换算到=吉焦，倍数=1000）"
    )


OF_FILES = {"no_files", "settings_other_plan", "by_unit", "type_flag"}  # never met in a book: it makes the files itself


def _said(path: str, key: str, **facts: object) -> str:
    return problem_words(Problem(file="plan.toml", path=path, message="", key=key, facts=facts))


def test_no_sentence_about_a_book_has_a_key_of_the_files() -> None:
    for key, text in catalogue(CHINESE).items():
        place, _, name = key.partition(".")
        if place in ("plan", "looks") and name not in OF_FILES:
            facts = {blank: "甲" for blank in re.findall(r"\{+(\w+)\}+", text)}
            said = _said("parameter[甲].default" if "per_unit" in text else "item[甲].name", key, **facts)
            assert re.search(r"[a-z_]{2,}|（型", said) is None, said


def test_a_key_is_called_as_the_column_of_the_sheet_it_stands_on() -> None:
    """A count's `when` is its 条件, a check's its 出现即提示; a table inside another is called as its own sheet."""
    assert _said("item[甲].count[1].when", "plan.wrong_type", 键="when", 应为="文字") == "“条件”应为文字。"
    assert _said("check[甲].when", "plan.must_and_when") == "“必须成立”与“出现即提示”只写一个。"
    assert _said("measure[甲].factor", "plan.factor_and_of") == "换算时“换算到”和“倍数”一起写。"
    assert _said("table[甲].column[乙].means", "plan.means_twice", 名称="prepared") == "两栏的“含义”同为“填表人”。"
    assert _said("indicator[甲].base", "plan.one_base") == "“基数”应写“填报项”、“数值”、“上年”中的一个。"
    told = _said("indicator[甲].numerator", "plan.needs_parts", 键="numerator", 方式="ratio_of_sums")
    assert told == "“分子”：汇总方式为 分子分母分别相加 时必须填写。"
    assert _said("parameter[甲].rows", "plan.table_needs", 键="columns、key") == "表格参数必须有“参数表的列、键”。"
    assert _said("item[甲].name", "plan.dangling", 键="indicator", 名称="name", 提示="") == (
        "“指标”所指的“name”在方案中不存在。"
    )
