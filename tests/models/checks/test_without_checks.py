"""What the program depends on does not hang on the plan's checks; what a check may declare beside its formula."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from models.answers.unread import RowText
from models.checks.findings import Finding, Outcome, blocking, unexplained
from models.checks.reading_rules import _asks_for
from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan, load_plan_bytes, plan_files
from models.plan.plan import Level, Plan
from models.settings.settings import Settings, Waiver
from models.sheet.cells import read_cell
from models.sheet.rows import read_row
from models.sheet.sheet import Sheet
from tests.vehicles import truck

UNIT, PERIOD = "610924", "2020Q3"
_CHECK = re.compile(r"^\[\[check\]\]\n.*?(?=^\[\[check\]\]|\Z)", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def bare() -> Plan:
    """The shipped plan without a single check."""
    return load_plan_bytes({**plan_files(SHIPPED), "checks.toml": b""})


def with_checks(*rows: str, drop: str = "") -> Plan:
    """The shipped plan with some checks more, and without those of a rule."""
    text = (SHIPPED / "checks.toml").read_text("utf-8")
    if drop:
        text = "".join(found[0] for found in _CHECK.finditer(text) if f'rule = "{drop}"' not in found[0])
    return load_plan_bytes({**plan_files(SHIPPED), "checks.toml": (text + "\n" + "\n".join(rows)).encode()})


def sheet_of(plan: Plan, unit: str = UNIT, rows: dict[str, list[dict[str, str]]] | None = None, **typed: str) -> Sheet:
    empty = Sheet(plan=plan, unit_id=unit, period_id=PERIOD, settings=Settings())
    cells = {name: read_cell(empty.slots[name].item, text) for name, text in typed.items()}
    registers = {
        name: tuple(read_row(plan.registers[name], n, one) for n, one in enumerate(texts, 1))
        for name, texts in (rows or {}).items()
    }
    return replace(empty, cells=cells, registers=registers)


def at(findings: tuple[Finding, ...], address: str) -> list[Finding]:
    return [finding for finding in findings if finding.at == address]


def test_an_unread_or_blank_required_cell_is_never_filed_whatever_checks_a_plan_has(bare: Plan) -> None:
    found = run_checks(sheet_of(bare, **{"Q06.1": "abc12", "Q06.2": "-"}))
    (unread,) = at(found, "Q06.1")
    (dash,) = at(found, "Q06.2")
    assert unread in blocking(found) and dash in blocking(found)
    assert "abc12" in unread.message and "未填" in dash.message
    required = [slot.address for slot in sheet_of(bare).slots.values() if slot.required]
    assert {finding.at for finding in blocking(found)} >= {address for address in required if address != "Q06.1"}


def test_a_blank_or_unread_column_is_never_filed_whatever_checks_a_plan_has(bare: Plan) -> None:
    rows = {"R02": [truck(1), truck(2, 完成日期=""), truck(3, 完成日期="八月七日")]}
    found = blocking(run_checks(sheet_of(bare, "M10", rows)))
    told = [finding.message for finding in found if (finding.at or "").startswith("R02[")]
    assert [text for text in told if "第2行" in text and "完成日期" in text]
    assert [text for text in told if "第3行" in text and "八月七日" in text]
    assert not [text for text in told if "第1行" in text]


def test_a_check_that_asks_for_a_column_itself_is_not_told_twice() -> None:
    rows = {"R02": [truck(1, 完成日期="")]}
    found = run_checks(sheet_of(load_plan(SHIPPED), "M10", rows))
    about = [finding for finding in found if (finding.at or "").startswith("R02[")]
    assert [finding.check.id for finding in about] == ["CK-D06"]


def test_a_blank_column_nobody_asks_for_is_told_by_the_program_beside_one_a_check_asks_for() -> None:
    plan = load_plan(SHIPPED)
    asked = {
        (register, column)
        for check in plan.checks.values()
        for one in check.relations
        for register in one.rows
        for column in one.blanks
    }
    needed = [one.name for one in plan.registers["R02"].columns if one.required]
    unasked = [name for name in needed if ("R02", name) not in asked]
    assert unasked and len(unasked) < len(needed)
    asking = next(one for one in plan.checks.values() if any("R02" in of.rows and of.blanks for of in one.relations))
    wanted = next(column for of in asking.relations if "R02" in of.rows for column in of.blanks)
    for register, column, told in (("R02", wanted, True), ("R02", unasked[0], False), ("R08", wanted, False)):
        row = read_row(plan.registers[register], 1, {})
        assert _asks_for(asking, RowText(register=plan.registers[register], row=row, column=column, fault="")) is told
    for name in unasked:
        found = run_checks(sheet_of(plan, "M10", {"R02": [truck(1, **{name: ""})]}))
        assert [one for one in blocking(found) if name in one.message], name
    both = blocking(run_checks(sheet_of(plan, "M10", {"R02": [truck(1, **{unasked[-1]: "", "完成日期": ""})]})))
    assert {name for name in (unasked[-1], "完成日期") for one in both if name in one.message} == {
        unasked[-1],
        "完成日期",
    }


def test_a_check_of_reading_that_is_no_error_is_not_enough() -> None:
    text = (
        (SHIPPED / "checks.toml")
        .read_text("utf-8")
        .replace(
            'level = "error"\nrule = "reading"\nof = "unreadable"',
            'level = "hint"\nrule = "reading"\nof = "unreadable"',
        )
    )
    plan = load_plan_bytes({**plan_files(SHIPPED), "checks.toml": text.encode()})
    levels = [finding.level for finding in at(run_checks(sheet_of(plan, **{"Q06.1": "abc"})), "Q06.1")]
    assert sorted(levels) == [Level.HINT, Level.ERROR]


def test_the_office_may_let_a_blank_cell_pass_but_no_text_that_cannot_be_read() -> None:
    plan = load_plan(SHIPPED)
    waivers = tuple(
        Waiver(check=check, unit=UNIT, period=PERIOD, reason="测试", approved_by="测试")
        for check in ("CK-A01", "CK-A04")
    )
    sheet = replace(sheet_of(plan, **{"Q06.1": "abc"}), settings=Settings(waivers=waivers))
    found = blocking(run_checks(sheet))
    assert at(found, "Q06.1") and not at(found, "Q06.3")


ON_TRIAL = """
[[check]]
id = "T-1"
level = "error"
trial = true
item = "Q06.1"
when = "Q06.1 > 1"
message = "{指标}大于1。"
clause = "测试"
"""


def test_a_check_on_trial_is_told_and_asks_nothing() -> None:
    found = run_checks(sheet_of(with_checks(ON_TRIAL), **{"Q06.1": "2"}))
    (trial,) = (finding for finding in found if finding.check.id == "T-1")
    assert (trial.outcome, trial.level) == (Outcome.BROKEN, Level.HINT)
    assert trial.message == "（试行）人工造林大于1。"
    assert trial not in blocking(found) and trial not in unexplained(found, {})


SAME = """
[[check]]
id = "T-2"
level = "warning"
rule = "same_key"
registers = ["R09"]
message = "第{j}行与第{i}行是同一个小区。"
clause = "测试"
"""


def test_any_register_may_look_for_rows_of_one_key() -> None:
    plan = with_checks(SAME)
    key = plan.registers["R09"].keys[0]
    rows = [
        dict.fromkeys(key, "安康·甲"),
        dict.fromkeys(key, "乙"),
        dict.fromkeys(key, "安康·甲 "),
        dict.fromkeys(key, ""),
    ]
    found = [one for one in run_checks(sheet_of(plan, "M12", {"R09": rows})) if one.check.id in ("T-2", "TB-same")]
    assert [one.message for one in found] == ["第3行：第3行与第1行是同一个小区。"], "and nothing says it a second time"


PLACES = """
[[check]]
id = "T-4"
level = "error"
rule = "control"
of = ["counted"]
message = "{a} {b} {d}"
clause = "测试"
"""


def test_a_control_figure_may_differ_by_one_of_the_last_place_it_is_shown_with() -> None:
    plan = with_checks(PLACES, drop="control")
    found = {}
    for item in (one for one in plan.items.values() if one.count and not one.decimals):
        unit = next((one.id for one in plan.filing_units if item.id in sheet_of(plan, one.id).slots), None)
        for typed in ("1", "2") if unit else ():
            sheet = sheet_of(plan, unit, **{item.id: typed})
            found[item.id, typed] = "T-4" in {one.check.id for one in run_checks(sheet)}
    assert found
    assert all(told is (typed == "2") for (_, typed), told in found.items())


NEEDS = """
[[check]]
id = "T-3"
level = "warning"
rows = ["R02"]
must = "排量 < 参数.most"
values = { "号牌" = "号牌号码" }
message = "{号牌}排量过大。"
clause = "测试"
[[parameter]]
id = "most"
name = "排量上限"
type = "number"
clause = "测试"
"""


def test_a_parameter_nobody_has_given_is_told_once_and_not_passed_over() -> None:
    plan = with_checks(NEEDS.replace("排量 <", "长度(车辆类型) <"))
    sheet = sheet_of(plan, "M10", {"R02": [truck(1), truck(2)]})
    (found,) = (one for one in run_checks(sheet) if one.check.id == "T-3")
    assert (found.outcome, found.at, found.lacking) == (Outcome.NOT_EVALUATED, "R02", ("参数.most",))
    given = replace(sheet, settings=Settings(version=1, parameters={"most": "3"}))
    assert [one.at for one in run_checks(given) if one.check.id == "T-3"] == [
        "R02[陕G00001|大型汽车]", "R02[陕G00002|大型汽车]",
    ]  # fmt: skip


def counted(
    count: str, rows: dict[str, list[dict[str, str]]], parameters: dict[str, str] | None = None
) -> Decimal | None:
    """What Q17.1 comes to when it is counted in another way."""
    before = 'count = [{ register = "R02", date = "完成日期" }]'
    files = dict(plan_files(SHIPPED))
    text = files["items.toml"].decode()
    assert before in text
    files["items.toml"] = text.replace(before, f"count = [{count}]", 1).encode()
    day = '\n[[parameter]]\nid = "from"\nname = "起"\ntype = "date"\nclause = "测试"\n'
    files["parameters.toml"] += day.encode()
    sheet = sheet_of(load_plan_bytes(files), "M10", rows)
    return replace(sheet, settings=Settings(version=1, parameters=parameters or {})).exact("Q17.1")


def test_an_item_counts_by_condition_date_and_parameter_adds_up_and_tells_apart() -> None:
    rows = {
        "R02": [truck(n, 完成日期=f"2020-0{n}-15", 排放阶段="国二" if n % 2 else "国三") for n in range(1, 9)],
        "R03": [truck(50 + n, 完成日期="2020-05-01") for n in range(3)],
    }
    assert counted('{ register = "R02", date = "完成日期" }', rows) == 8
    assert (
        counted('{ register = "R02", when = \'排放阶段 == "国三"\', date = "完成日期", until = 2020-05-31 }', rows) == 2
    )
    assert counted('{ register = "R02", date = "完成日期", since = 2020-03-15, until = 2020-06-14 }', rows) == 3
    assert counted('{ register = "R02", date = "完成日期", since = "参数.from" }', rows, {"from": "2020-08-01"}) == 1
    assert counted('{ register = "R02", date = "完成日期", since = "参数.from" }', rows) == 8
    assert counted('{ register = "R02", distinct = "排放阶段" }', rows) == 2
    assert counted('{ register = "R02", date = "完成日期" }, { register = "R03", date = "完成日期" }', rows) == 11


OWN_WORDS = """
[[check]]
id = "T-5"
level = "warning"
message = "一般的话"
wordings = { "Q06.3" = "这一项的话" }
clause = "测试"
[[check.relation]]
item = "Q06.1"
must = "Q06.1 > 100"
message = "这一条的话"
[[check.relation]]
item = "Q06.2"
must = "Q06.2 > 100"
[[check.relation]]
item = "Q06.3"
must = "Q06.3 > 100"
"""


def test_a_relation_speaks_its_own_words_else_those_for_the_item_else_the_checks() -> None:
    sheet = sheet_of(with_checks(OWN_WORDS), **{"Q06.1": "1", "Q06.2": "1", "Q06.3": "1"})
    told = {finding.at: finding.message for finding in run_checks(sheet) if finding.check.id == "T-5"}
    assert told == {"Q06.1": "这一条的话", "Q06.2": "一般的话", "Q06.3": "这一项的话"}
