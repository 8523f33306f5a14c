"""Read pages: the texts of a PDF's pages, in the order in which they were drawn, and whether they can be seen.

PDFium reads them; it is given files from outside in the worker only (`forms.guards.worker`).
"""

import io
from typing import Any

from forms.page.drawing import odd_drawing
from models.basics.lazy_dataclass import dataclass

MOST_PAGES, LONGEST_PAGE = 3_000, 200_000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesRead:
    """The text of each page, and what is wrong with the drawing of some: page (from 1) → a word (`odd_drawing`)."""

    texts: tuple[str, ...]
    odd: dict[int, str]


def page_texts(pdf: bytes) -> tuple[str, ...] | None:
    """Return the text of each page; None as `read_pages`."""
    found = read_pages(pdf)
    return found.texts if found is not None else None


def read_pages(pdf: bytes, *, marks: frozenset[str] | None = None) -> PagesRead | None:
    """Return what pages say and, where `marks` are given, whether all of it can be seen.

    None for a file whose pages cannot be read, or that has more than any paper.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    except pypdfium2.PdfiumError:
        return None
    try:
        if len(document) > MOST_PAGES:
            return None
        texts, odd = [], {}
        for number in range(len(document)):
            text, word = _page(document[number], marks)
            texts.append(text)
            if word:
                odd[number + 1] = word
        return PagesRead(texts=tuple(texts), odd=odd)
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()


def _page(page: Any, marks: frozenset[str] | None) -> tuple[str, str]:  # noqa: ANN401
    held = page.get_textpage()
    try:
        count = min(held.count_chars(), LONGEST_PAGE)
        text = str(held.get_text_range(0, count)) if count else ""
        return text, "" if marks is None else odd_drawing(page, held, marks)
    finally:
        held.close()
        page.close()
