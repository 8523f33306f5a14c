"""What the office asked in its latest receipt, and what a unit has done about each of it."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from models.basics.period import PLAN_ZONE
from models.ledger.ledger import Decision
from models.ledger.queries import QueryStep, Receipt, Remark, asking_receipt, queries_of, read_receipt
from models.plan.load import SHIPPED, load_plan, load_plan_bytes
from models.returns.frozen import freeze
from models.settings.settings import Settings
from models.sheet.cells import BLANK, Cell, State, read_cell
from models.sheet.explanation import Explanation
from models.sheet.rows import Row
from models.sheet.sheet import Sheet
from tests.models.settings.sample import TEXT

AT = datetime(2020, 10, 13, 9, 30, tzinfo=PLAN_ZONE)
MORE = '[[assignment]]\nunits = ["@county"]\ntable = "A1"\nitems = ["Q06.8", "Q03.8"]\nclause = "一"\n'
PLAN = load_plan_bytes({"plan.toml": (TEXT + MORE).encode()})
SHEET = Sheet(
    plan=PLAN,
    unit_id="610924",
    period_id="2020Q3",
    settings=Settings(),
    cells={"Q06.8": read_cell(PLAN.items["Q06.8"], "12.5")},
)
FILED = freeze(SHEET)
SAID = {
    "digest": "d1",
    "period": "2020Q3",
    "revision": 1,
    "decision": "returned",
    "registered": AT.isoformat(),
    "issued": AT.isoformat(),
    "reasons": [
        {"check": "CK-B16", "item": "Q06.8", "message": "请核实。"},
        {"check": "key", "item": "", "message": "?"},
    ],
}


def receipt(digest: str = "d1", decision: Decision = Decision.RETURNED, days: int = 0) -> Receipt:
    one = read_receipt(json.dumps(SAID).encode())
    return replace(one, digest=digest, decision=decision, issued=AT + timedelta(days=days))


def step(sheet: Sheet, *remarks: Remark) -> list[QueryStep]:
    asked = replace(receipt(), remarks=remarks or (Remark("CK-B16", "Q06.8", "请核实。"),))
    return [one.step for one in queries_of(asked, FILED, sheet)]


def now(cell: Cell, at: str = "Q06.8") -> Sheet:
    return replace(SHEET, cells={**SHEET.cells, at: cell})


def explained(key: str, text: str) -> Sheet:
    return replace(SHEET, explanations={key: Explanation(text)})


def test_a_receipt_is_read_as_it_says() -> None:
    assert receipt() == Receipt(
        digest="d1", period="2020Q3", revision=1, decision=Decision.RETURNED, registered=AT, issued=AT,
        remarks=(Remark("CK-B16", "Q06.8", "请核实。"), Remark("key", None, "?")),
    )  # fmt: skip


@pytest.mark.parametrize(
    "said", [{}, [], {**SAID, "decision": "maybe"}, {**SAID, "reasons": [1]}, {**SAID, "issued": 5}]
)
def test_what_is_no_receipt_is_a_value_error(said: object) -> None:
    with pytest.raises(ValueError):
        read_receipt(json.dumps(said).encode())


def test_the_latest_receipt_of_what_is_in_force_asks_if_it_asks() -> None:
    first, second = receipt(days=1), receipt(decision=Decision.ACCEPTED, days=2)
    assert asking_receipt([first, receipt(days=0)], ["d1"]) == first
    assert asking_receipt([first, second], ["d1"]) is None
    assert asking_receipt([first], ["d2"]) is None
    assert asking_receipt([], ["d1"]) is None
    assert asking_receipt([receipt(decision=Decision.REJECTED)], ["d1"]) is not None


def test_a_cell_that_says_something_else_is_changed() -> None:
    item = PLAN.items["Q06.8"]
    assert step(SHEET) == [QueryStep.OPEN]
    assert step(now(read_cell(item, "12.50"))) == [QueryStep.OPEN]
    assert step(now(read_cell(item, "13"))) == [QueryStep.CHANGED]
    assert step(now(Cell(State.NA, note="停产"))) == [QueryStep.CHANGED]
    assert step(now(BLANK)) == [QueryStep.CHANGED]
    assert step(now(read_cell(item, "十二多"))) == [QueryStep.CHANGED]


def test_a_cell_that_said_nothing_is_changed_once_it_says_something() -> None:
    asked = Remark("CK-B01", "Q03.8", "未填。")
    assert step(SHEET, asked) == [QueryStep.OPEN]
    assert step(now(Cell(State.MISSING), "Q03.8"), asked) == [QueryStep.OPEN]
    assert step(now(read_cell(PLAN.items["Q03.8"], "3"), "Q03.8"), asked) == [QueryStep.CHANGED]
    assert step(now(Cell(State.AWAITED, note="统计局"), "Q03.8"), asked) == [QueryStep.CHANGED]


def test_a_place_the_sheet_does_not_have_stays_open() -> None:
    assert step(SHEET, Remark("CK-B01", "Q99.9", "?"), Remark("key", None, "?")) == [QueryStep.OPEN] * 2


@pytest.mark.parametrize(
    "key, text, done",
    [
        ("CK-B16@Q06.8", "以验收单为准", True),
        ("CK-B16", "以验收单为准", True),
        ("CK-B16@Q03.8", "以验收单为准", False),
        ("CK-B17", "以验收单为准", False),
        ("CK-B16", "", False),
    ],
)
def test_an_explanation_that_was_not_in_the_return_answers(key: str, text: str, *, done: bool) -> None:
    assert step(explained(key, text)) == [QueryStep.EXPLAINED if done else QueryStep.OPEN]


def test_the_explanation_the_return_had_is_no_answer_until_it_is_written_anew() -> None:
    before = explained("CK-B16", "以验收单为准")
    filed = freeze(before)
    asked = replace(receipt(), remarks=(Remark("CK-B16", "Q06.8", "请核实。"),))
    assert [one.step for one in queries_of(asked, filed, before)] == [QueryStep.OPEN]
    anew = explained("CK-B16", "以验收单为准，另附证明")
    assert [one.step for one in queries_of(asked, filed, anew)] == [QueryStep.EXPLAINED]


def test_a_register_that_lost_its_rows_or_got_its_first_ones_has_changed() -> None:
    plan = load_plan(SHIPPED)
    empty = Sheet(plan=plan, unit_id="610924", period_id="2020Q3", settings=Settings())
    register = plan.registers[empty.register_ids[0]]
    filled = replace(empty, registers={register.id: (Row(number=1, values={register.columns[0].name: "1"}),)})
    asked = replace(receipt(), remarks=(Remark("CK-B16", register.id, "请核实。"),))

    def step_of(then: Sheet, now: Sheet) -> QueryStep:
        return queries_of(asked, freeze(then), now)[0].step

    assert step_of(filled, empty) is step_of(empty, filled) is QueryStep.CHANGED
    assert step_of(filled, filled) is step_of(empty, empty) is QueryStep.OPEN


def test_a_row_of_a_register_the_plan_no_longer_has_has_not_changed() -> None:
    assert step(SHEET, Remark("CK-B16", "R99[甲]", "请核实。")) == [QueryStep.OPEN]
