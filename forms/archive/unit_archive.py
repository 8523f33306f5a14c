"""Unit archive: what a unit filed, drafted and was told for a period, for its own archive room."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from forms.archive.package import archive_bytes, issue_archive, nothing_to_archive
from forms.papers.paper import mark_of
from forms.wording.files import plain_name
from forms.wording.paper_texts import place_words
from models.basics.messages import in_words, say
from models.basics.period import format_time, in_file_name
from models.proof.proof import head_of, require_sound
from models.versions.named import require_period
from models.workspace.act import ActKind
from models.workspace.unit_workspace import UnitWorkspace

_KEPT = (ActKind.DRAFT, ActKind.SIGN, ActKind.FILE, ActKind.STAMP)  # acts whose files are papers of a period


def write_unit_archive(
    workspace: UnitWorkspace, period: str | None, out: Path, *, at: datetime, by: str
) -> tuple[Path, ...]:
    """Write the archive of a period, or of all: 送审稿, sealed returns, stamped scans, evidence, receipts, history.

    Raises AppError "unknown_period", "nothing_to_archive", "nothing_to_archive_here", "record_broken": it
    carries the head.
    """
    require_sound(workspace.store)
    plan = workspace.plan
    period = period and require_period(plan, period)
    with in_words(plan.words):
        files = dict(_files(workspace, (period,) if period else plan.periods))
        if not files:
            raise nothing_to_archive(workspace, period, lambda seen: any(_files(seen, seen.plan.periods)))
        name = plan.unit_name(workspace.unit_id, at.date())
        when = plan.periods[period].name if period else plan.short_title
        remarks = (
            say("papers.archive.made", 时间=format_time(at), 人=by),
            say("record.on_paper", 码=head_of(workspace.store).words),
        )
        content = archive_bytes(files, f"{name}　{when}", remarks, at, mark_of(workspace.store))
    of = in_file_name(period or plan.id)
    stem = f"{say('papers.archive.name')}_{workspace.unit_id}_{plain_name(name)}_{of}_{at:%Y%m%d-%H%M}"
    about = {"period": period or "", "n": len(files)}
    path = out / f"{stem}.zip"
    return issue_archive(workspace.store, path, content, about=about, by=by)


def _files(workspace: UnitWorkspace, periods: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for period in periods:
        yield from _files_of(workspace, period)


def _files_of(workspace: UnitWorkspace, period: str) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of everything kept of a period."""
    for group, name, content in (*_papers(workspace, period), *_beside(workspace, period)):
        if content is not None:
            yield f"{in_file_name(period)}/{say(f'papers.archive.{group}')}/{name}", content
    history = "".join(_history(workspace, period))
    if history:
        yield f"{in_file_name(period)}/{say('papers.archive.history')}.txt", history.encode()


def _papers(workspace: UnitWorkspace, period: str) -> Iterator[tuple[str, str, bytes | None]]:
    """Yield what was drafted and filed, as it was written then."""
    acts = workspace.store.acts
    numbers = {row.number for row in acts.rows() if row.kind in _KEPT and row.about.get("period") == period}
    for file in acts.files():
        if file.act in numbers:
            yield "returns", f"{file.act:04}_{file.name}", acts.content(file.sha256)


def _beside(workspace: UnitWorkspace, period: str) -> Iterator[tuple[str, str, bytes | None]]:
    """Yield stamped scans, evidence and what the receipts said."""
    evidence, returns = workspace.store.evidence, workspace.store.returns
    for filed in returns.filed(period):
        for scan in evidence.scans(filed.digest):
            yield "stamped", f"{scan.sha256[:8]}_{plain_name(scan.name)}", evidence.content(scan.sha256)
    for one in evidence.attachments(period):
        yield "evidence", f"{one.sha256[:8]}_{plain_name(one.name)}", evidence.content(one.sha256)
    for number, receipt in enumerate(returns.receipts(period), 1):
        yield "receipts", f"{number:02}_{receipt.digest[:6]}.json", receipt.content


def _history(workspace: UnitWorkspace, period: str) -> Iterator[str]:
    """Yield a line for each change of a cell of the period: where, when, who, from what to what, why."""
    sheet = workspace.sheet(period)
    for address in (*sheet.slots, *sheet.fields):
        for row in workspace.store.sheets.history(period, address):
            what = f"{row.before.text or '—'} → {row.after.text or '—'}"
            parts = (place_words(workspace.plan, address), format_time(row.at), row.by, what, row.why)
            yield "　".join(one for one in parts if one) + "\n"
