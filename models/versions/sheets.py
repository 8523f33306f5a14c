"""Sheets of held returns: a cache of those read last, because reading one is expensive.

What a unit filed for a period is read as an edit of what it filed for it before, so that checks ask again only what is
new in it (`Sheet.memory`).
"""

import hashlib
from collections import OrderedDict
from dataclasses import replace
from typing import TypeVar

from models.plan.plan import Plan
from models.returns.frozen import Thawed, thaw
from models.returns.known import known_return
from models.returns.returns import Return, parse_return
from models.settings.settings import Settings
from models.sheet.sheet import Sheet

Key = TypeVar("Key")
Kept = TypeVar("Kept")

_KEPT_SHEETS = 128
_SMALL = 4 << 20  # bytes of a return whose sheet is kept in memory
_sheets: OrderedDict[tuple[bytes, str, tuple[str, ...]], tuple[Settings, Sheet]] = OrderedDict()
_KEPT_PLACES = 64  # a unit and a period each
_last: OrderedDict[tuple[str, str], Thawed] = OrderedDict()


def sheet_from(
    content: bytes, plan: Plan, settings: Settings, known: Return | None = None, *, digest: str = ""
) -> Sheet:
    """Return the sheet of a held return; cached by content, plan and settings.

    `known`: what it says, once read; `digest`: of the bytes that were taken then, to see whether these still are they.
    """
    here = hashlib.sha256(content)
    key = (here.digest() + settings.version.to_bytes(4, "big"), plan.digest, tuple(plan.periods))
    kept = _sheets.get(key)
    if kept is not None and kept[0] == settings:
        _sheets.move_to_end(key)
        return kept[1]
    filed = known or (known_return(content) if here.hexdigest() == digest else parse_return(content))
    place = filed.unit, filed.period
    sheet = thaw(filed, plan, settings, like=_going_its_own_way(_last.get(place)))
    if len(content) <= _SMALL:
        _keep(_sheets, key, (settings, sheet), _KEPT_SHEETS)
        _keep(_last, place, Thawed(filed=filed, sheet=sheet), _KEPT_PLACES)
    return sheet


def _going_its_own_way(known: Thawed | None) -> Thawed | None:
    """A sheet whose memory what follows from it takes along and does not change: both may be asked in turn."""
    return known and replace(known, sheet=replace(known.sheet, cache=known.sheet.cache.copy()))


def _keep(kept: OrderedDict[Key, Kept], key: Key, one: Kept, most: int) -> None:
    kept[key] = one
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)
