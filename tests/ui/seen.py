"""What a person sees and hears of a window: the accessibility tree as Qt hands it out, words that have no room, and
contrast read from pixels.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage, QRegion
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QWidget,
)

ROOT = Path(__file__).resolve().parents[2]
Role = QAccessible.Role
ROWS = 2  # of a list or table that are walked: the others are made the same way
NAMED = {  # roles of what a person uses: without a name nobody can say what it is
    Role.Button, Role.CheckBox, Role.RadioButton, Role.ComboBox, Role.EditableText, Role.SpinBox, Role.Table, Role.List,
    Role.Tree, Role.Link, Role.ButtonMenu, Role.ButtonDropDown, Role.PageTab, Role.Slider,
}  # fmt: skip
LISTS = {Role.Table, Role.List, Role.Tree}
INNER = "qt_"  # parts of Qt's own widgets
FIELD_EDGE = 6  # pixels of a field at both sides of what stands in it


def heard(root: QWidget) -> Iterator[tuple[QAccessibleInterface, str]]:
    """Yield every visible thing of the accessibility tree that is used, with its name."""
    yield from _heard(QAccessible.queryAccessibleInterface(root))


def _heard(one: QAccessibleInterface) -> Iterator[tuple[QAccessibleInterface, str]]:
    whole = one.object()
    if one.state().invisible or (whole is not None and whole.objectName().startswith(INNER)):
        return
    role = one.role()
    if role in NAMED:
        yield one, one.text(QAccessible.Text.Name).strip()
    if role == Role.ComboBox:
        return
    for number in range(min(one.childCount(), ROWS) if role in LISTS else one.childCount()):
        below = one.child(number)
        if below is not None and below.isValid():
            yield from _heard(below)


def menu_lines(window: QWidget) -> list[str]:
    """Return the lines of the menus of a window, which are made when a menu is opened."""
    for menu in window.findChildren(QMenu):
        menu.aboutToShow.emit()
    return [act.text() for menu in window.findChildren(QMenu) for act in menu.actions()]


def nameless(root: QWidget) -> list[str]:
    """Return what is used and has no name, with its role."""
    return [f"{one.role()} {type(one.object()).__name__}" for one, name in heard(root) if not name]


def cut(root: QWidget) -> list[str]:
    """Return words a person cannot read: lines cut in their height, and words cut short that no tip tells."""
    found = []
    for one in root.findChildren(QWidget):
        if not one.isVisible() or one.window() is not root or one.objectName().startswith(INNER):
            continue
        if isinstance(one, QLabel) and one.wordWrap():
            needed = one.heightForWidth(one.width())
            found += [f"{one.text()!r} {one.height()} of {needed}"] if needed > one.height() + 1 else []
        elif isinstance(one, QAbstractItemView) and not isinstance(one, QHeaderView):
            found += _cut_cells(one)
        elif not _tipped(one) and (words := _cut_words(one)):
            found.append(f"{words!r} {one.width()} {type(one).__name__} in {type(one.parent()).__name__}")
    return found


def _cut_words(one: QWidget) -> str:
    """The words of a widget that do not fit into its width, "" where they do."""
    wide = one.fontMetrics().horizontalAdvance
    if isinstance(one, QLabel) and one.textFormat() == Qt.TextFormat.PlainText:
        lines = one.text().split("\n")
        return one.text() if max(map(wide, lines)) > one.contentsRect().width() + 1 else ""
    if isinstance(one, QAbstractButton):
        return one.text() if one.text() and one.sizeHint().width() > one.width() + 1 else ""
    if isinstance(one, QLineEdit):
        return one.placeholderText() if wide(one.placeholderText()) > one.width() - 2 * FIELD_EDGE else ""
    return ""


def _tipped(one: QWidget) -> bool:
    """True when pointing at it says all; a part of a button lets the button say it."""
    through = one.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    above = one.parentWidget() if through else None
    return bool(one.toolTip() or (above is not None and above.toolTip()))


def _cut_cells(view: QAbstractItemView) -> list[str]:
    model, found = view.model(), []
    columns = 1 if isinstance(view, QListView) or model is None else model.columnCount(view.rootIndex())
    for row in range(model.rowCount(view.rootIndex()) if model is not None else 0):
        for column in range(columns):
            index = model.index(row, column, view.rootIndex())
            area, words = view.visualRect(index), index.data()
            if not isinstance(words, str) or not words or not view.viewport().rect().intersects(area):
                continue
            lines = max(1, area.height() // view.fontMetrics().lineSpacing())
            wide = view.fontMetrics().horizontalAdvance(words.replace("\n", ""))
            if wide > area.width() * lines and not index.data(Qt.ItemDataRole.ToolTipRole):
                found.append(f"{words!r} {area.width()} in {type(view).__name__}")
    return found


def luminance(pixel: int) -> float:
    parts = [(pixel >> shift & 255) / 255 for shift in (16, 8, 0)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: int, other: int) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pixels(image: QImage, part: QRect) -> Counter[int]:
    """Count the colours of a part of a picture."""
    cut = image.copy(part).convertToFormat(QImage.Format.Format_RGB32)
    return Counter(memoryview(cut.constBits()).cast("I"))


def faint(root: QWidget) -> list[str]:
    """Return texts whose ink stands out less than 4.5:1 from their ground, and outlines of fields less than 3:1.

    The ground is the most frequent colour of a widget, the ink the one farthest from it: antialiasing only makes ink
    paler, never stronger. Each dress is measured once.
    """
    image, seen, found = root.grab().toImage(), set(), []
    ratio = image.devicePixelRatio()
    for one in root.findChildren(QWidget):
        text = one.text() if isinstance(one, QLabel | QAbstractButton | QLineEdit) else ""
        dress = (type(one), one.objectName(), one.isEnabled(), one.parent().objectName() if one.parent() else "")
        if not text.strip() or dress in seen or not one.isVisible() or one.visibleRegion().isEmpty():
            continue
        shown = one.visibleRegion().boundingRect()
        at = one.mapTo(root, shown.topLeft())
        part = QRect(QPoint(round(at.x() * ratio), round(at.y() * ratio)), QSize(shown.size() * ratio))
        colours = pixels(image, part.adjusted(3, 3, -3, -3))
        if not colours or shown.size() != one.size():
            continue
        seen.add(dress)
        ground = colours.most_common(1)[0][0]
        ink = max(contrast(ground, one) for one in colours)
        if ink < 4.5:  # a thin sign, drawn between two columns of pixels, nowhere has all of its ink
            ink = max(contrast(ground, one) for one in pixels(*_larger(root, QRect(at, shown.size()))))
        if ink < 4.5:
            found.append(f"text {text!r} {dress} {ink:.2f}")
        if isinstance(one, QLineEdit | QComboBox) or (isinstance(one, QPushButton) and not one.isFlat()):
            found += _edge(image, part, dress, one)
    return found


def _larger(root: QWidget, part: QRect) -> tuple[QImage, QRect]:
    """Draw a part of a widget four times as large."""
    image = QImage(part.size() * 4, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(4)
    root.render(image, QPoint(), QRegion(part))
    return image, image.rect().adjusted(12, 12, -12, -12)


def _edge(image: QImage, part: QRect, dress: object, one: QWidget) -> list[str]:
    """Return the outline of a field or a plain button where it is drawn too faint; one that is off need not be seen."""
    if not one.isEnabled() or one.objectName() in ("link", "primary", "danger") or isinstance(one, QPushButton):
        return []
    row = QRect(part.left() + part.width() // 2, part.top(), 1, 3)
    inside = pixels(image, QRect(part.center(), QSize(1, 1))).most_common(1)[0][0]
    line = max(contrast(inside, colour) for colour in pixels(image, row))
    return [f"outline {dress} {line:.2f}"] if line < 3 else []


def dialog_classes() -> set[str]:
    """The dialogs of the window: classes in ui that are a QDialog, or one of another's."""
    return _classes_under("QDialog")


def box_classes() -> set[str]:
    """The boxes that pages are put together of: classes in ui named …Box that are plain widgets."""
    return {name for name in _classes_under("QWidget") if name.endswith("Box") and not name.startswith("_")}


def _classes_under(base: str) -> set[str]:
    found = {base}
    while more := {one.name for one in _classes() if found & {getattr(base, "id", "") for base in one.bases}} - found:
        found |= more
    return found - {base}


@cache
def _classes() -> list[ast.ClassDef]:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "ui").rglob("*.py")]
    return [one for tree in trees for one in ast.walk(tree) if isinstance(one, ast.ClassDef)]


def used(page: QWidget) -> list[tuple[str, QRect]]:
    """Return what can be pressed, where one types and the current cells of a page, each with what is seen of it."""
    found = []
    for one in page.findChildren(QWidget):
        if not one.isVisible():
            continue
        seen = one.visibleRegion().boundingRect()
        if isinstance(one, QAbstractItemView) and one.currentIndex().isValid():
            seen = one.visualRect(one.currentIndex()).intersected(one.viewport().visibleRegion().boundingRect())
            one = one.viewport()
        elif not isinstance(one, QAbstractButton | QLineEdit | QComboBox):
            continue
        place = QRect(one.mapTo(page, seen.topLeft()), seen.size())
        if not place.isEmpty():
            found.append((f"{type(one).__name__} {getattr(one, 'text', str)()}", place))
    return found


def covered(sheet: QWidget) -> list[str]:
    """Return what is used of a page and lies under a sheet over it."""
    page = sheet.parentWidget()
    if page is None or not sheet.isVisible():
        return []
    sheet.setVisible(False)  # what is seen without it
    below = used(page)
    sheet.setVisible(True)
    return [f"{name} {place} under {sheet.geometry()}" for name, place in below if place.intersects(sheet.geometry())]
