"""Facts: what stands beside a matter of 今天要办 where there is room: codes, number to call, effect, what was tried."""

from collections.abc import Iterator

from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time
from models.basics.records import dataclass
from models.office.comparing import known_before
from models.office.unit_record import event_words, unit_record
from models.todo.matters import Matter, MatterKind
from ui.basics.jobs import Lane, Progress
from ui.look.widgets import column, emptied, label, rule, scrolled
from ui.office.cases.case import Case, Found
from ui.office.cases.figures import FigureCase
from ui.office.cases.papers import ForkCase, KeyCase, letters
from ui.office.lists.codes import comparison_code
from ui.office.session import OfficeSession

WIDE = 344  # pixels
MOST = 8  # places at which two papers differ, and things that were tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A heading and its lines; `dress` as the style sheet names it."""

    head: str
    lines: tuple[str, ...]
    dress: str = ""


class FactsPanel(QWidget):
    """The facts of one matter, one under the other; what would follow is computed in the background."""

    def __init__(self, session: OfficeSession, lane: Lane) -> None:
        """Start empty."""
        super().__init__()
        self._session, self._lane, self._turn = session, lane, 0
        self.setFixedWidth(WIDE)
        self._told: QVBoxLayout = column(spacing=4)
        self.shown: list[str] = []  # what stands there, line by line
        inside = column(self._told, None)
        inside.setContentsMargins(14, 10, 14, 10)
        area = scrolled(inside)
        whole = column(area)
        self.setLayout(whole)

    def show_matter(self, one: Matter | None, name: str) -> None:
        """Show a matter about `name`; None: nothing."""
        self._turn += 1
        emptied(self._told)
        if one is None:
            return
        self.shown = []
        for text, dress in ((f"{name}　{one.what.words}", "strong"), (_when(one), "small")):
            self._say(text, dress)
        case = case_of(self._session, one)
        for fact in facts_of(self._session, one, case):
            self._add(fact)
        if isinstance(case, ForkCase | KeyCase):
            self._look_ahead(case)

    def _add(self, fact: Fact) -> None:
        self._told.addWidget(rule())
        self._say(fact.head, "small")
        for text in fact.lines:
            self._say(text, fact.dress)

    def _say(self, text: str, dress: str) -> None:
        self.shown.append(text)
        self._told.addWidget(label(text, dress, wrap=True))

    def _look_ahead(self, case: ForkCase | KeyCase) -> None:
        """Tell what would follow; what comes for a matter that was left is dropped."""
        turn, office = self._turn, self._session.workspace

        def work(_: Progress) -> Found | None:
            return case.look(office, {}) if turn == self._turn else None

        def done(found: Found | None) -> None:
            if found is not None and turn == self._turn and self.isVisible():
                self._add(Fact(head=say("office.facts.then"), lines=tuple(_effects(case, found))))

        self._lane.run(self, work, done, lambda _: None)


def case_of(session: OfficeSession, one: Matter) -> Case | None:
    """Return the case a matter is decided as; None where nothing is decided."""
    if one.kind is MatterKind.FORK:
        return ForkCase(session, one.unit)
    if one.kind is MatterKind.DIFFERENCE:
        return FigureCase(session, session.summary.of(one.indicator))
    if one.kind is MatterKind.HELD:
        waiting = session.workspace.waiting(session.period_id)
        found = (each for each in waiting if (each.unit, each.digest) == (one.unit, one.digest))
        return next((KeyCase(session, each) for each in found), None)
    return None


def facts_of(session: OfficeSession, one: Matter, case: Case | None) -> Iterator[Fact]:
    """Yield what a person who settles a matter wants to have at hand."""
    if one.kind is MatterKind.HELD:
        yield Fact(head=say("office.facts.read_out"), lines=(comparison_code(one.key),), dress="code")
    if isinstance(case, ForkCase):
        rows = [row for row in case.rows(None, -1) if not row.wide][: min(MOST, case.differing)]
        lines = tuple(
            f"{row.cells[0].text}　{' ／ '.join(cell.text for cell in row.cells[1 : 1 + case.choices])}" for row in rows
        )
        yield Fact(head=say("office.case.differing", n=case.differing), lines=lines)
    elif isinstance(case, FigureCase):
        rows = [row for row in case.rows(None, 0) if not row.wide]
        lines = tuple("　".join(cell.text for cell in row.cells) for row in rows)
        yield Fact(head=say("office.facts.figures"), lines=lines)
    if one.follows is not None:
        yield Fact(head=say("office.facts.now"), lines=(one.follows.words,))
    if one.unit:
        yield from _of_unit(session, one, _doubted(one, case))


def _doubted(one: Matter, case: Case | None) -> frozenset[str]:
    """The papers whose number is not to be called: whoever made them may have written it."""
    if isinstance(case, ForkCase):
        return frozenset(paper.digest for paper in case.papers)
    return frozenset((one.digest,)) if one.kind in (MatterKind.HELD, MatterKind.REJECTED) else frozenset()


def _of_unit(session: OfficeSession, one: Matter, doubted: frozenset[str]) -> Iterator[Fact]:
    known = known_before(session.workspace, one.unit, doubted)
    if known is None:
        yield Fact(head=say("office.case.call"), lines=(say("office.case.no_telephone"),))
    else:
        day = f"{known.since.astimezone(PLAN_ZONE):%Y-%m-%d}"
        yield Fact(head=say("office.facts.call", 日=day, n=known.revision), lines=(known.telephone,), dress="large")
        yield Fact(head=say("office.facts.person"), lines=(known.person,))
    due = session.settings.due_of(one.unit, one.period)
    if due is not None:
        yield Fact(head=say("office.facts.due"), lines=(format_time(due.at),))
    back = session.roster.sent_back.get(one.unit)
    if back is not None and back.until is not None:
        yield Fact(head=say("office.facts.due_again"), lines=(format_time(back.until),))
    events = [event for event in unit_record(session.workspace, one.unit) if event.period in ("", one.period)]
    lines = [f"{format_time(event.at) if event.at else ''}　{event_words(event)}　{event.by}" for event in events]
    yield Fact(head=say("office.facts.tried"), lines=tuple(lines[:MOST]) or (say("office.facts.nothing_tried"),))


def _effects(case: ForkCase | KeyCase, found: Found) -> Iterator[str]:
    if isinstance(case, KeyCase):
        yield case.effect(found, 0)
        return
    for letter, outlook in zip(letters(), found.outlooks[: case.choices], strict=False):
        yield say("office.facts.taking", 甲=letter, 影响=case.told(outlook))


def _when(one: Matter) -> str:
    return say("office.facts.since", 时=format_time(one.since)) if one.since else ""
