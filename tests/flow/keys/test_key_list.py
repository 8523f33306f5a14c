"""Lost and revoked keys go out with the pack: units know them, `verify` knows them, an older list is seen."""

from datetime import UTC, datetime
from pathlib import Path
from time import sleep

from models.basics.messages import say
from models.workspace.unit_workspace import UnitWorkspace
from tests.flow.town import Town, said_by

UNIT, OTHER, Q3 = "M06", "M12", "2020Q3"


def opened(town: Town, pack: Path, unit: str) -> str:
    return said_by("unit", "open", pack, "--data", town.unit_folder(unit))[1]


def ended(town: Town, unit: str) -> None:
    (key,) = [one for one in town.call("office", "keys", unit, "--data", town.office)["keys"] if not one["until"]]
    town.call("office", "revoke", unit, "--key", key["code"], "--reason", "电脑被盗", "--data", town.office)


def in_a_later_second() -> None:
    """Come back when the clock shows another second: a seal's time has no fractions."""
    now = datetime.now(UTC)
    sleep(1 - now.microsecond / 1_000_000)


def held(town: Town, unit: str) -> str | None:
    with UnitWorkspace.open(town.unit_folder(unit)) as workspace:
        return workspace.store.get_value("key_list")


def test_a_pack_tells_units_and_verify_which_keys_have_ended(town: Town) -> None:
    said = town.completed(UNIT, Q3, {})
    paper = town.file(UNIT, Q3, said)["files"][1]
    town.receive(paper)
    ended(town, OTHER)
    first = town.pack()
    assert town.pack() == first, "nothing has changed, so there is no second pack"
    assert say("desk.keys", 号=1, n=1) in opened(town, first, UNIT) and "停用" not in opened(town, first, UNIT)
    (seen,) = town.call("verify", paper, "--plan", first)["items"]
    assert seen["properties"]["revoked"] == "no" and any("第1号" in one for one in seen["hints"])
    in_a_later_second()
    ended(town, UNIT)  # the next paper may well be sealed in this very second
    second = town.pack()
    assert second != first
    words = opened(town, second, UNIT)
    assert say("desk.keys", 号=2, n=2) in words and say("desk.own_key_ended", 时间="", 核对码="")[:8] in words
    (seen,) = town.call("verify", paper, "--plan", second)["items"]
    assert seen["properties"]["revoked"] == "not_compared", "it says it was sealed before that"
    again = town.file(UNIT, Q3, said | {"cover": COVER_2}, reason="更正")
    (seen,) = town.call("verify", again["files"][1], "--plan", second, expect=1)["items"]
    assert seen["properties"]["revoked"] == "yes" and "停用" in seen["message"]
    assert any("停用" in one for one in again["hints"]), "the unit is told before it seals, and not stopped"


def test_a_paper_under_an_ended_key_says_so_and_its_key_comes_back_by_telephone_only(town: Town) -> None:
    """Whoever stole it files as well: the office is not asked to enrol it once more."""
    paper = town.file(UNIT, Q3, town.completed(UNIT, Q3, {}))["files"][0]
    ended(town, UNIT)
    (seen,) = town.receive(paper, at="2030-10-12T09:00")
    assert seen["decision"] == "held"
    (told,) = [one["message"] for one in seen["reasons"] if "密钥" in one["message"]]
    assert "停用" in told and "电脑被盗" in told and "换新密钥" in told
    before = town.call("office", "keys", UNIT, "--data", town.office)["keys"]
    asked = town.request(town.unit_folder(UNIT))
    refused = town.enrol(asked["file"], expect=1)["error"]
    assert (
        refused["code"] == "key_was_ended" and "电脑被盗" in refused["message"] and "--code" not in refused["message"]
    )
    assert town.call("office", "keys", UNIT, "--data", town.office)["keys"] == before
    assert town.enrol(asked["file"], asked["code"])["compared"], "it was ended by mistake"


COVER_2 = {"负责人": "张三", "审核人": "李四", "填表人": "王五", "电话": "0915-3210009", "报出日期": "2020-10-12"}


def test_a_list_that_goes_back_is_seen_and_the_later_one_stays(town: Town) -> None:
    ended(town, OTHER)
    older = town.pack()
    ended(town, UNIT)
    opened(town, town.pack(), UNIT)
    kept = held(town, UNIT)
    with UnitWorkspace.open(town.unit_folder(UNIT)) as workspace:
        workspace.store.put_value("pack_issued", "{}")  # as if the older pack were of another plan
    words = opened(town, older, UNIT)
    assert say("desk.keys_older", 来号=1, 现号=2)[:20] in words and held(town, UNIT) == kept


def test_an_office_that_went_back_to_a_copy_gives_no_number_twice(town: Town) -> None:
    from forms.papers.pack import key_list_now
    from models.workspace.office_workspace import OfficeWorkspace

    ended(town, OTHER)
    with OfficeWorkspace.open(town.office) as office:
        assert key_list_now(office.store)[0] == 1
        office.store.put_value("restored.lost", '[{"kind": "pack", "keys": "7", "ended": "x"}]')
        number, keys = key_list_now(office.store)
    assert number == 8 and [one.unit for one in keys] == [OTHER]
