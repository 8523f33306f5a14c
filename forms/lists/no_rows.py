"""No rows: lines of a list that are none of its entries — totals, parts, averages, feet, the numbers of pages."""

import re
from collections.abc import Collection, Sequence

from models.basics.reading import half_width

_SUM = r"(?:合计|总计|小计|共计|合計|總計|小計)"
_TOTAL = re.compile(
    rf"(?:[^:]{{0,12}}{_SUM}|(?:本页|本期|本年|年|全部|以上)?累计|汇总|总数|总和|(?:sub|grand)?total)"
    r"(?:\([^()]{0,8}\))?(?::|:?共?[\d.,]+\D{0,3})?|(?:总|合)?共(?:有|计)?[\d.,]+[^\d:]{1,6}",
    re.IGNORECASE,
)
_PART = re.compile(r"\W*其中")
_COMPARED = re.compile(
    r"(?:全[省市县区镇乡]|总)?(?:平均|人均|户均)(?:值|数|水平)?(?:\([^()]{0,8}\))?|"
    r"(?:(?:同|环)比)?增(?:长|减|幅|速)(?:率|额|幅度)?(?:\(?[%‰]\)?)?|(?:同|环)比(?:变化)?(?:\(?[%‰]\)?)?|"
    r"(?:上年|去年|上期)(?:同期|全年)?(?:累计)?数?|"
    r"[比较](?:上年|去年|上期|同期)[^:]{0,6}|\(共?\d+[个家户处项辆台座][^()]{0,4}\)"
)
_WHOLE = re.compile(r"全[省市县区镇乡](?:数|总数|汇总)?(?:\([^()]{0,8}\))?:?")
_OF_YEAR = re.compile(r"(?:19|20)\d\d年(?:度|同期|累计)?数?")  # alone: what all made in that year
_FIGURE = re.compile(r"[-+±\d.,%‰\s]*(?:[千万亿]?[吨亩元人户个家座辆台]|公顷|平方米|立方米|千瓦时?)?|[-—/]+")
_BY, _WHO = r"(?:填表|制表|填报|审核|复核|负责|经办|联系|报送|编制)", r"(?:人|日期|时间|电话|单位)"
_ASIDE = r"(?:[(（][^()（）]{0,8}[)）])?"
_SIGNED = re.compile(
    rf"(?:单位)?{_BY}(?:{_WHO}?{_ASIDE}[:：].*|{_WHO}{_ASIDE}\s+\S.*)|[(（]?(?:单位)?(?:公章|盖章)[)）]?", re.DOTALL
)
_NOTED = re.compile(r"(?:(?:备注|附注|说明|注)\s?(?:\d{1,2}\s?[:：、.．]|[:：])|(?:数据|资料)来源[:：]|※).*", re.DOTALL)
_PAGE = r"第?\d+页.{0,3}共\d+页|第\d+页"
_PAGED = re.compile(rf"[(（]?(?:{_PAGE})[)）]?")
_ENDED = re.compile(rf"[(（]?(?:{_PAGE}|以下(?:空白|无(?:数据|内容|正文)?)|(?:暂|均)?无|没有)[)）]?")


def is_total(text: str) -> bool:
    """True for the first words of a line of totals: 合计, 本页小计, 合计：3个, 共3个."""
    return _TOTAL.fullmatch("".join(half_width(text).split())) is not None


def is_part(text: str) -> bool:
    """True for the first words of a line that says again a part of what stands above it: 其中：市级."""
    return _PART.match(text) is not None


def why_no_row(texts: Sequence[str], counted: Collection[str] = ()) -> str:
    """Return the key of the sentence why a line of a list is no row of it, "" for one that may be: totals, parts, feet.

    `texts` stand on the line, from left to right, without blanks; `counted` are the columns of figures: 总户数 is no
    name where 户数 are counted. 全市 before the name of a thing is where that is; alone it is what all of them make
    together.
    """
    if any(is_total(text) for text in texts[:3]) or (texts and _is_total_of(texts[0], counted)):
        return "imports.total_row"
    if any(is_part(text) for text in texts[:2]):
        return "imports.part_row"
    if texts and is_foot(texts[0]):
        return "imports.foot_row"
    words = (said for text in texts if not _FIGURE.fullmatch(said := "".join(half_width(text).split())))
    first = next(words, "")  # it tells for nearly every line: no more of it is looked at
    if first and _COMPARED.fullmatch(first):
        return "imports.summary_row"
    meant = next((one for one in (_WHOLE, _OF_YEAR) if first and one.fullmatch(first)), None)
    return "imports.summary_row" if meant is not None and all(map(meant.fullmatch, words)) else ""


def _is_total_of(text: str, counted: Collection[str]) -> bool:
    said = "".join(half_width(text).split()).rstrip(":")
    return said.startswith("总") and said[1:] in counted


def is_ended(text: str) -> bool:
    """True for a lone text that says that nothing stands here: 以下空白, 无, the number of a page."""
    return _ENDED.fullmatch("".join(half_width(text).split())) is not None


def is_foot(text: str) -> bool:
    """True for what stands below a list: who made it, when, notes, the number of a page."""
    paged = _PAGED.fullmatch("".join(half_width(text).split())) is not None
    return paged or is_signed(text) or _NOTED.fullmatch(text.strip()) is not None


def is_signed(text: str) -> bool:
    """True for who made a list and when."""
    return _SIGNED.fullmatch(text.strip()) is not None
