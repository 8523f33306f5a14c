"""The unit's store: cells, rows, explanations, returns and receipts come back as they were put, with their history."""

import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from operator import is_
from pathlib import Path

import pytest

from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.plan.load import SHIPPED, load_plan
from models.returns.returns import Return
from models.sheet.cells import BLANK, Cell, State
from models.sheet.explanation import Explanation
from models.sheet.rows import Row, numbered
from models.store import ReceiptRow, UnitStore
from models.store.file.records import PART
from tests.seeds import seeds

P = "2020Q3"
AT = datetime(2020, 10, 13, 9, 30, tzinfo=PLAN_ZONE)
CELLS = {
    "Q06.1": Cell(State.VALUE, Decimal("12.50"), "１２.50 万亩", remarks=("normalised", "approximate")),
    "Q06.2": Cell(State.NIL, raw="未开展"),
    "Q06.3": Cell(State.AWAITED, note="待住建局，10月20日"),
    "Q06.4": Cell(raw="约三成", fault="unreadable"),
    "Q06.5": Cell(State.VALUE, Decimal("100000000000000"), "1e14"),
    "T06.阶段": Cell(State.VALUE, "推进中", "推进中"),
    "Q09.4": Cell(State.VALUE, "0", "0"),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[UnitStore]:
    with UnitStore.create(tmp_path, "610924") as opened:
        yield opened


def filed(*ancestors: str, reason: str = "", period: str = P) -> Return:
    return Return(
        plan_id="AK",
        plan_version="1.0.0",
        plan_digest="d" * 64,
        engine="1",
        settings=1,
        unit="610924",
        period=period,
        ancestors=ancestors,
        reason=reason,
        cover={},
        cells={},
        controls={},
        progress={},
        registers={},
        explanations={},
    )


def test_cells_of_every_state_come_back_exactly(store: UnitStore, tmp_path: Path) -> None:
    change = store.sheets.put_cells(P, CELLS, "张三")
    assert change.period == P
    assert change.addresses == tuple(CELLS)
    store.close()
    with UnitStore.open(tmp_path) as again:
        assert again.sheets.cells(P) == CELLS
        assert str(again.sheets.cells(P)["Q06.1"].value) == "12.50"
        assert again.sheets.cells("2020Q2") == {}


def test_a_blank_cell_takes_the_value_away_and_leaves_a_trace(store: UnitStore) -> None:
    store.sheets.put_cells(P, {"Q06.1": CELLS["Q06.1"]}, "张三")
    store.sheets.put_cells(P, {"Q06.1": BLANK}, "李四", "误填")
    assert store.sheets.cells(P) == {}
    last = store.sheets.history(P, "Q06.1")[-1]
    assert (last.by, last.why, last.before, last.after) == ("李四", "误填", CELLS["Q06.1"], BLANK)


def test_each_change_of_a_cell_is_in_its_history_with_person_and_reason(store: UnitStore) -> None:
    store.sheets.put_cells(P, {"Q06.1": Cell(State.VALUE, Decimal("1.2"), "1.2")}, "张三")
    store.sheets.put_cells(P, {"Q06.1": Cell(State.VALUE, Decimal("1.3"), "1.30")}, "李四", "核实后更正")
    store.sheets.put_cells(P, {"Q06.2": CELLS["Q06.2"]}, "张三")
    first, second = store.sheets.history(P, "Q06.1")
    assert (first.by, first.why, first.before.raw, first.before.state) == ("张三", "typed", "", None)
    assert (second.by, second.why, second.before.raw, second.after.raw) == ("李四", "核实后更正", "1.2", "1.30")
    assert second.after.state is State.VALUE
    assert second.at.utcoffset() == AT.utcoffset()
    assert first.at <= second.at


def test_putting_the_same_cell_again_is_no_change(store: UnitStore) -> None:
    for _ in range(2):
        store.sheets.put_cells(P, {"Q06.1": CELLS["Q06.1"]}, "张三")
    assert len(store.sheets.history(P, "Q06.1")) == 1


def test_a_float_is_refused_at_the_border(store: UnitStore) -> None:
    with pytest.raises(TypeError):
        store.sheets.put_cells(P, {"Q06.1": Cell(State.VALUE, 0.1)}, "张三")  # type: ignore[arg-type]
    assert store.sheets.cells(P) == {}


def test_register_rows_come_back_with_faults_and_who_entered_them(store: UnitStore) -> None:
    rows = tuple(
        Row(
            number=n,
            values={"号牌号码": f"陕G{n:05d}", "完成日期": "2020-09-01"},
            faults={"排量": "unreadable"},
            raw={"排量": "不详"},
        )
        for n in range(1, 10_001)
    )
    store.sheets.put_rows(P, "R02", rows[:2], "张三")
    store.sheets.put_rows(P, "R02", rows, "李四", "imported")
    assert store.sheets.rows(P, "R02") == rows
    assert store.sheets.rows(P, "R03") == ()
    register = load_plan(SHIPPED).registers["R02"]
    (told,) = store.sheets.row_history(P, register, rows[-1], "完成日期", 5)
    assert (told.by, told.why, told.after.text) == ("李四", "imported", "2020-09-01")
    store.sheets.put_rows(P, "R02", (), "张三")
    assert store.sheets.rows(P, "R02") == ()


@pytest.mark.parametrize("seed", seeds(4))
def test_rows_that_are_read_again_are_what_the_file_says_and_what_stayed_is_the_same_object(
    store: UnitStore, tmp_path: Path, seed: int
) -> None:
    draw, rows = random.Random(seed), tuple(Row(number=n, values={"项目": f"P{n}"}) for n in range(1, 5 * PART // 2))
    store.sheets.put_rows(P, "R08", rows, "测试")
    for turn in range(12):
        place = draw.randrange(len(rows))
        now = [*rows[:place], Row(number=place + 1, values={"项目": f"新{turn}"}, raw={"甲": "约"}), *rows[place + 1 :]]
        if draw.random() < 0.4:
            now = [*numbered(now[draw.choice((0, 1, PART)) :])] or now
        before = rows if draw.random() < 0.7 else None
        store.sheets.put_rows(P, "R08", now, "测试", before=before)
        if draw.random() < 0.3:
            store.sheets.put_rows("2020Q2", "R08", now[:7], "测试")
        rows, read = tuple(now), store.sheets.rows(P, "R08")
        with UnitStore.open(shutil.copytree(tmp_path, tmp_path.with_name(f"copy{turn}{seed}"))) as other:
            assert read == rows == other.sheets.rows(P, "R08")
        assert all(map(is_, read, store.sheets.rows(P, "R08")))
    with pytest.raises(ZeroDivisionError), store.transaction("测试", "typed"):
        store.sheets.put_rows(P, "R08", rows[:3], "测试")
        raise ZeroDivisionError
    assert store.sheets.rows(P, "R08") == rows, "what was taken back is not read"


def test_a_cell_of_a_register_is_followed_back_to_where_its_row_was_made(store: UnitStore) -> None:
    register = load_plan(SHIPPED).registers["R14"]

    def rows(*said: tuple[str, str]) -> list[Row]:
        return [Row(number=n, values={"电站": name, "装机": size}) for n, (name, size) in enumerate(said, 1)]

    many = [(f"{n}号", "9") for n in range(3, 450)]
    states = (
        rows(("一号", "1")),
        rows(("一号", "2"), *many),
        rows(("新", "7"), ("一号", "2"), *many),  # moved down
        rows(("新", "7"), ("一站", "2"), *many),  # called otherwise, in its place
        rows(("新", "7"), ("一站", "3"), *many),
    )
    for n, one in enumerate(states):
        store.sheets.put_rows(P, "R14", one, f"第{n}人", before=states[n - 1] if n else ())
    now = store.sheets.rows(P, "R14")
    told = [
        (one.by, one.before.text, one.after.text) for one in store.sheets.row_history(P, register, now[1], "装机", 9)
    ]
    assert told == [("第0人", "", "1"), ("第1人", "1", "2"), ("第4人", "2", "3")]
    (made,) = store.sheets.row_history(P, register, now[0], "电站", 9)
    assert (made.by, made.before) == ("第2人", BLANK)


def test_an_explanation_keeps_what_it_explained(store: UnitStore) -> None:
    said = Explanation("2019年结转项目集中竣工", "carry_over")
    store.sheets.put_explanation(P, "CK-A17@Q11.1", said, "f1", "张三")
    store.sheets.put_explanation(P, "CK-D05@R02", Explanation("确认"), "f2", "张三")
    store.sheets.put_explanation(P, "CK-D05@R02", None, "", "张三")
    assert store.sheets.explanations(P) == {"CK-A17@Q11.1": (said, "f1")}


def test_a_filed_period_is_locked_until_it_is_reopened(store: UnitStore) -> None:
    store.sheets.put_cells(P, {"Q06.1": CELLS["Q06.1"]}, "张三")
    paper = filed()
    store.returns.put(paper, AT, own=True, files=("610924_紫阳县_2020Q3_第1版.pdf",))
    assert store.sheets.filed_digest(P) == paper.digest
    with pytest.raises(AppError, match="period_filed"):
        store.sheets.put_cells(P, {"Q06.1": BLANK}, "张三")
    with pytest.raises(AppError, match="period_filed"):
        store.sheets.put_rows(P, "R02", (Row(number=1, values={}),), "张三")
    with pytest.raises(AppError, match="period_filed"):
        store.sheets.put_explanation(P, "CK-A17@Q11.1", Explanation("…"), "f", "张三")
    assert store.sheets.cells(P) == {"Q06.1": CELLS["Q06.1"]}
    store.sheets.put_cells("2020-10", {"Q10.1": CELLS["Q06.2"]}, "张三")
    store.sheets.reopen(P, "张三")
    assert store.sheets.filed_digest(P) is None
    store.sheets.put_cells(P, {"Q06.1": BLANK}, "张三")
    assert store.sheets.cells(P) == {}


def test_returns_know_their_line_and_its_heads(store: UnitStore) -> None:
    first = filed()
    second, other = filed(first.digest, reason="更正造林面积"), filed(first.digest, reason="另一台电脑")
    both = filed(*sorted((first.digest, second.digest, other.digest)), reason="合并")
    store.returns.put(first, AT, own=True)
    store.returns.put(second, AT, own=True)
    store.returns.put(other, AT, own=False)
    assert set(store.returns.heads(P)) == {second.digest, other.digest}
    assert store.sheets.filed_digest(P) == second.digest
    store.returns.put(both, AT, own=True)
    assert store.returns.heads(P) == (both.digest,)
    assert [kept.revision for kept in store.returns.filed(P)] == [1, 2, 2, 4]
    kept = store.returns.filed(P)[0]
    assert (kept.content, kept.digest, kept.filed_at, kept.own, kept.state) == (
        first.content, first.digest, AT, True, "filed",
    )  # fmt: skip


def test_a_return_taken_in_again_stays_own_and_keeps_its_files(store: UnitStore) -> None:
    store.returns.put(filed(), AT, own=True, files=("a.pdf", "a.xlsx"))
    store.returns.put(filed(), AT, own=False)
    (kept,) = store.returns.filed()
    assert kept.own
    assert kept.files == ("a.pdf", "a.xlsx")


def test_the_state_of_a_return_is_what_its_latest_receipt_says(store: UnitStore) -> None:
    paper = filed()
    store.returns.put(paper, AT, own=True)
    held = ReceiptRow(digest=paper.digest, period=P, decision="held", issued_at=AT, taken_at=AT, content=b"held")
    taken = replace(held, decision="accepted", issued_at=AT.replace(day=14), content=b"accepted")
    store.returns.put_receipt(taken)
    store.returns.put_receipt(held)
    store.returns.put_receipt(held)
    assert store.returns.filed(P)[0].state == "accepted"
    assert store.returns.receipts(P) == (held, taken)


def test_plans_stay_under_their_digest_and_the_last_put_is_current(store: UnitStore) -> None:
    assert store.current_plan_digest() is None
    store.put_plan("a" * 64, "AK", "1.0.0", {"plan.toml": b"1", "units.toml": b"2"})
    store.put_plan("b" * 64, "AK", "1.1.0", {"plan.toml": b"3"})
    assert store.current_plan_digest() == "b" * 64
    assert store.plan_files("a" * 64) == {"plan.toml": b"1", "units.toml": b"2"}
    assert store.plan_files("c" * 64) is None
    store.put_plan("a" * 64, "AK", "1.0.0", {})
    assert store.current_plan_digest() == "a" * 64
    assert store.plan_files("a" * 64) == {"plan.toml": b"1", "units.toml": b"2"}


def test_every_version_of_the_settings_is_kept_and_none_is_replaced(store: UnitStore) -> None:
    assert store.settings_text() is None
    store.put_settings(2, "two", AT, "王某")
    store.put_settings(1, "one", AT, "王某")
    store.put_settings(2, "two", AT, "王某")
    assert (store.settings_text(), store.settings_text(1), store.settings_text(3)) == ("two", "one", None)
    with pytest.raises(AppError, match="settings_clash"):
        store.put_settings(2, "other", AT, "王某")
    assert store.settings_text(2) == "two"


def test_small_facts_are_kept_and_the_stores_own_are_not_to_be_written(store: UnitStore) -> None:
    store.put_value("office_name", "市生态环境局")
    store.put_value("office_name", "安康市生态环境局")
    assert store.get_value("office_name") == "安康市生态环境局"
    assert store.get_value("nothing") is None
    with pytest.raises(ValueError, match="store"):
        store.put_value("store.unit", "M01")


@pytest.mark.parametrize("act", ["a cell", "rows"])
def test_what_is_kept_costs_the_same_however_long_the_history(store: UnitStore, act: str) -> None:
    """No statement goes through all lines of a history, by what SQLite says of its plans."""

    def keep(text: str) -> None:
        if act == "a cell":
            store.sheets.put_cells(P, {"Q06.1": Cell(State.VALUE, Decimal(text), text)}, "张三")
        else:
            store.sheets.put_rows(P, "R08", [Row(number=1, values={"项目名称": text})], "张三")

    db, said = store._connections.db, list[str]()
    keep("1")
    db.set_trace_callback(said.append)
    keep("2")
    db.set_trace_callback(None)
    asked = [one for one in said if one.startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))]
    plans = [line[3] for one in asked for line in db.execute(f"EXPLAIN QUERY PLAN {one}")]
    assert len(asked) > 3 and not [line for line in plans if line.startswith("SCAN") and "history" in line]
