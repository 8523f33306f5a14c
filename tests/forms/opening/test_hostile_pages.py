"""A PDF whose pages look unlike what they say is refused, and of a changed one it is said in the right words what it is."""

import pytest

from forms.opening.open_return import Opened, open_return
from models.basics.errors import AppError
from models.basics.messages import say, sentence
from tests.forms.guards.sealed_books import known
from tests.forms.opening.hostile_pages import AFTER, BEFORE, PAGES


def told(pdf: bytes) -> str:
    """What is said of a file that is not accepted."""
    try:
        opened: Opened = open_return(pdf, known)
    except AppError as error:
        return sentence(error)
    assert opened.reasons and opened.seals["document"] == "broken"
    return opened.reasons[0].message


@pytest.mark.parametrize("name", BEFORE)
def test_what_a_unit_sealed_into_its_pages_beside_what_they_say_is_named(name: str) -> None:
    make, word = BEFORE[name]
    assert say(f"errors.pages_odd.{word}") in told(make())


@pytest.mark.parametrize("name", PAGES)
def test_pages_that_say_something_else_than_the_data_are_refused(name: str) -> None:
    assert "PDF" in told(PAGES[name]())


@pytest.mark.parametrize("name", AFTER)
def test_a_file_that_was_changed_afterwards_is_called_what_it_is(name: str) -> None:
    make, words = AFTER[name]
    assert words in told(make())
