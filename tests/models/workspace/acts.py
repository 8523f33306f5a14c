"""One act for tests: a chase that is recorded and written as a file."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from models.basics.period import PLAN_ZONE
from models.store.office.office_store import OfficeStore
from models.store.office.records import ChaseRow
from models.workspace.act import ActKind, act
from tests.models.store import test_office_store

AT = datetime(2020, 10, 15, 9, 30, tzinfo=PLAN_ZONE)
CHASE = ChaseRow(period="2020Q3", unit="610924", at=AT, channel="电话", by="王某", note="")
KEY = replace(test_office_store.KEY, enrolled_at=AT, compared=True)


def chase(store: OfficeStore, out: Path, content: bytes = b"one", name: str = "催报单.pdf") -> tuple[Path, ...]:
    with act(store, "王某", ActKind.FILE, why="到期", about={"unit": "610924"}, out=out, files={name: content}) as done:
        store.put_chase(CHASE)
    return done.paths
