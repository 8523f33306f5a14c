"""What a workbook of ours says beside its sheets is read by patterns only where a parser would find just that."""

import pytest

from forms.book_reading.properties import _said_by, book_properties
from forms.guards.own_properties import own_properties
from forms.seals.xlsx import opc
from tests.forms.guards.sealed_books import county_book, parts_of

CORE, EXTENDED = "docProps/core.xml", "docProps/app.xml"


def part_named(name: str) -> bytes:
    part: bytes = parts_of(county_book())[name]
    return part


def said(part: bytes) -> tuple[tuple[str, str], ...]:
    """What is said of a part, however it is read."""
    return book_properties({CORE: part})


@pytest.mark.parametrize("name", [CORE, EXTENDED])
def test_a_part_of_ours_is_read_without_a_parser(name: str) -> None:
    assert own_properties(part_named(name))
    assert said(part_named(name)) == tuple(_said_by(part_named(name)))


@pytest.mark.parametrize("sign", [b"<", b">", b"&", b"x", b" ", b"\0", b"\xff", b"/", b"\r"])
@pytest.mark.parametrize("name", [CORE, EXTENDED])
def test_a_part_with_one_other_sign_is_read_as_the_parser_does(name: str, sign: bytes) -> None:
    part = part_named(name)
    for place in range(len(sign), len(part), 17):
        changed = part[:place] + sign + part[place + 1 :]
        if own_properties(changed) is not None:
            opc.parse(changed)  # it is XML, and a signature may leave it out
            assert said(changed) == tuple(_said_by(changed)), changed[place - 20 : place + 20]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<dc:title>", b"<!-- --><dc:title>"),
        (b"<dc:title>", b"<?x?><dc:title>"),
        (b"</dc:title>", b"</dc:title><dc:title>7</dc:title>"),
        (b"</dc:title>", b"&amp;</dc:title>"),
        (b"<cp:coreProperties ", b"<!DOCTYPE x><cp:coreProperties "),
        (b"</cp:coreProperties>", b"</cp:coreProperties> "),
        (b"UTF-8", b"GB2312"),
        (b"<dc:creator>", b'<dc:creator xml:lang="zh">'),
        (b"<?xml", b"\xef\xbb\xbf<?xml"),
    ],
)
def test_what_our_writer_does_not_write_is_left_to_the_parser(old: bytes, new: bytes) -> None:
    assert old in part_named(CORE)
    assert own_properties(part_named(CORE).replace(old, new, 1)) is None
