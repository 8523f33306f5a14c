"""Receipt 回执 and 退回单: what the office answers for a paper, sealed, so that the unit's program can mark the cells.

A receipt says what was decided and why; it changes nothing at the unit by itself.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from forms.papers.answers import (
    APPROVED,
    ReceiptContent,
    approvals,
    came_words,
    due_answers,
    due_words,
    is_back,
    numbers_of,
)
from forms.papers.enrolment import WORKING_KEY, comes_from
from forms.papers.mailing import MailLine, mail_line, mailing_book
from forms.papers.paper import OpenedPaper, PaperKind, mark_of, seal_paper
from forms.papers.receipt_pages import ReceiptText, receipt_pages
from forms.papers.unit_key import remember_accepted
from forms.seals.keys import keys
from forms.wording.files import Progress, plain_name, write_files
from forms.wording.paper_texts import check_code, place_words
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import format_time, own_id
from models.basics.records import dataclass
from models.ledger.ledger import Decision
from models.ledger.queries import ASKING, Receipt, read_receipt
from models.proof.proof import head_of, require_sound
from models.store import FiledReturn, ReceiptRow
from models.store.office.records import IssuedRow
from models.workspace.act import ActKind, act, kept_bytes
from models.workspace.office_workspace import CONTACT, OfficeWorkspace
from models.workspace.unit_workspace import UnitWorkspace


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedReceipts:
    """Receipts written together: their files, and the list of who gets which with which words."""

    files: tuple[Path, ...] = ()
    mailing: Path | None = None
    reissued: bool = False  # nothing was due: what the unit was told and still stands, once more

    @property
    def receipts(self) -> tuple[Path, ...]:
        """The files without the lists that earlier ones went with."""
        return tuple(path for path in self.files if not _is_list(path.name))


def write_receipts(
    office: OfficeWorkspace,
    out: Path,
    passphrase: str,
    *,
    units: Sequence[str] = (),
    period: str | None,
    at: datetime,
    by: str,
    approved: bool = False,
    progress: Progress | None = None,
) -> IssuedReceipts:
    """Write every receipt that is due, one sealed PDF for each paper, with the list for the mails; note them as issued.

    `units`: those they are for, () for all. For units asked for by name, those that were issued and still stand are
    written again as they are kept, and so are the lists that went with them. All that is due is one act with one list.
    `approved`: the 审核结果 of what is in force, 认可 by whoever writes them. The list has a line for each receipt.
    """
    signer = keys.load_signer(office.folder / WORKING_KEY, passphrase)
    require_sound(office.store)
    find = approvals if approved else due_answers
    due = tuple(answer for unit in units or (None,) for answer in find(office, unit, period))
    standing = {} if approved else _standing(office, units, period, due)
    lists = _lists(office, standing)
    if not due:
        return _again(out, standing, lists)
    sealed, lines = _sealed(office, due, signer, at, progress)
    files = {name: content for name, (_, content) in sealed.items()}
    mailing = f"{say('papers.receipt.mailing')}_{lines[0].number}.xlsx"
    about = {"unit": units[0] if len(units) == 1 else "", "period": period or "", "n": len(files)}
    why = say("record.why.receipt", 编号=_numbers_said(due, lines), n=len(files))
    files[mailing] = mailing_book(lines, at)
    with act(office.store, by, ActKind.RECEIPT, why=why, about=about, out=out, files=files) as done:
        for name, (answer, content) in sealed.items():
            office.store.put_issued(issued_row(answer, name, content, at=at, by=by))
    again = write_files(out, {**standing, **lists})
    return IssuedReceipts(
        files=(*(path for path in done.paths if path.name != mailing), *again),
        mailing=next(path for path in done.paths if path.name == mailing),
    )


def _sealed(
    office: OfficeWorkspace, due: Sequence[ReceiptContent], signer: keys.Signer, at: datetime, progress: Progress | None
) -> tuple[dict[str, tuple[ReceiptContent, bytes]], list[MailLine]]:
    """File name → answer and its sealed PDF, and the line of the list for each; numbered in this order."""
    sealed: dict[str, tuple[ReceiptContent, bytes]] = {}
    numbers = {back: numbers_of(office, at, back=back) for back in (False, True)}
    lines = []
    for done, answer in enumerate(due):
        if progress is not None:
            progress(done, len(due))
        name = receipt_name(office, answer, at)
        if name in sealed:  # the same return under a second key, or two files that were rejected
            name = f"{name.removesuffix('.pdf')}_{(answer.file or answer.key)[:6]}.pdf"
        number = next(numbers[is_back(answer)])
        sealed[name] = answer, sealed_receipt(office, answer, signer, at, number=number)
        lines.append(mail_line(office, answer, name, number, at))
    return sealed, lines


def _numbers_said(due: Sequence[ReceiptContent], lines: Sequence[MailLine]) -> str:
    """The numbers of some answers, in words: 回执 and 退回单 are counted each by themselves."""
    said: list[str] = []
    for back in (False, True):
        numbers = [line.number for answer, line in zip(due, lines, strict=True) if is_back(answer) is back]
        said += [say("record.why.numbers", 首=numbers[0], 末=numbers[-1])] if len(numbers) > 1 else numbers
    return "、".join(said)


def issued_row(answer: ReceiptContent, name: str, content: bytes, *, at: datetime, by: str) -> IssuedRow:
    """Return the row that tells of an answer that was issued as a file."""
    return IssuedRow(
        digest=answer.told_of,
        unit=answer.unit,
        period=answer.period,
        decision=APPROVED if answer.approved else answer.decision,
        at=at,
        by=by,
        file=name,
        content=content,
    )


def _standing(
    office: OfficeWorkspace, units: Sequence[str], period: str | None, due: tuple[ReceiptContent, ...]
) -> dict[str, bytes]:
    """Name → bytes of the last answers to each paper of some units for which none is due."""
    issued = [row for unit in units for row in office.store.issued(unit, period)]
    last = {row.digest: row.at for row in issued}
    changed = {answer.told_of for answer in due}
    return {row.file: row.content for row in issued if row.at == last[row.digest] and row.digest not in changed}


def _lists(office: OfficeWorkspace, standing: Mapping[str, bytes]) -> dict[str, bytes]:
    """Name → bytes of the lists that were issued together with some receipts, oldest first.

    Raises AppError("issued_lost") when their bytes are not here.
    """
    acts = office.store.acts
    issued = [acts.files(row.number) for row in acts.rows(ActKind.RECEIPT)]
    together = [files for files in issued if standing.keys() & {file.name for file in files}]
    return {file.name: kept_bytes(office.store, file) for files in together for file in files if _is_list(file.name)}


def _is_list(name: str) -> bool:
    return name.startswith(f"{say('papers.receipt.mailing')}_")


def _again(out: Path, standing: Mapping[str, bytes], lists: Mapping[str, bytes]) -> IssuedReceipts:
    """Write receipts that still stand once more, and their lists: the last one as the list, earlier ones as files."""
    paths = write_files(out, {**standing, **lists})
    last = paths[-1] if lists else None
    return IssuedReceipts(files=tuple(path for path in paths if path != last), mailing=last, reissued=bool(standing))


def receipt_name(office: OfficeWorkspace, answer: ReceiptContent, at: datetime) -> str:
    """Return the file name of an answer: two papers of one revision have two, and a 退回单 is not called 回执."""
    unit = plain_name(office.unit_name(answer.unit, at.date()))
    kind = "returned" if is_back(answer) else "approved" if answer.approved else "receipt"
    what = f"{answer.unit}_{unit}_{own_id(answer.period)}_第{answer.revision}版_{say(f'papers.kind.{kind}')}"
    return f"{what}_{answer.digest[:6]}.pdf"


def sealed_receipt(
    office: OfficeWorkspace,
    answer: ReceiptContent,
    signer: keys.Signer,
    at: datetime,
    *,
    number: str = "",
    deadline: datetime | None = None,
) -> bytes:
    """Return the sealed page of an answer; a paper sent back by hand has a deadline."""
    office = office.at_or_here(answer.period)
    facts = _facts(office, answer, at, number, deadline)
    pages = receipt_pages(_text(office, answer, at, number, deadline))
    return seal_paper(PaperKind.RECEIPT, pages, facts, signer, at)


def _facts(
    office: OfficeWorkspace, answer: ReceiptContent, at: datetime, number: str, deadline: datetime | None
) -> dict[str, object]:
    """What is sealed of an answer."""
    plan = office.plan
    return {
        "form": "tanbao-receipt-1",
        "plan": {"id": plan.id, "version": plan.version, "digest": plan.digest},
        "unit": answer.unit,
        "period": own_id(answer.period),
        "revision": answer.revision,
        "digest": answer.digest,
        "decision": answer.decision,
        "registered": answer.registered.isoformat(),
        "issued": at.isoformat(),
        "reasons": list(answer.reasons),
        "record": head_of(office.store).words,
        "number": number,
        "office": office.store.get_text("office_name"),
        "contact": office.store.get_text(CONTACT),
        "marks": answer.marks,
        **({"file": answer.file} if answer.file else {}),
        **({"deadline": deadline.isoformat()} if deadline else {}),
    }


def _text(
    office: OfficeWorkspace, answer: ReceiptContent, at: datetime, number: str, deadline: datetime | None
) -> ReceiptText:
    """What is printed of an answer."""
    return ReceiptText(
        unit=office.unit_name(answer.unit, at.date()),
        period=office.plan.period_name(answer.period),
        revision=answer.revision,
        back=is_back(answer),
        next_step=_next_step(answer),
        marks=answer.marks,
        decision=say("papers.receipt.ruled_out" if _is_ruled_out(answer) else f"papers.decision.{answer.decision}"),
        registered=came_words(answer.registered, answer.channel),
        due=due_words(office, answer),
        reasons=[(place_words(office.plan, reason["item"]), str(reason["message"])) for reason in answer.reasons],
        digest=answer.digest,
        instead=answer.instead or "",
        mark=mark_of(office.store),
        number=number,
        record=head_of(office.store).words,
        deadline=format_time(deadline) if deadline else "",
        office=office.store.get_text("office_name"),
        contact=office.store.get_text(CONTACT),
        issued=at,
    )


def _next_step(answer: ReceiptContent) -> str:
    if answer.disputed and not is_back(answer):
        return "fork"  # nothing of it is settled, whatever this paper's own part in it
    if _is_ruled_out(answer):
        return "ruled_out" if answer.instead else "ruled_out_alone"
    return APPROVED if answer.approved else answer.decision


def _is_ruled_out(answer: ReceiptContent) -> bool:
    """True for a paper that nothing newer took the place of: a ruling put it aside."""
    return answer.instead is not None and answer.decision == Decision.SUPERSEDED


def _require_ours(workspace: UnitWorkspace, paper: OpenedPaper) -> None:
    """Raise AppError "other_office" for a paper that is not our office's, "other_units_paper" for another unit's."""
    root = workspace.store.get_value("root")
    if root is None or not comes_from(paper, root.encode()):
        raise AppError("other_office")
    if paper.facts.get("unit") != workspace.unit_id:
        raise AppError("other_units_paper", 单位=str(paper.facts.get("unit")))


def take_receipts(workspace: UnitWorkspace, paper: OpenedPaper, at: datetime, by: str = "") -> tuple[str, ...]:
    """Keep a receipt of our own return and return the lines to show; queries first.

    Raises AppError("other_office") for a seal that is not our office's, "other_units_paper".
    """
    _require_ours(workspace, paper)
    content = json.dumps(paper.facts, ensure_ascii=False, sort_keys=True).encode()
    try:
        said = read_receipt(content)  # what cannot be read back must not be kept: the desk reads it at every start
    except ValueError as error:
        raise AppError("paper_unknown") from error
    about = {"period": said.period, "digest": said.digest, "decision": said.decision.value}
    held = workspace.store.returns.filed()
    result = say(f"papers.decision.{said.decision.value}")
    facts = {"报告期": workspace.plan.period_name(said.period), "n": said.revision, "结果": result}
    why = say("record.why.opened_receipt", **facts)
    with act(workspace.store, by, ActKind.OPEN, why=why, about={"paper": "receipt", **about}):
        workspace.store.returns.put_receipt(
            ReceiptRow(
                digest=said.digest,
                period=kept_under(said, held),
                decision=said.decision.value,
                issued_at=said.issued,
                taken_at=at,
                content=content,
            )
        )
    if said.decision is Decision.ACCEPTED:
        remember_accepted(workspace.store, said.digest)
    queries = (f"{one.at or ''} {one.message}".strip() for one in said.remarks)
    elsewhere = () if not said.digest or said.digest in {one.digest for one in held} else (_elsewhere(said),)
    marks = (said.marks_said,) if said.marks else ()
    return (_received(said), *marks, *elsewhere, *queries)


def _received(said: Receipt) -> str:
    """What came: a receipt and what it says, or a 退回单, how much it asks and until when."""
    if said.decision not in ASKING:
        return say("desk.receipt", 结果=say(f"papers.decision.{said.decision}"))
    words = say("desk.sent_back", n=len(said.remarks))
    return words + say("desk.again_until", 时限=format_time(said.deadline)) if said.deadline else words


def _elsewhere(said: Receipt) -> str:
    """That a receipt is for a revision which is not here: of one unit's two PCs each gets its own."""
    return say("desk.receipt_elsewhere", n=said.revision, 码=" ".join(check_code(said.digest).split()[:2]))


def kept_under(said: Receipt, filed: Sequence[FiledReturn]) -> str:
    """Return the period a receipt belongs to here: its return may be kept under PLAN:period, papers say the own id."""
    return next((one.period for one in filed if one.digest == said.digest), said.period)
