"""Open paper: what the unit does with a paper it opens: a pack, a certificate, a receipt, its own return.

The kind of paper decides, never its name.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from forms.guards.guards import paper_bytes, sniff
from forms.opening.apart import Apart, texts_in
from forms.opening.opened import Opened
from forms.papers.enrolment import take_certificate
from forms.papers.pack import Pack, read_pack, refuse_other_office, take_pack
from forms.papers.paper import OpenedPaper, PaperKind, open_paper
from forms.papers.receipt import take_receipts
from forms.papers.unit_key import settle_renewal
from models.basics.addresses import COVER
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.basics.records import dataclass
from models.checks.explanations import fingerprint_of
from models.checks.run import run_checks
from models.ledger.decisions import Decision
from models.ledger.queries import ASKING, mark_taken
from models.plan.plan import Unit
from models.returns.evidence import presence_among
from models.returns.frozen import thaw
from models.returns.returns import Return
from models.sheet.cells import BLANK
from models.sheet.sheet import Sheet
from models.store import UnitStore, open_store
from models.store.office.office_store import OfficeStore
from models.store.unit.attaching import attach
from models.versions.held import stored_plan, stored_settings, unit_name_in
from models.versions.named import unknown_unit
from models.workspace.act import RESTORED, ActKind, act
from models.workspace.copied import settle
from models.workspace.first_run import is_untouched
from models.workspace.restoring import confirm, own_returns_unopened
from models.workspace.unit_workspace import UnitWorkspace

_NONE_HERE = {  # what is no paper at the office → what a unit is told of it, which expects no return from anybody
    "not_a_return": "not_for_a_unit", "file_is_docx": "unit_file_is_docx", "file_is_image": "unit_file_is_picture",
    "file_is_ofd": "unit_file_is_picture", "file_is_mail": "unit_file_is_mail", "file_cut": "unit_file_cut",
    "file_is_winmail": "unit_file_is_winmail",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What opening a paper did: its kind, the unit, the 核对码 where there is one to confirm, lines to show."""

    kind: str
    unit: str
    code: str | None
    lines: tuple[str, ...]
    period: str | None = None  # of a receipt or a return
    asks: bool = False  # a 退回单: something is to be done


def take_paper(folder: Path, content: bytes, *, unit: str | None, by: str) -> Taken:
    """Open a paper in a workspace folder. Raises AppError with the sentence for what does not fit."""
    if sniff(content) in ("zip", "rar", "7z"):  # papers lie in it as they are: one would be found, and called altered
        raise AppError("archive_to_unpack")
    try:
        paper = open_paper(content)
    except AppError as error:
        if error.code != "paper_unknown":
            raise
        return _take_own(folder, content, by)
    if paper.kind is PaperKind.PACK:
        return _take_pack(folder, read_pack(paper), unit, by)
    if paper.kind is PaperKind.REQUEST:
        raise AppError("paper_not_for_units")
    if paper.kind not in (PaperKind.RECEIPT, PaperKind.CERTIFICATE):
        raise AppError("paper_unknown")
    with UnitWorkspace.open(folder) as workspace:
        if paper.kind is PaperKind.RECEIPT:
            return _take_receipt(workspace, paper, by)
        with act(
            workspace.store, by, ActKind.OPEN, why=say("record.why.opened_certificate"), about={"paper": "certificate"}
        ):
            take_certificate(workspace.store, paper)
        settle_renewal(workspace.store, folder)
        return Taken(kind="certificate", unit=workspace.unit_id, code=None, lines=(say("desk.certificate"),))


def confirm_with_returns(folder: Path, returns: Sequence[Path], by: str = "") -> None:
    """Confirm what a restored workspace lacks, having taken in the unit's own returns that lay beside it.

    Raises as `take_paper`; an office takes its papers in by receiving them.
    """
    store = open_store(folder)
    if store is None:
        return
    with store:
        is_unit = isinstance(store, UnitStore)
    for path in returns if is_unit else ():
        take_paper(folder, paper_bytes(path), unit=None, by=by)
    with open_store(folder) or store as again:
        confirm(again, by)


def _take_pack(folder: Path, pack: Pack, named: str | None, by: str) -> Taken:
    store = open_store(folder)
    if store is None:
        if _chosen(pack, named) is None:
            raise AppError("unit_needed")
        with UnitStore.create(folder) as new:  # whose it is, is said in the act that keeps the pack
            taken = _keep_pack(new, pack, named, by)
            settle(new)
            return taken
    with store:
        if isinstance(store, OfficeStore):
            raise AppError("folder_in_use", 目录=folder)
        return _keep_pack(store, pack, named, by)


def _chosen(pack: Pack, named: str | None) -> Unit | None:
    """The unit somebody names for a pack, None when nobody named one. Raises AppError("unknown_unit")."""
    chosen = pack.plan.unit_named(named) if named else None
    if named and (chosen is None or chosen not in pack.plan.filing_units):
        raise unknown_unit(pack.plan, named)
    return chosen


def _keep_pack(store: UnitStore, pack: Pack, named: str | None, by: str) -> Taken:
    refuse_other_office(store, pack)
    chosen = _chosen(pack, named)
    if chosen is not None and store.unit_id not in (None, chosen.id):
        raise AppError("unit_is_other", 单位=unit_name_in(store, store.unit_id or "", pack.plan.issued))
    if store.unit_id is None and chosen is None:
        raise AppError("unit_needed")
    about = {"paper": "pack", "plan": pack.plan.digest, "settings": pack.settings.version}
    about |= {"keys": pack.keys.number} if pack.keys else {}
    said = {"方案": pack.plan.short_title, "版": pack.plan.version, "n": pack.settings.version}
    with act(store, by, ActKind.OPEN, why=say("record.why.opened_pack", **said), about=about):
        told = take_pack(store, pack, by)
        if store.unit_id is None and chosen is not None:
            store.belong_to(chosen.id)
    unit = store.unit_id or ""
    day = datetime.fromisoformat(pack.issued).date()
    lines = (
        say("desk.pack", 方案=pack.plan.title, 单位=pack.plan.unit_name(unit, day)),
        say("desk.confirm", 汇总单位=pack.office, 核对码=pack.code),
        *told,
    )
    return Taken(kind="pack", unit=unit, code=pack.code, lines=lines)


def _take_receipt(workspace: UnitWorkspace, paper: OpenedPaper, by: str) -> Taken:
    lines = take_receipts(workspace, paper, datetime.now(PLAN_ZONE), by)
    asks = Decision(str(paper.facts["decision"])) in ASKING
    period = str(paper.facts["period"])
    return Taken(kind="receipt", unit=workspace.unit_id, code=None, lines=lines, period=period, asks=asks)


def _take_own(folder: Path, content: bytes, by: str) -> Taken:
    """Take the unit's own return; of a file that is none at all it is said what a unit opens here."""
    try:
        return _take_return(folder, content, by)
    except AppError as error:
        if error.code not in _NONE_HERE:
            raise
        raise AppError(_NONE_HERE[error.code]) from error


def _take_return(folder: Path, content: bytes, by: str) -> Taken:
    """Take the unit's own return: a PC set up anew, or a paper from a second PC, continues its line."""
    with UnitWorkspace.open(folder) as workspace:
        return _continue_line(workspace, content, by)


def _continue_line(workspace: UnitWorkspace, content: bytes, by: str) -> Taken:
    opened = Apart(texts_in(workspace.store)).open(content)
    if opened.filed is None or opened.reasons:
        raise AppError("own_return_broken", 原因=opened.reasons[0].message if opened.reasons else "")
    filed = opened.filed
    if filed.unit != workspace.unit_id or opened.named_unit != workspace.unit_id:
        raise AppError("other_units_paper", 单位=_name(workspace, filed))
    if not workspace.store.plan_files(filed.plan_digest):
        raise AppError("own_return_other_version", 方案=filed.plan_id, 版本=filed.plan_version)
    filed = replace(filed, period=stored_plan(workspace.store, filed.plan_digest).kept(filed.period))
    known = {row.digest for row in workspace.store.returns.filed(filed.period)}
    about = {"paper": "return", "period": filed.period, "digest": filed.digest}
    why = say("record.why.opened_return", 报告期=workspace.plan.period_name(filed.period), n=filed.revision)
    with act(workspace.store, by, ActKind.OPEN, why=why, about=about):
        if filed.digest not in known:
            _keep(workspace, filed, opened.signed_at or datetime.now(PLAN_ZONE), by, first=not known)
        evidence = _take_evidence(workspace, opened, filed, by)
        if not own_returns_unopened(workspace.store):  # its own last return says what a restored store lacked
            workspace.store.put_value(RESTORED, "")
    words = say("desk.own_return", 版次=filed.revision, 报告期=filed.period)
    return Taken(kind="return", unit=workspace.unit_id, code=None, lines=(words, *evidence), period=filed.period)


def _take_evidence(workspace: UnitWorkspace, opened: Opened, filed: Return, by: str) -> tuple[str, ...]:
    """Attach what the paper carries to the return as a whole, and name what it only lists: the next revision says so.

    Where something is attached already, or the period is locked, nothing is added.
    """
    store, period = workspace.store, filed.period
    if not filed.evidence or store.evidence.attachments(period) or store.sheets.filed_digest(period) is not None:
        return ()
    for one in opened.evidence.values():
        attach(store, COVER, period, one.name, one.content, by)
    lines = [say("evidence.own_return", n=len(opened.evidence))] if opened.evidence else []
    lost = presence_among(filed.evidence, opened.evidence).missing
    if lost:
        lines.append(say("evidence.own_return_lacking", n=len(lost), 名单="、".join(lost)))
    return tuple(lines)


def _name(workspace: UnitWorkspace, filed: Return) -> str:
    return unit_name_in(workspace.store, filed.unit, workspace.plan.issued)


def _keep(workspace: UnitWorkspace, filed: Return, signed_at: datetime, by: str, *, first: bool) -> None:
    """Record the return; a sheet that is still empty is filled with what it says."""
    store = workspace.store
    empty = first and is_untouched(store, filed.period)
    with store.transaction(by, "own return"):
        store.returns.put(filed, signed_at, own=False)
        if empty:
            store.sheets.reopen(filed.period, by)
            plan = stored_plan(store, filed.plan_digest)
            _write(workspace, thaw(filed, plan, stored_settings(store, plan=plan.id)), by, "own return", filed.digest)


def replace_sheet(workspace: UnitWorkspace, sheet: Sheet, by: str) -> None:
    """Put a whole sheet in place of the stored one, in one transaction."""
    with workspace.store.transaction(by, "whole sheet"):
        if workspace.store.sheets.filed_digest(sheet.period_id) is not None:
            workspace.store.sheets.reopen(sheet.period_id, by)
        _write(workspace, sheet, by, "whole sheet")


def _write(workspace: UnitWorkspace, sheet: Sheet, by: str, why: str, digest: str = "") -> None:
    store, period = workspace.store, sheet.period_id
    gone = {address: BLANK for address in store.sheets.cells(period) if address not in sheet.cells}
    store.sheets.put_cells(period, {**gone, **sheet.cells}, by, why)
    for register in sheet.register_ids:
        store.sheets.put_rows(period, register, sheet.registers.get(register, ()), by, why)
    for key in store.sheets.explanations(period).keys() - sheet.explanations.keys():
        store.sheets.put_explanation(period, key, None, "", by)
    findings = run_checks(sheet) if sheet.explanations else ()
    for key, written in sheet.explanations.items():
        answered = [found for found in findings if key in found.keys]
        mark = fingerprint_of(key, answered) or mark_taken(key, sheet.plan, digest)
        store.sheets.put_explanation(period, key, written, mark, by)
