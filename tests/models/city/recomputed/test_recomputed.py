"""The program's figures against a recomputation written apart from it, over random cities in four periods."""

import random
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from models.basics.quantity import plain
from models.settings.settings import Settings
from models.sheet.rows import Row
from tests.models.city.recomputed.document import ASKED, LEAD, MAIN, NINE, RATES, TARGETS, Said
from tests.models.city.recomputed.judging import compared, verdict_of
from tests.models.city.recomputed.recompute import recompute
from tests.models.city.towns import COUNTIES, FINAL, NOVEMBER, Q3, YEAR, ZONES, Town
from tests.seeds import seeds
from tests.vehicles import gas_car, truck

PERIODS = (Q3, NOVEMBER, YEAR, FINAL)
FACTORS = {"甲": ("2.66", "1.73", "1.56", "0.667"), "乙": ("2.71", "2.13", "1.63", "0.58")}
EACH = 50  # cities of each period
SEEDS = seeds(EACH * len(PERIODS))


@dataclass
class Invented:
    """One random city: what everybody says, and how the office has ruled."""

    draw: random.Random
    period: str
    cells: dict[str, dict[str, str]] = field(default_factory=dict)
    rows: dict[str, dict[str, tuple[Row, ...]]] = field(default_factory=dict)

    def figure(self, low: float, high: float, places: int = 2, *, holes: float = 0.05) -> str:
        """A figure, or now and then a state."""
        if self.draw.random() < holes:
            return self.draw.choice(["na", "awaited", "nil", "not_due"])
        return f"{self.draw.uniform(low, high):.{places}f}"

    def pair(self, whole: str, part: str, low: float, high: float, at: str = "", places: int = 2) -> dict[str, str]:
        """A denominator and a numerator; both 不适用 now and then, one alone never (the unit could not file it)."""
        if self.draw.random() < 0.06:
            return {whole + at: "na", part + at: "na"}
        top = f"{self.draw.uniform(0.6, 1) * low:.{places}f}"
        found = {whole + at: f"{self.draw.uniform(low, high):.{places}f}", part + at: top}
        if self.draw.random() < 0.06:
            found[self.draw.choice([whole, part]) + at] = self.draw.choice(["awaited", "not_due"])
        return found

    def forest(self, at: str = "") -> dict[str, str]:
        if self.draw.random() < 0.05:
            return {f"Q06.{n}{at}": "na" for n in (1, 2, 3, 4, 5, 7)}
        return {f"Q06.{n}{at}": self.figure(0.5, 2.6, 2, holes=0.04) for n in (1, 2, 3, 4, 5, 7)}


def county(made: Invented, unit: str) -> dict[str, str]:
    said = made.forest()
    for name, (part, whole) in RATES.items():
        if (name == "Q20" and unit not in ("610902", "6109GX")) or (name == "Q21" and unit not in NINE):
            continue
        said |= made.pair(whole, part, 50, 60, places=4 if name == "Q23" else 0 if name == "Q24" else 2)
    return said


def leads(made: Invented) -> dict[str, dict[str, str]]:  # noqa: C901 - a line for each kind of report
    """What the departments say: their own figures of the counties' items, and what they alone report."""
    draw = made.draw
    equal = draw.random() < 0.5
    cells: dict[str, dict[str, str]] = {unit: {} for unit in ("M01", "M02", "M03", "M07", "M09", "M10", "M11", "M12")}
    for unit in COUNTIES:
        own = {at: t for at, t in made.cells.get(unit, {}).items() if at.startswith("Q06.")}
        lines = own if equal and len(own) == 6 else {}
        cells["M03"] |= {f"{at}@{unit}": text for at, text in lines.items()} or made.forest(f"@{unit}")
        cells["M07"] |= {f"Q14.{n}@{unit}": made.figure(100, 400, 0) for n in (2, 3)}
        if draw.random() < 0.4:
            cells["M02"] |= made.pair("Q12.2", "Q12.1", 1000, 1500, f"@{unit}")
        if unit in NINE:
            cells["M07"] |= made.pair("Q16.2", "Q16.1", 4, 5, f"@{unit}", 4)
    for name, unit in LEAD.items():
        if name != "Q06" and draw.random() < 0.7:
            part, whole = RATES[name]
            places = 4 if name == "Q23" else 0 if name == "Q24" else 2
            cells[unit] |= made.pair(whole, part, 500, 600, places=places)
    if draw.random() < 0.8:
        cells["M02"] |= made.pair("Q12.2", "Q12.1", 9000, 9900)
    cells["M02"] |= made.pair("Q04.1", "Q04.2", 900, 1000) | made.pair("Q05.1", "Q05.2", 700, 900)
    cells["M01"] |= {f"Q07.{n}": made.figure(80, 160, 0) for n in (2, 3)} | {"Q08.1": made.figure(38, 46)}
    cells["M07"] |= made.pair("Q15.2", "Q15.1", 40, 43, places=4)
    if made.period in (YEAR, FINAL):
        cells["M01"] |= {"Q01.1": made.figure(1000, 1050), "Q01.2": made.figure(1030, 1080)}
        if draw.random() < 0.4:
            cells["M01"]["Q01.18"] = made.figure(-1, 4)
        for n, figure in enumerate((200, 200, 50, 50, 30, 30), 3):
            cells["M01"][f"Q01.{n}"] = made.figure(figure, figure * 1.05, 4)
        cells["M01"] |= {f"Q01.{n}": made.figure(-4, 4, 4) for n in (9, 10)} | {"Q01.17": draw.choice(list(FACTORS))}
        cells["M02"] |= {"Q03.1": made.figure(380, 420, 4), "Q03.2": made.figure(395, 430, 4)}
        if draw.random() < 0.3:
            cells["M02"]["Q02.4"] = made.figure(0, 4)
        for item in ("Q01.1", "Q01.2"):
            if draw.random() < 0.4:
                cells["M02"][item] = draw.choice([cells["M01"][item], made.figure(1000, 1080)])
        cells["M02"] |= made.pair("Q13.1", "Q13.2", 400, 480)
        cells["M07"] |= made.pair("Q19.2", "Q19.1", 4000, 9000)
        cells["M09"] |= {"Q09.1": made.figure(100, 200), "Q09.2": made.figure(100, 200), "Q09.3": made.figure(500, 800)}
    cells["M12"]["Q10.1"] = made.figure(90, 160, 0)
    return cells


def registers(made: Invented) -> None:
    """Vehicles scrapped in time and later; communities that sort their waste. What is counted stands in the cells too."""
    draw, end = made.draw, {Q3: 9, NOVEMBER: 11}.get(made.period, 12)
    made.rows["M10"] = {}
    for name, register, kind in (("Q17", "R02", truck), ("Q18", "R03", gas_car)):
        dates = [
            f"2020-{draw.randint(1, end):02d}-{draw.randint(1, 28):02d}" for _ in range(draw.choice([0, 250, 720]))
        ]
        if dates:
            made.rows["M10"][register] = tuple(
                Row(number=n + 1, values=dict(kind(n + (5000 if register == "R03" else 0), 完成日期=day)))
                for n, day in enumerate(dates)
            )
            timely = sum(day <= "2020-11-30" for day in dates)
            made.cells["M10"] |= {f"{name}.1": str(len(dates)), f"{name}.2": str(timely)}
        elif draw.random() < 0.7:
            made.cells["M10"][f"{name}.1"] = "0"
    good = draw.randint(0, 9)
    rows = tuple(
        Row(
            number=n + 1,
            values={"小区": f"小区{n}", "街道/社区": "测试", "户数": "9", "达标": "是" if n < good else "否"},
        )
        for n in range(good + 3)
    )
    made.rows["M12"] = {"R09": rows}
    made.cells["M12"]["Q10.2"] = str(good)


def invent(seed: int, period: str) -> tuple[Town, Said]:
    """A city as the program sees it, and the same as plain words."""
    draw = random.Random(f"{seed}/{period}")
    made = Invented(draw, period)
    gone = draw.choice([0.0, 0.0, 0.08, 0.3])
    if period in (Q3, YEAR):
        for unit in (*COUNTIES, *ZONES):
            if draw.random() >= gone:
                made.cells[unit] = county(made, unit)
    made.cells |= leads(made)
    registers(made)
    for unit in [unit for unit in made.cells if unit.startswith("M")]:
        if draw.random() < gone / 2:
            del made.cells[unit]
    asked = {NOVEMBER: ("M10",), FINAL: ("M01", "M02")}.get(period)
    if asked:
        made.cells = {unit: cells for unit, cells in made.cells.items() if unit in asked}
    overlap = {
        name: {zone: draw.choice(["included_in_county", "separate"]) for zone in ZONES if draw.random() < 0.85}
        for name in LEAD
    }
    average = draw.choice([None, "ratio_of_sums", "mean_simple"])
    disputed = {unit for unit in (*COUNTIES, *ZONES, "M01", "M02", "M03", "M07") if draw.random() < 0.04}
    known = FACTORS if draw.random() < 0.7 else {}
    given = {"q16_average": average} if average else {}
    sets = [{"组": name, **dict(zip("煤油气电", figures, strict=True))} for name, figures in known.items()]
    settings = Settings(version=1, overlap=overlap, parameters=given | ({"factors": tuple(sets)} if sets else {}))
    nothing_counts = {unit for unit in sorted(disputed) if draw.random() < 0.4}  # of the others an older paper does
    made.cells = {unit: cells for unit, cells in made.cells.items() if unit not in nothing_counts}
    town = Town(period, settings, disputed=disputed, standing=dict.fromkeys(nothing_counts, "disputed"))
    counted = {"Q17.1": "R02", "Q17.2": "R02", "Q18.1": "R03", "Q18.2": "R03", "Q10.2": "R09"}
    for unit, cells in made.cells.items():
        rows = made.rows.get(unit, {})
        typed = {at: text for at, text in cells.items() if counted.get(at) not in rows}
        town.files(unit, typed, rows)
    return town, Said(period, made.cells, overlap, frozenset(disputed), average, known)


def differences(seed: int, period: str) -> list[tuple[object, ...]]:
    """Value, coverage and verdict of every indicator that are not the same both ways."""
    town, said = invent(seed, period)
    if period == FINAL:
        town.before, said.before = invent(seed, YEAR)
    found = {result.indicator.id: result for result in town.summary().results}
    differing: list[tuple[object, ...]] = []
    for name, own in recompute(said).items():
        theirs = found[name]
        shown = (None if theirs.value is None else plain(theirs.value), theirs.coverage, theirs.verdict.value)
        expected = (None if own.value is None else plain(own.value), own.coverage, own.verdict)
        if shown != expected:
            differing.append((seed, name, shown, expected, theirs.notes))
    return differing


@pytest.mark.parametrize("period", PERIODS)
def test_every_indicator_of_fifty_random_cities_is_the_same_both_ways(period: str) -> None:
    drawn = [seed for seed in SEEDS if PERIODS[seed % len(PERIODS)] == period]
    assert len(drawn) >= EACH
    assert [one for seed in drawn for one in differences(seed, period)] == []


def test_a_department_that_says_not_applicable_of_the_city_has_answered_without_a_line_of_a_county() -> None:
    assert differences(3870, YEAR) == []


@pytest.mark.parametrize("period", (Q3, NOVEMBER, YEAR))
def test_an_adjudicated_figure_decides_until_a_paper_it_rests_on_is_another(period: str) -> None:
    """Coverage is what it was; the verdict is that of the figure; another paper of somebody else changes nothing."""
    for seed in range(6):
        town, said = invent(seed, period)
        draw, name = random.Random(seed), sorted(ASKED[period])[seed * 5 % len(ASKED[period])]
        whole = name in ("Q07", "Q14", "Q17", "Q18")
        figure = Decimal(TARGETS[name]) + draw.choice([Decimal(0), Decimal(1), Decimal(-1)]) / (1 if whole else 100)
        coverage = town.of(name).coverage
        town.adjudicate(name, str(figure))
        found = town.of(name)
        value = compared(name, figure)
        assert (found.value, found.coverage, found.verdict) == (value, coverage, verdict_of(said, name, value)), name
        reports = "610922" if name in ("Q06", "Q11", "Q21", "Q22", "Q23", "Q24") else MAIN[name]
        for unit, verdict in (("M16", found.verdict), (reports, "pending")):
            before = town.sheets.get(unit)
            if before is not None or unit == "M16":
                town.files(
                    unit, {at: cell.text for at, cell in (before.cells if before else {}).items()} | {"X11": "1"}
                )
                assert town.of(name).verdict == verdict, (name, unit)
