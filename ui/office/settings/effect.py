"""Settings effect: what would follow from settings, in one sentence, and their keeping, wherever they are typed."""

from collections.abc import Mapping
from datetime import datetime

from models.basics.messages import joined, say
from models.basics.period import PLAN_ZONE
from ui.basics.jobs import Progress
from ui.office.session import OfficeSession

SHOWN = 6  # indicators that are named


def settings_effect(session: OfficeSession, text: str) -> str:
    """Return what would follow from settings written as TOML: who would be late, which indicators would differ.

    Raises as `preview_text`.
    """
    from forms.office.previewing import preview_roster, preview_text

    changes, effects = preview_text(session.workspace, text)
    if not changes:
        return say("office.set.nothing")
    names, periods = session.plan.indicators, session.plan.periods
    parts = [
        say(f"office.set.{name}", 期=periods[period].name, 前=before, 后=after)
        for period, moved in preview_roster(session.workspace, text).items()
        for name, (before, after) in moved.items()
    ]
    parts += [
        f"{periods[one.period].name} {names[one.indicator].name} {one.before} → {one.after}" for one in effects[:SHOWN]
    ]
    parts += [say("office.case.more", n=len(effects) - SHOWN)] if len(effects) > SHOWN else []
    return say("office.set.effect", 影响=joined(parts) or say("office.set.no_effect"))


def keep_text(session: OfficeSession, text: str, said: Mapping[str, str], _: Progress) -> str:
    """Keep settings written as TOML. Raises AppError where they do not fit; the dialog or the form says why."""
    from forms.office.office import keep_settings

    office, by = session.workspace, session.name_person(said["by"])
    hints = keep_settings(office, text, by, datetime.now(PLAN_ZONE), document=said.get("document", ""))[1]
    return "　".join((say("office.set.kept"), *hints))
