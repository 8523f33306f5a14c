"""对账: the whole of a sum can be seen, who agrees folded into one line; since when a difference stands is told."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from models.city.reconcile import LineStanding, SumOutcome
from models.todo.matters import MatterKind
from tests.flow.test_cases import LINES, OWN, forest
from tests.flow.town import COUNTIES, Town
from tests.ui.office.conftest import PERIOD
from tests.ui.office.hands import page
from ui.office.screens.differences import REST, DifferencesPage, counted
from ui.office.screens.today import TodayPage


@pytest.mark.parametrize(
    ("whole", "open_ones", "said"),
    [
        (0, 0, "对账"),
        (2, 0, "对账：2 项可比，1 项相差超过允差"),
        (1, 3, "对账：1 项可比，1 项相差超过允差；3 项未齐"),
        (0, 1, "对账：1 项未齐，暂不对账"),
    ],
)
def test_what_lacks_a_side_is_not_called_comparable(whole: int, open_ones: int, said: str) -> None:
    assert counted(whole, min(whole, 1), open_ones) == said


def test_all_counties_of_a_sum_can_be_seen(qtbot: QtBot, town: Town, request: pytest.FixtureRequest) -> None:
    lines = {at: text for unit, figure in LINES.items() for at, text in forest(figure, f"@{unit}").items()}
    for unit, cells in ((COUNTIES[-1], forest(OWN[COUNTIES[-1]])), ("M03", lines)):
        filed = town.file(unit, PERIOD, town.completed(unit, PERIOD, {"cells": cells}))
        town.receive(*filed["files"], at="2021-01-15T10:00")
    desk = request.getfixturevalue("desk")
    desk.window().activateWindow()
    qtbot.waitUntil(desk.window().isActiveWindow)  # else its keys are nobody's
    differences = page(desk, DifferencesPage)
    desk.go("differences", "Q06")
    (one,) = [each for each in desk.session.summary.reconciliation if each.indicator == "Q06"]
    place = f"Q06|{one.item}"
    shown = [row.key for row in differences.grid.lines.rows if row.key.startswith(f"{place}|")]
    assert one.exceeds and f"{place}|{REST}" in shown and f"{place}|{COUNTIES[0]}" not in shown
    differences.grid.choose(f"{place}|{REST}")
    qtbot.keyClick(differences.grid, Qt.Key.Key_Return)
    assert differences.grid.current_key() == f"{place}|{REST}", "the line stays where one stands"
    rows = {row.key: row for row in differences.grid.lines.rows if row.under and len(row.cells) > 1}
    figures = [Decimal(rows[f"{place}|{unit}"].cells[1].text) for unit in COUNTIES]
    assert sum(figures) == one.counties
    said = {entry.unit: entry for entry in one.lines}
    tones = {unit: {cell.tone for cell in rows[f"{place}|{unit}"].cells} for unit in COUNTIES}
    stands_out = {unit for unit, found in tones.items() if found == {"text"}}
    assert stands_out == {unit for unit in COUNTIES if said[unit].standing is LineStanding.DIFFERS} != set()
    assert all(found == {"quiet"} for unit, found in tones.items() if unit not in stands_out)
    heads = {row.key: row for row in differences.grid.lines.rows if not row.under}
    effects = {key: row.cells[-1].text for key, row in heads.items()}
    for each in desk.session.summary.reconciliation:
        if each.outcome is not SumOutcome.EXCEEDS:
            assert effects[f"{each.indicator}|{each.item}"] == say(f"papers.summary.{each.outcome}"), "as on paper"
    differences.grid.setFocus()
    differences.grid.choose(f"{place}|{COUNTIES[0]}")
    qtbot.keyClick(differences.grid, Qt.Key.Key_Left)
    assert f"{place}|{COUNTIES[0]}" not in {row.key for row in differences.grid.lines.rows}
    assert differences.grid.current_key() == place
    differences.all_units.click()
    assert f"{place}|{COUNTIES[0]}" in {row.key for row in differences.grid.lines.rows}
    desk.go("today", "")
    (matter,) = [
        each for each in desk.session.matters if each.kind is MatterKind.DIFFERENCE and each.indicator == "Q06"
    ]
    (entry,) = [each for each in page(desk, TodayPage).list.lines.entries if each.key.startswith("difference|")]
    assert matter.since is not None and entry.day == "2021-01-15", "since the last of both sides came"
