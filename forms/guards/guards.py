"""Guards: what a file is by its content, and whether it may be opened at all — before anything else parses it.

Files come by e-mail from anywhere. Names and sizes that a file claims are never believed; a zip is looked through
before it is inflated, and every part of a workbook before a reader builds objects from it.
"""

import errno
import io
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR, S_ISFIFO
from typing import Literal

from forms.guards.package import BadZip, Bomb, names_in, read_zip
from models.basics.errors import AppError
from models.basics.reading import text_of_file
from models.basics.sizes import (
    LARGEST_PAPER,
    LARGEST_TEXT,
    MB,
)
from models.returns.file_names import locked_by, readable_name

Shape = Literal[
    "pdf",
    "xlsx",
    "xls",
    "et",
    "zip",
    "rar",
    "7z",
    "ofd",
    "image",
    "empty",
    "cut",
    "docx",
    "ods",
    "locked",
    "mail",
    "winmail",
    "other",
]
_STARTS: tuple[tuple[bytes, Shape], ...] = (
    (b"Rar!\x1a\x07", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x89PNG\r\n", "image"), (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"), (b"BM", "image"), (b"II*\0", "image"), (b"MM\0*", "image"), (b"\x78\x9f\x3e\x22", "winmail"),
)  # fmt: skip
LARGEST_DIRECTORY = 1 << 20  # bytes of the list of entries of a workbook; 600 parts take 60 KB
LARGEST_LOCK = 1_024  # bytes; Excel's has 165
_ENTRY, MOST_NAMES = b"PK\x03\x04", 100  # what an entry of a zip begins with; of a damaged one so many are looked at
_HANDED_OVER = ("/dev/fd/", "/dev/stdin", "/proc/")  # where a shell hands over what another program writes
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ET_STREAM = "ETExtData".encode("utf-16-le")  # the stream that WPS adds to its own spreadsheets
_MAIL_STREAM = "__substg1.0_".encode("utf-16-le")  # the streams of a message Outlook has saved
_STREAMS: tuple[tuple[str, Shape], ...] = (  # in this order: a book may have a document inside
    ("EncryptedPackage", "locked"), ("Workbook", "xls"), ("Book", "xls"), ("WordDocument", "docx"),
    ("PowerPoint Document", "other"),
)  # fmt: skip
_STREAM = 128  # bytes in which an old office file says the name of one of its streams, from its beginning on
BOOKS: frozenset[Shape] = frozenset({"xlsx", "xls", "et", "ods", "locked"})  # what a table may have been saved as
_MAIL_HEAD = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2}")
_MAIL_LINES = (b"\nfrom:", b"\nmime-version:", b"\nreceived:", b"\nsubject:")
_INSIDE: tuple[tuple[str, Shape], ...] = (
    ("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsx"), ("ofd.xml", "ofd"), ("word/document.xml", "docx"),
    ("content.xml", "ods"), ("encrypted-package", "locked"),
)  # fmt: skip
_READING = (
    zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, RuntimeError, OSError, OverflowError,
    LookupError, MemoryError,
)  # fmt: skip


def sniff(content: bytes) -> Shape:
    """Return what a file is, by its first bytes and, for a zip, by what is inside; never by its name.

    "xls" is an old office file (.xls), "et" the same by WPS, "docx" a text old or new; "locked" has an opening
    password; "mail" is a whole message, "winmail" the envelope Outlook makes of attachments, "cut" a zip whose end is
    missing.
    """
    if not content:
        return "empty"
    for start, shape in _STARTS:
        if content.startswith(start):
            return shape
    if content.startswith(_OLE):
        return "et" if _ET_STREAM in content else "mail" if _MAIL_STREAM in content else _old_shape(content)
    if content.startswith(b"PK"):  # before the next: a PDF stored in a zip begins within its first bytes too
        return _zip_shape(content)
    if b"%PDF-" in content[:1024]:
        return "pdf"
    head = b"\n" + content[:4096].replace(b"\r\n", b"\n").lower()
    return "mail" if _MAIL_HEAD.match(head[1:]) and sum(one in head for one in _MAIL_LINES) > 1 else "other"


def _old_shape(content: bytes) -> Shape:
    """Return what an old office file is by its streams; "xls" where it does not tell."""
    return next((shape for name, shape in _STREAMS if _has_stream(content, name)), "xls")


def _has_stream(content: bytes, name: str) -> bool:
    told = name.encode("utf-16-le") + b"\0\0"
    place = content.find(told)
    while place % _STREAM and place >= 0:
        place = content.find(told, place - place % _STREAM + _STREAM)
    return place >= 0


def directory_size(content: bytes) -> int:
    """Return how large a zip says its list of entries is, in bytes; 0 where it says nothing.

    Reading that list makes an object for each entry, so it is bounded before anything reads it.
    """
    place = content.rfind(b"PK\x05\x06", max(0, len(content) - 70_000))
    return int.from_bytes(content[place + 12 : place + 16], "little") if place >= 0 else 0


def _zip_shape(content: bytes) -> Shape:
    if directory_size(content) > LARGEST_DIRECTORY:
        return "zip"
    with suppress(BadZip):  # as our writers make it there is nothing to forgive
        return shape_inside(names_in(content))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [info.filename for info in archive.infolist()]
    except _READING:  # its list of files is damaged or missing; each file still begins with its name
        shape = shape_inside(_names_on_the_way(content))
        if shape == "zip":
            return "zip" if b"PK\x05\x06" in content else "cut"
        return "cut" if shape == "xlsx" else shape
    return shape_inside(names)


def _names_on_the_way(content: bytes) -> Iterator[str]:
    """Yield the names that stand before the files of a damaged zip, the first ones only."""
    place = content.find(_ENTRY)
    for _ in range(MOST_NAMES):
        if place < 0:
            return
        length = int.from_bytes(content[place + 26 : place + 28], "little")
        yield content[place + 30 : place + 30 + length].decode("utf-8", "replace")
        place = content.find(_ENTRY, place + 4)


def shape_inside(names: Iterable[str]) -> Shape:
    """Return what a zip is by the names of the files in it; "zip" for one that is only files put together."""
    found = {name.replace("\\", "/").lower().lstrip("/") for name in names}
    return next((shape for name, shape in _INSIDE if name in found), "zip")


def paper_bytes(path: Path) -> bytes:
    """Return the bytes of a paper on the disk. Raises as `guard_size`."""
    return guard_size(path, LARGEST_PAPER)


def text_file(path: Path) -> str:
    """Return the text of a settings or passphrase file somebody wrote. Raises as `guard_size` and `text_of_file`."""
    return text_of_file(guard_size(path, LARGEST_TEXT), path.name)


def guard_size(path: Path, limit: int) -> bytes:
    """Return a file's bytes.

    Raises AppError: as `named_file`, "file_too_large" beyond the limit (bytes), "file_empty"; OSError when the machine
    fails.
    """
    content = bytes_within(path, limit)
    if content is None:
        raise AppError("file_too_large", 文件=readable_name(path), 上限=limit // MB)
    return content


def bytes_within(path: Path, limit: int) -> bytes | None:
    """Return a file's bytes, None for one beyond a limit (bytes). Raises as `guard_size` but for that."""
    name = readable_name(path)
    with _sought(name), named_file(path).open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        content = stream.read(min(size, limit) + 1)  # it may grow meanwhile; of what cannot tell its size a part
        if len(content) > size <= limit:
            content += stream.read(limit + 1 - len(content))
    if size > limit or len(content) > limit:
        return None
    if not content:
        raise AppError("file_empty", 文件=name)
    return content


def named_file(path: Path) -> Path:
    """Return the path of a file somebody named.

    Raises AppError "file_not_found", "file_is_folder", "file_is_lock" or "file_is_lock_of" for what a program leaves
    beside a file that it has open, "file_is_pipe" where one would wait without end for somebody to write, unless a
    shell hands it over; OSError.
    """
    name = readable_name(path)
    with _sought(name):
        about = path.stat()
        mode = about.st_mode
        if S_ISDIR(mode):
            raise AppError("file_is_folder", 文件=name)
        if S_ISFIFO(mode) and not path.as_posix().startswith(_HANDED_OVER):
            raise AppError("file_is_pipe", 文件=name)
        if (whole := locked_by(path.name)) is not None and about.st_size <= LARGEST_LOCK:
            beside = path.with_name(whole).is_file()  # else it is a part of its name, or lies elsewhere
            raise AppError("file_is_lock_of" if beside else "file_is_lock", 文件=name, 原名=whole)
    return path


def named_folder(path: Path) -> Path:
    """Return the path of a folder somebody named. Raises AppError "folder_not_found"; OSError."""
    name = readable_name(path)
    with _sought(name):
        if not path.is_dir():
            raise AppError("folder_not_found", 目录=name)
    return path


@contextmanager
def _sought(name: str) -> Iterator[None]:
    """Tell a path nothing can be at from a machine that fails."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise AppError("file_not_found", 文件=name) from error
    except OSError as error:
        if error.errno not in (errno.ENAMETOOLONG, errno.EINVAL):
            raise
        raise AppError("file_not_found", 文件=name) from error


def read_package(content: bytes) -> dict[str, bytes]:
    """Return the parts ("/name" → bytes) of a package that one of our own writers made, without looking into them.

    Raises AppError: "file_not_readable" for anything our writers do not make, "file_bomb".
    """
    try:
        return read_zip(content)
    except Bomb as error:
        raise AppError("file_bomb") from error
    except BadZip as error:
        raise AppError("file_not_readable") from error


def foreign_package(content: bytes, *, whole: bool = True) -> dict[str, bytes]:
    """Return the parts ("name" → bytes) of a workbook saved by whatever program, each looked through and bounded.

    `whole` False leaves sheets and shared strings unlooked at, for a reader that bounds them itself.
    Raises AppError: "file_not_readable", "file_bomb", "file_has_macros", "file_has_external_links", "file_has_tail",
    "file_has_model", "file_has_password", "file_saved_elsewhere", "file_is_xls" for a binary book.
    """
    from forms.guards.book_guard import guard_part
    from forms.guards.foreign_zip import foreign_parts

    try:
        parts = foreign_parts(content)
        for name, part in parts.items():
            if whole or not is_large(name):
                guard_part(name.lower(), part)
    except (BadZip, *_READING) as error:
        raise AppError("file_not_readable") from error
    return parts


def is_large(name: str) -> bool:
    """True for a part that holds cells or their texts."""
    return name.lower().startswith("xl/worksheets/sheet") or name.lower() == "xl/sharedstrings.xml"
