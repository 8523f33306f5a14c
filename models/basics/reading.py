"""Reading: what clerks type, turned into numbers, dates and choices.

Nothing is guessed: a text has one meaning or is refused with its fault; blank is never 0 and a dash asks
for a state. Values are not rounded and signs are not judged here. Knows no cell and no plan.
"""

import re
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.quantity import BUILT_IN, NO_ACCEPTS, SIGNIFICANT_DIGITS, Measures, convert, plain, to_decimal
from models.basics.records import dataclass

LONGEST = 200  # characters of a number or date that are looked at
QUOTED = 60  # characters of a typed text that a sentence quotes
UNREADABLE, WRONG_MEASURE, NOT_A_DATE = "unreadable", "wrong_measure", "not_a_date"  # faults: there is no value
TOO_MANY_DIGITS = "too_many_digits"  # reason: it is a number, of more digits than a spreadsheet keeps
NORMALISED, APPROXIMATE, CONVERTED = "normalised", "approximate", "converted"  # remarks on a value


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text in a numeric cell says; "state": one of the states has to be chosen, it is never 0."""

    kind: Literal["value", "blank", "state"]
    value: Decimal | None = None  # in the item's measure, digits as typed; None unless kind is "value"
    remarks: tuple[str, ...] = ()  # normalised, approximate, converted, in this order
    suffix: str | None = None  # name of the measure typed behind the number


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a text in a date cell says; remarks hold `normalised` unless it was typed as 2020-08-07."""

    value: date
    remarks: tuple[str, ...] = ()


class EntryError(Exception):
    """A text that cannot be read; `fault` is unreadable, wrong_measure or not_a_date.

    `facts`: 原文 as a sentence quotes it, 单位 for numbers, 后缀 for a measure that does not fit, and `reason`,
    whose sentence is `errors.entry.<reason>`.
    """

    def __init__(self, fault: str, reason: str, text: str, **facts: object) -> None:
        """Keep the facts; a text too long to quote ends in “…”."""
        super().__init__(fault, reason)
        self.fault = fault
        self.facts: Mapping[str, object] = {"原文": quoted(text), "reason": reason, **facts}


_FROM_LEFT = (0x202A, 0x202C, 0x202D, 0x2066, 0x2068, 0x2069)  # those from the right show other digits and stay
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, *_FROM_LEFT, 0x2060, 0xFEFF))
_WIDTHS = {0xFF01 + step: 0x21 + step for step in range(94)} | _INVISIBLE
_MINUS = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2212, 0xFE63), "-")
_DASH = dict.fromkeys((0x2014, 0x2015, 0x2500), "-")


def named_unseen(text: str) -> str:
    """Return a text in which every invisible character is named, so that a person sees it: 一〔零宽空格〕号."""
    if text.isprintable():
        return text
    return "".join(say(f"input.unseen.{ord(one):04x}") if ord(one) in _INVISIBLE else one for one in text)


def quoted(text: str) -> str:
    """Return a typed text as sentences quote it: every invisible character named, one that is too long ends in “…”."""
    return named_unseen(text if len(text) <= QUOTED else f"{text[:QUOTED]}…")


def half_width(text: str) -> str:
    """Return a text in half-width characters, every kind of space and line break as " ", invisible characters dropped.

    Not NFKC: that would make 52 of 5² and 12 of ①2.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    return re.sub(r"[^\S\t]", " ", text.translate(_WIDTHS).replace("\r\n", " ")).strip()


_STATE = (
    r"[-—―─/\\]{1,4}|n/?a|"
    r"(?:无|没有|不涉及|未涉及|不适用|未开展|未发生|未到报告期|暂无|暂无数据|无数据|数据未出|未统计)。?"
)
_LOOSE = (
    "大约|约为|约合|约|大概|大致|将近|接近|近|超过|超|逾|不到|不足|至少|最多|不少于|不低于|不超过|预计|预估|估计|暂估|"
    ">=|<=|[≥≤≧≦⩾⩽><≈~〜]"
)
_NUMBER = (
    rf"(?P<before>{_LOOSE})? ?"
    r"(?P<number>(?P<sign>[+-]?) ?"
    r"(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+|[0-9]*)"
    r"(?P<fraction>\.[0-9]*)?(?P<power>[eE][+-]?[0-9]{1,9})?)"
    r" ?(?P<behind>左右|上下|以上|以下|以内|余|多)? ?(?P<scale>[万亿]?) ?(?P<more>[余多])?"
    r"(?P<name>.*?) ?(?P<end>左右|上下|以上|以下|以内)?"
)
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


def read_number(
    text: str, measure: str, accepts: Mapping[str, Decimal] = NO_ACCEPTS, measures: Measures = BUILT_IN
) -> Reading:
    """Return what a text typed for an item in `measure` says; `accepts` as in `quantity.convert`.

    A sum of plain numbers (=1.2+3.5) is worked out.
    Raises EntryError: unreadable when it is no single number of at most 15 significant digits, wrong_measure when the
    measure behind it does not convert.
    """
    if len(text) <= SIGNIFICANT_DIGITS and _PLAIN.fullmatch(text):  # nearly all
        return Reading(kind="value", value=_kept(Decimal(text), text, measure))
    trimmed = text.strip()
    if len(trimmed) > LONGEST:
        raise EntryError(UNREADABLE, "too_long", text, 单位=measure)
    clean = half_width(re.sub(r"^['’‘＇]", "", trimmed))
    if not clean:
        return Reading(kind="blank")
    signed = re.sub(r"(?<=[0-9])。(?=[0-9])", ".", clean.translate(_MINUS))
    if re.fullmatch(_STATE, signed.lower()):
        return Reading(kind="state")
    from models.basics.sums import worked_out  # few texts get here

    if (worked := worked_out(signed)) is not None:
        return Reading(kind="value", value=_kept(to_decimal(worked), text, measure), remarks=(NORMALISED,))
    found = re.fullmatch(_NUMBER, signed)
    if found is None or not (found["whole"] or (found["fraction"] or ".") != "."):
        raise EntryError(UNREADABLE, _why_no_number(signed), text, 单位=measure)
    suffix = _suffix(found, text, measure, accepts, measures)
    own = suffix is not None and suffix == measures.name(measure)
    value = _decimal(found, text, measure)
    if suffix is not None and not own:
        value = _converted(value, suffix, text, measure, accepts, measures)
    tidy = text == signed and " " not in signed and _PLAIN.fullmatch(found["number"]) is not None
    noticed = (
        (NORMALISED, own or not tidy),
        (APPROXIMATE, any(found.group("before", "behind", "more", "end"))),
        (CONVERTED, suffix is not None and not own),
    )
    return Reading(kind="value", value=value, remarks=tuple(check for check, seen in noticed if seen), suffix=suffix)


class PowerNumber(Decimal):
    """A number that a TOML file writes with a power of ten, without quotes; as a text it is what was written."""

    written: str

    def __str__(self) -> str:
        return self.written


def toml_number(text: str) -> Decimal:
    """Return a number of a TOML file, to be given to its parser; how it was written is still seen (`with_power`)."""
    if not _power_in(text):
        return Decimal(text)
    number = PowerNumber(text)
    number.written = text
    return number


def with_power(value: object) -> bool:
    """True for a number written with a power of ten: 1.23E+05. Nobody sees at a glance how much that is."""
    return isinstance(value, PowerNumber) or (isinstance(value, str) and _power_in(value))


def _power_in(text: str) -> bool:
    return re.search(r"[0-9.][eE][+-]?[0-9]", half_width(text)) is not None


_REASONS = (
    ("spreadsheet_error", r"#[A-Za-z0-9/]+[!?]?"),
    ("formula", r"=.*"),
    ("range", r"[^0-9]{0,4}[0-9][0-9.]*[^0-9]{0,8}[-—―─~〜至到][^0-9]{0,4}[0-9][0-9.]*[^0-9]{0,8}"),
    ("chinese_number", r"[〇零一二三四五六七八九十百千万亿两点壹贰叁肆伍陆柒捌玖拾佰仟]+[^0-9]{0,4}"),
    ("bracketed", r"[(（]\s*[0-9][0-9,. ]*[^0-9]{0,8}[)）]"),
    ("grouping", r"[-+]?[0-9]+(?:[, ][0-9]+)+(?:\.[0-9]+)?[^0-9]{0,8}"),
)


def _why_no_number(text: str) -> str:
    return next((reason for reason, shape in _REASONS if re.fullmatch(shape, text)), "not_a_number")


def _suffix(
    found: re.Match[str], text: str, measure: str, accepts: Mapping[str, Decimal], measures: Measures
) -> str | None:
    """Return the name of the measure behind a number, None if there is none; refuse words that are no measure."""
    typed = found["scale"] + found["name"].strip()
    if not typed:
        return None
    suffix = measures.name(typed)
    if suffix in ("万", "亿"):
        raise EntryError(WRONG_MEASURE, "half_a_measure", text, 单位=measure, 后缀=suffix)
    if suffix not in {*measures.named, measures.name(measure), *map(measures.name, accepts)}:
        raise EntryError(UNREADABLE, _why_no_number(found.string), text, 单位=measure)
    return suffix


def _decimal(found: re.Match[str], text: str, measure: str) -> Decimal:
    digits = re.sub(r"[, ]", "", found["whole"]) or "0"
    return _kept(Decimal(f"{found['sign']}{digits}{found['fraction'] or ''}{found['power'] or ''}"), text, measure)


def _kept(value: Decimal, text: str, measure: str) -> Decimal:
    """Return a value without exponent and never -0; refuse one that a spreadsheet would not keep digit by digit."""
    if value and not -SIGNIFICANT_DIGITS <= value.adjusted() < SIGNIFICANT_DIGITS:
        raise EntryError(UNREADABLE, TOO_MANY_DIGITS, text, 单位=measure)
    digits = "".join(map(str, value.as_tuple().digits)).strip("0")
    if len(digits) > SIGNIFICANT_DIGITS:
        raise EntryError(UNREADABLE, TOO_MANY_DIGITS, text, 单位=measure)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -SIGNIFICANT_DIGITS <= exponent <= 0:
        return value if value else value.copy_abs()
    return Decimal(plain(value))


def _converted(
    value: Decimal, suffix: str, text: str, measure: str, accepts: Mapping[str, Decimal], measures: Measures
) -> Decimal:
    try:
        return _kept(convert(value, suffix, measure, accepts, measures), text, measure)
    except AppError as error:
        reason = "wrong_measure" if measure else "no_measure"
        raise EntryError(WRONG_MEASURE, reason, text, 单位=measure, 后缀=suffix) from error


# compiled with the first text that is no day as we write it: a start meets none
_DATE = r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})[日号]|([0-9]{2})([0-9]{2}))"
_TIME = r"(?:(?<=[日号])|(?<=[0-9])[ T]) ?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
_SERIAL = r"([0-9]{5})(?:\.0+)?"
_SERIALS = range(32874, 73051)  # 1990 to 2099; leaves out 20208, which is a year and a month run together
_SERIAL_ZERO = date(1899, 12, 30)  # day 0 of the 1900 system for every day since 1900-03-01
_YEARS, _MONTHS = range(1949, 2100), range(1, 13)
_NO_DATE = (
    ("no_year", r"[0-9]{1,2}(?:[-/.][0-9]{1,2}|月[0-9]{1,2}[日号]?)"),
    ("no_day", r"[0-9]{4}(?:[-/.][0-9]{1,2}|年[0-9]{1,2}月)"),
)


def read_date(text: str) -> DateReading:
    """Return the day a text names; a time of day behind it is dropped. Day and month are never swapped.

    Raises EntryError not_a_date, with reason "no_year" for 8.7, "no_day" for 2020.8, "no_such_day" for 2020-11-31.
    """
    if (day := _day_as_written(text)) is not None:  # nearly all
        return DateReading(day)
    trimmed = text.strip()
    if len(trimmed) > LONGEST:
        raise EntryError(NOT_A_DATE, "too_long", text)
    clean = half_width(trimmed).removeprefix("'").translate(_MINUS | _DASH).replace("。", ".")
    timeless = clean
    if (time := re.search(_TIME, clean)) is not None and time.end() == len(clean):
        timeless = clean[: time.start()]
    bare = re.sub(r" ?([-/.年月日号]) ?", r"\1", timeless)
    day = _serial_day(bare) or _calendar_day(bare, text)
    return DateReading(day, () if text == day.isoformat() else (NORMALISED,))


def _day_as_written(text: str) -> date | None:
    """Return the day of a text as we write one ourselves (2020-09-30), None for any other."""
    try:
        day = date.fromisoformat(text) if len(text) == len("2020-09-30") and text[4] == text[7] == "-" else None
    except ValueError:
        return None
    return day if day is not None and day.year in _YEARS else None


def _serial_day(bare: str) -> date | None:
    found = re.fullmatch(_SERIAL, bare)
    if found is None or int(found[1]) not in _SERIALS:
        return None
    return _SERIAL_ZERO + timedelta(days=int(found[1]))


def _calendar_day(bare: str, text: str) -> date:
    found = re.fullmatch(_DATE, bare)
    if found is None:
        reason = next((reason for reason, shape in _NO_DATE if re.fullmatch(shape, bare)), "not_a_date")
        raise EntryError(NOT_A_DATE, reason, text)
    year, month, day = (int(part) for part in found.group(1, 3, 4, 5, 6, 7, 8) if part)
    try:
        value = date(year, month, day)
    except ValueError as error:
        raise EntryError(NOT_A_DATE, "no_such_day", text) from error
    if year not in _YEARS:
        raise EntryError(NOT_A_DATE, "far_year", text)
    return value


_MAYBE_DAY = re.compile(r"[0-9０-９].*(?:[-/.－．／]|年.)", re.DOTALL)  # nearly no text gets further
_DAY_INSIDE = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2}) ?[-/.年] ?([0-9]{1,2}) ?[-/.月] ?([0-9]{1,2})(?![0-9])")


def impossible_day(text: str) -> str:
    """Return the first day a plain text names that no month has (2020.9.31), "" for none.

    Only what has year, month and day is taken for one, with a month there is: other figures with dots are no days.
    """
    if len(text) < len("2020.9.1") or not _MAYBE_DAY.search(text):
        return ""
    for found in _DAY_INSIDE.finditer(half_width(text)):
        year, month, day = map(int, found.groups())
        if month in _MONTHS and not _is_day(year, month, day):
            return found[0]
    return ""


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


_QUOTES = r"[\s\"'“”‘’「」『』]+"


def _choice_key(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_MINUS | _DASH)
    return re.sub(_QUOTES, "", folded).casefold()


def read_choice(text: str, choices: Sequence[str]) -> str | None:
    """Return the choice a text means, whatever its widths, spaces, quotes and letter case; None if none or two fit."""
    if text in choices:
        return text
    wanted = _choice_key(text)
    fitting = {choice for choice in choices if wanted and _choice_key(choice) == wanted}
    return fitting.pop() if len(fitting) == 1 else None


_YES = frozenset(("是", "有", "已", "对", "√", "✓", "✔", "☑", "y", "yes", "true"))
_NO = frozenset(("否", "无", "未", "没有", "不是", "×", "✗", "✘", "☒", "n", "no", "false"))


def read_yes_no(text: str) -> bool | None:
    """Return what a text answers; None for blank and for anything that is neither yes nor no (also 1, 0 and dashes)."""
    answer = _choice_key(text)
    return True if answer in _YES else False if answer in _NO else None


def normal_text(text: str) -> str:
    """Return a text as it is compared and stored: NFC, LF, no spaces at line ends, no empty lines at the end."""
    if text.isprintable() and not text.endswith(" ") and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return text  # nearly all: of white space only a plain space is printable
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).rstrip()


_WIDE_LETTERS = {wide: plain for wide, plain in _WIDTHS.items() if plain is None or chr(plain).isalnum()}


_WIDE = f"[{''.join(map(chr, _WIDE_LETTERS))}]"


def clean_name(text: str) -> str:
    """Return a name or code without invisible characters, its letters and digits in half width.

    Two that look alike are one. Punctuation stays: （ and ( are both written on purpose.
    """
    return (text.translate(_WIDE_LETTERS) if re.search(_WIDE, text) else text).strip()


def text_of_file(content: bytes, name: str) -> str:
    """Return the text of a file that a person wrote: UTF-8, with or without a byte order mark, lines ended by LF.

    Raises AppError("file_not_utf8") for any other encoding: what Notepad calls ANSI cannot be told from damage, and
    nothing is guessed. A NUL is the mark of UTF-16.
    """
    try:
        text = content.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        raise AppError("file_not_utf8", 文件=name) from error
    if "\0" in text:
        raise AppError("file_not_utf8", 文件=name)
    return text.replace("\r\n", "\n").replace("\r", "\n")
