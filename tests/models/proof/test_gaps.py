"""Gaps: a place where the record does not hold is told to people, whatever it is and whatever is left of it."""

import re
from collections.abc import Iterator

import pytest

from models.proof.gaps import gap_words
from models.store import UnitStore
from models.store.file.chain import FILE, HISTORIES, RecordGap, text_of
from models.store.file.schema import FACTS, FACTS_OF_PERIODS, RECORDED
from models.store.file.verifying import _WATCHED, SCHEMA
from tests.models.store.everything import fill_everything

LATIN = re.compile(r"[a-z]{3,}")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UnitStore]:
    folder = tmp_path_factory.mktemp("gaps")
    with UnitStore.create(folder / "unit", "610924") as store:
        fill_everything(store, folder)
        yield store


def places() -> list[tuple[str, str]]:
    """Every kind of place that `verify` names, with keys of rows that are here and of rows that are not."""
    gone = {table: text_of([0 for _ in columns]) for table, columns in RECORDED.items()}
    of_periods = (f"{start}2020Q3" for start in FACTS_OF_PERIODS)
    facts = [("facts", text_of([key])) for key in (*FACTS, *of_periods)]
    others = [("chain", "1"), (FILE, "甲.pdf"), (SCHEMA, "…"), ("contents", "0" * 64), ("registers", "2020Q3 R02 0")]
    lines = [(name, where) for name in HISTORIES for where in ("[1, 2]", "1", "[90, 99]", "odd")]
    cells = [(table, "2020Q3 Q06.1/last_year") for table, *_ in _WATCHED.values()]
    return [*((table, key) for table, key in gone.items() if table != "facts"), *facts, *others, *lines, *cells]


@pytest.mark.parametrize("act", [None, 1, 99])
def test_every_place_is_told_without_the_names_of_tables(store: UnitStore, act: int | None) -> None:
    told = [gap_words(store, RecordGap(act=act, what=what, where=where)) for what, where in places()]
    assert [words for words in told if LATIN.search(words.replace(".pdf", "").replace("odd", ""))] == []
    assert all("：" in words for words in told)


def test_a_row_that_is_gone_is_told_by_what_its_act_was_about(store: UnitStore) -> None:
    (act,) = [row for row in store.acts.rows() if row.kind == "draft"]
    words = gap_words(store, RecordGap(act=act.number, what="papers", where='["gone", "gone"]'))
    assert words.startswith("收到的报表“610924”：第") and "（送审稿，" in words and words.endswith("记过，现在没有了")
