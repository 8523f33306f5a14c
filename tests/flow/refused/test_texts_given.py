"""Texts that options and files give the office's and the unit's acts: taken as one reads them, or refused with an end."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flow.refused.test_wrong_input import contents
from tests.flow.town import SECRET, Town, said_by

UNIT, Q3 = "610924", "2020Q3"
LONG, RARE = "核实" * 5000, "㙍𠅤"


def _acts(town: Town, digest: str, text: str) -> Iterator[tuple[str, int, tuple[object, ...]]]:
    """Yield what a field is called, its limit, and a command that gives it a text."""
    out = ("--out", town.root / "texts")
    figure = ("adjudicate", Q3, "Q06", "5.3", "--reason", "核实后认定")
    yield "经办人", 100, ("contact", "0915-3210000", "--by", text)
    yield "经办人", 100, ("receipt", *out, "--by", text)
    yield "经办人", 100, (*figure, "--document", "安发1号", "--checked-by", "乙某", "--by", text)
    yield "复核人", 100, (*figure, "--document", "安发1号", "--by", "甲某", "--checked-by", text)
    yield "依据的文件", 100, (*figure, "--document", text, "--by", "甲某", "--checked-by", "乙某")
    yield "依据的文件", 100, ("set", town.root / "due.toml", "--document", text)
    yield "依据的文件", 100, ("rename", UNIT, "紫阳市", "--since", "2021-01-01", "--document", text)
    yield "存放处", 100, ("stamp", digest, "--day", "2020-10-14", "--shelf", text)
    yield "接收人", 100, ("handover", *out, "--to", text)
    yield (
        "退回事项",
        1000,
        ("return", UNIT, Q3, "--items", town.root / "items.json", "--until", "2030-10-19T17:30", *out),
    )


@pytest.fixture
def filed(town: Town) -> str:
    answer = town.file(UNIT, Q3, town.completed(UNIT, Q3, {"cells": {"Q06.1": "5.2"}}))
    town.receive(*answer["files"])
    (town.root / "due.toml").write_text('[due]\n"2020Q3" = "2020-10-15T17:30"\n', "utf-8")
    return str(answer["digest"])


def _written(town: Town, text: str) -> None:
    (town.root / "items.json").write_text(json.dumps([{"item": "Q06.1", "text": text}]), "utf-8")


def test_a_text_without_an_end_is_refused_by_its_name_and_limit(town: Town, filed: str) -> None:
    """A name of 100,000 signs went into the record and onto every receipt."""
    _written(town, LONG)
    before = contents(town.office)
    for name, most, words in _acts(town, filed, LONG):
        told = town.call("office", *words, "--data", town.office, expect=1)["error"]["message"]
        assert f"“{name}”有 {len(LONG)} 个字，最多 {most} 个" in told, words
    assert contents(town.office) == before and not list((town.root / "texts").glob("*"))


def test_a_name_is_one_line_without_what_nobody_sees(town: Town, filed: str) -> None:
    said_by("office", "contact", "0915-3210000", "--by", f"{RARE}\x1b[31m三\n（代\u202e）", "--data", town.office)
    (act,) = [
        one for one in town.call("office", "check", "--log", "--data", town.office)["log"] if "3210000" in one["why"]
    ]
    assert act["by"] == f"{RARE}[31m三 （代）"


def test_an_office_and_its_founder_have_names_of_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANBAO_PASSPHRASE", SECRET)
    town = Town(tmp_path)
    for words, name, most in ((("--name", LONG), "汇总单位名称", 60), (("--by", LONG), "经办人", 100)):
        told = town.call("office", "init", "--data", town.office, *words, expect=1)["error"]["message"]
        assert f"“{name}”有 {len(LONG)} 个字，最多 {most} 个" in told
        assert not town.office.exists() or not list(town.office.glob("*.pem"))
    town.call("office", "init", "--data", town.office, "--name", f"{RARE}县\n办公室\u202e")
    assert town.call("unit", "open", town.pack(), "--data", tmp_path / "unit", "--unit", UNIT)["kind"] == "pack"


def test_what_a_sheet_says_in_words_has_an_end(town: Town) -> None:
    """A note and an explanation had none, and a list stood in a cell as Python writes it."""
    sheet = town.completed(UNIT, Q3, {"cells": {"Q06.1": "5.2", "Q11.1": {"value": "51.2", "last_year": "32.0"}}})
    (key,) = [one for one in sheet["explanations"] if one.startswith("CK-A17")]
    cells = sheet["cells"]
    cases = {
        f"“Q06.1 备注”有 {len(LONG)} 个字，最多 500 个": {
            "cells": {**cells, "Q06.1": {"state": "awaited", "note": LONG}}
        },
        f"“{key} 说明”有 {len(LONG)} 个字，最多 1000 个": {"explanations": {**sheet["explanations"], key: LONG}},
        "“['x']”不是文字或数": {"cells": {**cells, "Q06.1": ["x"]}},
        "“{'a': 'x'}”不是文字或数": {"cover": {**sheet["cover"], "填表人": {"a": "x"}}},
    }
    for told, changed in cases.items():
        answer = town.check(UNIT, Q3, {**sheet, **changed})
        assert told in answer["error"]["message"], told
    said = {**sheet, "cover": {**sheet["cover"], "填表人": f"{RARE}\x1b[31m\u202e丙"}}
    answer = town.file(UNIT, Q3, said)
    assert answer["cells"]["封面.填表人"]["value"] == f"{RARE}[31m丙"
    (paper,) = town.receive(*answer["files"])
    assert paper["decision"] == "accepted", paper
    lines = said_by(
        "unit", "check", "--data", town.unit_folder(UNIT), "--period", Q3, "--from", town.root / f"{UNIT}.json"
    )
    assert "\x1b" not in lines[1] and "\u202e" not in lines[1]
