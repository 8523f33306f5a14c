"""Import heads: what the columns of a clerk's list are called, whatever their order, widths, stars and brackets."""

import re
from collections.abc import Mapping

from models.basics.reading import half_width
from models.plan.plan import Register

LEAST_COLUMNS = 2  # that make a line the heads of a register
HEADS = {  # what a column is called → what it holds
    "代码": "code", "指标代码": "code", "编码": "code", "指标名称": "name", "名称": "name", "项目": "name",
    "本期数值": "value", "本期": "value", "本年累计": "value", "数值": "value", "内容": "value", "本期累计": "value",
    "上年同期": "last_year", "上年同期数": "last_year", "状态": "state", "状态说明": "note", "控制数": "control",
}  # fmt: skip


def head_name(text: str) -> str:
    """Return a column's head as it is compared: first line, half width, no star, no brackets behind it."""
    first = half_width(text.split("\n")[0]).replace("*", "").replace(" ", "")
    return re.sub(r"[(（].*?[)）]$", "", first).strip()


def register_columns(register: Register, heads: Mapping[int, str]) -> dict[int, str]:
    """Return place → column of a register for the heads that name one; empty when too few do to be its heads."""
    names = {head_name(column.name): column.name for column in register.columns}
    found = {place: names[head_name(head)] for place, head in heads.items() if head_name(head) in names}
    keyed = {name for key in register.keys for name in key}
    enough = len(found) >= min(LEAST_COLUMNS, len(register.columns)) and (not keyed or keyed & set(found.values()))
    return found if enough and len(set(found.values())) == len(found) else {}
