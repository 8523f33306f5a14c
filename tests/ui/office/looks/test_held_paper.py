"""A paper whose key does not count: what it takes to enrol the key is told before anything is typed."""

import pytest
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from tests.flow.test_cases import forest
from tests.flow.town import COUNTIES, Town
from tests.ui.office.conftest import PERIOD
from tests.ui.office.hands import page, see_effect
from ui.office.screens.rulings import RulingsPage


def test_a_paper_without_a_request_says_so_beside_its_effect(
    qtbot: QtBot, town: Town, request: pytest.FixtureRequest
) -> None:
    """Code, passphrase and the second person were asked for, and only then was it refused."""
    unit, at = COUNTIES[0], "2021-01-15T09:00"
    (key,) = town.call("office", "keys", unit, "--data", town.office)["keys"]
    why = ("--reason", "口令外泄", "--since", at, "--data", town.office)
    town.call("office", "revoke", unit, "--key", key["code"], *why)
    filed = town.file(unit, PERIOD, town.completed(unit, PERIOD, {"cells": forest("7")}), reason="漏报")
    (came,) = town.receive(*filed["files"], at="2021-01-18T09:00")
    assert came["decision"] == "held"
    window = request.getfixturevalue("window")
    desk = window.office
    desk.session.set_period(PERIOD)
    desk.go("rulings", f"key|{unit}|{filed['digest']}")
    rulings = page(desk, RulingsPage)
    see_effect(qtbot, rulings)
    assert rulings.effect.text().startswith(say("office.case.no_request"))
