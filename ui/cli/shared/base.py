"""Base: exit codes, printing, progress."""

import sys
from collections.abc import Callable, Sequence

DONE, REFUSED, USAGE, MACHINE, BUG = range(5)


def show_json(answer: object) -> None:
    """Print one JSON document on stdout, and nothing else."""
    import json

    print(json.dumps(answer, ensure_ascii=False, indent=2))  # noqa: T201


def show(lines: Sequence[str]) -> None:
    """Print lines for a person."""
    for line in lines:
        print(line)  # noqa: T201


def progress(words: str) -> Callable[[int, int], None]:
    """Return a progress reporter that writes to stderr, in place on a terminal, sparsely elsewhere."""
    live, told = sys.stderr.isatty(), -1  # told: how many tenths

    def tell(done: int, of: int) -> None:
        nonlocal told
        if live:
            print(f"\r{words} {done}/{of}", end="" if done < of else "\n", file=sys.stderr, flush=True)  # noqa: T201
        elif (tenths := done * 10 // max(1, of)) != told:  # work may go on in steps longer than one
            told = tenths
            print(f"{words} {done}/{of}", file=sys.stderr, flush=True)  # noqa: T201

    return tell
