"""What a person can do wrong: one plain Chinese sentence, its exit code, and nothing changed."""

import hashlib
import json
import os
import resource
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from models.plan.load import SHIPPED, plan_files
from tests.flow.town import COVER, SECRET, Town
from ui.cli.run import run

ROOT = Path(__file__).resolve().parents[3]
UNIT, Q3 = "610924", "2020Q3"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096)
WRONG_PAPERS: dict[str, bytes] = {
    "空.pdf": b"",
    "旧.xls": OLE,
    "表.et": OLE,
    "包.rar": b"Rar!\x1a\x07\x01\x00" + bytes(400),
    "包.7z": b"7z\xbc\xaf\x27\x1c" + bytes(400),
    "版式.ofd": b"",  # made below: a zip with OFD.xml
    "图.jpg": b"\xff\xd8\xff\xe0" + bytes(400),
    "话.txt": "今年报表见附件".encode("gb18030"),
    "坏.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 8,
    "坏.xlsx": b"PK\x03\x04" + bytes(400),
}


def zipped(path: Path, *names: str) -> bytes:
    with zipfile.ZipFile(path, "w") as package:
        for name in names:
            package.writestr(name, b"<x/>")
    return path.read_bytes()


def contents(folder: Path) -> dict[str, str]:
    """Everything a folder says: every table of its store, and its other files."""
    found = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.name.endswith((".lock", "-wal", "-shm")):
            continue
        if path.suffix == ".db":
            with sqlite3.connect(path) as db:
                found[path.name] = "\n".join(line for line in db.iterdump())
        else:
            found[str(path.relative_to(folder))] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def refusal(capsys: pytest.CaptureFixture[str], code: int, *words: object) -> str:
    """Run a command that must fail so; its one sentence."""
    capsys.readouterr()
    assert run([str(word) for word in words]) == code, words
    said = capsys.readouterr()
    lines = [line for line in said.err.splitlines() if "/" not in line or "正在" not in line]
    assert said.out == "" and len(lines) == 1, said
    assert "Traceback" not in lines[0] and "{" not in lines[0]
    assert any("\u4e00" <= sign <= "\u9fff" for sign in lines[0]), lines[0]
    return lines[0]


def sheet_file(town: Town, **parts: object) -> Path:
    path = town.root / "said.json"
    path.write_text(json.dumps({"cover": COVER, **parts}, ensure_ascii=False), "utf-8")
    return path


def said(town: Town, text: str) -> Path:
    path = town.root / "said.json"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("name", WRONG_PAPERS)
def test_what_is_no_paper_is_refused_by_both_desks(
    town: Town, capsys: pytest.CaptureFixture[str], name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(zipped(tmp_path / "z", "OFD.xml") if name.endswith("ofd") else WRONG_PAPERS[name])
    unit = contents(town.unit_folder(UNIT))
    refusal(capsys, 1, "unit", "open", path, "--data", town.unit_folder(UNIT))
    assert contents(town.unit_folder(UNIT)) == unit
    (item,) = town.receive(path, expect=1)
    assert item["decision"] == "rejected" and len(item["reasons"]) == 1 and item["reasons"][0]["message"]
    (told,) = town.call("verify", path, expect=1)["items"]
    assert told["message"] and told["kind"] is None


SHEETS: dict[str, tuple[Callable[[Town], Path], str]] = {
    "not json": (lambda t: said(t, "{'cells': 1}"), "JSON"),
    "the same cell twice": (lambda t: said(t, '{"cells": {"Q06.1": "1", "Q06.1": "2"}}'), "Q06.1"),
    "half a sign": (lambda t: said(t, '{"cover": {"填表人": "甲\\ud800"}}'), "残缺"),
    "deep nesting": (lambda t: said(t, "[" * 100_000), ""),
    "an unknown part": (lambda t: sheet_file(t, cels={}), "cels"),
    "an item of others": (lambda t: sheet_file(t, cells={"Q12.1": "5"}), "Q12.1"),
    "an item of nobody": (lambda t: sheet_file(t, cells={"Q99.1": "5"}), "Q99.1"),
    "an unknown state": (lambda t: sheet_file(t, cells={"Q06.1": {"state": "maybe"}}), "maybe"),
    "a register of others": (lambda t: sheet_file(t, registers={"R02": [{"号牌号码": "陕G00001"}]}), "R02"),
    "an unknown column": (lambda t: sheet_file(t, registers={"R08": [{"颜色": "红"}]}), "颜色"),
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_wrong_sheet_is_refused_and_not_kept(town: Town, capsys: pytest.CaptureFixture[str], name: str) -> None:
    make, named = SHEETS[name]
    folder, before = town.unit_folder(UNIT), contents(town.unit_folder(UNIT))
    for verb, more in (("check", ()), ("file", ("--out", town.out))):
        sentence = refusal(capsys, 1, "unit", verb, "--data", folder, "--period", Q3, "--from", make(town), *more)
        assert named in sentence
    assert contents(folder) == before


def test_what_cannot_be_read_as_a_figure_stays_as_it_was_typed(town: Town) -> None:
    answer = town.check(UNIT, Q3, {"cells": {"Q06.1": "1E+9999", "Q06.3": "9" * 400, "Q06.4": "12,34", "Q06.5": "NaN"}})
    cells = answer["cells"]
    assert {cells[at]["value"] for at in ("Q06.1", "Q06.3", "Q06.4", "Q06.5")} == {None}
    assert cells["Q06.1"]["raw"] == "1E+9999" and answer["can_file"] is False


def test_wrong_words_in_the_right_place(town: Town, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    unit, office, nothing = town.unit_folder(UNIT), town.office, tmp_path / "nothing"
    pack = next(town.out.glob("任务包*.pdf"))
    before = contents(unit), contents(office)
    cases: list[tuple[int, tuple[object, ...]]] = [
        (1, ("unit", "check", "--data", unit, "--period", "2020Q9")),
        (1, ("unit", "check", "--data", unit, "--period", "../../etc")),
        (1, ("unit", "check", "--data", office, "--period", Q3)),
        (1, ("unit", "check", "--data", nothing, "--period", Q3)),
        (2, ("unit", "open", pack, "--data", nothing)),
        (1, ("unit", "open", pack, "--data", nothing, "--unit", "某某县")),
        (1, ("unit", "open", pack, "--data", unit, "--unit", "610902")),
        (1, ("unit", "open", pack, "--data", office, "--unit", UNIT)),
        (1, ("office", "status", "--data", unit, "--period", Q3)),
        (1, ("office", "status", "--data", office, "--period", "2019Q3")),
        (1, ("office", "status", "--data", office, "--period", Q3, "--plan", "XY-2020")),
        (1, ("office", "pack", "--data", office, "--plan", "XY-2020", "--out", nothing)),
        (1, ("office", "init", "--data", office)),
        (1, ("office", "restore", tmp_path / "没有.db", "--data", office)),
        (1, ("unit", "takeover", tmp_path / "没有.zip", "--data", nothing)),
        (1, ("fonts", "--role", "仿宋", "--file", tmp_path / "没有.ttf")),
        (1, ("plan", "from-xlsx", tmp_path / "没有.xlsx", "--out", nothing)),
        (1, ("office", "receive", tmp_path / "没有.pdf", "--data", office)),
        (1, ("office", "rule", "--data", office, UNIT, Q3, "--keep", "abc", "--reason", "试验")),
        (1, ("office", "adjudicate", "--data", office, Q3, "Q99", "98.38", "--reason", "试验", "--document", "1")),
        (1, ("office", "adjudicate", "--data", office, Q3, "Q06", "很多", "--reason", "试验", "--document", "1")),
        (1, ("office", "revoke", "--data", office, UNIT, "--key", "0" * 64, "--reason", "试验")),
        (1, ("office", "enrol", pack, "--data", office, "--out", town.out)),
    ]
    for code, words in cases:
        sentence = refusal(capsys, code, *words)
        assert sentence, words
        assert "没有." not in str(words) or "找不到" in sentence, words
    assert (contents(unit), contents(office)) == before
    assert not nothing.exists()
    assert run(["office", "receive", str(pack), "--data", str(office), "--at", "昨天下午"]) == 2
    assert "昨天下午" in capsys.readouterr().err
    assert run(["unit", "fly"]) == 2 and run(["office", "status"]) == 2


def test_a_wrong_passphrase_seals_nothing(
    town: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = town.completed(UNIT, Q3, {"cells": {"Q06.1": "1.20"}})
    path, before = sheet_file(town, **sheet), contents(town.unit_folder(UNIT))
    monkeypatch.setenv("TANBAO_PASSPHRASE", "Wrong-Horse-13")
    words = ("unit", "file", "--data", town.unit_folder(UNIT), "--period", Q3, "--from", path, "--out", town.out / "no")
    said = refusal(capsys, 1, *words)
    assert "口令不对" in said and "换新密钥" in said and "汇总单位" not in said and "封存" not in said
    assert not list((town.out / "no").glob("*")) and contents(town.unit_folder(UNIT))["unit.p12"] == before["unit.p12"]
    assert 'INSERT INTO "returns"' not in contents(town.unit_folder(UNIT))["tanbao.db"]
    town.settings('[due]\n"2020Q3" = "2020-10-16T17:30"\n')
    said = refusal(capsys, 1, "office", "pack", "--data", town.office, "--out", town.out / "no")
    assert "口令不对" in said and "封存" in said and "填报单位" not in said, "what an office can do, and only that"
    monkeypatch.delenv("TANBAO_PASSPHRASE")
    refusal(capsys, 1, *words)


def test_settings_that_do_not_fit_are_refused_whole(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(town.office)
    for text in (
        '[due]\n"2020Q9" = "2020-10-15T17:30"\n', '[due]\n"2020Q3" = "十月十五"\n', "[parameters]\nyoy = 5\n",
        '[parameters]\nyoy_limit = "很多"\n', '[overlap.Q06]\n"610902" = "separate"\n', "[[[", '[parameters.land_area]\n"X" = "1"\n',
        '[due]\n"2020Q3" = "2020-10-15T17:30"\n[parametres]\na = "1"\n',
    ):  # fmt: skip
        path = town.root / "settings.toml"
        path.write_text(text, "utf-8")
        assert run(["office", "set", str(path), "--data", str(town.office)]) == 1, text
        said = capsys.readouterr()
        assert said.out == "" and "Traceback" not in said.err and said.err.strip(), text
    assert contents(town.office) == before


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_a_text_in_another_encoding_is_refused_in_one_sentence(
    encoding: str, town: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(town.office)
    path = town.root / "设置.toml"
    path.write_bytes('[due]\n"2020Q3" = "2020-10-15T17:30" # 截止时间\n'.encode(encoding))
    assert "UTF-8" in refusal(capsys, 1, "office", "set", path, "--data", town.office)
    monkeypatch.delenv("TANBAO_PASSPHRASE", raising=False)
    words = ("unit", "request", "--data", town.unit_folder(UNIT), "--out", town.out / "no", "--passphrase-file", path)
    assert "UTF-8" in refusal(capsys, 1, *words)
    path = town.root / "数据.json"
    path.write_bytes('{"cells": {"Q06.1": "紫阳县五百亩"}}'.encode(encoding))
    words = ("unit", "check", "--data", town.unit_folder(UNIT), "--period", Q3, "--from", path)
    assert "UTF-8" in refusal(capsys, 1, *words)
    assert contents(town.office) == before


def test_a_plan_with_mistakes_names_them_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, content in plan_files(SHIPPED).items():
        (tmp_path / name).write_bytes(content)
    items = (tmp_path / "items.toml").read_text("utf-8")
    (tmp_path / "items.toml").write_text(
        items.replace('measure = "亿元"', 'measure = "亿圆"', 1).replace('indicator = "Q06"', 'indicator = "Q66"', 1),
        "utf-8",
    )
    assert run(["plan", "check", str(tmp_path), "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert {"亿圆", "Q66"} <= {word for word in ("亿圆", "Q66") if any(word in p["message"] for p in problems)}
    assert all(problem["file"] == "items.toml" and problem["path"] for problem in problems[:2])
    assert run(["office", "init", "--data", str(tmp_path / "office"), "--plan", str(tmp_path)]) == 1
    assert not (tmp_path / "office" / "tanbao.db").exists()


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, 64 * 1024))
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def test_a_full_disk_ends_in_one_sentence_and_loses_nothing(town: Town) -> None:
    """Files that may not grow beyond 64 KB stand for a full disk: writing fails in the middle."""
    path = sheet_file(town, **town.completed(UNIT, Q3, {"cells": {"Q06.1": "1.20"}}))
    before = contents(town.unit_folder(UNIT))
    words = [
        sys.executable,
        "main.py",
        "unit",
        "file",
        "--data",
        town.unit_folder(UNIT),
        "--period",
        Q3,
        "--from",
        path,
    ]
    done = subprocess.run(
        [*map(str, words), "--out", str(town.out / "full")], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "TANBAO_PASSPHRASE": SECRET}, preexec_fn=_limited,
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert str(town.out / "full" / UNIT) in done.stderr, "which file; a full disk itself names none"
    assert "Traceback" not in done.stderr and len([one for one in done.stderr.splitlines() if "正在" not in one]) == 1
    assert not list((town.out / "full").glob("*")), "nothing half written stays behind"
    after = contents(town.unit_folder(UNIT))
    assert after["unit.p12"] == before["unit.p12"] and 'INSERT INTO "returns"' not in after["tanbao.db"]
    town.file(UNIT, Q3, json.loads(path.read_text("utf-8")))


def test_a_second_program_on_the_same_folder_is_told_so(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    from models.workspace.unit_workspace import UnitWorkspace

    with UnitWorkspace.open(town.unit_folder(UNIT)):
        words = [sys.executable, "main.py", "unit", "check", "--data", str(town.unit_folder(UNIT)), "--period", Q3]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode in (1, 3) and "Traceback" not in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_hostile_name_writes_nowhere_else(town: Town, tmp_path: Path) -> None:
    path = tmp_path / "..%2f..%2fetc%2fpasswd；rm -rf.pdf"
    path.write_bytes(b"%PDF-1.4 nothing")
    town.receive(path, expect=1)
    assert {p.name for p in town.root.iterdir()} <= {"office", "out", "units", "said.json"}


def test_every_sentence_says_first_what_is_wrong_with_which_thing(town: Town, tmp_path: Path) -> None:
    """A place that has no name left a colon, or a blank, at the beginning; a request was called a return."""
    rules, folder, other = tmp_path / "rules.toml", tmp_path / "plan", tmp_path / "other.txt"
    rules.write_text('nope = "1"\n', "utf-8")
    folder.mkdir()
    empty = tmp_path / "empty"
    empty.mkdir()
    (folder / "x.toml").write_text('[parameters]\nnope = "1"\n', "utf-8")
    other.write_text("他件", "utf-8")
    here = ("--data", town.office)
    told = {
        "评分办法：不认识“nope”": ("office", "score-rules", rules),
        "没有使用：plan：缺少 [plan]，不知道是什么方案；x.toml": ("office", "plan", folder),
        "没有使用：这里没有方案文件": ("office", "plan", empty),
        "不是登记申请": ("office", "enrol", other, "--out", town.out),
    }
    for said, words in told.items():
        found = town.call(*words, *here, expect=1)["error"]["message"]
        assert said in found, (words, found)
