"""Made-up rows are such that a clerk who learns by them believes them: years are years, shares are shares, places the unit's own."""

from decimal import Decimal
from pathlib import Path

import pytest

from forms.book.registers import FIGURES
from forms.demo.made_up import made_up_sheet
from models.plan.load import SHIPPED, load_plan
from models.settings.settings import Settings
from models.sheet.sheet import Sheet

PLANS = {"ankang": SHIPPED} | {
    name: Path(__file__).parents[2] / "plans" / name for name in ("lincheng-2026", "yunze-2027")
}


@pytest.mark.parametrize("name", PLANS)
def test_years_shares_and_own_places(name: str) -> None:
    plan = load_plan(PLANS[name])
    seen = {"years": 0, "shares": 0, "places": 0}
    for number, unit in enumerate(plan.filing_units):
        period = list(plan.periods.values())[number % len(plan.periods)]
        sheet = made_up_sheet(
            Sheet(plan=plan, unit_id=unit.id, period_id=period.id, settings=Settings()), number, mend=False
        )
        for register, rows in sheet.registers.items():
            for column in plan.registers[register].columns:
                said = [row.values[column.name] for row in rows if row.values.get(column.name)]
                own = [one for one in column.choices if sheet.unit_name.startswith(one)]
                if column.name.endswith(("年度", "年份")) and column.type in FIGURES:
                    seen["years"] += len(said)
                    assert {*said} <= {str(period.end.year), str(period.end.year - 1)}
                elif column.measure == "%":
                    seen["shares"] += len(said)
                    assert all(0 <= Decimal(one) <= 100 for one in said)
                elif len(own) == 1 and not plan.registers[register].fixed_rows:
                    seen["places"] += len(said)
                    assert {*said} == {*own}
    assert name != "ankang" or all(seen.values()), seen
