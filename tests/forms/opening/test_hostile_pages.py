"""A PDF whose pages look unlike what they say is refused, and of a changed one it is said in the right words what it is."""

import io

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from forms.opening.open_return import Opened, open_return
from forms.page.read_pages import read_pages
from forms.seals.pdf.page_profile import odd_page
from models.basics.errors import AppError
from models.basics.messages import say, sentence
from tests.forms.guards.sealed_books import known
from tests.forms.opening.hostile_pages import AFTER, BEFORE, PAGES
from tests.forms.opening.test_document_pages import document


def told(pdf: bytes) -> str:
    """What is said of a file that is not accepted."""
    try:
        opened: Opened = open_return(pdf, known)
    except AppError as error:
        return sentence(error)
    assert opened.reasons and opened.seals["document"] == "broken"
    return opened.reasons[0].message


@pytest.mark.parametrize("name", BEFORE)
def test_what_a_unit_would_seal_into_its_pages_beside_what_they_say_is_seen(name: str) -> None:
    make, word = BEFORE[name]
    pdf = make()
    odd = odd_page(PdfFileReader(io.BytesIO(pdf)).root)
    read = read_pages(pdf, marks=frozenset({say("papers.test")})) if odd is None else None
    assert word in ((odd[1],) if odd else set(read.odd.values()) if read else ())


@pytest.mark.parametrize("name", ["a white box over the figures", "layers"])
def test_what_is_seen_so_is_named_and_refused(name: str) -> None:
    make, word = BEFORE[name]
    assert say(f"errors.pages_odd.{word}") in told(document(make()))


@pytest.mark.parametrize("name", PAGES)
def test_pages_that_say_something_else_than_the_data_are_refused(name: str) -> None:
    assert "PDF" in told(document(PAGES[name]()))


@pytest.mark.parametrize("name", AFTER)
def test_a_file_that_was_changed_afterwards_is_called_what_it_is(name: str) -> None:
    make, words = AFTER[name]
    assert words in told(make())
