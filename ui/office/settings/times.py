"""Setting times: until when returns are due, what stops the clock, whom units ask, who has longer."""

from collections.abc import Iterator
from functools import partial

from models.basics.messages import say
from models.basics.period import format_time, own_id
from models.plan.rows.keys import STOPS_CLOCK
from models.workspace.office_workspace import CONTACT
from ui.office.asking import AskedField
from ui.office.session import OfficeSession
from ui.office.settings.line import Said, SettingLine, entry, grounds, one_of_table, periods, units

CONTACT_LINE = "contact"


def due_times(session: OfficeSession) -> Iterator[SettingLine]:
    """Yield the due time of each period."""
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
            toml=partial(one_of_table, "due", period.id),
        )


def clock(session: OfficeSession) -> SettingLine:
    """Return which of the two a unit sends stops the clock: the electronic return or its stamped paper."""
    choices = {one: say(f"settings.clock.{one}") for one in STOPS_CLOCK}
    now = session.settings.clock
    return SettingLine(
        key="clock",
        group="due",
        name=say("settings.clock.name"),
        value=choices[now],
        stands=("clock",),
        fields=(AskedField(name="value", words=say("office.keys.value"), text=now, choices=choices),),
        toml=partial(one_of_table, "clock", "stopped_by"),
    )


def contact(session: OfficeSession) -> SettingLine:
    """Return whom units are told to ask."""
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


def extensions(session: OfficeSession) -> Iterator[SettingLine]:
    """Yield each extension, and the line that gives a new one."""
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
        AskedField(name="unit", words=say("office.keys.unit"), text=unit, choices=units(session)),
        AskedField(
            name="period",
            words=say("office.unit.period"),
            text=period or session.period_id,
            choices=periods(session),
        ),
        AskedField(name="value", words=say("office.set.time"), text=until),
        *grounds(),
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
