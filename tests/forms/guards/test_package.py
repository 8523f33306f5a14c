"""Parts that are the same from book to book are inflated once; what an entry says of one is held against it each time."""

import io
import struct
import zipfile
import zlib

import pytest

from forms.guards.package import BadZip, read_zip

THEME, SHEET = b"<theme/>" * 200, b"<row/>" * 2_000


def packed() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("theme.xml", THEME)
        out.writestr("sheet.xml", SHEET)
    return held.getvalue()


def test_small_parts_are_inflated_once_and_large_ones_are_not_kept() -> None:
    content = packed()
    one, other = read_zip(content), read_zip(bytes(bytearray(content)))
    assert one == other == {"/theme.xml": THEME, "/sheet.xml": SHEET}
    assert one["/theme.xml"] is other["/theme.xml"]
    assert one["/sheet.xml"] is not other["/sheet.xml"]


@pytest.mark.parametrize("true", [struct.pack("<L", zlib.crc32(THEME)), struct.pack("<L", len(THEME))])
def test_a_part_that_was_right_before_is_wrong_where_its_entry_says_something_else(true: bytes) -> None:
    content = packed()
    assert read_zip(content)["/theme.xml"] == THEME
    false = struct.pack("<L", struct.unpack("<L", true)[0] ^ 1)
    assert content.count(true) == 2  # in both headers of the entry
    with pytest.raises(BadZip):
        read_zip(content.replace(true, false))
    assert read_zip(content)["/theme.xml"] == THEME
