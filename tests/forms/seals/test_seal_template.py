"""Template of a package signature: our own books are found by it, and nothing is that the full check would not find."""

from collections.abc import Callable

import pytest

from forms.guards.guards import read_package
from forms.seals.keys import keys
from forms.seals.xlsx import opc
from forms.seals.xlsx.check import _verified_in_full
from forms.seals.xlsx.profile import is_plumbing
from forms.seals.xlsx.seal import seal_workbook
from forms.seals.xlsx.template import UNREADABLE, signed_by
from models.basics.errors import AppError
from tests.forms.seals.sealing import AT, book, newcomer, unit


@pytest.mark.parametrize("who", [unit, newcomer])
def test_a_book_of_ours_is_found_by_its_digests_alone_as_in_full(who: Callable[[], keys.Signer]) -> None:
    parts = read_package(seal_workbook(book(), who(), AT))
    assert signed_by(parts) == _verified_in_full(parts) == who().certificate


def in_full(parts: dict[str, bytes]) -> object:
    try:
        return _verified_in_full(parts)
    except (AppError, opc.BadPackage, *UNREADABLE):
        return None


def test_a_change_of_any_part_is_none_of_ours_and_never_valid_where_the_full_check_is_not() -> None:
    parts = read_package(seal_workbook(book(), unit(), AT))
    forgiven = 0
    for name, part in parts.items():
        places = range(0, len(part), max(1, len(part) // 6))
        changed = [part[:at] + bytes([part[at] ^ 1]) + part[at + 1 :] for at in places]
        for other in (*changed, part + b" ", part[:-1], b""):
            one = {**parts, name: other}
            if other != part and signed_by(one) is not None:
                assert in_full(one) is not None and (name in opc.UNSIGNED_PARTS or is_plumbing(name))
                forgiven += 1
        assert signed_by({key: held for key, held in parts.items() if key != name}) is None
    assert forgiven  # properties, and blanks around content types
    assert signed_by({**parts, "/xl/more.xml": b"<a/>"}) is None


def test_another_key_or_time_in_the_same_signature_is_none_of_ours() -> None:
    mine, theirs = (read_package(seal_workbook(book(), who(), AT)) for who in (unit, newcomer))
    assert signed_by({**mine, opc.SIGNATURE: theirs[opc.SIGNATURE]}) is not None  # the same content, sealed by both
    later = mine[opc.SIGNATURE].replace(b"Z</xd:SigningTime>", b"Y</xd:SigningTime>")
    assert later != mine[opc.SIGNATURE] and signed_by({**mine, opc.SIGNATURE: later}) is None
    half = theirs[opc.SIGNATURE].partition(b"<KeyInfo>")[2].partition(b"</KeyInfo>")[0]
    own = mine[opc.SIGNATURE].partition(b"<KeyInfo>")[2].partition(b"</KeyInfo>")[0]
    assert signed_by({**mine, opc.SIGNATURE: mine[opc.SIGNATURE].replace(own, half)}) is None
