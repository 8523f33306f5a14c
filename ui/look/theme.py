"""Theme: every colour, size and font of the window, light and dark.

Nothing else names a colour. Text on its ground has a contrast of at least 4.5:1 in both looks
(tests/ui/look/test_theme.py).
"""

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from ui.look.style_sheet import CODE_FAMILIES, style_sheet
from ui.look.tokens import DARK, LIGHT, Tokens

BASE_SIZE = 14  # px
FAMILIES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)


_current = LIGHT


def tokens() -> Tokens:
    """Return the colours in use."""
    return _current


def colour(name: str) -> QColor:
    """Return a colour in use by its token's name."""
    return QColor(getattr(_current, name))


def ui_font(size: int = BASE_SIZE, *, bold: bool = False, italic: bool = False) -> QFont:
    """Return the window's font in a pixel size, figures of equal width.

    Two weights: of a face without a bold one, as Linux has some, Qt draws a bold of its own; of a weight between, none.
    """
    return QFont(_font(size, bold=bold, italic=italic))


@lru_cache(maxsize=64)
def _font(size: int, *, bold: bool, italic: bool) -> QFont:
    """A font as it is asked for at every head and cell; one that is changed must be a copy."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    font.setItalic(italic)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def code_font(size: int = BASE_SIZE, *, bold: bool = False) -> QFont:
    """Return the font of codes that people compare sign by sign, in a pixel size."""
    font = ui_font(size, bold=bold)
    font.setFamilies([*CODE_FAMILIES, *FAMILIES])
    return font


def prefers_dark() -> bool:
    """True when the system asks for a dark look."""
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def apply_theme(app: QApplication, *, dark: bool) -> None:
    """Dress the whole program; safe to call again while windows are open."""
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(ui_font())
    _colour(app, DARK if dark else LIGHT)


def _colour(app: QApplication, look: Tokens) -> None:
    global _current
    _current = look
    app.setStyleSheet("")  # from one sheet to another Qt goes through open windows four times as long
    app.setPalette(_palette(look))
    app.setStyleSheet(style_sheet(look))


def switched_look() -> bool:
    """Dress the program in the other look; True for dark colours from now on."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        _colour(app, LIGHT if _current.dark else DARK)
    return _current.dark


def _palette(look: Tokens) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: look.ground,
        QPalette.ColorRole.WindowText: look.text,
        QPalette.ColorRole.Base: look.surface,
        QPalette.ColorRole.AlternateBase: look.raised,
        QPalette.ColorRole.Text: look.text,
        QPalette.ColorRole.Button: look.surface,
        QPalette.ColorRole.ButtonText: look.text,
        QPalette.ColorRole.ToolTipBase: look.surface,
        QPalette.ColorRole.ToolTipText: look.text,
        QPalette.ColorRole.PlaceholderText: look.quiet,
        QPalette.ColorRole.Highlight: look.accent_tint,
        QPalette.ColorRole.HighlightedText: look.text,
        QPalette.ColorRole.Link: look.accent,
    }
    for role, value in roles.items():
        palette.setColor(role, QColor(value))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(look.quiet))
    return palette
