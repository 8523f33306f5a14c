"""An act that is repeated word for word, as after a program that was killed, is recorded once, and the answer says so."""

import shutil
from collections.abc import Sequence
from datetime import datetime

import pytest

from models.basics.period import PLAN_ZONE
from tests.flow.office.figures.test_office_figures import UNIT, filed
from tests.flow.office.test_reissued import acts_of
from tests.flow.test_cases import Q3, forest
from tests.flow.town import Town, said_by

TWO = ("--by", "测试甲", "--checked-by", "测试乙")
GIVEN = ("adjudicate", Q3, "Q06", "75.69", "--reason", "经核对采信", "--document", "测试〔2020〕1号", *TWO)


@pytest.fixture
def disputed(town: Town) -> Town:
    """Two computers of one unit each filed a second revision."""
    filed(town, UNIT, Q3, "2020-10-13T10:00", forest("6"))
    second = town.root / "units" / "second"
    shutil.copytree(town.unit_folder(UNIT), second)
    for figure, folder in (("6.1", None), ("6.2", second)):
        said = town.completed(UNIT, Q3, {"cells": forest(figure)})
        sent = town.file(UNIT, Q3, said, reason="订正造林面积", folder=folder, out=town.out / figure)
        town.receive(*sent["files"], at="2020-10-14T10:00")
    return town


def heads(town: Town) -> list[str]:
    papers = town.call("office", "papers", UNIT, "--data", town.office)["papers"]
    return [one["digest"] for one in papers if one["decision"] == "fork"]


def twice(town: Town, *words: object) -> Sequence[bool]:
    """Do it twice; return whether each time said that it stood there already."""
    before, found = acts_of(town), []
    for recorded in (1, 1):
        said = town.call("office", *words, "--data", town.office)
        found.append(said.get("reissued", said.get("repeated")))
        assert acts_of(town) == before + recorded, words
    code, told, _ = said_by("office", *words, "--data", town.office)
    assert code == 0 and ("没有重复登记" in told or "原件" in told) and acts_of(town) == before + 1
    return found


def test_a_ruling_is_recorded_once_until_something_else_is_said_or_comes(disputed: Town) -> None:
    kept, other = heads(disputed)
    words = ("rule", UNIT, Q3, "--keep", kept[:8], "--reason", "电话核对", *TWO)
    assert twice(disputed, *words) == [False, True]
    assert twice(disputed, *words[:-1], "测试丙") == [False, True], "checked by somebody else"
    assert twice(disputed, "decision", Q3, "--unit", UNIT, "--out", disputed.out / "paper") == [False, True]
    assert twice(disputed, "rule", UNIT, Q3, "--keep", other[:8], "--reason", "电话核对", *TWO) == [False, True]
    assert twice(disputed, *words) == [False, True], "not what the last one says"


def test_what_is_given_noted_or_ended_is_recorded_once(disputed: Town) -> None:
    (paper, *_), today = heads(disputed), f"{datetime.now(PLAN_ZONE):%Y-%m-%d}"
    (key,) = disputed.call("office", "keys", UNIT, "--data", disputed.office)["keys"]
    settings = disputed.root / "limit.toml"
    settings.write_text('[parameters]\nyoy_limit = "60"\n', "utf-8")
    acts: list[tuple[object, ...]] = [
        GIVEN,
        ("decision", Q3, "--indicator", "Q06", "--out", disputed.out / "paper"),
        ("sign", Q3, "--indicator", "Q06", "--day", today),
        ("stamp", paper[:8], "--day", "2020-10-14", "--shelf", "三号柜"),
        ("reception", paper[:8], "--channel", "U盘", "--reason", "登记有误"),
        ("set", settings, "--document", "测试〔2020〕2号"),
        ("contact", "王某 0915-3210001"),
        ("plan", "resources/plans/ankang-2020", "--document", "测试〔2020〕3号"),
        ("revoke", UNIT, "--key", key["code"], "--reason", "遗失停用"),
    ]
    assert {words[0]: twice(disputed, *words) for words in acts} == {words[0]: [False, True] for words in acts}
    assert (
        disputed.call("office", "set", settings, "--data", disputed.office, "--document", "另一件")["repeated"] is False
    )
    filed(disputed, "610921", Q3, "2020-10-15T10:00", forest("1"))
    assert twice(disputed, *GIVEN) == [False, True], "it rests on more now"
