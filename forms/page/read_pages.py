"""Read pages: the texts of a PDF's pages, in the order in which they were drawn.

PDFium reads them; it is given files from outside in the worker only (`forms.guards.worker`).
"""

import io

MOST_PAGES, LONGEST_PAGE = 3_000, 200_000  # characters


def page_texts(pdf: bytes) -> tuple[str, ...] | None:
    """Return the text of each page; None for a file whose pages cannot be read, or that has more than any paper."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    except pypdfium2.PdfiumError:
        return None
    try:
        if len(document) > MOST_PAGES:
            return None
        return tuple(_text(document[number]) for number in range(len(document)))
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()


def _text(page: object) -> str:
    held = page.get_textpage()  # type: ignore[attr-defined]
    try:
        count = min(held.count_chars(), LONGEST_PAGE)
        return str(held.get_text_range(0, count)) if count else ""
    finally:
        held.close()
        page.close()  # type: ignore[attr-defined]
