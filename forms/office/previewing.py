"""Previewing settings: what a settings file would change, and what follows for the verdicts, before it is kept."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from forms.guards.guards import text_file
from models.city.summary import Result
from models.settings.load import read_settings, settings_json
from models.workspace.office_desk import open_periods
from models.workspace.workspace import OfficeWorkspace


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChange:
    """One key of the settings, before and after; None = not set."""

    key: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """An indicator whose value or verdict would be another: both as words."""

    period: str
    indicator: str
    before: str
    after: str


def preview(office: OfficeWorkspace, path: Path) -> tuple[tuple[SettingChange, ...], tuple[Effect, ...]]:
    """Return what a settings file would change and its effect; keeps nothing. Raises as `read_settings`."""
    now = office.settings
    then = read_settings(text_file(path), office.plan, now)
    before, after = (_flat(json.loads(settings_json(one))) for one in (now, then))
    keys = [key for key in dict.fromkeys((*before, *after)) if key != "version" and before.get(key) != after.get(key)]
    moved = tuple(SettingChange(key=key, before=before.get(key), after=after.get(key)) for key in keys)
    effects = []
    for period in open_periods(office):
        old, new = office.summary(period), office.summary(period, settings=then)
        for one, other in zip(old.results, new.results, strict=True):
            words = tuple(
                f"{result.shown or '—'} {result.judgement} {result.coverage}".strip() for result in (one, other)
            )
            if words[0] != words[1]:
                effects.append(Effect(period=period, indicator=one.indicator.id, before=words[0], after=words[1]))
    return moved, tuple(effects)


def _words(result: Result) -> str:
    return f"{result.shown or '—'} {result.judgement} {result.coverage}".strip()


def _flat(said: object, key: str = "") -> dict[str, str]:
    """Nested settings as dotted keys and texts."""
    return dict(_leaves(said, key))


def _leaves(said: object, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(said, Mapping):
        for name, value in said.items():
            yield from _leaves(value, f"{key}.{name}" if key else str(name))
    elif isinstance(said, list):
        for number, value in enumerate(said, 1):
            yield from _leaves(value, f"{key}[{number}]")
    else:
        yield key, str(said)
