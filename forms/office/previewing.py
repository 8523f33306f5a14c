"""Previewing settings: what a settings file would change, and what follows for the verdicts, before it is kept."""

import re
from collections.abc import Iterator
from pathlib import Path

from forms.guards.guards import text_file
from models.basics.messages import say
from models.basics.period import format_time, own_id
from models.basics.records import dataclass
from models.ledger.roster import Roster
from models.office.desk_lists import open_periods
from models.office.effects import compared, rosters_under
from models.office.settings_history import SettingChange, settings_moved
from models.plan.plan import Plan
from models.settings.json import settings_json
from models.settings.load import plan_meant, read_settings
from models.settings.settings import Extension, Settings, Target, Waiver
from models.workspace.office_workspace import OfficeWorkspace

Entry = Extension | Waiver | Target
ENTRIES = ("extensions", "waivers", "targets")  # lists of the settings, each entry about a unit
MOST_TOLD = 6  # settings that a line of the record names


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodEffect:
    """An indicator of a period whose value or verdict would be another: both as words."""

    period: str
    indicator: str
    before: str
    after: str


def preview(office: OfficeWorkspace, path: Path) -> tuple[tuple[SettingChange, ...], tuple[PeriodEffect, ...]]:
    """Return what a settings file would change and its effect; keeps nothing. Raises as `read_settings`."""
    return preview_text(office, text_file(path))


def preview_text(office: OfficeWorkspace, text: str) -> tuple[tuple[SettingChange, ...], tuple[PeriodEffect, ...]]:
    """Return what settings written as TOML would change and their effect. Raises as `read_settings`."""
    named = plan_meant(text)
    office = office.in_plan(named) if named else office
    now = office.settings
    then = read_settings(text, office.plan, now)
    moved = settings_moved(settings_json(now), settings_json(then))
    found = tuple(
        PeriodEffect(period=period, indicator=one.indicator, before=one.before, after=one.after)
        for period in (open_periods(office) if moved else ())
        for one in compared(office.summary(period), office.summary(period, settings=then))
    )
    return moved, found


def changed_words(plan: Plan, before: Settings, after: Settings) -> str:
    """Return in words which settings differ, for the record; "" where none does."""
    moved = (one.key for one in settings_moved(settings_json(before), settings_json(after)))
    plain = (_called(plan, key) for key in moved if key.partition("[")[0] not in ENTRIES)
    names = tuple(dict.fromkeys((*plain, *_entries(plan, before, after))))
    told = "、".join(names[:MOST_TOLD])
    return say("record.why.set_more", 项=told, n=len(names)) if len(names) > MOST_TOLD else told


def _called(plan: Plan, key: str) -> str:
    """What a key of the settings is called: `due.2020Q3`, `parameters.q16_average`, `overlap.Q06.6109GX`."""
    section, *rest = re.split(r"[.\[]", key)
    about = rest[0] if rest else ""
    known = plan.parameters.get(about) or plan.indicators.get(about)
    return say(f"record.why_set.{section}", 期=plan.period_name(about), 名=known.name if known else about)


def _entries(plan: Plan, before: Settings, after: Settings) -> Iterator[str]:
    """Whose entry is new or another now, or was taken away: of more time, a waived check, a decomposed target."""
    for section in ENTRIES:
        was, now = ({_whose(one): one for one in getattr(said, section)} for said in (before, after))
        yield from (_entry(plan, section, one) for whose, one in now.items() if was.get(whose) != one)
        yield from (
            say("record.why.set_gone", 项=_entry(plan, section, one)) for whose, one in was.items() if whose not in now
        )


def _whose(one: Entry) -> tuple[str, ...]:
    return tuple(getattr(one, name, "") for name in ("unit", "period", "check", "indicator"))


def _entry(plan: Plan, section: str, one: Entry) -> str:
    period, check, indicator = (getattr(one, name, "") for name in ("period", "check", "indicator"))
    named = plan.indicators[indicator].name if indicator in plan.indicators else plan.check_called(check) or indicator
    facts = {"期": plan.period_name(period), "名": named, "单位": plan.unit_in(one.unit, period)}
    return say(f"record.why_set.{section}", **facts, 时限=format_time(one.until) if isinstance(one, Extension) else "")


def preview_roster(office: OfficeWorkspace, text: str) -> dict[str, dict[str, tuple[int, int]]]:
    """Return period → "late", "missing" → how many are late, or without a return after their time, now and then.

    Only what would differ. Raises as above.
    """
    then = read_settings(text, office.plan, office.settings)
    periods = dict.fromkeys((*open_periods(office), *(one for one in office.plan.periods if own_id(one) in then.due)))
    found = {period: _moved_in(*rosters_under(office, period, then)) for period in periods}
    return {period: moved for period, moved in found.items() if moved}


def _moved_in(now: Roster, then: Roster) -> dict[str, tuple[int, int]]:
    counts = {
        "late": (len(now.late), len(then.late)),
        "missing": (len(_overdue(now)), len(_overdue(then))),
    }
    return {name: pair for name, pair in counts.items() if pair[0] != pair[1]}


def _overdue(roster: Roster) -> list[str]:
    return [unit for unit in roster.missing if unit not in roster.waits]
