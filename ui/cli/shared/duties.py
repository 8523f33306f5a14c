"""The commands for the 责任清单: a unit's own, and at the office those of all units."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import format_time
from models.filling.duties import DutyList, Owed, Place, duty_list
from models.plan.plan import Table
from models.workspace.workspace import OfficeWorkspace, UnitWorkspace
from ui.basics import folders
from ui.cli.shared.base import DONE, add_common, answer
from ui.cli.shared.open import open_unit


def add_unit_commands(found: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `unit duties`."""
    _verb(found, "duties.help_unit").set_defaults(command=unit_duties)


def add_office_commands(found: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `office duties`."""
    verb = _verb(found, "duties.help_office")
    verb.add_argument("--unit", help=say("duties.help_only"))
    verb.set_defaults(command=office_duties)


def _verb(found: "argparse._SubParsersAction[argparse.ArgumentParser]", words: str) -> argparse.ArgumentParser:
    verb = found.add_parser("duties", help=say(words))
    verb.add_argument("--out", type=Path, required=True)
    add_common(verb)
    return verb


def unit_duties(arguments: argparse.Namespace) -> int:
    """Write the duty list of the unit whose workspace this is."""
    workspace = open_unit(arguments)
    return _write(arguments, workspace, (workspace.unit_id,))


def office_duties(arguments: argparse.Namespace) -> int:
    """Write the duty list of every unit that files, or of one."""
    folder = folders.workspace_folder(arguments.data)
    office: OfficeWorkspace = arguments.open.enter_context(OfficeWorkspace.open(folder))
    folders.remember(folder)
    plan = office.plan
    units = tuple(unit.id for unit in plan.filing_units)
    if arguments.unit:
        named = plan.unit_named(arguments.unit)
        if named is None or named.id not in units:
            raise AppError("unknown_unit", 单位=arguments.unit)
        units = (named.id,)
    return _write(arguments, office, units)


def _write(arguments: argparse.Namespace, at: UnitWorkspace | OfficeWorkspace, units: tuple[str, ...]) -> int:
    from forms.papers.duty_list import write_duties
    from forms.papers.paper import mark_of
    from forms.wording.files import plain_name, write_files

    plan, mark = at.plan, mark_of(at.store)
    lists = [duty_list(plan, at.settings, unit) for unit in units]
    files = {
        plain_name(say("duties.file", 代码=one.unit_id, 单位=plan.units[one.unit_id].name)): write_duties(
            one, mark=mark
        )
        for one in lists
    }
    paths = [str(path) for path in write_files(arguments.out, files)]
    words = say("duties.written_one") if len(paths) == 1 else say("duties.written", n=len(paths))
    answer(arguments, {"files": paths, "units": [duties_answer(one) for one in lists]}, [words, *paths])
    return DONE


def duties_answer(duties: DutyList) -> dict[str, object]:
    """Return a duty list as `--json` tells it."""
    return {
        "unit": duties.unit_id,
        "periods": [
            {"period": one.period, "due": format_time(one.due) if one.due else None, "tables": _ids(one.tables)}
            for one in duties.filings
        ],
        "blocks": [
            {"id": duty.block.id, "clause": duty.block.clause, "role": duty.role,
             "deliverables": [_owed(one) for one in duty.owed], "places": _places(duty.places)}
            for duty in duties.blocks
        ],
        "general": [_owed(one) for one in duties.general],
        "safeguards": [
            {"clause": measure.clause, "text": measure.text, "places": _places(places)}
            for measure, places in duties.safeguards
        ],
        "further": _places(duties.further),
    }  # fmt: skip


def _ids(tables: Iterable[Table]) -> list[str]:
    return [table.id for table in tables]


def _owed(owed: Owed) -> dict[str, object]:
    deliverable = owed.deliverable
    return {
        "id": deliverable.id, "text": deliverable.text, "kind": deliverable.kind, "own": owed.own,
        "units": list(deliverable.units), "places": _places(owed.places),
    }  # fmt: skip


def _places(places: Iterable[Place]) -> list[dict[str, object]]:
    return [
        {"place": p.id, "kind": p.kind.value, "name": p.name, "table": p.table, "periods": list(p.periods)}
        for p in places
    ]
