"""What both desks' `duties` do: write duty lists, and tell them as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from models.basics.period import format_time
from models.filling.duties import DutyList, Owed, duty_list
from models.filling.duty_places import DutyPlace
from models.plan.plan import Table
from ui.cli.shared.command import Answer

if TYPE_CHECKING:
    from models.workspace.office_workspace import OfficeWorkspace
    from models.workspace.unit_workspace import UnitWorkspace


def write_lists(at: UnitWorkspace | OfficeWorkspace, units: tuple[str, ...], out: Path) -> Answer:
    """Write the duty lists of units, one file each."""
    from forms.papers.duty_list import write_duties
    from forms.papers.paper import mark_of
    from forms.wording.files import plain_name, write_files

    plan, mark = at.plan, mark_of(at.store)
    lists = [duty_list(plan, at.settings, unit) for unit in units]
    files = {
        plain_name(say("duties.file", 代码=one.unit_id, 单位=plan.unit_name(one.unit_id, plan.until))): write_duties(
            one, mark=mark
        )
        for one in lists
    }
    paths = [str(path) for path in write_files(out, files)]
    words = say("duties.written_one") if len(paths) == 1 else say("duties.written", n=len(paths))
    return Answer({"files": paths, "units": [duties_answer(one) for one in lists]}, [words, *paths])


def duties_answer(duties: DutyList) -> dict[str, object]:
    """Return a duty list as `--json` tells it."""
    return {
        "unit": duties.unit_id,
        "periods": [
            {"period": one.period, "due": format_time(one.due) if one.due else None, "tables": _ids(one.tables)}
            for one in duties.filings
        ],
        "blocks": [
            {
                "id": duty.block.id,
                "clause": duty.block.clause,
                "role": duty.role,
                "deliverables": [_owed(one) for one in duty.owed],
                "places": _places(duty.places),
            }
            for duty in duties.blocks
        ],
        "general": [_owed(one) for one in duties.general],
        "safeguards": [
            {"clause": measure.clause, "text": measure.text, "places": _places(places)}
            for measure, places in duties.safeguards
        ],
        "further": _places(duties.further),
    }


def _ids(tables: Iterable[Table]) -> list[str]:
    return [table.id for table in tables]


def _owed(owed: Owed) -> dict[str, object]:
    deliverable = owed.deliverable
    return {
        "id": deliverable.id,
        "text": deliverable.text,
        "kind": deliverable.kind,
        "own": owed.own,
        "units": list(deliverable.units),
        "places": _places(owed.places),
    }


def _places(places: Iterable[DutyPlace]) -> list[dict[str, object]]:
    return [
        {"place": p.id, "kind": p.kind.value, "name": p.name, "table": p.table, "periods": list(p.periods)}
        for p in places
    ]
