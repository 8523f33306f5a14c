"""Proof: where a figure of the city comes from, as text for a letter or a sheet, where each column stays one."""

from collections.abc import Callable, Iterable
from datetime import datetime

from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time
from ui.look.signs import Sign
from ui.office.lists.rows import TableCell, TableRow
from ui.office.session import OfficeSession

STAMPED, HEAD = "▣", "#head"  # as rosters print it; how the key of the heads of what is unfolded ends


def proof_text(
    session: OfficeSession, heads: Iterable[str], rows: Iterable[TableRow], code: Callable[[str], str]
) -> str:
    """Return the lines of a figure: period and time, its own columns under their heads, then what it is made of.

    `code` gives the check code of the paper that the row with a key stands on, "" for none.
    """
    period = session.plan.periods[session.period_id].name
    when = format_time(datetime.now(PLAN_ZONE))
    lines = [say("office.summary.proof_head", 期=period, 时=when), _line(heads)]
    for row in rows:
        last = say("office.unit.code") if row.key.endswith(HEAD) else code(row.key)
        lines.append(_line((*map(_said, row.cells), *([last] if last else []))))
    return "\n".join(lines)


def _line(texts: Iterable[str]) -> str:
    return "\t".join(texts).rstrip("\t")


def _said(cell: TableCell) -> str:
    return cell.text or (STAMPED if cell.sign is Sign.STAMPED else "")
