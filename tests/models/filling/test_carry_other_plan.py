"""Carrying forward into another version of a plan: what has no place there any more is told, never dropped in silence."""

from pathlib import Path

from models.filling.carry import carry_progress, carry_rows, joined, left_words
from models.plan.load import load_plan, load_plan_bytes, plan_files
from models.settings.settings import Settings
from models.sheet.cells import read_field
from models.sheet.rows import read_row
from models.sheet.sheet import Sheet

FOLDER = Path(__file__).resolve().parents[2] / "plans" / "yunze-2027"
OLD = load_plan(FOLDER)
GONE = '[[register.column]]\nname = "深度"\ntype = "number"\nmeasure = "米"\nrange = { low = "5", high = "800" }\n'
TEXT = plan_files(FOLDER)["plan.toml"].decode()
NEW = load_plan_bytes({
    "plan.toml": TEXT.replace(GONE, "").replace('"停工"', '"暂停"').replace('"1.0.0"', '"2.0.0"').encode()
})  # fmt: skip
WORDS = {"甲.步骤": "停工", "甲.做法": "修渠", "乙.步骤": "施工", "甲.比例": "40"}


def before() -> Sheet:
    wells = ({"井号": "J1", "工程": "G1", "深度": "50"}, {"井号": "J2", "深度": "五十米"})
    rows = tuple(read_row(OLD.registers["井账"], n, one) for n, one in enumerate(wells, 1))
    empty = Sheet(plan=OLD, unit_id="B1", period_id="27H1", settings=Settings())
    cells = {at: read_field(empty.fields[at].column, text) for at, text in WORDS.items()}
    return Sheet(plan=OLD, unit_id="B1", period_id="27H1", settings=Settings(), cells=cells, registers={"井账": rows})


def test_columns_and_choices_the_new_plan_lost_are_named() -> None:
    assert GONE in TEXT
    sheet = Sheet(plan=NEW, unit_id="B1", period_id="FY27", settings=Settings(), previous=before())
    found = joined(carry_rows(sheet), carry_progress(sheet))
    assert [(row.get("井号"), row.get("工程"), "深度" in row.values) for row in found.rows["井账"]] == [
        ("J1", "G1", False), ("J2", "", False),
    ]  # fmt: skip
    assert all(not row.raw and not row.faults for row in found.rows["井账"])
    assert {at: cell.text for at, cell in found.cells.items()} == {"甲.做法": "修渠", "乙.步骤": "施工"}
    assert found.left == {"机井台账": ("深度",), "推进情况": ("步骤",)}
    assert len(left_words(found)) == 2 and "“深度”" in left_words(found)[0]


def test_under_the_same_plan_nothing_is_left_behind() -> None:
    sheet = Sheet(plan=OLD, unit_id="B1", period_id="FY27", settings=Settings(), previous=before())
    found = joined(carry_rows(sheet), carry_progress(sheet))
    assert found.left == {} and found.cells["甲.步骤"].text == "停工" and found.rows["井账"][0].get("深度") == "50"
