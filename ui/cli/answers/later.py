"""Filed returns that contradict each other, of one unit: JSON as promised, and lines for a person."""

from collections.abc import Sequence

from models.sheet.sheet import Sheet
from models.workspace.contradicted import Contradicted, contradicted_by, to_look_at
from models.workspace.unit_workspace import UnitWorkspace
from ui.basics.later import again_words, later_words


def later_answer(unit: UnitWorkspace, sheet: Sheet) -> tuple[dict[str, object], list[str]]:
    """Return what later returns of a unit do not go with a sheet, and what of its own came to be contradicted."""
    later, again = contradicted_by(unit, sheet), to_look_at(unit, sheet.period_id)
    return {"later": _told(later), "look_again": _told(again)}, [*later_words(later), *again_words(again)]


def _told(found: Sequence[Contradicted]) -> list[dict[str, object]]:
    return [
        {
            "period": one.period.id,
            "beside": one.beside.id,
            "revision": one.filed.revision,
            "digest": one.filed.digest,
            "filed": one.filed.filed_at.isoformat(),
            "check": finding.check,
            "level": finding.level,
            "item": finding.at,
            "message": finding.message,
        }
        for one in found
        for finding in one.findings
    ]
