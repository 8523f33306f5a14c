"""Package: an archive is a zip with its files, a list of their SHA-256, and that list as a page people read.

    目录.pdf       the page: number, file, size, SHA-256
    目录.sha256    the list, as `sha256sum -c` reads it too
    …              the files, in folders by unit and period

Anybody can check it without a store: a file that is missing, changed or not in the list is named. Same files, same
bytes. Entries bear one fixed day, so that only their content counts.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from forms.page.geometry import Foot
from forms.page.page import build, paragraph, remark, space, title
from forms.page.tables import grid
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.records import dataclass
from models.basics.sizes import size_words
from models.issued.large_file import act_with_large_file
from models.store import Store
from models.versions.view import InAPlan
from models.workspace.act import ActKind

Seen = TypeVar("Seen", bound=InAPlan)
LIST, PAGE = "目录.sha256", "目录.pdf"
_DAY = (2020, 1, 1, 0, 0, 0)
MOST_FILES, LARGEST_FILE, LARGEST_ALL = 20_000, 200 * 2**20, 4 * 2**30


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveGap:
    """A file of an archive that is not as the list says; `now` is "" for one that is missing."""

    file: str
    listed: str  # SHA-256, "" for one that is not in the list
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found of an archive: how many files it lists, and those that are not as they were."""

    files: int
    gaps: tuple[ArchiveGap, ...]


def archive_bytes(
    files: Mapping[str, bytes], name: str, remarks: tuple[str, ...], at: datetime, mark: str = ""
) -> bytes:
    """Return the zip of files with their list; `name` is what the archive is of, `remarks` stand on the page."""
    sums = {path: hashlib.sha256(content).hexdigest() for path, content in sorted(files.items())}
    page = _page(files, sums, name, remarks, at, mark)
    listed = {PAGE: hashlib.sha256(page).hexdigest(), **sums}
    text = "".join(f"{digest}  {path}\n" for path, digest in listed.items())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in ((LIST, text.encode()), (PAGE, page), *sorted(files.items())):
            info = zipfile.ZipInfo(path, _DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def issue_archive(
    store: Store, path: Path, content: bytes, *, about: Mapping[str, object], by: str
) -> tuple[Path, ...]:
    """Write an archive to a path, or beside what lies there, as an act; its files are kept already, one by one."""
    written = act_with_large_file(
        store,
        by,
        ActKind.ARCHIVE,
        path,
        why=say("record.why.archive", 文件=path.name),
        about=about,
        write=lambda rough: rough.write_bytes(content),
        record=lambda: None,
    )
    return (written,)


def _page(
    files: Mapping[str, bytes], sums: Mapping[str, str], name: str, remarks: tuple[str, ...], at: datetime, mark: str
) -> bytes:
    heads = [say(f"papers.archive.{key}") for key in ("number", "file", "size", "digest")]
    rows = [
        [str(n), path, size_words(len(files[path])), f"{digest[:32]}\n{digest[32:]}"]
        for n, (path, digest) in enumerate(sums.items(), 1)
    ]
    story = [*title(say("papers.archive.title"), name), paragraph(say("papers.archive.what", n=len(rows))), space(2)]
    story += [grid(heads, rows, (12, 82, 18, 58), size=8, right=(0,), name=say("papers.archive.list"))]
    story += [space(2), *(remark(text) for text in remarks), remark(say("papers.archive.check", 目录=LIST))]
    return build(story, Foot(f"{say('papers.archive.title')} · {name}", mark=mark), name, made=at)


def is_archive(content: bytes) -> bool:
    """True for a zip that carries the list of an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as found:
            return LIST in found.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def check_archive(content: bytes) -> Checked:
    """Return whether every file of an archive is there as it was put in, and nothing else is.

    Raises AppError("archive_unreadable") for a damaged one, or one larger than any of ours.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as found:
            infos = found.infolist()
            whole = sum(info.file_size for info in infos)
            if len(infos) > MOST_FILES or whole > LARGEST_ALL or any(one.file_size > LARGEST_FILE for one in infos):
                raise AppError("archive_unreadable")
            listed = _listed(found.read(LIST).decode("utf-8"))
            now = {one.filename: _sum(found, one) for one in infos if not one.is_dir() and one.filename != LIST}
    except (zipfile.BadZipFile, ValueError, KeyError, OSError, NotImplementedError, RuntimeError) as error:
        raise AppError("archive_unreadable") from error
    names = {**listed, **now}
    gaps = tuple(
        ArchiveGap(file=name, listed=listed.get(name, ""), now=now.get(name, ""))
        for name in names
        if listed.get(name) != now.get(name)
    )
    return Checked(files=len(listed), gaps=gaps)


def nothing_to_archive(workspace: Seen, period: str | None, holds: Callable[[Seen], bool]) -> AppError:
    """Return the refusal of an archive that would be empty; of a whole plan it names the other plans that hold files.

    `holds` says whether the workspace, looked at in a plan, holds a file that was asked for.
    """
    here = workspace.plan
    others = [] if period else [one for one in workspace.plans if one.id != here.id]
    found = [one for one in others if holds(workspace.in_plan(one.id))]
    if not found:
        return AppError("nothing_to_archive")
    named = "、".join(f"{one.short_title}（{one.id}）" for one in found)
    return AppError("nothing_to_archive_here", 方案=here.short_title, 可选=named, 编号=found[0].id)


def _listed(text: str) -> dict[str, str]:
    found = {}
    for line in text.splitlines():
        digest, gap, name = line[:64], line[64:66], line[66:]
        if gap.strip() or len(digest) != 64 or not name:
            raise ValueError("list")
        found[name] = digest
    return found


def _sum(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    """The SHA-256 of an entry, read in pieces; an entry that cannot be unpacked has none."""
    digest = hashlib.sha256()
    try:
        with archive.open(info) as opened:
            while piece := opened.read(2**20):
                digest.update(piece)
    except zipfile.BadZipFile:  # its CRC differs: it was changed
        return "?"
    return digest.hexdigest()
