"""Type as people see it: bold is bold with every face, a sign stands before the shortest word, figures stand out."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QTextLayout
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from tests.ui.seen import pixels
from ui.basics.texts import WORD_JOINER, unbroken
from ui.look.signs import Sign, SignedLine
from ui.look.style_sheet import style_sheet
from ui.look.theme import apply_theme, code_font, ui_font
from ui.look.tokens import LIGHT
from ui.look.views import QuietList, QuietTable, parts_of, wrapped_height
from ui.look.widgets import Equation, OneLine, column

WORDS = "指标汇总 75.69"


def ink(font: QFont) -> int:
    """How much of a picture a text covers."""
    image = QImage(300, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(image.rect(), int(Qt.AlignmentFlag.AlignCenter), WORDS)
    painter.end()
    return sum(count for colour, count in pixels(image, image.rect()).items() if colour & 255 < 128)


def test_bold_is_seen_also_with_a_face_that_has_one_weight(qapp: object) -> None:
    """Qt draws a bold of its own from weight 700 on; what is asked for with 600 stays as thin as the rest."""
    assert ink(ui_font(16, bold=True)) > ink(ui_font(16)) * 11 // 10
    assert "font-weight: 700" in style_sheet(LIGHT) and "font-weight: 600" not in style_sheet(LIGHT)


def test_the_signs_of_a_code_have_one_width(qapp: object) -> None:
    metrics = QFontMetrics(code_font())
    assert metrics.horizontalAdvance("1I1I") == metrics.horizontalAdvance("WMWM")


def test_a_word_of_one_sign_stands_behind_its_own(qtbot: QtBot) -> None:
    line = SignedLine("small")
    qtbot.addWidget(line)
    line.show_parts([(Sign.RECEIVED, "收"), (Sign.LATE, "迟")])
    line.resize(line.sizeHint())
    line.show()
    assert len(pixels(line.grab().toImage(), line.rect())) > 10, "drawn, not left out as if it had been cut"


def test_a_line_without_room_says_nothing_rather_than_three_dots(qtbot: QtBot) -> None:
    line = OneLine("人工造林，飞播造林")
    qtbot.addWidget(line)
    line.show()
    for width, seen in ((14, False), (80, True)):
        line.resize(width, 20)
        assert (len(pixels(line.grab().toImage(), line.rect())) > 1) is seen, width


def test_a_list_that_has_the_keyboard_is_told_from_one_that_has_not(qtbot: QtBot, qapp: QApplication) -> None:
    """Its outline has the accent then: a row is tinted whether or not the keyboard is there."""
    apply_theme(qapp, dark=False)
    page, views = QWidget(), (QuietTable(), QuietList())
    page.setLayout(column(*views))
    qtbot.addWidget(page)
    page.resize(300, 300)
    page.show()
    for one, other in (views, views[::-1]):
        one.setFocus()
        qtbot.waitUntil(one.hasFocus)
        image = page.grab().toImage()
        edges = [QColor(image.pixel(view.mapTo(page, QPoint(40, 0)))).name().upper() for view in (one, other)]
        assert edges == [LIGHT.accent, LIGHT.line]


def test_figures_stand_out_from_the_words_between_them(qtbot: QtBot) -> None:
    line = Equation()
    qtbot.addWidget(line)
    line.setText("应报 33 ＝ 已收 31")
    assert [(part, font.bold()) for part, font in line._parts()] == [
        ("应报 ", False), ("33", True), (" ＝ 已收 ", False), ("31", True)
    ]  # fmt: skip
    assert line.minimumSizeHint() == line.sizeHint(), "no figure of it is cut"


def test_parts_of_a_line_share_its_width_and_a_text_is_as_high_as_its_lines(qapp: object) -> None:
    assert [(one.x(), one.width()) for one in parts_of(QRect(10, 0, 100, 20), (30, 0, 20))] == [
        (10, 30), (40, 50), (90, 20)
    ]  # fmt: skip
    assert wrapped_height("短", ui_font(), 100) == 0
    assert wrapped_height("很长的名字" * 6, ui_font(), 150) > wrapped_height("很长的名字" * 3, ui_font(), 150) > 20


def test_a_code_that_is_read_out_stays_on_one_line(qapp: object) -> None:
    """The sentence to read it out from ended a line between two of its groups."""
    code = unbroken("TPUL-XP5F-NVVD-WKWF")
    assert "".join(code.split(WORD_JOINER)) == "TPUL-XP5F-NVVD-WKWF"
    layout = QTextLayout(say("window.filing.read_out", 市办="市低碳办", 核对码=code))
    for width in range(200, 900, 20):
        layout.beginLayout()
        ends = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            ends.append(line.textStart() + line.textLength())
        layout.endLayout()
        begin = layout.text().index(code)
        assert not any(begin < end < begin + len(code) for end in ends), width
