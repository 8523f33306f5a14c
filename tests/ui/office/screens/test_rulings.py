"""认定与审定: the effect told before an act is what follows from it; two people decide; nothing is written before."""

import re
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel
from pytestqt.qtbot import QtBot

from forms.office.adjudicating import adjudicate
from forms.office.intake import receive
from forms.papers.unit_key import put_key_aside
from models.basics.messages import ENGLISH, choose_language, say
from models.basics.period import PLAN_ZONE
from models.office.effects import result_words
from models.workspace.act import ActKind
from tests.flow.test_cases import forest
from tests.flow.town import COUNTIES, COVER, SECRET, Town
from tests.ui.office.conftest import PERIOD
from tests.ui.office.hands import BY, Hands, is_done, page, see_effect, type_in
from ui.look.fitting import ROOMY
from ui.office.cases.figures import FigureCase
from ui.office.cases.keys import EndCase
from ui.office.cases.papers import ForkCase, KeyCase
from ui.office.cases.ruled import RuledCase
from ui.office.lists.codes import comparison_code
from ui.office.screens.keys import KeysPage
from ui.office.screens.rulings import RulingsPage
from ui.office.screens.summary import SummaryPage
from ui.office.screens.today import TodayPage
from ui.window.office_desk import OfficeDesk

UNIT = COUNTIES[0]


@pytest.fixture
def rulings(desk: OfficeDesk) -> RulingsPage:
    found = page(desk, RulingsPage)
    assert isinstance(found, RulingsPage)
    return found


def fill(rulings: RulingsPage, **said: str) -> None:
    type_in(rulings.form.edits, **said)


def looked_ahead(qtbot: QtBot, rulings: RulingsPage) -> None:
    qtbot.waitUntil(lambda: rulings._found is not None, timeout=60_000)


def two_papers(desk: OfficeDesk, town: Town) -> None:
    """The unit's two computers each filed a revision of the same return."""
    office, now = desk.session.workspace, datetime.now(PLAN_ZONE)
    second = town.root / "units" / "second"
    shutil.copytree(town.unit_folder(UNIT), second)
    for figure, folder in (("8", None), ("9", second)):
        said = town.completed(UNIT, PERIOD, {"cells": forest(figure)})
        filed = town.file(UNIT, PERIOD, said, reason="漏报", folder=folder, out=town.out / figure)
        receive(office, [Path(one) for one in filed["files"]], at=now, now=now, channel="邮件", by="测试接收")
    desk.session.reload()


def test_of_two_papers_one_is_kept_and_what_was_told_follows(
    qtbot: QtBot, desk: OfficeDesk, rulings: RulingsPage, town: Town
) -> None:
    office = desk.session.workspace
    two_papers(desk, town)
    desk.go("rulings", UNIT)
    case = rulings.case()
    assert isinstance(case, ForkCase) and case.choices == 2
    looked_ahead(qtbot, rulings)
    shown = {row.key for row in rulings.grid.lines.rows}
    assert any(key.startswith("result ") for key in shown), "the verdict each choice leads to is compared"
    hands, today = Hands(qtbot, desk), page(desk, TodayPage)
    hands.stands_on(today, "fork|")
    hands.key(today.list, Qt.Key.Key_Return)
    looked_ahead(qtbot, rulings)
    rulings.choose_column(1)
    found = rulings._found
    assert found is not None
    told = {one.indicator: one.after for one in found.outlooks[1].effects}
    assert told
    fill(rulings, reason="同上", by="测试甲", checked="测试甲")
    see_effect(qtbot, rulings)
    hands.key(rulings.form.edits["reason"], Qt.Key.Key_Return)
    assert rulings.form._wrong.text() == say("errors.reason_vague") and office.rulings() == ()
    assert desk.focusWidget() is rulings.form.edits["reason"]
    fill(rulings, reason="电话核对")
    is_done(desk, rulings.do)
    assert office.rulings() == (), "one person alone decides nothing"
    fill(rulings, checked="测试乙")
    hands.click(desk.bottom.primary)
    hands.left(ActKind.RULE, "电话核对")
    (ruling,) = office.rulings()
    assert (ruling.keep, ruling.by, ruling.checked_by) == (case.papers[1].digest, "测试甲", "测试乙")
    assert not desk.session.lines[UNIT].disputed
    desk.go("rulings", UNIT)
    assert isinstance(rulings.case(), RuledCase) and rulings.case().open(), "nobody has signed for it yet"
    hands.stands_on(today, "sign|")
    row = today.list.current().key
    desk.bottom.primary.click()
    today.stamping.dialog.edits["by"].setText("测试甲")
    is_done(desk, today.stamping.dialog.primary.click)
    assert row not in {one.key for one in today.list.lines.entries}
    assert office.store.acts.rows()[-1].kind == "countersign"
    desk.go("rulings", UNIT)
    assert not rulings.case().open()
    rulings.form.edits["by"].setText("测试甲")
    is_done(desk, rulings.do)
    (path,) = (office.folder / "认定单").glob(f"{UNIT}_*.pdf")
    assert path.read_bytes().startswith(b"%PDF-")
    assert office.rulings() == (ruling,), "a paper of it is no other ruling"
    for indicator, words in told.items():
        assert result_words(desk.session.summary.of(indicator)) == words
    _in_english(desk, told)


def _in_english(desk: OfficeDesk, told: Mapping[str, str]) -> None:
    """A window says the verdict in its own language, a paper in Chinese."""
    choose_language(ENGLISH)
    try:
        for indicator, words in told.items():
            result = desk.session.summary.of(indicator)
            assert result_words(result, on_paper=True) == words
            assert not re.search("[\u4e00-\u9fff]", result_words(result))
    finally:
        choose_language(None)


def test_a_key_is_ended_with_its_effect_before_the_act(qtbot: QtBot, desk: OfficeDesk, rulings: RulingsPage) -> None:
    keys = page(desk, KeysPage)
    desk.go("keys", "")
    key = next(row.key for row in keys.grid.lines.rows if row.key.startswith(f"{UNIT}|"))
    keys.grid.choose(key)
    hands = Hands(qtbot, desk)
    hands.click(keys.ending)
    assert desk.page == "rulings" and isinstance(rulings.case(), EndCase)
    looked_ahead(qtbot, rulings)
    found = rulings._found
    assert found is not None
    lost, compromised = found.outlooks
    assert lost.effects == () and lost.before == lost.after, "what a lost key sealed stays"
    assert compromised.effects and compromised.after[3] == compromised.before[3] + 1, "待核实"
    rulings.choose_column(1)
    fill(rulings, reason="口令外泄", by=BY, checked="测试乙")
    hands.click(desk.bottom.primary)
    hands.left(ActKind.REVOKE, "口令外泄")
    assert desk.session.roster.equation == compromised.after
    for one in compromised.effects:
        assert result_words(desk.session.summary.of(one.indicator)) == one.after


def test_an_adjudicated_value_is_taken_back_and_the_figures_are_as_before(
    qtbot: QtBot, desk: OfficeDesk, rulings: RulingsPage
) -> None:
    office, now = desk.session.workspace, datetime.now(PLAN_ZONE)
    before = result_words(desk.session.summary.of("Q06"))
    figure = str(desk.session.summary.of("Q06").exact)
    adjudicate(
        office,
        PERIOD,
        "Q06",
        figure,
        reason="会商",
        document="测试〔2021〕1号",
        by="测试甲",
        checked_by="测试乙",
        at=now,
    )
    desk.session.reload()
    given = result_words(desk.session.summary.of("Q06"))
    desk.go("rulings", "Q06")
    assert isinstance(rulings.case(), FigureCase)
    looked_ahead(qtbot, rulings)
    is_done(desk, rulings.paper.click)
    (path,) = (office.folder / "审定单").glob("Q06_*.pdf")
    assert path.read_bytes().startswith(b"%PDF-")
    fill(rulings, reason="重报", by="测试甲")
    see_effect(qtbot, rulings)
    assert result_words(desk.session.summary.of("Q06")) == given, "looking ahead writes nothing"
    is_done(desk, rulings.do)
    assert result_words(desk.session.summary.of("Q06")) == before
    assert desk.session.workspace.store.acts.rows()[-1].kind == "withdraw"


def test_a_figure_that_cannot_be_decided_is_refused_in_one_place_until_the_next_edit(
    qtbot: QtBot, desk: OfficeDesk, rulings: RulingsPage
) -> None:
    desk.go("rulings", "figure|Q06")
    fill(rulings, value="7569", document="测试〔2021〕1号", reason="会商采信", by="测试甲", checked="测试乙")
    qtbot.waitUntil(lambda: "7569" in rulings.effect.text(), timeout=60_000)
    is_done(desk, rulings.do)
    told = [one for one in rulings.findChildren(QLabel) if "7569" in one.text()]
    assert len(told) == 1 and told[0].parentWidget().objectName() == "note-error"
    assert desk.session.summary.of("Q06").adjudication is None
    rulings.form.say("请核对")
    fill(rulings, value="75.69")
    see_effect(qtbot, rulings)
    assert not [one for one in rulings.findChildren(QLabel) if one.text() == "请核对"], "it ends with the next edit"
    assert not rulings.effect.findChildren(QFrame, "note-error")


def test_a_revision_with_a_new_key_takes_its_place_after_a_telephone_call(
    qtbot: QtBot, desk: OfficeDesk, rulings: RulingsPage, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits beside the one in force and is not sent again; nothing of the equation moves."""
    office, now, before = desk.session.workspace, datetime.now(PLAN_ZONE), desk.session.roster.equation
    put_key_aside(town.unit_folder(UNIT), now)
    with monkeypatch.context() as patch:
        patch.setenv("TANBAO_PASSPHRASE", "Another-Horse-77")
        said = town.completed(UNIT, PERIOD, {"cells": forest("7")})
        filed = town.file(UNIT, PERIOD, said, reason="漏报", out=town.out / "again")
        code = town.request(town.unit_folder(UNIT))["code"]
    receive(office, [Path(one) for one in filed["files"]], at=now, now=now, channel="邮件", by="测试接收")
    desk.session.reload()
    assert desk.session.roster.equation == before and desk.session.roster.held == ()
    hands, today = Hands(qtbot, desk), page(desk, TodayPage)
    hands.stands_on(today, f"held|{UNIT}|")
    assert not today.facts.isVisible()
    desk.window().resize(ROOMY + 40, 900)
    qtbot.waitUntil(lambda: say("office.facts.then") in today.facts.shown, timeout=60_000)
    assert {comparison_code(today._current().key), COVER["电话"]} <= set(today.facts.shown)
    assert not any("→" in one and "已收" in one for one in today.facts.shown), "the equation stays as it is"
    hands.key(today.list, Qt.Key.Key_Return)
    assert isinstance(rulings.case(), KeyCase)
    said = [cell.text for row in rulings.grid.lines.rows for cell in row.cells]
    assert said.count(comparison_code(rulings.case().paper.key)) == 1, "it stands there in large, and once"
    fill(rulings, code=code, secret=SECRET, by=BY, checked="测试乙")
    hands.click(desk.bottom.primary)
    hands.left(ActKind.ENROL, "核对码已核对")
    assert desk.session.lines[UNIT].in_force == filed["digest"] and desk.session.roster.equation == before


def test_nothing_is_decided_before_its_effect_was_seen(qtbot: QtBot, desk: OfficeDesk, rulings: RulingsPage) -> None:
    """Neither by the button nor by Enter in the last field; a page that waits says so, and what was typed stays."""
    office, before = desk.session.workspace, Event()
    desk.go("summary", "Q06")
    page(desk, SummaryPage).decide.click()
    see_effect(qtbot, rulings)
    fill(rulings, document="测试〔2021〕1号", reason="会商采信", by=BY, checked="测试乙")
    desk._lane.run(desk, lambda _: before.wait(), lambda _: None, lambda _: None)
    fill(rulings, value="98.38")
    try:
        assert not rulings.ready() and not desk.bottom.primary.isEnabled()
        rulings.form.edits["checked"].returnPressed.emit()
        rulings.do()
        assert not office.adjudications(PERIOD) and rulings.form._wrong.text() == say("office.case.wait")
    finally:
        before.set()
    see_effect(qtbot, rulings)
    assert "98.38" in rulings.effect.text() and rulings.form._wrong.text() == ""
    fill(rulings, value="98.39")
    is_done(desk, rulings.do)
    assert not office.adjudications(PERIOD), "the effect of another figure was seen"
    see_effect(qtbot, rulings)
    is_done(desk, rulings.do)
    (given,) = office.adjudications(PERIOD).values()
    assert str(given.value) == "98.39"


def test_of_two_papers_neither_is_kept_and_either_can_be_looked_at(
    qtbot: QtBot, desk: OfficeDesk, rulings: RulingsPage, town: Town
) -> None:
    office = desk.session.workspace
    before = desk.session.lines[UNIT].in_force
    two_papers(desk, town)
    desk.go("unit", UNIT)
    desk.bottom.primary.click()
    assert desk.page == "rulings", "from the unit's page one decides where the effect is told"
    case = rulings.case()
    assert isinstance(case, ForkCase)
    rulings.choose_column(1)
    rulings.grid.choose(next(row.key for row in rulings.grid.lines.rows if row.key.startswith("Q06")))
    place = rulings.grid.current_key()
    row = next(row for row in rulings.grid.lines.rows if row.key == place)
    assert len(row.cells) == 4 and "第1版" in case.heads(0)[2], "what counted before stands beside the two"
    rulings.choose_column(2)
    assert rulings.chosen == 1, "and cannot be chosen"
    rulings.see.click()
    assert desk.page == "paper" and desk.current.grid.current_key() == place
    desk.back()
    assert desk.page == "rulings" and rulings.case() is case and rulings.chosen == 1
    looked_ahead(qtbot, rulings)
    hands = Hands(qtbot, desk)
    hands.click(rulings.neither)
    hands.fill(rulings.dialog.edits, words="aaaa", secret="", by=BY)
    hands.key(rulings.dialog.edits["words"], Qt.Key.Key_Return)
    assert rulings.dialog.isVisible() and rulings.dialog._wrong.text() == say("errors.reason_vague")
    hands.confirms(rulings.dialog, words="两份数都与台账不符，请核对后重报", secret=SECRET, by=BY)
    hands.left(ActKind.RETURN, "与台账不符")
    line = desk.session.lines[UNIT]
    assert not line.disputed and line.in_force == before and len(line.waiting) == 2
    assert len(list((office.folder / say("papers.kind.returned")).glob(f"{UNIT}_*.pdf"))) == 2, "one for each computer"
    assert not any(isinstance(one, ForkCase) for one in rulings.cases)
