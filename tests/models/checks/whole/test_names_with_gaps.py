"""Names by which rows are told apart, with a blank inside: told, however the row came, and never changed."""

from models.checks.run import run_checks
from models.help.checks import looks_at
from models.plan.load import SHIPPED, load_plan
from models.settings.settings import Settings
from models.sheet.rows import read_row
from models.sheet.sheet import Sheet

REGISTER, NAME = "R08", "项目"


def told(*names: str) -> list[str]:
    plan = load_plan(SHIPPED)
    rows = tuple(read_row(plan.registers[REGISTER], n, {NAME: name}) for n, name in enumerate(names, 1))
    assert [row.get(NAME) for row in rows] == list(names), "a name stays as it was written"
    sheet = Sheet(plan=plan, unit_id="610924", period_id="2020Q3", settings=Settings(), registers={REGISTER: rows})
    return [one.message for one in run_checks(sheet) if one.check.id == "TB-gap"]


def test_a_blank_between_two_chinese_characters_of_a_name_is_told() -> None:
    (one,) = told("恒口小学", "恒 口\u3000小学")
    assert one.startswith("第2行：“项目”的“恒 口") and "中间有空格，查重时按“恒口小学”算" in one


def test_blanks_that_belong_to_a_name_are_not() -> None:
    assert told("恒口小学", "A3 号楼", "New Garden 小区", "恒口 3 号楼") == []


def test_help_names_the_check_where_rows_are_told_apart_by_a_name() -> None:
    plan = load_plan(SHIPPED)
    sheet = Sheet(plan=plan, unit_id="610924", period_id="2020Q3", settings=Settings())
    looking = {id for id in sheet.register_ids if "TB-gap" in {one.check.id for one in looks_at(sheet, id)}}
    assert REGISTER in looking and "R11" not in looking, "files are told apart by kind and day"
