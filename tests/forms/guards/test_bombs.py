"""Bombs are refused by counts: the worker survives each of them, and the good file behind them is read."""

import pytest

from forms.guards.worker import shared_worker
from forms.opening.apart import Apart
from models.basics.errors import AppError
from models.basics.messages import sentence
from tests.forms.guards.bombs import BOMBS
from tests.forms.guards.sealed_books import county_book


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_bomb_is_refused_or_told_and_ends_nothing(name: str) -> None:
    ended = shared_worker().ended
    try:
        opened = Apart().open(BOMBS[name]())
    except AppError as error:
        assert error.code != "file_unread" and sentence(error)
    else:
        assert opened.reasons
    assert shared_worker().ended == ended


def test_a_good_file_among_bombs_is_read() -> None:
    apart = Apart()
    for name in sorted(BOMBS)[:3]:
        try:
            apart.open(BOMBS[name]())
        except AppError:
            continue
    assert apart.open(county_book()).seals["data"] == "valid"
