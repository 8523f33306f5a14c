"""The rules of the shipped plan's own city, said as formulas, find what the same rules written by hand find."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Plan
from models.sheet.identity_cache import IdentityCache
from models.sheet.sheet import Sheet
from tests.bench.made.random_sheets import rows_of, sheets
from tests.bench.made.rows_by_hand import CHECKS, Said, as_said, left_out, said
from tests.seeds import seeds


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(SHIPPED)


def by_formula(sheet: Sheet) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    for finding in run_checks(sheet):
        if finding.check.id in CHECKS:
            found.setdefault(finding.check.id, []).append(as_said(finding))
    return found


@pytest.mark.parametrize("seed", seeds(1))
def test_formulas_find_what_python_by_hand_finds_word_for_word(plan: Plan, seed: int) -> None:
    seen: Counter[str] = Counter()
    for sheet in sheets(plan, seed, 45):
        assert by_formula(sheet) == said(sheet)
        assert {name: set(rows) for name, rows in sheet.uncounted.items() if rows} == left_out(sheet)
        seen.update({id: len(found) for id, found in said(sheet).items()})
    assert len(seen) >= 18, "nearly every rule has something to find in each run"


def test_what_is_remembered_of_rows_says_what_judging_anew_says(plan: Plan) -> None:
    chance = random.Random(5)
    for sheet in sheets(plan, 11, 18):
        run_checks(sheet)
        changed = {}
        for name, rows in sheet.registers.items():
            fresh = list(rows)
            for place, row in enumerate(rows_of(chance, plan.registers[name], 3)[: len(fresh)]):
                fresh[place * len(fresh) // 3] = replace(row, number=place * len(fresh) // 3 + 1)
            more = [*rows_of(chance, plan.registers[name], 2), *rows[:1]]
            fresh += [replace(row, number=number) for number, row in enumerate(more, len(fresh) + 1)]
            changed[name] = tuple(fresh[: len(fresh) - chance.randrange(5)])
        after = replace(sheet, registers=changed)
        anew = replace(after, cache=IdentityCache())
        assert (run_checks(after), after.uncounted) == (run_checks(anew), anew.uncounted)
