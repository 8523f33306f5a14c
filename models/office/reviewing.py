"""Reviewing: which papers and places a person has still to look at, and the acts: accept, ask, note the answer.

No figure is changed here. A place that was accepted stays accepted in later revisions as long as it shows the same. A
question is open until its answer is noted or a revision that replaces the paper comes.
"""

import json
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.records import dataclass
from models.checks.run import run_checks
from models.desk.review import ReviewItem, review_items
from models.ledger.ledger import LineState
from models.ledger.queries import Remark
from models.plan.plan import Level
from models.returns.returns import parse_return
from models.settings.settings import Settings
from models.sheet.explanation import require_line, require_text
from models.store.office.records import PaperRow, QueryRow, ReviewRow
from models.workspace.act import ActKind, act
from models.workspace.office_workspace import OfficeWorkspace

ACCEPTED, TOGETHER, TAKEN_BACK = "accepted", "accepted_together", "taken_back"
WHOLE = ""  # place of the paper as a whole: somebody has finished looking at it
_KEPT = 128
_items: OrderedDict[tuple[str, ...], tuple[Settings, str, tuple[ReviewItem, ...]]] = OrderedDict()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPaper:
    """A paper in force with what there is to look at, and what was said of it so far."""

    row: PaperRow
    seen: PaperRow | None  # the revision it is compared with
    looked: bool  # that revision was looked at to its end
    reason: str  # of this revision, in the unit's words
    items: tuple[ReviewItem, ...]
    accepted: Mapping[str, ReviewRow]  # place → who accepted what it shows now
    queries: Mapping[str, QueryRow]  # place → the last question about what it shows now
    earlier: Mapping[str, QueryRow]  # place → the last question about it that was put to an earlier revision
    done: ReviewRow | None

    @property
    def open(self) -> tuple[ReviewItem, ...]:
        """The items nobody accepted or asked about."""
        return tuple(one for one in self.items if one.place not in self.accepted and one.place not in self.queries)

    @property
    def unanswered(self) -> int:
        """How many questions wait for their answer."""
        return sum(one.answered_at is None for one in self.queries.values())


def review_papers(
    office: OfficeWorkspace, period: str, lines: Mapping[str, LineState] | None = None
) -> tuple[ReviewPaper, ...]:
    """Return the papers in force of a period: those to look at first, with most to look at; then those looked at."""
    lines = office.lines(period) if lines is None else lines
    reviews = office.store.reviews(period)
    queries = office.store.queries(period)
    papers = [
        _paper(office, line.in_force, [r for r in reviews if r.unit == unit], [q for q in queries if q.unit == unit])
        for unit, line in lines.items()
        if line.in_force is not None
    ]
    order = {unit: number for number, unit in enumerate(office.plan.units)}
    return tuple(sorted(papers, key=lambda one: (one.done is not None, *_weight(one), order.get(one.row.unit, 0))))


def _weight(paper: ReviewPaper) -> tuple[int, int, int]:
    """Changes before what has to be explained before hints; most of them first."""
    changes = sum(one.finding is None for one in paper.open)
    grave = sum(one.level is not None and one.level > Level.HINT for one in paper.open)
    return -changes, -grave, -len(paper.open)


def looked_at_again(office: OfficeWorkspace, paper: ReviewPaper) -> ReviewPaper:
    """Return a paper with what was said of it by now."""
    period, unit = paper.row.period, paper.row.unit
    return _paper(office, paper.row.digest, office.store.reviews(period, unit), office.store.queries(period, unit))


def _paper(
    office: OfficeWorkspace, digest: str, reviews: Sequence[ReviewRow], queries: Sequence[QueryRow]
) -> ReviewPaper:
    row = office.store.papers_of(digest)[0]
    last = {(one.digest, one.place, one.said): one for one in reviews}
    looked = {one.digest for one in last.values() if one.place == WHOLE and one.decision != TAKEN_BACK}
    before = [older for older in reversed(row.ancestors) if office.store.papers_of(older)]
    seen = next((older for older in before if older in looked), before[0] if before else None)
    reason, items = _items_of(office, row, seen)
    now, earlier = _asked(items, queries, frozenset(row.ancestors))
    done = last.get((digest, WHOLE, ""))
    return ReviewPaper(
        row=row,
        seen=office.store.papers_of(seen)[0] if seen else None,
        looked=seen in looked,
        reason=reason,
        items=items,
        accepted=_accepted(items, reviews),
        queries=now,
        earlier=earlier,
        done=done if done is not None and done.decision != TAKEN_BACK else None,
    )


def _accepted(items: Iterable[ReviewItem], reviews: Iterable[ReviewRow]) -> dict[str, ReviewRow]:
    """Place → who accepted what it shows now, and has not taken that back."""
    last = {(one.place, one.said): one for one in reviews}
    found = {one.place: last.get((one.place, one.said)) for one in items}
    return {place: row for place, row in found.items() if row is not None and row.decision != TAKEN_BACK}


def _asked(
    items: Sequence[ReviewItem], queries: Iterable[QueryRow], ended: Collection[str]
) -> tuple[dict[str, QueryRow], dict[str, QueryRow]]:
    """Place → the last question about what it shows now; and, where none is, that put to a revision that ended."""
    open_or_told = {(one.place, one.said): one for one in queries if one.answered_at or one.digest not in ended}
    now = {one.place: open_or_told[one.place, one.said] for one in items if (one.place, one.said) in open_or_told}
    earlier = {
        one.place: query
        for query in queries
        if query.digest in ended
        for one in items
        if one.place not in now and (query.place == one.place or query.address == one.address != "")
    }
    return now, earlier


def _items_of(office: OfficeWorkspace, row: PaperRow, seen: str | None) -> tuple[str, tuple[ReviewItem, ...]]:
    """The reason of the revision and its items; checks are expensive: cached by all their result depends on."""
    now, settings = office.sheet_in_line(row.digest), office.settings
    behind = [one for one in (now.previous, *now.earlier.values()) if one is not None]
    key = (row.digest, seen or "", office.plan.digest, *(f"{one.period_id} {id(one)}" for one in behind))
    kept = _items.get(key)
    if kept is not None and kept[0] == settings:
        _items.move_to_end(key)
        return kept[1:]
    older = office.store.papers_of(seen)[0] if seen else None
    compared = (parse_return(older.content), office.sheet_of(older.digest)) if older else None
    filed = parse_return(row.content)
    items = review_items(now, filed, compared, run_checks(now), _questions(office, row))
    _items[key] = settings, filed.reason, items
    while len(_items) > _KEPT:
        _items.popitem(last=False)
    return filed.reason, items


def _questions(office: OfficeWorkspace, row: PaperRow) -> dict[str, str]:
    """What was asked of the revisions before a paper, by the keys of the answers."""
    asked = [
        Remark("return", one["item"] or None, one["text"])
        for back in office.store.sent_back(row.unit, row.period)
        if back.digest in row.ancestors
        for one in json.loads(back.items)
    ]
    asked += [
        Remark("query", one.address or None, one.words)
        for one in office.store.queries(row.period, row.unit)
        if one.digest in row.ancestors
    ]
    return {one.key: one.message for one in asked}


def query_reasons(office: OfficeWorkspace, row: PaperRow) -> tuple[dict[str, object], ...]:
    """Return the open questions about a paper as its next receipt carries them."""
    return tuple(
        {"check": "query", "item": one.address or None, "message": one.words}
        for one in office.store.queries(row.period, row.unit)
        if one.digest == row.digest and one.answered_at is None
    )


def accept(office: OfficeWorkspace, paper: ReviewPaper, item: ReviewItem, *, by: str, at: datetime) -> None:
    """认可 one item."""
    _record(office, [(paper, item)], ACCEPTED, by=by, at=at)


def accept_together(
    office: OfficeWorkspace, items: Iterable[tuple[ReviewPaper, ReviewItem]], *, by: str, at: datetime
) -> int:
    """一并认可 many items, not one by one; return how many."""
    meant = list(items)
    _record(office, meant, TOGETHER, by=by, at=at)
    return len(meant)


def accept_whole(office: OfficeWorkspace, papers: Sequence[ReviewPaper], *, by: str, at: datetime) -> int:
    """一并认可 papers in which nothing is to be looked at; return how many. One with open items is left out."""
    meant = [one for one in papers if one.done is None and not one.open]
    why = say("record.why.reviewed_papers", n=len(meant))
    with act(office.store, by, ActKind.REVIEW, why=why, about={"n": len(meant), "decision": TOGETHER}):
        for one in meant:
            office.store.put_review(_review(one.row, WHOLE, "", TOGETHER if len(meant) > 1 else ACCEPTED, by, at))
    return len(meant)


def take_back(office: OfficeWorkspace, paper: ReviewPaper, item: ReviewItem, *, by: str, at: datetime) -> None:
    """Take an acceptance back: the item, and with it the paper, is to be looked at again."""
    why = _why(office, [(paper, item)], TAKEN_BACK)
    with act(office.store, by, ActKind.REVIEW, why=why, about=_about(paper.row, item.place, TAKEN_BACK)):
        office.store.put_review(_review(paper.row, item.place, item.said, TAKEN_BACK, by, at))
        if paper.done is not None:
            office.store.put_review(_review(paper.row, WHOLE, "", TAKEN_BACK, by, at))


def ask(
    office: OfficeWorkspace, paper: ReviewPaper, item: ReviewItem, words: str, channel: str, *, by: str, at: datetime
) -> None:
    """询问 the unit about an item; it stands on the next receipt.

    Raises AppError("query_nothing_said"), "line_long".
    """
    words = require_text(words, "field.question")
    if not words:
        raise AppError("query_nothing_said")
    channel, row = require_line(channel, "field.channel"), paper.row
    asked = QueryRow(
        digest=row.digest,
        unit=row.unit,
        period=row.period,
        place=item.place,
        address=item.address,
        said=item.said,
        channel=channel,
        words=words,
        by=by,
        at=at,
    )
    with act(office.store, by, ActKind.QUERY, why=asked.words, about=_about(row, item.place, channel)):
        office.store.put_query(asked)
        if paper.done is None and [one.place for one in paper.open] == [item.place]:
            office.store.put_review(_review(row, WHOLE, "", ACCEPTED, by, at))


def answer(office: OfficeWorkspace, query: QueryRow, words: str, answered_by: str, *, by: str, at: datetime) -> None:
    """Note the answer to a question. Raises AppError("query_nothing_answered"), ("query_ended")."""
    if not words.strip() or not answered_by.strip():
        raise AppError("query_nothing_answered")
    now = next((one for one in office.store.queries(query.period, query.unit) if one.id == query.id), None)
    if now is None or now.answered_at is not None:
        raise AppError("query_ended")
    about = {"unit": query.unit, "period": query.period, "digest": query.digest, "query": query.id}
    with act(office.store, by, ActKind.ANSWER, why=words.strip(), about=about):
        office.store.end_query(query.id, words.strip(), answered_by.strip(), by, at)


def _record(
    office: OfficeWorkspace, meant: Sequence[tuple[ReviewPaper, ReviewItem]], decision: str, *, by: str, at: datetime
) -> None:
    papers = {paper.row.digest: paper for paper, _ in meant}
    one_place = meant[0][1].place if len(meant) == 1 else ""
    about: dict[str, object] = {"n": len(meant), "decision": decision}
    if len(papers) == 1:
        about = {**_about(next(iter(papers.values())).row, one_place, decision), "n": len(meant)}
    with act(office.store, by, ActKind.REVIEW, why=_why(office, meant, decision), about=about):
        for paper, item in meant:
            office.store.put_review(_review(paper.row, item.place, item.said, decision, by, at))
        for digest, paper in papers.items():
            places = {item.place for one, item in meant if one.row.digest == digest}
            if paper.done is None and all(one.place in places for one in paper.open):
                office.store.put_review(_review(paper.row, WHOLE, "", decision, by, at))


def _why(office: OfficeWorkspace, meant: Sequence[tuple[ReviewPaper, ReviewItem]], decision: str) -> str:
    """What was looked at, for the record: how it was accepted, whose papers, how many places."""
    rows = {paper.row.digest: paper.row for paper, _ in meant}.values()
    names = [f"{office.plan.unit_in(one.unit, one.period)}{office.plan.period_name(one.period)}" for one in rows]
    return say(f"record.why.{decision}", 名单="、".join(names), n=len(meant))


def _about(row: PaperRow, place: str, word: str) -> dict[str, object]:
    return {"unit": row.unit, "period": row.period, "digest": row.digest, "place": place, "decision": word}


def _review(row: PaperRow, place: str, said: str, decision: str, by: str, at: datetime) -> ReviewRow:
    return ReviewRow(
        digest=row.digest, unit=row.unit, period=row.period, place=place, said=said, decision=decision, by=by, at=at
    )
