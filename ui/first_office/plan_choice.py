"""Plan choice: the plan an office is set up with, read from a folder, a file or a book; or what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.records import dataclass
from models.office.first_office import OfficeChoices
from models.plan.load import SHIPPED, PlanProblems, load_plan_bytes
from models.plan.plan import Plan
from models.plan.rows.problems import placed

if TYPE_CHECKING:
    from forms.plan_book.reader import PlanBook

SHOWN = 3  # problems of a plan that are named here


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

    A book takes seconds. Raises OSError of the disk, AppError for what is no plan, "plan_is_pack".
    """
    from forms.plan_book.files import read_plan

    found = read_plan(source or SHIPPED)
    if found.in_pack and source is not None:
        raise AppError("plan_is_pack", 文件=source.name)
    if found.plan is None:
        return _refused([placed(one.file, one.path, one.message) for one in found.problems], found.book)
    read = found.files if found.book is not None else {}
    return PlanChoice(plan=found.plan, read={name: content.decode() for name, content in read.items()})


def takes_long(source: Path | None) -> bool:
    """True for a file that is read in the background: anything but TOML, a book for one."""
    return source is not None and source.is_file() and source.suffix.casefold() != ".toml"


def _refused(problems: Sequence[str], book: "PlanBook | None" = None) -> PlanChoice:
    first = "；".join(problems[:SHOWN])
    return PlanChoice(wrong=say("errors.plan_unreadable", n=len(problems), 问题=first), book=book)
