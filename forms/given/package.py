"""Package of a book somebody gives: the parts that are there, judged by what they are, never by what is declared.

Macros and links to other books refuse it, each with its own way out; pictures, objects and data models are passed over
and told. Nothing is taken from a part nobody needs, so a broken or strange one disturbs nothing. Names are compared as
every program reads them: a `\\` is a `/`, letter case means nothing. Sizes are counted while a part is inflated.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import field

from models.basics.errors import AppError
from models.basics.records import dataclass
from models.basics.sizes import LARGEST_GIVEN_PART, LARGEST_OTHER_PART

MOST_PARTS = 5_000
_MACROS = ("vbaproject", "vbadata", "macrosheets/")
_LINKS, _DRAWING = "externallinks/", "xl/drawings/drawing"
_TOLD = (
    ("xl/media/", "pictures"), (_DRAWING, "pictures"), ("embeddings/", "objects"),
    ("activex/", "objects"), ("ctrlprops/", "objects"),
    ("xl/comments", "comments"), ("xl/threadedcomments", "comments"),
    ("xl/model/", "model"), ("xl/connections.xml", "model"), ("pivotcache/", "pivots"),
)  # fmt: skip
_LARGE = ("xl/worksheets/", "xl/sharedstrings.xml", "xl/styles.xml")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    NotImplementedError,
    EOFError,
    OSError,
    RuntimeError,
    LookupError,
)


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of one book, inflated when they are asked for."""

    name: str
    _archive: zipfile.ZipFile
    _infos: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    def part(self, path: str) -> bytes | None:
        """Return a part, None where there is none. Raises AppError "import_unreadable", "import_too_large"."""
        info = self._infos.get(_plain_name(path))
        if info is None:
            return None
        most = LARGEST_GIVEN_PART if _plain_name(path).startswith(_LARGE) else LARGEST_OTHER_PART
        try:
            with self._archive.open(info) as stream:
                content = stream.read(most + 1)
        except _BROKEN as error:
            raise AppError("import_unreadable", 文件=self.name) from error
        if len(content) > most:
            raise AppError("import_too_large", 文件=self.name)
        return content

    def told(self) -> Iterator[str]:
        """Yield what the book holds that is not read, each kind once: keys of `imports.told`."""
        seen = set()
        for begin, kind in _TOLD:
            if kind not in seen and any(begin in name and self._shows(name) for name in self._infos):
                seen.add(kind)
                yield kind

    def _shows(self, name: str) -> bool:
        """False for a drawing with nothing in it: LibreOffice writes one beside a list that is filtered."""
        if _DRAWING not in name:
            return True
        try:
            return b"nchor" in (self.part(name) or b"")  # oneCellAnchor, twoCellAnchor, absoluteAnchor
        except AppError:
            return True


def open_package(content: bytes, name: str) -> Package:
    """Open a zipped workbook; `name` is what the file is called on the screen.

    Raises AppError: "import_macros", "import_links", "import_password", "import_unreadable".
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except _BROKEN as error:
        raise AppError("import_unreadable", 文件=name) from error
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        if info.flag_bits & 0x1:
            raise AppError("import_password", 文件=name)
        if found.setdefault(_plain_name(info.filename), info) is not info or len(infos) > MOST_PARTS:
            raise AppError("import_unreadable", 文件=name)
    if any(word in part for part in found for word in _MACROS):
        raise AppError("import_macros", 文件=name)
    if any(_LINKS in part for part in found):
        raise AppError("import_links", 文件=name)
    return Package(name, archive, found)


def _plain_name(path: str) -> str:
    return posixpath.normpath(path.replace("\\", "/").lower().lstrip("/"))
