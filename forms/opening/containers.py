"""Containers: a zip or a mail that holds papers, taken apart: names in GBK too, nested once, guarded before it is read.

A zip whose end names a return is evidence and stays whole. Nothing is written to the disk, no name is used as a path.
"""

import io
import zipfile
import zlib
from dataclasses import replace
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from forms.guards.guards import directory_size, sniff
from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.basics.records import dataclass
from models.basics.sizes import LARGEST_EVIDENCE_TOGETHER, LARGEST_PAPER, swollen
from models.returns.file_names import clean_name, locked_by

MOST_INSIDE = 2000  # files in one container
LARGEST_TABLE = 1 << 20  # bytes of the list of a zip's entries
DEPTH = 2  # a zip in a zip, a zip in a mail; not deeper
PAPERS = ("pdf", "xlsx", "zip", "mail")
JUNK = ("thumbs.db", "desktop.ini", ".ds_store", "__macosx")
_UTF8 = 0x800  # the bit by which a zip says its names are UTF-8
_READING = (
    zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, RuntimeError, OSError, OverflowError,
    LookupError, MemoryError,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """A file out of a container; `at` and `sender` of the mail it came by, None and "" without one."""

    name: str  # with the container's: 报送.zip/报表.pdf
    content: bytes
    at: datetime | None = None
    sender: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerFiles:
    """What a container held: its kind, its files, and how many were junk of some system."""

    kind: str  # "zip" | "mail"
    files: tuple[Inside, ...]
    junk: int = 0


def is_junk(name: str) -> bool:
    """True for what a system or a word processor leaves beside files: ~$…, Thumbs.db, desktop.ini, .DS_Store."""
    parts = name.replace("\\", "/").casefold().split("/")
    return parts[-1].startswith("._") or locked_by(parts[-1]) is not None or any(part in JUNK for part in parts)


def take_apart(name: str, content: bytes, depth: int = DEPTH) -> ContainerFiles | None:
    """Return what a zip or a mail holds; None for anything else, for evidence, and for one without any paper in it.

    Raises AppError("container_locked"), ("container_damaged"), ("file_bomb").
    """
    shape = sniff(content)
    if shape == "zip":
        found = _zip(name, content, depth)
    elif shape == "mail" and not content.startswith(b"\xd0\xcf\x11\xe0"):  # Outlook's own format is not read
        found = _mail(name, content, depth)
    else:
        return None
    return found if found is not None and any(sniff(one.content) in PAPERS for one in found.files) else None


def _zip(name: str, content: bytes, depth: int) -> ContainerFiles | None:
    if directory_size(content) > LARGEST_TABLE:
        raise AppError("file_bomb")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.comment:  # evidence says here which return it belongs to
                return None
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if any(info.flag_bits & 1 for info in infos):
                raise AppError("container_locked", 文件=name)
            if len(infos) > MOST_INSIDE or sum(info.file_size for info in infos) > LARGEST_EVIDENCE_TOGETHER:
                raise AppError("file_bomb")
            pairs = [(_member(info), _read(archive, info)) for info in infos if not is_junk(_member(info))]
    except AppError:
        raise
    except _READING as error:
        raise AppError("container_damaged", 文件=name) from error
    return _deeper("zip", name, [Inside(name=one, content=data) for one, data in pairs], len(infos) - len(pairs), depth)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A member, never more of it than its head says, nor than a paper can be."""
    if info.file_size > LARGEST_PAPER or swollen(info.file_size, info.compress_size):
        raise AppError("file_bomb")
    with archive.open(info) as stream:
        content = stream.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise zipfile.BadZipFile("size")
    return content


def _member(info: zipfile.ZipInfo) -> str:
    """A member's name: UTF-8 where the zip says so, else what Windows here writes; odd bytes become question marks."""
    if info.flag_bits & _UTF8:
        return info.filename
    raw = info.orig_filename.encode("cp437", "replace")
    for coding in ("utf-8", "gb18030"):
        try:
            return raw.decode(coding)
        except UnicodeDecodeError:
            continue
    return raw.decode("gb18030", "replace")


def _mail(name: str, content: bytes, depth: int) -> ContainerFiles:
    try:
        message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(content)
        sender, at = _header(message, "from"), _sent(message)
        parts = list(message.iter_attachments())[:MOST_INSIDE]
        pairs = [(_part_name(part, number), _payload(part)) for number, part in enumerate(parts, 1)]
    except _READING as error:
        raise AppError("container_damaged", 文件=name) from error
    files = [Inside(name=one, content=data) for one, data in pairs if data and not is_junk(one)]
    found = _deeper("mail", name, files, len(pairs) - len(files), depth)
    return replace(
        found, files=tuple(replace(one, at=one.at or at, sender=one.sender or sender) for one in found.files)
    )


def _header(message: EmailMessage, name: str) -> str:
    """A header as text on one line; "" where it is missing or cannot be read."""
    try:
        return " ".join(str(message.get(name, "")).split())[:120]
    except _READING:
        return ""


def _sent(message: EmailMessage) -> datetime | None:
    """When the mail came: the last server's word, else the sender's; None where neither can be read."""
    received = str(message.get("received", "")).rpartition(";")[2].strip()
    for text in (received, _header(message, "date")):
        try:
            at = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            continue
        return at.astimezone(PLAN_ZONE) if at.tzinfo else at.replace(tzinfo=PLAN_ZONE)
    return None


def _part_name(part: EmailMessage, number: int) -> str:
    try:
        found = part.get_filename()
    except _READING:
        found = None
    return found or f"{number}"


def _payload(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        return inner.as_bytes() if isinstance(inner, EmailMessage) else b""
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) and len(found) <= LARGEST_PAPER else b""


def _deeper(kind: str, name: str, files: list[Inside], junk: int, depth: int) -> ContainerFiles:
    """Name each file with its container's name; what is a container itself is taken apart once more."""
    found: list[Inside] = []
    for one in files:
        named = f"{name}/{clean_name(one.name)}"
        inner = _inner(named, one.content, depth)
        if inner is None:
            found.append(replace(one, name=named))
        else:
            found += inner.files
            junk += inner.junk
    return ContainerFiles(kind=kind, files=tuple(found), junk=junk)


def _inner(name: str, content: bytes, depth: int) -> ContainerFiles | None:
    """What a container in a container holds; one that cannot be taken apart is told as the file it is."""
    if depth <= 1 or sniff(content) not in ("zip", "mail"):
        return None
    try:
        return take_apart(name, content, depth - 1)
    except AppError:
        return None
