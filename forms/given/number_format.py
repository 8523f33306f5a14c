"""Number formats: what a spreadsheet shows of a stored number or text, as far as it matters to who reads it.

A format may show another magnitude (a comma behind the digits, a point put between them), a sign of its own (a % in
quotes, 万, 约), zeros in front, a day without its year, or nothing at all. What is taken is what is shown; where that
cannot be said in figures, what is stored and what is shown are both given and nobody guesses.
Source: ECMA-376-1 §18.8.30–31.
"""

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import isfinite, isnan

from forms.book.text import kept_figure
from forms.given.cells import EXACT, GivenCell
from forms.given.format_sections import FormatSection, format_sections
from models.basics.quantity import Rounding, plain, round_to
from models.basics.records import dataclass

GENERAL = "General"
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', 42: '_-¥* #,##0_-;-¥* #,##0_-;_-¥* "-"_-;_-@_-',
    43: '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', 44: '_-¥* #,##0.00_-;-¥* #,##0.00_-;_-¥* "-"??_-;_-@_-',
    48: "##0.0E+0", 49: "@", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "m/d", 17: "yyyy/m", 18: "h:mm", 19: "h:mm:ss",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
    27: "yyyy/m", 28: "m/d", 29: "m/d", 30: "m/d/yy", 31: "yyyy/m/d", 32: "h:mm", 33: "h:mm:ss", 34: "h:mm",
    35: "h:mm:ss", 36: "yyyy/m", 50: "yyyy/m", 51: "m/d", 52: "yyyy/m", 53: "m/d", 54: "m/d", 55: "h:mm",
    56: "h:mm:ss", 57: "yyyy/m", 58: "m/d",
}  # fmt: skip  # 27–36 and 50–58 as Chinese programs show them
_FIRST_DAY, _LAST_DAY = 61, 2_958_465  # from 1900-03-01, when the day that never was is past, to 9999-12-31
_JANUARY = 31  # days
_WEEK = "一二三四五六日"
NEUTRAL = re.compile(r"[\s¥￥$€+()（）-]*")  # signs before a figure that say nothing about the magnitude
BOUND = (  # before a figure, or behind it: what is stored is the end of a range, not the figure
    re.compile(r"(?:[<>≤≥≦≧⩽⩾＜＞]=?|不足|不到|超过?|逾|至少|最多|不少于|不低于|不超过|低于|高于|大于|小于)\s*$"),
    re.compile(r"^\s*(?:[+＋]|[余多](?:\s*$|[万亿]))|(?:以上|以下|以内|起)\s*$"),
)
BEHIND = re.compile(r"[\s¥￥$€)）]*")  # … and behind it: 5+ is five and more, 5- is none


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownText:
    """What a cell gives: the text to take; `seen` what is shown instead, where that is another thing."""

    text: str
    seen: str | None = None
    year_unseen: bool = False  # a day of which the sheet does not show the year
    rounded: bool = False  # the sheet shows fewer places than it keeps


def shown_number(stored: str, code: str, *, date_1904: bool = False) -> ShownText:
    """Return what a number, written plainly, gives in a cell with a format."""
    try:
        value = Decimal(stored)
    except InvalidOperation:
        return ShownText(text=stored)
    section, own_sign = _section_for(value, code)
    if section.kind == "general":
        return ShownText(text=stored)
    if section.kind == "day":
        return _day(value, stored, section, date_1904=date_1904)
    size = abs(value) if own_sign else value
    if section.kind in ("words", "text") or (not value and "0" not in section.mask and not section.power):
        words = (section.before + (plain(size) if section.kind == "text" else "") + section.after).strip()
        return ShownText(text=words) if words else ShownText(text=stored, seen="")
    return _number(size, section, lost_sign=own_sign and value < 0, stored=stored)


def number_cell(stored: str, code: str, *, formula: bool, date_1904: bool) -> GivenCell:
    """Return a number cell as a person sees it; `stored` as the book writes the number. Raises ValueError for none."""
    if not isfinite(float(stored)):  # no spreadsheet keeps such a number
        return GivenCell(stored, formula=formula, rough=not isnan(float(stored)))
    figure = kept_figure(stored)
    look = shown_number(figure, code, date_1904=date_1904)
    bare = date_1904 and look.text == figure and look.seen is None
    return GivenCell(
        look.text,
        formula=formula,
        rough=abs(float(stored)) >= EXACT,
        seen=look.seen,
        year_unseen=look.year_unseen,
        rounded=look.rounded,
        day=serial_day(figure, date_1904=True) if bare else "",
        turned=look.text != figure or look.seen is not None,
    )


def is_white(stored: str, code: str) -> bool:
    """True for a number that its format writes in white."""
    try:
        return _section_for(Decimal(stored.strip()), code)[0].white
    except InvalidOperation:
        return False


def shown_text(text: str, code: str) -> ShownText:
    """Return what a text gives in a cell with a format: most leave it alone."""
    sections = format_sections(code)
    section = sections[3] if len(sections) > 3 else next((one for one in sections if one.kind == "text"), None)
    if section is None or not text.strip():
        return ShownText(text=text)
    if section.kind == "text":
        return ShownText(text=section.before.lstrip() + text + section.after.rstrip())
    words = section.before + section.after
    return ShownText(text=text, seen=words.strip())


def serial_day(stored: str, *, date_1904: bool) -> str:
    """Return the day a whole number means in a book that counts from 1900 or 1904, ISO; "" for none."""
    if not re.fullmatch(r"[0-9]{1,7}", stored):
        return ""
    moment = _moment(Decimal(stored), date_1904=date_1904)
    return moment.date().isoformat() if moment else ""


def _number(size: Decimal, section: FormatSection, *, lost_sign: bool, stored: str) -> ShownText:
    neutral = NEUTRAL.fullmatch(section.before) and BEHIND.fullmatch(section.after)
    signed = bool(re.search(r"[-(（−]", section.before))
    negative = lost_sign and signed
    figure = plain(-size if negative else size)
    other_sign = size and signed != lost_sign and neutral
    bound = BOUND[0].search(section.before) or BOUND[1].search(section.after)
    scaled = section.inside or section.thousands or section.percent > 1
    if bound or scaled or other_sign or (lost_sign and not negative):
        return ShownText(text=stored, seen=_drawn(size, section))
    if section.percent:
        figure = f"{plain((-size if negative else size) * 100)}%"
    elif not neutral:
        figure = section.before.strip() + _with_zeros(plain(size), section) + section.after.strip()
    else:
        figure = _with_zeros(figure, section)
    return ShownText(text=figure, rounded=_rounds(size, section))


def _with_zeros(figure: str, section: FormatSection) -> str:
    whole = section.mask.partition(".")[0].count("0")
    if "." in section.mask or "." in figure or figure.startswith("-") or len(figure) >= whole:
        return figure
    return figure.zfill(whole)


def _rounds(size: Decimal, section: FormatSection) -> bool:
    """True when the places of a format cannot show all of a figure."""
    if section.power:
        return len(size.normalize().as_tuple().digits) > sum(one in "0#?" for one in section.mask)
    if "/" in section.mask:
        most = 10 ** sum(one in "0#?" for one in section.mask.partition("/")[2]) - 1
        exact = Fraction(size)
        return exact.limit_denominator(max(most, 1)) != exact
    exponent = (size * 100**section.percent).normalize().as_tuple().exponent
    places = len(section.mask.partition(".")[2])
    return isinstance(exponent, int) and -exponent > places


def _drawn(size: Decimal, section: FormatSection) -> str:
    """Return about what the sheet shows: enough for a person to know the cell by."""
    scaled = size * 100**section.percent / 1000**section.thousands
    if not section.inside:
        places = len(section.mask.partition(".")[2])
        figure = plain(round_to(scaled, places, Rounding.HALF_UP))  # as Excel draws it
    else:
        holes = sum(one in "0#?" for one in section.mask)
        left = list(plain(round_to(scaled, 0, Rounding.HALF_UP)).zfill(holes))
        signs = []
        for one in reversed(section.mask):
            signs.append(left.pop() if one in "0#?" and left else one)
        figure = "".join([*left, *reversed(signs)])
    return f"{section.before.strip()}{figure}{'%' * section.percent}{section.after.strip()}"


def _day(value: Decimal, stored: str, section: FormatSection, *, date_1904: bool) -> ShownText:
    moment, letters = _moment(value, date_1904=date_1904), section.letters
    if "t" in letters and value >= 0:  # hours, more than a day has
        return ShownText(text=f"{value * 1440 // 60}:{value * 1440 % 60:02.0f}")
    if moment is None:
        return ShownText(text=stored, seen=_odd_day(int(value)))
    if not {"y", "d", "w"} & set(letters) and not (set(letters) <= {"m"} and letters):
        return ShownText(text=moment.time().isoformat(timespec="minutes" if not moment.second else "seconds"))
    if "y" in letters and "d" not in letters:
        return ShownText(text=f"{moment.year}年{moment.month}月" if "m" in letters else str(moment.year))
    text = moment.isoformat().removesuffix("T00:00:00")
    if "m" not in letters or "d" not in letters:  # the day of the week, of the month, or the month alone
        return ShownText(text=text, seen=_part_of_day(moment, section))
    return ShownText(text=text, year_unseen="y" not in letters)


def _part_of_day(moment: datetime, section: FormatSection) -> str:
    """What a sheet shows of a day of which it shows a part."""
    shown = {"w": f"星期{_WEEK[moment.weekday()]}", "d": str(moment.day), "m": str(moment.month)}
    return " ".join(shown[one] for one in "mdw" if one in section.letters)


def _odd_day(days: int) -> str:
    """What Excel shows of a number that is no day of every calendar: those before 1900-03-01, and what is no day."""
    if not 1 <= days < _FIRST_DAY:
        return "#####"
    return f"1900/1/{days}" if days <= _JANUARY else f"1900/2/{days - _JANUARY}"


def _moment(value: Decimal, *, date_1904: bool) -> datetime | None:
    if value < 0 or value > _LAST_DAY or (not date_1904 and 1 <= value < _FIRST_DAY):
        return None
    base = datetime(1904, 1, 1) if date_1904 else datetime(1899, 12, 30)
    try:
        return base + timedelta(days=int(value), seconds=round((value % 1) * 86_400))  # a time of day, no figure
    except OverflowError:
        return None


def _section_for(value: Decimal, code: str) -> tuple[FormatSection, bool]:
    """The section a number is shown by, and whether that section writes the sign itself."""
    sections = list(format_sections(code)[:3])
    if sections and sections[-1].kind == "text" and len(sections) > 1:
        sections.pop()
    conditional = [one for one in sections if one.condition]
    if conditional:
        for one in sections:
            if one.condition is None or _holds(value, *one.condition):
                return one, False
        return sections[-1], False
    if len(sections) == 1:
        return sections[0], False
    if value < 0:
        return sections[1], True
    return (sections[2] if value == 0 and len(sections) > 2 else sections[0]), False


def _holds(value: Decimal, sign: str, limit: Decimal) -> bool:
    return {
        "<": value < limit,
        ">": value > limit,
        "=": value == limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "<>": value != limit,
    }[sign]
