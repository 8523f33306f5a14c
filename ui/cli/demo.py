"""`demo`: the whole chain with invented data, in a folder, with progress."""

from __future__ import annotations

from pathlib import Path

from models.basics.messages import say
from ui.cli.shared.base import progress
from ui.cli.shared.command import Answer, command


@command("demo")
def demo(*, out: Path, seed: int = 1, plan: Path | None = None, period: str = "") -> Answer:
    """Play the chain and tell roster and verdicts; figures are those of the plan's demo.toml, or made up."""
    from forms.demo.demo import play
    from forms.demo.first_page import write_first_page
    from models.plan.load import SHIPPED
    from ui.cli.answers.office import reception_answer, status_answer, status_lines, summary_answer, summary_lines

    folder = out.absolute()
    shown = progress(say("cli.demo_running"))
    played = play(folder, seed, shown, source=plan or SHIPPED, period=period)
    first = write_first_page(folder, played)
    found = {
        "out": str(folder),
        "status": status_answer(played.roster),
        "summary": summary_answer(played.summary),
        "received": [reception_answer(item) for item in played.received],
        "files": [str(path) for path in (*played.files, first)],
    }
    lines = [*status_lines(played.roster, played.plan), "", *summary_lines(played.summary, played.plan), ""]
    return Answer(found, [*lines, say("cli.demo_done", 目录=folder, 页=first.name)])
