"""The city's 24 indicators recomputed from the plan document alone, to be compared with the program's.

Written apart from `models.city`, without any of its code.
"""

from decimal import Context, Decimal, localcontext

from tests.models.city.recomputed.document import (
    ASKED,
    COUNTIES,
    COUNTY_OWED,
    LEAD,
    MAIN,
    NINE,
    PARTS,
    RATES,
    TARGETS,
    ZONE_ITEMS,
    Cells,
    Found,
    Said,
    number,
    total,
)
from tests.models.city.recomputed.judging import judged, rounded


def recompute(said: Said) -> dict[str, Found]:
    """Return every indicator of a period."""
    with localcontext(Context(prec=34)):
        return {name: _one(said, name) for name in TARGETS}


def _one(said: Said, name: str) -> Found:
    if name not in ASKED[said.period]:
        if said.period == "2020Y核定" and said.before is not None:
            first = _one(said.before, name)
            return Found(first.value, "", first.verdict)
        value, otherwise, _ = _city(said, name)
        waits = _rests(said, name) & said.disputed if value is not None else set()
        return judged(said, name, value, otherwise, coverage="", waits=waits)
    if name in LEAD:
        return _counties(said, name)
    if name in ("Q12", "Q14", "Q16"):
        return _by_lines(said, name)
    value, otherwise, answered = _city(said, name)
    return judged(said, name, value, otherwise, coverage=f"{int(answered)}/1", waits=_rests(said, name) & said.disputed)


def _owed(said: Said, name: str) -> list[str]:
    rules = said.overlap.get(name, {})
    return [*COUNTY_OWED.get(name, COUNTIES), *(z for z in ZONE_ITEMS[name] if rules.get(z) == "separate")]


def _unit(said: Said, name: str, unit: str, line: str = "") -> tuple[tuple[Decimal, ...] | None, bool]:
    """The parts a unit gives of an indicator, and whether it answered."""
    cells = said.cells.get(unit)
    if cells is None:
        return None, False
    if name == "Q06":
        figure, state = total(cells, line)
        return (None if figure is None else (figure,)), figure is not None or state == "na"
    texts = [cells.get(item + line) for item in RATES[name]]
    figures = [number(text) for text in texts]
    if None not in figures:
        return tuple(figure for figure in figures if figure is not None), True
    return None, all(text == "na" for text in texts)


def _value(name: str, parts: list[tuple[Decimal, ...]]) -> Decimal | None:
    if not parts:
        return None
    sums = [sum(column, Decimal(0)) for column in zip(*parts, strict=True)]
    if name == "Q06":
        return sums[0]
    return sums[0] / sums[1] * 100 if sums[1] else None


def _counties(said: Said, name: str) -> Found:
    owed = _owed(said, name)
    given = {unit: _unit(said, name, unit) for unit in owed}
    answered = [unit for unit, (_, yes) in given.items() if yes]
    coverage = f"{len(answered)}/{len(owed)}"
    if _unruled(said, name):
        return Found(None, coverage, "pending" if said.disputed & set(owed) else "not_evaluable")
    parts = [figures for figures, _ in given.values() if figures is not None]
    value = _value(name, parts)
    complete = len(answered) == len(owed)
    otherwise = _department(said, name) if complete and value is not None else None
    beyond = otherwise is not None and _beyond(said, name, parts)
    waits = said.disputed & set(owed)
    return judged(said, name, value, otherwise if beyond else None, coverage=coverage, waits=waits, complete=complete)


def _unruled(said: Said, name: str) -> bool:
    """A zone and its county 汉滨区 both report, and the office has set no rule."""
    items = PARTS if name == "Q06" else RATES[name]
    county = said.cells.get("610902", {})
    for zone in ZONE_ITEMS[name]:
        if zone in said.overlap.get(name, {}) or zone not in said.cells:
            continue
        if name == "Q06":
            if total(said.cells[zone])[0] and total(county)[0] is not None:
                return True
        elif any(number(said.cells[zone].get(item)) and number(county.get(item)) is not None for item in items):
            return True
    return False


def _department_parts(said: Said, name: str) -> tuple[Decimal, ...] | None:
    cells = said.cells.get(LEAD[name])
    if cells is None:
        return None
    if name != "Q06":
        figures = [number(cells.get(item)) for item in RATES[name]]
        return None if None in figures else tuple(figure for figure in figures if figure is not None)
    lines = [_unit(said, name, "M03", f"@{county}") for county in COUNTIES]
    if not all(answered for _, answered in lines):
        return None
    figures = [figures[0] for figures, _ in lines if figures]
    return (sum(figures, Decimal(0)),) if figures else None


def _department(said: Said, name: str) -> Decimal | None:
    parts = _department_parts(said, name)
    return None if parts is None else _value(name, [parts])


def _beyond(said: Said, name: str, parts: list[tuple[Decimal, ...]]) -> bool:
    """Σ counties and the department differ by more than max(0.5 %, 0.05 万亩 or one of the last place)."""
    lead = _department_parts(said, name)
    sums = [sum(column, Decimal(0)) for column in zip(*parts, strict=True)]
    if lead is None:
        return False
    last = {"Q06": "0.05", "Q23": "0.0001", "Q24": "1"}.get(name, "0.01")
    return any(abs(a - b) > max(abs(a) * Decimal("0.005"), Decimal(last)) for a, b in zip(sums, lead, strict=True))


def _by_lines(said: Said, name: str) -> Found:  # noqa: C901 - three definitions side by side
    lead = "M02" if name == "Q12" else "M07"
    cells = said.cells.get(lead)
    waits = said.disputed & {lead}
    if cells is None:
        return Found(None, "0/1", "pending" if waits else "not_evaluable")
    own_na = name == "Q12" and all(cells.get(item) == "na" for item in ("Q12.1", "Q12.2"))
    if name == "Q12":
        own = [number(cells.get(item)) for item in ("Q12.1", "Q12.2")]
        if None not in own:
            value = None if not own[1] else (own[0] / own[1] - 1) * 100  # type: ignore[operator]
            return judged(said, name, value, None, coverage="1/1", waits=waits)
    counties = NINE if name == "Q16" else COUNTIES
    names = {"Q12": ("Q12.1", "Q12.2"), "Q14": ("Q14.2", "Q14.3"), "Q16": ("Q16.1", "Q16.2")}[name]
    lines, parts, anything, all_na = [], [], False, True
    for county in counties:
        texts = [cells.get(f"{item}@{county}") for item in names]
        figures = _add_up(texts) if name == "Q14" else _all(texts)
        lines.append(figures is not None or all(text == "na" for text in texts))
        if figures is not None:
            parts.append(tuple(figures))
        anything = (
            anything or figures is not None or (name != "Q14" and any(number(text) is not None for text in texts))
        )
        all_na = all_na and all(text == "na" for text in texts)
    coverage = "1/1" if anything or all_na or own_na else "0/1"
    complete = all(lines) and coverage == "1/1"
    if not parts:
        return Found(None, coverage, "pending" if waits else "not_evaluable")
    sums = [sum(column, Decimal(0)) for column in zip(*parts, strict=True)]
    if name == "Q14":
        return judged(said, name, sums[0], None, coverage=coverage, waits=waits, complete=complete)
    value = None if not sums[1] else sums[0] / sums[1] * 100 - (100 if name == "Q12" else 0)
    if name == "Q12" or value is None:
        return judged(said, name, value, None, coverage=coverage, waits=waits, complete=complete)
    ratios = [top / bottom * 100 for top, bottom in parts if bottom]
    mean = sum(ratios, Decimal(0)) / len(ratios)
    if said.average is not None:
        chosen = value if said.average == "ratio_of_sums" else mean
        return judged(said, name, chosen, None, coverage=coverage, waits=waits, complete=complete)
    return judged(said, name, value, mean, coverage=coverage, waits=waits, complete=complete)


def _all(texts: list[str | None]) -> list[Decimal] | None:
    figures = [number(text) for text in texts]
    return None if None in figures else [figure for figure in figures if figure is not None]


def _add_up(texts: list[str | None]) -> list[Decimal] | None:
    rest = [text for text in texts if text not in ("na", "not_due")]
    figures = [number(text) for text in rest]
    return [sum(figures, Decimal(0))] if rest and None not in figures else None  # type: ignore[arg-type]


def _gdp(said: Said) -> tuple[tuple[Decimal, Decimal] | None, tuple[Decimal, Decimal] | None, str]:
    """GDP of this year and last from one department; the other's whole pair if it differs; who gave it."""
    pairs: dict[str, tuple[Decimal, Decimal]] = {}
    singles: dict[str, list[Decimal | None]] = {}
    for unit in ("M01", "M02"):
        cells = said.cells.get(unit, {})
        now, then = number(cells.get("Q01.1")), number(cells.get("Q01.2"))
        singles[unit] = [now, then]
        if now is not None and then is not None:
            pairs[unit] = now, then
    first = next((unit for unit in ("M01", "M02") if unit in pairs), None)
    if first is None:
        return None, None, "M01"
    other = pairs["M02"] if first == "M01" and "M02" in pairs and pairs["M02"] != pairs["M01"] else None
    return pairs[first], other, first


def _city(said: Said, name: str) -> tuple[Decimal | None, Decimal | None, bool]:  # noqa: C901
    """Value of a city-level indicator, what another department's figures would give, and whether it was answered."""
    cells = said.cells.get(MAIN[name], {})

    def at(item: str) -> Decimal | None:
        return number(cells.get(item))

    def share(top: Decimal | None, bottom: Decimal | None) -> Decimal | None:
        return None if top is None or not bottom else top / bottom * 100

    def answered(value: Decimal | None, *items: str) -> bool:
        return value is not None or (bool(cells) and all(cells.get(item) == "na" for item in items))

    if name == "Q01":
        value = at("Q01.18")
        if (
            value is None
            and cells.get("Q01.17") in said.factors
            and (gdp := _all([cells.get("Q01.1"), cells.get("Q01.2")]))
        ):
            now, then = (_carbon(said, cells, first) for first in (3, 4))
            value = _fall(now, then, (gdp[0], gdp[1]))
        return value, None, value is not None
    if name == "Q02":
        if (verified := at("Q02.4")) is not None:
            return verified, None, True
        energy, last = at("Q03.1"), at("Q03.2")
        pair, other, _ = _gdp(said)
        values = [_fall(energy, last, gdp) for gdp in (pair, other)]
        return values[0], values[1], values[0] is not None
    if name in ("Q03", "Q08"):
        item = f"{name}.1"
        return at(item), None, answered(at(item), item)
    if name in ("Q04", "Q05", "Q13", "Q19", "Q15"):
        top, bottom = (f"{name}.1", f"{name}.2") if name in ("Q15", "Q19") else (f"{name}.2", f"{name}.1")
        value = share(at(top), at(bottom))
        return value, None, answered(value, top, bottom)
    if name == "Q10":
        value = share(at("Q10.2"), at("Q10.1"))
        return value, None, answered(value, "Q10.1", "Q10.2")
    if name == "Q07":
        days = _add_up([cells.get("Q07.2"), cells.get("Q07.3")])
        value = days[0] if days else None
        return value, None, answered(value, "Q07.2", "Q07.3")
    if name == "Q09":
        parts = _add_up([cells.get("Q09.1"), cells.get("Q09.2")])
        value = share(parts[0] if parts else None, at("Q09.3"))
        return value, None, answered(value, "Q09.1", "Q09.2", "Q09.3")
    if name in ("Q17", "Q18"):
        value = at(f"{name}.2") if at(f"{name}.1") else at(f"{name}.1")
        return value, None, answered(value, f"{name}.1")
    return None, None, False


def _carbon(said: Said, cells: Cells, first: int) -> Decimal | None:
    """Emission of a year: three fuels and the net power brought in, each by its factor."""
    kilo = (1, 1, 1, 10)  # 亿千瓦时 × 千克 per 千瓦时 is 10 万吨
    parts = [
        (cells.get(f"Q01.{first + 2 * n}"), Decimal(factor) * kilo[n])
        for n, factor in enumerate(said.factors[cells["Q01.17"]])
    ]
    sums = _add_up([text if (known := number(text)) is None else str(known * factor) for text, factor in parts])
    return sums[0] if sums else None


def _fall(energy: Decimal | None, last: Decimal | None, gdp: tuple[Decimal, Decimal] | None) -> Decimal | None:
    """下降率: two intensities of four decimals first."""
    if energy is None or last is None or gdp is None or not gdp[0] or not gdp[1]:
        return None
    now, then = (rounded(part, 4) for part in (energy / gdp[0], last / gdp[1]))
    return None if not then else (1 - now / then) * 100


def _rests(said: Said, name: str) -> set[str]:
    if name == "Q02":
        verified = number(said.cells.get("M02", {}).get("Q02.4"))
        return {"M02"} if verified is not None else {"M02", "M01"}
    return set() if name in LEAD else {MAIN[name]}
