"""Files: what papers are called, and how a set of them is written whole or not at all."""

from collections.abc import Callable
from datetime import date, datetime

from models.basics.period import PLAN_ZONE
from models.store.file.disk import write_files

Progress = Callable[[int, int], None]

__all__ = ("Progress", "plain_name", "today", "write_files")


def plain_name(name: str) -> str:
    """Return a unit's name without what a file name cannot hold."""
    return "".join(ch for ch in name if ch not in '\\/:*?"<>|').strip()


def today() -> date:
    """Return today's date in the plan's time zone."""
    return datetime.now(PLAN_ZONE).date()
