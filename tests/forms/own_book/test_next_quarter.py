"""A workbook mapped in one quarter and dropped in the next: found again wherever its parts moved, and asked where not."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from forms.given_books.books import read_given
from forms.own_book.links import suggested
from forms.own_book.reading import read_file
from models.filling.offer import Offer
from models.filling.own_book import OwnBook, read_books, with_book, written
from models.settings.settings import Settings
from models.sheet.sheet import Sheet
from tests.forms.given.made_books import book
from tests.forms.own_book.test_own_lists import county, plan

HEADS = ["指标", "单位", "全年任务", "1-6月完成", "去年同期"]
BEFORE = [
    ["汉滨区2020年上半年造林绿化情况"],
    HEADS,
    ["人工造林", "亩", 30000, 12000, 11000],
    ["封山育林", "亩", 9000, 5000, 1],
]
TITLE, NOW = "汉滨区2020年前三季度造林绿化情况", ["指标", "单位", "全年任务", "1-9月完成", "去年同期"]
LINES = [["人工造林", "亩", 30000, 25000, 22000], ["封山育林", "亩", 9000, 8000, 7000]]
WANTED = {"Q06.1": "2.5", "Q06.3": "0.8"}


def known() -> tuple[OwnBook, ...]:
    page = read_given(book(BEFORE, "造林"), "表.xlsx").sheets[0]
    half_year = Sheet(plan=plan(), unit_id="610902", period_id="2020Q2", settings=Settings())
    links = suggested(page, half_year, 4)
    assert [(one.address, one.factor) for one in links] == [("Q06.1", "0.0001"), ("Q06.3", "0.0001")]
    return read_books(written(with_book((), OwnBook(sheet="造林", period="2020Q2", links=links))))


def offered(folder: Path, *rows: Sequence[Any], title: str = "造林") -> Offer:
    path = folder / "表.xlsx"
    path.write_bytes(book(rows, title))
    return read_file(path, county(), known())


def said(offer: Offer) -> dict[str, str]:
    return {one.address: one.text for one in offer.texts}


def test_rows_and_columns_that_came_in_are_passed_over_and_nothing_is_asked(tmp_path: Path) -> None:
    above = [[TITLE], ["填报单位：汉滨区林业局"], [], NOW, ["飞播造林", "亩", 1, 1, 1], *LINES]
    beside = [[TITLE], ["序号", *NOW], *[[n, *line] for n, line in enumerate(LINES, 1)]]
    moved = [[TITLE], [*NOW[:2], NOW[3], NOW[2]], *[[*line[:2], line[3], line[2]] for line in LINES]]
    for rows in (above, beside, moved):
        offer = offered(tmp_path, *rows)
        assert said(offer) == WANTED and offer.remarks == () and offer.refused == ()


def test_the_only_sheet_that_holds_all_of_it_is_it_and_the_new_name_is_told(tmp_path: Path) -> None:
    heads = ["指标", "单位", "全年任务", "实际（1-6月）", "去年同期"]
    page = read_given(book([BEFORE[0], heads, *BEFORE[2:]], "造林"), "表.xlsx").sheets[0]
    own = OwnBook(sheet="造林", period="2020Q2", links=suggested(page, county(), 4))
    (tmp_path / "表.xlsx").write_bytes(book([[TITLE], [*heads[:3], "实际（1-9月）", "去年同期"], *LINES], "Sheet1"))
    offer = read_file(tmp_path / "表.xlsx", county(), [own])
    assert said(offer) == WANTED and any("造林" in one and "Sheet1" in one for one in offer.remarks)


def test_the_months_of_one_quarter_are_not_those_of_the_year_so_far(tmp_path: Path) -> None:
    only = offered(tmp_path, [TITLE], [*NOW[:3], "7-9月完成"], *[line[:4] for line in LINES])
    assert said(only) == {} and ["1-6月完成" in one.reason for one in only.refused] == [True, True]
    both = offered(tmp_path, [TITLE], [*NOW[:3], "7-9月完成", "1-9月完成"], *[[*one[:3], 9, one[3]] for one in LINES])
    assert said(both) == WANTED


@pytest.mark.parametrize(
    ("title", "head", "word"),
    [
        ("汉滨区2020年上半年造林绿化情况", "1-6月完成", "上半年"),
        ("汉滨区2019年前三季度造林绿化情况", "1-9月完成", "2019年"),
        ("造林绿化情况", "1-6月完成", "1-6月"),
        ("汉阴县2020年前三季度造林绿化情况", "1-9月完成", "汉阴县"),
    ],
)
def test_last_quarters_last_years_and_a_neighbours_file_are_asked_about(
    title: str, head: str, word: str, tmp_path: Path
) -> None:
    offer = offered(tmp_path, [title], [*NOW[:3], head], *[line[:4] for line in LINES])
    assert said(offer) == WANTED and any(word in one and "拿错" in one for one in offer.remarks)


def test_a_measure_that_is_no_longer_written_is_told(tmp_path: Path) -> None:
    offer = offered(tmp_path, [TITLE], ["指标", *NOW[2:]], *[[line[0], *line[2:]] for line in LINES])
    assert said(offer) == WANTED
    assert any("人工造林、封山育林" in one and "倍数" in one for one in offer.remarks)
