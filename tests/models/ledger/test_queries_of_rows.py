"""What a unit has done about a remark on a row: the row is found by its key and occurrence, else by what it said."""

from dataclasses import replace

import pytest

from models.ledger.queries import QueryStep, Remark, queries_of
from models.plan.load import SHIPPED, load_plan
from models.returns.frozen import freeze
from models.returns.returns import NO_OCCURRENCE
from models.settings.settings import Settings
from models.sheet.cells import read_field
from models.sheet.explanation import Explanation
from models.sheet.rows import read_row
from models.sheet.sheet import Sheet
from tests.models.ledger.test_queries import receipt

PLAN = load_plan(SHIPPED)
REGISTER = PLAN.registers["R04"]
Texts = dict[str, str]


def row(name: str, plan: str = "5") -> Texts:
    return {"项目": name, "年度计划": plan}


def sheet(*rows: Texts) -> Sheet:
    made = tuple(read_row(REGISTER, number, one) for number, one in enumerate(rows, 1))
    registers = {"R04": made} if made else {}
    return Sheet(plan=PLAN, unit_id="M02", period_id="2020Q3", settings=Settings(), registers=registers)


def step(at: str, then: Sheet, now: Sheet, *, engine: str | None = None) -> QueryStep:
    asked, filed = replace(receipt(), remarks=(Remark("CK-B16", at, "请核实。"),)), freeze(then)
    return queries_of(asked, replace(filed, engine=engine) if engine else filed, now)[0].step


OLD, TWICE = sheet(row("甲"), row("乙")), sheet(row("甲"), row("甲", "6"), row("乙"))
BLANK = sheet(row(""), row("乙"), row(""))


@pytest.mark.parametrize(
    ("at", "then", "now", "changed"),
    [
        ("R04[甲]", OLD, OLD, False),
        ("R04[甲]", OLD, sheet(row("甲", "7"), row("乙")), True),
        ("R04[甲]", OLD, sheet(row("甲"), row("乙", "7")), False),
        ("R04[甲]", OLD, sheet(row("乙"), row("甲")), False),
        ("R04[甲]", OLD, sheet(row("乙")), True),
        ("R04[甲]", OLD, sheet(), True),
        ("R04[甲]", TWICE, sheet(row("甲"), row("甲", "7"), row("乙")), False),
        ("R04[甲]#2", TWICE, sheet(row("甲"), row("甲", "7"), row("乙")), True),
        ("R04[甲]#2", TWICE, sheet(row("甲", "7"), row("甲", "6")), False),
        ("R04[甲]#2", TWICE, OLD, True),
        ("R04[第1行]", BLANK, BLANK, False),
        ("R04[第1行]", BLANK, sheet(row("乙"), row(""), row("")), False),
        ("R04[第1行]", BLANK, sheet(row(""), row("乙")), True),
        ("R04[第2行]", BLANK, sheet(row(""), row("乙", "7"), row("")), True),
        ("R04[第3行]", BLANK, sheet(row("", "7"), row("乙"), row("")), True),
        ("R04[第4行]", BLANK, BLANK, True),
    ],
)
def test_a_remark_on_a_row_is_answered_once_that_row_says_something_else(
    at: str, then: Sheet, now: Sheet, *, changed: bool
) -> None:
    assert step(at, then, now) is (QueryStep.CHANGED if changed else QueryStep.OPEN)


def test_a_paper_whose_addresses_do_not_tell_rows_of_one_key_apart_asks_of_all_of_them() -> None:
    now = sheet(row("甲"), row("甲", "7"), row("乙"))
    assert step("R04[甲]", TWICE, now, engine=NO_OCCURRENCE) is QueryStep.CHANGED
    assert step("R04[乙]", TWICE, now, engine=NO_OCCURRENCE) is QueryStep.OPEN


@pytest.mark.parametrize("key", ["CK-B16@R04[甲]", "CK-B16@R04", "CK-B16"])
def test_words_for_the_row_for_its_register_or_for_the_check_answer(key: str) -> None:
    explained = replace(OLD, explanations={key: Explanation("以合同为准")})
    assert step("R04[甲]", OLD, explained) is QueryStep.EXPLAINED
    assert step("R04[甲]", explained, explained) is QueryStep.OPEN
    assert step("R04[甲]", OLD, replace(OLD, explanations={f"{key}x": Explanation("以合同为准")})) is QueryStep.OPEN


def test_a_field_of_progress_and_of_the_cover_is_compared_with_its_own_entry() -> None:
    empty = Sheet(plan=PLAN, unit_id="610924", period_id="2020Q3", settings=Settings())
    for at in ("T06.本期进展", "封面.填表人"):
        typed = replace(empty, cells={at: read_field(empty.fields[at].column, "甲")})
        other = replace(empty, cells={at: read_field(empty.fields[at].column, "乙")})
        assert [step(at, typed, now) for now in (typed, other, empty)] == [
            QueryStep.OPEN,
            QueryStep.CHANGED,
            QueryStep.CHANGED,
        ]
        assert step(at, empty, empty) is QueryStep.OPEN and step(at, empty, typed) is QueryStep.CHANGED
