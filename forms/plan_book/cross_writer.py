"""Cross writer: 谁填什么 as a cross table — an item a line, a column for each group of units that fill a table."""

from collections.abc import Mapping, Sequence

from forms.plan_book.cells import cell_text
from forms.plan_book.layout import CROSS, word
from forms.plan_book.sheet import FIRST, INFO, BookSheet
from models.plan.plan import Plan
from models.plan.rows.keys import COMMON, KEYS, Key, head_of
from models.planning.source import Rows

CROSS_KEY, CROSS_ITEM = f"{CROSS}.key", f"{CROSS}.items"
INFO_COLUMNS = 3  # key, item, name


def write_cross(sheet: BookSheet, plan: Plan | None, rows: Rows) -> None:
    """Write the assignments of a plan; without a plan there are none, and the items wait for their marks."""
    parts = (part for one in rows.get("process", ()) for part in one.get("part", ()))
    items = [(str(one["id"]), str(one.get("name", ""))) for one in (*rows.get("item", ()), *parts)]
    order = [id for id, _ in items]
    lines = _lines(sheet, items)
    columns = list(zip(rows.get(CROSS, ()), plan.assignments, strict=True)) if plan else []
    for column, (one, record) in enumerate(columns, INFO_COLUMNS):
        who = "、".join(_who(plan, name) for name in one["units"]) if plan else ""
        sheet.head(column, f"{CROSS}.{column - INFO_COLUMNS + 1}", who if len(who) <= 40 else f"{who[:39]}…")
        marks = _marks(list(record.items), order)
        for row, (key, item) in enumerate(lines, FIRST):
            said = cell_text(CROSS, key, one[key.name]) if key and key.name in one else ""
            sheet.put(row, column, said or marks.get(item, ""))
        sheet.width(column, [who[:10]])
    sheet.frame(len(lines), INFO_COLUMNS + len(columns))


def _lines(sheet: BookSheet, items: Sequence[tuple[str, str]]) -> list[tuple[Key | None, str]]:
    """Write what stands on the left: the keys of an assignment, then the items; return each line's key or item."""
    heads = ((CROSS_KEY, ""), (CROSS_ITEM, word("item_id")), (INFO, word("item_name")))
    for column, (code, head) in enumerate(heads):
        sheet.head(column, code, head, needed=code == CROSS_ITEM)
    keys = [key for key in (*KEYS[CROSS].keys, *COMMON) if f"{CROSS}.{key.name}" != CROSS_ITEM]
    texts = [(f"{CROSS}.{key.name}", "", head_of(CROSS, key.name)) for key in keys]
    texts += [("", id, name) for id, name in items]
    for row, line in enumerate(texts, FIRST):
        for column, text in enumerate(line):
            sheet.put(row, column, text)
    sheet.width(0, (), hidden=True)
    sheet.width(1, [id for id, _ in items])
    sheet.width(2, [name for _, name in items])
    return [*((key, "") for key in keys), *((None, id) for id, _ in items)]


def _who(plan: Plan, selector: str) -> str:
    out = "-" if selector.startswith("-") else ""
    name = selector.removeprefix("-")
    return out + (plan.units[name].first_name if name in plan.units else plan.selector_words(name))


def _marks(chosen: Sequence[str], order: Sequence[str]) -> Mapping[str, str]:
    """Return item → mark: ● in the order of the plan, else the number that says the order."""
    if list(chosen) == [name for name in order if name in set(chosen)]:
        return dict.fromkeys(chosen, word("mark"))
    return {name: str(number) for number, name in enumerate(chosen, 1)}
