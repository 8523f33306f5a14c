"""A sheet counts right however it was made; what is made of a plan belongs to that plan."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from models.answers.beside import register_figure
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Count
from models.settings.settings import Settings
from models.sheet.cells import BLANK, Cell, State
from models.sheet.counting import counted_value, rows_taken
from models.sheet.fillable import unit_slots
from models.sheet.rows import Row, read_row
from models.sheet.sheet import Sheet
from models.sheet.touched import reached
from tests.vehicles import truck

PLAN = load_plan(SHIPPED)
YEAR = "2020Y初步"
COUNTED = next(item for item in PLAN.items.values() if "R02" in item.counted_in)
UNIT = next(
    unit for unit in PLAN.registers["R02"].units if COUNTED.id in {s.item.id for s in unit_slots(PLAN, unit, YEAR)}
)


def rows(*texts: dict[str, str]) -> tuple[Row, ...]:
    return tuple(read_row(PLAN.registers["R02"], n, one) for n, one in enumerate(texts, 1))


def sheet_of(*texts: dict[str, str]) -> Sheet:
    return Sheet(plan=PLAN, unit_id=UNIT, period_id=YEAR, settings=Settings(), registers={"R02": rows(*texts)})


def test_a_vehicle_entered_twice_counts_once_in_a_sheet_made_by_hand() -> None:
    sheet = sheet_of(truck(1), truck(1), truck(2))
    assert sheet.uncounted["R02"] == {2}
    assert sheet.exact(COUNTED.id) == 2


def test_a_sheet_derived_from_another_counts_anew() -> None:
    sheet = sheet_of(truck(1), truck(2))
    assert sheet.exact(COUNTED.id) == 2
    wrong = replace(
        sheet, registers={"R02": rows(truck(1), truck(2, 排放阶段="国五"), truck(3, 燃料种类="汽油"), truck(1))}
    )
    assert wrong.uncounted["R02"] == {2, 3, 4}
    assert wrong.exact(COUNTED.id) == 1
    assert sheet.exact(COUNTED.id) == 2


KINDS = (truck(1), truck(2), truck(3, 排放阶段="国四"), truck(4, 使用性质="非营运"))


@given(st.lists(st.sampled_from(KINDS), max_size=8), st.lists(st.sampled_from(KINDS), max_size=8))
def test_what_was_judged_before_decides_nothing(before: list[dict[str, str]], after: list[dict[str, str]]) -> None:
    sheet = sheet_of(*before)
    assert len(sheet.counted_rows("R02")) == len({one["号牌号码"] for one in before} & {"陕G00001", "陕G00002"})
    kept = sheet.registers["R02"]
    changed = tuple(
        kept[n] if n < len(kept) and before[n] == one else row
        for n, (one, row) in enumerate(zip(after, rows(*after), strict=True))
    )
    assert replace(sheet, registers={"R02": changed}).uncounted == sheet_of(*after).uncounted


def test_a_changed_plan_never_keeps_the_cells_of_the_one_it_was_made_of() -> None:
    before = unit_slots(PLAN, UNIT, YEAR)
    other = replace(PLAN, assignments=())
    assert other.digest == PLAN.digest
    assert unit_slots(other, UNIT, YEAR) == ()
    assert unit_slots(PLAN, UNIT, YEAR) is before
    assert other != PLAN
    assert Decimal(len(before)) > 0


def farms(*texts: dict[str, str]) -> Sheet:
    kept = tuple(read_row(PLAN.registers["R07"], n, one) for n, one in enumerate(texts, 1))
    return Sheet(plan=PLAN, unit_id="610924", period_id="2020Q3", settings=Settings(), registers={"R07": kept})


def test_a_register_gives_a_figure_beside_a_typed_item_and_never_in_it() -> None:
    sheet = farms({"场名": "一号", "是否配套设施": "是"}, {"场名": "二号", "是否配套设施": "否"})
    given = {name: register_figure(sheet, sheet.slots[name]) for name in ("Q24.1", "Q24.2", "Q22.1")}
    assert given == {"Q24.1": 2, "Q24.2": 1, "Q22.1": None}, "a register without rows gives nothing, not 0"
    assert sheet.exact("Q24.1") is None and sheet.slots["Q24.1"].item.entered
    assert register_figure(sheet, sheet.slots["Q06.1"]) is None


def test_a_count_of_dated_rows_takes_those_of_its_kind_until_the_end_of_the_period() -> None:
    said = (
        {"节点": "世界地球日", "日期": "2020-04-22"},
        {"节点": "植树节", "日期": "2020-03-12"},
        {"节点": "世界地球日", "日期": "2021-04-22"},
        {"节点": "世界地球日"},
    )
    found = tuple(read_row(PLAN.registers["R10"], n, one) for n, one in enumerate(said, 1))
    sheet = Sheet(plan=PLAN, unit_id=UNIT, period_id=YEAR, settings=Settings(), registers={"R10": found})
    assert [row.number for row in rows_taken(sheet, "R10")["X25.1", 0]] == [1]
    assert [row.number for row in rows_taken(sheet, "R10")["X25.4", 0]] == [2]


def test_different_values_are_counted_once_and_a_blank_not_at_all() -> None:
    taken = list(rows(truck(1), truck(2), truck(3, 排放阶段=""), truck(5)))
    assert counted_value(Count(register="R02", distinct="排放阶段"), taken) == 2


def test_a_figure_of_a_register_has_the_places_of_its_item_or_all_it_has() -> None:
    sheet = sheet_of(truck(1))
    slot = next(one for one in sheet.slots.values() if one.item.id == COUNTED.id)
    for decimals in (0, None):
        item = replace(COUNTED, decimals=decimals, beside=COUNTED.count, count=())
        assert register_figure(sheet, replace(slot, item=item)) == 1


def test_what_was_typed_for_a_derived_cell_is_its_control_figure_and_a_blank_is_none() -> None:
    sheet = sheet_of(truck(1))
    assert sheet.slots[COUNTED.id].derived
    for cell in (Cell(State.VALUE, Decimal(3), "3"), Cell(fault="no_number", raw="三辆")):
        assert replace(sheet, cells={COUNTED.id: cell}).control(COUNTED.id) is cell
    assert replace(sheet, cells={COUNTED.id: BLANK}).control(COUNTED.id) is None is sheet.control(COUNTED.id)


def test_rows_in_another_order_are_judged_as_if_they_were_new() -> None:
    kept = rows(truck(1), truck(2, 排放阶段="国五"), truck(3))
    sheet = Sheet(plan=PLAN, unit_id=UNIT, period_id=YEAR, settings=Settings(), registers={"R02": kept})
    assert sheet.uncounted["R02"] == {2}
    for order in ((1, 0, 2), (2, 1, 0), (1, 2, 0)):
        turned = tuple(kept[place] for place in order)
        assert replace(sheet, registers={"R02": turned}).uncounted["R02"] == {2}


def test_what_a_register_counts_is_asked_again_when_another_decides_which_of_its_rows_count() -> None:
    """A vehicle is counted once, whichever of the two registers names it first."""
    item = next(one for one in PLAN.items.values() if "R03" in one.counted_in)
    bus = {column.name: truck(1).get(column.name, "") for column in PLAN.registers["R03"].columns}
    second = (read_row(PLAN.registers["R03"], 1, bus),)
    sheet = Sheet(plan=PLAN, unit_id=UNIT, period_id=YEAR, settings=Settings(), registers={"R03": second})
    for first, left in (((truck(2),), set()), ((truck(1),), {1}), ((), set())):
        sheet = replace(sheet, registers={"R02": rows(*first), "R03": second})
        alone = Sheet(plan=PLAN, unit_id=UNIT, period_id=YEAR, settings=Settings(), registers=sheet.registers)
        assert sheet.uncounted["R03"] == left
        assert sheet.exact(item.id) == alone.exact(item.id)


def test_a_register_reaches_what_another_counts_where_a_check_decides_between_their_rows() -> None:
    second = {item.id for item in PLAN.items.values() if "R03" in item.counted_in}
    assert second <= reached(PLAN, {"R02"})
    apart = {check.id: replace(check, leaves_out=False) for check in PLAN.checks.values()}
    assert not second & reached(replace(PLAN, checks=apart), {"R02"})
    assert not second & reached(replace(PLAN, checks={}), {"R02"})


def test_a_register_that_changes_as_a_whole_is_counted_anew() -> None:
    old, new = ([truck(n) for n in range(first, first + 120)] for first in (1, 201))
    sheet = sheet_of(*old)
    assert sheet.exact(COUNTED.id) == 120
    for texts, counted in ((new, 120), (new[:7], 7), (old, 120)):
        sheet = replace(sheet, registers={"R02": rows(*texts)})
        assert sheet.exact(COUNTED.id) == counted
