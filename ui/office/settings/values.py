"""Setting values: what a plan leaves to the office — parameters, lists of units, overlaps, targets, waivers."""

from collections.abc import Iterator
from functools import partial

from models.basics.messages import say
from models.basics.quantity import plain, with_measure
from models.plan.plan import Parameter
from models.plan.rows.keys import OVERLAPS
from ui.office.asking import AskedField
from ui.office.session import OfficeSession
from ui.office.settings.line import SettingLine, entry, grounds, one_of_table, periods, quoted, units

_TYPED = ("number", "whole", "date", "choice", "text")


def parameters(session: OfficeSession) -> Iterator[SettingLine]:
    """Yield every parameter; those without a line to type in come from a file only."""
    open_ones = {name for result in session.summary.results for name in result.alternatives}
    for one in session.plan.parameters.values():
        yield SettingLine(
            key=f"parameters.{one.id}",
            group="parameters",
            name=one.name,
            value=_value(session, one),
            stands=(f"parameters.{one.id}",),
            fields=_parameter_fields(session, one),
            toml=partial(one_of_table, "parameters", one.id) if one.type in _TYPED else None,
            decides=one.id in open_ones,
        )


def unit_groups(session: OfficeSession) -> Iterator[SettingLine]:
    """Yield the lists of units whose members the plan leaves to the office."""
    for group, members in session.plan.groups.items():
        named = session.settings.groups.get(group) or members
        yield SettingLine(
            key=f"groups.{group}",
            group="parameters",
            name=session.unit_name(group),
            value="、".join(map(session.unit_name, named)),
            stands=(f"groups.{group}",),
        )


def _value(session: OfficeSession, one: Parameter) -> str:
    if one.type == "table":
        rows = session.settings.table(session.plan, one.id)
        return say("office.set.rows", n=len(rows)) if rows else ""
    if one.type == "per_unit":
        asked = units(session)
        given = sum(session.settings.parameter(session.plan, one.id, unit) is not None for unit in asked)
        return say("office.set.given_units", n=given, m=len(asked)) if given else ""
    value = session.settings.parameter(session.plan, one.id)
    if isinstance(value, tuple):
        return "、".join(value)
    if value is None:
        return ""
    text = one.words_of(value) if isinstance(value, str) else plain(value)
    return with_measure(text, one.measure)


def _parameter_fields(session: OfficeSession, one: Parameter) -> tuple[AskedField, ...]:
    if one.type not in _TYPED:
        return ()
    value = session.settings.parameter(session.plan, one.id)
    text = "" if value is None or isinstance(value, tuple) else value if isinstance(value, str) else plain(value)
    choices = {choice: one.words_of(choice) for choice in one.choices}
    name = f"{say('office.keys.value')} {one.measure}".strip()
    return (AskedField(name="value", words=name, text=text, choices=choices),)


def overlap(session: OfficeSession) -> Iterator[SettingLine]:
    """Yield, of each indicator it matters to, what counts of a zone that lies in a county."""
    plan = session.plan
    rules = {rule: say(f"office.set.{rule}") for rule in OVERLAPS}
    within = [unit for unit in plan.filing_units if unit.within is not None]
    asked = {
        result.indicator.id for result in session.summary.results if any(total.unruled for total in result.totals)
    } | set(session.settings.overlap)
    for indicator in (one for one in plan.indicators.values() if one.id in asked):
        for unit in within:
            rule = session.settings.overlap.get(indicator.id, {}).get(unit.id, "")
            yield SettingLine(
                key=f"overlap.{indicator.id}.{unit.id}",
                group="overlap",
                name=f"{indicator.name}　{session.unit_name(unit.id)}",
                value=rules.get(rule, ""),
                stands=(f"overlap.{indicator.id}.{unit.id}",),
                fields=(AskedField(name="value", words=say("office.keys.value"), text=rule, choices=rules),),
                toml=partial(one_of_table, f"overlap.{quoted(indicator.id)}", unit.id),
                decides=not rule,
            )


def targets(session: OfficeSession) -> Iterator[SettingLine]:
    """Yield the targets given to single units, and the line that gives a new one."""
    for number, one in enumerate(session.settings.targets, 1):
        indicator = session.plan.indicators[one.indicator]
        yield SettingLine(
            key=f"target.{one.unit}.{one.indicator}",
            group="targets",
            name=f"{session.unit_name(one.unit)}　{indicator.name}",
            value=with_measure(plain(one.value), indicator.measure),
            stands=(f"targets[{number}].value",),
        )
    carries = {one.id: session.unit_name(one.id) for one in session.plan.filing_units if one.kind.targets}
    names = {one.id: one.name for one in session.plan.indicators.values() if one.decomposed}
    if carries and names:
        yield SettingLine(
            key="target.new",
            group="targets",
            name=say("office.set.new_target"),
            value="",
            fields=(
                AskedField(name="unit", words=say("office.keys.unit"), choices=carries),
                AskedField(name="indicator", words=say("office.summary.indicator"), choices=names),
                AskedField(name="value", words=say("office.summary.target")),
                AskedField(name="doc_no", words=say("office.case.given_document")),
            ),
            toml=lambda said: entry("target", **{key: said[key] for key in ("unit", "indicator", "value", "doc_no")}),
        )


def waivers(session: OfficeSession) -> Iterator[SettingLine]:
    """Yield each waiver of a check, and the line that gives a new one."""
    for number, one in enumerate(session.settings.waivers, 1):
        period = session.plan.periods[one.period].name
        yield SettingLine(
            key=f"waiver.{one.check}.{one.unit}.{one.period}",
            group="waivers",
            name=f"{session.unit_name(one.unit)}　{session.plan.check_called(one.check)}　{period}",
            value=one.reason,
            stands=(f"waivers[{number}].check",),
        )
    keys = ("check", "unit", "period", "reason", "approved_by")
    checks = {one.id: one.called for one in session.plan.checks.values() if not one.office}
    yield SettingLine(
        key="waiver.new",
        group="waivers",
        name=say("office.set.new_waiver"),
        value="",
        fields=(
            AskedField(name="check", words=say("office.set.check"), choices=checks),
            AskedField(name="unit", words=say("office.keys.unit"), choices=units(session)),
            AskedField(
                name="period", words=say("office.unit.period"), text=session.period_id, choices=periods(session)
            ),
            *grounds(),
        ),
        toml=lambda said: entry("waiver", **{key: said[key] for key in keys}),
    )
