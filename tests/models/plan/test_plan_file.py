"""A plan loads whole, or tells everything that is wrong with it at once, in words, and never breaks the program.

Broken plans are the shipped one with a slip of the pen in it.
"""

import gc
from pathlib import Path

from forms.demo.sheets import demo_file
from models.plan.load import SHIPPED, load_plan, load_plan_bytes, plan_digest, plan_files
from models.plan.plan import Plan
from tests.models.plan.mistakes.edited import added, changed, changed_files, only, problems, shipped


def test_the_shipped_plan_has_no_problem() -> None:
    assert load_plan(SHIPPED).id


def test_a_plan_travels_as_its_files() -> None:
    assert load_plan_bytes(shipped()) == load_plan(SHIPPED)


def test_reading_a_plan_leaves_the_collection_of_garbage_as_it_was() -> None:
    before = gc.isenabled()
    try:
        for turn in (gc.enable, gc.disable):
            turn()
            load_plan_bytes(shipped())
            assert gc.isenabled() is (turn is gc.enable)
            assert problems({"plan.toml": b"format ="})
            assert gc.isenabled() is (turn is gc.enable)
    finally:
        (gc.enable if before else gc.disable)()


def test_the_figures_of_the_demonstration_are_no_part_of_a_plan() -> None:
    assert demo_file(SHIPPED) == SHIPPED / "made_up" / "demo.toml"
    assert not [name for name in shipped() if "demo" in name or "pictures" in name]


def test_figures_of_a_demonstration_lie_beside_the_files_of_a_plan_or_in_a_folder_below(tmp_path: Path) -> None:
    assert demo_file(tmp_path) is None
    (tmp_path / "made_up").mkdir()
    for place in (tmp_path / "made_up", tmp_path):
        (place / "demo.toml").write_text("", "utf-8")
        assert demo_file(tmp_path) == place / "demo.toml" and not plan_files(tmp_path)


def test_a_plan_in_one_file_says_the_same(tmp_path: Path) -> None:
    single = tmp_path / "我的方案.toml"
    single.write_bytes(b"\n".join(shipped().values()))
    assert contents(load_plan(single)) == contents(load_plan(SHIPPED))
    assert load_plan_bytes(plan_files(single)).digest == load_plan(single).digest


def contents(plan: Plan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in plan.__slots__ if name not in ("digest", "files", "derived")}


def test_a_plan_edited_in_notepad_is_the_same_plan() -> None:
    with_windows_ends = {name: content.replace(b"\n", b"\r\n") for name, content in shipped().items()}
    assert load_plan_bytes(with_windows_ends).digest == load_plan(SHIPPED).digest
    load_plan_bytes({name: b"\xef\xbb\xbf" + content for name, content in shipped().items()})


def test_the_digest_does_not_depend_on_the_order_of_the_files() -> None:
    backwards = dict(reversed(list(shipped().items())))
    assert load_plan_bytes(backwards) == load_plan(SHIPPED)


def test_one_changed_character_makes_another_digest() -> None:
    other = changed("indicators.toml", ('target = "1.6"', 'target = "1.7"'))
    assert load_plan_bytes(other).digest != load_plan(SHIPPED).digest
    renamed = {name.replace("units", "unit"): content for name, content in shipped().items()}
    assert plan_digest(renamed) != plan_digest(shipped())


def test_every_problem_is_told_at_once() -> None:
    files = changed("items.toml", ('name = "人工造林"', 'nmae = "人工造林"'), ('measure = "万亩"', 'measure = "万苗"'))
    files = changed_files(files, "tables.toml", ('units = ["M10"]', 'units = ["M1O"]'))
    files = changed_files(files, "checks.toml", ('rule = "reading"', 'rule = "raeding"'))
    files = changed_files(files, "units.toml", ('within = "610902"', 'within = "M01"'))
    files["indicators.toml"] += b'\n[[indicatr]]\nid = "Q25"\n'
    found = {(problem.file, problem.path) for problem in problems(files)}
    lacking = {one for one in found if one[1].startswith("indicator[Q25].")}  # read on as the table that was meant
    assert ("indicators.toml", "indicator[Q25].direction") in lacking
    assert found - lacking == {
        ("checks.toml", "check[CK-A01].rule"),
        ("indicators.toml", "indicatr"),
        ("items.toml", "item[Q06.1].nmae"),
        ("items.toml", "item[Q06.1].measure"),
        ("tables.toml", "assignment[18].units"),
        ("units.toml", "unit[6109GX].within"),
    }


def test_problems_come_file_by_file() -> None:
    files = changed("units.toml", ('kind = "county"', 'kind = "countty"'))
    files = changed_files(files, "items.toml", ("decimals = 2", 'decimals = "2"'), ('name = "人工造林"', ""))
    assert [problem.file for problem in problems(files)] == ["items.toml", "items.toml", "units.toml"]


def test_a_misspelt_key_is_told_with_the_one_that_was_meant() -> None:
    files = changed("blocks.toml", ("responsible_as_written =", "responsable_as_written ="))
    assert only(files) == (
        "blocks.toml",
        "block[T01].responsable_as_written",
        "不认识“responsable_as_written”（是不是“responsible_as_written”？）。",
    )


def test_an_id_that_stands_twice_is_told_across_files() -> None:
    files = dict(shipped()) | {"more.toml": b'[[table]]\nid = "B3"\nname = "x"\nrole = "figures"\n'}
    assert only(files) == ("tables.toml", "table[B3].id", "编号“B3”已经用过，同一编号只能出现一次。")


def test_a_process_item_may_not_have_an_indicators_id() -> None:
    files = changed("process.toml", ('id = "X15"', 'id = "Q15"'), ('{ id = "X15"', '{ id = "Q15"'))
    assert ("process.toml", "process[Q15].id") in {(problem.file, problem.path) for problem in problems(files)}


def test_derived_items_made_from_each_other_are_told_with_the_way_round() -> None:
    files = changed(
        "items.toml", ('formula = "sum(Q06.1..Q06.5)"', 'formula = "Q06.8 - Q06.7"'), ("Q02.1, 4", "Q02.3, 4")
    )
    told = {problem.path: problem.message for problem in problems(files)}
    assert set(told) <= {"item[Q06.6].formula", "item[Q06.8].formula", "item[Q02.3].formula"}
    assert told["item[Q02.3].formula"] == "“Q02.3”由自己算出自己：Q02.3 → Q02.3。"
    assert len(told) == 2


def test_an_average_over_the_lines_is_part_of_the_way_round() -> None:
    files = changed("items.toml", ('formula = "Q16.1 / Q16.2 * 100"', 'formula = "Q16.1 / Q16.5 * 100"'))
    assert "由自己算出自己" in only(files)[2]


def test_last_periods_figure_is_no_circle() -> None:
    load_plan_bytes(changed("items.toml", ('formula = "Q06.6 + Q06.7"', 'formula = "Q06.6 + Q06.7 + 0 * 上期.Q06.8"')))


def test_a_chain_that_is_too_long_to_follow_is_refused() -> None:
    chain = "\n".join(
        f'[[item]]\nid = "Z.{n}"\nindicator = "Q06"\nname = "z{n}"\nmeasure = "万亩"\ntype = "C"\ntables = ["A1"]\n'
        f'frequency = "year"\nformula = "{f"Z.{n + 1}" if n < 1500 else "Q06.1"} + 1"\nclause = "一"\n'
        for n in range(1, 1501)
    )
    assert "超过20层" in only(added("items.toml", chain))[2]


def test_periods_that_follow_themselves_are_told_once() -> None:
    files = changed("periods.toml", ('predecessor = "2020Q1"', 'predecessor = "2020Q3"'))
    told = [problem.message for problem in problems(files) if "绕回" in problem.message]
    assert told == ["上期绕回了自己：2020Q2 → 2020Q3 → 2020Q2。"]


def test_a_text_column_cannot_be_added_up() -> None:
    files = changed("checks.toml", ('when = "Q06.8 > 98"', 'when = "行合计(R01.企业名称) > 98"'))
    assert "R01.企业名称" in only(files)[2]
    load_plan_bytes(changed("checks.toml", ('when = "Q06.8 > 98"', 'when = "行合计(R01.年综合能耗) > 98"')))


def test_a_plan_for_another_city_needs_no_program(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(OTHER, "utf-8")
    plan = load_plan(tmp_path)
    assert [unit.first_name for unit in plan.filing_units] == ["甲县", "乙局"]
    assert plan.assignments[0].units == ("1", "2")
    assert plan.items["Q1.3"].formula is not None
    assert plan.office == "2"


OTHER = """
[plan]
format = 2
id = "甲市-2027"
title = "甲市2027年方案"
issued = 2027-01-05
since = 2027-01-01
until = 2027-12-31
rounding = "half_up"
version = "1.0.0"
office = "2"
[words]
programme = "治水工作"
whole = "全市"
office = "治水办"
office_long = "甲市治水工作办公室"
local = "县"
[[unit_kind]]
id = "county"
name = "县"
all = "各县"
level = 2
[[unit_kind]]
id = "department"
name = "部门"
all = "各部门"
level = 1
[[period_kind]]
id = "year"
name = "年报"
rank = 9
deciding = true
[[unit]]
id = "1"
kind = "county"
name = "甲县"
[[unit]]
id = "2"
kind = "department"
name = "乙局"
[[table]]
id = "B1"
name = "指标表"
role = "figures"
clause = "一"
[[indicator]]
id = "Q1"
name = "处理率"
as_written = ["处理率达到95%"]
target = "95"
measure = "%"
direction = "at_least"
due = 2027-12-31
clauses = ["一"]
main_reporter = "2"
aggregate = "ratio_of_sums"
value_item = "Q1.3"
numerator = "Q1.2"
denominator = "Q1.1"
quarterly = "level"
[[item]]
id = "Q1.1"
indicator = "Q1"
name = "排放量"
measure = "万立方米"
type = "N"
tables = ["B1"]
clause = "一"
[[item]]
id = "Q1.2"
indicator = "Q1"
name = "处理量"
measure = "万立方米"
type = "N"
tables = ["B1"]
clause = "一"
[[item]]
id = "Q1.3"
indicator = "Q1"
name = "处理率"
measure = "%"
type = "C"
decimals = 2
tables = ["B1"]
formula = "Q1.2 / Q1.1 * 100"
clause = "一"
[[assignment]]
table = "B1"
units = ["@all"]
items = ["Q1"]
clause = "一"
[[period]]
id = "2027Y"
name = "2027年度"
kind = "year"
start = 2027-01-01
end = 2027-12-31
tables = ["B1"]
"""
