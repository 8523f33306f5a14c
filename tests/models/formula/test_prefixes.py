"""The prefixes of names stand in one table: what may be parsed can be answered, and no item is called like one."""

from models.formula.prefixes import Prefix
from models.plan.formulas import FormulaNames, Formulas
from models.plan.load import SHIPPED, load_plan
from models.plan.rows.toml_row import RESERVED
from models.sheet.names import _PREFIXES

PLAN = load_plan(SHIPPED)


def test_every_prefix_is_parsed_answered_and_refused_as_an_id() -> None:
    names = FormulaNames(items={}, last_year=(), indicators=(), registers={}, parameters={})
    assert set(Formulas(names, PLAN.rounding).prefixes) == set(_PREFIXES) == set(Prefix)
    assert set(Prefix) <= RESERVED
    assert Prefix.BEFORE.of("Q06.1") == "上期.Q06.1"
