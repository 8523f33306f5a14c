"""What somebody has copied elsewhere, as the text grids read: the clipboard's own, or the table of its HTML."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

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
