"""What waits at the office by command line: what is asked for again, rejected, returned, and goes when it is done."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.flow.office.figures.test_office_figures import DUE, Q3, UNIT, filed, todo
from tests.flow.town import Town, said_by
from tests.golden.pages import looks_as_before
from tests.pdf_text import pdf_signs


def send_back(town: Town, items: list[dict[str, str]], until: str, at: str, *, expect: int = 0) -> Any:
    path = town.root / "items.json"
    path.write_text(json.dumps(items, ensure_ascii=False), "utf-8")
    words = ("office", "return", UNIT, Q3, "--items", path, "--until", until, "--at", at, "--out", town.out / "back")
    return town.call(*words, "--data", town.office, expect=expect)


def test_a_letter_that_asks_for_a_return_says_when_it_was_asked_for_before(
    town: Town, request: pytest.FixtureRequest
) -> None:
    town.settings(DUE)
    town.call("office", "contact", "张某 0915-3210000", "--data", town.office, "--by", "王某")
    words = ("office", "chase", Q3, UNIT, "--data", town.office, "--by", "王某")
    for number, channel in enumerate(("电话", "政务微信群"), 1):
        town.call(
            *words, "--log", channel, "--note", "已告知填表人，答复三日内报送", "--at", f"2020-10-2{number}T09:30"
        )
    files = town.call(*words, "--out", town.out / "letters", "--at", "2020-10-23T09:00")["files"]
    (letter,) = (Path(one) for one in files if one.endswith(".pdf"))
    assert looks_as_before(letter, "papers/chase", request)
    text = pdf_signs(str(letter))
    assert [
        word
        for word in ("催〔2020〕1号", "2020-10-2109:30", "政务微信群", "张某", "催报单·紫阳县人民政府")
        if word not in text
    ] == []


class TestRejectedStaysMissing:
    def test_a_unit_whose_only_paper_was_rejected_is_missing_and_its_paper_waits(self, town: Town) -> None:
        paper = town.file(UNIT, Q3, town.completed(UNIT, Q3, {"cells": {"Q06.3": "3.5"}}))
        path = next(Path(name) for name in paper["files"] if name.endswith(".xlsx"))
        from openpyxl import load_workbook

        book = load_workbook(path)
        for page in book:
            for row in page.iter_rows():
                if any(cell.value == "Q06.3" for cell in row):
                    next(cell for cell in row if isinstance(cell.value, int | float)).value = 99
        broken = town.root / "broken.xlsx"
        book.save(broken)
        town.settings(DUE)
        self.carried_over_as_missing(town)
        assert town.receive(broken, expect=1)[0]["decision"] == "rejected"
        assert sorted(todo(town)) == [("missing", UNIT), ("rejected", UNIT)], "what was carried over is back"
        status = town.status(Q3)
        assert UNIT in status["missing"]
        assert [(one["unit"], one["decision"]) for one in status["waiting"]] == [(UNIT, "rejected")]
        words = ("office", "status", "--data", town.office, "--period", Q3)
        assert "来件不能接收，尚未告知" in said_by(*words)[1]
        town.call("office", "receipt", "--unit", UNIT, "--data", town.office, "--out", town.out / "back")
        assert "来件不能接收，已告知" in said_by(*words)[1]
        assert todo(town) == [("missing", UNIT)], "told of it, the unit is asked for the return that is missing"
        files = town.call("office", "summary", "--data", town.office, "--period", Q3, "--out", town.out)["files"]
        assert "应报未报（来件不能接收，已告知）" in pdf_signs(next(one for one in files if one.endswith(".pdf")))
        kept = ("--data", town.office, "--out")
        came = town.call("office", "export", paper["digest"][:8], *kept, town.root / "refused")
        assert [Path(one).read_bytes() for one in came["files"]] == [broken.read_bytes()], "as it was received"
        town.receive(*paper["files"])
        assert town.status(Q3)["waiting"] == []
        good = town.call("office", "export", paper["digest"][:8], *kept, town.root / "good")
        assert broken.read_bytes() not in [Path(one).read_bytes() for one in good["files"]]
        own = hashlib.sha256(broken.read_bytes()).hexdigest()
        assert town.call("office", "export", own, *kept, town.root / "own")["files"], "by what the file itself is"

    def carried_over_as_missing(self, town: Town) -> None:
        words = ("office", "settle", "missing", "--period", Q3, "--unit", UNIT, "--data", town.office)
        assert town.call(*words, "--reason", "停电", expect=1)["error"]["code"] == "settle_not_chased"
        town.call("office", "chase", Q3, UNIT, "--log", "电话", "--data", town.office)
        assert town.call(*words, "--reason", " ", expect=1)["error"]["code"] == "settle_reason_missing"
        assert town.call(*words, "--reason", "同上", expect=1)["error"]["code"] == "reason_vague"
        assert todo(town) == [("missing", UNIT)], "a refused act changes nothing"
        assert town.call(*words, "--reason", "停电")["manner"] == "as_missing"
        assert todo(town) == []
        assert town.call(*words, "--reason", "停电", expect=1)["error"]["code"] == "no_such_matter"
        assert UNIT in town.status(Q3)["missing"], "the figures and the roster are as they were"


class TestWhatNeedsAPerson:
    def test_the_list_names_each_matter_and_goes_empty_of_it_when_it_is_done(self, town: Town) -> None:
        town.settings(DUE)

        def kinds(at: str) -> list[tuple[str, str | None]]:
            items = town.call("office", "todo", "--at", at, "--data", town.office)["items"]
            return [(one["kind"], one["unit"]) for one in items if one["unit"] in (UNIT, None)]

        assert kinds("2020-10-12T09:00") == []
        assert kinds("2020-10-13T23:59") == []
        assert kinds("2020-10-14T09:00") == [("due", None)], "one row for all of them, one working day before"
        assert kinds("2020-10-15T17:30") == [("due", None)]
        n = len(town.status(Q3)["missing"])
        for at, day in (("2020-10-14T09:00", "明天"), ("2020-10-15T09:00", "今天")):
            (row,) = town.call("office", "todo", "--at", at, "--data", town.office)["items"]
            assert f"　{day} 17:30 截止，未报 {n} 家" in row["text"], "said in words a day before and on it"
        assert kinds("2020-10-16T09:00") == [("missing", UNIT)]
        filed(town, UNIT, Q3, "2020-10-13T10:00", {"Q06.3": "3.5"})
        assert kinds("2020-10-16T09:00") == []
        chase = ("office", "chase", "--log", "电话", "--data", town.office)
        assert town.call(*chase, Q3, UNIT, expect=1)["error"]["code"] == "chase_filed"
        assert town.call(*chase, "2020-10", UNIT, expect=1)["error"]["code"] == "chase_not_owed"
        send_back(town, [{"item": "Q06.3", "text": "请核对"}], "2020-10-21T17:30", "2020-10-19T09:00")
        assert ("returned", UNIT) in kinds("2020-10-19T10:00")
        for at, words in (
            ("2020-10-19T10:00", "退〔2020〕1号），限 10-21 17:30 前重报"),
            ("2020-10-23T10:00", "逾期 2 个工作日未重报"),
        ):
            items = town.call("office", "todo", "--at", at, "--data", town.office)["items"]
            (returned,) = [one for one in items if one["kind"] == "returned"]
            assert words in returned["text"] and returned["since"].startswith("2020-10-19"), "since it was sent back"
        chased = town.call("office", "chase", Q3, UNIT, "--out", town.out / "chase", "--data", town.office)
        assert chased["units"] == [UNIT] and len(chased["files"]) == 2
        town.call("office", "chase", Q3, UNIT, "--log", "电话", "--data", town.office)
        town.call("office", "chase", Q3, UNIT, "--data", town.office, expect=2)
