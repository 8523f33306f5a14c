"""Files: what papers are called, and how a set of them is written whole or not at all."""

import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from models.basics.period import PLAN_ZONE

Progress = Callable[[int, int], None]


def plain_name(name: str) -> str:
    """Return a unit's name without what a file name cannot hold."""
    return "".join(ch for ch in name if ch not in '\\/:*?"<>|').strip()


def write_files(out: Path, files: dict[str, bytes]) -> tuple[Path, ...]:
    """Write files all or none: each under a temporary name, synced, renamed. Raises OSError as the machine does."""
    out.mkdir(parents=True, exist_ok=True)
    written: list[tuple[Path, Path]] = []
    try:
        for name, content in files.items():
            rough = out / f".{name}.part"
            with rough.open("wb") as stream:
                written.append((rough, out / name))
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        for rough, path in written:
            rough.replace(path)
    finally:
        for rough, _ in written:
            rough.unlink(missing_ok=True)
    return tuple(path.absolute() for _, path in written)


def today() -> date:
    """Return today's date in the plan's time zone."""
    return datetime.now(PLAN_ZONE).date()
