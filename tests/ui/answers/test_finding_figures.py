"""A screen says the figures of a finding as the grid beside it shows them; the sealed sentence keeps them bare."""

import re
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from models.basics.quantity import grouped
from models.checks.findings import Finding
from models.checks.on_screen import screen_message
from models.sheet.cells import Cell, State
from tests.ui.answers.test_answers import opened
from ui.basics.completion import finding_words
from ui.screens.overview import Line, OverviewScreen
from ui.session.screen import OVERVIEW
from ui.tables.grids.cell_looks import cell_text, side_look
from ui.tables.grids.layouts import CellKind
from ui.tables.lists.finding_table import FindingTable
from ui.window.unit_desk import UnitDesk


def found(desk: UnitDesk, address: str) -> list[Finding]:
    return [one for one, _ in desk.session.findings_at(address)]


def drawn(desk: UnitDesk, address: str) -> str:
    sheet = desk.session.sheet
    return grouped(cell_text(sheet.cell(address), sheet.slots[address].item, sheet))


@pytest.mark.parametrize(
    ("typed", "bare", "screen"),
    [("-3.5", "-3.5", "-3.50"), ("-100000", "-100000", "-100,000.00"), ("-1234567.25", "-1234567.25", "-1,234,567.25")],
)
def test_a_finding_shows_the_figure_of_the_grid_and_seals_the_bare_one(
    desk: UnitDesk, typed: str, bare: str, screen: str
) -> None:
    desk.edits.put("Q06.1", typed)
    assert drawn(desk, "Q06.1") == screen
    told = [one for one in found(desk, "Q06.1") if bare in one.message]
    assert told and all(screen in screen_message(one, desk.session.sheet) for one in told)
    assert all(screen not in one.message for one in told)


def test_every_figure_of_a_full_sheet_is_that_of_its_cell_in_every_finding(desk: UnitDesk) -> None:
    slots = desk.session.sheet.slots.items()
    full = Cell(State.VALUE, Decimal(345678), raw="345678")
    desk.edits.put_all({at: full for at, one in slots if one.item.entered and one.item.numeric and not one.total})
    standing, sheet = desk.session.standing, desk.session.sheet
    told = [finding_words(one, mark, sheet) for one, mark in standing.findings if "345678" in one.message]
    assert len(told) > 5 and not [one for one in told if re.search(r"[0-9]{5}", one.replace("“345678”", ""))]
    desk.edits.undo()


def test_the_line_under_the_row_the_list_and_the_start_page_say_it_alike(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.edits.put("Q06.1", "-100000")
    words = opened(qtbot, desk, "Q06.1").accessibleName()
    assert "-100,000.00" in words
    table = FindingTable(desk.session, desk.edits, str, lambda at: (at, at))
    table.renew()
    assert [one for one in table.lines if one.message == words]
    desk.go(OVERVIEW)
    page = next(one for one in desk.screens if isinstance(one, OverviewScreen))
    beside = words.removeprefix("“人工造林”")  # whose it is stands before it
    qtbot.waitUntil(lambda: any(beside in one.accessibleName() for one in page.findChildren(Line)), timeout=5_000)


def test_the_change_since_last_year_is_said_as_the_grid_has_it(desk: UnitDesk) -> None:
    session, slots = desk.session, desk.session.sheet.slots
    last = next(at for at, one in slots.items() if one.last_year and one.item.measure != "%" and one.item.entered)
    at = last.partition("/")[0]

    def told(figure: str) -> Finding:
        desk.edits.put(at, figure)
        return next(one for one in found(desk, at) if one.check.rule == "yoy")

    desk.edits.put(last, "10")
    for figure, bare, screen in (
        ("16", "60.00%", "60.0%"),
        ("1.6", "-84.00%", "-84.0%"),
        ("50000", "499900.00%", "499,900.0%"),
    ):
        finding = told(figure)
        assert bare in finding.message and screen in screen_message(finding, session.sheet)
        assert screen in grouped(side_look(session.sheet, at, CellKind.GROWTH, None).text.lstrip("+"))
    limit = session.settings.parameter(session.plan, "yoy_limit", session.unit_id)
    assert isinstance(limit, Decimal)
    finding = told(str(10 + (limit + Decimal("0.04")) / 10))
    assert f"{limit + Decimal('0.04')}%" in screen_message(finding, session.sheet), "that it passes the limit is seen"


def test_a_text_that_looks_like_a_figure_is_no_figure(desk: UnitDesk) -> None:
    desk.edits.put("Q06.1", "1234567.5.6")
    refused = found(desk, "Q06.1")[0]
    assert screen_message(refused, desk.session.sheet) == refused.message and "1234567.5.6" in refused.message
