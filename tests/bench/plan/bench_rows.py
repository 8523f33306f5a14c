"""How long the plan's formulas take over 10,000 rows, against the same rules by hand in the same run, in CPU time.

Judging anew is everything: unread and blank columns, figures out of range, counting, what leaves rows out, findings.
The reference is the same work with the rules over rows by hand: the program without those checks, and the rules of
`rows_by_hand`. The other figure is one row changed among them, all else remembered. Run by `tasks.py bench`.
"""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan
from models.settings.settings import Settings
from models.sheet.identity_cache import IdentityCache
from models.sheet.rows import read_row
from models.sheet.sheet import Sheet
from tests.bench.made.rows_by_hand import CHECKS, said
from tests.vehicles import gas_car, truck

ROWS, TURNS = 10_000, 5
MOST = 1.1  # times the same work with the rules by hand
LONGEST_EDIT = 20  # times one bare pass over the rows in the same run; about 20 ms on a machine with nothing else to do


def _spent(act: Callable[[], object]) -> float:
    spans = []
    for _ in range(TURNS):
        start = time.process_time()
        act()
        spans.append(time.process_time() - start)
    return min(spans)


@pytest.mark.parametrize(("register", "made"), [("R02", truck), ("R03", gas_car)])
def test_ten_thousand_rows_by_formula_cost_about_what_they_cost_by_hand(
    register: str, made: Callable[[int], dict[str, str]]
) -> None:
    plan = load_plan(SHIPPED)
    rows = tuple(read_row(plan.registers[register], n, made(n)) for n in range(1, ROWS + 1))
    sheet = Sheet(plan=plan, unit_id="M10", period_id="2020Q3", settings=Settings(), registers={register: rows})
    others = {id: check for id, check in plan.checks.items() if id not in CHECKS}
    rest = replace(sheet, plan=replace(plan, checks=others))
    by_hand = _spent(lambda: said(sheet)) + _spent(lambda: run_checks(replace(rest, cache=IdentityCache())))
    by_formula = _spent(lambda: run_checks(replace(sheet, cache=IdentityCache())))
    run_checks(sheet)

    def change_one() -> None:
        other = list(rows)
        other[5] = replace(rows[5], values=dict(rows[5].values))
        run_checks(replace(sheet, registers={register: tuple(other)}))

    edit, floor = _spent(change_one), _spent(lambda: {id(row): row for row in rows})
    print(f"\n{register}  by hand {by_hand * 1000:6.1f} ms  by formula {by_formula * 1000:6.1f} ms", end="")
    print(f" = {by_formula / by_hand:.2f} ×  one row changed {edit * 1000:5.1f} ms", end="")
    assert by_formula <= MOST * by_hand
    assert edit <= LONGEST_EDIT * floor
