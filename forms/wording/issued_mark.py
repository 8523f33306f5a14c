"""Issued mark: the number of a paper that is not sealed, as data inside it, so that it is known without its name.

A 通报, 更正通报, 专报 or 催报单 carries one line among the keywords of the file: kind, period, number, year and whose
office it is. Programs that save such a file again keep the keywords of a PDF and of a .docx.
"""

import hashlib
import io
import re
from dataclasses import dataclass

from forms.guards.guards import sniff
from forms.guards.worker import Ask, Plain, in_worker

MOST = 99_999  # the highest number that is believed: an unsealed file may say anything
_CODE = 16  # hexadecimal figures that name an office: 64 bits of the SHA-256 of its root certificate
_LINE = re.compile(r"tanbao-issued:(issue|chase):([0-9A-Za-z-]{0,20}):([0-9]{1,5}):([0-9]{4}):([0-9a-f]{16})", re.ASCII)
_LONGEST = 10_000  # characters of keywords looked through


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedMark:
    """What an unsealed paper says of itself. `kind` is that of its act; `office` as `office_code`."""

    kind: str
    period: str
    number: int
    year: int
    office: str

    @property
    def keywords(self) -> str:
        """The line among the keywords of the file."""
        return f"tanbao-issued:{self.kind}:{self.period}:{self.number}:{self.year}:{self.office}"


def office_code(root: bytes) -> str:
    """Return the code of an office, of its root certificate as it lies in the workspace."""
    return hashlib.sha256(root.strip()).hexdigest()[:_CODE]


def issued_mark(content: bytes) -> IssuedMark | None:
    """Return the mark of a PDF or .docx; None for a file that has none. Raises as `in_worker`, which reads it."""
    if sniff(content) not in ("pdf", "docx", "zip"):
        return None
    found = _LINE.search(in_worker(read_keywords, content))
    if found is None or not 0 < int(found[3]) <= MOST:
        return None
    return IssuedMark(kind=found[1], period=found[2], number=int(found[3]), year=int(found[4]), office=found[5])


def read_keywords(content: bytes, _: Plain, __: Ask) -> Plain:
    """Return the keywords of a PDF, or what the properties of a .docx say; "" for a file that cannot be read."""
    if not content.startswith(b"PK"):
        import pypdfium2

        try:
            with pypdfium2.PdfDocument(io.BytesIO(content)) as document:
                return str(document.get_metadata_value("Keywords"))[:_LONGEST]
        except pypdfium2.PdfiumError:
            return ""
    from forms.guards.guards import foreign_package

    return foreign_package(content).get("docProps/core.xml", b"")[:_LONGEST].decode("utf-8", "replace")
