"""Package: a strict reader for the zip files our own writers make, so that nobody can hide anything in one.

Readers disagree about duplicate names, gaps, lying sizes and bytes behind the end; here each of these
refuses the file: the entries tile it from the first byte to the last and both headers of an entry say the same. Sizes
are checked before anything is inflated. No library reads the structure, because each of them forgives something.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from models.basics.sizes import LARGEST_PART, LARGEST_WHOLE, swollen

MOST_PARTS = 200
STORED, DEFLATED, UTF8_NAME = 0, 8, 0x800
_HEADER = struct.Struct("<5H3L")  # what both headers of an entry say of it
_LOCAL, _CENTRAL, _END = struct.Struct("<4s22s2H"), struct.Struct("<4sH22s5H2L"), struct.Struct("<4s4H2LH")
_NAME = re.compile(r"(?:[\w.\-\[\]]+/)*[\w.\-\[\]]+")


class BadZip(Exception):
    """The file is not a package as our writers make it; the text is a short English word for the log."""


class Bomb(BadZip):
    """The file would be beyond every measure when inflated."""


class _ZipEntry(NamedTuple):
    """One entry as the central directory has it; sizes and offset in bytes."""

    name: str
    header: bytes  # version, flags, method, time, date, CRC, sizes: as in both headers
    raw_name: bytes
    method: int
    checksum: int
    inside: int  # size in the file
    outside: int  # when inflated
    offset: int


def read_zip(content: bytes) -> dict[str, bytes]:
    """Return "/name" → bytes in the order of the directory. Raises BadZip, Bomb."""
    entries, start = _listed(content)
    _measure(entries)
    return {f"/{entry.name}": part for entry, part in zip(entries, _parts(content, entries, start), strict=True)}


def names_in(content: bytes) -> list[str]:
    """Return the names in the directory of a package, without looking at what they name. Raises as `read_zip`."""
    return [entry.name for entry in _listed(content)[0]]


def part_in(content: bytes, name: str, largest: int) -> bytes | None:
    """Return one part by its name, None where there is none or a larger one (bytes); looks at no other part.

    What it says is worth nothing before the whole package was read. Raises BadZip.
    """
    entries, end = _listed(content)
    entry = next((one for one in entries if one.name == name), None)
    if entry is None or entry.outside > largest:
        return None
    _measure((entry,))
    start = entry.offset + _LOCAL.size + len(entry.raw_name)
    if start + entry.inside > end:
        raise BadZip("gap or overlap")
    return inflated(content[start : start + entry.inside], entry.method, entry.outside, entry.checksum)


def _listed(content: bytes) -> tuple[tuple[_ZipEntry, ...], int]:
    """The entries of the directory, and where it begins."""
    if len(content) < _END.size:
        raise BadZip("too short")
    mark, disk, first_disk, here, count, size, start, comment = _END.unpack(content[-_END.size :])
    whole = start + size + _END.size
    if mark != b"PK\x05\x06" or disk or first_disk or here != count or comment or whole != len(content):
        raise BadZip("end of directory")
    if count > MOST_PARTS:
        raise Bomb("parts")
    return _directory(content[start : start + size], count), start


@lru_cache(maxsize=4)  # what a file is, is asked before it is read
def _directory(directory: bytes, count: int) -> tuple[_ZipEntry, ...]:
    return tuple(_entries(directory, count))


def _entries(directory: bytes, count: int) -> Iterator[_ZipEntry]:
    place, seen = 0, set[str]()
    for _ in range(count):
        if place + _CENTRAL.size > len(directory):
            raise BadZip("directory")
        mark, _, header, length, extra, comment, disk, _, _, offset = _CENTRAL.unpack_from(directory, place)
        raw = directory[place + _CENTRAL.size : place + _CENTRAL.size + length]
        place += _CENTRAL.size + length
        if mark != b"PK\x01\x02" or extra or comment or disk or len(raw) != length:
            raise BadZip("directory")
        _, flags, method, _, _, checksum, inside, outside = _HEADER.unpack(header)
        name, small = _name(raw, flags)
        if small in seen:  # names of parts do not tell upper from lower case
            raise BadZip("duplicate name")
        seen.add(small)
        yield _ZipEntry(name, header, raw, method, checksum, inside, outside, offset)
    if place != len(directory):
        raise BadZip("directory")


@lru_cache(maxsize=512)  # the parts of a workbook have the names of every other
def _name(raw: bytes, flags: int) -> tuple[str, str]:
    """The name of a part, and the same in lower case."""
    if flags & ~UTF8_NAME:  # encrypted, or sizes only behind the content
        raise BadZip("flags")
    try:
        name = raw.decode("utf-8" if flags else "ascii")
    except UnicodeDecodeError as error:
        raise BadZip("name") from error
    if not _NAME.fullmatch(name) or any(step in (".", "..") for step in name.split("/")):
        raise BadZip("name")
    return name, name.lower()


def _measure(entries: Sequence[_ZipEntry]) -> None:
    for entry in entries:
        if entry.method not in (STORED, DEFLATED):
            raise BadZip("method")
        if entry.outside > LARGEST_PART or swollen(entry.outside, entry.inside):
            raise Bomb("part")
    if sum(entry.outside for entry in entries) > LARGEST_WHOLE:
        raise Bomb("whole")


def _parts(content: bytes, entries: Sequence[_ZipEntry], end: int) -> Iterator[bytes]:
    """Yield the parts in order; they must follow one another from the first byte to the directory."""
    place = 0
    for entry in entries:
        if entry.offset != place or place + _LOCAL.size > end:
            raise BadZip("gap or overlap")
        mark, header, length, extra = _LOCAL.unpack_from(content, place)
        start = place + _LOCAL.size + length
        same = header == entry.header and content[place + _LOCAL.size : start] == entry.raw_name
        if mark != b"PK\x03\x04" or extra or not same:
            raise BadZip("two headers differ")
        place = start + entry.inside
        if place > end:
            raise BadZip("gap or overlap")
        read = _read_before if max(entry.inside, entry.outside) <= _SMALL else inflated
        yield read(content[start:place], entry.method, entry.outside, entry.checksum)
    if place != end:
        raise BadZip("gap or overlap")


def inflated(packed: bytes, method: int, size: int, checksum: int) -> bytes:
    """Return the content of an entry, which must be exactly so large. Raises BadZip."""
    part = packed
    if method == DEFLATED:
        inflating = zlib.decompressobj(-15)
        try:
            part = inflating.decompress(packed, size + 1)
        except zlib.error as error:
            raise BadZip("content") from error
        if not inflating.eof or inflating.unused_data or inflating.unconsumed_tail:
            raise BadZip("content")
    elif method != STORED:
        raise BadZip("method")
    if len(part) != size or zlib.crc32(part) != checksum:
        raise BadZip("size or checksum")
    return part


_SMALL = 8 << 10  # bytes of a part that is remembered: a megabyte of all of them at most
# Theme, styles and what holds parts together are the same from book to book. Known by all that `inflated` looks at.
_read_before = lru_cache(maxsize=64)(inflated)
