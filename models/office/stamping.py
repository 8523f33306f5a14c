"""Stamping 盖章件: the stamped paper of a return came to the office — its scan, or the paper itself on a shelf.

Matched by the 校验码 printed on every page; the scan's bytes are kept. A later note about the same return counts.
"""

import hashlib
from datetime import date, datetime

from models.basics.errors import AppError
from models.workspace.act import ActKind, act
from models.workspace.office_desk import StampedPaper, stamped_papers
from models.workspace.workspace import OfficeWorkspace


def note_stamped(
    office: OfficeWorkspace,
    digest: str,
    *,
    came_on: date,
    scan: bytes | None = None,
    name: str = "",
    copies: int = 1,
    shelf: str = "",
    at: datetime,
    by: str,
) -> StampedPaper:
    """Note that the stamped paper of a held return came on a day.

    Raises AppError("stamped_copies") for none, ("stamped_future") for a day that has not come.
    """
    if copies < 1:
        raise AppError("stamped_copies")
    if came_on > at.date():
        raise AppError("stamped_future", 日期=came_on.isoformat())
    row = office.store.papers_of(digest)[0]
    about: dict[str, object] = {
        "unit": row.unit,
        "period": row.period,
        "digest": digest,
        "came_on": came_on.isoformat(),
        "copies": copies,
        "shelf": shelf,
        "name": name,
        "sha256": hashlib.sha256(scan).hexdigest() if scan is not None else "",
    }
    with act(office.store, by, ActKind.STAMP, about=about):
        if scan is not None:
            office.store.acts.keep(scan)
    return stamped_papers(office)[digest]
