"""Reader: an Excel book becomes a plan, or every problem it has, each with its sheet, its cell and a sentence.

The book is made into rows and canonical TOML, and the loader of all plans reads that; what it finds is told at the cell
the value came from. A book without the sheet 方案 is a short one: what it leaves out comes from the common set, and it
is told what was taken. Nothing is written here.
"""

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import Any

from forms.given.cells import SheetCells
from forms.given_books.books import read_given
from forms.guards.guards import guard_size
from forms.plan_book.cross import read_cross
from forms.plan_book.layout import CROSS, PARENT, LayoutSheet, SheetShape, page_of, pages, sheet_name
from forms.plan_book.marked import marked_book
from forms.plan_book.names import put_ids
from forms.plan_book.pages import (
    BookPlace,
    BookProblem,
    BookRow,
    CollectedRows,
    OpenSheet,
    near,
    open_sheet,
    read_rows,
    read_single,
)
from forms.plan_book.told import at_cells, kind_meant, places_of
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.records import dataclass
from models.basics.sizes import LARGEST_GIVEN
from models.plan.load import PlanProblems, load_plan_bytes
from models.plan.looks.looks import looks_of
from models.plan.plan import Plan, Role
from models.plan.rows.keys import FORMAT
from models.plan.rows.problems import LONGEST_ID, Problem
from models.planning.source import KINDS, Rows, plan_toml
from models.planning.template import template_rows

_NEEDED, _NEEDED_FIGURES = ("unit", "period", "assignment"), ("indicator", "item")  # nothing is filed without them
_NAMED = frozenset(("unit_kind", "unit", "table", "item", "register", "register_column", "parameter"))


@dataclass(frozen=True, kw_only=True)
class PlanBook:
    """What a book says: the files of its plan, the plan when there is nothing wrong, and what is told at which cell."""

    name: str
    files: Mapping[str, bytes]
    plan: Plan | None
    problems: tuple[BookProblem, ...] = ()
    looks: tuple[BookProblem, ...] = ()
    sheets: tuple[SheetCells, ...] = field(default=(), repr=False)

    def marked(self, at: datetime) -> bytes:
        """Return a copy of the book with a comment at every cell that is wrong or worth a second look."""
        notes: dict[tuple[str, int, int], list[str]] = {}
        general: list[str] = []
        for one in (*self.problems, *self.looks):
            place = one.place
            if place.sheet and place.row:
                notes.setdefault((place.sheet, place.row, place.column or 1), []).append(one.message)
            else:
                general.append(one.text)
        sheets = [(sheet.title, sheet.rows) for sheet in self.sheets]
        return marked_book(self.name, sheets, notes, general, at)


def read_plan_file(path: Path) -> PlanBook:
    """Return what a book on the disk says. Raises as `read_plan_book`, AppError "file_too_large", "file_empty"."""
    return read_plan_book(guard_size(path, LARGEST_GIVEN), path.name)


def read_plan_book(content: bytes, name: str) -> PlanBook:
    """Return what a book says; `name` is what the file is called.

    Raises AppError: "plan_book_unknown" when no sheet of it is one of a plan, and as `read_given`.
    """
    sheets = read_given(content, name).sheets
    collected = CollectedRows()
    opened = _opened(collected, sheets)
    if not opened:
        raise AppError("plan_book_unknown", 文件=name)
    rows = _rows(collected, opened)
    if "plan" not in opened:
        _complete(collected, rows, name)
    elif rows.get("plan"):
        rows["plan"][0].setdefault("format", FORMAT)
    _read_assignments(collected, opened, rows)
    put_ids(rows)
    files = plan_toml(rows)
    plan, told = _loaded(files)
    told = _without_lost(collected, rows, told)
    _needed(collected, opened, rows)
    plan = None if collected.problems else plan
    places, known = places_of(rows), {one.place for one in collected.problems}
    said = at_cells(told, places)
    problems = (*collected.problems, *(one for one in said if one.place not in known or not one.place.cell))
    looks = at_cells(looks_of(plan), places) if plan else ()
    return PlanBook(
        name=name,
        files=files,
        plan=plan if not problems else None,
        problems=_ordered(problems, sheets),
        looks=(*collected.looks, *looks),
        sheets=sheets,
    )


def _needed(collected: CollectedRows, opened: Mapping[str, OpenSheet], rows: Rows) -> None:
    """Note each sheet without which nothing could ever be filed, and tell once which others are not in the book."""
    told = {one.place.sheet for one in collected.problems}
    missed = set(collected.lost)
    for table in (*(() if rows.get("process") else _NEEDED_FIGURES), *_NEEDED):
        sheet = opened.get(table)
        follows = table == CROSS and "item" in missed  # marks of items that are nowhere
        if not rows.get(table) and (sheet is None or not (follows or sheet.cells.title in told)):
            missed.add(table)
    bare = any(one.get("role") == Role.COVER and not one.get("column") for one in rows.get("table", ()))
    if bare and "table_column" not in opened:
        missed.add("table_column")
    for page in pages():
        if page.table in missed - collected.lost:
            collected.wrong(BookPlace(sheet=""), "no_sheet", 表=page.name)
    gone = [page.name for page in pages() if page.table not in opened and page.table not in missed]
    if gone and "plan" in opened:
        _tell(collected, "not_there", 名单="、".join(gone))


def _ordered(problems: tuple[BookProblem, ...], sheets: tuple[SheetCells, ...]) -> tuple[BookProblem, ...]:
    """Return problems as a person goes through the book: sheet by sheet, line by line."""
    order = {sheet.title: number for number, sheet in enumerate(sheets)}
    return tuple(sorted(problems, key=lambda one: (order.get(one.place.sheet, -1), one.place.row, one.place.column)))


def _loaded(files: Mapping[str, bytes]) -> tuple[Plan | None, tuple[Problem, ...]]:
    try:
        return load_plan_bytes(files), ()
    except PlanProblems as error:
        return None, error.problems


def _without_lost(collected: CollectedRows, rows: Rows, told: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the problems without those that only come of a sheet that is missing or blank; name that sheet once.

    What formulas, counts and groups of units name leaves a trail through the whole book: then nothing else is told.
    """
    kept: list[Problem] = []
    for one in told:
        of = kind_meant(one)
        if of and not rows.get(of):
            collected.lost.add(of)
        else:
            kept.append(one)
    registers = rows.get("register", ())
    if kept and registers and not any(one.get("column") for one in registers):
        collected.lost.add("register_column")
    for page in pages():
        if page.table in collected.lost and not rows.get(page.table):
            collected.wrong(BookPlace(sheet=""), "no_sheet", 表=page.name)
    return () if collected.lost & _NAMED else tuple(kept)


def _opened(collected: CollectedRows, sheets: tuple[SheetCells, ...]) -> dict[str, OpenSheet]:
    found: dict[str, OpenSheet] = {}
    for cells in sheets:
        sheet = open_sheet(collected, cells) if cells.rows else None
        if sheet is None:
            if cells.rows:
                here = BookPlace(sheet=cells.title)
                collected.looks.append(BookProblem(place=here, message=say("plan_reading.skipped", 表=cells.title)))
        elif sheet.page.table in found:
            collected.wrong(BookPlace(sheet=cells.title), "sheet_twice", 表=sheet.page.name)
        else:
            found[sheet.page.table] = sheet
    return found


def _rows(collected: CollectedRows, opened: Mapping[str, OpenSheet]) -> Rows:
    """Return the rows of everything but who fills what, each under the row it belongs to."""
    found: Rows = {kind: [] for kind in KINDS}
    inner: dict[str, list[dict[str, Any]]] = {}
    for page in sorted(pages(), key=_depth):
        sheet = opened.get(page.table)
        if sheet is None or page.shape is SheetShape.CROSS:
            continue
        if page.shape is SheetShape.SINGLE:
            row = read_single(sheet)
            found[page.table] = [row] if row else []
        elif not page.parents:
            found[page.table] = [row for _, row in read_rows(sheet)]
        else:
            inner[page.table] = _under(collected, page, sheet, found, inner)
    return {kind: rows for kind, rows in found.items() if rows}


def _depth(page: LayoutSheet) -> int:
    """Return how deep a sheet's rows lie inside others: those around them are read first."""
    return 1 + max((_depth(page_of(parent)) for parent in page.parents), default=0)


def _under(
    collected: CollectedRows,
    page: LayoutSheet,
    sheet: OpenSheet,
    found: Rows,
    inner: Mapping[str, list[dict[str, Any]]],
) -> list[dict[str, Any]]:
    """Put the rows of a sheet under those they belong to; return them."""
    homes: dict[str, dict[str, Any]] = {}
    for parent in page.parents:
        for one in inner.get(parent, ()) if page_of(parent).parents else found.get(parent, ()):
            homes.setdefault(str(one.get("id", "")), one)
    made: list[dict[str, Any]] = []
    for name, row in read_rows(sheet):
        home = homes.get(name)
        if home is None and not homes:
            collected.lost.add(page.parents[0])
        elif home is None:
            known, hint = sheet_name(page.parents[0]), near(name, tuple(homes))
            collected.wrong(row.cells[PARENT], "no_parent", 表=known, 名称=name, 提示=hint)
        if home is None:
            continue
        one = _record(row) if page.records else row
        home.setdefault(page.under, []).append(one)
        made.append(one)
    return made


def _record(row: BookRow) -> BookRow:
    found = BookRow(row.place.sheet, row.place.row)
    found.place = row.cells.get("*", row.place)
    found.update(row.get("*", {}))
    return found


def _read_assignments(collected: CollectedRows, opened: Mapping[str, OpenSheet], rows: Rows) -> None:
    sheet = opened.get("assignment")
    process = next((one["id"] for one in rows.get("table", ()) if one.get("role") == Role.PROCESS and "id" in one), "")
    parts = [
        {**part, "tables": [process]} for one in rows.get("process", ()) for part in one.get("part", ()) if process
    ]
    if sheet is not None:
        found: list[dict[str, Any]] = list(read_cross(sheet, [*rows.get("item", ()), *parts]))
        if found:
            rows["assignment"] = found


def _complete(collected: CollectedRows, rows: Rows, name: str) -> None:
    """Fill what a short book leaves out from the common set, and tell it."""
    common = template_rows()
    for kind in ("words", "period_kind", "table", "uses", "parameter", "check"):
        if kind == "uses" and rows.get("parameter") and not rows.get(kind):
            continue  # what the common set uses are parameters of its own
        if not rows.get(kind):
            rows[kind] = common[kind]
            _tell(collected, "taken", 表=sheet_name(kind))
    if not rows.get("unit_kind"):
        rows["unit_kind"] = _kinds(rows, common["unit_kind"])
        _tell(collected, "made_kinds", 名单="、".join(str(one["name"]) for one in rows["unit_kind"]))
    figures = [str(one.get("id")) for one in rows["table"] if one.get("role") == Role.FIGURES]
    for item in rows.get("item", ()):
        item.setdefault("tables", figures[:1])
    for period in rows.get("period", ()):
        period.setdefault("tables", [str(one.get("id")) for one in rows["table"] if one.get("role") != Role.COVER])
    days = [day for one in rows.get("period", ()) for day in (one.get("start"), one.get("end")) if day is not None]
    head = dict(common["plan"][0])
    title = Path(name).stem
    id = "-".join(re.findall(r"\w+", title))[:LONGEST_ID].strip("_-") or str(head["id"])
    head |= {"id": id, "title": title}
    head |= {"issued": min(days), "since": min(days), "until": max(days)} if days else {}
    rows["plan"] = [head]
    _tell(collected, "made_id", 编号=id)


def _kinds(rows: Rows, common: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the kinds of unit a short book speaks of: those of the common set, any other by its word alone."""
    known = {str(one[key]): one for one in common for key in ("id", "name")}
    found: dict[str, dict[str, Any]] = {}
    for unit in rows.get("unit", ()):
        text = str(unit.get("kind", ""))
        kind = known.get(text) or {"id": text, "name": text, "all": f"各{text}", "level": 2, "targets": True}
        if text:
            found[str(kind["id"])] = kind
    group = [one for one in common if one.get("group")]
    return [*found.values(), *(group if rows.get("group") else ())]


def _tell(collected: CollectedRows, key: str, **facts: object) -> None:
    collected.looks.append(BookProblem(place=BookPlace(sheet=""), message=say(f"plan_reading.{key}", **facts)))
