"""Page pictures: the pages of a PDF as pictures for the screen, exactly as they will be printed (PDFium).

Only papers this program has just written are shown; a page is drawn when it is asked for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from models.basics.records import dataclass

LARGEST_SIDE = 6000  # pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """One page: RGB bytes, `stride` bytes for each line."""

    width: int
    height: int
    stride: int
    content: bytes


def page_sizes(path: Path) -> tuple[tuple[float, float], ...]:
    """Return width and height of every page in points. Raises OSError, and ValueError for what is no PDF."""
    with _opened(path) as document:
        return tuple(document.get_page_size(number) for number in range(len(document)))


def page_picture(path: Path, number: int, width: int) -> PagePicture:
    """Return a page (0-based) drawn `width` pixels wide. Raises as `page_sizes`, IndexError for no such page."""
    with _opened(path) as document:
        if not 0 <= number < len(document):
            raise IndexError(number)
        page = document[number]
        scale = min(width / page.get_width(), LARGEST_SIDE / max(page.get_size()))
        bitmap = page.render(scale=scale, rev_byteorder=True)
        rgb = bitmap.mode in ("RGB", "BGR")
        picture = bitmap if rgb else page.render(scale=scale, rev_byteorder=True, force_bitmap_format=2)
        return PagePicture(
            width=picture.width, height=picture.height, stride=picture.stride, content=bytes(picture.buffer)
        )


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path.read_bytes())
    except pypdfium2.PdfiumError as error:
        raise ValueError("pdf") from error
    try:
        yield document
    finally:
        document.close()
