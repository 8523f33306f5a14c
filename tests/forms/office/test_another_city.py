"""Another city's paper: its codes are other units and periods, though they look alike, and are never named by our plan."""

from dataclasses import replace
from pathlib import Path

import pytest

from forms.arrivals.arrival import Arrival
from forms.office.intake import _Reception
from forms.opening.verified import nothing_of
from forms.opening.verify import _return, verify
from forms.papers.answers import due_answers
from forms.papers.enrolment import Request, _refuse_other_city, enrol
from forms.papers.paper import PaperKind, seal_paper
from forms.unit.open_paper import take_paper
from forms.wording.whose import PaperPlan, Whose
from models.basics.errors import AppError
from models.basics.messages import sentence
from models.ledger.ledger import Decision
from models.office.desk_lists import refused_units
from models.plan.load import SHIPPED, load_plan_bytes, plan_digest, plan_files
from models.plan.plan import Plan
from models.store import UnitStore
from models.todo.matters import MatterKind
from models.todo.settling import settle
from models.todo.todo import unread
from models.workspace.act import ActKind
from models.workspace.office_workspace import OfficeWorkspace
from tests.forms.guards.sealed_books import county_book
from tests.forms.office.test_intake import (
    AT,
    FILES,
    KEY,
    PERIOD,
    PLAN,
    STRANGE_KEY,
    UNIT,
    checks,
    filed,
    office,
    opened,
    take,
)
from tests.forms.opening.test_verified_answer import blank_page
from tests.forms.seals.sealing import unit
from ui.cli.answers.desk import todo_lines

__all__ = ("office",)  # a fixture


def other_city(id: str) -> tuple[dict[str, bytes], Plan]:
    """A plan with the same ids throughout, in which the unit is another place."""
    text = FILES["plan.toml"].decode().replace('id = "AK"', f'id = "{id}"').replace("紫阳县", "外县")
    files = {"plan.toml": text.encode()}
    return files, load_plan_bytes(files)


@pytest.mark.parametrize("id", ["HZ", "AK"])
def test_its_return_is_nobodys_here(office: OfficeWorkspace, id: str) -> None:
    """Neither is our unit of that code told that it cannot be received, nor is it lost from sight."""
    files, plan = other_city(id)
    answer = take(office, opened(filed(plan=plan), key=STRANGE_KEY))
    assert (answer.decision, checks(answer)) == (Decision.REJECTED, ["plan_version"])
    assert (answer.unit, answer.period) == (UNIT, PERIOD), "what the paper says is answered"
    assert (id in answer.reasons[0].message) is (id == "HZ")
    (row,) = office.store.receptions()
    assert (row.unit, row.period, row.digest) == (None, None, answer.digest)
    (act,) = office.store.acts.rows(ActKind.RECEIVE)
    assert "unit" not in act.about and act.about["file"] == row.file
    assert not office.waiting(PERIOD) and not refused_units(office, PERIOD) and not [*due_answers(office, None, None)]
    (matter,) = unread(office)
    assert (matter.kind, matter.unit, matter.digest) == (MatterKind.REJECTED, "", answer.digest)
    assert row.file in matter.what.words and answer.reasons[0].message.rstrip("。") in matter.follows.words
    assert f"单位代码 {UNIT}、报告期 {PERIOD}" in matter.follows.words and row.channel in matter.follows.words
    assert todo_lines([matter], PLAN)[0].count(row.file) == 1
    if id == "HZ":  # it was to be a plan of this office
        office.store.put_plan(plan.digest, plan.id, plan.version, files)
        assert take(office, opened(filed(plan=plan), key=STRANGE_KEY), b"again").decision is Decision.HELD
    else:
        settle(office, matter, "发错了地方，已电话告知", by="王某", at=AT)
    assert not unread(office)


def test_a_key_that_was_enrolled_says_whose_a_return_under_an_unknown_plan_is(office: OfficeWorkspace) -> None:
    _, plan = other_city("AK")
    assert take(office, opened(filed(plan=plan), key=KEY)).decision is Decision.REJECTED
    (row,) = office.store.receptions()
    assert (row.unit, row.period) == (UNIT, PERIOD) and UNIT in refused_units(office, PERIOD)
    assert not unread(office)


def test_only_the_very_plan_of_a_paper_names_its_unit_and_period() -> None:
    ours, _, theirs = PLAN, *other_city("AK")
    found = _return(opened(filed(plan=theirs)), None)
    assert found.plan == PaperPlan(id="AK", version=theirs.version, digest=theirs.digest)
    assert found.answer()["plan"] == {"id": "AK", "version": theirs.version, "digest": theirs.digest}
    named, coded = found.whose([ours, theirs]), found.whose([ours])
    assert (named.unit, named.period, named.why) == (f"外县（{UNIT}）", theirs.periods[PERIOD].name, "")
    assert (coded.unit, coded.period) == (UNIT, PERIOD) and "这里没有这一版方案" in coded.why
    assert nothing_of("", "").whose([ours]) == Whose(), "of what is no paper there is nothing to explain"


def test_a_small_paper_is_named_by_what_it_says_itself() -> None:
    def found(**facts: object) -> Whose:
        return verify(seal_paper(PaperKind.RECEIPT, blank_page(), {"unit": UNIT, **facts}, unit(), AT), None).whose(
            [PLAN]
        )

    assert found(name="外县", plan="HZ") == Whose(unit=f"外县（{UNIT}）")
    assert "没有写明按哪个方案" in found().why and found().unit == UNIT
    assert "HZ" in found(plan="HZ").why
    whole = {"id": PLAN.id, "version": PLAN.version, "digest": PLAN.digest}
    assert replace(found(plan=whole, period=PERIOD), plan=None) == Whose(
        unit=f"{PLAN.unit_in(UNIT, PERIOD)}（{UNIT}）", period=PLAN.periods[PERIOD].name
    )
    assert found(plan={"id": 5}).why == found().why


@pytest.mark.parametrize(
    ("plan", "name", "code"),
    [
        ("HZ", "外县", "request_of_other_plan"),
        ("AK", "外县", "request_of_other_unit"),
        ("", "外县", "request_of_other_unit"),
    ],
)
def test_the_key_of_its_unit_is_not_enrolled_for_ours(
    office: OfficeWorkspace,
    plan: str,
    name: str,
    code: str,
) -> None:
    asked = Request(unit=UNIT, name=name, certificate=b"", plan=plan)
    with pytest.raises(AppError) as refused:
        enrol(office.store, office.folder, PLAN, asked, "", code=None, since=None, at=AT, by="")
    assert refused.value.code == code and "外县" in sentence(refused.value)


def test_a_version_that_is_no_longer_read_keeps_nobody_from_being_enrolled(office: OfficeWorkspace) -> None:
    """Which names a unit had is asked of earlier versions only where those in force do not have it."""
    files = {"plan.toml": FILES["plan.toml"].replace(b"format = 2\n", b"")}
    office.store.put_plan(plan_digest(files), PLAN.id, "0.9.0", files)
    _refuse_other_city(office.store, PLAN, Request(unit=UNIT, name=PLAN.unit_name(UNIT), certificate=b"", plan=PLAN.id))


def test_a_unit_does_not_go_on_with_it(tmp_path: Path) -> None:
    """It is told which plan it was made under: that of another year is one the unit had, that of another city none."""
    files = {name: content.replace(b'"AK-LC-2020"', b'"HZ"') for name, content in plan_files(SHIPPED).items()}
    plan, book = load_plan_bytes(files), county_book()
    unit = verify(book, None).unit
    with UnitStore.create(tmp_path, unit) as store:
        store.put_plan(plan.digest, plan.id, plan.version, files)
    with pytest.raises(AppError) as refused:
        take_paper(tmp_path, book, unit=None, by="")
    assert refused.value.code == "own_return_other_version" and "AK-LC-2020" in sentence(refused.value)


def test_an_arrival_that_is_no_return_is_registered_as_before(office: OfficeWorkspace) -> None:
    assert _Reception(office, AT, AT, "", "")._is_ours(Arrival(path=Path("a"), content=b"", opened=None))
