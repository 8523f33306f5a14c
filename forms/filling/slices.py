"""Slices as papers: giving a part of the sheet out as a plain workbook, taking many back at once, reminding.

A book is matched by its slice's id where it carries one, else by the supplier somebody names; what it says is read by
`forms.filling.import_book`, held against the others' answers by `models.filling.slices`, and kept in one transaction
for each book.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path

from forms.filling.import_book import read_file
from forms.filling.template import write_template
from forms.guards.guards import paper_bytes
from forms.wording.files import Progress, plain_name
from models.basics.errors import AppError
from models.basics.messages import say, sentence
from models.basics.period import format_time, in_file_name
from models.basics.records import dataclass
from models.filling.offer import Offer
from models.filling.proposal import Proposal, propose
from models.filling.slices import (
    Conflict,
    Gathered,
    Scope,
    Slice,
    Supply,
    conflicts_of,
    gather,
    rows_decided,
    slice_id,
    supplies_of,
    waiting,
)
from models.issued.again import act_of, has_issued, issue_again
from models.returns.file_names import readable_name
from models.sheet.sheet import Sheet
from models.workspace.act import ActKind, act
from models.workspace.unit_workspace import UnitWorkspace

MOST_BOOKS = 500
LONGEST_NAME = 40  # characters of a supplier's name: it stands in a file's name
WHY = "gathered"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBook:
    """What one book gave. `refused` is the sentence for a book that could not be used, "" for one that was."""

    file: Path
    supplier: str = ""
    slice: str = ""
    proposal: Proposal | None = None
    gathered: Gathered | None = None
    refused: str = ""


def _name_of(supplier: str) -> str:
    name = " ".join(supplier.split())
    if not name:
        raise AppError("slice_nobody")
    if len(name) > LONGEST_NAME:
        raise AppError("slice_name_long", n=LONGEST_NAME)
    return name


def give_out(
    workspace: UnitWorkspace,
    sheet: Sheet,
    supplier: str,
    scope: Scope,
    out: Path,
    *,
    until: datetime | None,
    at: datetime,
    filled: bool = False,
    by: str = "",
) -> tuple[Slice, Path]:
    """Write the workbook of a slice and remember whom it was given to.

    A part that was given to the same person before, and would say the same now, is written again as it is kept.
    Raises AppError("slice_empty") for a scope without anything, "slice_nobody" without a supplier,
    "slice_name_long" for a name no file should have.
    """
    if scope.empty:
        raise AppError("slice_empty")
    name = _name_of(supplier)
    if (again := _given_again(workspace, sheet, name, scope, until, filled=filled)) is not None:
        known, act_number = again
        return known, issue_again(workspace.store, act_number, out).paths[0]
    number = slice_id(sheet.unit_id, sheet.period_id, name, at)
    content = write_template(sheet, scope, supplier=name, slice_id=number, filled=filled, until=until)
    file = _free_name(workspace, sheet, name, out)
    made = Slice(id=number, supplier=name, scope=scope, until=until, made=at, file=plain_name(file))
    about = {"period": sheet.period_id, "supplier": name, "slice": number}
    why = say("record.why.slice", 谁=name, 报告期=sheet.plan.period_name(sheet.period_id))
    with act(workspace.store, by, ActKind.SLICE, why=why, about=about, out=out, files={made.file: content}) as done:
        workspace.store.slices.put(sheet.period_id, made)
    return made, done.paths[0]


def _given_again(
    workspace: UnitWorkspace, sheet: Sheet, supplier: str, scope: Scope, until: datetime | None, *, filled: bool
) -> tuple[Slice, int] | None:
    """Return the slice that would only be given again, with its act; None when the book would say anything else."""
    for known in reversed(workspace.store.slices.given(sheet.period_id)):
        if (known.supplier, known.scope, known.until) != (supplier, scope, until):
            continue
        number = act_of(workspace.store, ActKind.SLICE, slice=known.id)
        now = write_template(sheet, scope, supplier=supplier, slice_id=known.id, filled=filled, until=until)
        if number is not None and has_issued(workspace.store, number, now):
            return known, number
    return None


def _free_name(workspace: UnitWorkspace, sheet: Sheet, name: str, out: Path) -> str:
    """A file name no other slice of the period and no file there has: a second part takes nobody's place."""
    taken = {one.file for one in workspace.store.slices.given(sheet.period_id)}
    names = (name if n == 1 else f"{name}_{n}" for n in count(1))
    files = (say("slices.file", 单位=sheet.unit_name, 报告期=in_file_name(sheet.period_id), 科室=one) for one in names)
    return next(file for file in files if plain_name(file) not in taken and not (out / plain_name(file)).exists())


def take_back(
    workspace: UnitWorkspace,
    sheet: Sheet,
    paths: Sequence[Path],
    *,
    at: datetime,
    supplier: str = "",
    progress: Progress | None = None,
) -> tuple[TakenBook, ...]:
    """Take many filled books into the stored sheet; one that cannot be used stops none of the others.

    `supplier` names who filled books that do not say so themselves; without it that is their file's name. Raises
    AppError("period_filed") when the period is locked, "too_many_books".
    """
    if workspace.store.sheets.filed_digest(sheet.period_id) is not None:
        raise AppError("period_filed")
    answers = look_at(workspace, sheet, paths, at=at, supplier=supplier, progress=progress)
    store, period = workspace.store, sheet.period_id
    for one in answers:
        if one.gathered is not None:
            with gathering(workspace, period, one):
                if one.gathered.cells:
                    store.sheets.put_cells(period, one.gathered.cells, one.supplier, WHY)
                for register, rows in one.gathered.rows.items():
                    store.sheets.put_rows(period, register, rows, one.supplier, WHY)
                remember(workspace, period, one, at)
    return answers


def look_at(
    workspace: UnitWorkspace,
    sheet: Sheet,
    paths: Sequence[Path],
    *,
    at: datetime,
    supplier: str = "",
    progress: Progress | None = None,
) -> tuple[TakenBook, ...]:
    """Return what taking many books would do, and do nothing: two of them that disagree leave a place as it is.

    Raises AppError("too_many_books").
    """
    if len(paths) > MOST_BOOKS:
        raise AppError("too_many_books", n=MOST_BOOKS)
    read: list[tuple[Path, Offer | str]] = []
    for done, path in enumerate(paths):
        if progress:
            progress(done, len(paths))
        try:
            read.append((path, read_file(path, sheet)))
        except AppError as error:
            read.append((path, sentence(error)))
    answers = _gathered(workspace, sheet, read, at, supplier)
    if progress:
        progress(len(paths), len(paths))
    return answers


def _ahead(
    sheet: Sheet, read: Sequence[tuple[Path, Offer | str]], name_of: Callable[[Path, Offer], str], at: datetime
) -> list[Supply]:
    """What the books say where a figure stands already, before any of them is taken.

    A figure of one's own stays when two of the books disagree about it; a blank cell takes the first of them.
    """
    return [
        supply
        for path, offer in read
        if not isinstance(offer, str)
        for supply in supplies_of(propose(sheet, offer), name_of(path, offer), at, sheet.plan)
        if supply.place in sheet.cells
    ]


def _gathered(
    workspace: UnitWorkspace, sheet: Sheet, read: Sequence[tuple[Path, Offer | str]], at: datetime, supplier: str
) -> tuple[TakenBook, ...]:
    given = {one.id: one for one in workspace.store.slices.given(sheet.period_id)}

    def name_of(path: Path, offer: Offer) -> str:
        known = given.get(offer.slice)
        return known.supplier if known else supplier.strip() or offer.supplier or path.stem

    known = list(workspace.store.slices.supplies(sheet.period_id))
    own = _ahead(sheet, read, name_of, at)
    answers: list[TakenBook] = []
    for path, offer in read:
        if isinstance(offer, str):
            answers.append(TakenBook(file=path, refused=offer))
            continue
        name, proposal = name_of(path, offer), propose(sheet, offer)  # as the books before have left it
        found = gather(proposal, name, [*known, *own], at, sheet.plan)
        said = {(one.place, one.supplier) for one in found.supplies}
        known = [*(one for one in known if (one.place, one.supplier) not in said), *found.supplies]
        sheet = _with(sheet, found)
        answers.append(
            TakenBook(
                file=path,
                supplier=name,
                slice=offer.slice if offer.slice in given else "",
                proposal=found.proposal,
                gathered=found,
            )
        )
    return tuple(answers)


def _with(sheet: Sheet, found: Gathered) -> Sheet:
    """Return a sheet as it would be with what was gathered."""
    return replace(sheet, cells={**sheet.cells, **found.cells}, registers={**sheet.registers, **found.rows})


@contextmanager
def gathering(workspace: UnitWorkspace, period: str, answer: TakenBook) -> Iterator[None]:
    """Take one book in as one act, whose bytes are kept as they came. Raises OSError and as `paper_bytes` and `act`."""
    content = paper_bytes(answer.file)
    name = readable_name(answer.file)
    about = {"period": period, "supplier": answer.supplier, "slice": answer.slice, "file": name}
    why = say("record.why.gathered", 谁=answer.supplier, 报告期=workspace.plan.period_name(period))
    with act(workspace.store, answer.supplier, ActKind.GATHER, why=why, about=about):
        workspace.store.acts.keep_file(plain_name(name), content, None)
        yield


def remember(workspace: UnitWorkspace, period: str, answer: TakenBook, at: datetime) -> None:
    """Remember who answered what, for the next book that says something else; part of `gathering`."""
    supplies = answer.gathered.supplies if answer.gathered else ()
    workspace.store.slices.put_answer(period, answer.slice, answer.file.name, at, supplies)


def open_conflicts(workspace: UnitWorkspace, period: str) -> tuple[Conflict, ...]:
    """Return the places of a period about which suppliers disagree and nobody has decided."""
    return conflicts_of(workspace.store.slices.supplies(period))


def settle(workspace: UnitWorkspace, period: str, place: str, supplier: str | None, by: str) -> None:
    """Decide about a place: take one supplier's answer, or (None) leave what stands there now.

    Raises AppError("no_conflict") for a place nobody disputes, "no_such_supplier".
    """
    dispute = next((one for one in open_conflicts(workspace, period) if one.place == place), None)
    if dispute is None:
        raise AppError("no_conflict", 位置=place)
    store = workspace.store
    with store.transaction(by, "settled"):
        if supplier is not None:
            chosen = next((one for one in dispute.supplies if one.supplier == supplier), None)
            if chosen is None:
                raise AppError("no_such_supplier", 科室=supplier)
            if chosen.cell is not None:
                store.sheets.put_cells(period, {place: chosen.cell}, supplier, "settled")
            elif chosen.rows:
                rows = rows_decided(workspace.sheet(period), chosen)
                store.sheets.put_rows(period, chosen.register, rows, supplier, "settled")
        store.slices.settle(period, place)


def reminders(workspace: UnitWorkspace, period: str, now: datetime) -> dict[str, str]:
    """Return supplier → text to remind them with, for everybody who has not answered yet."""
    store, plan = workspace.store, workspace.at(period).plan
    unit, name = plan.unit_in(workspace.unit_id, period), plan.periods[period].name
    late: dict[str, str] = {}
    for one in waiting(store.slices.given(period), store.slices.answered(period)):
        key = "late" if one.until is not None and one.until < now else "due" if one.until is not None else "open"
        until = format_time(one.until) if one.until is not None else ""
        late[one.supplier] = say(
            f"slices.remind_{key}", 科室=one.supplier, 单位=unit, 报告期=name, 文件=one.file, 时=until
        )
    return late
