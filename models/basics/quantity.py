"""Quantity: decimal numbers, the measures they are counted in, rounding and formatting.

Holds no figure and reads nothing that a person types (that is `models.basics.reading`). No float anywhere, and no
result depends on the decimal context of the day. What differs in meaning never converts: 吨 of coal is not 吨标准煤,
CO2 is not CO2e, land is not floor space, 百分点 is not %; a plan that wants it says so in its item's `accepts`.
Sources: GB/T 8170 (rounding), conventions (1 公顷 = 15 亩, 1 平方公里 = 100 公顷).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from models.basics.errors import AppError
from models.basics.records import dataclass

if TYPE_CHECKING:
    from fractions import Fraction

ROOMS = 64  # contexts kept, by how many digits they have room for
LEAST_PLACES = 2  # decimals a cell of a screen shows at least, where its item has them
GROUPED = 5  # digits before the point from which on thousands stand apart
FIGURE = re.compile(r"([+-]?)([0-9]+)((?:\.[0-9]*)?%?)")
SIGNIFICANT_DIGITS = 15  # what Excel and WPS keep; more than that has been through a calculation, not a count
SHARES = ("%", "‰")
NO_ACCEPTS: Mapping[str, Decimal] = MappingProxyType({})


class Rounding(StrEnum):
    """How a value is rounded, always in one step from the unrounded value."""

    GBT8170 = "gbt8170"  # an exact half goes to the even digit: 42.5 → 42, 43.5 → 44
    HALF_UP = "half_up"  # 四舍五入, away from zero


_MODES = {Rounding.GBT8170: ROUND_HALF_EVEN, Rounding.HALF_UP: ROUND_HALF_UP}


def round_to(value: Decimal, decimals: int, rounding: Rounding) -> Decimal:
    """Return a finite value with exactly so many decimals (0 or more), rounded once; never -0.

    The sign plays no part: what rounds 42.5 down rounds -42.5 to -42. Source: GB/T 8170 §3.
    """
    step, room = _step(decimals), _room(max(value.adjusted(), 0) + decimals + 3)
    rounded = value.quantize(step, rounding=_MODES[rounding], context=room)
    return rounded if rounded else rounded.copy_abs()


@cache
def _step(decimals: int) -> Decimal:
    """The smallest figure with so many decimals."""
    return Decimal(1).scaleb(-decimals)


@lru_cache(maxsize=ROOMS)
def _room(digits: int) -> Context:
    """A context that has room for so many digits."""
    return Context(prec=digits)


def plain(value: Decimal) -> str:
    """Return the canonical text of a finite value: every digit it has, no exponent, no trailing zeros, never "-0"."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def places_of(value: Decimal) -> int:
    """Return how many decimals a finite value has, trailing zeros left out."""
    return len(plain(value).partition(".")[2])


def format_exact(value: Decimal | None, least: int) -> str:
    """Return a figure with at least so many decimals and all of its own, nothing rounded; "" for none."""
    if value is None:
        return ""
    return format_number(value, max(least, places_of(value)), Rounding.HALF_UP)


def with_measure(words: str, measure: str) -> str:
    """Return a figure with its measure, as every screen and paper writes it; a state in its word, or nothing, has none.

    A space stands between the two but before the signs of a share: 75.69 万亩, 89%. Source: GB 3101 §3.4.
    """
    if not measure or not words[-1:].isdigit():
        return words
    return f"{words}{measure}" if measure in SHARES else f"{words} {measure}"


def as_shown(value: Decimal, decimals: int | None, rounding: Rounding) -> Decimal:
    """Return a figure with no more decimals than its item has, as cells, papers and messages show it alike."""
    return value if decimals is None else round_to(value, decimals, rounding)


def in_cell(value: Decimal, decimals: int | None, rounding: Rounding) -> str:
    """Return a figure as a cell of a screen shows it: no more decimals than its item has, two where it has them."""
    kept = as_shown(value, decimals, rounding)
    if decimals is None:
        return plain(kept)
    return format_number(kept, max(len(plain(kept).partition(".")[2]), min(LEAST_PLACES, decimals)), rounding)


def grouped(figure: str) -> str:
    """Return a figure with its thousands set apart from five digits on, as a screen draws it; a text stays as it is.

    What is copied, sealed and printed is the figure itself.
    """
    found = FIGURE.fullmatch(figure)
    if found is None or len(found[2]) < GROUPED:
        return figure
    whole = found[2].lstrip("0") or "0"  # no int: any number of digits may be pasted
    first = len(whole) % 3 or 3
    parts = (whole[:first], *(whole[at : at + 3] for at in range(first, len(whole), 3)))
    return f"{found[1]}{','.join(parts)}{found[3]}"


def format_number(value: Decimal, decimals: int | None, rounding: Rounding) -> str:
    """Return a value as people read it: "1.20" with two decimals, rounded as the plan says; plain text with None."""
    return plain(value) if decimals is None else format(round_to(value, decimals, rounding), "f")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """计量单位: two measures convert into each other exactly when their dimension is the same."""

    name: str
    dimension: str
    times: int
    per: int = 1

    @property
    def factor(self) -> "Fraction":
        """How many of the dimension's base one of it is."""
        from fractions import Fraction

        return Fraction(self.times, self.per)


_WAN, _YI = 10_000, 100_000_000
_DIMENSIONS: Mapping[str, Mapping[str, int | tuple[int, int]]] = {  # a pair: so many of so many parts
    "land": {
        "公顷": 1,
        "千公顷": 1000,
        "万公顷": _WAN,
        "亩": (1, 15),
        "千亩": (1000, 15),
        "万亩": (_WAN, 15),
        "平方公里": 100,
    },
    "floor": {"平方米": 1, "万平方米": _WAN, "亿平方米": _YI},
    "mass": {"吨": 1, "千吨": 1000, "万吨": _WAN, "亿吨": _YI, "千克": (1, 1000), "斤": (1, 2000), "克": (1, 1000_000)},
    "coal_equivalent": {"吨标准煤": 1, "万吨标准煤": _WAN, "千克标准煤": (1, 1000)},
    "volume": {"立方米": 1, "万立方米": _WAN, "亿立方米": _YI, "升": (1, 1000)},
    "electricity": {"千瓦时": 1, "万千瓦时": _WAN, "亿千瓦时": _YI, "兆瓦时": 1000},
    "power": {"千瓦": 1, "万千瓦": _WAN, "兆瓦": 1000},
    "money": {"元": 1, "千元": 1000, "万元": _WAN, "百万元": 100 * _WAN, "亿元": _YI},
    "length": {"米": 1, "公里": 1000, "厘米": (1, 100), "毫米": (1, 1000)},
    "concentration": {"微克/立方米": 1, "毫克/立方米": 1000},
    "ratio": {"%": 1, "‰": (1, 10)},
    "percentage_point": {"百分点": 1},
    "co2": {"吨CO2": 1, "万吨CO2": _WAN, "千克CO2": (1, 1000)},
    "co2e": {"吨CO2e": 1, "万吨CO2e": _WAN},
    "co2_intensity": {"吨CO2/万元": 1, "万吨CO2/亿元": 1, "千克CO2/万元": (1, 1000)},
    "energy_intensity": {"吨标准煤/万元": 1, "万吨标准煤/亿元": 1, "千克标准煤/万元": (1, 1000)},
    "co2_factor": {"吨CO2/吨标准煤": 1},
    "grid_factor": {"千克CO2/千瓦时": 1, "吨CO2/兆瓦时": 1, "吨CO2/万千瓦时": (1, 10)},
}
_COUNTED = ("人", "人次", "户", "个", "家", "处", "场", "辆", "台", "头", "只", "天", "年", "次", "村", "项", "座")
_ALIASES: Mapping[str, str] = {
    "平方千米": "平方公里", "km2": "平方公里", "ha": "公顷",
    "m2": "平方米", "平米": "平方米", "平方": "平方米",
    "万m2": "万平方米", "万平米": "万平方米", "万平方": "万平方米",
    "m3": "立方米", "立方": "立方米", "方": "立方米",
    "万m3": "万立方米", "万立方": "万立方米", "万方": "万立方米",
    "亿m3": "亿立方米", "亿立方": "亿立方米", "亿方": "亿立方米",
    "t": "吨", "万t": "万吨", "kg": "千克", "公斤": "千克",
    "tce": "吨标准煤", "吨标煤": "吨标准煤", "万tce": "万吨标准煤", "万吨标煤": "万吨标准煤", "kgce": "千克标准煤",
    "kwh": "千瓦时", "度": "千瓦时", "万kwh": "万千瓦时", "万度": "万千瓦时", "亿kwh": "亿千瓦时", "亿度": "亿千瓦时",
    "mwh": "兆瓦时", "kw": "千瓦", "万kw": "万千瓦", "mw": "兆瓦",
    "m": "米", "km": "公里", "千米": "公里",
    "ug/m3": "微克/立方米", "μg/m3": "微克/立方米", "微克每立方米": "微克/立方米",
    "mg/m3": "毫克/立方米", "毫克每立方米": "毫克/立方米",
    "个百分点": "百分点", "日": "天",
    "tco2": "吨CO2", "吨二氧化碳": "吨CO2", "万tco2": "万吨CO2", "万吨二氧化碳": "万吨CO2",
    "tco2e": "吨CO2e", "吨co2当量": "吨CO2e", "吨二氧化碳当量": "吨CO2e",
    "万tco2e": "万吨CO2e", "万吨co2当量": "万吨CO2e", "万吨二氧化碳当量": "万吨CO2e",
    "tco2/万元": "吨CO2/万元", "吨二氧化碳/万元": "吨CO2/万元",
    "tce/万元": "吨标准煤/万元", "吨标煤/万元": "吨标准煤/万元",
}  # fmt: skip


def _all_measures() -> Iterator[Measure]:
    for dimension, scale in _DIMENSIONS.items():
        for name, factor in scale.items():
            times, per = factor if isinstance(factor, tuple) else (factor, 1)
            yield Measure(name=name, dimension=dimension, times=times, per=per)
    for name in _COUNTED:
        yield Measure(name=name, dimension=name, times=1)
        yield Measure(name=f"万{name}", dimension=name, times=_WAN)


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMeasure:
    """A measure that a plan declares: itself, or `factor` of another; `counted` things also go by ten thousand."""

    name: str
    of: str = ""  # "" = converts to nothing else
    factor: Decimal = Decimal(1)
    spellings: tuple[str, ...] = ()
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures a plan knows: those every plan has and its own."""

    named: Mapping[str, Measure]
    by_spelling: Mapping[str, str]  # folded spelling → name

    def name(self, text: str) -> str:
        """Return the name a measure goes by here, however it is spelt (万㎡, KWH, 标煤); an unknown one as it is."""
        return self.by_spelling.get(_folded(text), text)

    def taken(self, measure: str, accepts: Mapping[str, Decimal]) -> tuple[str, ...]:
        """Return the measures that may stand behind a figure besides its own: accepted ones, and all those alike."""
        alike = (one for name in (*accepts, measure) for one in self.alike(name))
        return tuple(dict.fromkeys([*accepts, *alike]))

    def alike(self, name: str) -> tuple[str, ...]:
        """Return the other measures that a measure converts into."""
        own = self.named.get(self.name(name))
        same = (one for one in self.named.values() if own and one.dimension == own.dimension)
        return tuple(one.name for one in same if own and one.name != own.name)

    def means_other(self, said: str, measure: str, accepts: Mapping[str, Decimal]) -> bool:
        """True for a measure of a list that is not the one asked for: it converts, or measures another thing.

        Two words for things that are counted (家, 个) are one; a word that is no measure says nothing.
        """
        name, own = self.name(said), self.named.get(self.name(measure))
        if own is None or name == own.name:
            return False
        other = self.named.get(name)
        if name in accepts or other is None:
            return name in accepts
        counted = self.is_counted(name) and self.is_counted(own.name) and other.times == own.times
        return other.dimension == own.dimension or not counted

    def is_counted(self, name: str) -> bool:
        """True for a word for things that are counted: 家, 个, 万户."""
        found = self.named.get(self.name(name))
        return found is not None and found.dimension in _COUNTED

    def with_own(self, own: Iterable[OwnMeasure]) -> "Measures":
        """Return these and a plan's own measures; one that is `of` an unknown measure stands for itself."""
        named, spelt = dict(self.named), dict(self.by_spelling)
        for one in own:
            base = named.get(spelt.get(_folded(one.of), one.of)) if one.of else None
            dimension = base.dimension if base else one.name
            times, per = one.factor.as_integer_ratio()
            times, per = (times * base.times, per * base.per) if base else (1, 1)
            made = [Measure(name=one.name, dimension=dimension, times=times, per=per)]
            if one.counted:
                made.append(Measure(name=f"万{one.name}", dimension=dimension, times=times * _WAN, per=per))
            named |= {measure.name: measure for measure in made}
            spelt |= {_folded(measure.name): measure.name for measure in made}
            spelt |= {_folded(text): one.name for text in one.spellings}
        return Measures(MappingProxyType(named), MappingProxyType(spelt))


MEASURES: Mapping[str, Measure] = MappingProxyType({measure.name: measure for measure in _all_measures()})
BUILT_IN = Measures(MEASURES, MappingProxyType({**{_folded(name): name for name in MEASURES}, **_ALIASES}))


def convert(
    value: Decimal, measure: str, to: str, accepts: Mapping[str, Decimal] = NO_ACCEPTS, measures: Measures = BUILT_IN
) -> Decimal:
    """Return a value of one measure in another, exactly.

    `accepts` are the factors an item allows beyond the dimensions, measure → factor to `to`; they outrank `measures`,
    and what converts into an accepted measure goes by it: 万吨 of water is accepted, so is 吨.
    Only where the quotient has no end (100 亩 in 公顷) is it cut to SIGNIFICANT_DIGITS, half to even.
    Raises AppError("measure_unconvertible") when the two measure different things.
    """
    source, target = measures.name(measure), measures.name(to)
    if source == target:
        return value
    from fractions import Fraction  # read where something is converted

    for name, factor in accepts.items():
        if measures.name(name) == source:
            return to_decimal(Fraction(value) * Fraction(factor))
    known, wanted = measures.named.get(source), measures.named.get(target)
    if known is not None and wanted is not None and known.dimension == wanted.dimension:
        return to_decimal(Fraction(value) * known.factor / wanted.factor)
    for name, factor in accepts.items():
        accepted = measures.named.get(measures.name(name))
        if known is not None and accepted is not None and known.dimension == accepted.dimension:
            return to_decimal(Fraction(value) * known.factor / accepted.factor * Fraction(factor))
    raise AppError("measure_unconvertible", measure=measure, to=to)


def to_decimal(exact: "Fraction") -> Decimal:
    """Return a fraction as a decimal, exactly; one without an end is cut to SIGNIFICANT_DIGITS, half to even."""
    rest, twos, fives = exact.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        cut = Context(prec=SIGNIFICANT_DIGITS, rounding=ROUND_HALF_EVEN)
        return cut.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    places = max(twos, fives)
    digits = abs(exact.numerator) * 10**places // exact.denominator
    return Decimal((int(exact < 0), tuple(int(digit) for digit in str(digits)), -places))
