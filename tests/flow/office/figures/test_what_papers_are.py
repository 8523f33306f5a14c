"""What `verify` calls the papers of an office: a 退回单 is no 回执, and what is issued without a seal is told for what it is."""

import json
import zipfile
from hashlib import sha256
from pathlib import Path

from tests.flow.office.figures.test_office_figures import UNIT, filed
from tests.flow.test_cases import Q3, forest
from tests.flow.town import Town, said_by


def test_a_paper_that_sends_back_is_called_as_its_page_calls_it(town: Town) -> None:
    filed(town, UNIT, Q3, "2020-10-13T10:00", forest("6"))
    receipt = town.call("office", "receipt", "--data", town.office, "--out", town.out / "receipts")["files"]
    items = town.root / "items.json"
    items.write_text(json.dumps([{"item": None, "text": "请核实造林面积"}]), "utf-8")
    words = ("office", "return", UNIT, Q3, "--items", items, "--until", "2030-10-19T17:30", "--data", town.office)
    back = town.call(*words, "--out", town.out / "back")["files"]
    for paper, name in ((receipt[0], "回执"), (back[0], "退回单")):
        code, told, _ = said_by("verify", paper)
        assert code == 0 and told.splitlines()[1].startswith(f"{name}　")
        assert town.call("verify", paper)["items"][0]["kind"] == "receipt"
    refused = said_by("office", "enrol", back[0], "--data", town.office, "--out", town.out)[2]
    assert "退回单" in refused and "回执" not in refused


def test_what_is_issued_without_a_seal_is_told_for_what_it_is_and_can_be_compared(town: Town) -> None:
    filed(town, UNIT, Q3, "2020-10-13T10:00", forest("6"))
    issued = town.call("office", "issue", Q3, "--data", town.office, "--out", town.out / "issued")["files"]
    assert {Path(one).suffix for one in issued} == {".xlsx", ".pdf", ".docx"} and len(issued) == 5
    chased = town.call("office", "chase", Q3, "610921", "--data", town.office, "--out", town.out / "asked")["files"]
    (archive,) = town.call("office", "archive", "--period", Q3, "--data", town.office, "--out", town.out / "all")[
        "files"
    ]
    with zipfile.ZipFile(archive) as kept:
        listed = {sha256(kept.read(name)).hexdigest() for name in kept.namelist()}
    papers = {**dict.fromkeys(issued, ("issued", "印发文件（2020Q3，第 1 号）"))}
    papers[next(one for one in chased if one.endswith(".pdf"))] = ("chase", "催报单")
    for paper, (kind, name) in papers.items():
        (item,) = town.call("verify", paper, expect=1)["items"]
        digest = sha256(Path(paper).read_bytes()).hexdigest()
        assert (item["kind"], item["digest"], item["seals"]["document"]) == (kind, digest, "absent"), paper
        assert name in item["message"] and digest in item["message"] and "不含数据" not in item["message"]
        assert kind == "chase" or digest in listed, "the archive has it"
        (came,) = town.receive(paper, expect=1)
        assert came["decision"] == "rejected" and name in came["reasons"][0]["message"]
    plain = town.call("office", "summary", "--period", Q3, "--data", town.office, "--out", town.out / "view")["files"]
    assert town.call("verify", *plain, expect=1)["items"][0]["kind"] is None, "a view of today was not issued"
