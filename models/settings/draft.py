"""Reading one settings file: values out of TOML, held against the plan, every problem collected in words.

What cannot be read gives None (or "") and a problem; nothing is raised, so that a person sees all of it at once. Which
sections there are and what they mean is told by `models.settings.load`.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches

from models.basics.errors import AppError
from models.basics.messages import say, sentence
from models.basics.period import parse_time
from models.basics.quantity import plain
from models.basics.reading import APPROXIMATE, EntryError, read_date, read_number
from models.plan.plan import Plan


class Draft:
    """The plan a settings file is held against, and the problems found so far."""

    def __init__(self, plan: Plan) -> None:
        """Begin without a problem."""
        self.plan = plan
        self.problems: list[str] = []
        self._names: Mapping[str, Mapping[str, str]] = {
            "period": {period.id: period.name for period in plan.periods.values()},
            "unit": {unit.id: unit.name for unit in plan.units.values()},
            "indicator": {indicator.id: indicator.name for indicator in plan.indicators.values()},
            "check": dict.fromkeys(plan.checks, ""),
            "parameter": {parameter.id: parameter.name for parameter in plan.parameters.values()},
        }

    def refuse(self, where: str, key: str, **facts: object) -> None:
        """Note a problem: the place, then the sentence `settings.<key>`."""
        self._note(where, say(f"settings.{key}", **facts))

    def _note(self, where: str, what: str) -> None:
        self.problems.append(say("settings.at", where=where, what=what))

    def only(self, where: str, found: Collection[str], allowed: Collection[str]) -> None:
        """Refuse each key that is not allowed, with the one it may have been meant for."""
        for key in found:
            if key not in allowed:
                self.refuse(
                    where, "unknown_key", name=key, near=_near(next(iter(get_close_matches(key, allowed, 1)), ""))
                )

    def table(self, where: str, value: object) -> Mapping[str, object]:
        """Return a table; empty, with a problem, for anything else."""
        if isinstance(value, dict):
            return value
        self.refuse(where, "not_table")
        return {}

    def items(self, section: str, value: object, fields: Collection[str]) -> Iterator[tuple[str, Mapping[str, object]]]:
        """Yield each entry of a `[[section]]` with its place; keys beyond `fields` are refused."""
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            self.refuse(section_name(section), "not_items")
            return
        for number, row in enumerate(value, 1):
            where = say("settings.item", number=number, section=section_name(section))
            self.only(where, row, fields)
            yield where, row

    def known(self, where: str, kind: str, value: object) -> str | None:
        """Return the id of a period, unit, indicator, check or parameter; None, with a problem, for an unknown one."""
        names = self._names[kind]
        if isinstance(value, str) and value in names:
            return value
        if value is None or value == "":
            self.refuse(where, "required", field=say(f"settings.kind.{kind}"))
        else:
            near = self._meant(kind, str(value))
            self.refuse(where, "unknown", kind=say(f"settings.kind.{kind}"), id=value, near=_near(near))
        return None

    def _meant(self, kind: str, text: str) -> str:
        if kind == "unit":  # ids of units are numbers: a similar one is not the one that was meant
            unit = self.plan.unit_named(text)
            return unit.id if unit else ""
        names = self._names[kind]
        named = next((id for id, name in names.items() if name == text), "")
        return named or next(iter(get_close_matches(text, names, 1)), "")

    def number(self, where: str, value: object, measure: str = "", *, positive: bool = False) -> Decimal | None:
        """Return a figure in `measure`; None, with a problem, for what is not one exact figure."""
        text = str(value)
        figure = _figure(text, measure) if type(value) in (str, int, Decimal) else None
        if figure is None:
            self.refuse(where, "not_number", text=text)
        elif positive and figure <= 0:
            self.refuse(where, "not_positive", text=text)
            return None
        return figure

    def time(self, where: str, value: object) -> datetime | None:
        """Return a time at +08:00; None, with a problem, for what has no day and hour."""
        try:
            return parse_time(value.isoformat() if isinstance(value, datetime) else str(value))
        except AppError as error:
            self._note(where, sentence(error))
            return None

    def day(self, where: str, value: object) -> str:
        """Return a date as ISO text, "" for none; "", with a problem, for what is no date."""
        if value is None or value == "":
            return ""
        try:
            return read_date(value.isoformat() if type(value) is date else str(value)).value.isoformat()
        except EntryError:
            self.refuse(where, "not_date", text=value)
            return ""

    def word(self, where: str, value: object, *, missing: str = "", field: str = "") -> str:
        """Return a text without white space around it; a blank one is refused with `settings.<missing>`, if given."""
        text = value.strip() if isinstance(value, str) else ""
        if value is not None and not isinstance(value, str):
            self.refuse(where, "not_text")
        elif not text and missing:
            self.refuse(where, missing, field=field)
        return text

    def words(self, where: str, value: object) -> tuple[str, ...]:
        """Return a list of texts; empty, with a problem, for anything else."""
        if not isinstance(value, list):
            self.refuse(where, "not_list")
            return ()
        return tuple(self.word(where, text) for text in value)


def section_name(section: str) -> str:
    """Return the words for a section of the file."""
    return say(f"settings.section.{section}")


def entry_name(section: str, key: str) -> str:
    """Return the words for one key of a section."""
    return say("settings.entry", section=section_name(section), name=key)


def _near(id: str) -> str:
    return say("settings.near", id=id) if id else ""


def _figure(text: str, measure: str) -> Decimal | None:
    try:
        reading = read_number(text, measure)
    except EntryError:
        return None
    exact = reading.kind == "value" and APPROXIMATE not in reading.remarks
    return Decimal(plain(reading.value)) if exact and isinstance(reading.value, Decimal) else None
