"""Folders that are expensive to make are made once for all the processes of a test run, and copied by each test."""

import os
import time
from collections.abc import Callable
from pathlib import Path

BuiltOnce = Callable[[str, Callable[[Path], object]], Path]


def built_once(shared: Path, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder `name` under a folder all processes share, made by whoever comes first; the others wait.

    A maker that fails leaves a word for those who wait, so that nobody waits for a folder that never comes.
    """
    folder, done, failed = shared / name, shared / f"{name}.done", shared / f"{name}.failed"
    try:
        os.mkdir(folder)
    except FileExistsError:
        while not done.exists():
            if failed.exists():
                raise RuntimeError(f"{name} could not be made by another process") from None
            time.sleep(0.05)
        return folder
    try:
        make(folder)
    except BaseException:
        failed.touch()
        raise
    done.touch()
    return folder
