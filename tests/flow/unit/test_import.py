"""Filling from Excel and WPS: a template filled elsewhere says the same as typing, and what does not fit is named."""

import io
import json
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from models.returns.frozen import freeze
from models.workspace.unit_workspace import UnitWorkspace
from tests.flow.test_cases import PASTED
from tests.flow.town import COVER, Town
from tests.forms.given_books.test_open_documents import document, line
from tests.forms.seals.libreoffice_says import LONGEST
from tests.libreoffice import converted
from ui.cli.answers.sheet import sheet_of

UNIT, Q3 = "610902", "2020Q3"
ROOT = Path(__file__).resolve().parents[3]
SYSTEM_PYTHON = "/usr/bin/python3"  # has LibreOffice's `uno`
ROWS = [
    {"项目": "测试项目甲", "建成日期": "2020.8.7"},
    {"项目": "测试项目乙", "建成日期": "2020年9月1日"},
]


def template(town: Town, *words: str, unit: str = UNIT, period: str = Q3) -> Path:
    found = town.call(
        "unit", "template", "--data", town.unit_folder(unit), "--period", period, "--out", town.out / "t", *words
    )
    return Path(found["file"])


def lines_of(sheet: Worksheet) -> dict[str, int]:
    """Code → row of a template's sheet."""
    return {str(row[0].value): row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value}


def heads_of(sheet: Worksheet, first: str) -> tuple[int, dict[str, int]]:
    """Row of the heads, and head → column."""
    for row in sheet.iter_rows():
        names = {str(cell.value).split("\n")[0].rstrip("*"): cell.column for cell in row if cell.value}
        if first in names:
            return row[0].row, names
    raise AssertionError(first)


def fill(path: Path, said: dict[str, Any]) -> None:
    """Type texts into a template, as a clerk does: figures as figures, states from the list."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        lines = lines_of(sheet)
        if "代码" not in lines:
            continue
        _, heads = heads_of(sheet, "代码")
        for address, value in said.items():
            code, _, column = address.partition("/")
            if code in lines and "本期数值" in heads:
                put(sheet, lines[code], heads, value, column)
            elif code in lines and "内容" in heads:
                sheet.cell(lines[code], heads["内容"], value)
            block, _, name = code.partition(".")
            if block in lines and name in heads:
                sheet.cell(lines[block], heads[name], value)
    book.save(path)


def put(sheet: Worksheet, row: int, heads: dict[str, int], value: Any, column: str) -> None:
    words = {"nil": "未开展", "not_due": "未到报告期", "na": "不适用", "awaited": "暂无数据"}
    if isinstance(value, dict) and "state" in value:
        sheet.cell(row, heads["状态"], words[value["state"]])
    elif isinstance(value, dict):
        sheet.cell(row, heads["本期数值"], value["value"])
        sheet.cell(row, heads["上年同期"], value["last_year"])
    else:
        sheet.cell(row, heads["上年同期" if column else "本期数值"], value)


def through_libreoffice(path: Path, folder: Path) -> Path:
    (found,) = converted("xlsx", folder, path)
    return found


def canonical(town: Town, source: Path) -> bytes:
    with UnitWorkspace.open(town.unit_folder(UNIT)) as workspace:
        return freeze(sheet_of(workspace, Q3, source)).content


def test_a_template_filled_in_libreoffice_says_the_same_as_typing(town: Town, tmp_path: Path) -> None:
    progress = {f"{b}.{n}": t for b in ("T01", "T06") for n, t in {"阶段": "推进中", "本期进展": "按方案推进"}.items()}
    said = {**PASTED, **{f"封面.{name}": text for name, text in COVER.items()}, **progress}
    path = template(town)
    fill(path, said)
    back = through_libreoffice(path, tmp_path / "lo")
    typed = {
        "cover": COVER, "cells": PASTED,
        "progress": {b: {"阶段": "推进中", "本期进展": "按方案推进"} for b in ("T01", "T06")},
    }  # fmt: skip
    as_typed = canonical(town, town._input("typed", typed))
    assert canonical(town, path) == as_typed, "as openpyxl saved it"
    assert canonical(town, back) == as_typed, "as LibreOffice saved it"


def places_in(path: Path, said: dict[str, Any]) -> list[list[str]]:
    """Where texts go in a template: sheet, cell, text."""
    filled = path.with_name("filled.xlsx")
    shutil.copy(path, filled)
    fill(filled, said)
    before, after = load_workbook(path), load_workbook(filled)
    return [
        [sheet.title, cell.coordinate, str(cell.value)]
        for sheet in after.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and cell.value != before[sheet.title][cell.coordinate].value
    ]


def test_texts_typed_at_libreoffices_keyboard_give_the_bytes_of_the_same_texts_typed_here(
    town: Town, tmp_path: Path
) -> None:
    cells = {**PASTED, "Q06.9": "1,234.50", "Q06.10": "１２．５", "Q22.1": "1.50", "Q22.2": "0.30万立方米"}
    path = template(town)
    typed = places_in(path, {**cells, **{f"封面.{name}": text for name, text in COVER.items()}})
    assert len(typed) > len(COVER) + 10
    (tmp_path / "texts.json").write_text(json.dumps(typed), "utf-8")
    run = subprocess.run(
        [SYSTEM_PYTHON, "-m", "tests.flow.unit.libreoffice_types", tmp_path, path, tmp_path / "texts.json"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=2 * LONGEST,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert canonical(town, path) == canonical(town, town._input("typed", {"cover": COVER, "cells": cells}))


def test_the_preview_names_every_change_and_applying_it_changes_just_that(town: Town) -> None:
    path = template(town, "--table", "A1")
    fill(path, {"Q06.1": "1.20", "Q06.3": 3.5, "Q06.2": {"state": "nil"}, "Q06.4": "1.2—1.5"})
    words = ("unit", "import", path, "--data", town.unit_folder(UNIT), "--period", Q3)
    shown = town.call(*words)
    assert shown["applied"] is False and shown["counts"] == {"new": 3, "changed": 0, "unchanged": 0, "refused": 1}
    assert {one["item"] for one in shown["cells"]} == {"Q06.1", "Q06.2", "Q06.3"}
    (refused,) = shown["refused"]
    assert "1.2—1.5" in refused["reason"] and "行" in refused["place"]
    stored = town.call("unit", "check", "--data", town.unit_folder(UNIT), "--period", Q3, expect=1)
    assert stored["cells"]["Q06.1"]["value"] is None, "a preview leaves no trace"
    town.call(*words, "--apply")
    assert town.call(*words)["counts"] == {"new": 0, "changed": 0, "unchanged": 3, "refused": 1}
    fill(path, {"Q06.1": "1.30", "Q06.4": "2.1万亩"})
    again = town.call(*words, "--apply")
    assert again["counts"] == {"new": 1, "changed": 1, "unchanged": 2, "refused": 0}
    stored = town.call("unit", "check", "--data", town.unit_folder(UNIT), "--period", Q3, expect=1)["cells"]
    assert (stored["Q06.1"]["value"], stored["Q06.4"]["value"], stored["Q06.2"]["state"]) == ("1.3", "2.1", "nil")


def own_list(rows: list[list[Any]], title: str = "Sheet1") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def offered(town: Town, content: bytes, tmp_path: Path, unit: str = "M10", period: str = "2020Y初步") -> Any:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(content)
    return town.call("unit", "import", path, "--data", town.unit_folder(unit), "--period", period)


def test_a_list_of_ones_own_is_matched_by_the_names_of_its_columns(town: Town, tmp_path: Path) -> None:
    heads = [
        "备注",
        "VIN",
        "县区",
        "号牌号码*",
        "号牌种类",
        "车辆类型",
        "燃料种类",
        "排放阶段",
        "使用性质",
        "淘汰方式",
        "完成日期",
    ]
    row = [
        "老车",
        "LTEST000000000001",
        "汉滨区",
        "陕G00001",
        "大型汽车",
        "重型货车",
        "柴油",
        "国三",
        "营运",
        "报废注销",
    ]
    days = ["2020.8.7", "2020年8月8日", date(2020, 8, 9), "20200810", 44054]
    wanted = ["2020-08-07", "2020-08-08", "2020-08-09", "2020-08-10", "2020-08-11"]
    rows = [[*row[:1], f"LTEST00000000000{n}", row[2], f"陕G0000{n}", *row[4:], day] for n, day in enumerate(days)]
    shown = offered(town, own_list([["淘汰车辆名单"], heads, *rows], "R02"), tmp_path)
    assert shown["counts"]["new"] == 5 and shown["refused"] == []
    assert any("备注" in remark for remark in shown["remarks"])
    path = tmp_path / "名单.xlsx"
    town.call("unit", "import", path, "--data", town.unit_folder("M10"), "--period", "2020Y初步", "--apply")
    with UnitWorkspace.open(town.unit_folder("M10")) as workspace:
        assert [one.get("完成日期") for one in workspace.store.sheets.rows("2020Y初步", "R02")] == wanted
    assert town.call("unit", "import", path, "--data", town.unit_folder("M10"), "--period", "2020Y初步")["counts"] == {
        "new": 0, "changed": 0, "unchanged": 5, "refused": 0,
    }  # fmt: skip


def test_formulas_percentages_merges_and_hidden_rows_are_told_apart(town: Town, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["指标名称", "代码", "本期数值"])
    sheet.append(["", "Q06.1", "=1+1"])
    sheet.append(["", "Q06.3", 3.5])
    sheet.append(["", "Q11.3", 0.904])
    sheet["C4"].number_format = "0.0%"
    sheet.append(["", "Q06.4", 7])
    sheet.append(["", "Q06.5", None])
    sheet.merge_cells("C5:C6")
    sheet.append(["", "Q99.9", 4])
    sheet.append(["", "Q12.1", 4])
    sheet.append(["造林面积小计", "", "12"])
    sheet.row_dimensions[3].hidden = True
    out = io.BytesIO()
    book.save(out)
    shown = offered(town, out.getvalue(), tmp_path, UNIT, Q3)
    reasons = " ".join(one["reason"] for one in shown["refused"])
    for word in ("没有结果值", "合并", "Q99.9", "Q12.1"):
        assert word in reasons, word
    cells = {one["item"]: one["after"] for one in shown["cells"]}
    assert cells["Q06.3"] == "3.5" and "Q06.4" not in cells and cells.get("Q11.3") in (None, "90.4")
    assert any("隐藏" in remark for remark in shown["remarks"])


@pytest.mark.parametrize(
    "name", ["空.xlsx", "旧.xls", "坏.xlsx", "别的.xlsx", "他人.xlsx"],
)  # fmt: skip
def test_a_book_that_is_none_of_ours_gives_one_sentence_and_changes_nothing(
    town: Town, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    contents = {
        "空.xlsx": b"", "旧.xls": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096), "坏.xlsx": b"PK\x03\x04" + bytes(400),
        "别的.xlsx": own_list([["今天", "天气"], ["晴", "好"]]),
    }  # fmt: skip
    path.write_bytes(contents.get(name) or (template(town, unit="610921").read_bytes() if name == "他人.xlsx" else b""))
    said = town.call("unit", "import", path, "--data", town.unit_folder(UNIT), "--period", Q3, "--apply", expect=1)
    assert said["error"]["message"] and "Traceback" not in said["error"]["message"]


def test_every_template_of_every_kind_of_unit_opens_and_offers_nothing_by_itself(town: Town) -> None:
    for unit, period in ((UNIT, Q3), ("M03", Q3), ("M10", "2020Y初步"), ("6109HK", Q3)):
        for more in ((), ("--filled",)):
            path = template(town, *more, unit=unit, period=period)
            shown = town.call("unit", "import", path, "--data", town.unit_folder(unit), "--period", period)
            assert shown["counts"]["changed"] == shown["counts"]["refused"] == 0, shown["refused"][:3]
            assert shown["counts"]["new"] == sum(1 for one in shown["rows"] if one["fate"] == "new")


def test_what_is_taken_stands_in_the_history_under_the_name_of_who_filled_the_book(town: Town) -> None:
    path = template(town, "--table", "A1", "--register", "R08", "--blank", "--supplier", "林业科")
    fill(path, {"Q06.1": "1.20", "Q06.3": "3.5"})
    town.call("unit", "import", path, "--data", town.unit_folder(UNIT), "--period", Q3, "--apply")
    with UnitWorkspace.open(town.unit_folder(UNIT)) as workspace:
        (one,), (other,) = (workspace.store.sheets.history(Q3, at) for at in ("Q06.1", "Q06.3"))
        assert (one.by, one.why, one.batch) == ("林业科", "imported", other.batch)


def test_two_books_that_disagree_are_both_named_and_what_they_agree_on_is_taken(town: Town) -> None:
    paths = []
    for name, figure in (("甲", "1.2"), ("乙", "1.3")):
        path = template(town, "--table", "A1", "--supplier", name).rename(town.out / f"{name}.xlsx")
        fill(path, {"Q06.1": figure, "Q06.3": "3.5"})
        paths.append(path)
    shown = town.call("unit", "import", *paths, "--data", town.unit_folder(UNIT), "--period", Q3, "--apply")
    assert [one["item"] for one in shown["cells"] if one["fate"] == "new"] == ["Q06.3"]
    assert len(shown["refused"]) == 2 and all(
        "人工造林" in one["reason"] and "甲.xlsx 1.2、乙.xlsx 1.3" in one["reason"] for one in shown["refused"]
    )


def test_a_book_with_one_wrong_line_is_not_filed_as_if_that_line_were_not_there(town: Town) -> None:
    path = template(town, "--table", "A1")
    fill(path, {"Q06.1": "1.20", "Q06.3": "一二三"})
    words = ("--data", town.unit_folder(UNIT), "--period", Q3, "--from", path)
    said = town.call("unit", "check", *words, expect=1)
    assert said["error"]["code"] == "import_refused" and "一二三" in said["error"]["message"]
    path.write_bytes(document([line("代码", "本期数值"), line("Q06.1", "一二三")]))
    assert town.call("unit", "check", *words, expect=1)["error"]["code"] == "import_refused", "an .ods is a table too"
