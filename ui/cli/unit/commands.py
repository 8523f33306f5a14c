"""The unit's commands: open a paper, make a request, check a sheet, file a return."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.addresses import COVER
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.basics.quantity import plain
from models.checks.findings import Finding, Outcome, blocking, explanation_of, unexplained
from models.checks.run import run_checks
from models.plan.plan import Level
from models.returns.evidence import travel_of
from models.sheet.cells import Cell
from models.sheet.sheet import Sheet
from models.workspace.workspace import UnitWorkspace
from ui.basics import folders
from ui.cli.shared.base import DONE, REFUSED, add_common, answer, person, progress
from ui.cli.shared.duties import add_unit_commands as add_duties
from ui.cli.shared.open import open_unit, sheet_of
from ui.cli.unit.evidence import Named, as_listed, named_evidence, replace_evidence
from ui.cli.unit.evidence import add_commands as add_evidence
from ui.cli.unit.registers import add_commands as add_registers
from ui.cli.unit.sheets import add_commands as add_sheets
from ui.cli.unit.slices import add_commands as add_slices
from ui.cli.unit.token import add_commands as add_tokens
from ui.cli.unit.token import add_options as add_token_options
from ui.cli.unit.token import key_secret

if TYPE_CHECKING:
    from forms.unit.filing import Given


def add_commands(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `unit open|request|check|file`."""
    unit = verbs.add_parser("unit", help=say("cli.help.unit"))
    found = unit.add_subparsers(required=True, metavar=say("cli.help.verb"))
    opened = found.add_parser("open", help=say("cli.help.unit_open"))
    opened.add_argument("paper", type=Path)
    opened.add_argument("--unit", help=say("cli.help.unit_id"))
    add_common(opened)
    opened.set_defaults(command=open_paper)
    request = found.add_parser("request", help=say("cli.help.unit_request"))
    request.add_argument("--out", type=Path, required=True)
    add_common(request, secret=True)
    add_token_options(request)
    request.set_defaults(command=make_request)
    tried = found.add_parser("rehearse", help=say("rehearsal.help"))
    tried.add_argument("--period", required=True)
    tried.add_argument("--from", dest="source", type=Path, help=say("cli.help.from"))
    add_common(tried)
    tried.set_defaults(command=rehearse_sheet)
    for name, command in (("check", check_sheet), ("file", file_sheet)):
        verb = found.add_parser(name, help=say(f"cli.help.unit_{name}"))
        verb.add_argument("--period", required=True)
        verb.add_argument("--from", dest="source", type=Path, help=say("cli.help.from"))
        add_common(verb, secret=name == "file")
        verb.set_defaults(command=command)
    verb.add_argument("--out", type=Path, required=True)
    verb.add_argument("--reason", default="")
    add_token_options(verb)
    add_evidence(found)
    add_sheets(found)
    add_slices(found)
    add_duties(found)
    add_registers(found)
    add_tokens(found)


def open_paper(arguments: argparse.Namespace) -> int:
    """Open a pack, certificate, receipt, or the unit's own return; the kind of paper decides."""
    from forms.guards.guards import paper_bytes
    from forms.unit.open_paper import take_paper

    folder = folders.workspace_folder(arguments.data)
    taken = take_paper(folder, paper_bytes(arguments.paper), unit=arguments.unit, by=arguments.by or "")
    folders.remember(folder)
    answer(arguments, {"kind": taken.kind, "unit": taken.unit, "code": taken.code, "data": str(folder)}, taken.lines)
    return DONE


def make_request(arguments: argparse.Namespace) -> int:
    """Write the request to be enrolled; makes the unit's key when there is none."""
    from forms.papers.enrolment import issue_request

    workspace = open_unit(arguments)
    now = datetime.now(PLAN_ZONE)
    by = person(arguments, workspace.store)
    path, request = issue_request(workspace, key_secret(arguments), arguments.out, at=now, by=by)
    answer(arguments, {"file": str(path), "code": request.code}, [str(path), say("cli.code", 核对码=request.code)])
    return DONE


def check_sheet(arguments: argparse.Namespace) -> int:
    """Check a sheet; leaves no trace."""
    workspace = open_unit(arguments)
    sheet = sheet_of(workspace, arguments.period, arguments.source)
    findings = run_checks(sheet)
    found = sheet_answer(sheet, findings)
    answer(arguments, found, finding_lines(findings))
    return DONE if found["can_file"] else REFUSED


def rehearse_sheet(arguments: argparse.Namespace) -> int:
    """Tell what the office would do with the sheet; leaves no trace."""
    from forms.unit.rehearsal import rehearse
    from forms.unit.rehearsal_texts import rehearsal_lines

    workspace = open_unit(arguments)
    sheet = sheet_of(workspace, arguments.period, arguments.source)
    found = rehearse(workspace, sheet, at=datetime.now(PLAN_ZONE), progress=progress(say("rehearsal.ui.title")))
    told = found.received
    said: dict[str, object] = {
        "decision": told.decision.value,
        "revision": found.revision,
        "late": found.late,
        "reasons": [one.as_dict() for one in told.reasons],
        "seals": told.seals,
        "files": [{"name": name, "size": size} for name, size in found.sizes],
    }
    answer(arguments, said, rehearsal_lines(workspace, sheet, found))
    return DONE if told.decision.value == "accepted" else REFUSED


def file_sheet(arguments: argparse.Namespace) -> int:
    """Seal the sheet as the next revision and write its files."""
    from forms.unit.filing import file_return, next_return, ready

    workspace = open_unit(arguments)
    secret = key_secret(arguments)
    sheet = sheet_of(workspace, arguments.period, arguments.source)
    named = named_evidence(sheet, arguments.source)
    findings = run_checks(sheet)
    try:
        ready(sheet)
        next_return(workspace, sheet, arguments.reason, test=False, evidence=as_listed(named))
    except AppError as error:
        if error.code != "open_findings":
            raise
        answer(
            arguments,
            sheet_answer(sheet, findings),
            [*finding_lines(findings), say("errors.open_findings", **error.facts)],
        )
        return REFUSED
    by = person(arguments, workspace.store)
    filed = file_return(
        workspace, sheet, secret, arguments.out, reason=arguments.reason, by=by,
        given=_given(workspace, sheet, named, by) if arguments.source is not None else None,
        progress=progress(say("cli.filing")),
    )  # fmt: skip
    files = [str(path) for path in filed.files]
    more: dict[str, object] = {"revision": filed.filed.revision, "digest": filed.filed.digest, "files": files}
    travel = travel_of(filed.filed.evidence, sheet.plan, sheet.settings)
    more["evidence"] = {"listed": len(travel.files), "size": travel.size, "inside": travel.inside}
    lines = [say("cli.filed", 版次=filed.filed.revision, 摘要=filed.filed.digest), *files]
    lines += [travel.sentence()] if travel.files else []
    answer(arguments, {**sheet_answer(sheet, findings), **more}, lines)
    return DONE


def _given(workspace: UnitWorkspace, sheet: Sheet, named: Named | None, by: str) -> "Given":
    """The sheet and evidence of `--from FILE`, to be kept in the act that files them."""
    from forms.unit.filing import Given
    from forms.unit.open_paper import replace_sheet

    def keep() -> None:
        replace_sheet(workspace, sheet, by)
        replace_evidence(workspace, sheet.period_id, named, by)

    contents = {file.sha256: file.content for _, file in named or ()}
    return Given(keep=keep, evidence=as_listed(named), contents=contents)


def sheet_answer(sheet: Sheet, findings: tuple[Finding, ...]) -> dict[str, object]:
    """Return a checked sheet as `unit check --json` tells it (DESIGN §6)."""
    shown = [f for f in findings if f.outcome is Outcome.BROKEN]
    counts = {
        level.name.lower(): sum(f.level is level for f in shown) for level in (Level.ERROR, Level.WARNING, Level.HINT)
    }
    counts["not_evaluated"] = len(findings) - len(shown)
    open_warnings = unexplained(findings, sheet.explanations)
    return {
        "unit": sheet.unit_id,
        "period": sheet.period_id,
        "can_file": not blocking(findings) and not open_warnings,
        "counts": counts,
        "cells": {address: _cell(sheet, address) for address in sheet.addresses()},
        "findings": [_finding(sheet, finding) for finding in findings],
    }


def _cell(sheet: Sheet, address: str) -> dict[str, object]:
    cell: Cell = sheet.cell(address)
    control = sheet.control(address)
    found: dict[str, object] = {
        "state": cell.state.value if cell.state else None,
        "value": cell.text or None,
        "raw": (control or cell).raw or None,
    }
    exact = None if address.startswith(f"{COVER}.") else sheet.exact(address) if address in sheet.slots else None
    if exact is not None and plain(exact) != cell.text:
        found["exact"] = plain(exact)
    if control is not None:
        found["control"] = control.text or control.raw
    if cell.note:
        found["note"] = cell.note
    return found


def _finding(sheet: Sheet, finding: Finding) -> dict[str, object]:
    written = explanation_of(finding, sheet.explanations)
    return {
        "check": finding.check.id,
        "level": finding.level.name.lower(),
        "outcome": finding.outcome.value,
        "item": finding.at,
        "message": finding.message,
        "values": dict(finding.values),
        "lacking": list(finding.lacking),
        "explained": written is not None,
        "clause": finding.check.clause,
    }


def finding_lines(findings: tuple[Finding, ...]) -> list[str]:
    """Return findings as lines for a person, grouped by consequence."""
    lines: list[str] = []
    for level in (Level.ERROR, Level.WARNING, Level.HINT):
        group = [f for f in findings if f.level is level and f.outcome is Outcome.BROKEN]
        if group:
            lines.append(say(f"cli.level.{level.name.lower()}", n=len(group)))
            lines += [f"  {f.message}（{f.at or ''}）" for f in group]
    unsure = sum(f.outcome is Outcome.NOT_EVALUATED for f in findings)
    return [*lines, say("cli.not_evaluated", n=unsure)] if unsure else lines
