"""A checked sheet and its findings: JSON as promised, and lines for a person."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from models.basics.addresses import COVER
from models.basics.messages import say
from models.basics.quantity import plain
from models.checks.findings import Finding, Outcome, blocking, explanation_of, unexplained
from models.plan.plan import Level
from models.sheet.cells import Cell
from models.sheet.sheet import Sheet

if TYPE_CHECKING:
    from models.store import UnitStore
    from models.versions.contradicted import Contradicted


def sheet_answer(sheet: Sheet, findings: tuple[Finding, ...]) -> dict[str, object]:
    """Return a checked sheet as `unit check --json` tells it."""
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
    from forms.wording.finding_texts import lacking_words

    written = explanation_of(finding, sheet.explanations)
    broken = finding.outcome is Outcome.BROKEN  # what its sentence says was found; of another nothing was
    return {
        "check": finding.check.id,
        "level": finding.level.name.lower(),
        "outcome": finding.outcome.value,
        "item": finding.at,
        "message": finding.message if broken else lacking_words(sheet, finding),
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


def later_answer(store: "UnitStore", sheet: Sheet) -> tuple[dict[str, object], list[str]]:
    """Return what later returns of a unit do not go with a sheet, and what of its own came to be contradicted."""
    from models.versions.contradicted import contradicted_by, to_look_at
    from ui.disagreement.words import again_words, later_words

    later, again = contradicted_by(store, sheet), to_look_at(store, sheet.period_id)
    return {"later": _contradicted(later), "look_again": _contradicted(again)}, [
        *later_words(later),
        *again_words(again),
    ]


def _contradicted(found: Sequence["Contradicted"]) -> list[dict[str, object]]:
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
