"""The unit's commands on the way of a return: open a paper, ask to be enrolled, check, rehearse, file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from ui.cli.shared.base import DONE, REFUSED, progress
from ui.cli.shared.command import Answer, command
from ui.cli.shared.given import Folder, Moment, Person, now

if TYPE_CHECKING:
    from forms.papers.unit_key import Secret
    from forms.unit.filing import Filed
    from models.sheet.sheet import Sheet
    from models.workspace.unit_workspace import UnitWorkspace


@command("unit open")
def open_paper(folder: Folder, paper: Path, *, unit: str | None = None, by: str = "") -> Answer:
    """Open a pack, certificate, receipt, or the unit's own return; the kind of paper decides."""
    from forms.guards.plan_files import paper_at
    from forms.unit.open_paper import take_paper
    from ui.basics import folders

    taken = take_paper(folder, paper_at(paper), unit=unit, by=by)
    folders.remember(folder)
    return Answer({"kind": taken.kind, "unit": taken.unit, "code": taken.code, "data": str(folder)}, taken.lines)


@command("unit request")
def request(unit: UnitWorkspace, secret: Secret, at: Moment, by: Person, *, out: Path) -> Answer:
    """Write the request to be enrolled; makes the unit's key when there is none."""
    from forms.papers.enrolment import issue_request

    asked = issue_request(unit, secret, out, at=at, by=by)
    found = {"file": str(asked.file), "code": asked.code, "reissued": asked.reissued}
    return Answer(found, [str(asked.file), say("cli.code", 核对码=asked.code)])


@command("unit renew")
def renew(
    unit: UnitWorkspace,
    secret: Secret,
    at: Moment,
    by: Person,
    *,
    new: Path | None = None,
    new_token: Path | None = None,
    new_token_label: str = "",
    new_token_key: str = "",
    out: Path,
) -> Answer:
    """Make a new key, or take one on a token, that the old one signs for, and write the request to enrol it."""
    from forms.guards.guards import text_file
    from forms.seals.keys.token import TokenPin
    from forms.unit.renewal import renew_key

    passphrase = text_file(new).rstrip("\n") if new is not None else ""
    pin = TokenPin(module=new_token, pin=passphrase, token=new_token_label, key=new_token_key) if new_token else None
    asked = renew_key(unit, secret, out, at=at, by=by, new=pin or passphrase)
    found = {"file": str(asked.file), "code": asked.code, "reissued": asked.reissued}
    return Answer(found, [str(asked.file), say("cli.renewed", 核对码=asked.code)])


@command("unit check")
def check(unit: UnitWorkspace, *, period: str, from_: Path | None = None) -> Answer:
    """Check a sheet; leaves no trace."""
    from models.checks.run import run_checks
    from ui.cli.answers.findings import finding_lines, later_answer, sheet_answer
    from ui.cli.answers.sheet import sheet_of

    sheet = sheet_of(unit, period, from_)
    findings = run_checks(sheet)
    more, lines = later_answer(unit.store, sheet)
    found = {**sheet_answer(sheet, findings), **more}
    return Answer(found, [*finding_lines(findings), *lines], DONE if found["can_file"] else REFUSED)


@command("unit rehearse")
def rehearse(unit: UnitWorkspace, at: Moment, *, period: str, from_: Path | None = None) -> Answer:
    """Tell what the office would do with the sheet; leaves no trace."""
    from forms.unit.rehearsal import rehearse as play
    from forms.unit.rehearsal_texts import rehearsal_lines
    from ui.cli.answers.findings import later_answer
    from ui.cli.answers.sheet import sheet_of

    sheet = sheet_of(unit, period, from_)
    found = play(unit, sheet, at=at, progress=progress(say("rehearsal.ui.title")))
    told = found.received
    said: dict[str, object] = {
        "decision": told.decision.value,
        "revision": found.revision,
        "late": found.late,
        "reasons": [one.as_dict() for one in told.reasons],
        "seals": told.seals,
        "files": [{"name": name, "size": size} for name, size in found.sizes],
    }
    accepted = told.decision.value == "accepted"
    apart, lines = later_answer(unit.store, sheet)
    return Answer(said | apart, [*rehearsal_lines(unit, sheet, found), *lines], DONE if accepted else REFUSED)


@command("unit file")
def file(
    unit: UnitWorkspace,
    secret: Secret,
    by: Person,
    *,
    period: str,
    from_: Path | None = None,
    out: Path,
    reason: str = "",
) -> Answer:
    """Seal the sheet as the next revision and write its files; an unchanged one has its files written again."""
    from forms.unit.filing import clock_told, file_return
    from models.basics.errors import AppError
    from models.checks.run import run_checks
    from ui.cli.answers.evidence import given_by, named_evidence
    from ui.cli.answers.findings import finding_lines, later_answer, sheet_answer
    from ui.cli.answers.sheet import sheet_of

    sheet = sheet_of(unit, period, from_)
    named = named_evidence(sheet, from_)
    findings = run_checks(sheet)
    beside, later = later_answer(unit.store, sheet)
    told, hints = {**sheet_answer(sheet, findings), **beside}, clock_told(unit, period, now())
    given = given_by(unit, sheet, named, by) if from_ is not None else None
    shown = progress(say("cli.filing"))
    try:
        filed = file_return(unit, sheet, secret, out, reason=reason, by=by, given=given, progress=shown)
    except AppError as error:
        if error.code != "open_findings":
            raise
        return Answer(told, [*finding_lines(findings), *later, say("errors.open_findings", **error.facts)], REFUSED)
    done = _filed(filed, sheet)
    return Answer({**told, **done.found, "hints": list(hints)}, [*hints, *later, *done.lines])


def _filed(filed: Filed, sheet: Sheet) -> Answer:
    from models.returns.evidence import travel_of

    done, files = filed.filed, [str(path) for path in filed.files]
    travel = travel_of(done.evidence, sheet.plan, sheet.settings)
    found = {
        "revision": done.revision,
        "digest": done.digest,
        "files": files,
        "evidence": {"listed": len(travel.files), "size": travel.size, "inside": travel.inside},
        "reissued": filed.reissued,
    }
    said = say("cli.reissued" if filed.reissued else "cli.filed", 版次=done.revision, 摘要=done.digest)
    return Answer(found, [said, *files, *([travel.sentence()] if travel.files else [])])
