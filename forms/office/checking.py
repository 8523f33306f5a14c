"""Checking, at the office: the record compared with itself and with the heads printed on papers from outside.

As a list (`audit`) it says who changed what when and from which paper, and takes the places that do not hold along.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from forms.book.writer import LONGEST, Book, BookColumn, Margins
from forms.given_books.books import read_given
from forms.guards.guards import BOOKS, paper_bytes, sniff
from forms.guards.worker import in_worker
from forms.page_reading.read_pages import texts_plainly
from forms.papers.paper import open_paper
from forms.wording.files import name_by_content, write_files
from models.basics.errors import AppError
from models.basics.messages import CHINESE, ENGLISH, say, text_of
from models.basics.period import PLAN_ZONE
from models.basics.records import dataclass
from models.proof.about import about_words
from models.proof.gaps import gap_words, kind_words, reason_of
from models.proof.proof import CODE, ChainHead, holds, parse_head
from models.store import Store
from models.store.file.chain import RecordGap
from models.workspace.office_workspace import OfficeWorkspace

EARLIER_NAMES = ("台账码",)  # what papers called the code of a head when 台账 still meant the record as well


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A head that has left the house, where it stands, and whether the record still has it."""

    source: str
    head: ChainHead
    holds: bool


def compare_heads(store: Store, papers: Sequence[Path], typed: Sequence[str] = ()) -> tuple[Outside, ...]:
    """Compare the record with the heads on papers, sealed or printed, and with those a person copied from a page.

    Raises AppError: "no_head_inside" for a paper that carries none, as `open_paper`, "head_unreadable".
    """
    found = [(path.name, _head_in(path)) for path in papers] + [(text, parse_head(text)) for text in typed]
    return tuple(Outside(source=source, head=head, holds=holds(store, head)) for source, head in found)


def _head_in(path: Path) -> ChainHead:
    """The head inside a sealed paper; of pages or books nobody sealed, a summary's, the one that stands on them."""
    content = paper_bytes(path)
    said = _printed(_book_text(content, path.name)) if sniff(content) in BOOKS else _in_pages(content)
    if said is None:
        raise AppError("no_head_inside", 文件=path.name)
    return parse_head(said)


def _book_text(content: bytes, name: str) -> str:
    """Every text of a book, cell after cell, whichever program has saved it again."""
    rows = (cells for sheet in read_given(content, name).sheets for cells in sheet.rows.values())
    return "\n".join(cell.text for cells in rows for cell in cells.values())


def _in_pages(content: bytes) -> str | None:
    try:
        said = open_paper(content).facts.get("record")
    except AppError as error:
        if error.code != "paper_unknown":
            raise
        return _printed(str(in_worker(texts_plainly, content)))
    return said if isinstance(said, str) else None


def _printed(text: str) -> str | None:
    """The head that stands behind its name in the text of pages, whatever their language and age; None = none."""
    plain = " ".join(text.split())
    today = (str(text_of(language, "record.on_paper")).partition("{")[0].strip() for language in (CHINESE, ENGLISH))
    for name in (*today, *EARLIER_NAMES):
        if found := re.search(rf"{re.escape(name)} ?(\d{{1,9}}(?: [0-9A-F]{{4}}){{4}})", plain, re.ASCII):
            return found[1]
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One act for people: what it was, what it was about with units and periods by their names, the files it issued."""

    number: int
    at: datetime
    by: str
    kind: str
    what: str
    why: str
    files: tuple[str, ...]
    code: str  # the head after it, as printed


def audit(office: OfficeWorkspace) -> tuple[AuditLine, ...]:
    """Return every act of an office, the first one first. Raises ValueError where an act cannot be read."""
    names = {id: name for periods in office.period_names().values() for id, name in periods.items()}
    for plan in (*office.plans, office.plan):
        names |= {plan.id: plan.short_title, **{one.id: one.first_name for one in plan.units.values()}}
        names |= {one.id: one.name for kind in (plan.indicators, plan.items) for one in kind.values()}
    files: dict[int, list[str]] = {}
    for file in office.store.acts.files():
        files.setdefault(file.act, []).append(file.name)
    return tuple(
        AuditLine(
            number=row.number,
            at=row.at,
            by=row.by,
            kind=kind_words(row),
            what=about_words(row, names),
            why=reason_of(row),
            files=tuple(files.get(row.number, ())),
            code=ChainHead(number=row.number, code=row.hash[:CODE]).words,
        )
        for row in office.store.acts.rows()
    )


def audit_book(lines: Sequence[AuditLine], gaps: Sequence[str], owner: str, at: datetime) -> bytes:
    """Return the list as a workbook: on its first page the places that do not hold, or that there are none."""
    title = say("record.audit")
    book = Book(title, owner, at, Margins(title, owner))
    head = lines[-1].code if lines else "0"
    lanes = [
        BookColumn(say(f"record.column.{name}"), width)
        for name, width in (
            ("number", 8),
            ("at", 18),
            ("by", 12),
            ("kind", 16),
            ("what", 60),
            ("why", 30),
            ("files", 50),
            ("code", 30),
        )
    ]
    page = book.page(title, title, lanes)
    page.note(say("record.sound" if not gaps else "record.gaps", n=len(gaps), 件=len(lines), 码=head))
    for gap in gaps:
        page.note(gap)
    page.head(keep=2)
    for one in lines:
        when = f"{one.at.astimezone(PLAN_ZONE):%Y-%m-%d %H:%M:%S}"
        files = "、".join(one.files)[:LONGEST]
        page.row([str(one.number), when, one.by, one.kind, one.what[:LONGEST], one.why, files, one.code])
    return book.content()


def write_audit(office: OfficeWorkspace, out: Path, at: datetime) -> tuple[Path, tuple[RecordGap, ...]]:
    """Compare the record with itself and write the list into a folder; return its path and what does not hold."""
    gaps, lines = office.store.acts.verify(), audit(office)
    content = audit_book(
        lines, [gap_words(office.store, gap) for gap in gaps], office.store.get_text("office_name"), at
    )
    (path,) = write_files(out, {f"{name_by_content(say('record.audit'), content)}.xlsx": content})
    return path, gaps
