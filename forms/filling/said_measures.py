"""SaidMeasures measures: in what a figure of somebody's list is counted, as the list says it.

Behind a name, in a head or in a column of its own for one figure; in a line above the heads (单位：亩、个) for all of
them. A figure is read as if a person had typed its measure behind it. Where a list says something that is a measure,
but none that can be told for the figure, it is not taken: 百亩 would be a hundred times too little, and nobody saw it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from forms.given.cells import SheetCells
from models.basics.errors import AppError
from models.basics.quantity import SHARES, Measures, convert, plain
from models.basics.reading import half_width
from models.basics.records import dataclass

_SAID = re.compile(r"\((?:(?:计量)?单位:)?([^()]+)\)$|(?:计量)?单位:([^()]+)$")
_BETWEEN = re.compile(r"[、,;\s]|和|及")
_TIMES = re.compile(r"^[十百千万亿]+|/.*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidMeasures:
    """What one place of a list says of measures: those it names, in their own words.

    `all`: it stands above the heads, for every figure below them; `before`: above an earlier list on the sheet.
    """

    names: tuple[str, ...]
    all: bool = False
    before: bool = False


def said_alone(text: str, measures: Measures) -> tuple[str, ...]:
    """Return the measures a text is made of (亩、个), those of them included that only look like one (百亩)."""
    if measures.name(text) in measures.named:
        return (text,)
    return tuple(one for one in _BETWEEN.split(half_width(text)) if one and _is_alike(one, measures))


def _is_alike(text: str, measures: Measures) -> bool:
    """True for a measure, and for a multiple or a rate of one: 百亩, 万亩/年."""
    return any(measures.name(one) in measures.named for one in (text, _TIMES.sub("", text)) if one)


def said_behind(head: str, measures: Measures) -> tuple[str, ...]:
    """Return the measures a head or a name says in brackets at its end (面积（亩）), or alone (单位：亩)."""
    found = _SAID.search("".join(half_width(head).split()))
    return said_alone(found[1] or found[2], measures) if found else ()


def said_of_all(text: str, measures: Measures) -> tuple[str, ...]:
    """Return the measures a line above the heads says for all that stands below: 单位：亩、个.

    单位 may be an organisation too, before it or alone: 填报单位：林业局　单位：亩.
    """
    if "单位" not in text:
        return ()
    said = re.split(r"单位\s*:", half_width(text))[1:]
    found = (said_alone(re.split(r"[()]", one)[0].strip(), measures) for one in said)
    return next((one for one in found if one), ())


def said_above(page: SheetCells, row: int, measures: Measures, first: int = 1) -> tuple[str, ...]:
    """Return what the nearest line above a row says for all below it, not looking above the row `first`."""
    above = (page.rows.get(number, {}) for number in range(row - 1, first - 1, -1))
    found = (said_of_all(shown.text, measures) for cells in above for shown in cells.values())
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
    if not fitting and (found.before or (found.all and _is_apart(measure, measures))):
        return text  # the line speaks of other figures
    known = [one for one in found.names if measures.name(one) in measures.named]
    if fitting or len(found.names) > 1 or not known:
        return None
    return f"{text.strip()}{known[0]}" if measures.means_other(known[0], measure, accepts) else text


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
