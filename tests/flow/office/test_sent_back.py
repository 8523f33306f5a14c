"""A return sent back by hand: never late by that alone, and what cannot be sent back is refused whole."""

from pathlib import Path

import pytest

from tests.flow.office.figures.test_office_figures import DUE, Q3, UNIT, filed
from tests.flow.office.figures.test_waiting import send_back
from tests.flow.town import Town, said_by
from tests.golden.pages import looks_as_before
from tests.pdf_text import pdf_signs


class TestSentBackByHand:
    def test_the_next_revision_is_in_time_by_its_deadline_and_late_after_it(
        self, town: Town, request: pytest.FixtureRequest
    ) -> None:
        town.settings(DUE)
        assert filed(town, UNIT, Q3, "2020-10-13T10:00", {"Q06.3": "3.5"})["decision"] == "accepted"
        said = [{"item": "Q06.3", "text": "与林业台账不符，请核对"}]
        done = send_back(town, said, "2020-10-21T17:30", "2020-10-19T09:00")
        assert looks_as_before(Path(done["files"][0]), "papers/sent-back", request)
        assert done["number"] == "退〔2020〕1号"
        assert "退回单" in Path(done["files"][0]).name
        status = town.status(Q3)
        assert (status["returned"], status["received"]) == ([UNIT], 0)
        until = {"times": 1, "until": "2020-10-21T17:30:00+08:00"}
        assert status["sent_back"] == {UNIT: until}, "until when it is waited for is told while it is"
        assert [(one["unit"], one["decision"]) for one in status["waiting"]] == [(UNIT, "returned")]
        other = town.sister_office()
        opened = town.call("unit", "open", done["files"][0], "--data", town.unit_folder(UNIT))
        assert opened
        second = town.file(UNIT, Q3, town.completed(UNIT, Q3, {"cells": {"Q06.3": "3.6"}}), reason="按退回单订正")
        town.receive(*second["files"], at="2020-10-20T10:00")
        in_time = town.status(Q3)
        assert (in_time["late"], in_time["waiting"]) == ([], [])
        assert in_time["sent_back"] == {UNIT: until}
        (again,) = other.receive(*second["files"], at="2020-10-22T10:00")
        (told,) = [one["message"] for one in again["reasons"] if one["check"] == "CK-S08"]
        assert "截止 2020-10-15 17:30；退回后限2020-10-21 17:30" in told, "the working day is counted from there"
        late = other.status(Q3)
        assert (late["late"], late["lateness"][0]["working_days"]) == ([UNIT], 1)
        assert late["lateness"][0]["until"] == "2020-10-21T17:30:00+08:00"
        assert late["lateness"][0]["due"] == "2020-10-15T17:30:00+08:00", "what was set first stays beside it"
        said_now = said_by("office", "status", "--data", other.office, "--period", Q3)[1]
        assert "紫阳县人民政府（迟 1 个工作日）" in said_now
        assert "紫阳县人民政府（退回 1 次，订正时限 2020-10-21 17:30）" in said_now
        paper = other.call("office", "receipt", "--unit", UNIT, "--data", other.office, "--out", other.out / "r")
        printed = "".join(pdf_signs(one) for one in paper["files"] if one.endswith(".pdf"))
        wanted = ("2020-10-1517:30", "退回1次，订正时限2020-10-2117:30", "迟报1个工作日")
        assert [one for one in wanted if one not in printed] == []

    def test_an_earlier_revision_is_never_sent_back_in_the_place_of_the_one_that_was(self, town: Town) -> None:
        """Asked for once more, as after a crash whose answer nobody saw, the same 退回单 is written again."""
        for day, figure in (("2020-10-13T10:00", "3.5"), ("2020-10-14T10:00", "3.6")):
            said = town.completed(UNIT, Q3, {"cells": {"Q06.3": figure}})
            paper = town.file(UNIT, Q3, said, reason="" if figure == "3.5" else "漏报")
            town.receive(*paper["files"], at=day)
        items = [{"item": "Q06.3", "text": "与林业台账不符，请核对"}]
        first = send_back(town, items, "2020-10-21T17:30", "2020-10-19T09:00")
        again = send_back(town, items, "2020-10-21T17:30", "2020-10-19T09:05")
        assert (again["number"], again["revision"], again["files"]) == (first["number"], 2, first["files"])
        other = [{"item": "Q06.3", "text": "还有一处也请核对"}]
        refused = send_back(town, other, "2020-10-21T17:30", "2020-10-19T09:10", expect=1)
        assert refused["error"]["code"] == "already_sent_back" and "第2版" in refused["error"]["message"]
        status = town.status(Q3)
        assert (status["received"], status["returned"]) == (1, []), "the first revision counts on"

    def test_what_cannot_be_sent_back_is_refused_whole(self, town: Town) -> None:
        said = [{"item": "Q06.3", "text": "请核对"}]
        send_back(town, said, "2020-10-21T17:30", "2020-10-19T09:00", expect=1)  # nothing has come
        filed(town, UNIT, Q3, "2020-10-13T10:00", {})
        for items, until in (
            ([], "2020-10-21T17:30"),
            ([{"item": "Q99.1", "text": "请核对"}], "2020-10-21T17:30"),
            ([{"item": "Q06.3", "text": " "}], "2020-10-21T17:30"),
            ([{"item": "Q06.3", "text": "aaaa"}], "2020-10-21T17:30"),
            (said, "2020-10-18T17:30"),
        ):
            send_back(town, items, until, "2020-10-19T09:00", expect=1)
        assert town.status(Q3)["received"] == 1
        assert not (town.out / "back").exists()
