"""What the plan document says of the 24 indicators, and what its units say: the ground of `recompute`.

Written apart from `models.city`: from the words of the definitions, with figures and states as they are typed, without
any of its code. Reads the plan for nothing but target values and dates.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

COUNTIES = ("610902", "610921", "610922", "610923", "610924", "610925", "610926", "610927", "610928", "610929")
NINE = COUNTIES[1:]
ZONES = ("6109GX", "6109HK", "6109YH")
ZONE_ITEMS = {"Q06": ZONES, "Q11": ZONES, "Q20": ("6109GX",), "Q21": (), "Q22": ZONES, "Q23": ZONES, "Q24": ZONES}
COUNTY_OWED = {"Q20": ("610902",), "Q21": NINE}
RATES = {"Q11": ("Q11.2", "Q11.1"), **{f"Q{n}": (f"Q{n}.2", f"Q{n}.1") for n in (20, 21, 22, 23, 24)}}
LEAD = {"Q06": "M03", "Q11": "M07", "Q20": "M07", "Q21": "M07", "Q22": "M07", "Q23": "M11", "Q24": "M11"}
MAIN = LEAD | {
    "Q01": "M01", "Q02": "M02", "Q03": "M02", "Q04": "M02", "Q05": "M02", "Q07": "M01", "Q08": "M01", "Q09": "M09",
    "Q10": "M12", "Q12": "M02", "Q13": "M02", "Q14": "M07", "Q15": "M07", "Q16": "M07", "Q17": "M10", "Q18": "M10",
    "Q19": "M07",
}  # fmt: skip
PARTS = tuple(f"Q06.{n}" for n in (1, 2, 3, 4, 5, 7))
TARGETS = {
    "Q01": "1.6", "Q02": "2.09", "Q03": "413", "Q04": "36.7", "Q05": "70", "Q06": "98", "Q07": "315", "Q08": "42",
    "Q09": "53.2", "Q10": "5.04", "Q11": "89.1", "Q12": "0", "Q13": "35", "Q14": "5000", "Q15": "95", "Q16": "75",
    "Q17": "700", "Q18": "300", "Q19": "43", "Q20": "95", "Q21": "85", "Q22": "80", "Q23": "80", "Q24": "90",
}  # fmt: skip
AT_MOST = ("Q03", "Q08", "Q12")
WHOLE_VALUE = ("Q06", "Q07", "Q14", "Q17", "Q18")  # 全数值比较
PACED = ("Q06", "Q07", "Q14", "Q17", "Q18")
YEAR_ONLY = ("Q01", "Q02", "Q03", "Q09", "Q13", "Q15", "Q19")
MONTHS = {"2020Q3": 9, "2020-11": 11, "2020Y初步": 12, "2020Y核定": 12}
ASKED = {
    "2020Q3": {f"Q{n:02d}" for n in range(1, 25)} - {"Q01", "Q02", "Q03", "Q09", "Q13", "Q19"},
    "2020-11": {"Q17", "Q18"},
    "2020Y初步": {f"Q{n:02d}" for n in range(1, 25)},
    "2020Y核定": {"Q01", "Q02", "Q03", "Q13"},
}
Cells = Mapping[str, str]


@dataclass
class Said:
    """What the returns in force of one period say: unit → address → figure as text, or a state."""

    period: str
    cells: Mapping[str, Cells]
    overlap: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    disputed: frozenset[str] = frozenset()
    average: str | None = None
    factors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # set → coal, oil, gas, power; {} = not given
    before: "Said | None" = None


@dataclass
class Found:
    """Value as compared, coverage, verdict; "pending" names what it waits for."""

    value: Decimal | None = None
    coverage: str = ""
    verdict: str = "not_evaluable"


def number(text: str | None) -> Decimal | None:
    """0 for 未开展, None for every other state and for a blank."""
    if text is None:
        return None
    if text == "nil":
        return Decimal(0)
    return Decimal(text) if text.lstrip("-")[:1].isdigit() else None


def total(cells: Cells, line: str = "") -> tuple[Decimal | None, str]:
    """营造林 of one unit or line: the parts that are not 不适用 or 未到报告期, added; and its state without a figure."""
    said = [cells.get(part + line) for part in PARTS]
    if all(text == "na" for text in said):
        return None, "na"
    rest = [text for text in said if text not in ("na", "not_due")]
    figures = [number(text) for text in rest]
    if not rest or None in figures:
        return None, "open"
    return sum((figure for figure in figures if figure is not None), Decimal(0)), ""
