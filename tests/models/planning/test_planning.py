"""Plans made, shown, compared and tried: next year's, what a change asks of the version and of a filed return."""

from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forms.demo.made_up import made_up_sheet
from forms.demo.try_plan import try_plan
from models.basics.errors import AppError
from models.plan.load import SHIPPED, load_plan_bytes, plan_files
from models.plan.plan import Part, Plan
from models.planning.compare import HEAD, KINDS, Step, changes, says_the_same, step_taken, step_wanted
from models.planning.effects import effect, owed
from models.planning.renew import from_template, next_year
from models.planning.show import decision, fillings
from models.planning.source import Rows, plan_rows, plan_toml
from models.planning.template import template_rows
from models.returns.frozen import freeze
from models.settings.settings import Settings
from models.sheet.sheet import Sheet

SMALL = Path(__file__).resolve().parents[2] / "plans" / "lincheng-2026"


@pytest.fixture(scope="module")
def small() -> Plan:
    return load_plan_bytes(plan_files(SMALL))


def changed(**keys: Any) -> Plan:
    """The small plan with keys of the first row of some tables changed: `item_name` is the name of an item."""
    rows = plan_rows(plan_files(SMALL))
    for name, value in keys.items():
        kind, _, key = name.partition("_")
        rows[kind][0][key] = value
    return load_plan_bytes(plan_toml(rows))


def test_next_years_plan_loads_keeps_its_ids_and_moves_its_days() -> None:
    old = load_plan_bytes(plan_files(SHIPPED))
    made = next_year(plan_rows(plan_files(SHIPPED)))
    new = load_plan_bytes(plan_toml(made.rows))
    assert (new.id, new.version, new.follows, new.year) == ("AK-LC-2021", "1.0.0", old.id, 2021)
    assert (new.since, new.until) == (date(2021, 1, 1), date(2021, 12, 31))
    assert list(new.items) == list(old.items)
    assert list(new.units) == list(old.units)
    assert "2021Q3" in new.periods
    assert "2020" not in "".join(period.name for period in new.periods.values())
    assert new.periods["2021Y初步"].predecessor == old.periods["2020Y初步"].predecessor.replace("2020", "2021")
    assert new.units["610928"].names == old.units["610928"].names  # when a county was renamed is a fact
    assert all(one.due.year == 2021 for one in new.indicators.values())
    told = {path for path, _ in made.looks}
    assert {"plan.doc_no", "calendar", "check[CK-D05].when", "indicator[Q17].as_written"} <= told


def test_a_plan_of_fifteen_months_is_followed_after_one_year(small: Plan) -> None:
    new = load_plan_bytes(plan_toml(next_year(plan_rows(plan_files(SMALL))).rows))
    assert list(new.periods) == ["27-06中", "27H1", "27全"]
    assert new.periods["27H1"].before("旬") == "27-06中"
    assert (new.since, new.until) == (date(2027, 1, 1), date(2028, 3, 31))
    assert new.units["TJ"].names == small.units["TJ"].names


@pytest.mark.parametrize(
    ("id", "start", "end", "new"),
    [
        ("2601", (1, 1), (1, 31), "2701"), ("202611", (11, 1), (11, 30), "202711"), ("M260611", (6, 11), (6, 20), "M270611"),
        ("2612", (12, 21), (12, 31), "2712"), ("26-2", (2, 1), (2, 28), "27-2"), ("上", (1, 1), (6, 30), "上"),
        ("2602", (1, 1), (1, 31), "2602"),
    ],
)  # fmt: skip
def test_a_periods_id_moves_on_also_where_its_year_runs_on_into_its_month(
    id: str, start: tuple[int, int], end: tuple[int, int], new: str
) -> None:
    rows = plan_rows(plan_files(SMALL))
    rows["period"] = [{**rows["period"][0], "id": id, "start": date(2026, *start), "end": date(2026, *end)}]
    made = next_year(rows)
    assert made.rows["period"][0]["id"] == new
    assert (f"period[{id}].id" in dict(made.looks)) == (new == id), "one that stays is told"


def test_a_plan_of_two_years_moves_both_on() -> None:
    new = load_plan_bytes(plan_toml(next_year(plan_rows(plan_files(SMALL.with_name("yunze-2027")))).rows))
    assert (new.id, new.until, new.follows) == ("YZ-SZ-2029", date(2031, 3, 31), "YZ-SZ-2027")
    assert list(new.periods)[-3:] == ["29H1", "FY29", "FY30"]
    assert new.periods["FY30"].name == "2030财年（2030年4月至2031年3月）"
    assert [step.period for step in new.indicators["节水"].steps] == ["FY29", "FY30"]


def test_a_target_that_outlives_the_plan_keeps_its_days_and_one_that_ended_is_told() -> None:
    rows = plan_rows(plan_files(SMALL))
    rows["indicator"][0] |= {"since": date(2025, 1, 1), "due": date(2028, 12, 31)}
    rows["indicator"][1] |= {"since": date(2024, 1, 1)}
    made = next_year(rows)
    first, second, third = made.rows["indicator"][:3]
    assert (first["since"], first["due"]) == (date(2025, 1, 1), date(2028, 12, 31))
    assert second["since"] == date(2025, 1, 1)
    told = dict(made.looks)
    assert "2028-12-31" in told[f"indicator[{first['id']}].due"] and f"indicator[{second['id']}].since" in told
    assert not {f"indicator[{third['id']}].{key}" for key in ("since", "due")} & set(told)


def test_the_common_set_is_whole_but_for_what_a_city_says_itself() -> None:
    rows: Rows = {
        **from_template(2026, title="测试方案", id="测试-2026").rows,
        "unit": [{"id": "u", "kind": "local", "name": "甲"}],
    }
    plan = load_plan_bytes(plan_toml(rows))
    assert {check.rule for check in plan.checks.values()} >= {"required", "reading", "yoy", "missing_units", "seal"}
    assert not {"unit", "indicator", "item", "period"} & set(template_rows())


def test_what_a_unit_fills_and_how_an_indicator_is_decided(small: Plan) -> None:
    (one,) = fillings(small, unit="TJ", period="26H1")
    assert one.tables == {"旬": ("路灯.1", "路灯.2", "路灯.3"), "半": ("锅炉.1", "锅炉.2")}
    assert one.registers == ("炉册",)
    assert one.blocks == ("一", "二")
    lamps = decision(small, small.indicators["路灯"])
    assert lamps.parts == ("路灯.2", "路灯.1")
    assert lamps.adds == ("TJ", "TS")
    assert decision(small, small.indicators["用电"]).alone == ("P-gov",)


@pytest.mark.parametrize(
    ("key", "value", "step"),
    [
        ("item_name", "淘汰锅炉容量", Step.PATCH), ("check_message", "看不懂。", Step.PATCH),
        ("item_required", True, Step.MINOR), ("period_end", date(2026, 6, 21), Step.MINOR),
        ("item_measure", "吨", Step.MAJOR), ("indicator_aggregate", "mean_simple", Step.MAJOR),
    ],
)  # fmt: skip
def test_a_change_asks_for_its_step_of_the_version(small: Plan, key: str, value: object, step: Step) -> None:
    together = {"indicator_measure": value} if key == "item_measure" else {}  # a target is in the measure of its figure
    assert step_wanted(changes(small, changed(**{key: value}, **together))) is step


def test_every_field_of_a_plan_is_told_when_it_differs() -> None:
    untold = {"id", "version", "digest", "files", "derived"}  # who it is, and what follows from the rest
    told = {*KINDS, *HEAD, "measures", "safeguards", "assignments"}
    assert {field.name for field in fields(Plan)} == untold | told


def test_another_measure_safeguard_or_part_of_a_figure_is_told(small: Plan) -> None:
    shipped = load_plan_bytes(plan_files(SHIPPED))
    first, *rest = shipped.safeguards
    (one,) = changes(shipped, replace(shipped, safeguards=(replace(first, text="另一句"), *rest)))
    assert (one.kind, one.id, one.field, one.step) == ("safeguards", first.title, "text", Step.PATCH)
    measures = replace(small.measures, named={k: v for k, v in small.measures.named.items() if k != "蒸吨"})
    assert [(one.kind, one.id) for one in changes(small, replace(small, measures=measures))] == [("measures", "蒸吨")]
    alone = tuple(replace(one, part=Part.ALONE) for one in small.assignments)
    assert {one.field for one in changes(small, replace(small, assignments=alone))} == {"part"}
    assert says_the_same(small, small)
    assert not says_the_same(small, replace(small, assignments=alone))


def test_the_step_a_version_took(small: Plan) -> None:
    for version, step in (("1.0.1", Step.PATCH), ("1.1.0", Step.MINOR), ("2.0.0", Step.MAJOR), ("1.0.0", Step.NONE),
                          ("0.9.9", Step.NONE)):  # fmt: skip
        assert step_taken(small, replace(small, version=version)) is step


def test_who_owes_more_and_less(small: Plan) -> None:
    found = list(owed(small, changed(assignment_units=["TJ"])))
    assert {(one.unit, one.less) for one in found} == {("TS", ("路灯.1", "路灯.2", "路灯.3"))}


def test_what_a_change_does_to_a_filed_return(small: Plan) -> None:
    sheet = made_up_sheet(
        Sheet(plan=small, unit_id="TS", period_id="26H1", settings=Settings(), today=date(2026, 7, 5)), 3
    )
    filed = freeze(sheet)
    assert effect(filed, small, small, Settings()).untouched
    rows = plan_rows(plan_files(SMALL))
    rows["check"].append(
        {"id": "新1", "level": "error", "item": "路灯.1", "must": "路灯.1 > 1000000", "message": "少了。"}
    )
    rows["assignment"][0]["items"] = ["路灯.1"]
    rows["period"] = [row for row in rows["period"] if row["id"] != "26全"]
    found = effect(filed, small, load_plan_bytes(plan_toml(rows)), Settings())
    assert "少了。" in [finding.message for finding in found.new]
    assert "路灯.2" in found.lost
    del rows["period"][1]
    assert effect(filed, small, load_plan_bytes(plan_toml(rows)), Settings()).refused == "period_gone"


def test_a_made_up_city_says_which_checks_fired_and_which_cannot(small: Plan) -> None:
    rows = plan_rows(plan_files(SMALL))
    rows["check"].append(
        {"id": "新1", "level": "error", "item": "路灯.1", "must": "路灯.1 > 1000000", "message": "少了。"}
    )
    rows["check"].append({"id": "新2", "level": "error", "units": ["P-env"], "item": "路灯.1", "must": "路灯.1 > 0",
                          "message": "没有。"})  # fmt: skip
    covers = ("cover_period", "cover_date", "cover_complete", "cover_people")
    rows["check"] += [{"id": rule, "level": "error", "rule": rule, "message": "封面不对。"} for rule in covers]
    tried = try_plan(load_plan_bytes(plan_toml(rows)), 1, lambda done, of: None)
    counts = {one.check.id: one for one in tried.counts}
    assert (counts["新1"].units, counts["新1"].fired, counts["新1"].broken) == (2, 2, 2)
    assert not counts["新2"].reached
    assert counts["乙4"].check.trial
    assert [rule for rule in covers if counts[rule].fired] == []  # what is made up is never dated wrong
    assert tried.summary.results[1].value is not None
    again = try_plan(load_plan_bytes(plan_toml(rows)), 1, lambda done, of: None)
    assert again.summary == tried.summary


def test_a_year_that_no_calendar_has_makes_no_plan() -> None:
    with pytest.raises(AppError) as refused:
        from_template(10_000)
    assert refused.value.code == "year_unknown"
