"""Review lines: what 审核 says of a paper that waits, of each of its places, and of the place one stands on.

Every figure and text is the paper's own; nothing is accepted, asked or sent back here.
"""

from collections.abc import Container, Mapping
from dataclasses import replace

from forms.wording.masks import masked_message, sensitive_texts
from forms.wording.paper_texts import place_words
from models.basics.messages import say
from models.desk.review import ReviewItem
from models.office.reviewing import ReviewPaper
from models.plan.plan import Level
from ui.basics.texts import day_text, time_text
from ui.look.signs import Sign
from ui.office.lists.codes import short_code
from ui.office.lists.rows import TableCell, TableRow
from ui.office.session import OfficeSession


class ReviewLines:
    """The lines of the two lists; `back` are the places that go into a 退回单, of each paper by its digest."""

    def __init__(self, session: OfficeSession, back: Mapping[str, Container[str]]) -> None:
        """Say everything with its words; a narrow page has signs in their stead."""
        self.session, self._back, self.narrow = session, back, False

    def waiting(self, n: int) -> str:
        """Return the head over what waits of each paper: of how many papers."""
        return str(n) if self.narrow else say(f"office.review.{'waiting' if n else 'waiting_none'}", n=n)

    def heads(self, paper: ReviewPaper) -> tuple[str, str, str]:
        """Return the heads of its figures: of its revision, of that looked at before, of the period before."""
        seen = say("office.review.seen" if paper.looked else "office.review.not_seen", n=_revision_seen(paper))
        before = self.session.plan.periods[paper.row.period].predecessor
        now = say("office.review.revision", n=paper.row.revision)
        return now, seen if paper.seen else "—", say("office.review.before") if before else "—"

    def listed(self, one: ReviewPaper) -> TableRow:
        """Return the line of a paper: what of it waits to be looked at."""
        if one.done is not None and one.unanswered:
            state = TableCell(text=say("office.review.looked_asked", n=one.unanswered), sign=Sign.WAITING, small=True)
        elif one.done is not None:
            state = TableCell(text=say("office.review.looked"), sign=Sign.MET, tone="met", small=True)
        elif not one.open:
            state = TableCell(text=say("office.review.nothing"), sign=Sign.RECEIVED, tone="quiet", small=True)
        else:
            changes = sum(item.finding is None for item in one.open)
            kind = "changes" if changes else "places"
            text = say(f"office.review.{kind}", n=changes or len(one.open))
            state = TableCell(text=text, sign=Sign.KEY if changes else Sign.IN_HAND, tone="text", small=True)
        if self.narrow:  # the sign says it, with the number of places
            state = replace(state, text=str(len(one.open) or ""), tip=state.text)
        return TableRow(
            key=one.row.digest, cells=(TableCell(text=self.session.unit_name(one.row.unit), bold=True), state)
        )

    def rows(self, paper: ReviewPaper) -> list[TableRow]:
        """Return the places of a paper, those that changed before those with findings."""
        changed = [one for one in paper.items if one.finding is None]
        found = [one for one in paper.items if one.finding is not None]
        rows = []
        if paper.seen is not None:
            facts = {"n": _revision_seen(paper), "m": len(changed), "理由": paper.reason or "—"}
            rows.append(_heading("changed", say("office.review.changed", **facts)))
            rows += [self._row(paper, one) for one in changed]
        if found:
            rows.append(_heading("found", say("office.review.found", n=len(found))))
            rows += [self._row(paper, one) for one in found]
        rest = "rest" if paper.items else "all_equal"
        return [*rows, _heading("rest", say(f"office.review.{rest}"), quiet=True)]

    def _row(self, paper: ReviewPaper, one: ReviewItem) -> TableRow:
        slot = self.session.workspace.sheet_of(paper.row.digest).slots.get(one.address)
        sign = {Level.ERROR: Sign.MISSED, Level.WARNING: Sign.KEY, Level.HINT: Sign.WAITING}
        marked = Sign.DIFFERENCE if one.level is None else sign[one.level]
        differs = one.finding is None and not one.answers
        return TableRow(
            key=one.place,
            cells=(
                TableCell(text=place_of(self.session, one)),
                TableCell(text=slot.item.measure if slot else "", small=True, tone="quiet"),
                TableCell(text=one.now, right=True, bold=differs, differs=differs),
                TableCell(text=one.seen, right=True, tone="quiet"),
                TableCell(text=one.before, right=True, tone="quiet"),
                TableCell(text=words_of(self.session, paper, one), sign=marked, small=True),
                self._said(paper, one),
            ),
        )

    def _said(self, paper: ReviewPaper, one: ReviewItem) -> TableCell:
        said = self._answer(paper, one)
        return replace(said, text="", tip=said.text) if self.narrow and said.sign is not None else said

    def _answer(self, paper: ReviewPaper, one: ReviewItem) -> TableCell:
        if one.place in self._back.get(paper.row.digest, {}):
            return TableCell(text=say("office.review.marked"), sign=Sign.RETURNED)
        row = paper.accepted.get(one.place)
        if row is not None:
            return TableCell(text=say(f"office.review.{row.decision}"), sign=Sign.MET, tone="met", tip=row.by)
        query = paper.queries.get(one.place)
        if query is not None:
            words = say("office.review.answered" if query.answered_at else "office.review.asked")
            return TableCell(text=words, sign=Sign.WAITING, tone="hint")
        return TableCell(text=say("office.review.open"), tone="quiet")

    def told(self, paper: ReviewPaper, item: ReviewItem) -> str:
        """Return the unit's words, and what was asked and answered."""
        said = say("office.review.said", 文字=item.explanation) if item.explanation else say("office.review.silent")
        said = f"{say('office.review.was_asked', 文字=item.asked)}\n{said}" if item.asked else said
        before = paper.earlier.get(item.place)
        query = paper.queries.get(item.place) or before
        if query is None:
            return f"{words_of(self.session, paper, item)}\n{said}"
        asked = say("office.review.asked_on", 日=day_text(query.at), 渠道=query.channel, 文字=query.words)
        if query.answered_at:
            asked += say("office.review.answered_with", 谁=query.answered_by, 文字=query.answer)
        return f"{said}\n{say('office.review.asked_before') if query is before else ''}{asked}"


def facts_of(paper: ReviewPaper) -> str:
    """Return which revision a paper is, when it came, and its check code."""
    received = time_text(paper.row.registered)
    return say("office.review.facts", n=paper.row.revision, 时=received, 码=short_code(paper.row.digest))


def place_of(session: OfficeSession, item: ReviewItem) -> str:
    """Return where an item is, as people say it."""
    return place_words(session.plan, item.address or None)


def words_of(session: OfficeSession, paper: ReviewPaper, item: ReviewItem) -> str:
    """Return what is to be seen at an item, sensitive texts masked."""
    if item.answers:
        return say("office.review.answers")
    if item.finding is None:
        if item.rows:
            return say("office.review.rows", n=item.rows)
        if item.change is None:
            return say("office.review.was", 原=item.seen or "—")
        direction = "more" if item.change > 0 else "less"
        return say(f"office.review.{direction}", n=_older(session, paper), 差=item.change_text)
    sheet = session.workspace.sheet_of(paper.row.digest)
    rows = {name: [row.values for row in rows] for name, rows in sheet.registers.items()}
    return masked_message(item.finding, sensitive_texts(session.plan, rows))


def _older(session: OfficeSession, paper: ReviewPaper) -> int:
    return paper.seen.revision if paper.seen else paper.row.revision


def _revision_seen(paper: ReviewPaper) -> int:
    return paper.seen.revision if paper.seen else 0


def _heading(key: str, text: str, *, quiet: bool = False) -> TableRow:
    cell = TableCell(text=text, small=True, bold=not quiet, tone="quiet" if quiet else "text")
    return TableRow(key=f"#{key}", cells=(cell,), wide=True)
