"""What is altered behind the program is named: by the chain of acts, by the hashes of their rows, by the schema."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from models.basics.errors import AppError
from models.city.adjudication import Adjudication
from models.proof.proof import head_of, holds, parse_head
from models.sheet.cells import Cell, State
from models.sheet.explanation import Explanation
from models.store import UnitStore
from models.store.file import verifying
from models.store.file.chain import row_hash
from models.store.file.schema import RECORDED
from models.store.office.office_store import OfficeStore
from models.workspace.act import ActKind, act
from tests.altered import alter
from tests.models.workspace.acts import AT, CHASE, KEY, chase


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("UPDATE chases SET note = 'x' WHERE id = 1", "chases"),
        ("DELETE FROM chases WHERE id = 1", "chases"),
        ("INSERT INTO chases SELECT 9, period, unit, at, channel, person, note FROM chases WHERE id = 1", "chases"),
        ("UPDATE adjudications SET value = '99.65'", "adjudications"),
        ("UPDATE contents SET content = x'00'", "file"),
        ("DELETE FROM act_files", "file"),
        ("UPDATE acts SET person = 'x' WHERE number = 1", "chain"),
        ("UPDATE acts SET recorded = '[]' WHERE number = 1", "chain"),
        ("UPDATE acts SET about = 'x' WHERE number = 1", "chain"),
        ("DELETE FROM acts WHERE number = 2", "chain"),
    ],
)
def test_what_is_altered_behind_the_program_is_named(store: OfficeStore, tmp_path: Path, sql: str, table: str) -> None:
    chase(store, tmp_path / "out")
    for value in ("1.65", "1.66"):
        store.put_adjudication(
            Adjudication(
                period="2020Q3",
                indicator="Q06",
                value=Decimal(value),
                reason="r",
                document="d",
                by="王某",
                checked_by="李某",
                at=AT,
                rests_on={},
            )
        )
    assert store.acts.verify() == ()
    alter(store.folder, sql)
    assert table in {gap.what for gap in store.acts.verify()}


def test_every_table_that_counts_is_watched(store: OfficeStore) -> None:
    """The tables that are not recorded by acts: working sheets with their own history, caches of names, the acts and tails."""
    tables = {
        name
        for (name,) in store._rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%sqlite%'")
    }
    working = {
        "history", "cells", "registers", "register_history", "explanations", "locks", "slice_answers",
        "supplies", "carried", "evidence_files", "attachments",
    }  # fmt: skip
    assert tables - set(RECORDED) - working == {"acts", "act_files", "contents", "stages", "tails"}


def test_a_column_that_comes_later_leaves_the_hashes_of_older_rows(store: OfficeStore) -> None:
    assert row_hash({"a": "1", "b": b"x"}) == row_hash({"a": "1", "b": b"x", "later": None})
    assert row_hash({"a": "1", "b": b"x"}) != row_hash({"a": "1", "b": "x"})


def test_a_store_of_before_the_chain_is_adopted_as_one_act(store: OfficeStore) -> None:
    store.put_chase(CHASE)
    store.put_key(KEY)
    alter(store.folder, "DELETE FROM acts WHERE number = 2")
    assert {gap.what for gap in store.acts.comparison.verified()} == {"keys", "history"}
    store.acts.begin_tails()
    assert [gap.what for gap in store.acts.verify()] == ["keys"]
    store.acts.adopt()
    assert [(row.kind, len(row.recorded)) for row in store.acts.rows()] == [
        ("write", 1),
        ("adopt", 2),  # the key, and the line of its history
    ]
    assert store.acts.comparison.verified() == ()


def test_a_head_on_a_paper_finds_a_past_that_was_rewritten_with_all_its_hashes(tmp_path: Path) -> None:
    heads = []
    for note in ("", "改过"):
        with OfficeStore.create(tmp_path / f"office{note}") as other:
            other.put_chase(replace(CHASE, note=note))
            heads.append(head_of(other))
            assert other.acts.verify() == ()
            assert [holds(other, head) for head in heads] == ([False, True] if note else [True])
    assert parse_head(heads[0].words) == heads[0]
    with pytest.raises(AppError, match="head_unreadable"):
        parse_head("128 xyz")


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE history SET person = '别人'", "history"),
        ("UPDATE history SET after = replace(after, '1.65', '9.65')", "history"),
        ("DELETE FROM history WHERE id = 2", "history"),
        ("UPDATE cells SET value = '9.65' WHERE address = 'Q06.1'", "cells"),
        ("DELETE FROM cells WHERE address = 'Q06.1'", "cells"),
        ("INSERT INTO cells SELECT period, 'Q06.9', state, value, numeric, raw, note, remarks, fault FROM cells LIMIT 1",
         "cells"),
        ("UPDATE explanations SET text = '别的'", "explanations"),
    ],
)  # fmt: skip
def test_a_cell_or_its_history_altered_behind_the_program_is_named(tmp_path: Path, sql: str, what: str) -> None:
    with UnitStore.create(tmp_path, "610924") as store:
        for number, value in enumerate(("1.64", "1.65", "1.66"), 1):
            store.sheets.put_cells("2020Q3", {"Q06.1": Cell(State.VALUE, Decimal(value), value)}, "张三")
            store.sheets.put_cells("2020Q3", {f"Q07.{number}": Cell(State.VALUE, Decimal("1"), "1")}, "张三")
        store.sheets.put_explanation("2020Q3", "CK-B01", Explanation("因故", "R1"), "f", "张三")
        with act(store, "张三", ActKind.SET):
            pass
        assert store.acts.verify() == ()
        assert alter(tmp_path, sql)
        assert what in {gap.what for gap in store.acts.verify()}


def test_triggers_that_are_gone_are_named(store: OfficeStore) -> None:
    alter(store.folder, "SELECT 1", put_back=False)
    assert [gap.what for gap in store.acts.verify()] == ["schema"]


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TRIGGER more AFTER INSERT ON papers BEGIN UPDATE papers SET good = 1; END",
        "CREATE VIEW more AS SELECT 1",
        "ALTER TABLE papers ADD COLUMN more TEXT",
        "DROP INDEX papers_place",
    ],
)
def test_what_a_new_store_does_not_have_is_named(store: OfficeStore, sql: str) -> None:
    alter(store.folder, sql)
    assert [gap.what for gap in store.acts.verify()] == ["schema"]


def test_nothing_is_issued_from_an_altered_record_and_our_own_acts_are_not_read_again(
    store: OfficeStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    verify = verifying.verify
    monkeypatch.setattr(verifying, "verify", lambda of: compared.append("once") or verify(of))
    for name in ("a.pdf", "b.pdf"):
        with act(store, "王某", ActKind.PACK, out=tmp_path / "out", files={name: b"%PDF"}):
            store.put_value("office_name", name)
    assert compared == ["once"]
    alter(store.folder, "UPDATE facts SET value = 'x' WHERE key = 'office_name'")
    with pytest.raises(AppError, match="record_broken"), act(store, "", ActKind.PACK, files={"c.pdf": b"%PDF"}):
        pass
    assert compared == ["once"] * 2
    assert store.acts.rows()[-1].recorded[("file", "b.pdf")]
