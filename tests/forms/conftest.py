"""Whatever book a test of the forms opens is opened once more among all the others: both ways it says the same."""

import pytest

from forms.opening import open_return as opening
from models.basics.errors import AppError
from models.returns.thawed import ThawedReturns

_EARLIER = ThawedReturns()  # what all tests of this process have opened: mostly papers of a few units


@pytest.fixture(autouse=True)
def opened_after_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper is read beside the one that its unit filed before it (`ThawedReturns`); no forged one may gain by that."""
    alone = opening._open_book

    def both(content: bytes, known: opening.Known | None, thawed: ThawedReturns) -> object:
        try:
            found = alone(content, known, thawed)
        except AppError as error:
            with pytest.raises(AppError) as again:
                alone(content, known, _EARLIER)
            assert (again.value.code, again.value.facts) == (error.code, error.facts)
            raise
        again = alone(content, known, _EARLIER)
        assert again.opened == found.opened
        return found

    monkeypatch.setattr(opening, "_open_book", both)
