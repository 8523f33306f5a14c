"""A PDF that programs may read apart is refused, whoever sealed it; what is written apart or in a signature is told."""

import pytest

from forms.opening.open_return import open_return
from forms.seals.pdf.layout import is_laid_out_plainly
from forms.seals.pdf.objects import PlainObjects
from forms.seals.pdf.reading import read_document
from tests.forms.guards.sealed_books import known
from tests.forms.opening.pages.hostile_layouts import BEFORE, SEALED, TOLD, second_table
from tests.forms.opening.pages.hostile_pages import drawn
from tests.forms.opening.pages.test_document_pages import document, pages_of


@pytest.mark.parametrize("name", BEFORE)
def test_pages_that_programs_may_read_apart_are_refused(name: str) -> None:
    found = read_document(document.__wrapped__(BEFORE[name]()))
    assert (found.state, found.attachments) == ("broken", ())


@pytest.mark.parametrize("name", SEALED)
def test_a_seal_or_a_file_that_says_more_than_ours_is_refused(name: str) -> None:
    found = read_document(SEALED[name]())
    assert (found.state, found.attachments) == ("broken", ())


@pytest.mark.parametrize("name", TOLD)
def test_what_a_signature_says_of_itself_is_told(name: str) -> None:
    make, words = TOLD[name]
    found = open_return(make(), known)
    assert found.reasons == () and [one for one in found.hints if words in one]


def test_two_tables_of_one_file_are_no_plain_layout() -> None:
    plain, twice = pages_of(), second_table()
    assert is_laid_out_plainly(PlainObjects(plain), len(plain))
    assert not is_laid_out_plainly(PlainObjects(twice), len(twice))


@pytest.mark.parametrize("across", [11, 0])
def test_a_number_whose_signs_stand_apart_is_told(across: int) -> None:
    signs = b" ".join(
        b"1 0 0 1 %d %d Tm (%c) Tj" % (300 + across * place, 12 if across else 90 - 13 * place, sign)
        for place, sign in enumerate(b"192.40")
    )
    found = open_return(document(drawn(b"0 0 0 rg BT /F1 12 Tf " + signs + b" ET")()), known)
    told = [*found.hints, *(one.message for one in found.reasons)]  # down the page its signs lie over the rules
    assert [one for one in told if "第3页" in one and ("192.40" in one or found.reasons)]
