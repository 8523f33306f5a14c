"""The findings of the shipped plan, held against what the program printed before a plan could say its own rules.

`tests/golden/earlier_findings.json` holds what was typed into sheets of every kind of unit and what the program of the
time said of them: check, outcome, level, place, sentence, in this order. Today's findings are the same, character by
character, but for the faults named here, each with its reason.
"""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models.basics.messages import use_words
from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Plan
from models.settings.settings import Settings
from models.sheet.cells import Cell, State, read_cell, read_field
from models.sheet.rows import read_row
from models.sheet.sheet import Sheet

EARLIER = json.loads((Path(__file__).resolve().parents[3] / "golden" / "earlier_findings.json").read_text("utf-8"))
Said = tuple[str, str, str, str, str]  # check, outcome, level, place, sentence
SETTINGS = Settings(
    version=1,
    parameters={
        "r07_threshold": ({"畜种": "生猪", "规模": "500"}, {"畜种": "奶牛", "规模": "100"}),
        "r06_towns": ("A镇", "B镇"), "r01_emission": "8000.5", "r01_energy": "3000",
    },
)  # fmt: skip
OCCURRENCE = re.compile(r"\]#\d+(?=$|\.)")  # a second row of one key had the address of the first
WITHIN = re.compile("“[^”]*[“‘]")
SUMS = ("CK-B04", "CK-B15", "CK-B16", "CK-B17", "CK-B18", "CK-B19", "CK-B20", "CK-B26", "CK-B35", "CK-B37", "CK-B49")


def _half_a_ratio(said: Said) -> bool:
    return said[1] == "broken" and said[4].startswith("比率的一项选了“不适用”")


def _no_answer(said: Said) -> bool:
    return said[0] == "CK-A04" and "[" in said[3]


def _beyond_bounds(said: Said) -> bool:
    return said[0] in ("TB-range", "TB-usual", "TB-same", "TB-whole")


def _about_in_a_row(said: Said) -> bool:
    return said[0] == "CK-A03" and "[" in said[3]


def _sum_without_a_part(said: Said) -> bool:
    return said[0] in (*SUMS, "CK-C06")


def _open_blank(said: Said) -> bool:
    return said[1] == "not_evaluated" and ("{" in said[4] or "—" in said[4])


def _blank_name(said: Said) -> bool:
    return said[0] in ("CK-D14", "CK-D16", "CK-D17") and ("：{" in said[4] or "行： " in said[4])


def _said_twice(said: Said) -> bool:
    return said[0] == "CK-C06" and said[3].endswith(".本期进展") and "进展为空" in said[4]


def _as_the_cell(said: Said) -> bool:
    return said[0] == "CK-B26" and "天，剩余" in said[4]


def _newest_year(said: Said) -> bool:
    return said[0] == "CK-D12"


def _counted(said: Said) -> bool:
    return said[0] == "CK-A04" and (said[3] in ("Q10.2", "Q17.1", "Q18.1") or "由台账《" in said[4])


def _marks_within_marks(said: Said) -> bool:
    return WITHIN.search(said[4]) is not None


def _measure_at_figure(said: Said) -> bool:
    return said[0] == "CK-A09"


def _no_way_out(said: Said) -> bool:
    return said[0] in ("CK-A01", "CK-A08", "CK-A14") and ("[" in said[3] or "过长" in said[4] or "“是”" in said[4])


MENDED: dict[str, tuple[str, Callable[[Said], bool], bool]] = {  # why, which finding, only said today
    "half a ratio": ("one part of a ratio 不适用 and the other a figure was passed over", _half_a_ratio, True),
    "dash in a row": ("a dash typed into a column of a register was lost without a word", _no_answer, True),
    "beyond bounds": ("a figure or key beyond what the plan writes of it was taken", _beyond_bounds, True),
    "about in a row": ("“约3” in a register was read as 3 without a word", _about_in_a_row, True),
    "sum without a part": (
        "a part that is 不适用 or not due swallowed the figures beside it",
        _sum_without_a_part,
        True,
    ),
    "open blank": ("braces stood in the sentence of a check that could not be evaluated", _open_blank, False),
    "blank name": ("braces stood in the sentence on a row without its name", _blank_name, False),
    "said twice": ("a text not yet filled was told twice: 未填, and that figures stand beside it", _said_twice, False),
    "as the cell": ("a computed figure was told with more decimals than its cell shows", _as_the_cell, False),
    "counted": ("a blank that a register counts was told as one that is typed", _counted, False),
    "marks in marks": ("the marks of a task's name stood alike within others", _marks_within_marks, False),
    "measure apart": ("a converted figure and its measure stood without a space", _measure_at_figure, False),
    "no way out": ("a refused column said “无法识别，请改正”, and a 是/否 that it was too long", _no_way_out, False),
    "newest year": ("the newest year was found by comparing texts: 999 beat 2020", _newest_year, False),
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(SHIPPED)


@pytest.fixture(scope="module")
def sheets(plan: Plan) -> dict[tuple[int, str, str], Sheet]:
    found: dict[tuple[int, str, str], Sheet] = {}
    for one in EARLIER:
        empty = Sheet(plan=plan, unit_id=one["unit"], period_id=one["period"], settings=SETTINGS)
        registers = {
            name: tuple(read_row(plan.registers[name], number, row) for number, row in enumerate(rows, 1))
            for name, rows in one["rows"].items()
        }
        before = found.get((one["seed"], one["unit"], plan.periods[one["period"]].predecessor or ""))
        cells = {address: _cell(empty, address, typed) for address, typed in one["typed"].items()}
        made = replace(empty, cells=cells, registers=registers, previous=before)
        found[one["seed"], one["unit"], one["period"]] = made
    return found


def _cell(sheet: Sheet, address: str, typed: str | dict[str, str]) -> Cell:
    if isinstance(typed, dict):
        return Cell(State(typed["state"]), note="统计局反馈，10月20日前")
    slot = sheet.slots.get(address)
    return read_cell(slot.item, typed) if slot else read_field(sheet.fields[address].column, typed)


def _said(sheet: Sheet) -> list[Said]:
    return [
        (one.check.id, one.outcome.value, one.level.name, OCCURRENCE.sub("]", one.at or ""), one.message)
        for one in run_checks(sheet)
    ]


def _named(said: Said, *, today: bool) -> str | None:
    """The fault that a difference comes from; one that was only mended by saying more is no reason to say less."""
    for name, (_, is_it, only_today) in MENDED.items():
        if is_it(said) and (today or not only_today):
            return name
    return None


def test_findings_are_those_of_the_earlier_program_but_for_named_faults(
    plan: Plan, sheets: dict[tuple[int, str, str], Sheet]
) -> None:
    use_words(plan.words)
    strange, faults, seen = [], Counter[str](), set()
    for one in EARLIER:
        if one["findings"] is None:  # only the predecessor of another
            continue
        place = (one["seed"], one["unit"], one["period"])
        now = _said(sheets[place])
        then: list[Said] = [(a, b, c, d or "", e) for a, b, c, d, e in one["findings"]]
        seen |= {said[0] for said in then}
        gone, new = Counter(then) - Counter(now), Counter(now) - Counter(then)
        for said, today in [*((said, False) for said in gone), *((said, True) for said in new)]:
            name = _named(said, today=today)
            faults[name or ""] += 1
            strange += [] if name else [(place, "today" if today else "earlier", said)]
        assert [s for s in now if s not in new] == [s for s in then if s not in gone], f"the order of {place}"
    assert strange == []
    assert set(MENDED) == set(faults), "a fault that is named and never met"
    assert len(seen) > 60


def test_what_an_open_blank_said_is_said_with_a_dash(plan: Plan, sheets: dict[tuple[int, str, str], Sheet]) -> None:
    assert not [said for sheet in sheets.values() for said in _said(sheet) if "{" in said[4]]
