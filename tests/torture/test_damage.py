"""Damage: bytes of a store are changed at random; it is refused in a sentence, named, or not touched — never a crash."""

import random
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from models.basics.errors import AppError, MachineError
from models.plan.load import SHIPPED, load_plan, plan_files
from models.sheet.cells import Cell, State
from models.store import UnitStore
from models.store.file.files import STORE
from models.workspace.unit_workspace import UnitWorkspace
from tests.altered import alter


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("whole")
    plan = load_plan(SHIPPED)
    with UnitStore.create(folder, "610924") as made:
        made.put_plan(plan.digest, plan.id, plan.version, plan_files(SHIPPED))
        cells = {f"Q06.{n}": Cell(State.VALUE, Decimal(n), str(n)) for n in range(1, 8)}
        made.sheets.put_cells("2020Q3", cells, "张三")
    return (folder / STORE).read_bytes()


def test_damage_at_random_is_refused_named_or_harmless(store: bytes, tmp_path: Path) -> None:
    chance = random.Random(20201015)
    found: Counter[str] = Counter()
    for number in range(40):
        damaged = bytearray(store)
        for _ in range(chance.choice((1, 8, 64))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / STORE).write_bytes(damaged)
        try:
            with UnitWorkspace.open(folder) as workspace:
                workspace.sheet("2020Q3")
                found["named" if workspace.store.acts.verify() else "read"] += 1
        except (AppError, MachineError) as error:
            found[error.code] += 1
    assert found.total() == 40
    assert found["store_damaged_alone"] > 20


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE cells SET value = 'abc' WHERE address = 'Q06.1'",
        "UPDATE cells SET state = 'odd' WHERE address = 'Q06.1'",
        "UPDATE plan_files SET content = x'00' WHERE name = 'plan.toml'",
        "INSERT INTO registers VALUES ('2020Q3', 'R02', 0, x'0011')",
    ],
)
def test_what_cannot_be_what_the_program_wrote_is_damage(store: bytes, tmp_path: Path, sql: str) -> None:
    (tmp_path / STORE).write_bytes(store)
    alter(tmp_path, sql)
    with UnitWorkspace.open(tmp_path) as workspace, pytest.raises(MachineError, match="store_damaged"):
        workspace.sheet("2020Q3")


def test_a_damaged_header_is_damage_and_no_bug(store: bytes, tmp_path: Path) -> None:
    damaged = bytearray(store)
    damaged[19] = 9  # the version that is needed to read the file
    (tmp_path / STORE).write_bytes(damaged)
    with pytest.raises(MachineError, match="store_damaged"):
        UnitWorkspace.open(tmp_path)
