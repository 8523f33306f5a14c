"""Moved: a row of 今天要办 for a period whose last notice says what is not so any more, until it is corrected."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from models.city.note import Note
from models.city.summary import Summary
from models.desk.changes import FigureChange, changes, facts_of
from models.todo.matters import Matter, MatterKind, basis_of
from models.workspace.office_workspace import OfficeWorkspace


def moved_since_notice(
    office: OfficeWorkspace, summary: Summary, arrived: Mapping[str, datetime], at: datetime | None
) -> Iterator[Matter]:
    """Yield one matter where figures or verdicts moved since the last notice of the summary's period.

    `arrived`: unit → when its paper in force came. Another paper, or a 更正通报, makes another matter of it, or none.
    """
    issued = [row for row in office.store.notices(summary.period) if at is None or row.at <= at]
    if not issued:
        return
    last, city = issued[-1], office.city(summary.period, at)
    found = changes(city, json.loads(last.facts), facts_of(city, summary))
    if found:
        came = [arrived[one.unit] for one in found if one.unit is not None and one.unit in arrived]
        yield Matter(
            kind=MatterKind.MOVED,
            period=summary.period,
            since=max(came, default=last.at),
            what=Note("todo.moved", {"编号": last.number, "n": len(found)}),
            follows=_verdicts(office, found),
            basis=basis_of(
                (str(last.number), *(f"{one.unit} {one.item} {one.indicator} {one.after}" for one in found))
            ),
        )


def _verdicts(office: OfficeWorkspace, found: tuple[FigureChange, ...]) -> Note:
    """Which verdicts are others now: by that somebody sees whether a correction is needed."""
    told = {one.indicator: one for one in found if one.judged_before != one.judged_after}
    if not told:
        return Note("todo.moved_verdicts_stand")
    words = (
        f"{office.plan.indicators[name].name} {one.judged_before}→{one.judged_after}" for name, one in told.items()
    )
    return Note("todo.moved_verdicts", {"评价": "；".join(words)})
