"""Parts: the libraries the program is made of, with version and licence, as 关于 lists them.

A packaged program carries the list (`parts.txt`, written when it is frozen); from source the installed libraries tell.
"""

import re
from importlib.metadata import PackageNotFoundError, distribution

from models.basics.records import dataclass
from models.basics.resources import HOUSE, RESOURCES

LISTED = "parts.txt"
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A library: its name, version and licence as its maker states it."""

    name: str
    version: str
    licence: str


def parts() -> tuple[Library, ...]:
    """Return every library of the program by name; those that are not installed here are left out."""
    made = RESOURCES / LISTED
    if made.exists():
        rows = (line.split("\t") for line in made.read_text("utf-8").splitlines())
        return tuple(Library(name=name, version=version, licence=licence) for name, version, licence in rows)
    names = _LOCKED.findall((HOUSE / "requirements.lock").read_text("utf-8"))
    return tuple(found for name in sorted(names, key=str.lower) if (found := _installed(name)) is not None)


def _installed(name: str) -> Library | None:
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return None
    told = found.metadata
    said = [line.rpartition("::")[2].strip() for line in told.get_all("Classifier") or [] if line.startswith("License")]
    expression, text = ("".join(told.get_all(name) or []) for name in ("License-Expression", "License"))
    licence = expression or "; ".join(said) or text.partition("\n")[0]
    return Library(name=name, version=found.version, licence=licence or "—")
