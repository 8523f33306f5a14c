"""Settings as canonical JSON: the form in which they travel in the pack and lie in the store.

One content has one text: sorted keys, no white space, figures as plain decimal text, times at +08:00. Reading back is
strict, anything else is refused. Checks nothing against a plan (`models.settings.load` did that at the office).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from models.basics.canonical import json_text
from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.basics.quantity import plain
from models.plan.parameters import Value
from models.plan.rows.keys import STOPS_CLOCK
from models.settings.settings import ELECTRONIC, Extension, Settings, Target, Waiver

FORM = "tanbao-settings-2"
_T = TypeVar("_T")


def settings_json(settings: Settings) -> str:
    """Return settings as canonical JSON. Raises ValueError for a time without a zone or a figure without a value."""
    found: dict[str, object] = {
        "form": FORM,
        "version": settings.version,
        "due": dict(settings.due),
        "extensions": [asdict(extension) for extension in settings.extensions],
        "parameters": {name: _plain_parameter(value) for name, value in settings.parameters.items()},
        "overlap": {indicator: dict(zones) for indicator, zones in settings.overlap.items()},
        "groups": dict(settings.groups),
        "targets": [asdict(target) for target in settings.targets],
        "waivers": [asdict(waiver) for waiver in settings.waivers],
    }
    if settings.plan:
        found["plan"] = settings.plan
    if settings.clock != ELECTRONIC:
        found["clock"] = settings.clock
    if settings.confirmed:
        found["confirmed"] = dict(settings.confirmed)
    return json_text(found, _plain_text)


def _plain_parameter(value: Value) -> object:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return [dict(one) if isinstance(one, Mapping) else one for one in value]
    return dict(value)


def _plain_text(value: object) -> str:
    if isinstance(value, Decimal) and value.is_finite():
        return plain(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(PLAN_ZONE).isoformat()
    raise ValueError(f"no canonical text for {value!r}")


def settings_from_json(text: str) -> Settings:
    """Return the settings a canonical JSON says. Raises AppError("settings_malformed") for any other text."""
    try:
        settings = _settings(json.loads(text))
        same = settings_json(settings) == text
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise AppError("settings_malformed") from error
    if not same:
        raise AppError("settings_malformed")
    return settings


def _settings(found: dict[str, Any]) -> Settings:
    if found["form"] != FORM or type(found["version"]) is not int or found["version"] < 0:
        raise ValueError("form")
    if found.get("clock", ELECTRONIC) not in STOPS_CLOCK:
        raise ValueError("clock")
    return Settings(
        version=found["version"],
        plan=_word(found.get("plan", "")),
        due=_table(found["due"], datetime.fromisoformat),
        clock=found.get("clock", ELECTRONIC),
        confirmed=_texts(found.get("confirmed", {})),
        extensions=tuple(
            Extension(**{**_texts(row), "until": datetime.fromisoformat(row["until"])}) for row in found["extensions"]
        ),
        parameters=_table(found["parameters"], _parameter),
        overlap=_table(found["overlap"], _texts),
        groups=_table(found["groups"], _words),
        targets=tuple(Target(**{**_texts(row), "value": Decimal(row["value"])}) for row in found["targets"]),
        waivers=tuple(Waiver(**_texts(row)) for row in found["waivers"]),
    )


def _table(found: Mapping[str, Any], read: Callable[[Any], _T]) -> dict[str, _T]:
    return {name: read(value) for name, value in found.items()}


def _texts(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _word(value) for name, value in found.items()}


def _words(found: list[Any]) -> tuple[str, ...]:
    return tuple(_word(value) for value in found)


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("text")
    return value


def _parameter(value: object) -> Value:
    if isinstance(value, dict):
        return {name: _word(text) for name, text in value.items()}
    if not isinstance(value, list):
        return _word(value)
    if any(isinstance(one, dict) for one in value):
        return tuple({name: _word(text) for name, text in one.items()} for one in value)
    return _words(value)
