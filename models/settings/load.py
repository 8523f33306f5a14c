"""The office's settings file: TOML → Settings, refused whole with every problem at once.

What the file does not name stays as it was; entries of lists replace the one they are about and leave the others.
Nothing is taken that the plan does not know, nothing is filled in. Source: DESIGN §6 `office set`, plan.md §4.3, §4.11.

To add a section: its reader, its line in SECTIONS, its words in resources/messages/zh_CN/settings.toml.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from models.basics.errors import AppError
from models.plan.plan import Parameter, Plan, UnitKind
from models.settings.draft import Draft, entry_name, section_name
from models.settings.hints import settings_hints
from models.settings.json import settings_from_json, settings_json
from models.settings.settings import Extension, FactorSet, Settings, Target, Waiver

__all__ = ("read_settings", "settings_from_json", "settings_hints", "settings_json")

OVERLAPS = ("included_in_county", "separate")
AREA = "万亩"
_FACTORS = ("coal", "oil", "gas", "grid")
_T = TypeVar("_T")


def read_settings(text: str, plan: Plan, before: Settings) -> Settings:
    """Return the settings a TOML text makes of those before it, with the next version.

    Raises AppError("settings_unreadable") for a text that is no TOML, AppError("settings_refused", problems=...) with
    one sentence for everything that does not fit the plan.
    """
    found = _toml(text)
    draft = Draft(plan)
    draft.only(section_name("file"), found, SECTIONS)
    given: dict[str, Any] = {}
    for section, read in SECTIONS.items():
        if section in found:
            given.update(read(draft, found[section], before))
    if draft.problems:
        raise AppError(
            "settings_refused",
            problems=tuple(draft.problems),
            count=len(draft.problems),
            listing="\n".join(draft.problems),
        )
    return replace(before, version=before.version + 1, **given)


def _toml(text: str) -> dict[str, Any]:
    clean = text.removeprefix("\ufeff")  # as Windows Notepad saves it
    try:
        return tomllib.loads(clean, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        raise AppError("settings_unreadable", line=int(line[1]) if line else clean.count("\n") + 1) from error


def _due(draft: Draft, value: object, before: Settings) -> dict[str, object]:
    due = dict(before.due)
    for key, text in draft.table(section_name("due"), value).items():
        where = entry_name("due", key)
        period, time = draft.known(where, "period", key), draft.time(where, text)
        if period and time:
            due[period] = time
    return {"due": due}


def _parameters(draft: Draft, value: object, before: Settings) -> dict[str, object]:
    parameters = dict(before.parameters)
    for key, text in draft.table(section_name("parameters"), value).items():
        where = entry_name("parameters", key)
        if draft.known(where, "parameter", key):
            parameters[key] = _parameter(draft, where, draft.plan.parameters[key], text)
    return {"parameters": parameters}


def _parameter(draft: Draft, where: str, declared: Parameter, value: object) -> str | tuple[str, ...]:
    if declared.type == "per_unit":
        draft.refuse(where, "per_unit", id=declared.id)
        return ""
    if declared.type == "number":
        figure = draft.number(where, value)
        return "" if figure is None else format(figure, "f")
    if declared.type == "list":
        return draft.words(where, value)
    text = draft.word(where, value, missing="required", field=declared.name)
    if declared.type == "choice" and text and text not in declared.choices:
        draft.refuse(where, "not_choice", text=text, choices="、".join(declared.choices))
    return text


def _overlap(draft: Draft, value: object, before: Settings) -> dict[str, object]:
    overlap = {indicator: dict(zones) for indicator, zones in before.overlap.items()}
    for key, zones in draft.table(section_name("overlap"), value).items():
        where = entry_name("overlap", key)
        indicator = draft.known(where, "indicator", key)
        for zone, rule in draft.table(where, zones).items():
            if _unit(draft, where, zone, (UnitKind.ZONE,), "not_zone") and rule not in OVERLAPS:
                draft.refuse(where, "no_overlap", text=rule)
            if indicator:
                overlap.setdefault(indicator, {})[zone] = str(rule)
    return {"overlap": overlap}


def _land_area(draft: Draft, value: object, before: Settings) -> dict[str, object]:
    areas = dict(before.land_area)
    for key, text in draft.table(section_name("land_area"), value).items():
        where = entry_name("land_area", key)
        unit, area = _filer(draft, where, key), draft.number(where, text, AREA, positive=True)
        if unit and area:
            areas[unit] = area
    return {"land_area": areas}


def _groups(draft: Draft, value: object, before: Settings) -> dict[str, object]:
    groups = dict(before.groups)
    for key, members in draft.table(section_name("groups"), value).items():
        where = entry_name("groups", key)
        _unit(draft, where, key, (UnitKind.GROUP,), "not_group")
        groups[key] = draft.words(where, members)
        for number, member in enumerate(groups[key]):
            _unit(draft, where, member, _ALONE, "group_in_group")
            if member in groups[key][:number]:
                draft.refuse(where, "repeated_member", id=member)
    return {"groups": groups}


def _extensions(draft: Draft, value: object, before: Settings) -> dict[str, object]:
    found: dict[object, tuple[str, Extension]] = {}
    for where, row in draft.items("extension", value, ("period", "unit", "until", "reason", "approved_by")):
        period = draft.known(where, "period", row.get("period"))
        unit = _filer(draft, where, row.get("unit"))
        until = draft.time(where, row.get("until", ""))
        reason, approved = _grounds(draft, where, row)
        if period and unit and until:
            _once(draft, where, found, (period, unit), Extension(period, unit, until, reason, approved))
    return {"extensions": _merged(before.extensions, found, lambda e: (e.period, e.unit))}


def _factor_sets(draft: Draft, value: object, before: Settings) -> dict[str, object]:
    found: dict[object, tuple[str, FactorSet]] = {}
    for where, row in draft.items("factor_set", value, ("id", *_FACTORS, "source")):
        id = draft.word(where, row.get("id"), missing="required", field="id")
        factors = {name: draft.number(where, row[name], positive=True) if name in row else None for name in _FACTORS}
        source = draft.word(where, row.get("source"), missing="source")
        _once(draft, where, found, id, FactorSet(id, **factors, source=source))
    return {"factor_sets": {s.id: s for s in _merged(before.factor_sets.values(), found, lambda s: s.id)}}


def _targets(draft: Draft, value: object, before: Settings) -> dict[str, object]:
    found: dict[object, tuple[str, Target]] = {}
    for where, row in draft.items("target", value, ("unit", "indicator", "value", "doc_no", "doc_date")):
        unit = _unit(draft, where, row.get("unit"), (UnitKind.COUNTY, UnitKind.ZONE), "not_county")
        indicator = draft.known(where, "indicator", row.get("indicator"))
        aim = draft.plan.indicators[indicator] if indicator else None
        if aim and not aim.county_target:
            draft.refuse(where, "no_county_target", id=aim.id, name=aim.name)
        figure = draft.number(where, row.get("value", ""), aim.measure if aim else "")
        doc_no = draft.word(where, row.get("doc_no"), missing="doc_no")
        day = draft.day(where, row.get("doc_date"))
        if unit and indicator and figure is not None:
            _once(draft, where, found, (unit, indicator), Target(unit, indicator, figure, doc_no, day))
    return {"targets": _merged(before.targets, found, lambda t: (t.unit, t.indicator))}


def _waivers(draft: Draft, value: object, before: Settings) -> dict[str, object]:
    found: dict[object, tuple[str, Waiver]] = {}
    for where, row in draft.items("waiver", value, ("check", "unit", "period", "reason", "approved_by")):
        check = draft.known(where, "check", row.get("check"))
        unit = _filer(draft, where, row.get("unit"))
        period = draft.known(where, "period", row.get("period"))
        reason, approved = _grounds(draft, where, row)
        if check and unit and period:
            _once(draft, where, found, (check, unit, period), Waiver(check, unit, period, reason, approved))
    return {"waivers": _merged(before.waivers, found, lambda w: (w.check, w.unit, w.period))}


_ALONE = tuple(kind for kind in UnitKind if kind is not UnitKind.GROUP)


def _filer(draft: Draft, where: str, value: object) -> str | None:
    return _unit(draft, where, value, _ALONE, "not_filer")


def _unit(draft: Draft, where: str, value: object, kinds: tuple[UnitKind, ...], problem: str) -> str | None:
    id = draft.known(where, "unit", value)
    if id is None or draft.plan.units[id].kind in kinds:
        return id
    draft.refuse(where, problem, id=id, name=draft.plan.units[id].name)
    return None


def _grounds(draft: Draft, where: str, row: Mapping[str, object]) -> tuple[str, str]:
    return (
        draft.word(where, row.get("reason"), missing="required", field="reason"),
        draft.word(where, row.get("approved_by"), missing="required", field="approved_by"),
    )


def _once(draft: Draft, where: str, found: dict[object, tuple[str, _T]], identity: object, entry: _T) -> None:
    if identity in found:
        draft.refuse(where, "repeated", other=found[identity][0])
    else:
        found[identity] = where, entry


def _merged(
    before: Iterable[_T], found: Mapping[object, tuple[str, _T]], identity: Callable[[_T], object]
) -> tuple[_T, ...]:
    entries = {identity(entry): entry for entry in before}
    entries.update({key: entry for key, (_, entry) in found.items()})
    return tuple(entries.values())


SECTIONS: Mapping[str, Callable[[Draft, object, Settings], dict[str, object]]] = {
    "due": _due,
    "extension": _extensions,
    "parameters": _parameters,
    "overlap": _overlap,
    "land_area": _land_area,
    "groups": _groups,
    "factor_set": _factor_sets,
    "target": _targets,
    "waiver": _waivers,
}
