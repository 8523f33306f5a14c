"""Setting lines: every setting of an office, in the order of its groups; and what is asked of it and said elsewhere."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from models.basics.messages import say
from models.scoring.locking import rules_given
from models.settings.questions import open_questions, questions_elsewhere
from models.settings.settings import ASKED_AGAIN
from ui.office.asking import AskedField
from ui.office.session import OfficeSession
from ui.office.settings.line import SettingLine, one_of_table
from ui.office.settings.times import clock, contact, due_times, extensions
from ui.office.settings.values import overlap, parameters, targets, unit_groups, waivers

ELSEWHERE = "elsewhere"  # answered in the plan, when the office is founded, on another page
GROUPS = ("open", "due", "parameters", "overlap", "targets", "waivers", ELSEWHERE)


def setting_lines(session: OfficeSession) -> tuple[SettingLine, ...]:
    """Return every setting, in the order of the groups."""
    questions = open_questions(session.plan, session.settings)
    lines = (
        *due_times(session),
        clock(session),
        contact(session),
        *extensions(session),
        *parameters(session),
        *unit_groups(session),
        *overlap(session),
        *targets(session),
        *waivers(session),
        *_elsewhere(session),
    )
    return tuple(replace(one, question=questions[one.key]) if one.key in questions else one for one in lines)


def _elsewhere(session: OfficeSession) -> Iterator[SettingLine]:
    """What is asked of the office and answered elsewhere."""
    name = "" if session.name == say("papers.office_unnamed") else session.name
    version, scored = session.plan.version, rules_given(session.workspace)
    for one in questions_elsewhere(session.plan, session.settings, office=name, scored=scored):
        choices = {version: one.as_is} if one.open else {ASKED_AGAIN: say("settings.elsewhere.again")}
        answer = AskedField(name="value", words=say("office.keys.value"), text=next(iter(choices)), choices=choices)
        yield SettingLine(
            key=f"{ELSEWHERE}.{one.key}",
            group=ELSEWHERE,
            name=one.name,
            value=one.value,
            stands=(f"confirmed.{one.key}",),
            fields=(answer,) if one.confirmable else (),
            toml=partial(one_of_table, "confirmed", one.key) if one.confirmable else None,
            question=one.sentence if one.open else "",
        )
