"""What happens to a paper on its way, and what the office and anybody else then says of it."""

import os
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from forms.guards import worker
from forms.guards.worker import Limits, shared_worker
from forms.papers.pages import request_pages
from forms.papers.paper import PaperKind, open_paper, seal_paper
from forms.seals.keys import keys
from models.basics.errors import AppError
from models.basics.messages import sentence
from models.basics.period import PLAN_ZONE
from models.workspace.office_workspace import OfficeWorkspace
from tests.flow.town import Town, messages, said_by
from tests.forms.guards.bombs import BOMBS
from tests.forms.seals.pdf.pdf_changes import countersigned
from tests.libreoffice import converted

Q3 = "2020Q3"
WOODS = {"Q06.1": "1.20", "Q06.2": "0", "Q06.3": "3.5", "Q06.4": "2.1", "Q06.5": "0.05", "Q06.7": "5.15"}


@pytest.fixture
def papers(town: Town) -> tuple[Path, Path]:
    """PDF and workbook of a return."""
    pdf, book = town.file("610924", Q3, town.completed("610924", Q3, {"cells": WOODS}))["files"]
    return Path(pdf), Path(book)


def verified(town: Town, path: Path, expect: int) -> Any:
    return town.call("verify", path, expect=expect)["items"][0]


def test_a_changed_figure_is_named_with_both_values_and_rejected(town: Town, papers: tuple[Path, Path]) -> None:
    book = load_workbook(papers[1])
    places = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value == 5.15]
    for cell in places:
        cell.value = 6.15
    book.save(papers[1])
    found = verified(town, papers[1], expect=1)
    assert {"item": "Q06.7", "signed": "5.15", "now": "6.15"} in found["differences"]
    assert found["seals"]["data"] == "broken"
    (received,) = town.receive(papers[1], expect=1)
    assert received["decision"] == "rejected"
    assert "5.15" in messages(received) and "6.15" in messages(received)
    assert town.status(Q3)["received"] == 0


def test_with_the_pack_names_and_pages_are_compared_too(town: Town, papers: tuple[Path, Path]) -> None:
    pack = next(town.out.glob("任务包*.pdf"))
    document, book = town.call("verify", *papers, "--plan", pack)["items"]
    assert (document["pages"], document["cells"], book["pages"], book["cells"]) == ("equal", "equal", None, "equal")
    assert {one["properties"]["chain"] for one in (document, book)} == {"yes"}, "its office is who is trusted"
    document, book = town.call("verify", *papers)["items"]
    assert (document["pages"], document["cells"]) == ("not_compared", "not_compared")
    assert {one["properties"]["chain"] for one in (document, book)} == {"not_compared"}


def test_a_pack_is_trusted_by_its_code_and_only_beside_a_root_of_its_own_office(
    town: Town, papers: tuple[Path, Path], tmp_path: Path
) -> None:
    pack, ours = next(town.out.glob("任务包*.pdf")), town.office / "office_root.pem"
    code = town.call("verify", papers[0], "--trust", ours)["trust"]["code"]
    for words in (("--plan", pack), ("--plan", pack, "--trust", ours)):
        assert town.call("verify", papers[0], *words)["trust"]["code"] == code
        assert code in said_by("verify", papers[0], *words)[1], "whose it is only this tells, so it is shown"
    other = tmp_path / "other.pem"
    other.write_bytes(keys.certificate_pem(keys.make_root("某市办").certificate))
    (seen,) = town.call("verify", papers[0], "--trust", other)["items"]
    assert (seen["properties"]["chain"], seen["seals"]["data"]) == ("no", "untrusted") and "证明不了" in seen["message"]
    assert town.call("verify", papers[0])["trust"] is None
    refused = town.call("verify", papers[0], "--plan", pack, "--trust", other, expect=1)
    assert refused["error"]["code"] == "pack_of_other_root"


def test_a_request_is_proven_by_its_code_and_refused_when_it_is_not_its_own(town: Town, tmp_path: Path) -> None:
    pack, sent = next(town.out.glob("任务包*.pdf")), town.request(town.unit_folder("610924"))
    for words in ((), ("--plan", pack)):
        (seen,) = town.call("verify", sent["file"], *words)["items"]
        assert sent["code"] in seen["message"] and "证明不了" not in seen["message"] and seen["kind"] == "request"
    facts, at = dict(open_paper(Path(sent["file"]).read_bytes()).facts), datetime(2020, 10, 9, 9, tzinfo=PLAN_ZONE)
    key = keys.new_key()
    stranger = keys.Signer(key, keys.self_signed(key, "610924", "石泉县"))
    drawn = request_pages(unit_name="石泉县", plan_title="方案", code="", at=at)
    false = tmp_path / "false.pdf"
    false.write_bytes(seal_paper(PaperKind.REQUEST, drawn, facts, stranger, at))
    (seen,) = town.call("verify", false, expect=1)["items"]
    assert seen["kind"] == "request" and seen["message"] == sentence(AppError("request_not_its_own"))


def test_one_name_or_file_never_stops_the_batch(town: Town, papers: tuple[Path, Path], tmp_path: Path) -> None:
    folder = tmp_path / "收到"
    folder.mkdir()
    odd = os.fsdecode("石泉县报表.pdf".encode("gbk"))
    (folder / odd).write_bytes(BOMBS["a_ladder_of_form_fields"]())
    (folder / "z.pdf").write_bytes(papers[0].read_bytes())
    answers = town.call("office", "receive", folder, "--data", town.office, "--channel", "邮箱", expect=1)["items"]
    assert [one["decision"] for one in answers] == ["accepted", "rejected"]
    assert Path(answers[1]["file"]).name == "石泉县报表.pdf" and answers[1]["seals"]["document"] == "broken"


def test_a_file_that_was_not_read_to_its_end_is_kept_and_tried_again(
    town: Town, papers: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    shared_worker().close()  # nobody waits here until a new one has started
    with monkeypatch.context() as hurried:
        hurried.setattr(shared_worker(), "limits", Limits(wall=0))
        hurried.setattr(worker, "_STEP", 0)
        (unread,) = town.receive(papers[1], expect=1)
    assert unread["decision"] == "unread" and "再试" in messages(unread)
    (matter,) = [one for one in town.call("office", "todo", "--data", town.office)["items"] if one["kind"] == "unread"]
    assert papers[1].name in matter["text"]
    again = ("office", "again", matter["digest"][:10], "--data", town.office, "--at", "2031-10-16T09:00")
    (read,) = town.call(*again)["items"]
    assert read["decision"] == "accepted" and town.status(Q3)["received"] == 1
    with OfficeWorkspace.open(town.office) as office:
        last = office.store.receptions()[-1]
    assert f"{last.received_at:%F}" == "2031-10-16" > f"{last.registered_at:%F}", "it counts from when it came"
    assert "unread" not in {one["kind"] for one in town.call("office", "todo", "--data", town.office)["items"]}
    refused = town.call("office", "again", matter["digest"], "--data", town.office, expect=1)
    assert refused["error"]["code"] == "no_such_digest"


def test_saved_again_by_another_program_it_is_accepted(town: Town, papers: tuple[Path, Path], tmp_path: Path) -> None:
    by_openpyxl = tmp_path / "另存.xlsx"
    load_workbook(papers[1]).save(by_openpyxl)
    (by_libreoffice,) = converted("xlsx", tmp_path / "lo", papers[1])
    for path in (by_openpyxl, by_libreoffice):
        found = verified(town, path, expect=0)
        assert (found["seals"]["data"], found["seals"]["workbook"]) == ("valid", "resaved")
        (received,) = town.sister_office().receive(path)
        assert received["decision"] == "accepted" and received["seals"]["workbook"] == "resaved"


def test_a_changed_pdf_is_rejected_and_a_countersigned_one_accepted(town: Town, papers: tuple[Path, Path]) -> None:
    whole = papers[0].read_bytes()
    sealed = papers[0].with_name("加盖电子印章.pdf")
    sealed.write_bytes(countersigned(whole))
    assert verified(town, sealed, expect=0)["seals"]["document"] == "countersigned"
    (received,) = town.receive(sealed)
    assert (received["decision"], received["seals"]["document"]) == ("accepted", "countersigned")
    place = whole.index(b"stream") + 40
    papers[0].write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    assert verified(town, papers[0], expect=1)["seals"]["document"] == "broken"
    (received,) = town.receive(papers[0], expect=1)
    assert received["decision"] == "rejected"


def test_a_printed_pdf_is_told_apart_and_asked_for_again(town: Town, papers: tuple[Path, Path], tmp_path: Path) -> None:
    printed = tmp_path / "打印.pdf"
    subprocess.run(["pdftocairo", "-pdf", str(papers[0]), str(printed)], check=True, capture_output=True)
    (received,) = town.receive(printed, expect=1)
    assert received["decision"] == "rejected" and "请发原件" in messages(received)


def test_a_name_says_nothing(town: Town, papers: tuple[Path, Path], tmp_path: Path) -> None:
    odd = tmp_path / "610902_汉滨区_2020Q2_第9版(1).dat"
    odd.write_bytes(papers[0].read_bytes())
    (received,) = town.receive(odd)
    assert (received["unit"], received["period"], received["decision"]) == ("610924", Q3, "accepted")
