"""Settings effect: what would follow from settings, in one sentence, wherever they are typed."""

from models.basics.messages import joined, say
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
