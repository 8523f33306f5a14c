"""A correction that a return of a later period contradicts: a unit is told before it files it what the office finds then."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from forms.office.remarks import late_and_across
from models.basics.canonical import json_text
from models.basics.period import PLAN_ZONE
from models.checks.explanations import fingerprint_of
from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan, load_plan_bytes, plan_files
from models.plan.plan import Plan
from models.sheet.cells import Cell, State, read_cell
from models.sheet.explanation import Explanation
from models.store import UnitStore
from models.store.office.office_store import OfficeStore
from models.store.office.records import KeyRow, PaperRow
from models.versions.contradicted import Contradicted, contradicted_by, to_look_at
from models.workspace.freeze import frozen
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.unit_workspace import UnitWorkspace
from tests.flow.plans.next_year import next_years_plan

COUNTY, KEY = "610924", "a" * 64
Q2, Q3, Q4 = "2020Q2", "2020Q3", "2020Y初步"
FALLS = (
    '[[check]]\nid = "甲99"\nlevel = "warning"\nrule = "falling"\nmessage = "{指标}由{上期}降为{值}。"\nclause = "一"\n'
)


class Both:
    """One unit and the office, each with its store; what the unit files comes to the office at once."""

    def __init__(self, root: Path, unit: str, *plans: Mapping[str, bytes]) -> None:
        self.at, self.who = datetime(2020, 7, 10, 9, tzinfo=PLAN_ZONE), unit
        self.unit = UnitWorkspace(root / "unit", UnitStore.create(root / "unit", unit))
        self.office = OfficeWorkspace(root / "office", OfficeStore.create(root / "office"))
        for files in plans:
            plan = load_plan_bytes(files)
            for store in (self.unit.store, self.office.store):
                store.put_plan(plan.digest, plan.id, plan.version, files)
        key = KeyRow(
            unit=unit,
            fingerprint=KEY,
            certificate=b"",
            since=None,
            until=None,
            enrolled_at=self.at,
            compared=True,
            by="",
        )
        self.office.store.put_key(key)

    def close(self) -> None:
        self.unit.store.close()
        self.office.store.close()

    def type(self, period: str, item: str, text: str) -> None:
        plan, store = self.unit.at(period).plan, self.unit.store
        if store.sheets.filed_digest(period) is not None:
            store.sheets.reopen(period)
        cell = Cell(State.NA, note="没有") if text == "不适用" else read_cell(plan.items[item.partition("/")[0]], text)
        store.sheets.put_cells(period, {item: cell}, "王某")

    def told(self, period: str) -> tuple[Contradicted, ...]:
        """What the unit hears of its sheet as it stands."""
        return contradicted_by(self.unit.store, self.unit.sheet(period))

    def again(self, period: str) -> list[tuple[str, str | None]]:
        """What is to be looked at again: of which other period, at which place."""
        return [(one.beside.id, found.at) for one in to_look_at(self.unit.store, period) for found in one.findings]

    def file(self, period: str) -> list[tuple[str, str | None]]:
        """File a period and receive it; return check and place of what the office says of the returns of others."""
        self.at += timedelta(days=1)
        made = frozen(self.unit, self.unit.sheet(period), "订正")
        self.unit.store.returns.put(made, self.at, own=True)
        row = PaperRow.of(
            made, key=KEY, certificate=b"", request=None, good=True, reasons=json_text([]), registered=self.at
        )
        self.office.store.put_paper(row)
        plan = self.unit.at(period).plan
        own = [one.message for one in self.office.across(self.who, period)]
        reasons = late_and_across(self.office, made, plan)
        return [(one.check, one.item) for one in reasons if one.check and one.message not in own]

    def explain(self, period: str, item: str, text: str) -> None:
        """Write an explanation for what the open sheet breaks at an item, as the window keeps it."""
        for finding in run_checks(self.unit.sheet(period)):
            if finding.at == item:
                print_ = fingerprint_of(finding.key, [finding])
                self.unit.store.sheets.put_explanation(period, finding.key, Explanation(text), print_, "王某")


def found(told: tuple[Contradicted, ...]) -> list[tuple[str, str | None]]:
    return [(finding.check, finding.at) for one in told for finding in one.findings]


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    made = Both(tmp_path, COUNTY, plan_files(SHIPPED))
    yield made
    made.close()


def three(both: Both) -> None:
    """Three quarters, each above the one before."""
    for period, figure in (("2020Q1", "5"), (Q2, "10"), (Q3, "12")):
        both.type(period, "Q06.1", figure)
        assert both.file(period) == []


def test_the_unit_hears_before_it_files_what_the_office_will_say_when_it_comes(both: Both) -> None:
    three(both)
    both.type(Q2, "Q06.1", "11")
    assert both.told(Q2) == (), "12 after 11 is none"
    both.type(Q2, "Q06.1", "15")
    (told,) = both.told(Q2)
    assert (told.period.id, told.beside.id, told.filed.revision) == (Q3, Q2, 1)
    (finding,) = told.findings
    assert (finding.check, finding.at) == ("CK-A16", "Q06.1")
    assert "12" in finding.message and "15" in finding.message
    assert both.again(Q3) == [], "not before it is filed"
    assert both.file(Q2) == found(both.told(Q2)) == found((told,))
    assert both.again(Q3) == [(Q2, "Q06.1")] and both.again(Q2) == []


def test_it_is_told_until_one_of_the_two_is_corrected(both: Both) -> None:
    three(both)
    for figure in ("15", "14"):  # a correction of a correction
        both.type(Q2, "Q06.1", figure)
        assert both.file(Q2) == [("CK-A16", "Q06.1")]
    both.type(Q3, "Q06.1", "13")
    assert both.again(Q3) == [(Q2, "Q06.1")], "what is filed counts until the next is"
    assert len(both.told(Q2)) == 1
    both.type(Q3, "Q06.1", "16")
    assert both.file(Q3) == []
    assert both.told(Q2) == () and both.again(Q3) == []
    both.type(Q2, "Q06.1", "17")
    assert both.file(Q2) == [("CK-A16", "Q06.1")] and both.again(Q3) == [(Q2, "Q06.1")]
    both.type(Q2, "Q06.1", "10")
    assert both.told(Q2) == ()
    assert both.file(Q2) == [] and both.again(Q3) == []


def test_words_for_other_figures_are_no_answer_and_words_for_these_are(both: Both) -> None:
    three(both)
    both.type(Q3, "Q06.1", "9")
    both.explain(Q3, "Q06.1", "上季度把更新面积算了进去")
    assert both.file(Q3) == [] and both.told(Q2) == ()
    both.type(Q2, "Q06.1", "11")
    assert found(both.told(Q2)) == [("CK-A16", "Q06.1")], "what was said was said of a fall from 10"
    both.file(Q2)
    both.unit.store.sheets.reopen(Q3)
    both.explain(Q3, "Q06.1", "验收后核减，已与林业局核对")
    both.file(Q3)
    assert both.told(Q2) == () and both.again(Q3) == []


def test_what_is_not_filed_not_asked_or_not_said_contradicts_nothing(both: Both) -> None:
    both.type(Q2, "Q06.1", "10")
    both.type(Q3, "Q06.1", "12")
    both.file(Q2)
    both.type(Q2, "Q06.1", "15")
    assert both.told(Q2) == () and both.again(Q3) == [], "a later period that is still written is checked there"
    both.type(Q3, "Q06.1", "不适用")
    both.file(Q3)
    assert both.told(Q2) == () and both.file(Q2) == [] and both.again(Q3) == []


def test_a_first_return_that_comes_after_a_later_one_is_told_as_well(both: Both) -> None:
    both.type(Q3, "Q06.1", "12")
    both.file(Q3)
    both.type(Q2, "Q06.1", "15")
    assert found(both.told(Q2)) == [("CK-A16", "Q06.1")] == both.file(Q2)


def test_a_table_with_a_predecessor_of_its_own_is_looked_at_too(tmp_path: Path) -> None:
    text = Path("tests/plans/yunze-2027/plan.toml").read_text("utf-8")
    alone = text.replace('"M" = "27-04", "*" = "27-04"', '"M" = "27-04"')
    assert alone != text
    both = Both(tmp_path, "W1", {"plan.toml": (alone + FALLS).encode()})
    for period, figure in (("27-04", "4"), ("27H1", "5"), ("FY27", "6")):
        both.type(period, "漏损.1", figure)
        both.file(period)
    both.type("27-04", "漏损.1", "9")
    told = both.told("27-04")
    assert [one.period.id for one in told] == ["27H1"], "not the year: that is held against 27H1"
    assert both.file("27-04") == found(told) == [("甲99", "漏损.1")]
    assert both.again("27H1") == [("27-04", "漏损.1")] and both.again("FY27") == []
    both.close()


def test_next_year_is_held_by_its_column_of_last_year_and_not_by_what_adds_up(tmp_path: Path) -> None:
    after: Plan = load_plan(folder := next_years_plan(tmp_path / "明年（测试方案）"))
    both = Both(tmp_path, COUNTY, plan_files(SHIPPED), plan_files(folder))
    for period, figure in ((Q3, "10"), (Q4, "20"), ("2021Q1", "1"), ("2021Q3", "11")):
        both.type(period, "Q06.1", figure)
        both.file(period)
    sealed = both.unit.filed_sheet("2021Q3")
    assert after.periods["2021Q1"].predecessor is None
    assert sealed is not None and sealed.cell("Q06.1/last_year").number == 10
    both.type(Q4, "Q06.1", "30")
    assert both.told(Q4) == () and both.file(Q4) == []
    both.type(Q3, "Q06.1", "12")
    told = both.told(Q3)
    assert [(one.period.id, one.findings[0].at) for one in told] == [("2021Q3", "Q06.1/last_year")]
    assert "10" in told[0].findings[0].message and "12" in told[0].findings[0].message
    assert both.file(Q3) == found(told) and both.again("2021Q3") == [(Q3, "Q06.1/last_year")]
    both.close()
