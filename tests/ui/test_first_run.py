"""The first start on a PC: five short steps from the office's pack to the desk, by the keys a clerk presses.

Left at any step it goes on there; what may not be used is said in one sentence; a PC set up anew takes up its line.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from forms.desk import take_paper
from forms.enrolment import enrol, make_request, request_in
from forms.filing import file_return
from forms.office import create_office
from forms.pack import make_pack
from forms.seals import keys
from models.cells import BLANK
from models.first_run import COVER_DEFAULTS, begin_period, has_begun
from models.period import PLAN_ZONE
from models.second_place import copy_path, put_second_place
from models.workspace import UnitWorkspace
from tests.ui.test_filing import complete
from ui.folder_rules import check_data_folder, check_second_place, synced_by
from ui.jobs import Lane
from ui.main_window import MainWindow
from ui.passphrases import strength
from ui.screens.first_steps.card import StepCard
from ui.screens.first_steps.key import KeyStep
from ui.screens.first_steps.people import PeopleStep
from ui.screens.first_steps.place import PlaceStep
from ui.screens.first_steps.unit import UnitStep
from ui.session import Session
from ui.standing import Mark
from ui.unit_desk import UnitDesk

OFFICE, MINE, PERIOD, UNIT = "office-1234", "River-Stone-42", "2020Q3", "M12"
SIGNERS = {"负责人": "张三", "审核人": "李四", "填表人": "王五", "电话": "0915-3210000", "承办单位": "城管科"}
AT = datetime(2020, 9, 25, 9, 0, tzinfo=PLAN_ZONE)


@pytest.fixture(scope="session")
def papers(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What may lie on a clerk's desk: the pack, a certificate, the return that was sent last and one of test data."""
    root = tmp_path_factory.mktemp("papers")
    with keys.in_hand(rounds=2000):  # dear key files are tested elsewhere
        office, _ = create_office(root / "office", None, "市低碳办", OFFICE)
        with office:
            pack = make_pack(office.store, office.folder, office.plan, office.settings, OFFICE, AT)
            take_paper(root / "old-pc", pack, unit=UNIT, by="")
            with UnitWorkspace.open(root / "old-pc") as old:
                request, _ = make_request(old.store, old.folder, old.plan, MINE, AT)
                asked = request_in(request)
                certificate = enrol(
                    office.store, office.folder, office.plan, asked, OFFICE, code=None, since=None, at=AT, by=""
                )
                sent = _sent(old, root / "sent")
                old.store.put_value("test", "1")
                test = _sent(old, root / "test", reason="测试")
    found = {"pack": pack, "certificate": certificate, "request": request, "other": b"%PDF-1.4 nothing of ours"}
    for name, content in found.items():
        (root / f"{name}.pdf").write_bytes(content)
    (root / "words.docx").write_bytes(b"PK\3\4 nothing either")
    named = {name: root / f"{name}.pdf" for name in found} | {"docx": root / "words.docx"}
    return named | {"return": sent[".pdf"], "book": sent[".xlsx"], "test": test[".pdf"]}


def _sent(workspace: UnitWorkspace, out: Path, reason: str = "") -> dict[str, Path]:
    lane = Lane()
    desk = UnitDesk(Session(workspace, PERIOD), lane, QToolButton())
    if reason:
        desk.session.reopen()
        desk.edits.put("Q10.1", "7")
    else:
        complete(desk)
    filed = file_return(workspace, desk.session.sheet, MINE, out, reason=reason, at=AT)
    lane.close()
    return {path.suffix: path for path in filed.files}


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ROUNDS", 2000)


@pytest.fixture
def pc(qtbot: QtBot, tmp_path: Path) -> Iterator["Pc"]:
    """A PC on which the program was never used."""
    made = Pc(qtbot, tmp_path)
    yield made
    made.window.close()


class Pc:
    """The program on one PC, worked by keys."""

    def __init__(self, qtbot: QtBot, root: Path) -> None:
        self.qtbot, self.root = qtbot, root
        self.start()

    def start(self) -> None:
        memory = QSettings(str(self.root / "memory.ini"), QSettings.Format.IniFormat)
        self.window = MainWindow(self.root / "unit", memory)
        self.qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()

    def start_again(self) -> None:
        self.window.close()
        self.start()

    @property
    def card(self) -> StepCard:
        assert self.window.start is not None and self.window.start.card is not None
        return self.window.start.card

    @property
    def said(self) -> str:
        assert self.window.start is not None
        return self.window.start.notice.words

    def read_pack(self, path: Path) -> None:
        start = self.window.start
        assert start is not None
        start.read_pack(path)
        self.qtbot.waitUntil(lambda: not start.course.busy, timeout=10_000)

    def at(self, kind: type) -> None:
        self.qtbot.waitUntil(lambda: isinstance(self.card.step, kind), timeout=10_000)

    def press(self, key: Qt.Key) -> None:
        focus = self.window.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)

    def enter(self) -> None:
        self.press(Qt.Key.Key_Return)

    def type(self, text: str) -> None:
        focus = self.window.focusWidget()
        assert isinstance(focus, QLineEdit)
        focus.insert(text)  # Chinese comes through an input method

    def to_unit(self, pack: Path) -> None:
        self.read_pack(pack)
        self.enter()
        self.at(UnitStep)

    def to_place(self, pack: Path, unit: str = "csgl") -> None:
        self.to_unit(pack)
        self.type(unit)
        self.enter()
        self.at(PlaceStep)

    def to_key(self, pack: Path) -> None:
        self.to_place(pack)
        self.enter()
        self.at(PeopleStep)
        self.enter()
        self.at(KeyStep)

    def finish(self) -> UnitDesk:
        self.type(MINE)
        self.enter()
        self.type(MINE)
        self.enter()
        return self.desk()

    def desk(self) -> UnitDesk:
        self.qtbot.waitUntil(lambda: self.window.desk is not None, timeout=20_000)
        assert self.window.desk is not None
        return self.window.desk


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
    assert not desk._filing._makes_key(), "the passphrase is asked once when filing"
    assert not has_begun(pc.root / "unit")


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


def test_a_pack_that_was_changed_on_its_way_is_refused(pc: Pc, papers: dict[str, Path]) -> None:
    changed = pc.root / "changed.pdf"
    content = bytearray(papers["pack"].read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(bytes(content))
    pc.read_pack(changed)
    assert pc.said and "程序出错" not in pc.said
    assert not has_begun(pc.root / "unit")


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
    assert step.chosen is not None and step.chosen.name == first
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


def test_a_synced_folder_is_refused_by_name_for_the_data_and_for_the_copies(pc: Pc, papers: dict[str, Path]) -> None:
    pc.to_place(papers["pack"])
    step = pc.card.step
    assert isinstance(step, PlaceStep)
    bad = pc.root / "坚果云" / "TanBao"
    step.data.setText(str(bad))
    pc.enter()
    pc.qtbot.waitUntil(lambda: bool(pc.said), timeout=10_000)
    assert "坚果云的同步文件夹" in pc.said and str(bad) in pc.said and pc.card.step is step
    step.data.setText(str(pc.root / "data"))
    step.copies.setText(str(pc.root / "OneDrive - 区政府" / "副本"))
    pc.enter()
    pc.qtbot.waitUntil(lambda: "OneDrive" in pc.said, timeout=10_000)
    assert pc.card.step is step and not bad.exists()


@pytest.mark.parametrize(
    ("folder", "program", "root"),
    [
        ("D:\\坚果云\\我的资料\\TanBao", "坚果云", "D:\\坚果云"), ("E:\\BaiduSyncdisk\\a", "百度网盘", "E:\\BaiduSyncdisk"),
        ("D:\\百度网盘\\a", "百度网盘", "D:\\百度网盘"), ("C:\\u\\OneDrive - 市局\\a", "OneDrive", "C:\\u\\OneDrive - 市局"),
        ("D:\\WPS云盘", "WPS云盘", "D:\\WPS云盘"),
    ],
)  # fmt: skip
def test_synced_folders_are_known_by_their_names(folder: str, program: str, root: str) -> None:
    assert synced_by(Path(folder)) == (program, root)


def test_synced_folders_are_known_by_what_the_program_left_there_or_windows_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shared/.stfolder").mkdir(parents=True)
    assert synced_by(tmp_path / "shared/a/b") == ("Syncthing", str(tmp_path / "shared"))
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "cloud"))
    assert synced_by(tmp_path / "cloud/desk/TanBao") == ("OneDrive", str(tmp_path / "cloud"))
    (tmp_path / "link").symlink_to(tmp_path / "cloud")
    assert synced_by(tmp_path / "link/TanBao") is not None, "a link does not hide where a folder is"
    assert synced_by(tmp_path / "TanBao") is None


def test_a_folder_that_cannot_hold_the_data_says_why(tmp_path: Path, papers: dict[str, Path]) -> None:
    from models.errors import AppError

    def refused(act: object, *given: object) -> str:
        with pytest.raises(AppError) as caught:
            act(*given)  # type: ignore[operator]
        return caught.value.code

    take_paper(tmp_path / "other", papers["pack"].read_bytes(), unit="M03", by="")
    assert refused(check_data_folder, str(tmp_path / "other"), UNIT) == "folder_of_other_unit"
    assert refused(check_data_folder, str(papers["pack"].parent / "office"), UNIT) == "folder_in_use"
    assert refused(check_data_folder, "TanBao", UNIT) == "folder_not_whole"
    assert refused(check_data_folder, "//server/share/TanBao", UNIT) == "folder_of_network"
    assert refused(check_second_place, str(tmp_path / "data/copies"), tmp_path / "data") == "copies_inside"
    assert check_second_place("", tmp_path / "data") is None


def test_data_may_lie_elsewhere_and_nothing_is_left_where_it_was_begun(pc: Pc, papers: dict[str, Path]) -> None:
    pc.to_place(papers["pack"])
    step = pc.card.step
    assert isinstance(step, PlaceStep)
    step.data.setText(str(pc.root / "elsewhere"))
    pc.enter()
    pc.at(PeopleStep)
    pc.enter()
    pc.at(KeyStep)
    opened: list[Path] = []
    pc.window.folder_opened.connect(opened.append)
    desk = pc.finish()
    assert desk.session.workspace.folder == pc.root / "elsewhere" == opened[0]
    assert not (pc.root / "unit").exists()


def test_a_folder_that_cannot_be_written_to_is_told_at_its_step(pc: Pc, papers: dict[str, Path]) -> None:
    pc.to_place(papers["pack"])
    step = pc.card.step
    assert isinstance(step, PlaceStep)
    (pc.root / "file").write_text("", "utf-8")
    step.data.setText(str(pc.root / "file/data"))
    pc.enter()
    pc.qtbot.waitUntil(lambda: bool(pc.said), timeout=10_000)
    assert "file" in pc.said and "程序出错" not in pc.said and pc.card.step is step


def test_the_second_place_gets_a_copy_that_opens_and_a_newer_one_at_close(pc: Pc, papers: dict[str, Path]) -> None:
    pc.to_place(papers["pack"])
    step = pc.card.step
    assert isinstance(step, PlaceStep)
    step.copies.setText(str(pc.root / "usb"))
    pc.enter()
    pc.at(PeopleStep)
    pc.enter()
    pc.at(KeyStep)
    desk = pc.finish()
    copy = copy_path(pc.root / "usb", UNIT)
    assert copy.is_file() and not list(copy.parent.glob("*.p12")), "the key is not copied"
    desk.edits.put("Q10.1", "5")
    period = desk.session.period_id
    pc.window.close()
    with UnitWorkspace.open(copy.parent) as again:
        assert again.unit_id == UNIT and again.store.cells(period)["Q10.1"].raw == "5"


def test_the_second_place_gets_a_copy_after_filing_and_a_missing_stick_hinders_nothing(
    pc: Pc, papers: dict[str, Path]
) -> None:
    pc.to_key(papers["pack"])
    desk = pc.finish()
    store, usb = desk.session.workspace.store, pc.root / "usb"
    usb.mkdir()
    put_second_place(store, usb)
    desk.session.set_period(PERIOD)
    complete(desk)
    desk.go("filing")
    assert not desk._filing.again.isVisible(), "asked once: the key is there"
    desk._filing.passphrase.setText(MINE)
    desk.take_next()
    pc.qtbot.waitUntil(lambda: desk.session.locked and not desk._filing.busy, timeout=20_000)
    with UnitWorkspace.open(copy_path(usb, UNIT).parent) as copy:
        assert [one.revision for one in copy.store.returns(PERIOD)] == [1]
    put_second_place(store, pc.root / "pulled")
    desk.session.reopen()
    desk.edits.put("Q10.1", "6")
    desk.go("filing")
    desk._filing.passphrase.setText(MINE)
    desk._filing.reason.setText("更正")
    desk.take_next()
    pc.qtbot.waitUntil(lambda: desk.session.locked and not desk._filing.busy, timeout=20_000)
    assert "报送文件已生成，但副本没有存成" in desk.notice.words and "pulled" in desk.notice.words
    pc.start_again()
    assert "上次关闭程序时" in pc.desk().notice.words
    pc.start_again()


def test_copies_can_be_sent_elsewhere_later(pc: Pc, papers: dict[str, Path]) -> None:
    from models.errors import AppError
    from models.second_place import second_place
    from ui.second_place import use_second_place

    pc.to_key(papers["pack"])
    store = pc.finish().session.workspace.store
    assert "usb" in use_second_place(pc.root / "usb", store)
    assert copy_path(pc.root / "usb", UNIT).is_file()
    with pytest.raises(AppError):
        use_second_place(pc.root / "Dropbox", store)
    assert second_place(store) == pc.root / "usb"


@pytest.mark.parametrize("form", ["return", "book"])
def test_a_pc_set_up_anew_goes_on_from_the_last_return(pc: Pc, papers: dict[str, Path], form: str) -> None:
    pc.to_unit(papers["pack"])
    step = pc.card.step
    assert isinstance(step, UnitStep)
    step.read_earlier(papers[form])
    pc.qtbot.waitUntil(lambda: step.chosen is not None, timeout=10_000)
    assert step.chosen is not None and step.chosen.id == UNIT, "the return says whose it is"
    pc.enter()
    pc.at(PlaceStep)
    pc.start_again()
    pc.qtbot.waitUntil(lambda: pc.window.start is not None and pc.window.start.card is not None, timeout=10_000)
    pc.enter()
    pc.at(PeopleStep)
    people = pc.card.step
    assert isinstance(people, PeopleStep) and people.lines["负责人"].text() == "张三", (
        "what the return says is not asked"
    )
    pc.enter()
    pc.at(KeyStep)
    desk = pc.finish()
    desk.session.set_period(PERIOD)
    assert desk.session.sheet.cell("Q10.1").text == "5" and not desk.session.locked
    assert [one.revision for one in desk.session.workspace.store.returns(PERIOD)] == [1]
    desk.edits.put("Q10.1", "6")
    desk.go("filing")
    desk._filing.passphrase.setText(MINE)
    desk._filing.reason.setText("更正")
    desk.take_next()
    pc.qtbot.waitUntil(lambda: desk.session.locked, timeout=20_000)
    returns = desk.session.workspace.store.returns(PERIOD)
    assert [one.revision for one in returns] == [1, 2] and returns[1].ancestors == (returns[0].digest,)


def test_the_last_return_may_also_be_opened_later_at_the_desk(pc: Pc, papers: dict[str, Path]) -> None:
    pc.to_place(papers["pack"])
    pc.enter()
    pc.at(PeopleStep)
    pc.type("新人")
    pc.enter()
    pc.at(KeyStep)
    desk = pc.finish()
    desk.session.set_period(PERIOD)
    assert desk.session.sheet.cell("封面.负责人").text == "新人"
    pc.window.open_papers([papers["return"]])
    session = pc.desk().session
    session.set_period(PERIOD)
    assert session.sheet.cell("Q10.1").text == "5", (
        "a cover the program filled does not make a sheet one that was begun"
    )


def test_returns_that_are_not_this_units_are_not_taken(pc: Pc, papers: dict[str, Path]) -> None:
    pc.to_unit(papers["pack"])
    step = pc.card.step
    assert isinstance(step, UnitStep)
    for name, words in (("test", "测试数据"), ("certificate", "不是报表")):
        step.read_earlier(papers[name])
        pc.qtbot.waitUntil(lambda words=words: words in pc.said, timeout=10_000)
        assert step.course.returns == ()
    step.read_earlier(papers["return"])
    pc.qtbot.waitUntil(lambda: bool(step.course.returns), timeout=10_000)
    step.search.setText("汉滨")
    pc.enter()
    assert "市城管局" in pc.said and pc.card.step is step
    step._drop()
    pc.enter()
    pc.at(PlaceStep)


def test_a_copy_of_the_data_is_gone_on_with_where_it_is_put(pc: Pc, papers: dict[str, Path]) -> None:
    take_paper(pc.root / "copy", papers["pack"].read_bytes(), unit=UNIT, by="")
    with UnitWorkspace.open(pc.root / "copy") as workspace:
        Session(workspace, PERIOD).put("Q10.1", "9")
    pc.to_place(papers["pack"])
    step = pc.card.step
    assert isinstance(step, PlaceStep)
    step.data.setText(str(pc.root / "copy"))
    pc.enter()
    pc.at(PeopleStep)
    pc.enter()
    pc.at(KeyStep)
    desk = pc.finish()
    desk.session.set_period(PERIOD)
    assert desk.session.sheet.cell("Q10.1").text == "9"


def test_a_set_up_that_was_cut_short_is_finished_without_asking_for_the_passphrase_again(
    pc: Pc, papers: dict[str, Path]
) -> None:
    from forms.first_run import Wishes, set_up

    pc.to_key(papers["pack"])
    set_up(Wishes(pc.root / "unit", UNIT, papers["pack"].read_bytes(), passphrase=MINE), lambda done, of: None)
    pc.start_again()
    pc.qtbot.waitUntil(lambda: pc.window.start is not None and pc.window.start.card is not None, timeout=10_000)
    step = pc.card.step
    assert isinstance(step, KeyStep) and step.there and pc.card.primary.isEnabled()
    pc.enter()
    assert pc.desk().session.sheet.unit.id == UNIT


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
        begin_period(workspace.store, PERIOD)
        assert workspace.store.cells(PERIOD) == {}
        session.set_period("2020Q1")
        assert session.sheet.cell("封面.负责人").text == "早就写好" and session.sheet.cell("封面.电话").text == ""


def test_where_nothing_can_be_kept_it_is_said_and_one_goes_on(
    qtbot: QtBot, tmp_path: Path, papers: dict[str, Path]
) -> None:
    (tmp_path / "unit").write_text("a file, no folder", "utf-8")
    window = MainWindow(tmp_path / "unit/data", QSettings(str(tmp_path / "m.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    window.show()
    start = window.start
    assert start is not None
    start.read_pack(papers["pack"])
    qtbot.waitUntil(lambda: start.card is not None, timeout=10_000)
    assert "没有记下这一步" in start.notice.words
    window.close()
