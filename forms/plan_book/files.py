"""Files: a plan on the disk — a folder, a file, a book, a pack that brings it; what is there is never written over."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from forms.guards.guards import paper_bytes, sniff
from forms.plan_book.layout import word
from forms.plan_book.reader import PlanBook, read_plan_file
from forms.plan_book.writer import write_plan_book
from forms.wording.files import plain_name
from models.basics.errors import AppError
from models.basics.records import dataclass
from models.plan.load import PlanProblems, Problem, load_plan_bytes, plan_files
from models.plan.looks.look import Look
from models.plan.looks.looks import looks_of
from models.plan.plan import Plan
from models.planning.source import plan_rows
from models.store.file.disk import write_files

BOOK = ".xlsx"
_BEGINNING = 1 << 12  # bytes by which a file tells what it is
_SHAPES: Mapping[str, str] = {  # how what a file is is read as a plan; nothing else can be one
    "pdf": "pdf", "other": "text", "empty": "text", "xlsx": "book", "xls": "book", "et": "book", "ods": "book",
    "locked": "book",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRead:
    """What was found where a plan was looked for: the plan and its files, or what is wrong with it; of a book the book.

    A plan that came in a pack is told: whoever has a pack may be a unit in the wrong place.
    """

    plan: Plan | None
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()
    book: PlanBook | None = None
    in_pack: bool = False

    @property
    def looks(self) -> tuple[Look, ...]:
        """What is worth a second look in the plan; of a book at its cells."""
        if self.book is not None:
            places = ((one.place, one.message) for one in self.book.looks)
            return tuple(Look(file=place.sheet, path=place.cell, message=message) for place, message in places)
        return looks_of(self.plan) if self.plan is not None else ()


def write_book(source: Path, out: Path) -> Path:
    """Write a plan as a book and return where it lies; `out` is its name, or a folder.

    Raises as `plan_source`, and OSError of the disk.
    """
    plan, files = plan_source(source)
    return keep_book(write_plan_book(plan_rows(files), plan), out, word("file", 方案=plain_name(plan.short_title)))


def keep_book(content: bytes, out: Path, name: str) -> Path:
    """Write a book under the name `out` says, or under `name` into that folder; one that is there keeps its name."""
    named = out.suffix.casefold() == BOOK
    folder = (out.parent if named else out).absolute()
    return write_files(folder, {out.name if named else name: content})[0]


def refuse_existing(out: Path) -> None:
    """Raise AppError("plan_folder_there") for a path where something lies: only a new folder is written."""
    if out.exists() or out.is_symlink():
        raise AppError("plan_folder_there", 目录=out)


def write_plan(files: Mapping[str, bytes], out: Path) -> Path:
    """Write the files of a plan into a new folder and return it. Raises AppError("plan_folder_there"), OSError."""
    refuse_existing(out)
    write_files(out.absolute(), files)
    return out.absolute()


def marked_copy(book: PlanBook, out: Path, at: datetime) -> Path:
    """Write a copy of a book with a comment at every problem, beside or under the name `out` says; return it."""
    return keep_book(book.marked(at), out, word("marked_file", 名=plain_name(Path(book.name).stem)))


def plan_source(path: Path) -> tuple[Plan, Mapping[str, bytes]]:
    """Return the plan at a path and its files. Raises PlanProblems; as `read_plan`."""
    found = read_plan(path)
    if found.plan is None:
        raise PlanProblems(found.problems)
    return found.plan, found.files


def read_plan(path: Path) -> PlanRead:
    """Return what a folder, a file, a book or a pack says as a plan, or everything that is wrong with it.

    Problems of a book have sheet and cell as file and path. Raises AppError for a file that is none of these, or that
    is damaged: "file_not_plan", as `read_plan_file`, `open_paper`; OSError.
    """
    shape = _shape(path)
    if shape in ("pdf", "text"):
        return _of_files(_files_in_pack(path) if shape == "pdf" else plan_files(path), in_pack=shape == "pdf")
    book = read_plan_file(path)
    told = tuple(Problem(file=one.place.sheet, path=one.place.cell, message=one.message) for one in book.problems)
    return PlanRead(plan=book.plan, files=book.files, problems=told, book=book)


def _shape(path: Path) -> str:
    """How a path is read, "text" a folder too, and what is not there. Raises AppError("file_not_plan")."""
    if not path.is_file():  # a pipe waits until somebody writes
        return "text"
    with path.open("rb") as file:
        shape = _SHAPES.get(sniff(file.read(_BEGINNING)))
    if path.suffix.casefold() == BOOK:
        return "book"  # who reads it says why it is none
    if shape is None:
        raise AppError("file_not_plan", 文件=path.name)
    return shape


def _files_in_pack(path: Path) -> Mapping[str, bytes]:
    from forms.papers.pack import plan_files_in
    from forms.papers.paper import PaperKind, open_paper

    try:
        paper = open_paper(paper_bytes(path))
    except AppError as error:
        if error.code != "paper_unknown":
            raise
        raise AppError("file_not_plan", 文件=path.name) from error
    if paper.kind is not PaperKind.PACK:
        raise AppError("file_not_plan", 文件=path.name)
    return plan_files_in(paper)


def _of_files(files: Mapping[str, bytes], *, in_pack: bool) -> PlanRead:
    try:
        return PlanRead(plan=load_plan_bytes(files), files=files, in_pack=in_pack)
    except PlanProblems as error:
        return PlanRead(plan=None, files=files, problems=error.problems, in_pack=in_pack)
