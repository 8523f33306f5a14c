"""A book that shows something else than was sealed is refused or told by place, whoever signed its package."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby, islice

import pytest

from forms.opening.open_return import open_return
from forms.opening.opened import Opened
from forms.seals.keys import keys
from forms.seals.xlsx.opc import BadPackage
from forms.seals.xlsx.seal import seal_workbook
from models.basics.errors import AppError
from models.basics.messages import sentence
from tests.forms.guards.sealed_books import county_book, known, packed, police_book, signer_of, stranger, unsigned
from tests.forms.guards.twisted.twisted_books import TWISTS
from tests.forms.guards.twisted.twisted_more import TOLD
from tests.forms.guards.twisted.twisted_settings import HINTED, HONEST, made
from tests.forms.sample_return import county
from tests.seeds import seeds

AT = datetime(2020, 10, 12, 9, 30, tzinfo=UTC)


def some_of_each_kind(names: Iterable[str], most: int) -> list[str]:
    """Names of twists, so many of each kind ("cell: …", "row: …")."""
    kinds = groupby(sorted(names), lambda name: name.partition(":")[0])
    return [name for _, found in kinds for name in islice(found, most)]


def in_this_run(names: Iterable[str], most: int) -> list[str]:
    """Some of each kind; all of them with `tasks.py fuzz`: opening a book takes a tenth of a second."""
    return some_of_each_kind(names, most * len(seeds(1)))


def twisted(name: str) -> bytes:
    return made(TWISTS[name], unsigned(county_book()))


def told(content: bytes) -> Opened | str:
    """What opening says: the code of the refusal, or what was opened."""
    try:
        return open_return(content, known)
    except AppError as error:
        assert sentence(error).endswith(("。", "）。"))
        return error.code


def test_the_sealed_book_itself_is_as_it_was_sealed() -> None:
    for book in (county_book(), police_book()):
        opened = open_return(book, known)
        assert opened.seals == {"data": "valid", "workbook": "valid", "document": "absent"}
        assert opened.reasons == () and opened.hints == () and opened.compared


@pytest.mark.parametrize("name", in_this_run(TWISTS, 3))
def test_a_twisted_book_is_refused_or_told(name: str) -> None:
    found = told(twisted(name))
    if isinstance(found, Opened):
        assert found.reasons and found.seals["data"] == "broken"
        assert all(one.message and one.item for one in found.reasons)


@pytest.mark.parametrize("name", in_this_run(HINTED, 3))
def test_what_stands_beside_the_cells_and_changes_nothing_is_a_hint(name: str) -> None:
    found = told(made(HINTED[name], unsigned(county_book())))
    assert isinstance(found, Opened) and (found.reasons, found.seals["data"]) == ((), "valid")
    assert found.hints and all("不影响数据" in one for one in found.hints)


@pytest.mark.parametrize("name", TOLD)
def test_what_a_book_says_besides_is_told(name: str) -> None:
    found = told(made(TOLD[name], unsigned(county_book())))
    assert isinstance(found, Opened) and found.reasons == () and "192.40" in found.hints[0]


@pytest.mark.parametrize("name", sorted(HONEST))
def test_what_usual_programs_write_is_nothing_to_tell(name: str) -> None:
    found = told(made(HONEST[name], unsigned(county_book())))
    assert isinstance(found, Opened) and (found.reasons, found.hints) == ((), ())
    assert found.seals["workbook"] == "resaved"


def passed_when_signed(signer: keys.Signer, names: Iterable[str]) -> list[str]:
    """The twists that nobody is told of once somebody has signed the package."""
    passed = []
    for name in names:
        try:
            signed = seal_workbook(twisted(name), signer, AT)
        except (AppError, BadPackage, ValueError, KeyError):
            continue  # no package of ours can be made of it
        found = told(signed)
        if isinstance(found, Opened) and not found.reasons:
            passed.append(name)
    return passed


def test_no_signature_of_the_package_makes_a_twisted_book_true() -> None:
    """Not even the unit's own; a stranger's vouches for nothing, so a few are enough."""
    assert passed_when_signed(signer_of(county()), in_this_run(TWISTS, 1)) == []
    assert passed_when_signed(stranger(), ("cell: another figure", "row: hidden", 'number format: "192.40"')) == []


def test_an_untouched_book_signed_by_a_stranger_is_told() -> None:
    opened = open_return(seal_workbook(packed(unsigned(county_book())), stranger(), AT), known)
    assert opened.seals["workbook"] == "untrusted" and opened.seals["data"] == "valid"
    assert opened.reasons == () and len(opened.hints) == 1
