"""What somebody who sets up an office is asked for."""

import json
from pathlib import Path

import openpyxl
import pytest

from forms.plan_book.files import write_book
from tests.flow.town import SECRET, said_by

CITY = Path(__file__).resolve().parents[2] / "plans" / "lincheng-2026"


def test_whoever_sets_up_an_office_is_asked_to_keep_its_root_on_a_stick(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANBAO_PASSPHRASE", SECRET)
    code, said, _ = said_by("office", "init", "--data", tmp_path / "office")
    assert code == 0 and "office backup --root" in said and "U盘" in said
    stick = tmp_path / "stick"
    stick.mkdir()
    _, again, error = said_by("office", "backup", "--data", tmp_path / "office", "--root", stick)
    assert list(stick.iterdir()) and "还没有备份" not in again, error


def test_a_plan_as_a_book_is_taken_wherever_its_folder_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANBAO_PASSPHRASE", SECRET)
    book, office = write_book(CITY, tmp_path / "方案.xlsx"), tmp_path / "office"
    here, there = (json.loads(said_by("plan", "check", source, "--json")[1]) for source in (CITY, book))
    assert here["plan"] | {"digest": ""} == there["plan"] | {"digest": ""}
    assert [one["message"] for one in there["looks"]][:2] == [one["message"] for one in here["looks"]][:2]
    said = json.loads(said_by("office", "init", "--plan", book, "--data", office, "--json")[1])
    assert said["plan"] == there["plan"]["digest"]
    edited = openpyxl.load_workbook(book)
    edited["单位"]["B4"] = "没有的类别"
    edited.save(book)
    for words in (("plan", "check", book), ("office", "plan", book, "--data", office)):
        code, out, error = said_by(*words)
        assert code == 1 and "单位" in out + error and "B4" in out + error and "UTF-8" not in out + error
