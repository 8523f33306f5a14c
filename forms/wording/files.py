"""Files: what papers are called, and how a set of them is written whole or not at all."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime

from models.basics.period import PLAN_ZONE
from models.returns.file_names import clean_name
from models.store.file.disk import write_files

Progress = Callable[[int, int], None]

__all__ = ("Progress", "name_by_content", "plain_name", "today", "write_files")


def plain_name(name: str) -> str:
    """Return a name, or a file's with its ending, as every system can hold it: what no file is called is left out."""
    return clean_name("".join(ch for ch in name if ch not in '\\/:*?"<>|'))


def name_by_content(stem: str, *contents: bytes) -> str:
    """Return a stem with six characters of the SHA-256 of what it names, so that other content has another name."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(content)
    return f"{stem}_{digest.hexdigest()[:6]}"


def today() -> date:
    """Return today's date in the plan's time zone."""
    return datetime.now(PLAN_ZONE).date()
