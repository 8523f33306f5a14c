"""Plan files: whether a file is a plan, or a part of one, by what stands in it; nothing of it is taken for true.

A plan is no paper: an office opens it on the page of plans, a unit has it inside its pack.
"""

import io
import os
import re
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from forms.guards.guards import LARGEST_DIRECTORY, directory_size, paper_bytes
from models.basics.errors import AppError
from models.basics.messages import CHINESE, say_in
from models.plan.rows.tables import REPEATED, SINGLE

HEAD = "plan.toml"  # the file of a folder that says which plan it is
_PAPERS = {".pdf", ".xlsx", ".zip", ".eml"}
_MOST_FILES = 1_000  # in the folder of a plan
_LOOKED_AT = 1 << 16  # bytes of a text in which some table begins, and of the part that names the sheets of a book
_KINDS = "|".join(map(re.escape, (*SINGLE, *REPEATED)))
# neither looks beyond a line or a tag for what it has begun: else a file of line ends is looked through for minutes
_TABLE = re.compile(rf"^[ \t]*(?:\[\[?[ \t]*(?:{_KINDS})[ \t]*\]|(?:{_KINDS})[ \t]*=[ \t]*[\[{{])", re.MULTILINE)
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^<>]*?\bname=\"([^\"]*)\"")
_BOOK = "xl/workbook.xml"
_READING = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, RuntimeError, LookupError)


def is_plan(content: bytes) -> bool:
    """True for the TOML of a plan, whole or one of its files, and for a plan's book; anything else is none."""
    return _is_plan(io.BytesIO(content))


def plan_at(path: Path) -> Path | None:
    """Return what is to be opened where somebody named a plan: its file or book, of a folder the file that leads it.

    None for what is no plan, for a folder with papers beside or below one, and for what cannot be read: whoever opens
    it says why.
    """
    try:
        if path.is_dir():
            return path / HEAD if (path / HEAD).is_file() and not _holds_papers(path) else None
        if not path.is_file():  # a pipe is opened only once somebody writes
            return None
        with path.open("rb") as stream:
            if not _is_plan(stream):
                return None
    except (OSError, ValueError):
        return None
    beside = path.with_name(HEAD)
    return beside if path.suffix.casefold() == beside.suffix and beside.is_file() else path


def paper_at(path: Path) -> bytes:
    """Return the bytes of a paper somebody named.

    Raises AppError("file_is_plan") for a plan, its folder too; as `paper_bytes`.
    """
    if plan_at(path) is not None:
        raise AppError("file_is_plan")
    return paper_bytes(path)


def _holds_papers(folder: Path) -> bool:
    """True for a folder in which, however deep, a paper lies by its ending or beginning, or more than any plan has."""
    looked_at = 0
    for place, _, names in os.walk(folder):
        for name in names:
            looked_at += 1
            if looked_at > _MOST_FILES or _is_paper(Path(place, name)):
                return True
    return False


def _is_paper(path: Path) -> bool:
    if path.suffix.casefold() in _PAPERS:
        return True
    if path.suffix[1:].isalpha() or not path.is_file():  # of a list, a text, a picture
        return False
    with suppress(OSError), path.open("rb") as stream:  # without an ending, or with (1) for one
        return stream.read(4) in (b"%PDF", b"PK\3\4")
    return False


def _is_plan(stream: BinaryIO) -> bool:
    beginning = stream.read(_LOOKED_AT)
    if beginning.startswith(b"PK"):
        return _is_book(stream)
    return b"\0" not in beginning and _TABLE.search(beginning.decode("utf-8-sig", "ignore")) is not None


def _is_book(stream: BinaryIO) -> bool:
    """True for a book with two of the sheets that tell a plan: one alone may be called so in anybody's book."""
    try:
        if directory_size(_end_of(stream)) > LARGEST_DIRECTORY:
            return False
        with zipfile.ZipFile(stream) as archive, archive.open(_BOOK) as part:
            names = set(_SHEET.findall(part.read(_LOOKED_AT).decode("utf-8", "ignore")))
    except _READING:
        return False
    telling = {say_in(CHINESE, f"plan_book.sheet.{table}") for table in ("plan", "period", "assignment")}
    return len(names & telling) > 1


def _end_of(stream: BinaryIO) -> bytes:
    stream.seek(0, io.SEEK_END)
    stream.seek(max(0, stream.tell() - _LOOKED_AT - 22))
    return stream.read()
