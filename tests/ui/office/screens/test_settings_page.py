"""设置: what is in force with who, when and document; a change tells its effect and is kept as `office set` keeps it."""

import tomllib
from pathlib import Path
from threading import Event

import openpyxl
import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from forms.papers.pack import packs_due, read_pack
from forms.papers.paper import open_paper
from forms.settings_book.layout import head, targets_name
from models.basics.messages import say
from models.basics.period import parse_time
from models.plan.load import load_plan_bytes, plan_files
from models.settings.json import settings_json
from models.settings.questions import open_questions
from models.settings.toml import settings_toml
from models.workspace.office_workspace import CONTACT
from tests.flow.plans.next_year import ID, next_years_plan
from tests.flow.town import COUNTIES, SECRET
from tests.ui.office.conftest import PERIOD
from tests.ui.office.hands import is_done, page, see_effect, type_in
from ui.office.screens.settings import SettingsPage
from ui.office.settings.line import GROUNDS
from ui.window.office_desk import OfficeDesk


@pytest.fixture
def settings(desk: OfficeDesk) -> SettingsPage:
    found = page(desk, SettingsPage)
    assert isinstance(found, SettingsPage)
    return found


def keep(qtbot: QtBot, settings: SettingsPage) -> None:
    """Press the button: the first time the effect is shown, and what is pressed then is kept."""
    for _ in range(2):
        see_effect(qtbot, settings)
        settings.do()
        qtbot.waitUntil(lambda: settings.parts.lane.idle, timeout=60_000)


def test_a_due_time_tells_who_would_be_late_before_it_is_kept(
    qtbot: QtBot, desk: OfficeDesk, settings: SettingsPage
) -> None:
    desk.go("settings", f"due.{PERIOD}")
    before = settings.effect.text()
    assert desk.session.roster.late == ()
    type_in(settings.form.edits, value="2021-01-13 17:30")
    n = len(desk.session.roster.received)
    qtbot.waitUntil(lambda: f"0 → {n}" in settings.effect.text(), timeout=60_000)
    assert settings.effect.text() != before
    assert desk.session.roster.late == (), "looking ahead keeps nothing"
    settings.form.edits["document"].setText("测试〔2021〕2号")
    is_done(desk, settings.do)
    assert desk.session.roster.late == (), "nobody is named yet"
    settings.form.edits["by"].setText("测试甲")
    is_done(desk, settings.do)
    assert desk.session.settings.due[PERIOD] == parse_time("2021-01-13 17:30")
    assert len(desk.session.roster.late) == n
    row = next(row for row in settings.grid.lines.rows if row.key == f"due.{PERIOD}")
    assert "测试甲" in row.cells[2].text and "测试〔2021〕2号" in row.cells[2].text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("waiver.new", {"check": "CK-A16", "unit": COUNTIES[3]}),
        ("target.new", {"unit": COUNTIES[3], "indicator": "Q06", "value": "8"}),
        ("extension.new", {"unit": COUNTIES[3], "value": "2021-01-20 17:30"}),
    ],
)
def test_an_effect_stands_there_before_its_grounds_are_typed_and_nothing_is_wrong_yet(
    qtbot: QtBot, desk: OfficeDesk, settings: SettingsPage, line: str, said: dict[str, str]
) -> None:
    """Each field is filled in turn; what is not there yet is no fault, and is not named by the word of a file."""
    desk.go("settings", line)
    for name, text in said.items():
        assert settings.effect.text().endswith(say("office.set.look_first"))
        if name in settings.form.boxes:
            settings.form.choose(name, text)
            settings.form.boxes[name].activated.emit(settings.form.boxes[name].currentIndex())
        else:
            type_in(settings.form.edits, **{name: text})
    see_effect(qtbot, settings)
    assert say("office.set.effect", 影响="")[:3] in settings.effect.text()
    seen = settings.effect.text()
    for name in GROUNDS & settings.form.edits.keys():
        type_in(settings.form.edits, **{name: "口径调整"})
        assert settings.ready() and settings.effect.text() == seen


def test_what_the_plan_leaves_open_is_listed_until_somebody_says_it(
    qtbot: QtBot, desk: OfficeDesk, settings: SettingsPage
) -> None:
    desk.go("settings", "open")
    asked = open_questions(desk.session.plan, desk.session.settings)
    rows = {row.key: row for row in settings.grid.lines.rows}
    assert set(asked) <= set(rows) and all(asked[key] == rows[key].cells[2].tip for key in asked)
    assert all(asked[key] in rows[key].cells[2].text for key in asked if not key.endswith(".new")), (
        "of a line to add below"
    )
    assert {"elsewhere.header", "elsewhere.scoring"} <= set(rows)
    settings.grid.choose("elsewhere.scoring")
    see_effect(qtbot, settings)
    assert "考核评分" in settings.effect.text() and {*settings.form.edits} == {"document", "by"}
    for name, text in {"document": "测试〔2021〕3号", "by": "测试甲"}.items():
        settings.form.edits[name].setText(text)
    keep(qtbot, settings)
    assert "elsewhere.scoring" not in {row.key for row in settings.grid.lines.rows}, "that nobody is scored can be said"
    desk.go("settings", "elsewhere.scoring")
    (row,) = [row for row in settings.grid.lines.rows if row.key == "elsewhere.scoring"]
    assert row.cells[1].text == "没有" and "测试〔2021〕3号" in row.cells[2].text
    desk.go("scores", "")
    scores = next(one for one in desk.pages if one.key == "scores")
    assert scores.primary() == say("scoring.page.open"), "its button gives the rules while there are none"
    desk.go("settings", "open")
    settings.grid.choose("parameters.q06_scope")
    see_effect(qtbot, settings)
    assert asked["parameters.q06_scope"] in settings.effect.text()
    assert "待确认" in rows["parameters.q06_scope"].cells[1].text, "the plan proposes, nobody has confirmed it"
    settings.form.edits["by"].setText("测试甲")
    keep(qtbot, settings)
    assert "q06_scope" in desk.session.settings.parameters, "what is proposed can be confirmed as it is"
    settings.groups.choose("open")
    assert "parameters.q06_scope" not in {row.key for row in settings.grid.lines.rows}


def test_an_extension_is_kept_and_a_wrong_one_is_refused_beside_its_fields(
    qtbot: QtBot, desk: OfficeDesk, settings: SettingsPage
) -> None:
    desk.go("settings", "extension.new")
    box = settings.form.boxes["unit"]
    box.setCurrentIndex(box.findData(COUNTIES[-1]))
    for name, text in {"value": "很快", "reason": "停电", "approved_by": "李某", "by": "测试甲"}.items():
        settings.form.edits[name].setText(text)
    version = desk.session.settings.version
    keep(qtbot, settings)
    assert desk.session.settings.version == version and settings.form._wrong.text()
    settings.form.edits["value"].setText("2021-01-20 17:30")
    keep(qtbot, settings)
    (one,) = desk.session.settings.extensions
    assert (one.unit, one.period, one.reason, one.approved_by) == (COUNTIES[-1], PERIOD, "停电", "李某")
    assert tomllib.loads(settings_toml(desk.session.settings))["extension"][0]["unit"] == COUNTIES[-1]
    assert any(row.key == f"extension.{PERIOD}.{COUNTIES[-1]}" for row in settings.grid.lines.rows)


def test_the_packs_that_are_due_are_made_from_the_page(
    qtbot: QtBot, desk: OfficeDesk, settings: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, out = desk.session.workspace, tmp_path / "packs"
    files = plan_files(next_years_plan(tmp_path / "next"))
    plan = load_plan_bytes(files)
    office.store.put_plan(plan.digest, plan.id, plan.version, files, current=False)
    desk.go("settings", "")
    monkeypatch.setattr("ui.files.dialogs.answer", lambda _: [str(out)])
    settings.pack.click()
    dialog = settings.packs.dialog
    assert dialog is not None and dialog.listed.count() == 2
    dialog.edits["by"].setText("测试甲")
    before = Event()
    desk._lane.run(desk, lambda _: before.wait(), lambda _: None, lambda _: None)
    dialog.edits["secret"].setText(SECRET)
    dialog.primary.click()
    assert settings.packs.bar is not None and settings.packs.bar.stop.isVisible() and not dialog.primary.isEnabled()
    settings.packs.bar.stop.click()
    before.set()
    qtbot.waitUntil(dialog.primary.isEnabled, timeout=60_000)
    assert dialog.isVisible() and not out.exists() and not settings.packs.bar.isVisible()
    for secret in ("wrong", SECRET):
        dialog.edits["secret"].setText(secret)
        is_done(desk, dialog.primary.click)
        qtbot.waitUntil(lambda: dialog.primary.isEnabled() or not dialog.isVisible(), timeout=60_000)
        seen = dialog.edits["by"].visibleRegion().boundingRect().size()
        assert secret == SECRET or seen == dialog.edits["by"].size(), "the words of a refusal cover no field"
        assert out.is_dir() == (secret == SECRET), "a wrong passphrase is told in the dialog, and nothing is written"
    made = settings.packs.made
    assert made is not None and packs_due(office) == ()
    packs = [read_pack(open_paper(path.read_bytes())) for path in sorted(out.iterdir())]
    assert {one.plan.id for one in packs} == {"AK-LC-2020", ID}
    assert next(one for one in packs if one.plan.id == "AK-LC-2020").settings_text == settings_json(office.settings)
    made.copy.click()
    mail = QGuiApplication.clipboard().text()
    assert all(one.plan.title in mail and one.code in mail for one in packs)
    made.close()


def test_targets_come_from_a_filled_book_after_their_effect_was_seen(
    desk: OfficeDesk, settings: SettingsPage, tmp_path: Path
) -> None:
    desk.go("settings", "")
    settings.files.write_book(tmp_path)
    is_done(desk)
    (path,) = tmp_path.glob("*.xlsx")
    book = openpyxl.load_workbook(path)
    page_of_targets = book[targets_name()]
    heads = {cell.value: number for number, cell in enumerate(page_of_targets[1])}
    row = next(row for row in page_of_targets.iter_rows(min_row=2) if row[0].value == COUNTIES[0])
    row[heads[head("target")]].value, row[heads[head("doc_no")]].value = "9.5", "测试1号"
    book.save(path)
    settings.files.take_file(path)
    is_done(desk)
    assert desk.session.settings.targets == () and settings.files.dialog.listed.count() >= 1
    settings.files.dialog.edits["by"].setText("测试甲")
    is_done(desk, settings.files.dialog.primary.click)
    (target,) = desk.session.settings.targets
    assert (target.unit, str(target.value), target.doc_no) == (COUNTIES[0], "9.5", "测试1号")


def test_how_the_office_is_reached_is_kept_in_the_window(
    qtbot: QtBot, desk: OfficeDesk, settings: SettingsPage
) -> None:
    desk.go("settings", "contact")
    type_in(settings.form.edits, value="0915-3210000 测试科", by="测试甲")
    keep(qtbot, settings)
    assert desk.session.workspace.store.get_text(CONTACT) == "0915-3210000 测试科"
    (row,) = [row for row in settings.grid.lines.rows if row.key == "contact"]
    assert "0915-3210000" in row.cells[1].text and "测试甲" in row.cells[2].text
    assert "0915-3210000" in desk.session.workspace.store.acts.rows()[-1].why
