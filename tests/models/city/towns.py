"""A city of sheets for tests: what each unit says, as cells; a word in the place of a figure is a state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache

from models.basics.period import PLAN_ZONE
from models.basics.quantity import plain
from models.city.adjudication import Adjudication
from models.city.city import City
from models.city.summary import Result, Summary, summarise
from models.city.weighing import rests_on
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Plan
from models.settings.settings import Settings
from models.sheet.cells import Cell, State
from models.sheet.fillable import expected_units
from models.sheet.rows import Row
from models.sheet.sheet import Sheet

Q3, NOVEMBER, YEAR, FINAL = "2020Q3", "2020-11", "2020Y初步", "2020Y核定"
COUNTIES = ("610902", "610921", "610922", "610923", "610924", "610925", "610926", "610927", "610928", "610929")
ZONES = ("6109GX", "6109HK", "6109YH")
INCLUDED = Settings(version=1, overlap={"Q06": dict.fromkeys(ZONES, "included_in_county")})
STATES = {state.value for state in State}


@cache
def plan() -> Plan:
    return load_plan(SHIPPED)


def cell(text: str) -> Cell:
    """A figure, a state, or a choice."""
    if text.partition(":")[0] in STATES:
        state, _, note = text.partition(":")
        return Cell(State(state), note=note)
    try:
        return Cell(State.VALUE, Decimal(text), text)
    except ArithmeticError:
        return Cell(State.VALUE, text, text)


def forest(*said: str, line: str = "") -> dict[str, str]:
    """The six parts of Q06; one figure stands for 人工造林, the others are 0."""
    parts = said if len(said) == 6 else (said[0], "0", "0", "0", "0", "0")
    return {f"Q06.{n}{line}": text for n, text in zip((1, 2, 3, 4, 5, 7), parts, strict=True)}


def lines(figures: Mapping[str, str]) -> dict[str, str]:
    """What the forestry bureau says of each county."""
    return {at: text for unit, figure in figures.items() for at, text in forest(figure, line=f"@{unit}").items()}


@dataclass
class Town:
    """The returns in force of one period."""

    period: str = Q3
    settings: Settings = field(default_factory=lambda: INCLUDED)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    disputed: set[str] = field(default_factory=set)
    standing: dict[str, str] = field(default_factory=dict)
    decided: dict[str, Adjudication] = field(default_factory=dict)
    before: "Town | None" = None

    def files(
        self, unit: str, cells: Mapping[str, str], registers: Mapping[str, tuple[Row, ...]] | None = None
    ) -> None:
        made = {at: cell(text) for at, text in cells.items()}
        self.sheets[unit] = Sheet(
            plan=plan(),
            unit_id=unit,
            period_id=self.period,
            settings=self.settings,
            cells=made,
            registers=dict(registers or {}),
        )

    @property
    def city(self) -> City:
        return City(
            plan=plan(), settings=self.settings, period=plan().periods[self.period], sheets=self.sheets,
            expected=expected_units(plan(), self.settings, self.period),
            digests={unit: str(hash(tuple(sheet.cells.items()))) for unit, sheet in self.sheets.items()},
            disputed=frozenset(self.disputed), standing=self.standing,
        )  # fmt: skip

    def summary(self) -> Summary:
        missing = tuple(u for u in self.city.expected if u not in self.sheets and u not in self.standing)
        before = self.before.summary() if self.before else None
        return summarise(self.city, missing, self.decided, before=before)

    def of(self, indicator: str) -> Result:
        return self.summary().of(indicator)

    def adjudicate(self, indicator: str, value: str) -> None:
        self.decided[indicator] = Adjudication(
            period=self.period, indicator=indicator, value=Decimal(value), reason="核对后采信", document="测试〔2020〕1号",
            by="甲", checked_by="乙", at=datetime(2020, 10, 20, tzinfo=PLAN_ZONE),
            rests_on=rests_on(self.city, plan().indicators[indicator]),
        )  # fmt: skip


ENERGY = {"Q03.1": "393.48", "Q03.2": "415.29"}
GDP = {"Q01.1": "1026.49", "Q01.2": "1060.87"}
# Ten counties that add to 75.69, the forestry bureau's lines to 77.19 (平利县 differs), as in the pictures of the desk.
OWN = dict(
    zip(COUNTIES, ("12.00", "6.00", "6.50", "7.20", "8.80", "7.10", "7.60", "4.00", "11.49", "5.00"), strict=True)
)


def value(result: Result) -> str | None:
    return None if result.value is None else plain(result.value)


def filed(figures: dict[str, str], *, lead: dict[str, str] | None = None, period: str = Q3) -> Town:
    town = Town(period)
    for unit, figure in figures.items():
        town.files(unit, forest(figure))
    if lead is not None:
        town.files("M03", lines(lead))
    return town


def sum_to(total: str) -> dict[str, str]:
    """Ten counties that add to a total, the last one taking up the rest."""
    rest = Decimal(total) - sum(Decimal(figure) for figure in list(OWN.values())[:9])
    return dict(list(OWN.items())[:9]) | {COUNTIES[9]: str(rest)}
