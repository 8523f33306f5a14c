"""Run: reads the arguments, runs one command, prints its answer, and gives each kind of failure its exit code.

0 done, 1 the person can act, 2 wrong usage, 3 the machine failed, 4 our bug. Wrong usage is what the words themselves
lack: they are no command, or leave open which plan, period, unit or way is meant. What they name and is not here (a
plan, unit, period, file), and what a person brings along beside them (a passphrase, a reason), is the person's: the
same words may do another time. Holds no rule.
"""

import errno
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.errors import AppError, MachineError
from models.basics.messages import by_command_line, choose_language, say, sentence
from models.basics.resources import PERSON
from ui.basics.folders import settings_folder
from ui.cli.shared.base import BUG, DONE, MACHINE, REFUSED, USAGE, show, show_json

if TYPE_CHECKING:
    from argparse import Namespace

NOT_SAID = frozenset(  # refusals of a command that leaves open what is meant: it is used wrongly
    (
        "period_of_several",
        "plan_of_several",
        "unit_needed",
        "chase_how",
        "return_how",
        "decision_of_what",
        "evidence_needs_place",
        "reissue_where",
    )
)


def run(words: Sequence[str]) -> int:
    """Run one command, or the window when there is none or only papers are given. Returns the exit code."""
    _speak_utf8()
    choose_language(None)
    PERSON.folder = settings_folder()
    if all(is_paper(word) for word in words):  # none, dropped on the icon, or 发送到: nothing that a parser has to read
        return _guarded(lambda: _window(None, [Path(word) for word in words]), as_json=False)
    from ui.cli.shared.parser import UsageError, build_parser

    try:
        arguments = build_parser(words).parse_args(list(words))
    except UsageError as error:
        print(error.usage, end="", file=sys.stderr)  # noqa: T201
        return _failed(str(error), "usage", USAGE, as_json="--json" in words)
    except SystemExit as stop:  # --help
        return int(stop.code or 0)
    if hasattr(arguments, "verb"):
        from forms.guards.usage import look_seldom_for_garbage

        look_seldom_for_garbage()  # the window sees to its own
        with by_command_line():
            return _guarded(partial(_answered, arguments), as_json="--json" in words)
    return _guarded(partial(_window, arguments.data), as_json="--json" in words)


def is_paper(word: str) -> bool:
    """True for the name of a file that is there; no command has an ending."""
    return bool(Path(word).suffix) and not word.startswith("-") and Path(word).is_file()


def _guarded(act: Callable[[], int], *, as_json: bool) -> int:
    """Do it, and give each kind of failure its exit."""
    try:
        return act()
    except (AppError, MachineError) as error:
        code = MACHINE if isinstance(error, MachineError) else USAGE if error.code in NOT_SAID else REFUSED
        return _failed(sentence(error), error.code, code, as_json=as_json)
    except BrokenPipeError:
        return _nobody_reads()
    except OSError as error:
        return _failed(_machine_words(error), "machine", MACHINE, as_json=as_json)
    except KeyboardInterrupt as stop:  # a command that keeps what it had done says so in it
        return _failed(str(stop) or say("cli.stopped"), "stopped", REFUSED, as_json=as_json)
    except ModuleNotFoundError:
        raise  # the program is incomplete: main says so
    except Exception:  # noqa: BLE001 - the one exit for our own bugs
        return _bug(as_json=as_json)


def _answered(arguments: "Namespace") -> int:
    """Run the verb; what it opened is closed before its answer is printed."""
    from ui.cli.shared.notice import notice_of_refusal, noticed

    with ExitStack() as arguments.open:
        try:
            answer, notice = noticed(arguments.verb.run(arguments), arguments)
        except AppError as error:
            _tell(notice_of_refusal(error, arguments))
            raise
    _tell(notice)  # not among the lines: what is written there may be a file for another command
    if arguments.json:
        show_json(answer.found)
    else:
        show(answer.lines)
    return int(answer.code)


def _tell(words: str) -> None:
    if words:
        print(words, file=sys.stderr)  # noqa: T201


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _window(data: Path | None, papers: Sequence[Path] = ()) -> int:
    from ui.start import quick_start

    quick_start.begin()
    from ui.window.app import run as run_window

    return run_window(data, papers)


def _nobody_reads() -> int:
    """The reader of our output has gone (`… | head`): nothing went wrong, and nothing more may be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _machine_words(error: OSError) -> str:
    from ui.basics.texts import reason_of

    if error.errno == errno.ENOSPC:
        return say("cli.disk_full", 文件=error.filename or "")
    return say("cli.machine", 文件=error.filename or "", 原因=reason_of(error))


def _failed(words: str, code: str, exit_code: int, *, as_json: bool) -> int:
    from ui.basics import journal

    journal.note("command", code=code, exit=exit_code)
    if as_json:
        show_json({"error": {"code": code, "message": words}})
    print(words, file=sys.stderr)  # noqa: T201
    return exit_code


def _bug(*, as_json: bool) -> int:
    """Save where we failed — never what was in the cells — and say where it lies."""
    import tempfile
    import traceback

    from ui.basics import journal

    report = "".join([*traceback.format_tb(sys.exc_info()[2]), f"{sys.exc_info()[0]}\n"])
    path = journal.keep_crash(report)
    if path is None:  # the person's own folder takes nothing: somewhere else
        with tempfile.NamedTemporaryFile("w", suffix=".txt", prefix="tanbao-", delete=False, encoding="utf-8") as file:
            file.write(report)
            path = Path(file.name)
    return _failed(say("cli.bug", 文件=path), "bug", BUG, as_json=as_json)
