"""What a book would change, before it is taken: every cell and row with its fate, nothing lost and nothing guessed."""

from functools import cache
from typing import Any

import pytest

from models.filling.offer import Offer, OfferedRow, OfferedText
from models.filling.proposal import Fate, applied, propose
from models.filling.proposals import propose_all
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Plan
from models.returns.frozen import freeze
from models.settings.settings import Settings
from models.sheet.cells import Cell, State, read_cell
from models.sheet.rows import read_row
from models.sheet.sheet import Sheet

COUNTY, POLICE, Q3 = "610902", "M10", "2020Q3"


@cache
def plan() -> Plan:
    return load_plan(SHIPPED)


def county(**cells: str) -> Sheet:
    said = {
        name.replace("_", "."): read_cell(plan().items[name.replace("_", ".")], text) for name, text in cells.items()
    }
    return Sheet(plan=plan(), unit_id=COUNTY, period_id=Q3, settings=Settings(), cells=said)


def police(*rows: dict[str, str]) -> Sheet:
    register = plan().registers["R02"]
    kept = tuple(read_row(register, number, row) for number, row in enumerate(rows, 1))
    return Sheet(plan=plan(), unit_id=POLICE, period_id="2020Y初步", settings=Settings(), registers={"R02": kept})


def texts(*said: tuple[str, str]) -> Offer:
    return Offer(
        name="表",
        texts=tuple(
            OfferedText(address=address, text=text, place=f"第{n}行") for n, (address, text) in enumerate(said, 2)
        ),
    )


def cars(*rows: dict[str, str]) -> Offer:
    return Offer(name="名单", rows=tuple(OfferedRow("R02", row, f"第{n}行") for n, row in enumerate(rows, 2)))


def car(plate: str, **more: str) -> dict[str, str]:
    return {"号牌号码": plate, "号牌种类": "大型汽车", **more}


def test_each_cell_is_new_changed_or_unchanged_and_only_the_first_two_are_put() -> None:
    sheet = county(Q06_1="5", Q06_3="12.50")
    found = propose(sheet, texts(("Q06.1", "6"), ("Q06.3", "12.5"), ("Q06.4", "0")))
    assert {one.address: one.fate for one in found.cells} == {
        "Q06.1": Fate.CHANGED, "Q06.3": Fate.UNCHANGED, "Q06.4": Fate.NEW,
    }  # fmt: skip
    assert set(found.new_cells()) == {"Q06.1", "Q06.4"}
    after = applied(sheet, found)
    assert [after.cells[at].text for at in ("Q06.1", "Q06.3", "Q06.4")] == ["6", "12.5", "0"]
    assert after.cells["Q06.3"].raw == "12.50", "what means the same stays as it was typed"
    assert propose(after, found.offer).empty, "the same book again changes nothing"


def test_taking_texts_gives_the_bytes_of_typing_them() -> None:
    said = {"Q06.1": "１．２０", "Q06.3": "约5.15", "Q06.4": "2.1万亩", "Q06.5": "500亩", "Q22.1": " 1,480 "}
    typed = Sheet(
        plan=plan(),
        unit_id=COUNTY,
        period_id=Q3,
        settings=Settings(),
        cells={at: read_cell(plan().items[at], text) for at, text in said.items()},
    )
    taken = applied(county(), propose(county(), texts(*said.items())))
    assert freeze(taken).content == freeze(typed).content


def test_an_approximate_figure_is_not_the_same_as_the_figure() -> None:
    (change,) = propose(county(Q06_1="5.15"), texts(("Q06.1", "约5.15"))).cells
    assert change.fate is Fate.CHANGED


def test_a_blank_never_takes_the_place_of_what_is_there_and_says_so() -> None:
    sheet = county(Q06_1="5")
    found = propose(sheet, texts(("Q06.1", "  ")))
    (kept,) = found.cells
    assert kept.fate is Fate.UNCHANGED and "保留" in kept.reason
    assert applied(sheet, found).cells["Q06.1"].text == "5"


@pytest.mark.parametrize(
    ("address", "text", "word"),
    [
        ("Q06.1", "1.2—1.5", "区间"),
        ("Q06.1", "一二三", "中文数字"),
        ("Q06.1", "#REF!", "出错提示"),
        ("Q06.1", "/", "未开展"),
        ("Q06.1", "5公斤", "计量单位"),
        ("T01.阶段", "差不多了", "推进中"),
        ("封面.报出日期", "2020-11-31", "不存在"),
        ("Q12.1", "3", "Q12.1"),
        ("Q24.1/last_year", "3", "上年同期"),
        ("Q99.9", "3", "Q99.9"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_place_and_a_reason(address: str, text: str, word: str) -> None:
    found = propose(county(Q06_1="5"), texts((address, text)))
    (refused,) = found.refused
    assert refused.place == "第2行" and word in refused.reason and "last_year" not in refused.reason
    assert found.empty and found.counts()[Fate.REFUSED] == 1


def test_two_figures_for_one_cell_are_both_refused_and_the_same_one_again_once() -> None:
    two = propose(county(), texts(("Q06.1", "1"), ("Q06.1", "2")))
    assert two.empty and "第2行" in two.refused[0].place and "第3行" in two.refused[0].place
    again = propose(county(), texts(("Q06.1", "1"), ("Q06.1", "1")))
    assert again.new_cells()["Q06.1"].text == "1" and [one.place for one in again.refused] == ["第3行"]
    blank = propose(county(), texts(("Q06.1", ""), ("Q06.1", "1")))
    assert blank.new_cells()["Q06.1"].text == "1" and blank.refused == ()


def test_a_state_goes_into_a_cell_and_not_into_a_text_of_the_cover() -> None:
    said = OfferedText(address="Q06.1", text="", place="第2行", state=State.AWAITED, note="林业局，10月20日")
    found = propose(
        county(),
        Offer(name="表", texts=(said, OfferedText(address="封面.填表人", text="", place="第3行", state=State.NA))),
    )
    assert found.new_cells() == {"Q06.1": Cell(State.AWAITED, note="林业局，10月20日")}
    assert [one.place for one in found.refused] == ["第3行"]


def test_our_own_derived_figures_read_back_are_no_control_figures() -> None:
    sheet = county(Q06_1="1", Q06_2="1", Q06_3="1", Q06_4="1", Q06_5="1")
    assert sheet.cell("Q06.6").text == "5"
    found = propose(sheet, texts(("Q06.6", "5")))
    assert found.empty
    other = propose(sheet, texts(("Q06.6", "6")))
    assert applied(sheet, other).control("Q06.6") is not None


def test_rows_are_matched_by_their_key_in_any_order_and_none_is_lost() -> None:
    sheet = police(car("陕G00001", 县区="汉滨区"), car("陕G00002"), car("陕G00003", 所有人="甲"))
    found = propose(sheet, cars(car("陕g00003", 县区="石泉县"), car("陕G00009"), car("陕G00001", 县区="汉滨区")))
    assert [one.fate for one in found.rows] == [Fate.CHANGED, Fate.NEW, Fate.UNCHANGED]
    (after,) = found.new_rows().values()
    assert [row.get("号牌号码") for row in after] == ["陕G00001", "陕G00002", "陕G00003", "陕G00009"]
    assert (after[2].get("县区"), after[2].get("所有人")) == ("石泉县", "甲"), "a column the book leaves blank is kept"
    assert [row.get("号牌号码") for row in found.kept["R02"]] == ["陕G00002"]
    assert any("1 行" in remark and "保留" in remark for remark in found.remarks)
    assert [row.number for row in after] == [1, 2, 3, 4]


def test_the_same_list_twice_changes_nothing_even_where_a_row_has_no_key() -> None:
    offer = cars(car("陕G00001"), car("陕G00001", 县区="汉滨区"), {"完成日期": "2020.8.7"}, {"完成日期": "8.7"})
    once = applied(police(), propose(police(), offer))
    assert len(once.registers["R02"]) == 4, "a vehicle that stands twice stays twice, for CK-D01 to find"
    again = propose(once, offer)
    assert again.empty and {one.fate for one in again.rows} == {Fate.UNCHANGED}


def test_a_text_a_row_cannot_read_stays_as_it_was_typed_and_is_named() -> None:
    (change,) = propose(police(), cars(car("陕G00001", 完成日期="2020-11-31"))).rows
    assert change.unread == ("完成日期",) and change.after.raw["完成日期"] == "2020-11-31"


def test_a_register_of_another_unit_is_refused_row_by_row() -> None:
    found = propose(county(), cars(car("陕G00001"), car("陕G00002")))
    assert found.empty and [one.place for one in found.refused] == ["第2行", "第3行"]


def test_the_order_of_a_books_lines_does_not_matter() -> None:
    said: list[Any] = [("Q06.1", "1"), ("Q06.3", "2"), ("Q06.4", "3")]
    one, other = propose(county(), texts(*said)), propose(county(), texts(*reversed(said)))
    assert freeze(applied(county(), one)).content == freeze(applied(county(), other)).content


def test_books_that_disagree_are_named_and_neither_is_taken_in_whatever_order_they_come() -> None:
    one, other = texts(("Q06.1", "1"), ("Q06.3", "3")), texts(("Q06.1", "2"), ("Q06.4", "4"), ("Q06.3", ""))
    for offers in ((one, other), (other, one)):
        found = propose_all(county(), offers)
        assert {at: cell.text for each in found for at, cell in each.new_cells().items()} == {
            "Q06.3": "3",
            "Q06.4": "4",
        }
        reasons = [refused.reason for each in found for refused in each.refused]
        assert len(reasons) == 2 and len(set(reasons)) == 1
        assert "“人工造林（Q06.1）”各表说法不同" in reasons[0], "which place, and what each book says of it"
        assert "、".join(f"表 {offer.texts[0].text}" for offer in offers) in reasons[0]


def test_books_that_complete_one_row_are_joined_and_those_that_contradict_each_other_are_not() -> None:
    one, other = cars(car("陕G00001", 县区="汉滨区"), car("陕G00002", 县区="汉滨区")), cars(
        car("陕G00001", 所有人="甲"), car("陕G00002", 县区="石泉县")
    )  # fmt: skip
    for offers in ((one, other), (other, one)):
        found = propose_all(police(), offers)
        (rows,) = found[-1].new_rows().values()
        assert [dict(row.values) for row in rows] == [car("陕G00001", 县区="汉滨区", 所有人="甲")]
        reasons = [refused.reason for each in found for refused in each.refused]
        assert len(reasons) == 2 and all("·陕G00002·大型汽车”各表说法不同" in reason for reason in reasons)


@pytest.mark.parametrize(
    ("again", "same"), [("1.20", True), ("12000亩", True), ("１．２", True), ("约1.2", False), ("1.3", False)]
)
def test_one_figure_written_in_two_ways_is_one_figure_in_one_book_and_in_two(again: str, *, same: bool) -> None:
    found = propose(county(), texts(("Q06.1", "1.2"), ("Q06.1", again)))
    assert found.new_cells().get("Q06.1") == (read_cell(plan().items["Q06.1"], "1.2") if same else None)
    (told,) = found.refused
    assert ("重复的一行" in told.reason) is same and ("不同的数" in told.reason) is not same
    both = propose_all(county(), [texts(("Q06.1", "1.2")), texts(("Q06.1", again))])
    assert bool(both[0].new_cells()) is same


def town(name: str, figure: str) -> OfferedRow:
    return OfferedRow("R06", {"镇名": name, "县区": "汉滨区", "排放量": figure}, "第2行")


@pytest.mark.parametrize("name", ["恒 口 镇", "恒\u3000口镇", "恒口镇"])
def test_a_name_with_blanks_inside_is_the_row_that_stands_here_and_keeps_its_name(name: str) -> None:
    kept = read_row(plan().registers["R06"], 1, town("恒口镇", "12").texts)
    sheet = Sheet(plan=plan(), unit_id=COUNTY, period_id=Q3, settings=Settings(), registers={"R06": (kept,)})
    found = propose(sheet, Offer(name="表", rows=(town(name, "13"),)))
    assert [name in one and "只差空格" in one for one in found.remarks] == [True] * (name != "恒口镇")
    (row,) = found.rows
    assert (row.fate, row.after.get("镇名"), row.after.get("排放量")) == (Fate.CHANGED, "恒口镇", "13")
    (same,) = propose(sheet, Offer(name="表", rows=(town(name, "12"),))).rows
    assert same.fate is Fate.UNCHANGED
    books = [Offer(name=f"表{figure}", rows=(town(one, figure),)) for one, figure in ((name, "13"), ("恒口镇", "14"))]
    assert not any(one.rows for one in propose_all(sheet, books)), "two books that say it differently are asked"
    books = [Offer(name=f"表{n}", rows=(town(one, "13"),)) for n, one in enumerate((name, "恒口镇"))]
    assert [len(one.rows) for one in propose_all(sheet, books)] != [0, 0], "two that say the same are not"
