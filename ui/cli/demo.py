"""`demo`: the whole chain with invented data, in a folder, with progress."""

import argparse
from pathlib import Path

from models.basics.messages import say
from ui.cli.shared.answers import reception_answer, status_answer, status_lines, summary_answer, summary_lines
from ui.cli.shared.base import DONE, answer, progress


def add_commands(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `demo`."""
    demo = verbs.add_parser("demo", help=say("cli.help.demo"))
    demo.add_argument("--out", type=Path, required=True, help=say("cli.help.out"))
    demo.add_argument("--seed", type=int, default=1, help=say("cli.help.seed"))
    demo.add_argument("--json", action="store_true", help=say("cli.help.json"))
    demo.set_defaults(command=show_demo)


def show_demo(arguments: argparse.Namespace) -> int:
    """Play the chain and tell roster and verdicts."""
    from forms.demo.demo import play

    played = play(arguments.out.absolute(), arguments.seed, progress(say("cli.demo_running")))
    found = {
        "out": str(arguments.out.absolute()),
        "status": status_answer(played.roster),
        "summary": summary_answer(played.summary),
        "received": [reception_answer(item) for item in played.received],
        "files": [str(path) for path in played.files],
    }
    lines = [*status_lines(played.roster, played.plan), "", *summary_lines(played.summary), ""]
    answer(arguments, found, [*lines, say("cli.demo_done", 目录=arguments.out.absolute())])
    return DONE
