"""A state of one part never swallows the figures of the others; a rate with one part 不适用 is an error."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import pytest

from models.checks.findings import blocking
from models.checks.run import run_checks
from models.formula.formula import EXCUSED, ValueKind, parse_formula
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Plan
from models.settings.settings import Settings
from models.sheet.cells import Cell, State
from models.sheet.sheet import Sheet

Q3, YEAR = "2020Q3", "2020Y初步"
FACTORS = {"组": "FS-A", "煤": "2.66", "油": "1.73", "气": "1.56", "电": "0.6671", "来源": "测试"}


@cache
def plan() -> Plan:
    return load_plan(SHIPPED)


def sheet(unit: str, cells: Mapping[str, str], period: str = Q3, settings: Settings | None = None) -> Sheet:
    """A word in the place of a figure is a state."""
    states = {state.value for state in State}
    made = {at: Cell(State(text)) if text in states else Cell(State.VALUE, Decimal(text)) for at, text in cells.items()}
    return Sheet(plan=plan(), unit_id=unit, period_id=period, settings=settings or Settings(), cells=made)


def parts(*said: str, line: str = "") -> dict[str, str]:
    return {f"Q06.{n}{line}": text for n, text in zip((1, 2, 3, 4, 5, 7), said, strict=True)}


@pytest.mark.parametrize("state", ["na", "not_due"])
def test_one_part_not_applicable_leaves_the_five_others_standing(state: str) -> None:
    made = sheet("610921", parts("1", state, "1", "1", "1", "1"))
    assert (made.exact("Q06.6"), made.exact("Q06.8")) == (Decimal(4), Decimal(5))


def test_the_whole_is_not_applicable_only_when_every_part_is() -> None:
    assert sheet("610921", parts(*["na"] * 6)).cell("Q06.8").state is State.NA
    assert sheet("610921", parts("na", "na", "na", "na", "na", "not_due")).cell("Q06.8").state is State.NOT_DUE


@pytest.mark.parametrize(("hole", "state"), [("missing", State.MISSING), ("awaited", State.AWAITED)])
def test_a_part_that_is_owed_keeps_the_sum_open(hole: str, state: State) -> None:
    made = sheet("610921", parts("1", hole, "na", "1", "1", "1"))
    assert made.exact("Q06.8") is None
    assert made.cell("Q06.8").state is state


def test_a_county_line_not_applicable_leaves_the_total_of_the_others() -> None:
    counties = [unit.id for unit in plan().filing_units if unit.kind.id == "county"]
    cells = {at: t for unit in counties for at, t in parts(*["1"] * 6, line=f"@{unit}").items()}
    cells |= parts(*["na"] * 6, line="@610921")
    made = sheet("M03", cells)
    assert made.exact("Q06.8") == 54
    assert sheet("M03", cells | {"Q06.1@610922": "awaited"}).exact("Q06.8") is None


def broken(made: Sheet) -> set[tuple[str, str | None]]:
    return {(found.check.id, found.at) for found in blocking(run_checks(made))}


@pytest.mark.parametrize(
    ("unit", "check", "whole", "part"),
    [
        ("610921", "CK-B31", "Q11.1", "Q11.2"),
        ("610902", "CK-B41", "Q20.1", "Q20.2"),
        ("610921", "CK-B42", "Q21.1", "Q21.2"),
        ("610921", "CK-B43", "Q22.1", "Q22.2"),
        ("610921", "CK-B46", "Q23.1", "Q23.2"),
        ("610921", "CK-B47", "Q24.1", "Q24.2"),
        ("M07", "CK-B36", "Q16.2@610921", "Q16.1@610921"),
        ("M02", "CK-B50", "Q12.2", "Q12.1"),
        ("M02", "CK-B50", "Q12.2@610921", "Q12.1@610921"),
    ],
)
def test_a_rate_with_one_part_not_applicable_is_an_error(unit: str, check: str, whole: str, part: str) -> None:
    assert (check, part) in broken(sheet(unit, {whole: "30", part: "na"}))
    assert (check, whole) in broken(sheet(unit, {whole: "na", part: "30"}))
    for agree in ({whole: "30", part: "20"}, {whole: "na", part: "na"}, {whole: "30"}):
        assert not {at for name, at in broken(sheet(unit, agree)) if name == check} & {whole, part}


def test_emissions_are_not_computed_with_a_factor_set_nobody_named() -> None:
    energy = {f"Q01.{n}": "10" for n in range(3, 11)}
    settings = Settings(version=1, parameters={"factors": (FACTORS,)})
    assert ("CK-B01", "Q01.17") in broken(sheet("M01", energy, YEAR, settings))
    named = sheet("M01", energy, YEAR, settings)
    named = Sheet(
        plan=plan(),
        unit_id="M01",
        period_id=YEAR,
        settings=settings,
        cells={**named.cells, "Q01.17": Cell(State.VALUE, "FS-A")},
    )
    assert ("CK-B01", "Q01.17") not in broken(named)
    assert ("CK-B01", "Q01.17") not in broken(sheet("M01", {"Q01.3": "10"}, YEAR, settings)), "nothing was computed"


def value(text: str, **known: object) -> object:
    formula = parse_formula(text, lambda name: ValueKind.NUMBER, want=ValueKind.NUMBER)
    figures = {name: one if one is EXCUSED or one is None else Decimal(str(one)) for name, one in known.items()}
    return formula.evaluate(lambda name: figures[name])  # type: ignore[arg-type, return-value]


def test_in_a_formula_a_sum_drops_what_is_excused_and_a_quotient_has_none() -> None:
    assert value("A + B", A=1, B=EXCUSED) == 1
    assert value("A - B", A=EXCUSED, B=2) == -2
    assert value("sum(A, B, C)", A=1, B=EXCUSED, C=2) == 3
    assert value("sum(A, B)", A=EXCUSED, B=EXCUSED) is EXCUSED
    assert value("A * 2 + B * 3", A=EXCUSED, B=2) == 6
    assert value("(A + B) / C", A=1, B=EXCUSED, C=2) == Decimal("0.5")
    assert value("A / B", A=EXCUSED, B=2) is EXCUSED
    assert value("(A / B - 1) * 100", A=EXCUSED, B=2) is EXCUSED, "a constant is no part"
    assert value("A + B", A=EXCUSED, B=None) is None, "a part that is owed is unknown"
    assert value("coalesce(A, B)", A=EXCUSED, B=2) == 2
    assert value("max(A, B)", A=EXCUSED, B=2) is EXCUSED
