"""Share words: why a unit gives nothing to a figure, in the same words in the window and on every paper."""

from models.basics.messages import say
from models.ledger.roster import Roster

ABSENT = "absent"  # a share of a unit that has no return in force


def share_words(roster: Roster, unit: str, state: str) -> str:
    """Return in words the state of a share without a figure; of a unit without a return how it stands on the list."""
    if state == ABSENT:
        return say(f"todo.share.absent_{roster.waits.get(unit) or roster.standing(unit)}")
    return say(f"todo.share.{state or 'blank'}")
