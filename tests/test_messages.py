"""The words of every language: none missing, none too many, the same blanks, and a window that speaks English.

Which keys are Chinese in every language is listed here; the rule is that of `models.basics.messages`.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from models.basics.messages import (
    CHINESE,
    ENGLISH,
    LANGUAGES,
    PLAN_WORDS,
    catalogue,
)  # fmt: skip
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Means

ROOT = Path(__file__).resolve().parent.parent
ALWAYS_CHINESE = (  # keys without a text in any other language, and why
    r"papers\..*",  # papers, and words that are read back from them
    r"summary\..*",  # notes printed in the summary
    r"findings\..*",  # complete the sentences of the plan's own checks, which stand on papers
    r"duties\.(?!written).*",  # 责任清单 is a paper
    r"registers_export\.(title|context|left_out|counted|counted_one|between|masked|open|plain|footer|file|file_masked)",
    r"imports\.(derived|template\..*)",  # entry forms: made for others, read back by their words
    r"evidence\.(note_inside|note_beside)",  # stand on the cover of a return
    r"evidence\.(joined|joined_again|strangers|waiting|no_room)",  # kept in the office's ledger
    r"evidence\.(nameless|zip_name)|slices\.file|window\.import\.template_file",  # names of files
    r"first_run\.copy_folder|window\.(filing|slices)\.folder",  # names of folders
    r"slices\.remind_.*|window\.filing\.mail",  # letters to others
    r"cli\.demo_reason",  # stands in a return
    r"plan_book\..*",  # sheets and words of a plan's book, read back by their words
    r"plan_guide\..*",  # the same guide
    r"keys\..*",  # the guide to the format of plans, which are written in Chinese
    r"commands\.argparse\..*",  # argparse speaks English itself
)
QUOTED = {  # what must be typed, or stands in a file, in Chinese
    "封面", "代码", "本期数值", "数据签名", "且", "或", "非", "属于", "查", "行合计", "栏名", "甲", "乙", "上期.台账.栏", "期.止", "未开展、不适用、未到报告期、暂无数据", "未开展、不适用、暂无数据",
}  # fmt: skip
BEFORE = (
    "window.",
    "errors.",
    "findings.",
    "plan.",
    "scoring.",
    "papers.book.",
    "papers.cells.",
    "plan_book.",
)  # by a helper
BY_TABLE = (
    "commands.",
    "command_line.",
    "keys.",
    "reasons.",
    "plan_book.",
    "plan_guide.",
)  # by the names of verbs, keys and codes
OWN_NAMES = {"window.menu.language", "window.menu.language_zh_CN"}  # a language is offered in its own words
BLANK = re.compile(r"\{[^{}]+\}")
CHARACTER = re.compile(r"[\u3001-\u301f\u3400-\u9fff\uff01-\uff60]")
HERE, THERE = catalogue(CHINESE), catalogue(ENGLISH)


def _always_chinese(key: str) -> bool:
    return any(re.fullmatch(pattern, key) for pattern in ALWAYS_CHINESE)


def test_no_english_text_is_missing() -> None:
    assert [key for key in HERE if key not in THERE and not _always_chinese(key)] == []


def test_no_text_is_english_only() -> None:
    assert [key for key in THERE if key not in HERE] == []


def test_no_text_of_a_paper_has_an_english_one() -> None:
    assert [key for key in THERE if _always_chinese(key)] == []


def test_the_list_of_chinese_texts_names_nothing_that_is_gone() -> None:
    assert [pattern for pattern in ALWAYS_CHINESE if not any(re.fullmatch(pattern, key) for key in HERE)] == []


def test_every_text_is_named_by_the_program() -> None:
    """A key stands in the code as it is, without what a helper puts before it, or fits one made there: f"a.{word}"; or
    it is one of several counts: counted("a.b", word=…).
    """
    sources = [path.read_text("utf-8") for room in ("models", "forms", "ui") for path in (ROOT / room).rglob("*.py")]
    quoted = [re.findall(sign, source) for source in sources for sign in (r'"([^"\n]*)"', r"'([^'\n]*)'")]
    texts = {text for found in quoted for text in found}
    for source in sources:
        words = set(re.findall(r"(\w+)=", source))
        texts |= {f"{prefix}.{word}" for prefix in re.findall(r'counted\(\s*"([\w.]+)"', source) for word in words}
    parts = [BLANK.split(text) for text in texts if "{" in text]
    made = [
        "[^.]+".join(map(re.escape, part)) for part in parts if re.fullmatch(r"(?=.*[a-z]{2})[\w.\-]+", "".join(part))
    ]
    fits = re.compile("|".join(f"(?:{one})" for one in made))

    def named(key: str) -> bool:
        shorter = [key.removeprefix(before) for before in BEFORE if key.startswith(before)]
        return any(one in texts or fits.fullmatch(one) for one in (key, *shorter))

    assert [key for key in HERE if not key.startswith(BY_TABLE) and not named(key)] == []


def test_no_text_is_empty() -> None:
    assert [key for texts in (HERE, THERE) for key, text in texts.items() if not text.strip()] == []


def test_both_languages_have_the_same_blanks() -> None:
    differ = {key: (HERE[key], text) for key, text in THERE.items() if _blanks(HERE[key]) != _blanks(text)}
    assert differ == {}


def _blanks(text: str) -> set[str]:
    """The blanks for facts; what a plan calls things is said in its own language in every other one too."""
    counted = re.sub(r"\{([^{}:|]+):[^{}|]*\|[^{}|]*\}", r"{\1}", text)
    return set(BLANK.findall(counted)) - {f"{{{name}}}" for name in PLAN_WORDS}


def test_no_english_sentence_has_a_plain_plural_behind_a_count() -> None:
    """`{n} rows` would say “1 rows”: the words of both stand in the text, `{n} {n:row|rows}`."""
    plain = re.compile(
        r"(?<!at most )(?<!at least )(?<!ore than )(?<!has )\{(?:n|m|k|d)\} (?:days|rows|files|units|cells|places|returns)\b"
    )
    assert {key: text for key, text in THERE.items() if plain.search(text)} == {}


def _said_of_a_plan(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts that name the programme, the whole, the office, the units or the region of the shipped plan outside {…}."""
    own = load_plan(SHIPPED).words
    words = [
        own[key]
        for key in ("programme", "programme_long", "whole", "office", "office_long", "local", "within", "region")
    ]
    bare = {key: BLANK.sub("", text) for key, text in texts.items()}
    return {key: text for key, text in bare.items() if any(word in text for word in words)}


@pytest.fixture(scope="module")
def said_by_the_program() -> dict[str, str]:
    """Every text, page of the guide and template of the program without its blanks: what lies outside resources/plans."""
    pages = (path for path in (ROOT / "resources").rglob("*") if path.suffix in (".md", ".toml"))
    kept = {path for path in pages if {"plans", "messages"}.isdisjoint(path.relative_to(ROOT).parts)}
    texts = {path.name: path.read_text("utf-8") for path in sorted(kept)}
    texts |= {**HERE, **{f"en.{key}": text for key, text in THERE.items()}}
    return {name: BLANK.sub("", text) for name, text in texts.items()}


def test_no_text_of_the_program_speaks_of_one_plan(said_by_the_program: dict[str, str]) -> None:
    assert _said_of_a_plan(said_by_the_program) == {}


OTHER_WORDS = {  # said of what has a word already
    "指纹": "核对码, of a key; 摘要, of its full SHA-256",
    "缘由": "理由",
    **dict.fromkeys(
        ("台账码", "台账完好", "台账本身", "核对台账", "记入台账"), "记录码, 办理记录: a 台账 is a register"
    ),
}


@pytest.mark.parametrize("word", OTHER_WORDS)
def test_one_thing_has_one_word(word: str, said_by_the_program: dict[str, str]) -> None:
    """The sentences of the shipped plan are a published document and stand as they are."""
    assert [name for name, text in said_by_the_program.items() if word in text] == [], OTHER_WORDS[word]


COMMON = {  # names the shipped plan gives to something that are words of the program too
    "一般", "不明", "代码", "企业", "其他", "停产", "初步", "名称", "填表人", "增长率", "完成日期", "审核人", "序号", "建成",
    "形式", "成员单位", "换算", "报出日期", "文号", "日期", "本年累计", "来源", "核定", "正常", "沿用", "状态", "电话", "社会",
    "类别", "类型", "经办人", "统一社会信用代码", "装机", "负责人", "责任科室", "责任领导", "达标", "上年同期", "不适用", "不一致",
    "承办单位", "项目", "预计", "面积", "竣工", "阶段", "存在问题", "下步", "下步打算", "本期进展", "完成百分比", "佐证", "佐证编号",
    "受阻", "成果文件", "未启动", "已完成", "任务进展表", "过程指标表", "号牌号码", "住建局", "商务局",
}  # fmt: skip


def _own_names() -> tuple[set[str], set[str]]:
    """Ids of the shipped plan, and what it calls its units, items, tables, columns and choices."""
    plan = load_plan(SHIPPED)
    named = (plan.units, plan.blocks, plan.indicators, plan.items, plan.process, plan.registers, plan.checks)
    tables = (*plan.registers.values(), *plan.tables.values())
    columns = [column for one in tables for column in one.columns]
    called = [name for unit in plan.units.values() for name in (*unit.aliases, *(one.name for one in unit.names))]
    called += [one.name for kind in (plan.items, plan.indicators) for one in kind.values()]
    called += [one.name for one in (*tables, *columns)]
    called += [choice for one in (*plan.items.values(), *columns) for choice in one.choices]
    return {id for kind in named for id in kind} | {plan.id}, {name for name in called if len(name) > 1} - COMMON


def test_nothing_outside_a_plan_says_an_id_or_a_name_of_it(said_by_the_program: dict[str, str]) -> None:
    ids, names = _own_names()
    whole = "\n".join(said_by_the_program.values())
    words = {word.strip(".-") for word in re.findall(r"[A-Za-z0-9.-]+", whole)}
    found = sorted(ids & words) + sorted(name for name in names if name in whole)
    assert found == []


def test_what_the_window_says_has_the_space() -> None:
    spoken = {key: text for key, text in catalogue().items() if not key.startswith("papers")}
    assert [key for key, text in spoken.items() if re.search(r"\}\{(单位|计量单位|measure)\}", text)] == []


def test_english_texts_have_no_chinese_but_words_to_be_typed() -> None:
    found = {}
    for key, text in THERE.items():
        rest = BLANK.sub("", text)
        for word in QUOTED:
            rest = rest.replace(f"'{word}'", "")
        if CHARACTER.search(rest) and key not in OWN_NAMES:
            found[key] = rest
    assert found == {}


def test_every_language_has_the_same_files_but_those_of_papers() -> None:
    files = {one: {path.name for path in (ROOT / "resources/messages" / one).glob("*/*.toml")} for one in LANGUAGES}
    assert sorted(files[CHINESE] - files[ENGLISH]) == [
        "findings.toml", "keys.toml", "papers-archive.toml", "papers-cells.toml", "papers-decisions.toml", "papers-document.toml", "papers-manual.toml", "papers-notice.toml",
        "papers-settings.toml",
        "papers-workbook.toml", "papers.toml",
            "plan_book.toml", "plan_guide.toml", "summary.toml",
    ]  # fmt: skip
    assert files[ENGLISH] <= files[CHINESE]


def test_every_meaning_of_a_field_of_the_cover_and_of_progress_has_its_words() -> None:
    """What a column is called is the plan's own; in English, and in help, it is told by what it means."""
    for head, more in (("window.fields.", set()), ("help.field.", {"other"})):
        assert {key.removeprefix(head) for key in THERE if key.startswith(head)} == {*Means, *more}


def test_no_text_is_found_by_a_name_of_a_plan() -> None:
    """A key made of a column's or an item's name is there for one plan alone, and missing for every other."""
    plan = load_plan(SHIPPED)
    columns = (*plan.cover_columns, *plan.progress_columns, *(c for r in plan.registers.values() for c in r.columns))
    names = {one.name for one in (*columns, *plan.items.values(), *plan.tables.values())}
    keys = {key for key in {*HERE, *THERE} if not key.startswith("plan_guide.prefix.")}  # words of the language
    assert {key for key in keys if names & {*key.split(".")}} == set()


NOUNS = "Unit|Office|Pack|Return|Cell|Period|Plan|Target|Indicator|Register|Finding|Explanation|Receipt|Revision"
INSIDE = re.compile(rf"(?<=[a-z,;] )(?:{NOUNS})s?\b")
STRANGE = re.compile(r"\b(?:mend(?:ed|s)?|chas(?:e|ed|ing)|words of the mail|take (?:it )?up again)\b", re.IGNORECASE)
CARRIES = re.compile(
    r"(?:errors|plan|looks|plan_reading|plan_try|plan_diff|plan_new)\."
)  # speak of the format of plans


def test_english_is_written_one_way() -> None:
    """Nouns of the field are small inside a sentence, and what is done is called as other programs call it."""
    screens = {
        key: text for key, text in THERE.items() if key.partition(".")[0] in ("window", "office", "first_run", "start")
    }
    large = {key: text for key, text in THERE.items() if INSIDE.search(BLANK.sub("", text))}
    assert large == {}, "write unit, office, return, period … small inside a sentence"
    assert {key: text for key, text in screens.items() if STRANGE.search(text)} == {}
