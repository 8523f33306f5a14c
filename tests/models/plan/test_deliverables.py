"""Every task has a place for everything it asks for: the deliverables as agreed, and their places unit by unit.

The agreed list stands in tests/data/deliverables_agreed.txt; its words are the published document's.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from models.basics.addresses import field_address
from models.filling.duties import BlockDuty, DutyList, Owed, clauses_of, duty_list
from models.filling.duty_places import PlaceKind
from models.plan.load import SHIPPED, PlanProblems, load_plan, load_plan_bytes, plan_files
from models.plan.plan import Plan
from models.settings.settings import Settings
from models.sheet.fillable import fields_by_address, unit_blocks, unit_registers, unit_slots
from models.sheet.sheet import Sheet

DATA = Path(__file__).resolve().parents[2] / "data"
PLAN = load_plan(SHIPPED)
UNITS = tuple(unit.id for unit in PLAN.filing_units)
TASKS = tuple(dict.fromkeys(block_id.partition("-")[0] for block_id in PLAN.blocks))


def agreed() -> list[list[str]]:
    lines = (DATA / "deliverables_agreed.txt").read_text("utf-8").splitlines()[1:]
    return [line.split("|") for line in lines]


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("PM_{2.5}", "PM2.5")


@cache
def document() -> str:
    return squeezed((DATA / "plan_document_2020.txt").read_text("utf-8"))


@cache
def duties(unit: str) -> DutyList:
    return duty_list(PLAN, Settings(), unit)


def owed(unit: str) -> Iterator[tuple[BlockDuty | None, Owed]]:
    for duty in duties(unit).blocks:
        for one in duty.owed:
            yield duty, one
    for one in duties(unit).general:
        yield None, one


@cache
def sayable(unit: str) -> frozenset[str]:
    """Addresses and registers where the unit can really say something in some period in which it is due."""
    kept = set(unit_registers(PLAN, unit))
    found: set[str] = set(kept)
    for period in PLAN.periods:
        for slot in unit_slots(PLAN, unit, period):
            if slot.due and (not slot.item.count or set(slot.item.counted_in) & set(kept)):
                found.add(slot.address)
        found |= fields_by_address(PLAN, unit, period, {}).keys()
    return frozenset(found)


@pytest.mark.parametrize("row", agreed(), ids=lambda row: row[0])
def test_a_deliverable_is_as_it_was_agreed_and_stands_in_the_document(row: list[str]) -> None:
    id, block, clause, text, kind, who, _ = row
    found = PLAN.deliverables[id]
    assert (found.block or "—", found.clause, found.kind) == (block, clause, kind)
    assert squeezed(found.text) == squeezed(text)
    assert squeezed(found.text) in document()
    for name in re.split("[、，]", who):
        unit = PLAN.unit_named(name.removesuffix("（推断）"))
        assert unit is None or unit.id in found.units, name


def test_no_deliverable_is_left_out_and_none_is_added() -> None:
    assert list(PLAN.deliverables) == [row[0] for row in agreed()]


def test_every_task_asks_for_something() -> None:
    assert {one.block for one in PLAN.deliverables.values() if one.block} == set(PLAN.blocks)


@pytest.mark.parametrize("block", PLAN.blocks.values(), ids=lambda block: block.id)
def test_the_words_of_a_task_are_those_of_its_clause(block: object) -> None:
    assert len(TASKS) == 15
    text = squeezed(PLAN.blocks[block.id].text)  # type: ignore[attr-defined]
    assert len(text) > 40
    assert text in document()
    assert document()[document().index(text) + len(text) :].startswith(("（牵头单位：", "（责任单位："))


@pytest.mark.parametrize("unit", UNITS)
def test_in_every_task_of_a_unit_each_deliverable_has_a_place_it_can_fill_in(unit: str) -> None:
    walked = {task: 0 for task in TASKS}
    for duty, one in owed(unit):
        if duty is None:
            continue
        assert one.places, (unit, one.deliverable.id)
        for place in one.places:
            cells = place.addresses or (place.id,)
            assert set(cells) & sayable(unit), (unit, one.deliverable.id, place.id)
        walked[duty.block.id.partition("-")[0]] += 1
    has = {block.id.partition("-")[0] for block, _ in unit_blocks(PLAN, unit, {})}
    assert {task for task, number in walked.items() if number} == has


def test_who_is_named_for_a_deliverable_has_one_of_its_own_places() -> None:
    for unit, deliverable in product(UNITS, PLAN.deliverables.values()):
        if unit not in deliverable.units:
            continue
        (one,) = [one for _, one in owed(unit) if one.deliverable is deliverable]
        assert one.own
        assert {place.id for place in one.places} <= set(deliverable.places)


def test_each_place_of_a_deliverable_is_somebodys() -> None:
    had: dict[str, set[str]] = {}
    for unit in UNITS:
        for _, one in owed(unit):
            had.setdefault(one.deliverable.id, set()).update(place.id for place in one.places)
    lacking = {id: set(one.places) - had[id] for id, one in PLAN.deliverables.items()}
    assert {id: places for id, places in lacking.items() if places} == {}


@pytest.mark.parametrize("unit", UNITS)
def test_a_duty_list_leaves_no_cell_and_no_register_of_the_unit_out(unit: str) -> None:
    list_ = duties(unit)
    told = [place for _, one in owed(unit) for place in one.places]
    told += [place for duty in list_.blocks for place in duty.places]
    told += [place for _, places in list_.safeguards for place in places] + list(list_.further)
    shown = {address for place in told for address in place.addresses or (place.id,)}
    covers = {at for at in sayable(unit) if at.startswith("封面")}
    assert sayable(unit) - covers - shown == set()


def test_roles_and_number_of_tasks_are_those_of_the_plan() -> None:
    assert [duty.role for duty in duties("610924").blocks] == ["responsible"] * 13
    assert [duty.role for duty in duties("6109YH").blocks] == ["responsible"] * 10
    assert sorted(duty.role for duty in duties("M02").blocks) == ["lead"] * 6 + ["responsible"] * 3


def test_a_county_and_a_department_are_asked_for_different_things_in_the_same_task() -> None:
    county = {one.deliverable.id: one for _, one in owed("610924")}
    office = {one.deliverable.id: one for _, one in owed("M01")}
    assert [place.id for place in county["L01-3"].places] == ["X01", "X02", "R11"]
    assert county["L01-3"].own
    assert not office["L01-3"].own
    assert [place.id for place in office["L01-3"].places] == [field_address("T01", "本期进展")]
    assert [place.id for place in office["L01-1"].places] == ["X06", "R11"]


def test_a_figure_counted_from_anothers_register_is_no_place() -> None:
    places = {one.deliverable.id: [place.id for place in one.places] for _, one in owed("M01")}
    assert places["L04-2"] == ["T04.本期进展"]  # X10 is counted from R01, which the counties keep


def test_the_group_whose_members_the_office_names_brings_its_tasks() -> None:
    named = duty_list(PLAN, Settings(groups={"G01": ("M15",)}), "M15")
    assert {duty.block.id for duty in named.blocks} - {duty.block.id for duty in duties("M15").blocks} == {
        "T02", "T03", "T08", "T15",
    }  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_safeguards_reach_whom_they_speak_to(unit: str) -> None:
    found = [(measure.clause, [place.id for place in places]) for measure, places in duties(unit).safeguards]
    county = PLAN.units[unit].kind.id == "county"
    assert (("三（一）", ["X27", "X28", "R11"]) in found) is county
    assert sum(clause == "三（一）" for clause, _ in found) == 1 + county + (unit in ("M01", "M02", "M03", "M04"))
    assert [clause for clause, _ in found][-2:] == ["三（二）", "三（三）"]


def test_returns_are_due_when_the_office_says() -> None:
    sheet = Sheet(plan=PLAN, unit_id="M10", period_id="2020Q3", settings=Settings())
    assert sheet.register_ids == ("R02", "R03")
    assert [one.period for one in duties("M10").filings] == [
        "2020Q1", "2020Q2", "2020Q3", "2020-10", "2020-11", "2020Y初步",
    ]  # fmt: skip
    assert {one.due for one in duties("M10").filings} == {None}


def test_a_reference_to_several_clauses_is_taken_apart() -> None:
    assert clauses_of("一；二（一）（二）；二（九）一是；三（一）") == (
        "一",
        "二（一）",
        "二（二）",
        "二（九）一是",
        "三（一）",
    )
    assert clauses_of("通用") == ()


def broken(before: str, after: str, file: str = "deliverables.toml") -> list[tuple[str, str]]:
    files: Mapping[str, bytes] = plan_files(SHIPPED)
    text = files[file].decode()
    assert before in text
    with pytest.raises(PlanProblems) as raised:
        load_plan_bytes({**files, file: text.replace(before, after, 1).encode()})
    return [(problem.path, problem.message) for problem in raised.value.problems]


@pytest.mark.parametrize(
    ("before", "after", "path", "words"),
    [
        ('places = ["X06", "R11"]', 'places = ["X006", "R11"]', "deliverable[L01-1].places", "是不是“X06”"),
        ('"T01.下步打算"', '"T01.下步"', "deliverable[L01-2].places", "是不是“T01.下步打算”"),
        ('block = "T01"', 'block = "T011"', "deliverable[L01-1].block", "是不是“T01”"),
        ('kind = "文件"\n', 'kind = "文件"\nplace = "X06"\n', "deliverable[L01-1].place", "是不是“places”"),
        ('id = "L01-2"', 'id = "L01-1"', "deliverable[L01-1#2].id", "只能出现一次"),
        ('units = ["M07"]\nplaces = ["Q14"]', 'units = ["M06"]\nplaces = ["Q14"]', "deliverable[L09-4].units", "无处填报"),
        ('places = ["X06", "R11"]', "places = []", "deliverable[L01-1].places", "必须填写"),
    ],
)  # fmt: skip
def test_a_slip_in_a_deliverable_is_told_with_its_place(before: str, after: str, path: str, words: str) -> None:
    found = broken(before, after)
    assert [place for place, _ in found] == [path]
    assert words in found[0][1]


def test_a_slip_in_a_safeguard_is_told_too() -> None:
    assert broken('places = ["X30"]', 'places = ["X99"]', "blocks.toml")[0][0].startswith("safeguard[")


def test_a_plan_without_deliverables_is_still_a_plan() -> None:
    files = {name: content for name, content in plan_files(SHIPPED).items() if name != "deliverables.toml"}
    plan: Plan = load_plan_bytes(files)
    assert plan.deliverables == {}
    assert [place.kind for place in duty_list(plan, Settings(), "610924").blocks[0].places][:1] == [PlaceKind.INDICATOR]
