"""What an item or a column declares of itself holds: 不适用 not allowed, needed when, not compared with last year."""

from dataclasses import replace
from functools import cache

import pytest

from models.checks.findings import blocking
from models.checks.run import run_checks
from models.plan.load import SHIPPED, PlanProblems, load_plan_bytes, plan_files
from models.plan.plan import ItemType, Plan
from models.settings.settings import Settings
from models.sheet.cells import Cell, State, read_cell
from models.sheet.rows import read_row
from models.sheet.sheet import Sheet

UNIT, PERIOD = "610924", "2020Q3"


def with_slips(*slips: tuple[str, str, str]) -> dict[str, bytes]:
    files = {name: content.decode() for name, content in plan_files(SHIPPED).items()}
    for name, before, after in slips:
        assert before in files[name], before
        files[name] = files[name].replace(before, after, 1)
    return {name: text.encode() for name, text in files.items()}


@cache
def plan() -> Plan:
    item = '[[item]]\nid = "{}"\n'
    return load_plan_bytes(
        with_slips(
            ("items.toml", item.format("Q06.2"), item.format("Q06.2") + "na_allowed = false\n"),
            ("items.toml", item.format("Q06.3"), item.format("Q06.3") + 'changed = "口径改为验收面积"\n'),
            (
                "registers.toml", '{ name = "设计规模", type = "number"',
                "{ name = \"设计规模\", required_when = '是否配套设施', type = \"number\"",
            ),
        )
    )  # fmt: skip


def blocked(cells: dict[str, str | State], *rows: dict[str, str]) -> set[tuple[str, str]]:
    empty = Sheet(plan=plan(), unit_id=UNIT, period_id=PERIOD, settings=Settings(version=1))
    typed = {
        at: Cell(said, note="x") if isinstance(said, State) else read_cell(empty.slots[at].item, said)
        for at, said in cells.items()
    }
    farms = tuple(read_row(plan().registers["R07"], number, row) for number, row in enumerate(rows, 1))
    sheet = replace(empty, cells=typed, registers={"R07": farms} if farms else {})
    return {(one.at or "", one.message) for one in blocking(run_checks(sheet)) if "/" in one.check.id}


def test_a_state_that_is_not_allowed_blocks() -> None:
    ((at, words),) = blocked({"Q06.2": State.NA})
    assert at == "Q06.2" and "不能选“不适用”" in words
    assert blocked({"Q06.2": State.NIL, "Q06.3": State.NA}) == set()


def test_a_column_is_needed_when_its_condition_holds() -> None:
    farm = {"场名": "甲场", "代码": "1", "是否配套设施": "是"}
    ((at, words),) = blocked({}, farm)
    assert at == "R07[1]" and "“设计规模”应填写" in words
    assert blocked({}, {**farm, "是否配套设施": "否"}, {**farm, "代码": "2", "设计规模": "1"}) == set()


def test_a_changed_item_has_no_column_of_last_year() -> None:
    slots = Sheet(plan=plan(), unit_id=UNIT, period_id=PERIOD, settings=Settings()).slots
    assert "Q06.2/last_year" in slots and "Q06.3" in slots and "Q06.3/last_year" not in slots


@pytest.mark.parametrize(
    ("name", "before", "after", "words"),
    [
        ("registers.toml", '{ name = "代码", type = "text" }',
         "{ name = \"代码\", type = \"text\", required_when = '没有的栏 == \"是\"' }", "没有的栏"),
    ],
)  # fmt: skip
def test_what_cannot_be_held_is_refused(name: str, before: str, after: str, words: str) -> None:
    with pytest.raises(PlanProblems) as raised:
        load_plan_bytes(with_slips((name, before, after)))
    assert any(words in one.message for one in raised.value.problems), raised.value.problems


def test_a_whole_number_without_decimals_has_none() -> None:
    """Else a sum of 80 vehicles is told as 80.00."""
    slips = with_slips(("items.toml", 'type = "K"\ndecimals = 0\n', 'type = "K"\n'))
    whole = [item for item in load_plan_bytes(slips).items.values() if item.type is ItemType.WHOLE]
    assert whole and all(item.decimals == 0 for item in whole)
