"""A plan as a book and back: the same records, whoever saved the book in between and in whatever order it stands."""

import io
import re
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from forms.plan_book.layout import CROSS, label, pages
from forms.plan_book.reader import PlanBook, read_plan_book
from forms.plan_book.writer import write_plan_book
from models.plan.load import load_plan_bytes, plan_files
from models.plan.plan import Plan
from models.plan.rows.keys import COMMON, KEYS, Type
from models.plan.rules import RULES
from models.planning.source import plan_rows, plan_toml
from tests.libreoffice import SOFFICE, converted

ROOT = Path(__file__).resolve().parents[3]
PLANS = [
    path.parent for base in ("resources/plans", "tests/plans") for path in sorted((ROOT / base).glob("*/plan.toml"))
]
SMALL = ROOT / "tests" / "plans" / "lincheng-2026"


@cache
def loaded(folder: Path) -> tuple[Plan, bytes]:
    files = plan_files(folder)
    plan = load_plan_bytes(files)
    return plan, write_plan_book(plan_rows(files), plan)


def different(one: Plan, other: Plan | None) -> list[str]:
    assert other is not None
    names = [field.name for field in fields(Plan) if field.compare and field.name != "digest"]
    return [name for name in names if getattr(one, name) != getattr(other, name)]


def edited(book: bytes, change: Callable[[Any], None]) -> PlanBook:
    """Read a book that openpyxl has opened, changed and saved."""
    found = openpyxl.load_workbook(io.BytesIO(book))
    change(found)
    out = io.BytesIO()
    found.save(out)
    return read_plan_book(out.getvalue(), "方案.xlsx")


@pytest.mark.parametrize("folder", PLANS, ids=lambda path: path.name)
def test_every_plan_comes_back_the_same(folder: Path) -> None:
    plan, book = loaded(folder)
    read = read_plan_book(book, "方案.xlsx")
    assert not read.problems
    assert different(plan, read.plan) == []
    again = write_plan_book(plan_rows(read.files), read.plan)
    assert read_plan_book(again, "方案.xlsx").files == read.files  # what has been a book once has one form and digest


@pytest.mark.parametrize("folder", PLANS, ids=lambda path: path.name)
def test_the_canonical_toml_of_a_plan_says_the_same(folder: Path) -> None:
    plan, _ = loaded(folder)
    files = plan_toml(plan_rows(plan_files(folder)))
    assert different(plan, load_plan_bytes(files)) == []
    assert plan_toml(plan_rows(files)) == files


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not here")
def test_a_book_saved_by_libreoffice_reads_the_same(tmp_path: Path) -> None:
    plan, book = loaded(PLANS[0])
    (tmp_path / "plan.xlsx").write_bytes(book)
    (saved,) = converted("xlsx", tmp_path / "out", tmp_path / "plan.xlsx")
    read = read_plan_book(saved.read_bytes(), "方案.xlsx")
    assert not read.problems
    assert different(plan, read.plan) == []


def test_columns_in_another_order_renamed_heads_and_a_sort_do_no_harm() -> None:
    plan, book = loaded(SMALL)

    def change(found: Any) -> None:
        sheet = found["填报项"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        order = list(reversed(range(len(rows[0]))))
        for number, row in enumerate(rows, 1):
            for column, place in enumerate(order, 1):
                sheet.cell(number, column).value = row[place]
        sheet.cell(2, 1).value = "随便叫什么"
        cross = found["谁填什么"]
        lines = [[cell.value for cell in row] for row in cross.iter_rows(min_row=3)]
        for number, line in enumerate(reversed(lines), 3):
            for column, text in enumerate(line, 1):
                cross.cell(number, column).value = text

    assert different(plan, edited(book, change).plan) == []


def test_rules_and_what_they_look_for_stand_in_chinese_and_are_read_in_either_spelling() -> None:
    plan, book = loaded(PLANS[0])
    keys = {"check.rule": "rule", **{f"check.{name}": name for name in ("of", "parts")}}

    def lanes(sheet: Any) -> dict[int, str]:
        return {cell.column: keys[cell.value] for cell in sheet[1] if cell.value in keys}

    def change(found: Any) -> None:
        sheet = found["审核"]
        for row in sheet.iter_rows(min_row=3):
            check = plan.checks.get(row[0].value)
            for column, key in lanes(sheet).items():
                text = row[column - 1].value
                assert not text or not re.search("[A-Za-z]", text), text
                if text and check is not None:
                    told = check.rule if key == "rule" else check.inputs[key]
                    row[column - 1].value = told if isinstance(told, str) else "、".join(told)

    assert different(plan, edited(book, change).plan) == []
    called = [label("check", "rule", name) for name in RULES]
    assert len(set(called)) == len(RULES) and not any(re.search("[A-Za-z]", name) for name in called)


def test_a_rule_nobody_knows_is_told_at_its_cell_with_the_name_that_is_near() -> None:
    def change(found: Any) -> None:
        sheet = found["审核"]
        column = next(cell.column for cell in sheet[1] if cell.value == "check.rule")
        at = next(row[column - 1] for row in sheet.iter_rows(min_row=3) if row[column - 1].value == "同比变动")
        at.value = "同比变化"

    (problem,) = edited(loaded(SMALL)[1], change).problems
    assert "同比变化" in problem.message and "同比变动" in problem.message and problem.place.sheet == "审核"


def test_an_empty_sheet_may_be_missing_and_one_of_another_kind_is_told() -> None:
    plan, book = loaded(SMALL)

    def change(found: Any) -> None:
        for name in ("保障措施", "成果", "日历"):
            del found[name]
        found.create_sheet("草稿")["A1"] = "随手记"

    read = edited(book, change)
    assert different(plan, read.plan) == []
    assert [one.message for one in read.looks if one.place.sheet == "草稿"]


def test_every_key_of_a_plan_has_its_place_in_the_book() -> None:
    codes = {lane.code for page in pages() for lane in page.lanes}
    held = {page.table for page in pages()}
    for table in KEYS.values():
        flat = table.inside and table.name not in held  # `range`, `base`: columns of the tables they stand in
        if table.settings or flat:
            continue
        for key in (*table.keys, *COMMON):
            if key.type is Type.ROWS:
                assert key.of in held
            elif key.type is Type.RECORDS:
                assert key.name in held
            elif key.type is Type.TABLE:
                assert {f"{table.name}.{key.name}.{one.name}" for one in KEYS[key.of].keys} <= codes
            else:
                assert f"{table.name}.{key.name}" in codes
    names = [page.name for page in pages()]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 31
    for page in pages():
        heads = [lane.head for lane in page.lanes]
        assert page.table in (CROSS, "indicator") or len(set(heads)) == len(heads), page.table
