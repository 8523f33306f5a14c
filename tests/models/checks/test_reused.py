"""What an edit does not touch is handed on as the very object it was: of ten thousand rows one is edited at a time."""

from dataclasses import replace

import pytest

from models.answers.unread import unread
from models.checks.findings import Finding
from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Plan
from models.settings.settings import Settings
from models.sheet.cells import read_cell
from models.sheet.counting import rows_taken
from models.sheet.fillable import FieldSlot, Slot
from models.sheet.judged import remembered
from models.sheet.rows import Row, read_row
from models.sheet.sheet import Sheet
from models.sheet.touched import Memory
from tests.vehicles import truck


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(SHIPPED)


def rows_of(plan: Plan, count: int) -> tuple[Row, ...]:
    """Trucks without a day, which is asked of each."""
    texts = [truck(number, 完成日期="") for number in range(count)]
    return tuple(read_row(plan.registers["R02"], number, row) for number, row in enumerate(texts, 1))


def by_key(sheet: Sheet) -> dict[str, Finding]:
    return {f"{one.key} {one.values.get('栏')} {one.template}": one for one in run_checks(sheet)}


def test_findings_cells_and_counts_that_an_edit_does_not_touch_are_the_same_objects(plan: Plan) -> None:
    rows = rows_of(plan, 9)
    first = Sheet(plan=plan, unit_id="M10", period_id="2020Q3", settings=Settings(), registers={"R02": rows}, cells={})
    before, cells = by_key(first), {at: first.cell(at) for at in first.addresses()}
    changed = read_row(plan.registers["R02"], 4, truck(3, 完成日期="2020-08-01"))
    after = replace(first, registers={"R02": (*rows[:3], changed, *rows[4:])})
    found = by_key(after)
    again = {key for key, one in found.items() if before.get(key) is not one}
    rows_again = {number for number in range(1, 10) if any(f"行{number}" in str(found[k].values) for k in again)}
    assert rows_again <= {4} and len(before) > 9
    kept = [key for key in found if key in before and found[key] is before[key]]
    assert len(kept) >= 8, "eight rows of nine still lack their day, and it is not said of them anew"
    same = [at for at in after.addresses() if after.cell(at) is cells[at]]
    assert {at for at in cells if at not in same} <= {"Q17.1", "Q17.2", "Q17.3", "Q18.1"}
    assert rows_taken(after, "R02").keys() == rows_taken(first, "R02").keys()
    marks, now = remembered(first, "R02"), remembered(after, "R02")
    assert marks.tests is now.tests
    kept_marks = {id(row): said for row, said in marks.marked}
    assert [row.number for row, _ in now.marked] == [1, 2, 3, 5, 6, 7, 8, 9]
    assert all(said is kept_marks[id(row)] for row, said in now.marked)


def test_an_edit_of_a_cell_asks_that_cell_again_and_what_is_made_of_it(plan: Plan) -> None:
    item = plan.items["Q06.1"]
    first = Sheet(plan=plan, unit_id="610924", period_id="2020Q3", settings=Settings(), cells={})
    run_checks(first)
    asked: list[str] = []

    def note(place: Slot | FieldSlot) -> str:
        asked.append(place.address)
        return place.address

    places = first.places_asked
    assert len(first.memory.at_places("noted", places, note)) == len(asked) == len(places)
    after = replace(first, cells={"Q06.1": read_cell(item, "5")})
    asked.clear()
    assert list(after.memory.at_places("noted", after.places_asked, note)) == list(places), "in the order of the form"
    assert {"Q06.1", "Q06.8"} <= set(asked) and len(asked) < len(places) / 2
    reading = replace(after, cells={"Q06.1": read_cell(item, "6")})
    asked.clear()
    reading.memory.at_places("noted", reading.places_asked, note, reads=frozenset(("Q06.1",)))
    assert len(asked) == len(places), "what reads the cell is asked everywhere"
    other = replace(reading, settings=Settings(version=2))
    assert other.memory.last("noted") is None, "under other settings everything may be otherwise"


def test_what_is_kept_for_other_sources_is_of_no_use(plan: Plan) -> None:
    sheet = Sheet(plan=plan, unit_id="610924", period_id="2020Q3", settings=Settings(), cells={})
    memory: Memory = sheet.memory
    one, other = object(), object()
    memory.put("told", "words", (one,))
    assert memory.last("told", (one,)) is not None and memory.last("told", (other,)) is None
    assert memory.last("nothing") is None
    kept = memory.last("told", (one,))
    assert kept is not None and kept[0] == "words" and not kept[1].names


def test_unread_texts_are_looked_for_once_in_a_sheet(plan: Plan) -> None:
    sheet = Sheet(
        plan=plan, unit_id="M10", period_id="2020Q3", settings=Settings(), registers={"R02": rows_of(plan, 3)}
    )
    assert unread(sheet) is unread(sheet)
    assert [one.row.number for one in unread(sheet).blank_columns if one.column == "完成日期"] == [1, 2, 3]


def test_of_a_formula_over_many_rows_the_part_about_one_row_is_found_again_only_for_a_row_that_changed(
    plan: Plan,
) -> None:
    register = plan.registers["R04"]
    texts = [{"项目": f"项目{n}", "总投资": "100", "累计完成": "50"} for n in range(5)]
    rows = tuple(read_row(register, number, row) for number, row in enumerate(texts, 1))
    first = Sheet(plan=plan, unit_id="M07", period_id="2020Q3", settings=Settings(), registers={"R04": rows}, cells={})
    run_checks(first)
    changed = read_row(register, 2, {**texts[1], "累计完成": "101"})
    after = replace(first, registers={"R04": (rows[0], changed, *rows[2:])})
    assert "CK-D14" in {one.check.id for one in run_checks(after)}
    (node,) = [
        one for one in plan.checks["CK-D14"].relations[0].formula.tree.parts if one.columns == {"累计完成", "总投资"}
    ]
    _, kept = after.cache.last(f"part {('CK-D14', 0)} {node.start}")  # type: ignore[misc]
    assert [kept[id(row.values)][1] for row in after.registers["R04"]] == [False, True, False, False, False]
