"""The fields of a case: in one line where there is width, in several where there is not, gone through in their order."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.office.asking import AskedField, FieldsDialog
from ui.office.case_form import CaseForm

FIELDS = tuple(
    AskedField(name=name, words=words) for name, words in (("reason", "理由"), ("by", "经办人"), ("checked", "复核人"))
)


def shown(qtbot: QtBot, width: int) -> tuple[CaseForm, QWidget, QWidget]:
    page, above, below = QWidget(), QLineEdit(), QLineEdit()
    layout = QVBoxLayout(page)
    form = CaseForm(above)
    for one in (above, form, below):
        layout.addWidget(one)
    qtbot.addWidget(page)
    page.resize(width, 300)
    page.show()
    form.show_fields(FIELDS)
    qtbot.wait(1)
    return form, above, page


def test_three_fields_stand_in_one_line_where_there_is_width_for_them(qtbot: QtBot) -> None:
    form, _, page = shown(qtbot, 760)
    assert len({edit.y() for edit in form.edits.values()}) == 1
    assert form.edits["reason"].width() > 2 * form.edits["by"].width() - 20
    page.resize(360, 300)
    qtbot.waitUntil(lambda: len({edit.y() for edit in form.edits.values()}) == 2)
    assert max(edit.geometry().right() for edit in form.edits.values()) == form.width() - 1, "no width is left over"
    page.resize(760, 300)
    qtbot.waitUntil(lambda: len({edit.y() for edit in form.edits.values()}) == 1)


def test_tab_goes_into_the_fields_and_through_them_before_what_stands_below(qtbot: QtBot) -> None:
    form, above, _page = shown(qtbot, 760)
    form.show_fields(FIELDS[:1])
    form.show_fields(FIELDS)  # made anew, as for another case
    at: QWidget = above
    for name in ("reason", "by", "checked"):
        at = at.nextInFocusChain()
        while not isinstance(at, QLineEdit):
            at = at.nextInFocusChain()
        assert at is form.edits[name]


def test_an_act_about_several_places_opens_in_the_first_field_that_is_empty(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    asked = (AskedField(name="channel", words="渠道", text="电话"), *FIELDS)
    dialog = FieldsDialog(page, "催报", "给下列单位催报：", asked, "催报", lambda _: None, listed=("甲县", "乙县"))
    assert dialog.focusWidget() is dialog.edits["reason"]


def test_enter_in_an_empty_field_says_what_it_lacks_instead_of_doing_nothing(qtbot: QtBot) -> None:
    """Everywhere else it goes on to the first empty field."""
    page = QWidget()
    qtbot.addWidget(page)
    dialog = FieldsDialog(
        page, "接收", "接收 1 个文件", (AskedField(name="by", words="经办人"),), "接收", lambda _: None
    )
    dialog.show()
    dialog.activateWindow()
    edit = dialog.edits["by"]
    qtbot.waitUntil(edit.hasFocus)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert dialog.isVisible() and any(one.text() == "还没有填：经办人" for one in dialog.findChildren(QLabel))
    form, _, _page = shown(qtbot, 760)
    with qtbot.waitSignal(form.taken):  # whoever takes it says what is lacking
        form.edits["reason"].setFocus()
        qtbot.waitUntil(form.edits["reason"].hasFocus)
        qtbot.keyClick(form.edits["reason"], Qt.Key.Key_Return)


def test_a_place_that_has_no_room_in_a_line_goes_on_in_the_next(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    places = ("安康高新区管委会　特色农产品认证新增数　“特色农产品认证新增数”填 0 表示确认没有发生，请核对。", "甲县")
    dialog = FieldsDialog(page, "一并认可", "下列 2 处：", FIELDS, "一并认可", lambda _: None, listed=places)
    dialog.show()
    rows = [dialog.listed.visualItemRect(dialog.listed.item(n)) for n in range(2)]
    assert rows[0].height() > rows[1].height()
    assert rows[1].bottom() <= dialog.listed.viewport().height(), "a short list is seen whole"
    assert dialog.listed.horizontalScrollBar().maximum() == 0


def test_a_list_of_many_places_ends_with_a_whole_line_below_what_is_said_of_them(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    places = [f"第{n}个单位" for n in range(33)]
    dialog = FieldsDialog(page, "催报", "给下列 33 个单位催报：", FIELDS, "催报", lambda _: None, listed=places)
    dialog.show()
    room = dialog.listed.viewport().height()
    ends = [dialog.listed.visualItemRect(dialog.listed.item(n)).bottom() + 1 for n in range(33)]
    assert room in ends and room > 8 * ends[0]
    (effect,) = (one for one in dialog.findChildren(QLabel) if one.text().startswith("给下列"))
    assert effect.height() == effect.heightForWidth(effect.width()), "it stands on its list"


def test_what_is_typed_for_one_case_never_stands_in_another_and_comes_back_with_its_own(qtbot: QtBot) -> None:
    form, *_ = shown(qtbot, 760)
    fields = (*FIELDS, AskedField(name="secret", words="口令", secret=True))
    fields += (AskedField(name="rule", words="办法", choices={"": "—", "once": "计一次"}),)
    form.show_fields(fields, "甲")
    form.edits["reason"].setText("电话核对")
    form.edits["secret"].setText("s")
    form.boxes["rule"].setCurrentIndex(1)
    form.show_fields(fields, "甲")
    assert form.texts() == {"reason": "电话核对", "by": "", "checked": "", "secret": "s", "rule": "once"}
    form.show_fields(fields, "乙")
    assert not any(form.texts().values())
    form.show_fields((), "")
    form.show_fields(fields, "甲")
    assert form.texts() == {"reason": "电话核对", "by": "", "checked": "", "secret": "", "rule": "once"}
    form.forget()
    form.show_fields(fields, "乙")
    form.show_fields(fields, "甲")
    assert not form.texts()["reason"], "what was used is not offered again"
