"""The office's register of papers: what is here, a file as it came, a correction of when and how it came."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from forms.office.references import digest_named
from forms.wording.files import plain_name, write_files
from models.basics.canonical import json_text
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import format_time, own_id
from models.basics.records import dataclass
from models.ledger.ledger import Decision
from models.office.desk_lists import refused_papers
from models.office.stamping import StampedPaper, stamped_papers
from models.sheet.explanation import require_line, require_reason
from models.store.office.records import CORRECTED, PaperRow, ReceptionRow, line_in_force
from models.versions.held import stored_plan
from models.workspace.act import ActKind, act
from models.workspace.office_workspace import OfficeWorkspace

STAMPED = "countersigned"  # the document's seal: the unit put its e-seal on it


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One held return: who sealed it with which key, what follows for it, when and how it came."""

    unit: str
    period: str
    revision: int
    digest: str
    fingerprint: str
    decision: Decision
    registered: datetime
    channel: str
    by: str
    forms: tuple[str, ...]  # "pdf", "xlsx"
    stamped: bool


def papers_here(office: OfficeWorkspace, unit: str | None, period: str | None) -> tuple[PaperLine, ...]:
    """Return the held returns of a unit (code or name), a period, both or all, as they came.

    Raises AppError "unknown_unit", "unknown_period".
    """
    if period is not None:
        office.check_period(period)
    only = office.require_unit(unit).id if unit is not None else None
    rows = office.store.papers(only, period)
    lines = {place: office.line(*place) for place in {(row.unit, row.period) for row in rows}}
    stamped = stamped_papers(office)
    return tuple(
        _line(office, row, lines[row.unit, row.period].decisions[row.digest, row.key], stamped) for row in rows
    )


def _line(office: OfficeWorkspace, row: PaperRow, decision: Decision, stamped: Mapping[str, StampedPaper]) -> PaperLine:
    came = [one for one in office.store.receptions(row.digest) if one.key == row.key]
    last = line_in_force(came, row.key)
    return PaperLine(
        unit=row.unit,
        period=row.period,
        revision=row.revision,
        digest=row.digest,
        fingerprint=row.key,
        decision=decision,
        registered=row.registered,
        channel=last.channel if last else "",
        by=last.by if last else "",
        forms=tuple(dict.fromkeys(form.kind for form in office.store.forms(row.digest) if form.key == row.key)),
        stamped=row.digest in stamped or any(json.loads(one.seals).get("document") == STAMPED for one in came),
    )


def export_paper(office: OfficeWorkspace, digest: str, out: Path) -> tuple[PaperRow | ReceptionRow, tuple[Path, ...]]:
    """Write the files of a return exactly as received into a folder, those that could not be received too.

    Of a digest under which both came, the files of the return are meant; one that was refused is then named by its own
    SHA-256. Raises AppError("no_such_digest"), "kept_altered" for a file that is not what was received any more.
    """
    refused = {key: came for came in refused_papers(office.store.receptions()) for key in _named_by(came)}
    papers = {row.digest for row in office.store.papers()}
    found = digest_named({*papers, *refused}, digest)
    if found in papers:
        row = office.store.papers_of(found)[0]
        kinds = [(form.kind, office.store.form_bytes(form.sha256)) for form in office.store.forms(found)]
        return row, write_files(out, _as_received(office, row, "", kinds))
    first = refused[found][0]
    files = [office.store.quarantined_bytes(one.sha256) for one in refused[found]]
    kept = [("pdf" if (content or b"").startswith(b"%PDF") else "xlsx", content) for content in files]
    return first, write_files(out, _as_received(office, first, say("papers.refused_file"), kept))


def _named_by(came: Sequence[ReceptionRow]) -> Iterator[str]:
    """The digests under which a refused paper is found: what it says it is, and what its files are."""
    yield str(came[0].digest)
    yield from (one.sha256 for one in came)


def _as_received(
    office: OfficeWorkspace, row: PaperRow | ReceptionRow, mark: str, kept: Iterable[tuple[str, bytes | None]]
) -> dict[str, bytes]:
    """The files under names that say whose they are; those of the same content once."""
    unit, period, digest = str(row.unit), str(row.period), str(row.digest)
    plan = stored_plan(office.store, row.plan) if isinstance(row, PaperRow) else office.at(period).plan
    stem = f"{unit}_{plain_name(plan.unit_in(unit, period))}_{own_id(period)}_第{row.revision}版{mark}_{digest[:6]}"
    files: dict[str, bytes] = {}
    for kind, content in kept:
        if content is not None and content not in files.values():
            same = sum(known.endswith(kind) for known in files)
            files[f"{stem}{f'_{same + 1}' if same else ''}.{kind}"] = content
    return files


def correct_reception(
    office: OfficeWorkspace,
    digest: str,
    *,
    registered: datetime | None,
    channel: str | None,
    handler: str | None = None,
    reason: str,
    by: str,
    at: datetime,
) -> ReceptionRow:
    """Correct when, how or through whom (`handler`) a return came: one more line of the register, the others stay.

    Returns that line; None keeps what stands there now. `by` is who corrects it. The correction that stands there, made
    once more, is no further line. Raises AppError "no_such_digest",
    "reason_missing", "reason_vague", "nothing_to_correct", "registered_future", "line_long".
    """
    found = digest_named((row.digest for row in office.store.papers()), digest)
    reason = require_reason(reason)
    if registered is None and channel is None and handler is None:
        raise AppError("nothing_to_correct")
    if registered is not None and registered > at:
        raise AppError("registered_future", 时间=format_time(registered))
    channel = channel if channel is None else require_line(channel, "field.channel")
    handler = handler if handler is None else require_line(handler, "field.handler")
    row, before = _registered(office, found)
    line = replace(
        _further(row, before),
        received_at=at,
        registered_at=registered or row.registered,
        channel=before.channel if channel is None else channel,
        by=before.by if handler is None else handler,
        reasons=json_text([{"check": "", "item": None, "message": reason, "by": by}]),
    )
    if replace(line, id=before.id, received_at=before.received_at) == before:
        return before
    with act(office.store, by, ActKind.RECEPTION, why=reason, about=_corrected(row, before, line)):
        office.store.put_reception(line)
        office.store.put_registered(found, line.registered_at)
    return line


def _registered(office: OfficeWorkspace, digest: str) -> tuple[PaperRow, ReceptionRow]:
    """The paper of a digest, and the line of the register that counts for it."""
    row = office.store.papers_of(digest)[0]
    line = line_in_force(office.store.receptions(digest), row.key)
    if line is None:  # a paper is kept together with its line
        raise AppError("no_such_digest")
    return row, line


def _further(row: PaperRow, before: ReceptionRow) -> ReceptionRow:
    """One more line about a paper, that says what the line before says and is a correction."""
    further = replace(before, id=0, decision=CORRECTED, seals="{}")
    return replace(further, key=row.key, unit=row.unit, period=row.period, revision=row.revision)


def _corrected(row: PaperRow, before: ReceptionRow, line: ReceptionRow) -> dict[str, object]:
    """What the record says of a correction: what stands there now, and what stood there where it was another."""
    changed = {"channel": (before.channel, line.channel), "handler": (before.by, line.by)}
    return {
        "digest": row.digest,
        "before": row.registered.isoformat(),
        "after": line.registered_at.isoformat(),
        "channel": line.channel,
        **{f"{name}_before": was for name, (was, now) in changed.items() if was != now},
        "handler": line.by,
    }
