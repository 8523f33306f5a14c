"""Sending back: 退回 by hand — chosen cells and words, a number, a deadline; the office changes no figure.

The paper stays in its line and has its own time: by the deadline the next revision makes nothing late.
The unit's program opens the 退回单 as it opens the program's own, and marks the cells.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from forms.guards.guards import text_file
from forms.papers.answers import answer_of, next_return_number
from forms.papers.enrolment import WORKING_KEY
from forms.papers.receipt import issued_row, receipt_name, sealed_receipt
from forms.seals.keys import keys
from models.basics.addresses import split_row_address
from models.basics.canonical import json_text, written_by_somebody
from models.basics.errors import AppError
from models.basics.period import format_time
from models.basics.records import dataclass
from models.issued.again import act_of, issue_again
from models.ledger.ledger import Decision
from models.sheet.explanation import require_reason, require_text
from models.store.office.records import PaperRow, SentBackRow
from models.workspace.act import ActKind, act
from models.workspace.office_workspace import OfficeWorkspace


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBackItem:
    """One thing to be mended: where (None = the return as a whole), and the office's words."""

    at: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBack:
    """A paper sent back: its number, its file, and what it is about."""

    number: str
    files: tuple[Path, ...]
    unit: str
    period: str
    revision: int
    digest: str
    reissued: bool = False


def read_items(path: Path) -> tuple[SentBackItem, ...]:
    """Return what a file of items says. Raises AppError("items_unreadable"), ("return_nothing_said")."""
    try:
        said = written_by_somebody(text_file(path))
        found = tuple(
            SentBackItem(at=str(one["item"]) if one.get("item") else None, text=str(one["text"])) for one in said
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AppError("items_unreadable", 文件=path.name) from error
    if not found or not all(one.text.strip() for one in found):
        raise AppError("return_nothing_said")
    return found


def send_back(
    office: OfficeWorkspace,
    unit: str,
    period: str,
    items: Sequence[SentBackItem],
    *,
    until: datetime,
    passphrase: str,
    out: Path,
    at: datetime,
    by: str,
) -> SentBack:
    """Send the paper of a unit that counts now back with words to its cells, until a time.

    Raises AppError("unknown_unit"), "unknown_period", "nothing_to_return", "no_such_item", "return_deadline_past",
    "return_nothing_said", "reason_vague", "already_sent_back".
    """
    office = office.at(period)
    found = office.require_unit(unit)
    _require_ahead(until, at)
    for one in items:
        require_text(one.text, "field.item")
        require_reason(one.text, "return_nothing_said")
    said = _said(items)
    if (again := _sent_again(office, found.id, period, said, until, out)) is not None:
        return again
    row = _paper(office, found.id, period)
    _known_places(office, row, items)
    signer = keys.load_signer(office.folder / WORKING_KEY, passphrase)
    return _Sending(office=office, signer=signer, until=until, out=out, at=at, by=by).send(row, items)


def send_back_all(
    office: OfficeWorkspace,
    unit: str,
    period: str,
    words: str,
    *,
    until: datetime,
    passphrase: str,
    out: Path,
    at: datetime,
    by: str,
) -> tuple[SentBack, ...]:
    """都不采用: send every paper of a dispute back with the same words, a 退回单 for each, until a time.

    What was in force before the dispute counts on; without it the unit is 退回未重报. The next revision of any of them
    takes its place. Raises AppError as `send_back`, ("not_disputed").
    """
    office = office.at(period)
    found = office.require_unit(unit)
    line = office.line(found.id, period)
    if not line.disputed:
        raise AppError("not_disputed", 单位=office.plan.unit_in(found.id, period))
    require_text(words, "field.item")
    words = require_reason(words, "return_nothing_said")
    _require_ahead(until, at)
    signer = keys.load_signer(office.folder / WORKING_KEY, passphrase)
    back = {row.digest for row in office.store.sent_back(found.id, period)}
    rows = [office.store.papers_of(digest)[0] for digest in line.heads - back]
    sending = _Sending(office=office, signer=signer, until=until, out=out, at=at, by=by)
    ordered = sorted(rows, key=lambda row: (row.registered, row.digest))
    return tuple(sending.send(row, (SentBackItem(at=None, text=words),)) for row in ordered)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sending:
    """How papers are sent back: until when a new one is to come, with which key, where to, by whom and when."""

    office: OfficeWorkspace
    signer: keys.Signer
    until: datetime
    out: Path
    at: datetime
    by: str

    def send(self, row: PaperRow, items: Sequence[SentBackItem]) -> SentBack:
        """Write the 退回单 of one paper, as one act."""
        number = next_return_number(self.office, self.at)
        answer = answer_of(self.office, row, Decision.RETURNED.value, [_reason(one) for one in items])
        name = receipt_name(self.office, answer, self.at)
        content = sealed_receipt(self.office, answer, self.signer, self.at, number=number, deadline=self.until)
        sent = SentBackRow(
            digest=row.digest,
            unit=row.unit,
            period=row.period,
            number=number,
            at=self.at,
            until=self.until,
            by=self.by,
            items=_said(items),
        )
        about = {"unit": row.unit, "period": row.period, "digest": row.digest, "number": number}
        about["until"] = self.until.isoformat()
        store, why, files = self.office.store, "；".join(one.text for one in items), {name: content}
        with act(store, self.by, ActKind.RETURN, why=why, about=about, out=self.out, files=files) as done:
            store.put_sent_back(sent)
            store.put_issued(issued_row(answer, name, content, at=self.at, by=self.by))
        return SentBack(
            number=number, files=done.paths, unit=row.unit, period=row.period, revision=row.revision, digest=row.digest
        )


def _sent_again(
    office: OfficeWorkspace, unit: str, period: str, said: str, until: datetime, out: Path
) -> SentBack | None:
    """Write the last 退回单 of a line again when it says the same until the same time and nothing came since.

    An earlier revision counts on where there is one; it is never sent back in the place of the one that was. Raises
    AppError("already_sent_back") when something else is said of it.
    """
    last = next(reversed(office.store.sent_back(unit, period)), None)
    if last is None or not _waits(office, last):
        return None
    number = act_of(office.store, ActKind.RETURN, digest=last.digest, number=last.number)
    if number is None or (last.items, last.until) != (said, until):
        name, revision = office.plan.unit_in(unit, period), office.store.papers_of(last.digest)[0].revision
        raise AppError("already_sent_back", 单位=name, n=revision, 编号=last.number, 时限=format_time(last.until))
    return SentBack(
        number=last.number,
        files=issue_again(office.store, number, out).paths,
        unit=unit,
        period=period,
        revision=office.store.papers_of(last.digest)[0].revision,
        digest=last.digest,
        reissued=True,
    )


def _waits(office: OfficeWorkspace, last: SentBackRow) -> bool:
    """True while nothing that counts came behind what was sent back: an earlier revision counts, or none."""
    in_force = office.line(last.unit, last.period).in_force
    if in_force in (None, last.digest):
        return True
    sent = next(paper for paper in office.papers(last.unit, last.period) if paper.digest == last.digest)
    return in_force in sent.ancestors


def _require_ahead(until: datetime, at: datetime) -> None:
    if until <= at:
        raise AppError("return_deadline_past", 时限=format_time(until))


def _said(items: Sequence[SentBackItem]) -> str:
    return json_text([{"item": one.at, "text": one.text} for one in items])


def _reason(item: SentBackItem) -> dict[str, object]:
    return {"check": "return", "item": item.at, "message": item.text}


def _paper(office: OfficeWorkspace, unit: str, period: str) -> PaperRow:
    """The paper in force; without one the only head of the line that is not returned yet."""
    digest = office.line(unit, period).in_force
    rows = office.store.papers_of(digest) if digest else ()
    if not rows:
        plan = office.plan
        name = plan.unit_in(unit, period)
        raise AppError("nothing_to_return", 单位=name, 报告期=plan.periods[period].name)
    return rows[0]


def _known_places(office: OfficeWorkspace, row: PaperRow, items: Sequence[SentBackItem]) -> None:
    sheet = office.sheet_of(row.digest)
    for item in items:
        if item.at is None or item.at in sheet.slots or item.at in sheet.fields or item.at in sheet.registers:
            continue
        place = split_row_address(item.at)
        if place is None or place.register not in sheet.register_ids:
            raise AppError("no_such_item", 单位=sheet.unit_name, 位置=item.at)
