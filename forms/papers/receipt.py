"""Receipt 回执 and 退回单: what the office answers for a paper, sealed, so that the unit's program can mark the cells.

A receipt says what was decided and why; it changes nothing at the unit by itself. Source: DESIGN §1.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from forms.papers.enrolment import WORKING_KEY, comes_from
from forms.papers.pages import receipt_pages
from forms.papers.paper import Kind, Paper, mark_of, seal_paper
from forms.seals.keys import keys
from forms.wording.files import plain_name
from forms.wording.paper_texts import place_words
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import format_time
from models.ledger.ledger import LineState
from models.ledger.queries import read_receipt
from models.store import IssuedRow, PaperRow, ReceiptRow
from models.workspace.act import Kind as Act
from models.workspace.act import act
from models.workspace.proof import head_of, require_sound
from models.workspace.workspace import OfficeWorkspace, UnitWorkspace


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be said of one paper now."""

    row: PaperRow
    decision: str
    reasons: tuple[dict[str, Any], ...]


def due_answers(office: OfficeWorkspace, unit: str | None, period: str | None) -> Iterator[Answer]:
    """Yield the papers whose decision the unit has not been told yet, as the line stands now."""
    told = {(row.digest, row.decision) for row in office.store.issued(unit, period)}
    lines: dict[tuple[str, str], LineState] = {}
    for row in office.store.papers(unit, period):
        place = (row.unit, row.period)
        line = lines.get(place) or lines.setdefault(place, office.line(*place))
        decision = line.decisions.get((row.digest, row.key))
        if decision is not None and (row.digest, decision.value) not in told:
            yield Answer(row, decision.value, tuple(json.loads(row.reasons)))


def write_receipts(
    office: OfficeWorkspace, out: Path, passphrase: str, *, unit: str | None, period: str | None, at: datetime, by: str
) -> tuple[Path, ...]:
    """Write every receipt that is due, one sealed PDF for each paper, and note them as issued."""
    signer = keys.load_signer(office.folder / WORKING_KEY, passphrase)
    require_sound(office.store)
    due = tuple(due_answers(office, unit, period))
    if not due:
        return ()
    sealed: dict[str, tuple[Answer, bytes]] = {}
    for answer in due:
        name = receipt_name(office, answer, at)
        if name in sealed:  # the same return under a second key
            name = f"{name.removesuffix('.pdf')}_{answer.row.key[:6]}.pdf"
        sealed[name] = answer, sealed_receipt(office, answer, signer, at)
    files = {name: content for name, (_, content) in sealed.items()}
    about = {"unit": unit or "", "period": period or "", "n": len(files)}
    with act(office.store, by, Act.RECEIPT, about=about, out=out, files=files) as done:
        for name, (answer, content) in sealed.items():
            row = answer.row
            office.store.put_issued(
                IssuedRow(
                    digest=row.digest,
                    unit=row.unit,
                    period=row.period,
                    decision=answer.decision,
                    at=at,
                    by=by,
                    file=name,
                    content=content,
                )
            )
    return done.paths


def receipt_name(office: OfficeWorkspace, answer: Answer, at: datetime) -> str:
    """Return the file name of an answer: two papers of one revision have two, and a 退回单 is not called 回执."""
    row, plan = answer.row, office.plan
    unit = plain_name(plan.unit_name(row.unit, at.date()))
    kind = say("papers.kind.returned" if answer.decision in ("returned", "rejected") else "papers.kind.receipt")
    return f"{row.unit}_{unit}_{row.period}_第{row.revision}版_{kind}_{row.digest[:6]}.pdf"


def sealed_receipt(
    office: OfficeWorkspace, answer: Answer, signer: keys.Signer, at: datetime, *,
    number: str = "", deadline: datetime | None = None,
) -> bytes:  # fmt: skip
    """Return the sealed page of an answer; a paper sent back by hand has a number and a deadline."""
    row, plan = answer.row, office.plan
    facts = {
        "form": "tanbao-receipt-1", "unit": row.unit, "period": row.period, "revision": row.revision,
        "digest": row.digest, "decision": answer.decision, "registered": row.registered.isoformat(),
        "issued": at.isoformat(), "reasons": list(answer.reasons), "record": head_of(office.store).words,
        **({"number": number, "deadline": deadline.isoformat()} if deadline else {}),
    }  # fmt: skip
    reasons = [(place_words(plan, reason["item"]), str(reason["message"])) for reason in answer.reasons]
    pages = receipt_pages(
        unit=plan.unit_name(row.unit, at.date()), period=plan.periods[row.period].name, revision=row.revision,
        decision=say(f"papers.decision.{answer.decision}"), registered=format_time(row.registered),
        reasons=reasons, digest=row.digest, mark=mark_of(office.store), number=number,
        record=head_of(office.store).words,
        deadline=format_time(deadline) if deadline else "", office=office.store.get_value("office_name") or "",
    )  # fmt: skip
    return seal_paper(Kind.RECEIPT, pages, facts, signer, at)


def take_receipts(workspace: UnitWorkspace, paper: Paper, at: datetime, by: str = "") -> tuple[str, ...]:
    """Keep a receipt of our own return and return the lines to show; queries first.

    Raises AppError("other_office") for a seal that is not our office's, "other_units_paper".
    """
    root = workspace.store.get_value("root")
    if root is None or not comes_from(paper, root.encode()):
        raise AppError("other_office")
    facts = paper.facts
    if facts.get("unit") != workspace.unit_id:
        raise AppError("other_units_paper", 单位=str(facts.get("unit")))
    content = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()
    try:
        said = read_receipt(content)  # what cannot be read back must not be kept: the desk reads it at every start
    except ValueError as error:
        raise AppError("paper_unknown") from error
    about = {"period": said.period, "digest": said.digest, "decision": said.decision.value}
    with act(workspace.store, by, Act.OPEN, about={"paper": "receipt", **about}):
        workspace.store.returns.put_receipt(
            ReceiptRow(
                digest=said.digest,
                period=said.period,
                decision=said.decision.value,
                issued_at=said.issued,
                taken_at=at,
                content=content,
            )
        )
    queries = (f"{one.at or ''} {one.message}".strip() for one in said.remarks)
    return (say("desk.receipt", 结果=say(f"papers.decision.{said.decision}")), *queries)
