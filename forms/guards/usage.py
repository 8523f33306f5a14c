"""Usage: how much time and memory another process of ours takes, as far as the system says it without help.

And how much of it goes into looking for garbage, where one file after the other is opened: for a PDF a tenth, since
Python looks through modules and plan again and again, that stay.
"""

import gc
import os
import sys
from typing import Any

NOTHING = (0.0, 0)
_LONGEST = 4_096  # bytes of what the system says
_SELDOM = 5_000  # objects made, beyond those that went, until Python looks for garbage; 700 where nobody says


def used(process: Any) -> tuple[float, int]:  # noqa: ANN401 - a process of multiprocessing
    """Return (CPU seconds since it was started, bytes it holds); zeros where the system does not say."""
    try:
        return _on_windows(process.sentinel) if sys.platform == "win32" else _on_linux(process.pid)
    except (OSError, ValueError, IndexError, AttributeError):
        return NOTHING


def held(process: Any) -> int:  # noqa: ANN401
    """Return the bytes it holds alone, which is told in half the time: it is asked after each file that was opened."""
    if sys.platform == "win32":
        return used(process)[1]
    try:
        return int(_said(f"/proc/{process.pid}/statm").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return 0


def look_seldom_for_garbage() -> None:
    """Let Python look for garbage in this process less often: of one file there is little."""
    gc.set_threshold(_SELDOM, *gc.get_threshold()[1:])


def pass_over_what_stays() -> None:
    """Throw garbage away and let no later look go through what is left."""
    gc.collect()
    gc.freeze()


def _on_linux(pid: int) -> tuple[float, int]:
    fields = _said(f"/proc/{pid}/stat").rpartition(b")")[2].split()
    ticks, page = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
    return (int(fields[11]) + int(fields[12])) / ticks, int(fields[21]) * page


def _said(path: str) -> bytes:
    """What the system says in a file that is none."""
    number = os.open(path, os.O_RDONLY)
    try:
        return os.read(number, _LONGEST)
    finally:
        os.close(number)


def _on_windows(handle: int) -> tuple[float, int]:
    import ctypes
    from ctypes import wintypes

    class ProcessMemory(ctypes.Structure):
        _fields_ = [
            ("size", wintypes.DWORD),
            ("faults", wintypes.DWORD),
            *((name, ctypes.c_size_t) for name in ("peak", "working", "a", "b", "c", "d", "pagefile", "peak_pagefile")),
        ]

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    times = [wintypes.FILETIME() for _ in range(4)]
    memory = ProcessMemory(size=ctypes.sizeof(ProcessMemory))
    whose = wintypes.HANDLE(handle)
    if not kernel.GetProcessTimes(whose, *(ctypes.byref(one) for one in times)):
        return NOTHING
    spent = sum((one.dwHighDateTime << 32) + one.dwLowDateTime for one in times[2:])
    kernel.K32GetProcessMemoryInfo(whose, ctypes.byref(memory), memory.size)
    return spent / 1e7, max(memory.working, memory.pagefile)
