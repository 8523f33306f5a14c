"""Reader: one page of the guide, with its pictures as wide as the window and its headings and tables dressed."""

from urllib.parse import unquote

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QColor,
    QImage,
    QResizeEvent,
    QShowEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser

from models.help.guide_pages import GuidePage
from ui.look.theme import colour, tokens, ui_font

EDGE = 28


LINE_HEIGHT = 140.0  # per cent
HEADING_SIZES = {1: 22, 2: 17, 3: 15}
PICTURE_SIGN = "\ufffc"  # stands in a text where a picture is
PICTURE = 1.5  # the pictures are kept at this many points for one of the screen


class Reader(QTextBrowser):
    """Shows one page; its pictures are as wide as there is room, and sharp."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("reading")
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(EDGE)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # the width must not change by it
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page: GuidePage | None = None
        self._waits, self._drawn = False, tuple[object, ...]()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(60)
        self._later.timeout.connect(self._again)

    def show_page(self, page: GuidePage) -> None:
        """Show another page from its beginning; before the window is seen none is laid out, for no width is settled."""
        self._page, self._waits = page, not self.isVisible()
        if not self._waits:
            self._fill()
            self.verticalScrollBar().setValue(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out the page that waited for it."""
        super().showEvent(event)
        if self._waits and self._page is not None:
            self.show_page(self._page)

    def _again(self) -> None:
        """Draw the page for another width or look, without losing the place."""
        if self._drawn == self._for():
            return
        bar = self.verticalScrollBar()
        place = bar.value() / max(1, bar.maximum())
        self._fill()
        bar.setValue(round(place * bar.maximum()))

    def _for(self) -> tuple[object, ...]:
        """What a page is drawn for: its width, the screen's resolution, the look."""
        return self.viewport().width(), self.devicePixelRatioF(), tokens().dark

    def _fill(self) -> None:
        self._drawn = self._for()
        if self._page is not None:
            self.document().clear()  # pictures of the old width are forgotten
            self.setMarkdown(self._page.text)
            _dress(self.document())

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return a picture of the page, no wider than the text."""
        address = name.toString() if isinstance(name, QUrl) else name
        if self._page is None or kind != int(QTextDocument.ResourceType.ImageResource.value):
            return super().loadResource(kind, QUrl(address))
        picture = QImage(str((self._page.path.parent / unquote(address)).resolve()))
        return _fitted(picture, self.viewport().width() - 2 * EDGE, self.devicePixelRatioF())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures once the width is settled."""
        super().resizeEvent(event)
        if self.isVisible() and event.oldSize().width() != event.size().width():
            self._later.start()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of the other look."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._later.start()


def _fitted(picture: QImage, room: int, ratio: float) -> QImage:
    """Return a picture for a screen of so many points a pixel, no wider than the room and never blown up."""
    if picture.isNull():
        return picture
    width = min(room, round(picture.width() / PICTURE))
    made = picture.convertToFormat(QImage.Format.Format_RGB32).scaledToWidth(
        max(1, round(width * ratio)), Qt.TransformationMode.SmoothTransformation
    )
    made.setDevicePixelRatio(ratio)
    return made


def _dress(document: QTextDocument) -> None:
    """Give lines room and headings their size and colour: Markdown brings neither.

    One edit: else the whole page is laid out anew for each line and cell, seconds for the format of plans.
    """
    whole = QTextCursor(document)
    whole.beginEditBlock()
    _dress_lines(document)
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame)
    whole.endEditBlock()


def _dress_lines(document: QTextDocument) -> None:
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        shape = block.blockFormat()
        level = shape.headingLevel()
        if PICTURE_SIGN not in block.text():
            shape.setLineHeight(LINE_HEIGHT, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value))
        shape.setTopMargin(16 if level > 1 else 2)
        shape.setBottomMargin(6)
        cursor.setPosition(block.position())
        cursor.setBlockFormat(shape)
        if level:
            dress = QTextCharFormat()
            dress.setFont(ui_font(HEADING_SIZES.get(level, 15), bold=True))
            dress.setForeground(QColor(tokens().accent if level > 1 else tokens().text))
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(dress)
        block = block.next()


def _dress_table(table: QTextTable) -> None:
    """Draw a hairline below each row instead of a grid."""
    shape = table.format()
    shape.setBorder(0)
    shape.setCellSpacing(0)
    shape.setCellPadding(6)
    table.setFormat(shape)
    for y in range(table.rows()):
        for x in range(table.columns()):
            cell = table.cellAt(y, x)
            line = cell.format().toTableCellFormat()
            line.setBottomBorder(1)
            line.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            line.setBottomBorderBrush(colour("edge"))
            cell.setFormat(line)
