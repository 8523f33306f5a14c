"""Gathering in the window: what suppliers' books bring is shown before it takes the place of a figure of one's own.

A place two suppliers disagree about keeps what it says and must be decided; taking books is one step of the undo.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from models.basics.errors import AppError, MachineError
from models.basics.messages import counted, say
from models.filling.proposal import Fate
from models.filling.slices import rows_decided
from models.sheet.cells import BLANK
from ui.basics.completion import Mark
from ui.basics.places import place_words
from ui.basics.texts import trouble
from ui.session.screen import ScreenContext

if TYPE_CHECKING:
    from forms.filling.slices import TakenBook

WHY = "gathered"  # in the history


def asks_first(desk: ScreenContext, answers: Sequence["TakenBook"]) -> bool:
    """True when a figure that stands in the sheet would be replaced, or two answers contradict each other."""
    entered = desk.session.entered
    return any(
        one.gathered is not None
        and (
            one.gathered.conflicts
            or any(entered(place) not in (BLANK, cell) for place, cell in one.gathered.cells.items())
            or any(change.fate is Fate.CHANGED for change in (one.proposal.rows if one.proposal else ()))
        )
        for one in answers
    )


def take(desk: ScreenContext, answers: Sequence["TakenBook"], at: datetime) -> bool:
    """Put what the answers bring into the sheet as one step and remember who said what; False when it failed."""
    from forms.filling.slices import gathering, remember
    from ui.keeping.keeper import EditPart

    session = desk.session
    found = [(one, one.gathered) for one in answers if one.gathered is not None]
    try:
        parts = [EditPart(by=one.supplier, cells=got.cells, rows=got.rows) for one, got in found]
        changed = desk.edits.put_from(parts, WHY)
        for one, _ in found:
            with gathering(session.workspace, session.period_id, one):
                remember(session.workspace, session.period_id, one, at)
        if found and not changed:  # Ctrl+Z would take back what was done before, as if it were this
            desk.edits.apart = "gathered"
    except (AppError, MachineError, OSError) as error:
        desk.tell(trouble(error), Mark.ERROR)
        return False
    session.look_for_disputes()
    return True


def told(answers: Sequence["TakenBook"]) -> str:
    """Return what each book brought, a line for each."""
    lines = []
    for one in answers:
        if one.proposal is None or one.gathered is None:
            lines.append(one.refused)
            continue
        counts, disputed = one.proposal.counts(), len(one.gathered.conflicts)
        taken = counts[Fate.NEW] + counts[Fate.CHANGED]
        said = counted("window.slices.count", taken=taken, refused=counts[Fate.REFUSED], disputed=disputed)
        lines.append(say("window.slices.taken" if said else "window.slices.taken_none", 科室=one.supplier, 各数=said))
    return "\n".join(lines)


def decide(desk: ScreenContext, place: str, supplier: str | None) -> None:
    """Decide about a disputed place as one step: take one supplier's answer, or (None) keep what stands there."""
    session = desk.session
    said = session.disputes[place].supplies if place in session.disputes else ()
    chosen = next((one for one in said if one.supplier == supplier), None)
    if not said or (supplier is not None and chosen is None):
        return
    cells = {place: chosen.cell} if chosen is not None and chosen.cell is not None else {}
    rows = {chosen.register: rows_decided(session.sheet, chosen)} if chosen is not None and chosen.rows else {}
    words = say(
        "window.slices.decided" if supplier else "window.slices.kept",
        位置=place_words(session.sheet, place),
        科室=supplier,
    )
    try:
        desk.edits.decide(place, supplier or session.author, cells, rows)
    except (AppError, MachineError, OSError) as error:
        desk.tell(trouble(error), Mark.ERROR)
        return
    desk.tell(words, Mark.DONE)
