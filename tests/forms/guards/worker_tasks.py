"""Tasks for the worker under test: what an honest file and every bad one make of it."""

import gc
import os
import sys
import time
import weakref
from typing import Any

from forms.guards.worker import Ask
from models.basics.errors import AppError


def counted(content: bytes, facts: Any, ask: Ask) -> Any:
    """An honest task: its own process, what it was given, what it was told."""
    return {"process": os.getpid(), "bytes": content, "facts": facts, "told": ask(("what", 1))}


def loaded(content: bytes, facts: Any, ask: Ask) -> Any:
    """Which of some modules are loaded here."""
    return [name in sys.modules for name in facts]


class _Ring:
    """Garbage that only a look for it finds."""

    def __init__(self) -> None:
        self.itself = self


_RINGS: "weakref.WeakSet[_Ring]" = weakref.WeakSet()


def leaving_garbage(content: bytes, facts: Any, ask: Ask) -> Any:
    """A file that leaves so many rings behind: how many there are now, and how many objects no look goes through."""
    for _ in range(facts):
        _RINGS.add(_Ring())
    return len(_RINGS), gc.get_freeze_count()


def refused(content: bytes, facts: Any, ask: Ask) -> Any:
    """A file that is refused."""
    raise AppError("file_too_large", 文件="x", 上限=3)


def failing(content: bytes, facts: Any, ask: Ask) -> Any:
    """A bug of ours."""
    raise ZeroDivisionError


def endless(content: bytes, facts: Any, ask: Ask) -> Any:
    """A file that never ends, in code that lets nobody else run."""
    return sum(iter(int, 1))


def asleep(content: bytes, facts: Any, ask: Ask) -> Any:
    """A file that waits for something that never comes."""
    time.sleep(3600)


def asking_and_asleep(content: bytes, facts: Any, ask: Ask) -> Any:
    """The same, once it has said that it began."""
    ask("begun")
    time.sleep(3600)


def greedy(content: bytes, facts: Any, ask: Ask) -> Any:
    """A file that takes all the memory there is, bit by bit."""
    held = []
    while True:
        held.append(bytearray(8 << 20))


def crashing(content: bytes, facts: Any, ask: Ask) -> Any:
    """A file that a library of ours crashes on."""
    os._exit(9)


class Trojan:
    """What a process that was taken over might send."""

    def __reduce__(self) -> Any:
        return os.system, ("touch /tmp/never",)


def lying(content: bytes, facts: Any, ask: Ask) -> Any:
    """A file that has taken the worker over."""
    return Trojan()
