"""The program knows no plan: the shipped one under other names and in another order gives the same in all respects.

Beside it: every text constant of the program is met with every id and name of the shipped plan. No id stands in the
code at all; a name only where the list below says why.
"""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from forms.document.document import write_document
from models.basics.messages import use_words
from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan, load_plan_bytes
from models.plan.plan import Plan
from models.returns.frozen import freeze
from models.settings.load import read_settings
from models.settings.settings import Settings
from models.sheet.cells import State
from models.sheet.explanation import Explanation
from tests.golden.made_up_city import Entries, entries, said, sheets
from tests.models.plan.renamed import Renamed, renamed
from tests.pdf_text import pdf_signs

ROOT = Path(__file__).resolve().parents[3]
UNITS = ("610902", "6109GX", "610929", "M01", "M02", "M03", "M07", "M09", "M10", "M11", "M12")
SETTINGS = """
[parameters]
q16_average = "ratio_of_sums"
r06_towns = ["蒿坪镇", "漫川关镇"]
[parameters.land_area]
"610929" = "1.00"
[[parameters.factors]]
"组" = "FS-A"
"煤" = "2.66"
"油" = "1.73"
"气" = "1.56"
"电" = "0.6671"
[[parameters.r07_threshold]]
"畜种" = "生猪"
"规模" = "500"
[overlap.Q06]
"6109GX" = "included_in_county"
[groups]
G01 = ["M01", "M02", "M03"]
[[target]]
unit = "610902"
indicator = "Q06"
value = "15.00"
doc_no = "3号"
"""
LIST = re.compile(r"[^：；。“”\[\]', ]+(?:、[^：；。“”\[\]', ]+)+")
ORDINAL = re.compile(r"(?<=^\[')\d+．|(?<=^\[')\d+(?=')|(?<='说明)\d+")  # places in a list
CODES = ("校验码", "数据摘要")  # rows of a paper that hang on its bytes


@cache
def plan() -> Plan:
    return load_plan(SHIPPED)


@cache
def typed() -> dict[tuple[str, str], Entries]:
    drawn = entries(plan(), settings(plan(), None), 5)
    return {place: made for place, made in drawn.items() if place[0] in UNITS}


def settings(of: Plan, names: Renamed | None) -> Settings:
    text = SETTINGS
    if names is not None:
        words = re.compile(r'(?<==)"|[^\W]+(?:-\w+)*')
        text = words.sub(lambda found: names.names.get(found[0], found[0]), text)
    return read_settings(text, of, Settings())


def under(names: Renamed) -> dict[tuple[str, str], Entries]:
    """What was typed, at its places under the other names."""
    found = {}
    for (unit, period), made in typed().items():
        cells: dict[str, str | State] = {names.there(a): t for a, t in made.cells.items()}
        registers = {
            names.there(r): [{names.there(c): text for c, text in row.items()} for row in rows]
            for r, rows in made.registers.items()
        }
        found[names.there(unit), names.there(period)] = Entries(cells, registers)
    return found


def plain(found: dict[str, list[Any]], names: Renamed | None) -> dict[str, Counter[str]]:
    """What is said, each place for itself and in no order; of a paper the rows of its workbook without its codes."""
    back = names.back if names else str
    return {back(place): Counter(_lines(place, told, back)) for place, told in found.items()}


def _lines(place: str, told: list[Any], back: Callable[[str], str]) -> Iterator[str]:
    for one in told:
        if place.startswith("findings"):  # what is lacking stands in no order
            one = [*one[:-1], sorted(map(back, one[-1]))]
        if place.startswith("paper") and (isinstance(one, str) or one[0] in CODES):
            continue  # codes hang on the ids
        one = ORDINAL.sub("", str(one)) if place.startswith("paper") else one
        yield LIST.sub(lambda listed: "、".join(sorted(listed[0].split("、"))), back(str(one)))


def papers() -> list[tuple[str, str]]:
    return [place for place in sorted(typed()) if place[1] in ("2020Q3", "2020Y初步")][:8]


@cache
def as_shipped() -> dict[str, Counter[str]]:
    return plain(said(plan(), settings(plan(), None), typed(), papers(), pages=False), None)


SEEDS = (1, 2, 3)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_plan_under_other_names_and_in_another_order_gives_the_same(seed: int) -> None:
    """Each seed renames all there is; what is said is compared for its share of the periods, each with its history."""
    names = renamed(seed)
    other = load_plan_bytes(names.files)
    periods = list(plan().periods)[SEEDS.index(seed) :: len(SEEDS)]
    asked = [(names.there(unit), names.there(period)) for unit, period in papers() if period in periods]
    there = [names.there(period) for period in periods]
    found = plain(said(other, settings(other, names), under(names), asked, periods=there, pages=False), names)
    mine = {place: told for place, told in as_shipped().items() if place.rpartition(" ")[2] in periods}
    assert mine and found.keys() == mine.keys()
    for place in mine:
        assert found[place] == mine[place], place


NO_IDS = {"A1": "the first cell of a spreadsheet"}  # written like an id of the shipped plan
_BLANK = "a blank of the program's own texts, filled by name"
_WORD = "a word of the formula language, said after 期. 单位. 方案. or 状态."
_HEAD = "what a clerk's list may call its columns, whatever plan it is for"
ALLOWED = {  # text constant of the program that is also a name of the shipped plan → why
    "县区": "a blank of texts that the plan's [words] fill", "文号": _BLANK, "日期": _BLANK, "名称": f"{_BLANK}; {_WORD}; {_HEAD}",
    "项目": f"{_BLANK}; {_HEAD}", "上年同期": f"{_BLANK}; {_HEAD}", "本年累计": _HEAD, "代码": f"{_WORD}; {_HEAD}",
    "镇名": _HEAD, "累计完成": _HEAD, "状态": f"{_WORD}; {_HEAD}", "始": _WORD, "止": _WORD, "类别": _WORD, "类型": _WORD,
}  # fmt: skip


@cache
def _constants() -> tuple[tuple[str, str], ...]:
    return tuple(_read_constants())


def _read_constants() -> Iterator[tuple[str, str]]:
    for room in ("models", "forms", "ui"):
        for path in sorted((ROOT / room).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            docs = set()
            for node in ast.walk(tree):  # what holds a docstring comes before it
                if _documented(node):
                    docs.add(id(node.body[0].value))
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                    yield str(path.relative_to(ROOT)), node.value


def _documented(node: ast.AST) -> bool:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return (
        isinstance(node, kinds)
        and bool(node.body)
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    )


def _ids(of: Plan) -> set[str]:
    kinds = (of.units, of.blocks, of.indicators, of.items, of.process, of.tables, of.registers, of.checks)
    return {id for found in kinds for id in found} | {of.id}


def _names(of: Plan) -> set[str]:
    found = {one.name for one in (*of.items.values(), *of.indicators.values(), *of.registers.values())}
    columns = [column for register in of.registers.values() for column in register.columns]
    columns += [column for table in of.tables.values() for column in table.columns]
    columns_of = [one for parameter in of.parameters.values() for one in parameter.columns]
    found |= {column.name for column in columns} | {column.name for column in columns_of}
    return found | {dated.name for unit in of.units.values() for dated in unit.names}


def test_no_id_of_a_plan_stands_in_the_program() -> None:
    ids = _ids(plan())
    assert [(path, text) for path, text in _constants() if text in ids - NO_IDS.keys()] == []


def test_a_name_of_a_plan_stands_in_the_program_only_for_a_reason() -> None:
    names = _names(plan())
    met = sorted({(path, text) for path, text in _constants() if text in names and text not in ALLOWED})
    assert met == []
    assert [text for text in ALLOWED if text not in names] == []


PRINTED = ("610902", "2020Q3")  # a return whose pages are read as text


def on_pages(of: Plan, names: Renamed | None) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the plan that stand on the pages of a return, and the other signs: lines break elsewhere."""
    place = PRINTED if names is None else (names.there(PRINTED[0]), names.there(PRINTED[1]))
    mine = typed() if names is None else under(names)
    use_words(of.words)
    (sheet,) = sheets(of, settings(of, names), {place: mine[place]}).values()
    findings = run_checks(sheet)
    sheet = replace(sheet, explanations={one.key: Explanation("测试数据，与实际情况无关") for one in findings})
    filed = freeze(sheet, test=True)
    content = write_document(filed, sheet, findings)
    text = (names.back if names else str)(pdf_signs(content, "-raw"))
    known = [name for name in own_names() if name in text]
    return frozenset(known), frozenset(re.findall(r"[\u4e00-\u9fff]", text))


@cache
def own_names() -> tuple[str, ...]:
    """What the shipped plan calls its items, columns, tables and registers."""
    of = plan()
    columns = (one.name for register in of.registers.values() for one in register.columns)
    cover = (one.name for table in of.tables.values() for one in table.columns)
    called = (one.name for kind in (of.items, of.tables, of.registers, of.indicators) for one in kind.values())
    return tuple(dict.fromkeys((*called, *columns, *cover, *(one.first_name for one in of.units.values()))))


@cache
def printed() -> tuple[frozenset[str], frozenset[str]]:
    return on_pages(plan(), None)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_pages_of_a_return_say_the_same_under_other_names(seed: int) -> None:
    names = renamed(seed)
    assert len(printed()[0]) > 60
    assert on_pages(load_plan_bytes(names.files), names) == printed()
