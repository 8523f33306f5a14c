"""Boxes are as high as what they say: none has an empty middle, and none hides a line of what it lists."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from tests.ui.evidence.test_evidence_box import PHOTO
from ui.evidence.evidence_dialog import EvidenceDialog
from ui.look.widgets import label
from ui.office.asking import FieldsDialog
from ui.window.unit_desk import UnitDesk

SPARE = 8  # pixels, much less than a line


def area_of(box: FieldsDialog | EvidenceDialog) -> QScrollArea:
    return box.findChildren(QScrollArea)[0]


def spare(box: FieldsDialog | EvidenceDialog) -> int:
    """How much of what scrolls is empty; less than 0 where something has no room."""
    area = area_of(box)
    inside = area.widget()
    assert inside is not None
    layout = inside.layout()
    needed = (
        layout.heightForWidth(area.viewport().width()) if layout.hasHeightForWidth() else layout.sizeHint().height()
    )
    return area.viewport().height() - needed


def test_a_box_that_asks_one_thing_has_no_empty_middle_and_grows_for_what_is_wrong(
    qtbot: QtBot,
    shown: UnitDesk,
) -> None:
    box = shown.ask_person()
    qtbot.waitUntil(box.isVisible)
    qtbot.wait(50)
    before = box.height()
    assert 0 <= spare(box) < SPARE and not box._wrong.isVisible()
    for _ in range(2):
        box.take()
        qtbot.waitUntil(box._wrong.isVisible)
        qtbot.waitUntil(lambda: 0 <= spare(box) < SPARE)
        assert box.height() > before
        box.refuse("")
        qtbot.waitUntil(lambda: box.height() == before)
    box.close()


def test_the_box_of_evidence_is_as_high_as_its_list(
    qtbot: QtBot,
    shown: UnitDesk,
    tmp_path: Path,
) -> None:
    files = [tmp_path / f"验收单{n}.jpg" for n in range(30)]
    for n, one in enumerate(files):
        one.write_bytes(PHOTO + bytes([n]))
    box = EvidenceDialog(shown.desk, "Q06.1", "人工造林", shown)
    box.open()
    qtbot.waitUntil(lambda: 0 <= spare(box) < SPARE)
    before = box.height()
    box.box.take(files[:3])
    qtbot.waitUntil(lambda: box.box._job is None and box.height() > before)
    qtbot.waitUntil(lambda: 0 <= spare(box) < SPARE)
    for row in box.box.rows():
        box.box.remove(row)
    qtbot.waitUntil(lambda: box.height() <= before + label("甲", "small").sizeHint().height() + 2 * SPARE)
    box.box.take(files)
    qtbot.waitUntil(lambda: box.box._job is None and area_of(box).verticalScrollBar().isVisible())
    assert box.height() <= shown.height()
    box.close()


@pytest.mark.parametrize("marks", [True, False])
def test_what_goes_on_below_a_line_with_a_mark_begins_below_its_words(marks: bool) -> None:
    from PySide6.QtGui import QIcon, QPixmap

    from ui.basics.completion import Mark
    from ui.tables.lists.list_table import DECORATION, ListLine, ListTable, heading

    table = ListTable(("内容",), ())
    first = Mark.DONE if marks else Mark.NONE
    table.show_lines((heading("收到的回执"), ListLine(("第1版 已接收",), first), ListLine(("☑收到",))))
    head, line, below = (table.index(n, 0).data(DECORATION) for n in range(3))
    assert head is None and isinstance(line, QIcon) is marks
    if marks:
        assert isinstance(below, QPixmap) and below.deviceIndependentSize().width() == 16
        assert below.toImage().pixelColor(8, 8).alpha() == 0
    else:
        assert below is None
