"""Import rows: a register in somebody's book, its columns found by their names.

Totals, signatures at the foot and rows whose names are masked are no rows of a register: they are refused by place.
"""

import re
from collections.abc import Mapping

from forms.book.text import word
from forms.filling.import_page import OpenPage
from forms.wording.masks import STAR
from models.basics.messages import say
from models.basics.reading import half_width
from models.filling.proposal import OfferedRow
from models.plan.plan import ColumnType, Register

_TOTAL = re.compile(r"(?:本页|本期|全部|以上)?(?:合计|总计|小计|共计|累计)[:：]?")
_FOOT = re.compile(
    r"(?:单位)?(?:填表|制表|填报|审核|负责|经办|联系)(?:人|日期|时间|电话|单位)[:：].*|(?:备注|附注|说明|注)[:：].*",
    re.DOTALL,
)
_BESIDE = frozenset(word(f"column.{name}") for name in ("number", "register", "counting"))


def read_register(page: OpenPage, register: Register, columns: Mapping[int, str], *, chosen: bool = False) -> None:
    """Offer the rows of a register; `columns` is place → column. `chosen`: a person has said which are read."""
    out = page.collected
    if any(word("mark.masked") in text for text in page.heads.values()):
        out.remarks.append(say("imports.masked", 台账=register.name))
        return
    out.scope.add(register.id)
    page.tell_hidden(columns)
    if not chosen:
        page.tell_columns(columns, _BESIDE)
    days = {column.name for column in register.columns if column.type is ColumnType.DATE}
    ordinal = {column.name for column in register.columns if column.ordinal}
    for number in page.lines():
        if not any(page.says(number, place) for place, name in columns.items() if name not in ordinal):
            continue
        reason = _no_row(page, number, register, columns)
        if reason:
            out.refuse(page.place(number), reason)
            continue
        texts = {
            name: page.typed(number, place, day=name in days)
            for place, name in columns.items()
            if page.usable(number, place)
        }
        if texts.keys() - ordinal:
            out.hidden += number in page.cells.hidden
            out.rows.append(OfferedRow(register.id, texts, page.place(number)))


def _no_row(page: OpenPage, number: int, register: Register, columns: Mapping[int, str]) -> str:
    """Why a line is no row of a register, "" for one that is."""
    if any((number, place) in page.cells.merged and page.says(number, place) for place in columns):
        return say("imports.merged", 行=number)
    texts = [shown.text.strip() for shown in page.cells.rows[number].values() if shown.text.strip()]
    if any(_TOTAL.fullmatch(half_width(text).replace(" ", "")) for text in texts[:2]):
        return say("imports.total_row")
    if texts and _FOOT.fullmatch(texts[0]):
        return say("imports.foot_row")
    if len(texts) == 1 and (page.last_before_heads(number) or register.name in texts[0]):
        return say("imports.title_row")
    masked = [column.name for column in register.columns if column.mask]
    hidden = [
        name for place, name in columns.items() if name in masked and STAR in half_width(page.text(number, place))
    ]
    return say("imports.masked_row", 栏="、".join(hidden)) if hidden else ""
