"""Given: what the command line supplies to a command by itself, and the shared options it reads for that.

The keys are the annotations a command writes: `office: OfficeWorkspace` opens the office's workspace for as long as the
command runs and adds `--data`.
"""

import os
from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

if TYPE_CHECKING:
    from forms.papers.unit_key import Secret
    from models.workspace.office_workspace import OfficeWorkspace
    from models.workspace.unit_workspace import UnitWorkspace

    Opened = TypeVar("Opened", OfficeWorkspace, UnitWorkspace)

Folder = Path  # where a workspace lies or is to be made; always absolute
Passphrase = str
Person = str  # who acts: `--by`, else the one the workspace knows; comes after the workspace
Moment = datetime  # when it happened: `--at`, else `Started`
Named = str | None  # who was named with `--by`, None = nobody
PlanNamed = bool  # `--plan` names one
Started = datetime  # when the command began, the same for all who ask


class SharedOption(NamedTuple):
    """A value made from shared options: option → its annotation, and the function that reads them."""

    options: Mapping[str, str]
    read: Callable[[Namespace], object]


def now() -> datetime:
    """Return the time of this machine in the zone of the plan."""
    from models.basics.period import PLAN_ZONE

    return datetime.now(PLAN_ZONE)


def _folder(arguments: Namespace) -> Folder:
    from ui.basics import folders

    return folders.workspace_folder(arguments.data)


def _office(arguments: Namespace) -> "OfficeWorkspace":
    arguments.workspace = office = _in_plan(_opened_office(arguments), arguments)
    return office


def _opened_office(arguments: Namespace) -> "OfficeWorkspace":
    from models.workspace.office_workspace import OfficeWorkspace
    from ui.basics import folders

    folder = _folder(arguments)
    opened = arguments.open.enter_context(OfficeWorkspace.open(folder))
    folders.remember(folder)
    return cast("OfficeWorkspace", opened)


def _maybe_office(arguments: Namespace) -> "OfficeWorkspace | None":
    """An office where `--data` names one: what is asked about plans alone needs no workspace."""
    if not arguments.data:
        return None
    arguments.workspace = office = _opened_office(arguments)
    return office


def _unit(arguments: Namespace) -> "UnitWorkspace":
    from models.workspace.unit_workspace import UnitWorkspace
    from ui.basics import folders

    folder = _folder(arguments)
    opened = arguments.open.enter_context(UnitWorkspace.open(folder))
    folders.remember(folder)
    arguments.workspace = unit = _in_plan(opened, arguments)
    return cast("UnitWorkspace", unit)


def _in_plan(workspace: "Opened", arguments: Namespace) -> "Opened":
    """The workspace in the plan that is named, else in the one the period of the command belongs to.

    Raises AppError("plan_not_named"), "unknown_period", and of a verb about one plan as `require_one_plan`; whatever
    is said from now on is said in that plan's words.
    """
    from models.basics.errors import AppError
    from models.basics.messages import in_words
    from models.versions.named import period_called, require_one_plan

    named, period = arguments.plan, getattr(arguments, "period", None)
    if arguments.verb.one_plan and not named and not period:
        require_one_plan(workspace.store)
    if period:
        arguments.period = period = period_called(workspace.store, period, named or "")
    view = workspace.in_plan(named) if named else workspace.at(period) if period else workspace
    if named and period and view.at(period).plan.id != named:
        raise AppError("unknown_period", 报告期=period, 可选="、".join(view.plan.periods))
    if view.scope:
        arguments.open.enter_context(in_words(view.plan.words))
    return view


def _passphrase(arguments: Namespace) -> Passphrase:
    """The passphrase from the file or the variable, never an argument. Raises AppError("passphrase_missing")."""
    from models.basics.errors import AppError

    if arguments.passphrase_file is not None:
        from forms.guards.guards import text_file

        return text_file(arguments.passphrase_file).rstrip("\n")
    found = os.environ.get("TANBAO_PASSPHRASE")
    if not found:
        raise AppError("passphrase_missing")
    return found


def _secret(arguments: Namespace) -> "Secret":
    """What opens the unit's key: the passphrase, or with `--token` the PIN and where the token is."""
    from forms.seals.keys.token import TokenPin

    secret = _passphrase(arguments)
    if arguments.token is None:
        return secret
    return TokenPin(
        module=arguments.token, pin=secret, token=arguments.token_label or "", key=arguments.token_key or ""
    )


def _person(arguments: Namespace) -> Person:
    from models.workspace.first_run import person_of

    return person_of(arguments.workspace.store, arguments.by)


def _moment(arguments: Namespace) -> Moment:
    return arguments.at or _started(arguments)


def _started(arguments: Namespace) -> Started:
    if not hasattr(arguments, "started"):
        arguments.started = now()
    return cast("Started", arguments.started)


_DATA = {"data": "Path | None"}
_WORKSPACE = {**_DATA, "plan": "str | None"}
_PASSPHRASE = {"passphrase_file": "Path | None"}
_TOKEN = {"token": "Path | None", "token_label": "str | None", "token_key": "str | None"}
GIVEN: Mapping[str, SharedOption] = {
    "OfficeWorkspace": SharedOption(_WORKSPACE, _office),
    "OfficeWorkspace | None": SharedOption(_DATA, _maybe_office),
    "UnitWorkspace": SharedOption(_WORKSPACE, _unit),
    "Folder": SharedOption(_DATA, _folder),
    "Passphrase": SharedOption(_PASSPHRASE, _passphrase),
    "Secret": SharedOption({**_PASSPHRASE, **_TOKEN}, _secret),
    "Person": SharedOption({"by": "str | None"}, _person),
    "Named": SharedOption({}, lambda arguments: arguments.by),
    "PlanNamed": SharedOption({}, lambda arguments: bool(arguments.plan)),
    "Moment": SharedOption({"at": "datetime | None"}, _moment),
    "Started": SharedOption({}, _started),
}
