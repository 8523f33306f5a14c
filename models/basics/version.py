"""The program's own version and build, as papers, 关于, `--version` and the installer state them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from models.basics.resources import HOUSE, RESOURCES

VERSION = "1.0.0"
SHOWN = 12  # hexadecimal figures of the hash


def build() -> str:
    """Return the build of a packaged program as it was noted when it was made, "" when run from source."""
    made = RESOURCES / "build.txt"
    return made.read_text("utf-8").strip() if made.exists() else ""


def build_of_sources() -> str:
    """Return the build that a package of the files lying here would have: SHA-256 over their names and contents."""
    total = hashlib.sha256()
    for path in sorted(_sources()):
        total.update(f"{path.relative_to(HOUSE).as_posix()}\n".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:SHOWN]


def _sources() -> Iterator[Path]:
    yield HOUSE / "main.py"
    yield HOUSE / "requirements.lock"
    for room in ("models", "forms", "ui", "resources"):
        yield from (path for path in (HOUSE / room).rglob("*") if path.is_file() and path.suffix != ".pyc")
