"""Guards: what a file is by its content, and whether it may be opened at all — before anything parses it.

Files come by e-mail from anywhere. Names and sizes that a file claims are never believed; a zip is looked through before
it is inflated. Source: signing.md §4.5, §7.
"""

import io
import re
import zipfile
from pathlib import Path
from typing import Literal

from models.errors import AppError

Shape = Literal["pdf", "xlsx", "xls", "zip", "rar", "ofd", "image", "empty", "other"]
MOST_PARTS, LARGEST_PART, LARGEST_WHOLE, LARGEST_RATIO = 200, 32 << 20, 96 << 20, 200
MOST_ROWS, MOST_COLUMNS = 60_000, 256
_NAME = re.compile(r"[A-Za-z0-9_.\-\[\] /]+")
_MACROS = ("vbaproject", "/activex/", "/embeddings/", "oleobject", "macrosheets")
_REFERENCE = re.compile(rb'\br(?:ef)?="([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?"')
_LONG_REFERENCE = re.compile(rb'\br(?:ef)?="(?:[A-Z]{4,}|[A-Z]{1,3}\d{8,})')


def sniff(content: bytes) -> Shape:
    """Return what a file is, by its first bytes and, for a zip, by what is inside."""
    if not content:
        return "empty"
    starts: tuple[tuple[bytes, Shape], ...] = (
        (b"\xd0\xcf\x11\xe0", "xls"), (b"Rar!", "rar"), (b"\x89PNG", "image"), (b"\xff\xd8\xff", "image"),
        (b"GIF8", "image"), (b"BM", "image"), (b"II*\0", "image"), (b"MM\0*", "image"),
    )  # fmt: skip
    for start, shape in starts:
        if content.startswith(start):
            return shape
    if b"%PDF-" in content[:1024]:
        return "pdf"
    return _zip_shape(content) if content.startswith(b"PK") else "other"


def _zip_shape(content: bytes) -> Shape:
    try:
        names = {info.filename.lower() for info in zipfile.ZipFile(io.BytesIO(content)).infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return "zip"
    if "xl/workbook.xml" in names:
        return "xlsx"
    return "ofd" if "ofd.xml" in names else "zip"


def guard_size(path: Path, limit: int) -> bytes:
    """Return a file's bytes. Raises AppError("file_too_large") beyond the limit (bytes), "file_empty"; OSError."""
    with path.open("rb") as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise AppError("file_too_large", 文件=path.name, 上限=limit // (1 << 20))
    if not content:
        raise AppError("file_empty")
    return content


def guard_foreign_zip(content: bytes) -> None:
    """Refuse a workbook that must not be opened: bombs, macros, links to elsewhere, impossible addresses.

    Raises AppError: "file_not_readable", "file_bomb", "file_has_macros", "file_has_external_links".
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        _guard_entries(archive)
        for info in archive.infolist():
            if info.filename.lower().endswith((".xml", ".rels")):
                _guard_part(info.filename.lower(), archive.read(info))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, RuntimeError, OSError) as error:
        raise AppError("file_not_readable") from error


def _guard_entries(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    seen: set[str] = set()
    whole = 0
    for info in infos:
        name = info.filename.lower()
        if not _NAME.fullmatch(name) or name.startswith("/") or ".." in name.split("/") or name in seen or info.flag_bits & 1:
            raise AppError("file_not_readable")
        seen.add(name)
        whole += info.file_size
        swollen = info.file_size > 1 << 20 and info.file_size > LARGEST_RATIO * max(1, info.compress_size)
        if info.file_size > LARGEST_PART or swollen:
            raise AppError("file_bomb")
        if any(word in f"/{name}" for word in _MACROS):
            raise AppError("file_has_macros")
        if "/externallinks/" in f"/{name}":
            raise AppError("file_has_external_links")
    if len(infos) > MOST_PARTS or whole > LARGEST_WHOLE:
        raise AppError("file_bomb")


def _guard_part(name: str, content: bytes) -> None:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise AppError("file_not_readable")
    if name.endswith(".rels") and b'TargetMode="External"' in content:
        raise AppError("file_has_external_links")
    if name.startswith("xl/worksheets/"):
        if _LONG_REFERENCE.search(content):
            raise AppError("file_bomb")
        for found in _REFERENCE.finditer(content):
            _guard_reference(found[1], found[2])
            if found[3]:
                _guard_reference(found[3], found[4], span=found[1] != b"A" or found[2] != b"1")


def _guard_reference(column: bytes, row: bytes, *, span: bool = False) -> None:
    number = 0
    for ch in column:
        number = number * 26 + ch - 64
    # whole-column and whole-row ranges of styles and validations are harmless; only cells make readers allocate
    if (int(row) > MOST_ROWS and int(row) != 1_048_576) or (number > MOST_COLUMNS and number != 16_384 and not span):
        raise AppError("file_bomb")


def read_package(content: bytes) -> dict[str, bytes]:
    """Return the parts of one of our own packages; entries must tile the file exactly.

    Raises AppError("file_not_readable") for anything our writer does not make, "file_bomb".
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        _guard_entries(archive)
        _guard_tiling(content, archive)
        parts = {f"/{info.filename}": archive.read(info) for info in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, RuntimeError, OSError) as error:
        raise AppError("file_not_readable") from error
    return parts


def _guard_tiling(content: bytes, archive: zipfile.ZipFile) -> None:
    """Nothing hidden before, between or after the entries, and no two opinions about their names."""
    place = 0
    for info in sorted(archive.infolist(), key=lambda one: one.header_offset):
        header = content[place : place + 30]
        name_length, extra = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
        name = content[place + 30 : place + 30 + name_length].decode("utf-8", "replace")
        if info.header_offset != place or header[:4] != b"PK\x03\x04" or name != info.filename or info.flag_bits & 8:
            raise AppError("file_not_readable")
        place += 30 + name_length + extra + info.compress_size
    if place != archive.start_dir or archive.comment or content[-22:-18] != b"PK\x05\x06":
        raise AppError("file_not_readable")
