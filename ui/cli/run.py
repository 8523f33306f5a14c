"""The command line: the same program as the window, for scripts, tests and people without a screen.

Reads arguments, calls the rooms below, prints one JSON document or plain lines, and turns each kind of failure
into its exit code: 1 the person can act, 2 wrong usage, 3 the machine failed, 4 our bug. Holds no rule. DESIGN §6.
"""

import argparse
import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

from models.basics.errors import AppError, MachineError
from models.basics.messages import choose_language, say, sentence
from ui.cli.shared.base import BUG, DONE, MACHINE, REFUSED, USAGE, Command, show_json


class _Parser(argparse.ArgumentParser):
    """Argument errors in plain words, exit 2."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, say("cli.usage_error", 原因=message) + "\n")


def run(words: Sequence[str]) -> int:
    """Run one command, or the window when there is none. Returns the exit code."""
    _speak_utf8()
    choose_language(None)
    try:
        arguments = build_parser().parse_args(list(words))
    except SystemExit as stop:
        return int(stop.code or 0)
    command: Command | None = getattr(arguments, "command", None)
    try:
        with ExitStack() as arguments.open:
            return command(arguments) if command else _window(arguments)
    except (AppError, MachineError) as error:
        return _failed(arguments, sentence(error), error.code, REFUSED if isinstance(error, AppError) else MACHINE)
    except BrokenPipeError:
        return _nobody_reads()
    except OSError as error:
        return _failed(arguments, _machine_words(error), "machine", MACHINE)
    except KeyboardInterrupt:
        return _failed(arguments, say("cli.stopped"), "stopped", REFUSED)
    except ModuleNotFoundError:
        raise  # the program is incomplete: main says so
    except Exception:  # noqa: BLE001 - the one exit for our own bugs
        return _bug(arguments)


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _window(arguments: argparse.Namespace) -> int:
    from ui.window.app import run as run_window

    return run_window(arguments.data)


def _nobody_reads() -> int:
    """The reader of our output has gone (`… | head`): nothing went wrong, and nothing more may be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _machine_words(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return say("cli.disk_full", 文件=error.filename or "")
    return say("cli.machine", 文件=error.filename or "", 原因=os.strerror(error.errno) if error.errno else str(error))


def _failed(arguments: argparse.Namespace, words: str, code: str, exit_code: int) -> int:
    if getattr(arguments, "json", False):
        show_json({"error": {"code": code, "message": words}})
    print(words, file=sys.stderr)  # noqa: T201
    return exit_code


def _bug(arguments: argparse.Namespace) -> int:
    """Save where we failed — never what was in the cells — and say where it lies."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", prefix="tanbao-", delete=False, encoding="utf-8") as report:
        report.writelines(traceback.format_tb(sys.exc_info()[2]))
        report.write(f"{sys.exc_info()[0]}\n")
    return _failed(arguments, say("cli.bug", 文件=report.name), "bug", BUG)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of every command."""
    from ui.cli import demo as cli_demo
    from ui.cli import office as cli_office
    from ui.cli import plan as cli_plan
    from ui.cli import verify as cli_verify
    from ui.cli.unit import commands as cli_unit

    parser = _Parser(prog="main.py", description=say("cli.about"))
    parser.add_argument("--data", type=Path, help=say("cli.help.data"))
    verbs = parser.add_subparsers(metavar=say("cli.help.verb"), parser_class=_Parser)
    for part in (cli_demo, cli_plan, cli_office, cli_unit, cli_verify):
        part.add_commands(verbs)
    return parser
