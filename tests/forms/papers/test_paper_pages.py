"""Small papers: the first page tells what it is, that its name does not matter, and what to do next."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest

from forms.papers import pages as paper_pages
from forms.papers.receipt_pages import ReceiptText, receipt_pages
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from tests.golden.pages import looks_as_before
from tests.pdf_text import pdf_signs, pdf_text

NAME = "安康市恒口示范区（试验区）管理委员会"
CODE = "1A2B 3C4D 5E6F 7A8B"
AT = datetime(2020, 9, 20, 9, 0, tzinfo=PLAN_ZONE)
DIGEST = "0123456789abcdef" * 4


def pack() -> bytes:
    """Return a pack's pages."""
    return paper_pages.pack_pages(
        plan_title="安康市2020年低碳城市试点工作方案", doc_no="安政办发〔2020〕21号", office="市低碳办", code=CODE,
        due=[("2020年第三季度（1—9月）", "2020-10-15 17:30")], plan_version="1.0.0", settings_version=3,
        issued=AT, units=[NAME, "紫阳县人民政府"],
    )  # fmt: skip


def request_paper() -> bytes:
    """Return a request's page."""
    return paper_pages.request_pages(NAME, "安康市2020年低碳城市试点工作方案", CODE, AT)


def certificate() -> bytes:
    """Return a certificate's page."""
    return paper_pages.certificate_pages(NAME, "安康市2020年低碳城市试点工作方案", CODE, AT)


def receipt(decision: str = "returned", count: int = 3) -> bytes:
    """Return a receipt's pages."""
    return receipt_pages(ReceiptText(
        unit=NAME, period="2020年第三季度（1—9月）", revision=2, decision=say(f"papers.decision.{decision.replace('approved', 'accepted')}"),
        registered="2020-10-14 10:02", digest=DIGEST, back=decision in ("returned", "rejected"), next_step=decision,
        issued=AT, reasons=[(f"第{n}处", f"请核对第{n}项数据。") for n in range(count)],
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("make", "name"), [(pack, "任务包"), (request_paper, "登记申请"), (certificate, "登记证"), (receipt, "退回单")]
)
def test_page_one_says_what_it_is_how_to_open_it_and_what_to_do(make: Callable[[], bytes], name: str) -> None:
    first = pdf_text(make(), "-layout").split("\f")[0]
    assert name in first
    assert "请用碳报打开，改名不影响" in first
    assert "请这样做" in first
    assert "严禁录入国家秘密" in first
    assert NAME in first.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("make", [pack, request_paper, certificate, receipt])
def test_the_same_texts_give_the_same_bytes(make: Callable[[], bytes]) -> None:
    assert make() == make()


def test_a_request_looks_as_it_did(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(request_paper())
    assert looks_as_before(paper, "papers/request", request)


@pytest.mark.parametrize("make", [pack, request_paper, certificate])
def test_the_code_to_compare_can_be_read_out(make: Callable[[], bytes]) -> None:
    assert CODE in pdf_text(make(), "-layout")


@pytest.mark.parametrize("make", [pack, request_paper, certificate, receipt])
def test_the_properties_of_a_paper_say_when_it_was_made(make: Callable[[], bytes]) -> None:
    told = pypdfium2.PdfDocument(make()).get_metadata_dict()
    assert told["CreationDate"] == told["ModDate"] == "D:20200920090000+08'00'"


def test_a_pack_without_due_times_says_they_are_not_set() -> None:
    content = paper_pages.pack_pages(
        plan_title="方案", doc_no="", office="市低碳办", code=CODE, due=[], plan_version="1.0.0", settings_version=0,
        issued=AT, units=[],
    )  # fmt: skip
    assert "截止时间尚未设定" in pdf_text(content, "-layout")


def test_every_reason_of_a_receipt_is_printed_however_many() -> None:
    text = pdf_text(receipt(count=300), "-layout")
    assert [n for n in range(300) if f"请核对第{n}项数据。" not in text] == []


DECISIONS = ("accepted", "superseded", "duplicate", "returned", "rejected", "held", "fork", "approved")


@pytest.mark.parametrize("decision", DECISIONS)
def test_each_decision_tells_the_unit_its_own_next_step(decision: str) -> None:
    text = pdf_text(receipt(decision), "-layout")
    assert say(f"papers.receipt.next.{decision}")[:14] in text
    assert ("退回单" in text) == (decision in ("returned", "rejected"))


def test_a_request_its_old_key_signed_says_that_nobody_telephones(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    pages = paper_pages.request_pages(NAME, "安康市2020年低碳城市试点工作方案", CODE, AT, renewal=True)
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(pages)
    assert looks_as_before(paper, "papers/renewal", request)
    text = pdf_signs(pages, "-layout")
    assert "旧密钥已为新密钥签名" in text and "盖章后报送" not in text
