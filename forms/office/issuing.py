"""Issuing: numbered sets of papers of a period, frozen — kept byte for byte, printed again after years.

Keeps the digests they rest on and what they said, so that whatever comes later can be listed (变动清单).
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from forms.summary.book import summary_files
from forms.wording.files import write_files
from models.basics.canonical import json_text
from models.basics.errors import AppError
from models.desk.changes import Change, changes, facts_of
from models.store import NoticeRow
from models.workspace.act import Kind, act
from models.workspace.workspace import OfficeWorkspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A set of issued papers: its number, its files, and what has changed since, or before it since the last."""

    number: int
    files: tuple[Path, ...]
    changes: tuple[Change, ...]


def issue(office: OfficeWorkspace, period: str, out: Path, *, at: datetime, by: str) -> Issued:
    """Issue the papers of a period under the next number."""
    office.check_period(period)
    before = office.store.notices(period)
    number = before[-1].number + 1 if before else 1
    city, roster, found = office.city(period, at), office.roster(period, at), office.summary(period, at)
    said = facts_of(city, found)
    moved = changes(city, json.loads(before[-1].facts), said) if before else ()
    files = summary_files(office, city, roster, found, at=at, number=number, changes=moved)
    about = {"period": period, "number": number}
    with act(office.store, by, Kind.ISSUE, about=about, out=out, files=files) as done:
        kept = {name: office.store.acts.keep(content) for name, content in files.items()}
        office.store.put_notice(
            NoticeRow(
                period=period,
                number=number,
                at=at,
                by=by,
                digests=json_text(dict(city.digests)),
                facts=json_text(said),
                files=json_text(kept),
            )
        )
    return Issued(number=number, files=done.paths, changes=moved)


def reprint(office: OfficeWorkspace, period: str, number: int, out: Path) -> Issued:
    """Write the papers of a number again, byte for byte, and tell what has changed since.

    Raises AppError("no_such_notice"), ("issued_lost").
    """
    office.check_period(period)
    row = next((one for one in office.store.notices(period) if one.number == number), None)
    if row is None:
        raise AppError("no_such_notice", 报告期=office.plan.periods[period].name, 编号=number)
    files = {}
    for name, digest in json.loads(row.files).items():
        content = office.store.acts.content(digest)
        if content is None:
            raise AppError("issued_lost", 文件=name)
        files[name] = content
    city = office.city(period)
    moved = changes(city, json.loads(row.facts), facts_of(city, office.summary(period)))
    return Issued(number=number, files=write_files(out, files), changes=moved)
