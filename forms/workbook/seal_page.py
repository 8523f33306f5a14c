"""Seal page: the sheet 数据签名, which carries the canonical bytes of a return and the signature over them.

Writes them as base64 in pieces a cell can hold and reads them back strictly. Verifies nothing: `forms.seals.data_seal`
does.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from functools import cached_property

from forms.book.grid import FlatSheet
from forms.book.text import word
from forms.book.writer import RED, AnyBook, BookColumn, BookFigure
from forms.workbook.seal_order import CHUNK
from models.basics.errors import AppError
from models.basics.records import dataclass
from models.basics.sizes import LARGEST_REQUEST, LARGEST_RETURN, LARGEST_SIGNATURE

FORM = "tanbao-workbook-1"
PARTS = ("content", "cms", "request")
MOST_DIGITS = 6  # that the ordinal of a piece has less than


@dataclass(frozen=True)
class SealedContent:
    """What sheet 数据签名 carries: canonical bytes of the return, the CMS over them, the registration request (PDF)."""

    content: bytes
    cms: bytes
    request: bytes | None = None

    @cached_property
    def digests(self) -> tuple[str, ...]:
        """SHA-256 of each part as the sheet shows it: found once for who reads a book and for what it should show."""
        return tuple(hashlib.sha256(part).hexdigest() for part in (self.content, self.cms, self.request or b""))

    @cached_property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Each part in base64, cell by cell, as the sheet shows it."""
        return tuple(tuple(_chunks(part)) for part in (self.content, self.cms, self.request or b""))


def write_seal(book: AnyBook, sealed: SealedContent) -> str:
    """Write the sheet 数据签名; return its title."""
    lanes = [
        BookColumn(word("column.part"), 14, "center"),
        BookColumn(word("column.ordinal"), 8, "center"),
        BookColumn(word("column.chunk"), 74),
    ]
    page = book.page(word("sheet.seal"), word("sheet.seal"), lanes, portrait=True)
    page.note(word("seal.warning"), font_color=RED)
    page.head()
    page.row([word("seal.form"), BookFigure("1"), FORM])
    for number, digest in enumerate(sealed.digests, 1):
        page.row([word("seal.digest"), BookFigure(str(number)), digest])
    page.print_only_above()
    for name, cells in zip(PARTS, sealed.cells, strict=True):
        for number, chunk in enumerate(cells, 1):
            page.row([word(f"seal.{name}"), BookFigure(str(number)), chunk], wrap=False)
    return word("sheet.seal")


def _chunks(part: bytes) -> Iterator[str]:
    text = b64encode(part).decode("ascii")
    yield from (text[start : start + CHUNK] for start in range(0, len(text), CHUNK))


def sealed_content(pieces: Mapping[str, Mapping[int, str]]) -> SealedContent:
    """Return what the pieces of a seal sheet (part → ordinal → text) hold.

    Raises AppError("book_seal_damaged") for anything missing, truncated or not as it was written.
    """
    if pieces.get(word("seal.form")) != {1: FORM}:
        raise AppError("book_seal_damaged")
    limits = dict(zip(PARTS, (LARGEST_RETURN, LARGEST_SIGNATURE, LARGEST_REQUEST), strict=True))
    parts = [_joined(pieces.get(word(f"seal.{name}"), {}), limit) for name, limit in limits.items()]
    content, cms, request = parts
    sealed = SealedContent(content, cms, request or None)
    if not content or not cms or pieces.get(word("seal.digest")) != dict(enumerate(sealed.digests, 1)):
        raise AppError("book_seal_damaged")
    return sealed


def pieces_of(sheet: FlatSheet) -> dict[str, dict[int, str]] | None:
    """Return the pieces of a seal sheet that is laid out as `write_seal` does it; None of any other."""
    texts, three = sheet.texts, (1, 2, 3)
    columns = [columns for _, columns in sheet.lines]
    heads = [word(f"column.{name}") for name in ("part", "ordinal", "chunk")]
    if columns[:2] != [(1,), (1,)] or columns[2:].count(three) != len(columns) - 2 or texts[2:5] != heads:
        return None
    if not all(texts) or any(map(str.isspace, texts)):
        return None
    pieces: dict[str, dict[int, str]] = {}
    for part, ordinal, chunk in zip(texts[5::3], texts[6::3], texts[7::3], strict=True):
        if not (ordinal.isascii() and ordinal.isdigit() and len(ordinal) < MOST_DIGITS):
            return None
        if int(ordinal) in pieces.setdefault(part, {}):
            return None
        pieces[part][int(ordinal)] = chunk.strip()
    return pieces


def _joined(chunks: Mapping[int, str], limit: int) -> bytes:
    if sorted(chunks) != list(range(1, len(chunks) + 1)):
        raise AppError("book_seal_damaged")
    if sum(map(len, chunks.values())) > limit * 4 // 3 + 4:
        raise AppError("book_seal_damaged")
    try:
        return b64decode("".join(chunks[n] for n in sorted(chunks)), validate=True)
    except ValueError as error:
        raise AppError("book_seal_damaged") from error


__all__ = ["FORM", "SealedContent", "pieces_of", "sealed_content", "write_seal"]
