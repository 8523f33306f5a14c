"""Settings as the TOML file that `office set` takes: what is in force can be looked at, changed and set again."""

import json
from collections.abc import Iterable, Iterator, Mapping

from models.settings.json import settings_json
from models.settings.settings import Settings

SECTIONS = {"extensions": "extension", "targets": "target", "waivers": "waiver"}  # one table for each entry


def settings_toml(settings: Settings) -> str:
    """Return settings as TOML, without the version; read back by `read_settings` onto empty ones they are the same."""
    said = json.loads(settings_json(settings))
    named = [f"plan = {_text(settings.plan)}"] if settings.plan else []
    clock = {"stopped_by": said["clock"]} if "clock" in said else {}
    lines = [*named, *_table("due", said["due"]), *_table("clock", clock)]
    lines += [*_table("confirmed", said.get("confirmed", {})), *_parameters(said["parameters"])]
    for name, zones in said["overlap"].items():
        lines += _table(f"overlap.{_text(name)}", zones)
    lines += _table("groups", said["groups"])
    for section, entry in SECTIONS.items():
        for row in said[section]:
            lines += _table(entry, {key: value for key, value in row.items() if value}, entry=True)
    return "\n".join(lines).strip() + "\n"


def _parameters(found: Mapping[str, object]) -> Iterator[str]:
    """Single values first: in TOML they would otherwise belong to the table before them."""
    plain = {name: value for name, value in found.items() if not isinstance(value, Mapping) and not _rows(value)}
    yield from _table("parameters", plain)
    for name, value in found.items():
        if isinstance(value, Mapping):
            yield from _table(f"parameters.{_text(name)}", value)
        for row in _rows(value):
            yield from _table(f"parameters.{_text(name)}", row, entry=True)


def _rows(value: object) -> list[Mapping[str, object]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _table(name: str, rows: Mapping[str, object], *, entry: bool = False) -> Iterator[str]:
    if rows:
        yield f"\n[[{name}]]" if entry else f"\n[{name}]"
        yield from (f"{_text(key)} = {_value(value)}" for key, value in rows.items())


def toml_entry(name: str, said: Mapping[str, object]) -> str:
    """Return one entry of a list of tables."""
    return "\n".join(_table(name, said, entry=True)).strip() + "\n"


def toml_table(name: str, said: Mapping[str, object]) -> str:
    """Return a table; "" for an empty one."""
    return "\n".join(_table(name, said)).strip() + "\n"


def _value(value: object) -> str:
    if isinstance(value, Iterable) and not isinstance(value, str):
        return f"[{', '.join(_text(one) for one in value)}]"
    return _text(value)


def _text(value: object) -> str:
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
