"""Both looks can be read: every text colour on every ground it stands on."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QPlainTextEdit, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from ui.basics.completion import Mark
from ui.look.marks import MarkLabel
from ui.look.style_sheet import style_sheet
from ui.look.theme import apply_theme, switched_look, ui_font
from ui.look.tokens import DARK, LIGHT, Tokens
from ui.look.widgets import button, column

DEEP, FEW = 12, 6  # widgets in each other; times one is told of a new look


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


PAIRS = [
    (text, ground)
    for text in ("text", "quiet", "accent", "error", "warning", "hint", "met")
    for ground in ("ground", "surface", "raised", "derived", "needed", "accent_tint")
] + [
    ("on_accent", "accent"), ("on_accent", "accent_strong"), ("error", "error_tint"), ("warning", "warning_tint"),
    ("text", "error_tint"), ("text", "warning_tint"), ("text", "hint_tint"), ("text", "met_tint"),
]  # fmt: skip


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(look: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(look, text), getattr(look, ground)) >= 4.5


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("edge", "ground"),
    [
        ("edge", "surface"),
        ("edge", "ground"),
        ("edge", "raised"),
        ("needed_edge", "needed"),
        ("needed_edge", "surface"),
    ],
)
def test_outlines_of_what_can_be_used_are_seen(look: Tokens, edge: str, ground: str) -> None:
    assert contrast(getattr(look, edge), getattr(look, ground)) >= 3


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_clicked_is_outlined_and_the_sheet_that_is_shown_is_marked(
    qtbot: QtBot, qapp: QApplication, look: Tokens
) -> None:
    """A workspace to be chosen had an outline of 1.3:1; of two sheets the one not shown had the line."""
    page, sheets = QWidget(), QTabBar()
    page.setObjectName("ground")
    plain, choice = button("确定", lambda: None), button("打开", lambda: None, "choice-line")
    sheets.addTab("送审稿")
    sheets.addTab("审签单")
    page.setLayout(column(plain, choice, sheets))
    qtbot.addWidget(page)
    apply_theme(qapp, dark=look.dark)
    page.show()
    image = page.grab().toImage()
    for one in (plain, choice):
        at = one.mapTo(page, QPoint(one.width() // 2, 0))
        edge = [image.pixelColor(at + QPoint(0, step)).name() for step in (0, 1)]
        assert max(contrast(one, look.ground) for one in edge) >= 3, one
    feet = [sheets.mapTo(page, sheets.tabRect(n).bottomLeft() + QPoint(6, 0)) for n in (0, 1)]
    shown, other = (image.pixelColor(foot).name() for foot in feet)
    apply_theme(qapp, dark=False)
    assert contrast(shown, look.ground) >= 3 > contrast(other, look.ground)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_what_a_field_is_for_is_read_while_it_is_empty(qtbot: QtBot, qapp: QApplication, look: Tokens) -> None:
    """A style sheet that names a text's colour makes Qt draw a placeholder in half of it: 3:1."""
    apply_theme(qapp, dark=look.dark)
    found = []
    for field in (QLineEdit(), QPlainTextEdit()):
        field.setPlaceholderText("口口口")
        field.setFont(ui_font(40))  # strokes of whole pixels
        qtbot.addWidget(field)
        field.resize(200, 60)
        field.show()
        image = field.grab().toImage()
        drawn = {image.pixelColor(x, y).name() for x in range(6, 190) for y in range(6, 54)}
        found.append(max(contrast(one, look.surface) for one in drawn))
    apply_theme(qapp, dark=False)
    assert min(found) >= 4.5


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_every_token_of_the_style_sheet_is_known(look: Tokens) -> None:
    assert "@" not in style_sheet(look)


def test_a_mark_on_the_screen_follows_the_look_of_the_window(qtbot: QtBot, qapp: QApplication) -> None:
    label = MarkLabel(Mark.HINT)
    qtbot.addWidget(label)
    label.show()
    try:
        for look in (LIGHT, DARK, LIGHT):
            apply_theme(qapp, dark=look.dark)
            drawn = label.grab().toImage()
            pixels = [drawn.pixelColor(x, y) for x in range(drawn.width()) for y in range(drawn.height())]
            seen, hint = max(pixels, key=QColor.alpha), QColor(look.hint)
            assert abs(seen.lightness() - hint.lightness()) < 12, "in the colours of the look"
    finally:
        apply_theme(qapp, dark=False)


def test_a_look_goes_through_open_windows_a_few_times_however_deep_they_are(qapp: QApplication) -> None:
    """From one sheet to another Qt told every widget again for each that it lies in: a second in a window in use."""
    window = innermost = QFrame()
    for _ in range(DEEP):
        innermost = QFrame(innermost)
    told = Told(innermost)
    window.show()
    told.times = 0
    try:
        switched_look()
        assert 0 < told.times <= FEW
    finally:
        apply_theme(qapp, dark=False)
        window.deleteLater()


class Told(QObject):
    """Counts how often a widget is told that its colours are others."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.PaletteChange
        return False
