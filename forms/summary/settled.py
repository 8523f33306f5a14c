"""Settled: every parameter, rule, group, target, extension, waiver and 审定数 the figures of a summary rest on.

Each with what it rests on itself: the plan, or the office with the document it named.
"""

from collections.abc import Iterator
from decimal import Decimal

from forms.summary.content import ShownFigure, SummarySheet, SummarySource, Value, columns_of, decimals_of
from models.basics.messages import say
from models.basics.period import format_time, own_id
from models.basics.quantity import plain
from models.plan.records.parameter import Parameter

Row = tuple[Value, ...]  # kind, what it is about, value, grounds


def decisions_sheet(ground: SummarySource, *, targets: bool = True) -> SummarySheet:
    """Everything that was settled beside the returns; `targets`: with 分解目标, which may be a line for each unit."""
    rows = [
        *_parameter_rows(ground),
        *_overlap_rows(ground),
        *_group_rows(ground),
        *(_target_rows(ground) if targets else ()),
        *_extension_rows(ground),
        *_waiver_rows(ground),
        *_adjudicated_rows(ground),
    ]
    columns = columns_of(("kind", 30), ("matter", 84), ("value", 72), ("grounds", 74))
    return SummarySheet(name=say("papers.summary.decisions"), columns=columns, rows=tuple(rows))


def _parameter_rows(ground: SummarySource) -> Iterator[Row]:
    kind = say("papers.summary.parameter")
    for parameter in ground.city.plan.parameters.values():
        given = ground.city.settings.parameters.get(parameter.id)
        grounds = say("papers.summary.by_plan") if given is None else _set_by(ground, f"parameters.{parameter.id}")
        for name, value in _values(ground, parameter):
            yield kind, name, value, "" if value == say("papers.summary.not_given") else grounds


def _values(ground: SummarySource, parameter: Parameter) -> Iterator[tuple[str, Value]]:
    """Yield what a parameter is in force with: its name and value, of a table one for each row; 待填 for nothing."""
    plan, settings = ground.city.plan, ground.city.settings
    comma, lacks = say("papers.notice.comma"), say("papers.summary.not_given")
    if parameter.type == "table":
        rows = settings.table(plan, parameter.id)
        for row in rows:
            named = "　".join((parameter.name, *(row.get(key, "") for key in parameter.key)))
            others = (one.name for one in parameter.columns if one.name not in parameter.key)
            rest = (f"{name} {row[name]}" for name in others if row.get(name))
            yield named, comma.join(rest)
        if not rows:
            yield parameter.name, lacks
    elif parameter.type == "per_unit":
        told = ((unit.id, settings.parameter(plan, parameter.id, unit.id)) for unit in plan.filing_units)
        said = [f"{ground.city.name(unit)} {plain(value)}" for unit, value in told if isinstance(value, Decimal)]
        yield parameter.name, comma.join(said) or lacks
    else:
        value = settings.parameter(plan, parameter.id)
        if isinstance(value, Decimal):
            yield parameter.name, ShownFigure(value, decimals=decimals_of(value))
        else:
            words = comma.join(value) if isinstance(value, tuple) else parameter.words_of(value or "")
            yield parameter.name, words or lacks


def _set_by(ground: SummarySource, key: str) -> str:
    """Who set something: the office, with the document it named."""
    document, office = ground.documents.get(key, ""), say("papers.summary.set_by")
    return say("papers.summary.counted", n=office, 原因=document) if document else office


def _overlap_rows(ground: SummarySource) -> Iterator[Row]:
    """How what zones report is counted: one row for all zones of an indicator that are treated alike."""
    plan, city = ground.city.plan, ground.city
    for indicator, zones in city.settings.overlap.items():
        for rule in dict.fromkeys(zones.values()):
            names = say("papers.notice.comma").join(city.name(zone) for zone, its in zones.items() if its == rule)
            item = f"{plan.indicators[indicator].name}　{names}"
            said = say(f"papers.summary.rule_{rule}")
            yield say("papers.summary.overlap"), item, said, _set_by(ground, f"overlap.{indicator}")


def _group_rows(ground: SummarySource) -> Iterator[Row]:
    for group, members in ground.city.settings.groups.items():
        names = say("papers.notice.comma").join(map(ground.city.name, members))
        yield say("papers.summary.group"), ground.city.name(group), names, _set_by(ground, f"groups.{group}")


def _target_rows(ground: SummarySource) -> Iterator[Row]:
    for one in ground.city.settings.targets:
        indicator = ground.city.plan.indicators[one.indicator]
        name = f"{indicator.name}　{ground.city.name(one.unit)}"
        value = ShownFigure(one.value, decimals=decimals_of(one.value))
        yield say("papers.summary.unit_target"), name, value, "　".join(filter(None, (one.doc_no, one.doc_date)))


def _extension_rows(ground: SummarySource) -> Iterator[Row]:
    for one in ground.city.settings.extensions:
        if own_id(one.period) == own_id(ground.city.period.id):
            allowed = say("papers.summary.counted", n=one.reason, 原因=one.approved_by)
            yield say("papers.summary.extension"), ground.city.name(one.unit), format_time(one.until), allowed


def _waiver_rows(ground: SummarySource) -> Iterator[Row]:
    for one in ground.city.settings.waivers:
        if own_id(one.period) == own_id(ground.city.period.id):
            allowed = say("papers.summary.counted", n=one.reason, 原因=one.approved_by)
            what = f"{ground.city.name(one.unit)}　{ground.city.plan.check_called(one.check)}"
            yield say("papers.summary.waiver"), what, "", allowed


def _adjudicated_rows(ground: SummarySource) -> Iterator[Row]:
    for said in ground.adjudications:
        checked = said.checked_by or "—"
        why = say("papers.summary.decided", 文号=said.document, 理由=said.reason, 经办人=said.by, 复核人=checked)
        value = ShownFigure(said.value, decimals=decimals_of(said.value))
        yield say("papers.summary.adjudicated"), ground.city.plan.indicators[said.indicator].name, value, why
