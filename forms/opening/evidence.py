"""Evidence files: reading one from a disk, and the 佐证.zip that travels beside a return.

What is attached comes from anybody's disk and is opened by the office, so programs, scripts, shortcuts and macros are
refused by name and by content, links and empty files too. A zip that comes is looked through before anything of it is
inflated; the names inside are shown, never used as a path.
"""

import hashlib
import io
import json
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath

from forms.guards.guards import guard_size, shape_inside
from forms.seals.pdf.sealed import EVIDENCE, Attachment
from models.basics.errors import AppError
from models.basics.reading import text_of_file
from models.basics.records import dataclass
from models.basics.sizes import LARGEST_EVIDENCE, LARGEST_EVIDENCE_TOGETHER, MB, MOST_EVIDENCE, swollen
from models.returns.file_names import clean_name, is_program, unique_name
from models.returns.returns import Evidence

OURS = "return.xlsx"  # the attachment that is the return itself
MARK = "tanbao-evidence-1"  # the comment of our own zip begins with it; the digest of the return follows
_PROGRAMS = (
    b"\x7fELF", b"#!", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"dex\n", b"L\0\0\0\x01\x14\x02\0", b"MSCF", b"ITSF", b"[InternetShortcut]",
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "macrosheets/", "activex/")
_READING = (
    zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, RuntimeError, OverflowError, LookupError,
    MemoryError,
)  # fmt: skip
_KINDS = {
    "pdf": "application/pdf", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "txt": "text/plain",
    "zip": "application/zip",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file as it was read and judged; the name is cleaned."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """SHA-256 of the content, hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def read_evidence(path: Path) -> EvidenceFile:
    """Read a file that shall be attached.

    Raises AppError: "file_not_found", "evidence_link", "evidence_no_file", "evidence_empty", "evidence_large" (before
    anything is read), "evidence_program", "evidence_macros"; OSError as the machine does.
    """
    name = clean_name(path.name)
    if is_program(name):
        raise AppError("evidence_program", 文件=name)
    try:
        about = path.lstat()
    except FileNotFoundError as error:
        raise AppError("file_not_found", 文件=name) from error
    if stat.S_ISLNK(about.st_mode):
        raise AppError("evidence_link", 文件=name)
    if not stat.S_ISREG(about.st_mode):
        raise AppError("evidence_no_file", 文件=name)
    if about.st_size == 0:
        raise AppError("evidence_empty", 文件=name)
    if about.st_size > LARGEST_EVIDENCE:
        size, limit = about.st_size // MB, LARGEST_EVIDENCE // MB
        raise AppError("evidence_large", 文件=name, 大小=size, 上限=limit)
    content = guard_size(path, LARGEST_EVIDENCE)
    guard_content(name, content)
    return EvidenceFile(name, content)


_SCANS = (b"\xff\xd8\xff", b"\x89PNG\r\n")


def read_scan(path: Path) -> EvidenceFile:
    """Return a scan: PDF, JPG or PNG. Raises AppError("scan_kind"), and as `read_evidence`."""
    file = read_evidence(path)
    if not file.content.startswith(_SCANS) and b"%PDF-" not in file.content[:1024]:
        raise AppError("scan_kind", 文件=file.name)
    return file


def named_scan(path: Path | None) -> tuple[str, bytes | None]:
    """Return name and bytes of a scan, "" and None where there is none. Raises as `read_scan`."""
    if path is None:
        return "", None
    scan = read_scan(path)
    return scan.name, scan.content


def read_named(content: bytes, folder: Path) -> tuple[tuple[str, EvidenceFile], ...] | None:
    """Return the part "evidence" of a sheet as JSON as (place, file); None when the text has no such part.

    Names are relative to the folder and stay in it. Raises AppError("evidence_input") and as `read_evidence`.
    """
    if not content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return None
    places = json.loads(text_of_file(content, folder.name)).get("evidence")
    if not isinstance(places, dict):
        return None
    found = []
    for place, names in places.items():
        for name in names if isinstance(names, list) else [names]:
            path = PurePath(name) if isinstance(names, list) and isinstance(name, str) else None
            if path is None or path.is_absolute() or ".." in path.parts:
                raise AppError("evidence_input", 文件=name)
            found.append((place, read_evidence(folder / path)))
    return tuple(found)


def guard_content(name: str, content: bytes) -> None:
    """Refuse what runs when it is opened, whatever its name. Raises AppError: "evidence_program", "evidence_macros"."""
    if content.startswith(_PROGRAMS) or (content.startswith(b"MZ") and b"\0" in content[:64]):
        raise AppError("evidence_program", 文件=name)
    if content.startswith(_OLE) and _MACROS in content:
        raise AppError("evidence_macros", 文件=name)
    if content.startswith(b"PK"):
        for part in _names_inside(content):
            if any(word in part for word in _MACRO_PARTS):
                raise AppError("evidence_macros", 文件=name)
            if is_program(clean_name(part)) and not part.endswith(".bin"):  # workbooks hold printer settings in one
                raise AppError("evidence_program", 文件=f"{name}：{clean_name(part)}")


def _names_inside(content: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [info.filename.replace("\\", "/").lower() for info in archive.infolist() if not info.is_dir()]
    except _READING:
        return []


def attachments_of(files: Sequence[Evidence], contents: Mapping[str, bytes]) -> list[Attachment]:
    """Return evidence as the attachments of a PDF, in the order of the list; none goes by the name of the workbook."""
    names: list[str] = [OURS]
    for one in files:
        names.append(unique_name(one.name, names))
    return [
        Attachment(
            name=name,
            content=contents[one.sha256],
            mime=_KINDS.get(_ending(name), "application/octet-stream"),
            relationship=EVIDENCE,
        )
        for one, name in zip(files, names[1:], strict=True)
    ]


def _ending(name: str) -> str:
    return name.rpartition(".")[2].casefold()


def write_zip(files: Sequence[Evidence], contents: Mapping[str, bytes], digest: str) -> bytes:
    """Return the 佐证.zip of a return; the same files and digest give the same bytes on every machine."""
    out = io.BytesIO()
    # stored: a white scan would shrink so far that every guard takes it for a bomb
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for one in files:
            info = zipfile.ZipInfo(one.name)  # without a time it is always the same one
            info.create_system = 0
            archive.writestr(info, contents[one.sha256])
        archive.comment = f"{MARK} {digest}".encode()
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Bundle:
    """A zip that came: the digest of the return it was written for ("" = not one of ours), and where it lies."""

    path: Path
    digest: str

    def files(self) -> Iterator[EvidenceFile]:
        """Yield the files inside, one at a time. Raises AppError("evidence_zip_damaged") where one cannot be read."""
        try:
            with zipfile.ZipFile(self.path) as archive:
                for info in archive.infolist():
                    if not info.is_dir():
                        yield EvidenceFile(clean_name(info.filename), _content(archive, info))
        except _READING as error:
            raise AppError("evidence_zip_damaged", 文件=self.path.name) from error


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as stream:
        content = stream.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise zipfile.BadZipFile("size")
    return content


def open_bundle(path: Path) -> Bundle | None:
    """Return the zip that a file is; None for anything else, workbooks and OFD papers included.

    Known by its content, never by its name. Raises AppError: "evidence_zip_damaged", "file_bomb"; OSError.
    """
    with path.open("rb") as stream:
        if not stream.read(4).startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return None
    try:
        with zipfile.ZipFile(path) as archive:
            infos, comment = archive.infolist(), archive.comment
    except _READING as error:
        raise AppError("evidence_zip_damaged", 文件=path.name) from error
    names = [info.filename for info in infos]
    if shape_inside(names) != "zip" or "[content_types].xml" in (name.lower() for name in names):
        return None
    _guard(infos, path.name)
    mark, _, digest = comment.decode("ascii", "replace").partition(" ")
    return Bundle(path, digest if mark == MARK else "")


def _guard(infos: Sequence[zipfile.ZipInfo], name: str) -> None:
    if any(info.flag_bits & 1 for info in infos):
        raise AppError("evidence_zip_locked", 文件=name)
    if len(infos) > 2 * MOST_EVIDENCE or sum(info.file_size for info in infos) > LARGEST_EVIDENCE_TOGETHER:
        raise AppError("file_bomb")
    for info in infos:
        if swollen(info.file_size, info.compress_size) or info.file_size > LARGEST_EVIDENCE:
            raise AppError("file_bomb")
