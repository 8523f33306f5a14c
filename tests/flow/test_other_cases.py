"""More of the same kinds as the listed cases: chains of periods, zones counted apart, groups, waivers, months, final year."""

import shutil
from decimal import Decimal
from typing import Any

import pytest

from tests.flow.test_cases import IN_ZONES, OWN, YEAR, forest, planted, rule  # noqa: F401 - planted is a fixture
from tests.flow.town import Town, messages, said_by
from tests.vehicles import trucks

UNIT, Q1, Q2, Q3 = "610924", "2020Q1", "2020Q2", "2020Q3"


def broken(answer: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in answer["findings"]:
        if one["outcome"] == "broken":
            found.setdefault(one["check"], []).append(one["item"])
    return found


def test_what_is_cumulative_must_not_fall_from_quarter_to_quarter(town: Town) -> None:
    town.file(UNIT, Q1, town.completed(UNIT, Q1, {"cells": {"Q06.1": "0.80", "Q06.3": "1.00"}}))
    second = town.check(UNIT, Q2, {"cells": {"Q06.1": "0.75", "Q06.3": "1.00"}})
    assert "Q06.1" in broken(second)["CK-A16"] and "Q06.3" in broken(second)["CK-A15"]
    fallen = next(one for one in second["findings"] if one["check"] == "CK-A16" and one["item"] == "Q06.1")
    assert "0.75" in fallen["message"] and "0.8" in fallen["message"]
    town.file(UNIT, Q2, town.completed(UNIT, Q2, {"cells": {"Q06.1": "1.20", "Q06.3": "1.40"}}))
    third = town.check(UNIT, Q3, {"cells": {"Q06.1": "1.10", "Q06.3": "1.50"}})
    assert broken(third)["CK-A16"] == ["Q06.1"], "held against the second quarter, not the first"


def test_a_first_period_has_nothing_to_be_held_against(town: Town) -> None:
    first = broken(town.check(UNIT, Q1, {"cells": {"Q06.1": "0.80"}}))
    assert "CK-A15" not in first and "CK-A16" not in first


def test_zones_outside_the_counties_are_added_to_them(planted: Town) -> None:  # noqa: F811
    planted.settings(rule(how="separate"))
    forestry = planted.indicator(YEAR, "Q06")
    assert Decimal(forestry["value"]) == sum(map(Decimal, (*OWN.values(), *IN_ZONES.values())))


def test_one_zone_in_its_county_and_the_others_apart(planted: Town) -> None:  # noqa: F811
    planted.settings(
        '[overlap.Q06]\n"6109GX" = "included_in_county"\n"6109HK" = "separate"\n"6109YH" = "included_in_county"\n'
    )
    forestry = planted.indicator(YEAR, "Q06")
    assert Decimal(forestry["value"]) == sum(map(Decimal, OWN.values())) + Decimal(IN_ZONES["6109HK"])


def test_a_group_asks_its_members_once_the_office_has_named_them(town: Town) -> None:
    before = town.check("M06", Q3, {})["cells"]
    town.settings('[groups]\nG01 = ["M06", "M07"]\n')
    town.call("unit", "open", town.pack(), "--data", town.unit_folder("M06"))
    after = town.check("M06", Q3, {})["cells"]
    asked = {address.partition(".")[0] for address in set(after) - set(before)}
    assert asked and all(address.startswith("T") for address in asked)


def test_a_waiver_is_for_one_check_one_unit_one_period(town: Town) -> None:
    said = {"cells": forest("65800")}
    town.settings('[parameters.land_area]\n"610924" = "330"\n"610921" = "200"\n')
    for unit in (UNIT, "610921"):
        town.call("unit", "open", town.pack(), "--data", town.unit_folder(unit))
    assert "CK-B16" in broken(town.check(UNIT, Q3, said))
    town.settings(
        f'[[waiver]]\ncheck = "CK-B16"\nunit = "{UNIT}"\nperiod = "{Q3}"\nreason = "飞播含外县面积"\napproved_by = "测试甲"\n'
    )
    pack = town.pack()
    for unit in (UNIT, "610921"):
        town.call("unit", "open", pack, "--data", town.unit_folder(unit))
    assert "CK-B16" not in broken(town.check(UNIT, Q3, said))
    assert "CK-B16" in broken(town.check(UNIT, Q2, said))
    assert "CK-B16" in broken(town.check("610921", Q3, said))


def test_a_month_asks_for_vehicles_alone_and_the_last_month_stands_behind_it(town: Town) -> None:
    october = town.completed("M10", "2020-10", {"cells": {"Q18.1": "0"}, "registers": {"R02": trucks(30)}})
    assert {address for address in town.check("M10", "2020-10", october)["cells"] if address.startswith("Q")} == {
        "Q17.1", "Q17.2", "Q18.1", "Q18.2",
    }  # fmt: skip
    town.file("M10", "2020-10", october)
    fewer = town.check("M10", "2020-11", {"registers": {"R02": trucks(12)}})
    assert "Q17.1" in broken(fewer)["CK-A16"]


def test_the_final_year_asks_only_what_is_marked_for_it(town: Town) -> None:
    preliminary, final = (town.check("M02", period, {})["cells"] for period in (YEAR, "2020Y核定"))
    asked = [address for address, cell in final.items() if cell["state"] == "missing" and address.startswith("Q")]
    assert asked and set(asked) <= set(preliminary)
    assert all(cell["state"] != "missing" for address, cell in final.items() if address.startswith("X"))


def test_the_preliminary_year_carries_the_fourth_quarter(town: Town) -> None:
    town.file(UNIT, Q3, town.completed(UNIT, Q3, {"cells": {"Q06.1": "2.00"}}))
    assert "Q06.1" in broken(town.check(UNIT, YEAR, {"cells": {"Q06.1": "1.90"}}))["CK-A16"]


def test_a_compromised_key_takes_its_papers_with_it(town: Town) -> None:
    from tests.flow.test_cases import key_of

    town.receive(*town.file("M06", Q3, town.completed("M06", Q3, {}))["files"], at="2020-10-10T09:00")
    mark = key_of(town, "M06")
    said = said_by(
        "office", "revoke", "M06", "--key", mark, "--reason", "密钥外泄", "--since", "2020-10-01T00:00",
        "--data", town.office,
    )  # fmt: skip
    assert said[:2] == (0, "密钥自 2020-10-01 00:00 起停用，1 件报表不再有效。\n")
    status = town.status(Q3)
    assert status["received"] == 0 and status["held"] == ["M06"]


def test_an_extension_approved_afterwards_makes_it_punctual_and_another_unit_stays_late(town: Town) -> None:
    town.settings('[due]\n"2020Q3" = "2020-10-15T17:30"\n')
    for unit in (UNIT, "610921"):
        town.receive(*town.file(unit, Q3, town.completed(unit, Q3, {}))["files"], at="2020-10-18T10:00")
    assert town.status(Q3)["late"] == ["610921", UNIT]
    town.settings(
        f'[[extension]]\nperiod = "{Q3}"\nunit = "{UNIT}"\nuntil = "2020-10-19T17:30"\nreason = "汛情"\napproved_by = "测试甲"\n'
    )
    assert town.status(Q3)["late"] == ["610921"]


def test_a_fork_ends_by_a_revision_that_names_both_heads(town: Town) -> None:
    said = town.completed(UNIT, Q3, {"cells": {"Q06.3": "3.5"}})
    first = town.file(UNIT, Q3, said)
    second_pc = town.root / "second"
    shutil.copytree(town.unit_folder(UNIT), second_pc)
    here = town.file(UNIT, Q3, said | {"cells": said["cells"] | {"Q06.3": "3.6"}}, reason="甲机订正")
    there = town.file(
        UNIT, Q3, said | {"cells": said["cells"] | {"Q06.3": "3.7"}}, reason="乙机订正", folder=second_pc,
        out=town.out / "second",
    )  # fmt: skip
    town.receive(*first["files"], *here["files"], *there["files"])
    status = town.status(Q3)
    assert status["disputed"] == [UNIT]
    town.call("unit", "open", there["files"][0], "--data", town.unit_folder(UNIT))
    merged = town.file(UNIT, Q3, said | {"cells": said["cells"] | {"Q06.3": "3.8"}}, reason="两机合并")
    assert merged["revision"] == 4, "it has three ancestors"
    (item,) = town.receive(*merged["files"])
    assert item["decision"] == "accepted" and town.status(Q3)["disputed"] == []


@pytest.mark.parametrize(("typed", "rounded"), [("0.90505", "0.905"), ("0.91515", "0.9152"), ("0.92505001", "0.9251")])
def test_a_typed_figure_with_too_many_places_is_kept_and_shown_rounded_half_to_even(
    town: Town, typed: str, rounded: str
) -> None:
    answer = town.check(UNIT, Q3, {"cells": {"Q06.1": typed}})
    assert answer["cells"]["Q06.1"]["value"] == typed
    said = next(one for one in answer["findings"] if one["check"] == "CK-A07" and one["item"] == "Q06.1")
    assert Decimal(said["values"]["值"]) == Decimal(rounded)


def test_two_units_with_one_mistake_each_are_told_apart_by_the_office(town: Town) -> None:
    for unit in (UNIT, "610921"):
        (item,) = town.receive(*town.file(unit, Q3, town.completed(unit, Q3, {}))["files"])
        assert item["unit"] == unit and item["decision"] == "accepted", messages(item)
    assert town.summary(Q3)["coverage"]["received"] == 2
