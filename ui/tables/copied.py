"""What somebody has copied elsewhere, as the text grids read: the clipboard's own, or the table of its HTML.

And the sentences on what it takes the place of.
"""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from models.basics.messages import say
from models.filling.clipboard import text_of


def copied_text() -> str:
    """Return the text on the clipboard; where a program gave only HTML, its table as text of cells; "" for neither."""
    kept: QMimeData | None = QGuiApplication.clipboard().mimeData()  # None where nothing was copied yet
    if kept is None:
        return ""
    if kept.text() or not kept.hasHtml():
        return kept.text()
    from models.filling.clipboard_html import block_of_html  # loaded where a program gives nothing else

    return text_of(block_of_html(kept.html()))


def without_cut(block: Sequence[Sequence[str]], why: str) -> tuple[Sequence[Sequence[str | None]], list[str]]:
    """Return a copied block with None where nothing is to be put, and the sentences on why.

    Of a long number that a spreadsheet has shown as a power nobody knows the last digits: what stands there stays.
    A block that was not pasted is nobody's but the person's.
    """
    if why != "pasted":
        return block, []
    from forms.book.text import in_powers

    cut = [text for line in block for text in line if in_powers(text)]
    kept: list[list[str | None]] = [[None if cut and in_powers(text) else text for text in line] for line in block]
    return kept, [say("window.paste.cut", m=len(cut), 原文=cut[0])] if cut else []


def over_words(cells: Iterable[tuple[str, str]]) -> list[str]:
    """Return the sentences on what texts take the place of; `cells` are what stands there and what is put there."""
    gone = [text for stood, text in cells if stood not in ("", text)]
    emptied = sum(1 for text in gone if not text.strip())
    words = [say("window.paste.emptied", m=emptied)] if emptied else []
    return [*words, say("window.paste.over", m=len(gone) - emptied)] if len(gone) > emptied else words
