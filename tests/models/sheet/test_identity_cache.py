"""Identity cache: of rows that say the same by the same objects nothing is asked again, wherever they come to stand."""

import random
from collections.abc import Sequence

import pytest

from models.sheet.identity_cache import FEW, IdentityCache
from models.sheet.rows import Row, numbered


def row(number: int, said: int) -> Row:
    return Row(number=number, values={"栏": str(said)})


class Asking:
    """A cache, and how many rows were asked the last time."""

    def __init__(self) -> None:
        self.cache, self.asked = IdentityCache(), 0

    def found(self, rows: Sequence[Row], ground: tuple[object, ...] = ()) -> tuple[list[int], int]:
        self.asked = 0
        return self.cache.each("rows", rows, self.make, ground), self.asked

    def make(self, some: Sequence[Row]) -> list[int]:
        self.asked += len(some)
        return [int(one.values["栏"]) for one in some]


def test_rows_that_change_come_and_go_are_asked_alone() -> None:
    asking = Asking()
    rows = [row(number, number) for number in range(1, 201)]
    assert asking.found(rows) == (list(range(1, 201)), 200)
    assert asking.found(rows) == (list(range(1, 201)), 0)
    changed = [*rows[:7], row(8, -7), *rows[8:]]
    assert asking.found(changed) == ([*range(1, 8), -7, *range(9, 201)], 1)
    assert asking.found([*changed, row(201, 201)]) == ([*range(1, 8), -7, *range(9, 202)], 1)
    assert asking.found(changed[:160]) == ([*range(1, 8), -7, *range(9, 161)], 0)
    assert asking.found(numbered(changed[1:160])) == ([*range(2, 8), -7, *range(9, 161)], 0), "all have moved"
    assert asking.found([]) == ([], 0)
    assert asking.found(rows) == (list(range(1, 201)), 200)


def test_a_row_that_could_be_read_otherwise_or_stands_on_another_ground_is_asked_again() -> None:
    asking, rows = Asking(), [row(number, number) for number in range(1, 101)]
    asking.found(rows, (rows,))
    assert asking.found(rows, (asking,)) == (list(range(1, 101)), 100)
    faulty = Row(number=1, values=rows[1].values, faults={"栏": "CK"})
    assert asking.found([faulty, *numbered(rows[2:])], (asking,)) == ([*range(2, 101)], 1)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_comes_goes_and_moves_is_answered_as_if_all_were_asked(seed: int) -> None:
    draw, asking, rows, said = random.Random(seed), Asking(), tuple[Row, ...](), 0
    for _ in range(60):
        now = list(rows)
        for _ in range(draw.choice((1, 1, 2, 70))):
            place, act = draw.randint(0, len(now)), draw.randrange(4)
            if act == 0:
                del now[place : place + draw.choice((1, 3, 60))]
            elif act == 1:
                now[place:place] = [row(0, said + n) for n in range(draw.choice((1, 2, 80)))]
                said += 80
            elif act == 2 and place < len(now):
                now[place] = row(now[place].number, said := said + 1)
            else:
                draw.shuffle(now)
        known = {id(one.values) for one in rows}
        new = sum(id(one.values) not in known for one in now)
        rows = numbered(now)
        assert [one.number for one in rows] == list(range(1, len(rows) + 1))
        found, asked = asking.found(rows)
        assert found == [int(one.values["栏"]) for one in rows]
        assert new <= asked <= new + FEW, "a row that is known is not asked again, but where a few changed places"
