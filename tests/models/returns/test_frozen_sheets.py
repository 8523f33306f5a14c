"""Laws of a frozen sheet, over drawn sheets of two plans: read back, thawed and compared it says the same; one change is told."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from models.basics.addresses import CONTROL, COVER
from models.returns.frozen import disagreements, freeze, thaw
from models.returns.returns import Entry, Return, parse_return, says_the_same
from models.returns.revisions import difference, entry_text, next_ancestors, statements
from models.sheet.cells import State
from models.sheet.identity_cache import IdentityCache
from models.sheet.sheet import Sheet
from tests.golden.texts import compare_text
from tests.models.checks.whole.test_all_of_other_plans import drawn


@cache
def sheets(name: str) -> tuple[Sheet, ...]:
    """The sheets as a person can make them: a field of cover or progress has no state to choose, all that was typed can be read."""
    found = []
    for sheet in drawn(name):
        kept = {at: cell for at, cell in sheet.cells.items() if not cell.fault}
        cells = {at: cell for at, cell in kept.items() if at in sheet.slots or cell.state is State.VALUE}
        found.append(replace(sheet, cells=cells, cache=IdentityCache()))
    return tuple(found)


@pytest.mark.parametrize("name", ["lincheng", "yunze"])
def test_what_is_frozen_is_read_back_and_thawed_to_the_same(name: str) -> None:
    for sheet in sheets(name):
        filed = freeze(sheet)
        assert parse_return(filed.content) == filed
        again = thaw(filed, sheet.plan, sheet.settings, sheet.previous)
        assert freeze(again).content == filed.content
        assert disagreements(filed, again) == ()
        for at in sheet.addresses():
            was, now = sheet.cell(at), again.cell(at)
            typed = at in sheet.slots or was.state is State.VALUE
            assert (now.state, now.text, now.note if typed else "") == (
                was.state,
                was.text,
                was.note if typed else "",
            ), at
            assert at in sheet.fields or now.remarks == was.remarks
        assert {n: [row.values for row in rows] for n, rows in again.registers.items()} == {
            n: [row.values for row in rows] for n, rows in sheet.registers.items()
        }


def told(filed: Return, sheet: Sheet) -> Iterator[str]:
    yield from (f"{at} {text}" for at, text in statements(filed, sheet.plan))
    yield f"controls {' '.join(filed.controls)} groups {' '.join(filed.progress)} cover {' '.join(filed.cover)}"


def test_what_a_frozen_sheet_says_is_as_agreed(request: pytest.FixtureRequest) -> None:
    lines = (f"{one.unit_id} {one.period_id} {line}" for one in sheets("lincheng") for line in told(freeze(one), one))
    assert compare_text(lines, "plans/frozen-lincheng", remake=request.config.getoption("--remake-golden")) == []


def test_each_place_that_is_changed_is_told_and_nothing_else() -> None:
    sheet = max(sheets("lincheng"), key=lambda one: len(one.cells) + len(one.registers))
    filed, entry = freeze(sheet), Entry(state="value", value="777", raw="", note="")
    assert difference(filed, filed, sheet.plan) == () and says_the_same(filed, replace(filed, reason="更正"))
    for at in filed.cells:
        (one,) = difference(filed, replace(filed, cells={**filed.cells, at: entry}), sheet.plan)
        assert (one.address, one.before, one.after) == (at, entry_text(filed.cells[at]), "777")
        gone = replace(filed, cells={name: kept for name, kept in filed.cells.items() if name != at})
        assert [(d.address, d.after) for d in difference(filed, gone, sheet.plan)] == [(at, "")]
        assert not says_the_same(filed, gone)
    more = replace(filed, controls={**filed.controls, "路灯.3": entry}, cover={**filed.cover, "电话": entry})
    assert {one.address for one in difference(filed, more, sheet.plan)} == {f"路灯.3{CONTROL}", f"{COVER}.电话"}


def test_a_state_is_told_with_its_note_and_a_value_alone() -> None:
    said = [Entry(state=state, value=value, raw="", note=note) for state, value, note in (
        ("value", "5", ""), ("value", "5", "注"), ("na", "", ""), ("na", "", "停产"),
    )]  # fmt: skip
    assert [entry_text(one) for one in said] == ["5", "5", "na", "na：停产"]


def test_a_revision_descends_from_all_it_follows_the_oldest_first() -> None:
    assert next_ancestors({}) == ()
    assert next_ancestors({"b": ("a",)}) == ("a", "b")
    assert next_ancestors({"c": ("a", "b"), "d": ("a",)}) == ("a", "d", "b", "c")
    assert next_ancestors({"z": ("a",), "b": ("a",)}) == ("a", "b", "z")
