"""Next step: the one thing to do now, from how the sheet stands. Words and where the button leads; no widget."""

from models.basics.addresses import split_row_address
from models.basics.messages import say
from models.basics.records import dataclass
from models.ledger.queries import Receipt
from ui.basics.completion import Counts, Mark, asked_as_a_whole, follows
from ui.basics.places import page_of, place_words, reading_order, row_name
from ui.basics.texts import decision_words
from ui.session.screen import FILING, FINDINGS, RECEIPTS
from ui.session.session import Session

LONGEST, TAIL = 20, 6  # characters of a place on the button, and how many of its end a long one keeps
MAKE, REOPEN = "make", "reopen"  # the button seals, or opens for a correction, instead of going somewhere


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the bottom bar says, what its button says, and where it leads: an address, a page, MAKE or REOPEN."""

    words: str
    action: str
    target: str


def next_step(session: Session, page: str, place: str) -> NextStep:
    """Return the next thing to do for somebody who is at a page and place."""
    counts = session.standing.counts
    if session.locked and session.asking:
        words = say("window.next.asked", n=len(session.standing.queries))
        there = page == RECEIPTS
        return NextStep(
            words, say("window.filing.reopen" if there else "window.next.to_queries"), REOPEN if there else RECEIPTS
        )
    if session.locked:
        return _filed(session.answer, page)
    if counts.unasked and page != FILING:
        return NextStep(say("window.due.unasked"), say("window.next.all_the_same"), FILING)
    target = next_place(session, place)
    if target in ("", place) and page not in (FILING, RECEIPTS) and asked_as_a_whole(session.standing.queries):
        return NextStep(parts_words(counts), say("window.next.to_queries"), RECEIPTS)
    # what the office asks keeps nothing from being filed, and is gone to first
    if counts.can_file and (page == FILING or target in ("", place)):
        if page == FILING:
            return NextStep(parts_words(counts) or say("window.next.clean"), say("window.next.make"), MAKE)
        return NextStep(say("window.next.clean"), say("window.next.to_filing"), FILING)
    return _left_to_do(session, target)


def _filed(answer: Receipt | None, page: str) -> NextStep:
    """Whether the receipt is there, and the way to the files; on their own page to the receipt."""
    if answer is None:
        return NextStep(say("window.next.filed"), say("window.next.send"), FILING)
    words = say("window.next.answered", 结果=decision_words(answer.decision))
    there = page == FILING
    return NextStep(
        words, say("window.next.to_receipts" if there else "window.next.send"), RECEIPTS if there else FILING
    )


def go_on_at(session: Session, place: str) -> NextStep:
    """Return the way on in a place that was left and still waits."""
    step = _left_to_do(session, place)
    return NextStep(step.words, say("window.next.go_on", 处=_short(session, place)), place)


def _short(session: Session, target: str) -> str:
    """A place as it fits on the button: of a row its key, of a long name its beginning and its end."""
    place, row = place_words(session.sheet, target), split_row_address(target)
    if len(place) > LONGEST and row is not None:
        place = row_name(session.sheet, row)
    return place if len(place) <= LONGEST else f"{place[: LONGEST - TAIL - 1]}…{place[-TAIL:]}"


PARTS = {
    Mark.MISSING: "missing",
    Mark.ERROR: "errors",
    Mark.DECIDE: "disputed",
    Mark.QUERY: "queries",
    Mark.WARNING: "warnings",
}


def parts_words(counts: Counts) -> str:
    """Return what is left by what is to be done; the numbers add up to the one of the top bar."""
    told = (say(f"window.next.{name}", n=counts.parts[mark]) for mark, name in PARTS.items() if counts.parts.get(mark))
    return say("window.next.between").join(told)


def left_words(counts: Counts) -> str:
    """Return how many places are left and of what kind; of a sheet that waits only for what is computed, that."""
    if counts.unasked:
        return say("window.next.left", n=counts.missing, 各=say("window.next.missing", n=counts.missing))
    if not counts.left:
        return say("window.next.following", n=counts.following)
    return say("window.next.left", n=counts.left, 各=parts_words(counts))


def _left_to_do(session: Session, target: str) -> NextStep:
    """The next place that keeps the return from being filed, and of what kind the matters are that do."""
    counts = session.standing.counts
    words = parts_words(counts)
    if target:
        return NextStep(words, say("window.next.place", 处=_short(session, target)), target)
    return NextStep(words or left_words(counts), say("window.filing.to_findings"), FINDINGS)


def next_place(session: Session, place: str, step: int = 1, least: Mark = Mark.NONE) -> str:
    """Return the place after (or before) this one that needs somebody; "" when there is none.

    Without `least` only places of the worst kind there is are gone through: first errors, then blanks, then warnings.
    From the only one of its kind it goes on to the next kind: what cannot be mended at once does not bar the way.
    What was left above on a page comes before other pages; who is at a place that needs somebody passes that over.
    """
    standing, sheet = session.standing, session.sheet
    met = (*standing.places, *standing.asked, *standing.disputed)
    places = {at: mark for at in met if not _comes_by_itself(session, at, mark := standing.mark(at))}
    rank = {Mark.ERROR: 5, Mark.DECIDE: 4, Mark.QUERY: 3, Mark.MISSING: 2, Mark.WARNING: 1}
    worst = max((rank.get(mark, 0) for at, mark in places.items() if at != place), default=0)
    worst = worst or rank.get(places.get(place, Mark.NONE), 0)
    wanted = {at for at, mark in places.items() if (mark >= least if least else rank.get(mark, 0) == worst and worst)}
    order = reading_order(sheet, places)
    number = {at: n for n, at in enumerate(order)}
    ahead = [at for at in order if at in wanted and at != place]
    if not ahead:
        return place if place in wanted else ""
    here = number.get(place, -1)
    if step < 0:
        return next((at for at in reversed(ahead) if number[at] < here), ahead[-1])
    found = next((at for at in ahead if number[at] > here), ahead[0])
    page = page_of(sheet, place) if place and place not in wanted else ""
    if page and page_of(sheet, found) != page:
        return next((at for at in ahead if page_of(sheet, at) == page), found)
    return found


def _comes_by_itself(session: Session, address: str, mark: Mark) -> bool:
    return mark is Mark.MISSING and follows(session.sheet, address)
