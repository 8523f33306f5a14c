"""Cross: 谁填什么, items down and units across, read as the assignments of a plan.

Each column is one assignment: who, in which table and as what part of the whole stand above the items. In a short book
its head alone says who; the table is then the one its items stand in.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forms.given.cells import GivenCell
from forms.plan_book.cells import CellFault, cell_value
from forms.plan_book.layout import CROSS, word
from forms.plan_book.pages import BookProblem, BookRow, CollectedRows, OpenSheet, folded, near
from models.plan.rows.keys import COMMON, KEYS, Key, head_of

ITEMS = "items"
_MARKS = frozenset(folded(text) for text in ("●", "○", "√", "✓", "✔", "是", "x", "y", "*", "＊", "·"))
_KEYS: Mapping[str, Key] = {key.name: key for key in (*KEYS[CROSS].keys, *COMMON) if key.name != ITEMS}
_INFO = ("名称", "指标", "计量单位", "类型", "说明")  # heads of columns that are there for people


def read_cross(sheet: OpenSheet, items: Sequence[Mapping[str, Any]]) -> Iterator[BookRow]:
    """Yield the assignments of a cross table; `items` are the items and parts of the book, in plan order."""
    ids = {str(one.get("id", "")): one for one in items}
    names = {folded(str(one.get("name", ""))): str(one.get("id", "")) for one in reversed(items)}
    key_column, item_column = _columns(sheet)
    lines: dict[int, str] = {}
    above: dict[str, int] = {}
    heads = {folded(head_of(CROSS, name)): name for name in _KEYS}
    for number in sheet.below:
        code = sheet.cells.text(number, key_column or None).removeprefix(f"{CROSS}.")
        text = sheet.cells.text(number, item_column)
        if code in _KEYS:
            above[code] = number
        elif text in ids or folded(text) in names:
            lines[number] = text if text in ids else names[folded(text)]
        elif folded(text) in heads:
            above[heads[folded(text)]] = number
        elif text:
            if ids:
                sheet.collected.wrong(sheet.place(number, item_column), "no_such_item", 名称=text, 提示=near(text, ids))
            else:
                sheet.collected.lost.add("item")
    for column in _filled(sheet, key_column, item_column):
        yield from _column(sheet, column, lines, above, ids)


def _columns(sheet: OpenSheet) -> tuple[int, int]:
    """Return the column of the keys (0 for none) and that of the items."""
    codes = {code: column for column, code in sheet.codes.items()}
    heads = {folded(shown.text): column for column, shown in sheet.cells.rows.get(sheet.heads, {}).items()}
    item = codes.get(f"{CROSS}.{ITEMS}") or heads.get(folded(word("item_id"))) or heads.get("编号", 1)
    return codes.get(f"{CROSS}.key", 0), item


def _filled(sheet: OpenSheet, *known: int) -> Iterator[int]:
    heads = sheet.cells.rows.get(sheet.heads, {})
    columns = sorted({column for row in (sheet.heads, *sheet.below) for column in sheet.cells.rows[row]})
    for column in columns:
        info = sheet.codes.get(column) == "-" or (column in heads and heads[column].text.strip() in _INFO)
        if column not in known and not info:
            yield column


def _column(
    sheet: OpenSheet, column: int, lines: Mapping[int, str], above: Mapping[str, int], ids: Mapping[str, Any]
) -> Iterator[BookRow]:
    row = BookRow(sheet.cells.title, sheet.heads)
    row.place = sheet.place(sheet.heads, column)
    chosen = _chosen(sheet, column, row, lines, list(ids))
    _read_above(sheet, column, row, above)
    if not chosen:
        if row and not _marked(sheet, column, above):
            sheet.collected.wrong(row.place, "no_marks")
        return
    row.cells[ITEMS] = row.place
    if "units" not in row:
        head = sheet.cells.text(sheet.heads, column)
        row["units"] = [one.strip() for one in head.replace("，", "、").split("、") if one.strip()]
        row.cells["units"] = row.place
        if not row["units"]:
            sheet.collected.wrong(row.place, "no_units")
            return
    row[ITEMS] = chosen
    yield from [row] if "table" in row else _by_table(sheet.collected, row, ids)


def _marked(sheet: OpenSheet, column: int, above: Mapping[str, int]) -> bool:
    """True when something stands below the head of a column: a wrong mark, one of an unknown item, told at its cell."""
    return any(sheet.cells.text(number, column) for number in sheet.below if number not in above.values())


def _read_above(sheet: OpenSheet, column: int, row: BookRow, above: Mapping[str, int]) -> None:
    """Put what stands above the items of a column into its row."""
    for name, number in above.items():
        row.cells[name] = sheet.place(number, column)
        try:
            value = cell_value(CROSS, _KEYS[name], sheet.cells.rows[number].get(column, GivenCell("")), lambda _: "")
        except CellFault as fault:
            sheet.collected.problems.append(BookProblem(place=row.cells[name], message=fault.message))
            continue
        if value is not None:
            row[name] = value


def _chosen(sheet: OpenSheet, column: int, row: BookRow, lines: Mapping[int, str], order: Sequence[str]) -> list[str]:
    """Return the items marked in a column: in plan order, or in the order of the numbers that mark them."""
    marked: dict[str, str] = {}
    for number, item in lines.items():
        text = folded(sheet.cells.text(number, column))
        if text and text not in _MARKS and not (text.isascii() and text.isdigit()):
            sheet.collected.wrong(sheet.place(number, column), "not_a_mark", 原文=text)
        elif text:
            marked[item] = text
            row.cells[f"{ITEMS}[{item}]"] = sheet.place(number, column)
    numbered = bool(marked) and all(text.isdigit() for text in marked.values()) and set(marked.values()) != {"1"}
    if numbered or (len(marked) == 1 and set(marked.values()) == {"1"}):
        return sorted(marked, key=lambda item: (int(marked[item]), order.index(item)))
    return [item for item in order if item in marked]


def _by_table(collected: CollectedRows, row: BookRow, ids: Mapping[str, Any]) -> Iterator[BookRow]:
    """Split a column that names no table by the first table of each item."""
    found: dict[str, list[str]] = {}
    for item in row[ITEMS]:
        tables = ids[item].get("tables") or [""]
        found.setdefault(str(tables[0]), []).append(item)
    for table, items in found.items():
        if not table:
            collected.wrong(row.place, "no_table", 名称=items[0])
            continue
        one = BookRow(row.place.sheet, row.place.row)
        one.place, one.cells = row.place, row.cells
        one.update({**row, "table": table, ITEMS: items})
        yield one
