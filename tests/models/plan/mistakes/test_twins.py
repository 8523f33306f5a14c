"""Names: what one person has twice under one name is refused; whatever nobody has both of, or tells apart, is not."""

from models.plan.load import load_plan_bytes
from models.plan.rows.problems import Problems
from models.plan.rows.toml_row import TomlRow
from models.plan.rows.twins import MOST, Named, refuse_twins
from tests.models.plan.mistakes.edited import changed, changed_files, only

A_TABLE = ('name = "天然气分县区表"', 'name = "县区（园区）主要指标表"')


def test_two_tables_of_one_name_may_be_for_different_units() -> None:
    """B2 is a department's, A1 the counties': each unit has one of that name."""
    load_plan_bytes(changed("tables.toml", A_TABLE))


def test_two_items_of_one_name_may_be_in_different_measures_tables_or_indicators() -> None:
    files = changed("items.toml", ('name = "飞播造林"\nmeasure = "万亩"', 'name = "人工造林"\nmeasure = "公顷"'))
    load_plan_bytes(files)
    apart = changed("items.toml", ('name = "飞播造林"\nmeasure = "万亩"', 'name = "人工造林"\nmeasure = "万亩"'))
    assert only(apart)[1] == "item[Q06.2].name"
    load_plan_bytes(changed_files(apart, "items.toml", ('name = "人工造林"', 'name = "人工造林（一）"')))


def row(problems: Problems, id: str, name: object = "甲") -> TomlRow:
    return TomlRow(problems, "a.toml", f"x[{id}]", {"id": id, "name": name})


def told(*rows: Named) -> list[str]:
    problems = rows[0].row.problems
    refuse_twins(rows, "twin_item")
    return [one.path for one in problems.found]


def test_width_case_and_spaces_make_no_other_name_and_blank_or_wrong_names_none() -> None:
    one = Problems()
    assert told(*(Named(row(one, id, name)) for id, name in (("1", "甲 Ａ(x)"), ("2", "甲a（X）")))) == ["x[2].name"]
    two = Problems()
    assert not told(*(Named(row(two, str(n), name)) for n, name in enumerate(("", "", None, None, [1], [1]))))


def test_only_those_who_have_both_are_lost_and_looking_for_them_has_an_end() -> None:
    problems = Problems()
    rows = [Named(row(problems, str(n)), has=frozenset([str(n % 3)])) for n in range(6)]
    assert told(*rows) == ["x[3].name", "x[4].name", "x[5].name"]
    many = Problems()
    assert not told(*(Named(row(many, str(n)), has=frozenset([str(n)])) for n in range(MOST + 10)))
