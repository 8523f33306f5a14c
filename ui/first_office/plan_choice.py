"""Plan choice: the plan an office is set up with, read from a folder, a file or a book; or what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from models.basics.records import dataclass
from models.office.first_office import OfficeChoices
from models.plan.load import SHIPPED, PlanProblems, load_plan, load_plan_bytes
from models.plan.plan import Plan
from models.plan.rows.problems import placed

if TYPE_CHECKING:
    from forms.plan_book.reader import PlanBook

SHOWN = 3  # problems of a plan that are named here
BOOK = ".xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChoice:
    """A plan and, of a book, its files as text (name → text); without a plan what is wrong, and the book to mark."""

    plan: Plan | None = None
    read: Mapping[str, str] = field(default_factory=dict)
    wrong: str = ""
    book: "PlanBook | None" = None


def chosen_before(choices: OfficeChoices) -> PlanChoice:
    """Return the plan that was chosen before the window was closed. Raises as `read_choice`."""
    if not choices.read:
        return read_choice(Path(choices.plan) if choices.plan else None)
    files = {name: text.encode() for name, text in choices.read.items()}
    try:
        return PlanChoice(plan=load_plan_bytes(files), read=choices.read)
    except PlanProblems as error:
        return _refused([placed(one.file, one.path, one.message) for one in error.problems])


def read_choice(source: Path | None) -> PlanChoice:
    """Return what a folder, file or book says as a plan, None for the shipped one.

    A book takes seconds. Raises OSError of the disk, AppError for what is no book.
    """
    if source is not None and is_book(source):
        return _of_book(source)
    try:
        return PlanChoice(plan=load_plan(source or SHIPPED))
    except PlanProblems as error:
        return _refused([placed(one.file, one.path, one.message) for one in error.problems])


def is_book(source: Path | None) -> bool:
    """True for a plan as an Excel book."""
    return source is not None and source.suffix.casefold() == BOOK


def _of_book(source: Path) -> PlanChoice:
    from forms.plan_book.reader import read_plan_file

    book = read_plan_file(source)
    if book.plan is None:
        return _refused([one.text for one in book.problems], book)
    return PlanChoice(plan=book.plan, read={name: content.decode() for name, content in book.files.items()})


def _refused(problems: Sequence[str], book: "PlanBook | None" = None) -> PlanChoice:
    first = "；".join(problems[:SHOWN])
    return PlanChoice(wrong=say("errors.plan_unreadable", n=len(problems), 问题=first), book=book)
