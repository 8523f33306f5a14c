"""A book on its way from the worker: in pieces no thread notices, and nothing of it is lost; how far it is, is told."""

from datetime import UTC, datetime
from typing import Any

import pytest

from forms.given import pieces
from forms.given.cells import ForeignBook, GivenCell, SheetCells
from forms.given.pieces import Arriving, give_away
from forms.given_books.books import read_given
from forms.guards.worker import shared_worker
from tests.forms.given.made_books import book as made_book

ODD = (
    GivenCell("甲"),
    GivenCell("1", formula=True, rounded=True),
    GivenCell("", formula=True, stale=True),
    GivenCell("5800", seen="0.6万", turned=True),
    GivenCell("5", seen=""),
    GivenCell("42481", day="2020-04-21"),
    GivenCell("1", rough=True, year_unseen=True, struck=True, faint=True),
)


def foreign() -> ForeignBook:
    odd = SheetCells(
        title="表一",
        rows={3: dict(enumerate(ODD, 1)), 9: {2: GivenCell("尾")}},
        hidden=frozenset({9}),
        hidden_columns=frozenset({2}),
        merged={(row, 1): (3, 1) for row in range(3, 9)},
        dressed=True,
        veiled=((1, 2, 1, 2),),
    )
    plain = SheetCells(title="空", unseen=True, formatless=True)
    return ForeignBook((odd, plain), datetime(2020, 10, 1, tzinfo=UTC), ("pictures",))


@pytest.mark.parametrize("at_once", [1, 10_000])
def test_a_book_arrives_as_it_was_given_away(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "AT_ONCE", at_once)
    told: list[tuple[int, int]] = []
    arriving = Arriving(lambda done, of: told.append((done, of)))
    assert arriving.book(give_away(foreign(), arriving.take)) == foreign()
    assert told[-1] == (8, 8)


def test_no_piece_holds_more_than_some_thousand_cells_and_what_is_left_holds_none() -> None:
    rows = {n: dict.fromkeys(range(1, 400), GivenCell("1", formula=True)) for n in range(1, 200)}
    merged = {(n, 1): (1, 1) for n in range(1, 30_000)}
    given: list[Any] = []
    left = give_away(ForeignBook((SheetCells(title="大", rows=rows, merged=merged),)), given.append)
    sizes = [sum(map(len, part.values())) if kind == "rows" else len(part) for kind, _, part, *_ in given]
    assert max(sizes) < pieces.AT_ONCE + 400 and sum(sizes) == 199 * 399 + len(merged)
    assert left == ([("大", [], [], (False, False, False, ()))], None, [])


def test_a_long_book_tells_how_far_it_is_and_whoever_is_told_may_end_it() -> None:
    long = made_book([["代码", "本期数值"], *([f"Q06.{n % 8}", "一句话" * 20] for n in range(20_000))])
    told: list[tuple[int, int]] = []
    read_given(long, "长.xlsx", lambda done, of: told.append((done, of)))
    halves = [n for n, one in enumerate(told) if one[1] == told[-1][1]]
    assert told[-1] == (40_002, 40_002) and halves[0] > 0, "its bytes first, then its cells"
    assert all(0 < done <= of for done, of in told)

    class Enough(Exception):
        pass

    def stop(_: int, __: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        read_given(long, "长.xlsx", stop)
    assert not shared_worker().is_running, "nobody goes on reading"
