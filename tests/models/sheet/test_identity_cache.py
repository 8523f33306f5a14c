"""Identity cache: of rows that stay the same objects nothing is asked again, whichever come or go."""

from collections.abc import Sequence

from models.sheet.identity_cache import IdentityCache


def test_rows_that_change_come_and_go_are_asked_alone() -> None:
    cache, asked = IdentityCache(), []

    def make(some: Sequence[list[int]]) -> list[int]:
        asked.extend(some)
        return [one[0] for one in some]

    def found(rows: list[list[int]]) -> tuple[list[int], int]:
        asked.clear()
        return cache.each("rows", rows, make), len(asked)

    rows = [[number] for number in range(200)]
    assert found(rows) == (list(range(200)), 200)
    assert found(rows) == (list(range(200)), 0)
    changed = [*rows[:7], [-7], *rows[8:]]
    assert found(changed) == ([*range(7), -7, *range(8, 200)], 1)
    assert found([*changed, [200], [201]]) == ([*range(7), -7, *range(8, 202)], 2)
    assert found(changed[:160]) == ([*range(7), -7, *range(8, 160)], 0)
    assert found(changed[1:160]) == ([*range(1, 7), -7, *range(8, 160)], 159)  # all have moved
    assert found([]) == ([], 0)
    assert found(rows) == (list(range(200)), 200)
