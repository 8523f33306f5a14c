"""Issuing: numbered sets of papers of a period, frozen — kept byte for byte, printed again after years.

Keeps the digests they rest on and what they said, so that whatever comes later can be listed (变动清单).
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from forms.notice.brief import Earlier, brief_pages
from forms.notice.content import Notice
from forms.notice.correction import Corrected, changes_list, correction
from forms.notice.office_document import notice_document
from forms.notice.pages import notice_pages
from forms.notice.report import report
from forms.papers.enrolment import ROOT_CERTIFICATE
from forms.papers.paper import mark_of
from forms.summary.book import files_of, ground_of
from forms.summary.content import SummarySource
from forms.wording.files import write_files
from forms.wording.issued_mark import IssuedMark, office_code
from models.basics.canonical import json_text
from models.basics.errors import AppError
from models.basics.messages import in_words, say
from models.basics.period import PLAN_ZONE, format_time, in_file_name
from models.basics.records import dataclass
from models.desk.changes import FigureChange, changes, facts_of
from models.proof.proof import ChainHead, head_after
from models.sheet.explanation import require_reason, written_words
from models.store.file.chain import ActRow
from models.store.office.records import NoticeRow
from models.workspace.act import ActKind, act, require_confirmed
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.restoring import lost

Progress = Callable[[int, int], None]
STEPS = 4  # of issuing, told one by one
LONGEST_DOCUMENT = 60  # characters of a 发文字号


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A set of issued papers: its number, its files, and what has changed since, or before it since the last."""

    number: int
    files: tuple[Path, ...]
    changes: tuple[FigureChange, ...]
    reissued: bool = False  # nothing was recorded: the papers of an earlier act, once more


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a person adds to a document: its 发文字号, 抄送, and for a 更正通报 which number it corrects and why."""

    document: str = ""
    copies: str = ""
    corrects: int | None = None
    reason: str = ""


def issue(
    office: OfficeWorkspace,
    period: str,
    out: Path,
    *,
    at: datetime,
    by: str,
    wording: Wording | None = None,
    progress: Progress | None = None,
) -> Issued:
    """Issue the papers of a period under the next number: 汇总表, 通报, 专报; with what moved since the last number.

    Where they would say the same as those of the last number, these are written once more and nothing is recorded
    (`Issued.reissued`). One that corrects an earlier number is a 更正通报 and names it. Raises
    AppError("no_such_notice"), "copies_long", "document_long", "issued_before_last", ("nothing_moved") when nothing
    has changed since the number it is to correct, and as `require_reason` where it does not say why. What
    `progress` raises stops it: until the last step nothing was issued.
    """
    tell = progress or (lambda done, of: None)
    tell(0, STEPS)
    office = office.at(period)
    before = office.store.notices(period)
    if before and at < before[-1].at:
        facts = {"编号": before[-1].number, "时间": format_time(before[-1].at), "现在": format_time(at)}
        raise AppError("issued_before_last", **facts)
    number = _next_number(office, period, before)
    city, found = office.city(period, at), office.summary(period, at)
    ground = ground_of(office, city, office.roster(period, at), found, at=at)
    source = _Issuing(office=office, ground=ground, said=facts_of(city, found), wording=_written(wording or Wording()))
    tell(1, STEPS)
    if standing := _standing(source, before, number, lambda: tell(1, STEPS)):
        require_confirmed(office.store)
        done = Issued(number=number - 1, files=write_files(out, standing), changes=(), reissued=True)
    else:
        files = _papers(source, before, number, at, lambda: tell(2, STEPS))
        tell(3, STEPS)
        paths = _record(source, number, files, out, at, by)
        done = Issued(number=number, files=paths, changes=source.moved_since(before))
    tell(STEPS, STEPS)
    return done


def _written(wording: Wording) -> Wording:
    """The words as papers can have them: nothing in them that nobody sees. Raises AppError("document_long")."""
    document, copies = written_words(wording.document), written_words(wording.copies)
    if len(document) > LONGEST_DOCUMENT:
        raise AppError("document_long", n=len(document), 最多=LONGEST_DOCUMENT)
    return replace(wording, document=document, copies=copies)


def _next_number(office: OfficeWorkspace, period: str, before: Sequence[NoticeRow]) -> int:
    """One more than the last number, those included that stand on papers beside a restored store."""
    gone = (int(one["number"]) for one in lost(office.store, ActKind.ISSUE) if one.get("period") == period)
    return max((*(row.number for row in before), *gone), default=0) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Issuing:
    """What the papers of a number are made from, before it has one."""

    office: OfficeWorkspace
    ground: SummarySource
    said: Mapping[str, Mapping[str, str]]  # `models.desk.changes.facts_of`
    wording: Wording

    def moved_since(self, before: Sequence[NoticeRow]) -> tuple[FigureChange, ...]:
        """What moved since the last of some numbers."""
        return changes(self.ground.city, json.loads(before[-1].facts), self.said) if before else ()


def _papers(
    source: _Issuing,
    before: Sequence[NoticeRow],
    number: int,
    at: datetime,
    tell: Callable[[], None],
    head: ChainHead | None = None,
) -> dict[str, bytes]:
    """Name → bytes of the papers under a number that follows on others; `head` of the chain, by default as it is."""
    keywords = _keywords(source.office, source.ground.city.period.id, number, at)
    moved = source.moved_since(before)
    ground = replace(source.ground, number=number, keywords=keywords, until=at, changes=moved)
    files = files_of(source.office, ground, head)
    tell()
    return files | _documents(replace(source, ground=ground), before, at)


def _standing(
    source: _Issuing, before: Sequence[NoticeRow], number: int, tell: Callable[[], None]
) -> dict[str, bytes] | None:
    """Name → bytes of the papers of the last number, where those of now would be the same; else None.

    They are made anew with the number, the time and the head of the chain that stand on them, so whatever is printed
    counts, also what is no figure: names, due times, reminders, settings, 发文字号. They are the same if every byte is.
    """
    if not before or before[-1].number != number - 1 or source.moved_since(before):
        return None
    last, issued = before[-1], _act_of(source.office, before[-1])
    if issued is None or json.loads(last.digests) != dict(source.ground.city.digests):
        return None
    head = head_after(source.office.store, issued.number - 1)
    files = _papers(source, before[:-1], last.number, last.at, tell, head)
    same = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()} == json.loads(last.files)
    return files if same else None


def _act_of(office: OfficeWorkspace, notice: NoticeRow) -> ActRow | None:
    """The act by which a number was issued, None where the record does not have it."""
    about = {"period": notice.period, "number": str(notice.number)}
    acts = office.store.acts.rows(ActKind.ISSUE)
    return next((row for row in acts if about.items() <= row.about.items() and "changes" not in row.about), None)


def _record(
    source: _Issuing, number: int, files: Mapping[str, bytes], out: Path, at: datetime, by: str
) -> tuple[Path, ...]:
    """Keep the papers of a number and what they rest on, as one act; return their paths."""
    office, period, wording = source.office, source.ground.city.period.id, source.wording
    about: dict[str, object] = {"period": period, "number": number}
    if wording.corrects is not None:
        about["corrects"] = wording.corrects
    if wording.document:
        about["document"] = wording.document
    why = _why(office, period, number, wording)
    with act(office.store, by, ActKind.ISSUE, why=why, about=about, out=out, files=files) as done:
        kept = {name: office.store.acts.keep(content) for name, content in files.items()}
        office.store.put_notice(
            NoticeRow(
                period=period,
                number=number,
                at=at,
                by=by,
                digests=json_text(dict(source.ground.city.digests)),
                facts=json_text(source.said),
                files=json_text(kept),
            )
        )
    return done.paths


def _why(office: OfficeWorkspace, period: str, number: int, wording: Wording) -> str:
    """What is issued, for the record: period, number, 发文字号, and which number it corrects for which reason."""
    said = {"报告期": office.plan.period_name(period), "编号": number, "原编号": wording.corrects}
    which = "issue" if wording.corrects is None else "issue_correction"
    return "；".join(filter(None, (say(f"record.why.{which}", **said), wording.document, wording.reason.strip())))


def _documents(source: _Issuing, before: Sequence[NoticeRow], at: datetime) -> dict[str, bytes]:
    """The 通报 or 更正通报 as PDF and .docx, and the 专报."""
    ground, mark = source.ground, mark_of(source.office.store)
    period, number = ground.city.period.id, ground.number
    with in_words(ground.city.plan.words):
        notice = replace(_notice_of(source, at, mark), keywords=ground.keywords)
        earlier = Earlier(number=before[-1].number, facts=json.loads(before[-1].facts)) if before else None
        kind = "name" if source.wording.corrects is None else "correction_name"
        stem = f"{say(f'papers.notice.{kind}')}_{period}_第{number}号"
        brief = f"{say('papers.notice.brief_name')}_{period}_第{number}号.pdf"
        return {
            f"{stem}.docx": notice_document(notice),
            f"{stem}.pdf": notice_pages(notice),
            brief: brief_pages(ground, earlier, at=at, mark=mark, keywords=notice.keywords),
        }


def _notice_of(source: _Issuing, at: datetime, mark: str) -> Notice:
    wording, ground = source.wording, source.ground
    if wording.corrects is None:
        return report(ground, document=wording.document, copies=wording.copies, at=at, mark=mark)
    corrected = _corrected(source, _notice(source.office, ground.city.period.id, wording.corrects))
    return correction(ground, corrected, document=wording.document, copies=wording.copies, at=at, mark=mark)


def _corrected(source: _Issuing, row: NoticeRow) -> Corrected:
    """What a 更正通报 says of the number it corrects. Raises AppError("nothing_moved"), and as `require_reason`."""
    city = source.ground.city
    moved = changes(city, json.loads(row.facts), source.said)
    if not moved:
        raise AppError("nothing_moved", 报告期=city.period.name, 编号=row.number)
    reason, issued = require_reason(source.wording.reason), _act_of(source.office, row)
    named = issued.about.get("document", "") if issued else ""
    facts = json.loads(row.facts)
    return Corrected(number=row.number, at=row.at, changes=moved, facts=facts, reason=reason, document=named)


def _keywords(office: OfficeWorkspace, period: str, number: int, at: datetime) -> str:
    """What the papers of a number carry as data, so that the number is known from them alone."""
    root = (office.store.folder / ROOT_CERTIFICATE).read_bytes()
    year = at.astimezone(PLAN_ZONE).year
    mark = IssuedMark(kind=ActKind.ISSUE, period=period, number=number, year=year, office=office_code(root))
    return mark.keywords


def moved_since(
    office: OfficeWorkspace, period: str, number: int | None, out: Path, *, at: datetime, by: str
) -> Issued:
    """Write the 通报后变动清单 of a number, by default the last one: what moved in the figures that count since.

    Raises AppError("no_such_notice").
    """
    office = office.at(period)
    rows = office.store.notices(period)
    row = _notice(office, period, number if number is not None or not rows else rows[-1].number)
    city, found = office.city(period, at), office.summary(period, at)
    moved = changes(city, json.loads(row.facts), facts_of(city, found))
    ground = ground_of(office, city, office.roster(period, at), found, at=at, number=row.number, changes=moved)
    since = Corrected(number=row.number, at=row.at, changes=moved, facts=json.loads(row.facts))
    with in_words(city.plan.words):
        paper = changes_list(ground, since, at=at, mark=mark_of(office.store))
        stem = f"{say('papers.notice.changes_name')}_{in_file_name(period)}_第{row.number}号_{at:%Y%m%d-%H%M}"
        files = {f"{stem}.pdf": notice_pages(paper), f"{stem}.docx": notice_document(paper)}
    about = {"period": period, "number": row.number, "changes": len(moved)}
    why = say("record.why.issue_changes", 报告期=office.plan.period_name(period), 编号=row.number, n=len(moved))
    with act(office.store, by, ActKind.ISSUE, why=why, about=about, out=out, files=files) as done:
        pass
    return Issued(number=row.number, files=done.paths, changes=moved)


def _notice(office: OfficeWorkspace, period: str, number: int | None) -> NoticeRow:
    row = next((one for one in office.store.notices(period) if one.number == number), None)
    if row is None:
        raise AppError("no_such_notice", 报告期=office.plan.periods[period].name, 编号=1 if number is None else number)
    return row


def reprint(office: OfficeWorkspace, period: str, number: int, out: Path) -> Issued:
    """Write the papers of a number again, byte for byte, and tell what has changed since.

    Raises AppError("no_such_notice"), ("issued_lost").
    """
    office = office.at(period)
    row = _notice(office, period, number)
    files = {}
    for name, digest in json.loads(row.files).items():
        content = office.store.acts.content(digest)
        if content is None:
            raise AppError("issued_lost", 文件=name)
        files[name] = content
    city = office.city(period)
    moved = changes(city, json.loads(row.facts), facts_of(city, office.summary(period)))
    return Issued(number=number, files=write_files(out, files), changes=moved, reissued=True)
