"""Sections of the settings file: what the rows of each say, held against the plan and what was said before.

To add a section: its keys in `models.plan.rows.keys`, its reader and its line in SECTIONS here.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any, TypeVar

from models.basics.messages import say
from models.basics.quantity import plain
from models.basics.reading import EntryError, read_date
from models.plan.parameters import merged_rows, read_figure, read_value
from models.plan.plan import Indicator, Plan, Unit
from models.plan.rows.keys import CONFIRMABLE, KEYS, OVERLAPS
from models.plan.rows.problems import Problems
from models.plan.rows.tables import table_rows
from models.plan.rows.toml_row import TomlRow
from models.plan.rows.values import Pools, Values, read
from models.settings.settings import ASKED_AGAIN, Extension, Settings, Target, Waiver

_T = TypeVar("_T")
PLACE = re.compile(r"(?P<section>\w+)(?:\[(?P<number>\d+)[^\]]*\])?(?:\.(?P<key>.+))?")


class SettingsReading:
    """The plan a settings file is held against, and the problems found so far."""

    def __init__(self, plan: Plan) -> None:
        """Begin without a problem."""
        self.plan, self.problems = plan, Problems()
        ids = {
            "period": plan.periods,
            "unit": plan.units,
            "indicator": plan.indicators,
            "check": plan.checks,
            "parameter": plan.parameters,
        }
        self.pools = Pools(ids, plan.measures)

    def rows(self, section: str, value: object) -> tuple[TomlRow, ...]:
        """Return the rows of a section: one for a table, several for a list of tables; another shape is noted."""
        if KEYS[section].single and type(value) is dict:
            return (TomlRow(self.problems, "", section, value),)
        if not KEYS[section].single and type(value) is list:
            numbered = [row for row in table_rows(self.problems, "", section, value)]
            return tuple(TomlRow(self.problems, "", f"{section}[{n}]", row.found) for n, row in enumerate(numbered, 1))
        self.problems.note("", section, "not_single" if KEYS[section].single else "not_repeated", 键=section)
        return ()

    def read(self, section: str, rows: Iterable[TomlRow]) -> Iterator[tuple[TomlRow, Values]]:
        """Yield each row with what it says; keys beyond its table are noted."""
        for row in rows:
            yield row, read(row, section, self.pools)
            row.close()

    def known(self, row: TomlRow, key: str, kind: str) -> bool:
        """Return whether the plan has what a key of a section names; note it when not."""
        among = self.pools.ids[kind]
        if key in among:
            return True
        row.note(key, "dangling", 键=say(f"settings.kind.{kind}"), 名称=key, 提示=self.problems.near(key, among))
        return False

    def unit(self, row: TomlRow, key: str, unit: str, fits: Callable[[Unit], bool], problem: str) -> bool:
        """Return whether a unit may stand here; note it when not."""
        found = self.plan.units.get(unit)
        if found is None:
            return False
        if not fits(found):
            row.note(key, problem, 编号=unit, 名称=self.plan.unit_name(unit))
            return False
        return True


def _files(unit: Unit) -> bool:
    return not unit.kind.group


def _due(draft: SettingsReading, rows: tuple[TomlRow, ...], before: Settings) -> dict[str, object]:
    due = dict(before.due)
    for row in rows:
        for key in row.found:
            time = row.time(key)
            if draft.known(row, key, "period") and time:
                due[key] = time
    return {"due": due}


def _clock(draft: SettingsReading, rows: tuple[TomlRow, ...], before: Settings) -> dict[str, object]:
    named = [said["stopped_by"] for row, said in draft.read("clock", rows) if "stopped_by" in row.found]
    return {"clock": named[-1] if named and named[-1] else before.clock}


def _confirmed(draft: SettingsReading, rows: tuple[TomlRow, ...], before: Settings) -> dict[str, object]:
    confirmed = dict(before.confirmed)
    for row, said in draft.read("confirmed", rows):
        confirmed |= {key: said[key] for key in CONFIRMABLE if key in row.found and said[key]}
    return {"confirmed": {key: version for key, version in confirmed.items() if version != ASKED_AGAIN}}


def _parameters(draft: SettingsReading, rows: tuple[TomlRow, ...], before: Settings) -> dict[str, object]:
    parameters = dict(before.parameters)
    for row in rows:
        for key, value in row.found.items():
            if draft.known(row, key, "parameter"):
                parameters[key] = _parameter(draft, row, key, value, before.parameters.get(key))
    return {"parameters": parameters}


def _parameter(draft: SettingsReading, row: TomlRow, key: str, value: object, before: object) -> Any:  # noqa: ANN401
    declared = draft.plan.parameters[key]
    if declared.type == "table":
        rows = read_value(row, key, declared, value)
        return merged_rows(declared, before if isinstance(before, tuple) else (), rows)
    if declared.type != "per_unit":
        return read_value(row, key, declared, value)
    if not isinstance(value, dict):
        row.note(key, "by_unit", 编号=key)
        return {}
    areas = dict(before) if isinstance(before, Mapping) else {}
    for unit, text in value.items():
        at = f"{key}.{unit}"
        row.known(unit, at, draft.plan.units)
        figure = read_figure(row, at, text, declared.measure)
        if draft.unit(row, at, unit, _files, "files_nothing") and figure is not None:
            areas[unit] = plain(figure)
    return areas


def _overlap(draft: SettingsReading, rows: tuple[TomlRow, ...], before: Settings) -> dict[str, object]:
    overlap = {indicator: dict(units) for indicator, units in before.overlap.items()}
    for row in rows:
        for key in row.found:
            known = draft.known(row, key, "indicator")
            inner = row.row(key)
            for unit in inner.found if inner else ():
                rule = inner.one_of(unit, OVERLAPS) if inner else ""
                row.known(unit, key, draft.plan.units)
                if draft.unit(row, key, unit, lambda one: one.within is not None, "lies_in_nothing") and known:
                    overlap.setdefault(key, {})[unit] = rule
    return {"overlap": overlap}


def _groups(draft: SettingsReading, rows: tuple[TomlRow, ...], before: Settings) -> dict[str, object]:
    groups = dict(before.groups)
    for row in rows:
        for key in row.found:
            if row.known(key, key, draft.plan.units):
                draft.unit(row, key, key, lambda one: one.kind.group, "not_a_group")
            groups[key] = row.texts(key)
            for member in groups[key]:
                row.known(member, key, draft.plan.units)
                draft.unit(row, key, member, _files, "group_in_group")
    return {"groups": groups}


def _extensions(draft: SettingsReading, rows: tuple[TomlRow, ...], before: Settings) -> dict[str, object]:
    found: dict[object, tuple[TomlRow, Extension]] = {}
    for row, said in draft.read("extension", rows):
        if draft.unit(row, "unit", said["unit"], _files, "files_nothing") and said["period"] and said["until"]:
            entry = Extension(**_own(said))
            _once(row, found, (entry.period, entry.unit), entry)
    return {"extensions": _merged(before.extensions, found, lambda e: (e.period, e.unit))}


def _targets(draft: SettingsReading, rows: tuple[TomlRow, ...], before: Settings) -> dict[str, object]:
    found: dict[object, tuple[TomlRow, Target]] = {}
    for row, said in draft.read("target", rows):
        aim = draft.plan.indicators.get(said["indicator"])
        if aim and not aim.decomposed:
            row.note("indicator", "not_decomposed", 编号=aim.id, 名称=aim.name)
        fits = draft.unit(row, "unit", said["unit"], partial(_carries, aim), "carries_no_target")
        measure = aim.measure if aim else ""
        figure = read_figure(row, "value", said["value"], measure) if said["value"] is not None else None
        day = _day(row, said["doc_date"])
        if fits and aim and figure is not None:
            entry = Target(unit=said["unit"], indicator=aim.id, value=figure, doc_no=said["doc_no"], doc_date=day)
            _once(row, found, (entry.unit, entry.indicator), entry)
    return {"targets": _merged(before.targets, found, lambda t: (t.unit, t.indicator))}


def _carries(aim: Indicator | None, unit: Unit) -> bool:
    """True when a unit may carry a decomposed target of an indicator, of any one when it is unknown."""
    return unit.kind.targets and (aim is None or not aim.decomposed or unit.kind.id in aim.decomposed)


def _day(row: TomlRow, value: object) -> str:
    if value is None or value == "":
        return ""
    try:
        return read_date(value.isoformat() if type(value) is date else str(value)).value.isoformat()
    except EntryError:
        row.note("doc_date", "not_a_day", 原文=str(value))
        return ""


def _waivers(draft: SettingsReading, rows: tuple[TomlRow, ...], before: Settings) -> dict[str, object]:
    found: dict[object, tuple[TomlRow, Waiver]] = {}
    for row, said in draft.read("waiver", rows):
        if draft.unit(row, "unit", said["unit"], _files, "files_nothing") and said["check"] and said["period"]:
            entry = Waiver(**_own(said))
            _once(row, found, (entry.check, entry.unit, entry.period), entry)
    return {"waivers": _merged(before.waivers, found, lambda w: (w.check, w.unit, w.period))}


def _own(said: Values) -> Values:
    return {key: value for key, value in said.items() if key not in ("clause", "note")}


def _once(row: TomlRow, found: dict[object, tuple[TomlRow, _T]], identity: object, entry: _T) -> None:
    if identity in found:
        other = PLACE.fullmatch(found[identity][0].path)
        row.note("", "entry_twice", 条=other["number"] if other else "")
    else:
        found[identity] = row, entry


def _merged(
    before: Iterable[_T], found: Mapping[object, tuple[TomlRow, _T]], identity: Callable[[_T], object]
) -> tuple[_T, ...]:
    entries = {identity(entry): entry for entry in before}
    entries.update({key: entry for key, (_, entry) in found.items()})
    return tuple(entries.values())


SECTIONS: Mapping[str, Callable[[SettingsReading, tuple[TomlRow, ...], Settings], dict[str, object]]] = {
    "due": _due,
    "clock": _clock,
    "confirmed": _confirmed,
    "extension": _extensions,
    "parameters": _parameters,
    "overlap": _overlap,
    "groups": _groups,
    "target": _targets,
    "waiver": _waivers,
}
