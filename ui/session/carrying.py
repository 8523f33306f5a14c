"""沿用上期 in the window: the button that carries last period's rows or words over, as one step of the undo.

What is carried stays marked where it is shown until somebody changes it; the rules are those of `models.filling.carry`.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from models.basics.errors import AppError
from models.basics.messages import say
from models.filling.carry import (
    Carry,
    carry_explanations,
    explanation_place,
    left_words,
    said_by_explanation,
    serialise_cell,
)
from ui.basics.completion import Mark
from ui.basics.texts import trouble
from ui.look.widgets import button
from ui.session.screen import FINDINGS, ScreenContext
from ui.session.session import Session

WHY = "carried"  # in the history


def carry_button(clicked: Callable[[], object]) -> QPushButton:
    """Return the button 沿用上期; `offer_carry` says when it can be pressed."""
    return button(say("carry.button"), clicked)


def offer_carry(made: QPushButton, session: Session) -> None:
    """Let the button be pressed when last period was filed and this one is still open; say why not."""
    before = session.sheet.previous
    made.setEnabled(before is not None and not session.locked)
    made.setToolTip(say("carry.tip", 期=last_name(session)) if before else say("carry.tip_none"))


def last_name(session: Session) -> str:
    """Return the name of the period before, "" for a first one."""
    before = session.sheet.previous
    return before.plan.period_name(before.period_id).partition("（")[0] if before else ""


def is_carried(session: Session, address: str) -> bool:
    """True for a field that was carried from last period and has not been changed."""
    said = session.carried_as(address)
    return said is not None and said == serialise_cell(session.entered(address))


def is_carried_explanation(session: Session, key: str) -> bool:
    """True for an explanation that was carried from last period and has been neither changed nor taken as its own."""
    said, written = session.carried_as(explanation_place(key)), session.written(key)
    return said is not None and written is not None and said == said_by_explanation(written)


def take_over(desk: ScreenContext, found: Carry, kind: str) -> None:
    """Carry rows or words into the sheet as one step and say how many; `kind` is "rows" or "progress"."""
    session = desk.session
    if found.empty:
        desk.tell(say(f"carry.nothing_{kind}"), Mark.HINT)
        return
    try:
        session.remember_carried(found.marks)
        desk.edits.put_sheet(found.cells, found.rows, WHY)
    except (AppError, OSError) as error:
        desk.tell(trouble(error), Mark.ERROR)
        return
    told = say(f"carry.{kind}_done", 期=last_name(session), n=len(found.marks))
    desk.tell("".join((told, *left_words(found))), Mark.WARNING if found.left else Mark.DONE)


def take_explanations(desk: ScreenContext) -> None:
    """Carry last period's explanations to the warnings that still ask for one."""
    session = desk.session
    findings = [finding for finding, mark in session.standing.findings if mark is Mark.WARNING]
    store, previous = session.workspace.store, session.sheet.previous
    before = previous.period_id if previous else ""
    here, last = store.sheets.explanations(session.period_id), store.sheets.explanations(before)
    found = carry_explanations(session.sheet, findings, here, last)
    if found.empty:
        desk.tell(say("carry.nothing_explanations"), Mark.HINT)
        return
    try:
        desk.edits.carry_explanations(found, FINDINGS)
    except (AppError, OSError) as error:
        desk.tell(trouble(error), Mark.ERROR)
        return
    desk.tell(say("carry.explanations_done", 期=last_name(session), n=len(found.explanations)), Mark.DONE)
