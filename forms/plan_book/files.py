"""Files: a plan's book and a plan's folder on the disk; what is there already is never written over."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from forms.plan_book.layout import word
from forms.plan_book.pages import BookProblem
from forms.plan_book.reader import PlanBook, read_plan_file
from forms.plan_book.writer import write_plan_book
from forms.wording.files import plain_name
from models.basics.errors import AppError
from models.plan.load import PlanProblems, Problem, load_plan_bytes, plan_files
from models.plan.looks.look import Look
from models.plan.looks.looks import looks_of
from models.plan.plan import Plan
from models.planning.source import plan_rows
from models.store.file.disk import write_files

BOOK = ".xlsx"


def write_book(source: Path, out: Path) -> Path:
    """Write a plan as a book and return where it lies; `out` is its name, or a folder.

    Raises PlanProblems, and OSError of the disk.
    """
    files = plan_files(source)
    plan = load_plan_bytes(files)
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
    """Return the plan at a path and its files.

    Raises PlanProblems, of a book with sheet and cell as file and path; AppError as `read_plan_file`.
    """
    if path.suffix.casefold() != BOOK:
        files = plan_files(path)
        return load_plan_bytes(files), files
    plan, book = _read(path)
    return plan, book.files


def looked_at(path: Path) -> tuple[Plan, tuple[Look, ...]]:
    """Return the plan at a path and what is worth a second look in it; raises as `plan_source`."""
    if path.suffix.casefold() != BOOK:
        plan = load_plan_bytes(plan_files(path))
        return plan, looks_of(plan)
    plan, book = _read(path)
    return plan, tuple(Look(file=one.place.sheet, path=one.place.cell, message=one.message) for one in book.looks)


def _read(path: Path) -> tuple[Plan, PlanBook]:
    book = read_plan_file(path)
    if book.plan is None:
        raise PlanProblems(_told(book.problems))
    return book.plan, book


def _told(found: Iterable[BookProblem]) -> tuple[Problem, ...]:
    return tuple(Problem(file=one.place.sheet, path=one.place.cell, message=one.message) for one in found)
