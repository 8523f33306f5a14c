"""Unit record: what the office did about one unit — chased, waived, sent back, asked, told, ruled, renamed."""

import json
from collections.abc import Iterator
from datetime import datetime

from models.basics.canonical import json_text
from models.basics.messages import say
from models.basics.period import format_time
from models.basics.records import dataclass
from models.city.note import Note
from models.settings.json import settings_json
from models.store.file.chain import ActRow
from models.store.office.records import CORRECTED
from models.workspace.act import ActKind
from models.workspace.office_workspace import OfficeWorkspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that was done. `at` is None, `by` "" for a setting whose time no version of the settings tells."""

    at: datetime | None
    kind: str
    period: str
    what: Note
    by: str


def unit_record(office: OfficeWorkspace, unit: str) -> tuple[Event, ...]:
    """Return what was done about a unit over all periods, the latest first, what has no time of its own last."""
    found = [*_asked(office, unit), *_settings(office, unit), *_keys(office, unit), *_names(office, unit)]
    dated = sorted((one for one in found if one.at), key=lambda one: one.at or datetime.min, reverse=True)
    return (*dated, *(one for one in found if one.at is None))


def _asked(office: OfficeWorkspace, unit: str) -> Iterator[Event]:
    store = office.store
    for period in office.plan.periods:
        for chase in (one for one in store.chases(period) if one.unit == unit):
            facts = {"渠道": chase.channel, "备注": chase.note}
            yield Event(at=chase.at, kind="chase", period=period, what=Note("office.record.chase", facts), by=chase.by)
        for row in (one for one in store.settlements(period) if one.unit == unit):
            what = Note("office.record.settle", {"方式": row.manner, "理由": row.reason})
            yield Event(at=row.at, kind="settle", period=period, what=what, by=row.by)
    for back in store.sent_back(unit):
        facts = {"编号": back.number, "时限": format_time(back.until)}
        yield Event(at=back.at, kind="return", period=back.period, what=Note("office.record.back", facts), by=back.by)
    for told in store.issued(unit):
        what = Note("office.record.receipt", {"文件": told.file})
        yield Event(at=told.at, kind="receipt", period=told.period, what=what, by=told.by)
    yield from _papers(office, unit)
    for query in store.queries(None, unit):
        facts = {"文字": query.words, "渠道": query.channel}
        yield Event(
            at=query.at, kind="query", period=query.period, what=Note("office.record.query", facts), by=query.by
        )
        if query.answered_at:
            what = Note("office.record.answer", {"文字": query.answer, "谁": query.answered_by})
            yield Event(at=query.answered_at, kind="answer", period=query.period, what=what, by=query.answer_noted_by)


def _papers(office: OfficeWorkspace, unit: str) -> Iterator[Event]:
    """What was noted and decided about its papers: a reception corrected, a stamped copy, which of two counts."""
    store = office.store
    for line in (one for one in store.receptions() if (one.decision, one.unit) == (CORRECTED, unit)):
        reason = json.loads(line.reasons)[0]
        facts = {
            "时间": format_time(line.registered_at),
            "渠道": line.channel,
            "谁": line.by,
            "理由": reason["message"],
        }
        what = Note("office.record.corrected", facts)
        yield Event(at=line.received_at, kind="reception", period=line.period or "", what=what, by=reason["by"])
    for row in store.acts.rows(ActKind.STAMP):
        if row.about["unit"] == unit:
            what = Note("office.record.stamp", {"日期": row.about["came_on"], "n": int(row.about["copies"])})
            yield Event(at=row.at, kind="stamp", period=row.about["period"], what=what, by=row.by)
    for ruling in store.rulings(unit):
        what = Note("office.record.ruling", {"码": _groups(ruling.keep), "理由": ruling.reason})
        by = "、".join(one for one in (ruling.by, ruling.checked_by) if one)
        yield Event(at=ruling.at, kind="ruling", period=ruling.period, what=what, by=by)


def _settings(office: OfficeWorkspace, unit: str) -> Iterator[Event]:
    kept = _kept(office)
    said = json.loads(settings_json(office.settings))
    for one in (each for each in said["extensions"] if each["unit"] == unit):
        at, by = kept.get(json_text(one), (None, ""))
        until = format_time(datetime.fromisoformat(one["until"]))
        facts = {"时限": until, "理由": one["reason"], "批准人": one["approved_by"]}
        what = Note("office.record.extension", facts)
        yield Event(at=at, kind="extension", period=one["period"], what=what, by=by)
    for one in (each for each in said["waivers"] if each["unit"] == unit):
        at, by = kept.get(json_text(one), (None, ""))
        facts = {"审核": office.plan.check_called(one["check"]), "理由": one["reason"], "批准人": one["approved_by"]}
        yield Event(at=at, kind="waiver", period=one["period"], what=Note("office.record.waiver", facts), by=by)


def _kept(office: OfficeWorkspace) -> dict[str, tuple[datetime, str]]:
    """Return when and by whom each extension and waiver in the settings was kept, by its canonical text."""
    found: dict[str, tuple[datetime, str]] = {}
    before: dict[str, set[str]] = {}  # by plan
    for text, at, by in office.store.settings_history():
        said = json.loads(text)
        now = {json_text(one) for section in ("extensions", "waivers") for one in said.get(section, ())}
        plan = said.get("plan", "")
        found |= dict.fromkeys(now - before.get(plan, set()), (at, by))
        before[plan] = now
    return found


def _keys(office: OfficeWorkspace, unit: str) -> Iterator[Event]:
    acts = (*office.store.acts.rows(ActKind.ENROL), *office.store.acts.rows(ActKind.REVOKE))
    ended = {row.about["key" if row.kind == ActKind.REVOKE else "renews"]: row for row in acts if _ends_key(row)}
    for key in (one for one in office.store.enrolled_keys() if one.unit == unit):
        yield Event(at=key.enrolled_at, kind="key", period="", what=Note("office.record.enrolled"), by=key.by)
        if key.until is not None:
            facts = {"时间": format_time(key.until), "理由": key.ended_because}
            row, what = ended.get(key.fingerprint), Note("office.record.ended", facts)
            yield Event(at=row.at if row else key.until, kind="key", period="", what=what, by=row.by if row else "")


def _names(office: OfficeWorkspace, unit: str) -> Iterator[Event]:
    for row in office.store.acts.rows(ActKind.PLAN):
        if row.about.get("unit") == unit:
            what = Note("office.record.renamed", {"理由": row.why})
            yield Event(at=row.at, kind="name", period="", what=what, by=row.by)


def _ends_key(row: ActRow) -> bool:
    return row.kind == ActKind.REVOKE or "renews" in row.about


def event_words(one: Event) -> str:
    """Return what was done about a unit, in words."""
    facts = dict(one.what.facts)
    if one.kind == "settle":
        facts["方式"] = say(f"todo.manner.{facts['方式']}")
    return say(one.what.key, **facts)


def _groups(digest: str) -> str:
    """The first eight figures of a 校验码 in its groups of four, as they are read out."""
    return f"{digest[:4]} {digest[4:8]}".upper()
