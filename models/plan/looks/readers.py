"""Readers: what a plan computes with each of its parameters — the indicators and checks that wait for it."""

import re
from collections.abc import Iterator, Mapping

from models.formula.prefixes import Prefix
from models.plan.plan import Check, Indicator, Item, Plan

_PARAMETER = re.compile(rf"{Prefix.GIVEN}\.(\w+)")


def parameter_readers(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """Return parameter → ids of what reads it, in plan order: indicators, then checks; "" where the program does.

    A parameter that is not in it is read by nobody: it is there for people alone.
    """
    found: dict[str, dict[str, None]] = {}
    for indicator in plan.indicators.values():
        _note(found, indicator.id, _of_indicator(indicator))
        for item in plan.items_of(indicator.id):
            _note(found, indicator.id, _of_item(item))
    for item in plan.items.values():
        if item.indicator not in plan.indicators:
            _note(found, item.id, _of_item(item))
    for check in plan.checks.values():
        _note(found, check.id, _of_check(check))
    _note(found, "", iter(plan.uses.values()))
    return {name: tuple(readers) for name, readers in found.items() if name in plan.parameters}


def _note(found: dict[str, dict[str, None]], reader: str, names: Iterator[str]) -> None:
    for name in names:
        found.setdefault(name, {})[reader] = None


def _of_indicator(one: Indicator) -> Iterator[str]:
    yield one.aggregate_by
    if one.exact is not None:
        yield from _PARAMETER.findall(one.exact.text)


def _of_item(item: Item) -> Iterator[str]:
    formulas = [formula for formula in (item.formula, item.required_when, item.na_when) if formula]
    formulas += [one.when for one in item.count if one.when]
    for formula in formulas:
        yield from _PARAMETER.findall(formula.text)
    if item.choices_from:
        yield item.choices_from[0]
    for one in item.count:
        yield from _words([one.since, one.until])


def _of_check(check: Check) -> Iterator[str]:
    texts = [formula.text for formula in check.values.values()]
    for relation in check.relations:
        texts += [relation.formula.text, *relation.needs, *(one.text for one in relation.values.values())]
    for text in texts:
        yield from _PARAMETER.findall(text)
    yield from _words(check.inputs)


def _words(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    for one in found.values() if isinstance(found, Mapping) else found if isinstance(found, list | tuple) else ():
        yield from _words(one)
