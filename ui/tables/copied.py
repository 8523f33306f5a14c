"""What somebody has copied elsewhere, as the text grids read: the clipboard's own, or the table of its HTML.

And the sentences on what it takes the place of.
"""

from collections.abc import Iterable

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


def over_words(cells: Iterable[tuple[str, str]]) -> list[str]:
    """Return the sentences on what texts take the place of; `cells` are what stands there and what is put there."""
    gone = [text for stood, text in cells if stood not in ("", text)]
    emptied = sum(1 for text in gone if not text.strip())
    words = [say("window.paste.emptied", m=emptied)] if emptied else []
    return [*words, say("window.paste.over", m=len(gone) - emptied)] if len(gone) > emptied else words
