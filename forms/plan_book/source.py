"""Source: a plan from whatever holds one — a folder, a TOML file or an Excel book."""

from collections.abc import Mapping
from pathlib import Path

from forms.plan_book.files import BOOK
from forms.plan_book.reader import read_plan_file
from models.plan.load import PlanProblems, Problem, load_plan_bytes, plan_files
from models.plan.plan import Plan


def plan_source(path: Path) -> tuple[Plan, Mapping[str, bytes]]:
    """Return the plan at a path and its files.

    Raises PlanProblems, of a book with sheet and cell as file and path; AppError as `read_plan_file`.
    """
    if path.suffix.casefold() != BOOK:
        files = plan_files(path)
        return load_plan_bytes(files), files
    book = read_plan_file(path)
    if book.plan is None:
        raise PlanProblems(tuple(Problem(one.place.sheet, one.place.cell, one.message) for one in book.problems))
    return book.plan, book.files
