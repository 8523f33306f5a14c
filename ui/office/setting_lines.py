"""Setting lines: every setting of an office as one line — what it is, what is in force, who said so, how it is changed.

A change is the TOML that `office set` takes: the window and the command line keep settings by one way.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from models.basics.messages import say
from models.basics.period import format_time, own_id
from models.basics.quantity import plain, with_measure
from models.basics.records import dataclass
from models.plan.plan import Parameter
from models.plan.rows.keys import OVERLAPS, STOPS_CLOCK
from models.scoring.locking import rules_given
from models.settings.questions import open_questions, questions_elsewhere
from models.settings.settings import ASKED_AGAIN
from models.workspace.office_workspace import CONTACT
from ui.office.asking import AskedField
from ui.office.session import OfficeSession

CONTACT_LINE = "contact"
ELSEWHERE = "elsewhere"  # answered in the plan, when the office is founded, on another page
GROUPS = ("open", "due", "parameters", "overlap", "targets", "waivers", ELSEWHERE)
GROUNDS = frozenset({"reason", "approved_by", "doc_no"})  # fields on which no effect depends
UNSAID = "—"  # for a ground, while only the effect is looked at
_TYPED = ("number", "whole", "date", "choice", "text")
Said = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingLine:
    """One setting. `stands` are the keys of its history; `toml` makes the change of what was typed."""

    key: str
    group: str
    name: str
    value: str  # "" = not given
    stands: tuple[str, ...] = ()
    fields: tuple[AskedField, ...] = ()  # none: it comes from a file only
    toml: Callable[[Said], str] | None = None
    decides: bool = False  # a verdict of the open period waits for it
    question: str = ""  # what depends on it, while the office has not said it
    apart: bool = False  # kept by an act of its own: it is no setting that a pack takes to the units

    @property
    def editable(self) -> bool:
        """True for what can be changed here."""
        return self.apart or self.toml is not None

    def change(self, said: Said) -> str:
        """Return what would be kept of what was typed: the TOML that `office set` takes, or the text itself."""
        return self.toml(said) if self.toml is not None else said["value"]

    def foreseen(self, said: Said) -> str:
        """Return the change as its effect is worked out, "" while what it depends on is not there: no ground is."""
        if self.apart:
            return said["value"]
        grounds = {one.name for one in self.fields} & GROUNDS
        if any(one.lacks(said[one.name]) for one in self.fields if one.name not in grounds):
            return ""
        return self.change({**said, **dict.fromkeys(grounds, UNSAID)})

    @property
    def called(self) -> str:
        """The name in a sentence: without the signs around that of a row which makes a new one."""
        return self.name.strip("＋+… ")

    @property
    def open(self) -> bool:
        """True for what waits for the office: to be decided, or a question the plan leaves to it."""
        return self.decides or bool(self.question)


def setting_lines(session: OfficeSession) -> tuple[SettingLine, ...]:
    """Return every setting, in the order of the groups."""
    questions = open_questions(session.plan, session.settings)
    lines = (
        *_due(session),
        _clock(session),
        _contact(session),
        *_extensions(session),
        *_parameters(session),
        *_groups(session),
        *_overlap(session),
        *_targets(session),
        *_waivers(session),
        *_elsewhere(session),
    )
    return tuple(replace(one, question=questions[one.key]) if one.key in questions else one for one in lines)


def quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def entry(section: str, **said: str) -> str:
    """Return one entry of a list of the settings file."""
    return "\n".join([f"[[{section}]]", *(f"{key} = {quoted(text)}" for key, text in said.items())]) + "\n"


def _elsewhere(session: OfficeSession) -> Iterator[SettingLine]:
    """What is asked of the office and answered elsewhere."""
    name = "" if session.name == say("papers.office_unnamed") else session.name
    version, scored = session.plan.version, rules_given(session.workspace)
    for one in questions_elsewhere(session.plan, session.settings, office=name, scored=scored):
        choices = {version: one.as_is} if one.open else {ASKED_AGAIN: say("settings.elsewhere.again")}
        answer = AskedField(name="value", words=say("office.keys.value"), text=next(iter(choices)), choices=choices)
        yield SettingLine(
            key=f"{ELSEWHERE}.{one.key}",
            group=ELSEWHERE,
            name=one.name,
            value=one.value,
            stands=(f"confirmed.{one.key}",),
            fields=(answer,) if one.confirmable else (),
            toml=partial(_one_of_table, "confirmed", one.key) if one.confirmable else None,
            question=one.sentence if one.open else "",
        )


def _due(session: OfficeSession) -> Iterator[SettingLine]:
    for period in session.plan.periods.values():
        at = session.settings.due.get(own_id(period.id))
        value = format_time(at) if at else ""
        yield SettingLine(
            key=f"due.{period.id}",
            group="due",
            name=say("office.keys.due", 期=period.name),
            value=value,
            stands=(f"due.{period.id}",),
            fields=(AskedField(name="value", words=say("office.set.time"), text=value),),
            toml=partial(_one_of_table, "due", period.id),
        )


def _clock(session: OfficeSession) -> SettingLine:
    """Which of the two a unit sends stops the clock: the electronic return or its stamped paper."""
    choices = {one: say(f"settings.clock.{one}") for one in STOPS_CLOCK}
    now = session.settings.clock
    return SettingLine(
        key="clock",
        group="due",
        name=say("settings.clock.name"),
        value=choices[now],
        stands=("clock",),
        fields=(AskedField(name="value", words=say("office.keys.value"), text=now, choices=choices),),
        toml=partial(_one_of_table, "clock", "stopped_by"),
    )


def _contact(session: OfficeSession) -> SettingLine:
    """Whom units are told to ask."""
    now = session.workspace.store.get_text(CONTACT)
    return SettingLine(
        key=CONTACT_LINE,
        group="due",
        name=say("office.set.contact"),
        value=now,
        stands=(CONTACT_LINE,),
        fields=(AskedField(name="value", words=say("office.set.contact_how"), text=now, needed=False),),
        apart=True,
    )


def _one_of_table(table: str, key: str, said: Said) -> str:
    return f"[{table}]\n{quoted(key)} = {quoted(said['value'])}\n"


def _extensions(session: OfficeSession) -> Iterator[SettingLine]:
    for number, one in enumerate(session.settings.extensions, 1):
        name = say(
            "office.set.extension_of", 单位=session.unit_name(one.unit), 期=session.plan.periods[one.period].name
        )
        yield SettingLine(
            key=f"extension.{one.period}.{one.unit}",
            group="due",
            name=name,
            value=format_time(one.until),
            stands=(f"extensions[{number}].until",),
            fields=_extension_fields(session, unit=one.unit, until=format_time(one.until), period=one.period),
            toml=partial(_extension, session),
        )
    yield SettingLine(
        key="extension.new",
        group="due",
        name=say("office.set.new_extension"),
        value="",
        fields=_extension_fields(session),
        toml=partial(_extension, session),
    )


def _extension_fields(
    session: OfficeSession, *, unit: str = "", until: str = "", period: str = ""
) -> tuple[AskedField, ...]:
    return (
        AskedField(name="unit", words=say("office.keys.unit"), text=unit, choices=_units(session)),
        AskedField(
            name="period",
            words=say("office.unit.period"),
            text=period or session.period_id,
            choices=_periods(session),
        ),
        AskedField(name="value", words=say("office.set.time"), text=until),
        *_grounds(),
    )


def _units(session: OfficeSession) -> dict[str, str]:
    return {one.id: session.unit_name(one.id) for one in session.plan.filing_units}


def _periods(session: OfficeSession) -> dict[str, str]:
    return {one.id: one.name for one in session.plan.periods.values()}


def _grounds() -> tuple[AskedField, ...]:
    return (
        AskedField(name="reason", words=say("office.ask.reason"), reason=True),
        AskedField(name="approved_by", words=say("office.set.approved_by")),
    )


def _extension(session: OfficeSession, said: Said) -> str:
    return entry(
        "extension",
        period=said["period"],
        unit=said["unit"],
        until=said["value"],
        reason=said["reason"],
        approved_by=said["approved_by"],
    )


def _parameters(session: OfficeSession) -> Iterator[SettingLine]:
    open_ones = {name for result in session.summary.results for name in result.alternatives}
    for one in session.plan.parameters.values():
        yield SettingLine(
            key=f"parameters.{one.id}",
            group="parameters",
            name=one.name,
            value=_value(session, one),
            stands=(f"parameters.{one.id}",),
            fields=_parameter_fields(session, one),
            toml=partial(_one_of_table, "parameters", one.id) if one.type in _TYPED else None,
            decides=one.id in open_ones,
        )


def _groups(session: OfficeSession) -> Iterator[SettingLine]:
    """Lists of units whose members the plan leaves to the office."""
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
        units = _units(session)
        given = sum(session.settings.parameter(session.plan, one.id, unit) is not None for unit in units)
        return say("office.set.given_units", n=given, m=len(units)) if given else ""
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


def _overlap(session: OfficeSession) -> Iterator[SettingLine]:
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
                toml=partial(_one_of_table, f"overlap.{quoted(indicator.id)}", unit.id),
                decides=not rule,
            )


def _targets(session: OfficeSession) -> Iterator[SettingLine]:
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


def _waivers(session: OfficeSession) -> Iterator[SettingLine]:
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
            AskedField(name="unit", words=say("office.keys.unit"), choices=_units(session)),
            AskedField(
                name="period", words=say("office.unit.period"), text=session.period_id, choices=_periods(session)
            ),
            *_grounds(),
        ),
        toml=lambda said: entry("waiver", **{key: said[key] for key in keys}),
    )
