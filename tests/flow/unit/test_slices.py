"""分发—汇集: a county return made by nine offices is the same return; two answers for one place are shown, not merged."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from models.returns.frozen import freeze
from models.workspace.unit_workspace import UnitWorkspace
from tests.flow.town import COVER, Town
from tests.flow.unit.test_import import fill, heads_of
from ui.cli.answers.sheet import sheet_of

UNIT, Q3 = "610902", "2020Q3"
NINE = {  # a county's offices and what each of them holds
    "林业局": ("--item", "Q06.1", "--item", "Q06.2", "--item", "Q06.3", "--item", "Q06.4", "--item", "Q06.5", "--item", "Q06.7",
            "--block", "T06"),
    "住建局": ("--block", "T12"),
    "城管局": ("--block", "T13", "--register", "R06"),
    "农业农村局": ("--register", "R07"),
    "发改局": ("--block", "T01", "--block", "T02", "--block", "T03", "--register", "R11"),
    "工信局": ("--block", "T04", "--block", "T08", "--register", "R01"),
    "文旅局": ("--block", "T07-1", "--block", "T07-2", "--register", "R15"),
    "扶贫局": ("--block", "T07-3", "--register", "R14"),
    "宣传部": ("--block", "T05", "--block", "T15", "--register", "R10"),
}  # fmt: skip
CELLS: dict[str, Any] = {
    "Q06.1": "1.20", "Q06.2": {"state": "nil"}, "Q06.3": "3.5", "Q06.4": "2.1万亩", "Q06.5": "500亩", "Q06.7": "5.15",
    "Q11.1": "51.2", "Q11.2": "46.3", "Q20.1": "1545", "Q20.2": "1480", "Q22.1": "148.0", "Q22.2": "120.5",
    "Q23.1": "61.8", "Q23.2": "50.1", "Q24.1": "186", "Q24.2": "170",
}  # fmt: skip
EVENTS = [{"节点": "世界地球日", "日期": "2020-04-22", "名称": "“珍爱地球”主题宣传", "形式": "线下"}]


def call(town: Town, verb: str, *words: object, expect: int = 0) -> Any:
    return town.call("unit", verb, "--data", town.unit_folder(UNIT), "--period", Q3, *words, expect=expect)


def give(town: Town, office: str, *scope: str, more: tuple[str, ...] = ()) -> Path:
    return Path(call(town, "slice", "--to", office, *scope, *more, "--out", town.out / "slices")["file"])


def stages() -> dict[str, str]:
    blocks = ["T01", "T02", "T03", "T04", "T05", "T06", "T07-1", "T07-2", "T07-3", "T08", "T12", "T13", "T15"]
    return {f"{b}.{n}": t for b in blocks for n, t in {"阶段": "推进中", "本期进展": f"{b}按方案推进"}.items()}


def add_rows(path: Path, register: str, rows: list[dict[str, str]]) -> None:
    book = load_workbook(path)
    sheet = next(one for one in book.worksheets if one.title.startswith(register))
    head, columns = heads_of(sheet, next(iter(rows[0])))
    for line, row in enumerate(rows, head + 1):
        for name, text in row.items():
            sheet.cell(line, columns[name], text)
    book.save(path)


def canonical(town: Town, source: Path | None = None) -> bytes:
    with UnitWorkspace.open(town.unit_folder(UNIT)) as workspace:
        return freeze(sheet_of(workspace, Q3, source)).content


def test_a_county_return_sliced_for_nine_offices_and_gathered_is_the_same_return(town: Town) -> None:
    said = {**CELLS, **stages()}
    books = [give(town, office, *scope) for office, scope in NINE.items()]
    for path in books:
        fill(path, said)
    add_rows(books[-1], "R10", EVENTS)
    cover = give(town, "办公室", "--table", "A1")
    cover.unlink()
    answer = call(town, "gather", *books)
    assert [item["message"] for item in answer["items"]] == [""] * 9
    assert {item["supplier"] for item in answer["items"]} == set(NINE) and answer["conflicts"] == []
    typed: dict[str, Any] = {"cells": CELLS, "progress": {}, "registers": {"R10": EVENTS}}
    for address, text in stages().items():
        block, _, name = address.partition(".")
        typed["progress"].setdefault(block, {})[name] = text
    assert canonical(town) == canonical(town, town._input("typed", typed))


def test_each_cell_says_who_supplied_it_and_when(town: Town) -> None:
    path = give(town, "林业局", *NINE["林业局"])
    fill(path, CELLS)
    content = path.read_bytes()
    call(town, "gather", path)
    path.unlink()
    with UnitWorkspace.open(town.unit_folder(UNIT)) as workspace:
        change = workspace.store.sheets.history(Q3, "Q06.3")[-1]
    assert (change.by, change.why, change.after.text) == ("林业局", "gathered", "3.5")
    issued = ("unit", "issued", "--data", town.unit_folder(UNIT))
    (answer,) = [one for one in town.call(*issued)["issued"] if one["kind"] == "gather"]
    (again,) = town.call(*issued, str(answer["number"]), "--out", town.out / "again")["files"]
    assert Path(again).read_bytes() == content, "what came back can be shown again as it came"


def test_two_answers_for_one_cell_are_shown_and_nothing_is_picked(town: Town) -> None:
    first, second = give(town, "林业局", "--item", "Q06.1", "--item", "Q06.3"), give(town, "统计局", "--item", "Q06.1")
    fill(first, {"Q06.1": "1.20", "Q06.3": "3.5"})
    fill(second, {"Q06.1": "1.25"})
    answer = call(town, "gather", first, second)
    (dispute,) = answer["conflicts"]
    assert dispute["item"] == "Q06.1"
    assert {(one["supplier"], one["value"]) for one in dispute["answers"]} == {("林业局", "1.2"), ("统计局", "1.25")}
    said = call(town, "check", expect=1)["cells"]
    assert said["Q06.3"]["value"] == "3.5" and said["Q06.1"]["value"] == "1.2", "what stood first stays until decided"
    call(town, "settle", "Q06.1", "--keep", "统计局")
    assert call(town, "check", expect=1)["cells"]["Q06.1"]["value"] == "1.25"
    assert call(town, "slices")["conflicts"] == []
    assert call(town, "gather", first, second)["conflicts"] == [], "the same answers again are not asked again"
    fill(first, {"Q06.1": "1.30"})
    assert [one["item"] for one in call(town, "gather", first)["conflicts"]] == ["Q06.1"]


def test_nothing_is_filed_while_two_offices_disagree(town: Town) -> None:
    said = town.completed(UNIT, Q3, {"cells": CELLS})
    for office, figure in (("林业局", "1.20"), ("统计局", "1.25")):
        path = give(town, office, "--item", "Q06.1")
        fill(path, {"Q06.1": figure})
        call(town, "gather", path)
    refused = town.file(UNIT, Q3, said, expect=1)
    assert "还没有确定" in refused["error"]["message"]
    call(town, "settle", "Q06.1")
    town.file(UNIT, Q3, said)


def test_who_has_not_answered_is_named_with_a_text_to_remind_them(town: Town) -> None:
    late = give(town, "林业局", "--block", "T06", more=("--until", "2020-10-10T17:30"))
    give(town, "住建局", "--block", "T12")
    known = call(town, "slices")
    assert known["waiting"] == ["林业局", "住建局"]
    assert "10月10日" in known["reminders"]["林业局"] or "2020-10-10" in known["reminders"]["林业局"]
    assert late.name in known["reminders"]["林业局"]
    fill(late, CELLS)
    call(town, "gather", late)
    known = call(town, "slices")
    assert known["waiting"] == ["住建局"] and known["slices"][0]["answered"]


def test_a_slice_is_plain_and_holds_only_its_part(town: Town) -> None:
    book = load_workbook(give(town, "林业局", *NINE["林业局"]))
    codes = {str(row[0].value) for sheet in book.worksheets for row in sheet.iter_rows(max_col=1) if row[0].value}
    assert {"Q06.1", "T06"} <= codes and not codes & {"Q11.1", "T12", "数据签名"}
    assert book["碳报"].sheet_state == "hidden"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--to", "林业局"), "没有选"),
        (("--to", " ", "--block", "T06"), "交给谁"),
        (("--to", "局" * 200, "--block", "T06"), "太长"),
        (("--to", "林业局", "--block", "T99"), "T99"),
        (("--to", "林业局", "--item", "Q12.1"), "Q12.1"),
        (("--to", "林业局", "--register", "R02"), "R02"),
    ],
)
def test_what_cannot_be_given_out_is_said(town: Town, words: tuple[str, ...], why: str) -> None:
    said = call(town, "slice", *words, "--out", town.out / "s", expect=1)
    assert why in said["error"]["message"] and not (town.out / "s").exists()


def test_a_bad_book_stops_none_of_the_others(town: Town, tmp_path: Path) -> None:
    good = give(town, "林业局", "--item", "Q06.3")
    fill(good, {"Q06.3": "3.5"})
    bad, other = tmp_path / "坏.xlsx", tmp_path / "名单.xlsx"
    bad.write_bytes(b"PK nonsense")
    other.write_bytes(good.read_bytes())
    answer = call(town, "gather", bad, good)
    assert [bool(item["message"]) for item in answer["items"]] == [True, False]
    assert json.dumps(answer, ensure_ascii=False).count("林业局") >= 1
    with UnitWorkspace.open(town.unit_folder(UNIT)) as workspace:
        assert workspace.store.sheets.cells(Q3)["Q06.3"].text == "3.5"


def test_the_cover_is_the_units_own(town: Town) -> None:
    """A supplier never signs for the unit: no slice holds the cover unless it is the whole template."""
    book = load_workbook(give(town, "林业局", "--table", "A1"))
    assert "封面" not in [sheet.title for sheet in book.worksheets] and COVER


def test_a_second_part_for_the_same_office_is_a_file_of_its_own_and_a_mistaken_one_is_withdrawn(town: Town) -> None:
    first, second = give(town, "林业局", "--item", "Q06.1"), give(town, "林业局", "--block", "T06")
    assert first != second and first.exists() and second.exists()
    known = call(town, "slices")["slices"]
    assert len(known) == 2
    left = call(town, "slices", "--drop", known[0]["id"])
    assert [one["id"] for one in left["slices"]] == [known[1]["id"]]
    third = give(town, "林业局", "--block", "T12")
    assert third != second and second.exists(), "the name of the one withdrawn is free again, no other"
    assert "00000000" in call(town, "slices", "--drop", "00000000", expect=1)["error"]["message"]


def test_two_answers_are_shown_in_words(town: Town) -> None:
    first, second = give(town, "林业局", "--item", "Q06.1"), give(town, "统计局", "--item", "Q06.1")
    fill(first, {"Q06.1": {"state": "nil"}})
    fill(second, {"Q06.1": "1.25"})
    (dispute,) = call(town, "gather", first, second)["conflicts"]
    assert {one["value"] for one in dispute["answers"]} == {"未开展", "1.25"}
