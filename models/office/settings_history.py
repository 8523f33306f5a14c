"""Settings history: every change of the settings the office made, with who, when and the document it names."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from models.basics.records import dataclass
from models.settings.json import settings_json
from models.settings.settings import Settings
from models.store.file.chain import ActRow
from models.workspace.act import ActKind
from models.workspace.office_workspace import OfficeWorkspace

GROUNDS = "document"  # of an act that set something: document or reason; one of before had it as its why alone
CONTACTED = "contact"  # of an act that set whom units are told to ask


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChange:
    """One key of the settings, before and after; None = not set."""

    key: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRecord:
    """One key a version of the settings changed: value (None: taken away), when, by whom, the document it names."""

    key: str
    value: str | None
    at: datetime
    by: str
    document: str


def settings_history(office: OfficeWorkspace) -> tuple[SettingRecord, ...]:
    """Return every change of the settings of the plan the office is looked at in, the first first."""
    found: list[SettingRecord] = []
    before = settings_json(Settings())
    said = {row.about.get("version"): row.about.get(GROUNDS, row.why) for row in office.store.acts.rows(ActKind.SET)}
    for text, at, by in office.store.settings_history(office.plan.id):
        after = _flat(json.loads(text))
        grounds = said.get(after["version"], "")
        for one in settings_moved(before, text):
            entry = one.key.rpartition(".")[0]
            named = (after.get(f"{entry}.{name}") for name in ("doc_no", "approved_by", "source"))
            document = next((words for words in named if words), "" if grounds == ActKind.SET else grounds)
            found.append(SettingRecord(key=one.key, value=one.after, at=at, by=by, document=document))
        before = text
    found += (
        SettingRecord(key=CONTACTED, value=row.about[CONTACTED], at=_stated_time(row), by=row.by, document="")
        for row in office.store.acts.rows(ActKind.SET)
        if CONTACTED in row.about
    )
    return tuple(found)


def _stated_time(row: ActRow) -> datetime:
    """The time somebody stated for an act, else when it was done."""
    return datetime.fromisoformat(row.about["at"]) if "at" in row.about else row.at


def documents_of(office: OfficeWorkspace) -> dict[str, str]:
    """Return setting (`parameters.q16_average`, `overlap.Q06`) → the document its last change named, "" for none."""
    found: dict[str, SettingRecord] = {}
    for one in settings_history(office):
        key = ".".join(one.key.partition("[")[0].split(".")[:2])
        if key not in found or one.at >= found[key].at:
            found[key] = one
    return {key: one.document for key, one in found.items()}


def last_under(records: Iterable[SettingRecord], key: str) -> SettingRecord | None:
    """Return the last change of a key or of one below it (`overlap.Q06`, `extensions[2]`), None for none."""
    said = [one for one in records if one.key == key or one.key.startswith((f"{key}.", f"{key}["))]
    return max(said, key=lambda one: one.at, default=None)


def settings_moved(before: str, after: str) -> tuple[SettingChange, ...]:
    """Return the keys that differ between two canonical texts of settings."""
    old, new = _flat(json.loads(before)), _flat(json.loads(after))
    keys = [
        key for key in dict.fromkeys((*old, *new)) if key not in ("version", "plan") and old.get(key) != new.get(key)
    ]
    return tuple(SettingChange(key=key, before=old.get(key), after=new.get(key)) for key in keys)


def _flat(said: object) -> dict[str, str]:
    """Nested settings as dotted keys and texts."""
    return dict(_leaves(said, ""))


def _leaves(said: object, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(said, Mapping):
        for name, value in said.items():
            yield from _leaves(value, f"{key}.{name}" if key else str(name))
    elif isinstance(said, list):
        for number, value in enumerate(said, 1):
            yield from _leaves(value, f"{key}[{number}]")
    else:
        yield key, str(said)
