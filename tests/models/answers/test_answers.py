"""What a sheet answers to the relations of a check in one call: rows, registers, cells, halves of a rate, what is lacking."""

from dataclasses import replace
from decimal import Decimal

import pytest

from models.answers.answers import answers, keeps_what_it_reads
from models.answers.breach import Breach
from models.answers.half_rates import half_between, half_of, is_rate
from models.answers.said import computed, names_at, said_at, shown, shown_of_row, words_of
from models.formula.formula import EXCUSED
from models.formula.tree import Node
from models.plan.plan import Check, Level, Plan
from models.settings.settings import Settings
from models.sheet.cells import Cell, State
from models.sheet.judged import judge
from models.sheet.sheet import Sheet
from tests.models.checks.test_without_checks import sheet_of, with_checks

CHECKS = """
[[check]]
id = "T-1"
level = "error"
item = "Q06.1"
must = "Q06.1 <= Q06.2"
message = "{a} {b}"
values = { a = "Q06.1", b = "Q06.2" }
clause = "测试"
[[check]]
id = "T-2"
level = "warning"
at = "R10"
must = "行数(R10, R10.参与人数 > 0) >= 2"
message = "{n}"
values = { n = "行数(R10, R10.参与人数 > 0)" }
clause = "测试"
[[check]]
id = "T-3"
level = "warning"
rows = ["R10"]
must = "参与人数 > 5"
message = "{n}"
values = { n = "参与人数" }
clause = "测试"
[[check]]
id = "T-4"
level = "warning"
item = "Q06.1"
must = "Q06.1 < 因子.电"
message = "{a}"
values = { a = "Q06.1" }
clause = "测试"
"""
EVENT = {"日期": "2020-09-01", "名称": "节能宣传", "参与人数": "3"}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return with_checks(CHECKS)


def asked(sheet: Sheet, check: str) -> list[Breach]:
    known = sheet.plan.checks[check]
    return list(answers(sheet, known, 0, judge(sheet, [known])))


def test_a_cell_answers_where_it_does_not_hold_with_the_figures_of_the_sentence(plan: Plan) -> None:
    assert asked(sheet_of(plan, **{"Q06.1": "1", "Q06.2": "1"}), "T-1") == []
    (one,) = asked(sheet_of(plan, **{"Q06.1": "2.50", "Q06.2": "1"}), "T-1")
    assert one == Breach(at="Q06.1", figures={"a": "2.5", "b": "1"})


def test_what_is_missing_is_lacking_and_what_is_excused_makes_a_relation_idle(plan: Plan) -> None:
    (one,) = asked(sheet_of(plan, **{"Q06.1": "1"}), "T-1")
    assert one.lacking == ("Q06.2",)
    idle = sheet_of(plan, **{"Q06.1": "1"})
    assert asked(replace(idle, cells={**idle.cells, "Q06.2": Cell(State.NA)}), "T-1") == []
    (unset,) = asked(sheet_of(plan, **{"Q06.1": "1"}), "T-4")
    assert unset.lacking == ("因子.电",)
    given = replace(
        sheet_of(plan, **{"Q06.1": "1"}),
        settings=Settings(version=1, parameters={"factors": ({"组": "甲", "电": "0.6671"},)}),
    )
    (one,) = asked(given, "T-4")
    assert (one.lacking, dict(one.figures)) == ((), {"a": "1"})


def test_a_register_answers_as_a_whole_and_row_by_row(plan: Plan) -> None:
    rows = sheet_of(plan, rows={"R10": [EVENT, EVENT | {"参与人数": "6"}, EVENT | {"参与人数": ""}]})
    (one,) = asked(rows, "T-3")
    assert (one.at, one.row and one.row.number, dict(one.figures)) == ("R10", 1, {"n": "3"})
    assert asked(rows, "T-2") == []
    (few,) = asked(sheet_of(plan, rows={"R10": [EVENT]}), "T-2")
    assert (few.at, few.row, dict(few.figures)) == ("R10", None, {"n": "1"})
    assert asked(sheet_of(plan), "T-2") == [] == asked(sheet_of(plan), "T-3")


def test_a_relation_over_a_register_is_asked_of_those_who_keep_it(plan: Plan) -> None:
    relation, strange = (
        plan.checks["T-2"].relations[0],
        next(u.id for u in plan.filing_units if u.id not in plan.registers["R10"].units),
    )
    assert keeps_what_it_reads(sheet_of(plan), relation)
    assert not keeps_what_it_reads(sheet_of(plan, strange), relation)
    plain = plan.checks["T-1"].relations[0]
    assert keeps_what_it_reads(sheet_of(plan, strange), plain)
    assert not keeps_what_it_reads(sheet_of(plan, strange), replace(plain, at="R10"))


def test_half_a_rate_is_told_by_its_parts_where_the_rate_has_no_value(plan: Plan) -> None:
    empty = sheet_of(plan, "M07")
    rate = next(slot for slot in empty.slots.values() if is_rate(slot) and len(empty.inputs(slot.address)) == 2)
    part, whole = empty.inputs(rate.address)
    figure, na = Cell(State.VALUE, Decimal(5), "5"), Cell(State.NA)
    for cells, lacking in (
        ({part: figure, whole: na}, (whole,)),
        ({part: na, whole: figure}, (part,)),
        ({part: na, whole: na}, ()),
        ({part: figure, whole: figure}, ()),
    ):
        sheet = replace(empty, cells=cells)
        assert half_between(sheet, {at: sheet.cell(at) for at in (part, whole)}) == lacking
        assert half_between(sheet, {part: sheet.cell(part)}) == (), "no rate is made of that alone"
    held_together = {slot.address: half_of(empty, slot) for slot in empty.slots.values() if is_rate(slot)}
    assert set(held_together.values()) == {()}, "nothing is typed, so nothing is half"


def test_an_error_of_two_parts_speaks_of_the_half_before_it_speaks_of_what_is_lacking(plan: Plan) -> None:
    check: Check = next(
        one
        for one in plan.checks.values()
        if one.level is Level.ERROR and any(r.item == "Q15.1" and "Q15.2" in r.formula.reads for r in one.relations)
    )
    number = next(n for n, r in enumerate(check.relations) if r.item == "Q15.1" and "Q15.2" in r.formula.reads)
    cells = {"Q15.1": Cell(State.VALUE, Decimal(5), "5"), "Q15.2": Cell(State.NA)}
    sheet = replace(sheet_of(plan, "M07"), cells=cells)
    (one,) = answers(sheet, check, number, judge(sheet, [check]))
    assert one.at == "Q15.2"
    warning = replace(check, level=Level.WARNING)
    assert not list(answers(sheet, warning, number, judge(sheet, [warning]))), "a warning leaves the half to the error"
    turned = replace(check, relations=tuple(replace(one, must=False) for one in check.relations))
    assert not list(answers(sheet, turned, number, judge(sheet, [turned])))
    assert names_at(sheet, "Q15.2")["指标"] in one.template


def test_what_every_message_may_name_of_a_place(plan: Plan) -> None:
    sheet = sheet_of(plan, **{"Q06.1": "500亩"})
    said = said_at(sheet, "Q06.1")
    assert (said["指标"], said["单位"], said["原文"], said["值"]) == ("人工造林", "万亩", "500亩", "0.05")
    assert said_at(sheet, "Q06.1/last_year")["指标"].endswith("·上年同期")
    assert set(said_at(sheet, "R10")) == {"期", "填报单位"}
    assert said_at(sheet, next(iter(sheet.fields)))["单位"] == ""


def test_figures_of_a_message_are_told_apart_where_the_cell_would_show_the_same(plan: Plan) -> None:
    assert [shown(value, plan.rounding) for value in (Decimal("1.23456"), Decimal("2.50"), None)] == [
        "1.2346",
        "2.5",
        "—",
    ]
    told = {typed: shown_of_row(Decimal("1.23456"), plan.rounding, as_typed=typed) for typed in (True, False)}
    assert told == {True: "1.23456", False: "1.2346"}
    assert [shown_of_row(value, plan.rounding, as_typed=False) for value in (None, EXCUSED, "甲")] == ["", "", "甲"]
    assert shown(EXCUSED, plan.rounding) == "—" and shown(Decimal("1.23456"), plan.rounding, None) == "1.23456"
    sheet = sheet_of(plan)
    derived = next(item for item in plan.items.values() if not item.entered and item.decimals == 2)
    assert computed(derived, Decimal("1.005"), sheet) == "1"
    assert computed(plan.items["Q06.1"], Decimal("1.005"), sheet) == ""
    (formula,) = plan.checks["T-4"].relations[0].values.values()
    assert words_of({"a": formula}, {"a": Decimal("1.23456")}, sheet) == {"a": "1.2346"}
    by_name = replace(formula, tree=Node("name", formula.kind, 0, len(formula.text), value=derived.id))
    for values, told in (
        (("1.2312", "1.2312", "7.1234"), ("1.23", "1.23", "7.12")),
        (("1.2312", "1.2345", "7.1234"), ("1.2312", "1.2345", "7.12")),
    ):
        figures = {blank: Decimal(value) for blank, value in zip("abc", values, strict=True)}
        assert tuple(words_of(dict.fromkeys("abc", by_name), figures, sheet).values()) == told


def test_a_register_as_a_whole_that_is_unknown_says_nothing_unless_it_needs_what_is_not_there() -> None:
    check = CHECKS.partition("[[check]]")[2].partition("[[check]]")[2].partition("[[check]]")[0]
    plan = with_checks("[[check]]" + check.replace("T-2", "T-5").replace(">= 2", ">= 因子.电"))
    assert asked(sheet_of(plan, rows={"R10": [EVENT]}), "T-5") == []


def test_a_relation_about_an_item_that_reads_a_register_is_asked_of_those_who_keep_it(plan: Plan) -> None:
    check = CHECKS.partition("[[check]]")[2].partition("[[check]]")[0].replace("T-1", "T-6")
    over = with_checks("[[check]]" + check.replace("Q06.1 <= Q06.2", "Q06.1 <= 行数(R02)"))
    strange = sheet_of(over, **{"Q06.1": "3", "Q06.2": "1"})
    assert "R02" not in strange.register_ids
    assert asked(strange, "T-6") == []
