"""Conditions of items: 不适用 by itself, required only when; and a table that is held against a period of its own."""

from collections.abc import Mapping
from dataclasses import replace

from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan_bytes, plan_files
from models.plan.plan import Plan
from models.settings.settings import Settings
from models.sheet.cells import State, read_cell
from models.sheet.sheet import Sheet

UNIT, Q3 = "610924", "2020Q3"


def plan(*slips: tuple[str, str]) -> Plan:
    files = dict(plan_files(SHIPPED))
    text = files["items.toml"].decode()
    for before, after in slips:
        assert before in text, before
        text = text.replace(before, after, 1)
    return load_plan_bytes({**files, "items.toml": text.encode()})


def sheet(of: Plan, texts: Mapping[str, str]) -> Sheet:
    return Sheet(
        plan=of,
        unit_id=UNIT,
        period_id=Q3,
        settings=Settings(),
        cells={at: read_cell(of.items[at], text) for at, text in texts.items()},
    )


def test_an_item_is_not_applicable_by_itself_and_required_only_when() -> None:
    name = 'name = "森林抚育"\n'
    one = plan(
        (name, f'{name}na_when = "Q06.1 == 0"\n'),
        ('name = "其中：天然林保护工程"\n', 'name = "其中：天然林保护工程"\nrequired_when = "Q06.1 > 5"\n'),
    )
    assert sheet(one, {"Q06.1": "0"}).cell("Q06.7").state is State.NA
    assert sheet(one, {"Q06.1": "1"}).cell("Q06.7").state is State.MISSING
    assert sheet(one, {}).cell("Q06.7").state is State.MISSING, "nothing follows from what is not known"
    assert sheet(one, {"Q06.1": "0", "Q06.7": "2"}).cell("Q06.7").state is State.VALUE, "what was typed stays"
    assert sheet(one, {"Q06.1": "6"}).cell("Q06.9").state is State.MISSING
    assert sheet(one, {"Q06.1": "5"}).cell("Q06.9").state is None
    blank = {text: [f.at for f in run_checks(sheet(one, {"Q06.1": text})) if f.at == "Q06.9"] for text in ("6", "5")}
    assert blank == {"6": ["Q06.9"], "5": []}, "what is required only when stops the filing like any other blank"


def test_conditions_that_read_each_other_come_to_an_end() -> None:
    name, other = 'name = "森林抚育"\n', 'name = "人工更新"\n'
    one = plan((name, f'{name}na_when = "Q06.5 == 0"\n'), (other, f'{other}na_when = "Q06.7 == 0"\n'))
    assert sheet(one, {}).cell("Q06.7").state is State.MISSING


def test_a_table_may_be_held_against_a_period_of_its_own() -> None:
    of = plan()
    q2, q1 = (
        replace(sheet(of, {"Q06.1": text}), period_id=period) for text, period in (("2", "2020Q2"), ("1", "2020Q1"))
    )
    now = replace(sheet(of, {"Q06.1": "3"}), previous=q2)
    assert now.before("Q06.1") is q2
    assert replace(now, earlier={"A1": q1}).before("Q06.1") is q1
    assert replace(now, earlier={"A1": q1}).lookup()("上期.Q06.1") == 1
