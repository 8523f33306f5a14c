"""Changes: what differs between two returns of this unit, in the words of its window — place, before, now."""

from collections.abc import Iterable

from forms.book.text import decimal_of
from forms.wording.changes import about, words_at
from models.basics.addresses import CONTROL, split_address, split_row_address
from models.basics.errors import MachineError
from models.basics.messages import say
from models.basics.quantity import grouped
from models.returns.revisions import Difference, in_order
from models.sheet.sheet import Sheet
from models.workspace.drafts import Draft
from ui.basics.places import place_words
from ui.basics.texts import time_text
from ui.session.session import Session
from ui.tables.grids.cell_looks import shown_value

MOST_NAMED = 200  # changes of which it is said who made them: the history is asked for each
LONGEST = 40  # characters of what is said; an explanation may be a page long


def change_words(sheet: Sheet, one: Difference) -> str:
    """Return one difference as a line: the place in words, what stood there, what stands there now."""
    before, after = (_shown(sheet, one.address, text) for text in (one.before, one.after))
    return say("window.filing.draft_change", 处=_place(sheet, one.address), 前=before, 后=after)


def change_by_whom(session: Session, one: Difference) -> str:
    """Return a difference with who made it, and when, as far as the history tells it of the place."""
    words = change_words(session.sheet, one)
    try:
        last = session.history(one.address.removesuffix(CONTROL), 1)
    except MachineError:  # a stick that was pulled out: what differs is known all the same
        last = ()
    return say("window.seal.by", 改动=words, 时=time_text(last[0].at), 人=last[0].by) if last and last[0].by else words


def changes_told(session: Session, found: Iterable[Difference], most: int | None = None) -> list[str]:
    """Return differences, or the first `most`, as lines, as the desk goes through its places: figures first."""
    return [change_words(session.sheet, one) for one in in_order(found, session.sheet.addresses())[:most]]


def draft_changes_told(session: Session, draft: Draft) -> list[str]:
    """Return every difference to a 送审稿 as a line: what somebody changed, with who and when, then what follows."""
    changes, entered = draft.changes, in_order(draft.entered, session.sheet.addresses())
    following = [one for one in changes if one not in set(entered)]
    told = [change_by_whom(session, one) for one in entered[:MOST_NAMED]]
    told += [change_words(session.sheet, one) for one in entered[MOST_NAMED:]]
    told += [say("window.seal.following", n=len(following))] if following else []
    return told + changes_told(session, following)


def _place(sheet: Sheet, address: str) -> str:
    kind, at = about(sheet.plan, address)
    if kind:
        place = place_words(sheet, at) if at else say("window.place.whole")
        return say(f"window.place.{kind}", 处=place, 条=address.partition("@")[0])
    row = split_row_address(address)
    if row is not None and row.column:
        return say("window.place.field", 组=place_words(sheet, address), 栏=row.column)
    cell = address.removesuffix(CONTROL)
    return say("window.place.control", 处=place_words(sheet, cell)) if cell != address else place_words(sheet, address)


def _shown(sheet: Sheet, address: str, text: str) -> str:
    if not text:
        return say("window.banner.blank")
    parts, value = split_address(address.removesuffix(CONTROL)), decimal_of(text)
    item = sheet.plan.items.get(parts.item) if parts else None
    if item is not None and item.numeric and value is not None:
        return grouped(shown_value(item, value, sheet))
    said = text if split_row_address(address) else words_at(sheet.plan, address, text)
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"
