"""Beside another period only what may come out otherwise is asked again: what is told is what all the checks would tell."""

import random
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from models.checks.findings import Outcome, explanation_of
from models.checks.run import run_checks, run_looking_back
from models.city.findings import found_across
from models.plan.load import SHIPPED, load_plan, load_plan_bytes, plan_files
from models.plan.plan import Level, Plan
from models.settings.settings import Settings
from models.sheet.cells import BLANK, read_cell
from models.sheet.explanation import Explanation
from models.sheet.identity_cache import IdentityCache
from models.sheet.rows import read_rows
from models.sheet.sheet import Sheet
from tests.bench.made.random_sheets import UNITS, rows_of, settings_of
from tests.models.checks.test_asked_again import typed, with_cells, with_rows
from tests.seeds import seeds

PLANS = Path(__file__).parents[2] / "plans"
THERE = "查(上期.R10.节点, 日期, 名称)"


def check(*lines: str, level: str = "warning", place: str = 'rows = ["R10"]', name: str = "T-1") -> str:
    """A check of a plan: of the rows of a register where no other place is said."""
    said = [f'id = "{name}"', f'level = "{level}"', 'message = "。"', 'clause = "测试"', place, *lines]
    return "\n".join(("", "[[check]]", *said, ""))


BEYOND_ITS_ROW = check(f'when = "节点 == {THERE}"')
LEAVES_OUT = check(f'when = "节点 == {THERE}"', "leaves_out = true")
SAYS_OF_BLANKS = check(f'must = "已填(节点) 或 已填({THERE})"', 'blanks = ["节点"]', level="error")
AMONG_ROWS = check(f'when = "重复(日期, 名称) 且 非 已填({THERE})"')
IN_CELLS = check('must = "Q06.1 >= 上期.Q06.1"', place='item = "Q06.1"', name="T-2")
COUNTED = check('must = "X25.1 > 0"', place='item = "X25.1"', name="T-3")


@cache
def plan_with(checks: str = "", item: str = "") -> Plan:
    """The shipped plan with some checks more; `item`: a line more of one that nobody has to fill."""
    files = dict(plan_files(SHIPPED))
    files["checks.toml"] += checks.encode()
    if item:
        text = files["items.toml"].decode()
        head, found, rest = text.partition('id = "Q06.9"\n')
        assert found
        files["items.toml"] = f"{head}{found}{item}\n{rest}".encode()
    return load_plan_bytes(files)


def told(own: Sheet, now: Sheet) -> list[tuple[object, ...]]:
    return [(one.check, one.level, one.message, one.at, one.source) for one in found_across(own, now)]


def told_plainly(own: Sheet, now: Sheet) -> list[tuple[object, ...]]:
    """The same of sheets of which nothing is remembered, of which every check is asked."""
    own, now = (replace(one, cache=IdentityCache()) for one in (own, now))
    known = {(one.check.id, one.at) for one in run_checks(own)}
    return [
        (one.check.id, one.level.name.lower(), one.message, one.at, one)
        for one in run_checks(now)
        if one.outcome is Outcome.BROKEN
        and one.level >= Level.WARNING
        and explanation_of(one, now.explanations) is None
        and (one.check.id, one.at) not in known
    ]


def drawn(chance: random.Random, plan: Plan, unit: str, period: str, settings: Settings) -> Sheet:
    """Draw a sheet with something everywhere."""
    bare = Sheet(plan=plan, unit_id=unit, period_id=period, settings=settings)
    rows = {one: rows_of(chance, plan.registers[one], chance.choice((1, 5, 9))) for one in bare.register_ids}
    return altered(chance, replace(bare, registers=rows), 1)


def altered(chance: random.Random, sheet: Sheet, share: float) -> Sheet:
    """Let a share of what a sheet says be something else: cells, and rows that go, stand twice or lack a column."""
    chosen = [at for at in sheet.addresses() if chance.random() < share]
    cells = {at: cell for at, cell in sheet.cells.items() if at not in chosen}
    cells |= {at: cell for at in chosen if (cell := typed(chance, sheet, at)) != BLANK}
    registers = {}
    for name, rows in sheet.registers.items():
        texts = [one for row in rows for one in ([row.values] if chance.random() > share else more(chance, row.values))]
        registers[name] = read_rows(sheet.plan.registers[name], texts)
    return replace(sheet, cells=cells, registers=registers, cache=IdentityCache())


def more(chance: random.Random, values: Mapping[str, str]) -> list[Mapping[str, str]]:
    """What may become of a row."""
    return chance.choice(([], [values, values], [{**values, chance.choice([*values]): ""}]))


def edited(chance: random.Random, sheet: Sheet) -> Sheet:
    return with_rows(chance, sheet) if chance.random() < 0.3 else with_cells(chance, sheet, chance.randint(1, 9))


def behind(chance: random.Random, sheet: Sheet) -> Sheet:
    """The sheet with one much like it before it, and maybe another one or none behind a table or two."""
    period = sheet.plan.periods[sheet.period_id].predecessor or sheet.period_id
    before = replace(altered(chance, sheet, 0.3), period_id=period)
    tables = chance.sample([*sheet.plan.tables], min(2, len(sheet.plan.tables)))
    other = chance.choice((None, altered(chance, before, 0.3)))
    earlier = dict.fromkeys(tables, other) if chance.random() < 0.4 else {}
    return replace(sheet, previous=before, earlier=earlier)


def explained(chance: random.Random, sheet: Sheet) -> Sheet:
    """With words for some of what is found."""
    keys = [one.key for one in run_checks(replace(sheet, cache=IdentityCache()))]
    chosen = chance.sample(keys, len(keys) // 3)
    return replace(sheet, explanations={key: Explanation("上季度误报，已订正。") for key in chosen})


def hold_against_all_checks(chance: random.Random, plan: Plan, unit: str, rounds: int) -> int:
    """Return how much was told of a unit's sheets beside others, each held against what all checks tell."""
    period = chance.choice([one.id for one in plan.periods.values() if one.predecessor] or [*plan.periods])
    own, found = drawn(chance, plan, unit, period, settings_of(chance)), 0
    now = behind(chance, own)
    for _ in range(rounds):
        if chance.random() < 0.3:
            now = explained(chance, now)
        own = replace(now, previous=None, earlier={}, cache=chance.choice((own.cache, IdentityCache())))
        assert told(own, now) == told_plainly(own, now)
        found += len(told(own, now))
        other = behind(chance, own)
        assert told(now, other) == told_plainly(now, other), "one of the periods behind it is another one"
        now = other if chance.random() < 0.3 else edited(chance, now)
    return found


@pytest.mark.parametrize("seed", seeds(3))
def test_what_breaks_beside_another_period_is_what_all_checks_break_there(seed: int) -> None:
    chance = random.Random(seed)
    assert sum(hold_against_all_checks(chance, plan_with(), unit, 3) for unit in chance.sample(UNITS, 4))


@pytest.mark.parametrize("checks", [BEYOND_ITS_ROW, LEAVES_OUT, SAYS_OF_BLANKS, AMONG_ROWS])
def test_also_where_a_check_of_rows_looks_at_those_of_the_period_before(checks: str) -> None:
    assert hold_against_all_checks(random.Random(5), plan_with(checks), "610924", 8)


EVENT = {"日期": "2020-04-22", "名称": "世界地球日宣传", "节点": "世界地球日"}
BLANK_EVENT = EVENT | {"节点": ""}


@pytest.mark.parametrize(
    ("plan", "events", "cells", "check"),
    [
        (plan_with(BEYOND_ITS_ROW), [EVENT], {}, "T-1"),
        (plan_with(LEAVES_OUT + COUNTED), [EVENT], {}, "T-3"),  # a row counts no more
        (plan_with(SAYS_OF_BLANKS), [BLANK_EVENT], {}, "TB-blank"),  # T-1 has nothing to say of it any more
        (plan_with(AMONG_ROWS), [EVENT, EVENT], {}, "TB-same"),  # likewise
        (plan_with("", 'required_when = "上期.Q06.2 > 0"'), [], {}, "required"),
        (plan_with(IN_CELLS), [], {"Q06.1": "1"}, "T-2"),
    ],
)
def test_what_hangs_on_what_a_check_finds_in_the_period_before_is_told_as_well(
    plan: Plan, events: list[dict[str, str]], cells: dict[str, str], check: str
) -> None:
    bare = Sheet(plan=plan, unit_id="610924", period_id="2020Q3", settings=Settings())

    def sheet(events: list[dict[str, str]], cells: Mapping[str, str]) -> Sheet:
        said = {at: read_cell(bare.slots[at].item, text) for at, text in cells.items()}
        return replace(bare, cells=said, registers={"R10": read_rows(plan.registers["R10"], events)})

    own, before = sheet(events, cells), sheet([EVENT], {"Q06.1": "2", "Q06.2": "5"})
    now = replace(own, previous=replace(before, period_id="2020Q2"))
    found = told(own, now)
    assert found == told_plainly(own, now)
    assert check in {name for one, *_ in found for name in (one, plan.checks[one].rule if one in plan.checks else "")}


def test_who_asks_all_checks_afterwards_is_told_all_of_them() -> None:
    now = behind(random.Random(7), drawn(random.Random(7), plan_with(), "610924", "2020Q3", Settings()))
    assert run_looking_back(now)
    assert run_checks(now) == run_checks(replace(now, cache=IdentityCache()))


@pytest.mark.parametrize("name", ["lincheng-2026", "yunze-2027"])
def test_also_in_another_citys_plan(name: str) -> None:
    chance, plan = random.Random(name), load_plan(PLANS / name)
    for unit in chance.sample([one.id for one in plan.filing_units], 3):
        hold_against_all_checks(chance, plan, unit, 3)
