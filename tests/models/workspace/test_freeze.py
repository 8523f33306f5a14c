"""Freezing: the bytes the leader saw are the bytes that are sealed, and everything that differs is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.plan.load import load_plan_bytes
from models.returns.returns import Return
from models.settings.json import settings_json
from models.settings.settings import Settings
from models.sheet.cells import read_cell
from models.store import UnitStore
from models.workspace.approval import Approval, Approved, approval_of, approved, put_approval
from models.workspace.drafts import Draft, drop_draft, keep_draft, kept_draft
from models.workspace.freeze import TEST, ancestors_of, draft_out, frozen, next_return, to_seal
from models.workspace.unit_workspace import UnitWorkspace
from tests.models.settings.sample import TEXT

UNIT, PERIOD = "610924", "2020Q3"
AT = datetime(2020, 10, 13, 9, 30, tzinfo=PLAN_ZONE)
MORE = '[[assignment]]\nunits = ["@county"]\ntable = "A1"\nitems = ["Q06.8", "Q03.8"]\nclause = "一"\n'
FILES = {"plan.toml": (TEXT + MORE).encode()}
PLAN = load_plan_bytes(FILES)


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[UnitWorkspace]:
    with UnitStore.create(tmp_path, UNIT) as store:
        store.put_plan(PLAN.digest, PLAN.id, PLAN.version, FILES)
        yield UnitWorkspace(tmp_path, store)


def typed(unit: UnitWorkspace, item: str, text: str) -> None:
    unit.store.sheets.put_cells(PERIOD, {item: read_cell(PLAN.items[item], text)}, "王某", "typed")


def now(unit: UnitWorkspace, reason: str = "") -> Return:
    return next_return(unit, unit.sheet(PERIOD), reason)


def filed(unit: UnitWorkspace, reason: str = "") -> Return:
    """File what is there: kept as the unit's own return, and the period opened again for a correction."""
    made = to_seal(unit, unit.sheet(PERIOD), reason)
    unit.store.returns.put(made, AT, own=True)
    unit.store.sheets.reopen(PERIOD)
    return made


def code(refused: pytest.ExceptionInfo[AppError]) -> str:
    return refused.value.code


def test_what_is_sealed_is_the_draft_the_leader_saw_for_a_correction_too(unit: UnitWorkspace) -> None:
    typed(unit, "Q06.8", "12.5")
    first = filed(unit)
    typed(unit, "Q06.8", "13")
    draft = now(unit, " 核实后更正 ")
    keep_draft(unit.store, draft)
    sealed = to_seal(unit, unit.sheet(PERIOD))
    assert (sealed.digest, sealed.content) == (draft.digest, draft.content)
    assert (sealed.reason, sealed.ancestors, sealed.revision) == ("核实后更正", (first.digest,), 2)


def test_a_correction_needs_a_reason_and_a_change(unit: UnitWorkspace) -> None:
    typed(unit, "Q06.8", "12.5")
    filed(unit)
    with pytest.raises(AppError) as refused:
        now(unit, "更正")
    assert (code(refused), refused.value.facts["版次"]) == ("unchanged", 1)
    typed(unit, "Q06.8", "13")
    with pytest.raises(AppError) as refused:
        now(unit, "  ")
    assert code(refused) == "reason_needed"


def test_a_first_return_needs_no_reason(unit: UnitWorkspace) -> None:
    typed(unit, "Q06.8", "12.5")
    assert (now(unit).reason, now(unit).ancestors, now(unit).test) == ("", (), False)
    unit.store.put_value(TEST, "1")
    assert now(unit).test


def test_a_change_after_the_draft_stops_the_seal(unit: UnitWorkspace) -> None:
    typed(unit, "Q06.8", "12.5")
    draft = now(unit)
    keep_draft(unit.store, draft)
    assert (out := draft_out(unit, unit.sheet(PERIOD))) is not None and out.same
    typed(unit, "Q06.8", "13")
    out = draft_out(unit, unit.sheet(PERIOD))
    assert out is not None and not out.same and [one.address for one in out.changes] == ["Q06.8"]
    with pytest.raises(AppError) as refused:
        to_seal(unit, unit.sheet(PERIOD))
    assert (code(refused), refused.value.facts["校验码"]) == ("draft_differs", draft.digest[:16])
    with pytest.raises(AppError):
        to_seal(unit, unit.sheet(PERIOD), unsigned="  ")
    assert to_seal(unit, unit.sheet(PERIOD), unsigned="领导出差，电话同意").digest == now(unit).digest
    drop_draft(unit.store, PERIOD)
    assert draft_out(unit, unit.sheet(PERIOD)) is None
    assert to_seal(unit, unit.sheet(PERIOD)).digest == now(unit).digest


def test_what_the_leader_corrected_by_pen_and_nothing_else_may_differ(unit: UnitWorkspace) -> None:
    typed(unit, "Q06.8", "12.5")
    typed(unit, "Q03.8", "3")
    draft = now(unit)
    keep_draft(unit.store, draft)
    typed(unit, "Q06.8", "13")
    approval = Approval(
        digest=draft.digest,
        leader="李某",
        day="2020-10-13",
        corrected={"Q06.8": "以验收单为准"},
        agreed=now(unit).digest,
    )
    put_approval(unit.store, PERIOD, approval, "王某")
    assert approval_of(unit.store, PERIOD) == approval
    assert to_seal(unit, unit.sheet(PERIOD)).cells["Q06.8"].value == "13"
    for at, text in (("Q06.8", "14"), ("Q03.8", "4")):  # another figure in that place, another place
        before = unit.sheet(PERIOD).cell(at).raw
        typed(unit, at, text)
        with pytest.raises(AppError) as refused:
            to_seal(unit, unit.sheet(PERIOD))
        assert code(refused) == "draft_differs"
        typed(unit, at, before)
    assert to_seal(unit, unit.sheet(PERIOD)).cells["Q06.8"].value == "13"


def test_how_a_sheet_stands_to_what_was_signed(unit: UnitWorkspace) -> None:
    typed(unit, "Q06.8", "12.5")
    first = now(unit)
    typed(unit, "Q06.8", "13")
    second = now(unit)
    same = Draft(filed=first, now=first, plan=PLAN)
    other = Draft(filed=first, now=second, plan=PLAN)
    newer = Draft(filed=first, now=replace(second, settings=7), plan=PLAN)
    signed = Approval(digest=first.digest, leader="李某", day="2020-10-13")
    corrected = replace(signed, corrected={"Q06.8": "以验收单为准"}, agreed=second.digest)
    computed = Draft(filed=first, now=second, plan=PLAN, computed=frozenset(one.address for one in other.changes))
    assert computed.entered == other.changes, "what nobody entered and yet differs is to be named too"
    ungrounded = replace(signed, corrected={"Q06.8": " "})
    of_another = replace(corrected, digest=second.digest)
    assert [
        approved(None, signed),
        approved(same, None),
        approved(same, of_another),
        approved(same, signed),
        approved(other, None),
        approved(other, signed),
        approved(other, corrected),
        approved(other, ungrounded),
        approved(other, of_another),
        approved(newer, corrected),
    ] == [
        Approved.NO_DRAFT,
        Approved.UNSIGNED,
        Approved.UNSIGNED,
        Approved.SAME,
        Approved.DIFFERS,
        Approved.DIFFERS,
        Approved.CORRECTED,
        Approved.DIFFERS,
        Approved.DIFFERS,
        Approved.DIFFERS,
    ]
    assert {one for one in Approved if one.seen} == {Approved.SAME, Approved.CORRECTED}


def test_new_settings_after_the_draft_are_told_although_no_place_differs(unit: UnitWorkspace) -> None:
    typed(unit, "Q06.8", "12.5")
    keep_draft(unit.store, now(unit))
    unit.store.put_settings(1, settings_json(Settings(version=1, plan="AK")), AT, "王某")
    out = draft_out(unit, unit.sheet(PERIOD))
    assert out is not None and (out.same, out.changes, out.beside) == (False, (), ("settings",))


def test_everything_beside_the_places_is_told_by_name(unit: UnitWorkspace) -> None:
    typed(unit, "Q06.8", "12.5")
    one = now(unit)
    other = replace(one, settings=1, plan_digest="x", engine="y", ancestors=("z",), test=True, reason="更正")
    assert Draft(filed=one, now=other, plan=PLAN).beside == ("settings", "plan", "engine", "line", "test")


def test_two_lines_are_joined_by_the_next_revision(unit: UnitWorkspace) -> None:
    typed(unit, "Q06.8", "12.5")
    mine = filed(unit)
    typed(unit, "Q06.8", "14")
    others = replace(frozen(unit, unit.sheet(PERIOD), ""), ancestors=())
    unit.store.returns.put(others, AT, own=False)
    assert set(ancestors_of(unit, PERIOD)) == {mine.digest, others.digest}
    assert now(unit, "合并").revision == 3


def test_a_draft_of_before_the_unit_filed_is_no_longer_out(unit: UnitWorkspace) -> None:
    typed(unit, "Q06.8", "12.5")
    keep_draft(unit.store, now(unit))
    assert kept_draft(unit.store, PERIOD) is not None
    filed(unit)
    assert kept_draft(unit.store, PERIOD) is None
