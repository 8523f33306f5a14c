"""Issued mark: the number of a paper that is not sealed, as data inside it, so that it is known without its name.

A 汇总表, 通报, 更正通报, 专报 or 催报单 carries one word among the keywords of the file: kind, period, number, year and
whose office it is. Programs that save such a file again keep the keywords of a PDF and of a .docx; where one of
them takes a mark of punctuation for the end of a keyword, the parts come apart and are read all the same.
"""

import hashlib
import html
import io
import re
from urllib.parse import quote, unquote

from forms.guards.guards import sniff
from forms.guards.worker import Ask, Plain, in_worker
from models.basics.records import dataclass

MOST = 99_999  # the highest number that is believed: an unsealed file may say anything
_CODE = 16  # hexadecimal figures that name an office: 64 bits of the SHA-256 of its root certificate
_LINE = re.compile(
    r"[/:;,\s]+".join(
        ("tanbao-issued", "(issue|chase)", "([0-9A-Za-z%._~-]{1,99})", "([0-9]{1,5})", "([0-9]{4})", "([0-9a-f]{16})")
    ),
    re.ASCII,
)
_LONGEST = 10_000  # characters of keywords, or of the text of the first pages, looked through
_PAGES = 2  # of a PDF without keywords of ours: the number stands on the first
_RUN = re.compile(r"<w:t(?:\s[^>]*)?>([^<]*)</w:t>")


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
        """The word among the keywords of the file."""
        return f"tanbao-issued/{self.kind}/{quote(self.period, '')}/{self.number}/{self.year}/{self.office}"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsealedPaper:
    """What was read of a paper that nobody sealed: its mark, or, where it has none, the text of its first pages."""

    mark: IssuedMark | None
    text: str = ""


def office_code(root: bytes) -> str:
    """Return the code of an office, of its root certificate as it lies in the workspace."""
    return hashlib.sha256(root.strip()).hexdigest()[:_CODE]


def read_unsealed(content: bytes) -> UnsealedPaper:
    """Read a PDF or .docx; another file is empty. Raises as `in_worker`, which reads it."""
    if sniff(content) not in ("pdf", "docx", "zip"):
        return UnsealedPaper(mark=None)
    text = str(in_worker(read_words, content))
    mark = _mark_in(text)
    return UnsealedPaper(mark=mark, text="" if mark else text)


def mark_inside(content: bytes) -> IssuedMark | None:
    """Return the mark among the keywords of a PDF, .docx or .xlsx; called where files of anybody are read."""
    return _mark_in(read_words(content, None, lambda _: None))


def _mark_in(words: str) -> IssuedMark | None:
    found = _LINE.search(words)
    if found is None or not 0 < int(found[3]) <= MOST:
        return None
    number, year = int(found[3]), int(found[4])
    return IssuedMark(kind=found[1], period=unquote(found[2]), number=number, year=year, office=found[5])


def read_words(content: bytes, _: Plain, __: Ask) -> Plain:
    """Return the keywords of a PDF or .docx where ours are among them, else its text; "" = it cannot be read."""
    keywords, text = _of_document(content) if content.startswith(b"PK") else _of_pdf(content)
    return keywords if _LINE.search(keywords) else text


def _of_document(content: bytes) -> tuple[str, str]:
    from forms.guards.guards import foreign_package

    parts = foreign_package(content)
    said = parts.get("docProps/core.xml", b"")[:_LONGEST].decode("utf-8", "replace")
    runs = _RUN.finditer(parts.get("word/document.xml", b"").decode("utf-8", "replace"))
    text = ""
    while len(text) < _LONGEST and (run := next(runs, None)) is not None:
        text += html.unescape(run[1])
    return said, text[:_LONGEST]


def _of_pdf(content: bytes) -> tuple[str, str]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(io.BytesIO(content)) as document:
            said = str(document.get_metadata_value("Keywords"))[:_LONGEST]
            pages = (document[number].get_textpage() for number in range(min(_PAGES, len(document))))
            return said, "\n".join(page.get_text_range() for page in pages)[:_LONGEST]
    except pypdfium2.PdfiumError:
        return "", ""
