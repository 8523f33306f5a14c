"""Single figures of a unit's own book, by their mapping: what cannot be known of a figure is refused, not guessed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from forms.given.cells import GivenCell, SheetCells
from forms.own_book.links import suggested, texts_of
from forms.own_book.reading import as_it_stands
from models.filling.own_book import Link, OwnBook, read_books, written
from tests.forms.own_book.test_own_lists import county

TABLE = [["项目", "计量单位", "计划", "1-9月完成"], ["人工造林", "亩", 20000, 12000], ["封山育林", "亩", 40000, 35000]]
WANTED = {"Q06.1": "1.2", "Q06.3": "3.5"}


def page_of(rows: Sequence[Sequence[Any]], merged: str = "") -> SheetCells:
    cells = {y: {x: GivenCell(str(one)) for x, one in enumerate(row, 1) if one != ""} for y, row in enumerate(rows, 1)}
    places = {(y, 2): (4, 2) for y in (4, 5)} if merged else {}
    return SheetCells(title="三季度", rows=cells, merged=places)


def mapped(rows: Sequence[Sequence[Any]], column: int) -> tuple[Link, ...]:
    made = OwnBook(sheet="三季度", links=suggested(page_of(rows), county(), column))
    return read_books(written([made]))[0].links  # as a workspace keeps it


def taken(rows: Sequence[Sequence[Any]], links: Sequence[Link], period: str = "", merged: str = "") -> dict[str, str]:
    texts, refused = texts_of(page_of(rows, merged), links, county(), period)
    assert len(texts) + len(refused) == len(links), "each is taken or told"
    return {one.address: one.text for one in texts}


@pytest.mark.parametrize(
    ("address", "text", "factor", "formatless", "taken"),
    [
        ("Q11.3", "0.9043", "1", True, ""),
        ("Q11.3", "1.05", "1", True, ""),
        ("Q11.3", "90.43", "1", True, "90.43"),
        ("Q11.3", "0.9043", "100", True, "90.43"),  # somebody has said what it is
        ("Q11.3", "0.9043", "1", False, "0.9043"),
        ("Q06.1", "0.9043", "1", True, "0.9043"),
    ],
)
def test_a_share_of_a_book_that_shows_no_formats_is_refused_with_both_readings(
    address: str, text: str, factor: str, *, formatless: bool, taken: str
) -> None:
    rows = {1: {1: GivenCell("项"), 2: GivenCell("数")}, 2: {1: GivenCell("甲"), 2: GivenCell(text)}}
    page = SheetCells(title="一季度", rows=rows, formatless=formatless)
    link = Link(address=address, label="甲", label_column=1, row=2, head="数", column=2, factor=factor)
    texts, refused = texts_of(page, [link], county())
    assert [one.text for one in texts] == ([taken] if taken else [])
    assert [text in one.reason for one in refused] == ([] if taken else [True])


TABLES = {  # what a book says of its measure → the same with another one
    "in the line": (TABLE, [TABLE[0], ["人工造林", "万亩", 2, 1.2], ["封山育林", "公顷", 2666, 2333]], 4),
    "behind the name": (
        [["项目", "1-9月完成"], ["人工造林（亩）", 12000], ["封山育林（亩）", 35000]],
        [["项目", "1-9月完成"], ["人工造林（万亩）", 1.2], ["封山育林（万亩）", 3.5]], 2,
    ),
    "in the head": (
        [["项目", "1-9月完成（亩）"], ["人工造林", 12000], ["封山育林", 35000]],
        [["项目", "1-12月完成（万亩）"], ["人工造林", 1.2], ["封山育林", 3.5]], 2,
    ),
    "above all": (
        [["单位：亩、个"], ["项目", "1-9月完成"], ["人工造林", 12000], ["封山育林", 35000]],
        [["单位：万亩、个"], ["项目", "1-9月完成"], ["人工造林", 1.2], ["封山育林", 3.5]], 2,
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", TABLES)
def test_a_book_that_says_another_measure_than_when_it_was_mapped_is_asked(kind: str) -> None:
    then, now, column = TABLES[kind]
    links = mapped(then, column)
    assert taken(then, links) == WANTED and taken(now, links) == {}
    _, refused = texts_of(page_of(now), links, county())
    assert all("计量单位" in one.reason and "亩" in one.reason for one in refused)
    old = [replace(one, said=None) for one in links]  # mapped before measures were kept
    assert taken(then, old) == WANTED and taken(now, old) == {}
    again = as_it_stands(page_of(now), OwnBook(sheet="三季度", links=links), county())
    assert {one: text[:5] for one, text in taken(now, again.links).items()} == {
        "Q06.1": "1.2",
        "Q06.3": taken(now, again.links)["Q06.3"][:5],
    }
    assert [one.said for one in again.links] != [one.said for one in links]


def test_a_factor_that_a_person_has_chosen_holds_as_long_as_the_book_says_the_same() -> None:
    links = [replace(one, factor="0.01") for one in mapped(TABLE, 4)]
    assert taken(TABLE, links) == {"Q06.1": "120", "Q06.3": "350"}


def test_a_line_is_found_below_inserted_ones_and_below_dashes_and_texts() -> None:
    links = mapped(TABLE, 4)
    rows = [["说明", "（续）"], *TABLE[:1], ["飞播造林", "亩", "", "—"], ["四旁植树", "亩", "", "3.5万亩"], *TABLE[1:]]
    assert taken(rows, links) == WANTED


def test_a_figure_over_several_lines_is_nobodys() -> None:
    rows = [["单位：亩"], [], ["项目", "完成"], ["人工造林", 12000], ["封山育林", ""]]
    links = mapped([*rows[:3], ["人工造林", 12000], ["封山育林", 35000]], 2)
    assert taken(rows, links, merged="B4:B5") == {}


def test_of_heads_that_differ_in_figures_alone_the_one_of_an_earlier_period_is_not_taken_for_this_one() -> None:
    both = [["项目", "1-6月", "1-9月"], ["人工造林", 1, 2], ["封山育林", 3, 4]]
    links = mapped(both, 2)
    period = county().period_id
    assert taken(both, links, period) == {"Q06.1": "1", "Q06.3": "3"}, "the same period again"
    assert taken(both, links, "2020Q2") == {}
    assert taken([["项目", "1-9月"], ["人工造林", 2], ["封山育林", 4]], links, "2020Q2") == {"Q06.1": "2", "Q06.3": "4"}
