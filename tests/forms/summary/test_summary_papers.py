"""汇总表: the workbook and the PDF say the same; numbers are numbers; LibreOffice computes every total anew."""

import io
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from forms.page.geometry import MM
from forms.summary.book import _book
from forms.summary.content import Completion, ShownFigure, ShownVerdict, SummarySource, texts_of
from forms.summary.lists import findings_sheet
from forms.summary.pages import WIDTH_MM, _lines, summary_pages
from forms.summary.settled import decisions_sheet
from forms.summary.sheets import summary_sheets, target_words
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.checks.run import run_checks
from models.city.findings import OfficeFinding
from models.ledger.roster import take_roll
from tests.forms import sample_return as sample
from tests.libreoffice import SOFFICE, converted
from tests.models.city.towns import COUNTIES, Q3, ZONES, Town, forest, lines, plan
from tests.pdf_text import pdf_signs

UNTIL = datetime(2020, 10, 20, 9, 0, tzinfo=PLAN_ZONE)


@pytest.fixture(scope="module")
def ground() -> SummarySource:
    town = Town(Q3)
    for place, unit in enumerate(COUNTIES[:9]):
        town.files(unit, {**forest(f"{6 + place}.25"), "Q11.1": "100", "Q11.2": "89"})
    town.files("6109GX", forest("0.40"))
    town.files("M03", lines(dict.fromkeys(COUNTIES, "7.00")))
    roster = take_roll(plan(), town.settings, Q3, {})
    return SummarySource(
        city=town.city, roster=roster, found=town.summary(), office="某市汇总单位", until=UNTIL,
        received={"610902": (2, UNTIL)},
    )  # fmt: skip


def test_every_county_of_a_compared_sum_stands_there_those_that_agree_too() -> None:
    town = Town(Q3)
    for unit in COUNTIES:
        town.files(unit, forest("7.00"))

    def rows(said: dict[str, str]) -> list[tuple[str, ...]]:
        town.files("M03", lines(said))
        roster = take_roll(plan(), town.settings, Q3, {})
        sheets = summary_sheets(SummarySource(city=town.city, roster=roster, found=town.summary()))
        (sheet,) = (one for one in sheets if one.name == say("papers.summary.reconciliation"))
        return [tuple(row) for row in texts_of(sheet) if row[0] in ("", *COUNTIES)]

    same = dict.fromkeys(COUNTIES, "7.00")
    agreeing = say("papers.summary.lines_agree", n=len(COUNTIES))
    assert {(code, name.strip()) for code, name, *_ in rows(same)} == {("", agreeing)}, "folded where all agree"
    found = rows(same | {COUNTIES[0]: "6.00"})
    outcomes = {row[0]: row[-1] for row in found if row[3:5] == ("7.00", "7.00")}
    assert outcomes == dict.fromkeys(COUNTIES[1:], say("papers.summary.line_agrees"))
    assert [row[3:6] for row in found if row[0] == COUNTIES[0]] == [("7.00", "6.00", "1.00")]


def test_a_zone_within_its_county_that_gives_no_figure_says_why() -> None:
    """It was blank, as if nobody had asked it."""
    town = Town(Q3)
    town.files(COUNTIES[0], forest("7.00"))
    town.files(ZONES[0], {**forest(*["na"] * 6), "Q11.1": "1", "Q11.2": "1"})
    ground = SummarySource(city=town.city, roster=take_roll(plan(), town.settings, Q3, {}), found=town.summary())
    (sheet,) = (one for one in summary_sheets(ground) if one.name == say("papers.summary.shares"))
    at = next(n for n, column in enumerate(sheet.columns) if column.head.startswith("Q06.8"))
    told = {row[0]: row[at] for row in texts_of(sheet)}
    assert (told[ZONES[0]], told[COUNTIES[0]]) == ("（不适用）", "7.00")


def test_every_figure_is_a_number_and_what_is_a_sum_of_cells_is_a_formula(ground: SummarySource) -> None:
    sheets = summary_sheets(ground)
    content = _book(ground, sheets, "汇总表", "12 1A2B 3C4D 5E6F 7081")
    book, values = (openpyxl.load_workbook(io.BytesIO(content), data_only=one) for one in (False, True))
    formulas = 0
    for sheet in sheets:
        for row, content in enumerate(sheet.rows, 3):
            for column, value in enumerate(content, 1):
                cell = book[sheet.name].cell(row, column)
                if isinstance(value, ShownFigure):
                    shown = values[sheet.name].cell(row, column).value
                    assert isinstance(shown, int | float)
                    assert Decimal(str(shown)) == value.value
                    formulas += str(cell.value).startswith("=SUM(")
                else:
                    assert not isinstance(cell.value, int | float) or not isinstance(value, str)
    assert formulas >= 3


def test_both_papers_have_the_same_content(ground: SummarySource) -> None:
    sheets = summary_sheets(ground)
    content = summary_pages(ground, sheets, "汇总表", "")
    text = pdf_signs(content, "-layout")
    book = openpyxl.load_workbook(io.BytesIO(_book(ground, sheets, "汇总表", "12 1A2B 3C4D 5E6F 7081")), data_only=True)
    for sheet in sheets:
        assert sheet.name in book.sheetnames
        assert sheet.name in text
        for row, shown in zip(sheet.rows, texts_of(sheet), strict=True):
            for value, words in zip(row, shown, strict=True):
                if isinstance(value, ShownFigure | ShownVerdict | Completion) and len(words) < 8:
                    assert words in text, (sheet.name, words)
    assert "应报33＝已收0" in text
    for sheet in sheets:
        cells = {cell.value for row in book[sheet.name].iter_rows() for cell in row}
        assert all(one in cells and "".join(one.split()) in text for one in sheet.remarks), sheet.name
    remarks = "".join(one for sheet in sheets for one in sheet.remarks)
    assert "合计按未修约数计算，与分项之和可能略有出入" in remarks and "报送时间以电子报表登记时间为准" in remarks
    assert "制表人" in text and "某市汇总单位" in text and "2020-10-2009:00" in text


def test_targets_carry_their_sign(ground: SummarySource) -> None:
    found = {name: target_words(ground.found.of(name)) for name in ("Q03", "Q06", "Q08", "Q12")}
    assert found == {"Q03": "≤413", "Q06": "≥98", "Q08": "≤42", "Q12": "零增长"}


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not here")
def test_libreoffice_computes_every_total_anew(ground: SummarySource, tmp_path: Path) -> None:
    sheets = summary_sheets(ground)
    book = openpyxl.load_workbook(
        io.BytesIO(_book(ground, sheets, "汇总表", "12 1A2B 3C4D 5E6F 7081"))
    )  # saved anew: without computed values
    bare = tmp_path / "in" / "汇总表.xlsx"
    bare.parent.mkdir()
    book.save(bare)
    (computed_anew,) = converted("xlsx", tmp_path / "out", bare)
    found = openpyxl.load_workbook(computed_anew, data_only=True)
    compared = 0
    for sheet in sheets:
        for row, content in enumerate(sheet.rows, 3):
            for column, value in enumerate(content, 1):
                if isinstance(value, ShownFigure) and value.sums:
                    computed = found[sheet.name].cell(row, column).value
                    assert round(Decimal(str(computed)), 6) == value.value
                    compared += 1
    assert compared >= 3


def test_a_plate_in_a_finding_is_masked_as_its_column_is(ground: SummarySource) -> None:
    unit = sample.police()
    sheet = replace(sample.sheet_of(unit), explanations={})
    source = next(one for one in run_checks(sheet) if sample.PLATE in one.message)
    told = OfficeFinding(
        check=source.check.id, level="warning", message=source.message, indicator=None, unit=unit, source=source
    )
    city = replace(ground.city, sheets={**ground.city.sheets, unit: sheet})
    shown = findings_sheet(replace(ground, city=city, found=replace(ground.found, findings=(told,))))
    (row,) = shown.rows
    assert sample.PLATE not in str(row[3])
    assert "陕G***01" in str(row[3])


def test_what_the_office_chose_is_printed_in_the_words_of_the_plan(ground: SummarySource) -> None:
    printed = {text for row in decisions_sheet(ground).rows for text in row if isinstance(text, str)}
    chosen = [one for one in plan().parameters.values() if one.type == "choice" and one.default is not None]
    assert chosen
    for one in chosen:
        assert one.default not in printed and one.words_of(str(one.default)) in printed


def test_zones_that_are_counted_alike_stand_in_one_row(ground: SummarySource) -> None:
    zones = [unit for unit in plan().units if unit.startswith("6109G") or unit.startswith("6109H")][:2]
    settings = replace(
        ground.city.settings, overlap={"Q06": dict.fromkeys(zones, "separate"), "Q11": {zones[0]: "separate"}}
    )
    ground = replace(ground, city=replace(ground.city, settings=settings))
    kind = say("papers.summary.overlap")
    rows = [row for row in decisions_sheet(ground).rows if row[0] == kind]
    assert len(rows) == 2
    assert all(ground.city.name(zone) in str(rows[0][1]) for zone in zones)


def test_however_many_verdicts_there_are_their_counts_stay_between_the_margins() -> None:
    """Nine kinds of verdict were a line wider than the page is ruled, over the binding edge."""
    for widths in ([90.0] * 9, [90.0] * 3, [900.0], [400.0, 400.0, 10.0, 400.0]):
        lines = _lines([str(n) for n in range(len(widths))], widths)
        assert [cell for line in lines for cell, _ in line] == [str(n) for n in range(len(widths))]
        assert all(len(line) == 1 or sum(width for _, width in line) <= WIDTH_MM * MM for line in lines)
