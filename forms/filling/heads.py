"""Import heads: what the columns of a clerk's list are called, whatever their order, widths, stars and brackets."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TypeVar

from forms.given.cells import SheetCells
from models.basics.quantity import Measures
from models.basics.reading import half_width
from models.plan.plan import Plan, Register
from models.sheet.sheet import Sheet

Known = TypeVar("Known")
_TOTAL = re.compile(
    r"(?:[^:]{0,12}(?:合计|总计|小计|共计)|(?:本页|本期|全部|以上)?累计)(?:\([^()]{0,8}\))?(?::|:?共?[\d.,]+\D{0,3})?"
)
_PART = re.compile(r"\W*其中")
_COMPARED = re.compile(
    r"(?:全[省市县区镇乡]|总)?(?:平均|人均|户均)(?:值|数|水平)?(?:\([^()]{0,8}\))?|"
    r"(?:(?:同|环)比)?增(?:长|减|幅|速)(?:率|额|幅度)?(?:\(?[%‰]\)?)?|(?:同|环)比(?:变化)?(?:\(?[%‰]\)?)?|"
    r"[比较](?:上年|去年|上期|同期)[^:]{0,6}|\(共?\d+[个家户处项辆台座][^()]{0,4}\)"
)
_WHOLE = re.compile(r"全[省市县区镇乡](?:数|总数|汇总)?(?:\([^()]{0,8}\))?:?")
_FIGURE = re.compile(r"[-+±\d.,%‰\s]*(?:[千万亿]?[吨亩元人户个家座辆台]|公顷|平方米|立方米|千瓦时?)?|[-—/]+")
_BY = r"(?:填表|制表|填报|审核|复核|负责|经办|联系|报送|编制)"
_SIGNED = re.compile(rf"(?:单位)?{_BY}(?:人|日期|时间|电话|单位)?(?:[(（][^()（）]{{0,8}}[)）])?[:：].*", re.DOTALL)
_NOTED = re.compile(r"(?:备注|附注|说明|注|(?:数据|资料)来源)[:：].*", re.DOTALL)
_ENDED = re.compile(
    r"[(（]?(?:第?\d+页.{0,3}共\d+页|第\d+页|以下(?:空白|无(?:数据|内容|正文)?)|(?:暂|均)?无|没有)[)）]?"
)
_ORDINALS = re.compile(r"[甲乙丙丁戊己庚辛]*")
_BLANKS, _BRACKET = re.compile(r"[\s*]"), re.compile(r"[(（][^()（）]*[)）]$")
_DAY = re.compile(r"20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?")
_YEAR = re.compile(r"(20\d\d)年")
_MONTHS = re.compile(r"\d{1,2}月?[-—–~～至到]+(\d{1,2})月")
_QUARTER, _QUARTERS = re.compile(r"([一二三四1-4])季度"), "一二三四"
_HALF = "上半年"
LONGEST_HEAD = 60  # characters
LEAST_COLUMNS = 2  # that make a line the heads of a register
HEADS = {  # what a column is called → what it holds
    "代码": "code", "指标代码": "code", "编码": "code", "指标名称": "name", "名称": "name", "项目": "name",
    "指标": "name", "填报项": "name",
    "本期数值": "value", "本期": "value", "本年累计": "value", "数值": "value", "内容": "value", "本期累计": "value",
    "本期数": "value", "本期累计数": "value", "本年累计数": "value",
    "上年同期": "last_year", "上年同期数": "last_year", "上年同期数值": "last_year", "上年同期累计": "last_year",
    "去年同期": "last_year", "去年同期数": "last_year", "状态": "state", "状态说明": "note", "控制数": "control",
    "计量单位": "measure", "单位": "measure",
}  # fmt: skip


def head_name(text: str) -> str:
    """Return a column's head as it is compared: half width, without stars, spaces, brackets and colons."""
    name = _BLANKS.sub("", half_width(text.replace("\r", "").replace("\n", " "))).rstrip(":")
    return _BRACKET.sub("", name).rstrip(":") if name.endswith((")", "）")) else name


@lru_cache(maxsize=8192)  # each cell of a list might be a head, and most cells say what another one says
def head_names(text: str) -> tuple[str, ...]:
    """Return what a head may be called, nearest first: all of it, or its first line where notes stand below."""
    first = text.strip().split("\n")[0]
    names = (head_name(text),) if first == text else (head_name(text), head_name(first))
    return tuple(dict.fromkeys(name for name in names if name))


def known_head(text: str, names: Mapping[str, Known]) -> Known | None:
    """Return what a head means among some names, None where none of them is meant."""
    return next((names[name] for name in head_names(text) if name in names), None)


def plan_names(plan: Plan) -> frozenset[str]:
    """Return everything a plan calls something by: codes and names of items, indicators, tables and tasks."""
    called = [
        *((one.id, one.name) for named in (plan.items, plan.indicators, plan.tables) for one in named.values()),
        *((one.id, one.title) for one in plan.blocks.values()),
    ]
    return frozenset(text for code, name in called for text in (code.upper(), head_name(name)))


def head_words(sheet: Sheet) -> frozenset[str]:
    """Return every name a head of ours may have: rows without one are no heads and need no closer look."""
    columns = [
        *sheet.plan.progress_columns,
        *(c for name in sheet.register_ids for c in sheet.plan.registers[name].columns),
    ]
    return frozenset((*HEADS, *(head_name(column.name) for column in columns)))


def head_kind(text: str) -> str:
    """Return what a column of a table holds (`HEADS`), "" where its head is unknown."""
    return known_head(text, HEADS) or ""


def register_columns(register: Register, heads: Mapping[int, str]) -> dict[int, str]:
    """Return place → column of a register for the heads that name one; empty when too few do to be its heads."""
    names = {head_name(column.name): column.name for column in register.columns}
    found = {place: name for place, head in heads.items() if (name := known_head(head, names)) is not None}
    keyed = {name for key in register.keys for name in key}
    enough = len(found) >= min(LEAST_COLUMNS, len(register.columns)) and (not keyed or keyed & set(found.values()))
    return found if enough and len(set(found.values())) == len(found) else {}


def heads_at(cells: SheetCells, number: int) -> dict[int, str]:
    """Return place → head of the line of heads that ends in a row.

    A head merged downwards belongs to the lowest row of its merge; where a row of heads says nothing in a column, the
    row above it does. A head above several others (第三季度 over 本期 and 上年同期) is not theirs.
    """
    own = {place: shown.text for place, shown in cells.rows.get(number, {}).items() if shown.text.strip()}
    if not any(known_word(text) for text in own.values()):
        return own
    above = cells.rows.get(number - 1, {})
    for place in {*above, *(column for row, column in cells.merged if row == number)} - own.keys():
        first = cells.merged.get((number, place))
        text = cells.text(*first) if first is not None and first[0] < number else ""
        if not text and first is None and cells.merged.get((number - 1, place)) is None:
            text = cells.text(number - 1, place)
        if text and (first is None or first[1] == place):
            own[place] = text
    return own


def below_heads(texts: Sequence[str], measures: Measures) -> bool:
    """True for a line that belongs to the heads above it: it says their measures, or numbers them (甲, 乙, 1, 2)."""
    bare = [half_width(text).strip().strip("()") for text in texts]
    if bare and all(measures.name(text) in measures.named for text in bare):
        return True
    letters = [text for text in bare if not text.isdecimal()]
    numbers = [text for text in bare if text.isdecimal()]
    ordered = numbers == [str(n) for n, _ in enumerate(numbers, 1)]
    return len(bare) > LEAST_COLUMNS and ordered and bool(numbers) and _ORDINALS.fullmatch("".join(letters)) is not None


def is_total(text: str) -> bool:
    """True for the first words of a line of totals: 合计, 本页小计, 合计：3个."""
    return _TOTAL.fullmatch("".join(half_width(text).split())) is not None


def is_part(text: str) -> bool:
    """True for the first words of a line that says again a part of what stands above it: 其中：市级."""
    return _PART.match(text) is not None


def why_no_row(texts: Sequence[str]) -> str:
    """Return the key of the sentence why a line of a list is no row of it, "" for one that may be: totals, parts, feet.

    `texts` stand on the line, from left to right, without blanks. 全市 before the name of a thing is where that
    is; alone it is what all of them make together.
    """
    if any(is_total(text) for text in texts[:3]):
        return "imports.total_row"
    if any(is_part(text) for text in texts[:2]):
        return "imports.part_row"
    if texts and is_foot(texts[0]):
        return "imports.foot_row"
    words = (said for text in texts if not _FIGURE.fullmatch(said := "".join(half_width(text).split())))
    first = next(words, "")
    if _COMPARED.fullmatch(first) or (_WHOLE.fullmatch(first) and all(map(_WHOLE.fullmatch, words))):
        return "imports.summary_row"
    return ""


def is_ended(text: str) -> bool:
    """True for a lone text that says that nothing stands here: 以下空白, 无, the number of a page."""
    return _ENDED.fullmatch("".join(half_width(text).split())) is not None


def is_foot(text: str) -> bool:
    """True for what stands below a list: who made it, when, notes."""
    return is_signed(text) or _NOTED.fullmatch(text.strip()) is not None


def is_signed(text: str) -> bool:
    """True for who made a list and when."""
    return _SIGNED.fullmatch(text.strip()) is not None


def of_other_period(text: str, start: date, end: date) -> bool:
    """True for a title that names years, quarters or months, and none of them is that of a period from `start` on.

    A day (when it was filled in) names no period, nor does what stands beside the right one (与2019年同期比).
    """
    said = _DAY.sub("", "".join(half_width(text).split()))
    years = {int(one) for one in _YEAR.findall(said)}
    quarters = ((_QUARTERS.index(one) + 1 if one in _QUARTERS else int(one)) * 3 for one in _QUARTER.findall(said))
    named = {*quarters, *([6] if _HALF in said else [])} if start.month == 1 else set()  # else a year begins in April
    last = named | {int(one) for one in _MONTHS.findall(said)}
    return bool(years and not years & {start.year, end.year}) or bool(last and end.month not in last)


def known_word(text: str) -> bool:
    """True for a text that could be a head: short, and no figure."""
    return 0 < len(text.strip()) <= LONGEST_HEAD and not is_figure(text)


def is_figure(text: str) -> bool:
    """True for a text of digits and the signs of figures and days alone."""
    return re.fullmatch(r"[-\d.,%\s]+", text.strip()) is not None
