"""A store with a row in every table, for tests that ask something of all of them."""

import hashlib
import sqlite3
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from models.basics.period import PLAN_ZONE
from models.sheet.cells import Cell, State
from models.sheet.explanation import Explanation
from models.sheet.rows import Row
from models.store import Store, UnitStore
from models.store.file.schema import tables_of
from models.store.office.office_store import OfficeStore
from models.workspace.act import ActKind, act

AT = datetime(2020, 10, 13, 9, 30, tzinfo=PLAN_ZONE)
PERIOD = "2020Q3"
CONTENT = b"what a paper says"
_BY_ITSELF = (
    "acts",
    "act_files",
    "stages",
    "contents",
    "history",
    "register_history",
    "tails",
)  # what the store writes


def fill_everything(store: UnitStore | OfficeStore, out: Path) -> None:
    """Put a row into every table: through the store where a person would type, else as the table takes it."""
    store.put_plan("p" * 64, "AK-LC-2020", "1", {"plan.toml": b"[plan]"})
    store.put_settings(1, '{"version":1}', AT, "王某")
    if isinstance(store, UnitStore):
        store.sheets.put_cells(PERIOD, {f"Q06.{n}": Cell(State.VALUE, Decimal(n), str(n)) for n in (1, 2)}, "张三")
        store.sheets.put_cells(PERIOD, {"Q06.1": Cell(State.VALUE, Decimal("1.65"), "1.65")}, "张三", "typed")
        for name in ("陕G00001", "陕G00002"):
            store.sheets.put_rows(PERIOD, "R02", (Row(number=1, values={"号牌号码": name}),), "张三")
        store.sheets.put_explanation(PERIOD, "CK-A17@Q06.1", Explanation("集中竣工"), "f", "张三")
    with act(store, "王某", ActKind.DRAFT, about={"unit": "610924"}, out=out, files={"a.pdf": CONTENT}):
        _the_rest(store)
    store.acts.stage("0" * 16, out)


def _the_rest(store: Store) -> None:
    """One row for each table that is still empty; every key is "x" or 1, so that references hold."""
    db: sqlite3.Connection = store._connections.db
    digest = hashlib.sha256(CONTENT).hexdigest()
    for table in sorted(tables_of(db), key=lambda name: name in ("forms", "locks", "attachments", "stamped_scans")):
        if table in _BY_ITSELF or db.execute(f"SELECT 1 FROM {table}").fetchone():
            continue
        columns = db.execute(f"PRAGMA table_info({table})").fetchall()
        named = {name: {"TEXT": "x", "INTEGER": 1, "BLOB": CONTENT}[kind] for _, name, kind, *_ in columns}
        if "sha256" in named:
            named["sha256"] = digest
        marks = ", ".join("?" * len(named))
        store._connections.write(f"INSERT INTO {table} ({', '.join(named)}) VALUES ({marks})", *named.values())
