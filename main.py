"""碳报: reads the arguments; opens the window, or runs a command."""

import sys
from pathlib import Path

MACHINE_FAILED = 3
STARTED_AGAIN = {"--multiprocessing-fork", "-c"}  # words with which the packaged program starts itself again
INCOMPLETE = (
    "程序不完整，缺少“{}”；请重新安装，或用 python3 build/tasks.py run 启动。"  # no message file can be relied on here
)


def main(arguments: list[str] | None = None) -> int:
    """Run the program and return its exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        if words[:1] == ["--selftest"] and len(words) == 2:
            return _selftest(Path(words[1]))
        from ui.cli.run import run

        return run(words)
    except ModuleNotFoundError as error:
        if sys.stderr is not None:  # a program without a console has none
            print(INCOMPLETE.format(error.name), file=sys.stderr)  # noqa: T201
        return MACHINE_FAILED


def _selftest(out: Path) -> int:
    from ui.window.selftest import run

    return run(out)


def _serve_a_frozen_parent() -> None:
    """Open files from outside for the packaged program that started this one, if it did, and end.

    What PyInstaller has for that is loaded here (tanbao.spec puts it aside), since no other process has a use for it.
    """
    import multiprocessing
    from importlib import import_module

    import_module("pyi_rth_multiprocessing")
    multiprocessing.freeze_support()


if __name__ == "__main__":
    if getattr(sys, "frozen", False) and not STARTED_AGAIN.isdisjoint(sys.argv):
        _serve_a_frozen_parent()
    sys.exit(main())
