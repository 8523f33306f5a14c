"""SaidMeasures measures: in what a figure of somebody's list is counted, as the list says it.

Behind a name, in a head or in a column of its own for one figure; in a line above the heads (单位：亩、个) for all of
them. A figure is read as if a person had typed its measure behind it. Where a list says something that is a measure,
but none that can be told for the figure, it is not taken: 百亩 would be a hundred times too little, and nobody saw it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from forms.given.cells import SheetCells
from models.basics.errors import AppError
from models.basics.quantity import SHARES, Measures, convert, plain
from models.basics.reading import half_width
from models.basics.records import dataclass

_SAID = re.compile(r"\((?:(?:计量)?单位:)?([^()]+)\)$|(?:计量)?单位:([^()]+)$")
_BETWEEN = re.compile(r"[、,;\s]|和|及")
_TIMES = re.compile(r"^[十百千万亿]+|/.*$")
_BARE = re.compile(r"[百千万亿]+")  # 单位：万
_LOOKS = re.compile(r"[百千万亿]+[一-鿿]{1,2}|[株棵垧顷羽栋幢盏套件条份艘间]")  # measures no plan may know
_WORD = re.compile(r"(?=.*[^\W\d_]).{1,4}(?<![局委办站所院部])")  # longer ones in such a column are who gave the figure
_OF_ALL = re.compile(r"单位\s*(?:均|都|统一)?\s*[为是:]?")
_BY = re.compile(r"(?:以|按)([^,。;、\s]{1,6}?)(?:为(?:计量)?单位|统计|计算)")
_ENDS = re.compile(r"[()。;]")
_LABEL = re.compile(r"\(?(?:计量)?单位:?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidMeasures:
    """What one place of a list says of measures: those it names, in their own words.

    `all`: it stands above the heads, for every figure below them; `before`: above an earlier list on the sheet.
    """

    names: tuple[str, ...]
    all: bool = False
    before: bool = False


def said_alone(text: str, measures: Measures) -> tuple[str, ...]:
    """Return the measures a text is made of (亩、个), also those that only look like one (百亩, 万株, 万)."""
    if measures.name(text) in measures.named:
        return (text,)
    return tuple(one for one in _BETWEEN.split(half_width(text)) if one and _is_alike(one, measures))


def said_in_column(text: str, measures: Measures) -> tuple[str, ...]:
    """Return the measures that stand in a column of measures: a short word nobody knows is one too."""
    return said_alone(text, measures) or ((text,) if _WORD.fullmatch(text) else ())


def _is_alike(text: str, measures: Measures) -> bool:
    """True for a measure, for a multiple or a rate of one (百亩, 万亩/年), and for what looks like one."""
    known = any(measures.name(one) in measures.named for one in (text, _TIMES.sub("", text)) if one)
    return known or any(one.fullmatch(text) for one in (_BARE, _LOOKS))


def said_behind(head: str, measures: Measures) -> tuple[str, ...]:
    """Return the measures a head or a name says in brackets at its end (面积（亩）), or alone (单位：亩)."""
    found = _SAID.search("".join(half_width(head).split()))
    return said_alone(found[1] or found[2], measures) if found else ()


def said_of_all(text: str, measures: Measures) -> tuple[str, ...]:
    """Return the measures a line above the heads says for all that stands below: 单位：亩、个; 以亩为单位.

    单位 may be an organisation too, before it or alone: 填报单位：林业局　单位：亩.
    """
    if "单位" not in text and "统计" not in text:
        return ()
    said = half_width(text)
    by = [one for one in _BY.findall(said) if not measures.is_counted(one)]  # 按年统计 names no measure of figures
    behind = [_ENDS.split(one, maxsplit=1)[0].strip(" ,") for one in _OF_ALL.split(said)[1:]]
    found = (said_alone(one, measures) for one in (*behind, *by))
    return next((one for one in found if one), ())


def said_above(page: SheetCells, row: int, measures: Measures, first: int = 1) -> tuple[str, ...]:
    """Return what the nearest line above a row says for all below it, not looking above the row `first`."""
    above = (page.rows.get(number, {}) for number in range(row - 1, first - 1, -1))
    found = (_said_in_line([shown.text for _, shown in sorted(cells.items())], measures) for cells in above)
    return next((one for one in found if one), ())


def _said_in_line(texts: Sequence[str], measures: Measures) -> tuple[str, ...]:
    """What a line above the heads says for all: in one of its texts, beside 单位：, or a title behind its name."""
    filled = [text for text in texts if text.strip()]
    pairs = (below for label, below in pairwise(filled) if _LABEL.fullmatch(half_width(label)))
    found = (
        *(said_of_all(text, measures) for text in filled),
        *(said_alone(half_width(text).strip("() "), measures) for text in pairs),
        said_behind(filled[0], measures) if len(filled) == 1 else (),
    )
    return next((one for one in found if one), ())


def factor_to(measure: str, said: str, accepts: Mapping[str, Decimal], measures: Measures) -> str:
    """Return the factor from a measure that was said to another; "1" where none is said or none is known."""
    try:
        return plain(convert(Decimal(1), said, measure, accepts, measures)) if said and measure else "1"
    except AppError:
        return "1"


def chosen(names: Sequence[str], measure: str, accepts: Mapping[str, Decimal], measures: Measures) -> str:
    """Return which of some measures that were said is meant for a figure: the one that fits it, else all of them."""
    fitting = [one for one in names if fits(one, measure, accepts, measures)]
    return fitting[0] if len(fitting) == 1 else "、".join(names)


def measured(
    text: str, said: Iterable[SaidMeasures], measure: str, accepts: Mapping[str, Decimal], measures: Measures
) -> str | None:
    """Return a figure with the measure its list says for it, where that is not the one asked for.

    So it is read as a person would have typed it: converted and confirmed, or refused. None where the list says a
    measure and nobody can tell which. Whatever does not end in a digit says its measure itself, or is no figure.
    """
    if not measure or not text.strip()[-1:].isdecimal() or text.lstrip().startswith("="):
        return text
    found = next((one for one in said if one.names), None)
    if found is None:
        return text
    fitting = [one for one in found.names if fits(one, measure, accepts, measures)]
    if any(measures.name(one) == measures.name(measure) for one in fitting):
        return text
    if len(fitting) == 1:
        return f"{text.strip()}{fitting[0]}" if measures.means_other(fitting[0], measure, accepts) else text
    bare = any(_BARE.fullmatch(one) for one in found.names)
    if not fitting and not bare and (found.before or (found.all and _is_apart(measure, measures))):
        return text  # the line speaks of other figures
    known = [one for one in found.names if measures.name(one) in measures.named]
    if not known and len(found.names) == 1 and _means_same(found.names[0], measure, measures):
        return text
    if fitting or len(found.names) > 1 or not known:
        return None
    return f"{text.strip()}{known[0]}" if measures.means_other(known[0], measure, accepts) else text


def differing(
    said: Iterable[SaidMeasures], measure: str, accepts: Mapping[str, Decimal], measures: Measures
) -> tuple[str, str, bool] | None:
    """Return two measures that are said of one figure and are not the same, the nearest first.

    And whether the other is only said of all figures, above them. None where the places agree, or speak of other
    figures: of a 万亩 neither 户 nor a list that names it (万亩、户) says anything else.
    """
    places = [one for one in said if one.names]
    near = places[0].names if places else ()
    for other in places[1:]:
        fitting = [one for one in other.names if _speaks_of(one, measure, accepts, measures)]
        if fitting and not any(_alike(one, two, measures) for one in near for two in fitting):
            return "、".join(near), "、".join(fitting), other.all
    return None


def _speaks_of(name: str, measure: str, accepts: Mapping[str, Decimal], measures: Measures) -> bool:
    return fits(name, measure, accepts, measures) or _BARE.fullmatch(name) is not None


def _alike(one: str, other: str, measures: Measures) -> bool:
    bare = any(_BARE.fullmatch(two) for two in (one, other))
    same = measures.name(one) == measures.name(other)
    counted = all(
        measures.is_counted(found.name) for two in (one, other) if (found := measures.named.get(measures.name(two)))
    )
    known = all(measures.name(two) in measures.named for two in (one, other))
    return same or (known and counted) or (bare and (one.startswith(other) or other.startswith(one)))


def _means_same(name: str, measure: str, measures: Measures) -> bool:
    """True for 万 where ten thousands are asked for, and for a word nobody knows where things are counted: 块, 个."""
    if _BARE.fullmatch(name):
        return measures.name(measure).startswith(name)
    return measures.is_counted(measure) and _TIMES.sub("", name) == name


def _is_apart(measure: str, measures: Measures) -> bool:
    """True for shares and what is counted: a line that says 单位：亩 above them speaks of the others."""
    own = measures.named.get(measures.name(measure))
    return own is None or own.name in SHARES or measures.is_counted(own.name)


def fits(name: str, measure: str, accepts: Mapping[str, Decimal], measures: Measures) -> bool:
    """True for a measure that converts into another, and for two words for what is counted."""
    try:
        convert(Decimal(1), name, measure, accepts, measures)
    except AppError:
        own, other = (measures.named.get(measures.name(one)) for one in (measure, name))
        return own is not None and other is not None and all(measures.is_counted(one.name) for one in (own, other))
    return True
