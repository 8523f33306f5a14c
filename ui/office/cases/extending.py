"""Extending 延期: another due time for several units at once; who would be late then is seen before it is kept."""

from collections.abc import Sequence
from datetime import datetime

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.office.acts.many import ManyActs
from ui.office.asking import AskedField, FieldsDialog
from ui.office.cases.effect_line import EffectLine
from ui.office.doing import Said
from ui.office.page import OfficeParts
from ui.office.session import OfficeSession
from ui.office.settings.effect import settings_effect
from ui.office.settings.line import UNSAID, entry


def ask_extension(parts: OfficeParts, acts: ManyActs, units: Sequence[str]) -> FieldsDialog:
    """Open the dialog that gives each of the units another due time; not kept before its effect stood there."""
    session, effect = parts.session, EffectLine(parts.lane)

    def look(until: str, *, typing: bool = True) -> None:
        if until := until.strip():
            effect.look(until, lambda: settings_effect(session, _text(session, units, until)), str, typing=typing)
        else:
            effect.say(say("office.set.look_first"))

    def why_not(said: Said) -> str:
        if why := effect.why_not(said["until"]):
            look(said["until"], typing=False)
        return why

    def work(said: Said, _: Progress) -> str:
        from forms.office.office import keep_settings

        text = _text(session, units, said["until"], said["reason"], said["approved_by"])
        keep_settings(session.workspace, text, session.name_person(said["by"]), datetime.now(PLAN_ZONE))
        return said["until"]

    def done(until: str) -> None:
        parts.tell(say("office.many.extended", n=len(units), 时限=until), Mark.DONE)

    fields = [
        AskedField(name="until", words=say("office.set.time")),
        AskedField(name="reason", words=say("office.ask.reason"), reason=True),
        AskedField(name="approved_by", words=say("office.set.approved_by")),
        session.person_field,
    ]
    told = say("office.many.extend_effect", n=len(units))
    dialog = acts.asked("extend", told, fields, work, done, units, why_not=why_not)
    effect.say(say("office.set.look_first"))
    effect.changed.connect(lambda: dialog.primary.setEnabled(not (effect.looking or dialog.busy)))
    dialog.edits["until"].textEdited.connect(look)
    dialog.add(effect)
    dialog.open()
    return dialog


def _text(
    session: OfficeSession, units: Sequence[str], until: str, reason: str = UNSAID, approved_by: str = UNSAID
) -> str:
    """The extensions as the settings file has them, one for each unit; without grounds only their effect is seen."""
    keys = {"until": until, "reason": reason, "approved_by": approved_by}
    return "".join(entry("extension", period=session.period_id, unit=unit, **keys) for unit in units)
