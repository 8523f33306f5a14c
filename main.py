"""碳报: reads the arguments; opens the window, or runs a command."""

import sys
from pathlib import Path

MACHINE_FAILED = 3
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


if __name__ == "__main__":
    if getattr(sys, "frozen", False):  # the packaged program starts itself again to open files from outside
        import multiprocessing

        multiprocessing.freeze_support()
    sys.exit(main())
