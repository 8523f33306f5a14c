"""Base: exit codes, printing, progress, and where a command may write."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

DONE, REFUSED, USAGE, MACHINE, BUG = range(5)
FileOrFolder = Path  # what is written has this name where it ends as such a file does, else lies in this folder
FOLDERS = ("out", "second", "root")  # options that name a folder to write into, unless they are a FileOrFolder
_ENDINGS = (".xlsx", ".md")
_UNSEEN = (*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROLS = {one: f"〔U+{one:04X}〕" for one in _UNSEEN}


def show_json(answer: object) -> None:
    """Print one JSON document on stdout, and nothing else."""
    import json

    print(json.dumps(answer, ensure_ascii=False, indent=2))  # noqa: T201


def show(lines: Sequence[str]) -> None:
    """Print lines for a person; a control sign that somebody's text brings along is seen, and steers no terminal."""
    for line in lines:
        print(line.translate(_CONTROLS))  # noqa: T201


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


def refuse_file_in_the_way(place: Path, annotation: object) -> None:
    """Raise AppError("out_is_file") where a file lies at a place that is to be a folder, or above it.

    It is asked before anything is done: whatever a command makes it could not write there.
    """
    from models.basics.errors import AppError

    whole = place.absolute()
    named = str(annotation).startswith("FileOrFolder") and whole.suffix.casefold() in _ENDINGS
    for folder in whole.parents if named else (whole, *whole.parents):
        if os.path.lexists(folder) and not folder.is_dir():
            raise AppError("out_is_file", 路径=folder)
