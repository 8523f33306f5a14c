"""A paper that a careless program sealed although its checks fail: returned, answered with queries, corrected, accepted."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from forms.papers.paper import PaperKind, seal_paper
from forms.papers.receipt_pages import ReceiptText, receipt_pages
from forms.seals.keys import keys
from models.basics.period import PLAN_ZONE
from models.checks.run import run_checks
from models.ledger.queries import QueryStep, asking_receipt, queries_of
from models.returns.returns import parse_return
from models.workspace.unit_workspace import UnitWorkspace
from tests.flow.town import SECRET, Town

UNIT, Q3 = "M12", "2020Q3"


def papers(town: Town, said: dict[str, Any], **more: Any) -> Any:
    return town.file(UNIT, Q3, said, **more)


@pytest.fixture
def good(town: Town) -> dict[str, Any]:
    row = {"小区": "测试小区", "户数": "420", "达标": "是", "认定日期": "2020-08-31", "认定单位": "市城管局"}
    return town.completed(UNIT, Q3, {"cells": {"Q10.1": "119"}, "registers": {"R09": [row]}})


def test_a_return_with_an_error_is_sent_back_and_its_queries_sit_on_the_cells(
    town: Town, good: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = good | {"cells": good["cells"] | {"Q10.1": ""}}
    with monkeypatch.context() as patch:
        patch.setattr("forms.unit.filing.ready", run_checks)
        first = papers(town, bad)
    (item,) = town.receive(*first["files"])
    assert item["decision"] == "returned"
    assert {(r["check"], r["item"]) for r in item["reasons"]} == {("CK-A04", "Q10.1")}
    assert town.status(Q3)["returned"] == [UNIT]
    (receipt,) = town.call("office", "receipt", "--data", town.office, "--out", town.out)["files"]
    town.call("unit", "open", receipt, "--data", town.unit_folder(UNIT))

    with UnitWorkspace.open(town.unit_folder(UNIT)) as workspace:
        asking = asking_receipt(workspace.receipts(Q3), workspace.store.returns.heads(Q3))
        assert asking is not None
        filed = parse_return(workspace.store.returns.filed(Q3)[0].content)
        (query,) = queries_of(asking, filed, workspace.sheet(Q3))
        assert (query.remark.at, query.step) == ("Q10.1", QueryStep.OPEN)

    second = papers(town, good, reason="按退回意见补填户数")
    with UnitWorkspace.open(town.unit_folder(UNIT)) as workspace:
        (query,) = queries_of(asking, filed, workspace.sheet(Q3))
        assert query.step is QueryStep.CHANGED
        assert asking_receipt(workspace.receipts(Q3), workspace.store.returns.heads(Q3)) is None, (
            "a new revision settles it"
        )
    (item,) = town.receive(*second["files"])
    assert (item["decision"], item["revision"]) == ("accepted", 2)
    status = town.status(Q3)
    assert (status["returned"], status["received"]) == ([], 1)


def test_the_receipt_of_an_accepted_paper_asks_nothing(town: Town, good: dict[str, Any]) -> None:
    town.receive(*papers(town, good)["files"])
    (receipt,) = town.call("office", "receipt", "--data", town.office, "--out", town.out)["files"]
    town.call("unit", "open", receipt, "--data", town.unit_folder(UNIT))
    town.call("unit", "open", receipt, "--data", town.unit_folder(UNIT))  # twice is harmless
    with UnitWorkspace.open(town.unit_folder(UNIT)) as workspace:
        (one,) = workspace.receipts(Q3)
        assert one.revision == 1 and asking_receipt((one,), workspace.store.returns.heads(Q3)) is None


def test_a_receipt_of_another_unit_is_refused(town: Town, good: dict[str, Any]) -> None:
    town.receive(*papers(town, good)["files"])
    (receipt,) = town.call("office", "receipt", "--data", town.office, "--out", town.out)["files"]
    said = town.call("unit", "open", receipt, "--data", town.unit_folder("610924"), expect=1)
    assert "市城管局" in said["error"]["message"] or UNIT in said["error"]["message"]


def test_a_receipt_that_cannot_be_read_back_is_refused_and_the_desk_still_opens(town: Town, tmp_path: Path) -> None:
    """Sealed by the office, but by a program that writes it otherwise."""
    facts = {
        "form": "tanbao-receipt-2",
        "unit": UNIT,
        "period": Q3,
        "digest": "0" * 64,
        "decision": "praised",
        "reasons": [],
    }
    pages = receipt_pages(
        ReceiptText(unit="市城管局", period=Q3, revision=1, back=True, decision="退回", registered="", digest="0" * 64)
    )
    signer = keys.load_signer(town.office / "working.p12", SECRET)
    path = tmp_path / "回执.pdf"
    path.write_bytes(
        seal_paper(PaperKind.RECEIPT, pages, facts, signer, datetime(2020, 10, 20, 9, 0, tzinfo=PLAN_ZONE))
    )
    said = town.call("unit", "open", path, "--data", town.unit_folder(UNIT), expect=1)
    assert said["error"]["code"] == "paper_unknown"
    with UnitWorkspace.open(town.unit_folder(UNIT)) as workspace:
        assert workspace.receipts(Q3) == ()
