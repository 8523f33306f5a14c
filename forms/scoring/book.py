"""考核评分表 as xlsx: the scores, every line of them, and what came after they were locked. Figures are figures."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from forms.book.writer import Book, BookColumn, BookFigure, Margins
from forms.wording.files import plain_name
from forms.wording.paper_texts import check_code
from models.basics.messages import CHINESE, in_words_of, say_in
from models.basics.period import format_time, in_file_name
from models.issued.views import write_view
from models.scoring.locking import AfterLock, LockedScores
from models.scoring.rules import ScorePart
from models.scoring.scores import UnitScore, shown_points, shown_rate
from models.workspace.office_workspace import OfficeWorkspace


def _say(key: str, **facts: object) -> str:
    """A paper is Chinese, whatever language the window speaks."""
    return say_in(CHINESE, f"scoring.{key}", **facts)


def write_scores(
    office: OfficeWorkspace,
    period: str,
    scores: Sequence[UnitScore],
    locked: LockedScores | None,
    out: Path,
    at: datetime,
) -> Path:
    """Write the scores of a period into a folder, over those of before unless they were changed; return the path."""
    state = f"_{locked.number}" if locked else f"_{_say('book.preview')}"
    name = plain_name(f"{_say('book.name')}_{in_file_name(period)}{state}.xlsx")
    return write_view(office.store, out, {name: scores_book(office, period, scores, locked, at)})[0]


@in_words_of(lambda office, *_, **__: office.plan.words)
def scores_book(
    office: OfficeWorkspace, period: str, scores: Sequence[UnitScore], locked: LockedScores | None, at: datetime
) -> bytes:
    """Return the workbook."""
    here, owner = office.at(period), office.store.get_text("office_name")
    title = _say("book.title", 方案=here.plan.short_title, 期=here.plan.period_name(period))
    book = Book(title, owner, at, Margins(title, owner))
    state = _say("book.preview")
    if locked is not None:
        state = _say("book.locked", n=locked.number, 时间=format_time(locked.at), 谁=locked.by)
    _scores(book, title, state, locked, scores)
    _lines(book, title, scores)
    if locked is not None:
        _after(book, here, title, locked.after, period)
    return book.content()


def _scores(book: Book, title: str, state: str, locked: LockedScores | None, scores: Sequence[UnitScore]) -> None:
    lanes = [
        BookColumn(_say("head.unit"), 30),
        BookColumn(_say("head.scope"), 14),
        *(BookColumn(_say(f"share.{share}"), 12, "right") for share in ScorePart),
        BookColumn(_say("head.total"), 12, "right"),
        BookColumn(_say("head.grade"), 14),
        BookColumn(_say("head.remark"), 60),
    ]
    page = book.page(_say("book.scores"), title, lanes)
    page.note(state)
    if locked is not None and locked.document:
        page.note(_say("book.document", 文号=locked.document))
    page.head(keep=2)
    for one in scores:
        parts = [_figure(one.parts[share]) if share in one.parts else "—" for share in ScorePart]
        page.row([one.name, one.scope, *parts, _figure(one.total), one.grade, "；".join(one.remarks)])


def _lines(book: Book, title: str, scores: Sequence[UnitScore]) -> None:
    names = (("unit", 30), ("share", 12), ("line", 40), ("given", 10), ("weight", 12), ("rate", 12), ("points", 12))
    figures = ("given", "weight", "rate", "points")
    lanes = [
        BookColumn(_say(f"head.{name}"), room, "right" if name in figures else "left")
        for name, room in (*names, ("remark", 40))
    ]
    page = book.page(_say("book.lines"), title, lanes)
    page.head(keep=2)
    for unit in scores:
        for one in unit.lines:
            weight = "—" if one.weight is None else _figure(one.weight)
            rate = "—" if one.rate is None else BookFigure(shown_rate(one.rate), 2)
            page.row(
                [
                    unit.name,
                    _say(f"share.{one.share}"),
                    one.name,
                    _figure(one.given),
                    weight,
                    rate,
                    one.shown if one.weight is None else _figure(one.points),
                    one.remark,
                ]
            )


def _after(book: Book, office: OfficeWorkspace, title: str, after: Sequence[AfterLock], period: str) -> None:
    lanes = [
        BookColumn(_say("head.unit"), 30),
        BookColumn(_say("book.before"), 30),
        BookColumn(_say("book.now"), 30),
        BookColumn(_say("book.registered"), 20),
    ]
    page = book.page(_say("book.after"), title, lanes)
    page.head(keep=1)
    if not after:
        page.note(_say("page.nothing"))
    for one in after:
        codes = (check_code(digest) if digest else "—" for digest in (one.before, one.after))
        when = format_time(one.registered) if one.registered else "—"
        page.row([office.plan.unit_in(one.unit, period), *codes, when])


def _figure(points: Decimal) -> BookFigure:
    return BookFigure(shown_points(points), 2)
