"""First run on a PC set up anew: the last return, a copy of the data, a set-up that was cut short."""

# ruff: noqa: F811 - fixtures come from tests.ui.pc

from pathlib import Path

import pytest

from forms.unit.open_paper import take_paper
from models.workspace.unit_workspace import UnitWorkspace
from tests.ui.filing_page import filing_of, without_leader
from tests.ui.pc import MINE, PERIOD, UNIT, Pc, papers, pc  # noqa: F401
from ui.first_steps.key import KeyStep
from ui.first_steps.people import PeopleStep
from ui.first_steps.place import PlaceStep
from ui.first_steps.unit import UnitStep
from ui.session.session import Session


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
    assert [one.revision for one in desk.session.workspace.store.returns.filed(PERIOD)] == [1]
    desk.edits.put("Q10.1", "6")
    desk.go("filing")
    without_leader(desk)
    filing_of(desk).passphrase.setText(MINE)
    filing_of(desk).reason.setText("更正")
    filing_of(desk).file()
    pc.qtbot.waitUntil(lambda: desk.session.locked, timeout=20_000)
    returns = desk.session.workspace.store.returns.filed(PERIOD)
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
    pc.window.take([papers["return"]])
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
    step = pc.to_place(papers["pack"])
    step.data.setText(str(pc.root / "copy"))
    pc.on_to_key()
    desk = pc.finish()
    desk.session.set_period(PERIOD)
    assert desk.session.sheet.cell("Q10.1").text == "9"


def test_a_set_up_that_was_cut_short_is_finished_without_asking_for_the_passphrase_again(
    pc: Pc, papers: dict[str, Path]
) -> None:
    from forms.unit.first_run import Wishes, set_up

    pc.to_key(papers["pack"])
    set_up(
        Wishes(folder=pc.root / "unit", unit=UNIT, pack=papers["pack"].read_bytes(), passphrase=MINE),
        lambda done, of: None,
    )
    pc.start_again()
    pc.qtbot.waitUntil(lambda: pc.window.start is not None and pc.window.start.card is not None, timeout=10_000)
    step = pc.card.step
    assert isinstance(step, KeyStep) and step.there and pc.card.primary.isEnabled()
    pc.enter()
    assert pc.desk().session.sheet.unit.id == UNIT
