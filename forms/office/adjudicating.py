"""Adjudicating: 审定数, the office's own figure beside the units', given and taken back.

The figure is checked as a cell of the indicator would be: one exact number in its measure, within what the item can be;
a second person has looked at it. No unit's figure is touched.
"""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from models.basics.errors import AppError
from models.basics.quantity import places_of, plain
from models.basics.reading import (
    APPROXIMATE,
    CONVERTED,
    TOO_MANY_DIGITS,
    EntryError,
    quoted,
    read_number,
    with_power,
)
from models.city.adjudication import Adjudication
from models.city.city import City
from models.city.weighing import rests_on
from models.office.effects import without_value
from models.plan.plan import Direction, Indicator, Item, ItemType
from models.sheet.explanation import require_line, require_reason
from models.versions.named import require_indicator
from models.workspace.act import ActKind, act
from models.workspace.office_workspace import OfficeWorkspace

CONFUSED = Decimal(10)  # times the counties' sum or the department's figure: a slip of the measure, not a decision


def adjudicate(
    office: OfficeWorkspace,
    period: str,
    indicator: str,
    text: str,
    *,
    reason: str,
    document: str,
    by: str,
    checked_by: str,
    at: datetime,
) -> Adjudication:
    """审定数: put a figure beside the units', with its reason, resting on the returns in force now.

    The one that stands, said again in the same words and resting on the same, is not recorded again. Raises
    AppError("reason_missing") without a reason or document, "checker_missing" without a second person,
    "no_such_indicator", "nothing_to_adjudicate", "value_unreadable", "value_too_long", "value_scientific",
    "value_not_named", "value_negative", "value_not_whole", "value_decimals", "value_too_large", "value_far_off",
    "value_far_below", "line_long", and as `require_reason`.
    """
    office = office.at(period)
    indicator = require_indicator(office.plan, indicator).id
    reason, document, by, checked_by = _grounds(reason, document, by, checked_by)
    said = proposed(office, period, indicator, text, at=at)
    said = replace(said, reason=reason, document=document, by=by, checked_by=checked_by)
    given = office.store.adjudications(period).get(indicator)
    if given is not None and replace(given, id=0, at=said.at) == said:  # said before, and nothing it rests on has moved
        return given
    about = {"period": period, "indicator": indicator, "value": plain(said.value), "checked_by": said.checked_by}
    with act(office.store, by, ActKind.ADJUDICATE, why=reason, about=about):
        return replace(said, id=office.store.put_adjudication(said))


def _grounds(reason: str, document: str, by: str, checked_by: str) -> tuple[str, str, str, str]:
    """What a figure is given on, as it is kept: the reason, the document, and the two people."""
    reason, document = require_reason(reason), require_line(document, "field.document")
    by, checked_by = require_line(by, "field.by"), require_line(checked_by, "field.checked_by")
    if not document:
        raise AppError("reason_missing")
    if not checked_by or checked_by == by:
        raise AppError("checker_missing")
    return reason, document, by, checked_by


def proposed(office: OfficeWorkspace, period: str, indicator: str, text: str, *, at: datetime) -> Adjudication:
    """Return an 审定数 as it would stand, without its grounds, to see its effect. Raises as `adjudicate`."""
    city = office.city(period)
    known = require_indicator(office.plan, indicator)
    if not office.summary(period).of(known.id).is_told:
        raise AppError("nothing_to_adjudicate", 指标=known.name, 期=office.plan.periods[period].name)
    return Adjudication(
        period=period,
        indicator=known.id,
        value=_checked(office, city, known, text),
        reason="",
        document="",
        by="",
        checked_by="",
        at=at,
        rests_on=rests_on(city, known),
    )


def _checked(office: OfficeWorkspace, city: City, indicator: Indicator, text: str) -> Decimal:
    if indicator.names:
        return named_value(indicator, text)
    item = _decided(city, indicator)
    value = _read(text, item)
    facts = {"指标": indicator.name, "数值": plain(value)}
    if value < 0 and not (item.negative or _may_fall(city, indicator)):
        raise AppError("value_negative", **facts)
    if _is_whole(item) and value != value.to_integral_value():
        raise AppError("value_not_whole", **facts)
    if item.measure == "%" and abs(value) > 100:
        raise AppError("value_too_large", **facts, 上限="100%")
    _near(office, city, indicator, value, facts)
    if item.decimals is not None and places_of(value) > item.decimals:
        raise AppError("value_decimals", **facts, n=item.decimals)
    return value


def named_value(indicator: Indicator, text: str) -> Decimal:
    """Return what a grade, 是 or 否 counts as. Raises AppError("value_not_named") for another text, a figure too."""
    chosen = indicator.number_of(text.strip())
    if chosen is None:
        raise AppError("value_not_named", 指标=indicator.name, 原文=text, 可选="、".join(indicator.names))
    return chosen


def _decided(city: City, indicator: Indicator) -> Item:
    """The item a figure is checked as: the indicator's own, a percentage where it is what an amount has fallen by."""
    item = city.plan.items[indicator.value_item]
    if not indicator.falls_from_base:
        return item
    return replace(item, measure="%", type=ItemType.NUMBER, decimals=None, accepts={}, negative=True)


def _is_whole(item: Item) -> bool:
    """True for pieces: an item of whole numbers, rows that are counted; a column that is added up may have decimals."""
    if item.type is ItemType.COUNTED and item.decimals is None:
        return not any(one.total for one in item.count)
    return item.type is ItemType.WHOLE or item.decimals == 0


def _read(text: str, item: Item) -> Decimal:
    """One exact figure in the item's own measure; a unit may confirm a conversion, a decision is never converted."""
    try:
        reading = read_number(text, item.measure, item.accepts, item.measures)
    except EntryError as error:
        long = error.facts["reason"] == TOO_MANY_DIGITS
        raise AppError("value_too_long" if long else "value_unreadable", 原文=quoted(text)) from error
    if not isinstance(reading.value, Decimal) or APPROXIMATE in reading.remarks:
        raise AppError("value_unreadable", 原文=text)
    if with_power(text):
        raise AppError("value_scientific", 原文=text, 数值=plain(reading.value))
    if CONVERTED in reading.remarks:
        raise AppError("value_other_measure", 原文=text, 单位=item.measure)
    return Decimal(plain(reading.value))


def _may_fall(city: City, indicator: Indicator) -> bool:
    """Rates of growth and of falling may be below 0."""
    return indicator.direction in (Direction.NO_GROWTH, Direction.DROP)


def _near(office: OfficeWorkspace, city: City, indicator: Indicator, value: Decimal, facts: dict[str, str]) -> None:
    """Refuse an amount many times all that is known (what came, the department's, the target), or that falls as far
    below what came together and the department's: it was meant in another measure.
    """
    result = without_value(office, indicator.id).summary(city.period.id).of(indicator.id)  # never by an earlier slip
    parts = [share.figure for total in result.totals for share in (*total.shares, *total.within)]
    department = result.department.value if result.department else None
    known = [abs(one) for one in (*parts, result.exact, department, indicator.target) if one]
    wholes = [abs(one) for one in (result.exact, department) if one]
    item = _decided(city, indicator)
    if item.measure == "%":
        return
    if known and abs(value) > CONFUSED * max(known):
        raise AppError("value_far_off", **facts, 单位=item.measure, 已知=plain(max(known)))
    if wholes and abs(value) * CONFUSED < min(wholes):
        raise AppError("value_far_below", **facts, 单位=item.measure, 已知=plain(min(wholes)))


def withdraw(office: OfficeWorkspace, id: int, reason: str, by: str, at: datetime) -> Adjudication:
    """Take an 审定数 back, the one that counts; it stays in the history.

    Raises AppError "no_such_adjudication", "adjudication_replaced", "adjudication_over", and as `require_reason`.
    """
    reason = require_reason(reason)
    said = office.store.adjudication(id)
    if said is None:
        raise AppError("no_such_adjudication", 编号=id)
    last = office.store.adjudications(said.period).get(said.indicator)
    if last is None or last.id != id:
        name = office.at(said.period).plan.indicators[said.indicator].name
        stands = {"现行": last.id} if last else {}
        raise AppError("adjudication_replaced" if last else "adjudication_over", 指标=name, 编号=id, **stands)
    about = {"period": said.period, "indicator": said.indicator, "value": plain(said.value), "id": id}
    with act(office.store, by, ActKind.WITHDRAW, why=reason, about=about):
        office.store.withdraw_adjudication(id, reason, by, at)
    return said
