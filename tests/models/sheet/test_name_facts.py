"""Every name a formula may use, with what it stands for in one sheet: a table of facts, unknown ones among them."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from models.formula.formula import EXCUSED, Value
from models.plan.load import SHIPPED, load_plan
from models.settings.settings import Settings, Target
from models.sheet.cells import BLANK, STATE_RULES, Cell, State, read_cell
from models.sheet.sheet import Sheet

PLAN = load_plan(SHIPPED)
TARGETS = (Target(unit="610924", indicator="Q06", value=Decimal(7), doc_no="", doc_date=""),)


def typed(**figures: str) -> Mapping[str, Cell]:
    places = {at.replace("_", "."): text for at, text in figures.items()}
    return {at: read_cell(PLAN.items[at.partition("@")[0]], text) for at, text in places.items()}


def sheet(unit: str = "610924", period: str = "2020Q3", cells: Mapping[str, Cell] | None = None) -> Sheet:
    made = Sheet(plan=PLAN, unit_id=unit, period_id=period, settings=Settings(version=1, targets=TARGETS))
    before = replace(made, period_id="2020Q2", cells=typed(Q06_1="3"))
    return replace(made, cells=cells or {}, previous=before)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Q06.1", Decimal(5)), ("上期.Q06.1", Decimal(3)), ("上期.Q06.2", None), ("目标.Q06", Decimal(7)),
        ("目标.Q07", None), ("期.日历天数", Decimal(274)), ("期.剩余天数", Decimal(92)), ("期.月数", Decimal(9)),
        ("期.类型", "quarter"), ("期.始", "2020-01-01"), ("期.止", "2020-09-30"), ("期.别的", None),
        ("方案.年", Decimal(2020)), ("方案.始", "2020-01-01"), ("方案.止", "2020-12-31"), ("方案.别的", None),
        ("状态.Q06.1", "数值"), ("状态.Q06.2", "缺"), ("单位.代码", "610924"), ("单位.别的", None),
        ("参数.没有", None), ("没有.Q06.1", None), ("没有", None),
    ],
)  # fmt: skip
def test_a_name_stands_for_what_the_sheet_says(name: str, found: Value) -> None:
    assert sheet(cells=typed(Q06_1="5")).lookup()(name) == found


def test_without_a_period_before_nothing_was_before() -> None:
    assert replace(sheet(), previous=None).lookup()("上期.Q06.1") is None


def test_a_state_that_excuses_is_said_and_one_that_owes_is_unknown() -> None:
    said = {state: sheet(cells={"Q06.1": Cell(state)}).lookup()("Q06.1") for state in State if state != State.VALUE}
    assert said == {
        State.NIL: 0, State.NA: EXCUSED, State.NOT_DUE: EXCUSED, State.AWAITED: None, State.MISSING: None
    }  # fmt: skip
    names = {state: sheet(cells={"Q06.1": Cell(state)}).lookup()("状态.Q06.1") for state in STATE_RULES}
    assert names == {state: rules.name for state, rules in STATE_RULES.items()}


LINES = ("610902", "610921")


def lines_of(*said: Cell) -> Sheet:
    """A department's two county lines; the rest are not applicable."""
    empty = sheet("M03")
    rest = {slot.address: Cell(State.NA) for slot in empty.lines("Q06.1")}
    return replace(empty, cells=rest | {f"Q06.1@{line}": cell for line, cell in zip(LINES, said, strict=True)})


@pytest.mark.parametrize(
    ("one", "other", "total", "mean"),
    [
        (Cell(State.VALUE, Decimal(4)), Cell(State.VALUE, Decimal(2)), 6, 3),
        (Cell(State.VALUE, Decimal(4)), Cell(State.NA), 4, 4),
        (Cell(State.VALUE, Decimal(4)), Cell(State.NIL), 4, 2),
        (Cell(State.VALUE, Decimal(4)), BLANK, None, None),
        (Cell(State.VALUE, Decimal(4)), Cell(State.AWAITED), None, None),
        (Cell(State.NA), Cell(State.NA), None, None),
    ],
)
def test_lines_are_added_and_averaged_only_where_each_that_owes_has_a_figure(
    one: Cell, other: Cell, total: int | None, mean: int | None
) -> None:
    found = lines_of(one, other)
    assert (found.lookup()("合计.Q06.1"), found.lookup()("平均.Q06.1")) == (total, mean)


def test_a_factor_is_that_of_the_only_row_or_of_the_row_that_is_chosen() -> None:
    parameter = next(one for one in PLAN.parameters.values() if any(c.type == "number" for c in one.columns))
    column = next(c.name for c in parameter.columns if c.type == "number")
    chooser = next(i for i in PLAN.items.values() if i.choices_from and i.choices_from[0] == parameter.id)
    assert chooser.choices_from is not None
    key = chooser.choices_from[1]
    rows = ({key: "甲", column: "2"}, {key: "乙", column: "3"})

    def factor(*rows: Mapping[str, str], choice: str = "") -> Value:
        settings = Settings(version=1, parameters={parameter.id: rows})
        cells = {chooser.id: Cell(State.VALUE, choice, choice)} if choice else {}
        unit = next(u.id for u in PLAN.filing_units if chooser.id in sheet(u.id, "2020Y初步").slots_of)
        return replace(sheet(unit, "2020Y初步", cells), settings=settings).lookup()(f"因子.{column}")

    assert (factor(), factor(rows[0]), factor(*rows)) == (None, 2, None)
    assert [factor(*rows, choice=choice) for choice in ("甲", "乙", "丙")] == [2, 3, None]
    assert factor(rows[0], choice="乙") is None, "a choice that has no row is not given another's"
    assert factor({key: "甲"}) is None


def test_of_a_table_with_two_columns_of_figures_a_factor_is_that_of_its_own_column() -> None:
    parameter = next(one for one in PLAN.parameters.values() if any(c.type == "number" for c in one.columns))
    own = next(c for c in parameter.columns if c.type == "number")
    columns = (replace(own, name="另一栏"), own, replace(own, name="第三栏"))
    plan = replace(PLAN, parameters={parameter.id: replace(parameter, columns=columns)})
    row = {"另一栏": "7", own.name: "2", "第三栏": "9"}
    settings = Settings(version=1, parameters={parameter.id: (row,)})
    asked = replace(sheet("610924", "2020Q3"), plan=plan, settings=settings).lookup()
    assert [asked(f"因子.{name}") for name in ("另一栏", own.name, "第三栏")] == [7, 2, 9]
