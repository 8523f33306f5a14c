"""Foreign zip: the parts of a workbook that another program has packed, where every reader finds the same ones.

More is allowed than in a package of ours (data descriptors, extra fields, folders), but nothing that readers disagree
about: the entries tile the file from its first byte to its directory, both headers of an entry say the same, no name
comes twice or hides a NUL, nothing stands in front or behind.
"""

import io
import posixpath
import struct
import zipfile
from collections.abc import Iterator

from forms.guards.package import inflated
from models.basics.errors import AppError
from models.basics.sizes import LARGEST_OTHER_PART, LARGEST_PART, LARGEST_WHOLE, swollen

MOST_FOREIGN_PARTS = 600
_LOCAL, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s4H2LH")
_DESCRIBED, _ENCRYPTED, _UTF8 = 0x8, 0x1, 0x800
_BINARY = "xl/workbook.bin"
_RENAMED, _AES = 0x7075, 0x9901  # extra fields: the name in Unicode, encrypted
_DESCRIPTORS = (12, 16, 20, 24)  # bytes behind the content of an entry whose sizes were not known when it was begun
_MACROS = ("vbaproject", "vbadata", "activex/", "embeddings/", "oleobject", "macrosheets/", "ctrlprops/")


def foreign_parts(content: bytes) -> dict[str, bytes]:
    """Return "name" → bytes of a foreign package, in the order of its directory.

    Raises AppError as `foreign_package`, and what `zipfile` and `zlib` raise for a damaged one.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos, directory = archive.infolist(), archive.start_dir
    _guard_end(content, directory, len(infos))
    _guard_entries(infos)
    parts = dict(_parts(content, infos, directory))
    return {info.filename: parts[info.filename] for info in infos if not info.is_dir()}


def _guard_end(content: bytes, directory: int, entries: int) -> None:
    place = content.rfind(b"PK\x05\x06")
    if place < 0 or len(content) - place < _END.size:
        raise AppError("file_not_readable")
    _, disk, begun, here, whole, size, _, comment = _END.unpack_from(content, place)
    if len(content) > place + _END.size + comment:
        raise AppError("file_has_tail")
    if comment or directory + size != place or disk or begun or not here == whole == entries:
        raise AppError("file_not_readable")


def _guard_entries(infos: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    if len(infos) > MOST_FOREIGN_PARTS or sum(info.file_size for info in infos) > LARGEST_WHOLE:
        raise AppError("file_bomb")
    for info in infos:
        name = info.filename.lower()
        _guard_name(info, name)
        same = posixpath.normpath(name)
        if same in seen or info.volume:
            raise AppError("file_not_readable")
        seen.add(same)
        if info.flag_bits & _ENCRYPTED:
            raise AppError("file_has_password")
        _guard_extra(info.extra)
        _guard_measure(info, name)
        if name == _BINARY:
            raise AppError("file_is_xls")
        if any(word in name for word in _MACROS):
            raise AppError("file_has_macros")
        if "externallinks/" in name:
            raise AppError("file_has_external_links")


def _guard_name(info: zipfile.ZipInfo, name: str) -> None:
    """Refuse a name that systems read each in its own way; of one written with `\\` Python makes `/` on Windows."""
    steps = name.replace("\\", "/").removesuffix("/").split("/")
    if not name.isprintable() or ":" in name or any(step in ("", ".", "..") for step in steps):
        raise AppError("file_not_readable")
    if "\\" in info.orig_filename:
        raise AppError("file_saved_elsewhere")
    if info.orig_filename != info.filename:
        raise AppError("file_not_readable")


def _guard_measure(info: zipfile.ZipInfo, name: str) -> None:
    large = name.startswith("xl/worksheets/") or name == "xl/sharedstrings.xml"
    if swollen(info.file_size, info.compress_size) or info.file_size > (LARGEST_PART if large else LARGEST_OTHER_PART):
        raise AppError("file_bomb")


def _guard_extra(extra: bytes) -> None:
    """Refuse a header that gives its entry another name, or says it is encrypted, for programs which look there."""
    place = 0
    while place + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, place)
        if kind in (_RENAMED, _AES):
            raise AppError("file_saved_elsewhere" if kind == _RENAMED else "file_has_password")
        place += 4 + size


def _parts(content: bytes, infos: list[zipfile.ZipInfo], end: int) -> Iterator[tuple[str, bytes]]:
    """Yield the parts in the order they lie in; they must follow one another from the first byte to the directory."""
    gaps: tuple[int, ...] = (0,)
    place = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        if info.header_offset - place not in gaps or info.header_offset + _LOCAL.size > end:
            raise AppError("file_not_readable")
        mark, _, flags, method, _, _, crc, packed, size, name, extra = _LOCAL.unpack_from(content, info.header_offset)
        begin = info.header_offset + _LOCAL.size
        raw = info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")
        agree = content[begin : begin + name] == raw and (flags, method) == (info.flag_bits, info.compress_type)
        described = bool(flags & _DESCRIBED)
        sizes = (info.CRC, info.compress_size, info.file_size)
        if mark != b"PK\x03\x04" or not agree or not (described or (crc, packed, size) == sizes):
            raise AppError("file_not_readable")
        start = begin + name + extra
        _guard_extra(content[begin + name : start])
        place, gaps = start + info.compress_size, _DESCRIPTORS if described else (0,)
        if place > end:
            raise AppError("file_not_readable")
        yield info.filename, inflated(content[start:place], method, info.file_size, info.CRC)
    if end - place not in gaps:
        raise AppError("file_not_readable")
