"""Read pages: the texts of a PDF's pages, in the order in which they were drawn, and whether they can be seen.

PDFium reads them; it is given files from outside in the worker only (`forms.guards.worker`).
"""

from collections.abc import Sequence
from typing import Any

from forms.guards.worker import Ask, Plain
from forms.page_reading.drawn_page import PageDrawing, page_drawing
from forms.page_reading.ruled import RuledRow
from forms.page_reading.written import WrittenPage
from models.basics.records import dataclass

MOST_PAGES, LONGEST_PAGE = 3_000, 200_000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesRead:
    """The text of each page, and what is wrong with the drawing of some: page (from 1) → a word (`PageDrawing`)."""

    texts: tuple[str, ...]
    odd: dict[int, str]
    placed: dict[int, tuple[str, ...]]  # figures that stand where the order of drawing does not say, or are set oddly
    rows: dict[int, tuple[RuledRow, ...]]  # of the tables of each page
    codes: dict[int, str]  # what scanners read from the bars of each page that has any, "" = nothing


NO_PAGES = PagesRead(texts=("",), odd={}, placed={}, rows={}, codes={})  # of a file whose pages cannot be read


def page_texts(pdf: bytes) -> tuple[str, ...] | None:
    """Return the text of each page; None as `read_pages`."""
    found = read_pages(pdf)
    return found.texts if found is not None else None


def texts_plainly(pdf: bytes, _: Plain, __: Ask) -> Plain:
    """Return the text of all pages, "" for what is no PDF; a task of the worker."""
    return "\n".join(page_texts(pdf) or ())


def read_pages(
    pdf: bytes, *, marks: frozenset[str] | None = None, written: Sequence[WrittenPage | None] = ()
) -> PagesRead | None:
    """Return what pages say and, where `marks` are given, whether all of it can be seen.

    `written`: what the content of each page draws, where that is known: the same is found sooner with it.
    None for a file whose pages cannot be read, or that has more than any paper.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return None
    try:
        if len(document) > MOST_PAGES:
            return None
        known = written if len(written) == len(document) else (None,) * len(document)
        pages = [_page(document[number], marks, one) for number, one in enumerate(known)]
        drawn = [(number, one) for number, (_, one) in enumerate(pages, 1)]
        return PagesRead(
            texts=tuple(text for text, _ in pages),
            odd={number: one.word for number, one in drawn if one.word},
            placed={number: one.placed for number, one in drawn if one.placed},
            rows={number: one.rows for number, one in drawn if one.rows},
            codes={number: one.code for number, one in drawn if one.code is not None},
        )
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()


def _page(  # PDFium's page
    page: Any,  # noqa: ANN401
    marks: frozenset[str] | None,
    written: WrittenPage | None,
) -> tuple[str, PageDrawing]:
    held = page.get_textpage()
    try:
        count = min(held.count_chars(), LONGEST_PAGE)
        text = str(held.get_text_range(0, count)) if count else ""
        return text, PageDrawing() if marks is None else page_drawing(page, held, text, marks, written)
    finally:
        held.close()
        page.close()
