"""Unit record: what the office did about one unit — chased, extended, waived, sent back, asked, answered, told."""

from collections.abc import Iterator
from datetime import datetime

from models.basics.period import format_time
from models.basics.records import dataclass
from models.city.note import Note
from models.workspace.office_workspace import OfficeWorkspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that was done. `at` is None for a setting whose time stands in the history of the settings."""

    at: datetime | None
    kind: str
    period: str
    what: Note
    by: str


def unit_record(office: OfficeWorkspace, unit: str) -> tuple[Event, ...]:
    """Return what was done about a unit over all periods, the latest first, what has no time of its own last."""
    found = [*_asked(office, unit), *_settings(office, unit), *_keys(office, unit)]
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
    for query in store.queries(None, unit):
        facts = {"文字": query.words, "渠道": query.channel}
        yield Event(
            at=query.at, kind="query", period=query.period, what=Note("office.record.query", facts), by=query.by
        )
        if query.answered_at:
            what = Note("office.record.answer", {"文字": query.answer, "谁": query.answered_by})
            yield Event(at=query.answered_at, kind="answer", period=query.period, what=what, by=query.answer_noted_by)


def _settings(office: OfficeWorkspace, unit: str) -> Iterator[Event]:
    for one in (each for each in office.settings.extensions if each.unit == unit):
        facts = {"时限": format_time(one.until), "理由": one.reason}
        what = Note("office.record.extension", facts)
        yield Event(at=None, kind="extension", period=one.period, what=what, by=one.approved_by)
    for waiver in (each for each in office.settings.waivers if each.unit == unit):
        what = Note("office.record.waiver", {"审核": waiver.check, "理由": waiver.reason})
        yield Event(at=None, kind="waiver", period=waiver.period, what=what, by=waiver.approved_by)


def _keys(office: OfficeWorkspace, unit: str) -> Iterator[Event]:
    for key in (one for one in office.store.enrolled_keys() if one.unit == unit):
        yield Event(at=key.enrolled_at, kind="key", period="", what=Note("office.record.enrolled"), by=key.by)
        if key.until is not None:
            what = Note("office.record.ended", {"理由": key.ended_because})
            yield Event(at=key.until, kind="key", period="", what=what, by=key.by)
