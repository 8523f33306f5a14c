"""The first start on a PC: five short steps from the office's pack to the desk, by the keys a clerk presses.

Left at any step it goes on there; what may not be used is said in one sentence; a PC set up anew takes up its line.
"""

# ruff: noqa: F811 - fixtures come from tests.ui.pc

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from forms.seals.keys import keys
from forms.unit.open_paper import take_paper
from models.plan.load import SHIPPED
from models.sheet.cells import BLANK
from models.workspace.first_run import COVER_DEFAULTS, begin_period, is_interrupted
from models.workspace.unit_workspace import UnitWorkspace
from tests.ui.filing_page import filing_of
from tests.ui.pc import PERIOD, SIGNERS, UNIT, Pc, papers, pc  # noqa: F401
from ui.basics.completion import Mark
from ui.basics.passphrases import strength
from ui.basics.window_settings import WindowMemory
from ui.first_steps.key import KeyStep
from ui.first_steps.people import PeopleStep
from ui.first_steps.place import PlaceStep
from ui.first_steps.unit import UnitStep
from ui.session.session import Session
from ui.window.main_window import MainWindow


def test_five_steps_by_keys_alone_lead_from_the_pack_to_the_desk(pc: Pc, papers: dict[str, Path]) -> None:
    pc.to_place(papers["pack"])
    step = pc.card.step
    assert isinstance(step, PlaceStep) and step.data.text() == str(pc.root / "unit")
    pc.enter()
    pc.at(PeopleStep)
    for text in SIGNERS.values():
        pc.type(text)
        pc.press(Qt.Key.Key_Tab)
    assert pc.window.focusWidget() is pc.card.primary, "Tab leads through the lines to the button"
    pc.enter()
    pc.at(KeyStep)
    desk = pc.finish()
    assert desk.session.sheet.unit.id == UNIT and not desk.session.test
    assert "核对码" in desk.notice.words
    assert {name: desk.session.sheet.cell(f"封面.{name}").text for name in SIGNERS} == SIGNERS
    assert not filing_of(desk).seal.makes_key(), "the passphrase is asked once when filing"
    assert not is_interrupted(pc.root / "unit")


def test_each_step_says_where_one_is_and_what_comes_next(pc: Pc, papers: dict[str, Path]) -> None:
    pc.read_pack(papers["pack"])
    assert pc.card._count.text().startswith("第1步 / 共5步")
    assert "接下来：选定本单位" in pc.card._next.text()
    pc.enter()
    assert pc.card._count.text().startswith("第2步 / 共5步")
    assert pc.window.focusWidget() is pc.card.step.first_field()


def test_the_code_of_the_pack_is_shown_to_be_compared_before_anything_is_chosen(
    pc: Pc, papers: dict[str, Path]
) -> None:
    pc.read_pack(papers["pack"])
    pack = pc.card._course.pack
    assert pack is not None
    texts = [one.text() for one in pc.card.findChildren(type(pc.card._count))]
    assert pack.code in texts and "市低碳办" in texts
    assert pc.card.primary.text() == "核对一致，去选本单位"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("certificate", "这是登记证，不是任务包"), ("request", "这是登记申请，不是任务包"), ("return", "这是报表，不是任务包"),
        ("book", "这是报表，不是任务包"), ("other", "不是任务包"), ("docx", "不是任务包"),
    ],
)  # fmt: skip
def test_what_is_no_pack_is_named_in_one_sentence_and_nothing_is_begun(
    pc: Pc, papers: dict[str, Path], name: str, words: str
) -> None:
    pc.read_pack(papers[name])
    assert words in pc.said and pc.said.count("。") == 1
    assert pc.window.start is not None and pc.window.start.card is None
    assert not (pc.root / "unit").exists()


def test_a_plans_folder_in_place_of_the_pack_is_told_to_be_a_plan(pc: Pc) -> None:
    pc.read_pack(SHIPPED)
    assert "这是方案" in pc.said and "任务包" in pc.said


def test_a_pack_that_was_changed_on_its_way_is_refused(pc: Pc, papers: dict[str, Path]) -> None:
    changed = pc.root / "changed.pdf"
    content = bytearray(papers["pack"].read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(bytes(content))
    pc.read_pack(changed)
    assert pc.said and "程序出错" not in pc.said
    assert not is_interrupted(pc.root / "unit")


@pytest.mark.parametrize(
    ("typed", "first"),
    [("hbq", "汉滨区人民政府"), ("lg", "岚皋县人民政府"), ("yh", "瀛湖生态旅游区管委会"), ("紫阳", "紫阳县人民政府"),
     ("林业", "市林业局"), ("城市管理", "市城管局"), ("610929", "白河县人民政府")],
)  # fmt: skip
def test_the_unit_is_found_by_name_or_pinyin_initials(pc: Pc, papers: dict[str, Path], typed: str, first: str) -> None:
    pc.to_unit(papers["pack"])
    step = pc.card.step
    assert isinstance(step, UnitStep) and not pc.card.primary.isEnabled()
    step.search.setText(typed)
    assert step.chosen is not None and step.chosen.first_name == first
    assert first in pc.card.primary.text() and pc.card.primary.isEnabled()


def test_nobody_is_chosen_until_somebody_is_meant(pc: Pc, papers: dict[str, Path]) -> None:
    pc.to_unit(papers["pack"])
    step = pc.card.step
    assert isinstance(step, UnitStep)
    pc.enter()
    assert pc.card.step is step, "Enter without a unit goes nowhere"
    step.search.setText("不存在")
    assert "不存在" in step.nobody.text() and not pc.card.primary.isEnabled()
    step.search.clear()
    pc.press(Qt.Key.Key_Down)
    pc.press(Qt.Key.Key_Down)
    assert step.chosen is step._all[1]


def test_a_window_closed_midway_goes_on_at_the_same_step_with_all_that_was_chosen(
    pc: Pc, papers: dict[str, Path]
) -> None:
    pc.to_place(papers["pack"])
    pc.enter()
    pc.at(PeopleStep)
    pc.type("张三")
    pc.start_again()
    pc.qtbot.waitUntil(lambda: pc.window.start is not None and pc.window.start.card is not None, timeout=10_000)
    step = pc.card.step
    assert isinstance(step, PeopleStep) and step.lines["负责人"].text() == "张三"
    assert pc.window.focusWidget() is step.lines["审核人"], "the keyboard lands on the first blank line"
    assert pc.card._course.choices.unit == UNIT
    pc.enter()
    pc.at(KeyStep)
    assert pc.finish().session.sheet.cell("封面.负责人").text == "张三"


def test_what_was_left_but_cannot_be_read_starts_again_from_the_pack(pc: Pc, papers: dict[str, Path]) -> None:
    pc.to_unit(papers["pack"])
    pc.window.close()
    (pc.root / "unit/first_run.json").write_text("{", "utf-8")
    pc.start()
    start = pc.window.start
    assert start is not None
    pc.qtbot.waitUntil(lambda: not start.course.busy, timeout=10_000)
    assert start.card is None and not pc.said


def test_back_keeps_what_was_chosen_and_the_start_page_offers_to_go_on(pc: Pc, papers: dict[str, Path]) -> None:
    pc.to_place(papers["pack"])
    pc.press(Qt.Key.Key_Escape)
    pc.at(UnitStep)
    step = pc.card.step
    assert isinstance(step, UnitStep) and step.chosen is not None and step.chosen.id == UNIT
    pc.card.back.click()
    pc.card.back.click()
    start = pc.window.start
    assert start is not None and start.card is None
    pc.enter()
    assert pc.card._count.text().startswith("第1步")


def test_two_different_passphrases_or_a_weak_one_make_no_key(pc: Pc, papers: dict[str, Path]) -> None:
    pc.to_key(papers["pack"])
    step = pc.card.step
    assert isinstance(step, KeyStep)
    for once, again in (
        ("River-Stone-42", "River-Stone-43"),
        ("short", "short"),
        ("密码密码密码密码", "密码密码密码密码"),
    ):
        step.once.setText(once)
        step.again.setText(again)
        assert not pc.card.primary.isEnabled()
        pc.card.go_on()
    assert not (pc.root / "unit/unit.p12").exists()
    assert not any("River" in path.read_text("utf-8", "ignore") for path in (pc.root / "unit").rglob("*.json"))


@pytest.mark.parametrize(
    ("text", "words", "mark"),
    [
        ("", "还没有", Mark.NONE), ("abc", "还差5个", Mark.ERROR), ("aaaaaaaa", "太简单", Mark.ERROR),
        ("口令口令口令", "英文", Mark.ERROR), ("19800101", "容易被猜到", Mark.WARNING), ("12345678", "容易被猜到", Mark.WARNING),
        ("password1", "容易被猜到", Mark.WARNING), ("kfmwtrzb", "可以", Mark.DONE), ("River-Stone-42", "强", Mark.DONE),
        ("copper lantern under 7 bridges", "很强", Mark.DONE),
    ],
)  # fmt: skip
def test_how_strong_a_passphrase_is_is_said_in_words(text: str, words: str, mark: Mark) -> None:
    told = strength(text)
    assert words in told[0] and told[1] is mark


def test_what_the_words_let_pass_makes_a_key(tmp_path: Path) -> None:
    for text in ("19800101", "kfmwtrzb", "River-Stone-42"):
        assert strength(text)[1] in (Mark.DONE, Mark.WARNING)
        keys.check_passphrase(text)


def test_who_signs_stands_on_each_new_cover_and_what_is_cleared_there_stays_cleared(
    tmp_path: Path, papers: dict[str, Path]
) -> None:
    take_paper(tmp_path / "unit", papers["pack"].read_bytes(), unit=UNIT, by="")
    with UnitWorkspace.open(tmp_path / "unit") as workspace:
        first = Session(workspace, "2020Q1")
        assert first.sheet.cell("封面.负责人").text == ""
        first.put("封面.负责人", "早就写好")
        workspace.store.put_value(COVER_DEFAULTS, '{"负责人": "张三", "电话": "0915"}')
        session = Session(workspace, PERIOD)
        assert session.sheet.cell("封面.负责人").text == "张三" and session.sheet.cell("封面.报出日期").text == ""
        session.put_all({"封面.负责人": BLANK, "封面.电话": BLANK})
        begin_period(workspace.store, workspace.plan, PERIOD)
        assert workspace.store.sheets.cells(PERIOD) == {}
        session.set_period("2020Q1")
        assert session.sheet.cell("封面.负责人").text == "早就写好" and session.sheet.cell("封面.电话").text == ""


def test_where_nothing_can_be_kept_it_is_said_and_one_goes_on(
    qtbot: QtBot, tmp_path: Path, papers: dict[str, Path]
) -> None:
    (tmp_path / "unit").write_text("a file, no folder", "utf-8")
    window = MainWindow(tmp_path / "unit/data", WindowMemory(tmp_path / "m.ini"))
    qtbot.addWidget(window)
    window.show()
    start = window.start
    assert start is not None
    start.read_pack(papers["pack"])
    qtbot.waitUntil(lambda: start.card is not None, timeout=10_000)
    assert "没有记下这一步" in start.notice.words
    window.close()
