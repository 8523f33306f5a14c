"""`plan new`: the beginning of a plan from the common set, or next year's from an older one."""

from __future__ import annotations

from pathlib import Path

from models.basics.messages import say
from ui.cli.shared.base import FileOrFolder
from ui.cli.shared.command import Answer, command


@command("plan new")
def new(*, out: FileOrFolder, from_: Path | None = None, year: int = 0, id: str = "", title: str = "") -> Answer:
    """Write a new plan as a folder or, where `out` ends in .xlsx, as a book."""
    from forms.plan_book.files import BOOK, keep_book, plan_source, refuse_existing, write_plan
    from forms.plan_book.writer import write_plan_book
    from forms.wording.files import today
    from models.plan.load import PlanProblems, load_plan_bytes
    from models.planning.renew import from_template, next_year
    from models.planning.source import plan_rows, plan_toml
    from ui.cli.plan.check import problems_answer

    refuse_existing(out)
    book = out.suffix.casefold() == BOOK
    if from_ is None:
        made = from_template(year or today().year, title=title, id=id)
        if book:
            place = keep_book(write_plan_book(made.rows, None), out, out.name)
        else:
            place = write_plan(plan_toml(made.rows), out)
        return Answer({"file": str(place), "looks": []}, [say("plan_new.template_made", 位置=place)])
    try:
        _, files = plan_source(from_)
        made = next_year(plan_rows(files), id=id, title=title)
        plan = load_plan_bytes(written := plan_toml(made.rows))
    except PlanProblems as error:
        return problems_answer(error.problems)
    place = keep_book(write_plan_book(plan_rows(written), plan), out, out.name) if book else write_plan(written, out)
    looks = [{"path": path, "message": message} for path, message in made.looks]
    lines = [say("plan_new.made", 方案=plan.title, 位置=place)]
    lines += [say("looks.title", n=len(looks))] if looks else []
    return Answer({"file": str(place), "looks": looks}, [*lines, *(f"{path}：{text}" for path, text in made.looks)])
