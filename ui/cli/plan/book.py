"""`plan to-xlsx` and `plan from-xlsx`: a plan as one Excel book, and a book as the folder of a plan."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from ui.cli.shared.base import REFUSED, FileOrFolder
from ui.cli.shared.command import Answer, command

if TYPE_CHECKING:
    from forms.plan_book.pages import BookProblem
    from forms.plan_book.reader import PlanBook


@command("plan to-xlsx")
def to_xlsx(file: Path | None = None, *, out: FileOrFolder) -> Answer:
    """Write a plan as a book; without a file, the shipped one."""
    from forms.plan_book.files import write_book
    from models.plan.load import SHIPPED, PlanProblems
    from ui.cli.plan.check import problems_answer

    try:
        made = write_book(file or SHIPPED, out)
    except PlanProblems as error:
        return problems_answer(error.problems)
    return Answer({"file": str(made)}, [say("cli.plan_book_made", 文件=made)])


@command("plan from-xlsx")
def from_xlsx(file: Path, *, out: Path, marked: FileOrFolder | None = None, at: datetime | None = None) -> Answer:
    """Write the plan of a book into a new folder; or tell every problem, and mark them in a copy of the book."""
    from forms.plan_book.files import marked_copy, refuse_existing, write_plan
    from forms.plan_book.reader import read_plan_file
    from models.basics.period import PLAN_ZONE

    refuse_existing(out)
    book = read_plan_file(file)
    if book.plan is None:
        copy = marked_copy(book, marked or out.parent, at or datetime.now(PLAN_ZONE))
        lines = [*(one.text for one in book.problems), say("cli.plan_bad", n=len(book.problems))]
        return Answer(
            {**_told(book), "folder": None, "marked": str(copy)}, [*lines, say("cli.plan_marked", 文件=copy)], REFUSED
        )
    made = write_plan(book.files, out)
    lines = [say("cli.plan_folder_made", 方案=book.plan.title, 目录=made)]
    lines += [say("looks.title", n=len(book.looks))] if book.looks else []
    lines += [one.text for one in book.looks]
    return Answer({**_told(book), "folder": str(made), "marked": None}, lines)


def _told(book: PlanBook) -> dict[str, object]:
    return {"problems": _places(book.problems), "looks": _places(book.looks)}


def _places(found: tuple[BookProblem, ...]) -> list[dict[str, str]]:
    return [{"sheet": one.place.sheet, "cell": one.place.cell, "message": one.message} for one in found]
