"""Evidence from the clerk's disk to the office's status: attached, sealed, sent, matched — in any order."""

import hashlib
import itertools
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.flow.test_cases import ANSWERS, Q3, pasted
from tests.flow.town import Town
from ui.cli.run import run

UNIT = "610902"
PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40
BIG = b"\x89PNG\r\n" + os.urandom(3 << 20)
BIGGER = b"%PDF-1.4\n" + os.urandom(3 << 20)


@pytest.fixture
def desk(town: Town) -> Path:
    """A folder with files of a clerk."""
    folder = town.root / "clerk"
    folder.mkdir()
    (folder / "造林验收表.jpg").write_bytes(PHOTO)
    (folder / "名单.txt").write_text("甲\n乙\n", "utf-8")
    (folder / "大图.png").write_bytes(BIG)
    (folder / "大件.pdf").write_bytes(BIGGER)
    return folder


def attach(town: Town, to: str, *files: Path, expect: int = 0, unit: str = UNIT) -> Any:
    return town.call(
        "unit", "attach", "--data", town.unit_folder(unit), "--period", Q3, "--to", to, *files, expect=expect
    )


def stored(town: Town, *words: object, expect: int = 0) -> Any:
    return town.call("unit", "attach", "--data", town.unit_folder(UNIT), "--period", Q3, *words, expect=expect)


def refused(town: Town, path: Path) -> Any:
    """Receive a file that must be rejected."""
    (item,) = town.receive(path, expect=1)
    assert item["decision"] == "rejected"
    return item


def filed(town: Town, reason: str = "", **more: Any) -> Any:
    return town.file(UNIT, Q3, pasted(town, explanations=ANSWERS, **more), reason=reason)


def named(answer: Any, ending: str) -> Path:
    return next(Path(path) for path in answer["files"] if path.endswith(ending))


def test_small_evidence_travels_in_the_pdf_and_is_whole_at_the_office(town: Town, desk: Path, tmp_path: Path) -> None:
    attach(town, "T06", desk / "造林验收表.jpg")
    said = attach(town, "CK-A17@Q11.1", desk / "名单.txt", desk / "造林验收表.jpg")
    assert (len(said["files"]), said["inside"]) == (3, True)
    assert {one["place"] for one in said["files"]} == {"T06.佐证编号", "CK-A17@Q11.1"}
    answer = filed(town)
    assert [Path(path).suffix for path in answer["files"]] == [".pdf", ".xlsx"]
    assert answer["evidence"]["listed"] == 2
    pdf, xlsx = named(answer, ".pdf"), named(answer, ".xlsx")
    found = town.call("verify", pdf)["items"][0]
    assert (found["seals"]["document"], found["seals"]["data"]) == ("valid", "valid")
    assert [(one["name"], one["present"]) for one in found["evidence"]["files"]] == [
        ("名单.txt", True), ("造林验收表.jpg", True)
    ]  # fmt: skip
    assert town.call("verify", xlsx)["items"][0]["evidence"]["missing"] == ["名单.txt", "造林验收表.jpg"]
    (item,) = town.receive(pdf, xlsx)
    assert (item["decision"], item["seals"]["document"]) == ("accepted", "valid")
    assert item["evidence"]["listed"] == item["evidence"]["present"] == 2
    assert town.status(Q3)["evidence_missing"] == []
    if shutil.which("pdfsig"):
        words = subprocess.run(["pdfsig", pdf], capture_output=True, text=True, check=False, env={"LANG": "C"}).stdout
        assert "Signature is Valid." in words and "Total document signed" in words
        subprocess.run(["pdfdetach", "-saveall", "-o", tmp_path, pdf], check=True)
        assert hashlib.sha256(PHOTO).digest() in {
            hashlib.sha256(path.read_bytes()).digest() for path in tmp_path.iterdir() if path.is_file()
        }


def test_over_the_limit_a_zip_goes_beside_and_its_absence_is_a_state(town: Town, desk: Path) -> None:
    said = attach(town, "T06", desk / "大图.png", desk / "大件.pdf")
    assert said["inside"] is False
    assert "6.0 MB" in said["message"] and "5.0 MB" in said["message"]
    answer = filed(town)
    pdf, bundle = named(answer, ".pdf"), named(answer, "_佐证.zip")
    assert zipfile.ZipFile(bundle).namelist() == ["大件.pdf", "大图.png"]
    (item,) = town.receive(pdf)
    assert item["decision"] == "accepted"
    assert item["evidence"]["missing"] == ["大件.pdf", "大图.png"]
    assert "缺佐证" in item["evidence"]["message"]
    assert town.status(Q3)["evidence_missing"] == [UNIT]
    renamed = bundle.rename(bundle.with_name("附件.bin"))
    (item,) = town.receive(renamed)
    assert (item["kind"], item["decision"], item["digest"]) == ("evidence", "accepted", answer["digest"])
    assert item["evidence"] == {"listed": 2, "present": 2, "missing": [], "message": item["evidence"]["message"]}
    assert town.status(Q3)["evidence_missing"] == []


def test_in_one_batch_the_zip_is_no_event_of_its_own(town: Town, desk: Path) -> None:
    attach(town, "T06", desk / "大图.png", desk / "大件.pdf")
    answer = filed(town)
    (item,) = town.receive(*reversed(answer["files"]))
    assert item["decision"] == "accepted"
    assert sorted(Path(path).suffix for path in (item["file"], *item["also"])) == [".pdf", ".xlsx", ".zip"]
    assert item["evidence"]["present"] == 2


def test_any_order_of_arrival_ends_in_the_same_state(town: Town, desk: Path) -> None:
    attach(town, "T06", desk / "大图.png", desk / "大件.pdf")
    first = filed(town)
    again = town.call("unit", "file", "--data", town.unit_folder(UNIT), "--period", Q3, "--out", town.out)
    assert (again["reissued"], again["digest"]) == (True, first["digest"])
    attach_again = {"evidence": {"T06.佐证编号": ["大图.png", "大件.pdf"], "封面": ["名单.txt"]}}
    said = town.root / f"{UNIT}.json"
    for name in ("大图.png", "大件.pdf", "名单.txt"):
        shutil.copy(desk / name, said.parent / name)
    second = filed(town, "补充佐证", **attach_again)
    assert second["revision"] == 2
    papers = [named(first, ".pdf"), named(second, ".pdf"), named(second, "_佐证.zip")]
    plain = town.root / "再压缩.zip"  # as a clerk packs it anew, without our mark
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(desk / "大图.png", "图/大图 副本.png")
    outcomes = set()
    for order in list(itertools.permutations([*papers, plain]))[::3]:  # every file comes first, and last
        office = town.sister_office()
        for path in order:
            run(["office", "receive", str(path), "--data", str(office.office), "--json"])  # a zip too early is rejected
        items = office.receive(*papers[:2])
        outcomes.add(json.dumps([item["evidence"] for item in items], ensure_ascii=False))
        assert office.status(Q3)["evidence_missing"] == []
    assert len(outcomes) == 1
    assert [one["present"] for one in json.loads(outcomes.pop())] == [2, 3]


def test_a_zip_before_its_return_waits_and_says_so(town: Town, desk: Path) -> None:
    attach(town, "T06", desk / "大图.png", desk / "大件.pdf")
    answer = filed(town)
    (item,) = town.receive(named(answer, "_佐证.zip"))
    assert (item["kind"], item["decision"]) == ("evidence", "held")
    assert "先收报表" in item["reasons"][0]["message"]
    (item,) = town.receive(named(answer, ".xlsx"))
    assert item["evidence"]["missing"] == []


def test_a_single_file_that_a_return_lists_is_taken_too(town: Town, desk: Path) -> None:
    attach(town, "T06", desk / "造林验收表.jpg")
    answer = filed(town)
    refused(town, desk / "造林验收表.jpg")
    (item,) = town.receive(named(answer, ".xlsx"))  # the xlsx carries no file, but it came before and was kept
    assert item["evidence"]["missing"] == []
    (item,) = town.receive(desk / "造林验收表.jpg")
    assert (item["kind"], item["decision"]) == ("evidence", "accepted")


def test_what_a_zip_holds_beyond_the_list_is_told_and_not_kept(town: Town, desk: Path) -> None:
    attach(town, "T06", desk / "大图.png", desk / "大件.pdf")
    answer = filed(town)
    town.receive(named(answer, ".pdf"))
    bundle = named(answer, "_佐证.zip")
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr("../../../越界.txt", "x")
        archive.writestr("C:\\windows\\run.exe", b"MZ\0\0")
    (item,) = town.receive(bundle)
    assert item["decision"] == "accepted"
    words = item["reasons"][-1]["message"]
    assert "越界.txt" in words and ".." not in words and "run.exe" in words
    assert not [path for path in town.root.rglob("越界.txt")]


def test_hostile_zips_change_nothing_and_are_refused_in_words(town: Town, desk: Path) -> None:
    bomb, junk, torn = (town.root / name for name in ("bomb.zip", "junk.zip", "torn.zip"))
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(64 << 20))
    with zipfile.ZipFile(junk, "w") as archive:
        archive.writestr("无关.txt", "x")
    torn.write_bytes(bomb.read_bytes()[:-30])
    for path in (bomb, junk, torn):
        words = refused(town, path)["reasons"][0]["message"]
        assert "压缩" in words or "解压" in words


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("空.pdf", b"", "空文件"), ("程序.exe", b"MZ\0", "程序"), ("照片.jpg", b"MZ\x90\0\x03\0", "程序"),
        ("表.xlsm", b"PK\x03\x04", "程序"), ("照片\u202egpj.exe", b"x", "程序"), ("脚本.js", b"1", "程序"),
    ],
)  # fmt: skip
def test_what_must_not_be_attached_is_refused_in_words(
    town: Town, desk: Path, name: str, content: bytes, word: str
) -> None:
    (desk / name).write_bytes(content)
    said = attach(town, "T06", desk / "名单.txt", desk / name, expect=1)
    assert word in said["error"]["message"]
    assert stored(town, "--list")["files"] == []


def test_links_folders_and_strange_places_are_refused(town: Town, desk: Path) -> None:
    (desk / "链接.txt").symlink_to(desk / "名单.txt")
    assert "链接" in attach(town, "T06", desk / "链接.txt", expect=1)["error"]["message"]
    assert "文件夹" in attach(town, "T06", desk, expect=1)["error"]["message"]
    assert "找不到" in attach(town, "T06", desk / "没有.txt", expect=1)["error"]["message"]
    for place in ("T14", "R02[陕G00001|大型汽车]", "Q99.1", "CK-A17@Q99.1"):
        assert place.partition("@")[2] or place in attach(town, place, desk / "名单.txt", expect=1)["error"]["message"]
    huge = desk / "录像.mp4"
    with huge.open("wb") as stream:
        stream.truncate(201 << 20)
    assert "201 MB" in attach(town, "T06", huge, expect=1)["error"]["message"]


def test_a_file_is_taken_away_until_the_return_is_filed(town: Town, desk: Path) -> None:
    sha = attach(town, "T06", desk / "名单.txt")["files"][0]["sha256"]
    stored(town, "--remove", "0" * 64, expect=1)
    assert stored(town, "--remove", sha)["files"] == []
    attach(town, "T06", desk / "名单.txt")
    filed(town)
    assert "period_filed" in stored(town, "--remove", sha, expect=1)["error"]["code"]
    assert len(stored(town, "--list")["files"]) == 1


def test_the_stamped_scan_is_kept_with_its_return(town: Town, desk: Path) -> None:
    words: list[object] = ["unit", "stamp", "--data", town.unit_folder(UNIT), "--period", Q3]
    assert town.call(*words, desk / "造林验收表.jpg", expect=1)["error"]["code"] == "scan_too_soon"
    answer = filed(town)
    assert town.call(*words, desk / "名单.txt", expect=1)["error"]["code"] == "scan_kind"
    said = town.call(*words, desk / "造林验收表.jpg", "--signed", "2020-10-13")
    assert (said["digest"], said["scans"][0]["signed"]) == (answer["digest"], "2020-10-13")


def test_a_new_pc_takes_the_evidence_back_from_the_units_own_return(town: Town, desk: Path) -> None:
    attach(town, "T06", desk / "造林验收表.jpg")
    answer = filed(town)
    fresh = town.open_unit(UNIT, town.pack(), town.root / "fresh")
    town.call("unit", "open", named(answer, ".pdf"), "--data", fresh)
    kept = town.call("unit", "attach", "--data", fresh, "--period", Q3, "--list")
    assert [(one["name"], one["place"]) for one in kept["files"]] == [("造林验收表.jpg", "封面")]


def test_evidence_alone_is_a_new_revision(town: Town, desk: Path) -> None:
    first = filed(town)
    again = town.file(UNIT, Q3, pasted(town, explanations=ANSWERS), reason="无改动")
    assert (again["reissued"], again["revision"], again["digest"]) == (True, 1, first["digest"])
    shutil.copy(desk / "名单.txt", town.root / "名单.txt")
    second = filed(town, "补充佐证", evidence={"T06": ["名单.txt"]})
    assert (second["revision"], second["digest"] != first["digest"]) == (2, True)
    bad = town.file(UNIT, Q3, pasted(town, evidence={"T06": ["../名单.txt"]}), reason="改名单", expect=1)
    assert bad["error"]["code"] == "evidence_input"
