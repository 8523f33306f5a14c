"""Import heads: what the columns of a clerk's list are called, whatever their order, widths, stars and brackets."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeVar

from forms.given.cells import SheetCells
from models.basics.quantity import Measures
from models.basics.reading import half_width
from models.plan.plan import Plan, Register
from models.sheet.sheet import Sheet

Known = TypeVar("Known")
_ORDINALS = re.compile(r"[甲乙丙丁戊己庚辛]*")
_BLANKS, _BRACKET = re.compile(r"[\s*]"), re.compile(r"[(（][^()（）]*[)）]$")
_DAY = re.compile(r"20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?")
_YEAR = re.compile(r"(20\d\d)年")
_MONTHS = re.compile(r"\d{1,2}月?[-—–~～至到]+(\d{1,2})月")
_QUARTER, _QUARTERS = re.compile(r"([一二三四1-4])季度"), "一二三四"
_HALF = "上半年"
_COUNT = r"[一二三四五六七八九十\d]{1,3}\s*"
_NUMBERED = re.compile(rf"\s*(?:[（(]\s*{_COUNT}[)）]|{_COUNT}[、.．])\s*")  # 1. 二、 （三）
_SPAN = re.compile(  # 2020年1—9月, 前三季度累计, 2020年度; what a lone quarter or month is of, nobody can tell
    r"(?:(?P<year>20\d\d)年度?)?(?:(?:1月?|元月)[-—–~～至到]+(?P<month>\d{1,2})月(?:份|底|末)?"
    r"|(?:前|1[-—–~～至到]+)(?P<quarter>[二三四234])季度|(?P<half>上半年))?(?:累计)?(?:完成)?(?:数值?|情况)?"
)
_OF_MONTHS = frozenset("年月季半")  # nearly no cell has one of them
_YEARS_ALONE = re.compile(r"20\d\d年?度?")
_NEUTRAL = re.compile(r"(?:本年度?|今年|当年|本期|实际)?(?:累计)?(?:完成)?(?:数值?|情况|量|指标值)?")  # above months
_OTHER = re.compile(r"计划|目标|任务|预计|预期|预算|去年|上年|往年")  # above figures: they are not what was done
_OF_YEAR = re.compile(r"(20\d\d)年度?(.+)")
LONGEST_HEAD = 60  # characters
LEAST_COLUMNS = 2  # that make a line the heads of a register
HEADS = {  # what a column is called → what it holds
    "代码": "code", "指标代码": "code", "编码": "code", "指标名称": "name", "名称": "name", "项目": "name",
    "指标": "name", "填报项": "name",
    "本期数值": "value", "本期": "value", "本年累计": "value", "数值": "value", "内容": "value", "本期累计": "value",
    "本期数": "value", "本期累计数": "value", "本年累计数": "value", "累计完成": "value", "累计完成数": "value",
    "本期完成": "value", "本期完成数": "value", "本年累计完成": "value", "今年累计": "value", "当年累计": "value",
    "上年同期": "last_year", "上年同期数": "last_year", "上年同期数值": "last_year", "上年同期累计": "last_year",
    "去年同期": "last_year", "去年同期数": "last_year", "上年同期完成": "last_year", "去年同期累计": "last_year",
    "上年同期累计数": "last_year", "状态": "state", "状态说明": "note", "控制数": "control",
    "计量单位": "measure", "单位": "measure",
}  # fmt: skip


def head_name(text: str) -> str:
    """Return a column's head as it is compared: half width, without stars, spaces, brackets and colons."""
    name = _BLANKS.sub("", half_width(text.replace("\r", "").replace("\n", " "))).rstrip(":")
    return _BRACKET.sub("", name).rstrip(":") if name.endswith((")", "）")) else name


def item_names(name: str) -> tuple[str, ...]:
    """Return what an item may be called in a line, nearest first: as it stands, or without the number before it."""
    bare = _NUMBERED.sub("", name, count=1) if _NUMBERED.match(name) else ""
    return tuple(head_name(one) for one in (name, bare) if one)


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


def head_kinds(heads: Mapping[int, str], start: date, end: date) -> dict[int, str]:
    """Return place → what a column of a table holds, unknown ones left out.

    Where no head says 本期 or 上年同期, one that names the months of the period itself, or of the year before, does:
    2020年1—9月 beside 2019年1—9月. 2020年数值 is that of the period; 2019年数值 may be of the whole year.
    """
    kinds = {place: kind for place, text in heads.items() if (kind := head_kind(text))}
    of_year = {place: _OF_YEAR.fullmatch(head_name(text)) for place, text in heads.items() if place not in kinds}
    kinds |= {
        place: "value"
        for place, said in of_year.items()
        if said and int(said[1]) == end.year and head_kind(said[2]) == "value"
    }
    whole = start == date(end.year, 1, 1) and (end + timedelta(days=1)).day == 1
    for kind, year in (("value", end.year), ("last_year", end.year - 1)) if whole else ():
        if kind not in kinds.values():
            said = {place: _span_of(text) for place, text in heads.items() if place not in kinds}
            spans = {(year, end.month)} | ({(0, end.month)} if kind == "value" else set())
            kinds |= {place: kind for place, span in said.items() if span in spans}
    return kinds


def _span_of(head: str) -> tuple[int, int]:
    """The year and the last month of the months a head names from January on, 0 for what it does not say."""
    found = _SPAN.fullmatch(head_name(head))
    if found is None or not any(found.groups()):
        return 0, 0
    month = int(found["month"] or 12)
    if said := found["quarter"]:
        month = 3 * (_QUARTERS.index(said) + 1 if said in _QUARTERS else int(said))
    return int(found["year"] or 0), 6 if found["half"] else month


def names_months(text: str) -> bool:
    """True for a head that names the months from January on, or a year."""
    return len(text) <= LONGEST_HEAD and not _OF_MONTHS.isdisjoint(text) and _span_of(text) != (0, 0)


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
    for place in {*above, *cells.merged_in(number)} - own.keys():
        first = cells.merged.get((number, place))
        text = cells.text(*first) if first is not None and first[0] < number else ""
        if not text and first is None and cells.merged.get((number - 1, place)) is None:
            text = cells.text(number - 1, place)
        if text and (first is None or first[1] == place):
            own[place] = text
    return own


def table_heads(cells: SheetCells, number: int) -> dict[int, str]:
    """Return place → head of a list whose heads end in a row, with what stands above several of them where it matters.

    Months say the year of the head above them (2019年 over 三季度 and 1-3季度), and are unknown under other words;
    figures below 计划 are none of the period. A head above several others is that of none of them, nor of the first.
    """
    heads, lower = heads_at(cells, number), cells.rows.get(number + 1, {})
    own = {place for place, shown in cells.rows.get(number, {}).items() if shown.text.strip()}
    for place in [one for one in own & heads.keys() if cells.merged.get((number, one)) == (number, one)]:
        under = [
            at for at in lower if cells.merged.get((number, at)) == (number, place) and at not in cells.rows[number]
        ]
        texts = [cells.text(number + 1, at) for at in (place, *under)]
        if len(texts) > 1 and all(map(known_word, texts)) and _is_below(cells, number + 1, heads):
            del heads[place]
    if any(head_kind(heads[place]) in ("code", "name") for place in heads.keys() - own):
        heads |= {place: f"{_above(cells, number, place, heads[place])}{heads[place]}" for place in own & heads.keys()}
    return heads


def _is_below(cells: SheetCells, number: int, heads: Mapping[int, str]) -> bool:
    """True for a row that belongs to the heads above it: what tells the items is merged down to it, or not said."""
    told = [place for place, text in heads.items() if head_kind(text) in ("code", "name")]
    return bool(told) and not any(cells.text(number, place) for place in told)


def _above(cells: SheetCells, number: int, place: int, head: str) -> str:
    """What stands above a head and others beside it, where it says what the head is of; "" elsewhere."""
    first, months = cells.merged.get((number - 1, place)), names_months(head)
    if not months and head_kind(head) != "value":
        return ""
    if first is None:  # written into the first column alone
        left = (cells.text(number - 1, at) for at in range(place, 0, -1))
        above = head_name(next((one for one in left if one), ""))
        return above if _YEARS_ALONE.fullmatch(above) else ""
    above = head_name(cells.text(*first))
    both = f"{above}{head}"
    if months:
        return "" if _NEUTRAL.fullmatch(above) else above
    return above if head_kind(both) or names_months(both) or _OTHER.search(above) else ""


def below_heads(texts: Sequence[str], measures: Measures) -> bool:
    """True for a line that belongs to the heads above it: it says their measures, or numbers them (甲, 乙, 1, 2)."""
    bare = [half_width(text).strip().strip("()") for text in texts]
    if bare and all(measures.name(text) in measures.named for text in bare):
        return True
    letters = [text for text in bare if not text.isdecimal()]
    numbers = [text for text in bare if text.isdecimal()]
    ordered = numbers == [str(n) for n, _ in enumerate(numbers, 1)]
    return len(bare) > LEAST_COLUMNS and ordered and bool(numbers) and _ORDINALS.fullmatch("".join(letters)) is not None


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
