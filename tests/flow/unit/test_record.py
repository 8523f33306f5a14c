"""The past can be proven: a byte changed behind the program is named before anything is summed up or issued."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from forms.office.intake import receive
from forms.page.geometry import Foot
from forms.page.page import build, paragraph
from models.basics.period import PLAN_ZONE
from models.workspace.office_workspace import OfficeWorkspace
from tests.altered import alter
from tests.flow.town import Town, said_by

Q3, UNIT = "2020Q3", "610924"
HIGHER = "UPDATE papers SET content = CAST(replace(CAST(content AS TEXT), '1.65', '99.65') AS BLOB)"


@pytest.fixture
def received(town: Town) -> Town:
    """A town whose office has a return and has answered it."""
    town.receive(*town.file(UNIT, Q3, town.completed(UNIT, Q3, {"cells": {"Q06.1": "1.65"}}))["files"])
    town.call("office", "receipt", "--data", town.office, "--out", town.out / "receipts")
    return town


def test_an_altered_paper_is_named_and_nothing_is_counted_with_it(received: Town) -> None:
    town = received
    (receipt,) = (town.out / "receipts").glob("*_回执_??????.pdf")
    log = town.call("office", "check", receipt, "--data", town.office, "--log")
    assert log["sound"] and log["heads"][0]["holds"]
    kinds = [row["kind"] for row in log["log"]]
    assert (kinds[0], kinds[-2:]) == ("found", ["receive", "receipt"]) and "write" not in kinds
    assert "启用" in log["log"][0]["why"], "founded, with which plan"
    book, pages = map(
        Path, town.call("office", "summary", "--data", town.office, "--period", Q3, "--out", town.out)["files"]
    )
    printed = town.call("office", "check", pages, book, "--data", town.office)["heads"]
    assert [(one["holds"], one["head"]) for one in printed] == [(True, log["head"])] * 2, "nobody seals a summary"
    refused = town.call("office", "check", town.sent[UNIT][1], "--data", town.office, expect=1)["error"]["code"]
    assert refused == "no_head_inside"
    assert "None" not in {text for row in log["log"] for text in row["about"].values()}, (
        "what is not known is left blank"
    )
    assert alter(town.office, HIGHER)
    for words in (
        ("summary", "--period", Q3, "--out", town.out / "sum"), ("status", "--period", Q3),
        ("receipt", "--out", town.out / "receipts"),
    ):  # fmt: skip
        told = town.call("office", *words, "--data", town.office, expect=1)["error"]
        assert (told["code"], "收到的报表“紫阳县人民政府　2020年第三季度" in told["message"]) == ("record_broken", True)
    told = town.call("office", "check", "--data", town.office, expect=1)
    (gap,) = told["gaps"]
    assert gap["what"] == "papers" and "第1版”：与第" in gap["words"] and "件（接收，" in gap["words"]
    handed = ("office", "handover", "--data", town.office, "--out", town.out / "handed", "--to", "李四")
    assert town.call(*handed, expect=1)["error"]["code"] == "record_broken"
    assert not (town.out / "handed").exists() or not list((town.out / "handed").iterdir())
    digest = town.call("office", "papers", "--data", town.office)["papers"][0]["digest"]
    export = ("export", digest, "--out", town.out / "export")
    for words in (("papers",), ("contact", "0915-1"), ("duties", "--out", town.out / "duties", "--unit", UNIT), export):
        told = town.call("office", *words, "--data", town.office)
        assert (told["altered"], gap["words"] in told["notice"]) == (1, True), "it goes on, and says so"
    assert {path.read_bytes() for path in (town.out / "export").iterdir()} == {
        path.read_bytes() for path in received.sent[UNIT]
    }
    alter(town.office, "UPDATE forms SET content = CAST(content || x'00' AS BLOB)")
    assert town.call("office", *export, "--data", town.office, expect=1)["error"]["code"] == "kept_altered"


def test_a_past_that_is_rewritten_whole_is_found_by_a_receipt_from_outside(received: Town) -> None:
    town = received
    (receipt,) = (town.out / "receipts").glob("*_回执_??????.pdf")
    printed = town.call("office", "check", receipt, "--data", town.office)["heads"][0]["head"]
    number = printed.split(" ")[0]
    assert alter(town.office, "UPDATE acts SET hash = ? WHERE number = ?", "f" * 64, int(number))
    told = town.call("office", "check", receipt, "--head", printed, "--data", town.office, expect=1)
    assert [one["holds"] for one in told["heads"]] == [False, False]


def test_papers_with_the_earlier_word_for_the_code_of_the_record_are_compared(received: Town) -> None:
    town = received
    head = town.call("office", "check", "--data", town.office)["head"]
    pages, book, unknown = (town.root / name for name in ("pages.pdf", "book.xlsx", "unknown.pdf"))
    pages.write_bytes(build([paragraph(f"台账码 {head}")], Foot("汇总表"), "汇总表", made=None))
    unknown.write_bytes(build([paragraph(f"文号 {head}")], Foot("汇总表"), "汇总表", made=None))
    summary = openpyxl.Workbook()
    summary.worksheets[0]["A9"] = f"台账码 {head}"
    summary.save(book)
    told = town.call("office", "check", pages, book, "--data", town.office)["heads"]
    assert [(one["holds"], one["head"]) for one in told] == [(True, head)] * 2
    assert town.call("office", "check", unknown, "--data", town.office, expect=1)["error"]["code"] == "no_head_inside"


def test_a_units_record_is_checked_too(received: Town) -> None:
    folder = received.unit_folder(UNIT)
    told = received.call("unit", "check-store", "--data", folder, "--log")
    assert told["sound"] and [row["kind"] for row in told["log"]][-1] == "file"
    assert "write" not in {row["kind"] for row in told["log"]}
    alter(folder, "UPDATE returns SET content = CAST(CAST(content AS TEXT) || ' ' AS BLOB)")
    assert received.call("unit", "check-store", "--data", folder, expect=1)["gaps"]
    code, _, told = said_by("unit", "check", "--data", folder, "--period", Q3)
    assert code == 1 and "可能被别的程序改动过" in told, "the refusal comes of it"
    handed = ("unit", "handover", "--data", folder, "--out", received.out / "handed", "--to", "李四")
    assert received.call(*handed, expect=1)["error"]["code"] == "record_broken"


def test_a_unit_that_lost_its_disk_goes_on_from_a_backup_after_opening_its_own_last_return(town: Town) -> None:
    folder, stick = town.unit_folder(UNIT), town.root / "stick"
    backup = town.call("unit", "backup", "--data", folder, "--out", stick)["backup"]
    said = town.completed(UNIT, Q3, {})
    filed = town.file(UNIT, Q3, said)
    for path in folder.iterdir():
        if path.is_file():
            path.unlink()
    told = town.call("unit", "restore", backup, "--data", folder)
    assert told["acts"] > 0 and told["lacking"] == []  # nothing is left that could tell
    changed = {**said, "cells": {**said["cells"], "Q06.1": "1.66"}}
    refused = town.file(UNIT, Q3, changed, reason="订正", expect=1)["error"]["code"]
    assert refused == "restore_unconfirmed"
    town.call("unit", "open", filed["files"][0], "--data", folder)
    assert town.file(UNIT, Q3, changed, reason="订正")["revision"] == 2


def test_an_office_says_what_its_backup_lacks(received: Town) -> None:
    town = received
    town.call("office", "backup", "--data", town.office)
    town.settings('[due]\n"2020Q3" = "2020-10-15T17:30"\n')
    told = town.call("office", "restore", "--data", town.office, "--by", "王某")
    assert [row["kind"] for row in told["lacking"]] == ["set"]
    pack = ("office", "pack", "--data", town.office, "--out", town.out / "again")
    assert town.call(*pack, expect=1)["error"]["code"] == "restore_unconfirmed"
    town.call("office", "confirm", "--data", town.office)
    assert town.call(*pack)["files"]


def test_verify_says_each_property_by_itself(received: Town) -> None:
    (book,) = [path for path in received.sent[UNIT] if path.suffix == ".xlsx"]
    (pdf,) = [path for path in received.sent[UNIT] if path.suffix == ".pdf"]
    changed = received.root / "changed.pdf"
    changed.write_bytes(pdf.read_bytes().replace(b"/ByteRange", b"/ByteRangf", 1))
    root = received.office / "office_root.pem"
    first = received.call("verify", book, "--trust", root)["items"][0]["properties"]
    assert {name: first[name] for name in ("present", "intact", "covers", "chain", "signer", "clock")} == dict.fromkeys(
        ("present", "intact", "covers", "chain", "signer", "clock"), "yes"
    )
    assert {first[name] for name in ("registered", "revoked", "pages", "cells")} == {"not_compared"}
    assert received.call("verify", pdf)["items"][0]["properties"]["chain"] == "not_compared"  # nobody's root was given
    broken = received.call("verify", changed, expect=1)["items"][0]
    assert not broken.get("properties") or broken["properties"]["intact"] == "no"


def test_a_paper_sealed_after_it_was_here_is_taken_with_a_hint(received: Town) -> None:
    (book,) = [path for path in received.sent[UNIT] if path.suffix == ".xlsx"]
    at = datetime(2020, 10, 12, 9, 0, tzinfo=PLAN_ZONE)
    with OfficeWorkspace.open(received.office) as office:
        (odd,) = receive(office, [book], at=at, now=at, channel="邮件", by="王某")
        (good,) = receive(office, [book], at=at, now=datetime.now(PLAN_ZONE), channel="邮件", by="王某")
    assert [one.message[:4] for one in odd.reasons if one.check == "clock"] == ["签署时间"]
    assert not [one for one in good.reasons if one.check == "clock"]
    assert odd.decision == good.decision, "a clock decides nothing"
