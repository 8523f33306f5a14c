"""Differences of plans in words: every field of every record has the name its column has in the book."""

import re
from dataclasses import fields, is_dataclass

import pytest

from forms.plan_book.told import change_words, field_head
from models.plan.load import SHIPPED, load_plan, load_plan_bytes
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
        ("items", "count", "台账（date_column=完工）", ""),
    ],
)
def test_nor_is_a_word_one_may_choose(kind: str, field: str, before: str, after: str) -> None:
    told = change_words(PlanChange(kind=kind, id="甲", field=field, before=before, after=after, step=Step.MINOR))
    assert re.search(r"[A-Za-z_]{2,}|[A-Z]", told) is None, told


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
