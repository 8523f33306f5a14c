"""Receipts: one file for each paper, at most two for one paper, four words, who gets which with which words."""

import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from forms.unit.open_paper import take_paper
from forms.wording.paper_texts import check_code
from tests.flow.town import Town
from tests.golden.pages import looks_as_before
from tests.pdf_text import pdf_signs

UNIT, Q3, AT = "M12", "2020Q3", "2020-10-14T09:00"


def receipts(town: Town, *words: object) -> tuple[list[Path], Path | None]:
    """Write what is due; return the papers and the list for the mails."""
    answer = town.call("office", "receipt", "--data", town.office, "--out", town.out / "receipts", "--at", AT, *words)
    return [Path(path) for path in answer["files"]], Path(answer["mailing"]) if answer["mailing"] else None


def said(town: Town, figure: str) -> dict[str, Any]:
    row = {"小区": "测试小区", "户数": "420", "达标": "是", "认定日期": "2020-08-31", "认定单位": "市城管局"}
    return town.completed(UNIT, Q3, {"cells": {"Q10.1": figure}, "registers": {"R09": [row]}})


def test_two_heads_have_two_receipts_and_each_is_opened_by_the_pc_that_made_the_revision(
    town: Town, request: pytest.FixtureRequest
) -> None:
    town.settings(f'[due]\n"{Q3}" = "2020-10-15T17:30"\n')
    town.call("office", "contact", "张某 0915-3210000", "--data", town.office, "--by", "王某")
    first = town.file(UNIT, Q3, said(town, "119"))
    town.receive(*first["files"], at="2020-10-13T10:00")
    (receipt,), mailing = receipts(town)
    text = pdf_signs(receipt)
    assert all(word in text for word in ("回〔2020〕1号", "张某0915-3210000", "按时报送", "收到", "已认可"))
    assert "审核结果另行告知" in text and "无需再报" not in text
    assert mailing is not None
    rows = list(openpyxl.load_workbook(mailing).active.values)
    assert rows[1][3:5] == ("回〔2020〕1号", receipt.name) and "市城管局" in rows[1][5] and rows[1][1] == "测试丙"

    second_pc = town.root / "second"
    shutil.copytree(town.unit_folder(UNIT), second_pc)
    here = town.file(UNIT, Q3, said(town, "120"), reason="甲机订正")
    there = town.file(UNIT, Q3, said(town, "150"), reason="乙机订正", folder=second_pc, out=town.out / "second")
    town.receive(*here["files"], *there["files"], at="2020-10-14T08:00")
    forks, _ = receipts(town)
    assert len(forks) == 2 and len({path.name for path in forks}) == 2
    assert not [path for path in forks if "无需" in pdf_signs(path) or "退回单" in path.name]
    for answer, folder in ((here, town.unit_folder(UNIT)), (there, second_pc)):
        (mine,) = [path for path in forks if answer["digest"][:6] in path.name]
        taken = take_paper(folder, mine.read_bytes(), unit=None, by="王某")
        assert (taken.kind, taken.period) == ("receipt", Q3) and taken.lines[0]
        assert taken.lines[1] == "☑收到　☑可读　☐已审核　☐已认可", "the four words of the paper, on one line"
        assert len(taken.lines) == 2
    (others,) = [path for path in forks if here["digest"][:6] in path.name]
    told = take_paper(second_pc, others.read_bytes(), unit=None, by="王某").lines[2]
    assert "第2版" in told and check_code(here["digest"])[:9] in told, "which of the two it is for, where it is not"
    assert receipts(town) == ([], None), "nobody is told the same twice"

    town.call(
        "office", "rule", UNIT, Q3, "--keep", here["digest"], "--reason", "甲机为准", "--by", "王某",
        "--checked-by", "李某", "--data", town.office,
    )  # fmt: skip
    (sheet,) = town.call("office", "decision", Q3, "--unit", UNIT, "--data", town.office, "--out", town.out)["files"]
    text = pdf_signs(Path(sheet))
    assert looks_as_before(Path(sheet), "office/decision", request)
    assert all(word in text for word in ("认定单", "认〔", "甲机为准", "王某", "李某", "待复核签字", "120", "150"))
    assert "城区居住小区生活垃圾分类达标率（%）" in text and "城区居住小区总数（个）" in text, "what is counted in what"
    assert "评价和数随之不同的指标" in text and "采用另一版本" in text
    assert all("".join(code.upper()) in text for code in (here["digest"][:4], there["digest"][:4]))
    settled, _ = receipts(town)
    kept = next(path for path in settled if here["digest"][:6] in path.name)
    lost = next(path for path in settled if there["digest"][:6] in path.name)
    assert "审核结果回执" in kept.name and "无需再报" in pdf_signs(kept)
    instead = f"以校验码为{''.join(check_code(here['digest']).split())}的一版为准"
    assert instead in pdf_signs(lost) and "认定不采用" in pdf_signs(lost), "nothing newer came: somebody ruled"
    assert "收到新的一版" not in pdf_signs(lost) and "无需" not in pdf_signs(lost) and "没有需要" not in pdf_signs(lost)
    assert receipts(town, "--approved") == ([], None), "at most two for one paper"


def test_a_reviewed_paper_is_told_so_once_and_a_file_that_was_altered_has_its_own_paper(town: Town) -> None:
    filed = town.file(UNIT, Q3, said(town, "119"))
    book = openpyxl.load_workbook(filed["files"][1])
    cell = next(
        one for page in book for row in page.iter_rows() for one in row if one.value == 119 or one.value == "119"
    )
    cell.value = 190
    altered = town.root / "被改动.xlsx"
    book.save(altered)
    town.receive(*filed["files"], at="2020-10-13T10:00")
    (item,) = town.receive(altered, at="2020-10-13T11:00", expect=1)
    assert item["decision"] == "rejected"
    papers, _ = receipts(town)
    kinds = {path.name.split("_")[4] for path in papers}
    assert kinds == {"回执", "退回单"} and len(papers) == 2
    log = town.call("office", "check", "--data", town.office, "--log")["log"]
    assert [one["why"] for one in log if one["kind"] == "receipt"] == ["编号回〔2020〕1号、退〔2020〕1号，共2份"]
    refused = pdf_signs(next(path for path in papers if "退回单" in path.name))
    assert "退〔2020〕1号" in refused and "未能接收" in refused
    (result,), _ = receipts(town, "--approved", "--unit", UNIT)  # what was told before is not written again
    assert "审核结果回执" in result.name and "已经审核认可" in pdf_signs(result)
    assert receipts(town, "--approved") == receipts(town) == ([], None)
    scan = town.root / "盖章.png"
    scan.write_bytes(b"\x89PNG\r\n" + b"0" * 100)
    code = f"{filed['digest'][:4]} {filed['digest'][4:8]} {filed['digest'][8:12]}".upper()
    words = ("office", "stamp", code, "--data", town.office, "--scan", scan, "--day")
    assert town.call(*words, "2199-01-01", expect=1)["error"]["code"] == "stamped_future"
    assert town.call(*words, "2020-10-16", "--copies", "2", "--shelf", "A柜")["unit"] == UNIT
    (line,) = town.call("office", "papers", UNIT, Q3, "--data", town.office)["papers"]
    assert line["stamped"] is True
    (kept,) = town.call("office", "archive", "--data", town.office, "--unit", UNIT, "--out", town.out)["files"]
    (own,) = town.call("unit", "archive", "--data", town.unit_folder(UNIT), "--period", Q3, "--out", town.out)["files"]
    for folder, path in ((town.office, kept), (town.unit_folder(UNIT), own)):
        command = "office" if folder == town.office else "unit"
        log = town.call(command, "check" if command == "office" else "check-store", "--data", folder, "--log")["log"]
        assert [one["why"] for one in log if one["kind"] == "archive"] == [f"归档为{Path(path).name}"]
    for path, wanted in ((kept, ("/报表/", "/回执/", "/未予接收的来件/", "/盖章件/")), (own, ("/报表/", "修改历史"))):
        names = zipfile.ZipFile(path).namelist()
        assert [word for word in wanted if not any(word in name for name in names)] == []
        (item,) = town.call("verify", path)["items"]
        assert (item["kind"], item["differences"]) == ("archive", [])
    held = zipfile.ZipFile(kept)
    (record,) = [held.read(name).decode() for name in held.namelist() if "接收和处理记录" in name]
    lines = [line.split("　")[1:3] for line in record.splitlines()[2:]]
    assert "accepted" not in record and "同一份报表的另一种文件" in record, "in words; two forms are no copies"
    assert {line[0].partition("，")[0].partition(" ")[0] for line in lines} >= {
        "来件",
        "登记密钥",
        "登记盖章件",
        "发出",
    }
