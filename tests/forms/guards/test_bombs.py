"""Bombs are refused by counts: the worker survives each of them, and the good file behind them is read."""

import pytest

from forms.guards.worker import shared_worker
from forms.opening.apart import Apart
from models.basics.errors import AppError
from models.basics.messages import sentence
from tests.forms.guards.bombs import BOMBS
from tests.forms.guards.sealed_books import county_book, unsigned
from tests.forms.guards.twisted.twisted_books import TWISTS
from tests.forms.guards.twisted.twisted_settings import made


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


def test_a_good_file_among_hostile_ones_is_read_and_each_hostile_one_is_told() -> None:
    """A few of each kind, one after another in one worker; all of them beside a city's returns: `tasks.py inbox`."""
    apart, parts, ended = Apart(), unsigned(county_book()), shared_worker().ended
    bombs = [BOMBS[name]() for name in ("a_ladder_of_form_fields", "a_number_with_a_huge_exponent", "arrays_in_arrays")]
    twists = [made(TWISTS[name], parts) for name in ("cell: another figure", "window: five hundred rows frozen")]
    for content in (*bombs, *twists):
        try:
            assert apart.open(content).reasons
        except AppError as error:
            assert error.code != "file_unread"
    assert apart.open(county_book()).seals["data"] == "valid" and shared_worker().ended == ended
