"""A cell that is kept costs the same however long the history has become: nothing goes through all of its lines."""

from decimal import Decimal

import pytest

from models.sheet.cells import Cell, State
from models.sheet.rows import Row
from models.store import UnitStore

P = "2020Q3"
ASKED = ("SELECT", "INSERT", "UPDATE", "DELETE")


def scanned(store: UnitStore, act: str) -> list[str]:
    """The histories that statements of an act go through as a whole, by what SQLite says of its plans."""
    db, said = store._connections.db, list[str]()
    db.set_trace_callback(said.append)
    if act == "a cell":
        store.sheets.put_cells(P, {"Q06.1": Cell(State.VALUE, Decimal(2), "2")}, "张三")
    else:
        store.sheets.put_rows(P, "R08", (Row(number=1, values={"项目名称": "二"}),), "张三")
    db.set_trace_callback(None)
    asked = [one for one in said if one.startswith(ASKED)]
    assert len(asked) > 3
    plans = [line[3] for one in asked for line in db.execute(f"EXPLAIN QUERY PLAN {one}")]
    return [line for line in plans if line.startswith("SCAN") and "history" in line]


@pytest.mark.parametrize("act", ["a cell", "rows"])
def test_no_statement_goes_through_a_whole_history(store: UnitStore, act: str) -> None:
    store.sheets.put_cells(P, {"Q06.1": Cell(State.VALUE, Decimal(1), "1")}, "张三")
    store.sheets.put_rows(P, "R08", (Row(number=1, values={"项目名称": "一"}),), "张三")
    assert scanned(store, act) == []
