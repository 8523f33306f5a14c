"""PDFs of further kinds, sealed by the unit itself or changed by others: each is refused or told."""

import pytest

from forms.opening.open_return import open_return
from forms.opening.opened import Opened
from models.basics.errors import AppError
from models.basics.messages import sentence
from tests.forms.guards.sealed_books import known
from tests.forms.opening.pages.hostile_more import AFTER, BEFORE, PLAIN, good, sealed
from tests.forms.seals.pdf import pdf_changes as change
from tests.seeds import seeds


def some(names: dict[str, object]) -> list[str]:
    """Some of them in this run; all of them with `tasks.py fuzz`: sealing and opening takes a third of a second."""
    return list(names)[:: 1 if len(seeds(1)) > 1 else 8]


def opened(pdf: bytes) -> Opened | str:
    """What opening says: the sentence of the refusal, or what was opened."""
    try:
        return open_return(pdf, known)
    except AppError as error:
        return sentence(error)


@pytest.mark.parametrize("name", some(BEFORE))
def test_whatever_a_unit_seals_into_its_pages_besides_is_refused_or_told(name: str) -> None:
    found = opened(sealed(BEFORE[name]))
    assert isinstance(found, str) or found.reasons or found.hints


@pytest.mark.parametrize("name", some(AFTER))
def test_whatever_others_change_afterwards_is_refused(name: str) -> None:
    found = opened(AFTER[name]())
    assert isinstance(found, str) or (found.reasons and found.seals["document"] == "broken")


@pytest.mark.parametrize("name", PLAIN)
def test_what_nobody_sees_is_nothing_to_tell(name: str) -> None:
    found = opened(sealed(PLAIN[name]))
    assert isinstance(found, Opened) and (found.pages, found.reasons, found.hints) == ("equal", (), ())


def test_each_of_several_further_signatures_is_named() -> None:
    found = opened(change.countersigned(change.countersigned(good(), field="一"), field="二"))
    assert isinstance(found, Opened) and found.reasons == () and found.further == ("电子印章", "电子印章")
