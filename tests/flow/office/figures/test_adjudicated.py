"""审定数 as a hostile hand gives them: after a slip, for what nobody asked, with words nobody can see; and how a trace says it."""

import re
import shutil

import pytest

from tests.flow.office.figures.test_office_figures import UNIT, filed
from tests.flow.test_cases import Q3, forest
from tests.flow.town import Town, said_by
from tests.pdf_text import pdf_signs

GROUNDS = ("--reason", "经核对采信", "--document", "测试〔2020〕1号", "--by", "甲", "--checked-by", "乙")


def adjudicate(town: Town, text: str, period: str = Q3, grounds: tuple[str, ...] = GROUNDS, *, expect: int = 0) -> str:
    """Its number, or the code it is refused with."""
    said = town.call("office", "adjudicate", period, "Q06", text, "--data", town.office, *grounds, expect=expect)
    return str(said["error"]["code"] if expect else said["id"])


@pytest.fixture
def reported(town: Town) -> Town:
    filed(town, UNIT, Q3, "2020-10-13T10:00", {**forest("6"), "Q06.2": {"state": "na"}})
    return town


def test_a_slip_is_mended_by_the_right_figure(reported: Town) -> None:
    """75.69 after 900 was refused: it was held against the slip, called 现有合计."""
    slip, right = adjudicate(reported, "900"), adjudicate(reported, "75.69")
    assert adjudicate(reported, "0.5", expect=1) == "value_far_below"
    words = ("--reason", "撤销重核", "--by", "甲", "--data", reported.office)
    refused = reported.call("office", "withdraw", slip, *words, expect=1)["error"]
    assert refused["code"] == "adjudication_replaced" and f"编号 {right}" in refused["message"]
    assert reported.indicator(Q3, "Q06")["value"] == "75.69"
    reported.call("office", "withdraw", right, *words)
    assert reported.indicator(Q3, "Q06")["value"] == "6", "not the slip before it"
    assert reported.call("office", "withdraw", slip, *words, expect=1)["error"]["code"] == "adjudication_over"


def test_what_the_period_does_not_ask_is_not_adjudicated(town: Town) -> None:
    assert adjudicate(town, "75.69", "2020-10", expect=1) == "nothing_to_adjudicate"
    assert town.indicator("2020-10", "Q06")["verdict"] == "not_evaluable"


def test_words_nobody_sees_are_not_kept(reported: Town) -> None:
    """A mark that turns a line round stood in the reason, on the 审定单 and in the notice."""
    hidden = {"经核对采信": "经核对\u202e采\x07信", "测试〔2020〕1号": "测试\u2067〔2020〕1号\x00"}
    adjudicate(reported, "75.69", grounds=tuple(hidden.get(one, one) for one in GROUNDS))
    assert "审定数：经核对采信（测试〔2020〕1号）" in reported.indicator(Q3, "Q06")["notes"]
    long = tuple("核对采信" * 300 if one == "经核对采信" else one for one in GROUNDS)
    assert adjudicate(reported, "75.69", grounds=long, expect=1) == "reason_long"


def test_a_trace_says_what_a_cell_without_a_figure_is_and_what_the_department_registered(reported: Town) -> None:
    """— stood there for every state, and the department's figure beside the counties' nowhere."""
    lines = {f"Q11.{n}": {"state": "na"} for n in (1, 2)}
    filed(reported, "610921", Q3, "2020-10-13T10:00", {**forest("5"), **lines})
    filed(reported, "M07", Q3, "2020-10-13T10:00", {"Q11.1": "100", "Q11.2": "89"})
    said = said_by("office", "trace", Q3, "Q11", "--data", reported.office)[1]
    assert "不计 汉阴县人民政府　Q11.1　不适用　第1版" in said and "市住建局登记 89.00%" in said


def test_the_paper_of_a_trace_says_so_too_and_calls_nothing_that_was_not_counted_a_formula(reported: Town) -> None:
    """The department's figure stood in the answer alone; of a sum nobody had filed it said 不是简单相加."""
    filed(reported, "M07", Q3, "2020-10-13T10:00", {"Q11.1": "100", "Q11.2": "89"})
    words = ("--data", reported.office, "--out", reported.out, "--by", "甲")
    for name in ("Q11", "Q04"):
        assert said_by("office", "trace", Q3, name, *words)[0] == 0
    green, services = (pdf_signs(next(reported.out.glob(f"{name}_*_数据来源单.pdf"))) for name in ("Q11", "Q04"))
    assert "部门上报市住建局89.00%" in green and "没有可以计入的数。" in services
    assert "简单相加" not in services


def test_a_dispute_over_the_first_return_is_not_told_as_if_nothing_had_come(town: Town) -> None:
    """应报 … 已收 1 … 待认定 1 stood above 本期还没有已收的报表."""
    second_pc = town.root / "second"
    shutil.copytree(town.unit_folder(UNIT), second_pc)
    said = town.completed(UNIT, Q3, {"cells": forest("6")})
    here = town.file(UNIT, Q3, said)
    there = town.file(
        UNIT, Q3, said | {"cells": said["cells"] | forest("7")}, folder=second_pc, out=town.out / "second"
    )
    town.receive(*here["files"], *there["files"], at="2020-10-13T10:00")
    (fork,) = [one for one in town.call("office", "todo", "--data", town.office)["items"] if one["kind"] == "fork"]
    told = r"2 份报表互不衔接，差 \d+ 处：(6\S* / 7\S*|7\S* / 6\S*)（人工造林）；认定以前都不计入"
    assert re.search(told, fork["text"]), fork["text"]
    words = (
        "office",
        "rule",
        UNIT,
        Q3,
        "--keep",
        here["digest"][:8],
        "--reason",
        "电话核实",
        "--by",
        "甲",
        "--checked-by",
        "乙",
    )
    code = " ".join(here["digest"][at : at + 4].upper() for at in (0, 4, 8, 12))
    said_so = f"已认定：紫阳县人民政府2020年第三季度（1—9月）以初报为准，校验码 {code}。\n"
    assert said_by(*words, "--data", town.office)[:2] == (0, said_so), "64 signs stood there"


def test_no_number_is_older_than_the_one_before_it(reported: Town) -> None:
    """With the clock set back a second notice was dated a year before the first."""
    words = ("office", "issue", Q3, "--data", reported.office, "--out", reported.out / "issued")
    assert reported.call(*words, "--at", "2020-10-22T09:00")["number"] == 1
    filed(reported, UNIT, Q3, "2020-10-22T10:00", forest("6.4"), reason="订正造林面积")
    refused = reported.call(*words, "--at", "2019-10-22T09:00", expect=1)["error"]
    assert refused["code"] == "issued_before_last" and "第 1 号已在 2020-10-22 09:00 印发" in refused["message"]
    assert reported.call(*words, "--at", "2020-10-23T09:00")["number"] == 2
