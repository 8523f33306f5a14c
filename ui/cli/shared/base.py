"""Base: exit codes, answers, progress and passphrases of every command."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import parse_time
from models.store import Store
from models.workspace.person import person_of

DONE, REFUSED, USAGE, MACHINE, BUG = range(5)
Answer = object  # what `--json` prints
Command = Callable[[argparse.Namespace], int]


def show_json(answer: Answer) -> None:
    """Print one JSON document on stdout, and nothing else."""
    print(json.dumps(answer, ensure_ascii=False, indent=2))  # noqa: T201


def show(lines: Sequence[str]) -> None:
    """Print lines for a person."""
    for line in lines:
        print(line)  # noqa: T201


def answer(arguments: argparse.Namespace, found: Answer, lines: Sequence[str]) -> None:
    """Print the answer as JSON where it was asked for, else as lines."""
    if getattr(arguments, "json", False):
        show_json(found)
    else:
        show(lines)


def progress(words: str) -> Callable[[int, int], None]:
    """Return a progress reporter that writes to stderr, in place on a terminal, sparsely elsewhere."""
    live = sys.stderr.isatty()

    def tell(done: int, of: int) -> None:
        if live:
            print(f"\r{words} {done}/{of}", end="" if done < of else "\n", file=sys.stderr, flush=True)  # noqa: T201
        elif done == of or done % max(1, of // 10) == 0:
            print(f"{words} {done}/{of}", file=sys.stderr, flush=True)  # noqa: T201

    return tell


def passphrase(arguments: argparse.Namespace) -> str:
    """Return the passphrase from the file or the variable, never from an argument.

    Raises AppError("passphrase_missing") when neither is given.
    """
    path: Path | None = getattr(arguments, "passphrase_file", None)
    if path is not None:
        return path.read_text("utf-8").rstrip("\r\n")
    found = os.environ.get("TANBAO_PASSPHRASE")
    if not found:
        raise AppError("passphrase_missing")
    return found


def person(arguments: argparse.Namespace, store: Store) -> str:
    """Return who does it: the name given with `--by`, else the one the workspace knows (`models.workspace.person`)."""
    return person_of(store, arguments.by)


def moment(text: str) -> datetime:
    """Return the time an argument says. Raises argparse.ArgumentTypeError, which is wrong usage."""
    try:
        return parse_time(text)
    except AppError as error:
        raise argparse.ArgumentTypeError(say("cli.bad_time", 原文=text)) from error


def add_common(parser: argparse.ArgumentParser, *, data: bool = True, secret: bool = False) -> None:
    """Give a command the options that many share."""
    parser.add_argument("--json", action="store_true", help=say("cli.help.json"))
    if data:
        parser.add_argument("--data", type=Path, help=say("cli.help.data"))
        parser.add_argument("--by", metavar="NAME", help=say("cli.help.by"))
    if secret:
        parser.add_argument("--passphrase-file", type=Path, help=say("cli.help.passphrase_file"))
