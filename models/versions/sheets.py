"""Sheets of held returns: a cache of those read last, because reading one is expensive."""

import hashlib
from collections import OrderedDict

from models.plan.plan import Plan
from models.returns.frozen import thaw
from models.returns.returns import parse_return
from models.settings.settings import Settings
from models.sheet.sheet import Sheet

_KEPT_SHEETS = 128
_SMALL = 4 << 20  # bytes of a return whose sheet is kept in memory
_sheets: OrderedDict[tuple[bytes, str, tuple[str, ...]], tuple[Settings, Sheet]] = OrderedDict()


def sheet_from(content: bytes, plan: Plan, settings: Settings) -> Sheet:
    """Return the sheet of a held return; cached by content, plan and settings."""
    key = (hashlib.sha256(content).digest() + settings.version.to_bytes(4, "big"), plan.digest, tuple(plan.periods))
    kept = _sheets.get(key)
    if kept is not None and kept[0] == settings:
        _sheets.move_to_end(key)
        return kept[1]
    sheet = thaw(parse_return(content), plan, settings)
    if len(content) <= _SMALL:
        _sheets[key] = settings, sheet
        while len(_sheets) > _KEPT_SHEETS:
            _sheets.popitem(last=False)
    return sheet
