"""碳报: reads the arguments; opens the window, or runs a command (DESIGN §6)."""

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run the program and return its exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    from ui.cli import run

    return run(words)


if __name__ == "__main__":
    sys.exit(main())
